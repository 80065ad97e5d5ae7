//! The two-sided ledger: what the portal holds about oneself, and what the agency opened of a party. The party's file is in
//! `party_file.rs`.
use crate::{
    client::Client,
    desk::{self, To},
    page::Page,
    support::{Portal, on_both},
    world::{PARTIES, SLUGS, email, name},
};
use vigie::clock::MINUTE;

on_both! {
    my_activity_shows_what_i_did_and_my_refused_attempt
    my_activity_shows_what_others_did_to_my_account_by_role_and_name
    my_activity_is_paged_and_a_mark_is_good_for_its_reader_alone
    my_activity_leaves_as_a_file_without_formulas
    everybody_who_is_confirmed_reads_their_own_activity_and_nobody_elses
    an_opening_of_a_contacts_record_is_told_to_their_lead_and_to_no_other
    every_page_of_a_contact_and_a_party_leaves_a_record
    a_party_reads_who_opened_its_answers_and_nothing_of_others
    what_the_agency_opened_is_paged_without_showing_the_logs_numbers
}

fn rows(page: &Page) -> Vec<String> {
    page.texts("tbody tr")
}

fn mine(client: &Client) -> Vec<String> {
    rows(&client.get("/account/activity").is(200).page())
}

fn opened(client: &Client) -> Vec<String> {
    rows(&client.get("/party/activity?of=agency").is(200).page())
}

#[track_caller]
fn has(rows: &[String], words: &[&str]) {
    assert!(rows.iter().any(|row| words.iter().all(|w| row.contains(w))), "{words:?} in {rows:#?}");
}

fn my_activity_shows_what_i_did_and_my_refused_attempt(p: &Portal) {
    let (open, theirs) = (desk::published(p, "À nous", To::Parties(&[0])), desk::published(p, "Aux autres", To::Parties(&[1])));
    let reader = p.contact(0);
    reader.get(&format!("/advisories/{open}")).is(200);
    reader.get(&format!("/advisories/{theirs}")).is(404);
    reader.get("/desk").is(403);
    let page = reader.get("/account/activity").is(200).page();
    let found = rows(&page);
    has(&found, &["Vous", "Connexion", "Fait", "127.0.0.1"]);
    has(&found, &["Vous", "Avis ouvert", &open, "Fait"]);
    has(&found, &["Vous", "Page ou action refusée", &theirs, "Refusé", "absent, ou adressé à d’autres"]);
    has(&found, &["Vous", "/desk", "Refusé", "page d’un autre rôle"]);
    // What does not exist is told in the same words as what is for others.
    reader.get("/advisories/2026-ZZZZ").is(404);
    let line = |reference: &str| mine(&reader).into_iter().find(|r| r.contains(reference)).unwrap().split_once(reference).unwrap().1.to_owned();
    assert_eq!(line("2026-ZZZZ"), line(&theirs));
    // The newest first, and reading it is a record.
    has(&mine(&reader)[..1], &["Activité personnelle consultée"]);
    assert_eq!(p.records().last().unwrap(), &format!("account.activity-read {} done ", p.id("contact0")));
    assert!(page.has("table.stack td[data-l]") && reader.get("/account").page().attrs("main a", "href").contains(&"/account/activity".into()));
    assert!(!page.text("main").contains("contact1") && !page.text("main").contains("Tilleul"));
}

fn my_activity_shows_what_others_did_to_my_account_by_role_and_name(p: &Portal) {
    let reader = p.contact(0);
    p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200);
    let wrong = p.nobody().post("/login", &[("username", &email("contact0")), ("password", "wrong")]);
    assert_eq!(wrong.status, 422);
    p.sql(&format!("INSERT INTO alarm (id, at, kind, object, detail) VALUES ('a', 1, 'counter-back', '{}', '')", p.id("contact0")));
    p.vetting().post("/desk/alarms/a/attention", &[]).is(303);
    let page = reader.get("/account/activity").is(200).page();
    let found = rows(&page);
    has(&found, &["Personne vetting", "Agent de l’agence", "vérification des contacts", "Fiche de contact ouverte", "Non communiquée"]);
    has(&found, &["un visiteur", "Connexion refusée", "Refusé", "127.0.0.1"]);
    has(&found, &["L’agence, sur le serveur"]);
    let officer: Vec<&String> = found.iter().filter(|r| r.contains("Personne vetting")).collect();
    assert!(officer.iter().all(|r| !r.contains("127.0.0.1")), "where staff work is not told: {officer:?}");
    assert!(!page.text("main").contains("Alarme traitée"), "an alarm is for the agency alone");
    let all = reader.get("/account/activity.csv").is(200).text();
    assert!(!all.contains("alarm.") && all.contains(",Personne vetting,staff vetting,contact.read,"), "{all}");
    // What the portal did by itself.
    p.act(async |tx, act| {
        let portal = vigie::audit::Act::portal(act.keys.clone(), act.at);
        vigie::audit::append(tx, &act.keys, &portal.did(vigie::audit::Action::NoticeSent, p.id("contact0").as_str())).await.map(drop)
    });
    has(&mine(&reader), &["Le portail lui-même", "Courriel envoyé"]);
}

fn my_activity_is_paged_and_a_mark_is_good_for_its_reader_alone(p: &Portal) {
    let reader = p.contact(0);
    (0..40).for_each(|_| drop(reader.get("/advisories/2026-ZZZZ").is(404)));
    let first = reader.get("/account/activity").is(200).page();
    assert_eq!(rows(&first).len(), 30);
    let next = first.attr("nav.pages a", "href");
    let second = rows(&reader.get(&next).is(200).page());
    assert!(second.len() > 10 && second.len() < 30, "{}", second.len());
    p.contact(1).get(&next).is(404);
    for mark in ["1", "99999999", &"A".repeat(60)] {
        reader.get(&format!("/account/activity?after={mark}")).is(404);
    }
    reader.get("/account/activity?actor=x").is(400);
    reader.get("/account/activity.csv?x=1").is(400);
}

fn my_activity_leaves_as_a_file_without_formulas(p: &Portal) {
    p.sql(&format!("UPDATE account SET name = '=cmd()' WHERE id = '{}'", p.id("contact0")));
    let reader = p.contact(0);
    reader.get("/=1+1").is(404);
    reader.get("/contacts/Jean%20Dupont%20+33612345678").is(404);
    assert!(!p.column("SELECT object FROM audit_record").iter().any(|o| o.contains("Dupont")), "what somebody typed stays for ever");
    (0..35).for_each(|_| drop(reader.get("/nothing").is(404)));
    let answer = reader.get("/account/activity.csv").is(200);
    assert!(answer.header("content-type").starts_with("text/csv") && answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("TLP:AMBER+STRICT,activity,'=cmd(),") && lines[1].starts_with("at,by,role,action,object,"), "{text}");
    assert!(lines.len() > 38 && lines[2..].iter().all(|l| l.split(',').all(|cell| !cell.starts_with(['=', '+', '@']))), "{text}");
    assert!(text.contains("access.refused,/…,") && text.contains(",127.0.0.1,"));
    let done = format!("report.exported {} done own activity, {} rows", p.id("contact0"), lines.len() - 2);
    assert_eq!(p.records().last().unwrap(), &done);
}

fn everybody_who_is_confirmed_reads_their_own_activity_and_nobody_elses(p: &Portal) {
    for key in ["lead0", "contact1", "directory0", "author", "vetting", "auditor", "administrator"] {
        let client = p.by(key);
        let page = client.get("/account/activity").is(200).page();
        has(&rows(&page), &["Vous", "Connexion"]);
        client.get("/account/activity.csv").is(200);
    }
    for path in ["/account/activity", "/account/activity.csv"] {
        assert!(p.nobody().get(path).is(303).location().starts_with("/login"));
        p.enrolled().get(path).is(403);
    }
    assert!(!p.enrolled().get("/account").page().attrs("main a", "href").contains(&"/account/activity".into()));
    // An auditor's place in the log is not shown to whoever is no auditor any more.
    p.auditor().get("/audit/entries/3").is(200);
    p.auditor().get("/audit?after=7").is(200);
    has(&mine(&p.auditor()), &["entry 3"]);
    p.sql(&format!("UPDATE account SET auditor = FALSE, author = TRUE WHERE id = '{}'", p.id("auditor")));
    assert!(mine(&p.auditor()).iter().all(|r| !r.contains("entry 3")));
    let file = p.auditor().get("/account/activity.csv").is(200).text();
    assert!(!file.contains("entry 3") && !file.contains("after=7") && file.contains(",audit.read,audit,"), "{file}");
}

fn an_opening_of_a_contacts_record_is_told_to_their_lead_and_to_no_other(p: &Portal) {
    assert!(opened(&p.lead(0)).is_empty());
    p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200);
    p.auditor().get(&format!("/desk/parties/{}", SLUGS[0])).is(200);
    let ours = opened(&p.lead(0));
    assert_eq!(ours.len(), 2, "{ours:?}");
    has(&ours[..1], &["Personne auditor", "audit", "La page de votre parti"]);
    has(&ours[1..], &["Personne vetting", "Agent de l’agence, vérification des contacts", "La fiche de", "Personne contact0"]);
    for n in [1, 2] {
        assert!(opened(&p.lead(n)).is_empty(), "{n}");
    }
    // Who was refused has opened nothing.
    p.author().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(403);
    assert_eq!(opened(&p.lead(0)).len(), 2);
    let record = format!("contact.read {} done ", p.id("contact0"));
    assert!(p.records().contains(&record) && p.records().contains(&format!("party.read {} done ", SLUGS[0])));
    let kinds: Vec<String> = p.records().into_iter().filter(|r| r.starts_with("party.activity-read erable-nouveau done what the agency")).collect();
    assert_eq!(kinds.len(), 3);
    for other in ["contact0", "directory0", "vetting", "administrator"] {
        p.by(other).get("/party/activity?of=agency").is(403);
    }
    for wrong in ["of=ours", "of=", "of=agency&of=agency"] {
        let status = p.lead(0).get(&format!("/party/activity?{wrong}")).status;
        assert_eq!(
            status,
            match wrong {
                "of=" => 200,
                "of=ours" => 404,
                _ => 400,
            },
            "{wrong}"
        );
    }
    // Ninety days later it is gone.
    p.sql("UPDATE session SET idle_ms = 9000000000, expires_at = expires_at + 9000000000");
    p.clock.advance(91 * 24 * 60 * MINUTE);
    assert!(opened(&p.lead(0)).is_empty());
}

fn every_page_of_a_contact_and_a_party_leaves_a_record(p: &Portal) {
    let proposed = crate::vetting::proposed(p, 0, "Ana Chêne", "ana@erable.example");
    let (vetting, id) = (p.vetting(), p.id("contact0").to_string());
    let record = |path: String, what: &str, of: &str| {
        let found = p.records_of(|| drop(vetting.get(&path).is(200)));
        assert_eq!(found, [format!("contact.read {of} done {what}")], "{path}");
    };
    record(format!("/desk/contacts/{id}"), "", &id);
    for page in ["revocation", "reset", "renewal"] {
        record(format!("/desk/contacts/{id}/{page}"), if page == "revocation" { "revocation page" } else { "vetting page" }, &id);
    }
    record(format!("/desk/contacts/{proposed}/vetting"), "vetting page", &proposed);
    record(format!("/desk/contacts/{proposed}/proposal"), "proposal page", &proposed);
    // So does a form that comes back with mistakes.
    for form in [
        format!("/desk/contacts/{proposed}/vetting"),
        format!("/desk/contacts/{proposed}/proposal"),
        format!("/desk/contacts/{id}/revocation"),
        format!("/desk/contacts/{id}/reset"),
    ] {
        let found = p.records_of(|| drop(vetting.post(&form, &[]).is(422)));
        assert!(found.len() == 1 && found[0].starts_with("contact.read "), "{form}: {found:?}");
    }
    let party = format!("/desk/parties/{}", SLUGS[0]);
    assert_eq!(p.records_of(|| drop(vetting.get(&party).is(200))), [format!("party.read {} done ", SLUGS[0])]);
    assert_eq!(p.records_of(|| drop(vetting.post(&format!("{party}/suspension"), &[]).is(422))), [format!("party.read {} done ", SLUGS[0])]);
    // Without the log nobody sees anything.
    let (lead, reader) = (p.lead(0), p.contact(0));
    p.sql("UPDATE audit_head SET mac = root");
    for (client, path) in [
        (&vetting, format!("/desk/contacts/{id}")),
        (&vetting, party),
        (&lead, "/party/activity?of=agency".into()),
        (&reader, "/account/activity".into()),
        (&reader, "/account/activity.csv".into()),
    ] {
        let answer = client.get(&path).is(503).text();
        assert!(!answer.contains("<td") && !answer.contains("Connexion"), "{path}");
    }
    assert!(!lead.post("/party/export", &[]).is(503).text().contains("people"));
}

fn a_party_reads_who_opened_its_answers_and_nothing_of_others(p: &Portal) {
    let both = desk::published(p, "À deux", To::Parties(&[0, 1]));
    let theirs = desk::published(p, "Aux autres", To::Parties(&[1]));
    let red = desk::published(p, "Rouge", To::People(&["contact0"]));
    let draft = desk::complete(p, "Brouillon", To::All);
    for reference in [&both, &theirs, &red] {
        p.approver().get(&format!("/desk/advisories/{reference}/readership")).is(200);
    }
    p.author().get(&format!("/desk/advisories/{draft}/readership")).is(404);
    p.auditor().get("/desk/treatment").is(200);
    p.auditor().submit("/desk/treatment", "/desk/treatment/export", &[]).is(200);
    let page = p.lead(0).get("/party/activity?of=agency").is(200).page();
    let ours = rows(&page);
    has(&ours, &["Personne approver", "relecture et publication", "Vos lectures et vos réponses", &both]);
    has(&ours, &["Personne approver", "un avis qui ne vous est pas adressé"]);
    has(&ours, &["Personne auditor", "Le rapport sur l’égalité de traitement, qui porte sur tous les partis"]);
    has(&ours, &["Personne auditor", "téléchargé"]);
    // Two readerships, the report's page twice and its file: what was for the others alone is no line at all.
    assert_eq!(ours.len(), 5, "{ours:?}");
    for secret in [&theirs, &red, &draft, PARTIES[1], "Tilleul", &name("contact1")] {
        assert!(!page.text("body").contains(secret), "{secret}");
    }
    has(&opened(&p.lead(1)), &["Vos lectures et vos réponses", &theirs]);
    assert_eq!(opened(&p.lead(1)).len(), 5);
    // A later version that is for us too says nothing of who looked at the earlier one.
    let before = opened(&p.lead(0)).len();
    p.clock.advance(MINUTE);
    desk::next_version(p, &theirs, "À tous", "Pour tous", To::Parties(&[0, 1]));
    assert_eq!(opened(&p.lead(0)).len(), before);
    p.clock.advance(MINUTE);
    p.approver().get(&format!("/desk/advisories/{theirs}/readership")).is(200);
    has(&opened(&p.lead(0))[..1], &[&theirs]);
    assert_eq!(opened(&p.lead(0)).len(), before + 1);
}

fn what_the_agency_opened_is_paged_without_showing_the_logs_numbers(p: &Portal) {
    for _ in 0..35 {
        p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200);
        p.vetting().get(&format!("/desk/contacts/{}", p.id("contact1"))).is(200);
    }
    let lead = p.lead(0);
    let first = lead.get("/party/activity?of=agency").is(200).page();
    assert_eq!(rows(&first).len(), 30);
    let next = first.attr("nav.pages a", "href");
    assert!(next.contains("of=agency"));
    assert_eq!(rows(&lead.get(&next).is(200).page()).len(), 5);
    p.lead(1).get(&next).is(404);
    // A mark of one list opens no other.
    lead.get(&next.replace("of=agency&", "")).is(404);
    lead.get(&next.replace("/party/activity?of=agency&", "/account/activity?")).is(404);
}
