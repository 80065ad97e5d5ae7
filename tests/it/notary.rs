//! The log is signed, witnessed, exported and proven; who is silent is an alarm.
use crate::{
    binary::{done, out, refused, vigie},
    desk::{self, To},
    pasts::{Folder, Running},
    sink::until,
    support::{Portal, on_both, wait},
};
use std::{fs, net::TcpListener, path::PathBuf};
use vigie::{
    accounts::log_watch,
    audit::{
        Act, log_key,
        notary::{Notary, With},
        note::Note,
        policy::Policy,
        verify::Verdict,
    },
    clock::{HOUR, MINUTE},
    config::Audit,
};

on_both! {
    the_log_is_signed_and_a_witness_signs_too
    a_silent_witness_is_an_alarm_wherever_one_looks
    a_witness_that_does_not_answer_holds_up_no_other
    an_act_that_matters_is_signed_before_its_answer
    an_export_is_verified_without_the_portal
    a_proof_holds_for_its_record_alone
    an_export_takes_a_factor_and_says_its_rows
    a_new_key_is_said_in_the_log
    a_key_that_is_taken_while_the_portal_serves_breaks_nothing
    a_signer_holds_the_key_where_the_portal_cannot_read_it
}

/// A file of this test.
pub fn file(p: &Portal, name: &str, text: &str) -> String {
    let path: PathBuf = p.dir.join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Runs `vigie audit …` on the portal.
pub fn audit(p: &Portal, args: &[&str]) -> String {
    let dir = p.dir.display().to_string();
    done(&[&["audit"], args, &["--data-dir", &dir]].concat())
}

/// One look of a notary.
pub fn look(p: &Portal) {
    try_look(p).unwrap();
}

/// The same, where it may fail.
pub fn try_look(p: &Portal) -> vigie::error::Result<()> {
    wait(async {
        let (db, settings) = (p.open().await, p.settings());
        let ready = log_key::open(&db, &Act::portal(p.keys.clone(), p.now()), &settings).await.unwrap();
        let with = With { db: db.clone(), keys: p.keys.clone(), ready, settings, clock: p.clock.clone() };
        let done = Notary::new(with).look().await;
        db.close().await;
        done
    })
}

/// A witness that knows this portal's log, and that the portal asks.
pub fn witness(p: &Portal, folder: &Folder) -> Running {
    let witness = Running::witness_of(folder, &p.column("SELECT vkey FROM audit_key ORDER BY since DESC LIMIT 1"));
    let (dir, url, key) = (p.dir.display().to_string(), witness.url().to_owned(), witness.key().to_string());
    done(&["witness", "add", "--data-dir", &dir, "--url", &url, "--key", &key]);
    witness
}

pub fn size(p: &Portal) -> u64 {
    p.count("FROM audit_record").try_into().unwrap()
}

fn the_log_is_signed_and_a_witness_signs_too(p: &Portal) {
    let folder = Folder::new();
    let w = witness(p, &folder);
    look(p);
    let note = Note::parse(audit(p, &["checkpoint"]).as_bytes()).unwrap();
    let policy = Policy::parse(&audit(p, &["policy"])).unwrap();
    assert_eq!((policy.quorum, policy.witnesses.len()), (1, 1));
    let (checkpoint, seen) = policy.admit(&note).unwrap();
    assert_eq!((checkpoint.size(), seen[0].name()), (size(p), w.key().name()));
    // It grows, by one and by many, and the witness follows with a proof each time.
    for _ in 0..3 {
        let before = size(p);
        p.contact(0).post("/language", &[("language", "en")]).is(303);
        p.clock.advance(2 * MINUTE);
        look(p);
        let (checkpoint, _) = policy.admit(&Note::parse(audit(p, &["checkpoint"]).as_bytes()).unwrap()).unwrap();
        assert!(checkpoint.size() > before && checkpoint.size() == size(p));
    }
    let list = done(&["witness", "list", "--data-dir", &p.dir.display().to_string()]);
    assert!(list.contains(&format!("signed up to {}", size(p))), "{list}");
    match p.verify() {
        Verdict::Whole { pledges, .. } => assert!(pledges >= 8, "four checkpoints, each with a witness's word: {pledges}"),
        broken @ Verdict::Broken { .. } => panic!("{broken:?}"),
    }
    // When nothing happens for a while, that it is there is a record.
    p.clock.advance(HOUR);
    let records = p.records_of(|| look(p));
    assert_eq!(records.iter().map(|r| r.trim_end()).collect::<Vec<_>>(), ["audit.heartbeat portal done"]);
}

fn a_silent_witness_is_an_alarm_wherever_one_looks(p: &Portal) {
    let folder = Folder::new();
    let mut w = witness(p, &folder);
    look(p);
    let ready = || p.nobody().get("/readyz").is(200).text();
    let watch = || {
        wait(async {
            let db = p.open().await;
            log_watch::look(&db, &Act::portal(p.keys.clone(), p.now()), &Audit::default(), None).await.unwrap();
            db.close().await;
        });
    };
    watch();
    assert_eq!(ready(), "ready\n");
    w.kill();
    p.clock.advance(30 * MINUTE);
    look(p);
    assert_eq!(ready(), "ready\n", "half an hour is not too long yet");
    p.clock.advance(45 * MINUTE);
    look(p);
    assert_eq!(ready(), "ready\nalarm: the log\n");
    watch();
    watch();
    assert_eq!(p.count("FROM alarm WHERE kind = 'witness-silent' AND object = 'witness.example/w1'"), 1, "once an hour");
    let page = p.sign_in("auditor").get("/audit/checkpoints").is(200).page();
    assert!(page.has("main li .tag.warn") && page.text("main").contains("witness.example/w1"));
    // It is back, at the same place.
    let key = p.column("SELECT vkey FROM audit_key");
    let back = Running::witness_of(&folder, &key);
    p.sql(&format!("UPDATE witness SET url = '{}'", back.url()));
    p.clock.advance(6_000);
    look(p);
    assert_eq!(ready(), "ready\n");
    // Nobody signs any more.
    fs::rename(p.dir.join("log.key"), p.dir.join("log.key.away")).unwrap();
    p.sign_in("contact0");
    p.clock.advance(30 * MINUTE);
    assert_eq!(ready(), "ready\nalarm: the log\n", "records that nobody signs");
}

fn a_witness_that_does_not_answer_holds_up_no_other(p: &Portal) {
    let p = &Portal::new(p.kind);
    let (folder, other) = (Folder::new(), Folder::new());
    // It is asked first, takes the request, and hangs until the other one's word is kept.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (state, log) = (other.at("witness"), p.column("SELECT vkey FROM audit_key").remove(0));
    let mute = Running::start(&["witness", "serve", "--state", &state, "--listen", "127.0.0.1:0", "--name", "witness.example/a", "--log", &log]);
    let (dir, url, key) = (p.dir.display().to_string(), format!("http://{}", listener.local_addr().unwrap()), mute.key().to_string());
    done(&["witness", "add", "--data-dir", &dir, "--url", &url, "--key", &key]);
    drop(mute);
    let w = witness(p, &folder);
    std::thread::scope(|s| {
        s.spawn(|| {
            let line = listener.accept().unwrap();
            until("the other witness has signed", || p.count("FROM audit_cosignature") > 0);
            drop(line);
        });
        look(p);
    });
    assert_eq!(p.column("SELECT witness FROM audit_cosignature"), [w.key().name()]);
    let trouble = p.column("SELECT trouble FROM witness WHERE name = 'witness.example/a'").remove(0);
    assert!(!trouble.is_empty() && !trouble.contains("took too long"), "the other one had signed before patience ended: {trouble}");
}

fn an_act_that_matters_is_signed_before_its_answer(p: &Portal) {
    let signed = || p.column("SELECT CAST(COALESCE(MAX(size), 0) AS TEXT) FROM audit_checkpoint")[0].parse::<u64>().unwrap();
    let admin = p.administrator();
    let before = signed();
    let id = p.id("vetting");
    let page = format!("/admin/staff/{id}");
    admin.submit(&page, &format!("{page}/roles"), &[("role", "vetting"), ("role", "approver")]).is(303);
    let of = |action: &str| p.column(&format!("SELECT CAST(MAX(n) AS TEXT) FROM audit_record WHERE action = '{action}'"))[0].parse::<u64>().unwrap();
    assert!(signed() > before && of("staff.roles-changed") < signed(), "the change of roles is under a checkpoint");
    p.contact(0).post("/language", &[("language", "en")]).is(303);
    assert!(of("account.language") >= signed(), "what matters less waits for the next one");
}

fn an_export_is_verified_without_the_portal(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    p.contact(0).get(&format!("/advisories/{reference}")).is(200);
    audit(p, &["checkpoint"]);
    p.contact(1).get(&format!("/advisories/{reference}")).is(200);
    let (text, policy) = (audit(p, &["export"]), file(p, "policy.txt", &audit(p, &["policy"])));
    let export = file(p, "audit.jsonl", &text);
    let verify = |export: &str| vigie(&["audit", "verify", "--export", export, "--policy", &policy, "--json"]);
    let whole: serde_json::Value = serde_json::from_str(&out(&verify(&export))).unwrap();
    assert_eq!((whole["ok"].as_bool(), whole["records"].as_u64()), (Some(true), Some(size(p) - 1)), "but the record of the export itself: {whole}");
    assert!(whole["checkpoints"].as_u64().unwrap() >= 2);
    let lines: Vec<&str> = text.lines().collect();
    let records = lines.iter().filter(|l| l.starts_with("{\"n\"")).count();
    let without = |n: usize| lines.iter().enumerate().filter(|(i, _)| *i != n).fold(String::new(), |text, (_, l)| text + l + "\n");
    let last_checkpoint = lines.len() - 1;
    // Line n + 1 is record n.
    let cases = [
        (text.replacen("advisory.published", "advisory.withdrawn", 1), None),
        (text.replacen("\"outcome\":\"done\"", "\"outcome\":\"refused\"", 1), Some(0)),
        (lines.iter().enumerate().map(|(i, l)| if i == 4 { l.replace("\"actor\":\"", "\"actor\":\"x") } else { (*l).to_owned() } + "\n").collect(), Some(3)),
        (without(6), Some(5)),
        // The end cut, checkpoints kept.
        (without(records), Some(i64::try_from(records).unwrap() - 1)),
    ];
    for (changed, record) in cases {
        let output = verify(&file(p, "changed.jsonl", &changed));
        assert_eq!(output.status.code(), Some(1));
        let said: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(said["ok"].as_bool(), Some(false), "{said}");
        if let Some(record) = record {
            assert_eq!(said["record"].as_i64(), Some(record), "{said}");
        }
    }
    // What no checkpoint covers nobody vouches for, and that is said.
    let said: serde_json::Value = serde_json::from_str(&out(&verify(&file(p, "changed.jsonl", &without(last_checkpoint))))).unwrap();
    assert!(said["ok"] == true && said["signed"].as_u64().unwrap() < said["records"].as_u64().unwrap(), "{said}");
    // One record less or more than the file says.
    let fewer = lines.iter().enumerate().filter(|(i, _)| *i != records && *i != last_checkpoint).fold(String::new(), |text, (_, l)| text + l + "\n");
    assert_eq!(verify(&file(p, "changed.jsonl", &fewer)).status.code(), Some(1));
    // Whose word counts, the policy says.
    let other = Running::witness_of(&Folder::new(), &p.column("SELECT vkey FROM audit_key"));
    let strict = file(p, "strict.txt", &format!("{}witness {}\nquorum 1\n", audit(p, &["policy"]).replace("quorum 0\n", ""), other.key()));
    refused(&["audit", "verify", "--export", &export, "--policy", &strict], &["no checkpoint that this policy accepts"]);
    refused(&["audit", "verify", "--export", &policy, "--policy", &policy], &["Line 1"]);
    assert_eq!(vigie(&["audit", "verify", "--export", &export]).status.code(), Some(2), "whose word counts must be said");
}

fn a_proof_holds_for_its_record_alone(p: &Portal) {
    let folder = Folder::new();
    let _w = witness(p, &folder);
    let policy = || file(p, "policy.txt", &audit(p, &["policy"]));
    look(p);
    let policy = policy();
    for n in [0, 1, 7, size(p) - 1] {
        let text = audit(p, &["proof", "make", &n.to_string()]);
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra ") && text.contains(&format!("\nindex {n}\n")), "{text}");
        let said = done(&["audit", "proof", "check", &file(p, "one.tlog-proof", &text), "--policy", &policy]);
        assert!(said.contains(&format!("Record {n} is in the log")) && said.contains("witness.example/w1"), "{said}");
        for (from, to) in [(format!("index {n}"), format!("index {}", n + 1)), ("extra ey".into(), "extra eY".into()), ("\n\n".into(), "\n".into())] {
            let changed = file(p, "changed.tlog-proof", &text.replacen(&from, &to, 1));
            assert_eq!(vigie(&["audit", "proof", "check", &changed, "--policy", &policy]).status.code(), Some(1), "{from}");
        }
    }
    refused(&["audit", "proof", "make", "99999", "--data-dir", &p.dir.display().to_string()], &["no record 99999"]);
    assert_eq!(
        p.records_of(|| drop(audit(p, &["proof", "make", "3"]))).last().map(|r| r.trim_end().to_owned()).as_deref(),
        Some("audit.proof-given entry 3 done")
    );
    // Whoever takes the first rows of an export alone, and hangs up, has left the record all the same.
    let exported = p.records_of(|| crate::binary::hung_up(&["audit", "export", "--data-dir", &p.dir.display().to_string()]));
    assert!(exported.last().is_some_and(|r| r.starts_with("report.exported audit done jsonl 0 to ")), "{exported:?}");
    // The page gives the same.
    let auditor = p.auditor();
    let records = p.records_of(|| {
        let answer = auditor.get("/audit/entries/3/proof").is(200);
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"entry-3.tlog-proof\"");
        done(&["audit", "proof", "check", &file(p, "web.tlog-proof", &answer.text()), "--policy", &policy]);
    });
    assert_eq!(records[0].trim_end(), "audit.proof-given entry 3 done");
    auditor.get("/audit/entries/99999/proof").is(404);
}

fn an_export_takes_a_factor_and_says_its_rows(p: &Portal) {
    let auditor = p.auditor();
    // An export takes a factor and leaves its number of rows.
    for format in ["jsonl", "csv", "cef"] {
        let answer = auditor.submit("/audit/exports/new", "/audit/exports/new", &[("format", format), ("from", ""), ("to", "")]).is(200);
        assert!(answer.header("content-disposition").ends_with(&format!(".{format}\"")), "{}", answer.header("content-disposition"));
        assert!(answer.header("content-security-policy").contains("sandbox"));
        let lines = u64::try_from(answer.text().lines().filter(|l| l.contains("portal.made")).count()).unwrap();
        assert_eq!(lines, 1, "{format}");
    }
    assert!(p.records().iter().any(|r| r.starts_with("report.exported audit done csv 0 to ")), "{:?}", p.records());
    let page = auditor.submit("/audit/exports/new", "/audit/exports/new", &[("from", "yesterday"), ("format", "xml")]).is(422).page();
    assert!(page.has("#from-e") && page.has("#format-e") && page.attr("#from", "value") == "yesterday");
    for other in [p.administrator(), p.approver(), p.contact(0)] {
        for path in ["/audit/checkpoints", "/audit/verification", "/audit/exports/new", "/audit/entries/1/proof"] {
            other.get(path).is(403);
        }
    }
}

fn a_new_key_is_said_in_the_log(p: &Portal) {
    audit(p, &["checkpoint"]);
    let old = file(p, "old.txt", &audit(p, &["policy"]));
    p.sign_in("contact0");
    let keys = audit(p, &["key", "--new"]);
    assert_eq!(keys.lines().count(), 2, "{keys}");
    let note = audit(p, &["checkpoint"]);
    let both = file(p, "both.txt", &audit(p, &["policy"]));
    let admitted = |policy: &str| Policy::parse(&fs::read_to_string(policy).unwrap()).unwrap().admit(&Note::parse(note.as_bytes()).unwrap()).is_ok();
    assert!(admitted(&both) && !admitted(&old), "who trusts the old key alone is not fooled by a new one");
    assert!(p.records().iter().any(|r| r.starts_with("audit.key-taken ")));
    assert!(matches!(p.verify(), Verdict::Whole { pledges: 2.., .. }), "{:?}", p.verify());
    // A key that the log says nothing of.
    let (_, stolen) = (0, vigie::audit::key::Key::generate("localhost:1/audit", vigie::audit::key::Kind::Log).unwrap());
    p.sql(&format!("INSERT INTO audit_key (vkey, since, at) VALUES ('{}', 2, 0)", stolen.verifier()));
    assert!(matches!(p.verify(), Verdict::Broken { .. }));
}

fn a_key_that_is_taken_while_the_portal_serves_breaks_nothing(p: &Portal) {
    let admin = p.administrator();
    let page = format!("/admin/staff/{}", p.id("vetting"));
    for (round, role) in [(1, "approver"), (2, "vetting")] {
        audit(p, &["key", "--new"]);
        // The portal that serves signs next, and has read the old key when it started.
        admin.submit(&page, &format!("{page}/roles"), &[("role", "vetting"), ("role", role)]).is(303);
        let signed = p.column("SELECT CAST(MAX(size) AS TEXT) FROM audit_checkpoint")[0].parse::<i64>().unwrap();
        let since = p.column("SELECT CAST(MAX(since) AS TEXT) FROM audit_key")[0].parse::<i64>().unwrap();
        assert!(signed > since, "round {round}: the new key has signed");
        assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
    }
    // A key that is not the one that counts signs nothing that stays.
    let stranger = vigie::audit::key::Key::generate("localhost:1/audit", vigie::audit::key::Kind::Log).unwrap();
    audit(p, &["key", "--take", &stranger.verifier().to_string()]);
    let before = p.count("FROM audit_checkpoint");
    refused(&["audit", "checkpoint", "--data-dir", &p.dir.display().to_string()], &["log.key"]);
    admin.submit(&page, &format!("{page}/roles"), &[("role", "vetting"), ("role", "approver")]).is(303);
    assert_eq!(p.count("FROM audit_checkpoint"), before);
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
}

fn a_signer_holds_the_key_where_the_portal_cannot_read_it(p: &Portal) {
    let (folder, dir) = (Folder::new(), p.dir.display().to_string());
    let vkey = p.column("SELECT vkey FROM audit_key")[0].clone();
    fs::rename(p.dir.join("log.key"), folder.0.join("log.key")).unwrap();
    let (key, state, socket) = (folder.at("log.key"), folder.at("signer"), folder.at("s"));
    let signer = Running::start(&["signer", "--key", &key, "--state", &state, "--socket", &socket]);
    assert!(signer.said.iter().any(|l| l.contains(&vkey)), "{:?}", signer.said);
    let toml = p.dir.join("vigie.toml");
    fs::write(&toml, format!("{}\n[audit]\nsigner = \"{socket}\"\n", fs::read_to_string(&toml).unwrap())).unwrap();
    let note = done(&["audit", "checkpoint", "--data-dir", &dir]);
    assert!(Policy::parse(&format!("log {vkey}\n")).unwrap().admit(&Note::parse(note.as_bytes()).unwrap()).is_ok());
    // A key that the signer does not have is taken into use: what it signs then does not hold, and is not kept.
    let other = vigie::audit::key::Key::generate("localhost:1/audit", vigie::audit::key::Kind::Log).unwrap();
    done(&["audit", "key", "--take", &other.verifier().to_string(), "--data-dir", &dir]);
    let before = p.count("FROM audit_checkpoint");
    p.sign_in("contact0");
    refused(&["audit", "checkpoint", "--data-dir", &dir], &["another key signed"]);
    assert_eq!(p.count("FROM audit_checkpoint"), before);
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
    drop(signer);
    p.sign_in("contact0");
    refused(&["audit", "checkpoint", "--data-dir", &dir], &["checkpoint"]);
}
