//! The content of a version: its fields, their limits, and the hash an approval is bound to.
use super::{drafting::Draft, indicators, render, sections::Sections};
use crate::{clock::Millis, crypto::sha256, text::fold};

/// Limits in characters, but for the body's bytes.
const TITLE: usize = 200;
const SUMMARY: usize = 4_000;
const ACTION: usize = 300;
const ACTIONS: usize = 5;
const NOTE: usize = 500;
const REFERENCES: usize = 100;
const REFERENCE: usize = 1_000;
const INDICATORS: usize = 200_000;

/// What an author writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Content {
    /// Title.
    pub title: String,
    /// In a few sentences.
    pub summary: String,
    /// To do now, a line each.
    pub actions: String,
    /// Risks, systems, workaround, solution, detection: Markdown.
    #[sqlx(flatten)]
    pub sections: Sections,
    /// The rest: Markdown.
    pub body: String,
    /// A line each: a title, a dash and an address, or an address alone.
    pub refs: String,
    /// A line each: type, value, comment.
    pub indicators: String,
    /// What changed since the last version.
    pub change_note: String,
}

/// A mistake: the field, the key of its sentence, and the line where there are lines.
pub type Mistake = (&'static str, &'static str, Option<usize>);

impl Content {
    /// The content as it is kept: ends trimmed, empty lines dropped from the lists.
    pub fn tidy(self) -> Self {
        let lines = |text: &str| text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
        Self {
            title: self.title.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            summary: self.summary.trim().to_owned(),
            actions: lines(&self.actions),
            sections: self.sections.map(|_, text| text.trim().to_owned()),
            body: self.body.trim_end().to_owned(),
            refs: lines(&self.refs),
            indicators: lines(&self.indicators),
            change_note: self.change_note.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// What is wrong with it.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut found = Vec::new();
        let long = |text: &str, most: usize| text.chars().count() > most;
        if self.title.is_empty() {
            found.push(("title", "content-title-missing", None));
        } else if long(&self.title, TITLE) {
            found.push(("title", "content-title-long", None));
        }
        if long(&self.summary, SUMMARY) {
            found.push(("summary", "content-summary-long", None));
        }
        if self.actions.lines().count() > ACTIONS {
            found.push(("actions", "content-actions-many", None));
        } else if let Some(n) = self.actions.lines().position(|l| long(l, ACTION)) {
            found.push(("actions", "content-action-long", Some(n.saturating_add(1))));
        }
        for (name, text) in self.sections.all() {
            if text.len() > render::SECTION {
                found.push((name, "content-section-long", None));
            }
        }
        if self.body.len() > render::MAX {
            found.push(("body", "content-body-long", None));
        }
        if self.refs.lines().count() > REFERENCES {
            found.push(("references", "content-references-many", None));
        } else if let Some(n) = self.refs.lines().position(|l| long(l, REFERENCE) || Reference::parse(l).is_none()) {
            found.push(("references", "content-reference-wrong", Some(n.saturating_add(1))));
        }
        if self.indicators.len() > INDICATORS {
            found.push(("indicators", "content-indicators-many", None));
        } else if let Err(n) = indicators::parse(&self.indicators) {
            found.push(("indicators", "content-indicator-wrong", Some(n)));
        }
        if long(&self.change_note, NOTE) {
            found.push(("change_note", "content-note-long", None));
        }
        found
    }

    /// Whether there is enough to be read.
    pub fn is_complete(&self) -> bool {
        let says_something = !self.summary.is_empty() || !self.body.trim().is_empty() || !self.sections.is_empty();
        !self.title.is_empty() && says_something && self.mistakes().is_empty()
    }

    /// The words of the title, for the desk.
    pub fn folded(&self) -> String {
        fold(&self.title)
    }
}

/// A reference: what it is called and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it is called; its host when the author gave no title.
    pub title: String,
    /// Its https address.
    pub href: Option<String>,
    /// Where it truly leads.
    pub host: String,
}

impl Reference {
    /// Reads `title — https://…`, an address alone, or a text without an address. Addresses other than https are shown as
    /// text. `None` for what looks like an address and is none.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        let Some(at) = line.find("https://").or_else(|| line.find("http://")) else {
            return (!line.contains("://")).then(|| Self { title: line.to_owned(), href: None, host: String::new() });
        };
        let (title, href) = line.split_at_checked(at)?;
        let title = title.trim().trim_end_matches(['—', '–', '-', ':', '(']).trim();
        if href.contains(char::is_whitespace) || url::Url::parse(href).is_err() {
            return None;
        }
        Some(match render::target(href) {
            Some(host) => Self { title: if title.is_empty() { href.to_owned() } else { title.to_owned() }, href: Some(href.to_owned()), host },
            None => Self { title: format!("{title} {href}").trim().to_owned(), href: None, host: String::new() },
        })
    }
}

/// Everything an approval is bound to: both language versions, sections, annexes, attachments, marking, audience and times.
pub struct Bound<'a> {
    /// The version.
    pub draft: &'a Draft,
    /// Ids of the parties or people, sorted.
    pub recipients: &'a [String],
    /// When it is to be released; none for at once.
    pub release_at: Option<Millis>,
}

impl Bound<'_> {
    /// SHA-256 over every field behind its length, and every list behind its number of fields.
    pub fn hash(&self) -> [u8; 32] {
        let time = |t: Option<Millis>| t.map(|t| t.to_string()).unwrap_or_default();
        let d = self.draft;
        let mut out = Fields::default();
        out.all(&["vigie advisory 2", d.reference.as_str(), &d.number.to_string(), &d.language]);
        out.content(&d.content);
        out.all(&[d.tlp.map_or("", super::Tlp::text), d.severity.map_or("", super::Severity::text), d.audience.map_or("", super::Audience::text), &d.reason]);
        out.all(&[&time(d.act_by), &time(d.confirm_by), &time(d.expires_at), &time(self.release_at)]);
        out.all(&[if d.to_providers { "to-providers" } else { "" }, d.supersedes.as_deref().unwrap_or_default(), &d.confirm_from.to_string()]);
        out.list(self.recipients.iter().map(|id| vec![id.as_str()]));
        out.number(d.translation.iter().len());
        if let Some(other) = &d.translation {
            out.content(other);
        }
        out.list(d.annexes.iter().map(|a| vec![a.party_id.as_str(), &a.body, &a.translated]));
        let mut files: Vec<_> = d.attachments.iter().map(|a| (a.name.as_str(), data_encoding::HEXLOWER.encode(&a.hash))).collect();
        files.sort();
        out.list(files.iter().map(|(name, hash)| vec![*name, hash]));
        // Behind everything else, and only where there are any: the hash of what was approved before stays what it was.
        if !d.techniques.is_empty() {
            out.all(&["techniques", &d.techniques]);
        }
        sha256(&out.0)
    }
}

/// Fields, each behind its length.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn number(&mut self, n: usize) {
        self.0.extend_from_slice(&(n as u64).to_be_bytes());
    }
    fn all(&mut self, fields: &[&str]) {
        for field in fields {
            self.number(field.len());
            self.0.extend_from_slice(field.as_bytes());
        }
    }
    fn list<'a>(&mut self, rows: impl ExactSizeIterator<Item = Vec<&'a str>>) {
        self.number(rows.len());
        rows.for_each(|row| self.all(&row));
    }
    fn content(&mut self, c: &Content) {
        self.all(&[&c.title, &c.summary, &c.actions, &c.body, &c.refs, &c.indicators, &c.change_note]);
        c.sections.all().iter().for_each(|(_, text)| self.all(&[text]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_people_write_them() {
        let read = |line| Reference::parse(line).map(|r| (r.title, r.host));
        assert_eq!(read("Bulletin — https://cert.example/a"), Some(("Bulletin".into(), "cert.example".into())));
        assert_eq!(read("https://cert.example/a"), Some(("https://cert.example/a".into(), "cert.example".into())));
        assert_eq!(read("Old one: http://cert.example/a").unwrap().1, "");
        assert_eq!(read("Guide d’hygiène, 2017"), Some(("Guide d’hygiène, 2017".into(), String::new())));
        for bad in ["javascript://x", "https://", "ftp://a.example/x", "https://a.example/with space"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn mistakes_name_field_and_line() {
        let content = Content {
            actions: "1\n2\n3\n4\n5\n6".into(),
            refs: "fine\nftp://x".into(),
            indicators: "domain, a.example\nnonsense".into(),
            ..Content::default()
        };
        let found: Vec<_> = content.mistakes().into_iter().map(|(field, _, line)| (field, line)).collect();
        assert_eq!(found, [("title", None), ("actions", None), ("references", Some(2)), ("indicators", Some(2))]);
    }
}
