//! The tables of the register. Words are added, never changed.
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::ProviderId,
    value,
};

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
                conditions, source, evidence, effective, recorded_at
           FROM decision ORDER BY seq, recorded_at, digest"
    )
}

pub async fn slug_taken(tx: &mut Tx, slug: &str) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM provider WHERE slug = $1)", slug)
}

pub async fn insert_provider(tx: &mut Tx, p: &ProviderRow) -> Result<u64> {
    exec!(tx, "INSERT INTO provider (id, slug, name, folded) VALUES ($1, $2, $3, $4)", &p.id, &p.slug, &p.name, &p.folded)
}

pub async fn insert_facts(tx: &mut Tx, f: &FactsRow) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO provider_facts (provider_id, n, recorded_at, siren, country, regions, languages, website, phone, email, on_call, arrival)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &f.provider_id,
        f.n,
        f.recorded_at,
        &f.siren,
        &f.country,
        &f.regions,
        &f.languages,
        &f.website,
        &f.phone,
        &f.email,
        &f.on_call,
        f.arrival
    )
}

/// The number of the newest word.
pub async fn last_word(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COALESCE(MAX(seq), 0) FROM decision")
}

pub async fn insert_decision(tx: &mut Tx, digest: &[u8], seq: i64, d: &DecisionRow) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO decision (digest, seq, provider_id, scheme, scheme_version, offer, scopes, level, national_security, decision_no, decision_date,
                               valid_from, valid_to, status, conditions, source, evidence, effective, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        digest,
        seq,
        &d.provider_id,
        &d.scheme,
        &d.scheme_version,
        &d.offer,
        &d.scopes,
        &d.level,
        d.national_security,
        &d.decision_no,
        &d.decision_date,
        &d.valid_from,
        &d.valid_to,
        &d.status,
        &d.conditions,
        &d.source,
        &d.evidence,
        &d.effective,
        d.recorded_at
    )
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
