//! The mandatory tests on the document itself: versions, revisions, status,
//! languages, category (CSAF 6.1.12, 6.1.14 to 6.1.22, 6.1.26, 6.1.28, 6.1.30).

use super::csaf_check::{Outcome, fault, list, profile, text, text_at};
use super::csaf_forms::{Version, time, version};
use super::csaf_names::is_language;
use super::csaf_shape::shown;
use serde_json::Value;

const HISTORY: &str = "/document/tracking/revision_history";
const VERSION: &str = "/document/tracking/version";
const STATUS: &str = "/document/tracking/status";

/// One item of the revision history, with its number in the list.
struct Revision {
    at: usize,
    time: Option<jiff::Timestamp>,
    version: Version,
}

fn history(doc: &Value) -> Vec<Revision> {
    let tracking = doc.pointer("/document/tracking").unwrap_or(&Value::Null);
    let items = list(tracking, "revision_history").iter().enumerate();
    items.filter_map(|(at, item)| Some(Revision { at, time: time(text(item, "date")), version: version(text(item, "number"))? })).collect()
}

fn own_version(doc: &Value) -> Option<Version> {
    version(text_at(doc, VERSION))
}

/// 6.1.30: whole numbers or semantic versions, not both.
pub fn mixed_versions(doc: &Value) -> Outcome {
    let Some(own) = own_version(doc) else {
        return Ok(());
    };
    match history(doc).iter().find(|r| r.version.semantic != own.semantic) {
        None => Ok(()),
        Some(r) => {
            let at = format!("{HISTORY}/{}/number", r.at);
            fault(at, "whole numbers and semantic versions are mixed", "6.1.30")
        }
    }
}

/// 6.1.19: a revision is not a pre-release.
pub fn prereleases_in_history(doc: &Value) -> Outcome {
    match history(doc).iter().find(|r| r.version.prerelease.is_some()) {
        None => Ok(()),
        Some(r) => fault(format!("{HISTORY}/{}/number", r.at), "a revision cannot be a pre-release", "6.1.19"),
    }
}

/// 6.1.22: no version twice.
pub fn repeated_revisions(doc: &Value) -> Outcome {
    let mut seen = std::collections::HashSet::new();
    match history(doc).iter().find(|r| !seen.insert(r.version.numbers)) {
        None => Ok(()),
        Some(r) => fault(format!("{HISTORY}/{}/number", r.at), "this version is in the list already", "6.1.22"),
    }
}

/// The revisions by date, and by version where two have the same date.
fn by_date(doc: &Value) -> Vec<Revision> {
    let mut all = history(doc);
    all.sort_by_key(|r| (r.time, r.version.numbers));
    all
}

/// 6.1.14: the later revision has the higher version.
pub fn history_order(doc: &Value) -> Outcome {
    if by_date(doc).is_sorted_by_key(|r| r.version.numbers) {
        return Ok(());
    }
    fault(HISTORY, "the versions do not rise with the dates", "6.1.14")
}

/// 6.1.16: the version of the document is that of its latest revision. The
/// build part does not count, nor the pre-release part of a draft.
pub fn latest_version(doc: &Value) -> Outcome {
    let Some(mut own) = own_version(doc) else {
        return Ok(());
    };
    if text_at(doc, STATUS) == "draft" {
        own.prerelease = None;
    }
    match by_date(doc).last() {
        Some(latest) if latest.version != own => fault(VERSION, "version does not match the latest revision", "6.1.16"),
        _ => Ok(()),
    }
}

/// 6.1.21: no version left out; of semantic versions only the first number counts.
pub fn missing_revisions(doc: &Value) -> Outcome {
    let mut majors: Vec<u64> = history(doc).iter().map(|r| r.version.numbers[0]).collect();
    majors.sort_unstable();
    let mut expected = match majors.first() {
        Some(first) if *first > 1 => {
            return fault(HISTORY, "the first version is neither 0 nor 1", "6.1.21");
        }
        Some(first) => *first,
        None => return Ok(()),
    };
    for major in majors {
        if major > expected.saturating_add(1) {
            let missing = expected.saturating_add(1);
            return fault(HISTORY, format!("version {missing} is missing"), "6.1.21");
        }
        expected = major;
    }
    Ok(())
}

/// 6.1.17: what has version 0 or is a pre-release is a draft.
pub fn draft_status(doc: &Value) -> Outcome {
    let Some(own) = own_version(doc) else {
        return Ok(());
    };
    let status = text_at(doc, STATUS);
    if status == "draft" || (own.numbers[0] > 0 && own.prerelease.is_none()) {
        return Ok(());
    }
    let test = if own.prerelease.is_some() { "6.1.20" } else { "6.1.17" };
    fault(STATUS, format!("a document of this version is a draft, not {status}"), test)
}

/// 6.1.18: a released document has no version 0 in its history.
pub fn released_status(doc: &Value) -> Outcome {
    let status = text_at(doc, STATUS);
    match history(doc).iter().find(|r| status != "draft" && r.version.numbers[0] == 0) {
        None => Ok(()),
        Some(r) => {
            let what = format!("version 0 is for drafts, and the document is {status}");
            fault(format!("{HISTORY}/{}/number", r.at), what, "6.1.18")
        }
    }
}

/// 6.1.12 and 6.1.28: the languages exist, and a translation is not into its
/// own language.
pub fn languages(doc: &Value) -> Outcome {
    for at in ["/document/lang", "/document/source_lang"] {
        let tag = text_at(doc, at);
        if !tag.is_empty() && !is_language(tag) {
            return fault(at, format!("{} is not a known language", shown(tag)), "6.1.12");
        }
    }
    let (own, source) = (text_at(doc, "/document/lang"), text_at(doc, "/document/source_lang"));
    if !own.is_empty() && own.eq_ignore_ascii_case(source) {
        return fault("/document/lang", "the language is also the source language", "6.1.28");
    }
    Ok(())
}

/// 6.1.15: a translator says from which language.
pub fn translator(doc: &Value) -> Outcome {
    let translated = text_at(doc, "/document/publisher/category") == "translator";
    if translated && text_at(doc, "/document/source_lang").is_empty() {
        return fault("/document/source_lang", "the publisher is a translator: the source language is missing", "6.1.15");
    }
    Ok(())
}

/// 6.1.26: a category of one's own must not be mistaken for one of the standard.
///
/// Compared are the names without their prefix. The prefixed values run
/// together ("csafsecurityadvisory") pass, as they do with the BSI's checker.
pub fn category_name(doc: &Value) -> Outcome {
    const KNOWN: &[&str] = &["csaf_base", "csaf_security_incident_response", "csaf_informational_advisory", "csaf_security_advisory", "csaf_vex"];
    /// New in the drafts of 2.1.
    const KNOWN_21: &[&str] = &["csaf_deprecated_security_advisory", "csaf_withdrawn", "csaf_superseded"];
    let category = profile(doc);
    let newer = text_at(doc, "/document/csaf_version") == "2.1";
    if KNOWN.contains(&category) || (newer && KNOWN_21.contains(&category)) {
        return Ok(());
    }
    let bare = |name: &str| -> String { name.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '_').collect() };
    let own = bare(category);
    let taken = KNOWN.iter().skip(1).any(|k| k.strip_prefix("csaf_").is_some_and(|k| bare(k) == own));
    if taken || category.to_lowercase().starts_with("csaf_") {
        return fault("/document/category", format!("the name {} is reserved", shown(category)), "6.1.26");
    }
    Ok(())
}
