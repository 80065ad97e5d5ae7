//! Public documents become drafts; what cannot be taken is refused with the reason and leaves nothing.
use crate::{
    binary::{done, err, out, vigie},
    support::{Kind, Portal, on_both, variable},
    world,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

on_both! {
    a_document_becomes_a_draft_once
    what_cannot_be_read_is_refused_with_the_reason_and_the_rest_is_taken
    what_was_imported_goes_the_way_of_every_advisory
}

/// The smallest CSAF 2.0 document.
fn csaf(id: &str, title: &str) -> Value {
    json!({"document": {
        "category": "csaf_base", "csaf_version": "2.0", "title": title, "lang": "fr",
        "publisher": {"category": "coordinator", "name": "CERT d’essai", "namespace": "https://cert.example"},
        "distribution": {"tlp": {"label": "AMBER"}},
        "notes": [{"category": "summary", "text": "Une <script>alert(1)</script> vulnérabilité."}],
        "references": [{"category": "external", "summary": "Bulletin", "url": "https://cert.example/b"}],
        "tracking": {"current_release_date": "2026-03-01T10:00:00Z", "id": id, "initial_release_date": "2026-03-01T10:00:00Z",
            "revision_history": [{"date": "2026-03-01T10:00:00Z", "number": "1", "summary": "Première version"}], "status": "final", "version": "1"}
    }})
}

fn certfr(reference: &str) -> Value {
    json!({"$ref": "https://www.cert.ssi.gouv.fr/openapi.json", "reference": reference, "title": "Vulnérabilité dans un produit",
        "summary": "Une vulnérabilité a été découverte.", "content": "## Solution\n\nMettre à jour.", "affected_systems": [], "affected_systems_content": "",
        "cves": [{"name": "CVE-2026-0001", "url": "https://cve.example"}], "links": [{"title": "Éditeur", "url": "https://vendor.example"}],
        "revisions": [{"description": "Version initiale", "revision_date": "2026-03-01T00:00:00.000000"}],
        "risks": [{"description": "Exécution de code arbitraire"}], "vendor_advisories": []})
}

fn file(p: &Portal, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = p.dir.join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// Runs an import and reads its report.
fn import(p: &Portal, kind: &str, files: &[String]) -> (bool, Value) {
    let dir = p.dir.display().to_string();
    let args: Vec<&str> = ["import", kind, "--json", "--data-dir", &dir].into_iter().chain(files.iter().map(String::as_str)).collect();
    let output = vigie(&args);
    (output.status.success(), serde_json::from_str(&out(&output)).unwrap_or_else(|e| panic!("{e}: {}", err(&output))))
}

fn a_document_becomes_a_draft_once(p: &Portal) {
    for (kind, content, title) in
        [("csaf", csaf("X-2026-1", "Avis CSAF"), "Avis CSAF"), ("certfr", certfr("CERTFR-2026-AVI-0001"), "Vulnérabilité dans un produit")]
    {
        let path = file(p, &format!("{kind}.json"), content.to_string());
        let (ok, report) = import(p, kind, std::slice::from_ref(&path));
        assert!(ok, "{report}");
        let reference = report["taken"][0]["ref"].as_str().unwrap().to_owned();
        let (ok, again) = import(p, kind, &[path.clone(), path]);
        assert!(ok);
        assert_eq!(
            (again["already"][0]["ref"].as_str(), again["already"].as_array().unwrap().len(), &again["taken"]),
            (Some(reference.as_str()), 2, &json!([]))
        );
        let page = p.author().get(&format!("/desk/advisories/{reference}")).is(200).page();
        assert_eq!(page.text("h1"), title);
        let content = p.author().get(&format!("/desk/advisories/{reference}/content")).is(200).page();
        assert!(!content.typed("summary").is_empty() && !content.has("main script"));
        assert!(p.records().iter().any(|r| r.starts_with(&format!("advisory.imported {reference} done"))));
    }
    assert_eq!(p.count("FROM advisory"), 2);
    assert!(!p.contact(0).get("/advisories").text().contains("Avis CSAF"), "a draft is no advisory yet");
}

fn what_cannot_be_read_is_refused_with_the_reason_and_the_rest_is_taken(p: &Portal) {
    let mut wrong = csaf("X-2", "Sans suivi");
    wrong["document"]["tracking"]["id"] = json!(7);
    let deep = "[".repeat(100_000);
    let mut files = vec![
        file(p, "empty.json", ""),
        file(p, "broken.json", "{\"document\": {"),
        file(p, "latin1.json", b"{\"document\": \"\xe9\"}"),
        file(p, "deep.json", &deep),
        file(p, "huge.json", vec![b' '; 6 * 1024 * 1024]),
        file(p, "array.json", "[1, 2]"),
        file(p, "stix.json", "{\"type\": \"bundle\", \"id\": \"bundle--1\", \"objects\": []}"),
        file(p, "wrong.json", wrong.to_string()),
        file(p, "bulletin.json", certfr("CERTFR-2026-AVI-0002").to_string()),
        p.dir.join("missing.json").display().to_string(),
        p.dir.display().to_string(),
    ];
    let bad = files.len();
    files.push(file(p, "good.json", csaf("X-3", "Bon avis").to_string()));
    let (ok, report) = import(p, "csaf", &files);
    assert!(!ok);
    assert_eq!((report["refused"].as_array().unwrap().len(), report["taken"].as_array().unwrap().len()), (bad, 1), "{report}");
    for refusal in report["refused"].as_array().unwrap() {
        let reason = refusal["reason"].as_str().unwrap();
        assert!(reason.len() > 10 && reason.len() < 400 && !reason.contains('\n'), "{refusal}");
    }
    assert_eq!(p.column("SELECT title FROM revision"), ["Bon avis"]);
    let (ok, report) = import(p, "certfr", &[file(p, "csaf.json", csaf("X-4", "Autre").to_string()), file(p, "n.json", "null")]);
    assert!(!ok && report["refused"].as_array().unwrap().len() == 2);
    assert_eq!(p.count("FROM advisory"), 1);
}

fn what_was_imported_goes_the_way_of_every_advisory(p: &Portal) {
    let (_, report) = import(p, "csaf", &[file(p, "a.json", csaf("X-5", "Avis importé").to_string())]);
    let reference = report["taken"][0]["ref"].as_str().unwrap();
    crate::desk::address(p, &p.author(), reference, crate::desk::To::Parties(&[0]));
    crate::desk::submit(&p.author(), reference).is(303);
    // Who chose marking and recipients is its author now, and somebody else publishes it.
    crate::desk::publish(&p.approver(), reference).is(303);
    let page = p.contact(0).get(&format!("/advisories/{reference}")).is(200).page();
    assert_eq!(page.text("h1"), "Avis importé");
    assert!(!page.has("main script") && page.text("main").contains("vulnérabilité"));
    p.contact(1).get(&format!("/advisories/{reference}")).is(404);
}

/// The real documents, beside the repository or where the environment says.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let dir = variable("VIGIE_SHARED_DATA").map_or(beside, PathBuf::from);
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("the real data is not at hand: skipped");
    None
}

#[test]
fn the_real_documents_are_taken_as_expected() {
    let Some(data) = shared() else { return };
    let expected = std::fs::read_to_string(data.join("EXPECTED.tsv")).unwrap();
    let p = Portal::new(Kind::Sqlite);
    for (kind, folder) in [("csaf", "csaf/"), ("certfr", "certfr/avis/")] {
        let lines: Vec<Vec<&str>> = expected
            .lines()
            .map(|l| l.split('\t').collect())
            .filter(|l: &Vec<&str>| l[1] == format!("check-{kind}") && l[0].starts_with(folder) && Path::new(l[0]).extension().is_some_and(|e| e == "json"))
            .collect();
        assert!(lines.len() > 20, "{kind}");
        let files: Vec<String> = lines.iter().map(|l| data.join(l[0]).display().to_string()).collect();
        let (_, report) = import(&p, kind, &files);
        let refused: Vec<&str> = report["refused"].as_array().unwrap().iter().map(|r| r["file"].as_str().unwrap()).collect();
        for (line, path) in lines.iter().zip(&files) {
            assert_eq!(line[2] != "ok", refused.contains(&path.as_str()), "{}: {}", line[0], line[2]);
        }
    }
    let dir = p.dir.display().to_string();
    let register = data.join("providers/secnumcloud-2026-09.csv").display().to_string();
    done(&["import", "providers", &register, "--data-dir", &dir]);
    assert!(p.count("FROM decision") > world::PROVIDERS.lines().count());
    done(&["audit", "verify", "--data-dir", &dir]);
}
