//! Whatever a browser sends as the name of a file: a name that every system takes, and a header that it cannot break.
use vigie::files::name::{disposition, safe};

/// # Panics
/// When it is not so.
pub fn check(sent: &str) {
    let name = safe(sent);
    assert!(!name.is_empty() && name.chars().count() <= 100 && name.len() <= 240, "{name:?}");
    assert!(!name.contains(|c: char| c.is_control() || "/\\\"<>:|?*%;,'".contains(c)), "{name:?}");
    assert!(!name.starts_with(['.', ' ', '-', '~']) && !name.ends_with(['.', ' ']), "{name:?}");
    assert!(!name.contains(|c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')), "{name:?}");
    assert_eq!(safe(&name), name, "a safe name stays as it is");
    for shown in [name.as_str(), sent] {
        let header = disposition(shown);
        let (plain, encoded) = header.strip_prefix("attachment; filename=\"").and_then(|h| h.split_once("\"; filename*=UTF-8''")).expect("both halves");
        assert!(plain.bytes().all(|b| b.is_ascii_alphanumeric() || b" ._-()+".contains(&b)), "{plain:?}");
        assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)), "{encoded:?}");
    }
}
