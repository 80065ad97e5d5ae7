//! Enrolment: codes → identity → passphrase → authenticator → recovery codes. Each step is one conditional update, so
//! that none can be skipped and none done twice.
use super::{Factor, Level, Membership, State, invite, session, sign_in, store, store_session, store_staff, totp};
use crate::{
    audit::{self, Act, Action},
    crypto::password::Passwords,
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    secret::Secret,
};
pub use store::Enrolment;

/// Tries of an invitation before it is void.
const TRIES: i64 = 5;

/// Checks both codes. `Some` is the token of the enrolment's session; whoever enrolled before under the same codes is out.
///
/// # Errors
/// When the database fails.
pub async fn open(db: &Db, act: &Act, letter: &str, email: &str, place: &session::Place<'_>) -> Result<Option<String>> {
    let (letter, email) = (totp::tidy(letter).to_uppercase(), totp::tidy(email));
    let digest = invite::letter_digest(act, &letter);
    if !store::letter_exists(&mut db.read().await?, &digest).await? {
        // 59 random bits cannot be guessed; strangers must not fill the log.
        tracing::info!(request = %act.request, "an unknown letter code was entered");
        return Ok(None);
    }
    let mut tx = db.write().await?;
    let mut token = None;
    let event = match store::try_invitation(&mut tx, &digest, act.at, TRIES).await? {
        Some(i) if crate::crypto::same(&invite::email_digest(act, &i.account_id, &email), &i.email_digest) => {
            store::open_invitation(&mut tx, &i.account_id).await?;
            store_session::end_level(&mut tx, &i.account_id, Level::Enrolment).await?;
            token = Some(session::open(&mut tx, &i.account_id, Level::Enrolment, Factor::None, &session::Limits::for_enrolment(), place, act.at).await?);
            act.did(Action::EnrolmentOpened, i.account_id.as_str())
        }
        Some(i) => {
            let why = if i.tries >= TRIES { "the letter is void" } else { "e-mail code" };
            act.refused(Action::EnrolmentRefused, i.account_id.as_str(), why)
        }
        None => act.refused(Action::EnrolmentRefused, "unknown", "void, over or done"),
    };
    audit::append(&mut tx, &act.keys, &event).await?;
    tx.commit().await?;
    Ok(token)
}

/// Where the enrolment stands.
///
/// # Errors
/// [`Error::Begin`] when it is over.
pub async fn find(tx: &mut Tx, account: &AccountId) -> Result<Enrolment> {
    store::enrolment(tx, account).await?.ok_or(Error::Begin("/enrol"))
}

/// The person says that they are who the page names, and that they will respect the TLP.
pub async fn accept(db: &Db, act: &Act, e: &Enrolment) -> Result<()> {
    let mut tx = db.write().await?;
    step(&mut tx, &e.account_id, "identity", "passphrase").await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::EnrolmentAccepted, e.account_id.as_str())).await?;
    tx.commit().await?;
    Ok(())
}

/// The person is somebody else: the invitation is void.
pub async fn deny(db: &Db, act: &Act, e: &Enrolment) -> Result<()> {
    let mut tx = db.write().await?;
    store::void_invitation(&mut tx, &e.account_id).await?;
    store_session::end_level(&mut tx, &e.account_id, Level::Enrolment).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::IdentityDenied, e.account_id.as_str())).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the passphrase and draws the authenticator's seed.
pub async fn set_passphrase(db: &Db, passwords: &Passwords, act: &Act, e: &Enrolment, given: Secret<String>) -> Result<()> {
    let hash = passwords.hash(given).await?;
    let seed = act.keys.seal(&sign_in::seed_place(&e.account_id), &totp::new_seed()).ok_or(Error::Crypto("a seed could not be sealed"))?;
    let mut tx = db.write().await?;
    step(&mut tx, &e.account_id, "passphrase", "authenticator").await?;
    store::set_password(&mut tx, &e.account_id, &hash).await?;
    store::set_seed(&mut tx, &e.account_id, &seed).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::PassphraseSet, e.account_id.as_str())).await?;
    tx.commit().await?;
    Ok(())
}

/// The seed that the authenticator page shows until it is proven, never after.
pub fn seed(act: &Act, e: &Enrolment) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    let sealed = e.seed.as_deref().ok_or(Error::Stale("stale-enrolment"))?;
    let open = act.keys.open(&sign_in::seed_place(&e.account_id), sealed);
    open.map(zeroize::Zeroizing::new).ok_or(Error::Crypto("an authenticator's seed does not open"))
}

/// Proves the authenticator and draws the recovery codes. False when the code is not the one.
pub async fn prove(db: &Db, act: &Act, e: &Enrolment, typed: &str) -> Result<bool> {
    let mut tx = db.write().await?;
    let right = matches!(sign_in::check(&mut tx, act, &e.account_id, false, &totp::tidy(typed)).await?, sign_in::Checked::Right);
    if right {
        step(&mut tx, &e.account_id, "authenticator", "recovery-codes").await?;
        let codes = invite::recovery_codes();
        for code in &codes {
            let digest = act.keys.code_digest("recovery", &code.replace('-', ""));
            store::insert_recovery_code(&mut tx, &e.account_id, &digest, act.at).await?;
        }
        let sealed = act.keys.seal(&codes_place(&e.account_id), codes.join("\n").as_bytes());
        store::keep_codes(&mut tx, &e.account_id, Some(sealed.ok_or(Error::Crypto("codes could not be sealed"))?)).await?;
        audit::append(&mut tx, &act.keys, &act.did(Action::AuthenticatorProven, e.account_id.as_str())).await?;
    }
    tx.commit().await?;
    Ok(right)
}

/// The recovery codes, while the person has not said that they are kept.
pub fn recovery_codes(act: &Act, e: &Enrolment) -> Result<Vec<String>> {
    let sealed = e.codes.as_deref().ok_or(Error::Stale("stale-enrolment"))?;
    let open = act.keys.open(&codes_place(&e.account_id), sealed).ok_or(Error::Crypto("recovery codes do not open"))?;
    Ok(String::from_utf8_lossy(&open).lines().map(str::to_owned).collect())
}

/// Enrolment is complete: a contact waits for the agency's call, staff whom a colleague invited wait for another one's word;
/// those whom the operator invited, or who set the portal up, are known.
/// Says the token of the full session, under a new id.
pub async fn finish(db: &Db, act: &Act, e: &Enrolment, limits: &session::Limits, place: &session::Place<'_>) -> Result<String> {
    let mut tx = db.write().await?;
    step(&mut tx, &e.account_id, "recovery-codes", "done").await?;
    store::keep_codes(&mut tx, &e.account_id, None).await?;
    let known = e.membership == Membership::Staff && !store_staff::is_by_colleague(&mut tx, &e.account_id).await?;
    let to = if known { State::Confirmed } else { State::Enrolled };
    if !store::set_state(&mut tx, &e.account_id, State::Invited, to, act.at).await? {
        return Err(Error::Stale("stale-enrolment"));
    }
    let token = session::open(&mut tx, &e.account_id, Level::Full, Factor::Totp, limits, place, act.at).await?;
    store::signed_in(&mut tx, &e.account_id, act.at).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::Enrolled, e.account_id.as_str())).await?;
    if to == State::Confirmed {
        audit::append(&mut tx, &act.keys, &act.did(Action::Confirmed, e.account_id.as_str())).await?;
    }
    tx.commit().await?;
    Ok(token)
}

async fn step(tx: &mut Tx, account: &AccountId, from: &str, to: &str) -> Result<()> {
    if store::next_step(tx, account, from, to).await? { Ok(()) } else { Err(Error::Stale("stale-enrolment")) }
}

fn codes_place(account: &AccountId) -> String {
    format!("invitation.codes:{account}")
}
