//! Notices: who is told, when, in which words, and who is not.
use crate::{
    desk::{self, To},
    sink::{FROM, Sink, by_mail},
    support::{Portal, on_both},
    world::{PARTIES, email},
};
use std::collections::BTreeSet;
use vigie::{
    accounts,
    clock::HOUR,
    notices::{self, Kind, StaffRole},
};

by_mail! {
    every_reader_of_a_publication_is_told_and_nobody_else
    a_mail_says_nothing_of_the_document
    an_act_that_is_undone_sends_nothing
    two_servers_send_each_mail_once
    nobody_cut_between_queueing_and_sending_is_written_to
    who_is_cut_while_the_server_already_listens_is_not_written_to
    a_code_is_sealed_until_it_is_sent_and_wiped_after
}

on_both! {
    the_audience_of_a_publication_is_queued_with_it
    an_alarm_reaches_the_holders_of_a_role_once_an_hour
    a_request_for_another_host_sends_nothing
}

/// Queues one notice.
pub fn queue(p: &Portal, to: &str, kind: Kind) {
    let id = p.id(to);
    p.act(async |tx, act| notices::queue(tx, &act.keys, &id, kind, None, act.at).await);
}

/// Publishes without waiting for the mail.
pub fn publish(p: &Portal, title: &str, to: To<'_>) -> String {
    let reference = desk::in_review(p, title, to);
    desk::publish(&p.approver(), &reference).is(303);
    reference
}

fn recipients(sink: &Sink) -> Vec<String> {
    let mut to: Vec<String> = sink.mails().into_iter().flat_map(|m| m.to).collect();
    to.sort();
    to
}

fn every_reader_of_a_publication_is_told_and_nobody_else(p: &Portal, sink: &Sink) {
    let records = p.notice_records_of(|| {
        publish(p, "Une campagne", To::Parties(&[0]));
        Sink::settle(p);
    });
    assert_eq!(recipients(sink), [email("colleague0"), email("contact0"), email("lead0")]);
    for mail in sink.mails() {
        assert_eq!((mail.to.len(), mail.from.as_str()), (1, FROM), "{mail:?}");
        assert_eq!(mail.header("To"), mail.to[0]);
        assert!(mail.header("From").ends_with(&format!("<{FROM}>")));
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert!(mail.header("Message-ID").ends_with("@agence.example>"));
    }
    let sent: Vec<&String> = records.iter().filter(|r| r.starts_with("notice.")).collect();
    assert_eq!(sent.len(), 3, "{sent:?}");
    for key in ["colleague0", "contact0", "lead0"] {
        assert!(sent.iter().any(|r| **r == format!("notice.sent {} done notice-waiting", p.id(key))), "{sent:?}");
    }
    assert!(!records.iter().any(|r| r.contains('@')), "an address is in the log");
    assert_eq!(sink.counted("connections"), 1, "one connection for those that go together");
}

fn a_mail_says_nothing_of_the_document(p: &Portal, sink: &Sink) {
    p.sql(&format!("UPDATE account SET language = 'en' WHERE email = '{}'", email("contact0")));
    let reference = publish(p, "Saule pleureur", To::Parties(&[0]));
    let urgent = desk::in_review(p, "Chêne", To::People(&["lead1"]));
    p.sql("UPDATE revision SET severity = 'critical' WHERE state = 'in-review'");
    desk::publish(&p.approver(), &urgent).is(303);
    Sink::settle(p);
    let mails = sink.mails();
    assert_eq!(mails.len(), 4);
    for mail in &mails {
        let (body, subject) = (mail.body(p), mail.subject());
        let all = format!("{subject}\n{body}").to_lowercase();
        for part in ["http", "www", "://", "localhost", "example", "tlp", "amber", "red ", "saule", "chêne", &reference.to_lowercase(), &urgent.to_lowercase()]
        {
            assert!(!all.contains(part), "{part} in {all}");
        }
        assert!(PARTIES.iter().all(|party| !all.contains(&party.to_lowercase())), "{all}");
        assert!(!mail.raw.replace(FROM, "").replace("@agence.example", "").contains(&reference));
        let english_first = body.starts_with('A') && body.find("The agency").unwrap() < body.find("L’agence").unwrap();
        assert_eq!(english_first, mail.to[0] == email("contact0"), "{body}");
        assert_eq!(subject.contains("Urgent"), mail.to[0] == email("lead1"), "{subject}");
        assert!(mail.raw.is_ascii() && mail.raw.lines().all(|l| l.len() < 998));
    }
    let french = mails.iter().find(|m| m.to[0] == email("lead0")).unwrap().body(p);
    let said = "Un document vous attend sur le canal de confiance. Ouvrez-le depuis votre favori.\r\nL’agence n’envoie jamais de lien.\r\n";
    assert!(french.starts_with(said), "{french}");
    // Two people who compare what they got do not learn that it was about the same document.
    let ids: BTreeSet<String> = mails.iter().map(|m| m.header("Message-ID")[1..20].to_owned()).collect();
    assert_eq!(ids.len(), 4);
    assert!(ids.iter().all(|id| p.world.ids.values().all(|account| !account.as_str().starts_with(id))));
}

fn an_act_that_is_undone_sends_nothing(p: &Portal, sink: &Sink) {
    let (undone, kept) = (p.id("contact0"), p.id("contact1"));
    let clock = p.now();
    crate::support::wait(async {
        let db = p.open().await;
        let mut tx = db.write().await.unwrap();
        notices::queue(&mut tx, &p.keys, &undone, Kind::FactorChanged, None, clock).await.unwrap();
        drop(tx);
        db.close().await;
    });
    p.act(async |tx, act| notices::queue(tx, &act.keys, &kept, Kind::FactorChanged, None, act.at).await);
    Sink::settle(p);
    assert_eq!(recipients(sink), [email("contact1")]);
    assert_eq!(p.count("FROM outbox"), 1);
}

fn two_servers_send_each_mail_once(p: &Portal, sink: &Sink) {
    let second = p.another(&[]);
    let (keys, all): (Vec<String>, usize) = ((0..3).flat_map(|n| [format!("lead{n}"), format!("contact{n}"), format!("colleague{n}")]).collect(), 90);
    p.act(async |tx, act| {
        for key in keys.iter().cycle().take(all) {
            notices::queue(tx, &act.keys, &p.id(key), Kind::Waiting, None, act.at).await?;
        }
        Ok(())
    });
    Sink::settle(p);
    let ids: BTreeSet<String> = sink.mails().iter().map(|m| m.header("Message-ID")).collect();
    assert_eq!((sink.mails().len(), ids.len()), (all, all));
    assert_eq!(p.count("FROM outbox WHERE state = 'sent' AND attempts = 1"), all);
    assert_eq!(p.notice_records().iter().filter(|r| r.starts_with("notice.sent")).count(), all);
    drop(second);
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}

fn nobody_cut_between_queueing_and_sending_is_written_to(p: &Portal, sink: &Sink) {
    sink.change(&serde_json::json!({"answers": {"mail": "451 later"}}));
    publish(p, "Une campagne", To::Parties(&[0]));
    queue(p, "contact1", Kind::PassphraseChanged);
    queue(p, "colleague1", Kind::Waiting);
    crate::sink::until("each was tried", || p.count("FROM outbox WHERE attempts > 0") == 5);
    p.cut_access("contact0");
    // Somebody whose account is gone, and somebody who is no longer confirmed.
    p.sql(&format!("UPDATE outbox SET account_id = 'gone' WHERE account_id = '{}'", p.id("contact1")));
    p.sql(&format!("UPDATE account SET state = 'enrolled' WHERE id = '{}'", p.id("colleague1")));
    sink.change(&serde_json::json!({"answers": {}}));
    Sink::later(p);
    Sink::settle(p);
    let records = p.notice_records();
    // The news of the cut goes to the person, and to the lead beside what they were to get.
    assert_eq!(recipients(sink), [email("colleague0"), email("contact0"), email("lead0"), email("lead0")]);
    let told = sink.mails().into_iter().find(|m| m.to[0] == email("contact0")).unwrap();
    assert!(told.body(p).contains("est coupé"), "only the news of the cut");
    assert_eq!(p.count("FROM outbox WHERE state = 'dropped'"), 3);
    assert!(records.contains(&format!("notice.dropped {} done notice-waiting", p.id("contact0"))), "{records:?}");
    assert!(records.iter().any(|r| r == "notice.dropped gone done notice-passphrase-changed"), "{records:?}");
}

fn who_is_cut_while_the_server_already_listens_is_not_written_to(p: &Portal, sink: &Sink) {
    sink.change(&serde_json::json!({"pause": "RCPT"}));
    queue(p, "contact0", Kind::Waiting);
    crate::sink::until("the recipient was named", || sink.counted("paused") == 1);
    p.cut_access("contact0");
    sink.change(&serde_json::json!({"pause": null}));
    Sink::settle(p);
    assert_eq!(p.column("SELECT state FROM outbox WHERE kind = 'waiting'"), ["dropped"]);
    assert_eq!(recipients(sink), [email("contact0"), email("lead0")], "the news of the cut alone");
    // Somebody whose address changed in that moment is written to at the new one.
    sink.change(&serde_json::json!({"pause": "RCPT"}));
    queue(p, "contact1", Kind::Waiting);
    crate::sink::until("the recipient was named", || sink.counted("paused") == 2);
    p.sql("UPDATE account SET email = 'nouvelle@vigie.example' WHERE email = 'contact1@vigie.example'");
    sink.change(&serde_json::json!({"pause": null}));
    crate::sink::until("it was put back", || p.count("FROM outbox WHERE state = 'queued' AND attempts = 1") == 1);
    Sink::later(p);
    Sink::settle(p);
    assert_eq!(recipients(sink), [email("contact0"), email("lead0"), "nouvelle@vigie.example".into()]);
}

fn a_code_is_sealed_until_it_is_sent_and_wiped_after(p: &Portal, sink: &Sink) {
    sink.change(&serde_json::json!({"answers": {"mail": "451 later"}}));
    let id = p.id("newcomer");
    p.act(async |tx, act| {
        for wrong in [None, Some("12345"), Some("1234567"), Some("12345x"), Some("１２３４５６")] {
            assert!(notices::queue(tx, &act.keys, &id, Kind::EnrolmentCode, wrong, act.at).await.is_err(), "{wrong:?}");
        }
        assert!(notices::queue(tx, &act.keys, &id, Kind::Waiting, Some("123456"), act.at).await.is_err());
        notices::queue(tx, &act.keys, &id, Kind::EnrolmentCode, Some("407812"), act.at).await
    });
    let sealed = if p.kind == crate::support::Kind::Sqlite { "instr(code, CAST('407812' AS BLOB))" } else { "position('407812'::bytea in code)" };
    assert_eq!(p.count(&format!("FROM outbox WHERE code IS NOT NULL AND {sealed} = 0")), 1);
    // A code that was moved to another row does not open there.
    p.sql(&format!(
        "INSERT INTO outbox (id, account_id, kind, turn, code, state, queued_at, attempts, next_at, claim, claimed_until, why, error)
         SELECT 'moved', '{}', kind, turn, code, state, queued_at, 0, 0, '', 0, '', '' FROM outbox",
        p.id("enrolled")
    ));
    sink.change(&serde_json::json!({"answers": {}}));
    Sink::later(p);
    Sink::settle(p);
    assert_eq!(recipients(sink), [email("newcomer")]);
    assert_eq!(sink.mails()[0].body(p).matches("407812").count(), 2, "in both languages");
    assert_eq!(p.count("FROM outbox WHERE code IS NOT NULL"), 0);
    assert_eq!(p.column("SELECT why FROM outbox WHERE id = 'moved'"), ["mail-why-code"]);
}

fn the_audience_of_a_publication_is_queued_with_it(p: &Portal) {
    let cases = [(To::All, 9), (To::Parties(&[1]), 3), (To::Group, 6), (To::People(&["contact1", "lead2"]), 2)];
    for (to, readers) in cases {
        let before = p.count("FROM outbox");
        publish(p, "Une campagne", to);
        assert_eq!(p.count("FROM outbox") - before, readers);
    }
    Sink::settle(p);
    assert_eq!(p.count("FROM outbox o JOIN account w ON w.id = o.account_id WHERE w.membership IN ('staff', 'directory') OR w.state <> 'confirmed'"), 0);
    // Without a mail server they are files, one each, for their owner alone.
    let files: Vec<_> = std::fs::read_dir(p.dir.join("outbox")).unwrap().map(|f| f.unwrap()).collect();
    assert_eq!(files.len(), 20);
    for file in files {
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777, 0o600);
        let mail = crate::sink::Taken::read(&file.path(), &serde_json::Value::Null);
        assert!(mail.body(p).contains("Ouvrez-le depuis votre favori"));
    }
    // Nobody may read a draft, so nobody is told of one.
    let before = p.count("FROM outbox");
    desk::in_review(p, "Brouillon", To::All);
    assert_eq!(p.count("FROM outbox"), before);
}

fn an_alarm_reaches_the_holders_of_a_role_once_an_hour(p: &Portal) {
    let alarm = |role| p.act(async |tx, act| notices::queue_to_staff(tx, &act.keys, role, Kind::Alarm, act.at).await);
    let to = || {
        let mut to = p.column("SELECT w.email FROM outbox o JOIN account w ON w.id = o.account_id");
        to.sort();
        to
    };
    alarm(StaffRole::Administrator);
    alarm(StaffRole::Administrator);
    assert_eq!(to(), [email("administrator"), email("boss")]);
    queue(p, "boss", Kind::Alarm);
    assert_eq!(to().len(), 2, "one by one neither");
    alarm(StaffRole::Vetting);
    assert_eq!(to(), [email("administrator"), email("boss"), email("vetting2"), email("vetting3"), email("vetting")]);
    p.clock.advance(HOUR + 1);
    alarm(StaffRole::Administrator);
    assert_eq!(to().len(), 7);
    p.act(async |tx, act| {
        let boss = accounts::staff::by_email(tx, &email("boss")).await?.unwrap();
        accounts::staff::cut(tx, act, accounts::may::staff::operator_cuts(&boss)?, accounts::staff::Reason::Other).await.map(|_| ())
    });
    p.clock.advance(HOUR + 1);
    alarm(StaffRole::Administrator);
    // Two who hold the role, and the news of the cut.
    assert_eq!(to().len(), 9);
}

/// CASES A59.
fn a_request_for_another_host_sends_nothing(p: &Portal) {
    let administrator = p.administrator();
    let token = administrator.token();
    for (name, value, status) in [("host", "evil.example", 421), ("x-forwarded-host", "evil.example", 303), ("forwarded", "host=evil.example", 303)] {
        administrator.request("POST", "/admin/mail/test").header(name, value).fields(&[("csrf", &token)]).send().is(status);
    }
    Sink::settle(p);
    let files: Vec<_> = std::fs::read_dir(p.dir.join("outbox")).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 2);
    for file in files {
        let mail = crate::sink::Taken::read(&file, &serde_json::Value::Null);
        let body = mail.body(p);
        assert!(!mail.raw.contains("evil") && !body.contains("evil") && !body.contains("localhost"), "{body}");
    }
}
