//! Signing in, sessions and their ends.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Kind, Portal, on_both},
    world::{PASSPHRASE, email},
};
use vigie::clock::{DAY, HOUR, MINUTE, SECOND};

on_both! {
    every_sign_in_that_fails_gets_the_same_answer
    a_passphrase_is_compared_exactly
    each_rise_of_rights_brings_a_new_session_and_ends_the_old_one
    a_session_that_the_browser_made_up_is_never_taken
    a_flood_of_sign_ins_is_turned_away_and_readers_read_on
    a_code_is_good_once
    a_code_is_good_once_on_two_servers
    the_codes_of_the_step_before_and_after_are_good_and_no_other
    ten_wrong_codes_delay_the_factor_and_the_delay_ends
    a_session_ends_when_it_is_idle_and_at_the_latest_after_its_hours
    signing_out_ends_the_session_for_good
    cutting_access_ends_it_at_the_next_request
    a_person_who_is_cut_in_mid_sign_in_does_not_get_in
    staff_cannot_sign_in_without_a_passkey_where_one_is_demanded
    after_signing_in_one_comes_back_to_where_one_was_going
}

fn try_in(client: &Client, username: &str, password: &str) -> Answer {
    client.submit("/login", "/login", &[("username", username), ("password", password)])
}

fn every_sign_in_that_fails_gets_the_same_answer(p: &Portal) {
    p.cut_access("colleague0");
    let (client, long) = (p.nobody(), "x".repeat(1_025));
    // One browser, so that the token is the same; what was typed as a name is taken out.
    let plain = |username: &str, password: &str| {
        let answer = try_in(&client, username, password);
        let mut names: Vec<String> = answer.headers.iter().map(|(n, _)| n.clone()).collect();
        names.sort();
        // The challenge for a passkey is another on each page.
        let (page, html) = (answer.page(), answer.text().replace(&format!("value=\"{username}\""), ""));
        let asked: serde_json::Value = serde_json::from_str(&page.attr("form[data-passkey]", "data-options")).unwrap();
        let html = html.replace(&page.typed("ceremony"), "").replace(asked["challenge"].as_str().unwrap(), "");
        (answer.status, names, html)
    };
    let wrong = plain(&email("contact0"), "not the passphrase");
    assert_eq!(wrong.0, 422);
    for (username, password) in [
        ("nobody@vigie.example".to_owned(), PASSPHRASE),
        (email("colleague0"), PASSPHRASE),
        (email("newcomer"), PASSPHRASE),
        (email("contact0"), &long),
        ("nobody OR 1=1 --".to_owned(), PASSPHRASE),
    ] {
        assert_eq!(plain(&username, password), wrong, "{username}");
    }
    let records = p.records();
    assert!(records.iter().any(|r| r == "sign-in.refused unknown refused passphrase"));
    assert!(!records.iter().any(|r| r.contains("nobody@") || r.contains("OR 1=1")), "what was typed may be a passphrase");
    for (username, password) in [("", "x"), ("x", ""), ("", "")] {
        assert!(try_in(&client, username, password).is(422).page().has(".errs"));
    }
}

fn a_passphrase_is_compared_exactly(p: &Portal) {
    for wrong in [
        PASSPHRASE.to_uppercase(),
        PASSPHRASE.replace("  ", " "),
        format!("{PASSPHRASE} "),
        format!(" {PASSPHRASE}"),
        PASSPHRASE[..PASSPHRASE.len() - 1].into(),
    ] {
        try_in(&p.nobody(), &email("contact0"), &wrong).is(422);
    }
    try_in(&p.nobody(), &format!(" {} ", email("contact0").to_uppercase()), PASSPHRASE).leads_to("/login/code");
}

fn each_rise_of_rights_brings_a_new_session_and_ends_the_old_one(p: &Portal) {
    let client = p.nobody();
    client.get("/login").is(200);
    let first = client.fork();
    try_in(&client, &email("contact0"), PASSPHRASE).is(303);
    let half = client.fork();
    client.submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).leads_to("/");
    assert!(first.session() != half.session() && half.session() != client.session());
    client.get("/advisories").is(200);
    half.get("/login/code").leads_to("/login");
    half.get("/advisories").is(303);
    first.get("/advisories").is(303);
    let before = client.fork();
    client.set_session(&p.sign_in("contact0").session());
    assert_ne!(before.session(), client.session());
    // Signing in anew in the same browser ends the session it had.
    let again = before.fork();
    let token = again.token();
    let fields = [("csrf", token.as_str()), ("username", "contact0@vigie.example"), ("password", PASSPHRASE)];
    again.request("POST", "/login").fields(&fields).send().leads_to("/login/code");
    before.get("/advisories").is(303);
}

fn a_session_that_the_browser_made_up_is_never_taken(p: &Portal) {
    let planted = "A".repeat(43);
    let client = p.nobody();
    client.set_session(&planted);
    client.get("/advisories").is(303);
    try_in(&client, &email("contact0"), PASSPHRASE).leads_to("/login/code");
    assert_ne!(client.session(), planted);
    let intruder = p.nobody();
    intruder.set_session(&planted);
    intruder.get("/login/code").is(303);
    for odd in ["", "x", &"A".repeat(44), &"é".repeat(20), &"A".repeat(5_000)] {
        let client = p.nobody();
        client.set_session(odd);
        client.get("/account").is(303);
    }
}

fn a_flood_of_sign_ins_is_turned_away_and_readers_read_on(p: &Portal) {
    desk::published(p, "Pendant la crue", To::All);
    let (reader, stranger) = (p.contact(0), p.nobody());
    let token = stranger.token();
    let (answers, read) = std::thread::scope(|s| {
        let flood = |n: usize| {
            let (stranger, token) = (&stranger, &token);
            move || stranger.request("POST", "/login").fields(&[("csrf", token), ("username", &email(&format!("flood{n}"))), ("password", "wrong")]).send()
        };
        let all: Vec<_> = (0..200).map(|n| s.spawn(flood(n))).collect();
        let read: Vec<u16> = (0..10).map(|_| reader.get("/advisories").status).collect();
        (all.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>(), read)
    });
    assert_eq!(read, [200; 10]);
    for answer in &answers {
        assert!(matches!(answer.status, 422 | 503), "{}", answer.status);
        assert!(answer.status != 503 || !answer.header("retry-after").is_empty());
    }
    assert!(answers.iter().any(|a| a.status == 422), "some were checked");
    try_in(&p.nobody(), &email("contact1"), PASSPHRASE).leads_to("/login/code");
}

/// The same code sent by many at once: how many got in.
fn at_once(clients: &[Client], code: &str) -> usize {
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let all: Vec<_> = clients.iter().map(|c| s.spawn(move || c.post("/login/code", &[("code", code)]).status)).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|s| matches!(s, 303 | 422 | 429 | 503)), "{statuses:?}");
    statuses.iter().filter(|s| **s == 303).count()
}

fn a_code_is_good_once(p: &Portal) {
    let (one, two) = (p.half("contact0"), p.half("contact0"));
    let code = p.fresh_code("contact0");
    one.submit("/login/code", "/login/code", &[("code", &code)]).leads_to("/");
    two.submit("/login/code", "/login/code", &[("code", &code)]).is(422);
    p.clock.advance(30 * SECOND);
    let many: Vec<Client> = (0..20).map(|_| p.half("contact1")).collect();
    assert_eq!(at_once(&many, &p.fresh_code("contact1")), 1);
}

fn a_code_is_good_once_on_two_servers(p: &Portal) {
    let second = p.another(&[]);
    let many: Vec<Client> = (0..20).map(|n| if n % 2 == 0 { p.half("contact1") } else { p.half("contact1").at(&second.at) }).collect();
    assert_eq!(at_once(&many, &p.fresh_code("contact1")), 1);
    // A session is known to both.
    p.contact(0).at(&second.at).get("/advisories").is(200);
}

fn the_codes_of_the_step_before_and_after_are_good_and_no_other(p: &Portal) {
    for (step, status) in [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)] {
        let key = ["contact0", "contact1", "contact2", "lead0", "lead1"][usize::try_from(step + 2).unwrap()];
        let client = p.half(key);
        p.fresh_code(key);
        client.submit("/login/code", "/login/code", &[("code", &p.code(key, step))]).is(status);
    }
    let (client, good) = (p.half("lead2"), p.fresh_code("lead2"));
    let fullwidth: String = good.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap()).collect();
    for odd in ["", "12345", "1234567", "abcdef", "-12345", "+12345", &fullwidth, &format!("{good}0")] {
        client.submit("/login/code", "/login/code", &[("code", odd)]).is(422);
    }
    assert_eq!(p.column(&format!("SELECT CAST(failures AS TEXT) FROM totp WHERE account_id = '{}'", p.id("lead2"))), ["8"], "each counts");
    // Spaces as authenticators show them are no mistake.
    client.submit("/login/code", "/login/code", &[("code", &format!("{} {}", &good[..3], &good[3..]))]).is(303);
}

fn ten_wrong_codes_delay_the_factor_and_the_delay_ends(p: &Portal) {
    let mut last = 0;
    for n in 0..10 {
        let client = p.half("contact0");
        p.fresh_code("contact0");
        let wrong = if p.code("contact0", 0) == "000000" { "000001" } else { "000000" };
        last = client.submit("/login/code", "/login/code", &[("code", wrong)]).status;
        assert!(n == 9 || last == 422);
    }
    assert_eq!(last, 429);
    let client = p.half("contact0");
    client.submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).is(429);
    assert!(p.records().iter().any(|r| r.starts_with("sign-in.blocked")));
    p.half("contact1").submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact1"))]).leads_to("/");
    p.clock.advance(16 * MINUTE);
    p.half("contact0").submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).leads_to("/");
}

fn a_session_ends_when_it_is_idle_and_at_the_latest_after_its_hours(p: &Portal) {
    for (key, minutes) in [("contact0", 30), ("author", 15), ("lead0", 15)] {
        let client = p.sign_in(key);
        p.clock.advance(minutes * MINUTE - 10 * SECOND);
        client.get("/account").is(200);
        // The limit is moved beside the request; the next page sees it once it is moved.
        let moved = format!("FROM session WHERE account_id = '{}' AND seen_at > {}", p.id(key), p.now() - MINUTE);
        while p.count(&moved) == 0 {
            std::thread::yield_now();
        }
        p.clock.advance(2 * MINUTE);
        client.get("/account").is(200);
        p.clock.advance(minutes * MINUTE + 90 * SECOND);
        client.get("/account").leads_to("/login/unlock?next=%2Faccount");
    }
    let client = p.sign_in("contact1");
    let id = p.id("contact1");
    p.sql(&format!("UPDATE session SET idle_ms = {} WHERE account_id = '{id}'", 2 * DAY));
    p.clock.advance(4 * HOUR - MINUTE);
    client.get("/account").is(200);
    p.clock.advance(2 * MINUTE);
    client.get("/account").is(303);
    let half = p.half("contact2");
    p.clock.advance(11 * MINUTE);
    half.get("/login/code").is(303);
}

fn signing_out_ends_the_session_for_good(p: &Portal) {
    let client = p.sign_in("contact0");
    let stolen = client.fork();
    let out = client.submit("/account", "/logout", &[]).leads_to("/");
    assert!(!out.header("clear-site-data").is_empty());
    assert_eq!(client.session(), "");
    stolen.get("/account").is(303);
    assert!(p.records().last().unwrap().starts_with("sign-out"));
}

fn cutting_access_ends_it_at_the_next_request(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (one, two) = (p.sign_in("contact0"), p.sign_in("contact0"));
    let token = two.token();
    one.get(&format!("/advisories/{reference}")).is(200);
    p.cut_access("contact0");
    one.get(&format!("/advisories/{reference}")).is(303);
    let ack = format!("/advisories/{reference}/acknowledgement");
    two.request("POST", &ack).fields(&[("csrf", &token), ("state", "read")]).send().is(303);
    assert_eq!((p.count("FROM acknowledgement"), p.count(&format!("FROM session WHERE account_id = '{}'", p.id("contact0")))), (0, 0));
    // A role taken away counts as soon.
    let author = p.author();
    author.get("/desk/advisories/new").is(200);
    p.sql(&format!("UPDATE account SET author = {} WHERE id = '{}'", if p.kind == Kind::Sqlite { "0" } else { "FALSE" }, p.id("author")));
    author.get("/desk/advisories/new").is(403);
}

fn a_person_who_is_cut_in_mid_sign_in_does_not_get_in(p: &Portal) {
    let half = p.half("contact0");
    let token = half.token();
    p.cut_access("contact0");
    let code = p.fresh_code("contact0");
    half.request("POST", "/login/code").fields(&[("csrf", &token), ("code", &code)]).send().is(303);
    half.get("/account").is(303);
    assert_eq!(p.count(&format!("FROM session WHERE account_id = '{}'", p.id("contact0"))), 0);
}

fn staff_cannot_sign_in_without_a_passkey_where_one_is_demanded(p: &Portal) {
    let strict = p.another(&[("staff_requires_passkey = false", "staff_requires_passkey = true")]);
    for (key, status) in [("author", 422), ("administrator", 422), ("contact0", 303), ("lead0", 303)] {
        let client = p.half(key).at(&strict.at);
        client.submit("/login/code", "/login/code", &[("code", &p.fresh_code(key))]).is(status);
    }
    assert!(p.records().iter().any(|r| r.starts_with("sign-in.refused") && r.ends_with("passkey required")));
}

fn after_signing_in_one_comes_back_to_where_one_was_going(p: &Portal) {
    p.nobody().get("/advisories?tlp=RED").leads_to("/login?next=%2Fadvisories%3Ftlp%3DRED");
    let evil = ["https://evil.example", "//evil.example", "/\\evil.example", "/nothing", "javascript:alert(1)", "/logout", ""];
    for (n, next) in ["/advisories?tlp=RED", "/providers"].into_iter().chain(evil).enumerate() {
        let key = format!("{}{}", ["contact", "lead", "colleague"][n % 3], n / 3);
        let client = p.nobody();
        let page = format!("/login?next={}", url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>());
        let to_code = client.submit(&page, "/login", &[("username", &email(&key)), ("password", PASSPHRASE)]).is(303);
        let code = p.fresh_code(&key);
        let there = client.submit(to_code.location(), "/login/code", &[("code", &code)]).is(303);
        assert_eq!(there.location(), if n < 2 { next } else { "/" }, "{next}");
    }
}
