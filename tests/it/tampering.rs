//! What an operator with every right on the server can do to the past, and who sees it; and what old records say of persons.
use crate::{
    binary::{done, err, refused, vigie},
    desk::{self, To},
    notary::{audit, file, look, size, witness},
    pasts::Folder,
    support::{Kind, Portal, on_both, wait},
};
use std::sync::Arc;
use vigie::{
    audit::{
        Act, Action, Event,
        encoding::{Lasting, Personal, encode},
        fault::Fault,
        key::{Key, Kind as KeyKind},
        tree::Edge,
        verify::Verdict,
    },
    clock::DAY,
    config::Settings,
    crypto::seal::KeyRing,
    db::Db,
};

on_both! {
    a_past_that_is_written_anew_is_seen
    old_records_say_nothing_of_persons_and_the_log_stands
    nothing_is_replaced_and_no_false_bound_deletes
    more_than_the_log_says_was_deleted_is_seen
    what_no_record_says_is_found_in_the_tables
}

#[derive(sqlx::FromRow)]
struct Row {
    n: i64,
    at: i64,
    action: String,
    object: String,
    outcome: String,
    hash: Option<Vec<u8>>,
    actor: String,
    party: String,
    detail: String,
    request: String,
    network: String,
    salt: Vec<u8>,
}

/// What an operator can do who holds the server and the key ring: another actor for record `n`, and every hash and the head written anew.
fn write_anew(p: &Portal, n: i64) {
    let off = match p.kind {
        Kind::Sqlite => {
            "DROP TRIGGER audit_record_no_update; DROP TRIGGER audit_tree_no_update; DROP TRIGGER audit_checkpoint_no_delete; DROP TRIGGER audit_cosignature_no_delete"
        }
        Kind::Postgres => {
            "ALTER TABLE audit_record DISABLE TRIGGER ALL; ALTER TABLE audit_tree DISABLE TRIGGER ALL; ALTER TABLE audit_checkpoint DISABLE TRIGGER ALL; \
             ALTER TABLE audit_cosignature DISABLE TRIGGER ALL"
        }
    };
    p.sql(off);
    p.sql(&format!("UPDATE audit_record SET actor = 'somebody else' WHERE n = {n}"));
    wait(async {
        let db = p.open().await;
        let mut tx = db.write().await.unwrap();
        let rows: Vec<Row> =
            vigie::all!(&mut tx, "SELECT n, at, action, object, outcome, hash, actor, party, detail, request, network, salt FROM audit_record ORDER BY n")
                .unwrap();
        let mut edge = Edge::empty();
        for r in &rows {
            let personal = Personal { actor: &r.actor, party: &r.party, detail: &r.detail, request: &r.request, network: &r.network };
            let commitment = personal.commitment(&r.salt);
            let lasting = Lasting { n: r.n, at: r.at, action: &r.action, object: &r.object, outcome: &r.outcome, hash: r.hash.as_deref() };
            let hashes = edge.append(&encode(&lasting, &commitment)).unwrap();
            vigie::exec!(&mut tx, "UPDATE audit_record SET commitment = $2 WHERE n = $1", r.n, &commitment[..]).unwrap();
            vigie::exec!(&mut tx, "UPDATE audit_tree SET hashes = $2 WHERE n = $1", r.n, hashes).unwrap();
        }
        let (root, count) = (edge.root(), i64::try_from(rows.len()).unwrap());
        let mac = p.keys.log_mac(count, &root);
        vigie::exec!(&mut tx, "UPDATE audit_head SET root = $1, edge = $2, mac = $3 WHERE only_row = 1", root, edge.encode(), mac).unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    });
}

fn a_past_that_is_written_anew_is_seen(p: &Portal) {
    let folder = Folder::new();
    let _w = witness(p, &folder);
    p.sign_in("contact0");
    look(p);
    let kept = audit(p, &["checkpoint"]);
    let (early, first) = (file(p, "kept.txt", &kept), size(p));
    p.sign_in("contact1");
    let dir = p.dir.display().to_string();
    let verify = |checkpoint: &str| vigie(&["audit", "verify", "--data-dir", &dir, "--checkpoint", checkpoint]).status.code();
    assert_eq!(verify(&early), Some(0));
    // With every right on the database and the key ring, but without the log's key.
    write_anew(p, 5);
    assert_eq!(p.verify(), Verdict::Broken { record: 0, reason: Fault::OtherOwn });
    // The checkpoints are gone too: whoever kept one sees it, and so does the witness.
    p.sql("DELETE FROM audit_cosignature");
    p.sql("DELETE FROM audit_checkpoint");
    assert!(matches!(p.verify(), Verdict::Whole { pledges: 0, .. }), "the database alone tells nothing any more");
    refused(&["audit", "verify", "--data-dir", &dir, "--checkpoint", &early], &["record 0", "checkpoint you gave"]);
    // With the log's key as well: the checkpoint beside the database stands in the way until it is gone too. Then the portal's own word is worth
    // nothing, and the witness's still is.
    refused(&["audit", "checkpoint", "--data-dir", &dir], &["older one than was signed"]);
    std::fs::remove_file(p.dir.join("log.checkpoint")).unwrap();
    audit(p, &["checkpoint"]);
    assert!(matches!(p.verify(), Verdict::Whole { pledges: 1, .. }));
    refused(&["audit", "verify", "--data-dir", &dir, "--checkpoint", &early], &["checkpoint you gave"]);
    p.clock.advance(10_000);
    look(p);
    let trouble = p.column("SELECT trouble FROM witness");
    assert!(trouble[0].starts_with("It signed another log than this one, up to: "), "{trouble:?}");
    assert_eq!(p.count("FROM audit_cosignature"), 0);
    assert!(size(p) > first);
    // A key of one's own does not help either.
    let own = Key::generate("localhost:1/audit", KeyKind::Log).unwrap();
    let policy = file(p, "own.txt", &format!("log {}\n", own.verifier()));
    let export = file(p, "export.jsonl", &audit(p, &["export"]));
    refused(&["audit", "verify", "--export", &export, "--policy", &policy], &["no checkpoint that this policy accepts"]);
}

/// The day's work, as the portal does it: of how many records persons were deleted.
fn day(p: &Portal) -> u64 {
    wait(async {
        let db = p.open().await;
        let done = vigie::accounts::jobs::run(&db, &p.keys, &p.settings().config, p.now()).await.unwrap();
        db.close().await;
        done.records
    })
}

fn old_records_say_nothing_of_persons_and_the_log_stands(p: &Portal) {
    let own = Portal::new(p.kind);
    let reference = desk::published(&own, "Saule", To::All);
    own.contact(0).get(&format!("/advisories/{reference}")).is(200);
    let marker = "192.0.2.77";
    own.act(async |tx, act| {
        let mut event = act.did(vigie::audit::Action::Read, "2020-AAAA");
        event.network = marker.into();
        event.actor = own.id("contact0").to_string();
        vigie::audit::append(tx, &act.keys, &event).await
    });
    audit(&own, &["checkpoint"]);
    let (dir, before) = (own.dir.display().to_string(), size(&own));
    let of = |what: &str| own.count(&format!("FROM audit_record WHERE {what}"));
    assert_eq!(of(&format!("network = '{marker}'")), 1);
    // Nobody deletes it before its time, or a part of it, or something else beside.
    for sql in [
        "UPDATE audit_record SET actor = '', party = '', detail = '', request = '', network = '', salt = NULL WHERE n = 3",
        "UPDATE audit_record SET actor = '' WHERE n = 3",
    ] {
        assert!(own.try_sql(sql).is_err(), "{sql}");
    }
    own.clock.advance(370 * DAY);
    let deleted = day(&own);
    assert!(deleted >= before, "{deleted} of {before}");
    assert_eq!(day(&own), 0, "once");
    assert_eq!((of(&format!("network = '{marker}'")), of("salt IS NOT NULL AND n < 5"), of("actor <> '' AND n < 5")), (0, 0, 0));
    assert_eq!(of("object = '2020-AAAA' AND action = 'advisory.read' AND LENGTH(commitment) = 32"), 1, "what was done stays");
    match own.verify() {
        Verdict::Whole { deleted: said, pledges, .. } => assert!(said == i64::try_from(deleted).unwrap() && pledges > 0),
        broken @ Verdict::Broken { .. } => panic!("{broken:?}"),
    }
    assert_eq!(vigie(&["audit", "verify", "--data-dir", &dir]).status.code(), Some(0));
}

/// Not encrypted, so that the file itself can be looked through (CASES A80: also in indexes and free pages).
#[test]
fn what_was_deleted_of_persons_is_nowhere_in_the_file() {
    let folder = Folder::new();
    let dir = folder.at("plain");
    done(&["init", "--data-dir", &dir, "--origin", "https://localhost:1"]);
    let path = std::path::Path::new(&dir);
    let toml = std::fs::read_to_string(path.join("vigie.toml")).unwrap().replace("\"sqlcipher\"   #", "\"none\"   #");
    std::fs::write(path.join("vigie.toml"), toml).unwrap();
    std::fs::remove_file(path.join("vigie.db")).unwrap();
    let held = || {
        let bytes = ["vigie.db", "vigie.db-wal"].map(|name| std::fs::read(path.join(name)).unwrap_or_default()).concat();
        MARKERS.iter().filter(|m| bytes.windows(m.len()).any(|w| w == m.as_bytes())).count()
    };
    wait(async {
        let (settings, keys) = (Settings::load(path).unwrap(), Arc::new(KeyRing::load(&path.join("keys.ring")).unwrap()));
        let db = Db::create(&settings, &keys).await.unwrap();
        let act = Act::operator(keys.clone(), 1_700_000_000_000);
        let mut tx = db.write().await.unwrap();
        vigie::audit::begin(&mut tx, &keys, act.at).await.unwrap();
        for n in 0..300 {
            let mut event = act.did(vigie::audit::Action::Read, format!("2020-A{n:03}"));
            (event.actor, event.network, event.detail) = (MARKERS[0].into(), MARKERS[1].into(), MARKERS[2].into());
            vigie::audit::append(&mut tx, &keys, &event).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(held(), 3, "it was there");
        let later = Act { at: act.at + 400 * DAY, ..act };
        assert_eq!(vigie::audit::erase(&db, &later, 365).await.unwrap(), 300);
        assert_eq!(held(), 0, "gone from the table, its indexes, free room and the journal");
        db.close().await;
    });
    assert_eq!(held(), 0);
}

const MARKERS: [&str; 3] = ["actor-0123456789abcdef", "192.0.2.77-marker", "detail-fedcba9876543210"];

fn nothing_is_replaced_and_no_false_bound_deletes(p: &Portal) {
    audit(p, &["checkpoint"]);
    let before = |sql: &str| p.column(sql);
    let (keys, checkpoints) = ("SELECT vkey FROM audit_key", "SELECT note FROM audit_checkpoint");
    let (had_keys, had) = (before(keys), before(checkpoints));
    if p.kind == Kind::Sqlite {
        for sql in [
            "INSERT OR REPLACE INTO audit_key (vkey, since, at) SELECT vkey, since + 1, at FROM audit_key",
            "INSERT OR REPLACE INTO audit_checkpoint (size, root, at, note) SELECT size, x'00', 0, note FROM audit_checkpoint",
            "INSERT OR REPLACE INTO audit_head (only_row, size, at, root, edge, mac) SELECT 1, 1, at, root, edge, mac FROM audit_head",
        ] {
            let _ = p.try_sql(sql);
        }
        assert_eq!(p.column("SELECT CAST(COUNT(*) AS TEXT) FROM audit_checkpoint WHERE at = 0"), ["0"]);
        assert!(p.column("SELECT CAST(size AS TEXT) FROM audit_head")[0].parse::<i64>().unwrap() > 1);
    }
    assert_eq!((p.column(keys), p.column(checkpoints)), (had_keys, had));
    // A bound that the head does not count, or that lies too near, deletes nothing.
    let copy = "format, at, actor, 'audit.personal-deleted', '9999999', party, 'done', detail, hash, request, network, salt, commitment";
    p.sql(&format!("INSERT INTO audit_record SELECT 99999, {copy} FROM audit_record WHERE n = 3"));
    let wipe = "UPDATE audit_record SET actor = '', party = '', detail = '', request = '', network = '', salt = NULL WHERE n = 3";
    assert!(p.try_sql(wipe).is_err());
}

fn more_than_the_log_says_was_deleted_is_seen(p: &Portal) {
    let own = Portal::new(p.kind);
    let off = if own.kind == Kind::Sqlite { "DROP TRIGGER audit_record_no_update" } else { "ALTER TABLE audit_record DISABLE TRIGGER ALL" };
    own.sql(off);
    let last = size(&own) - 1;
    own.sql(&format!("UPDATE audit_record SET actor = '', party = '', detail = '', request = '', network = '', salt = NULL WHERE n = {last}"));
    assert_eq!(own.verify(), Verdict::Broken { record: last.try_into().unwrap(), reason: Fault::Deleted });
}

/// What somebody may change in the tables behind the portal's back, how it is put back, and what verification must say.
fn behind(p: &Portal, reference: &str) -> Vec<(String, String, &'static str)> {
    let (vetting, contact, cut) = (p.id("vetting"), p.id("contact1"), p.id("contact2"));
    let yes = if p.kind == Kind::Sqlite { "1" } else { "TRUE" };
    let party = &p.column(&format!("SELECT party_id FROM account WHERE id = '{contact}'"))[0];
    let current = format!("advisory_id = (SELECT id FROM advisory WHERE reference = '{reference}') AND number = 2");
    vec![
        (
            format!("UPDATE account SET administrator = {yes} WHERE id = '{vetting}'"),
            format!("UPDATE account SET administrator = NOT {yes} WHERE id = '{vetting}'"),
            "other roles",
        ),
        (
            format!("UPDATE account SET party_id = (SELECT MIN(id) FROM party WHERE id <> '{party}') WHERE id = '{contact}'"),
            format!("UPDATE account SET party_id = '{party}' WHERE id = '{contact}'"),
            "another party",
        ),
        (format!("UPDATE account SET state = 'confirmed' WHERE id = '{cut}'"), format!("UPDATE account SET state = 'cut' WHERE id = '{cut}'"), "admitted"),
        (
            format!("UPDATE party SET state = 'suspended' WHERE id = '{party}'"),
            format!("UPDATE party SET state = 'active' WHERE id = '{party}'"),
            "admitted or suspended, or bears another party",
        ),
        (
            format!("UPDATE revision SET body = body || 'x' WHERE {current}"),
            format!("UPDATE revision SET body = SUBSTR(body, 1, LENGTH(body) - 1) WHERE {current}"),
            "not the one that was approved",
        ),
        (
            format!("UPDATE revision SET tlp = 'CLEAR' WHERE {current}"),
            format!("UPDATE revision SET tlp = 'AMBER' WHERE {current}"),
            "not the one that was approved",
        ),
        (
            format!("INSERT INTO audience_party (advisory_id, number, party_id) SELECT id, 2, '{party}' FROM advisory WHERE reference = '{reference}'"),
            format!("DELETE FROM audience_party WHERE party_id = '{party}' AND {current}"),
            "not the one that was approved",
        ),
    ]
}

/// The same for what the log says and the tables do not.
fn gone(reference: &str) -> Vec<(String, String, &'static str)> {
    let witness = vigie::audit::key::Key::generate("w", vigie::audit::key::Kind::Cosignature).unwrap().verifier().to_string();
    vec![
        (
            format!("UPDATE advisory SET withdrawn_at = 1 WHERE reference = '{reference}'"),
            format!("UPDATE advisory SET withdrawn_at = NULL WHERE reference = '{reference}'"),
            "withdrawn, and no record says so",
        ),
        (
            format!("UPDATE advisory SET reference = '2026-ZZZZ' WHERE reference = '{reference}'"),
            format!("UPDATE advisory SET reference = '{reference}' WHERE reference = '2026-ZZZZ'"),
            "was published, and there is none such",
        ),
        (
            format!(
                "INSERT INTO witness (name, vkey, url, added_at, size, heard_at, tried_at, trouble) VALUES ('w', '{witness}', 'http://[::1]:9/', 0, 0, 0, 0, '')"
            ),
            "DELETE FROM witness".into(),
            "A witness is asked that the log does not name",
        ),
    ]
}

fn what_no_record_says_is_found_in_the_tables(p: &Portal) {
    let reference = desk::published(p, "Saule", To::Parties(&[0]));
    desk::next_version(p, &reference, "Saule", "Encore", To::Parties(&[0]));
    let dir = p.dir.display().to_string();
    let verify = || vigie(&["audit", "verify", "--data-dir", &dir]);
    let whole = verify();
    assert_eq!(whole.status.code(), Some(0), "{}", err(&whole));
    p.cut_access("contact2");
    let free = match p.kind {
        Kind::Sqlite => "DROP TRIGGER revision_published_is_final; DROP TRIGGER audience_party_final_insert; DROP TRIGGER audience_party_final_delete",
        Kind::Postgres => "ALTER TABLE revision DISABLE TRIGGER ALL; ALTER TABLE audience_party DISABLE TRIGGER ALL",
    };
    p.sql(free);
    for (change, back, says) in behind(p, &reference).into_iter().chain(gone(&reference)) {
        p.sql(&change);
        let output = verify();
        assert_eq!(output.status.code(), Some(1), "{change}");
        assert!(err(&output).contains(says) && err(&output).contains("The log is whole"), "{change}: {}", err(&output));
        p.sql(&back);
        assert_eq!(verify().status.code(), Some(0), "{back}: {}", err(&verify()));
    }
    // And what the log says without the tables.
    for (kind, object, says) in [
        (Action::Withdrawn, reference.as_str(), "withdrawn, and it is not"),
        (Action::PartyAdded, "parti-de-personne", "was added, and there is none"),
        (Action::Invited, "nobody", "made, and there is none"),
        (Action::WitnessAdded, "w", "a witness that is not asked any more"),
    ] {
        p.act(async |tx, act| vigie::audit::append(tx, &act.keys, &Event { hash: Some([7; 32]), ..act.did(kind, object) }).await);
        let said = err(&verify());
        assert!(said.contains(says) && said.contains("The log is whole"), "{object}: {said}");
    }
}
