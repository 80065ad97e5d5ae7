//! What the content promises.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;

use super::*;
use crate::providers::register::{self, Status};

mod wording;

const TODAY: Date = date(2026, 11, 22);

fn small() -> Content {
    content(1, Scale::Small, TODAY)
}

/// Every sentence of an advisory that a person reads.
fn sentences(advisory: &Advisory) -> Vec<&str> {
    let mut all = vec![advisory.title.as_str(), &advisory.summary, &advisory.body, &advisory.change_note];
    all.extend(advisory.actions.iter().map(String::as_str));
    all.extend(advisory.indicators.iter().map(|(_, _, comment)| comment.as_str()));
    match &advisory.audience {
        Audience::SomeParties(_, reason) | Audience::NamedPeople(_, reason) => all.push(reason),
        Audience::AllParties => {}
    }
    all
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(small(), small());
    assert_ne!(small(), content(2, Scale::Small, TODAY));
    assert_eq!(format!("{:?}", content(7, Scale::Large, TODAY)), format!("{:?}", content(7, Scale::Large, TODAY)));
}

#[test]
fn counts_are_those_of_the_scale() {
    for (scale, parties, people, advisories) in [(Scale::Small, 6, 3, 40), (Scale::Large, 100, 3, 2_000), (Scale::Huge, 15_000, 4, 20_000)] {
        let content = content(1, scale, TODAY);
        assert_eq!((content.parties.len(), content.advisories.len()), (parties, advisories));
        assert!(content.parties.iter().all(|party| party.people.len() == people));
        names_are_unique(&content);
        advisories_hold(&content);
    }
}

fn names_are_unique(content: &Content) {
    let parties = &content.parties;
    let count = |names: Vec<&str>| names.into_iter().collect::<BTreeSet<_>>().len();
    assert_eq!(count(parties.iter().map(|party| party.name.as_str()).collect()), parties.len());
    assert_eq!(count(parties.iter().map(|party| party.slug.as_str()).collect()), parties.len());
    let people: Vec<&Person> = parties.iter().flat_map(|party| &party.people).collect();
    assert_eq!(count(people.iter().map(|person| person.email.as_str()).collect()), people.len());
    for party in parties {
        assert!(party.slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        fictional(&party.switchboard);
    }
    for person in people {
        assert!(person.email.ends_with(".example") && person.email.is_ascii(), "{}", person.email);
        assert!(!person.email.contains("--") && !person.email.contains("-@"), "{}", person.email);
        fictional(&person.phone);
    }
    assert!(content.groups.iter().all(|(_, members)| { !members.is_empty() && members.iter().all(|party| *party < parties.len()) }));
}

fn fictional(phone: &str) {
    let starts = ["01 99 00 ", "02 61 91 ", "03 53 01 ", "04 65 71 ", "05 36 49 ", "06 39 98 "];
    assert!(phone.len() == 14 && starts.iter().any(|start| phone.starts_with(start)), "{phone}");
}

fn advisories_hold(content: &Content) {
    let all = &content.advisories;
    let count = |test: &dyn Fn(&Advisory) -> bool| all.iter().filter(|advisory| test(advisory)).count();
    assert_eq!(all.iter().map(|advisory| &advisory.title).collect::<BTreeSet<_>>().len(), all.len());
    assert!(all.windows(2).all(|pair| pair[0].days_ago <= pair[1].days_ago));
    assert_eq!((all[0].days_ago, all[all.len() - 1].days_ago), (0, 120));
    assert_eq!(count(&|advisory| advisory.state == State::Published), all.len() * 8 / 10);
    assert_eq!(count(&|advisory| advisory.state == State::Withdrawn), 2);
    assert!(count(&|advisory| advisory.state == State::Draft) >= 2);
    assert!(count(&|advisory| advisory.state == State::InReview) >= 2);
    assert_eq!(count(&|advisory| advisory.language == "en"), all.len() / 3);
    assert_eq!(count(&|advisory| advisory.audience == Audience::AllParties) * 100 / all.len() / 5, 14);
    assert!(count(&|advisory| advisory.second_version) > all.len() / 25);
    for advisory in all {
        one_holds(advisory, content);
    }
}

fn one_holds(advisory: &Advisory, content: &Content) {
    let named = matches!(advisory.audience, Audience::NamedPeople(..));
    assert_eq!(advisory.tlp == "RED", named);
    assert!(["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"].contains(&advisory.tlp));
    assert!(["critical", "high", "moderate", "information"].contains(&advisory.severity), "{}", advisory.title);
    match &advisory.audience {
        Audience::AllParties => {}
        Audience::SomeParties(parties, reason) => {
            assert!(!reason.is_empty() && !parties.is_empty() && parties.len() <= content.parties.len() / 3);
            assert!(parties.iter().all(|party| *party < content.parties.len()));
        }
        Audience::NamedPeople(people, reason) => {
            assert!(!reason.is_empty() && !people.is_empty());
            assert!(people.iter().all(|(party, person)| content.parties[*party].people.get(*person).is_some()));
        }
    }
    assert!((2..=5).contains(&advisory.actions.len()));
    assert!((1_024..=12_000).contains(&advisory.body.len()), "{} {}", advisory.body.len(), advisory.title);
    assert!(advisory.body.starts_with("## ") && advisory.body.matches("\n## ").count() >= 1);
    assert!(advisory.title.chars().count() <= 120, "{}", advisory.title);
    assert!(!advisory.summary.is_empty() && !advisory.change_note.is_empty());
    for text in sentences(advisory) {
        assert!(!text.contains(['{', '}']) && !text.contains("  "), "{text}");
    }
}

#[test]
fn the_first_three_tell_the_story() {
    for scale in [Scale::Small, Scale::Large] {
        let all = content(5, scale, TODAY).advisories;
        assert!(all[..3].iter().all(|advisory| advisory.state == State::Published));
        assert_eq!((all[0].severity, all[0].tlp, &all[0].audience), ("critical", "AMBER+STRICT", &Audience::AllParties));
        assert!(matches!(&all[1].audience, Audience::SomeParties(parties, _) if parties == &[0, 2]));
        assert_eq!((all[1].tlp, all[2].tlp), ("AMBER", "RED"));
        assert!(matches!(&all[2].audience, Audience::NamedPeople(people, _) if people.iter().all(|(party, _)| *party == 0)));
    }
}

#[test]
fn every_seed_holds() {
    for seed in 0..40 {
        let content = content(seed, Scale::Small, TODAY);
        names_are_unique(&content);
        for advisory in &content.advisories {
            one_holds(advisory, &content);
        }
        let report = register::parse(content.providers_csv.as_bytes()).unwrap();
        assert!(report.refused.is_empty() && report.repeated.is_empty());
    }
}

#[test]
fn staff_have_one_role_each() {
    let mut roles = BTreeMap::new();
    for staff in small().staff {
        assert!(staff.email.ends_with("@agence.example"));
        assert_eq!(staff.roles.len(), 1);
        *roles.entry(staff.roles[0]).or_insert(0) += 1;
    }
    let expected = [("administrator", 2), ("approver", 2), ("auditor", 1), ("author", 2), ("vetting", 2)];
    assert_eq!(roles, BTreeMap::from(expected));
}

#[test]
fn there_are_themes_enough() {
    let small = small();
    let mut first = BTreeSet::new();
    for (language, texts) in [("fr", texts::FR), ("en", texts::EN)] {
        for theme in theme::all(language, texts) {
            assert!(theme.again.contains("{place}"), "{}", theme.title);
            assert!(theme.sections.len() >= 4 && !theme.references.is_empty(), "{}", theme.title);
            if small.advisories.iter().any(|advisory| advisory.title == theme.title) {
                first.insert(theme.title);
            }
        }
    }
    assert!(first.len() >= 24, "{}", first.len());
}

#[test]
fn bodies_are_spread() {
    let mut sizes: Vec<usize> = content(1, Scale::Large, TODAY).advisories.iter().map(|advisory| advisory.body.len()).collect();
    sizes.sort_unstable();
    eprintln!("bodies: min {} median {} max {}", sizes[0], sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    assert!(sizes[0] < 1_500 && sizes[sizes.len() - 1] > 11_000);
}

#[test]
fn the_register_is_taken_whole() {
    for (scale, providers) in [(Scale::Small, 60), (Scale::Large, 300)] {
        let report = register::parse(content(1, scale, TODAY).providers_csv.as_bytes()).unwrap();
        assert_eq!((report.refused, report.repeated), (vec![], vec![]));
        let mut rows = BTreeMap::<_, usize>::new();
        let mut numbers = BTreeSet::new();
        for row in &report.rows {
            *rows.entry(&row.provider).or_default() += 1;
            fictional(&row.phone);
            assert!(row.website.ends_with(".example") && row.siren.starts_with("000"));
            assert!(row.decision_no.is_empty() || numbers.insert(&row.decision_no));
            let expired = row.valid_to.is_some_and(|day| day < TODAY);
            assert_eq!(row.status == Status::Expired, expired);
            assert_eq!(row.status == Status::InEvaluation, row.valid_to.is_none());
            assert!(row.valid_from.is_none_or(|day| day <= TODAY));
        }
        assert_eq!(rows.len(), providers);
        assert!(rows.values().all(|count| (1..=3).contains(count)));
        shares_hold(&report.rows);
    }
}

fn shares_hold(rows: &[register::Row]) {
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    let limit = blanks::shift(TODAY, 60);
    let soon = rows.iter().filter(|row| row.status == Status::Qualified && row.valid_to.is_some_and(|day| day <= limit));
    let shares = [soon.count(), count(Status::Expired), count(Status::Suspended), count(Status::InEvaluation)];
    eprintln!("{} rows, soon/expired/suspended/in evaluation: {shares:?}", rows.len());
    assert!(shares.iter().all(|share| *share >= 2) && count(Status::Withdrawn) == 1);
}
