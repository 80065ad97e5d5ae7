//! The passkeys a person has: adding one and removing one.
use super::{
    may,
    passkey::{Answer, Bound, Fault, Listed, MOST, Stop, credential_of, opened, refuse, relying_party, sealed, unsealed},
    passkey_json::{attested, only_here},
    store_passkey, store_session,
};
use crate::{
    audit::{self, Act, Action, Event},
    config::Settings,
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PasskeyId},
    notices,
};
use serde_json::{Value, json};
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};

/// Characters of a passkey's name at most.
pub const NAME: usize = 60;

/// A name as it is kept, or the key of the sentence that says what is wrong with it.
pub fn name(typed: &str) -> std::result::Result<String, &'static str> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err("passkey-name-missing"),
        n if n > NAME => Err("passkey-name-long"),
        _ => Ok(name),
    }
}

/// A person's passkeys, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx, account: &AccountId) -> Result<Vec<Listed>> {
    Ok(store_passkey::list(tx, account).await?)
}

/// How many a person has.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx, account: &AccountId) -> Result<i64> {
    Ok(store_passkey::count(tx, account).await?)
}

/// What their devices know them by.
///
/// # Errors
/// When the database fails.
pub async fn credential_ids(tx: &mut Tx, account: &AccountId) -> Result<Vec<Vec<u8>>> {
    Ok(store_passkey::credential_ids(tx, account).await?.into_iter().map(|(id,)| id).collect())
}

/// SHA-256 of what is public of a credential, for the records of its beginning and end: a key exchanged behind the
/// portal's back differs from the one that was recorded (ASVS 6.7.1).
fn public_hash(passkey: &Passkey) -> [u8; 32] {
    sha256(json!({ "id": passkey.cred_id(), "key": passkey.get_public_key() }).to_string().as_bytes())
}

/// Checks the answer that holds a new passkey and keeps it for the account of `bound`. Says the record, which the caller
/// appends last; nothing when it does not count, which is recorded already.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn keep(tx: &mut Tx, act: &Act, settings: &Settings, bound: &Bound<'_>, name: &str, answer: Answer<'_>) -> Result<Option<Event>> {
    match kept(tx, act, settings, bound, name, answer).await {
        Ok(event) => Ok(Some(event)),
        Err(stop) => refuse(tx, act, bound, stop).await.map(|()| None),
    }
}

async fn kept(tx: &mut Tx, act: &Act, settings: &Settings, bound: &Bound<'_>, name: &str, answer: Answer<'_>) -> std::result::Result<Event, Stop> {
    let account = bound.account.ok_or(Fault::Foreign)?;
    let state: PasskeyRegistration = opened(tx, act, bound, answer.ceremony).await?;
    let party = relying_party(settings).ok_or(Fault::Unknown)?;
    let sent = attested(answer.credential).ok_or(Fault::Unreadable)?;
    if !only_here(&sent.response.client_data_json) {
        return Err(Fault::Origin.into());
    }
    let passkey = party.finish_passkey_registration(&sent, &state)?;
    let inside = credential_of(&passkey)?;
    if inside.get("user_verified") != Some(&Value::Bool(true)) {
        return Err(Fault::Unverified.into());
    }
    let (id, counter) = (PasskeyId::new(), inside.get("counter").and_then(Value::as_i64).unwrap_or(0));
    let new = store_passkey::New {
        id: &id,
        account,
        credential_id: passkey.cred_id(),
        name,
        credential: &sealed(&act.keys, account, &id, &passkey)?,
        counter,
        now: act.at,
    };
    store_passkey::hold(tx, account).await?;
    if !store_passkey::insert(tx, &new, i64::try_from(MOST).unwrap_or(i64::MAX)).await? {
        return Err(Fault::Known.into());
    }
    let mut event = act.did(Action::PasskeyAdded, account.as_str());
    event.hash = Some(public_hash(&passkey));
    Ok(event)
}

/// Adds a passkey to the account of somebody who is signed in; their other sessions end (ASVS 7.4.3). False when the
/// answer does not count.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn add(tx: &mut Tx, act: &Act, settings: &Settings, bound: &Bound<'_>, name: &str, answer: Answer<'_>, session: &[u8]) -> Result<bool> {
    let (Some(event), Some(account)) = (keep(tx, act, settings, bound, name, answer).await?, bound.account) else { return Ok(false) };
    store_session::end_others(tx, account, session).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::FactorChanged, None, act.at).await?;
    audit::append(tx, &act.keys, &event).await?;
    Ok(true)
}

/// Removes a passkey; the person's other sessions end.
///
/// # Errors
/// [`Error::Stale`] when it is gone, or has become the last one of somebody who must have one.
pub async fn remove(tx: &mut Tx, act: &Act, go: may::RemovePasskey, session: &[u8]) -> Result<()> {
    let account = go.account();
    store_passkey::hold(tx, account).await?;
    let removed = store_passkey::remove(tx, account, go.passkey(), go.may_be_last()).await?;
    let (credential,) = removed.ok_or(Error::Stale("stale-passkey"))?;
    store_session::end_others(tx, account, session).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::FactorChanged, None, act.at).await?;
    let mut event = act.did(Action::PasskeyRemoved, account.as_str());
    // One that does not open any more can still be removed.
    event.hash = unsealed(&act.keys, account, go.passkey(), &credential).ok().as_ref().map(public_hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_between_one_and_sixty_characters() {
        assert_eq!(name("  Clé  d’accès\n1 "), Ok("Clé d’accès 1".into()));
        assert_eq!(name(" \n"), Err("passkey-name-missing"));
        assert_eq!(name(&"é".repeat(61)), Err("passkey-name-long"));
        assert!(name(&"é".repeat(60)).is_ok());
    }
}
