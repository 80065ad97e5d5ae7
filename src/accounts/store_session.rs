//! The tables of sessions and of the forms kept for them.
use super::{Factor, Level, store::PersonRow};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId},
    maybe, value,
};

#[derive(sqlx::FromRow)]
pub struct SessionRow {
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub digest: Vec<u8>,
    pub level: Level,
    pub seen_at: i64,
    pub idle_ms: i64,
    pub factor: Factor,
    pub factor_at: i64,
    pub factor_network: String,
    pub language: Option<String>,
    pub previous: Option<i64>,
    pub register_version: i64,
}

/// The session behind a digest, idle or not, if its account and its party may use the portal at this moment.
pub async fn session(tx: &mut Tx, digest: &[u8], now: i64) -> Result<Option<SessionRow>> {
    maybe!(
        tx,
        "SELECT s.digest, s.level, s.seen_at, s.idle_ms, s.factor, s.factor_at, s.factor_network, a.id, a.name, a.email, a.membership, a.author,
                a.approver, a.vetting, a.auditor, a.administrator, a.state, a.language, s.previous, p.id AS party_id, p.slug AS party_slug,
                p.name AS party_name, i.register_version
           FROM session s JOIN account a ON a.id = s.account_id JOIN installation i ON i.only_row = 1 LEFT JOIN party p ON p.id = a.party_id
          WHERE s.digest = $1 AND s.expires_at > $2 AND a.state IN ('invited', 'enrolled', 'confirmed') AND (p.id IS NULL OR p.state = 'active')
            AND (a.revet_at IS NULL OR a.revet_at > $2)",
        digest,
        now
    )
}

/// A new session.
pub struct New<'a> {
    pub digest: &'a [u8],
    pub account: &'a AccountId,
    pub level: Level,
    pub now: i64,
    pub idle: i64,
    pub expires_at: i64,
    pub factor: Factor,
    pub network: &'a str,
    pub device: &'a str,
}

pub async fn insert(tx: &mut Tx, n: &New<'_>) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO session (digest, account_id, level, created_at, seen_at, idle_ms, expires_at, factor, factor_at, factor_network, previous, network, device)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $4, $8, (SELECT signed_in_at FROM account WHERE id = $2), $8, $9)",
        n.digest,
        n.account,
        n.level,
        n.now,
        n.idle,
        n.expires_at,
        n.factor,
        n.network,
        n.device
    )
}

/// The same session under a new digest, with its factor and when that was given; its absolute limit stays. False when it is gone.
pub async fn rotate(tx: &mut Tx, old: &[u8], new: &[u8], factor: Factor, network: &str, (factor_at, now): (i64, i64)) -> Result<bool> {
    let made = exec!(
        tx,
        "INSERT INTO session (digest, account_id, level, created_at, seen_at, idle_ms, expires_at, factor, factor_at, factor_network, previous, network, device)
         SELECT $2, account_id, level, created_at, $5, idle_ms, expires_at, $3, $6, $4, previous, network, device FROM session WHERE digest = $1",
        old,
        new,
        factor,
        network,
        now,
        factor_at
    )?;
    move_kept(tx, old, new).await?;
    Ok(made == 1 && end(tx, old).await? == 1)
}

pub async fn touch(tx: &mut Tx, digest: &[u8], now: i64) -> Result<u64> {
    exec!(tx, "UPDATE session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2 AND seen_at + idle_ms > $2", digest, now)
}

pub async fn end(tx: &mut Tx, digest: &[u8]) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE digest = $1", digest)
}

pub async fn end_all(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE account_id = $1", account)
}

pub async fn end_level(tx: &mut Tx, account: &AccountId, level: Level) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE account_id = $1 AND level = $2", account, level)
}

/// Whether a session of this level began since.
pub async fn begun_since(tx: &mut Tx, account: &AccountId, level: Level, since: i64) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM session WHERE account_id = $1 AND level = $2 AND created_at > $3)", account, level, since)
}

/// Ends every session of a person but one.
pub async fn end_others(tx: &mut Tx, account: &AccountId, but: &[u8]) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE account_id = $1 AND digest <> $2", account, but)
}

/// Ends the oldest sessions of a person beyond the newest `most`.
pub async fn end_oldest(tx: &mut Tx, account: &AccountId, most: i64) -> Result<u64> {
    exec!(
        tx,
        "DELETE FROM session WHERE account_id = $1 AND level = 'full' AND digest NOT IN
           (SELECT digest FROM session WHERE account_id = $1 AND level = 'full' ORDER BY created_at DESC, seen_at DESC LIMIT $2)",
        account,
        most
    )
}

pub async fn drop_ended(tx: &mut Tx, now: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE expires_at <= $1", now)
}

/// A session in its owner's list.
#[derive(sqlx::FromRow)]
pub struct Row {
    /// Its digest.
    pub digest: Vec<u8>,
    /// When it was opened.
    pub created_at: i64,
    /// Its last request, within a minute.
    pub seen_at: i64,
    /// By which factor.
    pub factor: Factor,
    /// From which network.
    pub network: String,
    /// The browser, as it calls itself.
    pub device: String,
}

pub async fn list(tx: &mut Tx, account: &AccountId, now: i64) -> Result<Vec<Row>> {
    all!(
        tx,
        "SELECT digest, created_at, seen_at, factor, network, device FROM session
          WHERE account_id = $1 AND level = 'full' AND expires_at > $2 ORDER BY seen_at DESC",
        account,
        now
    )
}

/// A form that waits for its sender.
#[derive(sqlx::FromRow)]
pub struct Kept {
    pub path: String,
    pub fields: Vec<u8>,
}

pub async fn keep(tx: &mut Tx, session: &[u8], purpose: &str, path: &str, fields: &[u8], expires_at: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO kept_form (session_digest, purpose, path, fields, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (session_digest) DO UPDATE SET purpose = $2, path = $3, fields = $4, expires_at = $5",
        session,
        purpose,
        path,
        fields,
        expires_at
    )
}

pub async fn kept(tx: &mut Tx, session: &[u8], purpose: &str, now: i64) -> Result<Option<Kept>> {
    maybe!(tx, "SELECT path, fields FROM kept_form WHERE session_digest = $1 AND purpose = $2 AND expires_at > $3", session, purpose, now)
}

/// Takes a kept form away, once.
pub async fn take(tx: &mut Tx, session: &[u8], purpose: &str, now: i64) -> Result<Option<Kept>> {
    maybe!(tx, "DELETE FROM kept_form WHERE session_digest = $1 AND purpose = $2 AND expires_at > $3 RETURNING path, fields", session, purpose, now)
}

pub async fn has_kept(tx: &mut Tx, session: &[u8], now: i64) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM kept_form WHERE session_digest = $1 AND purpose = 'late' AND expires_at > $2)", session, now)
}

/// A form kept for a session goes along when the same person opens the next one.
pub async fn move_kept(tx: &mut Tx, old: &[u8], new: &[u8]) -> Result<u64> {
    exec!(
        tx,
        "UPDATE kept_form SET session_digest = $2 WHERE session_digest = $1
            AND (SELECT account_id FROM session WHERE digest = $1) = (SELECT account_id FROM session WHERE digest = $2)",
        old,
        new
    )
}

pub async fn drop_kept(tx: &mut Tx, now: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM kept_form WHERE expires_at <= $1", now)
}

pub async fn end_of_party(tx: &mut Tx, party: &PartyId) -> Result<u64> {
    exec!(tx, "DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE party_id = $1)", party)
}
