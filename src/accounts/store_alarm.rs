//! The table of alarms.
use crate::{
    db::{Result, Tx},
    exec,
};

/// False when the same alarm stands already.
pub async fn insert(tx: &mut Tx, id: &str, at: i64, kind: &str, object: &str, detail: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "INSERT INTO alarm (id, at, kind, object, detail) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", id, at, kind, object, detail)?)
}
