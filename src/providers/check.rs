//! What a change of the register would do, row by row, before anybody decides: new, changed, gone, known, and what to look at twice.
use super::{
    recording::{self, Empty, Newest, key, said, stated},
    register::{COLUMNS, OF_PROVIDER, OPTIONAL, OnCall, Row, Status, date, line},
    scheme::{Scheme, Words},
    store::{DecisionRow, FactsRow, ProviderRow},
    terms::Counts,
};
use crate::{
    ids::ProviderId,
    text::{fold, list},
};
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a row does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// A provider that is not in the register.
    NewProvider,
    /// A decision that is not.
    #[default]
    NewDecision,
    /// A scheme that is not described.
    NewScheme,
    /// It says otherwise than the register.
    Changed,
    /// It says what the register says.
    Known,
}

impl What {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewProvider => "register-what-provider",
            Self::NewDecision => "register-what-decision",
            Self::NewScheme => "register-what-scheme",
            Self::Changed => "register-what-changed",
            Self::Known => "register-what-known",
        }
    }
}

/// A cell that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: &'static str,
    /// What stands there.
    pub before: String,
    /// What will.
    pub after: String,
    /// Whether there was nothing that could say anything: a new decision, a new provider.
    pub fresh: bool,
}

/// What an officer should look at twice: none of it refuses a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Qualified for more than three years (the longest that the French schemes allow).
    Long,
    /// Ended, withdrawn or expired, though a later last day is stated.
    Early,
    /// A renewal that does not begin where the decision before it ends.
    Apart,
    /// Qualified without a telephone number: nobody can call.
    Silent,
    /// Another provider bears the same SIREN: one company under two names.
    Namesake,
    /// It counts from before the word that it follows: nothing is left of that one.
    Over,
}

impl Warning {
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::Long => "register-warning-long",
            Self::Early => "register-warning-early",
            Self::Apart => "register-warning-apart",
            Self::Silent => "register-warning-silent",
            Self::Namesake => "register-warning-siren",
            Self::Over => "register-warning-over",
        }
    }
}

/// A row of the report.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The line of the file; 0 for a scheme, which is none.
    pub line: u64,
    /// The provider, or a scheme's code.
    pub provider: String,
    /// The scheme.
    pub scheme: String,
    /// The offer.
    pub offer: String,
    /// What it does.
    pub what: What,
    /// Every cell that will say otherwise than what is known: of the provider and of the decision.
    pub differences: Vec<Difference>,
    /// From which day it counts, where that is not the decision's beginning.
    pub counts_from: String,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

/// The whole report.
#[derive(Debug, Default)]
pub struct Checked {
    /// Row by row.
    pub lines: Vec<Line>,
    /// Decisions that hold and that the file does not name, though it names their scheme: as rows that withdraw them.
    pub gone: Vec<Row>,
    /// How many qualifications are of the scheme that is described.
    pub touched: i64,
}

impl Checked {
    /// How many rows do something of a kind.
    pub fn count(&self, is: fn(&What) -> bool) -> i64 {
        self.lines.iter().filter(|l| is(&l.what)).fold(0_i64, |n, _| n.saturating_add(1))
    }
    /// New decisions, of new providers too.
    pub fn new_ones(&self) -> i64 {
        self.count(|w| matches!(w, What::NewProvider | What::NewDecision | What::NewScheme))
    }
    /// Rows that change something.
    pub fn changed(&self) -> i64 {
        self.count(|w| *w == What::Changed)
    }
    /// Rows that say what is known.
    pub fn known(&self) -> i64 {
        self.count(|w| *w == What::Known)
    }
}

/// Compares rows with the register.
pub(super) fn check(mut newest: Newest, rows: &[Row], empty: Empty, today: Date) -> Checked {
    let gone = gone(&newest, rows, today);
    let (ends, mut bearers) = (ends(&newest), bearers(&newest));
    let lines = rows.iter().map(|row| one(&mut newest, &ends, &mut bearers, row, (empty, today))).collect();
    Checked { lines, gone, touched: 0 }
}

/// Compares a word on a scheme with the one that counts.
pub(super) fn scheme(newest: &Newest, words: &Words, scheme: &Scheme) -> Checked {
    let before = words.of(&scheme.code);
    let differences = scheme.differences(before.as_ref());
    let what = match &before {
        None => What::NewScheme,
        Some(_) if differences.is_empty() => What::Known,
        Some(_) => What::Changed,
    };
    let touched = newest.words.values().filter(|d| d.status == Status::Qualified.text() && fold(&d.scheme) == fold(&scheme.code)).count();
    let code = before.map_or_else(|| scheme.code.clone(), |known| known.code);
    let line = Line { provider: code, what, differences, ..Line::default() };
    Checked { lines: vec![line], gone: Vec::new(), touched: i64::try_from(touched).unwrap_or(i64::MAX) }
}

/// Which provider bears a SIREN.
type Bearers = HashMap<String, ProviderId>;

fn bearers(newest: &Newest) -> Bearers {
    newest.facts.values().filter(|f| !f.siren.is_empty()).map(|f| (f.siren.clone(), f.provider_id.clone())).collect()
}

/// The last day of the newest decision on each offer.
type Ends = HashMap<(ProviderId, String, String), (Option<String>, String)>;

fn ends(newest: &Newest) -> Ends {
    let mut all = Ends::new();
    for d in newest.words.values() {
        let Some(to) = &d.valid_to else { continue };
        let last = all.entry((d.provider_id.clone(), d.scheme.clone(), d.offer.clone())).or_insert_with(|| (d.valid_from.clone(), to.clone()));
        if *to > last.1 {
            *last = (d.valid_from.clone(), to.clone());
        }
    }
    all
}

/// One row, and what it leaves known for those behind it.
fn one(newest: &mut Newest, ends: &Ends, bearers: &mut Bearers, row: &Row, (empty, today): (Empty, Date)) -> Line {
    let row = &newest.spelt(row);
    let folded = fold(&row.provider);
    let there = newest.by_name.get(&folded);
    let new_provider = there.is_none();
    let id = there.map_or_else(|| ProviderId(folded.clone()), |p| p.id.clone());
    let facts = newest.facts.get(&id).cloned();
    let after = said(facts.as_ref(), &id, row, empty, 0);
    let before = newest.words.get(&key(&stated(&id, row, 0))).cloned();
    let word = recording::word(newest, &id, row, today, 0);
    let differences = differences(row, facts.as_ref(), &after, before.as_ref());
    let what = match (new_provider, &before) {
        (true, _) => What::NewProvider,
        (_, None) => What::NewDecision,
        _ if differences.is_empty() && word.is_none() => What::Known,
        _ => What::Changed,
    };
    let counts = word.as_ref().and_then(|w| date(&w.effective)).or(row.decision_date);
    let mut warnings = warnings(ends, &id, row, &after, (what == What::NewDecision, counts));
    if !row.siren.is_empty() && *bearers.entry(row.siren.clone()).or_insert_with(|| id.clone()) != id {
        warnings.push(Warning::Namesake);
    }
    // A word that stands behind another and counts from an earlier day leaves nothing of it.
    if let (Some(word), Some(before)) = (&word, &before)
        && !word.replaces
        && word.effective <= *start(before)
    {
        warnings.push(Warning::Over);
    }
    let counts_from = word.as_ref().map(|w| w.effective.clone()).unwrap_or_default();
    newest.words.extend(word.map(|w| (key(&w), w)));
    newest.facts.insert(id.clone(), after);
    let provider = ProviderRow { id, slug: String::new(), name: row.provider.clone(), folded: folded.clone() };
    newest.by_name.entry(folded).or_insert(provider);
    Line { line: row.line, provider: row.provider.clone(), scheme: row.scheme.clone(), offer: row.offer.clone(), what, differences, counts_from, warnings }
}

/// From which day a word counts: its own, or the first on which its decision holds.
fn start(word: &DecisionRow) -> &String {
    word.valid_from.as_ref().filter(|_| word.effective.is_empty()).unwrap_or(&word.effective)
}

/// Every cell of the row that will say otherwise than what is known.
fn differences(row: &Row, facts: Option<&FactsRow>, after: &FactsRow, before: Option<&DecisionRow>) -> Vec<Difference> {
    let word = stated(&after.provider_id, row, 0);
    let old = line(&as_row(&row.provider, facts, before.unwrap_or(&word)));
    let new = line(&as_row(&row.provider, Some(after), &word));
    let cells = COLUMNS.into_iter().chain(OPTIONAL).zip(old.into_iter().zip(new)).filter(|(column, _)| *column != "provider");
    // Of a decision that is not known nothing stands there before.
    let known = |column: &str, cell: String| if before.is_some() || OF_PROVIDER.contains(&column) { cell } else { String::new() };
    let fresh = |column: &str| if OF_PROVIDER.contains(&column) { facts.is_none() } else { before.is_none() };
    let pairs = cells.map(|(column, (before, after))| Difference { column, before: known(column, before), after, fresh: fresh(column) });
    pairs.filter(|d| d.before != d.after).collect()
}

fn warnings(ends: &Ends, id: &ProviderId, row: &Row, facts: &FactsRow, (new, counts): (bool, Option<Date>)) -> Vec<Warning> {
    let mut out = Vec::new();
    let qualified = row.status == Status::Qualified;
    if let (Some(from), Some(to), true) = (row.valid_from, row.valid_to, qualified)
        && from.checked_add(3.years()).is_ok_and(|limit| to > limit)
    {
        out.push(Warning::Long);
    }
    if let (Some(to), Status::Withdrawn | Status::Expired) = (row.valid_to, row.status)
        && counts.is_some_and(|day| day < to)
    {
        out.push(Warning::Early);
    }
    let before = ends.get(&(id.clone(), row.scheme.clone(), row.offer.clone())).and_then(|(_, to)| date(to));
    if let (Some(ended), Some(from), true, true) = (before, row.valid_from, qualified, new)
        && from != ended
        && ended.tomorrow().ok() != Some(from)
    {
        out.push(Warning::Apart);
    }
    if qualified && facts.phone.is_empty() {
        out.push(Warning::Silent);
    }
    out
}

/// What the register knows of a decision and its provider, as a row.
pub fn as_row(provider: &str, facts: Option<&FactsRow>, d: &DecisionRow) -> Row {
    let text = |get: fn(&FactsRow) -> &String| facts.map(get).cloned().unwrap_or_default();
    let day = |text: &Option<String>| text.as_deref().and_then(date);
    Row {
        line: 0,
        provider: provider.into(),
        siren: text(|f| &f.siren),
        country: text(|f| &f.country),
        regions: list(&text(|f| &f.regions)),
        languages: list(&text(|f| &f.languages)),
        website: text(|f| &f.website),
        phone: text(|f| &f.phone),
        email: text(|f| &f.email),
        on_call: OnCall::from_text(&text(|f| &f.on_call)),
        arrival_hours: facts.and_then(|f| f.arrival),
        scheme: d.scheme.clone(),
        scheme_version: d.scheme_version.clone(),
        offer: d.offer.clone(),
        scopes: list(&d.scopes),
        level: d.level.clone(),
        national_security: d.national_security,
        decision_no: d.decision_no.clone(),
        decision_date: day(&d.decision_date),
        valid_from: day(&d.valid_from),
        valid_to: day(&d.valid_to),
        status: Status::from_text(&d.status).unwrap_or(Status::Expired),
        conditions: d.conditions.clone(),
        source: d.source.clone(),
        evidence: d.evidence.clone(),
        counts: Counts::Listed,
    }
}

/// What holds today, is of a scheme that the file names, and is not in the file. A list states the whole of its schemes.
fn gone(newest: &Newest, rows: &[Row], today: Date) -> Vec<Row> {
    let rows: Vec<Row> = rows.iter().map(|row| newest.spelt(row)).collect();
    let schemes: BTreeSet<String> = rows.iter().map(|r| fold(&r.scheme)).collect();
    let nobody = |name: &str| newest.by_name.get(&fold(name)).map_or_else(|| ProviderId(String::new()), |p| p.id.clone());
    let named: HashSet<_> = rows.iter().map(|r| key(&stated(&nobody(&r.provider), r, 0))).collect();
    let called: HashMap<&ProviderId, &str> = newest.by_name.values().map(|p| (&p.id, p.name.as_str())).collect();
    let holds = |d: &DecisionRow| {
        let today = today.to_string();
        d.status == Status::Qualified.text() && d.valid_to.as_ref().is_none_or(|to| *to >= today)
    };
    // What a list leaves out says nothing of the provider itself, of which it may say something new in another row.
    let missing = newest.words.values().filter(|d| schemes.contains(&fold(&d.scheme)) && holds(d) && !named.contains(&key(d)));
    let mut out: Vec<Row> = missing.filter_map(|d| Some(Row { status: Status::Withdrawn, ..as_row(called.get(&d.provider_id)?, None, d) })).collect();
    out.sort_by(|a, b| (fold(&a.provider), &a.scheme, &a.offer).cmp(&(fold(&b.provider), &b.scheme, &b.offer)));
    out
}
