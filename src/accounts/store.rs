//! The tables of accounts, factors, invitations and sessions.
use super::{Membership, Roles, State, store_factor, store_session, store_staff};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId},
    maybe, value,
};

#[derive(sqlx::FromRow)]
pub struct PersonRow {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub membership: Membership,
    pub author: bool,
    pub approver: bool,
    pub vetting: bool,
    pub auditor: bool,
    pub administrator: bool,
    pub state: State,
    pub party_id: Option<PartyId>,
    pub party_slug: Option<String>,
    pub party_name: Option<String>,
}

pub async fn person(tx: &mut Tx, id: &AccountId) -> Result<Option<PersonRow>> {
    maybe!(
        tx,
        "SELECT a.id, a.name, a.email, a.membership, a.author, a.approver, a.vetting, a.auditor, a.administrator, a.state,
                p.id AS party_id, p.slug AS party_slug, p.name AS party_name
           FROM account a LEFT JOIN party p ON p.id = a.party_id WHERE a.id = $1 AND a.state IN ('invited', 'enrolled', 'confirmed') AND (p.id IS NULL OR p.state = 'active')",
        id
    )
}

pub async fn is_demo(tx: &mut Tx) -> Result<bool> {
    value!(tx, "SELECT demo FROM installation WHERE only_row = 1")
}

pub async fn install(tx: &mut Tx, now: i64, demo: bool) -> Result<u64> {
    exec!(tx, "INSERT INTO installation (only_row, created_at, demo, register_version) VALUES (1, $1, $2, 0)", now, demo)
}

/// What a sign-in is checked against.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    pub id: AccountId,
    pub state: State,
    pub password: Option<String>,
}

pub async fn credentials(tx: &mut Tx, email: &str) -> Result<Option<Credentials>> {
    // The people of a party that is not active sign in like those whose access is cut: the same work, the same answer.
    maybe!(
        tx,
        "SELECT a.id, CASE WHEN p.id IS NULL OR p.state = 'active' THEN a.state ELSE 'cut' END AS state, a.password
           FROM account a LEFT JOIN party p ON p.id = a.party_id WHERE a.email = $1 AND a.state NOT IN ('proposed', 'refused')",
        email
    )
}

/// Counts one more try of a code and says what to check it against, unless the factor is blocked. Changing the row first
/// makes parallel tries wait their turn, so that each one counts.
#[derive(sqlx::FromRow)]
pub struct Try {
    pub seed: Vec<u8>,
    pub failures: i64,
}

pub async fn count_try(tx: &mut Tx, account: &AccountId, proven: bool, now: i64) -> Result<Option<Try>> {
    maybe!(
        tx,
        "UPDATE totp SET failures = failures + 1 WHERE account_id = $1 AND proven = $2 AND blocked_until <= $3 RETURNING seed, failures",
        account,
        proven,
        now
    )
}

/// Spends a step: false if it, or a later one, was spent before.
pub async fn spend_step(tx: &mut Tx, account: &AccountId, step: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE totp SET last_step = $2, failures = 0, proven = $3 WHERE account_id = $1 AND last_step < $2", account, step, true)?)
}

pub async fn block_factor(tx: &mut Tx, account: &AccountId, until: i64) -> Result<u64> {
    exec!(tx, "UPDATE totp SET blocked_until = $2 WHERE account_id = $1", account, until)
}

pub async fn blocked_until(tx: &mut Tx, account: &AccountId) -> Result<Option<(i64,)>> {
    maybe!(tx, "SELECT blocked_until FROM totp WHERE account_id = $1", account)
}

pub async fn signed_in(tx: &mut Tx, account: &AccountId, now: i64) -> Result<u64> {
    exec!(tx, "UPDATE account SET signed_in_at = $2 WHERE id = $1", account, now)
}

pub async fn set_language(tx: &mut Tx, account: &AccountId, language: &str) -> Result<u64> {
    exec!(tx, "UPDATE account SET language = $2 WHERE id = $1", account, language)
}

/// A new account.
pub struct New<'a> {
    pub id: &'a AccountId,
    pub email: &'a str,
    pub name: &'a str,
    pub phone: &'a str,
    pub membership: Membership,
    pub party: Option<&'a PartyId>,
    pub roles: Roles,
    pub state: State,
    pub reason: &'a str,
    pub now: i64,
}

/// False when the address has an account.
pub async fn insert_account(tx: &mut Tx, n: &New<'_>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO account (id, email, name, phone, membership, party_id, author, approver, vetting, auditor, administrator, state, created_at, reason, ended_why)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '') ON CONFLICT DO NOTHING",
        n.id,
        n.email,
        n.name,
        n.phone,
        n.membership,
        n.party,
        n.roles.author,
        n.roles.approver,
        n.roles.vetting,
        n.roles.auditor,
        n.roles.administrator,
        n.state,
        n.now,
        n.reason
    )?)
}

pub async fn insert_invitation(tx: &mut Tx, account: &AccountId, letter: &[u8], email: &[u8], now: i64, expires_at: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO invitation (account_id, letter_digest, email_digest, tries, step, created_at, expires_at) VALUES ($1, $2, $3, 0, 'codes', $4, $5)",
        account,
        letter,
        email,
        now,
        expires_at
    )
}

#[derive(sqlx::FromRow)]
pub struct Invitation {
    pub account_id: AccountId,
    pub email_digest: Vec<u8>,
    pub tries: i64,
}

/// Counts one more try of an invitation and says what to compare; none when it is unknown, spent, void or over.
pub async fn try_invitation(tx: &mut Tx, letter: &[u8], now: i64, most: i64) -> Result<Option<Invitation>> {
    maybe!(
        tx,
        "UPDATE invitation SET tries = tries + 1 WHERE letter_digest = $1 AND expires_at > $2 AND tries < $3 AND step <> 'done'
            AND EXISTS (SELECT 1 FROM account a LEFT JOIN party p ON p.id = a.party_id
                         WHERE a.id = invitation.account_id AND a.state = 'invited' AND (p.id IS NULL OR p.state = 'active'))
         RETURNING account_id, email_digest, tries",
        letter,
        now,
        most
    )
}

/// The codes were right: enrolment begins, or begins anew. What an earlier opening set is gone, so that the codes alone
/// never lead to somebody else's finished factors.
pub async fn open_invitation(tx: &mut Tx, account: &AccountId) -> Result<()> {
    exec!(tx, "UPDATE invitation SET tries = 0, step = 'identity', codes = NULL WHERE account_id = $1", account)?;
    store_factor::drop_all(tx, account).await?;
    Ok(())
}

/// Whether a letter's code belongs to an invitation, by the reading connection: a stranger's guess costs no writing.
pub async fn letter_exists(tx: &mut Tx, letter: &[u8]) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM invitation WHERE letter_digest = $1)", letter)
}

pub async fn void_invitation(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE invitation SET expires_at = 0 WHERE account_id = $1", account)
}

/// Where an enrolment stands, and whose it is.
#[derive(Clone, sqlx::FromRow)]
pub struct Enrolment {
    /// Whose account.
    pub account_id: AccountId,
    /// The step that comes next.
    pub step: String,
    /// The recovery codes, sealed, until the person says that they are kept.
    pub codes: Option<Vec<u8>>,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// What they will be.
    pub membership: Membership,
    /// The party's name.
    pub party: Option<String>,
    /// The authenticator's seed, sealed.
    pub seed: Option<Vec<u8>>,
}

pub async fn enrolment(tx: &mut Tx, account: &AccountId) -> Result<Option<Enrolment>> {
    maybe!(
        tx,
        "SELECT i.account_id, i.step, i.codes, a.name, a.email, a.phone, a.membership, p.name AS party, t.seed
           FROM invitation i JOIN account a ON a.id = i.account_id LEFT JOIN party p ON p.id = a.party_id LEFT JOIN totp t ON t.account_id = a.id
          WHERE i.account_id = $1 AND a.state = 'invited' AND i.expires_at > 0 AND (p.id IS NULL OR p.state = 'active')",
        account
    )
}

/// Goes one step on; false if the enrolment was not at `from`.
pub async fn next_step(tx: &mut Tx, account: &AccountId, from: &str, to: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE invitation SET step = $3 WHERE account_id = $1 AND step = $2 AND expires_at > 0", account, from, to)?)
}

pub async fn keep_codes(tx: &mut Tx, account: &AccountId, sealed: Option<Vec<u8>>) -> Result<u64> {
    exec!(tx, "UPDATE invitation SET codes = $2 WHERE account_id = $1", account, sealed)
}

pub async fn set_password(tx: &mut Tx, account: &AccountId, password: &str) -> Result<u64> {
    exec!(tx, "UPDATE account SET password = $2 WHERE id = $1", account, password)
}

/// False when the passphrase is not the one that was checked any more.
pub async fn change_password(tx: &mut Tx, account: &AccountId, from: &str, to: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE account SET password = $3 WHERE id = $1 AND password = $2", account, from, to)?)
}

pub async fn set_seed(tx: &mut Tx, account: &AccountId, sealed: &[u8]) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO totp (account_id, seed, proven, last_step, failures, blocked_until) VALUES ($1, $2, $3, 0, 0, 0)
         ON CONFLICT (account_id) DO UPDATE SET seed = $2, proven = $3, failures = 0, blocked_until = 0",
        account,
        sealed,
        false
    )
}

pub async fn insert_recovery_code(tx: &mut Tx, account: &AccountId, digest: &[u8], now: i64) -> Result<u64> {
    exec!(tx, "INSERT INTO recovery_code (digest, account_id, created_at) VALUES ($1, $2, $3)", digest, account, now)
}

/// False when the account was not in the state `from`.
pub async fn set_state(tx: &mut Tx, account: &AccountId, from: State, to: State, now: i64) -> Result<bool> {
    let confirmed_at = (to == State::Confirmed).then_some(now);
    Ok(1 == exec!(
        tx,
        "UPDATE account SET state = $3, confirmed_at = COALESCE($4, confirmed_at) WHERE id = $1 AND state = $2",
        account,
        from,
        to,
        confirmed_at
    )?)
}

/// False when it was cut before, or when no administrator would be left.
pub async fn cut(tx: &mut Tx, account: &AccountId, why: &str, now: i64) -> Result<bool> {
    store_staff::take_turn(tx, account).await?;
    let done = exec!(
        tx,
        "UPDATE account SET state = 'cut', ended_at = $2, ended_why = $3 WHERE id = $1 AND state <> 'cut'
            AND (NOT administrator OR state <> 'confirmed' OR EXISTS (SELECT 1 FROM account o WHERE o.id <> $1 AND o.administrator AND o.state = 'confirmed'))",
        account,
        now,
        why
    )?;
    if done != 1 {
        return Ok(false);
    }
    store_session::end_all(tx, account).await?;
    store_factor::drop_all(tx, account).await?;
    void_invitation(tx, account).await?;
    Ok(true)
}

pub async fn ended_at(tx: &mut Tx, account: &AccountId) -> Result<Option<i64>> {
    let row: Option<(Option<i64>,)> = maybe!(tx, "SELECT ended_at FROM account WHERE id = $1", account)?;
    Ok(row.and_then(|r| r.0))
}

/// An account as the desk sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Contact {
    /// Whose.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// What they are.
    pub membership: Membership,
    /// Where the account stands.
    pub state: State,
    /// When it was made.
    pub created_at: i64,
    /// When the agency confirmed the person.
    pub confirmed_at: Option<i64>,
    /// The last sign-in.
    pub signed_in_at: Option<i64>,
    /// To be vetted anew by then.
    pub revet_at: Option<i64>,
    /// When access ended.
    pub ended_at: Option<i64>,
    /// Why, in a word.
    pub ended_why: String,
    /// The party's address.
    pub party_slug: Option<String>,
    /// The party's name.
    pub party_name: Option<String>,
}

macro_rules! contact {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.name, a.email, a.phone, a.membership, a.state, a.created_at, a.confirmed_at, a.signed_in_at, a.revet_at, a.ended_at, a.ended_why,
                    p.slug AS party_slug, p.name AS party_name FROM account a LEFT JOIN party p ON p.id = a.party_id ",
            $end
        )
    };
}

pub async fn contact(tx: &mut Tx, id: &AccountId) -> Result<Option<Contact>> {
    maybe!(tx, contact!("WHERE a.id = $1"), id)
}

pub async fn contact_by_email(tx: &mut Tx, email: &str) -> Result<Option<Contact>> {
    maybe!(tx, contact!("WHERE a.email = $1 AND a.state NOT IN ('proposed', 'refused')"), email)
}

pub async fn waiting(tx: &mut Tx) -> Result<Vec<Contact>> {
    all!(tx, contact!("WHERE a.state = 'enrolled' AND a.membership <> 'staff' AND p.state = 'active' ORDER BY a.created_at LIMIT 50"))
}

/// An account that is ready to use.
pub async fn make_ready(tx: &mut Tx, account: &AccountId, password: &str, seed: &[u8], now: i64) -> Result<()> {
    exec!(tx, "UPDATE account SET state = 'confirmed', password = $2, confirmed_at = $3 WHERE id = $1", account, password, now)?;
    exec!(tx, "INSERT INTO totp (account_id, seed, proven, last_step, failures, blocked_until) VALUES ($1, $2, $3, 0, 0, 0)", account, seed, true)?;
    Ok(())
}
