//! CERT-FR bulletins (the JSON behind <https://www.cert.ssi.gouv.fr>) into drafts.
//!
//! There is no published standard for them: the rules here are those that all
//! bulletins of 2000 to 2026 keep (`FORMATS.md`). Fields not known are let
//! pass, as the site may add some.

use super::certfr_text as words;
use super::csaf_check::{list, text};
use super::csaf_forms::is_cve;
use super::csaf_shape::{Fields, Shape, compare};
use super::text::{cut, escape, one_line};
use super::{Imported, MAX_ACTION, MAX_ITEMS, MAX_SUMMARY, MAX_TITLE, References, cap_body, is_bulletin, kind_of, read_json};
use serde_json::Value;
use std::collections::HashSet;

/// Makes a draft of a bulletin, or says in one sentence why not.
pub fn certfr(bytes: &[u8]) -> Result<Imported, String> {
    let doc = read_json(bytes)?;
    if !is_bulletin(&doc) {
        let kind = kind_of(&doc);
        return Err(format!("/: this is JSON but not a CERT-FR bulletin, it looks like {kind}"));
    }
    check(&doc)?;
    let reference = text(&doc, "reference");
    Ok(Imported {
        // A bulletin that was revised is a document of its own.
        source: format!("certfr:{reference}@{}", list(&doc, "revisions").iter().map(|r| day(text(r, "revision_date"))).max().unwrap_or_default()),
        title: cut(&one_line(text(&doc, "title")), MAX_TITLE),
        language: "fr",
        summary: summary(&doc),
        actions: actions(&doc),
        body: body(&doc),
        references: references(&doc),
        indicators: Vec::new(),
        // The site is public.
        tlp: Some("CLEAR"),
        severity: severity(&doc),
        change_note: change_note(&doc),
    })
}

/// An object with these fields, perhaps among others.
const fn fields(required: &'static [&'static str], known: &'static [(&'static str, &'static Shape)]) -> Shape {
    Shape::Object(Fields { required, known, open: true, count: (0, usize::MAX) })
}

const fn list_of(least: usize, of: &'static Shape) -> Shape {
    Shape::List { least, distinct: false, of }
}

static REFERENCE: Shape = Shape::Form(is_reference, "the reference of a CERT-FR bulletin");
static TITLE: Shape = Shape::Text;
static CVE_NAME: Shape = Shape::Form(is_cve, "a CVE number");
static DATE: Shape = Shape::Form(is_day_time, "a date and time");
static DESCRIBED: Shape = fields(&["description"], &[]);
static ALL_DESCRIBED: Shape = list_of(0, &DESCRIBED);
static CVE: Shape = fields(&["name"], &[("name", &CVE_NAME)]);
static CVES: Shape = list_of(0, &CVE);
static LINK: Shape = fields(&["title", "url"], &[]);
static LINKS: Shape = list_of(0, &LINK);
static REVISION: Shape = fields(&["description", "revision_date"], &[("revision_date", &DATE)]);
static REVISIONS: Shape = list_of(1, &REVISION);
static BULLETIN: Shape = fields(
    &["reference", "title", "content", "risks", "revisions", "affected_systems", "cves", "links", "vendor_advisories"],
    &[
        ("reference", &REFERENCE),
        ("title", &TITLE),
        ("risks", &ALL_DESCRIBED),
        ("revisions", &REVISIONS),
        ("affected_systems", &ALL_DESCRIBED),
        ("cves", &CVES),
        ("links", &LINKS),
        ("vendor_advisories", &LINKS),
    ],
);

/// The lists, the dates and what identifies by their shape; then the other
/// texts, which may be empty or null.
fn check(doc: &Value) -> Result<(), String> {
    compare(doc, &BULLETIN, "CERT-FR")?;
    if !doc.get("content").is_some_and(Value::is_string) {
        return Err("/content: text is expected (CERT-FR schema)".to_owned());
    }
    plain_texts(doc, "", &["summary", "affected_systems_content", "closed_at"])?;
    for (part, keys) in PLAIN_TEXTS {
        for (i, item) in list(doc, part).iter().enumerate() {
            plain_texts(item, &format!("/{part}/{i}"), keys)?;
        }
    }
    Ok(())
}

fn plain_texts(item: &Value, at: &str, keys: &[&str]) -> Result<(), String> {
    let right = |key: &str| item.get(key).is_none_or(|v| v.is_string() || v.is_null());
    match keys.iter().find(|key| !right(key)) {
        Some(key) => Err(format!("{at}/{key}: text is expected (CERT-FR schema)")),
        None => Ok(()),
    }
}

/// Texts that may be empty or null.
const PLAIN_TEXTS: &[(&str, &[&str])] = &[
    ("risks", &["description"]),
    ("affected_systems", &["description"]),
    ("links", &["title", "url"]),
    ("vendor_advisories", &["title", "url"]),
    ("revisions", &["description"]),
];

/// `CERTFR-2024-AVI-0123`, or `CERTA-…` before 2014.
fn is_reference(s: &str) -> bool {
    let parts: Vec<&str> = s.split('-').collect();
    let [name, year, kind, number] = parts.as_slice() else {
        return false;
    };
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    matches!(*name, "CERTFR" | "CERTA")
        && year.len() == 4
        && digits(year)
        && kind.len() == 3
        && kind.chars().all(|c| c.is_ascii_uppercase())
        && (3..=4).contains(&number.len())
        && digits(number)
}

/// `2024-01-31T00:00:00.000000`, without an offset.
fn is_day_time(s: &str) -> bool {
    s.parse::<jiff::civil::DateTime>().is_ok()
}

/// The day of a date, for reading.
fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

fn summary(doc: &Value) -> String {
    let said = words::plain(text(doc, "summary"));
    let said = if said.is_empty() { words::first_text(text(doc, "content")) } else { said };
    let said = if said.is_empty() { one_line(text(doc, "title")) } else { said };
    cut(&said, MAX_SUMMARY)
}

/// From the sections on solutions and ways around, one line each.
fn actions(doc: &Value) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (workaround, said) in words::solutions(text(doc, "content")) {
        let line = match workaround {
            _ if words::is_infinitive(&said) => said,
            true => format!("Appliquer le contournement : {said}"),
            false => format!("Appliquer les correctifs de l'éditeur : {said}"),
        };
        let line = cut(&line, MAX_ACTION);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() {
        lines.push("Appliquer les correctifs de l'éditeur (voir les références).".to_owned());
    }
    lines
}

/// An alert is always urgent; a notice is as grave as its risks.
fn severity(doc: &Value) -> &'static str {
    let remote = |risk: &Value| {
        let said = text(risk, "description").to_lowercase();
        said.contains("exécution de code arbitraire à distance")
    };
    match text(doc, "reference").split('-').nth(2) {
        Some("ALE") => "critical",
        Some("AVI") if list(doc, "risks").iter().any(remote) => "high",
        Some("AVI") => "moderate",
        // Reports on threats, news, guides.
        _ => "information",
    }
}

fn references(doc: &Value) -> Vec<String> {
    let mut found = References::default();
    let reference = text(doc, "reference");
    let folder = match reference.split('-').nth(2) {
        Some("AVI") => "avis",
        Some("ALE") => "alerte",
        Some("CTI") => "cti",
        Some("IOC") => "ioc",
        Some("ACT") => "actualite",
        _ => "",
    };
    if !folder.is_empty() {
        let address = format!("https://www.cert.ssi.gouv.fr/{folder}/{reference}/");
        found.add(&format!("CERT-FR {reference}"), &address);
    }
    for link in list(doc, "vendor_advisories").iter().chain(list(doc, "links")) {
        found.add(text(link, "title"), text(link, "url"));
    }
    found.lines
}

fn change_note(doc: &Value) -> String {
    let reference = text(doc, "reference");
    let note = match list(doc, "revisions").iter().max_by_key(|r| text(r, "revision_date")) {
        Some(last) => {
            let said = one_line(text(last, "description"));
            let said = said.trim_end_matches('.');
            format!("Importé du bulletin {reference} du CERT-FR ({} : {said}).", day(text(last, "revision_date")))
        }
        None => format!("Importé du bulletin {reference} du CERT-FR."),
    };
    cut(&note, MAX_ACTION)
}

/// Each text once, as a list.
fn bullets<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut lines: Vec<String> =
        texts.map(|t| one_line(&words::plain(t))).filter(|t| !t.is_empty() && seen.insert(t.clone())).map(|t| format!("- {}", escape(&cut(&t, 500)))).collect();
    let more = lines.len().saturating_sub(MAX_ITEMS);
    if more > 0 {
        lines.truncate(MAX_ITEMS);
        lines.push(format!("- … et {more} de plus"));
    }
    lines
}

fn body(doc: &Value) -> String {
    let mut parts = Vec::new();
    let risks = bullets(list(doc, "risks").iter().map(|r| text(r, "description")));
    if !risks.is_empty() {
        parts.push(format!("## Risques\n\n{}", risks.join("\n")));
    }
    let systems = bullets(list(doc, "affected_systems").iter().map(words::system));
    let more = words::markdown(text(doc, "affected_systems_content"));
    if !systems.is_empty() || !more.is_empty() {
        let said: Vec<String> = [systems.join("\n"), more].into_iter().filter(|s| !s.is_empty()).collect();
        parts.push(format!("## Systèmes affectés\n\n{}", said.join("\n\n")));
    }
    let content = words::content(text(doc, "content"));
    if !content.is_empty() {
        parts.push(content);
    }
    let cves = bullets(list(doc, "cves").iter().map(|c| text(c, "name")));
    if !cves.is_empty() {
        parts.push(format!("## CVE\n\n{}", cves.join("\n")));
    }
    parts.push(history(doc));
    let note = "*Le texte a été coupé ici ; la suite est dans le bulletin du CERT-FR.*";
    cap_body(parts.join("\n\n"), note)
}

fn history(doc: &Value) -> String {
    let mut lines = vec!["## Historique\n".to_owned()];
    for revision in list(doc, "revisions") {
        let said = escape(&cut(&one_line(text(revision, "description")), 500));
        lines.push(format!("- {} : {said}", day(text(revision, "revision_date"))));
    }
    let closed = text(doc, "closed_at");
    if !closed.is_empty() {
        lines.push(format!("- {} : alerte close", escape(day(closed))));
    }
    lines.join("\n")
}
