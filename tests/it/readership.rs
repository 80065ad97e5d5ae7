//! Who has read what, equal treatment, and reading at an inhuman pace.
use crate::{
    desk::{self, To},
    sink,
    support::{Portal, on_both},
};
use std::time::Instant;
use vigie::{clock::DAY, crypto::sha256};

on_both! {
    the_desk_sees_by_party_since_when_and_who_has_opened_and_confirmed
    a_party_never_sees_the_readership
    a_reminder_reaches_those_who_have_not_confirmed_once_a_day
    the_report_shows_the_same_bytes_for_all_and_why_some_went_to_fewer
    the_report_leaves_as_a_file_after_a_factor_with_its_rows_in_the_log
    what_is_public_names_no_small_number
    who_opens_many_documents_is_slowed_and_the_agency_is_alarmed
    a_search_that_shows_words_of_documents_is_in_the_log
}

fn the_desk_sees_by_party_since_when_and_who_has_opened_and_confirmed(p: &Portal) {
    let reference = desk::published(p, "Lu par qui", To::Parties(&[0, 1]));
    let address = format!("/advisories/{reference}");
    p.contact(0).get(&address).is(200);
    p.contact(0).get(&address).is(200);
    p.lead(0).submit(&address, &format!("{address}/acknowledgement"), &[("state", "acting")]).is(303);
    let page = p.approver().get(&format!("/desk{address}/readership")).is(200).page();
    let rows: Vec<Vec<String>> = page.all("tbody tr").iter().map(|r| crate::page::Page::new(&format!("<table>{}</table>", r.html())).texts("td")).collect();
    assert_eq!(page.all("tbody tr").len(), 2, "the third party was not addressed");
    assert!(rows[1][0].starts_with('3') && rows[1][1].starts_with('2') && rows[1][2].starts_with('1'), "{rows:?}");
    assert!(rows[0][1].starts_with('0') && rows[0][2].starts_with('0'), "{rows:?}");
    let text = page.text("main");
    assert!(text.contains("Personne lead0") && text.contains("Nous agissons") && !text.contains("Hêtre"), "{text}");
    assert!(p.records().iter().any(|r| r == &format!("advisory.readership-read {reference} done ")));
    // After the withdrawal the list of those who had opened it is still there.
    desk::withdraw(&p.approver(), &reference, "").is(303);
    assert!(p.approver().get(&format!("/desk{address}/readership")).is(200).text().contains("Personne contact0"));
}

fn a_party_never_sees_the_readership(p: &Portal) {
    let reference = desk::published(p, "À deux", To::Parties(&[0, 1]));
    let address = format!("/advisories/{reference}");
    p.contact(1).submit(&address, &format!("{address}/acknowledgement"), &[("state", "done")]).is(303);
    p.lead(0).submit(&address, &format!("{address}/acknowledgement"), &[("state", "read")]).is(303);
    let seen = p.lead(0).get(&address).is(200).text();
    assert!(!seen.contains("contact1") && !seen.contains("Tilleul"));
    for path in [format!("/desk{address}/readership"), "/desk/treatment".into()] {
        p.lead(0).get(&path).is(403);
        p.vetting().get(&path).is(403);
    }
    p.auditor().get(&format!("/desk{address}/readership")).is(403);
    p.auditor().get("/desk/treatment").is(200);
}

fn a_reminder_reaches_those_who_have_not_confirmed_once_a_day(p: &Portal) {
    let reference = desk::published(p, "Rappel", To::Parties(&[0]));
    let (address, page) = (format!("/advisories/{reference}"), format!("/desk/advisories/{reference}/readership"));
    p.contact(0).submit(&address, &format!("{address}/acknowledgement"), &[("state", "read")]).is(303);
    let remind = |key: &str| p.by(key).submit(&page, &format!("/desk{address}/reminder"), &[]).is(303).location().to_owned();
    assert!(remind("author").ends_with("reminded=2"));
    assert!(remind("approver").ends_with("reminded=0"), "nobody is written to twice a day");
    sink::until("the reminders are sent", || p.count("FROM outbox WHERE kind = 'reminder' AND state = 'sent'") == 2);
    assert_eq!(p.count(&format!("FROM outbox WHERE kind = 'reminder' AND account_id = '{}'", p.id("contact0"))), 0);
    p.clock.advance(DAY + 1_000);
    let again = p.sign_in("author").submit(&page, &format!("/desk{address}/reminder"), &[]).is(303).location().to_owned();
    assert!(again.ends_with("reminded=2"), "{again}");
}

fn the_report_shows_the_same_bytes_for_all_and_why_some_went_to_fewer(p: &Portal) {
    let all = desk::published(p, "Pour tous", To::All);
    let some = desk::published(p, "Pour un", To::Parties(&[0]));
    let page = p.auditor().get("/desk/treatment").is(200).page();
    let text = page.text("main");
    assert!(text.contains(&all) && text.contains(&some) && text.contains("Ils sont visés."), "{text}");
    assert!(!text.contains("Pour tous") && !text.contains("Pour un"), "no title: the report says nothing of the subject");
    let of = |party: usize| sha256(&p.contact(party).get(&format!("/advisories/{all}/advisory.txt")).is(200).body);
    let hashes = [of(0), of(1), of(2)];
    assert!(hashes.iter().all(|h| *h == hashes[0]));
    assert!(page.texts("tbody code").contains(&data_encoding::HEXLOWER.encode(&hashes[0][..8])));
    for bad in ["from=demain", "from=2027-01-01&to=2026-01-01", "to=2026-13-01"] {
        p.auditor().get(&format!("/desk/treatment?{bad}")).is(422);
    }
    assert!(!p.auditor().get("/desk/treatment?from=2001-01-01&to=2001-12-31").is(200).page().has("tbody"));
}

fn the_report_leaves_as_a_file_after_a_factor_with_its_rows_in_the_log(p: &Portal) {
    let reference = desk::published(p, "Pour deux", To::Parties(&[0, 1]));
    p.sql("UPDATE party SET name = '=cmd()' WHERE slug = 'erable-nouveau'");
    let auditor = p.auditor();
    let answer = auditor.submit("/desk/treatment", "/desk/treatment/export", &[]).is(200);
    assert!(answer.header("content-type").starts_with("text/csv") && answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.header("content-security-policy").contains("sandbox"), "as every file");
    let text = answer.text();
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows[0].starts_with("TLP:AMBER+STRICT,equal treatment,Personne auditor,"), "{}", rows[0]);
    assert_eq!(rows.iter().filter(|r| r.starts_with(&reference)).count(), 2, "{text}");
    assert!(text.contains(",'=cmd(),") && !text.contains(",=cmd"), "{text}");
    assert!(p.records().iter().any(|r| r.starts_with("report.exported treatment done") && r.ends_with("2 rows")), "{:?}", p.records().last());
    // Later the factor is asked for again, and the file comes once it is given.
    p.clock.advance(6 * 60 * 1_000);
    auditor.submit("/desk/treatment", "/desk/treatment/export", &[]).leads_to("/account/confirm");
}

fn what_is_public_names_no_small_number(p: &Portal) {
    p.nobody().get("/equal-treatment").is(404);
    // Nothing is said of a year that has not ended: a number that grows would say what was published that day.
    let of = |fewer: usize| {
        let open = Portal::with(p.kind, &[("# [desk]", "[desk]\npublish_treatment = true")]);
        for n in 0..2 {
            desk::published(&open, &format!("Pour tous {n}"), To::All);
        }
        for n in 0..fewer {
            desk::published(&open, &format!("Pour un {n}"), To::Parties(&[n % 2]));
        }
        let read = || open.nobody().get("/equal-treatment").is(200).page().texts("tbody td");
        assert_eq!(read(), [""; 0]);
        open.clock.advance(366 * DAY);
        read()
    };
    assert_eq!(of(0), ["2", "moins de cinq"]);
    assert_eq!(of(4), ["2", "moins de cinq"], "a few documents for one party change nothing");
    assert_eq!(of(5), ["2", "5"]);
}

fn who_opens_many_documents_is_slowed_and_the_agency_is_alarmed(p: &Portal) {
    let references: Vec<String> = (0..31).map(|n| desk::in_review(p, &format!("Numéro {n}"), To::All)).collect();
    for reference in &references {
        desk::publish(&p.approver(), reference).is(303);
    }
    let reader = p.contact(0);
    for reference in &references[..30] {
        reader.get(&format!("/advisories/{reference}")).is(200);
    }
    assert_eq!(p.count("FROM alarm WHERE kind = 'many-reads'"), 0, "thirty are nobody's haste");
    let began = Instant::now();
    reader.get(&format!("/advisories/{}", references[30])).is(200);
    assert!(began.elapsed().as_millis() >= 1_900, "{:?}", began.elapsed());
    assert_eq!(p.column("SELECT object FROM alarm WHERE kind = 'many-reads'"), [p.id("contact0").to_string()]);
    assert!(p.vetting().get("/desk/alarms").text().contains("documents ou de fiches"));
    // Others are not slowed, and neither is one that is open already.
    let began = Instant::now();
    p.contact(1).get(&format!("/advisories/{}", references[0])).is(200);
    reader.get(&format!("/advisories/{}", references[0])).is(200);
    assert!(began.elapsed().as_millis() < 1_900, "{:?}", began.elapsed());
}

fn a_search_that_shows_words_of_documents_is_in_the_log(p: &Portal) {
    let reference = desk::published(p, "Campagne de courriels", To::Parties(&[0]));
    let red = desk::published(p, "Sous le sceau", To::People(&["contact0"]));
    let page = p.contact(0).get("/search?q=imitent").is(200).page();
    assert_eq!(page.all("ul.rows li").len(), 2);
    assert!(page.texts(".snippet mark").contains(&"imitent".to_owned()), "{:?}", page.texts(".snippet"));
    let searched: Vec<String> = p.records().into_iter().filter(|r| r.starts_with("advisory.searched")).collect();
    assert_eq!(searched.len(), 1);
    assert!(searched[0].contains(&reference) && searched[0].contains(&red) && !searched[0].contains("imitent"), "{searched:?}");
    // A search that shows no word of any document leaves none; neither does another party's.
    p.contact(0).get("/search?q=zzz").is(200);
    assert!(!p.contact(1).get("/search?q=imitent").is(200).page().has("ul.rows"));
    assert_eq!(p.records().iter().filter(|r| r.starts_with("advisory.searched")).count(), 1);
    // Whatever an engine takes for an operator is a word or nothing.
    for odd in [
        "imitent%22",
        "%22imitent+OR+1",
        "imitent*",
        "NEAR(imitent+x)",
        "-imitent",
        "imitent+%26+%7C+%21",
        "%3C-%3E",
        "title%3Aimitent",
        "%27%3B+DROP",
        "a%3A*b",
    ] {
        p.contact(0).get(&format!("/search?q={odd}")).is(200);
    }
    p.contact(0).get(&format!("/search?q={}", "mot+".repeat(2_000))).is(200);
    // What is withdrawn is no longer found at that commit.
    desk::withdraw(&p.approver(), &reference, "").is(303);
    assert_eq!(p.contact(0).get("/search?q=imitent").page().all("ul.rows li").len(), 1);
    assert_eq!(p.count("FROM searchable"), 1);
}
