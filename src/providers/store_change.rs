//! The table of what officers propose for the register.
use super::change::Kind;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe,
};

/// A change, waiting or decided.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// A whole list, or one word.
    pub kind: Kind,
    /// The file's name, or what the word is about.
    pub name: String,
    /// The rows.
    pub csv: String,
    /// How the rows count ([`super::terms::Terms`]).
    pub terms: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// Their name.
    pub proposer: String,
    /// When, milliseconds UTC.
    pub proposed_at: i64,
    /// Who decided.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Whether it was taken.
    pub approved: Option<bool>,
    /// When whoever proposed it took it back.
    pub withdrawn_at: Option<i64>,
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Change>> {
    maybe!(
        tx,
        "SELECT c.id, c.kind, c.name, c.csv, c.terms, c.reason, c.proposed_by, a.name AS proposer, c.proposed_at, b.name AS decider, c.decided_at, c.approved, c.withdrawn_at
           FROM register_change c JOIN account a ON a.id = c.proposed_by LEFT JOIN account b ON b.id = c.decided_by WHERE c.id = $1",
        id
    )
}

/// Those that wait, then the newest, without their rows.
pub async fn page(tx: &mut Tx, from: i64, most: i64) -> Result<Vec<Change>> {
    all!(
        tx,
        "SELECT c.id, c.kind, c.name, '' AS csv, c.terms, c.reason, c.proposed_by, a.name AS proposer, c.proposed_at, b.name AS decider, c.decided_at, c.approved, c.withdrawn_at
           FROM register_change c JOIN account a ON a.id = c.proposed_by LEFT JOIN account b ON b.id = c.decided_by
          ORDER BY CASE WHEN c.decided_at IS NULL AND c.withdrawn_at IS NULL THEN 0 ELSE 1 END, c.proposed_at DESC, c.id DESC LIMIT $1 OFFSET $2",
        most,
        from
    )
}

/// What nobody has decided, the oldest first, without the rows.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Change>> {
    all!(
        tx,
        "SELECT c.id, c.kind, c.name, '' AS csv, c.terms, c.reason, c.proposed_by, a.name AS proposer, c.proposed_at, NULL AS decider, c.decided_at, c.approved, c.withdrawn_at
           FROM register_change c JOIN account a ON a.id = c.proposed_by WHERE c.decided_at IS NULL AND c.withdrawn_at IS NULL
          ORDER BY c.proposed_at, c.id"
    )
}

/// A new change.
pub struct New<'a> {
    pub id: &'a str,
    pub kind: Kind,
    pub name: &'a str,
    pub csv: &'a str,
    pub hash: &'a [u8],
    pub terms: &'a str,
    pub reason: &'a str,
    pub by: &'a AccountId,
    pub now: i64,
}

pub async fn insert(tx: &mut Tx, n: &New<'_>) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO register_change (id, kind, name, csv, hash, terms, reason, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        n.id,
        n.kind,
        n.name,
        n.csv,
        n.hash,
        n.terms,
        n.reason,
        n.by,
        n.now
    )
}

/// False when it is decided or taken back already, or whoever decides proposed it.
pub async fn decide(tx: &mut Tx, id: &str, by: &AccountId, approved: bool, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE register_change SET decided_by = $2, decided_at = $3, approved = $4
          WHERE id = $1 AND decided_at IS NULL AND withdrawn_at IS NULL AND proposed_by <> $2",
        id,
        by,
        now,
        approved
    )?)
}

/// False when it is decided or taken back already.
pub async fn withdraw(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE register_change SET withdrawn_at = $2 WHERE id = $1 AND decided_at IS NULL AND withdrawn_at IS NULL", id, now)?)
}
