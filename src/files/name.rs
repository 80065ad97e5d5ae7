//! Names of files: made safe as they come in, and put into a header that they cannot break as they go out.
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of a name, its ending included.
const MAX: usize = 100;
/// Bytes of a name: what file systems take.
const MAX_BYTES: usize = 240;

/// A name that every system takes, out of what a browser sent. Letters of all scripts are kept; paths, invisible characters and
/// what has a meaning elsewhere is not. Doing it twice changes nothing.
pub fn safe(sent: &str) -> String {
    let mut name = once(sent);
    // What was cut off its end may have been what kept an ending from being one.
    loop {
        let next = once(&name);
        if next == name {
            return name;
        }
        name = next;
    }
}

fn once(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    // What is left out may have stood between a letter and its accent.
    let kept: String = last.nfc().filter_map(kept).collect::<String>().nfc().collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let (stem, ending) = match kept.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, format!(".{}", ending.to_ascii_lowercase())),
        _ => (kept.as_str(), String::new()),
    };
    let stem = stem.trim_start_matches(|c| matches!(c, '.' | ' ' | '-' | '~') || is_combining_mark(c)).trim_end_matches(['.', ' ']);
    let mut name = if is_reserved(stem) { format!("_{stem}") } else { stem.to_owned() };
    if name.is_empty() {
        name = "document".into();
    }
    while name.chars().count().saturating_add(ending.len()) > MAX || name.len().saturating_add(ending.len()) > MAX_BYTES {
        name.pop();
    }
    name.truncate(name.trim_end_matches(['.', ' ']).len());
    name + &ending
}

/// The header that makes a browser save an answer under this name (RFC 6266, RFC 8187). No name can break it: both halves hold
/// ASCII letters, digits and a few harmless signs alone.
pub fn disposition(name: &str) -> String {
    let plain: String =
        name.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c.is_ascii_alphanumeric() || " ._-()+".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(name))
}

/// All but the letters, digits and signs that are reserved nowhere (RFC 3986, section 2.3).
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A name as the last part of an address, or within a header.
pub fn escaped(name: &str) -> String {
    utf8_percent_encode(name, &ESCAPED).to_string()
}

/// A character as it may stand in a name.
fn kept(c: char) -> Option<char> {
    match c {
        _ if c.is_ascii_alphanumeric() || " -_.()+".contains(c) => Some(c),
        '\u{2010}'..='\u{2015}' => Some('-'),
        '\u{2019}' => Some('\u{2019}'),
        _ if c.is_whitespace() && !c.is_control() => Some(' '),
        _ if c.is_ascii_control() => None,
        _ if c.is_ascii() => Some('_'),
        _ if is_blank(c) => None,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Some(c),
        _ => None,
    }
}

/// Letters and marks that show nothing (`Default_Ignorable_Code_Point` and the blank letters of Hangul and Braille).
fn is_blank(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_ending(ending: &str) -> bool {
    (1..=10).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Names that Windows takes for devices, with or without an ending.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = ["COM", "LPT"]
        .iter()
        .any(|d| first.strip_prefix(d).is_some_and(|n| n.chars().count() == 1 && n.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))));
    numbered || matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        for (sent, safe_name) in [
            ("report.pdf", "report.pdf"),
            ("Élan d’été – n° 3.PDF", "Élan d’été - n 3.pdf"),
            ("e\u{301}te\u{301}.txt", "été.txt"),
            ("e\u{200b}\u{301}te\u{301}.txt", "été.txt"),
            ("/etc/passwd", "passwd"),
            ("C:\\Users\\x\\a.pdf", "a.pdf"),
            ("..\\..\\a.pdf", "a.pdf"),
            ("...a.pdf", "a.pdf"),
            (".htaccess", "document.htaccess"),
            ("", "document"),
            ("...", "document"),
            (".pdf", "document.pdf"),
            ("\u{202e}fdp.exe", "fdp.exe"),
            ("a\u{200b}\u{feff}\u{2066}b.pdf", "ab.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x_1.pdf"),
            ("a\"b;c<d>|?*%.pdf", "a_b_c_d_____.pdf"),
            ("nul.pdf", "_nul.pdf"),
            ("com1.tar.pdf", "_com1.tar.pdf"),
            ("LPT²", "_LPT²"),
            ("console.pdf", "console.pdf"),
            ("a . .pdf", "a.pdf"),
            ("a.PDF .", "a.pdf"),
            ("a\u{a0}\u{2003}b.pdf", "a b.pdf"),
            ("\u{3164}\u{e0041}.pdf", "document.pdf"),
            ("Δελτίο Ωμέγα.pdf", "Δελτίο Ωμέγα.pdf"),
            ("报告.pdf", "报告.pdf"),
            ("-rf.pdf", "rf.pdf"),
        ] {
            assert_eq!(safe(sent), safe_name, "{sent:?}");
            assert_eq!(safe(safe_name), safe_name, "a safe name stays as it is");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = safe(&("é".repeat(300) + ".jpeg"));
        assert_eq!((long.chars().count(), long.rsplit_once('.').unwrap().1), (100, "jpeg"));
        let wide = safe(&("\u{20000}".repeat(300) + ".pdf"));
        assert!(wide.len() <= MAX_BYTES && wide.rsplit_once('.').unwrap().1 == "pdf", "{wide}");
        assert_eq!(safe(&wide), wide);
    }

    #[test]
    fn no_character_breaks_the_header() {
        // All that are in use in Europe, and a sample of the rest.
        for c in (0..0x3000_u32).chain((0x3000..0x0011_0000).step_by(37)).filter_map(char::from_u32) {
            let header = disposition(&format!("a{c}b.pdf"));
            let (first, rest) = header.strip_prefix("attachment; filename=\"").unwrap().split_once("\"; filename*=UTF-8''").unwrap();
            assert!(first.bytes().all(|b| b.is_ascii_alphanumeric() || b" ._-()+".contains(&b)), "{c:?}: {first}");
            assert!(rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)), "{c:?}: {rest}");
            let name = safe(&format!("a{c}b.pdf"));
            assert!(!name.is_empty() && !name.contains(|c: char| c.is_control() || "/\\\"<>:|?*%;".contains(c)), "{c:?}: {name:?}");
        }
    }

    #[test]
    fn the_header_holds_the_name_twice() {
        assert_eq!(disposition("Été 3.pdf"), "attachment; filename=\"Ete 3.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%203.pdf");
        assert_eq!(disposition("报告.pdf"), "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf");
    }
}
