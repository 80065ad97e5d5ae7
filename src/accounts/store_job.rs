//! Work done once for all nodes, and the accounts whose time has run out.
use super::{Membership, State};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
};

/// Takes a job for the day, unless it was done since the day began. Nodes wait here for their turn.
pub async fn claim(tx: &mut Tx, name: &str, now: i64, day: i64) -> Result<bool> {
    let sql = "INSERT INTO job (name, ran_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET ran_at = $2 WHERE job.ran_at < $3";
    Ok(1 == exec!(tx, sql, name, now, day)?)
}

/// There is more to do: the job is not done for the day.
pub async fn release(tx: &mut Tx, name: &str) -> Result<u64> {
    exec!(tx, "UPDATE job SET ran_at = 0 WHERE name = $1", name)
}

/// Contacts who neither signed in nor were confirmed since.
pub async fn idle(tx: &mut Tx, since: i64, most: i64) -> Result<Vec<(AccountId,)>> {
    all!(
        tx,
        "SELECT id FROM account WHERE state = 'confirmed' AND membership <> 'staff' AND COALESCE(signed_in_at, 0) < $1
            AND COALESCE(confirmed_at, created_at) < $1 ORDER BY id LIMIT $2",
        since,
        most
    )
}

/// Whether it is still so. Changing the row makes a sign-in at this moment wait its turn.
pub async fn hold_idle(tx: &mut Tx, id: &AccountId, since: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE account SET ended_why = 'idle' WHERE id = $1 AND state = 'confirmed' AND COALESCE(signed_in_at, 0) < $2
            AND COALESCE(confirmed_at, created_at) < $2",
        id,
        since
    )?)
}

/// People who have not enrolled before their invitation ran out, or within `since` after it was declared void.
pub async fn late_invitations(tx: &mut Tx, now: i64, since: i64, most: i64) -> Result<Vec<(AccountId,)>> {
    all!(
        tx,
        "SELECT a.id FROM account a JOIN invitation i ON i.account_id = a.id WHERE a.state = 'invited' AND i.expires_at <= $1
            AND (i.expires_at > 0 OR i.created_at <= $2) ORDER BY a.id LIMIT $3",
        now,
        since,
        most
    )
}

/// False when the person has enrolled meanwhile, or has a new invitation.
pub async fn expire_invitation(tx: &mut Tx, id: &AccountId, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE account SET state = 'expired', ended_at = $2, ended_why = 'invitation' WHERE id = $1 AND state = 'invited'
            AND NOT EXISTS (SELECT 1 FROM invitation WHERE account_id = $1 AND expires_at > $2)",
        id,
        now
    )?)
}

/// People whose vetting is past.
pub async fn late_vettings(tx: &mut Tx, now: i64, most: i64) -> Result<Vec<(AccountId,)>> {
    all!(tx, "SELECT id FROM account WHERE state = 'confirmed' AND revet_at <= $1 ORDER BY id LIMIT $2", now, most)
}

/// False when the vetting was prolonged meanwhile.
pub async fn expire_vetting(tx: &mut Tx, id: &AccountId, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE account SET state = 'expired', ended_at = $2, ended_why = 'vetting' WHERE id = $1 AND state = 'confirmed' AND revet_at <= $2",
        id,
        now
    )?)
}

/// Until when a contact's vetting holds. Staff are vetted elsewhere.
pub async fn set_revet(tx: &mut Tx, id: &AccountId, at: i64) -> Result<u64> {
    exec!(tx, "UPDATE account SET revet_at = $2 WHERE id = $1 AND membership <> 'staff'", id, at)
}

/// A contact whose vetting will soon be past.
#[derive(Debug, sqlx::FromRow)]
pub struct Expiring {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// What they are.
    pub membership: Membership,
    /// The party's name.
    pub party_name: Option<String>,
    /// Until when it holds.
    pub revet_at: i64,
}

pub async fn expiring(tx: &mut Tx, now: i64, until: i64) -> Result<Vec<Expiring>> {
    all!(
        tx,
        "SELECT a.id, a.name, a.membership, p.name AS party_name, a.revet_at FROM account a LEFT JOIN party p ON p.id = a.party_id
          WHERE a.state = $3 AND a.revet_at > $1 AND a.revet_at <= $2 ORDER BY a.revet_at, a.id LIMIT 50",
        now,
        until,
        State::Confirmed
    )
}

/// Challenges whose answers would be too late anyway.
pub async fn drop_challenges(tx: &mut Tx, now: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM spent_challenge WHERE expires_at <= $1", now)
}
