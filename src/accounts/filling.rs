//! Accounts that are ready to use at once: for the demo alone, which says so on every page.
use super::{Membership, Roles, invite, sign_in, store};
use crate::{
    audit::{self, Act, Action},
    config::Authentication,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PartyId},
};

/// A person of the demo.
pub struct Ready<'a> {
    /// Name, address, telephone.
    pub person: invite::Person<'a>,
    /// What they are.
    pub membership: Membership,
    /// Of which party.
    pub party: Option<&'a PartyId>,
    /// Staff roles.
    pub roles: Roles,
    /// The PHC string of the passphrase.
    pub password: &'a str,
    /// The authenticator's seed.
    pub seed: &'a [u8],
}

/// Makes the account, confirmed, with both factors.
///
/// # Errors
/// When the database fails or the address has an account.
pub async fn add(tx: &mut Tx, act: &Act, r: &Ready<'_>) -> Result<AccountId> {
    let id = AccountId::new();
    let email = invite::fold_email(r.person.email);
    let new = store::New {
        id: &id,
        email: &email,
        name: r.person.name,
        phone: r.person.phone,
        membership: r.membership,
        party: r.party,
        roles: r.roles,
        state: super::State::Invited,
        reason: "",
        now: act.at,
    };
    if !store::insert_account(tx, &new).await? {
        return Err(Error::Stale("stale-email"));
    }
    let sealed = act.keys.seal(&sign_in::seed_place(&id), r.seed).ok_or(Error::Crypto("a seed could not be sealed"))?;
    store::make_ready(tx, &id, r.password, &sealed, act.at).await?;
    super::vetted(tx, act, &id, &Authentication::default()).await?;
    let mut events = [Action::Invited, Action::Enrolled, Action::Confirmed].map(|a| act.did(a, id.as_str()));
    events[0].hash = Some(super::agreement::stated(tx, &id).await?);
    audit::append_all(tx, &act.keys, &events).await?;
    Ok(id)
}
