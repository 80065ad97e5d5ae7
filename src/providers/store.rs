//! The tables of the register. Words are added, never changed.
use crate::{
    all,
    db::{Conn, Result, Tx},
    exec,
    ids::ProviderId,
    value,
};
use sqlx::QueryBuilder;

/// Runs a statement of many rows on either database.
macro_rules! run {
    ($tx:expr, $sql:expr) => {
        match $tx.conn() {
            Conn::Sqlite(c) => $sql.build().execute(c).await.map(drop)?,
            Conn::Postgres(c) => $sql.build().execute(c).await.map(drop)?,
        }
    };
}

/// Who.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ProviderRow {
    pub id: ProviderId,
    pub slug: String,
    pub name: String,
    pub folded: String,
}

/// What is said of a provider itself.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct FactsRow {
    pub provider_id: ProviderId,
    pub n: i64,
    pub recorded_at: i64,
    pub siren: String,
    pub country: String,
    pub regions: String,
    pub languages: String,
    pub website: String,
    pub phone: String,
    pub email: String,
    pub on_call: String,
    pub arrival: Option<i64>,
}

/// A word on a decision.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct DecisionRow {
    pub provider_id: ProviderId,
    pub scheme: String,
    pub scheme_version: String,
    pub offer: String,
    pub scopes: String,
    pub level: String,
    pub national_security: Option<bool>,
    pub decision_no: String,
    pub decision_date: Option<String>,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub status: String,
    pub conditions: String,
    pub source: String,
    pub evidence: String,
    pub effective: String,
    pub replaces: bool,
    pub recorded_at: i64,
}

pub async fn providers(tx: &mut Tx) -> Result<Vec<ProviderRow>> {
    all!(tx, "SELECT id, slug, name, folded FROM provider ORDER BY folded")
}

/// In the order in which they were recorded.
pub async fn facts(tx: &mut Tx) -> Result<Vec<FactsRow>> {
    all!(
        tx,
        "SELECT provider_id, n, recorded_at, siren, country, regions, languages, website, phone, email, on_call, arrival FROM provider_facts ORDER BY provider_id, n"
    )
}

/// In the order in which they were recorded: a later word on a decision comes after the earlier.
pub async fn decisions(tx: &mut Tx) -> Result<Vec<DecisionRow>> {
    all!(
        tx,
        "SELECT provider_id, scheme, scheme_version, offer, scopes, level, national_security, decision_no, decision_date, valid_from, valid_to, status,
                conditions, source, evidence, effective, replaces, recorded_at
           FROM decision ORDER BY seq, recorded_at, digest"
    )
}

/// The number of the newest word.
pub async fn last_word(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COALESCE(MAX(seq), 0) FROM decision")
}

/// What is added to the register.
#[derive(Default)]
pub struct Additions {
    pub providers: Vec<ProviderRow>,
    pub facts: Vec<FactsRow>,
    pub words: Vec<WordRow>,
}

/// A word on a decision with what tells it from every other, and its number.
pub struct WordRow {
    pub digest: Vec<u8>,
    pub seq: i64,
    pub word: DecisionRow,
}

/// Rows of one statement.
const ROWS: usize = 100;

impl Additions {
    /// Whether so much has come together that it is worth a statement.
    pub fn full(&self) -> bool {
        self.words.len() >= ROWS || self.facts.len() >= ROWS
    }

    /// Writes all of it, many rows in one statement: a long list holds the one who writes for a short time only.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let all = std::mem::take(self);
        for some in all.providers.chunks(ROWS) {
            run!(tx, providers_sql(some));
        }
        for some in all.facts.chunks(ROWS) {
            run!(tx, facts_sql(some));
        }
        for some in all.words.chunks(ROWS) {
            run!(tx, words_sql(some));
        }
        Ok(())
    }
}

fn providers_sql<'a, D>(rows: &'a [ProviderRow]) -> QueryBuilder<D>
where
    D: sqlx::Database,
    &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    let mut sql = QueryBuilder::new("INSERT INTO provider (id, slug, name, folded) ");
    sql.push_values(rows, |mut r, p| {
        r.push_bind(p.id.as_str()).push_bind(p.slug.as_str()).push_bind(p.name.as_str()).push_bind(p.folded.as_str());
    });
    sql
}

fn facts_sql<'a, D>(rows: &'a [FactsRow]) -> QueryBuilder<D>
where
    D: sqlx::Database,
    &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
    i64: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<i64>: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    let mut sql = QueryBuilder::new(
        "INSERT INTO provider_facts (provider_id, n, recorded_at, siren, country, regions, languages, website, phone, email, on_call, arrival) ",
    );
    sql.push_values(rows, |mut r, f| {
        r.push_bind(f.provider_id.as_str()).push_bind(f.n).push_bind(f.recorded_at);
        for text in [&f.siren, &f.country, &f.regions, &f.languages, &f.website, &f.phone, &f.email, &f.on_call] {
            r.push_bind(text.as_str());
        }
        r.push_bind(f.arrival);
    });
    sql
}

fn words_sql<'a, D>(rows: &'a [WordRow]) -> QueryBuilder<D>
where
    D: sqlx::Database,
    &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
    &'a [u8]: sqlx::Encode<'a, D> + sqlx::Type<D>,
    i64: sqlx::Encode<'a, D> + sqlx::Type<D>,
    bool: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<bool>: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<&'a str>: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    let mut sql = QueryBuilder::new(
        "INSERT INTO decision (digest, seq, recorded_at, replaces, national_security, decision_date, valid_from, valid_to, provider_id, scheme, scheme_version,
                               offer, scopes, level, decision_no, status, conditions, source, evidence, effective) ",
    );
    sql.push_values(rows, |mut r, WordRow { digest, seq, word: d }| {
        r.push_bind(&digest[..]).push_bind(*seq).push_bind(d.recorded_at).push_bind(d.replaces).push_bind(d.national_security);
        for day in [&d.decision_date, &d.valid_from, &d.valid_to] {
            r.push_bind(day.as_deref());
        }
        r.push_bind(d.provider_id.as_str());
        for text in
            [&d.scheme, &d.scheme_version, &d.offer, &d.scopes, &d.level, &d.decision_no, &d.status, &d.conditions, &d.source, &d.evidence, &d.effective]
        {
            r.push_bind(text.as_str());
        }
    });
    sql
}

/// The register is another one from now on.
pub async fn next_version(tx: &mut Tx) -> Result<u64> {
    exec!(tx, "UPDATE installation SET register_version = register_version + 1 WHERE only_row = 1")
}

pub async fn version(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT register_version FROM installation WHERE only_row = 1")
}

/// Makes parallel changes of the register wait their turn.
pub async fn hold(tx: &mut Tx) -> Result<u64> {
    exec!(tx, "UPDATE installation SET register_version = register_version WHERE only_row = 1")
}
