//! Tests of the checks on CSAF documents: each fault is found and named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::panic)]

use super::tests::{changed, read};
use serde_json::json;

#[test]
#[expect(clippy::too_many_lines, reason = "one document, whole")]
fn each_fault_is_named_with_its_place() {
    let history = "/document/tracking/revision_history";
    let vulnerability = "/vulnerabilities/0";
    let score = "/vulnerabilities/0/scores/0/cvss_v3";
    for (pointer, value, error) in [
        ("/document/title".to_owned(), json!(null), "/document: the field \"title\" is missing (CSAF 2.0 schema)"),
        ("/document/title".to_owned(), json!(5), "/document/title: text is expected, not a number (CSAF 2.0 schema)"),
        ("/document/title".to_owned(), json!(""), "/document/title: the text is empty (CSAF 2.0 schema)"),
        ("/document/titel".to_owned(), json!("x"), "/document: unknown field \"titel\" (CSAF 2.0 schema)"),
        ("/document/csaf_version".to_owned(), json!("1.0"), "/document/csaf_version: only CSAF 2.0 and 2.1"),
        ("/document/publisher/namespace".to_owned(), json!("urne"), "is not a URI"),
        ("/document/tracking/current_release_date".to_owned(), json!("2026-01-02"), "is not a date and time"),
        ("/vulnerabilities".to_owned(), json!([]), "/vulnerabilities: the list has fewer than 1 items"),
        (format!("{vulnerability}/remediations/0/category"), json!("magic"), "is not one of mitigation,"),
        ("/document/tracking/version".to_owned(), json!("1"), "/document/tracking/version: version does not match the latest revision (CSAF 6.1.16)"),
        ("/document/tracking/version".to_owned(), json!("2.0.0"), "6.1.30"),
        (format!("{history}/0/number"), json!("0"), "6.1.21"),
        (format!("{history}/0/number"), json!("3"), "6.1.14"),
        (format!("{history}/0/number"), json!("2"), "6.1.22"),
        ("/document/lang".to_owned(), json!("EZ"), "6.1.12"),
        ("/document/source_lang".to_owned(), json!("en"), "6.1.28"),
        ("/document/publisher/category".to_owned(), json!("translator"), "6.1.15"),
        ("/document/category".to_owned(), json!("Security Advisory"), "6.1.26"),
        ("/document/category".to_owned(), json!("csaf_informational_advisory"), "6.1.27.3"),
        ("/product_tree/full_product_names/0/product_id".to_owned(), json!("P1"), "6.1.2"),
        ("/product_tree/full_product_names/0/product_id".to_owned(), json!("P3"), "6.1.1"),
        ("/product_tree/branches/0/branches/0/name".to_owned(), json!("<= 1.0"), "6.1.31"),
        (
            "/product_tree/product_groups/0/group_id".to_owned(),
            json!("G2"),
            "/vulnerabilities/0/remediations/1/group_ids/0: product group \"G1\" is not defined (CSAF 6.1.4)",
        ),
        (format!("{vulnerability}/product_status/fixed"), json!(["P1"]), "6.1.6"),
        (format!("{vulnerability}/product_status"), json!(null), "6.1.27.6"),
        (format!("{vulnerability}/cwe/name"), json!("Improper Input Validation"), "6.1.11"),
        (format!("{vulnerability}/remediations/0/product_ids"), json!(null), "6.1.29"),
        (format!("{vulnerability}/flags"), json!([{ "label": "component_not_present" }]), "6.1.32"),
        ("/product_tree".to_owned(), json!(null), "6.1.1"),
        (format!("{score}/vectorString"), json!("CVSS:3.1/AV:N"), "6.1.8"),
        (format!("{score}/baseScore"), json!(9.7), "the vector gives 9.8, not 9.7 (CSAF 6.1.9)"),
        (format!("{score}/baseSeverity"), json!("HIGH"), "6.1.9"),
        (format!("{score}/attackVector"), json!("LOCAL"), "6.1.10"),
        (format!("{score}/baseScore"), json!(11), "between 0 and 10"),
    ] {
        let said = read(&changed(&pointer, value)).expect_err(&pointer);
        assert!(said.contains(error), "{pointer}: {said}");
    }
}

#[test]
fn circles_scores_and_package_urls() {
    let relation = |own: &str, other: &str| {
        json!({ "category": "installed_on", "full_product_name": { "name": "n", "product_id": own },
                "product_reference": other, "relates_to_product_reference": "P1" })
    };
    let circle = changed("/product_tree/relationships", json!([relation("A", "B"), relation("B", "A")]));
    assert!(read(&circle).unwrap_err().contains("6.1.3"));
    let chain = changed("/product_tree/relationships", json!([relation("A", "B"), relation("B", "P2")]));
    read(&chain).unwrap();
    for (purl, right) in [("pkg:maven/@1.3.4", false), ("pkg:maven/org.urne/box@1.3.4?type=jar", true), ("pkg:npm/%40urne/box@1", true), ("pkg:npm/@1", false)]
    {
        let helper = json!({ "purl": purl });
        let doc = changed("/product_tree/full_product_names/0/product_identification_helper", helper);
        assert_eq!(read(&doc).is_ok(), right, "{purl}");
    }
    // Examples of FIRST: CVE-2002-0392 (CVSS 2 guide, 3.3.1), and a changed scope.
    for (key, object) in [
        (
            "cvss_v2",
            json!({ "version": "2.0", "vectorString": "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H",
            "baseScore": 7.8, "temporalScore": 6.4, "environmentalScore": 9.2 }),
        ),
        (
            "cvss_v3",
            json!({ "version": "3.0", "vectorString": "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N",
            "baseScore": 6.4, "baseSeverity": "MEDIUM" }),
        ),
        (
            "cvss_v3",
            json!({ "version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U/MAV:P",
            "baseScore": 9.8, "baseSeverity": "CRITICAL", "temporalScore": 7.8, "environmentalScore": 5.5 }),
        ),
    ] {
        let doc = changed("/vulnerabilities/0/scores/0", json!({ "products": ["P1"], key: object }));
        read(&doc).unwrap();
    }
}

#[test]
fn profiles_ask_for_more() {
    let mut vex = changed("/document/category", json!("csaf_vex"));
    vex["vulnerabilities"][0]["product_status"]["known_not_affected"] = json!(["P3", "P4"]);
    vex["product_tree"]["full_product_names"] = json!(["P2", "P3", "P4"].map(|id| json!({ "name": id, "product_id": id })));
    vex["product_tree"]["product_groups"][0]["product_ids"] = json!(["P3", "P4"]);
    let reason = json!([{ "label": "component_not_present", "group_ids": ["G1"] }]);
    assert!(read(&vex).unwrap_err().contains("/known_not_affected/0: why"));
    vex["vulnerabilities"][0]["flags"] = reason;
    read(&vex).unwrap();
    for (pointer, value, test) in [
        ("/vulnerabilities/0/remediations", json!([{ "category": "mitigation", "details": "Wait.", "product_ids": ["P2"] }]), "6.1.27.10"),
        ("/vulnerabilities/0/flags/0/group_ids", json!(["G2"]), "6.1.4"),
        ("/vulnerabilities/0/product_status", json!({ "recommended": ["P1"] }), "6.1.27.7"),
        ("/vulnerabilities/0/cve", json!(null), "6.1.27.8"),
        ("/vulnerabilities/0/notes", json!(null), "6.1.27.5"),
        ("/vulnerabilities", json!(null), "6.1.27.11"),
    ] {
        let mut doc = vex.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let map = doc.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            map.remove(key);
        } else {
            map.insert(key.to_owned(), value);
        }
        let error = read(&doc).unwrap_err();
        assert!(error.contains(&format!("(CSAF {test})")), "{pointer}: {error}");
    }
    let flag = json!({ "label": "vulnerable_code_not_present", "product_ids": ["P4"] });
    vex["vulnerabilities"][0]["flags"].as_array_mut().unwrap().push(flag);
    assert!(read(&vex).unwrap_err().contains("6.1.33"));
}

#[test]
fn repeated_and_missing_things() {
    let mut doc = changed("/document/category", json!("csaf_informational_advisory"));
    doc.as_object_mut().unwrap().remove("vulnerabilities");
    read(&doc).unwrap();
    let mut bare = doc.clone();
    bare["document"]["notes"] = json!([{ "category": "faq", "text": "?" }]);
    assert!(read(&bare).unwrap_err().contains("6.1.27.1)"));
    doc["document"].as_object_mut().unwrap().remove("references");
    assert!(read(&doc).unwrap_err().contains("6.1.27.2)"));

    let same = json!({ "group_id": "G1", "product_ids": ["P1", "P2"] });
    assert!(read(&changed("/product_tree/product_groups/-", same)).unwrap_err().contains("6.1.5"));
    let one = changed("/document/title", json!("x"))["vulnerabilities"][0].clone();
    let scores = json!([one["scores"][0], one["scores"][0]]);
    assert!(read(&changed("/vulnerabilities/0/scores", scores)).unwrap_err().contains("6.1.7"));
    assert!(read(&changed("/vulnerabilities/-", one)).unwrap_err().contains("6.1.23"));

    for (versions, status, test) in [
        (["0", "1"], "final", Some("6.1.18")),
        (["0.1.0", "0.2.0"], "interim", Some("6.1.17")),
        (["0.1.0", "0.2.0"], "draft", None),
        (["1.0.0", "2.0.0-beta"], "draft", Some("6.1.19")),
        (["1.0.0", "1.0.1"], "final", None),
        (["1.0.0", "3.0.0"], "final", Some("6.1.21")),
    ] {
        let mut doc = changed("/document/tracking/version", json!(versions[1]));
        doc["document"]["tracking"]["status"] = json!(status);
        for (i, version) in versions.iter().enumerate() {
            doc["document"]["tracking"]["revision_history"][i]["number"] = json!(version);
        }
        let error = read(&doc).err();
        assert!(test.is_none_or(|t| error.as_ref().is_some_and(|e| e.contains(t))), "{error:?}");
        assert_eq!(test.is_some(), error.is_some(), "{error:?}");
    }
}
