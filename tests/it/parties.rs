//! Parties: admitted, suspended and resumed by two officers, never by one.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Kind, Portal, on_both},
    world::{PASSPHRASE, SLUGS, email},
};
use vigie::{
    accounts::{Membership, invite, may as account_may},
    error::Error,
    parties,
};

on_both! {
    a_party_that_an_officer_adds_waits_for_another_and_authors_do_not_see_it
    nobody_decides_on_their_own_proposal
    nobody_is_admitted_to_a_party_that_waits
    a_party_that_was_refused_can_be_proposed_again
    a_suspended_party_is_out_at_the_next_request_and_told_nothing_at_the_door
    a_suspended_party_is_not_addressed_any_more
    a_party_that_is_resumed_signs_in_again_and_no_old_session_comes_back
    of_two_officers_deciding_at_once_exactly_one_counts
    the_database_itself_refuses_a_decision_by_the_proposer
    mistakes_about_a_party_come_back_at_their_fields
    the_operator_suspends_and_resumes_at_once
}

const NEW: [(&str, &str); 3] = [("name", "Parti du Charme"), ("switchboard", "+33 1 99 00 00 09"), ("source", "https://annuaire.example")];
const CHARME: &str = "/desk/parties/parti-du-charme";

fn party(n: usize) -> String {
    format!("/desk/parties/{}", SLUGS[n])
}

fn add(p: &Portal) {
    p.vetting().submit("/desk/parties/new", "/desk/parties", &NEW).leads_to(CHARME);
}

fn propose(officer: &Client, page: &str, what: &str) -> Answer {
    officer.submit(page, &format!("{page}/{what}"), &[("reason", "Le standard ne répond plus.")])
}

fn decide(officer: &Client, page: &str, decision: &str) -> Answer {
    officer.submit(page, &format!("{page}/decision"), &[("decision", decision)])
}

fn suspend(p: &Portal, n: usize) {
    propose(&p.vetting(), &party(n), "suspension").leads_to(&party(n));
    decide(&p.by("vetting2"), &party(n), "approve").leads_to(&party(n));
}

fn state(p: &Portal, slug: &str) -> String {
    p.column(&format!("SELECT state FROM party WHERE slug = '{slug}'")).pop().unwrap()
}

fn a_party_that_an_officer_adds_waits_for_another_and_authors_do_not_see_it(p: &Portal) {
    let draft = desk::complete(p, "Pour quelques-uns", To::Parties(&[0]));
    let everybody = desk::in_review(p, "Pour tous", To::All);
    let review = || p.approver().get(&format!("/desk/advisories/{everybody}/review")).page().text("aside");
    let before = review();
    add(p);
    let author = p.author();
    let hidden = |answer: Answer| assert!(!answer.is(200).text().contains("Charme"));
    hidden(author.get("/desk/parties"));
    hidden(author.get(&format!("/desk/advisories/{draft}/recipients")));
    hidden(author.get(&format!("/desk/advisories/{draft}/preview")));
    author.get(CHARME).is(404);
    author.get(&format!("/desk/advisories/{draft}/preview?party=parti-du-charme")).is(404);
    assert_eq!(review(), before, "it counts among all parties");
    let recipients = format!("/desk/advisories/{draft}/recipients");
    let chosen = [("audience", "some-parties"), ("reason", "Ils sont visés."), ("party", "parti-du-charme")];
    author.submit(&recipients, &recipients, &chosen).is(422);
    for officer in ["vetting2", "administrator", "auditor"] {
        let page = p.by(officer).get(CHARME).is(200).page();
        assert!(page.text("#waiting").contains("Personne vetting") && page.text("#waiting").contains("https://annuaire.example"));
        assert_eq!(page.has(&format!("form[action='{CHARME}/decision']")), officer == "vetting2", "{officer}");
    }
    assert!(p.by("vetting2").get("/desk/parties").page().text("table").contains("à décider par un autre agent"));
    decide(&p.by("vetting2"), CHARME, "approve").leads_to(CHARME);
    assert!(p.author().get("/desk/parties").text().contains("Parti du Charme"));
    author.submit(&recipients, &recipients, &chosen).is(303);
    assert!(p.records().contains(&"party.change-decided parti-du-charme done admission approved".into()));
    let page = p.vetting().get(CHARME).page();
    assert!(page.text("main").contains("proposé par Personne vetting, décidé par Personne vetting2"), "{}", page.text("main"));
}

fn nobody_decides_on_their_own_proposal(p: &Portal) {
    add(p);
    let officer = p.vetting();
    let page = officer.get(CHARME).page();
    assert!(!page.has(&format!("form[action='{CHARME}/decision']")), "the button is offered");
    assert!(page.text("#waiting").contains("un autre agent doit décider"));
    let change = p.column("SELECT id FROM party_change").pop().unwrap();
    for decision in ["approve", "refuse"] {
        officer.post(&format!("{CHARME}/decision"), &[("change", &change), ("decision", decision)]).is(403);
    }
    assert_eq!(state(p, "parti-du-charme"), "proposed");
    for other in ["author", "approver", "auditor", "administrator", "lead0", "contact0"] {
        p.by(other).post(&format!("{CHARME}/decision"), &[("change", &change), ("decision", "approve")]).is(403);
    }
    // A change that is not this party's.
    p.by("vetting2").post(&format!("{}/decision", party(0)), &[("change", &change), ("decision", "approve")]).is(409);
    assert_eq!(p.count("FROM party_change WHERE decided_at IS NOT NULL"), 0);
}

fn nobody_is_admitted_to_a_party_that_waits(p: &Portal) {
    add(p);
    let refused = p.act(async |tx, act| {
        let party = parties::find(tx, "parti-du-charme").await?;
        let go = account_may::operator_invites_contact(Membership::Lead, party.id)?;
        let person = invite::Person { name: "Ana Charme", email: "ana@charme.example", phone: "" };
        Ok(matches!(invite::invite(tx, act, go, &person).await, Err(Error::Stale("stale-party-state"))))
    });
    assert!(refused);
    assert_eq!(p.count("FROM account WHERE email = 'ana@charme.example'"), 0);
}

fn a_party_that_was_refused_can_be_proposed_again(p: &Portal) {
    add(p);
    decide(&p.by("vetting2"), CHARME, "refuse").leads_to(CHARME);
    assert_eq!(state(p, "parti-du-charme"), "proposed");
    p.author().get(CHARME).is(404);
    let better = [("name", "Parti du Charme"), ("switchboard", "+33 1 99 00 00 10"), ("source", "Journal officiel"), ("lookalikes_seen", "yes")];
    p.by("vetting2").submit("/desk/parties/new", "/desk/parties", &better[..3]).is(422);
    p.by("vetting2").post("/desk/parties", &better).leads_to(CHARME);
    // Now it is the first officer who may decide.
    assert!(p.vetting().get(CHARME).page().text("main").contains("+33 1 99 00 00 10"));
    decide(&p.vetting(), CHARME, "approve").leads_to(CHARME);
    assert_eq!((state(p, "parti-du-charme").as_str(), p.count("FROM party")), ("active", 4));
}

fn a_suspended_party_is_out_at_the_next_request_and_told_nothing_at_the_door(p: &Portal) {
    let people = ["contact0", "lead0", "directory0"].map(|key| p.by(key));
    let (enrolling, half) = (p.enrolling(), p.half("colleague0"));
    let other = p.contact(1);
    propose(&p.vetting(), &party(0), "suspension").is(303);
    people.iter().for_each(|c| drop(c.get("/account").is(200)));
    decide(&p.by("vetting2"), &party(0), "approve").is(303);
    for client in &people {
        assert!(client.get("/account").is(303).location().starts_with("/login"));
    }
    assert!(half.get("/login/code").is(303).location().starts_with("/login"));
    enrolling.get("/enrol/identity").leads_to("/enrol");
    other.get("/account").is(200);
    let door = |key: &str, passphrase: &str| {
        let page = p.nobody().submit("/login", "/login", &[("username", &email(key)), ("password", passphrase)]).is(422).page();
        page.text("main")
    };
    assert_eq!(door("contact0", PASSPHRASE), door("contact1", "une autre phrase de passe"));
    let (letter, code) = &p.world.codes;
    let wrong = p.nobody().submit("/enrol", "/enrol", &[("letter_code", "AAAA-AAAA-AAAA"), ("email_code", "000000")]).is(422).page().text("main");
    assert_eq!(p.nobody().submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", code)]).is(422).page().text("main"), wrong);
    assert!(p.records().contains(&format!("party.change-decided {} done suspension approved", SLUGS[0])));
}

fn a_suspended_party_is_not_addressed_any_more(p: &Portal) {
    let both = desk::in_review(p, "À deux partis", To::Parties(&[0, 1]));
    let group = desk::in_review(p, "À un groupe", To::Group);
    let only = desk::in_review(p, "À lui seul", To::Parties(&[0]));
    let named = desk::in_review(p, "À deux personnes", To::People(&["contact0", "contact1"]));
    suspend(p, 0);
    for reference in [&both, &group, &named, &only] {
        let review = p.approver().get(&format!("/desk/advisories/{reference}/review?names=all")).is(200).page().text("aside");
        assert!(!review.contains("Érable") && !review.contains("contact0"), "{review}");
    }
    for (reference, left) in [(&both, "1"), (&group, "2"), (&named, "1")] {
        desk::publish(&p.approver(), reference).is(303);
        let slugs = p.column(&format!(
            "SELECT p.slug FROM audience_party x JOIN party p ON p.id = x.party_id JOIN advisory a ON a.id = x.advisory_id WHERE a.reference = '{reference}'
             UNION SELECT p.slug FROM audience_person x JOIN account c ON c.id = x.account_id JOIN party p ON p.id = c.party_id
                     JOIN advisory a ON a.id = x.advisory_id WHERE a.reference = '{reference}'"
        ));
        assert_eq!(slugs, [SLUGS[left.parse::<usize>().unwrap()]], "{reference}");
    }
    desk::publish(&p.approver(), &only).is(403);
    let draft = desk::draft(&p.author(), "Nouveau");
    p.author().post(&format!("/desk/advisories/{draft}/marking"), &[("tlp", "RED"), ("version", "2"), ("severity", "high")]);
    let page = p.author().get(&format!("/desk/advisories/{draft}/recipients")).is(200).text();
    assert!(!page.contains("Érable") && !page.contains("Personne contact0"));
    assert!(p.author().get("/desk/parties").page().text("table").contains("Suspendu"));
}

fn a_party_that_is_resumed_signs_in_again_and_no_old_session_comes_back(p: &Portal) {
    let (reader, page) = (p.contact(0), party(0));
    suspend(p, 0);
    propose(&p.by("vetting3"), &page, "resumption").is(303);
    p.by("vetting3").post(&format!("{page}/suspension"), &[("reason", "Encore une fois")]).is(409);
    assert!(reader.get("/account").is(303).location().starts_with("/login"));
    decide(&p.vetting(), &page, "approve").is(303);
    assert!(reader.get("/account").is(303).location().starts_with("/login"), "an old session has come back");
    p.sign_in("contact0").get("/advisories").is(200);
    let history = p.vetting().get(&page).page().texts("ul.rows b");
    assert_eq!(history, ["Réactivation", "Suspension"]);
}

fn of_two_officers_deciding_at_once_exactly_one_counts(p: &Portal) {
    let (proposer, one, two) = (p.vetting(), p.by("vetting2"), p.by("vetting3"));
    let (page, action) = (party(2), format!("{}/decision", party(2)));
    for round in 0..20 {
        let (what, before) = if state(p, SLUGS[2]) == "active" { ("suspension", "active") } else { ("resumption", "suspended") };
        propose(&proposer, &page, what).is(303);
        let hidden = one.get(&page).page().hidden(&action);
        let change = hidden.iter().find(|(n, _)| n == "change").unwrap().1.clone();
        let send = |c: &'static str, client: &Client| client.post(&action, &[("change", &change), ("decision", c)]).status;
        let got: Vec<u16> = std::thread::scope(|s| {
            let (a, b) = (s.spawn(|| send("approve", &one)), s.spawn(|| send("refuse", &two)));
            [a, b].map(|t| t.join().unwrap()).into()
        });
        let after = state(p, SLUGS[2]);
        match got[..] {
            [303, 409] => assert_ne!(after, before, "round {round}"),
            [409, 303] => assert_eq!(after, before, "round {round}"),
            _ => panic!("round {round}: {got:?}"),
        }
        assert_eq!(p.count("FROM party_change WHERE decided_at IS NOT NULL"), round + 1);
        assert_eq!(p.count("FROM audit_record WHERE action = 'party.change-decided'"), round + 1);
    }
}

fn the_database_itself_refuses_a_decision_by_the_proposer(p: &Portal) {
    add(p);
    let truth = if p.kind == Kind::Sqlite { "1" } else { "true" };
    assert!(p.try_sql(&format!("UPDATE party_change SET decided_by = proposed_by, decided_at = 1, approved = {truth}")).is_err());
    let other = p.id("vetting2");
    assert!(p.try_sql(&format!("UPDATE party_change SET decided_by = '{other}'")).is_err(), "decided at no time");
    assert!(p.try_sql(&format!("UPDATE party_change SET decided_by = '{other}', decided_at = 1, approved = {truth}")).is_ok());
}

fn mistakes_about_a_party_come_back_at_their_fields(p: &Portal) {
    let officer = p.vetting();
    for (field, value) in [("name", "x"), ("switchboard", "12"), ("source", ""), ("source", "x\ny")] {
        let mut fields = NEW;
        fields.iter_mut().filter(|f| f.0 == field).for_each(|f| f.1 = value);
        let page = officer.submit("/desk/parties/new", "/desk/parties", &fields).is(422).page();
        assert_eq!(page.attrs(".errs a", "href"), [format!("#{field}")]);
        assert!(page.has(&format!("#{field}[aria-invalid]")));
    }
    assert_eq!(p.count("FROM party"), 3);
    let page = party(0);
    let empty = officer.submit(&page, &format!("{page}/suspension"), &[("reason", " ")]).is(422).page();
    assert_eq!(empty.attrs(".errs a", "href"), ["#reason"]);
    propose(&officer, &page, "suspension").is(303);
    let undecided = p.by("vetting2").submit(&page, &format!("{page}/decision"), &[]).is(422).page();
    assert_eq!(undecided.attrs(".errs a", "href"), ["#decision"]);
    officer.post(&format!("{page}/resumption"), &[("reason", "Tout va bien")]).is(409);
    officer.post(&format!("{page}/suspension"), &[("reason", "Deux fois")]).is(409);
    officer.post("/desk/parties/nowhere/suspension", &[("reason", "Nulle part")]).is(404);
}

fn the_operator_suspends_and_resumes_at_once(p: &Portal) {
    use parties::change::{Kind::*, at_once};
    let reader = p.contact(0);
    let switch = |kind| {
        p.act(async |tx, act| {
            let party = parties::find(tx, SLUGS[0]).await?;
            at_once(tx, act, parties::may::operator_changes(), &party, kind, "Urgence").await
        });
    };
    switch(Suspension);
    assert!(reader.get("/account").is(303).location().starts_with("/login"));
    assert!(p.records().contains(&format!("party.change-decided {} done suspension: Urgence", SLUGS[0])));
    switch(Resumption);
    p.sign_in("contact0").get("/account").is(200);
}
