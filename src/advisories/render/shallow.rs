//! What no honest text needs and a parser's time grows with the square of: containers by the hundred.
use std::borrow::Cow;

/// Containers (quotes and lists) that one line may open.
const DEPTH: usize = 16;

/// Columns before a line's first word: each list within a list takes two of them.
const INDENT: usize = 400;

/// The text without the containers that a line opens or continues beyond [`DEPTH`] and [`INDENT`].
pub fn shallow(markdown: &str) -> Cow<'_, str> {
    if lines(markdown).all(|line| excess(line).is_none()) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    for line in lines(markdown) {
        match excess(line) {
            None => out.push_str(line),
            Some((containers, rest)) => out.extend([containers, " ", rest]),
        }
    }
    Cow::Owned(out)
}

/// The lines as Markdown has them, each with its end: a carriage return alone ends one too.
fn lines(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split_inclusive(['\n', '\r'])
}

/// What a line may keep of what it begins with, and what stands behind, when it opens or continues too many.
fn excess(line: &str) -> Option<(&str, &str)> {
    let rule = || line.len() < 200 && line.trim_end().trim_start_matches(['-', '*', '_', ' ']).is_empty();
    let (mut rest, mut first, mut opened) = (line, "", 0usize);
    while let Some(behind) = behind_marker(rest) {
        rest = behind;
        opened = opened.saturating_add(1);
        if opened == DEPTH {
            first = line.get(..line.len().saturating_sub(rest.len()))?;
        }
    }
    rest = rest.trim_start_matches([' ', '\t']);
    // A short line of dashes alone is a rule.
    if opened > DEPTH && !rule() {
        return Some((narrow(first).unwrap_or(first), rest));
    }
    let begins = line.get(..line.len().saturating_sub(rest.len()))?;
    narrow(begins).map(|begins| (begins, rest))
}

/// The part of a line's beginning that is not too wide, when it is.
fn narrow(begins: &str) -> Option<&str> {
    let mut columns = 0usize;
    let at = begins.bytes().position(|b| {
        columns = columns.saturating_add(if b == b'\t' { 4 } else { 1 });
        columns > INDENT
    })?;
    begins.get(..at)
}

/// What stands behind the marker of a quote or of a list that a text begins with.
fn behind_marker(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    if let Some(quoted) = text.strip_prefix('>') {
        return Some(quoted);
    }
    let item = text.strip_prefix(['-', '*', '+']).or_else(|| {
        let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
        unnumbered.strip_prefix(['.', ')']).filter(|_| unnumbered.len() < text.len())
    })?;
    (item.is_empty() || item.starts_with([' ', '\t', '\n', '\r'])).then_some(item)
}
