//! A person's own means of sign-in: recovery codes, authenticator, passphrase (CASES A14, A21 to A23; ASVS 6, 7.4).
use crate::{
    client::Client,
    support::{Portal, on_both},
    world::{PASSPHRASE, email},
};
use vigie::{
    accounts::totp,
    clock::{MINUTE, SECOND},
};

on_both! {
    a_recovery_code_is_good_once_and_only_to_link_a_new_authenticator
    a_recovery_code_sent_by_many_at_once_lets_one_in
    wrong_codes_of_every_kind_share_one_budget
    who_must_have_a_passkey_gets_nowhere_with_a_recovery_code
    a_new_authenticator_counts_once_it_is_proven_and_the_old_one_dies
    the_key_of_an_authenticator_is_never_shown_after_it_counts
    changing_the_passphrase_demands_the_present_one_and_ends_other_sessions
    new_recovery_codes_replace_the_old_ones_and_are_shown_until_kept
}

/// A new sheet of recovery codes.
fn sheet(p: &Portal, key: &str) -> Vec<String> {
    let client = p.sign_in(key);
    client.submit("/account/recovery-codes", "/account/recovery-codes", &[]).leads_to("/account/recovery-codes");
    let codes = client.get("/account/recovery-codes").is(200).page().texts(".codes li");
    assert_eq!(codes.len(), 10);
    client.submit("/account/recovery-codes", "/account/recovery-codes/kept", &[("kept", "yes")]).is(303);
    codes
}

fn use_code(client: &Client, code: &str) -> u16 {
    client.submit("/login/recovery", "/login/recovery", &[("recovery_code", code)]).status
}

/// Links a new authenticator; says its seed.
fn link(p: &Portal, client: &Client) -> Vec<u8> {
    client.post("/account/authenticator/key", &[]).leads_to("/account/authenticator");
    let key = client.get("/account/authenticator").is(200).page().text("main p.key").replace(' ', "");
    let seed = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).unwrap();
    assert_eq!(seed.len(), 20);
    let code = totp::code_at(&seed, p.now()).unwrap();
    client.submit("/account/authenticator", "/account/authenticator", &[("code", &code)]).leads_to("/account");
    seed
}

fn a_recovery_code_is_good_once_and_only_to_link_a_new_authenticator(p: &Portal) {
    let codes = sheet(p, "contact0");
    let open = p.sign_in("contact0");
    let client = p.half("contact0");
    assert_eq!(use_code(&client, "AAAAA-AAAAA-AAAAA"), 422);
    // Lower case, spaces: as it was copied from paper.
    assert_eq!(use_code(&client, &codes[0].to_lowercase().replace('-', " ")), 303);
    open.get("/account").is(303);
    for page in ["/", "/advisories", "/account", "/account/passphrase", "/account/sessions", "/providers"] {
        let there = client.get(page);
        assert!(there.status == 303 || page == "/", "{page}: {}", there.status);
    }
    client.get("/advisories").leads_to("/account/authenticator");
    let seed = link(p, &client);
    client.get("/advisories").is(200);
    assert_eq!(use_code(&p.half("contact0"), &codes[0]), 422, "it is spent");
    // The old authenticator is dead, the new one signs in.
    let half = p.half("contact0");
    p.clock.advance(31 * SECOND);
    half.submit("/login/code", "/login/code", &[("code", &p.code("contact0", 0))]).is(422);
    let code = totp::code_at(&seed, p.now()).unwrap();
    half.submit("/login/code", "/login/code", &[("code", &code)]).leads_to("/");
    assert!(p.records().iter().any(|r| r.starts_with("sign-in.recovery")));
}

fn a_recovery_code_sent_by_many_at_once_lets_one_in(p: &Portal) {
    for key in ["contact1", "contact2"] {
        for (round, code) in sheet(p, key).iter().enumerate() {
            race(p, key, code, round);
        }
    }
}

fn race(p: &Portal, key: &str, code: &str, round: usize) {
    let clients: Vec<Client> = (0..4).map(|_| p.half(key)).collect();
    let tokens: Vec<String> = clients.iter().map(Client::token).collect();
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let send = |c: &'_ Client, t: &'_ str| c.request("POST", "/login/recovery").fields(&[("csrf", t), ("recovery_code", code)]).send().status;
        let all: Vec<_> = clients.iter().zip(&tokens).map(|(c, t)| s.spawn(move || send(c, t))).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    // Who got in ended the sessions of the others, so these are asked to begin again.
    assert_eq!(p.count(&format!("FROM session WHERE account_id = '{}' AND level = 'recovery'", p.id(key))), 1, "round {round}: {statuses:?}");
    let done = p.records().iter().filter(|r| r.starts_with(&format!("sign-in.recovery {} done", p.id(key)))).count();
    assert_eq!(done, round + 1, "{statuses:?}");
    p.sql(&format!("UPDATE totp SET failures = 0, blocked_until = 0 WHERE account_id = '{}'", p.id(key)));
}

fn wrong_codes_of_every_kind_share_one_budget(p: &Portal) {
    for n in 0..9 {
        let client = p.half("contact0");
        if n % 2 == 0 {
            assert_eq!(use_code(&client, "AAAAA-AAAAA-AAAAA"), 422);
        } else {
            client.submit("/login/code", "/login/code", &[("code", "12345")]).is(422);
        }
    }
    assert_eq!(use_code(&p.half("contact0"), "AAAAA-AAAAA-AAAAB"), 429);
    p.half("contact0").submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).is(429);
    p.clock.advance(16 * MINUTE);
    p.half("contact0").submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).leads_to("/");
}

fn who_must_have_a_passkey_gets_nowhere_with_a_recovery_code(p: &Portal) {
    let codes = sheet(p, "lead0");
    let strict = p.another(&[("lead_requires_passkey = false", "lead_requires_passkey = true")]);
    let client = p.half("lead0").at(&strict.at);
    assert_eq!(use_code(&client, &codes[0]), 422);
    client.get("/account").is(303);
    // It was not spent: where a code is enough it still is one.
    assert_eq!(use_code(&p.half("lead0"), &codes[0]), 303);
}

fn a_new_authenticator_counts_once_it_is_proven_and_the_old_one_dies(p: &Portal) {
    let (client, other) = (p.sign_in("contact0"), p.sign_in("contact0"));
    client.submit("/account/authenticator", "/account/authenticator/key", &[]).is(303);
    client.submit("/account/authenticator", "/account/authenticator", &[("code", "000000")]).is(422);
    // Until then the old one signs in.
    p.sign_in("contact0");
    other.get("/account").is(200);
    let before = client.session();
    let seed = link(p, &client);
    assert_ne!(client.session(), before, "a new id");
    other.get("/account").is(303);
    assert_eq!(p.count(&format!("FROM totp WHERE account_id = '{}'", p.id("contact0"))), 1);
    let half = p.half("contact0");
    half.submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).is(422);
    // The code that proved it is spent.
    half.submit("/login/code", "/login/code", &[("code", &totp::code_at(&seed, p.now()).unwrap())]);
    p.clock.advance(61 * SECOND);
    p.half("contact0").submit("/login/code", "/login/code", &[("code", &totp::code_at(&seed, p.now()).unwrap())]).leads_to("/");
    // A stale session must give a factor first.
    let later = p.sign_in("contact1");
    p.clock.advance(6 * MINUTE);
    later.get("/account/authenticator").leads_to("/account/confirm?next=/account/authenticator");
    later.post("/account/authenticator/key", &[]).leads_to("/account/confirm?next=/account/authenticator");
}

fn the_key_of_an_authenticator_is_never_shown_after_it_counts(p: &Portal) {
    let client = p.sign_in("contact0");
    let seed = link(p, &client);
    let shown = totp::grouped(&seed);
    for page in ["/account/authenticator", "/account", "/account/recovery-codes"] {
        assert!(!client.get(page).text().contains(&shown), "{page}");
    }
    // A key that nobody proved is gone after a quarter of an hour.
    client.submit("/account/authenticator", "/account/authenticator/key", &[]).is(303);
    p.clock.advance(16 * MINUTE);
    let page = "/account/confirm?next=/account/authenticator";
    let code = totp::code_at(&seed, p.now()).unwrap();
    client.submit(page, "/account/confirm", &[("code", &code)]).leads_to("/account/authenticator");
    assert!(!client.get("/account/authenticator").is(200).page().has("p.key"));
    client.post("/account/authenticator", &[("code", "000000")]).is(409);
}

fn changing_the_passphrase_demands_the_present_one_and_ends_other_sessions(p: &Portal) {
    let (client, other) = (p.sign_in("contact0"), p.sign_in("contact0"));
    let page = "/account/passphrase";
    let new = "un héron traverse la rizière";
    let change = |present: &str, new: &str| client.submit(page, page, &[("current_password", present), ("password", new)]);
    let wrong = change("une autre phrase que la mienne", new).is(422);
    assert!(wrong.page().has("#current_password-e"));
    assert!(!wrong.text().contains(new), "what was typed as a passphrase does not come back");
    change(PASSPHRASE, "court").is(422);
    change(PASSPHRASE, &email("contact0")).is(422);
    other.get("/account").is(200);
    change(PASSPHRASE, new).leads_to("/account");
    other.get("/account").is(303);
    client.get("/account").is(200);
    let given = p.column(&format!("SELECT CAST(factor_at - created_at AS TEXT) FROM session WHERE account_id = '{}'", p.id("contact0")));
    assert_eq!(given, ["0"], "a passphrase is no factor for acts that matter");
    p.nobody().submit("/login", "/login", &[("username", &email("contact0")), ("password", PASSPHRASE)]).is(422);
    p.nobody().submit("/login", "/login", &[("username", &email("contact0")), ("password", new)]).leads_to("/login/code");
    p.nobody().get("/.well-known/change-password").leads_to("/account/passphrase");
}

fn new_recovery_codes_replace_the_old_ones_and_are_shown_until_kept(p: &Portal) {
    let old = sheet(p, "contact0");
    let client = p.sign_in("contact0");
    assert!(client.get("/account").page().text("main").contains("10 codes"));
    client.submit("/account/recovery-codes", "/account/recovery-codes", &[]).is(303);
    let new = client.get("/account/recovery-codes").page().texts(".codes li");
    assert_eq!(client.get("/account/recovery-codes").page().texts(".codes li"), new, "they stay until they are kept");
    client.submit("/account/recovery-codes", "/account/recovery-codes/kept", &[]).is(422);
    // Without a factor just given the codes are not to be had by way of a mistake either.
    p.sql(&format!("UPDATE session SET factor_at = 0 WHERE account_id = '{}'", p.id("contact0")));
    client.post("/account/recovery-codes/kept", &[]).leads_to("/account/confirm?next=/account/recovery-codes");
    let page = "/account/confirm?next=/account/recovery-codes";
    client.submit(page, "/account/confirm", &[("code", &p.fresh_code("contact0"))]).is(303);
    client.submit("/account/recovery-codes", "/account/recovery-codes/kept", &[("kept", "yes")]).is(303);
    assert!(!client.get("/account/recovery-codes").page().has(".codes"));
    assert_eq!(use_code(&p.half("contact0"), &old[0]), 422);
    assert_eq!(use_code(&p.half("contact0"), &new[0]), 303);
    let stored = p.column("SELECT CAST(COUNT(*) AS TEXT) FROM recovery_sheet");
    assert_eq!(stored, ["0"]);
}
