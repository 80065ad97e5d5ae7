//! The tables of the register.
use super::register::Row;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::ProviderId,
    maybe, value,
};

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ProviderRow {
    pub id: ProviderId,
    pub slug: String,
    pub name: String,
    pub folded: String,
    pub siren: String,
    pub country: String,
    pub regions: String,
    pub languages: String,
    pub website: String,
    pub phone: String,
    pub email: String,
    pub on_call: String,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    pub provider_id: ProviderId,
    pub scheme: String,
    pub scheme_version: String,
    pub offer: String,
    pub scopes: String,
    pub level: String,
    pub national_security: Option<bool>,
    pub decision_no: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub status: String,
    pub conditions: String,
    pub source: String,
}

pub async fn providers(tx: &mut Tx) -> Result<Vec<ProviderRow>> {
    all!(tx, "SELECT id, slug, name, folded, siren, country, regions, languages, website, phone, email, on_call FROM provider")
}

/// In the order in which they were recorded: a later word on a decision comes after the earlier.
pub async fn decisions(tx: &mut Tx) -> Result<Vec<DecisionRow>> {
    all!(
        tx,
        "SELECT provider_id, scheme, scheme_version, offer, scopes, level, national_security, decision_no, valid_from, valid_to, status, conditions, source
           FROM decision ORDER BY recorded_at, digest"
    )
}

pub async fn provider(tx: &mut Tx, folded: &str) -> Result<Option<ProviderRow>> {
    maybe!(tx, "SELECT id, slug, name, folded, siren, country, regions, languages, website, phone, email, on_call FROM provider WHERE folded = $1", folded)
}

pub async fn slug_taken(tx: &mut Tx, slug: &str) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM provider WHERE slug = $1)", slug)
}

pub async fn insert_provider(tx: &mut Tx, p: &ProviderRow) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO provider (id, slug, name, folded, siren, country, regions, languages, website, phone, email, on_call)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &p.id,
        &p.slug,
        &p.name,
        &p.folded,
        &p.siren,
        &p.country,
        &p.regions,
        &p.languages,
        &p.website,
        &p.phone,
        &p.email,
        &p.on_call
    )
}

pub async fn update_provider(tx: &mut Tx, p: &ProviderRow) -> Result<u64> {
    exec!(
        tx,
        "UPDATE provider SET siren = $2, country = $3, regions = $4, languages = $5, website = $6, phone = $7, email = $8, on_call = $9 WHERE id = $1",
        &p.id,
        &p.siren,
        &p.country,
        &p.regions,
        &p.languages,
        &p.website,
        &p.phone,
        &p.email,
        &p.on_call
    )
}

/// False when the same decision, word for word, is there already.
pub async fn insert_decision(tx: &mut Tx, digest: &[u8], provider: &ProviderId, r: &Row, now: i64) -> Result<bool> {
    let date = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    Ok(1 == exec!(
        tx,
        "INSERT INTO decision (digest, provider_id, scheme, scheme_version, offer, scopes, level, national_security, decision_no, decision_date,
                               valid_from, valid_to, status, conditions, source, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (digest) DO NOTHING",
        digest,
        provider,
        &r.scheme,
        &r.scheme_version,
        &r.offer,
        r.scopes.join("|"),
        &r.level,
        r.national_security,
        &r.decision_no,
        date(r.decision_date),
        date(r.valid_from),
        date(r.valid_to),
        super::status(r.status),
        &r.conditions,
        &r.source,
        now
    )?)
}

pub async fn next_version(tx: &mut Tx) -> Result<u64> {
    exec!(tx, "UPDATE installation SET register_version = register_version + 1 WHERE only_row = 1")
}
