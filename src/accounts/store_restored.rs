//! Databases that were put back: what was found, and who opened the portal again.
use crate::{
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe, value,
};

/// A database that turned out to be older than what was signed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Restoration {
    /// Its id.
    pub id: String,
    /// When it was found.
    pub found_at: i64,
    /// The log's size then.
    pub found_size: i64,
    /// The size that was signed before.
    pub signed_size: i64,
    /// `file`: the checkpoint beside the database; `witness`.
    pub source: String,
    /// The first of the two administrators who open the portal again.
    pub first_by: Option<AccountId>,
}

/// The one for which the portal is locked.
pub async fn open(tx: &mut Tx) -> Result<Option<Restoration>> {
    maybe!(tx, "SELECT id, found_at, found_size, signed_size, source, first_by FROM restoration WHERE ended_at IS NULL ORDER BY found_at DESC LIMIT 1")
}

/// The log's size when it was found that a database was put back behind this size, of the newest such that is over.
pub async fn settled(tx: &mut Tx, signed: i64) -> Result<Option<i64>> {
    value!(tx, "SELECT MAX(found_size) FROM restoration WHERE ended_at IS NOT NULL AND signed_size >= $1", signed)
}

/// Locks the portal; false when it is locked already.
pub async fn insert(tx: &mut Tx, r: &Restoration) -> Result<bool> {
    let made = exec!(
        tx,
        "INSERT INTO restoration (id, found_at, found_size, signed_size, source) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        &r.id,
        r.found_at,
        r.found_size,
        r.signed_size,
        &r.source
    )?;
    Ok(made == 1)
}

/// The first of the two.
pub async fn first(tx: &mut Tx, id: &str, by: &AccountId) -> Result<bool> {
    Ok(exec!(tx, "UPDATE restoration SET first_by = $2 WHERE id = $1 AND first_by IS NULL AND ended_at IS NULL", id, by)? == 1)
}

/// The second of the two, who is somebody else.
pub async fn end(tx: &mut Tx, id: &str, by: &AccountId, now: i64) -> Result<bool> {
    let ended = exec!(
        tx,
        "UPDATE restoration SET second_by = $2, ended_at = $3 WHERE id = $1 AND first_by IS NOT NULL AND first_by <> $2 AND ended_at IS NULL",
        id,
        by,
        now
    )?;
    Ok(ended == 1)
}

/// Ends the sessions of all but the one who has opened the portal: others may have been opened while it was locked.
pub async fn end_others(tx: &mut Tx, but: &AccountId) -> Result<u64> {
    exec!(tx, "DELETE FROM kept_form WHERE session_digest IN (SELECT digest FROM session WHERE account_id <> $1)", but)?;
    exec!(tx, "DELETE FROM session WHERE account_id <> $1", but)
}

/// Ends whatever a restored database might bring to life again: sessions, forms that wait, codes of letters, recovery codes, setup codes.
pub async fn end_everything(tx: &mut Tx) -> Result<()> {
    exec!(tx, "DELETE FROM kept_form")?;
    exec!(tx, "DELETE FROM session")?;
    exec!(tx, "UPDATE invitation SET expires_at = 0")?;
    exec!(tx, "DELETE FROM recovery_sheet")?;
    exec!(tx, "DELETE FROM recovery_code")?;
    Ok(())
}
