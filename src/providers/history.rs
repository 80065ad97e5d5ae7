//! What is said of a provider, at two times: what was true on a day, and what the agency knew at a moment. Nothing is overwritten: each word
//! stands beside the earlier ones. Pure.
use super::{
    place,
    store::{DecisionRow, FactsRow, ProviderRow},
};
use crate::{
    clock::Millis,
    ids::ProviderId,
    text::{fold, list},
};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// A moment at which the register is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The day on which something is true.
    pub day: Date,
    /// Words that were recorded later are not known, milliseconds UTC.
    pub known: Millis,
}

impl At {
    /// A day as it is known now.
    pub fn now(day: Date) -> Self {
        Self { day, known: Millis::MAX }
    }
}

/// Whether a decision holds on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It does. The last day, if one is stated, and how many days are left.
    Valid(Option<(String, i32)>),
    /// From a later day on.
    NotYet(String),
    /// It ran out.
    Expired(String),
    /// It is suspended.
    Suspended,
    /// It was withdrawn.
    Withdrawn,
    /// It is not decided.
    InEvaluation,
}

/// A word on a qualification decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// `PRIS`, `PASSI`, …
    pub scheme: String,
    /// Its version.
    pub scheme_version: String,
    /// The offer that is qualified.
    pub offer: String,
    /// What for.
    pub scopes: Vec<String>,
    /// `substantiel`, `élevé` or empty.
    pub level: String,
    /// Whether for national-security needs.
    pub national_security: Option<bool>,
    /// The decision's number.
    pub number: String,
    /// The day of the decision.
    pub decided: Option<Date>,
    /// Conditions.
    pub conditions: String,
    /// Where it is published.
    pub source: String,
    /// SHA-256 of the evidence in hexadecimal digits, or empty.
    pub evidence: String,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
    /// `qualified`, `in_evaluation`, `suspended`, `withdrawn` or `expired`.
    pub status: String,
    /// From which day this word counts; from the beginning when there is none.
    pub effective: Option<Date>,
    /// Whether it takes the place of the word before.
    pub replaces: bool,
    /// When it was recorded, milliseconds UTC.
    pub recorded_at: Millis,
    /// Its scheme as it is compared.
    pub folded_scheme: String,
    /// Its scopes as they are compared.
    pub folded_scopes: String,
}

impl Decision {
    /// Where it stands on a day.
    pub fn on(&self, day: Date) -> Validity {
        match self.status.as_str() {
            "suspended" => return Validity::Suspended,
            "withdrawn" => return Validity::Withdrawn,
            "in_evaluation" => return Validity::InEvaluation,
            "qualified" => {}
            _ => return Validity::Expired(self.to.map(|d| d.to_string()).unwrap_or_default()),
        }
        if let Some(from) = self.from.filter(|from| day < *from) {
            return Validity::NotYet(from.to_string());
        }
        match self.to {
            Some(to) if day > to => Validity::Expired(to.to_string()),
            Some(to) => Validity::Valid(Some((to.to_string(), day.until(to).map_or(0, |s| s.get_days())))),
            None => Validity::Valid(None),
        }
    }

    /// Whether it holds on a day: the same as [`Validity::Valid`], without the words.
    pub fn holds(&self, day: Date) -> bool {
        self.status == "qualified" && self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    fn new(row: DecisionRow) -> Self {
        let date = |d: &Option<String>| d.as_deref().and_then(|d| d.parse().ok());
        Self {
            decided: date(&row.decision_date),
            from: date(&row.valid_from),
            to: date(&row.valid_to),
            effective: row.effective.parse().ok(),
            replaces: row.replaces,
            folded_scheme: fold(&row.scheme),
            folded_scopes: fold(&row.scopes.replace('|', " ")),
            scopes: list(&row.scopes),
            scheme: row.scheme,
            scheme_version: row.scheme_version,
            offer: row.offer,
            level: row.level,
            national_security: row.national_security,
            number: row.decision_no,
            conditions: row.conditions,
            source: row.source,
            evidence: row.evidence,
            status: row.status,
            recorded_at: row.recorded_at,
        }
    }
}

/// The words on one decision, in the order in which they were recorded.
#[derive(Clone, Debug)]
pub struct Thread(Vec<Decision>);

impl Thread {
    /// What counts at a moment: the newest word that was known then and counts on that day. A word whose place another one took says nothing.
    pub fn at(&self, at: At) -> Option<&Decision> {
        self.standing(at.known).find(|word| word.effective.is_none_or(|day| day <= at.day))
    }

    /// The words that were known and whose place no other took, the newest first.
    fn standing(&self, known: Millis) -> impl Iterator<Item = &Decision> {
        let mut replaced = false;
        self.0.iter().rev().filter(move |w| w.recorded_at <= known).filter(move |word| !std::mem::replace(&mut replaced, word.replaces))
    }

    /// The last day on which what holds at a moment holds without a break: its own, or the one before a change that is known by then and
    /// ends it. None when no end is known.
    pub fn last_day(&self, at: At) -> Option<Date> {
        let mut word = self.at(at)?;
        let changes: BTreeSet<Date> = self.standing(at.known).filter_map(|w| w.effective).filter(|day| *day > at.day).collect();
        for day in changes {
            if word.to.is_some_and(|to| to < day) {
                break;
            }
            let next = self.at(At { day, ..at })?;
            if !next.holds(day) {
                return day.yesterday().ok();
            }
            word = next;
        }
        word.to
    }

    /// The newest word, whatever it says.
    pub fn newest(&self) -> Option<&Decision> {
        self.0.last()
    }

    /// Every word, the oldest first.
    pub fn words(&self) -> &[Decision] {
        &self.0
    }
}

/// What is said of a provider itself.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// When it was recorded, milliseconds UTC.
    pub recorded_at: Millis,
    /// Its register number, nine digits or empty.
    pub siren: String,
    /// Its country.
    pub country: String,
    /// Where it works.
    pub regions: Vec<String>,
    /// In which languages.
    pub languages: Vec<String>,
    /// Its site.
    pub website: String,
    /// Its telephone.
    pub phone: String,
    /// Its address.
    pub email: String,
    /// `around-the-clock`, `business-hours` or `unknown`.
    pub on_call: String,
    /// Within how many hours somebody is there.
    pub arrival: Option<i64>,
    /// Its regions as they are compared.
    pub folded_regions: Vec<String>,
    /// Whether it works in the whole country.
    pub everywhere: bool,
}

/// A region as it is compared: the one that is known by what is written, or all of the mainland.
fn compared(region: &str) -> Vec<String> {
    match place::region(region) {
        Some(known) => vec![fold(known.name)],
        None if place::is_mainland(region) => place::mainland().map(|r| fold(r.name)).collect(),
        None => vec![fold(region)],
    }
}

impl Facts {
    fn new(row: FactsRow) -> Self {
        let regions = list(&row.regions);
        Self {
            recorded_at: row.recorded_at,
            folded_regions: regions.iter().flat_map(|r| compared(r)).collect(),
            everywhere: regions.iter().any(|r| place::is_everywhere(r)),
            regions,
            languages: list(&row.languages),
            siren: row.siren,
            country: row.country,
            website: row.website,
            phone: row.phone,
            email: row.email,
            on_call: row.on_call,
            arrival: row.arrival,
        }
    }
}

/// A provider with all that was ever said of it.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its name as it is compared.
    pub folded: String,
    facts: Vec<Facts>,
    threads: Vec<Thread>,
    /// Where the thread of a decision stands, while words are added.
    places: HashMap<(String, String, String, Option<Date>), usize>,
}

static NOTHING: Facts = Facts {
    recorded_at: 0,
    siren: String::new(),
    country: String::new(),
    regions: Vec::new(),
    languages: Vec::new(),
    website: String::new(),
    phone: String::new(),
    email: String::new(),
    on_call: String::new(),
    arrival: None,
    folded_regions: Vec::new(),
    everywhere: false,
};

impl Provider {
    pub(super) fn new(row: ProviderRow) -> Self {
        Self { id: row.id, slug: row.slug, name: row.name, folded: row.folded, facts: Vec::new(), threads: Vec::new(), places: HashMap::new() }
    }

    /// Adds what is said of the provider itself; in the order of recording.
    pub(super) fn say(&mut self, row: FactsRow) {
        self.facts.push(Facts::new(row));
    }

    /// Adds a word on a decision; in the order of recording.
    pub(super) fn add(&mut self, row: DecisionRow) {
        let word = Decision::new(row);
        let key = (word.folded_scheme.clone(), word.offer.clone(), word.number.clone(), word.from);
        let next = self.threads.len();
        match self.threads.get_mut(*self.places.entry(key).or_insert(next)) {
            Some(thread) => thread.0.push(word),
            None => self.threads.push(Thread(vec![word])),
        }
    }

    /// Everything was added.
    pub(super) fn complete(&mut self) {
        self.places = HashMap::new();
    }

    /// What it is found by at a moment, as it is compared: its name, its regions, and the decisions that hold.
    pub fn words(&self, at: At) -> String {
        let mut words: BTreeSet<String> = BTreeSet::new();
        let mut take = |text: &str| words.extend(fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned));
        self.facts_at(at).regions.iter().for_each(|r| take(r));
        for d in self.decisions(at).filter(|d| d.holds(at.day)) {
            take(&d.scheme);
            take(&d.offer);
            take(&d.folded_scopes);
        }
        words.iter().fold(self.folded.clone(), |all, word| all + " " + word)
    }

    /// What was known of the provider itself at a moment.
    pub fn facts_at(&self, at: At) -> &Facts {
        self.facts.iter().rev().find(|f| f.recorded_at <= at.known).unwrap_or(&NOTHING)
    }

    /// The newest of it.
    pub fn facts(&self) -> &Facts {
        self.facts.last().unwrap_or(&NOTHING)
    }

    /// Every decision, with every word on it.
    pub fn threads(&self) -> &[Thread] {
        &self.threads
    }

    /// The last day of a decision that holds at a moment; see [`Thread::last_day`].
    pub fn last_day(&self, word: &Decision, at: At) -> Option<Date> {
        self.threads.iter().find(|t| t.at(at).is_some_and(|w| std::ptr::eq(w, word)))?.last_day(at)
    }

    /// What counts at a moment, one word a decision.
    pub fn decisions(&self, at: At) -> impl Iterator<Item = &Decision> {
        self.threads.iter().filter_map(move |t| t.at(at))
    }

    /// Whether it was ever qualified, as far as is known at a moment: who is only being evaluated is not shown.
    pub fn was_qualified(&self, known: Millis) -> bool {
        self.threads.iter().flat_map(|t| t.standing(known)).any(|w| w.status != "in_evaluation")
    }

    /// Whether any decision holds at a moment.
    pub fn holds(&self, at: At) -> bool {
        self.decisions(at).any(|d| d.holds(at.day))
    }
}

#[cfg(test)]
mod tests;
