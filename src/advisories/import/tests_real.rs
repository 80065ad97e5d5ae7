//! Tests of the importers with the real documents, if they are at hand, and with
//! odd ones: no input may stop them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::panic)]

use super::tests::{advisory, bulletin, changed, read};
use super::{Imported, certfr, csaf};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The folder of real documents, if it is at hand.
fn real_data() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("VIGIE_SHARED_DATA").map_or(own, PathBuf::from);
    if folder.join("EXPECTED.tsv").is_file() {
        return Some(folder);
    }
    eprintln!("real data not at hand: skipped");
    None
}

/// The draft keeps within its bounds.
fn in_bounds(file: &str, draft: &Imported) {
    let chars = |s: &str| s.chars().count();
    assert!(!draft.title.is_empty() && chars(&draft.title) <= 200, "{file}: title");
    assert!(!draft.summary.is_empty() && chars(&draft.summary) <= 3000, "{file}: summary");
    assert!(draft.actions.len() <= 5 && draft.actions.iter().all(|a| chars(a) <= 280 && !a.contains('\n')), "{file}: actions");
    assert!(draft.body.contains("## ") && draft.body.len() <= 150_000, "{file}: body");
    let line = |r: &String| r.contains(" — http") && !r.contains('\n');
    assert!(draft.references.len() <= 60 && draft.references.iter().all(line), "{file}: references");
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|e| e.path());
    paths.flat_map(|p| if p.is_dir() { files_below(&p) } else { vec![p] }).collect()
}

#[test]
fn real_documents_of_other_kinds_are_refused() {
    let Some(folder) = real_data() else { return };
    for part in ["stix", "misp", "ioc", "providers", "csaf/distribution-2.0", "csaf/distribution-2.1"] {
        for file in files_below(&folder.join(part)) {
            let bytes = std::fs::read(&file).unwrap();
            for error in [csaf(&bytes).unwrap_err(), certfr(&bytes).unwrap_err()] {
                assert!(error.len() < 300 && !error.contains('\n'), "{file:?}: {error}");
            }
        }
    }
}

/// Every place in a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| places(v, &format!("{at}/{}", k.replace('/', "~1")), found)),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| places(v, &format!("{at}/{i}"), found)),
        _ => {}
    }
}

/// Whatever stands wherever: an answer, and no panic.
#[test]
fn no_document_makes_it_panic() {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("é"),
        json!("<<<é>&#\\`_*\u{202e}"),
        json!("0.0.0-+"),
        json!("CVSS:3.1/é:é/"),
        json!("2026-99-99T99:99:99Z"),
        json!("pkg:/@?#%"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "": { "~/": [] } }),
        json!("x".repeat(5000)),
    ];
    for doc in [advisory(), bulletin()] {
        let mut found = Vec::new();
        places(&doc, "", &mut found);
        for place in found {
            for value in &odd {
                let mut doc = doc.clone();
                *doc.pointer_mut(&place).unwrap() = value.clone();
                let bytes = doc.to_string();
                for result in [csaf(bytes.as_bytes()), certfr(bytes.as_bytes())] {
                    assert!(result.err().is_none_or(|e| e.len() < 600 && !e.contains('\n')));
                }
            }
        }
    }
}

/// Long runs of one thing take no more than their share of time.
#[test]
fn large_documents_are_read_in_time() {
    let start = std::time::Instant::now();
    for piece in ["<", "<a", "(. ", "&amp;", "\n\n## Solution\n\nun deux trois", "*", ". "] {
        let mut doc = bulletin();
        doc["content"] = json!(piece.repeat(1_500_000 / piece.len()));
        doc["summary"] = doc["content"].clone();
        doc["affected_systems_content"] = doc["content"].clone();
        certfr(doc.to_string().as_bytes()).unwrap();
        let note = json!([{ "category": "summary", "text": doc["content"] }]);
        read(&changed("/document/notes", note)).unwrap();
    }
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn real_documents_are_judged_as_expected() {
    let Some(folder) = real_data() else { return };
    let table = std::fs::read_to_string(folder.join("EXPECTED.tsv")).unwrap();
    let (mut agreed, mut wrong) = (0, Vec::new());
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let (file, checker, expected) = (fields[0], fields[1], fields[2]);
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let (result, right) = match checker {
            "check-csaf" => (csaf(&bytes), expected == "ok"),
            "check-certfr" => (certfr(&bytes), expected == "ok"),
            _ => {
                assert!(csaf(&bytes).is_err() && certfr(&bytes).is_err(), "{file} is of another kind");
                continue;
            }
        };
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{file}: {result:#?}");
        }
        if let Ok(draft) = &result {
            in_bounds(file, draft);
        }
        match result.is_ok() == right {
            true => agreed += 1,
            false => wrong.push(format!("{file}: expected {expected}, got {:?}", result.err())),
        }
    }
    eprintln!("{agreed} real documents judged as expected");
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}
