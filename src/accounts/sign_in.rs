//! Signing in: the passphrase, then the code. Unknown, wrong, cut and unfinished accounts get the same work and the same answer.
use super::{Factor, Level, State, session, store, totp};
use crate::{
    audit::{self, Act, Action},
    clock::{DAY, MINUTE, Millis},
    config::Authentication,
    crypto::password::{MAX_BYTES, Passwords},
    db::Db,
    error::{Error, Result},
    ids::AccountId,
    secret::Secret,
};

/// Wrong codes in a row before the factor is delayed (CASES A14; NIST allows 100).
const BUDGET: i64 = 10;

/// Checks the passphrase. `Some` is the token of a session in which only `/login/code` is open.
///
/// # Errors
/// [`Error::Busy`] when too many sign-ins wait.
pub async fn passphrase(
    db: &Db,
    passwords: &Passwords,
    act: &Act,
    username: &str,
    given: Secret<String>,
    place: &session::Place<'_>,
) -> Result<Option<String>> {
    let found = store::credentials(&mut db.read().await?, &super::invite::fold_email(username)).await?;
    let usable = found.as_ref().filter(|c| matches!(c.state, State::Enrolled | State::Confirmed) && given.reveal().len() <= MAX_BYTES);
    let stored = usable.and_then(|c| c.password.clone());
    let given = if given.reveal().len() <= MAX_BYTES { given } else { Secret::new(String::new()) };
    let right = passwords.verify(given, stored).await?;
    let mut tx = db.write().await?;
    let token = match usable.filter(|_| right) {
        Some(account) => {
            // The record comes last in every act, so that on PostgreSQL all take their locks in one order.
            let token = session::open(&mut tx, &account.id, Level::Passphrase, Factor::None, &session::Limits::for_code(), place, act.at).await?;
            audit::append(&mut tx, &act.keys, &act.did(Action::PassphraseGiven, account.id.as_str())).await?;
            Some(token)
        }
        None => {
            // What was typed may be a passphrase: only an account that exists is named.
            let object = found.map_or_else(|| "unknown".into(), |c| c.id.to_string());
            audit::append(&mut tx, &act.keys, &act.refused(Action::SignInRefused, object, "passphrase")).await?;
            None
        }
    };
    tx.commit().await?;
    Ok(token)
}

/// How a code was taken.
pub enum Outcome {
    /// Right: the token of the full session.
    In(String),
    /// Wrong, used, or not six digits.
    Wrong,
    /// Too many were wrong: not before this time.
    Blocked(Millis),
    /// A code is not enough for this person.
    NeedsPasskey,
}

/// Checks the code and opens the session under a new id.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn code(db: &Db, act: &Act, who: &super::Open, settings: &Authentication, typed: &str, place: &session::Place<'_>) -> Result<Outcome> {
    let account = &who.person.id;
    let mut tx = db.write().await?;
    let outcome = match check(&mut tx, act, account, true, &totp::tidy(typed)).await? {
        Checked::Right if who.person.must_have_passkey(settings) => {
            audit::append(&mut tx, &act.keys, &act.refused(Action::SignInRefused, account.as_str(), "passkey required")).await?;
            Outcome::NeedsPasskey
        }
        Checked::Right => {
            let limits = session::Limits::of(settings, who.person.has_power(), Factor::Totp);
            let token = session::open(&mut tx, account, Level::Full, Factor::Totp, &limits, place, act.at).await?;
            store::signed_in(&mut tx, account, act.at).await?;
            audit::append(&mut tx, &act.keys, &act.did(Action::SignedIn, account.as_str())).await?;
            Outcome::In(token)
        }
        Checked::Wrong => Outcome::Wrong,
        Checked::Blocked(until) => Outcome::Blocked(until),
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Checks the code of somebody who is signed in, before an act that matters or after a lock. The session goes on under a
/// new id.
///
/// # Errors
/// When the session has ended, or the database or the key ring fails.
pub async fn again(db: &Db, act: &Act, open: &super::Open, settings: &Authentication, typed: &str, network: &str) -> Result<Outcome> {
    let account = &open.person.id;
    if open.person.must_have_passkey(settings) {
        return Ok(Outcome::NeedsPasskey);
    }
    let mut tx = db.write().await?;
    let outcome = match check(&mut tx, act, account, true, &totp::tidy(typed)).await? {
        Checked::Right => {
            let token = session::renew(&mut tx, open, Factor::Totp, network, act.at).await?;
            audit::append(&mut tx, &act.keys, &act.did(Action::FactorGiven, account.as_str())).await?;
            Outcome::In(token)
        }
        Checked::Wrong => Outcome::Wrong,
        Checked::Blocked(until) => Outcome::Blocked(until),
    };
    tx.commit().await?;
    Ok(outcome)
}

/// How a code compares with the authenticator's.
pub(super) enum Checked {
    /// It is the one, and now it is spent.
    Right,
    /// It is not.
    Wrong,
    /// Nothing is compared before this time.
    Blocked(Millis),
}

/// Compares a code within the budget of the account. The caller commits: a wrong code counts.
pub(super) async fn check(tx: &mut crate::db::Tx, act: &Act, account: &AccountId, proven: bool, code: &str) -> Result<Checked> {
    let Some(tried) = store::count_try(tx, account, proven, act.at).await? else {
        let until = store::blocked_until(tx, account).await?.map_or(act.at, |(until,)| until);
        audit::append(tx, &act.keys, &act.refused(Action::SignInRefused, account.as_str(), "blocked")).await?;
        return Ok(Checked::Blocked(until));
    };
    let seed = act.keys.open(&seed_place(account), &tried.seed).ok_or(Error::Crypto("an authenticator's seed does not open"))?;
    let seed = zeroize::Zeroizing::new(seed);
    if let Some(step) = totp::matching_step(&seed, code, act.at)
        && store::spend_step(tx, account, step).await?
    {
        return Ok(Checked::Right);
    }
    audit::append(tx, &act.keys, &act.refused(Action::SignInRefused, account.as_str(), "code")).await?;
    if tried.failures < BUDGET {
        return Ok(Checked::Wrong);
    }
    // 15 minutes, doubled with every further failure, a day at most; never for good, so that strangers cannot lock a person out.
    let doublings = u32::try_from(tried.failures.saturating_sub(BUDGET)).unwrap_or(7).min(7);
    let until = act.at.saturating_add((15 * MINUTE).saturating_mul(1 << doublings).min(DAY));
    store::block_factor(tx, account, until).await?;
    audit::append(tx, &act.keys, &act.did(Action::FactorBlocked, account.as_str())).await?;
    Ok(Checked::Blocked(until))
}

/// Where a seed is sealed to.
pub(super) fn seed_place(account: &AccountId) -> String {
    format!("totp.seed:{account}")
}

/// Ends the session.
///
/// # Errors
/// When the database fails.
pub async fn out(db: &Db, act: &Act, who: &super::Open) -> Result<()> {
    let mut tx = db.write().await?;
    session::end(&mut tx, &who.digest).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::SignedOut, who.person.id.as_str())).await?;
    tx.commit().await?;
    Ok(())
}
