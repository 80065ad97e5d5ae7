//! The file of everything held about a party; and that neither it nor a page of the ledger shows an index of the log.
use crate::{
    desk::{self, To},
    support::{Kind, Portal, on_both},
    world::{PARTIES, PASSPHRASE, SLUGS, email, name},
};
use serde_json::Value;
use std::collections::BTreeSet;
use vigie::audit::{Action, Event};
use vigie::clock::MINUTE;

on_both! {
    the_file_of_a_party_holds_everything_of_it_and_nothing_else
    the_file_of_a_party_asks_for_a_factor
    no_page_or_file_shows_an_index_of_the_log
}

#[track_caller]
fn has(rows: &[String], words: &[&str]) {
    assert!(rows.iter().any(|row| words.iter().all(|w| row.contains(w))), "{words:?} in {rows:#?}");
}

fn file_of(p: &Portal, n: usize) -> (Value, String) {
    let answer = p.lead(n).submit("/party/activity", "/party/export", &[]).is(200);
    assert!(
        answer.header("content-type").starts_with("application/json") && answer.header("content-disposition").contains(&format!("vigie-{}.json", SLUGS[n]))
    );
    let text = answer.text();
    (serde_json::from_str(&text).unwrap(), text)
}

/// Much of both parties: answers, cuts, proposals, searches, letters, alarms.
fn busy(p: &Portal) -> [String; 3] {
    let both = desk::published(p, "À deux", To::Parties(&[0, 1]));
    let theirs = desk::published(p, "Aux autres", To::Parties(&[1]));
    let red = desk::published(p, "Rouge", To::People(&["contact0"]));
    for n in [0, 1] {
        p.contact(n).submit(&format!("/advisories/{both}"), &format!("/advisories/{both}/acknowledgement"), &[("state", "acting")]).is(303);
        p.contact(n).get("/search?q=imitent").is(200);
        p.contact(n).get(&format!("/advisories/{theirs}"));
        p.vetting().get(&format!("/desk/contacts/{}", p.id(&format!("contact{n}")))).is(200);
        p.lead(n).post(&format!("/party/contacts/{}/revocation", p.id(&format!("directory{n}"))), &[("reason", "left")]).is(303);
    }
    p.contact(0).get(&format!("/advisories/{red}")).is(200);
    let (actor, party) = (p.id("contact0").to_string(), SLUGS[0].to_owned());
    // As the opening of one of its files is recorded.
    p.act(async |tx, act| {
        let event = Event { actor, party, detail: "version 1, attachment cabinet-du-ministre.pdf".into(), ..act.did(Action::Read, red.as_str()) };
        vigie::audit::append(tx, &act.keys, &event).await
    });
    p.approver().get(&format!("/desk/advisories/{theirs}/readership")).is(200);
    let page = format!("/desk/parties/{}", SLUGS[0]);
    p.vetting().submit(&page, &format!("{page}/suspension"), &[("reason", "Soupçon")]).is(303);
    crate::vetting::proposed(p, 0, "Ana Chêne", "ana@erable.example");
    p.sql("UPDATE vetting SET decision_reason = 'comme contact1 du Tilleul', reason = 'Tilleul', source = 'Tilleul', document = 'Tilleul'");
    p.sql(&format!("INSERT INTO alarm (id, at, kind, object, detail) VALUES ('a', 1, 'counter-back', '{}', '')", p.id("contact0")));
    p.vetting().post("/desk/alarms/a/attention", &[]).is(303);
    [both, theirs, red]
}

fn the_file_of_a_party_holds_everything_of_it_and_nothing_else(p: &Portal) {
    let [both, theirs, red] = busy(p);
    let (file, text) = file_of(p, 0);
    let list = |key: &str| file[key].as_array().unwrap().clone();
    assert_eq!((file["party"]["name"].as_str(), file["party"]["slug"].as_str()), (Some(PARTIES[0]), Some(SLUGS[0])));
    assert_eq!(file["groups"], serde_json::json!([crate::world::GROUP]));
    let people: BTreeSet<String> = list("people").iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(people, p.column("SELECT a.id FROM account a JOIN party p ON p.id = a.party_id WHERE p.slug = 'erable-nouveau'").into_iter().collect());
    assert!(text.contains("Ana Chêne") && text.contains(&email("contact0")) && text.contains(&name("vetting")));
    let of = |key: &str, sql: &str| assert_eq!(list(key).len(), p.count(sql), "{key}");
    let ours = |table: &str| format!("FROM {table} x JOIN account a ON a.id = x.account_id JOIN party p ON p.id = a.party_id WHERE p.slug = 'erable-nouveau'");
    for (key, table) in
        [("readings", "reading"), ("answers", "acknowledgement"), ("notices", "outbox"), ("vettings", "vetting"), ("unconfirmed", "reader_left")]
    {
        of(key, &ours(table));
    }
    assert!(list("answers").iter().any(|a| a["advisory"] == both.as_str() && a["state"] == "acting"));
    assert!(list("readings").iter().any(|r| r["advisory"].is_null()), "the lead is not told which TLP:RED a colleague was sent");
    let records: Vec<String> = list("records").iter().map(|r| format!("{} {} {} {}", r["by"], r["action"], r["object"], r["detail"])).collect();
    what_was_done_is_there(p, &records, &both);
    assert!(!records.iter().any(|r| r.contains("alarm.") || r.contains("readership-read")), "{records:#?}");
    // Nothing of another party, no reference that is not for the lead, no network.
    let foreign = p.column("SELECT a.id FROM account a WHERE a.party_id IS NOT NULL AND a.party_id <> (SELECT id FROM party WHERE slug = 'erable-nouveau')");
    let others = ["contact1", "lead1", "directory1", "colleague2"].map(email);
    for secret in foreign.iter().chain(&others).chain([&theirs, &red]).map(String::as_str).chain([
        PARTIES[1],
        PARTIES[2],
        SLUGS[1],
        SLUGS[2],
        "Tilleul",
        "127.0.0.1",
        "cabinet-du-ministre",
        "suspension",
        "change-proposed",
    ]) {
        assert!(!text.contains(secret), "{secret}");
    }
    no_secret(p, &text);
    let exported = format!("report.exported {} done party file, {} people, {} records", SLUGS[0], people.len(), records.len());
    assert_eq!(p.records().last(), Some(&exported));
    the_other_partys_file_holds_what_is_its_own(p, &theirs);
}

fn what_was_done_is_there(p: &Portal, records: &[String], both: &str) {
    has(records, &["Personne contact0", "advisory.acknowledged", both]);
    has(records, &["Personne contact0", "advisory.searched", "…"]);
    has(records, &["Personne contact0", "access.refused", "…"]);
    has(records, &["Personne lead0", "account.cut", "left"]);
    has(records, &["Personne vetting", "contact.read", p.id("contact0").as_str()]);
}

fn the_other_partys_file_holds_what_is_its_own(p: &Portal, theirs: &str) {
    let (_, other) = file_of(p, 1);
    assert!(other.contains(theirs) && other.contains(&email("contact1")) && !other.contains(&email("contact0")) && !other.contains("Ana Chêne"));
}

/// No column that holds a secret stands in a text, in hexadecimal or base 64 either.
#[track_caller]
fn no_secret(p: &Portal, text: &str) {
    assert!(!text.contains("argon2") && !text.contains(PASSPHRASE));
    let hex = if p.kind == Kind::Sqlite { "lower(hex(COLUMN))" } else { "encode(COLUMN, 'hex')" };
    for (table, column) in [
        ("totp", "seed"),
        ("recovery_code", "digest"),
        ("session", "digest"),
        ("passkey", "credential"),
        ("invitation", "letter_digest"),
        ("invitation", "email_digest"),
        ("budget", "key"),
        ("audit_head", "root"),
        ("vetting", "hash"),
    ] {
        let found = p.column(&format!("SELECT {} FROM {table} WHERE {column} IS NOT NULL", hex.replace("COLUMN", column)));
        for value in found.iter().filter(|v| !v.is_empty()) {
            let bytes = data_encoding::HEXLOWER.decode(value.as_bytes()).unwrap();
            for written in [value.clone(), data_encoding::BASE64.encode(&bytes), data_encoding::BASE64URL_NOPAD.encode(&bytes)] {
                assert!(!text.contains(&written), "{table}.{column}");
            }
        }
    }
    for device in p.column("SELECT device FROM session WHERE device <> ''") {
        assert!(!text.contains(&device), "{device}");
    }
}

fn the_file_of_a_party_asks_for_a_factor(p: &Portal) {
    let lead = p.lead(0);
    p.clock.advance(6 * MINUTE);
    lead.submit("/party/activity", "/party/export", &[]).leads_to("/account/confirm");
    assert!(!p.records().iter().any(|r| r.starts_with("report.exported")));
    let answer = lead.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("lead0"))]).is(200);
    assert!(answer.header("content-disposition").contains("vigie-erable-nouveau.json"));
    for key in ["contact0", "directory0", "vetting", "auditor", "administrator"] {
        p.by(key).post("/party/export", &[]).is(403);
    }
    lead.post("/party/export", &[("party", SLUGS[1])]).is(400);
}

/// Every place in the log is made unlike any other number, and none of these pages shows one.
fn no_page_or_file_shows_an_index_of_the_log(p: &Portal) {
    // Numbers of the log from 81,273,641 on: nothing else on a page looks like them.
    let base = 81_273_641;
    if p.kind == Kind::Postgres {
        p.sql("ALTER TABLE audit_record DISABLE TRIGGER USER");
    } else {
        for trigger in p.column("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_record'") {
            p.sql(&format!("DROP TRIGGER {trigger}"));
        }
    }
    let both = desk::published(p, "À deux", To::Parties(&[0, 1]));
    p.contact(0).get(&format!("/advisories/{both}")).is(200);
    (0..31).for_each(|_| drop(p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200)));
    (0..31).for_each(|_| drop(p.lead(0).get("/nothing").is(404)));
    p.sql(&format!("UPDATE audit_record SET n = n + {base}"));
    let numbers: Vec<String> = p.column("SELECT CAST(n AS TEXT) FROM audit_record");
    let lead = p.lead(0);
    let mut waiting = vec!["/account/activity".to_owned(), "/account/activity.csv".into(), "/party/activity".into(), "/party/activity?of=agency".into()];
    let mut texts = vec![file_of(p, 0).1];
    while let Some(path) = waiting.pop() {
        let answer = lead.get(&path).is(200);
        if answer.header("content-type").starts_with("text/html") {
            waiting.extend(answer.page().attrs("nav.pages a", "href"));
        }
        let marks = path.split("after=").skip(1).map(|m| data_encoding::BASE64URL_NOPAD.decode(m.as_bytes()).unwrap());
        for mark in marks {
            assert!(numbers.iter().all(|n| !mark.windows(8).any(|w| w == n.parse::<i64>().unwrap().to_be_bytes())));
        }
        texts.push(path + &answer.text());
    }
    assert!(texts.len() > 5, "{}", texts.len());
    for text in &texts {
        assert!(numbers.iter().all(|n| !text.contains(n.as_str())));
    }
}
