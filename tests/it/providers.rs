//! The directory of providers, and the register behind it.
use crate::{
    binary::{done, err, out, vigie},
    support::{Portal, on_both},
    world::PROVIDERS,
};

on_both! {
    a_contact_finds_the_telephone_of_a_provider_by_need
    expired_and_suspended_qualifications_are_not_recommended
    searching_leaves_no_record
    a_register_with_a_fault_is_not_taken_at_all
    the_same_register_twice_changes_nothing_and_a_later_word_counts
}

fn names(p: &Portal, query: &str) -> Vec<String> {
    let mut names = p.contact(0).get(&format!("/providers{query}")).is(200).page().texts("section.prov h3");
    names.sort();
    names
}

fn a_contact_finds_the_telephone_of_a_provider_by_need(p: &Portal) {
    assert_eq!(names(p, "?need=response"), ["Vigilance Ouest"]);
    assert_eq!(names(p, "?need=audit"), ["Audit Levant"]);
    for (query, wanted) in [
        ("?region=Bretagne", 1),
        ("?scheme=PASSI", 1),
        ("?scope=forensic", 1),
        ("?available=yes", 1),
        ("?q=vigilance", 1),
        ("?q=VIGILANCE+ouest", 1),
        ("?need=response&region=Provence", 0),
        ("?q=%25", 2),
        ("?need=unknown", 2),
        ("?page=99", 0),
        ("?page=-1&sort=x", 2),
    ] {
        assert_eq!(names(p, query).len(), wanted, "{query}");
    }
    let page = p.contact(0).get("/providers?need=response").page();
    assert_eq!(page.attr("section.prov a[href^='tel:']", "href"), "tel:+33299000001");
    let own = p.directory(0).get("/providers/vigilance-ouest").is(200).page();
    assert_eq!(own.text("a.call"), "+33 2 99 00 00 01");
    p.contact(0).get("/providers/nowhere").is(404);
}

fn expired_and_suspended_qualifications_are_not_recommended(p: &Portal) {
    assert!(names(p, "?need=detection").is_empty() && names(p, "?need=hosting").is_empty());
    assert_eq!(names(p, "?need=hosting&on=2023-06-01"), ["Nuage Clair"]);
    assert!(names(p, "?need=hosting&on=2024-02-10").is_empty(), "the day after the last");
    assert_eq!(names(p, "?need=hosting&on=2024-02-09").len(), 1, "the last day");
    for slug in ["nuage-clair", "guet-suspendu"] {
        let page = p.contact(0).get(&format!("/providers/{slug}")).is(200).page();
        assert!(page.has(".warn-box") && !page.has("a.call"), "{slug}");
    }
}

fn searching_leaves_no_record(p: &Portal) {
    let reader = p.contact(0);
    let records = p.records_of(|| {
        reader.get("/providers?need=response&q=urgent").is(200);
        reader.get("/providers/vigilance-ouest").is(200);
    });
    assert!(records.is_empty(), "{records:?}");
}

fn import(p: &Portal, content: impl AsRef<[u8]>, more: &[&str]) -> std::process::Output {
    let (path, dir) = (p.dir.join("register.csv"), p.dir.display().to_string());
    std::fs::write(&path, content).unwrap();
    vigie(&[&["import", "providers", path.to_str().unwrap(), "--data-dir", &dir], more].concat())
}

fn a_register_with_a_fault_is_not_taken_at_all(p: &Portal) {
    let counts = || (p.count("FROM provider"), p.count("FROM decision"), p.count("FROM audit_record"));
    let (before, header) = (counts(), PROVIDERS.lines().next().unwrap());
    let row = PROVIDERS.lines().nth(1).unwrap().replace("Vigilance Ouest", "Nouveau Venu");
    let with = |from: &str, to: &str| format!("{header}\n{row}\n{}\n", row.replace("Nouveau Venu", "Autre").replacen(from, to, 1));
    for (content, word) in [
        (with("2031-01-09", "2031-13-45"), "date"),
        (with("2031-01-09", "2001-01-01"), "valid_to"),
        (with("qualified", "wonderful"), "status"),
        (with("123456789", "12"), "siren"),
        (with("https://", "javascript:"), "website"),
        (with("PRIS", ""), "scheme"),
        (format!("{}\n{row}\n", header.replace(",siren", "")), "siren"),
        (format!("{header},colour\n{row},red\n"), "colour"),
        (format!("{header}\n{row},extra\n"), "line"),
        (String::new(), "empty"),
    ] {
        let output = import(p, &content, &[]);
        let said = format!("{}{}", out(&output), err(&output));
        assert_eq!(output.status.code(), Some(1), "{word}: {said}");
        assert!(said.to_lowercase().contains(word), "{word}: {said}");
    }
    assert_eq!(import(p, [header.as_bytes(), b"\n\xff\xfe,x\n"].concat(), &[]).status.code(), Some(1));
    assert_eq!(counts(), before);
}

fn the_same_register_twice_changes_nothing_and_a_later_word_counts(p: &Portal) {
    let counts = || (p.count("FROM provider"), p.count("FROM decision"), p.count("FROM audit_record"));
    let before = counts();
    assert!(import(p, PROVIDERS, &[]).status.success());
    let changed = PROVIDERS.replace("2025-01-10,2031-01-09,qualified", "2025-01-10,2031-01-09,suspended");
    assert!(import(p, &changed, &["--dry-run"]).status.success());
    assert_eq!(counts(), before);
    assert_eq!(names(p, "?need=response"), ["Vigilance Ouest"]);
    let report = import(p, &changed, &["--json"]);
    let report: serde_json::Value = serde_json::from_str(&out(&report)).unwrap();
    assert_eq!((report["new"].as_u64(), report["known"].as_u64(), report["providers"].as_u64()), (Some(1), Some(3), Some(0)));
    assert!(names(p, "?need=response").is_empty(), "the page of the running portal follows");
    assert!(
        p.records().last().is_some_and(|r| r.contains("providers.imported"))
            || p.records().iter().any(|r| r.contains("providers.imported register done 1 new, 3 known"))
    );
    done(&["audit", "verify", "--data-dir", &p.dir.display().to_string()]);
}
