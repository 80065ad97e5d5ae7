//! The agency's own people: inviting, confirming, giving roles, cutting. An administrator is always left.
use super::{Membership, Roles, State, agreement, alarms, invite, may, store, store_case, store_session, store_staff};
use crate::{
    audit::{self, Act, Action},
    clock::Millis,
    db::Tx,
    error::{Error, Result},
    ids::AccountId,
    notices,
};
pub use store_staff::Colleague;

impl Colleague {
    /// The roles held.
    pub fn roles(&self) -> Roles {
        Roles { author: self.author, approver: self.approver, vetting: self.vetting, auditor: self.auditor, administrator: self.administrator }
    }
}

/// Every role: its word in records, on the command line and in forms.
pub const ROLES: [&str; 5] = ["author", "approver", "vetting", "auditor", "administrator"];

impl Roles {
    /// From words; none for a word that is no role.
    pub fn from_words(words: &[String]) -> Option<Self> {
        let has = |role: &str| words.iter().any(|w| w == role);
        let known = words.iter().all(|w| ROLES.contains(&w.as_str()));
        known.then(|| Self {
            author: has("author"),
            approver: has("approver"),
            vetting: has("vetting"),
            auditor: has("auditor"),
            administrator: has("administrator"),
        })
    }

    /// The words of the roles held.
    pub fn words(self) -> Vec<&'static str> {
        let held = [self.author, self.approver, self.vetting, self.auditor, self.administrator];
        ROLES.into_iter().zip(held).filter(|(_, held)| *held).map(|(word, _)| word).collect()
    }
}

/// Why access is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The person has left the agency.
    Left,
    /// A device or the passphrase is lost.
    Lost,
    /// Somebody may have misused the access.
    Misuse,
    /// Anything else.
    Other,
}

impl Reason {
    /// Every reason, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Left, Self::Lost, Self::Misuse, Self::Other];

    /// As it stands in the record and in forms.
    pub fn text(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Lost => "lost",
            Self::Misuse => "misuse",
            Self::Other => "other",
        }
    }
    /// From its word.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.text() == text)
    }
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::Left => "staff-cut-left",
            Self::Lost => "staff-cut-lost",
            Self::Misuse => "staff-cut-misuse",
            Self::Other => "staff-cut-other",
        }
    }
}

/// How an act that could remove an administrator went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Done {
    /// It is done.
    Yes,
    /// It would leave no administrator: nothing was changed, and the alarm is raised once the caller commits.
    LastAdministrator,
}

impl Done {
    /// Makes the change or the alarm durable, and says which it was.
    ///
    /// # Errors
    /// [`Error::Refused`] when no administrator would be left.
    pub async fn commit(self, tx: Tx) -> Result<()> {
        tx.commit().await?;
        match self {
            Self::Yes => Ok(()),
            Self::LastAdministrator => Err(Error::Refused("refused-last-administrator")),
        }
    }
}

/// Every member of staff by name, those who were cut last.
pub async fn all(tx: &mut Tx) -> Result<Vec<Colleague>> {
    Ok(store_staff::all(tx).await?)
}

/// Those who have finished enrolment and wait for a colleague's word, oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Colleague>> {
    Ok(store_staff::waiting(tx).await?)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, id: &AccountId) -> Result<Colleague> {
    store_staff::find(tx, id).await?.ok_or(Error::NotFound)
}

/// One of them by address, for the command line.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Colleague>> {
    Ok(store_staff::find_by_email(tx, &invite::fold_email(email)).await?)
}

/// How many auditors and how many vetting officers are confirmed.
pub async fn counts(tx: &mut Tx) -> Result<(i64, i64)> {
    Ok(store_staff::confirmed_counts(tx).await?.unwrap_or_default())
}

/// How many sessions of a person are open.
pub async fn open_sessions(tx: &mut Tx, id: &AccountId, now: Millis) -> Result<i64> {
    Ok(store_staff::open_sessions(tx, id, now).await?)
}

/// Another account of somebody who has or had one counts as the same person: nobody approves with it what they wrote with the
/// other (CASES A47). Told by the name, whatever its accents, its letters' look or its words' order; two people who do share a
/// name cannot approve for one another, which is the safe side.
///
/// # Errors
/// When the database fails.
pub(super) async fn know_again(tx: &mut Tx, account: &AccountId, name: &str) -> Result<()> {
    let wanted = super::lookalike::words(name);
    for (id, same_as, other) in store_staff::names(tx).await? {
        if id != *account && super::lookalike::words(&other) == wanted {
            store_staff::set_same_as(tx, account, &same_as.unwrap_or(id)).await?;
            break;
        }
    }
    Ok(())
}

/// An administrator invites a colleague: the codes are drawn, the e-mail with one of them waits, and somebody else must confirm the person at the end.
///
/// # Errors
/// [`Error::Stale`] when the address has an account already.
pub async fn invite(tx: &mut Tx, act: &Act, go: may::Invite, by: &AccountId, person: &invite::Person<'_>) -> Result<invite::Codes> {
    let codes = invite::make(tx, act, go, person).await?;
    store_staff::insert_invitation(tx, &codes.account, by).await?;
    notices::queue(tx, &act.keys, &codes.account, notices::Kind::EnrolmentCode, Some(&codes.email), act.at).await?;
    let event = invite::event(tx, act, &codes.account, Membership::Staff).await?;
    audit::append(tx, &act.keys, &event).await?;
    Ok(codes)
}

/// A second colleague confirms who was invited.
///
/// # Errors
/// [`Error::Stale`] when somebody else has done so.
pub async fn confirm(tx: &mut Tx, act: &Act, go: may::staff::Confirm) -> Result<()> {
    let id = go.account();
    let done = store_staff::confirm_invitation(tx, id, go.by()).await? && store::set_state(tx, id, State::Enrolled, State::Confirmed, act.at).await?;
    if !done {
        return Err(Error::Stale("stale-staff"));
    }
    notices::queue(tx, &act.keys, id, notices::Kind::Confirmed, None, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::Confirmed, id.as_str())).await?;
    Ok(())
}

/// Gives other roles; every session of the person ends.
///
/// # Errors
/// [`Error::Stale`] when the account has moved on.
pub async fn set_roles(tx: &mut Tx, act: &Act, go: may::staff::SetRoles) -> Result<Done> {
    let id = go.account();
    store_staff::take_turn(tx, id).await?;
    if !store_staff::set_roles(tx, id, go.before(), go.after()).await? {
        return kept(tx, act, id, Some(go.before())).await;
    }
    store_session::end_all(tx, id).await?;
    let words = |roles: Roles| roles.words().join(", ");
    let mut event = act.did(Action::RolesChanged, id.as_str());
    event.detail = format!("{} → {}", words(go.before()), words(go.after()));
    event.hash = Some(agreement::stated(tx, id).await?);
    audit::append(tx, &act.keys, &event).await?;
    Ok(Done::Yes)
}

/// Cuts a colleague's access, from the next request on.
///
/// # Errors
/// [`Error::Stale`] when it is cut already.
pub async fn cut(tx: &mut Tx, act: &Act, go: may::staff::Cut, reason: Reason) -> Result<Done> {
    let id = go.account();
    if !store::cut(tx, id, reason.text(), act.at).await? {
        return kept(tx, act, id, None).await;
    }
    store_case::void_live(tx, id).await?;
    notices::queue(tx, &act.keys, id, notices::Kind::AccessCut, None, act.at).await?;
    let mut event = act.did(Action::AccessCut, id.as_str());
    event.detail = reason.text().into();
    audit::append(tx, &act.keys, &event).await?;
    Ok(Done::Yes)
}

/// Nothing was changed: because the account has moved on, or because it is the last administrator's.
async fn kept(tx: &mut Tx, act: &Act, id: &AccountId, before: Option<Roles>) -> Result<Done> {
    let now = find(tx, id).await?;
    let moved_on = before.is_some_and(|b| b != now.roles());
    if moved_on || !now.administrator || now.state != State::Confirmed {
        return Err(Error::Stale("stale-staff"));
    }
    alarms::raise(tx, act, alarms::Kind::LastAdministrator, id.as_str(), &act.actor).await?;
    Ok(Done::LastAdministrator)
}

/// New codes for somebody who has not finished enrolment; what they had begun is void.
///
/// # Errors
/// [`Error::Stale`] when they have finished.
pub async fn renew(tx: &mut Tx, act: &Act, go: may::staff::Renew) -> Result<invite::Codes> {
    let id = go.account();
    let (codes, digests) = invite::draw_codes(act, id);
    if !store_staff::renew_invitation(tx, id, &digests.letter, &digests.email, act.at.saturating_add(invite::LASTS)).await? {
        return Err(Error::Stale("stale-staff"));
    }
    store_session::end_all(tx, id).await?;
    let mut event = act.did(Action::Invited, id.as_str());
    event.detail = "new codes".into();
    audit::append(tx, &act.keys, &event).await?;
    Ok(codes)
}
