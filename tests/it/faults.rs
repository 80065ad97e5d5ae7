//! The database is away, broken or read-only, visitors go away: quick, clear answers, nothing half done, and it recovers.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Kind, Portal, has_postgres, on_both},
};
use std::{
    io::Write,
    time::{Duration, Instant},
};
use vigie::audit::verify::Verdict;

on_both! {
    a_broken_table_gives_a_clear_page_and_the_portal_recovers
    visitors_who_go_away_leave_nothing_open
}

#[track_caller]
fn clear(answer: &Answer) {
    assert!(matches!(answer.status, 500 | 503), "{}", answer.status);
    let page = answer.page();
    assert!(page.texts("main h1").len() == 1 && page.has("main a[href^='tel:']"), "{}", page.text("main"));
    for word in ["SELECT", "sqlite", "postgres", "relation", "no such table", "sqlx"] {
        assert!(!answer.text().contains(word), "{word} is on the page");
    }
}

fn a_broken_table_gives_a_clear_page_and_the_portal_recovers(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (reader, author, address) = (p.contact(0), p.author(), format!("/advisories/{reference}"));
    p.sql("ALTER TABLE acknowledgement RENAME TO away");
    clear(&reader.get("/advisories"));
    clear(&reader.get(&address));
    p.sql("ALTER TABLE away RENAME TO acknowledgement");
    reader.get(&address).is(200);
    p.sql("ALTER TABLE revision_editor RENAME TO away");
    let before = p.count("FROM advisory");
    clear(&author.post("/desk/advisories", &[("title", "T"), ("language", "fr"), ("model", "blank")]));
    p.sql("ALTER TABLE away RENAME TO revision_editor");
    assert_eq!(p.count("FROM advisory"), before, "half an advisory is left");
    p.sql("ALTER TABLE session RENAME TO away");
    clear(&reader.get("/"));
    clear(&reader.get("/advisories"));
    clear(&p.nobody().request("GET", "/").header("cookie", &format!("__Host-session={}", "A".repeat(43))).send());
    p.sql("ALTER TABLE away RENAME TO session");
    reader.get("/advisories").is(200);
    desk::draft(&author, "Après");
    assert!(matches!(p.verify(), Verdict::Whole { .. }));
}

/// Asks until it is answered as wanted; each answer before is a clear one.
fn until(client: &Client, path: &str, status: u16) {
    for _ in 0..100 {
        let answer = client.get(path);
        if answer.status == status {
            return;
        }
        clear(&answer);
    }
    panic!("{path} does not recover");
}

const HANG_UP: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[test]
fn a_postgres_that_hangs_up_or_refuses_to_write_is_survived() {
    if !has_postgres() {
        return;
    }
    let p = Portal::new(Kind::Postgres);
    let reference = desk::published(&p, "Saule", To::All);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    p.sql(HANG_UP);
    until(&reader, "/advisories", 200);
    until(&reader, &address, 200);
    let records = p.count("FROM audit_record");
    p.sql(&format!("ALTER DATABASE {} SET default_transaction_read_only = on; {HANG_UP}", p.database));
    until(&reader, "/advisories", 200);
    until(&reader, &address, 503);
    let token = reader.token();
    let ack = reader.request("POST", &format!("{address}/acknowledgement")).fields(&[("csrf", &token), ("state", "read")]).send();
    assert_eq!(ack.status, 503);
    clear(&ack);
    assert!(!reader.get(&address).text().contains("Une campagne"));
    assert_eq!(p.count("FROM audit_record"), records);
    crate::support::cluster(&format!("ALTER DATABASE {} RESET default_transaction_read_only", p.database));
    p.column("SELECT 'x' FROM pg_stat_activity, pg_terminate_backend(pid) WHERE datname = current_database() AND pid <> pg_backend_pid()");
    until(&reader, &address, 200);
    assert_eq!(p.count("FROM acknowledgement"), 0);
    assert!(matches!(p.verify(), Verdict::Whole { .. }));
}

/// Waits until nobody holds a transaction open.
fn nothing_open(p: &Portal) {
    let end = Instant::now() + Duration::from_secs(20);
    let open = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vigie' AND state LIKE 'idle in transaction%'";
    while p.count(open) > 0 {
        assert!(Instant::now() < end, "a transaction is left open");
    }
}

fn visitors_who_go_away_leave_nothing_open(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let reader = p.contact(0);
    let token = reader.token();
    let read = reader.request("GET", &format!("/advisories/{reference}")).bytes();
    let post = reader.request("POST", "/language").fields(&[("csrf", &token), ("language", "fr")]).bytes();
    let mut streams: Vec<_> = (0..20).map(|_| p.at.connect()).collect();
    for n in 0..200 {
        let mut stream = streams.pop().unwrap_or_else(|| p.at.connect());
        stream.write_all(if n % 2 == 0 { &post } else { &read }).unwrap();
        drop(stream);
    }
    if p.kind == Kind::Postgres {
        nothing_open(p);
    }
    for _ in 0..20 {
        reader.get(&format!("/advisories/{reference}")).is(200);
        reader.post("/language", &[("language", "en")]).is(303);
    }
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
}
