//! Vetting by two officers: one writes down how the person was verified, another decides on exactly that. The rules are
//! CASES A01, A02 and A08; the schema repeats that nobody decides on what they opened, filled in or sent.
use super::{Contact, State, may_vet, store_case, store_factor, store_session};
use crate::{
    audit::{self, Act, Action},
    clock::{DAY, HOUR, Millis},
    config::Authentication,
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
    ids::AccountId,
    notices,
};
pub use store_case::{Case, Waiting};

/// What a vetting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Purpose {
    /// A new person.
    Admission,
    /// Access that was cut or has expired is given back.
    Restoration,
    /// Means of sign-in are lost: all of them are reset.
    Reset,
    /// A contact is verified anew before their date.
    Renewal,
}

impl Purpose {
    /// As it stands in the database and in records.
    pub fn text(self) -> &'static str {
        match self {
            Self::Admission => "admission",
            Self::Restoration => "restoration",
            Self::Reset => "reset",
            Self::Renewal => "renewal",
        }
    }
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Admission => "purpose-admission",
            Self::Restoration => "purpose-restoration",
            Self::Reset => "purpose-reset",
            Self::Renewal => "purpose-renewal",
        }
    }
}

/// Where a vetting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Stage {
    /// Being filled in.
    Open,
    /// Sent: another officer decides.
    Recorded,
    /// Decided: yes.
    Approved,
    /// Decided: no.
    Refused,
    /// It no longer counts: something changed, or access was cut.
    Void,
}

impl Stage {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "stage-open",
            Self::Recorded => "stage-recorded",
            Self::Approved => "stage-approved",
            Self::Refused => "stage-refused",
            Self::Void => "stage-void",
        }
    }
}

/// How somebody was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
pub enum Method {
    /// A call to a number from a source that the person did not supply.
    CallBack,
    /// A meeting, with an identity document.
    InPerson,
}

impl Method {
    /// From a form.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "call-back" => Some(Self::CallBack),
            "in-person" => Some(Self::InPerson),
            _ => None,
        }
    }
    /// Whether it was a call.
    pub fn by_call(self) -> bool {
        self == Self::CallBack
    }
    /// As a form says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::CallBack => "call-back",
            Self::InPerson => "in-person",
        }
    }
}

/// What an officer writes down.
pub struct Evidence {
    /// How.
    pub method: Method,
    /// Where the number was found, independent of the person.
    pub source: String,
    /// The number that was called.
    pub number: String,
    /// When they spoke.
    pub met_at: Millis,
    /// Who answered and put the call through, or whom the officer met.
    pub spoken_to: String,
    /// The document seen; no copy is kept.
    pub document: String,
}

/// Opens a vetting of somebody who is known.
///
/// # Errors
/// [`Error::Stale`] when one is open already.
pub async fn open(tx: &mut Tx, act: &Act, go: may_vet::OpenVetting, reason: &str) -> Result<()> {
    let (account, purpose) = (go.account(), go.purpose());
    if purpose == Purpose::Reset {
        // A renewal that somebody has begun does not hold up a lost telephone.
        store_case::void_renewal(tx, account).await?;
    }
    if !store_case::open(tx, &AccountId::new().0, account, purpose, &act.actor, act.at, reason.trim()).await? {
        return Err(Error::Stale("stale-vetting-open"));
    }
    if purpose == Purpose::Reset {
        // In time to object: whoever answers for the person on the telephone may be somebody else.
        notices::queue(tx, &act.keys, account, notices::Kind::ResetOpened, None, act.at).await?;
    }
    let mut event = act.did(Action::VettingOpened, account.as_str());
    event.detail = purpose.text().into();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// The vetting under way.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn live(tx: &mut Tx, account: &AccountId) -> Result<Case> {
    store_case::live(tx, account).await?.ok_or(Error::NotFound)
}

/// Every vetting of a person, the newest first.
pub async fn history(tx: &mut Tx, account: &AccountId) -> Result<Vec<Case>> {
    Ok(store_case::history(tx, account).await?)
}

/// What waits for a decision, oldest first: the person and what it is for.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<store_case::Waiting>> {
    Ok(store_case::waiting(tx).await?)
}

/// Writes down how the person was verified. If it was sent already it is no longer: another officer decides on what stands
/// at the moment of sending and on nothing else.
///
/// # Errors
/// [`Error::Stale`] when it is decided meanwhile.
pub async fn fill(tx: &mut Tx, act: &Act, go: may_vet::Vet, evidence: &Evidence) -> Result<()> {
    if !store_case::fill(tx, &go.case().id, evidence, &act.actor).await? {
        return Err(Error::Stale("stale-vetting"));
    }
    audit::append(tx, &act.keys, &act.did(Action::VettingFilled, go.case().account_id.as_str())).await?;
    Ok(())
}

/// Sends it to another officer, as it stood on the page.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn submit(tx: &mut Tx, act: &Act, go: may_vet::Vet, contact: &Contact, version: &str) -> Result<()> {
    let (case, hash) = (go.case(), hash(contact, go.case()));
    if hex(&hash) != version || case.method.is_none() || !store_case::submit(tx, &case.id, &act.actor, act.at, &hash).await? {
        return Err(Error::Stale("stale-vetting"));
    }
    let mut event = act.did(Action::VettingRecorded, contact.id.as_str());
    (event.detail, event.hash) = (case.purpose.text().into(), Some(hash));
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Another officer says no.
///
/// # Errors
/// [`Error::Stale`] when it was changed or decided meanwhile.
pub async fn refuse(tx: &mut Tx, act: &Act, go: may_vet::Decide, contact: &Contact, reason: &str) -> Result<()> {
    let (case, hash) = (go.case(), hash(contact, go.case()));
    if !store_case::decide(tx, &case.id, Stage::Refused, &act.actor, act.at, &hash, reason, None).await? {
        return Err(Error::Stale("stale-vetting"));
    }
    if case.purpose == Purpose::Admission {
        super::store::set_state(tx, &contact.id, State::Proposed, State::Refused, act.at).await?;
    }
    let mut event = act.did(Action::VettingRefused, contact.id.as_str());
    (event.detail, event.hash) = (case.purpose.text().into(), Some(hash));
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Another officer says yes to exactly what was sent, and it takes effect.
///
/// # Errors
/// [`Error::Stale`] when it was changed or decided meanwhile; [`Error::Refused`] when the address belongs to somebody else by
/// now or the party is not active.
pub async fn approve(tx: &mut Tx, act: &Act, go: may_vet::Decide, contact: &Contact, settings: &Authentication, reason: &str) -> Result<()> {
    let (case, hash) = (go.case(), hash(contact, go.case()));
    store_case::hold(tx, &contact.id).await?;
    let ready = ready(contact, case.purpose, settings, act.at);
    if !store_case::decide(tx, &case.id, Stage::Approved, &act.actor, act.at, &hash, reason, Some(ready)).await? {
        return Err(Error::Stale("stale-vetting"));
    }
    let done = match case.purpose {
        Purpose::Admission | Purpose::Restoration => store_case::admit(tx, &contact.id).await?,
        Purpose::Reset => reset(tx, &contact.id).await?,
        Purpose::Renewal => {
            let next = act.at.saturating_add(i64::from(settings.revetting_days).saturating_mul(DAY));
            store_case::prolong(tx, &contact.id, next).await?
        }
    };
    if !done {
        return Err(Error::Refused("refused-not-admissible"));
    }
    let mut event = act.did(Action::VettingApproved, contact.id.as_str());
    (event.detail, event.hash) = (case.purpose.text().into(), Some(hash));
    audit::append(tx, &act.keys, &event).await?;
    if case.purpose == Purpose::Reset {
        notices::queue(tx, &act.keys, &contact.id, notices::Kind::ResetOpened, None, act.at).await?;
        audit::append(tx, &act.keys, &act.did(Action::AccessReset, contact.id.as_str())).await?;
    }
    Ok(())
}

/// When the letter may be printed. A reset waits, so that the owner, who is told, can object; giving back to somebody who was
/// in waits as long after the cut, or the one could be had as the other.
fn ready(contact: &Contact, purpose: Purpose, settings: &Authentication, now: Millis) -> Millis {
    let wait = i64::from(settings.reset_wait_hours).saturating_mul(HOUR);
    match (purpose, contact.confirmed_at) {
        (Purpose::Reset, _) => now.saturating_add(wait),
        (Purpose::Restoration, Some(_)) => contact.ended_at.unwrap_or(now).saturating_add(wait).max(now),
        (Purpose::Restoration, None) | (Purpose::Admission | Purpose::Renewal, _) => now,
    }
}

/// Every session, ceremony, code and factor dies at once; the letter comes after the waiting time.
async fn reset(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    store_session::end_all(tx, account).await?;
    store_factor::drop_all(tx, account).await?;
    Ok(store_case::begin_anew(tx, account).await?)
}

/// What was proposed is corrected. Whatever was sent or decided on it is void, a letter too.
///
/// # Errors
/// [`Error::Stale`] when the person has enrolled meanwhile.
pub async fn correct(tx: &mut Tx, act: &Act, go: may_vet::Correct, new: &Correction<'_>) -> Result<()> {
    let account = go.account();
    if !store_case::correct(tx, account, new).await? {
        return Err(Error::Stale("stale-contact"));
    }
    super::store::void_invitation(tx, account).await?;
    store_session::end_all(tx, account).await?;
    if store_case::live(tx, account).await?.is_some() {
        store_case::reopen(tx, account, &act.actor).await?;
    } else {
        store_case::void_approved(tx, account).await?;
        store_case::open(tx, &AccountId::new().0, account, Purpose::Admission, &act.actor, act.at, "").await?;
    }
    let mut event = act.did(Action::ProposalChanged, account.as_str());
    event.hash = Some(super::agreement::stated(tx, account).await?);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// A proposal put right.
pub struct Correction<'a> {
    /// Full name.
    pub name: &'a str,
    /// Address.
    pub email: &'a str,
    /// Telephone.
    pub phone: &'a str,
    /// What the person will be.
    pub membership: super::Membership,
}

/// SHA-256 of everything an officer decides on: the person, what it is for, and how they were verified.
pub fn hash(contact: &Contact, case: &Case) -> [u8; 32] {
    let party = contact.party_slug.as_deref().unwrap_or_default();
    let (method, met) = (case.method.map_or("", Method::text), case.met_at.unwrap_or(0).to_string());
    let fields = [
        case.id.as_str(),
        case.purpose.text(),
        &case.reason,
        contact.id.as_str(),
        &contact.name,
        &contact.email,
        &contact.phone,
        contact.membership.text(),
        party,
        method,
        &case.source,
        &case.number,
        &met,
        &case.spoken_to,
        &case.document,
    ];
    let mut bytes = b"vigie vetting 1\n".to_vec();
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    sha256(&bytes)
}

/// The same as a form carries it.
pub fn hex(hash: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(hash)
}
