//! The program as operators run it: every refusal is one clear line, and leaves nothing half done.
use crate::{
    binary::{Serving, bare_sqlite, done, err, out, refused, vigie},
    pasts::Folder,
    support::{Kind, Portal, on_both, postgres_url},
    world::{self, email},
};
use serde_json::Value;
use std::{
    fs,
    io::ErrorKind,
    net::TcpStream,
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
};
use vigie::web::table;

on_both! {
    verification_says_by_its_exit_code_whether_the_log_is_whole
    an_operator_scripts_staff_parties_and_contacts
    the_doctor_names_what_is_wrong
    a_portal_serves_until_it_is_told_to_end
    what_was_recorded_is_signed_before_the_doors_open
}

/// A path of a test's own that does not exist.
fn fresh(name: &str) -> String {
    let path = world::tmp().join(name);
    let _ = fs::remove_dir_all(&path);
    path.display().to_string()
}

/// A command on a data directory.
fn on<'a>(dir: &'a str, args: &[&'a str]) -> Vec<&'a str> {
    [args, &["--data-dir", dir]].concat()
}

fn stopped(kind: Kind) -> (Portal, String) {
    let mut p = Portal::new(kind);
    drop(p.server.take());
    let dir = p.dir.display().to_string();
    (p, dir)
}

#[test]
fn init_makes_a_portal_whole_or_not_at_all() {
    let dir = fresh("init");
    done(&["init", "--data-dir", &dir, "--origin", "https://portal.example"]);
    let mode = |name: &str| fs::metadata(format!("{dir}/{name}")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(""), 0o700);
    for name in ["keys.ring", "vigie.toml", "vigie.db", "tls/server.key"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let head = fs::read(format!("{dir}/vigie.db")).unwrap();
    assert!(!head.starts_with(b"SQLite format 3"), "the file is not encrypted");
    refused(&["init", "--data-dir", &dir], &[&dir, "in use"]);
    done(&["audit", "verify", "--data-dir", &dir]);
    for origin in [
        "http://portal.example",
        "portal.example",
        "https://portal.example/",
        "https://portal.example/path",
        "https://u@portal.example",
        "https://",
        "ftp://x",
        "",
    ] {
        let dir = fresh("init-bad");
        refused(&["init", "--data-dir", &dir, "--origin", origin], &["origin"]);
        assert!(!std::path::Path::new(&dir).exists(), "{origin} left something");
    }
    refused(&["init", "--data-dir", "/proc/nothing/here"], &["/proc/nothing/here"]);
    refused(&["init", "--data-dir", "/dev/null"], &["/dev/null"]);
    let dir = fresh("init-away");
    refused(&["init", "--data-dir", &dir, "--database", "postgres://nobody@127.0.0.1:1/none"], &["PostgreSQL"]);
    assert!(!std::path::Path::new(&dir).exists());
}

#[test]
fn init_refuses_a_postgres_database_that_holds_a_portal() {
    if !crate::support::has_postgres() {
        return;
    }
    let (p, dir) = (Portal::new(Kind::Postgres), fresh("init-second"));
    refused(&["init", "--data-dir", &dir, "--database", &postgres_url(&p.database)], &["holds a portal already"]);
    assert!(!std::path::Path::new(&dir).exists());
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}

#[test]
fn a_data_directory_that_is_not_right_is_refused_with_the_mend() {
    let (p, dir) = stopped(Kind::Sqlite);
    let serve = ["serve", "--data-dir", dir.as_str(), "--listen", "127.0.0.1:0"];
    refused(&["serve", "--data-dir", &fresh("none")], &["vigie init"]);
    for (name, mode, words) in [
        ("keys.ring", 0o644, ["keys.ring", "chmod 600"]),
        ("tls/server.key", 0o640, ["server.key", "chmod 600"]),
        ("vigie.toml", 0o666, ["vigie.toml", "chmod 600"]),
    ] {
        let path = p.dir.join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        refused(&serve, &words);
        refused(&["config", "check", "--data-dir", &dir], &words);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    done(&["config", "check", "--data-dir", &dir]);
    let ring = fs::read_to_string(p.dir.join("keys.ring")).unwrap();
    for (bad, word) in [(ring.replace("vigie-key-ring-1 ", "x "), "key ring"), (format!("vigie-key-ring-1 {}\n", "0".repeat(64)), "same backup")] {
        fs::write(p.dir.join("keys.ring"), bad).unwrap();
        refused(&serve, &[word]);
    }
    // It ends in order each time: a thread that still held the file made one refusal in seventeen a crash.
    (0..100).for_each(|_| refused(&serve, &["same backup"]));
    fs::write(p.dir.join("keys.ring"), ring).unwrap();
    let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99999999999999, 'later', TRUE, x'00', 0)";
    bare_sqlite(&p, insert);
    refused(&serve, &["newer version"]);
    refused(&["audit", "verify", "--data-dir", &dir], &["newer version"]);
}

#[test]
fn a_setting_that_is_not_right_is_refused_with_its_key() {
    let (p, dir) = stopped(Kind::Sqlite);
    let serve = ["serve", "--data-dir", dir.as_str(), "--listen", "127.0.0.1:0"];
    let (file, good) = (p.dir.join("vigie.toml"), fs::read_to_string(p.dir.join("vigie.toml")).unwrap());
    for (from, to, words) in [
        ("workers = 2", "wokers = 2", ["vigie.toml", "wokers"]),
        ("workers = 2", "workers = 0", ["server", "workers"]),
        ("workers = 2", "workers = \"two\"", ["vigie.toml", "workers"]),
        ("language = \"fr\"", "language = \"de\"", ["portal.language", "de"]),
        ("idle_minutes = 30", "idle_minutes = 600", ["authentication", "idle_minutes"]),
        ("sqlite:vigie.db", "mysql:x", ["database.url", "postgres"]),
        ("sqlite:vigie.db", "sqlite:gone.db", ["gone.db", "missing"]),
        ("Europe/Paris", "Europe/Nowhere", ["portal.time_zone", "IANA"]),
        ("08:00-19:00", "19:00-08:00", ["portal.office_hours", "08:00-19:00"]),
        ("per_network = 300", "per_network = 3", ["throttle", "in this order"]),
        ("minutes = 15\n", "minutes = 1\n", ["throttle.minutes", "15"]),
        ("# [attachments]\n# max_bytes = 10485760", "[attachments]\nmax_bytes = 1", ["attachments.max_bytes", "52428800"]),
        ("# [attachments]", "[attachments]\nscanner = \"tcp:192.0.2.1:3310\"", ["attachments.scanner", "this machine"]),
        ("# [attachments]", "[attachments]\nmax_byte = 1", ["vigie.toml", "max_byte"]),
        ("encryption = \"sqlcipher\"", "encryption = \"none\"", ["vigie.db", "encryption"]),
        ("origin = ", "origin ", ["vigie.toml", "expected"]),
    ] {
        assert!(good.contains(from), "{from}");
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        refused(&serve, &words);
    }
    // Passkeys belong to a name: with a number nobody who must have one could sign in.
    let numbered = good.replace("https://localhost:", "https://127.0.0.1:");
    assert_ne!(numbered, good);
    fs::write(&file, numbered.replace("lead_requires_passkey = false", "lead_requires_passkey = true")).unwrap();
    refused(&serve, &["passkeys need a name", "host name"]);
    fs::write(&file, numbered).unwrap();
    done(&["config", "check", "--data-dir", &dir]);
}

#[test]
fn a_port_or_a_directory_in_use_is_said() {
    let (p, dir) = stopped(Kind::Sqlite);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    refused(&["serve", "--data-dir", &dir, "--listen", &at], &[&at, "in use"]);
    let serving = Serving::start(&p);
    refused(&["serve", "--data-dir", &dir, "--listen", "127.0.0.1:0"], &[&dir, "in use"]);
    p.contact(0).get("/advisories").is(200);
    assert_eq!(serving.end().0, Some(0));
    refused(&["demo", "--data-dir", &fresh("demo"), "--listen", "0.0.0.0:8443"], &["loopback"]);
    refused(&["demo", "--data-dir", &dir], &["not a demo"]);
}

#[test]
fn wrong_usage_exits_with_two_and_help_with_zero() {
    for args in [&["frobnicate"][..], &["init"], &["serve"], &["import", "csaf"], &["audit", "verify", "--data-dir"], &[]] {
        let output = vigie(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = err(&output);
        assert!(said.contains("Usage: ") || said.contains("--help"), "{args:?}: {said}");
    }
    for args in [&["--help"][..], &["init", "--help"], &["import", "csaf", "--help"], &["audit", "verify", "--help"], &["--version"]] {
        assert!(!done(args).is_empty());
    }
}

#[test]
fn the_routes_are_printed_as_they_are() {
    let printed: Value = serde_json::from_str(&done(&["routes", "--json"])).unwrap();
    assert_eq!(printed.as_array().unwrap().len(), table::lines().len());
    for (line, route) in printed.as_array().unwrap().iter().zip(table::lines()) {
        assert_eq!((line["method"].as_str(), line["path"].as_str(), line["access"].as_str()), (Some(route.method), Some(route.path), Some(route.access)));
    }
    assert_eq!(done(&["routes"]).lines().count(), table::lines().len());
}

fn verification_says_by_its_exit_code_whether_the_log_is_whole(p: &Portal) {
    let dir = p.dir.display().to_string();
    let whole: Value = serde_json::from_str(&done(&["audit", "verify", "--json", "--data-dir", &dir])).unwrap();
    assert_eq!((whole["ok"].as_bool(), whole["records"].as_u64()), (Some(true), Some(p.records().len() as u64)));
    assert_eq!(whole["root"].as_str().map(str::len), Some(64));
    p.sql(match p.kind {
        Kind::Sqlite => "DROP TRIGGER audit_record_no_update; UPDATE audit_record SET object = 'x' WHERE n = 11",
        Kind::Postgres => "ALTER TABLE audit_record DISABLE TRIGGER ALL; UPDATE audit_record SET object = 'x' WHERE n = 11",
    });
    let output = vigie(&["audit", "verify", "--json", "--data-dir", &dir]);
    let broken: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((output.status.code(), broken["ok"].as_bool(), broken["record"].as_i64()), (Some(1), Some(false), Some(11)));
    refused(&["audit", "verify", "--data-dir", &dir], &["record 11"]);
}

fn an_operator_scripts_staff_parties_and_contacts(p: &Portal) {
    let dir = p.dir.display().to_string();
    done(&on(&dir, &["party", "add", "--name", "Parti du Chêne", "--switchboard", "+33 1 99 00 00 07", "--source", "https://annuaire.example"]));
    refused(
        &on(&dir, &["party", "add", "--name", "PARTI DU CHENE", "--switchboard", "+33 1 99 00 00 07", "--source", "https://annuaire.example"]),
        &["differs by case and accents"],
    );
    let add = ["contact", "add", "--party", "parti-du-chene", "--email", "a@chene.example", "--name", "Ana Chêne"];
    let codes: Value = serde_json::from_str(&done(&on(&dir, &[&add[..], &["--json"]].concat()))).unwrap();
    assert_eq!((codes["letter_code"].as_str().map(str::len), codes["email_code"].as_str().map(str::len)), (Some(14), Some(6)));
    refused(&on(&dir, &add), &["has an account already"]);
    let switch = |verb| on(&dir, &["party", verb, "--party", "parti-du-chene", "--reason", "Standard compromis"]);
    done(&switch("suspend"));
    refused(&switch("suspend"), &["not active"]);
    refused(&on(&dir, &["contact", "add", "--party", "parti-du-chene", "--email", "c@chene.example", "--name", "Cy Chêne"]), &["not active"]);
    refused(&on(&dir, &["party", "suspend", "--party", "parti-du-chene", "--reason", ""]), &["--reason"]);
    done(&switch("resume"));
    refused(&on(&dir, &["party", "resume", "--party", "nowhere", "--reason", "Standard rétabli"]), &["no party"]);
    refused(&on(&dir, &["party", "add", "--name", "Parti du Pin", "--switchboard", "+33 1 99 00 00 07", "--source", " "]), &["--source"]);
    refused(&on(&dir, &["contact", "add", "--party", "nowhere", "--email", "b@chene.example", "--name", "Bo"]), &["no party"]);
    refused(&on(&dir, &["contact", "add", "--party", "parti-du-chene", "--email", "a@b.example\r\nBcc: x@y.z", "--name", "Bo"]), &["--email"]);
    refused(&on(&dir, &["contact", "confirm", "--email", "a@chene.example"]), &["not finished enrolment"]);
    done(&on(&dir, &["contact", "confirm", "--email", &email("enrolled")]));
    p.enrolled().get("/advisories").is(200);
    done(&on(&dir, &["contact", "cut", "--email", &email("enrolled"), "--reason", "Parti"]));
    p.enrolled().get("/advisories").is(303);
    refused(&on(&dir, &["contact", "cut", "--email", &email("enrolled"), "--reason", "Parti"]), &["state"]);
    refused(
        &on(&dir, &["staff", "invite", "--email", "s@agency.example", "--name", "Sam", "--role", "auditor", "--role", "author"]),
        &["auditor holds no other role"],
    );
    let staff = done(&on(&dir, &["staff", "invite", "--email", "s@agency.example", "--name", "Sam", "--role", "author"]));
    assert!(staff.contains("letter code: ") && staff.contains("e-mail code: "));
    assert!(p.records().iter().any(|r| r.ends_with("done Parti")));
    done(&on(&dir, &["audit", "verify"]));
}

fn the_doctor_names_what_is_wrong(p: &Portal) {
    let dir = p.dir.display().to_string();
    let args = ["doctor", "--json", "--data-dir", dir.as_str()];
    let found: Value = serde_json::from_str(&done(&args)).unwrap();
    assert!(found.as_array().unwrap().iter().all(|f| f["ok"] == true), "{found}");
    p.sql(match p.kind {
        Kind::Sqlite => "DROP TRIGGER audit_record_no_update; DROP TRIGGER audit_record_no_delete; DROP TRIGGER audit_tree_no_delete",
        Kind::Postgres => "DROP TRIGGER audit_record_append_only ON audit_record",
    });
    fs::set_permissions(p.dir.join("keys.ring"), fs::Permissions::from_mode(0o644)).unwrap();
    let output = vigie(&args);
    fs::set_permissions(p.dir.join("keys.ring"), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = out(&output);
    assert!(said.contains("chmod 600"), "{said}");
    assert!(out(&vigie(&args)).contains("triggers"), "a trigger that is gone is named");
}

/// Whoever asks right after the start finds the log signed: while its signer is asked, nobody can knock.
fn what_was_recorded_is_signed_before_the_doors_open(p: &Portal) {
    let ((own, dir), folder) = (stopped(p.kind), Folder::new());
    let (socket, port) = (folder.at("s"), own.at.port);
    let signer = UnixListener::bind(&socket).unwrap();
    let toml = own.dir.join("vigie.toml");
    fs::write(&toml, format!("{}\n[audit]\nsigner = \"{socket}\"\n", fs::read_to_string(&toml).unwrap())).unwrap();
    done(&on(&dir, &["party", "add", "--name", "Parti tardif", "--switchboard", "+33 1 99 00 00 08", "--source", "https://annuaire.example"]));
    let door = std::thread::spawn(move || {
        let asked = signer.accept().unwrap();
        let door = TcpStream::connect(("127.0.0.1", port)).map_err(|e| e.kind());
        drop(asked);
        door.map(drop)
    });
    let serving = Serving::start(&own);
    assert_eq!(serving.said.trim(), format!("listening on {}", own.at.origin()));
    // A portal that did not ask is asked for.
    drop(UnixStream::connect(&socket));
    assert_eq!(door.join().unwrap(), Err(ErrorKind::ConnectionRefused));
}

fn a_portal_serves_until_it_is_told_to_end(p: &Portal) {
    let (own, _) = stopped(p.kind);
    let serving = Serving::start(&own);
    assert_eq!(serving.said.trim(), format!("listening on {}", own.at.origin()));
    own.nobody().get("/readyz").is(200);
    own.contact(0).get("/advisories").is(200);
    let (status, log) = serving.end();
    assert_eq!(status, Some(0));
    assert!(!log.contains("panicked"));
    assert!(matches!(own.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}
