//! Searching within what a reader may see: which words an advisory is found by, which words were asked for, and the piece of
//! text that shows why something was found.
use super::{content::Content, draft::Draft};
use crate::text::fold;
use std::collections::BTreeSet;

/// Words that one advisory is found by, in bytes: a text of a megabyte has fewer different ones.
const MOST: usize = 400_000;
/// Characters of one word; longer ones are no words.
const LONG: usize = 60;
/// Words that one search asks for.
const ASKED: usize = 12;
/// Characters around what was found.
const AROUND: usize = 90;

/// Everything that every reader of a version sees.
pub fn texts(draft: &Draft) -> String {
    let mut out = String::new();
    let mut add = |c: &Content| {
        for text in [&c.title, &c.summary, &c.actions, &c.body, &c.refs, &c.indicators] {
            out.push_str(text);
            out.push('\n');
        }
        for (_, text) in c.sections.all() {
            out.push_str(text);
            out.push('\n');
        }
    };
    add(&draft.content);
    draft.translation.iter().for_each(&mut add);
    out.push_str(draft.reference.as_str());
    draft.attachments.iter().for_each(|a| {
        out.push('\n');
        out.push_str(&a.name);
    });
    out
}

/// The different words of some texts, folded. Whole, so that neither their number nor their order says more.
pub fn words(texts: &[&str]) -> String {
    let all: BTreeSet<String> = texts.iter().flat_map(|t| fold(t).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let mut out = String::new();
    for word in all.iter().filter(|w| !w.is_empty() && w.chars().count() <= LONG) {
        if out.len().saturating_add(word.len()) >= MOST {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What a person asks for: words alone. Whatever an engine takes for an operator is not in them, for folding leaves letters and
/// digits.
pub fn asked(query: &str) -> Vec<String> {
    let folded = fold(&query.chars().take(1_000).collect::<String>());
    let words = folded.split(' ').filter(|w| !w.is_empty() && w.chars().count() <= LONG);
    words.take(ASKED).map(str::to_owned).collect()
}

/// A piece of a text around the first word that was asked for: what stands before, the word, what stands after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Before.
    pub before: String,
    /// What was found.
    pub found: String,
    /// After.
    pub after: String,
}

/// The first place in some texts where a word begins that was asked for.
pub fn snippet(texts: &[&str], asked: &[String]) -> Option<Snippet> {
    texts.iter().find_map(|text| {
        let (start, end) = pieces(text).find(|(start, end)| {
            let word = fold(text.get(*start..*end).unwrap_or_default());
            word.split(' ').any(|part| asked.iter().any(|a| part.starts_with(a.as_str())))
        })?;
        let (before, found, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
        let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let space = |edge: Option<char>| if edge.is_some_and(char::is_whitespace) { " " } else { "" };
        let (before, after) = (before.get(from..)?, after.get(..to)?);
        Some(Snippet {
            before: format!("{}{}{}", if from > 0 { "… " } else { "" }, plain(before), space(before.chars().next_back())),
            found: found.to_owned(),
            after: format!("{}{}{}", space(after.chars().next()), plain(after), if to < text.len().saturating_sub(end) { " …" } else { "" }),
        })
    })
}

/// Where the words of a text begin and end, in bytes.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0usize;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at;
        let end = start.saturating_add(word.len());
        at = end.saturating_add(text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
        (!word.is_empty()).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_engines_take_for_operators_is_no_part_of_what_is_asked() {
        assert_eq!(asked("Hameçonnage* OR \"ciblé\" NEAR(a,b) title:x ^ -- ' ; & | ! <->"), ["hameconnage", "or", "cible", "near", "a", "b", "title", "x"]);
        assert_eq!(asked("%_\\"), Vec::<String>::new());
        assert_eq!(asked(&"mot ".repeat(5_000)).len(), ASKED);
        assert_eq!(asked(&"x".repeat(10_000)), Vec::<String>::new());
    }

    #[test]
    fn a_snippet_shows_the_word_as_it_was_written() {
        let s = snippet(&["Rien ici.", "Une campagne d’hameçonnage vise les partis."], &["hamecon".into()]).unwrap();
        assert_eq!((s.before.as_str(), s.found.as_str(), s.after.as_str()), ("Une campagne d’", "hameçonnage", " vise les partis."));
        assert_eq!(snippet(&["Rien."], &["autre".into()]), None);
        let long = format!("{} mot {}", "é".repeat(500), "ü".repeat(500));
        let s = snippet(&[&long], &["mot".into()]).unwrap();
        assert!(s.before.starts_with('…') && s.after.ends_with('…') && s.found == "mot");
    }

    #[test]
    fn words_are_different_and_bounded() {
        assert_eq!(words(&["Le chat, le CHAT", "œuf"]), "chat le oeuf");
        let many = (0..200_000).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        assert!(words(&[&many]).len() <= MOST);
    }
}
