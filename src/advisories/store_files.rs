//! Files in pieces, and which version they go with.
use crate::{
    db::{Result, Tx},
    exec,
    ids::{AccountId, AdvisoryId},
    maybe, value,
};

/// Bytes of all files together.
pub async fn kept(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM file")
}

/// A file that is to be kept.
pub struct New<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub size: i64,
    pub hash: &'a [u8],
}

pub async fn insert(tx: &mut Tx, new: &New<'_>, now: i64) -> Result<u64> {
    exec!(tx, "INSERT INTO file (id, kind, size, hash, added_at) VALUES ($1, $2, $3, $4, $5)", new.id, new.kind, new.size, new.hash, now)
}

pub async fn insert_piece(tx: &mut Tx, file: &str, n: i64, sealed: Vec<u8>) -> Result<u64> {
    exec!(tx, "INSERT INTO file_piece (file_id, n, sealed) VALUES ($1, $2, $3)", file, n, sealed)
}

pub async fn piece(tx: &mut Tx, file: &str, n: i64) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = maybe!(tx, "SELECT sealed FROM file_piece WHERE file_id = $1 AND n = $2", file, n)?;
    Ok(row.map(|r| r.0))
}

/// False when the version has a file of this name.
pub async fn attach(tx: &mut Tx, id: &AdvisoryId, number: i64, name: &str, file: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "INSERT INTO attachment (advisory_id, number, name, file_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", id, number, name, file)?)
}

/// False when the version has no file of this name.
pub async fn detach(tx: &mut Tx, id: &AdvisoryId, number: i64, name: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "DELETE FROM attachment WHERE advisory_id = $1 AND number = $2 AND name = $3", id, number, name)?)
}

/// Forgets a file that no version goes with any more, and its pieces.
pub async fn forget(tx: &mut Tx, file: &str) -> Result<()> {
    exec!(tx, "DELETE FROM file_piece WHERE file_id = $1 AND NOT EXISTS (SELECT 1 FROM attachment WHERE file_id = $1)", file)?;
    exec!(tx, "DELETE FROM file WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM attachment WHERE file_id = $1)", file)?;
    Ok(())
}

/// Remembers a copy that was handed out with a reader's name on it.
pub async fn insert_copy(tx: &mut Tx, hash: &[u8], file: &str, account: &AccountId, now: i64) -> Result<u64> {
    exec!(tx, "INSERT INTO file_copy (hash, file_id, account_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", hash, file, account, now)
}
