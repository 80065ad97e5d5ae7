//! The tables of recovery codes and of factors that are being replaced.
use crate::{
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe, value,
};

/// Spends a recovery code; false when it is not one of the person's, or was used.
pub async fn spend_recovery_code(tx: &mut Tx, account: &AccountId, digest: &[u8], now: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE recovery_code SET used_at = $3 WHERE digest = $1 AND account_id = $2 AND used_at IS NULL", digest, account, now)?)
}

pub async fn recovery_codes_left(tx: &mut Tx, account: &AccountId) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL", account)
}

pub async fn drop_recovery_codes(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "DELETE FROM recovery_code WHERE account_id = $1", account)
}

/// The factor was right: earlier failures count no longer.
pub async fn forgive(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE totp SET failures = 0 WHERE account_id = $1", account)
}

pub async fn keep_sheet(tx: &mut Tx, account: &AccountId, sealed: &[u8], now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO recovery_sheet (account_id, codes, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET codes = $2, created_at = $3",
        account,
        sealed,
        now
    )
}

pub async fn sheet(tx: &mut Tx, account: &AccountId, since: i64) -> Result<Option<(Vec<u8>,)>> {
    maybe!(tx, "SELECT codes FROM recovery_sheet WHERE account_id = $1 AND created_at >= $2", account, since)
}

/// Sheets and seeds that nobody said anything of are forgotten.
pub async fn drop_waiting(tx: &mut Tx, before: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM pending_totp WHERE created_at < $1", before)?;
    exec!(tx, "DELETE FROM recovery_sheet WHERE created_at < $1", before)
}

pub async fn drop_sheet(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "DELETE FROM recovery_sheet WHERE account_id = $1", account)
}

pub async fn propose_seed(tx: &mut Tx, account: &AccountId, sealed: &[u8], now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO pending_totp (account_id, seed, created_at) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET seed = $2, created_at = $3",
        account,
        sealed,
        now
    )
}

pub async fn proposed_seed(tx: &mut Tx, account: &AccountId, since: i64) -> Result<Option<(Vec<u8>,)>> {
    maybe!(tx, "SELECT seed FROM pending_totp WHERE account_id = $1 AND created_at >= $2", account, since)
}

/// Takes the seed that waited for its proof away; false when it is not this one any more.
pub async fn take_seed(tx: &mut Tx, account: &AccountId, sealed: &[u8]) -> Result<bool> {
    Ok(1 == exec!(tx, "DELETE FROM pending_totp WHERE account_id = $1 AND seed = $2", account, sealed)?)
}

/// The new seed in place of the old one, its first step spent.
pub async fn replace_seed(tx: &mut Tx, account: &AccountId, sealed: &[u8], step: i64) -> Result<u64> {
    exec!(tx, "UPDATE totp SET seed = $2, proven = $3, last_step = $4, failures = 0, blocked_until = 0 WHERE account_id = $1", account, sealed, true, step)
}

/// Every means of sign-in of a person is gone: for access that was cut or reset.
pub async fn drop_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    exec!(tx, "UPDATE account SET password = NULL WHERE id = $1", account)?;
    exec!(tx, "DELETE FROM totp WHERE account_id = $1", account)?;
    exec!(tx, "DELETE FROM pending_totp WHERE account_id = $1", account)?;
    exec!(tx, "DELETE FROM recovery_code WHERE account_id = $1", account)?;
    exec!(tx, "DELETE FROM recovery_sheet WHERE account_id = $1", account)?;
    exec!(tx, "DELETE FROM passkey WHERE account_id = $1", account)?;
    exec!(tx, "DELETE FROM known_place WHERE account_id = $1", account)?;
    Ok(())
}
