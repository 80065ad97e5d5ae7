//! Who is found on which day.
use super::*;
use crate::ids::ProviderId;

fn provider(name: &str, status: &str, from: &str, to: Option<&str>) -> Provider {
    let mut p = Provider::new(ProviderRow {
        id: ProviderId::new(),
        slug: fold(name),
        name: name.into(),
        folded: fold(name),
        siren: String::new(),
        country: "FR".into(),
        regions: "Bretagne|Île-de-France".into(),
        languages: "fr".into(),
        website: String::new(),
        phone: "01 99 00 00 01".into(),
        email: String::new(),
        on_call: "around-the-clock".into(),
    });
    p.add(DecisionRow {
        provider_id: ProviderId::new(),
        scheme: "PRIS".into(),
        scheme_version: "3".into(),
        offer: "Réponse".into(),
        scopes: "investigation numérique".into(),
        level: String::new(),
        national_security: None,
        decision_no: "1".into(),
        valid_from: Some(from.into()),
        valid_to: to.map(Into::into),
        status: status.into(),
        conditions: String::new(),
        source: String::new(),
    });
    p
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
    let names = |wish: &Wish| find(&register, wish, day).iter().map(|f| f.provider.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&Wish::default()), ["Balise", "Sans Fin"]);
    assert_eq!(
        names(&Wish { need: Some(Need::Response), region: "ile de france".into(), on_call: true, words: "INVESTIGATION balise".into(), ..Wish::default() }),
        ["Balise"]
    );
    assert!(names(&Wish { need: Some(Need::Hosting), ..Wish::default() }).is_empty());
    assert!(!register[5].was_qualified() && register[2].was_qualified());
    assert_eq!(register[0].decisions[0].on(day), Validity::Valid(Some(("2027-03-12".into(), 0))));
    for provider in &register {
        let decision = &provider.decisions[0];
        assert_eq!(decision.holds(day), matches!(decision.on(day), Validity::Valid(_)), "{}", provider.name);
    }
    for (need, n) in counts(&register, day) {
        let wish = Wish { need: Some(need), ..Wish::default() };
        assert_eq!(usize::try_from(n).unwrap(), find(&register, &wish, day).len(), "{need:?}");
    }
}

#[test]
fn another_provider_comes_first_each_day() {
    let register =
        [provider("A", "qualified", "2020-01-01", None), provider("B", "qualified", "2020-01-01", None), provider("C", "qualified", "2020-01-01", None)];
    let first = |day: &str| {
        let day = day.parse().unwrap();
        let mut found = find(&register, &Wish::default(), day);
        rotate(&mut found, day);
        found[0].provider.name.clone()
    };
    let mut three = [first("2027-03-12"), first("2027-03-13"), first("2027-03-14")];
    three.sort();
    assert_eq!(three, ["A", "B", "C"]);
}

#[test]
fn a_later_word_on_a_decision_counts() {
    let day: Date = "2027-03-12".parse().unwrap();
    let mut p = provider("Balise", "qualified", "2026-01-01", None);
    let suspended = provider("Balise", "suspended", "2026-01-01", None).decisions.remove(0);
    p.add(DecisionRow {
        provider_id: ProviderId::new(),
        scheme: suspended.scheme,
        scheme_version: "3".into(),
        offer: suspended.offer,
        scopes: String::new(),
        level: String::new(),
        national_security: None,
        decision_no: suspended.number,
        valid_from: Some("2026-01-01".into()),
        valid_to: None,
        status: "suspended".into(),
        conditions: String::new(),
        source: String::new(),
    });
    assert_eq!(p.decisions.len(), 1);
    assert!(!p.holds(day));
}
