//! Mail servers that are away, break off, refuse or lie: every mail goes out once, or it is said that it may not have.
use crate::{
    binary::vigie,
    notices::{publish, queue},
    sink::{Sink, by_mail, has_python, until},
    support::{Kind, Portal},
    world::email,
};
use serde_json::json;
use vigie::{
    clock::{DAY, MINUTE},
    notices::{Kind as Notice, delivery::Delivery},
};

by_mail! {
    a_line_that_breaks_before_the_text_is_tried_again_and_sent_once
    a_line_that_breaks_after_the_text_is_never_tried_again
    what_a_server_refuses_is_told_and_what_it_puts_off_is_tried_again
    a_server_that_puts_off_for_three_days_is_given_up
    a_row_whose_worker_never_came_back_is_free_again_or_unsure
}

fn state(p: &Portal) -> Vec<String> {
    p.column("SELECT state || ' ' || why FROM outbox ORDER BY queued_at, id")
}

#[test]
fn mail_waits_while_the_server_is_away_and_goes_out_once_when_it_is_back() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if !has_python() || (kind == Kind::Postgres && !crate::support::has_postgres()) {
            continue;
        }
        let sink = Sink::start("smtps");
        let p = sink.portal(kind);
        let back = sink.away();
        publish(&p, "Une campagne", crate::desk::To::Parties(&[0]));
        until("it was tried", || p.count("FROM outbox WHERE attempts > 0 AND why = 'mail-why-connection'") == 3);
        assert_eq!(p.count("FROM outbox WHERE state = 'queued'"), 3);
        let sink = back();
        Sink::later(&p);
        Sink::settle(&p);
        assert_eq!(sink.mails().len(), 3);
        Sink::later(&p);
        assert_eq!(sink.mails().len(), 3);
    }
}

fn a_line_that_breaks_before_the_text_is_tried_again_and_sent_once(p: &Portal, sink: &Sink) {
    let mut sent = 0;
    for phase in ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"] {
        let before = sink.change(&json!({"drop": phase, "times": 1}))["dropped"].as_u64().unwrap();
        queue(p, "contact0", Notice::FactorChanged);
        until(&format!("it broke at {phase}"), || p.count("FROM outbox WHERE state = 'queued' AND attempts = 1 AND why = 'mail-why-connection'") == 1);
        assert_eq!(sink.counted("dropped"), before + 1, "{phase}");
        assert_eq!(sink.mails().len(), sent, "{phase}");
        Sink::later(p);
        Sink::settle(p);
        sent += 1;
        assert_eq!(sink.mails().len(), sent, "{phase}");
        assert_eq!(sink.mails()[sent - 1].to, [email("contact0")]);
    }
    assert_eq!(p.count("FROM outbox WHERE state = 'sent' AND attempts = 2"), sent);
}

#[test]
fn starttls_is_demanded_and_a_line_that_breaks_in_it_is_tried_again() {
    if !has_python() {
        return;
    }
    let sink = Sink::start("starttls");
    let p = sink.portal(Kind::Sqlite);
    sink.change(&json!({"drop": "STARTTLS", "times": 1}));
    queue(&p, "contact0", Notice::FactorChanged);
    until("it broke", || p.count("FROM outbox WHERE attempts = 1 AND why = 'mail-why-tls'") == 1);
    assert_eq!(sink.counted("logins"), 0);
    Sink::later(&p);
    Sink::settle(&p);
    assert_eq!(sink.mails().len(), 1);
    let plain = Sink::start("plain");
    let p = plain.portal(Kind::Sqlite);
    queue(&p, "contact0", Notice::FactorChanged);
    until("it was given up", || p.count("FROM outbox WHERE attempts > 0 AND why = 'mail-why-tls'") == 1);
    assert_eq!((plain.mails().len(), plain.counted("logins")), (0, 0), "nothing goes over a line in the clear");
}

#[test]
fn a_server_that_cannot_prove_who_it_is_gets_nothing() {
    if !has_python() {
        return;
    }
    let (sink, other) = (Sink::start("smtps"), Sink::start("smtps"));
    let p = sink.portal_with(Kind::Sqlite, "x", &other.folder.join("ca.pem"));
    queue(&p, "contact0", Notice::FactorChanged);
    until("it was tried", || p.count("FROM outbox WHERE attempts > 0 AND why = 'mail-why-tls'") == 1);
    assert_eq!((sink.mails().len(), sink.counted("logins")), (0, 0));
    let dir = p.dir.display().to_string();
    let doctor = vigie(&["doctor", "--mail", "--data-dir", &dir]);
    let said = crate::binary::out(&doctor);
    assert!(!doctor.status.success() && said.contains("WRONG  mail") && said.contains("mail.ca_file"), "{said}");
}

fn a_line_that_breaks_after_the_text_is_never_tried_again(p: &Portal, sink: &Sink) {
    // The server took it, and its answer was lost.
    sink.change(&json!({"drop": "DOT", "times": 1}));
    queue(p, "contact0", Notice::FactorChanged);
    Sink::settle(p);
    assert_eq!(state(p), ["unsure mail-why-lost"]);
    assert_eq!(sink.mails().len(), 1);
    // It did not take it; nobody can know.
    sink.change(&json!({"drop": "TEXT", "times": 1}));
    queue(p, "contact1", Notice::FactorChanged);
    Sink::settle(p);
    assert_eq!(p.count("FROM outbox WHERE state = 'unsure'"), 2);
    // It answered and then hung up.
    sink.change(&json!({"drop": "ANSWERED", "times": 1}));
    queue(p, "contact2", Notice::FactorChanged);
    Sink::settle(p);
    assert_eq!(p.count("FROM outbox WHERE state = 'sent'"), 1);
    for _ in 0..3 {
        Sink::later(p);
    }
    queue(p, "lead0", Notice::FactorChanged);
    Sink::settle(p);
    let to: Vec<String> = sink.mails().into_iter().flat_map(|m| m.to).collect();
    assert_eq!(to, [email("contact0"), email("contact2"), email("lead0")]);
    assert_eq!(p.notice_records().iter().filter(|r| r.starts_with("notice.unsure")).count(), 2);
    p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200).page().text(".warn-box").find("peut-être arrivé").unwrap();
}

fn what_a_server_refuses_is_told_and_what_it_puts_off_is_tried_again(p: &Portal, sink: &Sink) {
    let (gone, rejected, later) = (email("contact0"), email("contact1"), email("contact2"));
    sink.change(&json!({"answers": {
        format!("rcpt:{gone}"): "550 5.1.1 no such user here",
        format!("data:{rejected}"): "554 5.7.1 not wanted",
        format!("rcpt:{later}"): "450 4.2.1 mailbox busy",
    }}));
    let keys = ["contact0", "contact1", "contact2", "lead0"];
    let records = p.notice_records_of(|| {
        keys.iter().for_each(|key| queue(p, key, Notice::Waiting));
        until("all were tried", || p.count("FROM outbox WHERE attempts > 0") == 4);
    });
    let to = || sink.mails().into_iter().flat_map(|m| m.to).collect::<Vec<_>>();
    assert_eq!(to(), [email("lead0")], "the others are none the worse");
    let of = |key: &str| p.column(&format!("SELECT state || ' ' || why || ' ' || error FROM outbox WHERE account_id = '{}'", p.id(key)))[0].clone();
    assert!(of("contact0").starts_with("failed mail-why-refused") && of("contact0").contains("no such user here"), "{}", of("contact0"));
    assert!(of("contact1").starts_with("failed mail-why-rejected"), "{}", of("contact1"));
    assert!(of("contact2").starts_with("queued mail-why-later"), "{}", of("contact2"));
    for key in ["contact0", "contact1"] {
        assert!(records.contains(&format!("notice.failed {} done notice-waiting", p.id(key))), "{records:?}");
    }
    sink.change(&json!({"answers": {}}));
    Sink::later(p);
    Sink::settle(p);
    assert_eq!(to(), [email("lead0"), later]);
    let page = p.vetting().get(&format!("/desk/contacts/{}", p.id("contact0"))).is(200).page();
    assert!(page.text(".warn-box").contains("a refusé cette adresse") && page.text(".warn-box").contains("no such user here"), "{}", page.text(".warn-box"));
    assert!(!p.vetting().get(&format!("/desk/contacts/{}", p.id("lead0"))).is(200).page().has(".warn-box"));
    let page = p.administrator().get("/admin/mail").is(200).page();
    assert!(page.attrs("table a", "href").contains(&format!("/desk/contacts/{}", p.id("contact0"))));
}

fn a_server_that_puts_off_for_three_days_is_given_up(p: &Portal, sink: &Sink) {
    sink.change(&json!({"answers": {"mail": "451 4.3.0 come back"}}));
    queue(p, "contact0", Notice::FactorChanged);
    until("it was tried", || p.count("FROM outbox WHERE attempts = 1") == 1);
    p.clock.advance(2 * DAY);
    Sink::later(p);
    until("it was tried again", || p.count("FROM outbox WHERE attempts = 2 AND state = 'queued'") == 1);
    p.clock.advance(DAY);
    Sink::later(p);
    Sink::settle(p);
    assert_eq!(state(p), ["failed mail-why-too-long"]);
    assert!(sink.mails().is_empty());
}

fn a_row_whose_worker_never_came_back_is_free_again_or_unsure(p: &Portal, sink: &Sink) {
    sink.change(&json!({"answers": {"mail": "451 later"}}));
    queue(p, "contact0", Notice::FactorChanged);
    queue(p, "contact1", Notice::FactorChanged);
    until("both were tried", || p.count("FROM outbox WHERE attempts > 0 AND claim = ''") == 2);
    let (soon, first) = (p.now() + 10 * MINUTE, p.id("contact0"));
    p.sql(&format!("UPDATE outbox SET claim = 'another node', claimed_until = {soon}, next_at = 0"));
    p.sql(&format!("UPDATE outbox SET handed_at = {} WHERE account_id = '{first}'", p.now()));
    sink.change(&json!({"answers": {}}));
    queue(p, "contact2", Notice::FactorChanged);
    until("the third is sent", || !sink.mails().is_empty());
    assert_eq!(p.count("FROM outbox WHERE claim = 'another node'"), 2, "they are the other's");
    Sink::later(p);
    Sink::settle(p);
    let to: Vec<String> = sink.mails().into_iter().flat_map(|m| m.to).collect();
    assert_eq!(to, [email("contact2"), email("contact1")]);
    assert_eq!(p.column(&format!("SELECT state || ' ' || why FROM outbox WHERE account_id = '{first}'")), ["unsure mail-why-stopped"]);
    // The demo writes files whatever the settings say.
    assert!(matches!(Delivery::new(&p.settings(), true).unwrap(), Delivery::Files(_)));
    assert!(matches!(Delivery::new(&p.settings(), false).unwrap(), Delivery::Smtp(_)));
}
