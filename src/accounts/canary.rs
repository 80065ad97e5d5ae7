//! A canary: a contact of a party that exists while the doctor looks at the portal with its eyes, and no longer. It has no
//! passphrase and no authenticator, so nobody else can sign in as it; its session is made here and is never another's.
use super::{Factor, Level, Membership, Roles, State, session, store, store_canary};
use crate::{
    audit::{self, Act, Action},
    clock::MINUTE,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PartyId},
    notices,
};

/// What the ids of canaries begin with; those of people are base 32 without a dash.
pub const PREFIX: &str = "canary-";
/// How long one lives at most, should the doctor be killed.
const LIFE: i64 = 60 * MINUTE;

/// Whether an account is a canary.
pub fn is_one(id: &str) -> bool {
    id.starts_with(PREFIX)
}

/// Makes a canary of a party and opens its session, with a record. Says its id and the session's token.
///
/// # Errors
/// When the database or the log fails.
pub async fn begin(tx: &mut Tx, act: &Act, party: &PartyId, slug: &str, device: &str) -> Result<(AccountId, String)> {
    let id = AccountId(format!("{PREFIX}{}", AccountId::new()));
    let new = store::New {
        id: &id,
        // No address: no mail can reach it, and none is one.
        email: id.as_str(),
        name: "Contrôle automatique (vigie doctor)",
        phone: "",
        membership: Membership::Contact,
        party: Some(party),
        roles: Roles::default(),
        state: State::Confirmed,
        reason: "",
        now: act.at,
    };
    if !store::insert_account(tx, &new).await? {
        return Err(Error::Stale("stale-email"));
    }
    let limits = session::Limits { idle: LIFE, absolute: LIFE };
    let token = session::open(tx, &id, Level::Full, Factor::Totp, &limits, &session::Place { network: "local", device, cookie: "" }, act.at).await?;
    let mut event = act.did(Action::CanaryMade, id.as_str());
    slug.clone_into(&mut event.detail);
    audit::append(tx, &act.keys, &event).await?;
    Ok((id, token))
}

/// Every canary that is there.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx) -> Result<Vec<AccountId>> {
    Ok(store_canary::all(tx, PREFIX).await?.into_iter().map(|r| r.0).collect())
}

/// Removes one, with a record. What it left among the advisories must be gone before.
///
/// # Errors
/// When the database or the log fails.
pub async fn end(tx: &mut Tx, act: &Act, id: &AccountId) -> Result<()> {
    if !is_one(id.as_str()) {
        return Err(Error::NotFound);
    }
    notices::forget(tx, id).await?;
    store_canary::remove(tx, id).await?;
    audit::append(tx, &act.keys, &act.did(Action::CanaryRemoved, id.as_str())).await?;
    Ok(())
}
