//! `vigie signer` as it runs: over its socket, killed and started again.
use crate::{
    binary::refused,
    pasts::{Folder, LOG, Log, Running},
    support::wait,
};
use std::{
    fs,
    io::{Read, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::Path,
};
use vigie::audit::{
    asking::{Answer, ask},
    key::{Key, Kind},
    note::{Note, Signature},
    signing::{Signing, Unsigned},
    submission,
};

fn sign(signing: &Signing, log: &Log, old: u64, new: u64) -> Result<String, Unsigned> {
    wait(signing.sign(old, &log.proof(old, new), &log.checkpoint(new)))
}

/// What the signer answers to these bytes.
fn told(socket: &str, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(socket).unwrap();
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut said = String::new();
    let _ = stream.read_to_string(&mut said);
    said
}

#[test]
fn a_signer_signs_one_past_alone() {
    let folder = Folder::new();
    let mut running = Running::signer(&folder);
    let public = running.key();
    assert_eq!(public.name(), LOG);
    let (socket, key) = (folder.at("s"), folder.at("log.key"));
    for (path, mode) in [(&socket, 0o660), (&key, 0o600)] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, mode, "{path}");
    }
    let held = || Key::load(Path::new(&key), Kind::Log).unwrap();
    let (log, forged, signing) = (Log::with(held(), 60, u64::MAX, ""), Log::with(held(), 60, 3, "forged"), Signing::Socket(socket.clone().into()));
    assert_eq!(sign(&signing, &log, 4, 5), Err(Unsigned::Conflict(0)));
    for (old, new) in [(0, 5), (5, 9), (9, 9), (9, 60)] {
        let line = sign(&signing, &log, old, new).unwrap();
        assert!(public.prove(&log.text(new), Signature::parse(&line).unwrap().bytes()).is_some());
        assert_eq!(line, wait(Signing::File(held()).sign(0, &[], &log.checkpoint(new))).unwrap());
    }
    let word = |said: Result<String, Unsigned>| match said {
        Err(Unsigned::Refused { word, .. }) => word,
        other => format!("{other:?}"),
    };
    for round in 0..3 {
        assert_eq!(sign(&signing, &log, 0, 5), Err(Unsigned::Conflict(60)));
        assert_eq!(sign(&signing, &forged, 0, 9), Err(Unsigned::Conflict(60)));
        assert_eq!(word(sign(&signing, &forged, 60, 60)), "root");
        assert_eq!(word(wait(signing.sign(60, &[], &log.checkpoint(5)))), "proof");
        assert_eq!(word(sign(&signing, &Log::new("other.example/audit"), 60, 60)), "origin");
        for bad in ["", "old 60\n", "old 60\n\nx", &log.body(60, 60), &submission::print(60, &[], &format!("{}more\n", log.text(60))), &"x".repeat(65_537)] {
            assert!(told(&socket, bad.as_bytes()).starts_with("refused malformed\n"), "{}", bad.len());
        }
        assert!(told(&socket, b"\xff").starts_with("refused malformed\n"));
        // Killed, then ended as an operator does: it goes on from where it was.
        if round == 0 {
            running.kill();
            assert!(Path::new(&socket).exists());
        } else {
            assert_eq!(running.end(), Some(0));
            assert!(!Path::new(&socket).exists());
        }
        running = Running::signer(&folder);
        assert_eq!(running.key(), public);
    }
}

#[test]
fn a_signer_waits_for_nobody_and_refuses_to_begin_with_what_is_wrong() {
    let folder = Folder::new();
    let (key, state, socket) = (folder.at("log.key"), folder.at("signer"), folder.at("s"));
    let args = ["signer", "--key", &key, "--state", &state, "--socket", &socket];
    refused(&args, &["log.key is missing", "--make"]);
    let mut running = Running::signer(&folder);
    // Clients that say nothing neither keep others waiting nor stay.
    let mut silent: Vec<UnixStream> = (0..8).map(|_| UnixStream::connect(&socket).unwrap()).collect();
    let log = Log::with(Key::load(Path::new(&key), Kind::Log).unwrap(), 9, u64::MAX, "");
    sign(&Signing::Socket(socket.clone().into()), &log, 0, 9).unwrap();
    silent.iter_mut().for_each(|s| assert_eq!(s.read_to_end(&mut Vec::new()).unwrap(), 0));
    refused(&args, &[&state, "in use"]);
    let (elsewhere, another) = (folder.at("elsewhere"), "other.example/audit");
    refused(&["signer", "--key", &key, "--state", &elsewhere, "--socket", &socket, "--make", another], &[LOG, another, "--make"]);
    refused(&["signer", "--key", &key, "--state", &elsewhere, "--socket", &socket], &["s is in use"]);
    assert_eq!(running.end(), Some(0));
    fs::write(&socket, "a file").unwrap();
    refused(&args, &["is no socket"]);
    assert_eq!(fs::read(&socket).unwrap(), b"a file");
    fs::remove_file(&socket).unwrap();
    // A socket that nobody listens on any more is taken over.
    drop(UnixListener::bind(&socket).unwrap());
    drop(Running::signer(&folder));
    fs::remove_file(&key).unwrap();
    refused(&[&args[..], &["--make", LOG]].concat(), &["log.key is missing", "though it has signed"]);
    let other = Key::generate("w", Kind::Cosignature).unwrap();
    other.save(Path::new(&key)).unwrap();
    refused(&args, &["is not a log's key"]);
}

#[test]
fn a_witness_takes_what_the_signer_signed() {
    let folder = Folder::new();
    let signer = Running::signer(&folder);
    let (signing, state) = (Signing::Socket(folder.at("s").into()), folder.at("witness"));
    let vkey = signer.key().to_string();
    let w = Running::start(&["witness", "serve", "--state", &state, "--listen", "127.0.0.1:0", "--name", "w", "--log", &vkey]);
    let log = Log::with(Key::load(Path::new(&folder.at("log.key")), Kind::Log).unwrap(), 40, u64::MAX, "");
    for (old, new) in [(0, 1), (1, 17), (17, 40)] {
        let mut note = Note::new(&log.text(new)).unwrap();
        note.add(&format!("{}\n", sign(&signing, &log, old, new).unwrap())).unwrap();
        let Answer::Cosigned(lines) = wait(ask(w.url(), None, submission::print(old, &log.proof(old, new), &note.to_string()))) else {
            panic!("no cosignature")
        };
        note.add(&lines).unwrap();
        assert_eq!(note.verify([&signer.key(), &w.key()]).unwrap().len(), 2);
    }
}
