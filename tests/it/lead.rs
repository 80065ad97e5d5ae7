//! A party's lead contact: proposes, takes back, cuts and reads what their own people did. Nothing of anybody else.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Portal, on_both},
    world::{PARTIES, PASSPHRASE, email, name},
};
use vigie::clock::MINUTE;

on_both! {
    a_lead_proposes_somebody_who_can_do_nothing_until_the_agency_has_vetted_them
    a_proposal_is_answered_alike_whether_or_not_the_address_is_known
    a_proposal_takes_no_address_from_anybody_and_raises_nobody
    a_lead_takes_back_their_own_proposals_and_no_other
    proposals_do_not_bury_the_officers
    mistakes_in_a_proposal_come_back_at_their_fields
    a_contact_sees_names_and_roles_alone
    a_lead_cuts_access_and_the_next_request_is_refused
    cutting_asks_for_the_factor_again
    nobody_outside_the_party_can_be_reached
    a_lead_sees_nothing_of_another_party_and_no_count
    activity_names_no_advisory_that_the_lead_may_not_see
    activity_is_paged_without_showing_the_logs_numbers
    activity_shows_who_signed_in_by_passkey
    a_lead_goes_with_their_party
}

const ANA: [(&str, &str); 5] =
    [("name", "Ana Chêne"), ("role", "contact"), ("email", "ana@erable.example"), ("phone", "+33 6 99 00 00 77"), ("why", "Elle tient l’informatique.")];

fn with(field: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    ANA.into_iter().map(|(n, v)| if n == field { (n, value) } else { (n, v) }).collect()
}

fn propose(lead: &Client, fields: &[(&str, &str)]) -> Answer {
    lead.submit("/party/contacts/new", "/party/contacts", fields)
}

fn coming(lead: &Client) -> Vec<String> {
    lead.get("/party").is(200).page().texts("#coming + table tbody tr")
}

fn revocation(id: impl std::fmt::Display) -> String {
    format!("/party/contacts/{id}/revocation")
}

fn account(p: &Portal, name: &str) -> String {
    p.column(&format!("SELECT id FROM account WHERE name = '{name}' ORDER BY created_at DESC")).swap_remove(0)
}

fn a_lead_proposes_somebody_who_can_do_nothing_until_the_agency_has_vetted_them(p: &Portal) {
    let lead = p.lead(0);
    assert_eq!(lead.get("/party").page().attrs("a.btn", "href"), ["/party/contacts/new"]);
    let mut id = String::new();
    let records = p.records_of(|| {
        propose(&lead, &ANA).leads_to("/party#coming");
        id = account(p, "Ana Chêne");
    });
    assert_eq!(records, [format!("account.proposed {id} done contact")]);
    assert!(coming(&lead).iter().any(|row| row.contains("Ana Chêne") && row.contains("Proposé")), "{:?}", coming(&lead));
    let row =
        "SELECT a.state || ' ' || a.membership || ' ' || a.reason || ' ' || v.state || ' ' || v.purpose FROM account a JOIN vetting v ON v.account_id = a.id";
    assert_eq!(p.column(row), ["proposed contact Elle tient l’informatique. open admission"]);
    assert_eq!(p.column("SELECT opened_by FROM vetting"), [p.id("lead0").to_string()]);
    p.nobody().submit("/login", "/login", &[("username", "ana@erable.example"), ("password", PASSPHRASE)]).is(422);
    // Nobody counts her among those who read.
    let everybody = desk::in_review(p, "Pour tous", To::All);
    assert!(!p.approver().get(&format!("/desk/advisories/{everybody}/review?names=all")).text().contains("Ana Chêne"));
    assert!(!p.contact(0).get("/party").text().contains("Ana Chêne"));
    assert!(!p.lead(1).get("/party").text().contains("Ana Chêne"));
}

fn a_proposal_is_answered_alike_whether_or_not_the_address_is_known(p: &Portal) {
    let lead = p.lead(0);
    let known = [email("contact1"), email("administrator"), email("contact0"), email("newcomer"), email("colleague2").to_uppercase()];
    let told = |name: &'static str, address: &str| {
        let mut fields = with("name", name);
        fields.iter_mut().filter(|f| f.0 == "email").for_each(|f| f.1 = Box::leak(address.to_owned().into_boxed_str()));
        let before = p.records().len();
        let answer = propose(&lead, &fields).is(303);
        let row = coming(&lead).into_iter().find(|r| r.contains(name)).unwrap().replace(name, "");
        let page = lead.get("/party").text().replace(name, "").replace(&account(p, name), "");
        let records: Vec<_> = p.records().split_off(before).into_iter().map(|r| r.replace(&account(p, name), "")).collect();
        let cookies = answer.cookies().len();
        lead.submit("/party", &format!("/party/contacts/{}/withdrawal", account(p, name)), &[]).is(303);
        (answer.location().to_owned(), answer.body, cookies, row, page, records)
    };
    let fresh = told("Ana Chêne", "ana@erable.example");
    for address in &known {
        assert_eq!(told("Ana Chêne", address), fresh, "{address}");
    }
    assert_eq!(p.count("FROM alarm"), 0, "an alarm takes time that can be measured");
}

fn a_proposal_takes_no_address_from_anybody_and_raises_nobody(p: &Portal) {
    let lead = p.lead(0);
    let before = p.column("SELECT email || membership || state FROM account ORDER BY id");
    for key in ["contact0", "lead0", "contact1", "administrator"] {
        let mut fields = with("role", "lead");
        let address = email(key);
        fields.iter_mut().filter(|f| f.0 == "email").for_each(|f| f.1 = Box::leak(address.clone().into_boxed_str()));
        propose(&lead, &fields).is(303);
    }
    assert_eq!(p.column("SELECT email || membership || state FROM account WHERE state <> 'proposed' ORDER BY id"), before);
    p.sign_in("contact1").get("/account").is(200);
    p.sign_in("administrator").get("/desk").is(200);
    p.contact(0).get("/party/contacts/new").is(403);
}

fn a_lead_takes_back_their_own_proposals_and_no_other(p: &Portal) {
    let (lead, other) = (p.lead(0), p.lead(1));
    propose(&lead, &ANA).is(303);
    propose(&other, &with("name", "Bo Tilleul")).is(303);
    let (ours, theirs) = (account(p, "Ana Chêne"), account(p, "Bo Tilleul"));
    let withdrawal = |id: &str| format!("/party/contacts/{id}/withdrawal");
    lead.post(&withdrawal(&theirs), &[]).is(404);
    lead.post(&withdrawal(p.id("contact0").as_str()), &[]).is(404);
    p.sql(&format!("UPDATE vetting SET opened_by = '{}' WHERE account_id = '{ours}'", p.id("vetting")));
    lead.post(&withdrawal(&ours), &[]).is(404);
    assert!(!lead.get("/party").page().has(&format!("form[action='{}']", withdrawal(&ours))), "what the agency proposed is the agency's");
    p.sql(&format!("UPDATE vetting SET opened_by = '{}' WHERE account_id = '{ours}'", p.id("lead0")));
    lead.submit("/party", &withdrawal(&ours), &[]).leads_to("/party#coming");
    lead.post(&withdrawal(&ours), &[]).is(409);
    assert!(!lead.get("/party").text().contains("Ana Chêne"));
    assert_eq!(p.column(&format!("SELECT a.state || v.state FROM account a JOIN vetting v ON v.account_id = a.id WHERE a.id = '{ours}'")), ["refusedvoid"]);
    assert!(p.records().contains(&format!("account.proposal-withdrawn {ours} done ")));
    // Once it is decided there is nothing to take back.
    p.sql(&format!("UPDATE account SET state = 'invited' WHERE id = '{theirs}'"));
    other.post(&withdrawal(&theirs), &[]).is(409);
}

fn proposals_do_not_bury_the_officers(p: &Portal) {
    let lead = p.lead(0);
    (0..20).for_each(|_| drop(lead.post("/party/contacts", &ANA).is(303)));
    let page = lead.post("/party/contacts", &ANA).is(403).page();
    assert!(page.text("main").contains("retirez-en une"));
    assert_eq!(p.count("FROM vetting"), 20);
    p.lead(1).post("/party/contacts", &ANA).is(303);
}

fn mistakes_in_a_proposal_come_back_at_their_fields(p: &Portal) {
    let lead = p.lead(0);
    let long = "x".repeat(501).leak();
    let mistakes = [
        ("name", "A"),
        ("name", &long[..121]),
        ("role", ""),
        ("role", "staff"),
        ("role", "author"),
        ("email", "ana"),
        ("email", "ana@erable"),
        ("phone", "12345"),
        ("why", "x"),
        ("why", long),
    ];
    for (field, value) in mistakes {
        let page = propose(&lead, &with(field, value)).is(422).page();
        assert_eq!(page.attrs(".errs a", "href"), [format!("#{field}")], "{value}");
        assert!(page.has(&format!("#{field}")));
        assert_eq!(page.typed("phone") == "+33 6 99 00 00 77", field != "phone");
    }
    for extra in [("role", "lead"), ("party_id", "x"), ("state", "confirmed"), ("membership", "staff"), ("vetting", "1"), ("id", "x")] {
        lead.post("/party/contacts", &[&ANA[..], &[extra]].concat()).is(400);
        lead.post(&revocation(p.id("contact0")), &[("reason", "left"), extra]).is(400);
    }
    assert_eq!((p.count("FROM vetting"), p.count("FROM account WHERE state IN ('proposed', 'cut')")), (0, 0));
}

fn a_contact_sees_names_and_roles_alone(p: &Portal) {
    let page = p.contact(0).get("/party").is(200).page();
    let rows = page.texts("tbody tr");
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(page.texts("thead th"), ["Nom", "Rôle"]);
    assert!(page.has("tbody") && !page.has("main form") && !page.has("main a.btn") && !page.text("main").contains("newcomer"));
    for path in ["/party/activity", "/party/contacts/new", &revocation(p.id("colleague0"))] {
        p.contact(0).get(path).is(403);
    }
    let lead = p.lead(0).get("/party").page();
    assert!(lead.texts("#coming + table tbody tr").iter().any(|r| r.contains("newcomer") && r.contains("Lettre valable jusqu’au")));
    // The day of a sign-in, never the hour.
    assert!(!lead.has("main time"));
}

fn a_lead_cuts_access_and_the_next_request_is_refused(p: &Portal) {
    let (lead, reader, page) = (p.lead(0), p.contact(0), revocation(p.id("contact0")));
    assert!(lead.get("/party").page().attrs("main a", "href").contains(&page));
    let before = lead.get(&page).is(200).page();
    assert_eq!(before.texts("fieldset .pick").len(), 4);
    for wrong in [&[][..], &[("reason", "")], &[("reason", "because")]] {
        assert_eq!(lead.submit(&page, &page, wrong).is(422).page().attrs(".errs a", "href"), ["#reason"]);
    }
    reader.get("/account").is(200);
    lead.submit(&page, &page, &[("reason", "lost")]).leads_to(&page);
    assert!(reader.get("/account").is(303).location().starts_with("/login"));
    let done = lead.get(&page).is(200).page();
    assert_eq!(done.text("h1"), "L’accès est coupé");
    assert!(done.has("time") && done.text("main").contains("Personne contact0"));
    assert!(p.records().contains(&format!("account.cut {} done lost", p.id("contact0"))));
    lead.post(&page, &[("reason", "lost")]).is(409);
    assert!(!lead.get("/party").text().contains("Personne contact0"));
    // Somebody who is only invited.
    let (newcomer, (letter, code)) = (revocation(p.id("newcomer")), &p.world.codes);
    lead.submit(&newcomer, &newcomer, &[("reason", "left")]).is(303);
    p.nobody().submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", code)]).is(422);
}

fn cutting_asks_for_the_factor_again(p: &Portal) {
    let (lead, page) = (p.lead(0), revocation(p.id("contact0")));
    p.clock.advance(6 * MINUTE);
    lead.submit(&page, &page, &[("reason", "suspected")]).leads_to("/account/confirm");
    assert_eq!(p.count("FROM account WHERE state = 'cut'"), 0);
    lead.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("lead0"))]).leads_to(&page);
    assert_eq!(p.count("FROM account WHERE state = 'cut'"), 1);
}

fn nobody_outside_the_party_can_be_reached(p: &Portal) {
    let lead = p.lead(0);
    let nowhere = lead.get(&revocation("nowhere")).is(404).text();
    let same = |answer: Answer, path: &str| assert_eq!(answer.is(404).text().replace(path, ""), nowhere.replace(&revocation("nowhere"), ""), "{path}");
    propose(&p.lead(1), &ANA).is(303);
    propose(&lead, &with("name", "Bo Érable")).is(303);
    let others = ["contact1", "lead1", "directory2", "administrator", "vetting", "auditor"].map(|key| p.id(key).to_string());
    for id in others.iter().chain([&account(p, "Ana Chêne"), &account(p, "Bo Érable")]) {
        same(lead.get(&revocation(id)), &revocation(id));
        lead.post(&revocation(id), &[("reason", "left")]).is(404);
        lead.post(&revocation(id), &[]).is(404);
    }
    for id in &others {
        lead.post(&format!("/party/contacts/{id}/withdrawal"), &[]).is(404);
    }
    let own = revocation(p.id("lead0"));
    lead.get(&own).is(403);
    lead.post(&own, &[("reason", "left")]).is(403);
    assert!(!lead.get("/party").page().attrs("main a", "href").contains(&own));
    assert_eq!(p.count("FROM account WHERE state = 'cut'"), 0);
}

fn a_lead_sees_nothing_of_another_party_and_no_count(p: &Portal) {
    let leads = [p.lead(0), p.lead(1)];
    desk::published(p, "À tous", To::All);
    let paths = ["/party", "/party/activity", "/party/contacts/new"];
    let seen = |n: usize| paths.map(|path| leads[n].get(path).is(200).page().text("body"));
    let before = seen(0);
    // The other party acts, proposes and cuts.
    let reference = desk::published(p, "Au Tilleul", To::Parties(&[1]));
    p.sign_in("contact1").get(&format!("/advisories/{reference}")).is(200);
    propose(&leads[1], &with("name", "Bo Tilleul")).is(303);
    leads[1].post(&revocation(p.id("directory1")), &[("reason", "left")]).is(303);
    assert_eq!(seen(0), before);
    for (n, pages) in [(0, seen(0)), (1, seen(1))] {
        let other = 1 - n;
        for (path, text) in paths.iter().zip(pages) {
            for secret in [PARTIES[other], PARTIES[2], &name(&format!("contact{other}")), &name(&format!("lead{other}")), &name("vetting")] {
                assert!(!text.contains(secret), "{secret} on {path}");
            }
        }
    }
    assert!(seen(1)[1].contains(&reference) && !seen(0)[1].contains(&reference));
}

fn activity_names_no_advisory_that_the_lead_may_not_see(p: &Portal) {
    let (red, open) = (desk::published(p, "À une seule", To::People(&["contact0"])), desk::published(p, "À tous", To::All));
    for reference in [&red, &open] {
        let address = format!("/advisories/{reference}");
        p.contact(0).submit(&address, &format!("{address}/acknowledgement"), &[("state", "read")]).is(303);
    }
    let lead = p.lead(0);
    let before = p.records().len();
    let page = lead.get("/party/activity").is(200).page();
    let rows = page.texts("tbody tr");
    assert!(rows.iter().any(|r| r.contains("Personne contact0") && r.contains(&open)), "{rows:?}");
    assert!(rows.iter().any(|r| r.contains("Personne contact0") && r.contains("un avis qui ne vous est pas adressé")), "{rows:?}");
    assert!(rows.iter().any(|r| r.contains("Personne lead0")), "their own sign-in is there too");
    assert!(!page.text("body").contains(&red) && !page.text("main").contains("127.0.0.1"));
    assert_eq!(p.records().split_off(before), ["party.activity-read erable-nouveau done "]);
    // Who is addressed sees it.
    let shared = desk::published(p, "À deux", To::People(&["contact0", "lead0"]));
    p.contact(0).get(&format!("/advisories/{shared}")).is(200);
    assert!(p.lead(0).get("/party/activity").page().attrs("tbody a", "href").contains(&format!("/advisories/{shared}")));
    for other in ["contact0", "directory0", "vetting", "administrator"] {
        p.by(other).get("/party/activity").is(403);
    }
}

fn activity_is_paged_without_showing_the_logs_numbers(p: &Portal) {
    let reference = desk::published(p, "À tous", To::All);
    (0..35).for_each(|_| drop(p.contact(0).get(&format!("/advisories/{reference}")).is(200)));
    let lead = p.lead(0);
    let first = lead.get("/party/activity").is(200).page();
    assert_eq!(first.texts("tbody tr").len(), 30);
    let next = first.attr("nav.pages a", "href");
    let second = lead.get(&next).is(200).page();
    assert!(!second.has("nav.pages a"));
    // Thirty-five openings and two sign-ins.
    assert_eq!(second.texts("tbody tr").len(), 7);
    p.lead(1).get(&next).is(404);
    for mark in ["1", "99999999", &"A".repeat(60)] {
        lead.get(&format!("/party/activity?after={mark}")).is(404);
    }
    // Ninety days later it is gone.
    p.sql("UPDATE session SET idle_ms = 9000000000, expires_at = expires_at + 9000000000");
    p.clock.advance(91 * 24 * 60 * MINUTE);
    assert_eq!(lead.get("/party/activity").is(200).page().texts("tbody tr").len(), 0);
}

fn a_lead_goes_with_their_party(p: &Portal) {
    let lead = p.lead(0);
    p.sql("UPDATE party SET state = 'suspended' WHERE slug = 'erable-nouveau'");
    for path in ["/party", "/party/activity", "/party/contacts/new", &revocation(p.id("contact0"))] {
        assert!(lead.get(path).is(303).location().starts_with("/login"), "{path}");
    }
    assert!(lead.post("/party/contacts", &ANA).is(303).location().starts_with("/login"));
    assert_eq!(p.count("FROM vetting"), 0);
}

fn activity_shows_who_signed_in_by_passkey(p: &Portal) {
    let devices = crate::authenticator::Devices::new();
    devices.add(&p.sign_in("contact0"), "phone", &serde_json::Value::Null).is(303);
    let page = || p.sign_in("lead0").get("/party/activity").is(200).page().texts("tbody tr");
    let of_contact = |rows: Vec<String>| rows.into_iter().filter(|r| r.contains("Personne contact0") && r.contains("clé d’accès")).count();
    let before = of_contact(page());
    devices.sign_in(&p.nobody(), "phone", &serde_json::Value::Null).leads_to("/");
    assert_eq!(of_contact(page()), before + 1);
    let actor = p.column("SELECT actor FROM audit_record WHERE action = 'sign-in.passkey'");
    assert_eq!(actor, [p.id("contact0").to_string()], "it is their own, not a visitor's");
}
