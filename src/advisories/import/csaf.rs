//! CSAF documents (2.0, and the drafts of 2.1) into draft advisories.

use super::csaf_check::{check, list, text, text_at};
use super::csaf_vulnerabilities::scores_of;
use super::text::{clean, cut, first_sentences, one_line, paragraphs};
use super::{Imported, MAX_ACTION, MAX_ACTIONS, MAX_SUMMARY, MAX_TITLE, References, csaf_body, read_json};
use serde_json::Value;
use std::collections::HashSet;

/// Makes a draft of a CSAF document, or says in one sentence why not.
pub fn csaf(bytes: &[u8]) -> Result<Imported, String> {
    let doc = read_json(bytes)?;
    check(&doc)?;
    let document = doc.get("document").unwrap_or(&Value::Null);
    let tag = text(document, "lang").to_lowercase();
    let french = tag == "fr" || tag.starts_with("fr-");
    let (namespace, id) = (text_at(document, "/publisher/namespace"), text_at(document, "/tracking/id"));
    // A later version of the same document is a document of its own; the same version in another form is not.
    let version = text_at(document, "/tracking/version");
    Ok(Imported {
        source: format!("csaf:{namespace}:{id}@{version}"),
        title: cut(&one_line(text(document, "title")), MAX_TITLE),
        language: if french { "fr" } else { "en" },
        summary: summary(&doc),
        actions: actions(&doc, french),
        body: csaf_body::body(&doc, french),
        references: references(&doc),
        // A CSAF document tells of weaknesses, not of traces of an attack; the
        // hashes in its product tree are those of the vendor's own files.
        indicators: Vec::new(),
        tlp: tlp(document),
        severity: severity(&doc),
        change_note: change_note(document, french),
    })
}

/// The note that sums up, or the nearest thing to one.
fn summary(doc: &Value) -> String {
    let document = doc.get("document").unwrap_or(&Value::Null);
    let notes = list(document, "notes");
    let of = |category: &str| notes.iter().find(|n| text(n, "category") == category);
    let own = ["summary", "description", "general", "details"].iter().find_map(|c| of(c));
    let first = list(doc, "vulnerabilities").iter().flat_map(|v| list(v, "notes")).next();
    let said = own.or(first).map_or_else(|| text(document, "title"), |n| text(n, "text"));
    cut(&paragraphs(said), MAX_SUMMARY)
}

/// What to do: the fixes first, then the ways to live without one.
fn actions(doc: &Value, french: bool) -> Vec<String> {
    let all: Vec<&Value> = list(doc, "vulnerabilities").iter().flat_map(|v| list(v, "remediations")).collect();
    let mut lines: Vec<(bool, String)> = Vec::new();
    let mut seen = HashSet::new();
    for category in ["vendor_fix", "mitigation", "workaround"] {
        for item in all.iter().filter(|r| text(r, "category") == category) {
            let said = first_sentences(text(item, "details"), 40);
            if said.is_empty() || is_pointer(&said) || !seen.insert(said.to_lowercase()) {
                continue;
            }
            let command = starts_with_verb(&said, french);
            let line = if command { said } else { format!("{}{said}", lead(category, french)) };
            lines.push((!command, cut(&line, MAX_ACTION)));
        }
    }
    // Of many, those that were written as something to do say the most.
    lines.sort_by_key(|(not_command, _)| *not_command);
    lines.into_iter().map(|(_, line)| line).take(MAX_ACTIONS).collect()
}

/// Says only where to read on, or what comes after it: nothing to do.
fn is_pointer(said: &str) -> bool {
    const STARTS: &[&str] =
        &["for more", "for additional", "for further", "more information", "no mitigation", "no fix", "no workaround", "note:", "pour plus", "note :"];
    let said = said.to_lowercase();
    said.ends_with(':') || STARTS.iter().any(|start| said.starts_with(start))
}

/// The verbs that instructions in English begin with.
const VERBS: &str = "activate add allow apply avoid be block change check close configure contact create \
    deactivate delete deny deploy disable do download enable encrypt ensure follow harden \
    implement install isolate keep limit locate migrate minimise minimize mitigate monitor \
    move obtain patch perform protect reboot refer reduce remove replace reset restart restrict \
    revoke rotate run scan segment set stop switch update upgrade use verify";

fn starts_with_verb(said: &str, french: bool) -> bool {
    let word = said.split([' ', ',', ':']).next().unwrap_or_default();
    let word = word.to_lowercase();
    if french {
        let endings = ["er", "ir", "re", "ez"];
        return word.len() > 3 && endings.iter().any(|end| word.ends_with(end));
    }
    VERBS.split(' ').any(|verb| verb == word)
}

fn lead(category: &str, french: bool) -> &'static str {
    match (category, french) {
        ("vendor_fix", false) => "Apply the vendor's fix: ",
        ("mitigation", false) => "Apply the mitigation: ",
        (_, false) => "Apply the workaround: ",
        ("vendor_fix", true) => "Appliquer le correctif de l'éditeur : ",
        ("mitigation", true) => "Appliquer la mesure d'atténuation : ",
        (_, true) => "Appliquer le contournement : ",
    }
}

fn references(doc: &Value) -> Vec<String> {
    let mut found = References::default();
    let document = doc.get("document").unwrap_or(&Value::Null);
    for part in std::iter::once(document).chain(list(doc, "vulnerabilities")) {
        for reference in list(part, "references") {
            found.add(text(reference, "summary"), text(reference, "url"));
        }
    }
    found.lines
}

/// The marking. CSAF 2.0 knows TLP 1, where WHITE is what TLP 2 calls CLEAR,
/// and has no word for AMBER+STRICT: publishers write it in the free text.
fn tlp(document: &Value) -> Option<&'static str> {
    let strict = text_at(document, "/distribution/text").to_uppercase().contains("AMBER+STRICT");
    match text_at(document, "/distribution/tlp/label") {
        "RED" => Some("RED"),
        "AMBER+STRICT" => Some("AMBER+STRICT"),
        "AMBER" if strict => Some("AMBER+STRICT"),
        "AMBER" => Some("AMBER"),
        "GREEN" => Some("GREEN"),
        "CLEAR" | "WHITE" => Some("CLEAR"),
        _ => None,
    }
}

/// The publisher's own word if we know it, else the highest CVSS base score.
fn severity(doc: &Value) -> &'static str {
    let word = text_at(doc, "/document/aggregate_severity/text").trim().to_lowercase();
    match word.as_str() {
        "critical" | "critique" => return "critical",
        "important" | "high" | "élevée" | "importante" => return "high",
        "moderate" | "medium" | "modérée" | "moyenne" => return "moderate",
        "low" | "faible" => return "information",
        _ => {}
    }
    let scores = list(doc, "vulnerabilities").iter().flat_map(|v| scores_of("", v));
    let highest = scores.filter_map(|s| s.cvss.get("baseScore")?.as_f64()).fold(0.0, f64::max);
    match highest {
        s if s >= 9.0 => "critical",
        s if s >= 7.0 => "high",
        s if s >= 4.0 => "moderate",
        _ => "information",
    }
}

fn change_note(document: &Value, french: bool) -> String {
    let tracking = document.get("tracking").unwrap_or(&Value::Null);
    let id = one_line(text(tracking, "id"));
    let publisher = clean(&one_line(text_at(document, "/publisher/name")));
    let (version, date) = (text(tracking, "version"), text(tracking, "current_release_date"));
    let day = date.get(..10).unwrap_or(date);
    let note = if french {
        format!("Importé du document CSAF {id} de {publisher}, version {version} du {day}.")
    } else {
        format!("Imported from CSAF document {id} by {publisher}, version {version} of {day}.")
    };
    cut(&note, MAX_ACTION)
}
