//! Yesterday's backup is put back: the portal sees it, and opens only when two administrators say so.
use crate::{
    desk::{self, To},
    notary::{audit, look, size, try_look, witness},
    pasts::{Folder, Running},
    release::schedule,
    server::Server,
    support::{Kind, Portal, cluster, on_both, wait},
};
use std::fs;
use vigie::{
    accounts::restored,
    audit::{Act, Action, verify::Verdict},
};

on_both! {
    an_older_database_starts_locked_and_two_administrators_open_it
    what_two_administrators_opened_is_open_on_every_node
    a_witness_that_knows_more_locks_the_portal_too
    a_restored_log_that_has_outgrown_the_witness_is_locked_when_it_comes_back
}

/// A copy of the database of a portal that is not served.
fn backup(p: &Portal) {
    match p.kind {
        // With what a connection that closes late has not written into the file yet.
        Kind::Sqlite => {
            fs::copy(p.dir.join("vigie.db"), p.dir.join("backup.db")).unwrap();
            let _ = fs::copy(p.dir.join("vigie.db-wal"), p.dir.join("backup.db-wal"));
        }
        Kind::Postgres => cluster(&format!("CREATE DATABASE {0}_backup TEMPLATE {0}", p.database)),
    }
}

/// Puts it back.
fn put_back(p: &Portal) {
    match p.kind {
        Kind::Sqlite => {
            for name in ["vigie.db-wal", "vigie.db-shm"] {
                let _ = fs::remove_file(p.dir.join(name));
            }
            fs::copy(p.dir.join("backup.db"), p.dir.join("vigie.db")).unwrap();
            let _ = fs::copy(p.dir.join("backup.db-wal"), p.dir.join("vigie.db-wal"));
        }
        Kind::Postgres => {
            cluster(&format!("DROP DATABASE {}", p.database));
            cluster(&format!("CREATE DATABASE {0} TEMPLATE {0}_backup", p.database));
        }
    }
}

/// Serves the portal's database again, from another directory.
fn serve(p: &mut Portal) -> Server {
    let server = p.another(&[]);
    p.at = server.at.clone();
    server
}

/// A portal in which something happened after the backup that was put back.
fn rolled_back(kind: Kind) -> (Portal, String) {
    let mut p = Portal::new(kind);
    let reference = desk::published(&p, "Saule", To::All);
    let planned = desk::in_review(&p, "À plus tard", To::All);
    let at = schedule(&p, &planned, 60);
    drop(p.server.take());
    backup(&p);
    let server = serve(&mut p);
    look(&p);
    p.sign_in("contact0").get(&format!("/advisories/{reference}")).is(200);
    p.sign_in("contact1");
    audit(&p, &["checkpoint"]);
    drop(server);
    put_back(&p);
    crate::binary::refused(&["audit", "verify", "--data-dir", &p.dir.display().to_string()], &["the portal signed a longer one"]);
    // What the backup had planned is due.
    p.clock.advance(at - p.now() + 60_000);
    (p, reference)
}

fn an_older_database_starts_locked_and_two_administrators_open_it(p: &Portal) {
    let (mut own, reference) = rolled_back(p.kind);
    let before = own.count("FROM audit_key");
    let server = serve(&mut own);
    let p = &own;
    // Nothing is answered, and what lived in the backup is over.
    for path in ["/", "/advisories", &format!("/advisories/{reference}"), "/desk", "/readyz", "/help/genuine", "/enrol", "/setup"] {
        let page = p.nobody().get(path).is(503);
        assert!(!page.text().contains("Saule") && page.page().has("a[href='/admin/restored']"), "{path}");
    }
    p.nobody().get("/healthz").is(200);
    assert_eq!((p.count("FROM session"), p.count("FROM recovery_code"), p.count("FROM invitation WHERE expires_at > 0")), (0, 0, 0));
    assert!(p.records().iter().any(|r| r.starts_with("restored.found portal done ")), "{:?}", p.records());
    assert_eq!(p.count("FROM alarm WHERE kind = 'restored'"), 1);
    // A reader may sign in, and reads nothing.
    let reader = p.half("contact0");
    reader.submit("/login/code", "/login/code", &[("code", &p.fresh_code("contact0"))]).is(303);
    reader.get("/advisories").is(503);
    reader.get("/admin/restored").is(403);
    reader.post("/admin/restored", &[]).is(403);
    // Nothing is signed that would make two pasts.
    crate::binary::refused(&["audit", "checkpoint", "--data-dir", &p.dir.display().to_string()], &["older one than was signed"]);
    // The first administrator alone opens nothing.
    let first = p.half("administrator");
    first.submit("/login/code", "/login/code", &[("code", &p.fresh_code("administrator"))]).is(303);
    let page = first.get("/admin/restored").is(200).page();
    assert!(page.has("form[action='/admin/restored']"));
    first.submit("/admin/restored", "/admin/restored", &[]).leads_to("/admin/restored");
    assert!(!first.get("/admin/restored").page().has("main form"));
    first.post("/admin/restored", &[]).is(403);
    first.get("/desk").is(503);
    // The second does.
    let second = p.half("boss");
    second.submit("/login/code", "/login/code", &[("code", &p.fresh_code("boss"))]).is(303);
    second.submit("/admin/restored", "/admin/restored", &[]).leads_to("/admin");
    second.get("/admin").is(200);
    second.get("/admin/restored").is(404);
    // Whoever signed in while it was locked does so anew.
    reader.get(&format!("/advisories/{reference}")).is(303);
    p.sign_in("contact0").get(&format!("/advisories/{reference}")).is(200);
    // The log goes on under a new name, so that nobody takes it for the one before.
    assert_eq!(p.count("FROM audit_key"), before + 1);
    let names = p.column("SELECT SUBSTR(vkey, 1, LENGTH(vkey) - 54) FROM audit_key ORDER BY since");
    assert!(!names[0].contains("/audit/") && names[1].contains("/audit/"), "{names:?}");
    assert!(matches!(p.verify(), Verdict::Whole { .. }), "{:?}", p.verify());
    nothing_happened_before_they_had_looked(p);
    assert_eq!(p.count("FROM audit_record WHERE action = 'restored.unlocked'"), 2);
    drop(server);
}

fn what_two_administrators_opened_is_open_on_every_node(p: &Portal) {
    let (mut own, _) = rolled_back(p.kind);
    // A notary that nobody has told yet signs nothing by itself either.
    let before = own.count("FROM audit_checkpoint");
    own.act(async |tx, act| vigie::audit::append(tx, &act.keys, &act.did(Action::Heartbeat, "portal")).await);
    assert!(try_look(&own).is_err() && own.count("FROM audit_checkpoint") == before);
    let _server = serve(&mut own);
    // Beside another node too lies the checkpoint of the log that was lost.
    let beside = own.dir.join("log.checkpoint");
    let sees = || {
        wait(async {
            let db = own.open().await;
            let found = restored::examine(&db, &Act::portal(own.keys.clone(), own.now()), &beside, false).await.unwrap();
            db.close().await;
            found.is_some()
        })
    };
    assert!(sees());
    for who in ["administrator", "boss"] {
        let client = own.half(who);
        client.submit("/login/code", "/login/code", &[("code", &own.fresh_code(who))]).is(303);
        assert!(beside.exists());
        client.submit("/admin/restored", "/admin/restored", &[]).is(303);
    }
    assert!(!sees(), "the other node locks what two administrators have opened");
    assert!(!beside.exists() && own.count("FROM restoration") == 1);
    assert!(matches!(own.verify(), Verdict::Whole { .. }), "{:?}", own.verify());
}

/// What the backup had planned, and its mails, go out only then.
fn nothing_happened_before_they_had_looked(p: &Portal) {
    crate::sink::until("what was planned is out", || p.count("FROM revision WHERE state = 'scheduled'") == 0);
    let place = |action: &str, least: &str| {
        p.column(&format!("SELECT CAST({least}(n) AS TEXT) FROM audit_record WHERE action = '{action}'"))[0].parse::<i64>().unwrap()
    };
    let (found, opened) = (place("restored.found", "MIN"), place("restored.unlocked", "MAX"));
    assert!(place("advisory.published", "MAX") > opened);
    assert_eq!(p.count(&format!("FROM audit_record WHERE action LIKE 'notice.%' AND n > {found} AND n < {opened}")), 0);
}

fn a_witness_that_knows_more_locks_the_portal_too(p: &Portal) {
    let folder = Folder::new();
    let mut own = Portal::new(p.kind);
    let _w = witness(&own, &folder);
    look(&own);
    drop(own.server.take());
    backup(&own);
    let server = serve(&mut own);
    for who in ["contact0", "contact1", "contact2", "lead0"] {
        own.sign_in(who);
    }
    own.clock.advance(120_000);
    look(&own);
    let signed = size(&own);
    drop(server);
    put_back(&own);
    // Whoever put it back took the file beside it along.
    fs::remove_file(own.dir.join("log.checkpoint")).unwrap();
    let _server = serve(&mut own);
    own.nobody().get("/advisories").is(503);
    assert_eq!(own.column("SELECT source || ' ' || CAST(signed_size AS TEXT) FROM restoration"), [format!("witness {signed}")]);
}

fn a_restored_log_that_has_outgrown_the_witness_is_locked_when_it_comes_back(p: &Portal) {
    let folder = Folder::new();
    let mut own = Portal::new(p.kind);
    let mut w = witness(&own, &folder);
    look(&own);
    drop(own.server.take());
    backup(&own);
    let server = serve(&mut own);
    own.sign_in("contact0");
    own.clock.advance(120_000);
    look(&own);
    let signed = size(&own);
    drop(server);
    put_back(&own);
    fs::remove_file(own.dir.join("log.checkpoint")).unwrap();
    // While the witness is away nobody can tell.
    w.kill();
    let server = serve(&mut own);
    for who in ["contact1", "contact2", "lead0", "lead1"] {
        own.sign_in(who);
    }
    assert!(size(&own) > signed);
    let back = Running::witness_of(&folder, &own.column("SELECT vkey FROM audit_key"));
    own.sql(&format!("UPDATE witness SET url = '{}'", back.url()));
    own.clock.advance(120_000);
    look(&own);
    drop(server);
    let _server = serve(&mut own);
    own.nobody().get("/advisories").is(503);
    assert_eq!(own.column("SELECT source FROM restoration"), ["witness"]);
}
