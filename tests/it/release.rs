//! Release at a time: once, for everybody at the same moment, and only of what was approved by somebody who still may.
use crate::{
    desk::{self, To},
    life::{annex, local, state, translate},
    sink,
    support::{Portal, on_both},
};
use vigie::clock::{HOUR, MINUTE};

on_both! {
    a_release_at_a_time_happens_then_for_everybody
    what_is_scheduled_is_seen_by_staff_alone
    a_scheduled_release_is_void_when_anything_of_it_changes
    a_scheduled_release_is_void_when_its_approver_may_no_longer
    a_scheduled_release_taken_back_voids_its_approval
    a_time_that_is_no_moment_is_refused
    of_two_nodes_one_releases
}

/// Approves for a moment, some minutes from now.
pub fn schedule(p: &Portal, reference: &str, minutes: i64) -> i64 {
    let at = (p.now() + minutes * MINUTE) / MINUTE * MINUTE;
    let typed = local(at);
    let page = format!("/desk/advisories/{reference}/review");
    p.approver().submit(&page, &format!("/desk/advisories/{reference}/publication"), &[("publish_at", &typed)]).is(303);
    at
}

fn a_release_at_a_time_happens_then_for_everybody(p: &Portal) {
    let reference = desk::in_review(p, "À midi", To::Parties(&[0, 1]));
    let at = schedule(p, &reference, 90);
    assert_eq!(state(p, &reference), "scheduled");
    for party in 0..2 {
        p.contact(party).get(&format!("/advisories/{reference}")).is(404);
    }
    assert!(p.author().get(&format!("/desk/advisories/{reference}")).page().text(".ok-box").contains("Paris"));
    // Signing in takes its time, and this clock goes on.
    p.clock.advance(at - p.now() - MINUTE);
    p.sign_in("author").get(&format!("/desk/advisories/{reference}")).is(200);
    assert_eq!(state(p, &reference), "scheduled", "a minute before");
    p.clock.advance(MINUTE);
    sink::until("it is released", || state(p, &reference) == "published");
    for party in 0..2 {
        p.sign_in(&format!("contact{party}")).get(&format!("/advisories/{reference}")).is(200);
    }
    let records: Vec<_> =
        p.records().into_iter().filter(|r| r.contains(&reference) && (r.starts_with("advisory.approved") || r.starts_with("advisory.published"))).collect();
    assert_eq!(records.len(), 2, "{records:?}");
    assert!(records[1].contains(&format!("approved by {}", p.id("approver"))), "{records:?}");
    sink::until("its readers are told", || p.count("FROM outbox WHERE kind = 'waiting' AND state = 'sent'") == 6);
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}

fn what_is_scheduled_is_seen_by_staff_alone(p: &Portal) {
    let reference = desk::in_review(p, "Sous embargo", To::All);
    schedule(p, &reference, 60);
    let reader = p.contact(0);
    for page in ["/", "/advisories", "/search?q=embargo", "/advisories?sort=date"] {
        let text = reader.get(page).is(200).text();
        assert!(!text.contains("embargo</a>") && !text.contains(&reference), "{page}");
    }
    for outlet in ["", "/versions/1", "/changes/1", "/indicators.csv", "/advisory.txt", "/signature.p7s"] {
        let (hidden, absent) = (reader.get(&format!("/advisories/{reference}{outlet}")), reader.get(&format!("/advisories/2027-AAAA{outlet}")));
        assert_eq!((hidden.status, hidden.body.len()), (404, absent.body.len()), "{outlet}");
    }
    let page = format!("/desk/advisories/{reference}/content");
    p.author().get(&page).is(409);
}

fn a_scheduled_release_is_void_when_anything_of_it_changes(p: &Portal) {
    // Behind the portal's back: by roads that no page offers.
    let changes = [
        "UPDATE revision SET title = 'Autre' WHERE ",
        "UPDATE revision SET body = body || ' ' WHERE ",
        "UPDATE revision SET severity = 'critical' WHERE ",
        "UPDATE revision SET release_at = release_at - 1 WHERE ",
        "DELETE FROM audience_party WHERE party_id IN (SELECT id FROM party WHERE slug = 'erable-nouveau') AND ",
        "UPDATE translation SET summary = 'Other' WHERE ",
        "UPDATE annex SET body = 'Autre' WHERE ",
    ];
    let references: Vec<String> = (0..=changes.len())
        .map(|n| {
            let reference = desk::complete(p, &format!("Changé {n}"), To::Parties(&[0, 1]));
            translate(&p.author(), &reference, "Changed");
            annex(&p.author(), &reference, 1, "Pour vous.");
            desk::submit(&p.author(), &reference).is(303);
            reference
        })
        .collect();
    let at = references.iter().map(|r| schedule(p, r, 10)).max().unwrap();
    for (change, reference) in changes.iter().zip(&references) {
        assert_eq!(p.sql(&format!("{change} advisory_id IN (SELECT id FROM advisory WHERE reference = '{reference}')")), 1, "{change}");
    }
    p.clock.advance(at - p.now() + 1_000);
    sink::until("every approval is judged", || p.count("FROM revision WHERE state = 'scheduled'") == 0);
    let author = p.sign_in("author");
    for (change, reference) in changes.iter().zip(&references) {
        assert_eq!(state(p, reference), "in-review", "{change}");
        let tasks = author.get(&format!("/desk/advisories/{reference}")).page();
        assert!(tasks.text(".banner").contains("changé depuis"), "{change}: {}", tasks.text(".banner"));
    }
    assert_eq!(state(p, references.last().unwrap()), "published", "the one that nobody touched");
    assert_eq!(p.count("FROM alarm WHERE kind = 'approval-void'"), changes.len());
}

fn a_scheduled_release_is_void_when_its_approver_may_no_longer(p: &Portal) {
    let reference = desk::in_review(p, "Approuvé par qui est parti", To::All);
    let at = schedule(p, &reference, 30);
    p.sql(&format!("UPDATE account SET approver = FALSE WHERE id = '{}'", p.id("approver")));
    p.clock.advance(at - p.now() + 1_000);
    sink::until("the approval is void", || state(p, &reference) == "in-review");
    let tasks = p.sign_in("author").get(&format!("/desk/advisories/{reference}")).page();
    assert!(tasks.text(".banner").contains("ne peut plus"), "{}", tasks.text(".banner"));
    p.sign_in("contact0").get(&format!("/advisories/{reference}")).is(404);
    // Somebody else reviews and publishes it.
    desk::publish(&p.by("approver2"), &reference).is(303);
    p.contact(1).get(&format!("/advisories/{reference}")).is(200);
}

fn a_scheduled_release_taken_back_voids_its_approval(p: &Portal) {
    let reference = desk::in_review(p, "Repris", To::All);
    let at = schedule(p, &reference, 30);
    let page = format!("/desk/advisories/{reference}");
    p.author().submit(&page, &format!("{page}/recall"), &[]).leads_to(&page);
    assert_eq!(state(p, &reference), "draft");
    assert!(p.author().get(&page).page().text(".banner").contains("annulée avant"));
    p.clock.advance(at - p.now() + HOUR);
    let reader = p.sign_in("contact0");
    reader.get(&format!("/advisories/{reference}")).is(404);
    assert!(p.records().iter().any(|r| r.starts_with(&format!("advisory.approval-void {reference} done void-recalled"))));
    // What waits for review is taken back without that word: it had no approval.
    let author = p.sign_in("author");
    desk::submit(&author, &reference).is(303);
    author.submit(&page, &format!("{page}/recall"), &[]).is(303);
    assert!(!author.get(&page).page().has(".banner"));
}

fn a_time_that_is_no_moment_is_refused(p: &Portal) {
    let reference = desk::in_review(p, "Quand ?", To::All);
    let (page, action) = (format!("/desk/advisories/{reference}/review"), format!("/desk/advisories/{reference}/publication"));
    let next = |month: u8, day_from: i8, hour: &str| {
        // The last Sunday of a month, next year: when the clocks change in Paris.
        let year = jiff::Timestamp::from_millisecond(p.now()).unwrap().to_zoned(jiff::tz::TimeZone::UTC).year() + i16::from(month > 12);
        let mut date = jiff::civil::date(year + 1, i8::try_from(month).unwrap(), day_from);
        while date.weekday() != jiff::civil::Weekday::Sunday {
            date = date.yesterday().unwrap();
        }
        format!("{date}T{hour}")
    };
    let (spring, autumn) = (next(3, 31, "02:30"), next(10, 31, "02:30"));
    for (typed, says) in
        [("demain", "ainsi"), ("2001-01-01T10:00", "passée"), ("2099-01-01T10:00", "année"), (spring.as_str(), "n’existe pas"), (autumn.as_str(), "deux fois")]
    {
        let back = p.approver().submit(&page, &action, &[("publish_at", typed)]).is(422).page();
        assert!(back.text("#publish_at-e").contains(says), "{typed}: {}", back.text("#publish_at-e"));
        assert_eq!(back.typed("publish_at"), typed);
    }
    assert_eq!(state(p, &reference), "in-review");
}

fn of_two_nodes_one_releases(p: &Portal) {
    let another = p.another(&[]);
    let references: Vec<_> = (0..4).map(|n| desk::in_review(p, &format!("Course {n}"), To::All)).collect();
    let at = references.iter().map(|r| schedule(p, r, 30)).max().unwrap();
    p.clock.advance(at - p.now() + 1_000);
    sink::until("all are released", || p.count("FROM revision WHERE state = 'published'") == references.len());
    drop(another);
    for reference in &references {
        let published = p.records().iter().filter(|r| r.starts_with(&format!("advisory.published {reference}"))).count();
        assert_eq!(published, 1, "{reference}");
    }
    let readers = p.count("FROM account WHERE state = 'confirmed' AND membership IN ('lead', 'contact')");
    assert_eq!(p.count("FROM outbox WHERE kind = 'waiting'"), readers * references.len());
}
