//! Whatever is asked for: words of letters and digits alone, which neither engine can take for its own language, and a snippet
//! that is a piece of the text. The first line is the query, the rest a document.
use vigie::advisories::searching::{asked, snippet, words};

/// Words that SQLite's FTS5 takes for operators are these and in capitals; folding leaves none.
const OPERATORS: [&str; 4] = ["AND", "OR", "NOT", "NEAR"];

/// # Panics
/// When it is not so.
pub fn check(text: &str) {
    let (query, document) = text.split_once('\n').unwrap_or((text, text));
    let found = asked(query);
    assert!(found.len() <= 12);
    for word in &found {
        assert!(!word.is_empty() && word.chars().count() <= 60 && word.chars().all(char::is_alphanumeric), "{word:?}");
        assert!(!OPERATORS.contains(&word.as_str()));
        // Asking for what was found asks for the same.
        assert_eq!(&asked(word), &[word.as_str()]);
    }
    let kept = words(&[document, query]);
    assert!(kept.len() <= 400_000 && kept.split(' ').filter(|w| !w.is_empty()).all(|w| w.chars().all(char::is_alphanumeric)));
    assert_eq!(words(&[&kept]), kept);
    // Of a longer query the beginning is read, which may end within a word.
    let whole = query.chars().count() <= 1_000;
    for word in found.iter().filter(|_| whole) {
        assert!(kept.split(' ').any(|k| k == word), "{word:?} is not in {kept:?}");
    }
    if let Some(piece) = snippet(&[document], &found) {
        assert!(document.contains(&piece.found) && !piece.found.is_empty());
        assert!(piece.before.chars().count() + piece.after.chars().count() <= 200);
    }
}
