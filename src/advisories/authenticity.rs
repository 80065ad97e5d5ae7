//! “Is this document the agency's?”: asked by the hash of a file or by the code of a message, and answered only to those who
//! may see what it is about. Forged documents among real ones are what a leak is made of.
use super::{Tlp, Viewer, store_authenticity as store};
use crate::{
    db::Tx,
    error::{Error, Result},
};
pub use store::Known;

/// How a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Of the version that counts.
    Current,
    /// Of a version or an advisory whose place another has taken.
    Superseded,
    /// Of an advisory that was withdrawn.
    Withdrawn,
}

impl Known {
    /// The key of the words for what it is.
    pub fn key(&self) -> &'static str {
        match self.what.as_str() {
            "text" => "verify-what-text",
            "annex" => "verify-what-annex",
            "copy" => "verify-what-copy",
            _ => "verify-what-file",
        }
    }
    /// How it stands.
    pub fn standing(&self) -> Standing {
        if self.withdrawn_at.is_some() {
            Standing::Withdrawn
        } else if self.number < self.current || self.superseded_by.is_some() {
            Standing::Superseded
        } else {
            Standing::Current
        }
    }
}

/// What a SHA-256 is of, among what a reader may see: a signed text, an attachment, or a copy of one that was handed to somebody of
/// the reader's party.
///
/// # Errors
/// [`Error::Reserved`] for TLP:RED in a session that may not open it.
pub async fn of_reader(tx: &mut Tx, viewer: &Viewer, hash: &[u8]) -> Result<Option<Known>> {
    let mut found = store::of_reader(tx, viewer, hash).await?;
    if found.as_ref().is_some_and(|known| known.tlp == Tlp::Red && !viewer.opens_red) {
        return Err(Error::Reserved("reserved-red"));
    }
    if let Some(known) = &mut found {
        known.superseded_by = super::successor(tx, viewer, known.superseded_by.take(), &known.reference).await?;
    }
    Ok(found)
}

/// The same for those who publish: all that is published.
///
/// # Errors
/// When the database fails.
pub async fn of_desk(tx: &mut Tx, hash: &[u8]) -> Result<Option<Known>> {
    Ok(store::of_desk(tx, hash).await?)
}

/// A SHA-256 as people write it: 64 hexadecimal digits, with spaces, colons or a label before them.
pub fn parse_hash(text: &str) -> Option<[u8; 32]> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("sha256:").or_else(|| text.strip_prefix("sha-256:")).unwrap_or(&text);
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | ':' | '\n' | '\t' | '\u{a0}')).collect();
    data_encoding::HEXLOWER.decode(digits.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_people_write_it() {
        let plain = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let hash = parse_hash(plain).unwrap();
        for text in [plain.to_uppercase(), format!("SHA-256: {plain}"), format!(" {} {} ", &plain[..32], &plain[32..])] {
            assert_eq!(parse_hash(&text), Some(hash), "{text}");
        }
        for bad in ["", "abc", &plain[1..], &format!("{plain}0"), "zz86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"] {
            assert_eq!(parse_hash(bad), None, "{bad}");
        }
    }
}
