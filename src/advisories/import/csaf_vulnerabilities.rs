//! The mandatory tests on vulnerabilities (CSAF 6.1.6 to 6.1.11, 6.1.23,
//! 6.1.24, 6.1.27.5 to 6.1.27.10, 6.1.29, 6.1.32, 6.1.33).

use super::csaf_check::{Outcome, fault, list, profile, text, texts};
use super::csaf_products::groups;
use super::csaf_shape::shown;
use super::{csaf_cvss, csaf_names};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The vulnerabilities with their places.
fn all(doc: &Value) -> impl Iterator<Item = (String, &Value)> {
    let items = list(doc, "vulnerabilities").iter().enumerate();
    items.map(|(i, v)| (format!("/vulnerabilities/{i}"), v))
}

/// What a product status says: the lists of one row say the same.
const STATUSES: &[&[&str]] =
    &[&["first_affected", "known_affected", "last_affected"], &["known_not_affected"], &["first_fixed", "fixed"], &["under_investigation"], &["unknown"]];

/// 6.1.6: no product is, say, both affected and fixed.
pub fn contradicting_status(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        let Some(status) = vulnerability.get("product_status") else {
            continue;
        };
        let mut said: HashMap<&str, usize> = HashMap::new();
        for (row, keys) in STATUSES.iter().enumerate() {
            for (key, id) in keys.iter().flat_map(|key| texts(status, key).map(move |id| (key, id))) {
                if *said.entry(id).or_insert(row) != row {
                    let what = format!("product {} has another status too", shown(id));
                    return fault(format!("{at}/product_status/{key}"), what, "6.1.6");
                }
            }
        }
    }
    Ok(())
}

/// A CVSS object of a vulnerability.
pub struct Score<'a> {
    /// Where it is.
    pub at: String,
    /// The products it is for, and whose judgement it is (CSAF 2.1).
    item: &'a Value,
    /// The object.
    pub cvss: &'a Value,
}

/// The CVSS objects of a vulnerability: under `scores` in 2.0, `metrics` in 2.1.
pub fn scores_of<'a>(at: &str, vulnerability: &'a Value) -> Vec<Score<'a>> {
    let mut found = Vec::new();
    for (part, inner) in [("scores", ""), ("metrics", "/content")] {
        for (i, item) in list(vulnerability, part).iter().enumerate() {
            for key in ["cvss_v4", "cvss_v3", "cvss_v2"] {
                if let Some(cvss) = item.pointer(&format!("{inner}/{key}")) {
                    found.push(Score { at: format!("{at}/{part}/{i}{inner}/{key}"), item, cvss });
                }
            }
        }
    }
    found
}

/// 6.1.7: one score of each CVSS version for a product (and source).
pub fn repeated_scores(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        let mut seen = HashSet::new();
        for score in scores_of(&at, vulnerability) {
            let version = text(score.cvss, "version");
            for id in texts(score.item, "products") {
                if !seen.insert((version, text(score.item, "source"), id)) {
                    let what = format!("a second CVSS {version} score for product {}", shown(id));
                    return fault(&score.at, what, "6.1.7");
                }
            }
        }
    }
    Ok(())
}

/// 6.1.8, 6.1.9 and 6.1.10: the CVSS vector is right, and the scores and
/// metrics beside it follow from it.
pub fn scores(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        for score in scores_of(&at, vulnerability) {
            csaf_cvss::check(&score.at, score.cvss)?;
        }
    }
    Ok(())
}

/// 6.1.11: the name of a weakness belongs to its number. Only the numbers of
/// our small table are looked up.
pub fn weaknesses(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        let one = vulnerability.get("cwe").map(|cwe| (format!("{at}/cwe"), cwe));
        let several = list(vulnerability, "cwes").iter().enumerate();
        for (at, cwe) in one.into_iter().chain(several.map(|(i, cwe)| (format!("{at}/cwes/{i}"), cwe))) {
            let id = text(cwe, "id");
            let name = csaf_names::weakness(id);
            if name.is_some_and(|name| name != text(cwe, "name")) {
                return fault(format!("{at}/name"), format!("this is not the name of {id}"), "6.1.11");
            }
        }
    }
    Ok(())
}

/// 6.1.23: a CVE number names one vulnerability of the document.
pub fn repeated_cves(doc: &Value) -> Outcome {
    let mut seen = HashSet::new();
    for (at, vulnerability) in all(doc) {
        let cve = text(vulnerability, "cve");
        if !cve.is_empty() && !seen.insert(cve) {
            return fault(format!("{at}/cve"), format!("{cve} is used twice"), "6.1.23");
        }
    }
    Ok(())
}

/// 6.1.24: a party has one status at a date.
pub fn repeated_involvements(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        let mut seen = HashSet::new();
        for (i, item) in list(vulnerability, "involvements").iter().enumerate() {
            let date = super::csaf_forms::time(text(item, "date"));
            // CSAF 2.1 may give a status for some products only.
            let scope = (item.get("product_ids").map(Value::to_string), item.get("group_ids").map(Value::to_string));
            if date.is_some() && !seen.insert((text(item, "party"), date, scope)) {
                let what = "this party has a status at the same date already";
                return fault(format!("{at}/involvements/{i}"), what, "6.1.24");
            }
        }
    }
    Ok(())
}

/// 6.1.29 and 6.1.32: a remediation, and a flag, says for which products it is.
pub fn without_products(doc: &Value) -> Outcome {
    for (at, vulnerability) in all(doc) {
        for (part, test) in [("remediations", "6.1.29"), ("flags", "6.1.32")] {
            let mut items = list(vulnerability, part).iter();
            let bare = |item: &Value| item.get("product_ids").is_none() && item.get("group_ids").is_none();
            if let Some(i) = items.position(bare) {
                return fault(format!("{at}/{part}/{i}"), "it does not say for which products it is", test);
            }
        }
    }
    Ok(())
}

/// 6.1.33: a product is not affected for one reason, not for two.
pub fn repeated_flags(doc: &Value) -> Outcome {
    let groups = groups(doc);
    for (at, vulnerability) in all(doc) {
        let mut flagged: HashMap<&str, usize> = HashMap::new();
        for (i, flag) in list(vulnerability, "flags").iter().enumerate() {
            let members = texts(flag, "group_ids").filter_map(|g| groups.get(g)).flatten().copied();
            for id in texts(flag, "product_ids").chain(members) {
                if *flagged.entry(id).or_insert(i) != i {
                    let what = format!("product {} has another flag too", shown(id));
                    return fault(format!("{at}/flags/{i}"), what, "6.1.33");
                }
            }
        }
    }
    Ok(())
}

/// 6.1.27.5 to 6.1.27.8: what each vulnerability must have in an advisory and a VEX.
pub fn profile_fields(doc: &Value) -> Outcome {
    let profile = profile(doc);
    if !matches!(profile, "csaf_security_advisory" | "csaf_vex") {
        return Ok(());
    }
    for (at, vulnerability) in all(doc) {
        if vulnerability.get("notes").is_none() {
            return fault(format!("{at}/notes"), "notes on the vulnerability are missing", "6.1.27.5");
        }
        if profile == "csaf_vex" {
            vex_fields(&at, vulnerability)?;
        } else if vulnerability.get("product_status").is_none() {
            return fault(format!("{at}/product_status"), "the product status is missing", "6.1.27.6");
        }
    }
    Ok(())
}

/// 6.1.27.7 and 6.1.27.8.
fn vex_fields(at: &str, vulnerability: &Value) -> Outcome {
    let status = vulnerability.get("product_status").unwrap_or(&Value::Null);
    let told = ["fixed", "known_affected", "known_not_affected", "under_investigation"];
    if !told.iter().any(|key| status.get(key).is_some()) {
        let what = format!("none of {} is there", told.join(", "));
        return fault(format!("{at}/product_status"), what, "6.1.27.7");
    }
    if vulnerability.get("cve").is_none() && vulnerability.get("ids").is_none() {
        return fault(at, "neither a CVE number nor another id", "6.1.27.8");
    }
    Ok(())
}

/// 6.1.27.9: a VEX says why a product is not affected.
pub fn impact_statements(doc: &Value) -> Outcome {
    let reasons = |v: &Value| -> Vec<Value> {
        let impact = list(v, "threats").iter().filter(|t| text(t, "category") == "impact");
        list(v, "flags").iter().chain(impact).cloned().collect()
    };
    statements(doc, "known_not_affected", reasons, "why this product is not affected is missing", "6.1.27.9")
}

/// 6.1.27.10: a VEX says what to do about a product that is affected.
pub fn action_statements(doc: &Value) -> Outcome {
    let actions = |v: &Value| list(v, "remediations").to_vec();
    statements(doc, "known_affected", actions, "what to do about this product is missing", "6.1.27.10")
}

/// Every product of a status is covered by one of the statements.
fn statements(doc: &Value, status: &str, of: fn(&Value) -> Vec<Value>, what: &str, test: &str) -> Outcome {
    if profile(doc) != "csaf_vex" {
        return Ok(());
    }
    let groups = groups(doc);
    for (at, vulnerability) in all(doc) {
        let items = of(vulnerability);
        // First the groups that are named, each once: a group may be large.
        let named: HashSet<&str> = items.iter().flat_map(|i| texts(i, "group_ids")).collect();
        let members = named.iter().filter_map(|g| groups.get(g)).flatten().copied();
        let covered: HashSet<&str> = items.iter().flat_map(|i| texts(i, "product_ids")).chain(members).collect();
        let Some(lists) = vulnerability.get("product_status") else {
            continue;
        };
        if let Some((i, _)) = texts(lists, status).enumerate().find(|(_, id)| !covered.contains(id)) {
            return fault(format!("{at}/product_status/{status}/{i}"), what, test);
        }
    }
    Ok(())
}
