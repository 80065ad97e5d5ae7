//! Who receives each advisory and where it stands: shares as a real agency has them.

use super::blanks::Blanks;
use super::rng::Rng;
use super::{Audience, State};

/// No more parties than this in a chosen audience; it matters for the huge scale only.
const MOST_PARTIES: usize = 60;

/// The kind of audience, before its members are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    All,
    Some,
    Named,
}

const SOME_FR: &[&str] = &[
    "Clients du même prestataire que l’équipe qui a signalé les faits",
    "Adresses relevées dans la liste de cibles du {date}",
    "Permanences situées dans la région de {place}",
    "Équipes présentes à la réunion de {place} le {date}",
    "Partis dont un compte au moins a été visé",
    "Partis qui ont déclaré utiliser le service cité",
];
const SOME_EN: &[&str] = &[
    "Customers of the same supplier as the team that reported it",
    "Addresses found in the target list of {date}",
    "Offices in the area of {place}",
    "Teams that met in {place} on {date}",
    "Parties with at least one account aimed at",
    "Parties that declared using the service in question",
];
const NAMED_FR: &[&str] = &[
    "Numéros relevés dans une liste de cibles trouvée le {date}",
    "Destinataires des messages du {date}",
    "Personnes présentes à la réunion de {place}",
    "Source à protéger : le nombre de lecteurs doit rester très faible",
];
const NAMED_EN: &[&str] = &[
    "Numbers found in a target list on {date}",
    "Recipients of the messages of {date}",
    "People who were at the meeting in {place}",
    "A source must be protected: very few readers",
];

/// The kinds of `count` audiences: 70 % all, 22 % some, 8 % named; the first three are one of each.
pub(super) fn kinds(rng: &mut Rng, count: usize) -> Vec<Kind> {
    let (named, some) = (count * 8 / 100, count * 22 / 100);
    let mut rest: Vec<Kind> = std::iter::repeat_n(Kind::Named, named.saturating_sub(1))
        .chain(std::iter::repeat_n(Kind::Some, some.saturating_sub(1)))
        .chain(std::iter::repeat(Kind::All))
        .take(count.saturating_sub(3))
        .collect();
    rng.shuffle(&mut rest);
    [Kind::All, Kind::Some, Kind::Named].into_iter().chain(rest).collect()
}

/// The states of `count` advisories, newest first: 80 % published, two withdrawn, the rest being written or
/// reviewed and therefore recent. The first three are published.
pub(super) fn states(rng: &mut Rng, count: usize) -> Vec<State> {
    let unpublished = (count / 5).saturating_sub(2);
    let recent = (unpublished * 2 + 4).min(count.saturating_sub(3));
    let mut head: Vec<State> = (0..recent)
        .map(|n| match n {
            n if n >= unpublished => State::Published,
            n if n % 2 == 0 => State::Draft,
            _ => State::InReview,
        })
        .collect();
    let mut tail: Vec<State> = (recent + 3..count).map(|_| State::Published).collect();
    tail.iter_mut().take(2).for_each(|state| *state = State::Withdrawn);
    rng.shuffle(&mut head);
    rng.shuffle(&mut tail);
    std::iter::repeat_n(State::Published, 3).chain(head).chain(tail).collect()
}

/// The members of an audience and the reason. The first of all is fixed, so that the demonstration can be told.
pub(super) fn audience(rng: &mut Rng, place: usize, kind: Kind, (parties, people): (usize, usize), blanks: &Blanks) -> Audience {
    let french = blanks.language == "fr";
    match kind {
        Kind::All => Audience::AllParties,
        Kind::Some => {
            let most = (parties / 3).min(MOST_PARTIES);
            let count = 1 + rng.below(most);
            let chosen = if place == 1 { vec![0, 2] } else { rng.some(count, parties) };
            Audience::SomeParties(chosen, blanks.fill(rng.pick(if french { SOME_FR } else { SOME_EN })))
        }
        Kind::Named => {
            let chosen = if place == 2 { vec![(0, 0), (0, 1)] } else { named(rng, parties, people) };
            Audience::NamedPeople(chosen, blanks.fill(rng.pick(if french { NAMED_FR } else { NAMED_EN })))
        }
    }
}

/// One or two people in each of one or two parties.
fn named(rng: &mut Rng, parties: usize, people: usize) -> Vec<(usize, usize)> {
    let count = 1 + rng.below(2);
    let mut chosen = Vec::new();
    for party in rng.some(count, parties) {
        let count = 1 + rng.below(2);
        chosen.extend(rng.some(count, people).into_iter().map(|person| (party, person)));
    }
    chosen
}

/// A marking that suits the audience and the severity. Red is for named people, and for them always.
pub(super) fn tlp(rng: &mut Rng, place: usize, kind: Kind, severity: &str) -> &'static str {
    match (kind, severity) {
        (Kind::Named, _) => "RED",
        _ if place == 0 => "AMBER+STRICT",
        _ if place == 1 => "AMBER",
        (Kind::Some, _) => rng.pick(&["AMBER+STRICT", "AMBER", "AMBER", "GREEN"]),
        (Kind::All, "critical") => rng.pick(&["AMBER+STRICT", "AMBER"]),
        (Kind::All, "high") => rng.pick(&["AMBER+STRICT", "AMBER", "GREEN"]),
        (Kind::All, "moderate") => rng.pick(&["AMBER", "GREEN", "GREEN"]),
        (Kind::All, _) => rng.pick(&["GREEN", "CLEAR", "CLEAR"]),
    }
}
