//! What is filled into the blanks of a theme: places, dates, products, addresses. All invented or reserved.

use jiff::civil::Date;

use super::rng::Rng;
use super::theme::Theme;

/// Towns whose name begins with a consonant and needs no article, so that every sentence stays right.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "Bastia", "Bayonne", "Beauvais", "Belfort", "Besançon", "Béziers", "Blois", "Bordeaux", "Bourges", "Brest", "Brive",
    "Caen", "Cahors", "Calais", "Carcassonne", "Cayenne", "Chambéry", "Chartres", "Colmar", "Compiègne", "Dax", "Dieppe",
    "Dijon", "Draguignan", "Dunkerque", "Fort-de-France", "Gap", "Grenoble", "Guéret", "Laval", "Lille", "Limoges",
    "Lorient", "Lyon", "Mâcon", "Mamoudzou", "Marseille", "Mende", "Metz", "Millau", "Montauban", "Montluçon",
    "Montpellier", "Moulins", "Mulhouse", "Nancy", "Nantes", "Narbonne", "Nevers", "Nice", "Nîmes", "Nouméa", "Papeete",
    "Pau", "Périgueux", "Perpignan", "Poitiers", "Quimper", "Reims", "Rennes", "Roanne", "Rodez", "Rouen", "Saint-Brieuc",
    "Saint-Denis", "Saint-Malo", "Sète", "Soissons", "Strasbourg", "Tarbes", "Toulon", "Toulouse", "Tours", "Troyes",
    "Tulle", "Valence", "Valenciennes", "Vannes", "Verdun", "Vesoul", "Vichy",
];
#[rustfmt::skip]
const MONTHS_FR: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
];
#[rustfmt::skip]
const MONTHS_EN: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
];
#[rustfmt::skip]
const FIRST: &[&str] = &["kel", "tor", "var", "lin", "mor", "sab", "fen", "dur", "nel", "gal", "bri", "pol", "rum", "cas", "vel", "dor"];
#[rustfmt::skip]
const LAST: &[&str] = &["mane", "vic", "dora", "net", "lune", "gard", "port", "sia", "mont", "val", "tis", "rac", "bel", "nor", "quin", "ser"];

/// What fills the blanks of one advisory.
pub(super) struct Blanks {
    pub(super) language: &'static str,
    place: &'static str,
    product: &'static str,
    day: Date,
    published: Date,
    number: usize,
    word: String,
    ip: String,
    sha256: String,
}

impl Blanks {
    /// Something that happened in the three weeks before `published`.
    pub(super) fn new(rng: &mut Rng, theme: &Theme, published: Date) -> Self {
        Self {
            language: theme.language,
            place: rng.pick(PLACES),
            product: rng.pick(&theme.products),
            day: shift(published, -3 - rng.below(18) as i64),
            published,
            number: 6 + rng.below(43),
            word: word(rng),
            ip: ip(rng),
            sha256: sha256(rng),
        }
    }

    /// Another place and number, for line `n` of `count` of a chronology.
    fn at(&self, rng: &mut Rng, n: usize, count: usize) -> Self {
        let days = self.day.until(self.published).map_or(0, |span| span.get_days());
        let after = i64::from(days) * n as i64 / count.max(1) as i64;
        Self {
            place: rng.pick(PLACES),
            number: 2 + rng.below(38),
            day: shift(self.day, after),
            word: self.word.clone(),
            ip: self.ip.clone(),
            sha256: self.sha256.clone(),
            ..*self
        }
    }

    /// Line `n` of `count` of a chronology that runs from the first day to the day of publication.
    pub(super) fn event(&self, rng: &mut Rng, text: &str, n: usize, count: usize) -> String {
        self.at(rng, n, count).fill(text)
    }

    /// Another address and another hash.
    pub(super) fn renew(&mut self, rng: &mut Rng) {
        self.ip = ip(rng);
        self.sha256 = sha256(rng);
    }

    /// The text with its blanks filled.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            self.blank(name, &mut out);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn blank(&self, name: &str, out: &mut String) {
        match name {
            "place" => out.push_str(self.place),
            "product" => out.push_str(self.product),
            "date" => out.push_str(&date(self.language, self.day)),
            "sunday" => out.push_str(&date(self.language, sunday(self.day))),
            "number" => out.push_str(&self.number.to_string()),
            "word" => out.push_str(&self.word),
            "ip" => out.push_str(&self.ip),
            "sha256" => out.push_str(&self.sha256),
            _ => {}
        }
    }
}

/// The day so many days later, or earlier if negative.
pub(super) fn shift(day: Date, days: i64) -> Date {
    jiff::Span::new().try_days(days).and_then(|span| day.checked_add(span)).unwrap_or(day)
}

/// The Sunday on or before a day.
fn sunday(day: Date) -> Date {
    shift(day, -i64::from(day.weekday().to_sunday_zero_offset()))
}

fn date(language: &str, day: Date) -> String {
    let french = language == "fr";
    let months = if french { MONTHS_FR } else { MONTHS_EN };
    let month = usize::try_from(day.month() - 1).ok().and_then(|n| months.get(n)).copied().unwrap_or_default();
    let first = if french && day.day() == 1 { "er" } else { "" };
    format!("{}{first} {month} {}", day.day(), day.year())
}

fn word(rng: &mut Rng) -> String {
    format!("{}{}{}", rng.pick(FIRST), rng.pick(FIRST), rng.pick(LAST))
}

/// An address of the three documentation networks (RFC 5737).
fn ip(rng: &mut Rng) -> String {
    let network = rng.pick(&["192.0.2", "198.51.100", "203.0.113"]);
    format!("{network}.{}", 1 + rng.below(254))
}

fn sha256(rng: &mut Rng) -> String {
    (0..4).map(|_| format!("{:016x}", rng.next())).collect()
}
