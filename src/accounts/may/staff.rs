//! What may be done to staff.
use super::Invite;
use crate::{
    accounts::{Membership, Person, Roles, State, staff::Colleague},
    error::{Error, Result},
    ids::AccountId,
};

/// Whether a person may hold these roles together: an auditor holds no other, for who watches does not act (CASES A70).
///
/// # Errors
/// The refusal.
pub fn fitting(roles: Roles) -> Result<()> {
    let acts = roles.author || roles.approver || roles.vetting || roles.administrator;
    match (roles.auditor, acts) {
        (true, true) => Err(Error::Refused("refused-auditor-alone")),
        (false, false) => Err(Error::Refused("refused-no-role")),
        _ => Ok(()),
    }
}

fn administers(person: &Person) -> Result<()> {
    if person.is_confirmed() && person.roles.administrator { Ok(()) } else { Err(Error::Reserved("reserved-administrators")) }
}

/// An administrator invites staff; somebody else confirms them.
///
/// # Errors
/// The refusal.
pub fn invite(person: &Person, roles: Roles) -> Result<Invite> {
    administers(person)?;
    fitting(roles)?;
    Ok(Invite { membership: Membership::Staff, roles, party: None })
}

/// Who has the setup code makes the first administrator; that it is the first, the code's one use sees to.
pub(in crate::accounts) fn first_administrator() -> Invite {
    Invite { membership: Membership::Staff, roles: Roles { administrator: true, ..Roles::default() }, party: None }
}

/// Proof that this member of staff may be confirmed by this person.
#[must_use]
pub struct Confirm {
    account: AccountId,
    by: AccountId,
}

impl Confirm {
    /// Whose account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
    /// By whom.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// Another administrator, or a vetting officer, confirms staff who have finished enrolment: never whoever invited them.
///
/// # Errors
/// The refusal.
pub fn confirm(person: &Person, staff: &Colleague) -> Result<Confirm> {
    if !person.is_confirmed() || !(person.roles.administrator || person.roles.vetting) {
        return Err(Error::Reserved("reserved-confirming"));
    }
    if staff.invited_by.as_ref() == Some(&person.id) || staff.id == person.id {
        return Err(Error::Refused("refused-own-invitation"));
    }
    match staff.state {
        State::Enrolled => Ok(Confirm { account: staff.id.clone(), by: person.id.clone() }),
        State::Invited => Err(Error::Refused("refused-not-enrolled")),
        State::Proposed | State::Refused | State::Confirmed | State::Cut | State::Expired => Err(Error::Stale("stale-staff")),
    }
}

/// Proof that this member of staff may get these roles.
#[must_use]
pub struct SetRoles {
    account: AccountId,
    before: Roles,
    after: Roles,
}

impl SetRoles {
    /// Whose account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
    /// The roles it was judged with.
    pub fn before(&self) -> Roles {
        self.before
    }
    /// The roles to come.
    pub fn after(&self) -> Roles {
        self.after
    }
}

/// An administrator gives roles, to anybody but themselves.
///
/// # Errors
/// The refusal.
pub fn set_roles(person: &Person, staff: &Colleague, after: Roles) -> Result<SetRoles> {
    administers(person)?;
    if staff.id == person.id {
        return Err(Error::Refused("refused-own-roles"));
    }
    operator_sets_roles(staff, after)
}

/// The operator of the server gives roles.
///
/// # Errors
/// The refusal.
pub fn operator_sets_roles(staff: &Colleague, after: Roles) -> Result<SetRoles> {
    fitting(after)?;
    if !stands(staff.state) {
        return Err(Error::Stale("stale-staff"));
    }
    Ok(SetRoles { account: staff.id.clone(), before: staff.roles(), after })
}

/// Proof that this member of staff's access may be cut.
#[must_use]
pub struct Cut {
    account: AccountId,
}

impl Cut {
    /// Whose account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// An administrator cuts the access of any colleague.
///
/// # Errors
/// The refusal.
pub fn cut(person: &Person, staff: &Colleague) -> Result<Cut> {
    administers(person)?;
    if staff.id == person.id {
        return Err(Error::Refused("refused-own-access"));
    }
    operator_cuts(staff)
}

/// The operator of the server cuts the access of any member of staff.
///
/// # Errors
/// The refusal.
pub fn operator_cuts(staff: &Colleague) -> Result<Cut> {
    if stands(staff.state) { Ok(Cut { account: staff.id.clone() }) } else { Err(Error::Stale("stale-staff")) }
}

/// Proof that somebody who has not finished enrolment may get new codes.
#[must_use]
pub struct Renew {
    account: AccountId,
}

impl Renew {
    /// Whose account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// The operator of the server draws new codes for staff who have not finished enrolment.
///
/// # Errors
/// The refusal.
pub fn operator_renews(staff: &Colleague) -> Result<Renew> {
    // Whose invitation ran out is still the one the operator or the first run named.
    let open = staff.state == State::Invited || (staff.state == State::Expired && staff.confirmed_at.is_none());
    if open { Ok(Renew { account: staff.id.clone() }) } else { Err(Error::Stale("stale-staff")) }
}

fn stands(state: State) -> bool {
    matches!(state, State::Invited | State::Enrolled | State::Confirmed)
}
