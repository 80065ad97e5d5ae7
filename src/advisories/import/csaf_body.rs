//! The body of a draft made from a CSAF document: Markdown with sections.

use super::csaf_check::{list, text, text_at, texts};
use super::csaf_cvss_scores::severity;
use super::csaf_products::defined;
use super::csaf_vulnerabilities::scores_of;
use super::text::{as_markdown, cut, escape, one_line};
use super::{MAX_ITEMS, cap_body};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The words of the page in one language.
type Words = fn(&str) -> &'static str;

fn english(key: &str) -> &'static str {
    match key {
        "summary" => "Summary",
        "description" => "Description",
        "details" => "Details",
        "general" => "General",
        "faq" => "Questions and answers",
        "legal_disclaimer" => "Legal notice",
        "other" => "Other notes",
        "affected" => "Affected products",
        "under_investigation" => "Products under investigation",
        "fixed" => "Fixed products",
        "known_not_affected" => "Products not affected",
        "named" => "Products",
        "vulnerabilities" => "Vulnerabilities",
        "weakness" => "Weakness",
        "base" => "CVSS base score",
        "remediation" => "Remediation",
        "vendor_fix" => "Vendor fix",
        "mitigation" => "Mitigation",
        "workaround" => "Workaround",
        "none_available" => "No fix available",
        "no_fix_planned" => "No fix planned",
        "fix_planned" => "Fix planned",
        "optional_patch" => "Optional patch",
        "history" => "Revision history",
        "document" => "Source document",
        "id" => "Identifier",
        "version" => "Version",
        "publisher" => "Publisher",
        "vulnerability" => "Vulnerability",
        "colon" => ":",
        "cut" => "*The text was cut here; the source document has the rest.*",
        _ => "more",
    }
}

fn french(key: &str) -> &'static str {
    match key {
        "summary" => "Résumé",
        "description" => "Description",
        "details" => "Détails",
        "general" => "Généralités",
        "faq" => "Questions et réponses",
        "legal_disclaimer" => "Mentions légales",
        "other" => "Autres notes",
        "affected" => "Produits affectés",
        "under_investigation" => "Produits en cours d'analyse",
        "fixed" => "Produits corrigés",
        "known_not_affected" => "Produits non affectés",
        "named" => "Produits",
        "vulnerabilities" => "Vulnérabilités",
        "weakness" => "Faiblesse",
        "base" => "Score CVSS de base",
        "remediation" => "Mesures",
        "vendor_fix" => "Correctif de l'éditeur",
        "mitigation" => "Atténuation",
        "workaround" => "Contournement",
        "none_available" => "Pas de correctif disponible",
        "no_fix_planned" => "Pas de correctif prévu",
        "fix_planned" => "Correctif prévu",
        "optional_patch" => "Correctif facultatif",
        "history" => "Historique des révisions",
        "document" => "Document source",
        "id" => "Identifiant",
        "version" => "Version",
        "publisher" => "Émetteur",
        "vulnerability" => "Vulnérabilité",
        "colon" => " :",
        "cut" => "*Le texte a été coupé ici ; la suite est dans le document source.*",
        _ => "de plus",
    }
}

/// The body.
pub fn body(doc: &Value, in_french: bool) -> String {
    let words: Words = if in_french { french } else { english };
    let document = doc.get("document").unwrap_or(&Value::Null);
    let mut parts = Vec::new();
    notes(document, words, &mut parts);
    products(doc, words, &mut parts);
    vulnerabilities(doc, words, &mut parts);
    source(document, words, &mut parts);
    cap_body(parts.join("\n\n"), words("cut"))
}

fn line_of(value: &str) -> String {
    escape(&cut(&one_line(value), 500))
}

/// The notes by category, each under its title. Some publishers make a note of
/// each paragraph, all with one title: it is shown once.
fn notes(document: &Value, words: Words, parts: &mut Vec<String>) {
    const ORDER: &[&str] = &["summary", "description", "details", "general", "faq", "other", "legal_disclaimer"];
    for category in ORDER {
        let mut shown = None;
        for note in list(document, "notes").iter().filter(|n| text(n, "category") == *category) {
            if shown.is_none() {
                parts.push(format!("## {}", words(category)));
            }
            let title = one_line(text(note, "title"));
            let repeated = shown.as_ref() == Some(&title);
            if !title.is_empty() && !repeated && !title.eq_ignore_ascii_case(words(category)) {
                parts.push(format!("### {}", line_of(&title)));
            }
            shown = Some(title);
            parts.push(as_markdown(text(note, "text")));
        }
    }
}

/// The products by what is said of them. Without any word on their status they
/// are listed as products named, not as affected ones.
fn products(doc: &Value, words: Words, parts: &mut Vec<String>) {
    const STATUSES: &[(&str, &[&str])] = &[
        ("affected", &["known_affected", "first_affected", "last_affected"]),
        ("under_investigation", &["under_investigation"]),
        ("fixed", &["fixed", "first_fixed", "recommended"]),
        ("known_not_affected", &["known_not_affected"]),
    ];
    let known = defined(doc);
    let names: HashMap<&str, &str> = known.iter().map(|(_, p)| (text(p, "product_id"), text(p, "name"))).collect();
    let mut told = false;
    for (heading, keys) in STATUSES {
        let lists = list(doc, "vulnerabilities").iter().filter_map(|v| v.get("product_status"));
        let ids = lists.flat_map(|s| keys.iter().flat_map(move |key| texts(s, key)));
        let ids: Vec<&str> = unique(ids.map(|id| names.get(id).copied().unwrap_or(id)));
        if !ids.is_empty() {
            told = true;
            parts.push(format!("## {}\n\n{}", words(heading), bullets(&ids, words)));
        }
    }
    let all = unique(known.iter().map(|(_, p)| text(p, "name")));
    if !told && !all.is_empty() {
        parts.push(format!("## {}\n\n{}", words("named"), bullets(&all, words)));
    }
}

fn unique<'a>(items: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(*item)).collect()
}

fn bullets(items: &[&str], words: Words) -> String {
    let mut lines: Vec<String> = items.iter().take(MAX_ITEMS).map(|item| format!("- {}", line_of(item))).collect();
    let more = items.len().saturating_sub(MAX_ITEMS);
    if more > 0 && words("more") == "more" {
        lines.push(format!("- … and {more} more"));
    } else if more > 0 {
        lines.push(format!("- … et {more} de plus"));
    }
    lines.join("\n")
}

fn vulnerabilities(doc: &Value, words: Words, parts: &mut Vec<String>) {
    let all = list(doc, "vulnerabilities");
    if !all.is_empty() {
        parts.push(format!("## {}", words("vulnerabilities")));
    }
    for (i, vulnerability) in all.iter().enumerate() {
        parts.push(format!("### {}", heading(i, vulnerability, words)));
        let facts = facts(vulnerability, words);
        if !facts.is_empty() {
            parts.push(facts.join("\n"));
        }
        for note in list(vulnerability, "notes") {
            parts.push(as_markdown(text(note, "text")));
        }
        let measures = measures(vulnerability, words);
        if !measures.is_empty() {
            parts.push(format!("{}{}\n\n{}", words("remediation"), words("colon"), measures.join("\n")));
        }
    }
}

/// The CVE number and the title, or another id, or just a number.
fn heading(i: usize, vulnerability: &Value, words: Words) -> String {
    let other = list(vulnerability, "ids").first().map_or("", |id| text(id, "text"));
    let known = [text(vulnerability, "cve"), other, text(vulnerability, "title")];
    let mut names = unique(known.into_iter().filter(|n| !n.is_empty()));
    if !text(vulnerability, "cve").is_empty() {
        names.retain(|n| *n != other);
    }
    if names.is_empty() {
        return format!("{} {}", words("vulnerability"), i.saturating_add(1));
    }
    names.iter().map(|n| line_of(n)).collect::<Vec<_>>().join(" — ")
}

/// The weakness and the scores.
fn facts(vulnerability: &Value, words: Words) -> Vec<String> {
    let mut lines = Vec::new();
    for cwe in vulnerability.get("cwe").into_iter().chain(list(vulnerability, "cwes")) {
        let (id, name) = (text(cwe, "id"), line_of(text(cwe, "name")));
        lines.push(format!("- {}{} {id}, {name}", words("weakness"), words("colon")));
    }
    for score in scores_of("", vulnerability) {
        let value = score.cvss.get("baseScore").and_then(Value::as_f64).unwrap_or_default();
        let word = match text(score.cvss, "baseSeverity") {
            "" => severity(value),
            word => word,
        };
        let (version, vector) = (text(score.cvss, "version"), line_of(text(score.cvss, "vectorString")));
        lines.push(format!("- {}{} {value:.1} ({word}), CVSS {version}, {vector}", words("base"), words("colon")));
    }
    // The same score is often given again for each product.
    lines.dedup();
    lines
}

/// The remediations, each once.
fn measures(vulnerability: &Value, words: Words) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for item in list(vulnerability, "remediations") {
        let said = line_of_details(item);
        let line = format!("- {}{} {said}", words(text(item, "category")), words("colon"));
        if seen.insert(line.clone()) {
            lines.push(line);
        }
    }
    lines
}

/// The details on one line, with the address if the text does not have it.
fn line_of_details(item: &Value) -> String {
    let (details, url) = (one_line(text(item, "details")), text(item, "url"));
    let said = escape(&cut(&details, 1500));
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || details.contains(url) { said } else { format!("{said} {}", escape(url)) }
}

/// The revision history, and where all this comes from.
fn source(document: &Value, words: Words, parts: &mut Vec<String>) {
    let tracking = document.get("tracking").unwrap_or(&Value::Null);
    let colon = words("colon");
    let mut lines = vec![format!("## {}\n", words("history"))];
    for revision in list(tracking, "revision_history") {
        let date = text(revision, "date");
        let day = date.get(..10).unwrap_or(date);
        lines.push(format!("- {} ({day}){colon} {}", line_of(text(revision, "number")), line_of(text(revision, "summary"))));
    }
    parts.push(lines.join("\n"));
    parts.push(format!(
        "## {}\n\n- {}{colon} {}\n- {}{colon} {} ({})\n- {}{colon} {}, {}",
        words("document"),
        words("id"),
        line_of(text(tracking, "id")),
        words("version"),
        line_of(text(tracking, "version")),
        line_of(text(tracking, "status")),
        words("publisher"),
        line_of(text_at(document, "/publisher/name")),
        line_of(text_at(document, "/publisher/namespace")),
    ));
}
