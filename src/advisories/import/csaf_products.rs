//! The mandatory tests on products (CSAF 6.1.1 to 6.1.5, 6.1.13, 6.1.25, 6.1.31).

use super::csaf_check::{Outcome, fault, list, text, text_at, texts};
use super::csaf_shape::shown;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

fn tree(doc: &Value) -> &Value {
    doc.get("product_tree").unwrap_or(&Value::Null)
}

fn document(doc: &Value) -> &Value {
    doc.get("document").unwrap_or(&Value::Null)
}

/// The two products that a relationship is between.
const ENDS: [&str; 2] = ["product_reference", "relates_to_product_reference"];

/// All product definitions with their places.
pub fn defined(doc: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (i, product) in list(tree(doc), "full_product_names").iter().enumerate() {
        found.push((format!("/product_tree/full_product_names/{i}"), product));
    }
    for (i, relation) in list(tree(doc), "relationships").iter().enumerate() {
        if let Some(product) = relation.get("full_product_name") {
            found.push((format!("/product_tree/relationships/{i}/full_product_name"), product));
        }
    }
    each_branch(tree(doc), "/product_tree", &mut |at, branch| {
        if let Some(product) = branch.get("product") {
            found.push((format!("{at}/product"), product));
        }
    });
    found
}

/// Visits all branches. How deep they go is bounded by the JSON reader (128 levels).
fn each_branch<'a>(parent: &'a Value, at: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    for (i, branch) in list(parent, "branches").iter().enumerate() {
        let at = format!("{at}/branches/{i}");
        visit(&at, branch);
        each_branch(branch, &at, visit);
    }
}

/// The members of each product group.
pub fn groups(doc: &Value) -> HashMap<&str, Vec<&str>> {
    let all = list(tree(doc), "product_groups").iter();
    all.map(|g| (text(g, "group_id"), texts(g, "product_ids").collect())).collect()
}

/// 6.1.2: no product defined twice.
pub fn repeated_products(doc: &Value) -> Outcome {
    let mut seen = HashSet::new();
    for (at, product) in defined(doc) {
        let id = text(product, "product_id");
        if !seen.insert(id) {
            return fault(format!("{at}/product_id"), format!("product {} is defined twice", shown(id)), "6.1.2");
        }
    }
    Ok(())
}

/// 6.1.5: no group defined twice.
pub fn repeated_groups(doc: &Value) -> Outcome {
    let mut seen = HashSet::new();
    for (i, group) in list(tree(doc), "product_groups").iter().enumerate() {
        let id = text(group, "group_id");
        if !seen.insert(id) {
            let at = format!("/product_tree/product_groups/{i}/group_id");
            return fault(at, format!("group {} is defined twice", shown(id)), "6.1.5");
        }
    }
    Ok(())
}

/// The parts of a vulnerability whose items name products and groups. CSAF 2.1
/// has more of them than 2.0; what a document does not have is empty.
const PARTS: &[&str] = &["remediations", "threats", "flags", "involvements", "notes", "first_known_exploitation_dates"];

/// 6.1.1: every product that is named is defined.
pub fn unknown_products(doc: &Value) -> Outcome {
    let known: HashSet<&str> = defined(doc).iter().map(|(_, p)| text(p, "product_id")).collect();
    for (i, group) in list(tree(doc), "product_groups").iter().enumerate() {
        all_known(&known, group, "product_ids", &format!("/product_tree/product_groups/{i}"))?;
    }
    for (i, relation) in list(tree(doc), "relationships").iter().enumerate() {
        for key in ENDS {
            let id = text(relation, key);
            if !known.contains(id) {
                return undefined(&format!("/product_tree/relationships/{i}/{key}"), id);
            }
        }
    }
    for (i, note) in list(document(doc), "notes").iter().enumerate() {
        all_known(&known, note, "product_ids", &format!("/document/notes/{i}"))?;
    }
    for (i, vulnerability) in list(doc, "vulnerabilities").iter().enumerate() {
        unknown_in(&known, vulnerability, &format!("/vulnerabilities/{i}"))?;
    }
    Ok(())
}

/// The same for one vulnerability.
fn unknown_in(known: &HashSet<&str>, vulnerability: &Value, at: &str) -> Outcome {
    let status = vulnerability.get("product_status").unwrap_or(&Value::Null);
    for key in status.as_object().into_iter().flat_map(|s| s.keys()) {
        all_known(known, status, key, &format!("{at}/product_status"))?;
    }
    let parts = PARTS.iter().map(|part| (*part, "product_ids"));
    for (part, key) in parts.chain([("scores", "products"), ("metrics", "products")]) {
        for (i, item) in list(vulnerability, part).iter().enumerate() {
            all_known(known, item, key, &format!("{at}/{part}/{i}"))?;
        }
    }
    Ok(())
}

fn all_known(known: &HashSet<&str>, item: &Value, key: &str, at: &str) -> Outcome {
    match texts(item, key).enumerate().find(|(_, id)| !known.contains(id)) {
        None => Ok(()),
        Some((i, id)) => undefined(&format!("{at}/{key}/{i}"), id),
    }
}

fn undefined(at: &str, id: &str) -> Outcome {
    fault(at, format!("product {} is not defined", shown(id)), "6.1.1")
}

/// 6.1.4: every group that is named is defined.
pub fn unknown_groups(doc: &Value) -> Outcome {
    let known = groups(doc);
    let look = |items: &[Value], at: &str| -> Outcome {
        for (i, item) in items.iter().enumerate() {
            if let Some((j, id)) = texts(item, "group_ids").enumerate().find(|(_, id)| !known.contains_key(id)) {
                let at = format!("{at}/{i}/group_ids/{j}");
                return fault(at, format!("product group {} is not defined", shown(id)), "6.1.4");
            }
        }
        Ok(())
    };
    look(list(doc.get("document").unwrap_or(&Value::Null), "notes"), "/document/notes")?;
    for (i, vulnerability) in list(doc, "vulnerabilities").iter().enumerate() {
        for part in PARTS {
            look(list(vulnerability, part), &format!("/vulnerabilities/{i}/{part}"))?;
        }
    }
    Ok(())
}

/// 6.1.3: no product is defined by itself through relationships.
pub fn circular_products(doc: &Value) -> Outcome {
    let relations = list(tree(doc), "relationships");
    let circle = in_circles(relations);
    match relations.iter().enumerate().find(|(_, r)| circle.contains(own_id(r))) {
        None => Ok(()),
        Some((i, r)) => {
            let at = format!("/product_tree/relationships/{i}/full_product_name/product_id");
            fault(at, format!("product {} is defined by itself", shown(own_id(r))), "6.1.3")
        }
    }
}

fn own_id(relation: &Value) -> &str {
    text_at(relation, "/full_product_name/product_id")
}

/// The products that wait for themselves.
///
/// Relationships whose two products do not wait for another one are taken
/// away, again and again; what stays in the end goes round in a circle.
fn in_circles(relations: &[Value]) -> HashSet<&str> {
    let mut waiting: HashMap<&str, usize> = relations.iter().map(|r| (own_id(r), 0)).collect();
    let mut needed_by: HashMap<&str, Vec<&str>> = HashMap::new();
    for relation in relations {
        for other in ENDS.map(|key| text(relation, key)) {
            if waiting.contains_key(other) {
                needed_by.entry(other).or_default().push(own_id(relation));
                waiting.entry(own_id(relation)).and_modify(|n| *n = n.saturating_add(1));
            }
        }
    }
    let mut ready: Vec<&str> = waiting.iter().filter(|(_, n)| **n == 0).map(|(id, _)| *id).collect();
    while let Some(id) = ready.pop() {
        waiting.remove(id);
        for user in needed_by.remove(id).unwrap_or_default() {
            if let Some(n) = waiting.get_mut(user) {
                *n = n.saturating_sub(1);
                if *n == 0 {
                    ready.push(user);
                }
            }
        }
    }
    waiting.into_keys().collect()
}

/// 6.1.13: package URLs are right (<https://github.com/package-url/purl-spec>).
pub fn package_urls(doc: &Value) -> Outcome {
    for (at, product) in defined(doc) {
        let Some(helper) = product.get("product_identification_helper") else {
            continue;
        };
        let one = helper.get("purl").and_then(Value::as_str).map(|p| ("purl".to_owned(), p));
        let several = texts(helper, "purls").enumerate().map(|(i, p)| (format!("purls/{i}"), p));
        for (key, purl) in one.into_iter().chain(several) {
            if let Some(what) = purl_fault(purl) {
                return fault(format!("{at}/product_identification_helper/{key}"), what, "6.1.13");
            }
        }
    }
    Ok(())
}

/// What is wrong with a package URL: `pkg:type/namespace/name@version?qualifiers#subpath`.
fn purl_fault(purl: &str) -> Option<String> {
    /// Types whose packages have a name only inside a namespace.
    const NEED_NAMESPACE: &[&str] = &["maven", "swift", "composer", "github", "bitbucket"];
    let rest = purl.strip_prefix("pkg:").unwrap_or(purl);
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
    if !qualifiers.is_empty() && !qualifiers.split('&').all(|q| q.split_once('=').is_some_and(|(k, _)| !k.is_empty())) {
        return Some("the package URL has a qualifier without a name or value".to_owned());
    }
    let (kind, path) = path.trim_matches('/').split_once('/').unwrap_or_default();
    let last = path.rfind('/').map_or(path, |i| path.get(i..).unwrap_or_default());
    let versioned = last.rfind('@').is_some_and(|i| i > 0);
    let name = if versioned { last.rsplit_once('@').map_or(last, |(n, _)| n) } else { last };
    let name = name.trim_start_matches('/');
    let namespace = path.rsplit_once('/').map_or("", |(n, _)| n).trim_matches('/');
    let kind = kind.to_lowercase();
    if name.is_empty() || name.starts_with('@') {
        return Some("the package URL has no package name".to_owned());
    }
    if namespace.is_empty() && NEED_NAMESPACE.contains(&kind.as_str()) {
        return Some(format!("a package URL of type {kind} needs a namespace"));
    }
    None
}

/// 6.1.25: one hash of each kind for a file.
pub fn repeated_hashes(doc: &Value) -> Outcome {
    for (at, product) in defined(doc) {
        let Some(helper) = product.get("product_identification_helper") else {
            continue;
        };
        for (i, file) in list(helper, "hashes").iter().enumerate() {
            let mut seen = HashSet::new();
            for (j, hash) in list(file, "file_hashes").iter().enumerate() {
                let kind = text(hash, "algorithm");
                if !seen.insert(kind) {
                    let at = format!("{at}/product_identification_helper/hashes/{i}/file_hashes/{j}");
                    return fault(at, format!("a second {} hash for the same file", shown(kind)), "6.1.25");
                }
            }
        }
    }
    Ok(())
}

/// 6.1.31: a branch for one version does not name a range of versions.
///
/// The words count when they stand alone, as the two common validators read
/// the rule too: "vers:all/*" and "small" pass.
pub fn version_ranges(doc: &Value) -> Outcome {
    const WORDS: &[&str] = &["after", "all", "before", "earlier", "later", "prior", "versions"];
    let mut outcome = Ok(());
    each_branch(tree(doc), "/product_tree", &mut |at, branch| {
        let name = text(branch, "name").to_lowercase();
        let worded = name.split_whitespace().any(|w| WORDS.contains(&w));
        if outcome.is_ok() && text(branch, "category") == "product_version" && (worded || name.contains(['<', '>'])) {
            let what = format!("{} is a range, not one version", shown(&name));
            outcome = fault(format!("{at}/name"), what, "6.1.31");
        }
    });
    outcome
}
