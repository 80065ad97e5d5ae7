//! The tables of parties and groups.
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

/// False when there is one of that name.
pub async fn insert(tx: &mut Tx, p: &Party, folded: &str, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "INSERT INTO party (id, slug, name, folded, switchboard, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &p.id,
        &p.slug,
        &p.name,
        folded,
        &p.switchboard,
        now
    )?)
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
                (SELECT COUNT(*) FROM account a WHERE a.party_id = p.id AND a.state = 'confirmed' AND a.membership IN ('lead', 'contact')) AS readers,
                (SELECT COUNT(*) FROM account a WHERE a.party_id = p.id AND a.state IN ('invited', 'enrolled')) AS pending
           FROM party p ORDER BY p.folded"
    )
}

pub async fn count(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM party")
}

pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>> {
    all!(tx, "SELECT g.id, g.name, (SELECT COUNT(*) FROM party_group_member m WHERE m.group_id = g.id) AS parties FROM party_group g ORDER BY g.folded")
}

pub async fn find(tx: &mut Tx, slug: &str) -> Result<Option<Party>> {
    maybe!(tx, "SELECT id, slug, name, switchboard FROM party WHERE slug = $1", slug)
}

pub async fn members(tx: &mut Tx, party: &PartyId) -> Result<Vec<Member>> {
    all!(
        tx,
        "SELECT id, name, email, membership, state, signed_in_at FROM account WHERE party_id = $1
          ORDER BY CASE membership WHEN 'lead' THEN 0 ELSE 1 END, name",
        party
    )
}
