//! Tests of the importers with small documents of our own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::panic)]

use super::{Imported, certfr, csaf};
use serde_json::{Value, json};

/// A small valid advisory of an invented vendor.
#[expect(clippy::too_many_lines, reason = "one document, whole")]
pub fn advisory() -> Value {
    json!({
        "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.0",
            "distribution": { "tlp": { "label": "WHITE" } },
            "lang": "en",
            "notes": [
                { "category": "details", "title": "More", "text": "- one\n# two <b>" },
                { "category": "summary", "text": "A hole in *Ballot Box*." }
            ],
            "publisher": { "category": "vendor", "name": "Urne SA", "namespace": "https://urne.example" },
            "references": [
                { "summary": "The page", "url": "https://urne.example/a" },
                { "summary": "The page again", "url": "https://urne.example/a" },
                { "summary": "Mail", "url": "mailto:psirt@urne.example" }
            ],
            "title": "Hole in Ballot Box",
            "tracking": {
                "current_release_date": "2026-01-02T00:00:00Z",
                "id": "URNE-1",
                "initial_release_date": "2026-01-01T00:00:00Z",
                "revision_history": [
                    { "date": "2026-01-01T00:00:00Z", "number": "1", "summary": "First" },
                    { "date": "2026-01-02T00:00:00Z", "number": "2", "summary": "Second" }
                ],
                "status": "final",
                "version": "2"
            }
        },
        "product_tree": {
            "branches": [{
                "category": "vendor", "name": "Urne", "branches": [{
                    "category": "product_version", "name": "1.0",
                    "product": { "name": "Ballot_Box *1.0*", "product_id": "P1" }
                }]
            }],
            "full_product_names": [{ "name": "Ballot Box 1.1", "product_id": "P2" }],
            "product_groups": [{ "group_id": "G1", "product_ids": ["P1", "P2"] }]
        },
        "vulnerabilities": [{
            "cve": "CVE-2026-0001",
            "cwe": { "id": "CWE-79", "name": "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')" },
            "notes": [{ "category": "description", "text": "Anybody may vote." }],
            "product_status": { "known_affected": ["P1"], "fixed": ["P2"] },
            "remediations": [
                { "category": "workaround", "details": "Unplug the box. Then wait.", "product_ids": ["P1"] },
                { "category": "vendor_fix", "details": "Update to version 1.1 or later. It is free.", "group_ids": ["G1"] },
                { "category": "none_available", "details": "Nothing.", "product_ids": ["P1"] }
            ],
            "scores": [{
                "products": ["P1"],
                "cvss_v3": {
                    "version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                    "baseScore": 9.8, "baseSeverity": "CRITICAL", "attackVector": "NETWORK"
                }
            }]
        }]
    })
}

pub fn read(doc: &Value) -> Result<Imported, String> {
    csaf(doc.to_string().as_bytes())
}

/// The advisory with the value at a place put in (or, with null, taken out).
pub fn changed(pointer: &str, value: Value) -> Value {
    let mut doc = advisory();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match doc.pointer_mut(parent).unwrap() {
        Value::Object(map) if value.is_null() => drop(map.remove(key)),
        Value::Object(map) => drop(map.insert(key.to_owned(), value)),
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        _ => unreachable!(),
    }
    doc
}

#[test]
fn an_advisory_becomes_a_draft() {
    let draft = read(&advisory()).unwrap();
    assert_eq!(draft.source, "csaf:https://urne.example:URNE-1@2");
    assert_eq!((draft.title.as_str(), draft.language), ("Hole in Ballot Box", "en"));
    assert_eq!(draft.summary, "A hole in *Ballot Box*.");
    assert_eq!(draft.actions, ["Update to version 1.1 or later. It is free.", "Apply the workaround: Unplug the box. Then wait."]);
    assert_eq!(draft.references, ["The page — https://urne.example/a"]);
    assert_eq!((draft.tlp, draft.severity), (Some("CLEAR"), "critical"));
    assert!(draft.change_note.contains("URNE-1") && draft.change_note.contains("2026-01-02"));
    for part in [
        "## Summary\n\nA hole in \\*Ballot Box\\*.",
        "## Details\n\n### More\n\n\\- one\\\n\\# two \\<b\\>",
        "## Affected products\n\n- Ballot_Box \\*1.0\\*",
        "### CVE-2026-0001",
        "- CVSS base score: 9.8 (CRITICAL), CVSS 3.1",
        "- 2 (2026-01-02): Second",
        "- Identifier: URNE-1",
    ] {
        assert!(draft.body.contains(part), "{part}\n---\n{}", draft.body);
    }
}

#[test]
fn language_marking_and_severity_follow_the_document() {
    let french = read(&changed("/document/lang", json!("fr-FR"))).unwrap();
    assert_eq!(french.language, "fr");
    assert!(french.body.contains("## Produits affectés") && french.change_note.starts_with("Importé"));
    for (distribution, tlp) in [
        (json!({ "text": "x" }), None),
        (json!({ "tlp": { "label": "AMBER" } }), Some("AMBER")),
        (json!({ "tlp": { "label": "AMBER" }, "text": "TLP:AMBER+STRICT" }), Some("AMBER+STRICT")),
        (json!({ "tlp": { "label": "RED" } }), Some("RED")),
    ] {
        assert_eq!(read(&changed("/document/distribution", distribution)).unwrap().tlp, tlp);
    }
    for (word, severity) in [("Important", "high"), ("moderate", "moderate"), ("LOW", "information"), ("???", "critical")] {
        let doc = changed("/document/aggregate_severity", json!({ "text": word }));
        assert_eq!(read(&doc).unwrap().severity, severity);
    }
}

#[test]
fn long_things_are_cut() {
    let title = "mot ".repeat(100);
    let draft = read(&changed("/document/title", json!(title))).unwrap();
    assert!(draft.title.chars().count() <= 200 && draft.title.ends_with("mot…"));
    let note = json!([{ "category": "summary", "text": "é".repeat(400_000) }]);
    let draft = read(&changed("/document/notes", note)).unwrap();
    assert!(draft.summary.chars().count() <= 3000 && draft.body.len() <= 150_000);
    let products: Vec<Value> = (0..100).map(|i| json!({ "name": format!("N{i}"), "product_id": format!("X{i}") })).collect();
    let mut doc = changed("/product_tree/full_product_names", json!(products));
    doc["product_tree"]["product_groups"][0]["product_ids"] = json!(["P1", "X1"]);
    doc["vulnerabilities"][0]["product_status"] = json!({ "known_affected": (0..100).map(|i| format!("X{i}")).collect::<Vec<_>>() });
    assert!(read(&doc).unwrap().body.contains("- N59\n- … and 40 more"));
}

#[test]
fn what_is_no_document_is_named() {
    let deep = "[".repeat(100_000);
    let big = vec![b' '; 5 * 1024 * 1024 + 1];
    for (bytes, said) in [
        (&b"\xff"[..], "not UTF-8"),
        (b" ", "empty"),
        (b"{\n\"a\" 1}", "(line 2, column 5)"),
        (deep.as_bytes(), "nested too deep"),
        (&big, "larger than 5 MiB"),
        (b"[1]", "looks like a list"),
        (b"12", "looks like a single number"),
        (b"{}", "looks like something else"),
        (br#"{"type":"bundle"}"#, "looks like a STIX bundle"),
        (br#"{"Event":{}}"#, "looks like a MISP event"),
        (br#"{"feed":{}}"#, "looks like a ROLIE feed"),
        (br#"{"metadata_version":"2.0"}"#, "looks like CSAF provider metadata"),
    ] {
        for result in [csaf(bytes), certfr(bytes)] {
            let error = result.unwrap_err();
            assert!(error.contains(said) && !error.contains('\n'), "{said}: {error}");
        }
    }
    assert!(certfr(advisory().to_string().as_bytes()).unwrap_err().contains("a CSAF document"));
    assert!(read(&bulletin()).unwrap_err().contains("a CERT-FR bulletin"));
}

/// A small bulletin.
pub fn bulletin() -> Value {
    json!({
        "$ref": "https://www.cert.ssi.gouv.fr/openapi.json",
        "reference": "CERTFR-2026-AVI-0001",
        "title": "Vulnérabilité dans Urne",
        "summary": "Une vulnérabilité dans <span class=\"textit\">Urne</span>. Elle\npermet de voter.\n",
        "content": "## Solutions\n\nSe référer au bulletin de l'éditeur\n(cf. section Documentation).\n",
        "affected_systems": [{ "description": "Urne *1.0*", "product": { "name": "Urne", "vendor": { "name": "Urne", "scada": false } } }],
        "affected_systems_content": "<P>Tout &amp; rien</P><ul><li>un</li></ul>",
        "cves": [{ "name": "CVE-2026-0001", "url": "https://www.cve.org/CVERecord?id=CVE-2026-0001" }],
        "links": [],
        "revisions": [{ "description": "Version initiale", "revision_date": "2026-01-01T00:00:00.000000" }],
        "risks": [{ "description": "Exécution de code arbitraire à distance" }],
        "vendor_advisories": [
            { "published_at": null, "title": "Bulletin Urne", "url": "https://urne.example/1" },
            { "published_at": null, "title": "Sans adresse", "url": null }
        ]
    })
}

#[test]
fn a_bulletin_becomes_a_draft() {
    let draft = certfr(bulletin().to_string().as_bytes()).unwrap();
    assert_eq!(draft.source, "certfr:CERTFR-2026-AVI-0001@2026-01-01");
    assert_eq!(draft.summary, "Une vulnérabilité dans Urne. Elle permet de voter.");
    assert_eq!(draft.actions, ["Se référer au bulletin de l'éditeur (voir les références)."]);
    assert_eq!((draft.language, draft.tlp, draft.severity), ("fr", Some("CLEAR"), "high"));
    assert_eq!(
        draft.references,
        ["CERT-FR CERTFR-2026-AVI-0001 — https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0001/", "Bulletin Urne — https://urne.example/1"]
    );
    for part in [
        "## Risques\n\n- Exécution de code",
        "## Systèmes affectés\n\n- Urne \\*1.0\\*\n\nTout & rien\n\n- un",
        "## Solutions\n\nSe référer",
        "## CVE\n\n- CVE-2026-0001",
        "## Historique\n\n- 2026-01-01 : Version initiale",
    ] {
        assert!(draft.body.contains(part), "{part}\n---\n{}", draft.body);
    }
    let mut alert = bulletin();
    alert["reference"] = json!("CERTFR-2026-ALE-001");
    alert["closed_at"] = json!("2026-02-01T00:00:00");
    let draft = certfr(alert.to_string().as_bytes()).unwrap();
    assert!(draft.severity == "critical" && draft.body.contains("2026-02-01 : alerte close"));
    for (key, value) in [
        ("reference", json!("x")),
        ("title", json!(7)),
        ("risks", json!({})),
        ("revisions", json!([])),
        ("content", json!(null)),
        ("summary", json!(1)),
        ("cves", json!([{ "name": "1" }])),
        ("links", json!([{ "title": 5, "url": "" }])),
    ] {
        let mut doc = bulletin();
        doc[key] = value;
        let error = certfr(doc.to_string().as_bytes()).expect_err(key);
        assert!(error.starts_with(&format!("/{key}")) && error.ends_with("(CERT-FR schema)"), "{error}");
    }
}
