//! Staff, parties, their people and groups.

use std::collections::HashSet;

use super::names::{AFTER, FIRST, KINDS, LAST, SIX};
use super::rng::Rng;
use super::{Party, Person, Staff};

/// The agency's nine: the same in every demonstration, so that its script can name them.
const STAFF: [(&str, &[&str]); 9] = [
    ("Claire Moreau", &["author"]),
    ("Bastien Keller", &["author"]),
    ("Hélène Aubertin", &["approver"]),
    ("Idriss Benyahia", &["approver"]),
    ("Mona Carpentier", &["vetting"]),
    ("Paul Delestre", &["vetting"]),
    ("Sarah Okoye", &["auditor"]),
    ("Thomas Vernier", &["administrator"]),
    ("Lina Castellan", &["administrator"]),
];
/// French numbers that are never given out, for fiction (decision of the regulator).
const LANDLINES: &[&str] = &["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49"];
const MOBILE: &str = "06 39 98";
/// Up to so many parties are named after one thing, further ones after two.
const SINGLE: usize = 400;

/// The agency's staff.
pub(super) fn staff() -> Vec<Staff> {
    STAFF.into_iter().map(|(name, roles)| Staff { name: name.to_owned(), email: address(name, "agence"), roles }).collect()
}

/// Parties with unique names, slugs and e-mail domains.
pub(super) fn parties(seed: u64, count: usize, people: usize) -> Vec<Party> {
    let mut rng = Rng::new(seed, 2);
    let mut slugs = HashSet::new();
    let mut domains = HashSet::new();
    let mut parties = Vec::with_capacity(count);
    for place in 0..count {
        let (name, domain) = match SIX.get(place) {
            Some((name, domain)) => ((*name).to_owned(), (*domain).to_owned()),
            None => another(&mut rng, place, &slugs),
        };
        let slug = plain(&name);
        slugs.insert(slug.clone());
        let domain = if domains.insert(domain.clone()) { domain } else { slug.clone() };
        domains.insert(domain.clone());
        let switchboard = landline(&mut rng);
        parties.push(Party { name, slug, switchboard, people: contacts(&mut rng, people, &domain) });
    }
    parties
}

/// A name that is not taken yet, and a short name for its domain.
fn another(rng: &mut Rng, place: usize, slugs: &HashSet<String>) -> (String, String) {
    loop {
        let kind = rng.pick(KINDS);
        let (one, two) = (rng.pick(AFTER), rng.pick(AFTER));
        let (name, domain) = match place < SINGLE {
            true => (format!("{kind} {one}"), thing(one)),
            false if one != two => (format!("{kind} {one} et {two}"), format!("{}-{}", thing(one), thing(two))),
            false => continue,
        };
        if !slugs.contains(&plain(&name)) {
            return (name, domain);
        }
    }
}

/// The bare thing: “érable” of “de l’Érable”.
fn thing(after: &str) -> String {
    plain(after.rsplit([' ', '’']).next().unwrap_or(after))
}

/// People with different names at one domain. One in six has a landline, the others a mobile.
fn contacts(rng: &mut Rng, count: usize, domain: &str) -> Vec<Person> {
    let mut emails = HashSet::new();
    let mut people = Vec::with_capacity(count);
    while people.len() < count {
        let name = format!("{} {}", rng.pick(FIRST), rng.pick(LAST));
        let email = address(&name, domain);
        if emails.insert(email.clone()) {
            let phone = if rng.below(6) == 0 { landline(rng) } else { number(rng, MOBILE) };
            people.push(Person { name, email, phone });
        }
    }
    people
}

fn address(name: &str, domain: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    format!("{}.{}@{domain}.example", plain(first), plain(last))
}

/// A fictional telephone number with an area code.
pub(super) fn landline(rng: &mut Rng) -> String {
    let start = rng.pick(LANDLINES);
    number(rng, start)
}

fn number(rng: &mut Rng, start: &str) -> String {
    format!("{start} {:02} {:02}", rng.below(100), rng.below(100))
}

/// Groups of parties, none empty.
pub(super) fn groups(seed: u64, parties: usize) -> Vec<(String, Vec<usize>)> {
    let mut rng = Rng::new(seed, 3);
    let names = [
        ("Partis représentés au Parlement", 3),
        ("Petites équipes, moins de dix personnes", 2),
        ("Partis présents outre-mer", 4),
        ("Clients d’un hébergeur commun", 5),
    ];
    names.into_iter().map(|(name, share)| (name.to_owned(), rng.some((parties / share).clamp(2, 500), parties))).collect()
}

/// Only `a` to `z`, `0` to `9` and hyphens: for addresses.
pub(super) fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'à' | 'â' | 'ä' => out.push('a'),
            'ç' => out.push('c'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'î' | 'ï' => out.push('i'),
            'ô' | 'ö' => out.push('o'),
            'ù' | 'û' | 'ü' => out.push('u'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.trim_end_matches('-').to_owned()
}
