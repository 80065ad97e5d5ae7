//! Who is found on which day.
use super::*;
use crate::{
    ids::ProviderId,
    providers::{
        history::Validity,
        store::{DecisionRow, FactsRow, ProviderRow},
    },
};

/// A word on the one decision of these tests.
pub fn word(status: &str, from: &str, to: Option<&str>) -> DecisionRow {
    DecisionRow {
        provider_id: ProviderId(String::new()),
        scheme: "PRIS".into(),
        scheme_version: "3".into(),
        offer: "Réponse".into(),
        scopes: "investigation numérique".into(),
        level: String::new(),
        national_security: None,
        decision_no: "1".into(),
        decision_date: None,
        valid_from: Some(from.into()),
        valid_to: to.map(Into::into),
        status: status.into(),
        conditions: String::new(),
        source: String::new(),
        evidence: String::new(),
        effective: String::new(),
        replaces: false,
        recorded_at: 0,
    }
}

fn provider(name: &str, status: &str, from: &str, to: Option<&str>) -> Provider {
    let mut p = begun(name, status, from, to);
    p.complete();
    p
}

/// One to which more is added.
fn begun(name: &str, status: &str, from: &str, to: Option<&str>) -> Provider {
    let mut p = Provider::new(ProviderRow { id: ProviderId::new(), slug: fold(name), name: name.into(), folded: fold(name) });
    p.say(FactsRow {
        provider_id: p.id.clone(),
        n: 1,
        recorded_at: 0,
        siren: String::new(),
        country: "FR".into(),
        regions: "Bretagne|Île-de-France".into(),
        languages: "fr".into(),
        website: String::new(),
        phone: "01 99 00 00 01".into(),
        email: String::new(),
        on_call: "around-the-clock".into(),
        arrival: Some(4),
    });
    p.add(word(status, from, to));
    p
}

fn schemes() -> Vec<Scheme> {
    vec![Scheme {
        code: "pris".into(),
        name_fr: String::new(),
        name_en: String::new(),
        needs: vec![Need::Response],
        techniques: vec![Technique::Filtering],
        scopes: Vec::new(),
    }]
}

fn found<'a>(register: &'a [Provider], wish: &Wish, day: Date) -> Vec<Found<'a>> {
    let view = View::new(register, &schemes(), At::now(day));
    shown(register, &view, wish, find(register, &view, wish).into_iter())
}

#[test]
fn only_who_is_qualified_on_the_day_is_found() {
    let day: Date = "2027-03-12".parse().unwrap();
    let register = [
        provider("Balise", "qualified", "2026-01-01", Some("2027-03-12")),
        provider("Kermor", "qualified", "2026-01-01", Some("2027-03-11")),
        provider("Voltige", "suspended", "2026-01-01", Some("2029-01-01")),
        provider("Avant", "qualified", "2027-03-13", Some("2029-01-01")),
        provider("Sans Fin", "qualified", "2026-01-01", None),
        provider("Essai", "in_evaluation", "2026-01-01", None),
    ];
    let names = |wish: &Wish| found(&register, wish, day).iter().map(|f| f.provider.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&Wish::default()), ["Balise", "Sans Fin"]);
    assert_eq!(
        names(&Wish { need: Some(Need::Response), region: "ile de france".into(), on_call: true, words: "INVESTIGATION balise".into(), ..Wish::default() }),
        ["Balise"]
    );
    assert!(!register[5].was_qualified(i64::MAX) && register[2].was_qualified(i64::MAX));
    assert_eq!(register[0].threads()[0].newest().unwrap().on(day), Validity::Valid(Some(("2027-03-12".into(), 0))));
    for provider in &register {
        let decision = provider.threads()[0].newest().unwrap();
        assert_eq!(decision.holds(day), matches!(decision.on(day), Validity::Valid(_)), "{}", provider.name);
    }
    for (need, n) in View::new(&register, &schemes(), At::now(day)).counts {
        let wish = Wish { need: Some(need), ..Wish::default() };
        assert_eq!(usize::try_from(n).unwrap(), found(&register, &wish, day).len(), "{need:?}");
    }
    let view = View::new(&register, &schemes(), At::now(day));
    let counts = view.by_region(&find(&register, &view, &Wish::default()));
    assert!(counts.iter().any(|n| *n > 0), "{counts:?}");
    for (region, n) in place::REGIONS.iter().zip(counts) {
        let wish = Wish { region: region.name.into(), ..Wish::default() };
        assert_eq!(usize::try_from(n).unwrap(), found(&register, &wish, day).len(), "{}", region.name);
    }
}

#[test]
fn another_provider_comes_first_each_day() {
    let first = |day: &str| {
        let mut found = vec![0, 1, 2];
        rotate(&mut found, day.parse().unwrap());
        found[0]
    };
    let mut three = [first("2027-03-12"), first("2027-03-13"), first("2027-03-14")];
    three.sort_unstable();
    assert_eq!(three, [0, 1, 2]);
    rotate(&mut [], "2027-03-12".parse().unwrap());
}

#[test]
fn a_later_word_on_a_decision_counts_from_its_day() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    let mut p = begun("Balise", "qualified", "2026-01-01", None);
    p.add(DecisionRow { effective: "2027-03-12".into(), recorded_at: 50, ..word("suspended", "2026-01-01", None) });
    assert_eq!(p.threads().len(), 1);
    assert!(!p.holds(At::now(date("2027-03-12"))) && p.holds(At::now(date("2027-03-11"))));
    assert!(p.holds(At { day: date("2027-03-12"), known: 49 }), "nobody knew yet");
    let on = |day: &str| p.decisions(At::now(date(day))).next().unwrap().on(date(day));
    assert_eq!((on("2027-03-12"), on("2027-03-11")), (Validity::Suspended, Validity::Valid(None)));
}

#[test]
fn each_wish_narrows_what_is_found() {
    let day: Date = "2027-03-12".parse().unwrap();
    let register = [provider("Balise", "qualified", "2026-01-01", Some("2027-03-12")), provider("Sans Fin", "qualified", "2026-01-01", None)];
    let names = |wish: &Wish| found(&register, wish, day).iter().map(|f| f.provider.name.clone()).collect::<Vec<_>>();
    for nobody in [
        Wish { need: Some(Need::Hosting), ..Wish::default() },
        Wish { technique: Some(Technique::Network), ..Wish::default() },
        Wish { arrival: Some(3), ..Wish::default() },
        Wish { language: "en".into(), ..Wish::default() },
        Wish { level: "élevé".into(), ..Wish::default() },
        Wish { region: "13".into(), ..Wish::default() },
        Wish { until: Some("2030-01-01".parse().unwrap()), words: "balise".into(), ..Wish::default() },
    ] {
        assert!(names(&nobody).is_empty(), "{nobody:?}");
    }
    for both in [
        Wish { technique: Some(Technique::Filtering), ..Wish::default() },
        Wish { arrival: Some(4), language: "FR".into(), region: "Rennes, 35".into(), ..Wish::default() },
        Wish { region: "35".into(), until: Some("2027-03-12".parse().unwrap()), words: "investigaton".into(), ..Wish::default() },
    ] {
        let wanted: &[&str] = if both.region.contains(',') { &[] } else { &["Balise", "Sans Fin"] };
        assert_eq!(names(&both), wanted, "{both:?}");
    }
}
