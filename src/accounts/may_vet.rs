//! What vetting officers may do. Pure functions; each yes is a value that cannot be made elsewhere.
use super::{
    Contact, Membership, Person, State,
    may::{Cut, may_cut},
    vetting::{Case, Purpose, Stage},
};
use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    ids::AccountId,
};

fn officer(person: &Person, about: &AccountId) -> Result<()> {
    if !person.is_confirmed() || !person.roles.vetting {
        return Err(Error::Reserved("reserved-vetting"));
    }
    // Nobody vets themselves.
    if person.id == *about { Err(Error::Refused("refused-own-vetting")) } else { Ok(()) }
}

/// Proof that a vetting of somebody who is known may be opened.
#[must_use]
pub struct OpenVetting {
    account: AccountId,
    purpose: Purpose,
}

impl OpenVetting {
    /// Whose.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
    /// What for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }
}

/// An officer opens the vetting that a person's state asks for.
pub fn open(person: &Person, contact: &Contact, purpose: Purpose) -> Result<OpenVetting> {
    officer(person, &contact.id)?;
    let fits = match (purpose, contact.state) {
        (Purpose::Restoration, State::Cut | State::Expired) => true,
        (Purpose::Reset, State::Invited | State::Enrolled | State::Confirmed) => true,
        (Purpose::Renewal, State::Confirmed) => contact.membership != Membership::Staff,
        (Purpose::Admission | Purpose::Restoration | Purpose::Reset | Purpose::Renewal, _) => false,
    };
    if fits { Ok(OpenVetting { account: contact.id.clone(), purpose }) } else { Err(Error::Stale("stale-contact")) }
}

/// Proof that a vetting may be filled in and sent.
#[must_use]
pub struct Vet {
    case: Case,
}

impl Vet {
    /// Which.
    pub fn case(&self) -> &Case {
        &self.case
    }
}

/// An officer writes down how a person was verified.
pub fn vet(person: &Person, case: Case) -> Result<Vet> {
    officer(person, &case.account_id)?;
    match case.state {
        Stage::Open | Stage::Recorded => Ok(Vet { case }),
        Stage::Approved | Stage::Refused | Stage::Void => Err(Error::Stale("stale-vetting")),
    }
}

/// Proof that this person may decide.
#[must_use]
pub struct Decide {
    case: Case,
}

impl Decide {
    /// On what.
    pub fn case(&self) -> &Case {
        &self.case
    }
}

/// Another officer decides: never one who opened, filled in or sent it, whatever else they are (CASES A02).
pub fn decide(person: &Person, case: Case) -> Result<Decide> {
    officer(person, &case.account_id)?;
    let hands = [Some(&case.opened_by), case.filled_by.as_ref(), case.recorded_by.as_ref()];
    if hands.into_iter().flatten().any(|hand| *hand == person.id) {
        return Err(Error::Refused("refused-own-vetting"));
    }
    match case.state {
        Stage::Recorded if case.filled_by.is_some() && case.recorded_by.is_some() && case.method.is_some() => Ok(Decide { case }),
        Stage::Open | Stage::Recorded | Stage::Approved | Stage::Refused | Stage::Void => Err(Error::Stale("stale-vetting")),
    }
}

/// Proof that a proposal may be corrected.
#[must_use]
pub struct Correct {
    account: AccountId,
}

impl Correct {
    /// Whose.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// An officer corrects what was proposed, until the person enrols.
pub fn correct(person: &Person, contact: &Contact) -> Result<Correct> {
    officer(person, &contact.id)?;
    match contact.state {
        State::Proposed | State::Invited if contact.membership != Membership::Staff && contact.confirmed_at.is_none() => {
            Ok(Correct { account: contact.id.clone() })
        }
        State::Proposed | State::Invited | State::Refused | State::Enrolled | State::Confirmed | State::Cut | State::Expired => {
            Err(Error::Stale("stale-contact"))
        }
    }
}

/// Proof that a letter may be printed.
#[must_use]
pub struct Letter {
    account: AccountId,
}

impl Letter {
    /// For whom.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// How long an approval lets a letter be printed.
const APPROVED: Millis = 30 * DAY;

/// An officer prints the letter of somebody who may enrol, because two officers said so lately: `approved` is the vetting that
/// lets them in.
pub fn letter(person: &Person, contact: &Contact, approved: Option<&Case>, now: Millis) -> Result<Letter> {
    officer(person, &contact.id)?;
    if contact.state != State::Invited {
        return Err(Error::Stale("stale-contact"));
    }
    let approved = approved.filter(|c| c.state == Stage::Approved && c.purpose != Purpose::Renewal).ok_or(Error::Refused("refused-letter-unvetted"))?;
    if approved.decided_at.is_none_or(|at| at.saturating_add(APPROVED) < now) {
        return Err(Error::Refused("refused-letter-unvetted"));
    }
    if approved.ready_at.is_some_and(|at| at > now) {
        return Err(Error::Refused("refused-letter-wait"));
    }
    Ok(Letter { account: contact.id.clone() })
}

/// A vetting officer or an administrator cuts a contact's access; cutting staff is for administrators, on their own page.
pub fn officer_cuts(person: &Person, contact: &Contact) -> Result<Cut> {
    if !person.is_confirmed() || !(person.roles.vetting || person.roles.administrator) {
        return Err(Error::Reserved("reserved-cutting"));
    }
    if contact.membership == Membership::Staff {
        return Err(Error::Refused("refused-staff-cut"));
    }
    may_cut(contact)
}
