//! Enrolment: codes → identity → passphrase → authenticator → recovery codes → passkey. Each step is one conditional update,
//! so that none can be skipped and none done twice.
use super::{
    Factor, Level, Membership, State, alarms,
    budget::{self, Guess, Taken, Tried},
    invite, may, passkey, passkey_own, session, sign_in, store, store_session, store_staff, totp,
};
use crate::{
    audit::{self, Act, Action, Event},
    clock::{Millis, SECOND},
    config::{Settings, throttle::Throttle},
    crypto::password::Passwords,
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices,
    secret::Secret,
};
pub use store::Enrolment;

/// Tries of an invitation before it is void.
const TRIES: i64 = 5;
/// Codes entered twice within this time were entered by two, or twice by one.
const AT_ONCE: Millis = 5 * SECOND;

/// Checks both codes. Right, they begin the enrolment's session; whoever enrolled before under the same codes is out.
///
/// # Errors
/// When the database fails.
pub async fn open(db: &Db, act: &Act, limits: &Throttle, letter: &str, email: &str, place: &session::Place<'_>) -> Result<Tried> {
    let (letter, email) = (totp::tidy(letter).to_uppercase(), totp::tidy(email));
    let digest = invite::letter_digest(act, &letter);
    let mut tx = db.read().await?;
    let known = store::letter_exists(&mut tx, &digest).await?;
    if let Some(until) = budget::look(&mut tx, act, limits, &Guess::Letter).await? {
        return Ok(Tried::Spent(until));
    }
    drop(tx);
    if !known {
        return unknown(db, act, limits).await;
    }
    let mut tx = db.write().await?;
    let mut tried = Tried::Wrong;
    let events = match store::try_invitation(&mut tx, &digest, act.at, TRIES).await? {
        Some(i) if crate::crypto::same(&invite::email_digest(act, &i.account_id, &email), &i.email_digest) => {
            if store_session::begun_since(&mut tx, &i.account_id, Level::Enrolment, act.at.saturating_sub(AT_ONCE)).await? {
                twice(&mut tx, act, &i.account_id).await?
            } else {
                store::open_invitation(&mut tx, &i.account_id).await?;
                store_session::end_level(&mut tx, &i.account_id, Level::Enrolment).await?;
                let limits = session::Limits::for_enrolment();
                tried = Tried::In(session::open(&mut tx, &i.account_id, Level::Enrolment, Factor::None, &limits, place, act.at).await?);
                vec![act.did(Action::EnrolmentOpened, i.account_id.as_str())]
            }
        }
        Some(i) => wrong(&mut tx, act, &i).await?,
        None => vec![act.refused(Action::EnrolmentRefused, "unknown", "void, over or done")],
    };
    audit::append_all(&mut tx, &act.keys, &events).await?;
    tx.commit().await?;
    Ok(tried)
}

/// A letter that does not exist. 59 random bits are not guessed, and strangers must not fill the log: it is counted, and
/// recorded when a budget is spent.
async fn unknown(db: &Db, act: &Act, limits: &Throttle) -> Result<Tried> {
    tracing::info!(request = %act.request, "an unknown letter code was entered");
    let mut tx = db.write().await?;
    match budget::take(&mut tx, act, limits, &Guess::Letter).await? {
        Taken::Spent(until) => return Ok(Tried::Spent(until)),
        Taken::Go(counted) => {
            let events = counted.wrong(&mut tx, act).await?;
            if !events.is_empty() {
                audit::append_all(&mut tx, &act.keys, &events).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(Tried::Wrong)
}

/// Both codes were entered again at the same moment. One of the two may have read them over a shoulder: the later one gets
/// the answer of all who are wrong, and the agency looks (CASES A05).
async fn twice(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<Vec<Event>> {
    let alarm = alarms::note(tx, act, alarms::Kind::EnrolmentTwice, account.as_str(), "").await?;
    Ok([Some(act.refused(Action::EnrolmentRefused, account.as_str(), "twice at once")), alarm].into_iter().flatten().collect())
}

/// The code of the e-mail does not fit the letter's.
async fn wrong(tx: &mut Tx, act: &Act, i: &store::Invitation) -> Result<Vec<Event>> {
    let void = i.tries >= TRIES;
    let why = if void { "the letter is void" } else { "e-mail code" };
    let alarm = if void { alarms::note(tx, act, alarms::Kind::EnrolmentVoid, i.account_id.as_str(), "").await? } else { None };
    Ok([Some(act.refused(Action::EnrolmentRefused, i.account_id.as_str(), why)), alarm].into_iter().flatten().collect())
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
    let alarm = alarms::note(&mut tx, act, alarms::Kind::IdentityDenied, e.account_id.as_str(), "").await?;
    let events = [Some(act.did(Action::IdentityDenied, e.account_id.as_str())), alarm];
    audit::append_all(&mut tx, &act.keys, &events.into_iter().flatten().collect::<Vec<_>>()).await?;
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

/// The person says that the recovery codes are kept: they are not shown again.
pub async fn keep_codes(db: &Db, act: &Act, e: &Enrolment) -> Result<()> {
    let mut tx = db.write().await?;
    step(&mut tx, &e.account_id, "recovery-codes", "passkey").await?;
    store::keep_codes(&mut tx, &e.account_id, None).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::RecoveryDrawn, e.account_id.as_str())).await?;
    tx.commit().await?;
    Ok(())
}

/// The passkey with which an enrolment ends.
pub struct Passkey<'a> {
    /// What its ceremony belongs to.
    pub bound: passkey::Bound<'a>,
    /// What its owner calls it.
    pub name: &'a str,
    /// What the browser said.
    pub answer: passkey::Answer<'a>,
}

/// Enrolment is complete: a contact waits for the agency's call, staff whom a colleague invited wait for another one's word;
/// those whom the operator invited, or who set the portal up, are known.
/// Says the token of the full session, under a new id; nothing when the passkey does not count.
pub async fn finish(
    db: &Db,
    act: &Act,
    settings: &Settings,
    e: &Enrolment,
    go: may::Enrol,
    with: Option<Passkey<'_>>,
    place: &session::Place<'_>,
) -> Result<Option<String>> {
    let mut tx = db.write().await?;
    let mut events = Vec::new();
    if let Some(p) = with {
        let Some(added) = passkey_own::keep(&mut tx, act, settings, &p.bound, p.name, p.answer).await? else {
            // The challenge stays spent and the refusal recorded.
            tx.commit().await?;
            return Ok(None);
        };
        events.push(added);
    }
    step(&mut tx, &e.account_id, "passkey", "done").await?;
    let known = e.membership == Membership::Staff && !store_staff::is_by_colleague(&mut tx, &e.account_id).await?;
    let to = if known { State::Confirmed } else { State::Enrolled };
    if !store::set_state(&mut tx, &e.account_id, State::Invited, to, act.at).await? {
        return Err(Error::Stale("stale-enrolment"));
    }
    let has_power = matches!(e.membership, Membership::Staff | Membership::Lead);
    let limits = session::Limits::of(&settings.config.authentication, has_power, go.factor());
    let token = session::open(&mut tx, &e.account_id, Level::Full, go.factor(), &limits, place, act.at).await?;
    store::signed_in(&mut tx, &e.account_id, act.at).await?;
    budget::arrived(&mut tx, act, &e.account_id).await?;
    notices::queue(&mut tx, &act.keys, &e.account_id, notices::Kind::AccountOpened, None, act.at).await?;
    events.push(act.did(Action::Enrolled, e.account_id.as_str()));
    if to == State::Confirmed {
        events.push(act.did(Action::Confirmed, e.account_id.as_str()));
    }
    audit::append_all(&mut tx, &act.keys, &events).await?;
    tx.commit().await?;
    Ok(Some(token))
}

async fn step(tx: &mut Tx, account: &AccountId, from: &str, to: &str) -> Result<()> {
    if store::next_step(tx, account, from, to).await? { Ok(()) } else { Err(Error::Stale("stale-enrolment")) }
}

fn codes_place(account: &AccountId) -> String {
    format!("invitation.codes:{account}")
}
