//! The tables of failed tries and of the networks that people sign in from.
use crate::{
    all,
    db::{Result, Tx},
    exec, maybe, value,
};

/// Where a budget stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Standing {
    pub key: Vec<u8>,
    pub began_at: i64,
    pub failures: i64,
    pub blocked_until: i64,
}

/// Where up to three budgets stand. Reads alone.
pub async fn standing(tx: &mut Tx, a: &[u8], b: &[u8], c: &[u8]) -> Result<Vec<Standing>> {
    all!(tx, "SELECT key, began_at, failures, blocked_until FROM budget WHERE key IN ($1, $2, $3)", a, b, c)
}

/// Counts one more failure, unless the budget is blocked at this moment. A budget whose window began before `window` and
/// whose last delay ended before `quiet` begins anew. Changing the row makes parallel tries wait their turn.
pub async fn count(tx: &mut Tx, key: &[u8], now: i64, window: i64, quiet: i64) -> Result<Option<Standing>> {
    maybe!(
        tx,
        "INSERT INTO budget (key, began_at, failures, blocked_until) VALUES ($1, $2, 1, 0)
         ON CONFLICT (key) DO UPDATE SET
           began_at = CASE WHEN budget.began_at <= $3 AND budget.blocked_until <= $4 THEN $2 ELSE budget.began_at END,
           failures = CASE WHEN budget.began_at <= $3 AND budget.blocked_until <= $4 THEN 1 ELSE budget.failures + 1 END,
           blocked_until = 0
         WHERE budget.blocked_until <= $2
         RETURNING key, began_at, failures, blocked_until",
        key,
        now,
        window,
        quiet
    )
}

pub async fn block(tx: &mut Tx, key: &[u8], until: i64) -> Result<u64> {
    exec!(tx, "UPDATE budget SET blocked_until = $2 WHERE key = $1", key, until)
}

/// What was counted was no failure: of this window one less.
pub async fn give_back(tx: &mut Tx, key: &[u8], began_at: i64) -> Result<u64> {
    exec!(tx, "UPDATE budget SET failures = failures - 1 WHERE key = $1 AND began_at = $2 AND failures > 0", key, began_at)
}

pub async fn reset(tx: &mut Tx, key: &[u8]) -> Result<u64> {
    exec!(tx, "DELETE FROM budget WHERE key = $1", key)
}

/// Forgets budgets that nobody has touched since, and places from which nobody has come since.
pub async fn drop_old(tx: &mut Tx, budgets: i64, places: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM known_place WHERE seen_at <= $1", places)?;
    exec!(tx, "DELETE FROM budget WHERE began_at <= $1 AND blocked_until <= $1", budgets)
}

pub async fn is_known(tx: &mut Tx, account: &str, network: &str, since: i64) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM known_place WHERE account_id = $1 AND network = $2 AND seen_at > $3)", account, network, since)
}

pub async fn remember(tx: &mut Tx, account: &str, network: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO known_place (account_id, network, seen_at) VALUES ($1, $2, $3) ON CONFLICT (account_id, network) DO UPDATE SET seen_at = $3",
        account,
        network,
        now
    )
}
