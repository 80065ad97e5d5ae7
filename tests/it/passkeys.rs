//! Passkeys: what they open, and everything that they must not (CASES A24 to A27).
use crate::{
    authenticator::{Asked, Devices, asked},
    client::{Answer, Client},
    support::{Portal, on_both},
};
use serde_json::{Value, json};
use vigie::{
    audit::verify::Verdict,
    clock::{DAY, MINUTE, SECOND},
};

on_both! {
    a_passkey_signs_in_in_one_step_and_without_a_name
    each_fault_alone_is_refused_and_says_what_to_do
    an_answer_counts_once_for_five_minutes_in_its_own_browser_and_for_its_own_purpose
    each_fault_of_a_new_passkey_is_refused
    a_counter_that_does_not_advance_lets_nobody_in_and_alarms_the_agency
    of_answers_sent_at_once_one_gets_in
    a_passkey_of_one_person_opens_nothing_of_another
    who_may_not_use_the_portal_gets_the_answer_of_an_unknown_passkey
    what_is_no_answer_is_refused
    what_is_no_ceremony_of_ours_is_refused
    a_passkey_copied_to_another_row_opens_nothing
    the_desks_own_port_takes_passkeys_too
}

const NONE: Value = Value::Null;

/// Somebody signed in who has just added a passkey.
fn with_passkey(p: &Portal, devices: &Devices, key: &str) -> Client {
    let client = p.sign_in(key);
    devices.add(&client, key, &NONE).leads_to("/account/passkeys");
    client
}

fn a_passkey_signs_in_in_one_step_and_without_a_name(p: &Portal) {
    let devices = Devices::new();
    let (client, elsewhere) = (p.sign_in("contact0"), p.sign_in("contact0"));
    client.get("/account").page().texts("main a").iter().find(|t| *t == "Ajouter une clé d’accès").unwrap();
    let new = asked(&client, "/account/passkeys/new", "/account/passkeys");
    let options = new.options();
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!((&options["rp"]["id"], &options["attestation"]), (&json!("localhost"), &json!("none")));
    let records = p.records_of(|| drop(devices.add(&client, "phone", &NONE).leads_to("/account/passkeys")));
    assert_eq!(records, [format!("passkey.added {} done ", p.id("contact0"))]);
    assert_eq!(p.count("FROM audit_record WHERE action = 'passkey.added' AND LENGTH(hash) = 32"), 1);
    elsewhere.get("/account").is(303);
    let page = client.get("/account/passkeys").page().text("main");
    assert!(page.contains("Clé d’essai") && page.contains("Jamais utilisée"), "{page}");
    assert_eq!(asked(&client, "/account/passkeys/new", "/account/passkeys").options()["excludeCredentials"].as_array().unwrap().len(), 1);

    let back = p.nobody();
    let login = asked(&back, "/login", "/login/passkey");
    assert_eq!((&login.options()["allowCredentials"], &login.options()["userVerification"]), (&json!([]), &json!("required")));
    let before = back.session();
    let records = p.records_of(|| drop(devices.sign_in(&back, "phone", &NONE).leads_to("/")));
    assert_eq!(records, [format!("sign-in.passkey {} done ", p.id("contact0"))]);
    assert_ne!(back.session(), before);
    back.get("/advisories").is(200);
    assert!(back.get("/account/passkeys").page().text("main").contains("Dernière utilisation"));
    assert_eq!(p.column("SELECT factor FROM session WHERE factor = 'passkey'"), ["passkey"]);
    let there = p.nobody();
    devices.answer(&there, "/login?next=%2Fproviders", "/login/passkey", "phone", &NONE).leads_to("/providers");
    assert!(matches!(p.verify(), Verdict::Whole { .. }));
}

/// Refused with the page again, one sentence, a fresh challenge; and nobody is in.
#[track_caller]
fn refused(p: &Portal, why: &str, send: impl FnOnce() -> Answer) {
    let sessions = p.count("FROM session WHERE level = 'full'");
    let mut page = None;
    let records = p.records_of(|| page = Some(send().is(422).page()));
    let page = page.unwrap();
    assert!(page.text(".errs li").contains("Appuyez encore une fois"), "{why}: {}", page.text("main"));
    assert!(page.has("form[data-passkey] input[name=ceremony]"), "{why}: no fresh challenge");
    assert_eq!(records.len(), 1, "{why}: {records:?}");
    assert!(records[0].starts_with("sign-in.refused") && records[0].contains("refused passkey: ") && records[0].ends_with(why), "{why}: {records:?}");
    assert_eq!(p.count("FROM session WHERE level = 'full'"), sessions, "{why}");
}

fn each_fault_alone_is_refused_and_says_what_to_do(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    let (origin, port) = (p.at.origin(), p.at.port);
    let other = data_encoding::BASE64URL_NOPAD.encode(&[7; 16]);
    let faults = [
        ("another site", json!({ "origin": "https://evil.example" })),
        ("another site", json!({ "origin": format!("http://localhost:{port}") })),
        ("another site", json!({ "origin": format!("https://localhost:{}", port ^ 1) })),
        ("another site", json!({ "origin": format!("https://evil.localhost:{port}") })),
        ("another site", json!({ "client": { "crossOrigin": true } })),
        ("another site", json!({ "client": { "topOrigin": origin } })),
        ("another relying party", json!({ "rp_id": "evil.example" })),
        ("another relying party", json!({ "rp_id": "vigie.localhost" })),
        ("person not verified", json!({ "flags": 0x01 })),
        ("wrong", json!({ "flags": 0x04 })),
        ("wrong", json!({ "client": { "type": "webauthn.create" } })),
        ("another session or purpose", json!({ "client": { "challenge": other } })),
        ("wrong", json!({ "signature": "AAAA" })),
        ("unknown", json!({ "user_handle": other })),
        ("unknown", json!({ "user_handle": null })),
        ("unknown", json!({ "user_handle": "" })),
    ];
    for (why, change) in faults {
        let client = p.nobody();
        refused(p, why, || devices.sign_in(&client, "contact0", &change));
        client.get("/account").is(303);
    }
    devices.sign_in(&p.nobody(), "contact0", &NONE).leads_to("/");
}

fn an_answer_counts_once_for_five_minutes_in_its_own_browser_and_for_its_own_purpose(p: &Portal) {
    let devices = Devices::new();
    let owner = with_passkey(p, &devices, "contact0");
    let again = p.nobody();
    let login = asked(&again, "/login", "/login/passkey");
    // In the browser of somebody else.
    let thief = p.nobody();
    thief.get("/login").is(200);
    let good = devices.say(&again, &login, "contact0", &NONE);
    refused(p, "another session or purpose", || login.send(&thief, &good));
    let before = again.fork();
    login.send(&again, &good).leads_to("/");
    refused(p, "answered before", || login.send(&before, &good));
    // Late, by a moment; and in time, by a moment.
    for (wait, status) in [(5 * MINUTE, 422), (5 * MINUTE - SECOND, 303)] {
        let client = p.nobody();
        let login = asked(&client, "/login", "/login/passkey");
        let good = devices.say(&client, &login, "contact0", &NONE);
        p.clock.advance(wait);
        login.send(&client, &good).is(status);
    }
    assert!(p.records().iter().any(|r| r.ends_with("passkey: too late")));
    // For another purpose, in the same browser and by the same person.
    let confirm = asked(&owner, "/account/confirm", "/account/confirm/passkey");
    assert_eq!(confirm.options()["allowCredentials"].as_array().unwrap().len(), 1);
    let good = devices.say(&owner, &confirm, "contact0", &NONE);
    refused(p, "another session or purpose", || confirm.send_to(&owner, "/login/passkey", &good));
    let before = owner.session();
    confirm.send(&owner, &good).leads_to("/account");
    assert_ne!(owner.session(), before, "a new session for a factor given again");
    let before = p.count("FROM spent_challenge");
    p.clock.advance(11 * MINUTE);
    devices.sign_in(&p.nobody(), "contact0", &NONE).leads_to("/");
    assert!(before > 1 && p.count("FROM spent_challenge") == 1, "what is over is forgotten");
}

fn each_fault_of_a_new_passkey_is_refused(p: &Portal) {
    let devices = Devices::new();
    let client = p.sign_in("contact0");
    for (why, change) in [
        ("another site", json!({ "origin": "https://evil.example" })),
        ("another site", json!({ "client": { "crossOrigin": true } })),
        ("another relying party", json!({ "rp_id": "evil.example" })),
        ("person not verified", json!({ "flags": 0x41 })),
        ("wrong", json!({ "flags": 0x44 })),
        ("wrong", json!({ "client": { "type": "webauthn.get" } })),
        ("another session or purpose", json!({ "client": { "challenge": "AAAA" } })),
    ] {
        refused(p, why, || devices.add(&client, "phone", &change));
    }
    let new = asked(&client, "/account/passkeys/new", "/account/passkeys");
    let good = devices.say(&client, &new, "phone", &NONE);
    for name in ["", "   ", &"é".repeat(61)] {
        let ceremony = client.get("/account/passkeys/new").page().typed("ceremony");
        let page = client.post("/account/passkeys", &[("name", name), ("ceremony", &ceremony), ("credential", &good)]).is(422).page();
        assert!(page.text(".errs").contains("nom") && page.typed("name") == name, "{}", page.text("main"));
    }
    assert_eq!(p.count("FROM passkey"), 0);
    new.send(&client, &good).is(303);
    refused(p, "answered before", || new.send(&client, &good));
    // The same again by a challenge of its own, as a device would not.
    refused(p, "wrong", || devices.add(&client, "twin", &json!({ "as": "phone" })));
    for n in 1..10 {
        devices.add(&client, &format!("phone{n}"), &NONE).is(303);
    }
    refused(p, "known already, or one too many", || devices.add(&client, "eleventh", &NONE));
    assert_eq!(p.count("FROM passkey"), 10);
}

fn a_counter_that_does_not_advance_lets_nobody_in_and_alarms_the_agency(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    devices.sign_in(&p.nobody(), "contact0", &json!({ "counter": 9 })).leads_to("/");
    for (round, counter) in [9, 8, 1, 0].into_iter().enumerate() {
        let client = p.nobody();
        let records = p.records_of(|| drop(devices.sign_in(&client, "contact0", &json!({ "counter": counter })).is(422)));
        let last = records.last().unwrap();
        assert_eq!(last, &format!("passkey.counter-back {} refused passkey: counter", p.id("contact0")), "{counter}");
        assert_eq!(records.len(), if round == 0 { 2 } else { 1 }, "one alarm an hour: {records:?}");
        client.get("/account").is(303);
    }
    assert_eq!(p.count(&format!("FROM alarm WHERE kind = 'counter-back' AND object = '{}'", p.id("contact0"))), 1);
    devices.sign_in(&p.nobody(), "contact0", &json!({ "counter": 10 })).leads_to("/");
    // A counter set back behind the portal's back does not help: the sealed one counts too.
    p.sql("UPDATE passkey SET counter = 0");
    devices.sign_in(&p.nobody(), "contact0", &json!({ "counter": 10 })).is(422);
    // Passkeys that travel between devices do not count at all.
    let client = p.sign_in("contact1");
    devices.add(&client, "contact1", &NONE).is(303);
    for _ in 0..3 {
        devices.sign_in(&p.nobody(), "contact1", &json!({ "counter": 0 })).leads_to("/");
    }
}

/// How many of these got in, sent at once.
fn at_once(all: &[(Client, Asked, String)]) -> usize {
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let all: Vec<_> = all.iter().map(|(client, asked, said)| s.spawn(move || asked.send(client, said).status)).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|s| matches!(s, 303 | 422)), "{statuses:?}");
    statuses.iter().filter(|s| **s == 303).count()
}

fn of_answers_sent_at_once_one_gets_in(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    for round in 1..=20 {
        // The same answer from three tabs, and three challenges answered with one counter.
        let (client, counter) = (p.nobody(), json!({ "counter": round * 2 }));
        let login = asked(&client, "/login", "/login/passkey");
        let said = devices.say(&client, &login, "contact0", &counter);
        client.token();
        let same: Vec<_> = (0..3).map(|_| (client.fork(), login.clone(), said.clone())).collect();
        same.iter().for_each(|(c, ..)| drop(c.token()));
        assert_eq!(at_once(&same), 1, "round {round}: one answer thrice");
        let counter = json!({ "counter": round * 2 + 1 });
        let copies: Vec<_> = (0..3)
            .map(|_| {
                let client = p.nobody();
                let login = asked(&client, "/login", "/login/passkey");
                let said = devices.say(&client, &login, "contact0", &counter);
                client.token();
                (client, login, said)
            })
            .collect();
        assert_eq!(at_once(&copies), 1, "round {round}: one counter thrice");
    }
    assert!(matches!(p.verify(), Verdict::Whole { .. }));
}

fn a_passkey_of_one_person_opens_nothing_of_another(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    let other = with_passkey(p, &devices, "contact1");
    // In the other's ceremony, with the right handle, with the other's and with none.
    let theirs = p.column(&format!("SELECT id FROM account WHERE id = '{}'", p.id("contact1")))[0].to_uppercase();
    let theirs = data_encoding::BASE64URL_NOPAD.encode(&data_encoding::BASE32_NOPAD.decode(theirs.as_bytes()).unwrap());
    for handle in [NONE, json!({ "user_handle": theirs }), json!({ "user_handle": null })] {
        refused(p, "unknown", || devices.answer(&other, "/account/confirm", "/account/confirm/passkey", "contact0", &handle));
    }
    refused(p, "unknown", || devices.sign_in(&p.nobody(), "contact0", &json!({ "user_handle": theirs })));
    // A ceremony made for one session, answered in the session of another person.
    let confirm = asked(&other, "/account/confirm", "/account/confirm/passkey");
    let said = devices.say(&other, &confirm, "contact1", &NONE);
    let stranger = with_passkey(p, &devices, "contact2");
    refused(p, "another session or purpose", || confirm.send(&stranger, &said));
    confirm.send(&other, &said).is(303);
    // Registered for another: the credential's id is known, whoever claims it.
    let claimed = p.sign_in("lead0");
    refused(p, "known already, or one too many", || devices.add(&claimed, "claim", &json!({ "as": "contact0" })));
    // Without a handle one's own is good for confirming.
    let own = asked(&other, "/account/confirm", "/account/confirm/passkey");
    let said = devices.say(&other, &own, "contact1", &json!({ "user_handle": null }));
    own.send(&other, &said).is(303);
    devices.sign_in(&p.nobody(), "contact0", &NONE).leads_to("/");
}

fn who_may_not_use_the_portal_gets_the_answer_of_an_unknown_passkey(p: &Portal) {
    let devices = Devices::new();
    for key in ["contact0", "contact1", "contact2", "lead2", "enrolled"] {
        with_passkey(p, &devices, key);
    }
    p.cut_access("contact0");
    p.sql(&format!("UPDATE party SET state = 'suspended' WHERE id = (SELECT party_id FROM account WHERE id = '{}')", p.id("contact1")));
    p.sql(&format!("UPDATE account SET revet_at = {} WHERE id = '{}'", p.now(), p.id("contact2")));
    p.sql(&format!("UPDATE account SET state = 'invited' WHERE id = '{}'", p.id("enrolled")));
    let plain = |text: String| {
        let page = crate::page::Page::new(&text);
        let ceremony = [page.typed("ceremony"), page.attr("form[data-passkey]", "data-options"), page.typed("csrf")];
        ceremony.iter().fold(page.text("body"), |t, c| t.replace(c.as_str(), ""))
    };
    let mut answers = Vec::new();
    for key in ["contact0", "contact1", "contact2", "enrolled"] {
        let client = p.nobody();
        refused(p, "unknown", || {
            let answer = devices.sign_in(&client, key, &NONE);
            answers.push(plain(answer.text()));
            answer
        });
    }
    p.sql(&format!("DELETE FROM passkey WHERE account_id = '{}'", p.id("lead2")));
    answers.push(plain(devices.sign_in(&p.nobody(), "lead2", &NONE).is(422).text()));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    // Until the day of the new vetting, and as soon as the person has enrolled.
    p.sql(&format!("UPDATE account SET revet_at = {} WHERE id = '{}'", p.now() + DAY, p.id("contact2")));
    devices.sign_in(&p.nobody(), "contact2", &NONE).leads_to("/");
    p.sql(&format!("UPDATE account SET state = 'enrolled' WHERE id = '{}'", p.id("enrolled")));
    let waiting = p.nobody();
    devices.sign_in(&waiting, "enrolled", &NONE).leads_to("/");
    waiting.get("/advisories").is(403);
}

fn what_is_no_answer_is_refused(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    let client = p.nobody();
    let login = asked(&client, "/login", "/login/passkey");
    let good: Value = serde_json::from_str(&devices.say(&client, &login, "contact0", &NONE)).unwrap();
    let with = |change: fn(&mut Value)| {
        let mut all = good.clone();
        change(&mut all);
        all.to_string()
    };
    let odd = [
        String::new(),
        "null".into(),
        "{}".into(),
        "[[[[".into(),
        "{\"id\":".repeat(300),
        "[".repeat(5_000),
        format!("{{\"id\":\"{}\"}}", "A".repeat(9_000)),
        with(|a| a["account_id"] = json!("x")),
        with(|a| a["response"]["role"] = json!("administrator")),
        with(|a| a["rawId"] = json!("AAAA")),
        with(|a| a["type"] = json!("password")),
        with(|a| a["response"]["signature"] = json!(1)),
        with(|a| a["response"]["authenticatorData"] = json!("AAAA")),
        with(|a| a["response"]["clientDataJSON"] = json!("e30")),
        with(|a| a["response"]["clientDataJSON"] = json!("AAAA")),
    ];
    for text in odd {
        let (client, before) = (p.nobody(), p.count("FROM session"));
        let login = asked(&client, "/login", "/login/passkey");
        login.send(&client, &text).is(422);
        assert_eq!(p.count("FROM session"), before);
    }
    // What browsers add by the standard is no fault.
    let standard = with(|a| {
        a["authenticatorAttachment"] = json!("platform");
        a["clientExtensionResults"] = json!({ "credProps": { "rk": true } });
    });
    login.send(&client, &standard).leads_to("/");
}

fn what_is_no_ceremony_of_ours_is_refused(p: &Portal) {
    let client = p.nobody();
    for ceremony in ["", "x", "AAAA", &"A".repeat(8_000)] {
        client.post("/login/passkey", &[("credential", "{}"), ("ceremony", ceremony)]).is(422);
    }
    client.post("/login/passkey", &[("credential", &"x".repeat(17_000)), ("ceremony", "x")]).is(413);
    client.post("/login/passkey", &[("username", "x"), ("credential", "x"), ("ceremony", "x")]).is(400);
    client.post("/login/passkey", &[("credential", "x"), ("credential", "y")]).is(400);
    let records = p.records();
    assert_eq!(records.iter().filter(|r| *r == "sign-in.refused unknown refused passkey: another session or purpose").count(), 4);
    assert_eq!(p.count("FROM spent_challenge"), 0, "strangers fill no table");
}

fn a_passkey_copied_to_another_row_opens_nothing(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "contact0");
    with_passkey(p, &devices, "lead0");
    // Whoever writes the database gives their own passkey to the lead, or puts its seal on the lead's.
    p.sql(&format!("UPDATE passkey SET account_id = '{}' WHERE account_id = '{}'", p.id("lead1"), p.id("contact0")));
    let theirs = data_encoding::BASE32_NOPAD.decode(p.id("lead1").as_str().to_uppercase().as_bytes()).unwrap();
    let handle = json!({ "user_handle": data_encoding::BASE64URL_NOPAD.encode(&theirs) });
    let client = p.nobody();
    devices.sign_in(&client, "contact0", &handle).is(500);
    client.get("/account").is(303);
    let stolen = format!("(SELECT credential FROM passkey WHERE account_id = '{}')", p.id("lead1"));
    p.sql(&format!("UPDATE passkey SET credential = {stolen} WHERE account_id = '{}'", p.id("lead0")));
    devices.sign_in(&client, "lead0", &NONE).is(500);
    client.get("/account").is(303);
    assert_eq!(p.count(&format!("FROM session WHERE account_id = '{}'", p.id("lead1"))), 0);
}

fn the_desks_own_port_takes_passkeys_too(p: &Portal) {
    let devices = Devices::new();
    with_passkey(p, &devices, "author");
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let split = p.another(&[("# [desk]\n# listen = \"10.0.0.5:8444\"", &format!("[desk]\nlisten = \"{free}\"\n#"))]);
    let client = p.nobody().at(&split.at);
    let desk = json!({ "origin": format!("https://localhost:{}", free.port()) });
    devices.sign_in(&client, "author", &desk).leads_to("/");
    let third = json!({ "origin": format!("https://localhost:{}", free.port() ^ 1) });
    devices.sign_in(&p.nobody().at(&split.at), "author", &third).is(422);
}
