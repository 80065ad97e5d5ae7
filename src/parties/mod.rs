//! Parties and groups of parties, and who belongs to them.
pub mod may;
mod store;
pub mod web;

use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    ids::{GroupId, PartyId},
    text::{fold, slug},
};
pub use store::{Group, Member, Party, PartyRow};

/// Adds a party: the same care for each, in the same words.
///
/// # Errors
/// [`Error::Stale`] when a party of that name, or one that differs by case or accents alone, is there already.
pub async fn add(tx: &mut Tx, act: &Act, _go: may::AddParty, name: &str, switchboard: &str) -> Result<Party> {
    let mut party = Party { id: PartyId::new(), slug: slug(name), name: name.trim().to_owned(), switchboard: switchboard.trim().to_owned() };
    if party.slug.is_empty() {
        party.slug = format!("party-{}", crate::ids::draw(b"23456789", 4));
    }
    if store::find(tx, &party.slug).await?.is_some() {
        party.slug = format!("{}-{}", party.slug, crate::ids::draw(b"23456789", 3));
    }
    if !store::insert(tx, &party, &fold(name), act.at).await? {
        return Err(Error::Stale("stale-party"));
    }
    audit::append(tx, &act.keys, &act.did(Action::PartyAdded, party.slug.as_str())).await?;
    Ok(party)
}

/// Makes a group of parties that authors can address by name.
///
/// # Errors
/// [`Error::Stale`] when there is one of that name.
pub async fn add_group(tx: &mut Tx, act: &Act, _go: may::AddParty, name: &str, members: &[PartyId]) -> Result<GroupId> {
    let id = GroupId::new();
    if !store::insert_group(tx, &id, name.trim(), &fold(name)).await? {
        return Err(Error::Stale("stale-party"));
    }
    for party in members {
        store::insert_group_member(tx, &id, party).await?;
    }
    let mut event = act.did(Action::GroupMade, id.as_str());
    event.detail = name.trim().to_owned();
    audit::append(tx, &act.keys, &event).await?;
    Ok(id)
}

/// Every party by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<PartyRow>> {
    Ok(store::all(tx).await?)
}

/// How many parties there are.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    Ok(store::count(tx).await?)
}

/// Every group by name.
pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>> {
    Ok(store::groups(tx).await?)
}

/// One party by its address.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, slug: &str) -> Result<Party> {
    store::find(tx, slug).await?.ok_or(Error::NotFound)
}

/// The people of a party by name.
pub async fn members(tx: &mut Tx, party: &PartyId) -> Result<Vec<Member>> {
    Ok(store::members(tx, party).await?)
}
