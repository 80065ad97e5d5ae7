//! What differs between two versions, word by word: for the approver's review and for readers who had read the earlier one.
use super::{content::Content, sections};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

/// Lines around a change.
const AROUND: usize = 1;
/// How long the lines of one text may take, and their words again; beyond, the difference is coarser, never wrong.
const PATIENCE: Duration = Duration::from_millis(250);

/// One line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What became of it.
    pub tag: Tag,
    /// Pieces of it, and whether each is what changed.
    pub pieces: Vec<(bool, String)>,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// It stayed.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Lines that stayed are left out.
    Gap,
}

/// What differs in one field.
#[derive(Clone, Debug)]
pub struct Change {
    /// The key of the field's words.
    pub key: &'static str,
    /// The language of the text, where it is not the one that the advisory is written in.
    pub language: Option<&'static str>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// The lines that differ between two texts, with what stands around them.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    // Two texts whose last line ends differently differ in that alone; nobody sees it.
    let (old, new) = (format!("{}\n", old.trim_end()), format!("{}\n", new.trim_end()));
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).timeout(PATIENCE).diff_lines(&old, &new);
    let mut out = Vec::new();
    let until = std::time::Instant::now().checked_add(PATIENCE);
    for (n, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if n > 0 {
            out.push(Line { tag: Tag::Gap, pieces: Vec::new() });
        }
        for change in group.iter().flat_map(|op| diff.iter_inline_changes_deadline(op, until)) {
            let tag = match change.tag() {
                ChangeTag::Equal => Tag::Same,
                ChangeTag::Insert => Tag::Added,
                ChangeTag::Delete => Tag::Removed,
            };
            let pieces = change.iter_strings_lossy().map(|(changed, text)| (changed, text.trim_end_matches('\n').to_owned())).collect();
            out.push(Line { tag, pieces });
        }
    }
    out
}

/// Every field in which two texts differ.
pub fn between(old: &Content, new: &Content) -> Vec<Change> {
    let mut found = Vec::new();
    let mut add = |key, old: &str, new: &str| {
        if old.trim() != new.trim() {
            found.push(Change { key, language: None, lines: lines(old, new) });
        }
    };
    add("content-title", &old.title, &new.title);
    add("to-do-now", &old.actions, &new.actions);
    add("summary", &old.summary, &new.summary);
    for ((name, old), (_, new)) in old.sections.all().into_iter().zip(new.sections.all()) {
        add(sections::key(name), old, new);
    }
    add("content-body", &old.body, &new.body);
    add("indicators", &defanged(&old.indicators), &defanged(&new.indicators));
    add("references", &old.refs, &new.refs);
    found
}

/// Indicators as pages show them: nobody opens one by mistake.
fn defanged(text: &str) -> String {
    match super::indicators::parse(text) {
        Ok(all) => all.iter().map(|i| format!("{}, {}, {}", i.kind, i.defanged(), i.comment)).collect::<Vec<_>>().join("\n"),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_is_shown_within_its_line_and_the_rest_is_left_out() {
        let old = "un\ndeux\ntrois\nbloquez le domaine ancien.example\ncinq\nsix\nsept";
        let new = "un\ndeux\ntrois\nbloquez le domaine nouveau.example\ncinq\nsix\nsept";
        let found = lines(old, new);
        let tags: Vec<Tag> = found.iter().map(|l| l.tag).collect();
        assert_eq!(tags, [Tag::Same, Tag::Removed, Tag::Added, Tag::Same]);
        let changed = |l: &Line| l.pieces.iter().filter(|(c, _)| *c).map(|(_, t)| t.as_str()).collect::<String>();
        assert!(changed(&found[1]).contains("ancien") && changed(&found[2]).contains("nouveau"), "{found:?}");
        assert!(!changed(&found[1]).contains("bloquez"), "{found:?}");
        assert_eq!(lines("a\n", "a"), []);
    }

    #[test]
    fn fields_that_differ_are_named() {
        let old = Content { title: "A".into(), body: "x".into(), indicators: "domain, a.example".into(), ..Content::default() };
        let new = Content { title: "B".into(), body: "x".into(), indicators: "domain, b.example".into(), ..Content::default() };
        let found = between(&old, &new);
        assert_eq!(found.iter().map(|c| c.key).collect::<Vec<_>>(), ["content-title", "indicators"]);
        assert!(format!("{found:?}").contains("b[.]example"));
    }

    #[test]
    fn large_texts_end_soon() {
        let mut all: Vec<String> = (0..40_000).map(|n| format!("ligne {n}")).collect();
        let old = all.join("\n");
        all.reverse();
        assert!(!lines(&old, &all.join("\n")).is_empty());
    }
}
