//! Taking rows into the register. A word is never overwritten: a later one on the same decision stands beside it and counts from a day on.
use super::{
    may,
    register::{OnCall, Row},
    scheme::Words,
    store::{self, Additions, DecisionRow, FactsRow, ProviderRow, WordRow},
    terms::Counts,
};
use crate::{
    audit::{self, Act, Action},
    crypto::sha256,
    db::Tx,
    error::Result,
    ids::ProviderId,
    text::{fold, slug},
};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// What an import changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Words on decisions that were new.
    pub new: u64,
    /// Decisions of which the newest word says the same.
    pub known: u64,
    /// Providers that were new.
    pub providers: u64,
}

/// What an empty cell about a provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// Nothing: what is known stays. So lists are read.
    Keeps,
    /// That there is none. So the page is read on which a person is shown every field.
    Clears,
}

/// What names a decision: provider, scheme as it is compared, offer, number and first day.
pub(super) type Key = (ProviderId, String, String, String, Option<String>);

pub(super) fn key(d: &DecisionRow) -> Key {
    (d.provider_id.clone(), fold(&d.scheme), d.offer.clone(), d.decision_no.clone(), d.valid_from.clone())
}

/// The newest word on each decision, and the newest on each provider.
#[derive(Default)]
pub(super) struct Newest {
    pub(super) words: HashMap<Key, DecisionRow>,
    pub(super) facts: HashMap<ProviderId, FactsRow>,
    pub(super) by_name: HashMap<String, ProviderRow>,
    slugs: HashSet<String>,
    /// The codes of schemes, by how they are compared.
    codes: HashMap<String, String>,
}

impl Newest {
    pub(super) async fn read(tx: &mut Tx) -> Result<Self> {
        let words: HashMap<Key, DecisionRow> = store::decisions(tx).await?.into_iter().map(|d| (key(&d), d)).collect();
        let facts = store::facts(tx).await?.into_iter().map(|f| (f.provider_id.clone(), f)).collect();
        let providers = store::providers(tx).await?;
        let slugs = providers.iter().map(|p| p.slug.clone()).collect();
        let by_name = providers.into_iter().map(|p| (p.folded.clone(), p)).collect();
        // As decisions write it; as it is described, where it is.
        let mut codes: HashMap<String, String> = words.values().map(|d| (fold(&d.scheme), d.scheme.clone())).collect();
        codes.extend(Words::read(tx).await?.known(i64::MAX).into_iter().map(|s| (fold(&s.code), s.code)));
        Ok(Self { words, facts, by_name, slugs, codes })
    }

    /// Whether there is a word on a row's decision, and when the newest on it or on its provider was recorded; 0 where there is none.
    pub(super) fn seen(&self, row: &Row) -> (bool, i64) {
        let Some(provider) = self.by_name.get(&fold(&row.provider)) else { return (false, 0) };
        let word = self.words.get(&key(&stated(&provider.id, row, 0))).map(|d| d.recorded_at);
        let facts = self.facts.get(&provider.id).map_or(0, |f| f.recorded_at);
        (word.is_some(), word.unwrap_or(0).max(facts))
    }

    /// A row whose scheme is written as the register writes it.
    pub(super) fn spelt(&self, row: &Row) -> Row {
        Row { scheme: self.codes.get(&fold(&row.scheme)).unwrap_or(&row.scheme).clone(), ..row.clone() }
    }
}

/// What is taken.
pub struct Batch<'a> {
    /// The rows, in order.
    pub rows: &'a [Row],
    /// What their empty cells say.
    pub empty: Empty,
    /// The day on which they are taken.
    pub today: Date,
}

/// Takes rows into the register, in one transaction. The same rows twice change nothing.
///
/// # Errors
/// When the database fails; then nothing is taken.
pub async fn import(tx: &mut Tx, act: &Act, _go: &may::Take, batch: &Batch<'_>, mut progress: impl FnMut()) -> Result<Imported> {
    let Batch { rows, empty, today } = *batch;
    store::hold(tx).await?;
    let mut newest = Newest::read(tx).await?;
    let (mut done, mut changed, mut seq, mut new) = (Imported::default(), false, store::last_word(tx).await?, Additions::default());
    for row in rows {
        let row = &newest.spelt(row);
        let (id, first) = provider(&mut newest, &mut new, row);
        done.providers = done.providers.saturating_add(u64::from(first));
        changed |= facts(&mut newest, &mut new, &id, row, empty, act.at);
        if let Some(word) = word(&newest, &id, row, today, act.at) {
            seq = seq.saturating_add(1);
            newest.words.insert(key(&word), word.clone());
            new.words.push(WordRow { digest: digest(&word, seq), seq, word });
            done.new = done.new.saturating_add(1);
        } else {
            done.known = done.known.saturating_add(1);
        }
        if new.full() {
            new.write(tx).await?;
        }
        progress();
    }
    new.write(tx).await?;
    if done.new > 0 || changed {
        store::next_version(tx).await?;
        let mut event = act.did(Action::ProvidersImported, "register");
        event.detail = format!("{} new, {} known", done.new, done.known);
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(done)
}

/// The row's provider, made when it is not there. Says whether it is new.
fn provider(newest: &mut Newest, new: &mut Additions, row: &Row) -> (ProviderId, bool) {
    let folded = fold(&row.provider);
    if let Some(there) = newest.by_name.get(&folded) {
        return (there.id.clone(), false);
    }
    let mut made = ProviderRow { id: ProviderId::new(), slug: slug(&row.provider), name: row.provider.clone(), folded: folded.clone() };
    // An address that is a page of its own belongs to no provider.
    let reserved = ["comparison", "regions", "export", "register"];
    while made.slug.is_empty() || reserved.contains(&made.slug.as_str()) || newest.slugs.contains(&made.slug) {
        let ending = crate::ids::draw(b"23456789", 4);
        let name = slug(&row.provider);
        made.slug = if name.is_empty() { format!("provider-{ending}") } else { format!("{name}-{ending}") };
    }
    let id = made.id.clone();
    newest.slugs.insert(made.slug.clone());
    newest.by_name.insert(folded, made.clone());
    new.providers.push(made);
    (id, true)
}

/// Adds what the row says of the provider itself, when it says anything new.
fn facts(newest: &mut Newest, new: &mut Additions, id: &ProviderId, row: &Row, empty: Empty, at: i64) -> bool {
    let there = newest.facts.get(id);
    let now = said(there, id, row, empty, at);
    if there.is_some_and(|there| FactsRow { n: there.n, recorded_at: there.recorded_at, ..now.clone() } == *there) {
        return false;
    }
    newest.facts.insert(id.clone(), now.clone());
    new.facts.push(now);
    true
}

/// What is known of a provider after a row.
pub(super) fn said(there: Option<&FactsRow>, id: &ProviderId, row: &Row, empty: Empty, at: i64) -> FactsRow {
    let keep = |new: String, old: fn(&FactsRow) -> &String| match (new.is_empty(), empty, there) {
        (true, Empty::Keeps, Some(there)) => old(there).clone(),
        _ => new,
    };
    let silent = row.on_call == OnCall::Unknown && empty == Empty::Keeps;
    FactsRow {
        provider_id: id.clone(),
        n: there.map_or(1, |f| f.n.saturating_add(1)),
        recorded_at: at,
        siren: keep(row.siren.clone(), |f| &f.siren),
        country: keep(row.country.clone(), |f| &f.country),
        regions: keep(row.regions.join("|"), |f| &f.regions),
        languages: keep(row.languages.join("|"), |f| &f.languages),
        website: keep(row.website.clone(), |f| &f.website),
        phone: keep(row.phone.clone(), |f| &f.phone),
        email: keep(row.email.clone(), |f| &f.email),
        on_call: there.filter(|_| silent).map_or_else(|| row.on_call.text().to_owned(), |f| f.on_call.clone()),
        arrival: row.arrival_hours.or_else(|| there.filter(|_| empty == Empty::Keeps).and_then(|f| f.arrival)),
    }
}

/// The word that a row says, unless the newest on its decision says the same.
pub(super) fn word(newest: &Newest, id: &ProviderId, row: &Row, today: Date, at: i64) -> Option<DecisionRow> {
    let mut word = stated(id, row, at);
    let Some(before) = newest.words.get(&key(&word)) else { return Some(word) };
    let day = |d: Date| d.to_string();
    (word.effective, word.replaces) = match row.counts {
        Counts::Listed if word.status == before.status => (before.effective.clone(), true),
        Counts::Listed => (day(since(before, row, today)), false),
        Counts::Correction(from) => (from.map_or_else(|| before.effective.clone(), day), true),
        Counts::From(from) => (day(from), false),
    };
    // The same words are nothing new, unless they count on other days: a correction of the day, or a change from an earlier one.
    let other_days = if word.replaces { word.effective != before.effective } else { word.effective < before.effective };
    let beside = DecisionRow { recorded_at: before.recorded_at, replaces: before.replaces, effective: before.effective.clone(), ..word.clone() };
    (other_days || beside != *before).then_some(word)
}

/// From which day another state counts in a list: the day of the decision when the row names a new one, else the day on which it is recorded. A list
/// repeats the day of the first decision, which must not paint over a suspension that came since.
fn since(before: &DecisionRow, row: &Row, today: Date) -> Date {
    let decided = row.decision_date.filter(|day| before.decision_date.as_deref() != Some(&day.to_string()) && day.to_string() >= before.effective);
    decided.unwrap_or(today)
}

/// What a row says of a decision.
pub(super) fn stated(id: &ProviderId, r: &Row, at: i64) -> DecisionRow {
    let date = |d: Option<Date>| d.map(|d| d.to_string());
    DecisionRow {
        provider_id: id.clone(),
        scheme: r.scheme.clone(),
        scheme_version: r.scheme_version.clone(),
        offer: r.offer.clone(),
        scopes: r.scopes.join("|"),
        level: r.level.clone(),
        national_security: r.national_security,
        decision_no: r.decision_no.clone(),
        decision_date: date(r.decision_date),
        valid_from: date(r.valid_from),
        valid_to: date(r.valid_to),
        status: r.status.text().into(),
        conditions: r.conditions.clone(),
        source: r.source.clone(),
        evidence: r.evidence.clone(),
        effective: String::new(),
        replaces: false,
        recorded_at: at,
    }
}

/// What tells one word from every other.
fn digest(d: &DecisionRow, seq: i64) -> Vec<u8> {
    let date = |d: &Option<String>| d.clone().unwrap_or_default();
    let security = d.national_security.map(|b| b.to_string()).unwrap_or_default();
    let fields = [
        seq.to_string(),
        d.provider_id.0.clone(),
        d.scheme.clone(),
        d.scheme_version.clone(),
        d.offer.clone(),
        d.scopes.clone(),
        d.level.clone(),
        security,
        d.decision_no.clone(),
        date(&d.decision_date),
        date(&d.valid_from),
        date(&d.valid_to),
        d.status.clone(),
        d.conditions.clone(),
        d.source.clone(),
        d.evidence.clone(),
        d.effective.clone(),
        d.replaces.to_string(),
        d.recorded_at.to_string(),
    ];
    sha256(fields.join("\u{1f}").as_bytes()).to_vec()
}
