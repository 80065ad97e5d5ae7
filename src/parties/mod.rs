//! Parties and groups of parties, and who belongs to them.
pub mod agreement;
pub mod change;
pub mod change_web;
pub mod may;
pub mod own_web;
mod store;
mod store_change;
pub mod web;

use crate::{
    accounts::{
        alarms,
        lookalike::{Found, Known, What},
    },
    audit::{self, Act, Action, Event},
    db::Tx,
    error::{Error, Result},
    ids::{GroupId, PartyId},
    text::{fold, slug},
};
use change::Kind;
pub use store::{Group, Member, Own, Party, PartyRow};

/// Where a party stands. Only the people of an active one have access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum PartyState {
    /// One officer has added it, another has not decided yet. Authors do not see it.
    Proposed,
    /// It is addressed and its people read.
    Active,
    /// None of its people has access.
    Suspended,
}

impl PartyState {
    /// As it stands in the database.
    pub fn text(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proposed => "party-state-proposed",
            Self::Active => "party-state-active",
            Self::Suspended => "party-state-suspended",
        }
    }
}

/// A new party.
pub struct New<'a> {
    /// Official name.
    pub name: &'a str,
    /// The number of its switchboard.
    pub switchboard: &'a str,
    /// The official source of that number.
    pub source: &'a str,
}

/// Adds a party: the same care for each, in the same words. What an officer adds waits for another's decision; what the
/// operator adds is there at once. A name that resembles a known one raises an alarm.
///
/// # Errors
/// [`Error::Stale`] when a party of that name, or one that differs by case or accents alone, is there already.
pub async fn add(tx: &mut Tx, act: &Act, go: may::AddParty, new: &New<'_>) -> Result<Party> {
    let found = if go.by().is_some() { resembling(tx, new.name).await? } else { Found::default() };
    let party = insert(tx, act, &go, new).await?;
    if found.any() {
        alarms::raise(tx, act, alarms::Kind::LookAlike, &party.slug, &found.line()).await?;
    }
    let mut events = vec![Event { hash: Some(agreement::stated(&party.id, &party.slug, party.state)), ..act.did(Action::PartyAdded, party.slug.as_str()) }];
    if let Some(by) = go.by() {
        change::open(tx, act, by, &party.id, Kind::Admission, &party.source).await?;
        events.push(change::proposed(act, Kind::Admission, &party.slug, &party.source));
    }
    audit::append_all(tx, &act.keys, &events).await?;
    Ok(party)
}

async fn insert(tx: &mut Tx, act: &Act, go: &may::AddParty, new: &New<'_>) -> Result<Party> {
    let state = if go.by().is_some() { PartyState::Proposed } else { PartyState::Active };
    let (name, folded) = (new.name.trim().to_owned(), fold(new.name));
    let (switchboard, source) = (new.switchboard.trim().to_owned(), new.source.trim().to_owned());
    let mut party = Party { id: PartyId::new(), slug: slug(new.name), name, switchboard, source, state };
    // One that another officer refused may be proposed again, with better care.
    if let Some(refused) = store::refused(tx, &folded).await? {
        let party = Party { id: refused.id, slug: refused.slug, ..party };
        store::correct(tx, &party).await?;
        return Ok(party);
    }
    if party.slug.is_empty() {
        party.slug = format!("party-{}", crate::ids::draw(b"23456789", 4));
    }
    if store::find(tx, &party.slug).await?.is_some() {
        party.slug = format!("{}-{}", party.slug, crate::ids::draw(b"23456789", 3));
    }
    if store::insert(tx, &party, &folded, act.at).await? { Ok(party) } else { Err(Error::Stale("stale-party")) }
}

/// What a party's name resembles among those of all parties, and what is odd about it.
///
/// # Errors
/// When the database fails.
pub async fn resembling(tx: &mut Tx, name: &str) -> Result<Found> {
    let all = store::names(tx).await?;
    let known: Vec<Known<'_>> = all.iter().map(|(id, text)| Known { id, text, what: What::Party }).collect();
    Ok(Found::about(name, &known))
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

/// Every party by name, proposed and suspended ones too.
pub async fn all(tx: &mut Tx) -> Result<Vec<PartyRow>> {
    Ok(store::all(tx).await?)
}

/// The parties that can be addressed, by name.
pub async fn active(tx: &mut Tx) -> Result<Vec<PartyRow>> {
    let mut all = store::all(tx).await?;
    all.retain(|p| p.state == PartyState::Active);
    Ok(all)
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

/// A party's people as their own side sees them: who has access, and who is getting it.
pub async fn own(tx: &mut Tx, party: &PartyId) -> Result<Vec<Own>> {
    Ok(store::own(tx, party).await?)
}
