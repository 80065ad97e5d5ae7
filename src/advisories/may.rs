//! What a person may do to an advisory. Pure functions; each yes is a value that owns what it was judged on.
use super::{State, drafting::Draft};
use crate::{
    accounts::Person,
    error::{Error, Result},
    ids::AccountId,
};

/// Proof that this person may change this draft.
#[must_use]
pub struct Edit {
    draft: Draft,
    by: AccountId,
}

impl Edit {
    /// The draft as it was read.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    /// Who changes it.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// Authors change drafts. What is in review must come back first, what is published is final.
pub fn edit(person: &Person, draft: Draft) -> Result<Edit> {
    author(person)?;
    standing(&draft)?;
    match draft.state {
        State::Draft => Ok(Edit { draft, by: person.id.clone() }),
        State::InReview | State::Scheduled => Err(Error::Stale("stale-in-review")),
        State::Published => Err(Error::Stale("stale-published")),
    }
}

/// Proof that a new advisory may be begun.
#[must_use]
pub struct Begin {
    by: AccountId,
}

impl Begin {
    /// Who begins it.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// Authors begin advisories.
pub fn begin(person: &Person) -> Result<Begin> {
    author(person)?;
    Ok(Begin { by: person.id.clone() })
}

/// Proof that this draft may go to review.
#[must_use]
pub struct Submit {
    draft: Draft,
    by: AccountId,
}

impl Submit {
    /// The draft as it was read.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    /// Who sends it.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// Authors send a complete draft for review.
pub fn submit(person: &Person, draft: Draft) -> Result<Submit> {
    author(person)?;
    standing(&draft)?;
    match draft.state {
        State::Draft if draft.is_complete() => Ok(Submit { draft, by: person.id.clone() }),
        State::Draft => Err(Error::Refused("refused-incomplete")),
        State::InReview | State::Scheduled => Err(Error::Stale("stale-in-review")),
        State::Published => Err(Error::Stale("stale-published")),
    }
}

/// Proof that this person may publish this version.
#[must_use]
pub struct Publish {
    draft: Draft,
    by: AccountId,
}

impl Publish {
    /// The version as it was read.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    /// What it was judged on: the version and who publishes it.
    pub fn take(self) -> (Draft, AccountId) {
        (self.draft, self.by)
    }
}

/// Four eyes: nobody publishes what they wrote or changed, whatever else they are (CASES A47).
pub fn publish(person: &Person, draft: Draft) -> Result<Publish> {
    approver(person)?;
    standing(&draft)?;
    in_review(&draft)?;
    if draft.touched_by(&person.id) {
        return Err(Error::Refused("refused-own-text"));
    }
    if !draft.is_complete() {
        return Err(Error::Refused("refused-incomplete"));
    }
    Ok(Publish { draft, by: person.id.clone() })
}

/// Whether who approved a version may still, when its time has come: the key of the sentence that says why not.
///
/// # Errors
/// The key.
pub fn release(approver_now: &Person, draft: &Draft) -> std::result::Result<(), &'static str> {
    if approver(approver_now).is_err() || draft.touched_by(&approver_now.id) {
        return Err("void-approver");
    }
    if draft.withdrawn_at.is_some() {
        return Err("void-withdrawn");
    }
    if draft.is_complete() { Ok(()) } else { Err("void-changed") }
}

/// Proof that what waits may be taken back to its author.
#[must_use]
pub struct Recall {
    draft: Draft,
}

impl Recall {
    /// The version as it was read.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    /// The key of the sentence that says why its approval no longer holds; empty if it had none.
    pub fn void(&self) -> &'static str {
        if self.draft.state == State::Scheduled { "void-recalled" } else { "" }
    }
}

/// Authors and approvers take back what waits for review or for its release: stopping needs one person.
pub fn recall(person: &Person, draft: Draft) -> Result<Recall> {
    if author(person).is_err() && approver(person).is_err() {
        return Err(Error::Reserved("reserved-publishing"));
    }
    match draft.state {
        State::InReview | State::Scheduled => Ok(Recall { draft }),
        State::Draft => Err(Error::Stale("stale-not-in-review")),
        State::Published => Err(Error::Stale("stale-published")),
    }
}

/// Proof that this version may be sent back.
#[must_use]
pub struct Return {
    draft: Draft,
}

impl Return {
    /// The version as it was read.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}

/// Approvers send back what waits for review.
pub fn send_back(person: &Person, draft: Draft) -> Result<Return> {
    approver(person)?;
    in_review(&draft)?;
    Ok(Return { draft })
}

/// Proof that the next version may be opened.
#[must_use]
pub struct OpenVersion {
    draft: Draft,
    by: AccountId,
}

impl OpenVersion {
    /// The published version.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    /// Who opens the next.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// A correction is a new version with an approval of its own (CASES A51).
pub fn open_version(person: &Person, draft: Draft) -> Result<OpenVersion> {
    author(person)?;
    standing(&draft)?;
    match draft.state {
        State::Published => Ok(OpenVersion { draft, by: person.id.clone() }),
        State::Draft | State::InReview | State::Scheduled => Err(Error::Stale("stale-version-open")),
    }
}

/// Proof that this advisory may be withdrawn.
#[must_use]
pub struct Withdraw {
    draft: Draft,
}

impl Withdraw {
    /// The advisory.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}

/// Approvers withdraw what is published: one person, at once, on the safe side.
pub fn withdraw(person: &Person, draft: Draft) -> Result<Withdraw> {
    approver(person)?;
    if draft.current == 0 || draft.withdrawn_at.is_some() {
        return Err(Error::Stale("stale-withdrawn"));
    }
    Ok(Withdraw { draft })
}

/// What is withdrawn goes nowhere any more.
fn standing(draft: &Draft) -> Result<()> {
    if draft.withdrawn_at.is_some() { Err(Error::Stale("stale-withdrawn")) } else { Ok(()) }
}

fn in_review(draft: &Draft) -> Result<()> {
    match draft.state {
        State::InReview => Ok(()),
        State::Draft | State::Scheduled => Err(Error::Stale("stale-not-in-review")),
        State::Published => Err(Error::Stale("stale-published")),
    }
}

fn author(person: &Person) -> Result<()> {
    if person.is_confirmed() && person.roles.author { Ok(()) } else { Err(Error::Reserved("reserved-authors")) }
}

fn approver(person: &Person) -> Result<()> {
    if person.is_confirmed() && person.roles.approver { Ok(()) } else { Err(Error::Reserved("reserved-approvers")) }
}
