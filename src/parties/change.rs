//! Admitting, suspending and resuming a party: one officer proposes, another decides.
use super::{PartyState, agreement::stated, may, store_change as store};
use crate::{
    accounts,
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PartyId},
};
pub use store::{Change, Done};

/// What happens to a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Kind {
    /// It is there from now on.
    Admission,
    /// None of its people has access.
    Suspension,
    /// They have again.
    Resumption,
}

impl Kind {
    /// As it stands in the database.
    pub fn text(self) -> &'static str {
        match self {
            Self::Admission => "admission",
            Self::Suspension => "suspension",
            Self::Resumption => "resumption",
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Admission => "change-admission",
            Self::Suspension => "change-suspension",
            Self::Resumption => "change-resumption",
        }
    }
    /// From which state.
    pub fn from(self) -> PartyState {
        match self {
            Self::Admission => PartyState::Proposed,
            Self::Suspension => PartyState::Active,
            Self::Resumption => PartyState::Suspended,
        }
    }
    /// To which state.
    pub fn to(self) -> PartyState {
        match self {
            Self::Admission | Self::Resumption => PartyState::Active,
            Self::Suspension => PartyState::Suspended,
        }
    }
}

/// What is asked for a party, for another officer to decide.
///
/// # Errors
/// [`Error::Stale`] when the party has changed or something is waiting for decision already.
pub async fn propose(tx: &mut Tx, act: &Act, go: may::ProposeChange, slug: &str, reason: &str) -> Result<()> {
    open(tx, act, go.by(), go.party(), go.kind(), reason).await?;
    audit::append(tx, &act.keys, &proposed(act, go.kind(), slug, reason)).await?;
    Ok(())
}

pub(super) async fn open(tx: &mut Tx, act: &Act, by: &AccountId, party: &PartyId, kind: Kind, reason: &str) -> Result<()> {
    // A change's id is as random as any other.
    let id = PartyId::new();
    let new = store::New { id: id.as_str(), party, kind, reason, by, now: act.at };
    if store::insert(tx, &new).await? { Ok(()) } else { Err(Error::Stale("stale-party-change")) }
}

pub(super) fn proposed(act: &Act, kind: Kind, slug: &str, reason: &str) -> audit::Event {
    let mut event = act.did(Action::PartyChangeProposed, slug);
    event.detail = format!("{}: {reason}", kind.text());
    event
}

/// Decides on what another officer proposed. From a suspension on no session of the party's people is left.
///
/// # Errors
/// [`Error::Stale`] when somebody else decided first, or the party has changed.
pub async fn decide(tx: &mut Tx, act: &Act, go: may::Decide, slug: &str, approve: bool) -> Result<()> {
    let change = go.change();
    if !store::decide(tx, &change.id, go.by(), approve, act.at).await? {
        return Err(Error::Stale("stale-party-change"));
    }
    if approve {
        switch(tx, &change.party_id, change.kind).await?;
    }
    let mut event = act.did(Action::PartyChangeDecided, slug);
    event.detail = format!("{} {}", change.kind.text(), if approve { "approved" } else { "refused" });
    event.hash = approve.then(|| stated(&change.party_id, slug, change.kind.to()));
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// What the operator of the server does at once, when no two officers can be had.
///
/// # Errors
/// [`Error::Stale`] when the party is not in the state for it.
pub async fn at_once(tx: &mut Tx, act: &Act, _go: may::ChangeAtOnce, party: &super::Party, kind: Kind, reason: &str) -> Result<()> {
    switch(tx, &party.id, kind).await?;
    let mut event = act.did(Action::PartyChangeDecided, party.slug.as_str());
    event.detail = format!("{}: {reason}", kind.text());
    event.hash = Some(stated(&party.id, &party.slug, kind.to()));
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

async fn switch(tx: &mut Tx, party: &PartyId, kind: Kind) -> Result<()> {
    if !store::set_state(tx, party, kind.from(), kind.to()).await? {
        return Err(Error::Stale("stale-party-state"));
    }
    if kind == Kind::Suspension {
        accounts::session::end_of_party(tx, party).await?;
    }
    Ok(())
}

/// What waits for decision.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx, party: &PartyId) -> Result<Option<Change>> {
    Ok(store::waiting(tx, party).await?)
}

/// What was decided, newest first.
///
/// # Errors
/// When the database fails.
pub async fn history(tx: &mut Tx, party: &PartyId) -> Result<Vec<Done>> {
    Ok(store::history(tx, party).await?)
}
