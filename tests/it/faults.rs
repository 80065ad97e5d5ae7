//! The database is away, broken or read-only, visitors go away: quick, clear answers, nothing half done, and it recovers.
use crate::{
    binary::Serving,
    client::{Answer, Client},
    desk::{self, To},
    support::{Kind, Portal, has_postgres, on_both, variable, wait},
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use vigie::audit::verify::Verdict;

on_both! {
    a_broken_table_gives_a_clear_page_and_the_portal_recovers
    visitors_who_go_away_leave_nothing_open
    a_locked_log_is_said_within_seconds_and_nothing_is_read
    a_killed_portal_has_answered_nothing_without_its_record
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

fn a_locked_log_is_said_within_seconds_and_nothing_is_read(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    let records = p.count("FROM audit_record");
    wait(async {
        let db = p.open().await;
        let mut held = db.write().await.unwrap();
        // On SQLite the one writer is taken; on PostgreSQL the head of the log.
        vigie::exec!(&mut held, "UPDATE audit_head SET at = at WHERE only_row = 1").unwrap();
        let began = Instant::now();
        let answer = reader.get(&address);
        assert!(began.elapsed() < Duration::from_secs(20), "quick");
        clear(&answer);
        assert!(!answer.text().contains("Saule"));
        drop(held);
        db.close().await;
    });
    assert_eq!(p.count("FROM audit_record"), records);
    until(&reader, &address, 200);
}

#[test]
fn a_full_disk_stops_reads_and_acts_and_is_survived() {
    let mut p = Portal::new(Kind::Sqlite);
    let reference = desk::published(&p, "Saule", To::All);
    let (reader, auditor, address) = (p.contact(0), p.auditor(), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    drop(p.server.take());
    let kib = std::fs::metadata(p.dir.join("vigie.db")).unwrap().len() / 1024;
    let serving = Serving::with_room(&p, kib + 64);
    let mut answered = 0;
    // Each look at the log is a record of its own, until no more fit.
    let full = loop {
        let answer = auditor.get("/audit/entries/3");
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
        assert!(answered < 5_000, "the disk is never full");
    };
    clear(&full);
    let read = reader.get(&address);
    clear(&read);
    assert!(!read.text().contains("Saule"), "no record, no text");
    clear(&reader.post(&format!("{address}/acknowledgement"), &[("state", "read")]));
    reader.get("/advisories").is(200);
    assert_eq!(p.count("FROM acknowledgement"), 0);
    assert!(p.count("FROM audit_record WHERE action = 'audit.read'") >= answered, "what was answered is in the log");
    serving.gets_room();
    until(&reader, &address, 200);
    drop(serving);
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
}

/// Every flush of a process to its disk fails until this is dropped: `strace` answers in the kernel's place.
struct Failing(Child);

impl Failing {
    /// `None` where `strace` is not at hand or may not look into another process.
    fn of(serving: &Serving) -> Option<Self> {
        let mut command = Command::new("strace");
        command.args(["-f", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-o", "/dev/null", "-p", &serving.pid().to_string()]);
        let mut child = command.stderr(Stdio::piped()).spawn().ok()?;
        let mut said = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
        let failing = Self(child);
        said.contains("attached").then_some(failing)
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.0), Signal::TERM);
        let _ = self.0.wait();
    }
}

#[test]
fn a_disk_that_fails_stops_reads_and_acts_and_is_survived() {
    let mut p = Portal::new(Kind::Sqlite);
    let reference = desk::published(&p, "Saule", To::All);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    drop(p.server.take());
    let serving = Serving::start(&p);
    let (key, reads) = (p.keys.database_key(), format!("FROM audit_record WHERE action = 'advisory.read' AND object = '{reference}'"));
    let before = p.count(&reads);
    let Some(failing) = Failing::of(&serving) else {
        eprintln!("strace is missing, or may not look into another process here: a disk that fails is not tested");
        return;
    };
    let read = reader.get(&address);
    clear(&read);
    assert!(!read.text().contains("Saule"), "no record, no text");
    clear(&reader.post(&format!("{address}/acknowledgement"), &[("state", "read")]));
    reader.get("/advisories").is(200);
    drop(failing);
    until(&reader, &address, 200);
    // The database was opened anew meanwhile, with the most talkative log.
    assert!(serving.log().contains("DEBUG") && !serving.log().contains(key.reveal().as_str()), "the database's key is in the program's log");
    drop(serving);
    assert_eq!(p.count("FROM acknowledgement"), 0);
    assert_eq!(p.count(&reads), before + 1);
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
}

/// Three readers, one of whom confirms, count what they are answered until the portal is killed after so many more.
fn killed_under_load(own: &Portal, reader: &Client, address: &str, (reads, answers): (&AtomicUsize, &AtomicUsize), more: usize) {
    let serving = Serving::start(own);
    let enough = reads.load(Ordering::Relaxed) + more;
    // A line that breaks makes the client panic: then there was no answer.
    let answered = |work: &dyn Fn() -> u16, wanted: u16| std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_ok_and(|status| status == wanted);
    std::thread::scope(|scope| {
        for n in 0..3 {
            scope.spawn(move || {
                let client = reader.fork();
                while answered(&|| client.get(address).status, 200) {
                    reads.fetch_add(1, Ordering::Relaxed);
                    let confirm = || client.post(&format!("{address}/acknowledgement"), &[("state", "read")]).status;
                    if n == 0 && answered(&confirm, 303) {
                        answers.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        crate::sink::until("enough is read", || reads.load(Ordering::Relaxed) >= enough);
        serving.kill();
    });
}

/// `script/bench kills` asks for many rounds.
fn a_killed_portal_has_answered_nothing_without_its_record(p: &Portal) {
    let mut own = Portal::new(p.kind);
    let reference = desk::published(&own, "Saule", To::All);
    let (reader, address) = (own.contact(0), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    drop(own.server.take());
    let (reads, answers) = (AtomicUsize::new(1), AtomicUsize::new(0));
    let rounds = variable("KILLS").map_or(6, |n| n.parse().unwrap());
    for round in 0..rounds {
        let more = 5 + usize::from(vigie::crypto::random::<1>()[0]) / 4;
        killed_under_load(&own, &reader, &address, (&reads, &answers), more);
        let records = |action: &str| own.count(&format!("FROM audit_record WHERE action = '{action}' AND object = '{reference}'"));
        let (read, confirmed) = (records("advisory.read"), records("advisory.acknowledged"));
        assert!(read >= reads.load(Ordering::Relaxed), "round {round}: {read} records of {reads:?} reads");
        assert!(confirmed >= answers.load(Ordering::Relaxed), "round {round}: {confirmed} records of {answers:?} answers");
        assert!(matches!(own.verify(), Verdict::Whole { .. }), "round {round}: {:?}", own.verify());
    }
    eprintln!("killed {rounds} times; {reads:?} reads and {answers:?} answers, each with its record");
}
