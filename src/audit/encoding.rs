//! The canonical encoding of a record: the bytes whose hash is its leaf in the tree. Fixed order, every field delimited, a version
//! in front. Format 2 holds of what says something of a person a salted commitment alone, so that salt and values can be deleted
//! when their time is over while every hash and proof stands (CNIL 2021-122; CASES A80).
use crate::crypto::{Sha256, random};

/// The version that new records use.
pub const FORMAT: i64 = 2;
/// The first version: everything stands in the leaf, nothing of it can ever be deleted.
pub const FIRST: i64 = 1;
/// Bytes of a salt and of a commitment.
pub const SALT: usize = 32;

/// What a record says of a person, and only as long as it may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Personal<'a> {
    /// Who.
    pub actor: &'a str,
    /// The actor's party.
    pub party: &'a str,
    /// Why or with what.
    pub detail: &'a str,
    /// The request's id.
    pub request: &'a str,
    /// Where from.
    pub network: &'a str,
}

impl Personal<'_> {
    /// Whether nothing is left of it.
    pub fn is_deleted(&self) -> bool {
        [self.actor, self.party, self.detail, self.request, self.network].iter().all(|t| t.is_empty())
    }

    /// SHA-256 over a name, the salt and each field behind its length: binding, and without the salt it tells nothing.
    pub fn commitment(&self, salt: &[u8]) -> [u8; SALT] {
        let mut hash = Sha256::new();
        hash.update(b"vigie audit person 2\n");
        for field in [salt, self.actor.as_bytes(), self.party.as_bytes(), self.detail.as_bytes(), self.request.as_bytes(), self.network.as_bytes()] {
            hash.update(&(field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hash.finish()
    }
}

/// The salt of one record.
pub fn salt() -> [u8; SALT] {
    random()
}

/// What stays of a record for ever.
#[derive(Clone, Copy, Debug)]
pub struct Lasting<'a> {
    /// Index in the log, from 0.
    pub n: i64,
    /// Milliseconds UTC.
    pub at: i64,
    /// What.
    pub action: &'a str,
    /// On what: never a name, but an account's id, a reference, a slug, an address of the portal.
    pub object: &'a str,
    /// Whether it happened.
    pub outcome: &'a str,
    /// SHA-256 of the content.
    pub hash: Option<&'a [u8]>,
}

/// Format 2: a name, index and time as big-endian numbers of eight bytes, action, object, outcome, content hash (length 0 when
/// there is none) and commitment, each behind its length.
pub fn encode(f: &Lasting<'_>, commitment: &[u8]) -> Vec<u8> {
    let mut out = begin(b"vigie audit record 2\n", f);
    for field in [f.action.as_bytes(), f.object.as_bytes(), f.outcome.as_bytes(), f.hash.unwrap_or_default(), commitment] {
        put(&mut out, field);
    }
    out
}

/// Format 1: the texts in the clear, then the hash behind its length.
pub fn encode_first(f: &Lasting<'_>, p: &Personal<'_>) -> Vec<u8> {
    let mut out = begin(b"vigie audit record 1\n", f);
    for text in [p.actor, f.action, f.object, p.party, f.outcome, p.detail, p.request, p.network] {
        put(&mut out, text.as_bytes());
    }
    put(&mut out, f.hash.unwrap_or_default());
    out
}

fn begin(name: &[u8], f: &Lasting<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    out.extend_from_slice(name);
    out.extend_from_slice(&f.n.to_be_bytes());
    out.extend_from_slice(&f.at.to_be_bytes());
    out
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lasting(object: &'static str, outcome: &'static str) -> Lasting<'static> {
        Lasting { n: 1, at: 2, action: "a", object, outcome, hash: None }
    }

    const WHO: Personal<'_> = Personal { actor: "ab", party: "c", detail: "", request: "r", network: "::1" };

    #[test]
    fn moving_a_character_from_one_field_to_the_next_changes_the_bytes() {
        assert_ne!(encode(&lasting("ab", "c"), &[0; SALT]), encode(&lasting("a", "bc"), &[0; SALT]));
        assert_ne!(encode_first(&lasting("ab", "c"), &WHO), encode_first(&lasting("a", "bc"), &WHO));
        let moved = Personal { actor: "a", party: "bc", ..WHO };
        assert_ne!(WHO.commitment(&[7; SALT]), moved.commitment(&[7; SALT]));
    }

    #[test]
    fn a_commitment_binds_every_field_and_hides_behind_its_salt() {
        let whole = WHO.commitment(&[7; SALT]);
        for changed in [
            Personal { actor: "x", ..WHO },
            Personal { party: "x", ..WHO },
            Personal { detail: "x", ..WHO },
            Personal { request: "x", ..WHO },
            Personal { network: "x", ..WHO },
        ] {
            assert_ne!(changed.commitment(&[7; SALT]), whole);
        }
        assert_ne!(WHO.commitment(&[8; SALT]), whole);
        assert_ne!(salt(), salt());
    }
}
