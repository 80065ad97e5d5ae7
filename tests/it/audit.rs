//! The log: no act without its record, and no change of a record unseen.
use crate::{
    binary::Serving,
    desk::{self, To},
    support::{Kind, Portal, on_both, wait},
    world::{PASSPHRASE, email, seed},
};
use vigie::audit::verify::{Source, Verdict, verify};

on_both! {
    every_act_leaves_its_record
    no_act_happens_whose_record_cannot_be_written
    verification_names_the_first_record_that_was_touched
    the_triggers_refuse_to_change_the_log
    forty_records_at_once_leave_no_gap
    reading_the_log_is_itself_recorded
    the_log_is_found_by_its_filters_and_paged
    hostile_text_and_secrets_stay_out_of_the_programs_log
}

fn every_act_leaves_its_record(p: &Portal) {
    let records = p.records_of(|| {
        let reader = p.sign_in("contact0");
        reader.post("/language", &[("language", "en")]).is(303);
        reader.get("/desk").is(403);
        reader.get("/advisories/2027-ZZZZ").is(404);
        reader.post("/logout", &[]).is(303);
        p.nobody().get("/advisories/2027-ZZZZ").is(303);
        p.vetting()
            .submit(
                "/desk/parties/new",
                "/desk/parties",
                &[("name", "Parti Neuf"), ("switchboard", "+33 1 99 00 00 09"), ("source", "https://annuaire.example")],
            )
            .is(303);
        p.cut_access("contact1");
    });
    let id = p.id("contact0");
    let wanted = [
        format!("sign-in.passphrase {id} done"),
        format!("sign-in.done {id} done"),
        format!("account.language {id} done en"),
        "access.refused /desk refused reserved".into(),
        "access.refused 2027-ZZZZ refused absent or out of sight".into(),
        format!("sign-out {id} done"),
        format!("sign-in.passphrase {} done", p.id("vetting")),
        format!("sign-in.done {} done", p.id("vetting")),
        "party.added parti-neuf done".into(),
        "party.change-proposed parti-neuf done admission: https://annuaire.example".into(),
        format!("account.cut {} done a test", p.id("contact1")),
    ];
    let records: Vec<&str> = records.iter().map(|r| r.trim_end()).collect();
    assert_eq!(records, wanted);
}

/// Makes every new record fail.
fn close_the_log(p: &Portal) {
    p.sql(match p.kind {
        Kind::Sqlite => "CREATE TRIGGER closed BEFORE INSERT ON audit_record BEGIN SELECT RAISE(ABORT, 'closed'); END",
        Kind::Postgres => "CREATE TRIGGER closed BEFORE INSERT ON audit_record EXECUTE FUNCTION refuse_change('closed')",
    });
}

fn no_act_happens_whose_record_cannot_be_written(p: &Portal) {
    let reference = desk::published(p, "Secret du jour", To::All);
    let waiting = desk::in_review(p, "En attente", To::All);
    let (reader, author, approver, vetting, auditor) = (p.contact(0), p.author(), p.approver(), p.vetting(), p.auditor());
    let half = p.half("contact1");
    let counts = || ["party", "acknowledgement", "advisory", "session", "audit_record"].map(|t| p.count(&format!("FROM {t}")));
    let before = counts();
    close_the_log(p);
    let failed = |answer: crate::client::Answer| {
        assert!(matches!(answer.status, 500 | 503), "{}", answer.status);
        assert!(answer.page().has("main h1") && !answer.text().contains("Secret du jour") && !answer.text().contains("closed"), "{}", answer.text());
    };
    failed(reader.get(&format!("/advisories/{reference}")));
    failed(reader.get(&format!("/advisories/{reference}/indicators.csv")));
    failed(reader.post(&format!("/advisories/{reference}/acknowledgement"), &[("state", "read")]));
    failed(author.post("/desk/advisories", &[("title", "T"), ("language", "fr"), ("model", "blank")]));
    failed(vetting.post("/desk/parties", &[("name", "Parti Neuf"), ("switchboard", "+33199000009"), ("source", "https://annuaire.example")]));
    let lock = p.column("SELECT CAST(lock_version AS TEXT) FROM revision WHERE state = 'in-review'");
    failed(approver.post(&format!("/desk/advisories/{waiting}/publication"), &[("version", &lock[0])]));
    failed(auditor.get("/audit"));
    failed(half.post("/login/code", &[("code", &p.code("contact1", 0))]));
    failed(p.nobody().submit("/login", "/login", &[("username", &email("contact2")), ("password", PASSPHRASE)]));
    assert_eq!(counts(), before);
    assert_eq!(reader.get("/advisories").status, 200, "what needs no record goes on");
    reader.get("/advisories/2027-ZZZZ").is(404);
    p.sql(if p.kind == Kind::Sqlite { "DROP TRIGGER closed" } else { "DROP TRIGGER closed ON audit_record" });
    reader.get(&format!("/advisories/{reference}")).is(200);
    desk::publish(&approver, &waiting).is(303);
    assert!(matches!(p.verify(), Verdict::Whole { .. }));
}

/// What verification finds after these statements, which are then undone.
fn tampered(p: &Portal, sql: &str) -> Verdict {
    let off = match p.kind {
        Kind::Sqlite => {
            "DROP TRIGGER audit_record_no_update; DROP TRIGGER audit_record_no_delete; DROP TRIGGER audit_tree_no_update; DROP TRIGGER audit_tree_no_delete; DROP TRIGGER audit_head_grows; DROP TRIGGER audit_record_no_replace; DROP TRIGGER audit_tree_no_replace; PRAGMA ignore_check_constraints = ON; "
        }
        Kind::Postgres => {
            "ALTER TABLE audit_record DISABLE TRIGGER ALL; ALTER TABLE audit_tree DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL; ALTER TABLE audit_record DROP CONSTRAINT audit_record_n_check; ALTER TABLE audit_tree DROP CONSTRAINT audit_tree_n_check; "
        }
    };
    wait(async {
        let db = p.open().await;
        let mut tx = db.write().await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("{off}{sql}"));
        vigie::on!(&mut tx, c => drop(sqlx::raw_sql(sql).execute(c).await.unwrap()));
        let verdict = verify(Source::One(&mut tx), &p.keys, Vec::new(), |_, _| ()).await.unwrap();
        drop(tx);
        db.close().await;
        verdict
    })
}

/// What somebody may do to the tables of a log of this size, and the record that verification must name.
fn touches(p: &Portal, size: i64) -> Vec<(String, i64)> {
    let (last, cut) = (size - 1, size - 3);
    let zeros = if p.kind == Kind::Sqlite { "x'00'".to_owned() } else { "'\\x00'".to_owned() };
    let copy = "format, at, actor, action, object, party, outcome, detail, hash, request, network, salt, commitment";
    let mut cases: Vec<(String, i64)> = ["actor", "action", "object", "party", "outcome", "detail", "request", "network"]
        .iter()
        .map(|column| (format!("UPDATE audit_record SET {column} = {column} || 'x' WHERE n = 5"), 5))
        .collect();
    cases.extend([
        ("UPDATE audit_record SET at = at + 1 WHERE n = 5".into(), 5),
        ("UPDATE audit_record SET format = 1 WHERE n = 5".into(), 5),
        ("UPDATE audit_record SET format = 3 WHERE n = 5".into(), 5),
        ("UPDATE audit_record SET salt = NULL WHERE n = 5".into(), 5),
        (format!("UPDATE audit_record SET salt = {zeros} WHERE n = 5"), 5),
        ("UPDATE audit_record SET commitment = NULL WHERE n = 5".into(), 5),
        (format!("UPDATE audit_record SET commitment = {zeros} WHERE n = 5"), 5),
        // Deleting what a record says of a person leaves a trace too.
        ("UPDATE audit_record SET actor = '', party = '', detail = '', request = '', network = '', salt = NULL WHERE n = 5".into(), 5),
        (format!("UPDATE audit_record SET hash = {zeros} WHERE n = 5"), 5),
        ("UPDATE audit_record SET at = at + 1 WHERE n IN (9, 7, 8)".into(), 7),
        (format!("UPDATE audit_record SET at = at + 1 WHERE n = {last}"), last),
        ("DELETE FROM audit_record WHERE n = 0".into(), 0),
        ("DELETE FROM audit_record WHERE n = 7".into(), 7),
        ("DELETE FROM audit_record WHERE n = 7; DELETE FROM audit_tree WHERE n = 7".into(), 7),
        ("DELETE FROM audit_record; DELETE FROM audit_tree".into(), 0),
        (format!("INSERT INTO audit_record (n, {copy}) SELECT {size}, {copy} FROM audit_record WHERE n = 3"), size),
        ("UPDATE audit_record SET n = 999999 WHERE n = 3; UPDATE audit_record SET n = 3 WHERE n = 4; UPDATE audit_record SET n = 4 WHERE n = 999999".into(), 3),
        (format!("DELETE FROM audit_record WHERE n >= {cut}; DELETE FROM audit_tree WHERE n >= {cut}"), cut),
        (format!("DELETE FROM audit_record WHERE n >= {cut}; DELETE FROM audit_tree WHERE n >= {cut}; UPDATE audit_head SET size = {cut}"), cut - 1),
        (format!("UPDATE audit_tree SET hashes = {zeros} WHERE n = 9"), 9),
        ("DELETE FROM audit_tree WHERE n = 9".into(), 9),
        (format!("INSERT INTO audit_tree (n, hashes) SELECT {size}, hashes FROM audit_tree WHERE n = 2"), size),
        ("UPDATE audit_head SET size = size + 1".into(), size),
        ("UPDATE audit_head SET size = size - 1".into(), last),
        (format!("UPDATE audit_head SET root = {zeros}"), last),
        (format!("UPDATE audit_head SET edge = {zeros}"), last),
        (format!("UPDATE audit_head SET mac = {zeros}"), last),
    ]);
    cases
}

fn verification_names_the_first_record_that_was_touched(p: &Portal) {
    let Verdict::Whole { records: size, .. } = p.verify() else { panic!("{:?}", p.verify()) };
    for (sql, record) in touches(p, size) {
        match tampered(p, &sql) {
            Verdict::Broken { record: found, reason } => assert_eq!(found, record, "{sql}: {reason}"),
            Verdict::Whole { .. } => panic!("not seen: {sql}"),
        }
    }
    assert!(matches!(p.verify(), Verdict::Whole { records, .. } if records == size));
}

fn the_triggers_refuse_to_change_the_log(p: &Portal) {
    for sql in [
        "UPDATE audit_record SET actor = 'x' WHERE n = 1",
        "DELETE FROM audit_record WHERE n = 1",
        "UPDATE audit_tree SET n = 1000 WHERE n = 1",
        "DELETE FROM audit_tree",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET size = size - 1",
        "INSERT INTO audit_record SELECT -1, format, at, actor, action, object, party, outcome, detail, hash, request, network, salt, commitment FROM audit_record WHERE n = 3",
    ] {
        assert!(p.try_sql(sql).is_err(), "{sql}");
    }
    if p.kind == Kind::Postgres {
        assert!(p.try_sql("TRUNCATE audit_record").is_err());
    }
    // A head that was changed behind the portal's back stops every further record.
    p.sql("UPDATE audit_head SET size = size + 5");
    assert!(matches!(p.nobody().submit("/login", "/login", &[("username", "x"), ("password", "y")]).status, 500 | 503));
}

fn forty_records_at_once_leave_no_gap(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (reader, other) = (p.contact(0), p.contact(1));
    let (address, token) = (format!("/advisories/{reference}"), other.token());
    let before = p.records().len();
    std::thread::scope(|s| {
        for n in 0..40 {
            let (reader, other, address, token) = (&reader, &other, &address, &token);
            s.spawn(move || {
                if n % 2 == 0 {
                    reader.get(address).is(200);
                } else {
                    other.request("POST", "/language").fields(&[("csrf", token), ("language", "en")]).send().is(303);
                }
            });
        }
    });
    assert_eq!(p.records().len(), before + 40);
    let numbers = p.column("SELECT CAST(n AS TEXT) FROM audit_record ORDER BY audit_record.n");
    assert!(numbers.iter().enumerate().all(|(n, said)| *said == n.to_string()));
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
}

fn reading_the_log_is_itself_recorded(p: &Portal) {
    let auditor = p.auditor();
    let records = p.records_of(|| {
        auditor.get("/audit?actor=visitor&action=sign-in.refused").is(200);
        auditor.get("/audit/entries/3").is(200);
        auditor.get("/audit/entries/999999").is(404);
    });
    assert_eq!(records[0], "audit.read audit done actor=visitor&action=sign-in.refused");
    assert_eq!(records[1].trim_end(), "audit.read entry 3 done");
    for path in ["/desk/advisories", "/desk/parties/new", "/advisories", "/party"] {
        auditor.get(path).is(403);
    }
}

fn the_log_is_found_by_its_filters_and_paged(p: &Portal) {
    let auditor = p.auditor();
    let (mut next, mut seen) = ("/audit".to_owned(), Vec::new());
    while !next.is_empty() {
        let page = auditor.get(&next).is(200).page();
        seen.extend(page.texts("tbody th"));
        next = page.attr("a[rel=next]", "href");
    }
    let mut numbers: Vec<i64> = seen.iter().map(|n| n.parse().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a > b), "newest first, none twice");
    numbers.reverse();
    assert_eq!(numbers[0], 0);
    assert!(numbers.iter().zip(0..).all(|(a, b)| *a == b), "no gap");
    assert_eq!(auditor.get("/audit?object=hetre-et-progres").page().texts("tbody tr").len(), 1);
    assert_eq!(auditor.get(&format!("/audit?actor={}&action=sign-in.done", email("auditor"))).page().texts("tbody tr").len(), 1);
    assert_eq!(auditor.get("/audit?to=2001-01-01").page().texts("tbody tr").len(), 0);
    assert!(auditor.get("/audit?from=yesterday").is(200).page().has(".warn-box"));
    auditor.get("/audit?after=x&actor=%27%20OR%201%3D1").is(200);
}

fn hostile_text_and_secrets_stay_out_of_the_programs_log(p: &Portal) {
    let mut own = Portal::new(p.kind);
    drop(own.server.take());
    let (p, serving) = (&own, Serving::start(&own));
    let odd = "\u{1b}[31mrot \u{202e}hcaer\u{2066} \" ' {}";
    let client = p.nobody();
    client.request("GET", "/login").header("user-agent", odd).send();
    client.request("GET", "/x%0a%0d%1b%5b31m%e2%80%ae").header("user-agent", "a\tb").send().is(404);
    p.at.raw(b"GET /login HTTP/1.1\r\nHost: evil\r\nUser-Agent: a\nb: c\x1b[2J\r\nConnection: close\r\n\r\n");
    p.at.raw(b"GET /\xff\xfe HTTP/1.1\r\nHost: \x1b\r\nConnection: close\r\n\r\n");
    let reader = p.sign_in("contact0");
    let (session, code) = (reader.session(), p.code("contact0", 0));
    p.nobody().submit("/login", "/login", &[("username", odd), ("password", PASSPHRASE)]);
    let wrong = p.half("contact1").submit("/login/code", "/login/code", &[("code", "918273")]);
    let error = reader.get(&format!("/advisories/{PASSPHRASE}?password={PASSPHRASE}").replace(' ', "%20"));
    reader.request("GET", "/desk").header("user-agent", odd).send();
    let enrolling = p.enrolling();
    enrolling.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]);
    enrolling.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", "un phoque joue de la contrebasse")]);
    let key = enrolling.get("/enrol/authenticator").page().text("p.key").replace(' ', "");
    let (status, log) = serving.end();
    assert_eq!(status, Some(0));
    assert!(log.lines().count() > 5, "{log}");
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(!line.chars().any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')), "{line:?}");
    }
    let rows = p.column("SELECT actor || action || object || party || outcome || detail || request || network FROM audit_record").join("\n");
    let seed = data_encoding::BASE32_NOPAD.encode(&seed("contact0"));
    let token = reader.cookie("__Host-session");
    assert!(!session.is_empty() && key.len() >= 32);
    for secret in [PASSPHRASE, &PASSPHRASE.replace(' ', "%20"), &session, &token, &key, &seed, &p.world.codes.0, &p.world.codes.1, "918273", "contrebasse"] {
        assert!(!log.contains(secret), "{secret} is in the log");
        assert!(secret.contains("tortue") || !rows.contains(secret), "{secret} is in the audit log");
        assert!(!wrong.text().contains(secret) && !error.text().contains(secret), "{secret} is on a page");
    }
    assert!(!log.contains(&format!("\"{code}\"")) && !log.contains(&format!("code={code}")));
}
