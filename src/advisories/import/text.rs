//! Text taken from a stranger's document: cleaned, shortened, and escaped so
//! that it stays text inside Markdown.

/// Characters that show nothing, or that turn the reading direction round to
/// make text look like other text (Unicode Technical Report 36).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Cleans text of several lines: no hidden characters, no blanks at line ends,
/// and at most one empty line in a row.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let mut out = String::new();
    let mut empty = true;
    for line in text.lines() {
        let line: String = line.chars().filter(|c| !is_hidden(*c)).collect();
        let line = line.trim_end();
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

/// Brings text on one line.
pub fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins the lines inside each paragraph and keeps the paragraphs apart.
pub fn paragraphs(text: &str) -> String {
    let text = clean(text);
    let parts: Vec<String> = text.split("\n\n").map(one_line).filter(|p| !p.is_empty()).collect();
    parts.join("\n\n")
}

/// Shortens text to `max` characters, between two words where it can.
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let head: String = text.chars().take(max.saturating_sub(1)).collect();
    let kept = match head.rfind(char::is_whitespace) {
        // Not at a word's end if that would throw away more than half.
        Some(at) if at > head.len() / 2 => head.get(..at).unwrap_or(&head),
        _ => &head,
    };
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:–-".contains(c)))
}

/// The first sentence of a text, with the next ones as long as it stays short:
/// one on its own often says too little ("Update now.").
pub fn first_sentences(text: &str, enough: usize) -> String {
    let line = clean(text);
    let first = line.split('\n').find(|l| !l.trim().is_empty()).unwrap_or_default();
    // More than will ever be shown, and little enough to look at again and again.
    let line: String = one_line(first).chars().take(1000).collect();
    let mut out = String::new();
    for sentence in line.split_inclusive(". ") {
        if out.chars().count() >= enough && ends_sentence(&out) {
            break;
        }
        out.push_str(sentence);
    }
    out.trim().to_owned()
}

/// Is the last dot the end of a sentence, not that of an abbreviation ("cf. ")
/// or of something inside brackets?
fn ends_sentence(text: &str) -> bool {
    const SHORT: &[&str] = &["cf.", "e.g.", "i.e.", "etc.", "ex.", "vs.", "no.", "p."];
    let last = text.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let open = text.matches('(').count() > text.matches(')').count();
    !open && !SHORT.contains(&last.trim_start_matches('('))
}

/// Escapes one line so that Markdown shows it as it is written
/// (<https://spec.commonmark.org/0.31.2/#backslash-escapes>).
pub fn escape(line: &str) -> String {
    let line = line.trim();
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // Inside a word an underscore means nothing, and names are full of them.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_alphanumeric() || next == '#',
            '#' | '-' | '+' | '=' => out.is_empty(),
            '.' | ')' => next == ' ' && !out.is_empty() && out.chars().all(|d| d.is_ascii_digit()),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Text of several lines as Markdown: each line as written, on a line of its own.
pub fn as_markdown(text: &str) -> String {
    let text = clean(text);
    let paragraphs: Vec<String> = text.split("\n\n").map(|p| p.lines().map(escape).collect::<Vec<_>>().join("\\\n")).collect();
    paragraphs.join("\n\n")
}
