//! Rendering takes its time, and nobody waits for it; what is published is what was rendered from exactly what was reviewed.
use crate::{
    client,
    desk::{self, To},
    support::{Kind, Portal, on_both},
};
use std::{
    io::Write,
    sync::atomic::{AtomicBool, Ordering},
};
use vigie::{
    accounts,
    advisories::{drafting, may, press::Press, releasing, typeset::Typeset},
    error::Error,
};

on_both! {
    what_was_rendered_before_a_change_is_not_published
    a_long_text_is_published_as_it_was_previewed
}

/// A text that takes long: as much emphasis as is still rendered as such.
fn long() -> String {
    "*a* b c d e f g h\n\n".repeat(40_000)
}

#[test]
fn others_are_answered_while_a_megabyte_is_previewed() {
    let p = Portal::with(Kind::Sqlite, &[("workers = 2", "workers = 1")]);
    let (author, nobody, done) = (p.author(), p.nobody(), AtomicBool::new(false));
    let reference = desk::draft(&author, "Longue");
    let page = format!("/desk/advisories/{reference}/content");
    let body = long();
    let mut fields: Vec<(String, String)> = author.get(&page).page().hidden(&page);
    fields.extend([("title", "Longue"), ("body", body.as_str()), ("then", "preview")].map(|(n, v)| (n.to_owned(), v.to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let bytes = author.request("POST", &page).fields(&fields).bytes();
    let mut slow = p.at.connect();
    slow.write_all(&bytes).unwrap();
    let answered = std::thread::scope(|threads| {
        let preview = threads.spawn(|| {
            let answer = client::read(&mut slow);
            done.store(true, Ordering::SeqCst);
            answer
        });
        let mut answered = 0;
        while !done.load(Ordering::SeqCst) {
            nobody.get("/healthz").is(200);
            answered += 1;
        }
        let answer = preview.join().unwrap().is(200);
        assert!(answer.page().has("main p > em"));
        answered
    });
    // With the only worker busy there would be one or two, before it begins.
    assert!(answered > 10, "{answered}");
}

fn a_long_text_is_published_as_it_was_previewed(p: &Portal) {
    let author = p.author();
    let reference = desk::draft(&author, "Longue");
    let page = format!("/desk/advisories/{reference}/content");
    let body = "*a* b & c\n\n".repeat(2_000);
    author.submit(&page, &page, &[("title", "Longue"), ("summary", "Un."), ("body", &body)]).is(303);
    desk::address(p, &author, &reference, To::All);
    desk::submit(&author, &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let text = p.contact(0).get(&format!("/advisories/{reference}")).is(200).text();
    assert_eq!(text.matches("<p><em>a</em> b &amp; c</p>").count(), 2_000);
}

fn what_was_rendered_before_a_change_is_not_published(p: &Portal) {
    let reference = desk::in_review(p, "Changée", To::All);
    let press = Press::open(&p.settings()).unwrap();
    let approver = p.id("approver");
    for (change, published) in [("UPDATE revision SET body = 'autre'", false), ("UPDATE revision SET reason = reason", true)] {
        let made = p.act(async |tx, _| Ok(Typeset::of(drafting::find(tx, &reference).await?)));
        p.sql(change);
        let done = p.act(async |tx, act| {
            let (draft, person) = (drafting::find(tx, &reference).await?, accounts::person(tx, &approver).await?);
            let lock = draft.lock;
            Ok(releasing::publish(tx, act, &press, may::publish(&person, draft)?, lock, &made).await)
        });
        assert_eq!(done.is_ok(), published, "{done:?}");
        assert!(published || matches!(done, Err(Error::Stale(_))), "{done:?}");
    }
    assert!(p.contact(0).get(&format!("/advisories/{reference}")).is(200).text().contains("autre"));
}
