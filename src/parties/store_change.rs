//! The table of what is asked for parties, and their state.
use super::{PartyState, change::Kind};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId},
    maybe,
};

/// A change that waits for decision.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// Of which party.
    pub party_id: PartyId,
    /// What.
    pub kind: Kind,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// Their name.
    pub proposer: String,
    /// When.
    pub proposed_at: i64,
}

/// A change that was decided.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Done {
    /// What.
    pub kind: Kind,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposer: String,
    /// Who decided.
    pub decider: String,
    /// When.
    pub decided_at: i64,
    /// Whether it was done.
    pub approved: bool,
}

/// A new change.
pub struct New<'a> {
    pub id: &'a str,
    pub party: &'a PartyId,
    pub kind: Kind,
    pub reason: &'a str,
    pub by: &'a AccountId,
    pub now: i64,
}

/// False when the party is in another state, or something waits already.
pub async fn insert(tx: &mut Tx, n: &New<'_>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO party_change (id, party_id, kind, reason, proposed_by, proposed_at)
         SELECT $1, p.id, $3, $4, $5, $6 FROM party p WHERE p.id = $2 AND p.state = $7 ON CONFLICT DO NOTHING",
        n.id,
        n.party,
        n.kind,
        n.reason,
        n.by,
        n.now,
        n.kind.from()
    )?)
}

/// False when it is decided already, or whoever decides proposed it.
pub async fn decide(tx: &mut Tx, id: &str, by: &AccountId, approved: bool, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE party_change SET decided_by = $2, decided_at = $3, approved = $4 WHERE id = $1 AND decided_at IS NULL AND proposed_by <> $2",
        id,
        by,
        now,
        approved
    )?)
}

/// False when the party was not in the state `from`.
pub async fn set_state(tx: &mut Tx, party: &PartyId, from: PartyState, to: PartyState) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE party SET state = $3 WHERE id = $1 AND state = $2", party, from, to)?)
}

pub async fn waiting(tx: &mut Tx, party: &PartyId) -> Result<Option<Change>> {
    maybe!(
        tx,
        "SELECT c.id, c.party_id, c.kind, c.reason, c.proposed_by, a.name AS proposer, c.proposed_at FROM party_change c
           JOIN account a ON a.id = c.proposed_by WHERE c.party_id = $1 AND c.decided_at IS NULL",
        party
    )
}

pub async fn history(tx: &mut Tx, party: &PartyId) -> Result<Vec<Done>> {
    all!(
        tx,
        "SELECT c.kind, c.reason, a.name AS proposer, b.name AS decider, c.decided_at, c.approved FROM party_change c
           JOIN account a ON a.id = c.proposed_by JOIN account b ON b.id = c.decided_by
          WHERE c.party_id = $1 AND c.decided_at IS NOT NULL ORDER BY c.decided_at DESC LIMIT 50",
        party
    )
}
