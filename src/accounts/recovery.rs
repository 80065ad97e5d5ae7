//! Recovery codes: each is good once, in place of the authenticator, and only to set a new one. Those who must have a
//! passkey cannot use them: a code can be relayed by a false page.
use super::{
    Factor, Level, Open, invite, session,
    sign_in::{Outcome, wrong_recovery_code},
    store, store_factor, store_session, totp,
};
use crate::{
    audit::{self, Act, Action},
    clock::HOUR,
    config::Authentication,
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices,
};

/// How long a new sheet can be looked at.
pub const SHOWN: i64 = HOUR;

/// Takes a recovery code. Every session of the person ends; the one that opens leads to a new authenticator and nowhere else.
/// Wrong ones count with the authenticator's (CASES A14: in any mix of methods).
///
/// # Errors
/// When the database fails.
pub async fn sign_in(db: &Db, act: &Act, who: &Open, settings: &Authentication, typed: &str, place: &session::Place<'_>) -> Result<Outcome> {
    let account = &who.person.id;
    let mut tx = db.write().await?;
    let outcome = if who.person.must_have_passkey(settings) {
        audit::append(&mut tx, &act.keys, &act.refused(Action::SignInRefused, account.as_str(), "passkey required")).await?;
        Outcome::NeedsPasskey
    } else {
        match store::count_try(&mut tx, account, true, act.at).await? {
            None => {
                let until = store::blocked_until(&mut tx, account).await?.map_or(act.at, |(until,)| until);
                audit::append(&mut tx, &act.keys, &act.refused(Action::SignInRefused, account.as_str(), "blocked")).await?;
                Outcome::Blocked(until)
            }
            Some(tried) if !store_factor::spend_recovery_code(&mut tx, account, &digest(act, typed), act.at).await? => {
                wrong_recovery_code(&mut tx, act, account, tried.failures).await?
            }
            Some(_) => Outcome::In(enter(&mut tx, act, account, place).await?),
        }
    };
    tx.commit().await?;
    Ok(outcome)
}

async fn enter(tx: &mut Tx, act: &Act, account: &AccountId, place: &session::Place<'_>) -> Result<String> {
    store_factor::forgive(tx, account).await?;
    store_factor::drop_sheet(tx, account).await?;
    store_session::end_all(tx, account).await?;
    let token = session::open(tx, account, Level::Recovery, Factor::Recovery, &session::Limits::for_recovery(), place, act.at).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::RecoveryCodeUsed, None, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::RecoveryUsed, account.as_str())).await?;
    Ok(token)
}

fn digest(act: &Act, typed: &str) -> Vec<u8> {
    act.keys.code_digest("recovery", &totp::tidy(typed).to_uppercase())
}

/// How many codes are left.
pub async fn left(tx: &mut Tx, account: &AccountId) -> Result<i64> {
    Ok(store_factor::recovery_codes_left(tx, account).await?)
}

/// Draws a new sheet; the codes of the old one are void. It is shown until its owner says that it is kept.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn draw(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<()> {
    store_factor::drop_recovery_codes(tx, account).await?;
    let codes = invite::recovery_codes();
    for code in &codes {
        store::insert_recovery_code(tx, account, &digest(act, code), act.at).await?;
    }
    let sealed = act.keys.seal(&sheet_place(account), codes.join("\n").as_bytes()).ok_or(Error::Crypto("codes could not be sealed"))?;
    store_factor::keep_sheet(tx, account, &sealed, act.at).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::FactorChanged, None, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::RecoveryDrawn, account.as_str())).await?;
    Ok(())
}

/// The sheet, while its owner has not said that it is kept.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn sheet(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<Option<Vec<String>>> {
    let Some((sealed,)) = store_factor::sheet(tx, account, act.at.saturating_sub(SHOWN)).await? else { return Ok(None) };
    let open = act.keys.open(&sheet_place(account), &sealed).ok_or(Error::Crypto("recovery codes do not open"))?;
    Ok(Some(String::from_utf8_lossy(&open).lines().map(str::to_owned).collect()))
}

/// Its owner says that it is kept: it is never shown again.
pub async fn kept(tx: &mut Tx, account: &AccountId) -> Result<()> {
    store_factor::drop_sheet(tx, account).await?;
    Ok(())
}

fn sheet_place(account: &AccountId) -> String {
    format!("recovery_sheet:{account}")
}
