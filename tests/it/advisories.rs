//! What readers see, and what they must not.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Portal, on_both},
};

on_both! {
    another_party_cannot_tell_that_an_advisory_exists
    drafts_are_invisible_to_readers_wherever_they_look
    what_is_withdrawn_is_gone_from_lists_and_says_why
    named_people_alone_read_tlp_red
    who_joins_a_party_later_reads_what_the_party_was_sent_and_not_what_people_were
    a_group_is_the_parties_it_held_at_publication
    each_of_the_five_answers_is_kept
    indicators_are_shown_defanged_and_exported_exact
    a_version_that_was_not_for_us_is_not_in_our_history
    a_lead_sees_who_of_the_own_party_has_answered_and_nobody_else
    filters_and_searches_find_what_they_should
    a_long_list_is_paged_without_a_gap
    what_was_skipped_is_still_to_read_however_much_was_confirmed_since
    markdown_stays_harmless
}

/// The answer but for what was typed into the address.
fn plain(answer: &Answer, reference: &str) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = answer.headers.iter().filter(|(n, _)| n != "date").cloned().collect();
    headers.sort();
    (answer.status, headers, answer.text().replace(reference, "REF"))
}

fn another_party_cannot_tell_that_an_advisory_exists(p: &Portal) {
    let reference = desk::published(p, "Message confidentiel", To::Parties(&[0]));
    desk::next_version(p, &reference, "Message confidentiel", "Encore", To::Parties(&[0]));
    let other = p.contact(1);
    for end in ["", "/versions/1", "/versions/2", "/indicators.csv"] {
        p.contact(0).get(&format!("/advisories/{reference}{end}")).is(200);
        let (there, never) = (other.get(&format!("/advisories/{reference}{end}")), other.get(&format!("/advisories/2027-ZZZZ{end}")));
        assert_eq!(there.status, 404);
        assert_eq!(plain(&there, &reference), plain(&never, "2027-ZZZZ"), "{end}");
    }
    let ack = |r: &str| other.post(&format!("/advisories/{r}/acknowledgement"), &[("state", "read")]);
    assert_eq!(plain(&ack(&reference), &reference), plain(&ack("2027-ZZZZ"), "2027-ZZZZ"));
    for path in ["/", "/advisories", "/advisories?sort=date", "/advisories?sort=severity", "/search?q=confidentiel", "/advisories?tlp=AMBER", "/party"] {
        let page = other.get(path).is(200).text();
        assert!(!page.contains(&reference) && !page.contains("Message"), "{path}");
    }
    assert!(other.get("/search?q=confidentiel").page().has("main p"));
    assert_eq!(p.count("FROM acknowledgement"), 0);
    assert!(p.records().iter().any(|r| r.starts_with(&format!("access.refused {reference} refused"))));
}

fn sees(client: &Client, reference: &str) -> Vec<u16> {
    let mut got: Vec<u16> = ["", "/versions/1", "/indicators.csv"].iter().map(|end| client.get(&format!("/advisories/{reference}{end}")).status).collect();
    got.push(if client.get("/advisories").text().contains(reference) { 200 } else { 404 });
    got.push(if client.get("/search?q=saule").text().contains(reference) { 200 } else { 404 });
    got.push(if client.get("/").text().contains(reference) { 200 } else { 404 });
    got
}

fn drafts_are_invisible_to_readers_wherever_they_look(p: &Portal) {
    for reference in [desk::complete(p, "Saule en chantier", To::All), desk::in_review(p, "Saule en relecture", To::All)] {
        assert_eq!(sees(&p.contact(0), &reference), [404; 6]);
        p.contact(0).post(&format!("/advisories/{reference}/acknowledgement"), &[("state", "read")]).is(404);
    }
}

fn what_is_withdrawn_is_gone_from_lists_and_says_why(p: &Portal) {
    let (first, second) = (desk::published(p, "Saule", To::All), desk::published(p, "Saule bis", To::Parties(&[0])));
    assert_eq!(sees(&p.contact(0), &first), [200; 6]);
    desk::withdraw(&p.approver(), &first, "2027-ZZZZ").is(422);
    desk::withdraw(&p.approver(), &first, &first).is(422);
    desk::withdraw(&p.approver(), &first, &second).is(303);
    let page = p.contact(0).get(&format!("/advisories/{first}")).is(200).page();
    assert_eq!(page.text(".banner p"), "Remplacé.");
    assert!(page.has(&format!(".banner a[href='/advisories/{second}']")));
    assert!(!page.text("main").contains("Une campagne vise"), "the withdrawn text is not shown");
    // That the replacement exists is for those alone who may see it.
    let page = p.contact(1).get(&format!("/advisories/{first}")).is(200);
    assert!(!page.text().contains(&second));
    let seen = sees(&p.contact(0), &first);
    assert_eq!((seen[2], seen[3], seen[4], seen[5]), (404, 404, 404, 404));
    p.contact(0).post(&format!("/advisories/{first}/acknowledgement"), &[("state", "read")]).is(409);
    desk::withdraw(&p.approver(), &second, "").is(303);
    p.approver().post(&format!("/desk/advisories/{second}/withdrawal"), &[("reason", "Encore.")]).is(409);
    p.author().post(&format!("/desk/advisories/{second}/versions"), &[]).is(409);
}

fn named_people_alone_read_tlp_red(p: &Portal) {
    let author = p.author();
    let reference = desk::published(p, "Saule rouge", To::People(&["contact0", "lead1"]));
    assert_eq!(sees(&p.contact(0), &reference), [200; 6]);
    p.lead(1).get(&format!("/advisories/{reference}")).is(200);
    for key in ["lead0", "colleague0", "contact1", "contact2"] {
        assert_eq!(sees(&p.by(key), &reference), [404; 6], "{key}");
    }
    let other = desk::draft(&author, "Rouge à tous");
    desk::address(p, &author, &other, To::People(&["contact0"]));
    let page = format!("/desk/advisories/{other}/recipients");
    author.submit(&page, &page, &[("audience", "all-parties"), ("reason", "Tous.")]).is(422);
    // Crossing the line drops the recipients: they are chosen anew.
    let marking = format!("/desk/advisories/{other}/marking");
    author.submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high")]).is(303);
    assert!(!author.get(&format!("/desk/advisories/{other}")).page().has(&format!("form[action='/desk/advisories/{other}/submission']")));
}

fn who_joins_a_party_later_reads_what_the_party_was_sent_and_not_what_people_were(p: &Portal) {
    let red = desk::published(p, "Saule rouge", To::People(&["contact0"]));
    let amber = desk::published(p, "Saule", To::Parties(&[0]));
    p.enrolled().get(&format!("/advisories/{amber}")).is(403);
    let page = format!("/desk/contacts/{}", p.id("enrolled"));
    p.vetting().submit(&page, &format!("{page}/confirmation"), &[]).leads_to(&page);
    assert_eq!(sees(&p.enrolled(), &amber), [200; 6]);
    assert_eq!(sees(&p.enrolled(), &red), [404; 6]);
}

fn a_group_is_the_parties_it_held_at_publication(p: &Portal) {
    let reference = desk::published(p, "Saule du groupe", To::Group);
    for (party, status) in [(0, 200), (1, 404), (2, 200)] {
        p.contact(party).get(&format!("/advisories/{reference}")).is(status);
    }
    p.sql("INSERT INTO party_group_member (group_id, party_id) SELECT g.id, p.id FROM party_group g, party p WHERE p.slug = 'alliance-du-tilleul'");
    p.contact(1).get(&format!("/advisories/{reference}")).is(404);
}

fn each_of_the_five_answers_is_kept(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    let action = format!("{address}/acknowledgement");
    for state in ["read", "not-concerned", "acting", "done", "need-help"] {
        reader.submit(&address, &action, &[("state", state)]).is(303);
        assert_eq!(p.column("SELECT state FROM acknowledgement"), [state]);
        assert!(reader.get(&address).page().has(&format!("input[name=state][value='{state}'][checked]")), "{state}");
    }
    for state in ["", "maybe"] {
        let back = reader.submit(&address, &action, &[("state", state)]).is(422).page();
        assert!(back.has(".errs"), "{state}");
    }
    reader.post(&action, &[("state", "read"), ("number", "x")]).is(400);
    reader.post(&action, &[("state", "read"), ("number", "7")]).is(409);
    assert_eq!(p.column("SELECT state FROM acknowledgement"), ["need-help"]);
    assert_eq!(p.records().iter().filter(|r| r.starts_with("advisory.acknowledged")).count(), 5);
}

fn indicators_are_shown_defanged_and_exported_exact(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let page = p.contact(0).get(&format!("/advisories/{reference}")).page();
    assert_eq!(page.texts("table code"), ["support-messagerie[.]example", "hxxps[:]//support-messagerie[.]example/x"]);
    assert!(page.attrs("a", "href").iter().all(|h| !h.contains("support-messagerie")));
    let file = p.contact(0).get(&format!("/advisories/{reference}/indicators.csv")).is(200);
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{reference}-indicators.csv\""));
    let text = file.text();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with(&format!("TLP:AMBER,{reference},version 1,Personne contact0")), "{}", lines[0]);
    assert_eq!(lines[2], "domain,support-messagerie.example,seen 9 March");
    assert_eq!(lines[3], "url,https://support-messagerie.example/x,'=cmd|' /C calc'!A0", "a formula is led by an apostrophe");
}

fn a_version_that_was_not_for_us_is_not_in_our_history(p: &Portal) {
    let reference = desk::published(p, "Saule", To::Parties(&[0]));
    desk::next_version(p, &reference, "Saule", "Note pour l’Érable seul", To::Parties(&[0]));
    desk::next_version(p, &reference, "Saule", "Note pour les deux", To::Parties(&[0, 1]));
    let (ours, theirs) = (p.contact(0).get(&format!("/advisories/{reference}")), p.contact(1).get(&format!("/advisories/{reference}")));
    assert!(ours.text().contains("Érable seul"));
    assert!(theirs.text().contains("Note pour les deux"));
    assert!(!theirs.text().contains("Érable seul"), "a note of a version that was not addressed to the reader is shown");
    assert_eq!(theirs.page().texts("#history + table tbody tr").len(), 1);
    p.contact(1).get(&format!("/advisories/{reference}/versions/2")).is(404);
    // Whoever is no longer addressed sees none of it.
    desk::next_version(p, &reference, "Saule", "Pour le Tilleul", To::Parties(&[1]));
    p.contact(0).get(&format!("/advisories/{reference}")).is(404);
    p.contact(0).get(&format!("/advisories/{reference}/versions/1")).is(404);
}

fn a_lead_sees_who_of_the_own_party_has_answered_and_nobody_else(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let address = format!("/advisories/{reference}");
    for key in ["contact0", "contact1", "lead0"] {
        p.by(key).submit(&address, &format!("{address}/acknowledgement"), &[("state", "acting")]).is(303);
    }
    let page = p.lead(0).get(&address).page().text("aside");
    assert!(page.contains("Personne contact0") && !page.contains("Personne contact1"), "{page}");
    assert!(!p.contact(0).get(&address).page().text("aside").contains("Personne lead0"));
    let party = p.lead(0).get("/party").page();
    assert_eq!(party.text("h1"), "Érable Nouveau");
    assert!(!party.text("main").contains("Tilleul"));
}

fn filters_and_searches_find_what_they_should(p: &Portal) {
    let first = desk::published(p, "Hameçonnage à l’été", To::All);
    let second = desk::published(p, "Saule rouge", To::People(&["contact0"]));
    let reader = p.contact(0);
    for (query, wanted) in [
        ("q=hameconnage+ete", vec![&first]),
        ("q=HAME%C3%87ONNAGE", vec![&first]),
        ("q=zzz", vec![]),
        ("q=%25", vec![]),
        ("q=_", vec![]),
        ("q=ham", vec![&first]),
        ("q=imitent+messagerie", vec![&second, &first]),
        ("tlp=RED", vec![&second]),
        ("tlp=CLEAR", vec![]),
        ("severity=high", vec![&second, &first]),
        ("state=confirmed", vec![]),
        ("state=to-read&sort=date", vec![&second, &first]),
        ("after=nonsense", vec![&second, &first]),
    ] {
        let found = reader.get(&format!("/advisories?{query}")).is(200).page().attrs("ul.rows h3 a", "href");
        let wanted: Vec<String> = wanted.iter().map(|r| format!("/advisories/{r}")).collect();
        assert_eq!(found, wanted, "{query}");
    }
    let long = "q".repeat(8_000);
    reader.get(&format!("/search?q={long}")).is(200);
    let many: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
    reader.get(&format!("/search?q={}", many.join("+"))).is(200);
    for odd in ["q=%00", "q=%FF", "q=%zz"] {
        reader.get(&format!("/search?{odd}")).is(400);
    }
}

fn a_long_list_is_paged_without_a_gap(p: &Portal) {
    let reference = desk::published(p, "Modèle", To::All);
    // Sixty copies with two times alone, so that the order rests on the id as well.
    let columns = "severity, audience, reason, author_id, approver_id, published_at, comment, lock_version, content_hash, folded, change_note, summary, actions, refs, indicators, body, rendered";
    for n in 0..60 {
        p.sql(&format!(
            "INSERT INTO advisory (id, reference, language, current, working, published_at, created_by, created_at, changed_at)
               SELECT 'copy{n}', '2026-X{n}', language, 1, 1, {}, created_by, created_at, changed_at FROM advisory WHERE reference = '{reference}';
             INSERT INTO revision (advisory_id, number, state, title, tlp, {columns}) SELECT 'copy{n}', 1, state, 'Copie {n}', tlp, {columns} FROM revision WHERE title = 'Modèle'",
            1_000 + n / 30
        ));
        p.sql(&format!("INSERT INTO searchable (advisory_id, for_party, words) VALUES ('copy{n}', '', 'copie commune')"));
    }
    for sort in ["state", "date", "severity"] {
        assert_eq!(paged(p, &format!("/advisories?sort={sort}")), 61, "{sort}");
    }
    assert_eq!(paged(p, "/search?q=comm+copie"), 60);
    // From the first confirmation on, what was left before it is written down by itself.
    p.contact(0).post(&format!("/advisories/{reference}/acknowledgement"), &[("state", "read")]).is(303);
    for (address, rows) in [("state=to-read", 60), ("state=to-read&sort=severity", 60), ("sort=state", 61)] {
        assert_eq!(paged(p, &format!("/advisories?{address}")), rows, "{address}");
    }
}

/// How many rows a list has on all its pages; none comes twice.
fn paged(p: &Portal, address: &str) -> usize {
    let (mut next, mut seen) = (address.to_owned(), std::collections::BTreeSet::new());
    while !next.is_empty() {
        let page = p.contact(0).get(&next).is(200).page();
        for row in page.attrs("ul.rows h3 a", "href") {
            assert!(seen.insert(row.clone()), "{row} comes twice");
        }
        next = page.attr("a[rel=next]", "href");
    }
    seen.len()
}

fn what_was_skipped_is_still_to_read_however_much_was_confirmed_since(p: &Portal) {
    let mut all: Vec<String> = (0..4).map(|n| desk::published(p, &format!("Avis {n}"), To::All)).collect();
    for (n, reference) in all.iter().enumerate() {
        p.sql(&format!("UPDATE advisory SET published_at = {} WHERE reference = '{reference}'", 1_000 + n));
    }
    let address = |n: usize, all: &[String]| format!("/advisories/{}", all[n]);
    let confirm = |n: usize, all: &[String]| p.contact(0).post(&format!("{}/acknowledgement", address(n, all)), &[("state", "read")]).is(303);
    let to_read = |wanted: &[usize], all: &[String]| {
        let wanted: Vec<String> = wanted.iter().map(|n| address(*n, all)).collect();
        for list in ["state=to-read", "state=to-read&sort=date", "state=to-read&sort=severity"] {
            assert_eq!(p.contact(0).get(&format!("/advisories?{list}")).page().attrs("ul.rows h3 a", "href"), wanted, "{list}");
        }
        let home = p.contact(0).get("/").is(200).text();
        assert!(wanted.iter().all(|a| home.contains(a)), "on the first page too");
    };
    to_read(&[3, 2, 1, 0], &all);
    confirm(1, &all);
    to_read(&[3, 2, 0], &all);
    confirm(3, &all);
    to_read(&[2, 0], &all);
    all.push(desk::published(p, "Avis 4", To::All));
    to_read(&[4, 2, 0], &all);
    // What was corrected and must be confirmed anew stands where it was published again.
    desk::next_version(p, &all[0], "Avis 0", "Encore", To::All);
    to_read(&[0, 4, 2], &all);
    desk::withdraw(&p.approver(), &all[2], "").is(303);
    to_read(&[0, 4], &all);
    confirm(0, &all);
    to_read(&[4], &all);
    assert_eq!(p.contact(1).get("/advisories?state=to-read").page().attrs("ul.rows h3 a", "href").len(), 4, "the others have confirmed nothing");
}

fn markdown_stays_harmless(p: &Portal) {
    let author = p.author();
    let reference = desk::draft(&author, "Markdown");
    let page = format!("/desk/advisories/{reference}/content");
    let body = "<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](http://plain.example/)\n\n\
        ![d](https://evil.example/x.png) [e](https://good.example/path) <https://auto.example/> [f](//evil.example) \n\n<iframe src=https://evil.example></iframe>\n\n\
        <svg/onload=alert(1)> <a href=https://evil.example style=color:red onclick=x>g</a>\n\n```\n<script>\n```\n";
    author.submit(&page, &page, &[("title", "Markdown"), ("summary", "S"), ("body", body)]).is(303);
    desk::address(p, &author, &reference, To::All);
    desk::submit(&author, &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let shown = p.contact(0).get(&format!("/advisories/{reference}")).is(200).page();
    for bad in ["script", ".md img", ".md iframe", ".md svg", ".md [style]", ".md [onclick]", ".md [onerror]", "[onload]"] {
        assert!(!shown.has(bad), "{bad}");
    }
    let links = shown.attrs(".md a", "href");
    assert!(!links.is_empty() && links.iter().all(|h| h.starts_with("https://") || h.starts_with("mailto:") || h.starts_with('#')), "{links:?}");
    assert!(shown.text(".md").contains("good.example"), "the true host of a link is said");
}
