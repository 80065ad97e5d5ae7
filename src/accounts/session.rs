//! Sessions: 256 random bits in a cookie, their digest in the database, with an idle and an absolute limit.
//! Every rise of rights ends the session and opens another under a new id.
use super::{Factor, Level, Open, Person, PersonParty, Roles, store, store_session};
use crate::{
    audit::{self, Act, Action},
    clock::{HOUR, MINUTE, Millis},
    config::Authentication,
    crypto::{random, seal::KeyRing, sha256},
    db::{Db, Tx},
    error::{Error, Result},
    ids::{AccountId, PartyId},
    web::i18n::Lang,
};

/// How long a factor counts as just given.
const FRESH: Millis = 5 * MINUTE;
/// Sessions of one person at a time; the oldest end (ASVS 7.1.2).
const MOST: i64 = 5;
/// How long a form is kept for its sender.
const KEPT: Millis = 15 * MINUTE;

/// Characters of a token: 32 bytes in unpadded base 64.
pub const TOKEN_CHARS: usize = 43;

/// A new token of 256 random bits.
pub fn new_token() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&random::<32>())
}

fn digest(token: &str) -> Vec<u8> {
    sha256(token.as_bytes()).to_vec()
}

/// Where a session is opened from.
pub struct Place<'a> {
    /// The peer's address.
    pub network: &'a str,
    /// The browser, as it calls itself.
    pub device: &'a str,
    /// The cookie sent, whose session ends.
    pub cookie: &'a str,
}

/// The session behind a token, the person's standing and rights and the register's version, in one statement.
pub async fn look_up(tx: &mut Tx, token: &str, now: Millis) -> Result<Option<Open>> {
    let Some(row) = store_session::session(tx, &digest(token), now).await? else { return Ok(None) };
    Ok(Some(Open {
        person: Person::from(row.person),
        digest: row.digest,
        level: row.level,
        seen_at: row.seen_at,
        locked: row.seen_at.saturating_add(row.idle_ms) <= now,
        factor: row.factor,
        factor_at: row.factor_at,
        factor_network: row.factor_network,
        language: row.language.as_deref().and_then(Lang::from_code),
        previous: row.previous,
        register_version: row.register_version,
    }))
}

impl From<store::PersonRow> for Person {
    fn from(row: store::PersonRow) -> Self {
        let party = match (row.party_id, row.party_slug, row.party_name) {
            (Some(id), Some(slug), Some(name)) => Some(PersonParty { id, slug, name }),
            _ => None,
        };
        let roles = Roles { author: row.author, approver: row.approver, vetting: row.vetting, auditor: row.auditor, administrator: row.administrator };
        Self { id: row.id, name: row.name, email: row.email, membership: row.membership, roles, party, state: row.state }
    }
}

/// Ends the session of the cookie that was sent, whatever it was, and opens one of this level. Says its token.
pub async fn open(tx: &mut Tx, account: &AccountId, level: Level, factor: Factor, limits: &Limits, place: &Place<'_>, now: Millis) -> Result<String> {
    store_session::drop_ended(tx, now).await?;
    let (token, old) = (new_token(), digest(place.cookie));
    let new = store_session::New {
        digest: &digest(&token),
        account,
        level,
        now,
        idle: limits.idle,
        expires_at: now.saturating_add(limits.absolute),
        factor,
        network: place.network,
        device: place.device,
    };
    store_session::insert(tx, &new).await?;
    store_session::move_kept(tx, &old, new.digest).await?;
    store_session::end(tx, &old).await?;
    if level == Level::Full {
        store_session::end_oldest(tx, account, MOST).await?;
    }
    Ok(token)
}

/// The session goes on under a new id after a factor was given again (ASVS 7.2.4). Says its token.
///
/// # Errors
/// [`Error::SignedOut`] when it has ended meanwhile.
pub async fn renew(tx: &mut Tx, open: &Open, factor: Factor, network: &str, now: Millis) -> Result<String> {
    let token = new_token();
    // A session that a passkey opened stays one: a code given later does not make it weaker.
    let factor = if open.factor == Factor::Passkey { Factor::Passkey } else { factor };
    if store_session::rotate(tx, &open.digest, &digest(&token), factor, network, (now, now)).await? { Ok(token) } else { Err(Error::SignedOut) }
}

/// The session goes on under a new id, without a factor having been given. Says its token.
///
/// # Errors
/// [`Error::SignedOut`] when it has ended meanwhile.
pub async fn rename(tx: &mut Tx, open: &Open, now: Millis) -> Result<String> {
    let token = new_token();
    let done = store_session::rotate(tx, &open.digest, &digest(&token), open.factor, &open.factor_network, (open.factor_at, now)).await?;
    if done { Ok(token) } else { Err(Error::SignedOut) }
}

/// Whether the factor was given so lately, from this network, that an act that matters may be done (CASES A32).
pub fn is_fresh(open: &Open, network: &str, now: Millis) -> bool {
    open.factor_network == network && now.saturating_sub(open.factor_at) <= FRESH
}

/// How long a session lasts.
pub struct Limits {
    /// Without a request.
    pub idle: Millis,
    /// In all.
    pub absolute: Millis,
}

impl Limits {
    /// While the code is being typed.
    pub fn for_code() -> Self {
        Self { idle: 10 * MINUTE, absolute: 10 * MINUTE }
    }
    /// While enrolling.
    pub fn for_enrolment() -> Self {
        Self { idle: HOUR, absolute: HOUR }
    }
    /// After a recovery code, while a new factor is set.
    pub fn for_recovery() -> Self {
        Self { idle: 15 * MINUTE, absolute: HOUR }
    }
    /// Of a person (NIST SP 800-63B-4: AAL2 for contacts, shorter for those with power, and where no factor withstands a relay).
    pub fn of(settings: &Authentication, has_power: bool, factor: Factor) -> Self {
        let minutes = if has_power { settings.idle_minutes_staff } else { settings.idle_minutes };
        let hours = if factor == Factor::Passkey { settings.session_hours } else { settings.session_hours.min(settings.totp_session_hours) };
        Self { idle: i64::from(minutes).saturating_mul(MINUTE), absolute: i64::from(hours).saturating_mul(HOUR) }
    }
}

/// Ends every session of a party's people.
///
/// # Errors
/// When the database fails.
pub async fn end_of_party(tx: &mut Tx, party: &PartyId) -> Result<()> {
    store_session::end_of_party(tx, party).await?;
    Ok(())
}

/// Ends one session.
pub async fn end(tx: &mut Tx, digest: &[u8]) -> Result<()> {
    store_session::end(tx, digest).await?;
    Ok(())
}

/// Why a form is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The session was locked when it came: its sender gets it back filled in.
    Late,
    /// A factor must be given first: then it is done at once.
    Confirm,
}

impl Keep {
    fn text(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Confirm => "confirm",
        }
    }
}

fn kept_place(open: &Open) -> String {
    format!("kept_form:{}", open.person.id)
}

/// Keeps a form for its sender, sealed, for a quarter of an hour.
pub async fn keep(db: &Db, keys: &KeyRing, open: &Open, why: Keep, path: &str, fields: &str, now: Millis) -> Result<()> {
    let sealed = keys.seal(&kept_place(open), fields.as_bytes()).ok_or(Error::Crypto("a form could not be sealed"))?;
    let mut tx = db.write().await?;
    store_session::drop_kept(&mut tx, now).await?;
    store_session::keep(&mut tx, &open.digest, why.text(), path, &sealed, now.saturating_add(KEPT)).await?;
    tx.commit().await?;
    Ok(())
}

/// The form kept for a session: where it was going, and its fields as they were sent.
pub async fn kept(tx: &mut Tx, keys: &KeyRing, open: &Open, why: Keep, now: Millis) -> Result<Option<(String, String)>> {
    opened(keys, open, store_session::kept(tx, &open.digest, why.text(), now).await?)
}

/// The same, and it is kept no longer: at most one request gets it.
pub async fn take(tx: &mut Tx, keys: &KeyRing, open: &Open, why: Keep, now: Millis) -> Result<Option<(String, String)>> {
    opened(keys, open, store_session::take(tx, &open.digest, why.text(), now).await?)
}

/// Names a kept form on the page that asks for a factor, so that only the form shown there is done, not one that another
/// holder of the cookie put in its place meanwhile.
pub fn mark(keys: &KeyRing, path: &str, fields: &str) -> String {
    data_encoding::HEXLOWER.encode(&keys.code_digest(&format!("kept_form:{path}"), fields))
}

/// Whether a form came late and waits for its sender.
pub async fn has_kept(tx: &mut Tx, token: &str, now: Millis) -> Result<bool> {
    Ok(store_session::has_kept(tx, &digest(token), now).await?)
}

fn opened(keys: &KeyRing, open: &Open, kept: Option<store_session::Kept>) -> Result<Option<(String, String)>> {
    let Some(kept) = kept else { return Ok(None) };
    let fields = keys.open(&kept_place(open), &kept.fields).ok_or(Error::Crypto("a kept form does not open"))?;
    Ok(Some((kept.path, String::from_utf8(fields).map_err(|_| Error::Crypto("a kept form is not text"))?)))
}

/// Moves the idle limit.
pub async fn touch(db: &Db, digest: &[u8], now: Millis) -> Result<()> {
    let mut tx = db.write().await?;
    store_session::touch(&mut tx, digest, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A session in its owner's list.
pub struct Listed {
    /// Names it in an address; only its owner's list knows it.
    pub id: String,
    /// Whether it is the one that asks.
    pub here: bool,
    /// When it was opened.
    pub created_at: Millis,
    /// Its last request, within a minute.
    pub seen_at: Millis,
    /// By which factor.
    pub factor: Factor,
    /// From which network.
    pub network: String,
    /// The browser, in a few words.
    pub device: String,
}

fn name(digest: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(digest.get(..8).unwrap_or_default())
}

/// A person's open sessions, the one used last first.
pub async fn list(tx: &mut Tx, account: &AccountId, here: &[u8], now: Millis) -> Result<Vec<Listed>> {
    let rows = store_session::list(tx, account, now).await?;
    let listed = |row: store_session::Row| Listed {
        id: name(&row.digest),
        here: row.digest == here,
        created_at: row.created_at,
        seen_at: row.seen_at,
        factor: row.factor,
        network: row.network,
        device: device(&row.device),
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Ends one of a person's sessions, but for the one that asks: that is signing out.
///
/// # Errors
/// [`Error::NotFound`] when they have no such session.
pub async fn end_one(tx: &mut Tx, act: &Act, account: &AccountId, here: &[u8], id: &str) -> Result<()> {
    let rows = store_session::list(tx, account, act.at).await?;
    let found = rows.into_iter().find(|row| name(&row.digest) == id && row.digest != here).ok_or(Error::NotFound)?;
    store_session::end(tx, &found.digest).await?;
    audit::append(tx, &act.keys, &act.did(Action::SessionEnded, account.as_str())).await?;
    Ok(())
}

/// Ends every session of a person but the one that asks.
pub async fn end_others(tx: &mut Tx, act: &Act, account: &AccountId, here: &[u8]) -> Result<()> {
    let ended = store_session::end_others(tx, account, here).await?;
    let mut event = act.did(Action::SessionEnded, account.as_str());
    event.detail = format!("{ended} others");
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// What a browser calls itself, as a person would: its name and the system's.
fn device(agent: &str) -> String {
    let browser = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let system =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];
    let find = |all: &[(&str, &'static str)]| all.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_said_in_a_few_words() {
        for (agent, said) in [
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36", "Chrome, Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) AppleWebKit/605 Version/20.0 Safari/604.1", "Safari, iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Windows"),
            ("curl/8.0", "curl/8.0"),
        ] {
            assert_eq!(device(agent), said);
        }
    }
}
