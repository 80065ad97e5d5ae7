//! The table of vettings, and what a decision does to an account.
use super::{
    store_staff,
    vetting::{Correction, Evidence, Method, Purpose, Stage},
};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe,
};

/// One vetting.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Whose.
    pub account_id: AccountId,
    /// What for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: Stage,
    /// Who opened it.
    pub opened_by: AccountId,
    /// Their name.
    pub opened_name: String,
    /// When.
    pub opened_at: i64,
    /// Why, in words.
    pub reason: String,
    /// How the person was verified.
    pub method: Option<Method>,
    /// Where the number was found.
    pub source: String,
    /// The number called.
    pub number: String,
    /// When they spoke.
    pub met_at: Option<i64>,
    /// Who answered.
    pub spoken_to: String,
    /// The document seen.
    pub document: String,
    /// Who wrote that down.
    pub filled_by: Option<AccountId>,
    /// Their name.
    pub filled_name: Option<String>,
    /// Who sent it.
    pub recorded_by: Option<AccountId>,
    /// When.
    pub recorded_at: Option<i64>,
    /// Of what was sent.
    pub hash: Option<Vec<u8>>,
    /// Who decided.
    pub decided_name: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Why.
    pub decision_reason: String,
    /// When a letter may be printed.
    pub ready_at: Option<i64>,
}

macro_rules! case {
    ($end:literal) => {
        concat!(
            "SELECT v.id, v.account_id, v.purpose, v.state, v.opened_by, o.name AS opened_name, v.opened_at, v.reason, v.method, v.source, v.number,
                    v.met_at, v.spoken_to, v.document, v.filled_by, w.name AS filled_name, v.recorded_by, v.recorded_at, v.hash, d.name AS decided_name,
                    v.decided_at, v.decision_reason, v.ready_at
               FROM vetting v JOIN account o ON o.id = v.opened_by LEFT JOIN account w ON w.id = v.filled_by LEFT JOIN account d ON d.id = v.decided_by ",
            $end
        )
    };
}

pub async fn live(tx: &mut Tx, account: &AccountId) -> Result<Option<Case>> {
    maybe!(tx, case!("WHERE v.account_id = $1 AND v.state IN ('open', 'recorded')"), account)
}

pub async fn history(tx: &mut Tx, account: &AccountId) -> Result<Vec<Case>> {
    all!(tx, case!("WHERE v.account_id = $1 ORDER BY v.opened_at DESC, v.id LIMIT 20"), account)
}

/// A vetting that waits.
#[derive(sqlx::FromRow)]
pub struct Waiting {
    /// Whose.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their party.
    pub party_name: Option<String>,
    /// What for.
    pub purpose: Purpose,
    /// Whether it is sent, or still to be filled in.
    pub state: Stage,
    /// Since when.
    pub opened_at: i64,
}

pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>> {
    all!(
        tx,
        "SELECT a.id, a.name, p.name AS party_name, v.purpose, v.state, v.opened_at
           FROM vetting v JOIN account a ON a.id = v.account_id LEFT JOIN party p ON p.id = a.party_id
          WHERE v.state IN ('open', 'recorded') ORDER BY CASE v.state WHEN 'recorded' THEN 0 ELSE 1 END, v.opened_at LIMIT 50"
    )
}

/// False when one is open.
pub async fn open(tx: &mut Tx, id: &str, account: &AccountId, purpose: Purpose, by: &str, now: i64, reason: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO vetting (id, account_id, purpose, state, opened_by, opened_at, reason, source, number, spoken_to, document, decision_reason)
         VALUES ($1, $2, $3, 'open', $4, $5, $6, '', '', '', '', '') ON CONFLICT DO NOTHING",
        id,
        account,
        purpose,
        by,
        now,
        reason
    )?)
}

/// False when it is decided.
pub async fn fill(tx: &mut Tx, id: &str, e: &Evidence, by: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE vetting SET method = $2, source = $3, number = $4, met_at = $5, spoken_to = $6, document = $7, filled_by = $8, state = 'open',
                recorded_by = NULL, recorded_at = NULL, hash = NULL WHERE id = $1 AND state IN ('open', 'recorded')",
        id,
        e.method,
        &e.source,
        &e.number,
        e.met_at,
        &e.spoken_to,
        &e.document,
        by
    )?)
}

/// False when it is not open any more.
pub async fn submit(tx: &mut Tx, id: &str, by: &str, now: i64, hash: &[u8]) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE vetting SET state = 'recorded', recorded_by = $2, recorded_at = $3, hash = $4 WHERE id = $1 AND state = 'open' AND filled_by IS NOT NULL",
        id,
        by,
        now,
        hash
    )?)
}

/// The decision of somebody who had no hand in it, on exactly what was sent. False otherwise.
#[expect(clippy::too_many_arguments, reason = "one column each")]
pub async fn decide(tx: &mut Tx, id: &str, to: Stage, by: &str, now: i64, hash: &[u8], reason: &str, ready_at: Option<i64>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE vetting SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $6, ready_at = $7
          WHERE id = $1 AND state = 'recorded' AND hash = $5 AND opened_by <> $3 AND filled_by <> $3 AND recorded_by <> $3 AND account_id <> $3",
        id,
        to,
        by,
        now,
        hash,
        reason,
        ready_at
    )?)
}

/// What was verified was something else: it begins anew, opened by whoever changed it.
pub async fn reopen(tx: &mut Tx, account: &AccountId, by: &str) -> Result<u64> {
    exec!(
        tx,
        "UPDATE vetting SET state = 'open', opened_by = $2, method = NULL, source = '', number = '', met_at = NULL, spoken_to = '', document = '',
                filled_by = NULL, recorded_by = NULL, recorded_at = NULL, hash = NULL WHERE account_id = $1 AND state IN ('open', 'recorded')",
        account,
        by
    )
}

/// Takes the account's row first, as every act on it does, so that on PostgreSQL no two wait for each other.
pub async fn hold(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE account SET state = state WHERE id = $1", account)
}

/// No vetting of this person is under way any more.
pub async fn void_live(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE vetting SET state = 'void' WHERE account_id = $1 AND state IN ('open', 'recorded')", account)
}

/// A renewal under way is void.
pub async fn void_renewal(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE vetting SET state = 'void' WHERE account_id = $1 AND state IN ('open', 'recorded') AND purpose = 'renewal'", account)
}

/// An approval counts no longer.
pub async fn void_approved(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE vetting SET state = 'void' WHERE account_id = $1 AND state = 'approved'", account)
}

/// The person may be invited: false when their address belongs to somebody else by now, or their party is not active.
///
/// Staff come back without a role: an administrator gives those anew.
pub async fn admit(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    // A letter of before would count as one that ran out.
    exec!(tx, "DELETE FROM invitation WHERE account_id = $1", account)?;
    Ok(1 == exec!(
        tx,
        "UPDATE account SET state = 'invited', ended_at = NULL, ended_why = '', revet_at = NULL, confirmed_at = NULL, author = $2, approver = $2,
                vetting = $2, auditor = $2, administrator = $2
          WHERE id = $1 AND state IN ('proposed', 'cut', 'expired')
            AND (party_id IS NULL OR EXISTS (SELECT 1 FROM party p WHERE p.id = account.party_id AND p.state = 'active'))
            AND NOT EXISTS (SELECT 1 FROM account b WHERE b.email = account.email AND b.id <> account.id AND b.state NOT IN ('proposed', 'refused'))",
        account,
        false
    )?)
}

/// Enrolment begins anew for somebody whose means were reset. False when no administrator would be left.
pub async fn begin_anew(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    store_staff::take_turn(tx, account).await?;
    exec!(tx, "DELETE FROM invitation WHERE account_id = $1", account)?;
    Ok(1 == exec!(
        tx,
        "UPDATE account SET state = 'invited' WHERE id = $1 AND state IN ('invited', 'enrolled', 'confirmed')
            AND (NOT administrator OR state <> 'confirmed' OR EXISTS (SELECT 1 FROM account o WHERE o.id <> $1 AND o.administrator AND o.state = 'confirmed'))",
        account
    )?)
}

pub async fn prolong(tx: &mut Tx, account: &AccountId, until: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE account SET revet_at = $2 WHERE id = $1 AND state = 'confirmed'", account, until)?)
}

/// False when the person has begun to enrol.
pub async fn correct(tx: &mut Tx, account: &AccountId, c: &Correction<'_>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE account SET name = $2, email = $3, phone = $4, membership = $5, state = 'proposed'
          WHERE id = $1 AND state IN ('proposed', 'invited') AND membership <> 'staff' AND password IS NULL AND confirmed_at IS NULL",
        account,
        c.name,
        c.email,
        c.phone,
        c.membership
    )?)
}

/// The codes of a letter: whatever was printed before is void (CASES A06).
pub async fn new_letter(tx: &mut Tx, account: &AccountId, letter: &[u8], email: &[u8], now: i64, expires_at: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO invitation (account_id, letter_digest, email_digest, tries, step, created_at, expires_at)
         SELECT id, $2, $3, 0, 'codes', $4, $5 FROM account WHERE id = $1 AND state = 'invited'
         ON CONFLICT (account_id) DO UPDATE SET letter_digest = $2, email_digest = $3, tries = 0, step = 'codes', codes = NULL, created_at = $4, expires_at = $5",
        account,
        letter,
        email,
        now,
        expires_at
    )?)
}

/// A letter that was printed: when, until when it is good, and how far it has led.
#[derive(sqlx::FromRow)]
pub struct Letter {
    /// When it was printed.
    pub created_at: i64,
    /// Good until then; 0 when it is void.
    pub expires_at: i64,
    /// How often its codes were tried in vain.
    pub tries: i64,
}

pub async fn letter(tx: &mut Tx, account: &AccountId) -> Result<Option<Letter>> {
    maybe!(tx, "SELECT created_at, expires_at, tries FROM invitation WHERE account_id = $1", account)
}

/// The party's people who are told when one of them loses access: its leads.
pub async fn leads(tx: &mut Tx, account: &AccountId) -> Result<Vec<(AccountId, String)>> {
    all!(
        tx,
        "SELECT l.id, l.name FROM account a JOIN account l ON l.party_id = a.party_id
          WHERE a.id = $1 AND l.id <> a.id AND l.membership = 'lead' AND l.state = 'confirmed' ORDER BY l.name",
        account
    )
}

/// An active party by its address and name.
pub async fn party_choices(tx: &mut Tx) -> Result<Vec<(String, String, String)>> {
    all!(tx, "SELECT id, slug, name FROM party WHERE state = 'active' ORDER BY folded")
}

/// The switchboard of a person's party, and where its number was found.
pub async fn switchboard(tx: &mut Tx, account: &AccountId) -> Result<Option<(String, String)>> {
    maybe!(tx, "SELECT p.switchboard, p.switchboard_source FROM account a JOIN party p ON p.id = a.party_id WHERE a.id = $1", account)
}
