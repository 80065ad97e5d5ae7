//! The auditor's page on which the log is verified.
use crate::{
    notary::{audit, size},
    support::{Kind, Portal, on_both},
};
use std::fs;
use vigie::audit::{Action, note::Note, submission};

on_both! {
    the_auditor_verifies_and_keeps_checkpoints
    a_checkpoint_that_comes_while_a_verification_runs_does_not_look_compared
    what_is_wrong_is_said_with_where
    a_table_that_is_not_what_the_log_says_is_seen_on_the_page
}

/// A text by its words alone, as a page shows it.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the auditor's page says once the log is verified.
fn verified(p: &Portal, checkpoint: &str) -> crate::page::Page {
    let auditor = p.auditor();
    auditor.submit("/audit/verification", "/audit/verification", &[("checkpoint", checkpoint)]).leads_to("/audit/verification");
    loop {
        let page = auditor.get("/audit/verification").is(200).page();
        if !page.has(".inset[role=status]") {
            return page;
        }
    }
}

fn the_auditor_verifies_and_keeps_checkpoints(p: &Portal) {
    let auditor = p.auditor();
    audit(p, &["checkpoint"]);
    let list = auditor.get("/audit/checkpoints").is(200).page();
    let kept = auditor.get(&list.attrs("tbody th a", "href")[0]).is(200).text();
    assert!(submission::checkpoint(Note::parse(kept.as_bytes()).unwrap().text()).unwrap().size() > 0);
    let page = verified(p, &kept.replace('\n', "\r\n"));
    let records = size(p);
    assert!(page.has(".ok-box") && !page.has(".errs"), "{}", page.text("main"));
    assert!(records > 0 && page.text(".ok-box").chars().any(|c| c.is_ascii_digit()));
    for bad in ["nonsense", &kept.replacen('\n', "x\n", 1), &kept.replace("— ", "- ")] {
        let answer = auditor.submit("/audit/verification", "/audit/verification", &[("checkpoint", bad)]);
        let page = answer.is(422).page();
        assert!(page.has("#checkpoint-e") && words(&page.text("textarea")) == words(bad), "{}", page.text("main"));
    }
}

fn a_checkpoint_that_comes_while_a_verification_runs_does_not_look_compared(p: &Portal) {
    let kept = audit(p, &["checkpoint"]);
    p.act(async |tx, act| {
        let many = vec![act.did(Action::Heartbeat, "portal"); 10_000];
        vigie::audit::append_all(tx, &act.keys, &many).await
    });
    let auditor = p.auditor();
    let start = |checkpoint: &str| auditor.post("/audit/verification", &[("checkpoint", checkpoint)]);
    // A verification may have ended before the next is asked for: then that one runs when the one after it comes.
    let met = (0..50).map(|_| (start("").is(303), start(&kept)).1).find(|answer| answer.status == 422);
    let page = met.unwrap().page();
    assert!(page.has("#checkpoint-e") && words(&page.text("textarea")) == words(&kept), "{}", page.text("main"));
    assert!(page.has(".inset[role=status]"), "how far it is stands there too: {}", page.text("main"));
}

fn what_is_wrong_is_said_with_where(p: &Portal) {
    let (off, on) = match p.kind {
        Kind::Sqlite => ("DROP TRIGGER audit_record_no_update; ", ""),
        Kind::Postgres => ("ALTER TABLE audit_record DISABLE TRIGGER ALL; ", "; ALTER TABLE audit_record ENABLE TRIGGER ALL"),
    };
    p.sql(&format!("{off}UPDATE audit_record SET object = object || 'x' WHERE n = 4{on}"));
    let page = verified(p, "");
    assert!(page.text(".errs h2").contains('4') && page.has(".errs a[href='/audit/entries/4']"), "{}", page.text("main"));
}

fn a_table_that_is_not_what_the_log_says_is_seen_on_the_page(p: &Portal) {
    let whole = verified(p, "");
    assert!(whole.has(".ok-box") && whole.texts(".ok-box p").len() == 3, "{}", whole.text("main"));
    let contact = p.id("contact0");
    p.sql(&format!("UPDATE account SET party_id = (SELECT MAX(id) FROM party WHERE id <> account.party_id) WHERE id = '{contact}'"));
    let page = verified(p, "");
    assert!(!page.has(".ok-box") && page.text(".errs code") == contact.as_str() && page.has(".errs a[href^='/audit/entries/']"), "{}", page.text("main"));
    p.sql(&format!("UPDATE account SET party_id = (SELECT MIN(party_id) FROM account a WHERE a.id = '{}') WHERE id = '{contact}'", p.id("colleague0")));
    assert!(verified(p, "").has(".ok-box"), "{}", verified(p, "").text("main"));
    // The checkpoint beside the database is looked at as well.
    audit(p, &["checkpoint"]);
    let beside = p.dir.join("log.checkpoint");
    let kept = fs::read_to_string(&beside).unwrap();
    fs::write(&beside, kept.replacen("/audit", "/other", 2)).unwrap();
    let page = verified(p, "");
    assert!(page.text(".errs").contains("log.checkpoint"), "{}", page.text("main"));
    fs::write(&beside, kept).unwrap();
    assert!(verified(p, "").has(".ok-box"));
}
