//! A person's passkeys: adding and removing them, confirming and unlocking by them, and the last step of enrolment.
use crate::{
    authenticator::{Devices, asked},
    client::Client,
    support::{Portal, on_both},
};
use serde_json::Value;
use vigie::{
    accounts::totp,
    clock::{HOUR, MINUTE, SECOND},
};

on_both! {
    a_passkey_is_added_and_removed_only_with_a_factor_just_given
    what_waits_for_a_factor_is_done_once_a_passkey_is_given
    a_passkey_opens_a_locked_session_and_the_form_comes_back
    nobody_sees_or_removes_the_passkey_of_another
    an_enrolment_ends_with_a_passkey
    who_must_have_a_passkey_does_not_finish_without
    where_a_passkey_is_demanded_a_code_is_refused
    without_script_no_page_shows_a_button_that_does_nothing
}

const NONE: Value = Value::Null;

fn own(p: &Portal, key: &str) -> Vec<String> {
    p.column(&format!("SELECT id FROM passkey WHERE account_id = '{}' ORDER BY created_at", p.id(key)))
}

fn a_passkey_is_added_and_removed_only_with_a_factor_just_given(p: &Portal) {
    let devices = Devices::new();
    let client = p.sign_in("contact0");
    let new = asked(&client, "/account/passkeys/new", "/account/passkeys");
    let said = devices.say(&client, &new, "phone", &NONE);
    p.clock.advance(5 * MINUTE + SECOND);
    client.get("/account/passkeys/new").leads_to("/account/confirm?next=%2Faccount%2Fpasskeys%2Fnew");
    new.send(&client, &said).leads_to("/account/confirm");
    assert!(own(p, "contact0").is_empty());
    // The form waited; its challenge belongs to the session before, and is too old: the page comes back with another.
    let page = client.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("contact0"))]).is(422);
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(page.page().text(".errs").contains("Appuyez encore une fois"));
    devices.add(&client, "phone", &NONE).leads_to("/account/passkeys");
    // From another network, or later: asked again.
    p.clock.advance(5 * MINUTE + SECOND);
    let removal = format!("/account/passkeys/{}/removal", own(p, "contact0")[0]);
    client.post(&removal, &[]).leads_to("/account/confirm");
    assert_eq!(own(p, "contact0").len(), 1);
    let elsewhere = p.sign_in("contact0");
    let records = p.records_of(|| {
        client.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("contact0"))]).leads_to("/account/passkeys");
    });
    assert!(records.last().unwrap().starts_with("passkey.removed"), "{records:?}");
    assert_eq!(p.count("FROM audit_record r WHERE action = 'passkey.removed' AND hash IN (SELECT hash FROM audit_record WHERE action = 'passkey.added')"), 1);
    assert!(own(p, "contact0").is_empty(), "a contact may be left without");
    elsewhere.get("/account").is(303);
    client.post(&removal, &[]).is(404);
    let gone = p.nobody();
    devices.sign_in(&gone, "phone", &NONE).is(422);
}

fn what_waits_for_a_factor_is_done_once_a_passkey_is_given(p: &Portal) {
    let devices = Devices::new();
    let vetting = p.sign_in("vetting");
    devices.add(&vetting, "phone", &NONE).is(303);
    p.clock.advance(6 * MINUTE);
    let page = format!("/desk/contacts/{}", p.id("enrolled"));
    vetting.post(&format!("{page}/confirmation"), &[]).leads_to("/account/confirm");
    let confirm = vetting.get("/account/confirm").page();
    assert!(confirm.has("form[data-passkey]") && confirm.has("#code"), "both ways");
    let faults = devices.answer(&vetting, "/account/confirm", "/account/confirm/passkey", "phone", &serde_json::json!({ "flags": 1 }));
    faults.is(422);
    assert_eq!(p.count(&format!("FROM account WHERE id = '{}' AND state = 'enrolled'", p.id("enrolled"))), 1);
    let before = vetting.session();
    devices.answer(&vetting, "/account/confirm", "/account/confirm/passkey", "phone", &NONE).leads_to(&page);
    assert_ne!(vetting.session(), before);
    assert_eq!(p.count(&format!("FROM account WHERE id = '{}' AND state = 'confirmed'", p.id("enrolled"))), 1);
    // Who has none is asked for a code alone.
    let other = p.contact(1);
    let confirm = other.get("/account/confirm").is(200);
    assert!(!confirm.page().has("form[data-passkey]") && confirm.header("content-security-policy").contains("script-src 'none'"));
    other.post("/account/confirm/passkey", &[]).is(422);
}

fn a_passkey_opens_a_locked_session_and_the_form_comes_back(p: &Portal) {
    let devices = Devices::new();
    let client = p.sign_in("lead0");
    devices.add(&client, "phone", &NONE).is(303);
    let page = client.get("/account/passkeys/new").is(200).page();
    p.clock.advance(16 * MINUTE);
    client.send_form("/account/passkeys", &page.hidden("/account/passkeys"), &[("name", "Tablette"), ("credential", "{}")]).leads_to("/login/unlock");
    client.get("/account").leads_to("/login/unlock?next=%2Faccount");
    let unlock = asked(&client, "/login/unlock", "/login/unlock/passkey");
    // Not by what was asked for another purpose: there is a page for anybody, too.
    let login = asked(&client, "/login", "/login/passkey");
    login.send_to(&client, "/login/unlock/passkey", &devices.say(&client, &login, "phone", &NONE)).is(422);
    let before = client.session();
    unlock.send(&client, &devices.say(&client, &unlock, "phone", &NONE)).leads_to("/account/kept");
    assert_ne!(client.session(), before);
    let kept = client.get("/account/kept").is(200).page();
    assert!(kept.typed("name") == "Tablette" && !kept.has("[name=credential], [name=ceremony]"), "{}", kept.text("main"));
    // The limit of the whole session stays where a code had set it.
    p.clock.advance(4 * HOUR);
    client.get("/account").leads_to("/login?next=%2Faccount");
    client.get("/login/unlock").leads_to("/login");
}

fn nobody_sees_or_removes_the_passkey_of_another(p: &Portal) {
    let devices = Devices::new();
    let (one, other) = (p.sign_in("contact0"), p.sign_in("contact1"));
    devices.add(&one, "phone", &NONE).is(303);
    assert!(!other.get("/account/passkeys").page().text("main").contains("Clé d’essai"));
    let theirs = other.post(&format!("/account/passkeys/{}/removal", own(p, "contact0")[0]), &[]).is(404);
    let absent = other.post("/account/passkeys/nothing/removal", &[]).is(404);
    assert_eq!(theirs.text(), absent.text());
    assert_eq!(own(p, "contact0").len(), 1);
}

/// Somebody at the last step of enrolment.
fn at_the_last_step(p: &Portal, at: Option<&Client>) -> Client {
    let client = match at {
        Some(client) => {
            let (letter, email) = &p.world.codes;
            client.submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", email)]).leads_to("/enrol/identity");
            client.clone()
        }
        None => p.enrolling(),
    };
    client.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).is(303);
    client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", "un phoque joue de la contrebasse")]).is(303);
    let key = client.get("/enrol/authenticator").page().text("p.key").replace(' ', "");
    let code = totp::code_at(&data_encoding::BASE32_NOPAD.decode(key.as_bytes()).unwrap(), p.now()).unwrap();
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", &code)]).is(303);
    client.submit("/enrol/recovery-codes", "/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/passkey");
    client
}

fn an_enrolment_ends_with_a_passkey(p: &Portal) {
    let devices = Devices::new();
    let client = at_the_last_step(p, None);
    let bad = serde_json::json!({ "origin": "https://evil.example" });
    devices.answer(&client, "/enrol/passkey", "/enrol/passkey", "phone", &bad).is(422);
    client.post("/enrol/passkey", &[("credential", "x"), ("ceremony", "")]).is(422);
    client.get("/enrol/done").leads_to("/enrol/identity");
    assert_eq!(p.count("FROM passkey"), 0);
    let last = asked(&client, "/enrol/passkey", "/enrol/passkey");
    let (said, token) = (devices.say(&client, &last, "phone", &NONE), client.token());
    let first = client.fork();
    last.send(&client, &said).leads_to("/enrol/done");
    client.get("/enrol/done").is(200);
    first.request("POST", "/enrol/passkey").fields(&[("csrf", &token)]).send().is(303);
    assert_eq!(p.column(&format!("SELECT factor FROM session WHERE account_id = '{}'", p.id("newcomer"))), ["passkey"]);
    let last: Vec<String> = p.records().into_iter().rev().take(2).map(|r| r.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(last, ["account.enrolled", "passkey.added"]);
    devices.sign_in(&p.nobody(), "phone", &NONE).leads_to("/");
}

fn who_must_have_a_passkey_does_not_finish_without(p: &Portal) {
    let devices = Devices::new();
    p.sql(&format!("UPDATE account SET membership = 'lead' WHERE id = '{}'", p.id("newcomer")));
    let strict = p.another(&[("lead_requires_passkey = false", "lead_requires_passkey = true")]);
    let client = at_the_last_step(p, Some(&p.nobody().at(&strict.at)));
    let page = client.get("/enrol/passkey").is(200).page();
    assert!(!page.has("button[name=later]"), "no way round");
    let refused = client.post("/enrol/passkey", &[]).is(422).page();
    assert!(refused.text(".errs").contains("Ajoutez une clé d’accès pour terminer"), "{}", refused.text("main"));
    assert_eq!(p.count(&format!("FROM account WHERE id = '{}' AND state = 'invited'", p.id("newcomer"))), 1);
    devices.answer(&client, "/enrol/passkey", "/enrol/passkey", "phone", &NONE).leads_to("/enrol/done");
}

fn without_script_no_page_shows_a_button_that_does_nothing(p: &Portal) {
    let devices = Devices::new();
    let client = p.sign_in("contact0");
    devices.add(&client, "phone", &NONE).is(303);
    let last = at_the_last_step(p, None);
    for (client, path) in [(&p.nobody(), "/login"), (&client, "/account/confirm"), (&client, "/account/passkeys/new"), (&last, "/enrol/passkey")] {
        let page = client.get(path).is(200).page();
        let dead = page.all("form[data-passkey]:not([hidden]) button:not([hidden]):not([name=later])").len();
        assert_eq!(dead, 0, "{path}");
        let words = page.text("main");
        let other_way = page.has("main form:not([hidden]) .btn:not([hidden])") || words.contains("Une clé d’accès demande que votre navigateur");
        assert!(other_way, "{path}: {words}");
    }
}

fn where_a_passkey_is_demanded_a_code_is_refused(p: &Portal) {
    let devices = Devices::new();
    let author = p.sign_in("author");
    devices.add(&author, "author", &NONE).leads_to("/account/passkeys");
    let strict = p.another(&[("staff_requires_passkey = false", "staff_requires_passkey = true")]);
    let half = p.half("author").at(&strict.at);
    half.submit("/login/code", "/login/code", &[("code", &p.fresh_code("author"))]).is(422);
    let client = p.nobody().at(&strict.at);
    devices.sign_in(&client, "author", &NONE).leads_to("/");
    // Nor does a code confirm, or unlock; the page offers none.
    let page = client.get("/account/confirm").is(200).page();
    assert!(page.has("form[data-passkey]") && !page.has("#code"), "{}", page.text("main"));
    client.post("/account/confirm", &[("code", &p.fresh_code("author"))]).is(422);
    // The last one stays; of two, either goes.
    let ids = p.column(&format!("SELECT id FROM passkey WHERE account_id = '{}'", p.id("author")));
    assert!(!client.get("/account/passkeys").page().has("form[action$='/removal']"));
    devices.answer(&client, "/account/confirm", "/account/confirm/passkey", "author", &NONE).is(303);
    client.post(&format!("/account/passkeys/{}/removal", ids[0]), &[]).is(403);
    devices.add(&client, "second", &NONE).leads_to("/account/passkeys");
    assert_eq!(client.get("/account/passkeys").page().texts("form[action$='/removal']").len(), 2);
    author.get("/account").is(303);
    // Both at once: one stays.
    let ids = p.column(&format!("SELECT id FROM passkey WHERE account_id = '{}'", p.id("author")));
    client.token();
    let done: Vec<u16> = std::thread::scope(|s| {
        let client = &client;
        let all: Vec<_> = ids.iter().map(|id| s.spawn(move || client.post(&format!("/account/passkeys/{id}/removal"), &[]).status)).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(done.iter().filter(|s| **s == 303).count(), 1, "{done:?}");
    assert_eq!(p.count(&format!("FROM passkey WHERE account_id = '{}'", p.id("author"))), 1);
}
