//! The tables of parties and groups.
use super::{PartyState, change::Kind};
use crate::{
    accounts::{Membership, State},
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, GroupId, PartyId},
    maybe, value,
};

/// A party.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its address.
    pub slug: String,
    /// Its official name.
    pub name: String,
    /// The number of its switchboard, from an official source.
    pub switchboard: String,
    /// Which source.
    pub source: String,
    /// Where it stands.
    pub state: PartyState,
}

/// A party in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PartyRow {
    /// Its id.
    pub id: PartyId,
    /// Its address.
    pub slug: String,
    /// Its official name.
    pub name: String,
    /// Its confirmed people who read advisories.
    pub readers: i64,
    /// Its people who are not there yet.
    pub pending: i64,
    /// Where it stands.
    pub state: PartyState,
    /// What waits for an officer's decision.
    pub waiting: Option<Kind>,
}

/// A group of parties.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// How many parties it holds.
    pub parties: i64,
}

/// A person of a party.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What they are.
    pub membership: Membership,
    /// Where the account stands.
    pub state: State,
    /// The last sign-in.
    pub signed_in_at: Option<i64>,
}

/// A person of a party as their own side sees them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Own {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// What they are.
    pub membership: Membership,
    /// Where the account stands.
    pub state: State,
    /// When it was made, or proposed.
    pub created_at: i64,
    /// When the agency confirmed the person.
    pub confirmed_at: Option<i64>,
    /// The last sign-in.
    pub signed_in_at: Option<i64>,
    /// Until when the letter is good.
    pub expires_at: Option<i64>,
    /// Whether it is a proposal of the party itself.
    pub ours: bool,
}

impl Own {
    /// Since when they have access.
    pub fn since(&self) -> i64 {
        self.confirmed_at.unwrap_or(self.created_at)
    }
}

/// False when there is one of that name.
pub async fn insert(tx: &mut Tx, p: &Party, folded: &str, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO party (id, slug, name, folded, switchboard, created_at, state, switchboard_source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT DO NOTHING",
        &p.id,
        &p.slug,
        &p.name,
        folded,
        &p.switchboard,
        now,
        p.state,
        &p.source
    )?)
}

/// Id and slug.
#[derive(sqlx::FromRow)]
pub struct Refused {
    pub id: PartyId,
    pub slug: String,
}

/// A party of that name whose admission was refused.
pub async fn refused(tx: &mut Tx, folded: &str) -> Result<Option<Refused>> {
    maybe!(
        tx,
        "SELECT p.id, p.slug FROM party p WHERE p.folded = $1 AND p.state = 'proposed'
            AND NOT EXISTS (SELECT 1 FROM party_change c WHERE c.party_id = p.id AND c.decided_at IS NULL)",
        folded
    )
}

/// What is written of a party that nobody has admitted.
pub async fn correct(tx: &mut Tx, p: &Party) -> Result<u64> {
    exec!(
        tx,
        "UPDATE party SET name = $2, switchboard = $3, switchboard_source = $4 WHERE id = $1 AND state = 'proposed'",
        &p.id,
        &p.name,
        &p.switchboard,
        &p.source
    )
}

/// Address and name of every party.
pub async fn names(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    all!(tx, "SELECT slug, name FROM party")
}

/// False when there is one of that name.
pub async fn insert_group(tx: &mut Tx, id: &GroupId, name: &str, folded: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "INSERT INTO party_group (id, name, folded) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, name, folded)?)
}

pub async fn insert_group_member(tx: &mut Tx, group: &GroupId, party: &PartyId) -> Result<u64> {
    exec!(tx, "INSERT INTO party_group_member (group_id, party_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", group, party)
}

pub async fn all(tx: &mut Tx) -> Result<Vec<PartyRow>> {
    all!(
        tx,
        "SELECT p.id, p.slug, p.name,
                (SELECT COUNT(*) FROM account a WHERE a.party_id = p.id AND p.state = 'active' AND a.state = 'confirmed' AND a.membership IN ('lead', 'contact')) AS readers,
                (SELECT COUNT(*) FROM account a WHERE a.party_id = p.id AND a.state IN ('proposed', 'invited', 'enrolled')) AS pending,
                p.state, c.kind AS waiting
           FROM party p LEFT JOIN party_change c ON c.party_id = p.id AND c.decided_at IS NULL ORDER BY p.folded"
    )
}

pub async fn count(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM party")
}

pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>> {
    all!(
        tx,
        "SELECT g.id, g.name, (SELECT COUNT(*) FROM party_group_member m JOIN party p ON p.id = m.party_id AND p.state = 'active' WHERE m.group_id = g.id) AS parties
           FROM party_group g ORDER BY g.folded"
    )
}

pub async fn find(tx: &mut Tx, slug: &str) -> Result<Option<Party>> {
    maybe!(tx, "SELECT id, slug, name, switchboard, switchboard_source AS source, state FROM party WHERE slug = $1", slug)
}

pub async fn members(tx: &mut Tx, party: &PartyId) -> Result<Vec<Member>> {
    all!(
        tx,
        "SELECT id, name, email, membership, state, signed_in_at FROM account WHERE party_id = $1
          ORDER BY CASE membership WHEN 'lead' THEN 0 ELSE 1 END, name",
        party
    )
}

/// Without those whom the agency refused or whose access is over.
pub async fn own(tx: &mut Tx, party: &PartyId) -> Result<Vec<Own>> {
    all!(
        tx,
        "SELECT a.id, a.name, a.membership, a.state, a.created_at, a.confirmed_at, a.signed_in_at, i.expires_at,
                EXISTS (SELECT 1 FROM vetting v JOIN account o ON o.id = v.opened_by WHERE v.account_id = a.id AND v.purpose = 'admission' AND o.party_id = $1) AS ours
           FROM account a LEFT JOIN invitation i ON i.account_id = a.id AND a.state = 'invited'
          WHERE a.party_id = $1 AND a.state IN ('proposed', 'invited', 'enrolled', 'confirmed')
          ORDER BY CASE a.membership WHEN 'lead' THEN 0 ELSE 1 END, a.name, a.id",
        party
    )
}
