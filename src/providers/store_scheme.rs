//! The table of schemes. Words are added, never changed.
use crate::{
    all,
    db::{Result, Tx},
    exec,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SchemeRow {
    pub code: String,
    pub n: i64,
    pub recorded_at: i64,
    pub position: i64,
    pub name_fr: String,
    pub name_en: String,
    pub needs: String,
    pub techniques: String,
    pub scopes: String,
}

/// Every word on every scheme: the schemes in order, the words on each as they were recorded.
pub async fn all(tx: &mut Tx) -> Result<Vec<SchemeRow>> {
    all!(tx, "SELECT code, n, recorded_at, position, name_fr, name_en, needs, techniques, scopes FROM scheme ORDER BY position, code, n")
}

pub async fn insert(tx: &mut Tx, s: &SchemeRow) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO scheme (code, n, recorded_at, position, name_fr, name_en, needs, techniques, scopes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &s.code,
        s.n,
        s.recorded_at,
        s.position,
        &s.name_fr,
        &s.name_en,
        &s.needs,
        &s.techniques,
        &s.scopes
    )
}
