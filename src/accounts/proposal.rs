//! Proposing somebody: an account that cannot do anything, and the vetting that it waits for. Leads propose for their own
//! party, officers for any; who is known already makes no difference to the answer, so that a lead learns nothing of others.
use super::{State, invite, may, store, store_vetting};
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PartyId},
};
pub use store_vetting::Proposal;

/// Proposals of one party's leads under way at once: more would only bury the officers.
const MOST: i64 = 20;

/// Somebody who is proposed. As what and for which party says the proof.
pub struct New<'a> {
    /// Full name.
    pub name: &'a str,
    /// E-mail address.
    pub email: &'a str,
    /// Telephone.
    pub phone: &'a str,
    /// Why the person needs access.
    pub reason: &'a str,
}

/// Makes the account, proposed, and opens its vetting.
///
/// # Errors
/// [`Error::Stale`] when the party is not active, [`Error::Refused`] when a lead has too many under way.
pub async fn propose(tx: &mut Tx, act: &Act, go: may::Propose, person: &New<'_>) -> Result<AccountId> {
    must_be_active(tx, go.party()).await?;
    if go.by_lead() && store_vetting::under_way(tx, go.party()).await? >= MOST {
        return Err(Error::Refused("refused-proposals-many"));
    }
    let account = AccountId::new();
    let new = store::New {
        id: &account,
        email: &invite::fold_email(person.email),
        name: person.name.trim(),
        phone: person.phone.trim(),
        membership: go.membership(),
        party: Some(go.party()),
        roles: super::Roles::default(),
        state: State::Proposed,
        reason: person.reason,
        now: act.at,
    };
    if !store::insert_account(tx, &new).await? {
        return Err(Error::Stale("stale-contact"));
    }
    // A vetting's id is as random as an account's.
    store_vetting::open(tx, AccountId::new().as_str(), &account, "admission", go.by(), person.reason, act.at).await?;
    let mut event = act.did(Action::Proposed, account.as_str());
    event.detail = go.membership().text().into();
    event.hash = Some(super::agreement::stated(tx, &account).await?);
    audit::append(tx, &act.keys, &event).await?;
    Ok(account)
}

/// Takes a proposal back: nobody decides on it any more.
///
/// # Errors
/// [`Error::Stale`] when it was decided first.
pub async fn take_back(tx: &mut Tx, act: &Act, go: may::TakeBack) -> Result<()> {
    let account = go.account();
    if !store_vetting::take_back(tx, account, act.at).await? {
        return Err(Error::Stale("stale-contact"));
    }
    audit::append(tx, &act.keys, &act.did(Action::ProposalWithdrawn, account.as_str())).await?;
    Ok(())
}

/// One proposal, with who opened it.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, id: &AccountId) -> Result<Proposal> {
    store_vetting::proposal(tx, id).await?.ok_or(Error::NotFound)
}

/// Refuses people for a party that two officers have not admitted, or that is suspended.
///
/// # Errors
/// [`Error::Stale`] when it is not active.
pub async fn must_be_active(tx: &mut Tx, party: &PartyId) -> Result<()> {
    if store_vetting::party_is_active(tx, party).await? { Ok(()) } else { Err(Error::Stale("stale-party-state")) }
}

/// Likewise for somebody who has an account.
///
/// # Errors
/// [`Error::Stale`] when their party is not active.
pub async fn party_must_be_active(tx: &mut Tx, account: &AccountId) -> Result<()> {
    if store_vetting::party_of_is_active(tx, account).await? { Ok(()) } else { Err(Error::Stale("stale-party-state")) }
}
