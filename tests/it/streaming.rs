//! The log goes to the agency's collector: every record, in order, also those of while it was away.
use crate::support::{Portal, on_both, wait};
use openssl::ssl::{SslAcceptor, SslFiletype, SslMethod, SslStream};
use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};
use vigie::{
    accounts::{alarms::Kind, log_watch},
    audit::stream::Sender,
    clock::MINUTE,
    config::Audit,
    crypto::tls,
};

on_both! {
    every_record_reaches_the_collector_also_those_of_while_it_was_away
    a_collector_of_another_name_gets_nothing
    a_collector_that_is_away_too_long_is_an_alarm
}

/// The collector's listener and its authority's file.
fn collector(p: &Portal, host: &str) -> (TcpListener, SslAcceptor) {
    let made = tls::make(host).unwrap();
    for (name, bytes) in [("syslog-ca.pem", &made.ca), ("collector.pem", &made.chain), ("collector.key", &made.key)] {
        fs::write(p.dir.join(name), bytes).unwrap();
    }
    let mut acceptor = SslAcceptor::mozilla_modern_v5(SslMethod::tls_server()).unwrap();
    acceptor.set_private_key_file(p.dir.join("collector.key"), SslFiletype::PEM).unwrap();
    acceptor.set_certificate_chain_file(p.dir.join("collector.pem")).unwrap();
    (TcpListener::bind(("127.0.0.1", 0)).unwrap(), acceptor.build())
}

/// One message: its length, a space, and so many octets.
fn message(line: &mut SslStream<TcpStream>) -> Option<String> {
    let mut length = 0usize;
    loop {
        let mut byte = [0];
        line.read_exact(&mut byte).ok()?;
        match byte[0] {
            b' ' => break,
            digit => length = length * 10 + usize::from(digit - b'0'),
        }
    }
    let mut text = vec![0; length];
    line.read_exact(&mut text).ok()?;
    Some(String::from_utf8(text).unwrap())
}

fn number(message: &str) -> usize {
    message.split("n=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

fn every_record_reaches_the_collector_also_those_of_while_it_was_away(p: &Portal) {
    let (listener, acceptor) = collector(p, "localhost");
    let port = listener.local_addr().unwrap().port();
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let taking = seen.clone();
    std::thread::spawn(move || {
        // The first line breaks after a few messages.
        for most in [5, usize::MAX] {
            let Ok(mut line) = acceptor.accept(listener.accept().unwrap().0) else { return };
            for _ in 0..most {
                let Some(text) = message(&mut line) else { break };
                taking.lock().unwrap().push(text);
            }
        }
    });
    let enough = |all: usize| seen.lock().unwrap().iter().map(|m| number(m)).collect::<BTreeSet<_>>().len() >= all;
    wait(async {
        let db = p.open().await;
        let authority = Some(p.dir.join("syslog-ca.pem"));
        let (clock, collector) = (p.clock.clone(), format!("localhost:{port}"));
        let task = Sender { db: db.clone(), clock, collector, authority, host: "portal.example".into(), again: Duration::from_millis(50) }.start();
        let all = p_records(&db).await;
        tokio::time::timeout(Duration::from_secs(30), async {
            while !enough(all) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .unwrap();
        task.abort();
        drop(task.await);
        db.close().await;
    });
    let seen = seen.lock().unwrap();
    let numbers: BTreeSet<usize> = seen.iter().map(|m| number(m)).collect();
    assert!(numbers.iter().copied().eq(0..numbers.len()), "none is left out");
    assert!(seen[0].starts_with("<110>1 ") && seen[0].contains(" portal.example vigie - portal.made [vigie@32473 n=\"0\""), "{}", seen[0]);
    assert_eq!(p.column("SELECT trouble FROM audit_stream"), [""]);
}

async fn p_records(db: &vigie::db::Db) -> usize {
    let n: i64 = vigie::value!(&mut db.read().await.unwrap(), "SELECT COUNT(*) FROM audit_record").unwrap();
    n.try_into().unwrap()
}

fn a_collector_of_another_name_gets_nothing(p: &Portal) {
    let (listener, acceptor) = collector(p, "other.example");
    let port = listener.local_addr().unwrap().port();
    let taken = std::thread::spawn(move || acceptor.accept(listener.accept().unwrap().0).ok().and_then(|mut line| message(&mut line)));
    wait(async {
        let db = p.open().await;
        let authority = Some(p.dir.join("syslog-ca.pem"));
        let (clock, collector) = (p.clock.clone(), format!("localhost:{port}"));
        let task = Sender { db: db.clone(), clock, collector, authority, host: "portal.example".into(), again: Duration::from_mins(1) }.start();
        tokio::time::timeout(Duration::from_secs(30), async {
            loop {
                let said: Option<String> = vigie::value!(&mut db.read().await.unwrap(), "SELECT MAX(trouble) FROM audit_stream").unwrap();
                if said.is_some_and(|s| s.contains("TLS")) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .unwrap();
        task.abort();
        drop(task.await);
        db.close().await;
    });
    assert_eq!(taken.join().unwrap(), None);
}

fn a_collector_that_is_away_too_long_is_an_alarm(p: &Portal) {
    let p = &Portal::new(p.kind);
    let settings = Audit { syslog: Some("tls://collector.example:6514".into()), ..Audit::default() };
    let troubles = |settings: &Audit| {
        wait(async {
            let db = p.open().await;
            let found = log_watch::troubles(&db, settings, p.now()).await.unwrap();
            db.close().await;
            found.into_iter().filter(|t| t.object == "collector").map(|t| t.kind).collect::<Vec<_>>()
        })
    };
    let sent = || {
        let all = p.count("FROM audit_record");
        p.sql(&format!("INSERT INTO audit_stream (only_row, sent, at, trouble) VALUES (1, {all}, 0, '') ON CONFLICT (only_row) DO UPDATE SET sent = {all}"));
    };
    sent();
    p.nobody().submit("/login", "/login", &[("username", "nobody@example.org"), ("password", "wrong and long enough")]);
    assert!(p.count("FROM audit_record, audit_stream WHERE n >= sent") > 0, "a wrong passphrase is recorded");
    assert_eq!(troubles(&settings), [], "a record waits, and not for long");
    p.clock.advance(11 * MINUTE);
    assert_eq!(troubles(&settings), [Kind::LogUnstreamed]);
    assert_eq!(troubles(&Audit::default()), [], "where no collector is set nothing waits for one");
    sent();
    assert_eq!(troubles(&settings), [], "everything was sent");
}
