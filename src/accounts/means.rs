//! Changing one's own means of sign-in: the authenticator and the passphrase.
use super::{
    Factor, Level, Open,
    budget::{self, Guess, Taken, Tried, Whose},
    session, sign_in, store, store_factor, store_session, totp,
};
use crate::{
    audit::{self, Act, Action},
    clock::MINUTE,
    config::Authentication,
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices,
    secret::Secret,
    web::App,
};
use zeroize::Zeroizing;

/// How long a new seed waits for its proof.
const WAITS: i64 = 15 * MINUTE;

/// Draws a new seed. It counts once a code of it was given; until then the old one does.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn propose_seed(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<()> {
    let sealed = act.keys.seal(&sign_in::seed_place(account), &totp::new_seed()).ok_or(Error::Crypto("a seed could not be sealed"))?;
    store_factor::propose_seed(tx, account, &sealed, act.at).await?;
    Ok(())
}

/// The seed that waits for its proof, open and sealed.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn proposed_seed(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<Option<(Zeroizing<Vec<u8>>, Vec<u8>)>> {
    let Some((sealed,)) = store_factor::proposed_seed(tx, account, act.at.saturating_sub(WAITS)).await? else { return Ok(None) };
    let seed = act.keys.open(&sign_in::seed_place(account), &sealed).ok_or(Error::Crypto("an authenticator's seed does not open"))?;
    Ok(Some((Zeroizing::new(seed), sealed)))
}

/// A code of the new seed puts it in the old one's place; every other session ends (CASES A22). `Some` is the token of the
/// session that goes on: after a recovery code it is a full one from here on.
///
/// # Errors
/// [`Error::Stale`] when no seed waits.
pub async fn replace_authenticator(
    db: &Db,
    act: &Act,
    who: &Open,
    settings: &Authentication,
    typed: &str,
    place: &session::Place<'_>,
) -> Result<Option<String>> {
    let account = &who.person.id;
    let mut tx = db.write().await?;
    let (seed, sealed) = proposed_seed(&mut tx, act, account).await?.ok_or(Error::Stale("stale-authenticator"))?;
    let Some(step) = totp::matching_step(&seed, &totp::tidy(typed), act.at) else { return Ok(None) };
    if !store_factor::take_seed(&mut tx, account, &sealed).await? {
        return Err(Error::Stale("stale-authenticator"));
    }
    store_factor::replace_seed(&mut tx, account, &sealed, step).await?;
    store_session::end_others(&mut tx, account, &who.digest).await?;
    let token = if who.level == Level::Recovery {
        let limits = session::Limits::of(settings, who.person.has_power(), Factor::Totp);
        store::signed_in(&mut tx, account, act.at).await?;
        session::open(&mut tx, account, Level::Full, Factor::Totp, &limits, place, act.at).await?
    } else {
        session::renew(&mut tx, who, Factor::Totp, place.network, act.at).await?
    };
    notices::queue(&mut tx, &act.keys, account, notices::Kind::FactorChanged, None, act.at).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::AuthenticatorReplaced, account.as_str())).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Changes the passphrase of somebody who gives the present one; every other session ends. A passphrase is no factor for acts
/// that matter: when that was given stays as it was. Wrong ones count like those of signing in.
///
/// # Errors
/// [`Error::Busy`] when too many sign-ins wait.
pub async fn change_passphrase(app: &App, act: &Act, who: &Open, present: Secret<String>, new: Secret<String>) -> Result<Tried> {
    let (account, limits) = (&who.person.id, &app.settings.config.throttle);
    let stored = store::credentials(&mut app.db.read().await?, &who.person.email).await?.and_then(|c| c.password);
    let known = budget::is_known(&mut app.db.read().await?, act, Some(account)).await?;
    let mut tx = app.db.write().await?;
    let guess = Guess::Passphrase(Whose { name: &who.person.email, account: Some(account), known });
    let counted = match budget::take(&mut tx, act, limits, &guess).await? {
        Taken::Go(counted) => counted,
        Taken::Spent(until) => return Ok(Tried::Spent(until)),
    };
    tx.commit().await?;
    let right = app.passwords.verify(present, stored.clone()).await?;
    let hash = if right { app.passwords.hash(new).await? } else { String::new() };
    let mut tx = app.db.write().await?;
    if !right {
        let spent = counted.wrong(&mut tx, act).await?;
        let refused = act.refused(Action::PassphraseChanged, account.as_str(), "present passphrase");
        audit::append_all(&mut tx, &act.keys, &[vec![refused], spent].concat()).await?;
        tx.commit().await?;
        return Ok(Tried::Wrong);
    }
    counted.right(&mut tx).await?;
    if !store::change_password(&mut tx, account, stored.as_deref().unwrap_or_default(), &hash).await? {
        return Err(Error::Stale("stale-passphrase"));
    }
    store_session::end_others(&mut tx, account, &who.digest).await?;
    let token = session::rename(&mut tx, who, act.at).await?;
    notices::queue(&mut tx, &act.keys, account, notices::Kind::PassphraseChanged, None, act.at).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::PassphraseChanged, account.as_str())).await?;
    tx.commit().await?;
    Ok(Tried::In(token))
}
