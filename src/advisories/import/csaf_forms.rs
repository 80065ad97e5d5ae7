//! The forms of text that CSAF's schema asks for: addresses, dates, versions,
//! language tags, CVE and CWE numbers, CPE names and the like.

/// An absolute URI by its characters (RFC 3986): a scheme, then no blank and
/// nothing that has to be percent-encoded.
pub fn is_uri(s: &str) -> bool {
    let Some((scheme, rest)) = s.split_once(':') else {
        return false;
    };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    // What follows each % must be two hexadecimal digits.
    let encoded = rest.split('%').skip(1).all(|part| {
        let mut two = part.chars().take(2);
        let hex = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
        hex(two.next()) && hex(two.next())
    });
    scheme_fits && rest.chars().all(fits) && encoded
}

/// A point in time as RFC 3339 writes it, with its offset.
pub fn is_time(s: &str) -> bool {
    let part = |from, to| s.get(from..to).unwrap_or_default();
    // jiff reads more forms than RFC 3339 has (no seconds, a named zone).
    s.len() >= 20 && matches!(part(10, 11), "T" | "t") && part(13, 14) == ":" && part(16, 17) == ":" && !s.contains('[') && time(s).is_some()
}

/// The point in time, for comparing.
pub fn time(s: &str) -> Option<jiff::Timestamp> {
    s.parse().ok()
}

/// A version: a whole number, or three of them with the rest of semantic
/// versioning (<https://semver.org>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Whole number or semantic?
    pub semantic: bool,
    /// Major, minor, patch; a whole number is a major.
    pub numbers: [u64; 3],
    /// The part after the dash, if any.
    pub prerelease: Option<String>,
}

/// Reads a version, or not.
pub fn version(s: &str) -> Option<Version> {
    if !s.contains('.') {
        return Some(Version { semantic: false, numbers: [number(s)?, 0, 0], prerelease: None });
    }
    let (s, build) = s.split_once('+').map_or((s, None), |(s, b)| (s, Some(b)));
    let (s, prerelease) = s.split_once('-').map_or((s, None), |(s, p)| (s, Some(p)));
    let mut parts = s.split('.');
    let numbers = [number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?];
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let digits = |w: &str| w.chars().all(|c| c.is_ascii_digit());
    let fits = |w: &str| word(w) && (!digits(w) || number(w).is_some());
    let right = parts.next().is_none() && build.is_none_or(|b| b.split('.').all(word)) && prerelease.is_none_or(|p| p.split('.').all(fits));
    right.then(|| Version { semantic: true, numbers, prerelease: prerelease.map(str::to_owned) })
}

/// A whole number without sign and without zeros before it.
fn number(s: &str) -> Option<u64> {
    let plain = s == "0" || (!s.starts_with('0') && s.chars().all(|c| c.is_ascii_digit()));
    if plain { s.parse().ok() } else { None }
}

/// A version, yes or no.
pub fn is_version(s: &str) -> bool {
    version(s).is_some()
}

/// A language tag by its form (RFC 5646); whether the language exists is test 6.1.12.
pub fn is_language_form(s: &str) -> bool {
    let mut parts = s.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = first.chars().all(|c| c.is_ascii_alphabetic());
    let private = matches!(first, "x" | "X" | "i" | "I") && s.contains('-');
    let rest = s.split('-').skip(1).all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()));
    letters && (private || (2..=8).contains(&first.len())) && rest
}

/// `CVE-2024-12345`.
pub fn is_cve(s: &str) -> bool {
    let Some((year, number)) = s.strip_prefix("CVE-").and_then(|r| r.split_once('-')) else {
        return false;
    };
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    year.len() == 4 && digits(year) && number.len() >= 4 && digits(number)
}

/// `CWE-79`.
pub fn is_cwe(s: &str) -> bool {
    s.strip_prefix("CWE-").is_some_and(|n| n.len() <= 6 && n != "0" && number(n).is_some())
}

/// The version of the CWE list, `4.13`.
pub fn is_cwe_version(s: &str) -> bool {
    let parts: Vec<&str> = s.split('.').collect();
    (2..=3).contains(&parts.len()) && !s.starts_with('0') && parts.iter().all(|p| number(p).is_some())
}

/// A hash in hexadecimal, of 128 bits at least.
pub fn is_hash(s: &str) -> bool {
    s.len() >= 32 && s.chars().all(|c| c.is_ascii_hexdigit())
}

/// A share between 0 and 1 written with decimals (EPSS).
pub fn is_share(s: &str) -> bool {
    s.split_once('.').is_some_and(|(whole, part)| {
        !part.is_empty()
            && match whole {
                "0" => part.chars().all(|c| c.is_ascii_digit()),
                "1" => part.chars().all(|c| c == '0'),
                _ => false,
            }
    })
}

/// The schema of a CSAF 2.1 document; its drafts have named it in two ways.
pub fn is_schema_21(s: &str) -> bool {
    s.starts_with("https://docs.oasis-open.org/csaf/csaf/v2.1/") && is_uri(s)
}

/// A name that neither begins nor ends with a blank or a joining character.
pub fn is_category(s: &str) -> bool {
    let edge = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.');
    !s.starts_with(edge) && !s.ends_with(edge) && !s.contains(['\n', '\r'])
}

/// An identifier: on one line, no blank around it.
pub fn is_id(s: &str) -> bool {
    s.trim() == s && !s.contains(['\n', '\r'])
}

/// A sharing group: a UUID of version 4, or all zeros, or all `f`.
pub fn is_group_id(s: &str) -> bool {
    let lengths: Vec<usize> = s.split('-').map(str::len).collect();
    let hex = s.chars().all(|c| c == '-' || matches!(c, '0'..='9' | 'a'..='f'));
    let same = |digit: char| s.chars().all(|c| c == '-' || c == digit);
    lengths == [8, 4, 4, 4, 12] && hex && (s.get(14..15) == Some("4") || same('0') || same('f'))
}

/// A package URL by its form; test 6.1.13 looks closer.
pub fn is_purl_form(s: &str) -> bool {
    let Some((kind, name)) = s.strip_prefix("pkg:").and_then(|r| r.split_once('/')) else {
        return false;
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    let starts = kind.starts_with(|c: char| fits(c) && !c.is_ascii_digit());
    starts && kind.chars().all(fits) && !name.is_empty() && is_uri(s)
}

/// A CPE name, of version 2.3 or in the older URI form (NIST IR 7695).
pub fn is_cpe(s: &str) -> bool {
    if let Some(rest) = s.strip_prefix("cpe:2.3:") {
        return is_cpe23(rest);
    }
    let Some((name, rest)) = s.split_once(":/") else {
        return false;
    };
    let mut parts = rest.split(':');
    let part = parts.next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-~%".contains(c);
    name.eq_ignore_ascii_case("cpe")
        && matches!(part, "" | "a" | "h" | "o" | "A" | "H" | "O")
        && parts.clone().count() <= 6
        && parts.all(|p| p.chars().all(fits))
}

fn is_cpe23(rest: &str) -> bool {
    let mut parts = vec![];
    let mut part = String::new();
    let mut escaped = false;
    for c in rest.chars() {
        if c == ':' && !escaped {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(part);
    let first = parts.first().is_some_and(|p| matches!(p.as_str(), "a" | "h" | "o" | "*" | "-"));
    first && parts.len() == 11 && parts.iter().skip(1).all(|p| is_cpe_value(p))
}

/// One attribute of a CPE 2.3 name: `*`, `-`, or characters with the special
/// ones escaped, and wildcards only at its ends.
fn is_cpe_value(value: &str) -> bool {
    if matches!(value, "*" | "-") {
        return true;
    }
    let inner = value.trim_start_matches('?');
    let inner = inner.strip_prefix('*').unwrap_or(inner).trim_end_matches('?');
    let mut escaped = false;
    let mut rest = inner.chars().peekable();
    while let Some(c) = rest.next() {
        let last = rest.peek().is_none();
        let simple = c.is_ascii_alphanumeric() || "-._".contains(c);
        let fits = if escaped { c.is_ascii_punctuation() && !simple } else { simple || c == '\\' || (c == '*' && last) };
        if !fits {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    !inner.is_empty() && !escaped
}
