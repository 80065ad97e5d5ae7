//! The tables of passkeys and of challenges that were answered.
use super::store::PersonRow;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PasskeyId},
    maybe, value,
};

/// A passkey and whose it is.
#[derive(sqlx::FromRow)]
pub struct Found {
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub passkey_id: PasskeyId,
    pub credential: Vec<u8>,
}

/// The passkey of a credential, if its owner and their party may use the portal at this moment.
pub async fn find(tx: &mut Tx, credential_id: &[u8], now: i64) -> Result<Option<Found>> {
    maybe!(
        tx,
        "SELECT k.id AS passkey_id, k.credential, a.id, a.name, a.email, a.membership, a.author, a.approver, a.vetting, a.auditor, a.administrator,
                a.state, p.id AS party_id, p.slug AS party_slug, p.name AS party_name
           FROM passkey k JOIN account a ON a.id = k.account_id LEFT JOIN party p ON p.id = a.party_id
          WHERE k.credential_id = $1 AND a.state IN ('enrolled', 'confirmed') AND (p.id IS NULL OR p.state = 'active')
            AND (a.revet_at IS NULL OR a.revet_at > $2)",
        credential_id,
        now
    )
}

/// Moves the counter. False when it was there already, or further: two answers with one counter are one too many.
pub async fn used(tx: &mut Tx, id: &PasskeyId, counter: i64, credential: &[u8], now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE passkey SET counter = $2, credential = $3, used_at = $4 WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))",
        id,
        counter,
        credential,
        now
    )?)
}

/// A new passkey.
pub struct New<'a> {
    pub id: &'a PasskeyId,
    pub account: &'a AccountId,
    pub credential_id: &'a [u8],
    pub name: &'a str,
    pub credential: &'a [u8],
    pub counter: i64,
    pub now: i64,
}

/// False when the credential is registered already, for whomever, or the person has as many as they may.
pub async fn insert(tx: &mut Tx, n: &New<'_>, most: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO passkey (id, account_id, credential_id, name, credential, counter, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT COUNT(*) FROM passkey WHERE account_id = $2) < $8 ON CONFLICT DO NOTHING",
        n.id,
        n.account,
        n.credential_id,
        n.name,
        n.credential,
        n.counter,
        n.now,
        most
    )?)
}

/// A passkey in its owner's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id here.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
}

pub async fn list(tx: &mut Tx, account: &AccountId) -> Result<Vec<Listed>> {
    all!(tx, "SELECT id, name, created_at, used_at FROM passkey WHERE account_id = $1 ORDER BY created_at, id", account)
}

pub async fn credential_ids(tx: &mut Tx, account: &AccountId) -> Result<Vec<(Vec<u8>,)>> {
    all!(tx, "SELECT credential_id FROM passkey WHERE account_id = $1 ORDER BY created_at, id", account)
}

pub async fn count(tx: &mut Tx, account: &AccountId) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM passkey WHERE account_id = $1", account)
}

/// Makes parallel changes of one person's passkeys wait their turn.
pub async fn hold(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE account SET id = id WHERE id = $1", account)
}

/// Says what was removed; nothing when it is gone, or the last one of somebody who must have one.
pub async fn remove(tx: &mut Tx, account: &AccountId, id: &PasskeyId, may_be_last: bool) -> Result<Option<(Vec<u8>,)>> {
    maybe!(
        tx,
        "DELETE FROM passkey WHERE id = $1 AND account_id = $2 AND ($3 OR (SELECT COUNT(*) FROM passkey WHERE account_id = $2) > 1) RETURNING credential",
        id,
        account,
        may_be_last
    )
}

/// Spends a challenge: false when it was spent before.
pub async fn spend(tx: &mut Tx, digest: &[u8], expires_at: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "INSERT INTO spent_challenge (digest, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", digest, expires_at)?)
}

pub async fn drop_spent(tx: &mut Tx, now: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM spent_challenge WHERE expires_at <= $1", now)
}
