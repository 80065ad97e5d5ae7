//! Notices by mail. A verb queues one in its own transaction ([`queue`]); the worker sends it once the act is committed. A
//! mail says in fixed words that something waits or has changed, and nothing of what: no link, no title, no party.
pub mod bounce;
pub mod certificate;
pub mod delivery;
mod eml;
mod kind;
pub mod mail;
mod store;
pub mod web;
pub mod worker;

use crate::{
    clock::{HOUR, Millis},
    crypto::{random, seal::KeyRing},
    db::Tx,
    error::{Error, Result},
    ids::AccountId,
};
pub use kind::{Kind, To, Turn};
pub(crate) use store::into_outbox;
pub use store::{Line, Trouble};

/// Staff that a notice can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRole {
    /// Those who vet contacts.
    Vetting,
    /// Those who run the service.
    Administrator,
}

/// The beginning of the ids of one insertion: 128 random bits. For what one person gets once an hour it is the hour, so that
/// of two that come at once one is kept.
pub(crate) fn group(kind: Kind, now: Millis) -> String {
    if kind.is_hourly() {
        return format!("{}-{}", kind.text(), now.checked_div(HOUR).unwrap_or_default());
    }
    data_encoding::BASE32_NOPAD.encode(&random::<16>()).to_ascii_lowercase()
}

fn insertion(id: &str, kind: Kind, now: Millis) -> store::Group<'_> {
    let unless_since = if kind.is_hourly() { now.saturating_sub(HOUR) } else { Millis::MAX };
    store::Group { id, kind: kind.text(), turn: kind.turn().number(), now, unless_since }
}

/// Where the sealed code of a row belongs.
fn code_place(row: &str) -> String {
    format!("outbox.code:{row}")
}

/// Queues a notice to one person. It goes out once the transaction is committed, if the person may still get it then.
///
/// # Errors
/// When a code is missing, is not six digits, or is given for a kind that has none; when the database fails.
pub async fn queue(tx: &mut Tx, keys: &KeyRing, to: &AccountId, kind: Kind, code: Option<&str>, now: Millis) -> Result<()> {
    let group = group(kind, now);
    let sealed = match (kind, code) {
        (Kind::EnrolmentCode, Some(code)) if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) => {
            let place = code_place(&format!("{group}-{to}"));
            Some(keys.seal(&place, code.as_bytes()).ok_or(Error::Crypto("a code could not be sealed"))?)
        }
        (Kind::EnrolmentCode, _) => return Err(Error::Crypto("a notice lacks its code of six digits")),
        (_, None) => None,
        (_, Some(_)) => return Err(Error::Crypto("this notice carries no code")),
    };
    store::queue(tx, &insertion(&group, kind, now), to, sealed).await?;
    Ok(())
}

/// Queues a notice to every confirmed holder of a role. An alarm goes to the same person once an hour at most.
///
/// # Errors
/// When the database fails.
pub async fn queue_to_staff(tx: &mut Tx, _keys: &KeyRing, role: StaffRole, kind: Kind, now: Millis) -> Result<()> {
    let group = group(kind, now);
    let insertion = insertion(&group, kind, now);
    match role {
        StaffRole::Vetting => store::queue_to_vetting(tx, &insertion).await?,
        StaffRole::Administrator => store::queue_to_administrators(tx, &insertion).await?,
    };
    Ok(())
}

/// The last message that could not be delivered to a person, or may not have been.
///
/// # Errors
/// When the database fails.
pub async fn trouble(tx: &mut Tx, person: &AccountId) -> Result<Option<Trouble>> {
    Ok(store::trouble(tx, person).await?)
}

/// The part of the Message-ID before the `@`: always the same for a row, and telling nothing of it. Two people who compare theirs
/// do not learn that they were written to about the same thing.
fn message_id(keys: &KeyRing, row: &str) -> String {
    let digest = keys.code_digest("notice", row);
    data_encoding::BASE32_NOPAD.encode(digest.get(..20).unwrap_or_default()).to_ascii_lowercase()
}

/// The code of a message: twelve digits drawn from its id, in three groups. Digits, so that no word can stand in it.
pub(crate) fn check_code(message_id: &str) -> String {
    let digest = crate::crypto::sha256(format!("check code {message_id}").as_bytes());
    let number = digest.iter().take(8).fold(0u64, |n, byte| (n << 8) | u64::from(*byte)) % 1_000_000_000_000;
    let digits = format!("{number:012}");
    digits.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join("-")
}

/// What a person was written to about, and when, by the code in the message. Codes of messages to others are unknown.
///
/// # Errors
/// When the database fails.
pub async fn by_code(tx: &mut Tx, keys: &KeyRing, person: &AccountId, code: &str) -> Result<Option<(Kind, Millis)>> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(code);
    if wanted.len() != 12 {
        return Ok(None);
    }
    let sent = store::sent_to(tx, person).await?;
    let found = sent.into_iter().find(|(_, _, id)| crate::crypto::same(digits(&check_code(&message_id(keys, id))).as_bytes(), wanted.as_bytes()));
    Ok(found.and_then(|(kind, at, _)| Some((Kind::from_text(&kind)?, at))))
}

/// Forgets what waits for somebody who is gone, and what went out.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, person: &AccountId) -> Result<()> {
    store::forget_person(tx, person).await?;
    Ok(())
}

/// How many messages wait.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx) -> Result<i64> {
    Ok(store::waiting(tx).await?)
}
