//! What may be done to accounts. Pure functions; each yes is a value that cannot be made elsewhere.
pub mod staff;

use super::{Contact, Membership, Person, Roles, State};
use crate::{
    error::{Error, Result},
    ids::{AccountId, PartyId},
};

/// Proof that this account may be made.
#[must_use]
pub struct Invite {
    membership: Membership,
    roles: Roles,
    party: Option<PartyId>,
}

impl Invite {
    /// What the person will be.
    pub fn membership(&self) -> Membership {
        self.membership
    }
    /// With which roles.
    pub fn roles(&self) -> Roles {
        self.roles
    }
    /// Of which party.
    pub fn party(&self) -> Option<&PartyId> {
        self.party.as_ref()
    }
}

/// The operator of the server may invite staff: the first administrator, and in an emergency.
/// An auditor holds no other role: who watches does not act (CASES A70).
pub fn operator_invites_staff(roles: Roles) -> Result<Invite> {
    staff::fitting(roles)?;
    Ok(Invite { membership: Membership::Staff, roles, party: None })
}

/// The operator of the server may script contacts.
pub fn operator_invites_contact(membership: Membership, party: PartyId) -> Result<Invite> {
    match membership {
        Membership::Staff => Err(Error::Refused("refused-no-role")),
        Membership::Lead | Membership::Contact | Membership::Directory => Ok(Invite { membership, roles: Roles::default(), party: Some(party) }),
    }
}

/// Proof that this contact may be confirmed.
#[must_use]
pub struct Confirm {
    account: AccountId,
}

impl Confirm {
    /// Whose account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// A vetting officer confirms a contact who has finished enrolment.
pub fn confirm(person: &Person, contact: &Contact) -> Result<Confirm> {
    if !person.is_confirmed() || !person.roles.vetting {
        return Err(Error::Reserved("reserved-vetting"));
    }
    operator_confirms(contact)
}

/// The operator of the server may confirm a contact who has finished enrolment; staff are for `vigie staff`.
pub fn operator_confirms(contact: &Contact) -> Result<Confirm> {
    if contact.membership == Membership::Staff {
        return Err(Error::Refused("refused-is-staff"));
    }
    match contact.state {
        State::Enrolled => Ok(Confirm { account: contact.id.clone() }),
        State::Invited => Err(Error::Refused("refused-not-enrolled")),
        State::Proposed | State::Refused | State::Confirmed | State::Cut | State::Expired => Err(Error::Stale("stale-contact")),
    }
}

/// Proof that this access may be cut.
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

/// The operator of the server may cut any contact's access; staff are for `vigie staff`.
pub fn operator_cuts(contact: &Contact) -> Result<Cut> {
    if contact.membership == Membership::Staff {
        return Err(Error::Refused("refused-is-staff"));
    }
    match contact.state {
        State::Invited | State::Enrolled | State::Confirmed => Ok(Cut { account: contact.id.clone() }),
        State::Proposed | State::Refused | State::Cut | State::Expired => Err(Error::Stale("stale-contact")),
    }
}
