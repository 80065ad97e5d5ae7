//! The table of schemes.
use crate::{
    all,
    db::{Result, Tx},
    exec,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SchemeRow {
    pub code: String,
    pub name_fr: String,
    pub name_en: String,
    pub needs: String,
    pub techniques: String,
    pub scopes: String,
}

pub async fn all(tx: &mut Tx) -> Result<Vec<SchemeRow>> {
    all!(tx, "SELECT code, name_fr, name_en, needs, techniques, scopes FROM scheme ORDER BY position, code")
}

pub async fn save(tx: &mut Tx, s: &SchemeRow) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO scheme (code, position, name_fr, name_en, needs, techniques, scopes)
         VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM scheme), $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET name_fr = $2, name_en = $3, needs = $4, techniques = $5, scopes = $6",
        &s.code,
        &s.name_fr,
        &s.name_en,
        &s.needs,
        &s.techniques,
        &s.scopes
    )
}
