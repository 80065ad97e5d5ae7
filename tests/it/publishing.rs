//! Four eyes: writing, review, publication, versions, withdrawal.
use crate::{
    desk::{self, To},
    support::{Kind, Portal, on_both},
    world::name,
};

on_both! {
    an_advisory_goes_from_the_author_to_the_reader_and_every_step_is_recorded
    the_author_cannot_publish_what_they_wrote
    who_changed_a_draft_cannot_publish_it
    the_database_itself_refuses_an_approver_who_is_the_author
    recipients_that_are_nobody_are_refused_everywhere
    what_is_published_cannot_be_changed_through_any_page
    what_is_published_cannot_be_changed_by_sql
    of_two_approvers_at_once_exactly_one_publishes
    saving_and_submitting_at_once_never_loses_a_text
    who_saves_late_keeps_the_text_and_is_told
    what_is_sent_back_comes_with_the_reason
    a_second_version_has_an_approval_of_its_own
    the_review_names_everybody_who_will_read
    an_approval_counts_for_what_was_read_alone
    mistakes_in_a_draft_come_back_at_their_fields
}

fn an_advisory_goes_from_the_author_to_the_reader_and_every_step_is_recorded(p: &Portal) {
    let mut reference = String::new();
    let records = p.records_of(|| {
        reference = desk::published(p, "Courriels imitant la messagerie", To::Parties(&[0]));
        let reader = p.contact(0);
        let address = format!("/advisories/{reference}");
        assert_eq!(reader.get("/").page().attrs("ul.rows h3 a", "href"), std::slice::from_ref(&address));
        let page = reader.get(&address).is(200).page();
        assert_eq!(page.text("h1"), "Courriels imitant la messagerie");
        assert_eq!(page.text(".md strong"), "imitent");
        assert_eq!(page.texts(".now li"), ["Bloquer le domaine", "Prévenir les équipes"]);
        assert_eq!(page.text(".mark .tlp"), "TLP:AMBER");
        let ack = format!("{address}/acknowledgement");
        reader.submit(&address, &ack, &[("state", "read")]).leads_to(&format!("{address}#confirm"));
        assert!(reader.get("/advisories").page().has("h2#confirmed"));
    });
    let wanted = [
        ("advisory.drafted", "done "),
        ("advisory.content-saved", "done "),
        ("advisory.marking-saved", "done TLP:AMBER, high"),
        ("advisory.recipients-saved", "done some-parties"),
        ("advisory.submitted", "done "),
        ("advisory.published", "done version 1, TLP:AMBER, some-parties"),
        ("advisory.read", "done version 1"),
        ("advisory.read", "done version 1"),
        ("advisory.acknowledged", "done version 1: read"),
    ];
    let about: Vec<&String> = records.iter().filter(|r| r.starts_with("advisory.") && !desk_read(r)).collect();
    assert_eq!(about.len(), wanted.len(), "{about:#?}");
    assert!(records.iter().any(|r| desk_read(r)), "staff read without a record");
    for (record, (action, end)) in about.iter().zip(wanted) {
        assert!(record.starts_with(&format!("{action} {reference} {end}")), "{record}");
    }
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }), "{:?}", p.verify());
}

/// Staff leave a record of what they read on the desk; how often depends on the pages they pass.
fn desk_read(record: &str) -> bool {
    ["content", "preview", "review"].iter().any(|page| record.starts_with("advisory.read") && record.ends_with(page))
}

fn the_author_cannot_publish_what_they_wrote(p: &Portal) {
    let chief = p.by("chief");
    let reference = desk::draft(&chief, "De ma main");
    desk::address(p, &chief, &reference, To::All);
    desk::submit(&chief, &reference).is(303);
    let review = chief.get(&format!("/desk/advisories/{reference}/review")).is(200).page();
    let action = format!("/desk/advisories/{reference}/publication");
    assert!(!review.has(&format!("form[action='{action}']")), "the button is offered");
    let version = review.hidden(&format!("/desk/advisories/{reference}/return")).into_iter().find(|(n, _)| n == "version").unwrap().1;
    chief.post(&action, &[("version", &version)]).is(403);
    assert_eq!(p.column("SELECT state FROM revision"), ["in-review"]);
    assert!(p.records().iter().any(|r| r == &format!("access.refused {reference} refused refused-own-text")));
    desk::publish(&p.approver(), &reference).is(303);
}

fn who_changed_a_draft_cannot_publish_it(p: &Portal) {
    let reference = desk::complete(p, "À plusieurs mains", To::All);
    let boss = p.by("boss");
    desk::write(&boss, &reference, "À plusieurs mains, corrigé", "").is(303);
    desk::submit(&p.author(), &reference).is(303);
    let action = format!("/desk/advisories/{reference}/publication");
    let review = boss.get(&format!("/desk/advisories/{reference}/review")).page();
    assert!(!review.has(&format!("form[action='{action}']")));
    let lock = p.column("SELECT CAST(lock_version AS TEXT) FROM revision");
    boss.post(&action, &[("version", &lock[0])]).is(403);
    assert_eq!(p.column("SELECT state FROM revision"), ["in-review"]);
}

fn the_database_itself_refuses_an_approver_who_is_the_author(p: &Portal) {
    desk::in_review(p, "Par la bande", To::All);
    let hash = if p.kind == crate::support::Kind::Sqlite { "x'00'" } else { "'\\x00'" };
    let publish = |by: &str| format!("UPDATE revision SET state = 'published', approver_id = {by}, published_at = 1, content_hash = {hash}");
    assert!(p.try_sql(&publish("author_id")).is_err());
    assert!(p.try_sql(&publish("NULL")).is_err(), "published by nobody");
    let other = format!("'{}'", p.id("boss"));
    assert!(
        p.try_sql(&format!("{}; UPDATE revision SET nothing = 1", publish(&other))).unwrap_err().to_string().contains("nothing"),
        "somebody else would pass"
    );
    assert!(p.try_sql("UPDATE revision SET tlp = 'RED'").is_err(), "TLP:RED to all");
    assert!(p.try_sql("UPDATE revision SET audience = 'some-parties', reason = ''").is_err(), "some parties without a reason");
    assert_eq!(p.column("SELECT state FROM revision"), ["in-review"]);
}

fn recipients_that_are_nobody_are_refused_everywhere(p: &Portal) {
    let author = p.author();
    let reference = desk::complete(p, "À personne", To::Parties(&[0]));
    let page = format!("/desk/advisories/{reference}/recipients");
    for fields in [
        &[("audience", "some-parties"), ("reason", "Ils sont visés.")][..],
        &[("audience", "some-parties"), ("reason", "Ils sont visés."), ("party", "inconnu")],
        &[("audience", "some-parties"), ("reason", "Ils sont visés."), ("group", "inconnu")],
        &[("audience", "some-parties"), ("reason", ""), ("party", "erable-nouveau")],
        &[("audience", ""), ("reason", "")],
        &[("audience", "everybody"), ("reason", "Ils sont visés.")],
        &[("audience", "named-people"), ("reason", "Ils sont visés.")],
    ] {
        author.submit(&page, &page, fields).is(422);
    }
    desk::submit(&author, &reference).is(303);
    // Behind the portal's back the audience is emptied: nobody, never everybody.
    p.sql("DELETE FROM audience_party");
    let publication = format!("/desk/advisories/{reference}/publication");
    let lock = p.column("SELECT CAST(lock_version AS TEXT) FROM revision");
    p.approver().post(&publication, &[("version", &lock[0])]).is(403);
    p.contact(0).get(&format!("/advisories/{reference}")).is(404);
    assert_eq!(p.column("SELECT state FROM revision"), ["in-review"]);
    let second = desk::published(p, "À un parti", To::Parties(&[1]));
    p.contact(1).get(&format!("/advisories/{second}")).is(200);
    p.sql(if p.kind == Kind::Sqlite { "DROP TRIGGER audience_party_final_delete" } else { "ALTER TABLE audience_party DISABLE TRIGGER ALL" });
    p.sql("DELETE FROM audience_party");
    p.contact(1).get(&format!("/advisories/{second}")).is(404);
    p.contact(0).get(&format!("/advisories/{second}")).is(404);
}

fn what_is_published_cannot_be_changed_through_any_page(p: &Portal) {
    let (author, reference) = (p.author(), desk::published(p, "Figé", To::Parties(&[0])));
    let before = p.contact(0).get(&format!("/advisories/{reference}")).page().text("article");
    let lock = p.column("SELECT CAST(lock_version AS TEXT) FROM revision")[0].clone();
    for page in ["content", "marking", "recipients"] {
        author.get(&format!("/desk/advisories/{reference}/{page}")).is(409);
    }
    let content = [("version", lock.as_str()), ("title", "Autre"), ("summary", "Autre")];
    author.post(&format!("/desk/advisories/{reference}/content"), &content).is(409);
    let marking = [("version", lock.as_str()), ("tlp", "CLEAR"), ("severity", "high")];
    author.post(&format!("/desk/advisories/{reference}/marking"), &marking).is(409);
    let recipients = [("version", lock.as_str()), ("audience", "all-parties")];
    author.post(&format!("/desk/advisories/{reference}/recipients"), &recipients).is(409);
    author.post(&format!("/desk/advisories/{reference}/submission"), &[("version", &lock)]).is(409);
    p.approver().post(&format!("/desk/advisories/{reference}/publication"), &[("version", &lock)]).is(409);
    p.approver().post(&format!("/desk/advisories/{reference}/return"), &[("version", &lock), ("comment", "Non.")]).is(409);
    assert_eq!(p.contact(0).get(&format!("/advisories/{reference}")).page().text("article"), before);
}

fn what_is_published_cannot_be_changed_by_sql(p: &Portal) {
    desk::published(p, "Figé", To::All);
    for sql in
        ["UPDATE revision SET title = 'Autre'", "UPDATE revision SET state = 'draft', approver_id = NULL", "DELETE FROM revision_editor; DELETE FROM revision"]
    {
        let error = p.try_sql(sql).unwrap_err().to_string();
        assert!(error.contains("a published version cannot be"), "{sql}: {error}");
    }
    assert_eq!(p.column("SELECT title FROM revision WHERE state = 'published'"), ["Figé"]);
}

fn of_two_approvers_at_once_exactly_one_publishes(p: &Portal) {
    let (one, two) = (p.approver(), p.by("approver2"));
    for round in 0..4 {
        let reference = desk::in_review(p, &format!("Course {round}"), To::All);
        let action = format!("/desk/advisories/{reference}/publication");
        let hidden = one.get(&format!("/desk/advisories/{reference}/review")).page().hidden(&action);
        let version = hidden.iter().find(|(n, _)| n == "version").unwrap().1.clone();
        let mut got: Vec<u16> = std::thread::scope(|s| {
            let all: Vec<_> = [&one, &two, &one, &two].map(|c| s.spawn(|| c.post(&action, &[("version", &version)]).status)).into();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        got.sort_unstable();
        assert_eq!(got, [303, 409, 409, 409]);
        let published = p.records().iter().filter(|r| r.starts_with(&format!("advisory.published {reference}"))).count();
        assert_eq!(published, 1);
    }
}

fn saving_and_submitting_at_once_never_loses_a_text(p: &Portal) {
    let (author, other) = (p.author(), p.by("coauthor"));
    for round in 0..4 {
        let reference = desk::complete(p, "Avant", To::All);
        let page = format!("/desk/advisories/{reference}/content");
        let edit = other.get(&page).page().hidden(&page);
        let action = format!("/desk/advisories/{reference}/submission");
        let submission = author.get(&format!("/desk/advisories/{reference}")).page().hidden(&action);
        let (saved, submitted) = std::thread::scope(|s| {
            let saved = s.spawn(|| other.send_form(&page, &edit, &[("title", "Après"), ("summary", "Après.")]).status);
            let submitted = s.spawn(|| author.send_form(&action, &submission, &[]).status);
            (saved.join().unwrap(), submitted.join().unwrap())
        });
        let now =
            p.column(&format!("SELECT r.state || ' ' || r.title FROM revision r JOIN advisory a ON a.id = r.advisory_id WHERE a.reference = '{reference}'"));
        match (saved, submitted) {
            (303, 409) => assert_eq!(now, ["draft Après"], "round {round}"),
            (409, 303) => assert_eq!(now, ["in-review Avant"], "round {round}"),
            both => panic!("{both:?}"),
        }
    }
}

fn who_saves_late_keeps_the_text_and_is_told(p: &Portal) {
    let (one, two) = (p.author(), p.by("coauthor"));
    let reference = desk::draft(&one, "Commun");
    let page = format!("/desk/advisories/{reference}/content");
    let hidden = two.get(&page).page().hidden(&page);
    desk::write(&one, &reference, "Commun, par la première", "").is(303);
    let late = two.send_form(&page, &hidden, &[("title", "Commun, par la seconde"), ("summary", "Mon texte à moi."), ("body", "Long travail")]).is(409).page();
    assert_eq!((late.typed("title").as_str(), late.typed("summary").as_str()), ("Commun, par la seconde", "Mon texte à moi."));
    assert!(late.typed("body").contains("Long travail"));
    assert!(late.has(".errs li"));
    assert_eq!(p.column("SELECT title FROM revision"), ["Commun, par la première"]);
    // The form that came back is bound to the newer state: sent again, it replaces it knowingly.
    two.send_form(&page, &late.hidden(&page), &[("title", "Commun, fusionné"), ("summary", "Les deux.")]).is(303);
    for field in ["marking", "recipients"] {
        let page = format!("/desk/advisories/{reference}/{field}");
        let old = [("version", "1"), ("tlp", "AMBER"), ("severity", "high"), ("audience", "all-parties")];
        let of = if field == "marking" { &old[..3] } else { &[old[0], old[3]][..] };
        let status = two.post(&page, of).status;
        assert!(status == 409 || (field == "recipients" && status == 422), "{field}: {status}");
    }
    assert_eq!(p.column("SELECT COALESCE(tlp, 'none') FROM revision"), ["none"]);
}

fn what_is_sent_back_comes_with_the_reason(p: &Portal) {
    let reference = desk::in_review(p, "À revoir", To::All);
    let (approver, page) = (p.approver(), format!("/desk/advisories/{reference}/review"));
    let action = format!("/desk/advisories/{reference}/return");
    approver.submit(&page, &action, &[("comment", " ")]).is(422);
    approver.submit(&page, &action, &[("comment", "Préciser le <b>domaine</b>.")]).is(303);
    let tasks = p.author().get(&format!("/desk/advisories/{reference}")).page();
    assert_eq!(tasks.text(".banner p"), "Préciser le <b>domaine</b>.");
    desk::submit(&p.author(), &reference).is(303);
    // Who sent it back may publish it: they changed nothing.
    desk::publish(&approver, &reference).is(303);
}

fn a_second_version_has_an_approval_of_its_own(p: &Portal) {
    let reference = desk::published(p, "Première", To::Parties(&[0]));
    let (author, reader, address) = (p.author(), p.contact(0), format!("/advisories/{reference}"));
    reader.submit(&address, &format!("{address}/acknowledgement"), &[("state", "done")]).is(303);
    author.submit(&format!("/desk{address}"), &format!("/desk{address}/versions"), &[]).is(303);
    author.post(&format!("/desk{address}/versions"), &[]).is(409);
    desk::write(&author, &reference, "Seconde", "").is(422);
    desk::write(&author, &reference, "Seconde", "Deux domaines de plus").is(303);
    assert_eq!(reader.get(&address).page().text("h1"), "Première", "readers see the approved version until the next is approved");
    desk::submit(&author, &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let page = reader.get(&address).page();
    assert_eq!(page.text("h1"), "Seconde");
    assert!(page.text("#history + table").contains("Deux domaines de plus"));
    assert!(page.has("#confirm form.card"), "a new version is to be confirmed anew");
    assert_eq!(reader.get(&format!("{address}/versions/1")).is(200).page().text("h1"), "Première");
    reader.post(&format!("{address}/acknowledgement"), &[("state", "read"), ("number", "1")]).is(409);
    reader.get(&format!("{address}/versions/3")).is(404);
}

fn the_review_names_everybody_who_will_read(p: &Portal) {
    let reference = desk::in_review(p, "Pour le groupe", To::Group);
    let page = p.approver().get(&format!("/desk/advisories/{reference}/review")).is(200).page();
    let named = page.texts("dl.people dd");
    let wanted: Vec<String> = ["colleague0", "contact0", "lead0", "colleague2", "contact2", "lead2"].map(name).into();
    assert_eq!(named, wanted);
    assert_eq!(page.texts("dl.people dt").len(), 2);
    assert!(page.has(".warn-box"), "that it is not for all is said, with the reason");
    assert!(page.text(".warn-box").contains("Ils sont visés."));
}

fn an_approval_counts_for_what_was_read_alone(p: &Portal) {
    let (approver, reference) = (p.approver(), desk::in_review(p, "Relu", To::All));
    let action = format!("/desk/advisories/{reference}/publication");
    let read = approver.get(&format!("/desk/advisories/{reference}/review")).page().hidden(&action);
    // It goes back, is changed and comes again: the approval of the first text is void.
    p.by("approver2").submit(&format!("/desk/advisories/{reference}/review"), &format!("/desk/advisories/{reference}/return"), &[("comment", "Non.")]).is(303);
    desk::write(&p.author(), &reference, "Non relu", "").is(303);
    desk::submit(&p.author(), &reference).is(303);
    approver.send_form(&action, &read, &[]).is(409);
    assert_eq!(p.column("SELECT state FROM revision"), ["in-review"]);
    for version in ["", "x", "-1", "99999999999999999999"] {
        assert!(matches!(approver.post(&action, &[("version", version)]).status, 400 | 409), "{version}");
    }
}

fn mistakes_in_a_draft_come_back_at_their_fields(p: &Portal) {
    let author = p.author();
    let reference = desk::draft(&author, "Titre");
    let page = format!("/desk/advisories/{reference}/content");
    let long = "x".repeat(201);
    for (field, value) in [
        ("title", ""),
        ("title", long.as_str()),
        ("actions", "1\n2\n3\n4\n5\n6"),
        ("references", "ftp://x.example/"),
        ("indicators", "colour, red"),
        ("indicators", "sha256, abc"),
    ] {
        let back = author.submit(&page, &page, &if field == "title" { vec![(field, value)] } else { vec![("title", "Titre"), (field, value)] }).is(422).page();
        assert!(back.has(&format!("#{field}-e")), "{field}: {value}");
        assert_eq!(back.attr(".errs a", "href"), format!("#{field}"));
        assert_eq!(back.typed(field).trim(), value, "what was typed is kept");
    }
    author.submit("/desk/advisories/new", "/desk/advisories", &[("title", "T"), ("language", "de"), ("model", "blank")]).is(422);
    author.submit("/desk/advisories/new", "/desk/advisories", &[("title", "T"), ("language", "fr"), ("model", "x")]).is(422);
    let marking = format!("/desk/advisories/{reference}/marking");
    for (tlp, severity, by) in
        [("", "high", ""), ("PURPLE", "high", ""), ("AMBER", "", ""), ("AMBER", "high", "tomorrow"), ("AMBER", "high", "2001-01-01T10:00")]
    {
        author.submit(&marking, &marking, &[("tlp", tlp), ("severity", severity), ("act_by", by)]).is(422);
    }
    author.post(&format!("/desk/advisories/{reference}/submission"), &[("version", "2")]).is(403);
}
