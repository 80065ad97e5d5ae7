//! The first run: a code from the terminal, what the portal is called, and its first administrator. Each of it once.
use super::{Factor, Level, invite, may, session, store_setup, store_staff};
use crate::{
    audit::{self, Act, Action},
    clock::{HOUR, Millis},
    config::Portal,
    crypto::{same, seal::KeyRing},
    db::{Db, Tx},
    error::{Error, Result},
    ids::{PLAIN, draw},
};
use serde::{Deserialize, Serialize};

/// Tries of a code before it is void.
const TRIES: i64 = 5;
/// How long the pages after the code may take.
const LASTS: Millis = HOUR;

/// Whether the portal is set up: an account exists.
pub async fn is_done(tx: &mut Tx) -> Result<bool> {
    Ok(store_setup::has_account(tx).await?)
}

/// What the portal was called at set-up.
///
/// # Errors
/// When the database fails, or holds names that cannot be read.
pub async fn names(tx: &mut Tx) -> Result<Option<Portal>> {
    let stored = store_setup::names(tx).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&stored).map(Some).map_err(|_| Error::Crypto("the names given at set-up cannot be read"))
}

/// Changes what the portal is called; a running portal says so once it is started again.
pub async fn rename(tx: &mut Tx, act: &Act, portal: &Portal) -> Result<()> {
    store_setup::set_names(tx, &text(portal)?).await?;
    let mut event = act.did(Action::PortalSetUp, "portal");
    event.detail.clone_from(&portal.name);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

fn text(portal: &Portal) -> Result<String> {
    serde_json::to_string(portal).map_err(|_| Error::Crypto("names could not be written"))
}

/// Draws a setup code and voids the one before. None once an account exists. The caller leaves the record.
pub async fn draw_code(tx: &mut Tx, keys: &KeyRing) -> Result<Option<String>> {
    let code = draw(PLAIN, 12);
    let drawn = store_setup::set_code(tx, &digest(keys, &code)).await?;
    Ok(drawn.then(|| invite::grouped(&code)))
}

/// The same at the command line of a portal that is there.
///
/// # Errors
/// [`Error::Refused`] once an account exists.
pub async fn new_code(tx: &mut Tx, act: &Act) -> Result<String> {
    let code = draw_code(tx, &act.keys).await?.ok_or(Error::Refused("refused-set-up"))?;
    audit::append(tx, &act.keys, &act.did(Action::SetupCodeDrawn, "portal")).await?;
    Ok(code)
}

fn digest(keys: &KeyRing, code: &str) -> Vec<u8> {
    keys.code_digest("setup", code)
}

/// How far a browser has come: sealed to it in a field of its pages, for there is no account and no session yet.
#[derive(Serialize, Deserialize)]
pub struct Progress {
    digest: Vec<u8>,
    until: Millis,
    /// What the portal is to be called, once it was said.
    pub names: Option<Portal>,
}

impl Progress {
    /// For the field of the next page.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn sealed(&self, keys: &KeyRing, cookie: &str) -> Result<String> {
        let plain = serde_json::to_vec(self).map_err(|_| Error::Crypto("a set-up could not be written"))?;
        let sealed = keys.seal(&place(cookie), &plain).ok_or(Error::Crypto("a set-up could not be sealed"))?;
        Ok(data_encoding::BASE64URL_NOPAD.encode(&sealed))
    }

    /// From the field of the page before, in the same browser, within the hour.
    ///
    /// # Errors
    /// [`Error::Begin`] when it is not ours or too old.
    pub fn open(keys: &KeyRing, cookie: &str, field: &str, now: Millis) -> Result<Self> {
        let sealed = data_encoding::BASE64URL_NOPAD.decode(field.as_bytes()).ok();
        let plain = sealed.and_then(|s| keys.open(&place(cookie), &s));
        let progress: Option<Self> = plain.and_then(|p| serde_json::from_slice(&p).ok());
        progress.filter(|p| now < p.until).ok_or(Error::Begin("/setup"))
    }
}

fn place(cookie: &str) -> String {
    format!("setup.progress:{cookie}")
}

/// Checks the code that the terminal printed. None when it is wrong, void or spent: one answer for all.
pub async fn check_code(db: &Db, act: &Act, typed: &str) -> Result<Option<Progress>> {
    let given = digest(&act.keys, &super::totp::tidy(typed).to_uppercase());
    let mut tx = db.write().await?;
    let Some((wanted, tries)) = store_setup::try_code(&mut tx, TRIES).await? else {
        // Nothing is left to try, so nothing is recorded: strangers must not fill the log.
        return Ok(None);
    };
    let right = same(&given, &wanted);
    if right {
        store_setup::forget_tries(&mut tx).await?;
    } else {
        let why = if tries >= TRIES { "void, over or done" } else { "setup code" };
        audit::append(&mut tx, &act.keys, &act.refused(Action::SetupRefused, "portal", why)).await?;
    }
    tx.commit().await?;
    Ok(right.then(|| Progress { digest: given, until: act.at.saturating_add(LASTS), names: None }))
}

/// How the first administrator was made.
pub enum Made {
    /// The token of their enrolment's session, which begins with the passphrase.
    Administrator(String),
    /// Somebody else was first, or a new code was drawn meanwhile.
    TooLate,
}

/// Spends the code, keeps the names and makes the first administrator, who has just said who they are and accepted the TLP.
///
/// # Errors
/// [`Error::Begin`] when the names are missing.
pub async fn make(db: &Db, act: &Act, progress: &Progress, person: &invite::Person<'_>, place: &session::Place<'_>) -> Result<Made> {
    let names = progress.names.as_ref().ok_or(Error::Begin("/setup"))?;
    let mut tx = db.write().await?;
    if !store_setup::spend_code(&mut tx, &progress.digest, &text(names)?).await? {
        return Ok(Made::TooLate);
    }
    let go = may::staff::first_administrator();
    let membership = go.membership();
    let account = invite::make(&mut tx, act, go, person).await?.account;
    // The codes drawn with the account are told to nobody: this session is the way on, or `vigie staff codes`.
    store_staff::begin_at(&mut tx, &account, "passphrase").await?;
    let limits = session::Limits::for_enrolment();
    let token = session::open(&mut tx, &account, Level::Enrolment, Factor::None, &limits, place, act.at).await?;
    let mut set_up = act.did(Action::PortalSetUp, "portal");
    set_up.detail.clone_from(&names.name);
    let invited = invite::event(&mut tx, act, &account, membership).await?;
    let events = [set_up, invited, act.did(Action::EnrolmentAccepted, account.as_str())];
    audit::append_all(&mut tx, &act.keys, &events).await?;
    tx.commit().await?;
    Ok(Made::Administrator(token))
}
