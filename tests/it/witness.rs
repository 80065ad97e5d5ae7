//! `vigie witness` as it runs: over HTTP and TLS, killed and started again.
use crate::{
    binary::{refused, vigie},
    pasts::{Folder, Http, LOG, Log, Running, http, posted},
    support::wait,
};
use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};
use vigie::{
    audit::{
        asking::{Answer, ask},
        key::Verifier,
        note::Note,
        submission,
    },
    crypto::tls,
};

#[test]
fn a_witness_answers_as_the_protocol_says() {
    let (folder, log, other) = (Folder::new(), Log::new(LOG), Log::new("other.example/audit"));
    let w = Running::witness(&folder, &[&log, &other]);
    let cosigned = |size: u64, answer: Http| {
        let mut note = Note::parse(log.note(size).as_bytes()).unwrap();
        assert_eq!(answer.text.lines().count(), 1);
        note.add(&answer.is(200).text).unwrap();
        let (log, witness) = (log.key.verifier(), w.key());
        let proved = note.verify([log, &witness]).unwrap();
        assert_eq!(proved.len(), 2);
        let now = vigie::clock::Clock::default().now() / 1000;
        assert!(now.abs_diff(i64::try_from(proved[1].1.time.unwrap()).unwrap()) < 60);
    };
    w.post(&log.body(3, 5)).knows(0);
    cosigned(5, w.post(&log.body(0, 5)));
    w.post(&log.body(0, 5)).knows(5);
    w.post(&log.body(0, 9)).knows(5);
    cosigned(9, w.post(&log.body(5, 9)));
    cosigned(9, w.post(&log.body(9, 9)));
    w.post(&log.body(5, 9)).knows(9);
    w.post(&log.body(5, 7)).knows(9);
    // Another past: at the same size, and beyond it.
    let forged = log.forged(3);
    let at_once = w.post(&forged.body(9, 9)).is(409);
    assert!(at_once.kind.starts_with("text/plain") && at_once.text.contains("another root"), "{at_once:?}");
    w.post(&forged.body(9, 12)).is(422);
    let (mut proof, note) = (log.proof(9, 12), log.note(12));
    proof[0].0[31] ^= 1;
    w.post(&submission::print(9, &proof, &note)).is(422);
    w.post(&submission::print(9, &[], &note)).is(422);
    w.post(&submission::print(0, &proof, &other.note(12))).is(422);
    // None of that changed what it knows.
    cosigned(12, w.post(&log.body(9, 12)));
    let about = w.http("GET / HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").is(200).text;
    for line in ["witness witness.example/w1", &format!("key {}", w.key()), "log log.example/audit\nsize 12\n", "log other.example/audit\nsize 0\n"] {
        assert!(about.contains(line), "{about}");
    }
}

#[test]
fn a_witness_refuses_what_is_not_its_log_and_what_is_no_request() {
    let (folder, log, other) = (Folder::new(), Log::new(LOG), Log::new("other.example/audit"));
    let w = Running::witness(&folder, &[&log, &other]);
    w.post(&log.body(0, 9)).is(200);
    // Whose log it is not.
    let stranger = Log::new("stranger.example/audit");
    w.post(&stranger.body(0, 5)).is(404);
    w.post(&Log::new(LOG).body(9, 12)).is(403);
    let moved = format!("{}\n{}\n", log.text(12), other.key.sign(&log.text(12), 0).unwrap());
    w.post(&submission::print(9, &log.proof(9, 12), &moved)).is(403);
    // What is no request.
    for bad in ["", "old 9\n\n", "old 09\n\nx", "old 9\nAAAA\n\nx", &log.body(9, 12).replace("— ", "- "), &submission::print(9, &[], &log.text(12))] {
        w.post(bad).is(400);
    }
    w.post(&submission::print(12, &[], &log.note(9))).is(400);
    w.post(&"x".repeat(65_537)).is(413);
    w.http("GET /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").is(405);
    w.http("POST /other HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").is(404);
    w.http("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: 9\r\n\r\nold").is(408);
    // None of that changed what it knows.
    w.post(&log.body(0, 9)).knows(9);
    w.post(&other.body(0, 9)).is(200);
}

#[test]
fn a_witness_that_is_killed_never_goes_back() {
    let (folder, log) = (Folder::new(), Log::new(LOG));
    let (mut known, mut key) = (0, None);
    for round in 0..8 {
        let mut w = Running::witness(&folder, &[&log]);
        assert_eq!(*key.get_or_insert_with(|| w.key()), w.key(), "its key stays");
        if known > 0 {
            // What was answered before is known; one more may be, whose answer was lost.
            let said: u64 = w.post(&log.body(0, 600)).is(409).text.trim().parse().unwrap();
            assert!(said == known || said == known + 1, "{said} after {known}");
            w.post(&log.forged(0).body(said.min(90), 95)).is(if said <= 90 { 422 } else { 409 });
            known = said;
        }
        let (url, answered) = (w.url().to_owned(), AtomicU64::new(known));
        std::thread::scope(|scope| {
            let (answered, log) = (&answered, &log);
            let asking = scope.spawn(move || {
                for size in known + 1..600 {
                    let Some(answer) = http(&url, &posted(&log.body(size - 1, size))) else { return };
                    answer.is(200);
                    answered.store(size, Ordering::SeqCst);
                }
            });
            while answered.load(Ordering::SeqCst) < known + 3 + round && !asking.is_finished() {
                std::thread::yield_now();
            }
            w.kill();
        });
        known = answered.load(Ordering::SeqCst);
    }
    assert!(known >= 50);
}

#[test]
fn a_witness_refuses_to_begin_with_what_is_wrong() {
    let (folder, log) = (Folder::new(), Log::new(LOG));
    let (state, vkey) = (folder.at("witness"), log.vkey());
    let mut w = Running::witness(&folder, &[&log]);
    let key = w.key();
    let with = |more: &[&'static str], name: &'static str, log: &str, words: &[&str]| {
        refused(&[&["witness", "serve", "--state", &state, "--listen", "127.0.0.1:0", "--name", name, "--log", log], more].concat(), words);
    };
    with(&[], "witness.example/w1", &vkey, &["in use", &state]);
    w.post(&log.body(0, 5)).is(200);
    assert_eq!(w.end(), Some(0));
    with(&[], "another.example", &vkey, &["witness.key", "witness.example/w1"]);
    with(&[], "witness.example/w1", "nonsense", &["nonsense", "NAME+ID+KEY"]);
    with(&[], "witness.example/w1", &key.to_string(), &["witness's key", "--log"]);
    refused(
        &["witness", "serve", "--state", &state, "--listen", "0.0.0.0:0", "--name", "witness.example/w1", "--log", &vkey],
        &["0.0.0.0", "--tls-cert", "127.0.0.1"],
    );
    let (private, seen) = (Path::new(&state).join("witness.key"), Path::new(&state).join("seen.json"));
    assert_eq!(fs::metadata(&private).unwrap().permissions().mode() & 0o777, 0o600);
    let (secret, whole) = (fs::read(&private).unwrap(), fs::read(&seen).unwrap());
    fs::write(&seen, &whole[..whole.len() - 5]).unwrap();
    with(&[], "witness.example/w1", &vkey, &["seen.json is damaged", "--state"]);
    fs::remove_file(&seen).unwrap();
    with(&[], "witness.example/w1", &vkey, &["seen.json is lost", "--state"]);
    fs::write(&seen, &whole).unwrap();
    fs::remove_file(&private).unwrap();
    with(&[], "witness.example/w1", &vkey, &["witness.key is missing", "backup"]);
    fs::write(&private, &secret).unwrap();
    with(&[], "witness.example/w1", &vkey, &["chmod 600"]);
    fs::set_permissions(&private, fs::Permissions::from_mode(0o600)).unwrap();
    let w = Running::witness(&folder, &[&log]);
    assert_eq!(w.key(), key);
    w.post(&log.body(0, 5)).knows(5);
    assert_eq!(vigie(&["witness", "serve", "--state", &state, "--listen", "127.0.0.1:0", "--name", "x"]).status.code(), Some(2), "no log");
}

#[test]
fn a_witness_is_asked_over_tls() {
    let (folder, log) = (Folder::new(), Log::new(LOG));
    let made = tls::make("localhost").unwrap();
    let (chain, key, ca) = (folder.at("server.pem"), folder.at("server.key"), folder.at("ca.pem"));
    for (path, text) in [(&chain, &made.chain), (&key, &made.key), (&ca, &made.ca)] {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let (state, vkey) = (folder.at("witness"), log.vkey());
    let args =
        ["witness", "serve", "--state", &state, "--listen", "0.0.0.0:0", "--name", "w", "--log", &vkey, "--tls-cert", &chain, "--tls-key", &key, "--json"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie")).args(args).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let w = Running { child, said: [line.clone(), String::new()] };
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let port = ready["url"].as_str().unwrap().rsplit(':').next().unwrap();
    let url = format!("https://localhost:{port}");
    let asked = |url: &str, ca: Option<&str>, body: String| wait(ask(url, ca.map(Path::new), body));
    let Answer::Cosigned(lines) = asked(&url, Some(&ca), log.body(0, 5)) else { panic!("no cosignature") };
    let mut note = Note::parse(log.note(5).as_bytes()).unwrap();
    note.add(&lines).unwrap();
    assert_eq!(note.verify([&Verifier::parse(ready["vkey"].as_str().unwrap()).unwrap()]).unwrap().len(), 1);
    assert_eq!(asked(&url, Some(&ca), log.body(0, 9)), Answer::Known(5));
    assert!(matches!(asked(&url, Some(&ca), Log::new(LOG).body(5, 9)), Answer::Refused(403, _)));
    for (url, ca) in [(url.as_str(), None), (&format!("http://localhost:{port}"), None), (&format!("https://127.0.0.2:{port}"), Some(ca.as_str()))] {
        assert!(matches!(asked(url, ca, log.body(5, 9)), Answer::Away(_)), "{url}");
    }
    assert_eq!(asked(&url, Some(&ca), log.body(0, 9)), Answer::Known(5));
    drop(w);
}
