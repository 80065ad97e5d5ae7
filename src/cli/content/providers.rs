//! A register of invented security providers, as CSV: what `vigie import providers` takes.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::blanks::shift;
use super::names::{FORMS, ROOTS, THINGS};
use super::parties::{landline, plain};
use super::rng::Rng;

const HEADER: &str = "provider,siren,country,regions,languages,website,phone,email,on_call,scheme,scheme_version,offer,scopes,level,national_security,decision_no,decision_date,valid_from,valid_to,status,conditions,source,arrival_hours\n";

/// A scheme: name, version, offers, scopes, and whether it has levels.
struct Scheme {
    name: &'static str,
    version: &'static str,
    offers: &'static [&'static str],
    scopes: &'static [&'static str],
    levels: bool,
}

const SCHEMES: [Scheme; 6] = [
    Scheme {
        name: "PASSI",
        version: "2.2",
        offers: &["Audit de sécurité", "Tests d’intrusion et audit", "Audit technique"],
        scopes: &["architecture", "configuration", "code source", "tests d'intrusion", "organisationnel et physique"],
        levels: true,
    },
    Scheme {
        name: "PRIS",
        version: "3.1",
        offers: &["Réponse à incident", "Intervention d’urgence", "Investigation et remédiation"],
        scopes: &["pilotage technique", "recherche d'indicateurs de compromission", "investigation numérique", "analyse de codes malveillants"],
        levels: true,
    },
    Scheme {
        name: "PDIS",
        version: "2.1",
        offers: &["Détection managée", "Supervision de sécurité", "Centre de détection"],
        scopes: &["gestion des incidents", "gestion des événements", "gestion des notifications"],
        levels: true,
    },
    Scheme {
        name: "PAMS",
        version: "1.1",
        offers: &["Administration déléguée", "Exploitation sécurisée"],
        scopes: &["administration", "maintenance"],
        levels: false,
    },
    Scheme {
        name: "PACS",
        version: "1.0",
        offers: &["Conseil et accompagnement", "Préparation à la crise"],
        scopes: &["conseil en homologation", "gestion des risques", "architecture", "préparation à la crise"],
        levels: false,
    },
    Scheme {
        name: "SecNumCloud",
        version: "3.2",
        offers: &["Nuage de confiance", "Plateforme hébergée", "Suite collaborative"],
        scopes: &["IaaS", "PaaS", "CaaS", "SaaS"],
        levels: false,
    },
];

/// Regions, those of the mainland first.
#[rustfmt::skip]
const REGIONS: &[&str] = &[
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est",
    "Hauts-de-France", "Île-de-France", "Normandie", "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire",
    "Provence-Alpes-Côte d’Azur", "Guadeloupe", "Guyane", "La Réunion", "Martinique", "Mayotte",
];
const MAINLAND: usize = 13;
const CONDITIONS: &[&str] = &[
    "Hors prestations réalisées depuis l’étranger.",
    "Limité aux équipes nommées dans la décision.",
    "Audit de suivi prévu avant la fin de la deuxième année.",
    "Sous-traitance soumise à l’accord du commanditaire.",
];

/// What a row is to show.
#[derive(Clone, Copy)]
enum Kind {
    Valid,
    Expiring,
    Expired,
    Suspended,
    InEvaluation,
    Withdrawn,
}

/// The register, with its header row.
pub(super) fn csv(seed: u64, count: usize, today: Date) -> String {
    let mut rng = Rng::new(seed, 4);
    let mut maker = Maker { today, numbers: BTreeMap::new() };
    let sizes: Vec<usize> = (0..count).map(|_| rng.pick(&[1, 1, 2, 2, 3])).collect();
    let mut kinds = kinds(&mut rng, sizes.iter().sum()).into_iter();
    let mut taken = HashSet::new();
    let mut out = HEADER.to_owned();
    for size in sizes {
        let provider = provider(&mut rng, &mut taken);
        let schemes = rng.some(size, SCHEMES.len());
        for (scheme, kind) in schemes.into_iter().filter_map(|n| SCHEMES.get(n)).zip(kinds.by_ref()) {
            let decision = maker.decision(&mut rng, scheme, kind);
            line(&mut out, provider.iter().chain(&decision).chain([&arrival(&provider)]));
        }
    }
    out
}

/// The shares of the kinds: 5 % expire soon, 5 % have expired, 4 % suspended, 3 % in evaluation, one withdrawn.
fn kinds(rng: &mut Rng, rows: usize) -> Vec<Kind> {
    let part = |percent: usize| (rows * percent + 50) / 100;
    let mut kinds: Vec<Kind> = std::iter::repeat_n(Kind::Expiring, part(5))
        .chain(std::iter::repeat_n(Kind::Expired, part(5)))
        .chain(std::iter::repeat_n(Kind::Suspended, part(4)))
        .chain(std::iter::repeat_n(Kind::InEvaluation, part(3)))
        .chain([Kind::Withdrawn])
        .chain(std::iter::repeat(Kind::Valid))
        .take(rows)
        .collect();
    rng.shuffle(&mut kinds);
    kinds
}

/// The nine cells that are the same in all rows of a provider.
fn provider(rng: &mut Rng, taken: &mut HashSet<String>) -> Vec<String> {
    let name = loop {
        let root = if rng.chance(65) { rng.pick(ROOTS) } else { rng.pick(THINGS) };
        let name = rng.pick(FORMS).replace("{}", root);
        if taken.insert(name.clone()) {
            break name;
        }
    };
    let siren = loop {
        let siren = siren(rng);
        if taken.insert(siren.clone()) {
            break siren;
        }
    };
    let slug = plain(&name);
    let languages = rng.pick(&["fr", "fr", "fr|en", "fr|en", "fr|en|de", "fr|en|es"]);
    let on_call = rng.pick(&["24/7", "business-hours", "business-hours"]);
    vec![
        name,
        siren,
        "FR".to_owned(),
        regions(rng),
        languages.to_owned(),
        format!("https://www.{slug}.example"),
        landline(rng),
        format!("contact@{slug}.example"),
        on_call.to_owned(),
    ]
}

/// Within how many hours somebody is there: soon who answers day and night; not every provider says it.
fn arrival(provider: &[String]) -> String {
    let digit = provider.get(1).and_then(|siren| siren.chars().last()).and_then(|c| c.to_digit(10)).unwrap_or_default();
    let hours = match (provider.last().map(String::as_str), digit) {
        (Some("24/7"), 0..=4) => "4",
        (Some("24/7"), _) => "12",
        (_, 0..=3) => "24",
        (Some(_), 5..=6) => "72",
        _ => "",
    };
    hours.to_owned()
}

/// Nine digits with a good check digit, beginning with 000, which is not given to companies.
fn siren(rng: &mut Rng) -> String {
    let middle = format!("{:05}", rng.below(100_000));
    let sum: u32 = middle
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let digit = u32::from(digit - b'0');
            match digit * 2 {
                _ if n % 2 == 1 => digit,
                double if double > 9 => double - 9,
                double => double,
            }
        })
        .sum();
    format!("000{middle}{}", (10 - sum % 10) % 10)
}

/// One to four regions, or the whole mainland.
fn regions(rng: &mut Rng) -> String {
    let places = if rng.chance(12) {
        (0..MAINLAND).collect()
    } else {
        let count = 1 + rng.below(4);
        rng.some(count, REGIONS.len())
    };
    list(REGIONS, &places)
}

fn list(items: &[&str], places: &[usize]) -> String {
    places.iter().filter_map(|n| items.get(*n)).copied().collect::<Vec<_>>().join("|")
}

/// The days that a decision is about: decided, from, to.
struct Days(Date, Date, Date);

/// Numbers the decisions.
struct Maker {
    today: Date,
    numbers: BTreeMap<(&'static str, i16), u32>,
}

impl Maker {
    /// The thirteen cells of a decision.
    fn decision(&mut self, rng: &mut Rng, scheme: &Scheme, kind: Kind) -> Vec<String> {
        let count = 1 + rng.below(scheme.scopes.len());
        let scopes = list(scheme.scopes, &rng.some(count, scheme.scopes.len()));
        let (level, national) = match scheme.levels {
            true => (rng.pick(&["substantiel", "élevé"]), rng.pick(&["yes", "no", "no", ""])),
            false => ("", ""),
        };
        let (status, conditions) = self.status(rng, kind);
        let mut cells: Vec<String> = [scheme.name, scheme.version, rng.pick(scheme.offers), &scopes, level, national].map(str::to_owned).into();
        cells.extend(match self.days(rng, kind) {
            Some(Days(decided, from, to)) => [self.number(scheme.name, decided), decided.to_string(), from.to_string(), to.to_string()],
            None => Default::default(),
        });
        cells.extend([status.to_owned(), conditions, "démonstration".to_owned()]);
        cells
    }

    fn number(&mut self, scheme: &'static str, decided: Date) -> String {
        let number = self.numbers.entry((scheme, decided.year())).or_default();
        *number += 1;
        format!("{scheme}-{}-{number:03}", decided.year())
    }

    fn days(&self, rng: &mut Rng, kind: Kind) -> Option<Days> {
        let years = 1 + rng.below(3);
        let left = match kind {
            Kind::InEvaluation => return None,
            Kind::Expiring => 3 + rng.below(57) as i64,
            Kind::Expired => -1 - rng.below(300) as i64,
            Kind::Valid | Kind::Suspended | Kind::Withdrawn => 61 + rng.below(365 * years - 135) as i64,
        };
        let to = shift(self.today, left);
        let from = shift(to, -(365 * years as i64));
        Some(Days(shift(from, -(rng.below(30) as i64)), from, to))
    }

    fn status(&self, rng: &mut Rng, kind: Kind) -> (&'static str, String) {
        let day = shift(self.today, -5 - rng.below(60) as i64);
        match kind {
            Kind::Suspended => ("suspended", format!("Suspension à titre conservatoire depuis le {day}.")),
            Kind::Withdrawn => ("withdrawn", format!("Retrait à la demande du prestataire le {day}.")),
            Kind::InEvaluation => ("in_evaluation", format!("Dossier recevable depuis le {day}.")),
            Kind::Expired => ("expired", String::new()),
            Kind::Valid | Kind::Expiring if rng.chance(15) => ("qualified", rng.pick(CONDITIONS).to_owned()),
            Kind::Valid | Kind::Expiring => ("qualified", String::new()),
        }
    }
}

/// Adds a line, with quotation marks where a cell needs them.
fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a String>) {
    let cells: Vec<String> = cells
        .map(|cell| match cell.contains([',', '"', '\n']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        })
        .collect();
    out.push_str(&cells.join(","));
    out.push('\n');
}
