//! Turns a public security document (CSAF, CERT-FR) into a draft advisory.
//!
//! An imported document comes from a stranger: it is read as data, checked
//! first, and its text is kept as text. Nothing here touches the network or
//! the disk, and no input may make it panic.

mod certfr;
mod certfr_text;
mod csaf;
mod csaf_body;
mod csaf_check;
mod csaf_cvss;
mod csaf_cvss_scores;
mod csaf_fields;
mod csaf_forms;
mod csaf_names;
mod csaf_products;
mod csaf_shape;
mod csaf_tracking;
mod csaf_vulnerabilities;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_csaf;
#[cfg(test)]
mod tests_real;
mod text;

pub use certfr::certfr;
pub use csaf::csaf;

use serde_json::Value;
use std::collections::HashSet;

/// The largest file read. The largest of the real documents looked at is a
/// third of it, and a draft has to be read by a person.
const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The longest body made.
const MAX_BODY: usize = 150_000;

/// The longest title, summary and action, in characters.
const MAX_TITLE: usize = 200;
const MAX_SUMMARY: usize = 3000;
const MAX_ACTION: usize = 280;
const MAX_ACTIONS: usize = 5;

/// The most items of a long list (products, references).
const MAX_ITEMS: usize = 60;

/// A draft advisory made from a public document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// A key of the document: the same document imported twice has the same.
    pub source: String,
    /// The title, at most 200 characters.
    pub title: String,
    /// `en` or `fr`.
    pub language: &'static str,
    /// Plain text, at most 3000 characters.
    pub summary: String,
    /// What to do: at most 5 lines, each of at most 280 characters.
    pub actions: Vec<String>,
    /// Markdown.
    pub body: String,
    /// Lines `title — https://…`.
    pub references: Vec<String>,
    /// Traces of an attack. Neither CSAF nor a CERT-FR notice has a field for
    /// them, so both importers leave the list empty.
    pub indicators: Vec<Indicator>,
    /// `RED`, `AMBER+STRICT`, `AMBER`, `GREEN` or `CLEAR`, if the document says.
    pub tlp: Option<&'static str>,
    /// `critical`, `high`, `moderate` or `information`.
    pub severity: &'static str,
    /// Where the draft comes from, for the history of the advisory.
    pub change_note: String,
}

/// One trace of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// What it is: `domain`, `sha256`, …
    pub kind: String,
    /// The value itself.
    pub value: String,
    /// A word on it.
    pub comment: String,
}

/// Reads the bytes as JSON, or says in one sentence why they are not.
fn read_json(bytes: &[u8]) -> Result<Value, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("the file is larger than 5 MiB ({} bytes)", bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| format!("the file is not UTF-8 text (byte {})", e.valid_up_to().saturating_add(1)))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err("the file is empty".to_owned());
    }
    serde_json::from_str(text).map_err(|e| {
        let (message, line, column) = (e.to_string(), e.line(), e.column());
        if message.starts_with("recursion limit") {
            return format!("the JSON is nested too deep (line {line}, column {column})");
        }
        let reason = message.split(" at line ").next().unwrap_or_default();
        format!("the file is not valid JSON: {reason} (line {line}, column {column})")
    })
}

/// Names what a JSON document of another kind seems to be, so that somebody
/// who took the wrong file sees at once which one it is.
fn kind_of(doc: &Value) -> &'static str {
    let has = |key: &str| doc.get(key).is_some();
    let typed = doc.get("type").and_then(Value::as_str);
    match doc {
        Value::Null => "an empty value (null)",
        Value::Bool(_) => "a single true or false",
        Value::Number(_) => "a single number",
        Value::String(_) => "a single piece of text",
        Value::Array(items) if items.iter().any(|i| i.get("Event").is_some()) => "a list of MISP events",
        Value::Array(_) => "a list",
        _ if typed == Some("bundle") => "a STIX bundle",
        _ if typed.is_some() && has("spec_version") => "a STIX object",
        _ if has("Event") || has("response") => "a MISP event",
        _ if has("aggregator_version") => "a CSAF aggregator list",
        _ if has("metadata_version") => "CSAF provider metadata",
        _ if has("feed") => "a ROLIE feed",
        _ if has("service") => "a ROLIE service document",
        _ if doc.pointer("/document/csaf_version").is_some() => "a CSAF document",
        _ if is_bulletin(doc) => "a CERT-FR bulletin",
        Value::Object(_) => "something else",
    }
}

/// Is it made as CERT-FR's bulletins are?
fn is_bulletin(doc: &Value) -> bool {
    ["reference", "content", "revisions", "risks"].iter().all(|key| doc.get(key).is_some())
}

/// Collects references: only web addresses, each once, and not too many.
#[derive(Default)]
struct References {
    seen: HashSet<String>,
    lines: Vec<String>,
}

impl References {
    fn add(&mut self, title: &str, address: &str) {
        let Ok(url) = url::Url::parse(address.trim()) else {
            return;
        };
        let web = matches!(url.scheme(), "http" | "https");
        // A name before the host ("https://bank@evil.example") only misleads.
        let plain = url.username().is_empty() && url.password().is_none();
        let Some(host) = url.host_str() else { return };
        if !web || !plain || self.lines.len() >= MAX_ITEMS || !self.seen.insert(url.to_string()) {
            return;
        }
        // The dash parts title from address on the line, so none in the title.
        let title = text::one_line(title).replace('—', "-");
        let title = title.trim_end_matches([':', ' ']).to_owned();
        let title = if title.is_empty() || title.starts_with("http") { host.to_owned() } else { title };
        self.lines.push(format!("{} — {url}", text::cut(&title, MAX_TITLE)));
    }
}

/// Cuts a body that is too long at the end of a line, and says so.
fn cap_body(body: String, note: &str) -> String {
    let mut body = body;
    if body.len() > MAX_BODY {
        let mut end = MAX_BODY.saturating_sub(note.len()).saturating_sub(2);
        while !body.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        body.truncate(end);
        if let Some(line) = body.rfind('\n') {
            body.truncate(line);
        }
        body.push_str("\n\n");
        body.push_str(note);
    }
    body
}
