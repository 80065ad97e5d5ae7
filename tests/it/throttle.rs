//! Failed tries are counted: guessing ends, and the owner still gets in.
use crate::{
    authenticator::Devices,
    client::{Answer, Client},
    support::{Kind, Portal, on_both},
    world::{PASSPHRASE, email},
};
use serde_json::Value;
use vigie::clock::{DAY, HOUR, MINUTE};

on_both! {
    ten_wrong_passphrases_delay_any_account_alike_whether_it_exists_or_not
    a_delay_doubles_and_ends_by_itself
    failures_elsewhere_do_not_keep_the_owner_out_of_a_network_they_know
    what_is_spent_stays_spent_after_a_restart
    two_servers_count_together
    a_thousand_wrong_passphrases_from_one_network_stop_at_its_budget
    many_at_once_get_no_more_tries_than_one_after_another
    a_right_passphrase_gives_back_what_was_counted
    unknown_letters_are_counted_and_nobody_elsewhere_is_kept_from_enrolling
    a_delayed_authenticator_leaves_a_session_with_a_passkey_alone
    whatever_is_spent_the_owner_of_a_passkey_signs_in
}

const WRONG: &str = "not the passphrase";

fn try_in(client: &Client, username: &str, password: &str) -> Answer {
    client.post("/login", &[("username", username), ("password", password)])
}

/// Sends wrong passphrases until none is compared any more, and says how many were.
fn spend(client: &Client, username: &str) -> usize {
    let tries = 20;
    let compared = (0..tries).take_while(|_| try_in(client, username, WRONG).status == 422).count();
    assert_ne!(compared, tries);
    compared
}

/// What an answer shows, but for the name typed and the time said.
fn shown(answer: &Answer, username: &str) -> (u16, Vec<String>, String) {
    let mut names: Vec<String> = answer.headers.iter().map(|(n, _)| n.clone()).collect();
    names.sort();
    let (text, page) = (answer.text().replace(&format!("value=\"{username}\""), ""), answer.page());
    // The challenge for a passkey is drawn anew with each page.
    let asked: serde_json::Value = serde_json::from_str(&page.attr("[data-options]", "data-options")).unwrap();
    let text = text.replace(&page.typed("ceremony"), "").replace(asked["challenge"].as_str().unwrap(), "");
    (answer.status, names, text.chars().filter(|c| !c.is_ascii_digit()).collect())
}

/// As if the person had signed in from a network of theirs, or from this one.
fn known_from(p: &Portal, network: &str) {
    assert_eq!(p.sql(&format!("UPDATE known_place SET network = '{network}'")), 1);
}

fn ten_wrong_passphrases_delay_any_account_alike_whether_it_exists_or_not(p: &Portal) {
    p.cut_access("colleague0");
    let client = p.nobody();
    let mut seen = Vec::new();
    for username in [email("contact0"), "nobody@vigie.example".into(), email("colleague0"), email("newcomer")] {
        assert_eq!(spend(&client, &username), 10, "{username}");
        seen.push(shown(&try_in(&client, &username.to_uppercase(), PASSPHRASE), &username.to_uppercase()));
    }
    assert!(seen.iter().all(|s| *s == seen[0] && s.0 == 429), "{seen:?}");
    let says = try_in(&client, &email("contact0"), WRONG).page().text(".errs");
    assert!(says.contains("aujourd’hui") || says.contains("demain"), "{says}");
    assert!(says.contains(&p.settings().config.portal.telephone), "{says}");
    let records = p.records();
    let spent: Vec<&String> = records.iter().filter(|r| r.starts_with("sign-in.budget-spent")).collect();
    assert!(spent.len() == 4 && spent[0].contains(p.id("contact0").as_str()) && spent[1].contains("unknown"), "{spent:?}");
    assert_eq!(records.iter().filter(|r| r.starts_with("sign-in.refused")).count(), 40, "what is not compared fills no log");
    assert_eq!(p.count("FROM alarm WHERE kind = 'budget-spent'"), 4);
    // Somebody else is not delayed.
    try_in(&client, &email("contact1"), PASSPHRASE).leads_to("/login/code");
}

fn a_delay_doubles_and_ends_by_itself(p: &Portal) {
    let (client, name) = (p.nobody(), email("contact0"));
    assert_eq!(spend(&client, &name), 10);
    p.clock.advance(14 * MINUTE);
    try_in(&client, &name, PASSPHRASE).is(429);
    p.clock.advance(2 * MINUTE);
    try_in(&client, &name, WRONG).is(422);
    p.clock.advance(28 * MINUTE);
    try_in(&client, &name, PASSPHRASE).is(429);
    p.clock.advance(3 * MINUTE);
    try_in(&client, &name, PASSPHRASE).leads_to("/login/code");
    // Right once, it begins anew.
    assert_eq!(spend(&p.nobody(), &name), 10);
    for _ in 0..12 {
        p.clock.advance(DAY - HOUR);
        try_in(&client, &name, WRONG);
        p.clock.advance(2 * HOUR);
    }
    p.clock.advance(DAY);
    try_in(&client, &name, PASSPHRASE).leads_to("/login/code");
}

fn failures_elsewhere_do_not_keep_the_owner_out_of_a_network_they_know(p: &Portal) {
    p.sign_in("contact0");
    let (client, name) = (p.nobody(), email("contact0"));
    known_from(p, "192.0.2.7");
    assert_eq!(spend(&client, &name), 10);
    // The owner somewhere else is delayed as the stranger is.
    try_in(&client, &name, PASSPHRASE).is(429);
    known_from(p, "127.0.0.1");
    try_in(&client, &name, PASSPHRASE).leads_to("/login/code");
    assert_eq!(spend(&p.nobody(), &name), 10, "who guesses from there has a budget too");
    known_from(p, "192.0.2.7");
    p.clock.advance(16 * MINUTE);
    try_in(&p.nobody(), &name, PASSPHRASE).leads_to("/login/code");
    // A network is known for thirty days.
    known_from(p, "127.0.0.1");
    p.clock.advance(29 * DAY);
    let client = p.nobody();
    known_from(p, "192.0.2.7");
    assert_eq!(spend(&client, &name), 10);
    known_from(p, "127.0.0.1");
    try_in(&client, &name, WRONG).is(422);
    p.clock.advance(2 * DAY);
    assert_eq!(spend(&client, &name), 10);
    known_from(p, "192.0.2.7");
    try_in(&client, &name, WRONG).is(429);
}

fn what_is_spent_stays_spent_after_a_restart(p: &Portal) {
    let first = p.another(&[]);
    assert_eq!(spend(&p.nobody().at(&first.at), &email("contact0")), 10);
    drop(first);
    let second = p.another(&[]);
    try_in(&p.nobody().at(&second.at), &email("contact0"), PASSPHRASE).is(429);
}

fn two_servers_count_together(p: &Portal) {
    let other = p.another(&[]);
    let (here, there) = (p.nobody(), p.nobody().at(&other.at));
    for _ in 0..5 {
        try_in(&here, &email("contact0"), WRONG).is(422);
        try_in(&there, &email("contact0"), WRONG).is(422);
    }
    for client in [&here, &there] {
        try_in(client, &email("contact0"), PASSPHRASE).is(429);
    }
}

fn a_thousand_wrong_passphrases_from_one_network_stop_at_its_budget(p: &Portal) {
    p.sign_in("contact0");
    let client = p.nobody();
    let token = client.token();
    let guess = |n: usize| client.request("POST", "/login").fields(&[("csrf", &token), ("username", &email(&format!("guess{n}"))), ("password", WRONG)]).send();
    let guess = &guess;
    let answers: Vec<u16> = std::thread::scope(|s| {
        let all: Vec<_> = (0..4).map(|t| s.spawn(move || (0..250).map(|n| guess(n * 4 + t).status).collect::<Vec<_>>())).collect();
        all.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|s| **s == status).count();
    assert_eq!((count(422), count(429)), (300, 700));
    let spent: Vec<String> = p.records().into_iter().filter(|r| r.starts_with("sign-in.budget-spent")).collect();
    assert_eq!(spent, ["sign-in.budget-spent network done 127.0.0.1"]);
    assert_eq!(p.column("SELECT object FROM alarm"), ["network 127.0.0.1"]);
    try_in(&p.nobody(), &email("contact1"), PASSPHRASE).is(429);
    try_in(&p.nobody(), &email("contact0"), PASSPHRASE).leads_to("/login/code");
    p.clock.advance(16 * MINUTE);
    try_in(&p.nobody(), &email("contact1"), PASSPHRASE).leads_to("/login/code");
}

fn many_at_once_get_no_more_tries_than_one_after_another(p: &Portal) {
    let client = p.nobody();
    let token = client.token();
    for round in 0..20 {
        let name = if round == 0 { email("contact0") } else { email(&format!("round{round}")) };
        let statuses: Vec<u16> = std::thread::scope(|s| {
            let send = || client.request("POST", "/login").fields(&[("csrf", &token), ("username", &name), ("password", WRONG)]).send().status;
            let all: Vec<_> = (0..16).map(|_| s.spawn(send)).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let count = |status| statuses.iter().filter(|s| **s == status).count();
        assert_eq!((count(422), count(429)), (10, 6), "round {round}: {statuses:?}");
    }
}

fn a_right_passphrase_gives_back_what_was_counted(p: &Portal) {
    let (client, name) = (p.nobody(), email("contact0"));
    for _ in 0..3 {
        for _ in 0..9 {
            try_in(&client, &name, WRONG).is(422);
        }
        try_in(&p.nobody(), &name, PASSPHRASE).leads_to("/login/code");
    }
    for _ in 0..12 {
        try_in(&p.nobody(), &name, PASSPHRASE).leads_to("/login/code");
    }
    // The network has failed as often as it has, and no more.
    assert_eq!(p.column("SELECT CAST(failures AS TEXT) FROM budget ORDER BY failures"), ["27", "27"]);
}

fn unknown_letters_are_counted_and_nobody_elsewhere_is_kept_from_enrolling(p: &Portal) {
    p.sign_in("contact0");
    let strict = p.another(&[("per_network = 300", "per_network = 20"), ("in_all = 3000", "in_all = 20")]);
    let (client, (letter, code)) = (p.nobody().at(&strict.at), &p.world.codes);
    let enter = |letter: &str| client.post("/enrol", &[("letter_code", letter), ("email_code", code)]);
    for n in 0..20 {
        enter(&format!("AAAA-BBBB-{n:04}")).is(422);
    }
    enter("AAAA-BBBB-CCCC").is(429);
    enter(letter).is(429);
    assert_eq!(p.column("SELECT object FROM alarm ORDER BY object"), ["in all", "network 127.0.0.1"]);
    assert!(!p.records().iter().any(|r| r.starts_with("enrolment.refused")), "unknown letters fill no log");
    // As if it had been another network that spent what all have together.
    let network = data_encoding::HEXLOWER.encode(&p.keys.code_digest("budget:network", "127.0.0.1"));
    let key = if p.kind == Kind::Sqlite { format!("X'{network}'") } else { format!("'\\x{network}'") };
    assert_eq!(p.sql(&format!("DELETE FROM budget WHERE key = {key}")), 1);
    try_in(&client, &email("contact1"), PASSPHRASE).is(429);
    try_in(&p.nobody().at(&strict.at), &email("contact0"), PASSPHRASE).leads_to("/login/code");
    enter(letter).leads_to("/enrol/identity");
}

fn a_delayed_authenticator_leaves_a_session_with_a_passkey_alone(p: &Portal) {
    let owner = p.sign_in("contact0");
    p.sql("UPDATE session SET factor = 'passkey' WHERE level = 'full'");
    let stranger = p.half("contact0");
    let mut last = 0;
    for _ in 0..10 {
        p.fresh_code("contact0");
        let wrong = if p.code("contact0", 0) == "000000" { "000001" } else { "000000" };
        last = stranger.post("/login/code", &[("code", wrong)]).status;
    }
    assert_eq!(last, 429);
    assert_eq!(p.count(&format!("FROM alarm WHERE kind = 'budget-spent' AND detail = 'code' AND object = '{}'", p.id("contact0"))), 1);
    owner.get("/advisories").is(200);
    assert_eq!(owner.get("/advisories").status, 200);
}

fn whatever_is_spent_the_owner_of_a_passkey_signs_in(p: &Portal) {
    let devices = Devices::new();
    devices.add(&p.sign_in("contact0"), "phone", &Value::Null).is(303);
    let strict = p.another(&[("per_network = 300", "per_network = 20"), ("in_all = 3000", "in_all = 20")]);
    let stranger = p.nobody().at(&strict.at);
    spend(&stranger, &email("contact0"));
    for n in 0..20 {
        try_in(&stranger, &email(&format!("guess{n}")), WRONG);
    }
    try_in(&stranger, &email("contact1"), PASSPHRASE).is(429);
    // Answers of passkeys from the owner's own network, more than a network may fail.
    let records = p.records_of(|| {
        for _ in 0..25 {
            stranger.post("/login/passkey", &[("ceremony", "none"), ("credential", "{}")]).is(422);
        }
    });
    let count = |action: &str| records.iter().filter(|r| r.starts_with(action)).count();
    assert_eq!((count("sign-in.refused"), count("sign-in.budget-spent")), (20, 1), "the log is not filled: {records:?}");
    devices.sign_in(&p.nobody().at(&strict.at), "phone", &Value::Null).leads_to("/");
}
