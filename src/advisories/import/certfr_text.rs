//! The texts of CERT-FR bulletins: Markdown of today, and pieces of HTML in the
//! older ones, brought into plain text or Markdown.

use super::MAX_ACTIONS;
use super::csaf_check::text;
use super::text::{as_markdown, clean, first_sentences, one_line, paragraphs};
use serde_json::Value;

/// Plain text: tags taken out, entities read, Markdown's escapes undone, lines
/// joined in paragraphs.
pub fn plain(source: &str) -> String {
    let (said, _) = without_tags(source);
    let mut out = String::new();
    let mut rest = said.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' || !rest.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(c);
        }
    }
    paragraphs(&out)
}

/// Markdown as it is; HTML as text with its lines and list items kept.
pub fn markdown(source: &str) -> String {
    match without_tags(source) {
        (said, true) => {
            let lines: Vec<String> = clean(&said).lines().map(str::trim).map(list_item).collect();
            lines.join("\n")
        }
        _ => clean(source),
    }
}

/// A line as text, a list item staying one.
fn list_item(line: &str) -> String {
    match line.strip_prefix("- ") {
        Some(item) => format!("- {}", as_markdown(item)),
        None => as_markdown(line),
    }
}

/// The content stays Markdown, only cleaned of characters that hide something.
/// Whoever shows it must sanitise it, as with every Markdown.
pub fn content(source: &str) -> String {
    clean(source)
}

/// The name of an affected system.
pub fn system(item: &Value) -> &str {
    match text(item, "description").trim() {
        "" | "N/A" => item.pointer("/product/name").and_then(Value::as_str).unwrap_or_default(),
        said => said,
    }
}

/// Takes the tags out and says whether there were any. A `<` that opens no tag
/// ("versions < 2.0") stays.
fn without_tags(source: &str) -> (String, bool) {
    let mut out = String::new();
    let mut found = false;
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let opens = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        // Only up to the next bracket: a long run of "<" must not be searched
        // to its end again and again.
        let end = after.find(['<', '>']).filter(|_| opens);
        match end.and_then(|at| after.split_at_checked(at)) {
            Some((tag, later)) if later.starts_with('>') => {
                found = true;
                out.push_str(instead_of(tag));
                rest = later.strip_prefix('>').unwrap_or(later);
            }
            _ => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (entities(&out), found)
}

/// What a tag leaves behind.
fn instead_of(tag: &str) -> &'static str {
    let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
    match name.to_ascii_lowercase().as_str() {
        "p" | "/p" | "/ul" | "/ol" | "h1" | "h2" | "h3" | "/h1" | "/h2" | "/h3" => "\n\n",
        "br" | "br/" | "/li" | "/tr" | "ul" | "ol" => "\n",
        "li" => "\n- ",
        "/td" | "/th" => " ",
        _ => "",
    }
}

fn entities(source: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        // The last, so that what it makes is not read again.
        ("&amp;", "&"),
    ];
    NAMES.iter().fold(source.to_owned(), |said, (name, c)| said.replace(name, c))
}

/// The first paragraph of a Markdown text that is not a heading.
pub fn first_text(source: &str) -> String {
    let said = clean(source);
    let first = said.split("\n\n").find(|p| !p.trim_start().starts_with('#') && !p.trim().is_empty());
    plain(first.unwrap_or_default())
}

/// The first words of each section on what to do, and whether the section is
/// one of workarounds.
pub fn solutions(source: &str) -> Vec<(bool, String)> {
    const SOLUTIONS: &[&str] = &["solution", "recommandation", "mesure"];
    let said = clean(source);
    let mut section = None;
    let mut taken = Vec::new();
    for paragraph in said.split("\n\n") {
        let paragraph = paragraph.trim();
        if paragraph.starts_with('#') {
            let heading = paragraph.to_lowercase();
            let workaround = heading.contains("contournement");
            let wanted = workaround || SOLUTIONS.iter().any(|w| heading.contains(w));
            section = wanted.then_some(workaround);
        } else if let Some(workaround) = section.filter(|_| !paragraph.is_empty()) {
            let line = one_line(&plain(paragraph)).replace("**", "");
            // The section named there is our list of references.
            let line = line.replace("cf. section Documentation", "voir les références");
            let line = first_sentences(line.trim_start_matches(['-', '*', '>', ' ']), 60);
            let line = line.trim_end_matches([':', ' ']);
            // "Il faut :" says nothing yet; then the next paragraph does. The
            // others of the section are in the body.
            if line.split(' ').count() > 2 {
                section = None;
                taken.push((workaround, line.to_owned()));
            }
        }
        if taken.len() >= MAX_ACTIONS {
            break;
        }
    }
    taken
}

/// Does it begin with a verb, as instructions in French do ("Se référer à …")?
pub fn is_infinitive(said: &str) -> bool {
    let mut words = said.split([' ', ',', '\'', '’']);
    let first = words.next().unwrap_or_default().to_lowercase();
    let verb = if matches!(first.as_str(), "se" | "s" | "ne" | "il") { words.next().unwrap_or_default().to_lowercase() } else { first };
    // "Installez" as well; "pour" and "par" are no verbs, nor are short words.
    verb.chars().count() > 4 && ["er", "ir", "re", "ez"].iter().any(|end| verb.ends_with(end))
}
