//! The tables of proposals, and of whom the portal knows.
use super::State;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId},
    maybe, value,
};

/// Somebody the portal knows, for comparing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownPerson {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Where the account stands.
    pub state: State,
    /// The party's address; none for staff.
    pub party_slug: Option<String>,
    /// The party's name.
    pub party_name: Option<String>,
}

pub async fn known_people(tx: &mut Tx) -> Result<Vec<KnownPerson>> {
    all!(
        tx,
        "SELECT a.id, a.name, a.email, a.state, p.slug AS party_slug, p.name AS party_name FROM account a LEFT JOIN party p ON p.id = a.party_id
          WHERE a.state <> 'refused'"
    )
}

pub async fn party_is_active(tx: &mut Tx, party: &PartyId) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM party WHERE id = $1 AND state = 'active')", party)
}

/// Whether a person's party, if they have one, is active.
pub async fn party_of_is_active(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    value!(tx, "SELECT NOT EXISTS (SELECT 1 FROM account a JOIN party p ON p.id = a.party_id WHERE a.id = $1 AND p.state <> 'active')", account)
}

/// How many proposals of a party's own people wait.
pub async fn under_way(tx: &mut Tx, party: &PartyId) -> Result<i64> {
    value!(
        tx,
        "SELECT COUNT(*) FROM account a JOIN vetting v ON v.account_id = a.id AND v.state IN ('open', 'recorded') JOIN account o ON o.id = v.opened_by
          WHERE a.party_id = $1 AND a.state = 'proposed' AND o.party_id = $1",
        party
    )
}

/// Opens a vetting: nothing of it is filled in yet.
pub async fn open(tx: &mut Tx, id: &str, account: &AccountId, purpose: &str, by: &AccountId, reason: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO vetting (id, account_id, purpose, state, opened_by, opened_at, reason, source, number, spoken_to, document, decision_reason)
         VALUES ($1, $2, $3, 'open', $4, $5, $6, '', '', '', '', '')",
        id,
        account,
        purpose,
        by,
        now,
        reason
    )
}

/// A proposal and who opened it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Proposal {
    /// The account it is for.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// For which party.
    pub party_id: Option<PartyId>,
    /// The party of who opened it; none for the agency.
    pub opener_party: Option<PartyId>,
}

pub async fn proposal(tx: &mut Tx, id: &AccountId) -> Result<Option<Proposal>> {
    maybe!(
        tx,
        "SELECT a.id, a.name, a.state, a.party_id, o.party_id AS opener_party FROM account a
           JOIN vetting v ON v.account_id = a.id AND v.purpose = 'admission' JOIN account o ON o.id = v.opened_by
          WHERE a.id = $1 ORDER BY v.opened_at LIMIT 1",
        id
    )
}

/// False when it was decided first.
pub async fn take_back(tx: &mut Tx, account: &AccountId, now: i64) -> Result<bool> {
    if exec!(tx, "UPDATE account SET state = 'refused', ended_at = $2, ended_why = 'withdrawn' WHERE id = $1 AND state = 'proposed'", account, now)? != 1 {
        return Ok(false);
    }
    exec!(tx, "UPDATE vetting SET state = 'void' WHERE account_id = $1 AND state IN ('open', 'recorded')", account)?;
    Ok(true)
}
