//! The text that is signed: everything that each reader may know of a version, and nothing of its other readers; so not the advisory
//! whose place it takes, which some of them may never have seen. Lines end in LF; every line of what an author wrote begins with one
//! space, so that none can be taken for a line of ours.
use super::{Severity, Tlp, content::Content, draft::Draft, sections};
use crate::clock::Millis;
use std::fmt::Write as _;

/// The first line: what this is, and the version of its form.
const FIRST: &str = "Vigie advisory, format 1";

/// The text for every reader.
pub fn text(draft: &Draft, published_at: Millis, origin: &str) -> String {
    let mut out = head(draft, published_at, origin);
    for (name, at) in [("Act before", draft.act_by), ("Confirm before", draft.confirm_by), ("Valid until", draft.expires_at)] {
        if let Some(at) = at {
            line(&mut out, name, &utc(at));
        }
    }
    if draft.to_providers {
        line(&mut out, "May be passed to providers", "yes");
    }
    if !draft.techniques.is_empty() {
        line(&mut out, "Techniques", &draft.techniques.replace('|', ", "));
    }
    let mut files: Vec<_> = draft.attachments.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in files {
        line(&mut out, "Attachment", &format!("SHA-256 {}, {} bytes, {}", data_encoding::HEXLOWER.encode(&file.hash), file.size, file.name));
    }
    content(&mut out, &draft.language, &draft.content);
    if let Some(other) = &draft.translation {
        content(&mut out, draft.other_language(), other);
    }
    block(&mut out, "Indicators", &draft.content.indicators);
    block(&mut out, "References", &draft.content.refs);
    out
}

/// The text of the annex of one party.
pub fn annex(draft: &Draft, annex: &super::draft::Annex, published_at: Millis, origin: &str) -> String {
    let mut out = head(draft, published_at, origin);
    line(&mut out, "Annex for", &annex.party);
    block(&mut out, &format!("Annex in {}", draft.language), &annex.body);
    block(&mut out, &format!("Annex in {}", draft.other_language()), &annex.translated);
    out
}

fn head(draft: &Draft, published_at: Millis, origin: &str) -> String {
    let mut out = format!("{FIRST}\n");
    line(&mut out, "Portal", origin);
    line(&mut out, "Reference", draft.reference.as_str());
    line(&mut out, "Version", &draft.number.to_string());
    line(&mut out, "Marking", draft.tlp.map_or("", Tlp::label));
    line(&mut out, "Severity", draft.severity.map_or("", Severity::text));
    line(&mut out, "Published", &utc(published_at));
    out
}

fn content(out: &mut String, language: &str, c: &Content) {
    line(out, "Language", language);
    line(out, "Title", &c.title);
    block(out, "Change", &c.change_note);
    block(out, "To do now", &c.actions);
    block(out, "Summary", &c.summary);
    for (name, text) in c.sections.all() {
        block(out, sections::heading(name, "en"), text);
    }
    block(out, "Text", &c.body);
}

fn line(out: &mut String, name: &str, value: &str) {
    // A value is one line by what tidies it; a line end in it could only make the text harder to read.
    let _ = writeln!(out, "{name}: {}", value.replace('\n', " "));
}

fn block(out: &mut String, name: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let _ = writeln!(out, "{name}:");
    for one in text.split('\n') {
        let _ = writeln!(out, " {one}");
    }
}

fn utc(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}
