//! Identifiers: random, so that neither a count nor an order can be read from them.
use crate::crypto::random;

/// Letters and digits that cannot be taken for one another: no 0 O 1 I L.
pub const PLAIN: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// `len` characters drawn evenly from `alphabet` (at most 256 long).
pub fn draw(alphabet: &[u8], len: usize) -> String {
    let limit = 256usize.saturating_sub(256usize.checked_rem(alphabet.len()).unwrap_or(0));
    let mut out = String::with_capacity(len);
    while out.len() < len {
        for byte in random::<32>() {
            if usize::from(byte) < limit && out.len() < len {
                out.extend(usize::from(byte).checked_rem(alphabet.len()).and_then(|at| alphabet.get(at)).map(|&b| char::from(b)));
            }
        }
    }
    out
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(pub String);
        impl $name {
            /// A new one: 128 random bits in lower-case base 32.
            pub fn new() -> Self {
                Self(data_encoding::BASE32_NOPAD.encode(&random::<16>()).to_ascii_lowercase())
            }
            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
id!(/** A person's account. */ AccountId);
id!(/** A party. */ PartyId);
id!(/** A group of parties. */ GroupId);
id!(/** An advisory. */ AdvisoryId);
id!(/** A provider in the register. */ ProviderId);
id!(/** A person's passkey. */ PasskeyId);

/// An advisory's reference as people say it: `2027-K7QF`, the year and four random characters.
/// Random, because a party that sees 012 and 015 learns that others received two it did not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Reference(pub String);

impl Reference {
    /// A new reference of the year.
    pub fn new(year: i16) -> Self {
        Self(format!("{year:04}-{}", draw(PLAIN, 4)))
    }
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_characters_are_plain_and_differ() {
        let one = draw(PLAIN, 400);
        assert_eq!(one.len(), 400);
        assert!(!one.contains(['0', 'O', '1', 'I', 'L']));
        assert_ne!(one, draw(PLAIN, 400));
        assert_ne!(AccountId::new(), AccountId::new());
    }

    #[test]
    fn references_read_well() {
        let r = Reference::new(2027);
        assert!(r.as_str().starts_with("2027-") && r.as_str().len() == 9, "{r}");
    }
}
