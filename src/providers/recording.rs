//! Taking rows into the register. A word is never overwritten: a later one on the same decision stands beside it and counts from a day on.
use super::{
    may,
    register::{OnCall, Row},
    scheme::Words,
    store::{self, DecisionRow, FactsRow, ProviderRow},
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
use std::collections::HashMap;

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

/// What names a decision: provider, scheme, offer, number and first day.
pub(super) type Key = (ProviderId, String, String, String, Option<String>);

pub(super) fn key(d: &DecisionRow) -> Key {
    (d.provider_id.clone(), d.scheme.clone(), d.offer.clone(), d.decision_no.clone(), d.valid_from.clone())
}

/// The newest word on each decision, and the newest on each provider.
pub(super) struct Newest {
    pub(super) words: HashMap<Key, DecisionRow>,
    pub(super) facts: HashMap<ProviderId, FactsRow>,
    pub(super) by_name: HashMap<String, ProviderRow>,
    /// The codes of schemes that are described, as they are compared.
    codes: HashMap<String, String>,
}

impl Newest {
    pub(super) async fn read(tx: &mut Tx) -> Result<Self> {
        let words = store::decisions(tx).await?.into_iter().map(|d| (key(&d), d)).collect();
        let facts = store::facts(tx).await?.into_iter().map(|f| (f.provider_id.clone(), f)).collect();
        let by_name = store::providers(tx).await?.into_iter().map(|p| (p.folded.clone(), p)).collect();
        let codes = Words::read(tx).await?.known(i64::MAX).into_iter().map(|s| (fold(&s.code), s.code)).collect();
        Ok(Self { words, facts, by_name, codes })
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
    let (mut done, mut changed, mut seq) = (Imported::default(), false, store::last_word(tx).await?);
    for row in rows {
        let row = &newest.spelt(row);
        let (id, new) = provider(tx, &mut newest, row).await?;
        done.providers = done.providers.saturating_add(u64::from(new));
        changed |= facts(tx, &mut newest, &id, row, empty, act.at).await?;
        if let Some(word) = word(&newest, &id, row, today, act.at) {
            seq = seq.saturating_add(1);
            store::insert_decision(tx, &digest(&word, seq), seq, &word).await?;
            newest.words.insert(key(&word), word);
            done.new = done.new.saturating_add(1);
        } else {
            done.known = done.known.saturating_add(1);
        }
        progress();
    }
    if done.new > 0 || changed {
        store::next_version(tx).await?;
        let mut event = act.did(Action::ProvidersImported, "register");
        event.detail = format!("{} new, {} known", done.new, done.known);
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(done)
}

/// The row's provider, made when it is not there. Says whether it is new.
async fn provider(tx: &mut Tx, newest: &mut Newest, row: &Row) -> Result<(ProviderId, bool)> {
    let folded = fold(&row.provider);
    if let Some(there) = newest.by_name.get(&folded) {
        return Ok((there.id.clone(), false));
    }
    let mut new = ProviderRow { id: ProviderId::new(), slug: slug(&row.provider), name: row.provider.clone(), folded: folded.clone() };
    // An address that is a page of its own belongs to no provider.
    let taken = ["comparison", "regions", "export", "register"].contains(&new.slug.as_str()) || store::slug_taken(tx, &new.slug).await?;
    if new.slug.is_empty() || taken {
        let ending = crate::ids::draw(b"23456789", 4);
        new.slug = if new.slug.is_empty() { format!("provider-{ending}") } else { format!("{}-{ending}", new.slug) };
    }
    store::insert_provider(tx, &new).await?;
    let id = new.id.clone();
    newest.by_name.insert(folded, new);
    Ok((id, true))
}

/// Adds what the row says of the provider itself, when it says anything new.
async fn facts(tx: &mut Tx, newest: &mut Newest, id: &ProviderId, row: &Row, empty: Empty, at: i64) -> Result<bool> {
    let there = newest.facts.get(id);
    let now = said(there, id, row, empty, at);
    if there.is_some_and(|there| FactsRow { n: there.n, recorded_at: there.recorded_at, ..now.clone() } == *there) {
        return Ok(false);
    }
    store::insert_facts(tx, &now).await?;
    newest.facts.insert(id.clone(), now);
    Ok(true)
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
    word.effective.clone_from(&before.effective);
    if (DecisionRow { recorded_at: before.recorded_at, ..word.clone() }) == *before {
        return None;
    }
    // A correction counts from where the corrected word does, unless somebody has said another day; another state from the day it was decided.
    let redated = !before.effective.is_empty() && word.decision_date != before.decision_date;
    match row.counts_from {
        Some(day) if word.status != before.status || redated => word.effective = day.to_string(),
        None if word.status != before.status => word.effective = since(before, row, today).to_string(),
        _ => {}
    }
    Some(word)
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
        d.recorded_at.to_string(),
    ];
    sha256(fields.join("\u{1f}").as_bytes()).to_vec()
}
