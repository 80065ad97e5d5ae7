//! Signing in: the passphrase, then the code. Unknown, wrong, cut and unfinished accounts get the same work and the same answer.
use super::{
    Factor, Level, State, alarms,
    budget::{self, Guess, Taken, Tried, Whose},
    session, store, totp,
};
use crate::{
    audit::{self, Act, Action},
    clock::{DAY, MINUTE, Millis},
    config::{Authentication, throttle::Throttle},
    crypto::password::{MAX_BYTES, Passwords},
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices,
    secret::Secret,
};

/// Wrong codes in a row before the factor is delayed (CASES A14; NIST allows 100).
const BUDGET: i64 = 10;

/// Checks the passphrase, within the budgets of failed tries. Right, it begins a session in which only `/login/code` is open.
///
/// # Errors
/// [`Error::Busy`] when too many sign-ins wait.
pub async fn passphrase(
    db: &Db,
    passwords: &Passwords,
    act: &Act,
    limits: &Throttle,
    username: &str,
    given: Secret<String>,
    place: &session::Place<'_>,
) -> Result<Tried> {
    let name = super::invite::fold_email(username);
    let mut tx = db.read().await?;
    let found = store::credentials(&mut tx, &name).await?;
    let account = found.as_ref().map(|c| &c.id);
    let known = budget::is_known(&mut tx, act, account).await?;
    let guess = Guess::Passphrase(Whose { name: &name, account, known });
    if let Some(until) = budget::look(&mut tx, act, limits, &guess).await? {
        return Ok(Tried::Spent(until));
    }
    drop(tx);
    let seat = passwords.seat()?;
    let mut tx = db.write().await?;
    let counted = match budget::take(&mut tx, act, limits, &guess).await? {
        Taken::Go(counted) => counted,
        Taken::Spent(until) => return Ok(Tried::Spent(until)),
    };
    tx.commit().await?;
    let usable = found.as_ref().filter(|c| matches!(c.state, State::Enrolled | State::Confirmed) && given.reveal().len() <= MAX_BYTES);
    let stored = usable.and_then(|c| c.password.clone());
    let given = if given.reveal().len() <= MAX_BYTES { given } else { Secret::new(String::new()) };
    let right = passwords.verify_in(seat, given, stored).await?;
    let mut tx = db.write().await?;
    let tried = match usable.filter(|_| right) {
        Some(account) => {
            counted.right(&mut tx).await?;
            // The record comes last in every act, so that on PostgreSQL all take their locks in one order.
            let token = session::open(&mut tx, &account.id, Level::Passphrase, Factor::None, &session::Limits::for_code(), place, act.at).await?;
            audit::append(&mut tx, &act.keys, &act.did(Action::PassphraseGiven, account.id.as_str())).await?;
            Tried::In(token)
        }
        None => {
            wrong(&mut tx, act, &counted, account).await?;
            Tried::Wrong
        }
    };
    tx.commit().await?;
    Ok(tried)
}

/// Records a wrong passphrase, and what it spent.
async fn wrong(tx: &mut Tx, act: &Act, counted: &budget::Try, account: Option<&AccountId>) -> Result<()> {
    let spent = counted.wrong(tx, act).await?;
    // What was typed may be a passphrase: only an account that exists is named.
    let object = account.map_or_else(|| "unknown".into(), AccountId::to_string);
    if let Some(owner) = account.filter(|id| spent.iter().any(|e| e.action == Action::BudgetSpent && e.object == id.as_str())) {
        notices::queue(tx, &act.keys, owner, notices::Kind::SignInTrouble, None, act.at).await?;
    }
    let refused = act.refused(Action::SignInRefused, object, "passphrase");
    audit::append_all(tx, &act.keys, &[vec![refused], spent].concat()).await?;
    Ok(())
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
            budget::arrived(&mut tx, act, account).await?;
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
pub(super) async fn check(tx: &mut Tx, act: &Act, account: &AccountId, proven: bool, code: &str) -> Result<Checked> {
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
    refuse(tx, act, account, "code", tried.failures).await
}

/// Records a wrong code of whatever kind, and delays the factor when there were too many.
async fn refuse(tx: &mut Tx, act: &Act, account: &AccountId, what: &str, failures: i64) -> Result<Checked> {
    let refused = act.refused(Action::SignInRefused, account.as_str(), what);
    if failures < BUDGET {
        audit::append(tx, &act.keys, &refused).await?;
        return Ok(Checked::Wrong);
    }
    // 15 minutes, doubled with every further failure, a day at most; never for good, so that strangers cannot lock a person out.
    let doublings = u32::try_from(failures.saturating_sub(BUDGET)).unwrap_or(7).min(7);
    let until = act.at.saturating_add((15 * MINUTE).saturating_mul(1 << doublings).min(DAY));
    store::block_factor(tx, account, until).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::SignInTrouble, None, act.at).await?;
    let alarm = alarms::note(tx, act, alarms::Kind::BudgetSpent, account.as_str(), "code").await?;
    let events = [Some(refused), Some(act.did(Action::FactorBlocked, account.as_str())), alarm];
    audit::append_all(tx, &act.keys, &events.into_iter().flatten().collect::<Vec<_>>()).await?;
    Ok(Checked::Blocked(until))
}

/// A recovery code was wrong: it counts with the authenticator's codes.
pub(super) async fn wrong_recovery_code(tx: &mut crate::db::Tx, act: &Act, account: &AccountId, failures: i64) -> Result<Outcome> {
    Ok(match refuse(tx, act, account, "recovery code", failures).await? {
        Checked::Right | Checked::Wrong => Outcome::Wrong,
        Checked::Blocked(until) => Outcome::Blocked(until),
    })
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
