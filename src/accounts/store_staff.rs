//! Staff: who they are, who invited them, their roles, and the rule that an administrator is always left.
use super::{Membership, Roles, State};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe, value,
};

/// A member of staff.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Colleague {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Writes advisories.
    pub author: bool,
    /// Publishes what others wrote.
    pub approver: bool,
    /// Vets contacts.
    pub vetting: bool,
    /// Reads the log.
    pub auditor: bool,
    /// Runs the service.
    pub administrator: bool,
    /// Where the account stands.
    pub state: State,
    /// When it was made.
    pub created_at: i64,
    /// When they were confirmed.
    pub confirmed_at: Option<i64>,
    /// The last sign-in.
    pub signed_in_at: Option<i64>,
    /// When access was cut.
    pub ended_at: Option<i64>,
    /// Why, in the word of the record.
    pub ended_why: String,
    /// The colleague who invited them; none when it was the operator.
    pub invited_by: Option<AccountId>,
    /// That colleague's name.
    pub inviter: Option<String>,
}

macro_rules! staff {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.name, a.email, a.author, a.approver, a.vetting, a.auditor, a.administrator, a.state, a.created_at, a.confirmed_at,
                    a.signed_in_at, a.ended_at, a.ended_why, i.invited_by, b.name AS inviter
               FROM account a LEFT JOIN staff_invitation i ON i.account_id = a.id LEFT JOIN account b ON b.id = i.invited_by
              WHERE a.membership = 'staff' ",
            $end
        )
    };
}

pub async fn all(tx: &mut Tx) -> Result<Vec<Colleague>> {
    all!(tx, staff!("ORDER BY CASE a.state WHEN 'cut' THEN 1 ELSE 0 END, a.name, a.id"))
}

pub async fn waiting(tx: &mut Tx) -> Result<Vec<Colleague>> {
    all!(tx, staff!("AND a.state = 'enrolled' ORDER BY a.created_at LIMIT 50"))
}

pub async fn find(tx: &mut Tx, id: &AccountId) -> Result<Option<Colleague>> {
    maybe!(tx, staff!("AND a.id = $1"), id)
}

pub async fn find_by_email(tx: &mut Tx, email: &str) -> Result<Option<Colleague>> {
    maybe!(tx, staff!("AND a.email = $1"), email)
}

pub async fn insert_invitation(tx: &mut Tx, account: &AccountId, by: &AccountId) -> Result<u64> {
    exec!(tx, "INSERT INTO staff_invitation (account_id, invited_by) VALUES ($1, $2)", account, by)
}

/// Whether a colleague invited them, so that somebody else must confirm them.
pub async fn is_by_colleague(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM staff_invitation WHERE account_id = $1 AND confirmed_by IS NULL)", account)
}

/// False when somebody has confirmed them before, or when it would be the one who invited them.
pub async fn confirm_invitation(tx: &mut Tx, account: &AccountId, by: &AccountId) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE staff_invitation SET confirmed_by = $2 WHERE account_id = $1 AND confirmed_by IS NULL AND invited_by <> $2 AND account_id <> $2",
        account,
        by
    )?)
}

/// Makes acts that could remove an administrator take turns, on every node: what the next statement sees is what the one
/// before has left. For contacts nothing waits.
pub async fn take_turn(tx: &mut Tx, account: &AccountId) -> Result<u64> {
    exec!(
        tx,
        "UPDATE installation SET created_at = created_at
          WHERE only_row = 1 AND EXISTS (SELECT 1 FROM account WHERE id = $1 AND membership = 'staff')",
        account
    )
}

/// Gives other roles. False when the account has moved on, or when no administrator would be left. Take a turn before.
pub async fn set_roles(tx: &mut Tx, account: &AccountId, before: Roles, after: Roles) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE account SET author = $2, approver = $3, vetting = $4, auditor = $5, administrator = $6
          WHERE id = $1 AND membership = 'staff' AND state IN ('invited', 'enrolled', 'confirmed')
            AND author = $7 AND approver = $8 AND vetting = $9 AND auditor = $10 AND administrator = $11
            AND ($12 OR NOT administrator OR state <> 'confirmed'
                 OR EXISTS (SELECT 1 FROM account o WHERE o.id <> $1 AND o.administrator AND o.state = 'confirmed'))",
        account,
        after.author,
        after.approver,
        after.vetting,
        after.auditor,
        after.administrator,
        before.author,
        before.approver,
        before.vetting,
        before.auditor,
        before.administrator,
        after.administrator
    )?)
}

/// Two new codes for somebody who has not finished; the earlier ones are void. False when they have.
pub async fn renew_invitation(tx: &mut Tx, account: &AccountId, letter: &[u8], email: &[u8], expires_at: i64) -> Result<bool> {
    exec!(
        tx,
        "UPDATE account SET state = 'invited', ended_at = NULL, ended_why = '' WHERE id = $1 AND membership = 'staff' AND state = 'expired' AND confirmed_at IS NULL",
        account
    )?;
    Ok(1 == exec!(
        tx,
        "UPDATE invitation SET letter_digest = $2, email_digest = $3, tries = 0, step = 'codes', codes = NULL, expires_at = $4
          WHERE account_id = $1 AND EXISTS (SELECT 1 FROM account WHERE id = $1 AND membership = 'staff' AND state = 'invited')",
        account,
        letter,
        email,
        expires_at
    )?)
}

/// Enrolment goes on at this step, without the codes.
pub async fn begin_at(tx: &mut Tx, account: &AccountId, step: &str) -> Result<u64> {
    exec!(tx, "UPDATE invitation SET step = $2 WHERE account_id = $1", account, step)
}

/// How many hold these roles and are confirmed: auditors, vetting officers.
pub async fn confirmed_counts(tx: &mut Tx) -> Result<Option<(i64, i64)>> {
    maybe!(
        tx,
        "SELECT COALESCE(SUM(CASE WHEN auditor THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN vetting THEN 1 ELSE 0 END), 0)
           FROM account WHERE membership = $1 AND state = 'confirmed'",
        Membership::Staff
    )
}

pub async fn open_sessions(tx: &mut Tx, account: &AccountId, now: i64) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM session WHERE account_id = $1 AND expires_at > $2", account, now)
}

/// Every account of the agency's own people, the oldest first: id, whose second account it is, name.
pub async fn names(tx: &mut Tx) -> Result<Vec<(AccountId, Option<AccountId>, String)>> {
    all!(tx, "SELECT id, same_as, name FROM account WHERE membership = 'staff' ORDER BY created_at, id")
}

pub async fn set_same_as(tx: &mut Tx, account: &AccountId, other: &AccountId) -> Result<u64> {
    exec!(tx, "UPDATE account SET same_as = $2 WHERE id = $1 AND id <> $2", account, other)
}
