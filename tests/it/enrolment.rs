//! Enrolment: two codes on two channels, one set of credentials.
use crate::{
    client::Client,
    support::{Portal, on_both},
};
use vigie::{
    accounts::totp,
    clock::{DAY, SECOND},
};

on_both! {
    enrolment_goes_from_the_codes_to_a_person_who_waits_to_be_confirmed
    five_wrong_codes_void_the_letter
    no_step_can_be_skipped_or_done_twice
    of_two_who_enrol_at_once_one_set_of_credentials_is_left
    a_weak_passphrase_is_refused_with_the_reason
    the_secret_stands_on_its_page_alone
    who_says_that_is_not_me_ends_the_invitation
    an_invitation_ends_after_fourteen_days
}

const NEW: &str = "un phoque joue de la contrebasse";

fn enter(p: &Portal, letter: &str, email: &str) -> (Client, u16) {
    let client = p.nobody();
    let status = client.submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", email)]).status;
    (client, status)
}

/// The authenticator's seed as the page shows it.
fn shown_seed(client: &Client) -> Vec<u8> {
    let key = client.get("/enrol/authenticator").is(200).page().text("p.key");
    data_encoding::BASE32_NOPAD.decode(key.replace(' ', "").as_bytes()).unwrap()
}

fn code(p: &Portal, seed: &[u8]) -> String {
    totp::code_at(seed, p.now()).unwrap()
}

fn accept(client: &Client) {
    client.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).leads_to("/enrol/passphrase");
    client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", NEW)]).leads_to("/enrol/authenticator");
}

fn enrolment_goes_from_the_codes_to_a_person_who_waits_to_be_confirmed(p: &Portal) {
    let (letter, email) = &p.world.codes;
    // As people type them.
    let (client, status) = enter(p, &format!(" {} ", letter.to_lowercase().replace('-', " ")), &format!("{} {}", &email[..3], &email[3..]));
    assert_eq!(status, 303);
    let first = client.fork();
    let page = client.get("/enrol/identity").page().text("main");
    assert!(page.contains("Personne newcomer") && page.contains("Érable Nouveau") && page.contains("34") && !page.contains("12 34"), "{page}");
    client.submit("/enrol/identity", "/enrol/identity", &[]).is(422);
    accept(&client);
    let seed = shown_seed(&client);
    assert!(seed.len() >= 20 && client.get("/enrol/authenticator").page().has(".qr svg"));
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", "000000")]).is(422);
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", &code(p, &seed))]).leads_to("/enrol/recovery-codes");
    client.get("/enrol/authenticator").leads_to("/enrol/recovery-codes");
    assert_eq!(client.get("/enrol/recovery-codes").page().texts("ol.codes li").len(), 10);
    client.submit("/enrol/recovery-codes", "/enrol/recovery-codes", &[]).is(422);
    client.submit("/enrol/recovery-codes", "/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/passkey");
    client.get("/enrol/recovery-codes").leads_to("/enrol/passkey");
    client.post("/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/passkey");
    let last = client.get("/enrol/passkey").is(200).page();
    assert!(last.text(".steps").contains("6 sur 7") && last.text("form[action='/enrol/passkey'] button:not([hidden])") == "Continuer", "{}", last.text("main"));
    client.post("/enrol/passkey", &[]).leads_to("/enrol/done");
    assert_ne!(first.session(), client.session());
    first.get("/account").is(303);
    client.get("/enrol/done").is(200);
    client.get("/advisories").is(403);
    client.get("/enrol/recovery-codes").is(303);
    let page = format!("/desk/contacts/{}", p.id("newcomer"));
    p.vetting().submit(&page, &format!("{page}/confirmation"), &[]).is(303);
    client.get("/advisories").is(200);
    p.clock.advance(60 * SECOND);
    let again = p.nobody();
    again.submit("/login", "/login", &[("username", "newcomer@vigie.example"), ("password", NEW)]).leads_to("/login/code");
    again.submit("/login/code", "/login/code", &[("code", &code(p, &seed))]).leads_to("/");
    assert_eq!(enter(p, letter, email).1, 422, "the codes are spent");
    p.vetting().post(&format!("{page}/confirmation"), &[]).is(409);
}

fn five_wrong_codes_void_the_letter(p: &Portal) {
    let (letter, email) = &p.world.codes;
    assert_eq!(enter(p, "AAAA-BBBB-CCCC", email).1, 422);
    let wrong = if email == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(enter(p, letter, wrong).1, 422);
    }
    assert_eq!(enter(p, letter, email).1, 422);
    let refused: Vec<String> = p.records().into_iter().filter(|r| r.starts_with("enrolment.refused")).collect();
    assert_eq!(refused.len(), 6, "an unknown letter fills no log: {refused:?}");
    assert!(refused[4].ends_with("the letter is void"), "{refused:?}");
}

fn no_step_can_be_skipped_or_done_twice(p: &Portal) {
    let client = p.enrolling();
    for step in ["passphrase", "authenticator", "recovery-codes", "passkey"] {
        client.get(&format!("/enrol/{step}")).leads_to("/enrol/identity");
    }
    client.post("/enrol/passphrase", &[("password", NEW)]).leads_to("/enrol/identity");
    client.post("/enrol/authenticator", &[("code", "123456")]).leads_to("/enrol/identity");
    client.post("/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/identity");
    client.post("/enrol/passkey", &[]).leads_to("/enrol/identity");
    client.get("/enrol/done").leads_to("/enrol/identity");
    client.get("/advisories").leads_to("/enrol/identity");
    assert_eq!(p.count("FROM account WHERE email = 'newcomer@vigie.example' AND state = 'invited' AND password IS NULL"), 1);
    accept(&client);
    let seed = shown_seed(&client);
    client.post("/enrol/passphrase", &[("password", "une autre phrase de passe longue")]).leads_to("/enrol/authenticator");
    assert_eq!(shown_seed(&client), seed, "a second passphrase draws no second seed");
    // Stopped before the authenticator is proven: the passphrase alone opens nothing.
    let half = p.nobody().submit("/login", "/login", &[("username", "newcomer@vigie.example"), ("password", NEW)]);
    assert_eq!(half.status, 422);
}

fn of_two_who_enrol_at_once_one_set_of_credentials_is_left(p: &Portal) {
    let one = p.enrolling();
    p.clock.advance(10 * SECOND);
    let two = p.enrolling();
    one.get("/enrol/identity").is(303);
    two.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).is(303);
    let token = two.token();
    let phrases: Vec<String> = (0..6).map(|n| format!("{NEW} numéro {n}")).collect();
    let done: Vec<u16> = std::thread::scope(|s| {
        let all: Vec<_> =
            phrases.iter().map(|w| s.spawn(|| two.request("POST", "/enrol/passphrase").fields(&[("csrf", &token), ("password", w)]).send().status)).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(done.contains(&303) && done.iter().all(|s| matches!(s, 303 | 409)), "{done:?}");
    assert_eq!(p.count("FROM audit_record WHERE action = 'account.passphrase-set'"), 1);
    assert_eq!(p.count(&format!("FROM totp WHERE account_id = '{}'", p.id("newcomer"))), 1);
    let code = code(p, &shown_seed(&two));
    let proven: Vec<(u16, String)> = std::thread::scope(|s| {
        let all: Vec<_> = (0..6).map(|_| s.spawn(|| two.request("POST", "/enrol/authenticator").fields(&[("csrf", &token), ("code", &code)]).send())).collect();
        all.into_iter().map(|t| t.join().unwrap()).map(|a| (a.status, a.location().to_owned())).collect()
    });
    assert!(proven.iter().any(|(s, _)| *s == 303), "{proven:?}");
    assert_eq!(p.count("FROM recovery_code"), 10);
}

fn a_weak_passphrase_is_refused_with_the_reason(p: &Portal) {
    let client = p.enrolling();
    client.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).is(303);
    let mut reasons = Vec::new();
    let long = "été ".repeat(400);
    for weak in ["", "court", "passwordpassword", "newcomer@vigie.example", long.as_str()] {
        let page = client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", weak)]).is(422);
        assert!(weak.len() < 6 || weak.contains('@') || !page.text().contains(&format!("\"{weak}\"")), "a passphrase is never shown again");
        reasons.push(page.page().text("#password-e"));
    }
    reasons.dedup();
    assert!(reasons.len() >= 4 && reasons.iter().all(|r| !r.is_empty()), "{reasons:?}");
    let odd = "ζ κόκκινη  ομπρέλα 🦉 πετάει";
    client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", odd)]).leads_to("/enrol/authenticator");
}

fn the_secret_stands_on_its_page_alone(p: &Portal) {
    let client = p.enrolling();
    accept(&client);
    let page = client.get("/enrol/authenticator").is(200);
    assert_eq!(page.header("cache-control"), "no-store");
    let key = page.page().text("p.key").replace(' ', "");
    assert!(page.page().attrs("img", "src").is_empty(), "the picture is in the page");
    let stored = p.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM audit_record WHERE detail LIKE '%{key}%' OR object LIKE '%{key}%'"));
    assert_eq!(stored, ["0"]);
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", &code(p, &shown_seed(&client)))]).is(303);
    for path in ["/enrol/authenticator", "/enrol/recovery-codes", "/account"] {
        assert!(!client.get(path).text().replace(' ', "").contains(&key), "{path}");
    }
}

fn who_says_that_is_not_me_ends_the_invitation(p: &Portal) {
    let client = p.enrolling();
    client.submit("/enrol/identity", "/enrol/denial", &[]).leads_to("/");
    client.get("/enrol/identity").is(303);
    let (letter, email) = &p.world.codes;
    assert_eq!(enter(p, letter, email).1, 422);
    assert!(p.records().iter().any(|r| r.starts_with("enrolment.identity-denied")));
}

fn an_invitation_ends_after_fourteen_days(p: &Portal) {
    let (letter, email) = &p.world.codes;
    p.clock.advance(14 * DAY + SECOND);
    assert_eq!(enter(p, letter, email).1, 422);
}
