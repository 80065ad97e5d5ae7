//! Is this a valid CSAF document? First its shape, then the mandatory tests.
//!
//! Section 6.1 of the standard lists the tests a valid document must pass
//! (<https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#61-mandatory-tests>).
//! A document that fails is refused whole: a wrong product list or version is
//! not something to guess about in a warning to others. CSAF 2.1 is a draft;
//! its documents get the tests both versions have.

use super::{csaf_fields, csaf_products, csaf_shape, csaf_tracking, csaf_vulnerabilities, kind_of};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Display;

/// The outcome of a test.
pub type Outcome = Result<(), String>;

/// The tests, in the order in which they are tried: a rule comes after those
/// it builds on.
const TESTS: &[fn(&Value) -> Outcome] = &[
    csaf_tracking::mixed_versions,
    csaf_tracking::prereleases_in_history,
    csaf_tracking::repeated_revisions,
    csaf_tracking::history_order,
    csaf_tracking::latest_version,
    csaf_tracking::missing_revisions,
    csaf_tracking::draft_status,
    csaf_tracking::released_status,
    csaf_tracking::languages,
    csaf_tracking::translator,
    csaf_tracking::category_name,
    csaf_products::repeated_products,
    csaf_products::repeated_groups,
    csaf_products::unknown_products,
    csaf_products::unknown_groups,
    csaf_products::circular_products,
    csaf_products::package_urls,
    csaf_products::repeated_hashes,
    csaf_products::version_ranges,
    csaf_vulnerabilities::contradicting_status,
    csaf_vulnerabilities::repeated_scores,
    csaf_vulnerabilities::scores,
    csaf_vulnerabilities::weaknesses,
    csaf_vulnerabilities::repeated_cves,
    csaf_vulnerabilities::repeated_involvements,
    csaf_vulnerabilities::without_products,
    csaf_vulnerabilities::repeated_flags,
    profile_notes,
    profile_parts,
    csaf_vulnerabilities::profile_fields,
    csaf_vulnerabilities::impact_statements,
    csaf_vulnerabilities::action_statements,
];

/// Checks a document; the error names the first fault and its place.
pub fn check(doc: &Value) -> Outcome {
    let (shape, standard) = match doc.pointer("/document/csaf_version").and_then(Value::as_str) {
        Some("2.0") => (&csaf_fields::CSAF_20, "CSAF 2.0"),
        Some("2.1") => (&csaf_fields::CSAF_21, "CSAF 2.1"),
        Some(other) => {
            let other = csaf_shape::shown(other);
            return Err(format!("/document/csaf_version: only CSAF 2.0 and 2.1 are read, not {other}"));
        }
        // A "document" without a version may be a CSAF document gone wrong.
        None if doc.pointer("/document/tracking").is_some() => (&csaf_fields::CSAF_20, "CSAF 2.0"),
        None => {
            let kind = kind_of(doc);
            return Err(format!("/: this is JSON but not a CSAF document, it looks like {kind}"));
        }
    };
    csaf_shape::compare(doc, shape, standard)?;
    TESTS.iter().try_for_each(|test| test(doc))
}

/// A failed test.
pub fn fault(at: impl Display, what: impl Display, test: &str) -> Outcome {
    Err(format!("{at}: {what} (CSAF {test})"))
}

/// The items of a list, or none.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list.
pub fn texts<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    list(value, key).iter().filter_map(Value::as_str)
}

/// A text, or an empty one.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The text at a place, or an empty one.
pub fn text_at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The profile the document claims (section 4 of the standard).
pub fn profile(doc: &Value) -> &str {
    text_at(doc, "/document/category")
}

/// 6.1.27.1 and 6.1.27.2: an advisory without vulnerabilities must say
/// something, and point to somewhere.
fn profile_notes(doc: &Value) -> Outcome {
    if !matches!(profile(doc), "csaf_security_incident_response" | "csaf_informational_advisory") {
        return Ok(());
    }
    let document = doc.get("document").unwrap_or(&Value::Null);
    let said: HashSet<&str> = list(document, "notes").iter().map(|n| text(n, "category")).collect();
    if !["description", "details", "general", "summary"].iter().any(|c| said.contains(c)) {
        let what = "a note of category description, details, general or summary is missing";
        return fault("/document/notes", what, "6.1.27.1");
    }
    // A reference without a category is external by default.
    if !list(document, "references").iter().any(|r| text(r, "category") != "self") {
        return fault("/document/references", "an external reference is missing", "6.1.27.2");
    }
    Ok(())
}

/// 6.1.27.3, 6.1.27.4 and 6.1.27.11: which parts a profile must have, or must not.
fn profile_parts(doc: &Value) -> Outcome {
    let has = |part: &str| doc.get(part).is_some();
    match profile(doc) {
        "csaf_informational_advisory" if has("vulnerabilities") => {
            fault("/vulnerabilities", "an informational advisory must not list vulnerabilities", "6.1.27.3")
        }
        "csaf_security_advisory" | "csaf_vex" if !has("product_tree") => fault("/product_tree", "this kind of document needs a product tree", "6.1.27.4"),
        "csaf_security_advisory" | "csaf_vex" if !has("vulnerabilities") => {
            fault("/vulnerabilities", "this kind of document needs vulnerabilities", "6.1.27.11")
        }
        _ => Ok(()),
    }
}
