//! Sessions: 256 random bits in a cookie, their digest in the database, with an idle and an absolute limit.
//! Every rise of rights ends the session and opens another under a new id.
use super::{Level, Open, Person, PersonParty, Roles, store};
use crate::{
    clock::{HOUR, MINUTE, Millis},
    config::Authentication,
    crypto::{random, sha256},
    db::{Db, Tx},
    error::Result,
    ids::AccountId,
    web::i18n::Lang,
};

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
    let Some(row) = store::session(tx, &digest(token), now).await? else { return Ok(None) };
    Ok(Some(Open {
        person: Person::from(row.person),
        digest: row.digest,
        level: row.level,
        seen_at: row.seen_at,
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
pub async fn open(tx: &mut Tx, account: &AccountId, level: Level, limits: &Limits, place: &Place<'_>, now: Millis) -> Result<String> {
    store::end_session(tx, &digest(place.cookie)).await?;
    store::drop_ended(tx, now).await?;
    let token = new_token();
    let expires_at = now.saturating_add(limits.absolute);
    store::insert_session(tx, &digest(&token), account, level, now, limits.idle, expires_at, place.network, place.device).await?;
    Ok(token)
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
    /// Of a person (NIST SP 800-63B-4: AAL2 for contacts, shorter for those with power).
    pub fn of(settings: &Authentication, has_power: bool) -> Self {
        let minutes = if has_power { settings.idle_minutes_staff } else { settings.idle_minutes };
        Self { idle: i64::from(minutes).saturating_mul(MINUTE), absolute: i64::from(settings.session_hours).saturating_mul(HOUR) }
    }
}

/// Ends one session.
pub async fn end(tx: &mut Tx, digest: &[u8]) -> Result<()> {
    store::end_session(tx, digest).await?;
    Ok(())
}

/// Moves the idle limit.
pub async fn touch(db: &Db, digest: &[u8], now: Millis) -> Result<()> {
    let mut tx = db.write().await?;
    store::touch_session(&mut tx, digest, now).await?;
    tx.commit().await?;
    Ok(())
}
