//! The administrator's page about mail, and mail on the command line.
use crate::{
    binary::{done, err, out, refused, vigie},
    notices::queue,
    sink::{Sink, Taken, by_mail, until},
    support::{Kind, Portal},
    world::email,
};
use serde_json::json;
use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    process::{Command, Output, Stdio},
};
use vigie::{
    clock::DAY,
    notices::{Kind as Notice, certificate},
};

by_mail! {
    an_administrator_sends_a_test_and_sees_what_became_of_it
    a_mail_that_comes_back_marks_the_address
    the_doctor_looks_at_the_mail_server_and_sends_nothing
}

fn an_administrator_sends_a_test_and_sees_what_became_of_it(p: &Portal, sink: &Sink) {
    let administrator = p.administrator();
    let page = administrator.get("/admin/mail").is(200).page();
    assert!(page.text("main").contains(&format!("localhost:{}", sink.port)), "{}", page.text("main"));
    assert!(page.text("#last").contains("encore parti") && page.text("#waiting").contains("Aucun"), "{}", page.text("main"));
    let records = p.notice_records_of(|| {
        administrator.submit("/admin/mail", "/admin/mail/test", &[]).leads_to("/admin/mail");
        Sink::settle(p);
    });
    assert_eq!(sink.mails().len(), 1);
    assert_eq!(sink.mails()[0].to, [email("administrator")]);
    assert!(sink.mails()[0].body(p).contains("essai"));
    assert!(records.contains(&format!("notice.test-asked {} done ", p.id("administrator"))), "{records:?}");
    assert!(administrator.get("/admin/mail").page().text("#last").contains("Essai"));
    sink.change(&json!({"answers": {"mail": "451 4.7.1 wait a moment"}}));
    administrator.submit("/admin/mail", "/admin/mail/test", &[]).is(303);
    until("it was put off", || p.count("FROM outbox WHERE state = 'queued' AND attempts > 0") == 1);
    let page = administrator.get("/admin/mail").page();
    assert!(page.text("#waiting").contains("1 courriel attend") && page.text("#waiting").contains("wait a moment"), "{}", page.text("#waiting"));
    let english = administrator.post("/language", &[("language", "en"), ("next", "/admin/mail")]).is(303);
    assert_eq!(english.location(), "/admin/mail");
    assert!(administrator.get("/admin/mail").page().text("#waiting").contains("1 mail is waiting"));
}

/// Runs a command with a text on its standard input.
fn piped(args: &[&str], text: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie")).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn notification(action: &str, mail: &Taken) -> String {
    format!(
        "From: MAILER-DAEMON@relais.example\r\nMessage-ID: <1@relais.example>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relais.example\r\n\r\nFinal-Recipient: rfc822; {}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 boîte inconnue\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: {}\r\n--b--\r\n",
        mail.to[0],
        mail.header("Message-ID")
    )
}

fn a_mail_that_comes_back_marks_the_address(p: &Portal, sink: &Sink) {
    let (dir, contact) = (p.dir.display().to_string(), format!("/desk/contacts/{}", p.id("contact0")));
    queue(p, "contact0", Notice::Waiting);
    Sink::settle(p);
    let mail = &sink.mails()[0];
    assert!(!p.vetting().get(&contact).is(200).page().has(".warn-box"));
    let bounce = ["mail", "bounce", "--data-dir", dir.as_str()];
    for (text, word) in [
        (String::new(), "no delivery-status notification"),
        ("Subject: absent\r\n\r\nJe suis absent.".into(), "no delivery-status notification"),
        (notification("delayed", mail), "delayed"),
        ("Action: failed\r\n".into(), "no Message-ID"),
        (notification("failed", mail).replace(&mail.header("Message-ID"), "<x@y.example>"), "this portal's"),
        ("x".repeat(2 * 1024 * 1024), "1 MiB"),
    ] {
        // What is too long is not read to its end, so writing it may fail: that is the point.
        let done = if text.len() > 1024 * 1024 { piped(&bounce, &text[..=1024 * 1024]) } else { piped(&bounce, &text) };
        assert_eq!(done.status.code(), Some(1), "{word}");
        assert!(err(&done).contains(word), "{word}: {}", err(&done));
    }
    assert_eq!(p.count("FROM outbox WHERE bounced_at IS NOT NULL"), 0);
    let records = p.notice_records_of(|| {
        let done = piped(&bounce, &notification("failed", mail));
        assert!(done.status.success() && out(&done).contains("Personne contact0"), "{}{}", out(&done), err(&done));
        assert!(out(&piped(&bounce, &notification("failed", mail))).contains("before"));
    });
    assert_eq!(records, [format!("notice.bounced {} done notice-waiting", p.id("contact0"))]);
    let said = p.vetting().get(&contact).is(200).page().text(".warn-box");
    assert!(said.contains("est revenu") && said.contains("boîte inconnue"), "{said}");
    assert!(p.administrator().get("/admin/mail").page().attrs("table a", "href").contains(&contact));
}

fn the_doctor_looks_at_the_mail_server_and_sends_nothing(p: &Portal, sink: &Sink) {
    let dir = p.dir.display().to_string();
    let said = done(&["doctor", "--mail", "--data-dir", &dir]);
    assert!(said.contains("answers over TLS and takes the portal's name and password. Nothing was sent"), "{said}");
    assert!(said.contains("notice.pem is for avis@agence.example and ends in 109"), "{said}");
    assert_eq!((sink.mails().len(), sink.counted("logins")), (0, 1));
    fs::write(p.dir.join("mail/password"), "wrong\n").unwrap();
    let wrong = vigie(&["doctor", "--mail", "--data-dir", &dir]);
    assert!(!wrong.status.success() && out(&wrong).contains("mail.password_file"), "{}", out(&wrong));
    sink.change(&json!({"drop": "CONNECT"}));
    let wrong = vigie(&["doctor", "--mail", "--data-dir", &dir]);
    assert!(!wrong.status.success() && out(&wrong).contains("mail.smtp"), "{}", out(&wrong));
    assert!(sink.mails().is_empty());
    fs::set_permissions(p.dir.join("mail/password"), fs::Permissions::from_mode(0o644)).unwrap();
    refused(&["config", "check", "--data-dir", &dir], &["mail.password_file", "chmod 600"]);
}

#[test]
fn without_a_server_the_doctor_says_where_notices_lie() {
    let p = Portal::new(Kind::Sqlite);
    let dir = p.dir.display().to_string();
    queue(&p, "contact0", Notice::Waiting);
    Sink::settle(&p);
    let said = done(&["doctor", "--mail", "--data-dir", &dir]);
    assert!(said.contains("no server is set") && said.contains("1 lie there, 0 wait"), "{said}");
    assert!(!done(&["doctor", "--data-dir", &dir]).contains("no server is set"), "only when asked");
}

#[test]
fn an_older_directory_gets_its_notice_key_when_it_is_served() {
    let p = Portal::prepared(Kind::Sqlite, &[], |dir| fs::remove_dir_all(dir.join("mail")).unwrap());
    let vigie::crypto::signer::Pair { pem, key } = certificate::pair(&p.settings());
    assert!(pem.exists());
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let signer = certificate::load(&p.settings()).unwrap();
    assert!(certificate::examine(&signer, &p.settings(), p.now()).is_ok());
    assert!(certificate::examine(&signer, &p.settings(), p.now() + 1090 * DAY).unwrap_err().contains("notice.pem"));
    queue(&p, "contact0", Notice::Waiting);
    Sink::settle(&p);
    let file = fs::read_dir(p.dir.join("outbox")).unwrap().next().unwrap().unwrap().path();
    assert!(Taken::read(&file, &serde_json::Value::Null).body(&p).contains("favori"));
    fs::remove_file(&key).unwrap();
    assert!(certificate::make_if_missing(&p.settings()).unwrap_err().contains("notice.key"));
}

#[test]
fn mail_settings_that_are_not_right_are_refused_with_their_key() {
    let mut p = Portal::new(Kind::Sqlite);
    drop(p.server.take());
    let (dir, file) = (p.dir.display().to_string(), p.dir.join("vigie.toml"));
    let good = fs::read_to_string(&file).unwrap();
    let from = "from = \"a@b.example\"\n";
    for (lines, words) in [
        ("smtp = \"smtps://mail.example\"\n".to_owned(), ["mail.from", "missing"]),
        ("from = \"nobody\"\n".to_owned(), ["mail.from", "nobody"]),
        ("from = \"a@b.example\\r\\nBcc: c@d.example\"\n".to_owned(), ["mail.from", "not an address"]),
        (format!("{from}smtp = \"smtp://mail.example:25\"\n"), ["mail.smtp", "smtps://"]),
        (format!("{from}smtp = \"smtps://u:p@mail.example\"\n"), ["mail.smtp", "mail.password_file"]),
        (format!("{from}smtp = \"smtps://mail.example\"\nusername = \"vigie\"\n"), ["mail", "password_file"]),
        (format!("{from}username = \"vigie\"\npassword_file = \"/etc/hostname\"\n"), ["mail.password_file", "beneath"]),
        (format!("{from}username = \"vigie\"\npassword_file = \"mail/none\"\n"), ["mail.password_file", "mail/none"]),
        (format!("{from}ca_file = \"mail/none.pem\"\n"), ["mail.ca_file", "none.pem"]),
        (format!("{from}verify = false\n"), ["vigie.toml", "verify"]),
    ] {
        fs::write(&file, format!("{good}\n[mail]\n{lines}")).unwrap();
        refused(&["config", "check", "--data-dir", &dir], &words);
    }
}
