//! Letters, cutting access, giving it back, resetting and prolonging it (CASES A04 to A06, A29, A30, A43).
use crate::{
    authenticator::Devices,
    client::{Answer, Client},
    desk::{self, To},
    support::{Portal, on_both, wait},
    vetting::{decide, decide_without_page, fill, proposed, send, state, vetted},
    world::{PASSPHRASE, email},
};
use serde_json::Value;
use vigie::{
    clock::{DAY, HOUR, MINUTE, SECOND},
    ids::AccountId,
};

on_both! {
    a_second_letter_kills_the_first
    a_letter_is_void_after_five_tries_and_over_after_fourteen_days
    opening_the_enrolment_page_many_times_spends_nothing
    cutting_access_takes_one_and_giving_it_back_takes_two
    a_reset_kills_every_means_at_once_and_waits_before_the_letter
    vetting_anew_moves_the_date_and_a_date_passed_closes_the_door
    correcting_an_invited_person_voids_the_letter
    staff_who_lost_their_means_come_back_by_two_officers
}

/// Prints a letter. Says its code; the six digits are in no page, so they are put in their place.
pub fn letter(p: &Portal, by: &Client, id: &str) -> String {
    let page = format!("/desk/contacts/{id}/letter");
    let printed = by.submit(&page, &page, &[]).is(200);
    let code = printed.page().text(".paper .key");
    p.act(async |tx, act| {
        let digest = vigie::accounts::invite::email_digest(act, &AccountId(id.to_owned()), "123456");
        vigie::exec!(tx, "UPDATE invitation SET email_digest = $1 WHERE account_id = $2", digest, id.to_owned())?;
        Ok(())
    });
    code
}

fn enter(p: &Portal, code: &str) -> Answer {
    p.nobody().submit("/enrol", "/enrol", &[("letter_code", code), ("email_code", "123456")])
}

fn vetted_by(p: &Portal, id: &str, one: &str, two: &str) {
    fill(p, &p.by(one), id, &[]).is(303);
    send(&p.by(one), id).is(303);
    decide(&p.by(two), id, "approve").is(303);
}

fn a_second_letter_kills_the_first(p: &Portal) {
    let id = proposed(p, 0, "Marc Aubert", "marc.aubert@erable.example");
    vetted(p, &id);
    let (one, two) = (letter(p, &p.vetting(), &id), letter(p, &p.by("vetting2"), &id));
    assert_ne!(one, two);
    enter(p, &one).is(422);
    enter(p, &two.to_lowercase().replace('-', " ")).leads_to("/enrol/identity");
    // Twice within seconds would be two people at one letter.
    p.clock.advance(6 * SECOND);
    // Whoever is enrolling with the second is out when a third is printed.
    let enrolling = p.nobody();
    enrolling.submit("/enrol", "/enrol", &[("letter_code", &two), ("email_code", "123 456")]).leads_to("/enrol/identity");
    letter(p, &p.vetting(), &id);
    enrolling.get("/enrol/identity").leads_to("/enrol");
}

fn a_letter_is_void_after_five_tries_and_over_after_fourteen_days(p: &Portal) {
    let id = proposed(p, 0, "Jean Vidal", "jean.vidal@erable.example");
    vetted(p, &id);
    let code = letter(p, &p.vetting(), &id);
    for _ in 0..5 {
        p.nobody().submit("/enrol", "/enrol", &[("letter_code", &code), ("email_code", "000000")]).is(422);
    }
    enter(p, &code).is(422);
    let code = letter(p, &p.vetting(), &id);
    p.clock.advance(14 * DAY + MINUTE);
    enter(p, &code).is(422);
    // What two officers said a month ago lets nobody in any more.
    p.clock.advance(20 * DAY);
    p.sign_in("vetting").post(&format!("/desk/contacts/{id}/letter"), &[]).is(403);
}

fn opening_the_enrolment_page_many_times_spends_nothing(p: &Portal) {
    let id = proposed(p, 0, "Ida Colin", "ida.colin@erable.example");
    vetted(p, &id);
    let code = letter(p, &p.vetting(), &id);
    let scanner = p.nobody();
    for _ in 0..10 {
        scanner.get("/enrol").is(200);
        scanner.request("HEAD", "/enrol").send().is(200);
        scanner.get(&format!("/enrol?letter_code={code}&email_code=123456"));
    }
    enter(p, &code).leads_to("/enrol/identity");
}

fn cutting_access_takes_one_and_giving_it_back_takes_two(p: &Portal) {
    let reference = desk::published(p, "Chêne", To::All);
    let (one, two) = (p.sign_in("contact0"), p.sign_in("contact0"));
    let id = p.id("contact0").to_string();
    let page = format!("/desk/contacts/{id}/revocation");
    let before = p.vetting().get(&page).is(200).page().text("main");
    assert!(before.contains("2 sessions"), "{before}");
    p.vetting().submit(&page, &page, &[("reason", "")]).is(422);
    one.get("/advisories").is(200);
    p.vetting().submit(&page, &page, &[("reason", "lost")]).leads_to(&page);
    let done = p.vetting().get(&page).is(200).page();
    assert!(done.text("main").contains("perdus") && done.has("main time"), "{}", done.text("main"));
    assert!(done.text("main").contains("Personne lead0"), "the lead is told");
    for client in [&one, &two] {
        client.get(&format!("/advisories/{reference}")).is(303);
    }
    p.nobody().submit("/login", "/login", &[("username", &email("contact0")), ("password", PASSPHRASE)]).is(422);
    // Nobody gives it back alone.
    let back = format!("/desk/contacts/{id}/restoration");
    p.vetting().submit(&back, &back, &[("reason", "Téléphone retrouvé")]).leads_to(&format!("/desk/contacts/{id}/vetting"));
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    decide_without_page(p, "vetting", &id).is(403);
    assert_eq!(state(p, &id), "cut");
    decide(&p.by("vetting2"), &id, "approve").is(303);
    // The old means stay dead: a new letter is the only way in.
    p.nobody().submit("/login", "/login", &[("username", &email("contact0")), ("password", PASSPHRASE)]).is(422);
    // The letter waits as long after the cut as after a reset: the one cannot be had as the other.
    p.vetting().post(&format!("/desk/contacts/{id}/letter"), &[]).is(403);
    p.clock.advance(4 * HOUR + MINUTE);
    let code = letter(p, &p.sign_in("vetting"), &id);
    enter(p, &code).leads_to("/enrol/identity");
    // An auditor reads and does not cut; staff are not cut here.
    p.sign_in("auditor").get(&page).is(403);
    let staff = format!("/desk/contacts/{}/revocation", p.id("author"));
    let officer = p.sign_in("vetting");
    officer.get(&staff).is(403);
    officer.post(&staff, &[("reason", "left")]).is(403);
    assert_eq!(state(p, p.id("author").as_str()), "confirmed");
}

fn a_reset_kills_every_means_at_once_and_waits_before_the_letter(p: &Portal) {
    let client = p.sign_in("contact0");
    client.submit("/account/recovery-codes", "/account/recovery-codes", &[]).is(303);
    Devices::new().add(&client, "phone", &Value::Null).is(303);
    let half = p.half("contact0");
    let id = p.id("contact0").to_string();
    let means = || ["totp", "recovery_code", "passkey", "session"].map(|table| p.count(&format!("FROM {table} WHERE account_id = '{id}'")));
    assert!(means().iter().all(|n| *n > 0), "{:?}", means());
    let reset = format!("/desk/contacts/{id}/reset");
    // A renewal under way does not hold it up; another reset does.
    let renewal = format!("/desk/contacts/{id}/renewal");
    p.by("vetting3").submit(&renewal, &renewal, &[("reason", "Bientôt un an")]).is(303);
    p.vetting().submit(&reset, &reset, &[("reason", "Téléphone volé")]).is(303);
    p.by("vetting3").post(&reset, &[("reason", "Encore")]).is(409);
    client.get("/account").is(200);
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    decide(&p.by("vetting2"), &id, "approve").is(303);
    client.get("/account").is(303);
    half.get("/login/code").leads_to("/login");
    p.nobody().submit("/login", "/login", &[("username", &email("contact0")), ("password", PASSPHRASE)]).is(422);
    // The night's work leaves who waits for their letter alone, however old the first one is.
    p.sql("UPDATE invitation SET created_at = 1, expires_at = 2");
    wait(async {
        let db = p.open().await;
        vigie::accounts::jobs::run(&db, &p.keys, &p.settings().config, p.now()).await.unwrap();
        db.close().await;
    });
    assert_eq!(state(p, &id), "invited");
    assert_eq!(means(), [0; 4]);
    let page = format!("/desk/contacts/{id}/letter");
    assert!(!p.vetting().get(&page).is(200).page().has("form[action$='/letter']"), "no button while the time runs");
    p.vetting().post(&page, &[]).is(403);
    p.clock.advance(4 * HOUR + MINUTE);
    // The officers' own sessions were locked meanwhile.
    let code = letter(p, &p.sign_in("vetting2"), &id);
    enter(p, &code).leads_to("/enrol/identity");
    assert!(p.records().iter().any(|r| r.starts_with(&format!("account.reset {id}"))));
}

fn vetting_anew_moves_the_date_and_a_date_passed_closes_the_door(p: &Portal) {
    let id = p.id("enrolled").to_string();
    p.vetting().submit(&format!("/desk/contacts/{id}"), &format!("/desk/contacts/{id}/confirmation"), &[]).is(303);
    let date = || p.column(&format!("SELECT CAST(revet_at AS TEXT) FROM account WHERE id = '{id}'")).pop().unwrap().parse::<i64>().unwrap();
    let first = date();
    assert!((first - p.now() - 365 * DAY).abs() < HOUR);
    p.clock.advance(10 * DAY);
    let (one, two) = (p.sign_in("vetting"), p.sign_in("vetting2"));
    let page = format!("/desk/contacts/{id}/renewal");
    one.submit(&page, &page, &[("reason", "Un an bientôt")]).is(303);
    fill(p, &one, &id, &[]).is(303);
    send(&one, &id).is(303);
    decide(&two, &id, "approve").leads_to(&format!("/desk/contacts/{id}"));
    assert!(date() > first + 9 * DAY);
    let client = p.sign_in("enrolled");
    client.get("/advisories").is(200);
    p.sql(&format!("UPDATE account SET revet_at = {} WHERE id = '{id}'", p.now() - 1));
    client.get("/advisories").is(303);
}

fn correcting_an_invited_person_voids_the_letter(p: &Portal) {
    let id = proposed(p, 0, "Anne Duval", "anne.duval@erable.example");
    vetted(p, &id);
    let code = letter(p, &p.vetting(), &id);
    let page = format!("/desk/contacts/{id}/proposal");
    let fields = [("name", "Anne Duval"), ("role", "contact"), ("email", "anne.duval2@erable.example"), ("phone", "+33 6 12 34 56 78")];
    p.by("vetting2").submit(&page, &page, &fields).leads_to(&format!("/desk/contacts/{id}/vetting"));
    assert_eq!(state(p, &id), "proposed");
    enter(p, &code).is(422);
    vetted_by(p, &id, "vetting2", "vetting3");
    assert_eq!(state(p, &id), "invited");
}

fn staff_who_lost_their_means_come_back_by_two_officers(p: &Portal) {
    let author = p.sign_in("author");
    let id = p.id("author").to_string();
    let reset = format!("/desk/contacts/{id}/reset");
    p.administrator().post(&reset, &[("reason", "Clés perdues")]).is(403);
    p.vetting().submit(&reset, &reset, &[("reason", "Clés perdues")]).is(303);
    fill(p, &p.vetting(), &id, &[]).is(303);
    send(&p.vetting(), &id).is(303);
    decide(&p.by("vetting2"), &id, "approve").is(303);
    author.get("/desk").is(303);
    p.clock.advance(4 * HOUR + MINUTE);
    let code = letter(p, &p.sign_in("vetting2"), &id);
    enter(p, &code).leads_to("/enrol/identity");
    // The only administrators are not reset away.
    p.sql("UPDATE account SET administrator = FALSE WHERE email = 'boss@vigie.example'");
    let last = p.id("administrator").to_string();
    let (one, two) = (p.sign_in("vetting"), p.sign_in("vetting2"));
    let reset = format!("/desk/contacts/{last}/reset");
    one.submit(&reset, &reset, &[("reason", "Clés perdues")]).is(303);
    fill(p, &one, &last, &[]).is(303);
    send(&one, &last).is(303);
    decide(&two, &last, "approve").is(403);
    assert_eq!(state(p, &last), "confirmed");
}
