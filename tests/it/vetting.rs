//! Vetting by two officers (CASES A01, A02, A08, A09).
use crate::{
    client::{Answer, Client},
    support::{Portal, on_both},
    world::SLUGS,
};
use vigie::{
    accounts::{may as account_may, proposal},
    clock::HOUR,
    ids::AccountId,
};

on_both! {
    two_officers_bring_somebody_in_and_the_letter_shows_its_code_once
    who_had_a_hand_in_a_vetting_never_decides_it
    a_number_that_the_person_gave_verifies_nobody
    what_is_changed_after_sending_must_be_sent_and_decided_anew
    two_decisions_at_once_count_once
    who_corrects_a_proposal_does_not_decide_it
    look_alikes_are_shown_with_their_code_points_and_must_be_seen
    a_refused_person_stays_out
    nobody_vets_themselves_and_contacts_vet_nobody
}

/// A person whom the officer `vetting` has proposed. Says the account's id.
pub fn proposed(p: &Portal, party: usize, name: &str, email: &str) -> String {
    let by = p.vetting();
    let fields =
        [("party", SLUGS[party]), ("name", name), ("role", "contact"), ("email", email), ("phone", "+33 6 12 34 56 78"), ("why", "Trésorière de la campagne")];
    let there = by.submit("/desk/contacts/new", "/desk/contacts", &fields).is(303);
    there.location().split('/').nth(3).unwrap().to_owned()
}

/// The evidence of a call-back, an hour ago.
pub fn evidence(p: &Portal) -> Vec<(&'static str, String)> {
    let met = jiff::Timestamp::from_millisecond(p.now() - HOUR).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap());
    vec![
        ("method", "call-back".into()),
        ("source", "Registre officiel des partis".into()),
        ("number", "+33 1 99 00 01 00".into()),
        ("met_at", met.strftime("%Y-%m-%dT%H:%M").to_string()),
        ("spoken_to", "Jeanne Roux, standard".into()),
        ("document", String::new()),
    ]
}

pub fn fill(p: &Portal, by: &Client, id: &str, change: &[(&'static str, &str)]) -> Answer {
    let mut all = evidence(p);
    for (name, value) in change {
        all.iter_mut().filter(|(n, _)| n == name).for_each(|(_, v)| (*value).clone_into(v));
    }
    let fields: Vec<(&str, &str)> = all.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let page = format!("/desk/contacts/{id}/vetting");
    by.submit(&format!("{page}?change=yes"), &page, &fields)
}

pub fn send(by: &Client, id: &str) -> Answer {
    by.submit(&format!("/desk/contacts/{id}/vetting"), &format!("/desk/contacts/{id}/vetting/submission"), &[])
}

pub fn decide(by: &Client, id: &str, decision: &str) -> Answer {
    let fields = [("decision", decision), ("reason", "Le standard confirme"), ("lookalikes_seen", "yes")];
    by.submit(&format!("/desk/contacts/{id}/vetting"), &format!("/desk/contacts/{id}/vetting/decision"), &fields)
}

/// Fills in and sends as `vetting`, approves as `vetting2`.
pub fn vetted(p: &Portal, id: &str) {
    fill(p, &p.vetting(), id, &[]).is(303);
    send(&p.vetting(), id).leads_to(&format!("/desk/contacts/{id}"));
    decide(&p.by("vetting2"), id, "approve").is(303);
}

pub fn state(p: &Portal, id: &str) -> String {
    p.column(&format!("SELECT state FROM account WHERE id = '{id}'")).pop().unwrap()
}

fn two_officers_bring_somebody_in_and_the_letter_shows_its_code_once(p: &Portal) {
    let id = proposed(p, 0, "Aude Marchand", "aude.marchand@erable.example");
    assert_eq!(state(p, &id), "proposed");
    // Before anything is written down nothing can be sent, decided or printed (A01).
    p.vetting().get(&format!("/desk/contacts/{id}/letter")).is(409);
    p.vetting().post(&format!("/desk/contacts/{id}/letter"), &[]).is(409);
    decide_without_page(p, "vetting2", &id).is(409);
    fill(p, &p.vetting(), &id, &[]).leads_to(&format!("/desk/contacts/{id}/vetting"));
    let check = p.vetting().get(&format!("/desk/contacts/{id}/vetting")).is(200).page().text("main");
    for word in ["Aude Marchand", "+33 1 99 00 01 00", "Registre officiel", "Jeanne Roux"] {
        assert!(check.contains(word), "{word}: {check}");
    }
    send(&p.vetting(), &id).is(303);
    assert!(p.by("vetting2").get("/desk").page().text("main").contains("Aude Marchand"));
    decide(&p.by("vetting2"), &id, "approve").leads_to(&format!("/desk/contacts/{id}/letter"));
    assert_eq!(state(p, &id), "invited");
    let page = format!("/desk/contacts/{id}/letter");
    let printed = p.by("vetting2").submit(&page, &page, &[]).is(200);
    let code = printed.page().text(".paper .key");
    assert_eq!(code.len(), 14, "{code}");
    assert!(code.chars().filter(|c| *c != '-').all(|c| vigie::ids::PLAIN.contains(&(c as u8))), "{code}");
    assert_eq!(printed.header("cache-control"), "no-store");
    assert!(!p.by("vetting2").get(&page).is(200).text().contains(&code), "it is shown once");
    let records = p.records().join("\n");
    for kind in ["account.proposed", "vetting.filled", "vetting.recorded", "vetting.approved", "account.letter-printed"] {
        assert!(records.contains(&format!("{kind} {id}")), "{kind}");
    }
    assert!(!records.contains(&code) && !records.contains(&code.replace('-', "")));
}

/// A decision posted directly, as somebody whose page has no button would.
pub fn decide_without_page(p: &Portal, key: &str, id: &str) -> Answer {
    let version = p.column(&format!("SELECT 'x' FROM vetting WHERE account_id = '{id}'"));
    assert_eq!(version.len(), 1);
    let hash = hash(p, id);
    let fields = [("version", hash.as_str()), ("decision", "approve"), ("reason", "Tout est en ordre"), ("lookalikes_seen", "yes")];
    p.by(key).post(&format!("/desk/contacts/{id}/vetting/decision"), &fields)
}

/// What the check page carries as its version.
fn hash(p: &Portal, id: &str) -> String {
    p.act(async |tx, _| {
        let contact = vigie::accounts::contact(tx, &AccountId(id.to_owned())).await?;
        let case = vigie::accounts::vetting::live(tx, &contact.id).await?;
        Ok(vigie::accounts::vetting::hex(&vigie::accounts::vetting::hash(&contact, &case)))
    })
}

fn who_had_a_hand_in_a_vetting_never_decides_it(p: &Portal) {
    // Opened by one officer, filled in by another, sent by a third: none of the three decides.
    let id = proposed(p, 0, "Odile Perrin", "odile.perrin@erable.example");
    fill(p, &p.by("vetting2"), &id, &[]).is(303);
    send(&p.by("vetting3"), &id).is(303);
    for key in ["vetting", "vetting2", "vetting3"] {
        let page = p.by(key).get(&format!("/desk/contacts/{id}/vetting")).is(200).page();
        assert!(!page.has("form[action$='/decision']"), "{key} has a button");
        assert!(page.text("main").contains("un autre agent décide"), "{key}");
        decide_without_page(p, key, &id).is(403);
    }
    assert_eq!(state(p, &id), "proposed");
    // The schema says no as well.
    let own = p.id("vetting2");
    assert!(p.try_sql(&format!("UPDATE vetting SET decided_by = '{own}' WHERE account_id = '{id}'")).is_err());
    assert!(p.records().iter().any(|r| r.starts_with("access.refused")));
}

fn a_number_that_the_person_gave_verifies_nobody(p: &Portal) {
    let id = proposed(p, 0, "Paul Girard", "paul.girard@erable.example");
    let by = p.vetting();
    for number in ["+33 6 12 34 56 78", "06 12 34 56 78", "0033612345678"] {
        let said = fill(p, &by, &id, &[("number", number)]).is(422).page();
        assert!(said.text("#number-e").contains("autre source"), "{number}: {}", said.text("main"));
        assert_eq!(said.typed("number"), number, "what was typed is kept");
    }
    for (field, value) in [
        ("number", "12"),
        ("source", ""),
        ("spoken_to", ""),
        ("method", "e-mail"),
        ("met_at", "hier"),
        ("met_at", "2099-01-01T10:00"),
        ("met_at", "2020-01-01T10:00"),
    ] {
        let said = fill(p, &by, &id, &[(field, value)]).is(422);
        assert!(said.page().has(&format!("#{field}-e")), "{field} {value}");
    }
    fill(p, &by, &id, &[("method", "in-person")]).is(422);
    fill(p, &by, &id, &[("method", "in-person"), ("document", "Carte d’identité, France"), ("number", ""), ("source", ""), ("spoken_to", "")]).is(303);
}

fn what_is_changed_after_sending_must_be_sent_and_decided_anew(p: &Portal) {
    let id = proposed(p, 0, "Léa Fontaine", "lea.fontaine@erable.example");
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    let two = p.by("vetting2");
    let page = two.get(&format!("/desk/contacts/{id}/vetting")).page();
    let hidden = page.hidden(&format!("/desk/contacts/{id}/vetting/decision"));
    let old: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let decision = [&old[..], &[("decision", "approve"), ("reason", "Tout est en ordre")]].concat();
    // The evidence changes: the decision on what was shown before counts no longer.
    fill(p, &p.vetting(), &id, &[("source", "Site du Sénat")]).is(303);
    let to = format!("/desk/contacts/{id}/vetting/decision");
    two.request("POST", &to).fields(&decision).send().is(409);
    send(&p.vetting(), &id).is(303);
    two.request("POST", &to).fields(&decision).send().is(409);
    // So does the person.
    let correction = [("name", "Léa Fontaine-Roy"), ("role", "lead"), ("email", "lea.fontaine@erable.example"), ("phone", "+33 6 12 34 56 78")];
    p.vetting().submit(&format!("/desk/contacts/{id}/proposal"), &format!("/desk/contacts/{id}/proposal"), &correction).is(303);
    two.request("POST", &to).fields(&decision).send().is(409);
    // The verification was of somebody else's data: it begins anew, and who corrected them decides no more than who fills in.
    assert_eq!(p.column(&format!("SELECT number FROM vetting WHERE account_id = '{id}'")), [""]);
    fill(p, &p.vetting(), &id, &[]).is(303);
    // And behind the portal's back.
    send(&p.vetting(), &id).is(303);
    let hidden = two.get(&format!("/desk/contacts/{id}/vetting")).page().hidden(&to);
    let new: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    p.sql(&format!("UPDATE account SET email = 'other@erable.example' WHERE id = '{id}'"));
    two.request("POST", &to).fields(&[&new[..], &[("decision", "approve"), ("reason", "Tout est en ordre")]].concat()).send().is(409);
    assert_eq!(state(p, &id), "proposed");
}

fn two_decisions_at_once_count_once(p: &Portal) {
    for round in 0..20 {
        let id = p.act(async |tx, act| {
            let officer = vigie::accounts::person(tx, &p.id("vetting")).await?;
            let party = officer_party(tx).await?;
            let mut act = act.clone();
            act.actor = officer.id.to_string();
            let go = account_may::officer_proposes(&officer, vigie::accounts::Membership::Contact, &party)?;
            let (name, email) = (format!("Course {round}"), format!("course{round}@erable.example"));
            proposal::propose(tx, &act, go, &proposal::New { name: &name, email: &email, phone: "+33 6 12 34 56 78", reason: "une course" }).await
        });
        let id = id.to_string();
        fill(p, &p.vetting(), &id, &[]).is(303);
        send(&p.vetting(), &id).is(303);
        let clients = [(p.by("vetting2"), "approve"), (p.by("vetting3"), if round % 2 == 0 { "approve" } else { "refuse" })];
        let to = format!("/desk/contacts/{id}/vetting/decision");
        let forms: Vec<_> = clients.iter().map(|(c, _)| c.get(&format!("/desk/contacts/{id}/vetting")).page().hidden(&to)).collect();
        let statuses: Vec<u16> = std::thread::scope(|s| {
            let send = |c: &'_ Client, hidden: &'_ [(String, String)], what: &'static str| {
                c.send_form(&to, hidden, &[("decision", what), ("reason", "Le standard confirme"), ("lookalikes_seen", "yes")]).status
            };
            let all: Vec<_> = clients.iter().zip(&forms).map(|((c, what), hidden)| s.spawn(move || send(c, hidden, what))).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|s| **s == 303).count(), 1, "round {round}: {statuses:?}");
        let records = p.records().into_iter().filter(|r| r.contains(&id) && (r.starts_with("vetting.approved") || r.starts_with("vetting.refused"))).count();
        assert_eq!(records, 1, "round {round}");
    }
}

async fn officer_party(tx: &mut vigie::db::Tx) -> vigie::error::Result<vigie::ids::PartyId> {
    Ok(vigie::parties::find(tx, SLUGS[0]).await?.id)
}

fn look_alikes_are_shown_with_their_code_points_and_must_be_seen(p: &Portal) {
    // A Cyrillic а in the name, and an address one character from a colleague's.
    let id = proposed(p, 1, "Personne cont\u{430}ct0", "c0ntact0@vigie.example");
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    let two = p.by("vetting2");
    let page = format!("/desk/contacts/{id}/vetting");
    let said = two.get(&page).is(200).page().text(".warn-box");
    for word in ["U+0430", "Personne contact0", "contact0@vigie.example"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let to = format!("{page}/decision");
    let unseen = two.submit(&page, &to, &[("decision", "approve"), ("reason", "Le standard confirme")]).is(422);
    assert!(unseen.page().has("#lookalikes_seen-e"));
    assert_eq!(state(p, &id), "proposed");
    decide(&two, &id, "approve").is(303);
}

fn a_refused_person_stays_out(p: &Portal) {
    let id = proposed(p, 0, "Rémi Faux", "remi.faux@erable.example");
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    decide(&p.by("vetting2"), &id, "refuse").leads_to(&format!("/desk/contacts/{id}"));
    assert_eq!(state(p, &id), "refused");
    p.vetting().get(&format!("/desk/contacts/{id}/letter")).is(409);
    p.vetting().get(&format!("/desk/contacts/{id}/vetting")).is(404);
    // The address is free for somebody else.
    let again = proposed(p, 0, "Rémi Vrai", "remi.faux@erable.example");
    vetted(p, &again);
    assert_eq!(state(p, &again), "invited");
}

fn nobody_vets_themselves_and_contacts_vet_nobody(p: &Portal) {
    let own = p.id("vetting").to_string();
    p.vetting().get(&format!("/desk/contacts/{own}/reset")).is(403);
    p.vetting().post(&format!("/desk/contacts/{own}/reset"), &[("reason", "pour moi")]).is(403);
    // Another officer may open it, and a third decides.
    let reset = format!("/desk/contacts/{own}/reset");
    p.by("vetting2").submit(&reset, &reset, &[("reason", "Clés perdues")]).is(303);
    fill(p, &p.by("vetting2"), &own, &[]).is(303);
    send(&p.by("vetting2"), &own).is(303);
    decide_without_page(p, "vetting", &own).is(403);
    let id = proposed(p, 0, "Zoé Klein", "zoe.klein@erable.example");
    for client in [p.contact(0), p.lead(0), p.author(), p.approver(), p.auditor(), p.administrator()] {
        client.get("/desk/contacts/new").is(403);
        for page in ["vetting", "letter", "proposal", "restoration", "reset", "renewal"] {
            client.get(&format!("/desk/contacts/{id}/{page}")).is(403);
        }
        client.post(&format!("/desk/contacts/{id}/vetting/decision"), &[("decision", "approve")]).is(403);
    }
}

fn who_corrects_a_proposal_does_not_decide_it(p: &Portal) {
    let id = proposed(p, 0, "Lise Arnaud", "lise.arnaud@erable.example");
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    let page = format!("/desk/contacts/{id}/proposal");
    let fields = [("name", "Lise Arnaud"), ("role", "lead"), ("email", "lise@autre.example"), ("phone", "+33 1 99 00 01 00")];
    p.by("vetting2").submit(&page, &page, &fields).is(303);
    // The number that was called before is the person's own now: it cannot be written down again.
    fill(p, &p.by("vetting3"), &id, &[]).is(422);
    fill(p, &p.by("vetting3"), &id, &[("number", "+33 1 99 00 77 00")]).is(303);
    send(&p.by("vetting3"), &id).is(303);
    decide_without_page(p, "vetting2", &id).is(403);
    decide(&p.vetting(), &id, "approve").is(303);
}
