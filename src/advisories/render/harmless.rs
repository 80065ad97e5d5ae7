//! What every rendered text must be, told by a reading of its own: for the tests and for `fuzz/`.

const TAGS: &str = " p h2 h3 h4 ul ol li strong em del code pre blockquote hr br a table thead tbody tr th td ";
const REL: &str = "\" rel=\"noopener noreferrer nofollow\"";
const WRAP: [&str; 2] = ["Tableau", "Table"];

/// Nothing but our tags with our attributes, closed in their order, and headings that never skip a level.
///
/// # Panics
/// When it is not so.
pub fn assert_harmless(html: &str) {
    let (mut open, mut level) = (Vec::new(), 1_u8);
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(is_ours(tag, name), "<{tag}>");
        if !matches!(name, "hr" | "br") {
            open.push(name);
        }
        if let Some(wanted) = name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()) {
            assert!((2..=level.saturating_add(1)).contains(&wanted), "h{level}, then h{wanted}");
            level = wanted;
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    assert!(!html.split('<').next().unwrap_or_default().contains('>'), "{html}");
    assert!(!html.contains('\0'));
}

fn is_ours(tag: &str, name: &str) -> bool {
    match tag.strip_prefix(name).map(str::trim_start).unwrap_or_default() {
        "" => name != "a" && TAGS.contains(&format!(" {name} ")),
        start if name == "ol" => start.strip_prefix("start=\"").and_then(|s| s.strip_suffix('"')).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())),
        // The sanitiser takes an address away that it cannot read; what is left leads nowhere.
        link if name == "a" => REL.strip_prefix("\" ") == Some(link) || link.strip_prefix("href=\"").and_then(|l| l.strip_suffix(REL)).is_some_and(leads_out),
        rest => name == "div" && WRAP.iter().any(|w| rest == format!("class=\"table-wrap\" role=\"group\" aria-label=\"{w}\" tabindex=\"0\"")),
    }
}

fn leads_out(href: &str) -> bool {
    let start = |wanted: &str| href.get(..wanted.len()).is_some_and(|s| s.eq_ignore_ascii_case(wanted));
    !href.contains('"') && (start("https://") || start("mailto:"))
}
