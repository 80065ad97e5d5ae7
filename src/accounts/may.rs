//! What may be done to accounts. Pure functions; each yes is a value that cannot be made elsewhere.
mod restored;
pub mod staff;

pub use restored::{Unlock, unlock};

use super::{Contact, Factor, Membership, Person, Roles, State, must_have_passkey, passkey::Listed, proposal::Proposal};
use crate::{
    config::Authentication,
    error::{Error, Result},
    ids::{AccountId, PartyId, PasskeyId},
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
    may_cut(contact)
}

/// What can still be cut.
pub(super) fn may_cut(contact: &Contact) -> Result<Cut> {
    match contact.state {
        State::Proposed | State::Invited | State::Enrolled | State::Confirmed => Ok(Cut { account: contact.id.clone() }),
        State::Refused | State::Cut | State::Expired => Err(Error::Stale("stale-contact")),
    }
}

/// Proof that somebody may be proposed: as what, and for which party.
#[must_use]
pub struct Propose {
    by: AccountId,
    membership: Membership,
    party: PartyId,
    by_lead: bool,
}

impl Propose {
    /// Who proposes.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
    /// What the person would be.
    pub fn membership(&self) -> Membership {
        self.membership
    }
    /// Of which party.
    pub fn party(&self) -> &PartyId {
        &self.party
    }
    /// Whether a lead proposes: no more than a number at once.
    pub fn by_lead(&self) -> bool {
        self.by_lead
    }
}

/// A lead proposes people of their own party, for the agency to vet; never staff (CASES A41).
pub fn lead_proposes(person: &Person, membership: Membership) -> Result<Propose> {
    if !person.is_confirmed() || person.membership != Membership::Lead {
        return Err(Error::Reserved("reserved-leads"));
    }
    let party = person.party.as_ref().ok_or(Error::NotFound)?;
    proposes(person, membership, &party.id, true)
}

/// A vetting officer proposes a contact of a party, whom another officer then decides on.
pub fn officer_proposes(person: &Person, membership: Membership, party: &PartyId) -> Result<Propose> {
    if !person.is_confirmed() || !person.roles.vetting {
        return Err(Error::Reserved("reserved-vetting"));
    }
    proposes(person, membership, party, false)
}

fn proposes(person: &Person, membership: Membership, party: &PartyId, by_lead: bool) -> Result<Propose> {
    match membership {
        Membership::Staff => Err(Error::Refused("refused-no-role")),
        Membership::Lead | Membership::Contact | Membership::Directory => Ok(Propose { by: person.id.clone(), membership, party: party.clone(), by_lead }),
    }
}

/// Proof that a proposal may be taken back.
#[must_use]
pub struct TakeBack {
    account: AccountId,
}

impl TakeBack {
    /// Whose account would it have been.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

/// A lead takes back what their own party proposed, until it is decided. What the agency proposed is the agency's.
pub fn lead_takes_back(person: &Person, proposal: &Proposal) -> Result<TakeBack> {
    let own = own_party(person)?;
    if proposal.party_id.as_ref() != Some(own) || proposal.opener_party.as_ref() != Some(own) {
        return Err(Error::NotFound);
    }
    match proposal.state {
        State::Proposed => Ok(TakeBack { account: proposal.id.clone() }),
        _ => Err(Error::Stale("stale-contact")),
    }
}

/// A lead cuts the access of their own party's people; their own they leave to the agency. Nobody else exists for them.
pub fn lead_cuts(person: &Person, contact: &Contact) -> Result<Cut> {
    own_party(person)?;
    let party = person.party.as_ref().map(|p| p.slug.as_str());
    if contact.membership == Membership::Staff || party.is_none() || contact.party_slug.as_deref() != party {
        return Err(Error::NotFound);
    }
    match contact.state {
        State::Proposed | State::Refused => Err(Error::NotFound),
        State::Cut | State::Expired => Err(Error::Stale("stale-contact")),
        State::Invited | State::Enrolled | State::Confirmed if contact.id == person.id => Err(Error::Refused("refused-own-access")),
        State::Invited | State::Enrolled | State::Confirmed => Ok(Cut { account: contact.id.clone() }),
    }
}

/// The party of a lead.
fn own_party(person: &Person) -> Result<&PartyId> {
    if !person.is_confirmed() || person.membership != Membership::Lead {
        return Err(Error::Reserved("reserved-leads"));
    }
    person.party.as_ref().map(|p| &p.id).ok_or(Error::NotFound)
}
/// Proof that an alarm may be marked as seen to.
#[must_use]
pub struct Attend {
    by: AccountId,
}

impl Attend {
    /// By whom.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
}

/// Vetting officers and administrators see to alarms; auditors watch that they do.
pub fn attend(person: &Person) -> Result<Attend> {
    if person.is_confirmed() && (person.roles.vetting || person.roles.administrator) {
        Ok(Attend { by: person.id.clone() })
    } else {
        Err(Error::Reserved("reserved-attending"))
    }
}

/// Proof that an enrolment may end with this factor.
#[must_use]
pub struct Enrol {
    factor: Factor,
}

impl Enrol {
    /// By which factor the first session is open.
    pub fn factor(&self) -> Factor {
        self.factor
    }
}

/// Whoever must have a passkey does not get by on a code.
pub fn enrol(membership: Membership, settings: &Authentication, factor: Factor) -> Result<Enrol> {
    match factor {
        Factor::Passkey => Ok(Enrol { factor }),
        Factor::Totp if !must_have_passkey(membership, settings) => Ok(Enrol { factor }),
        Factor::None | Factor::Recovery | Factor::Totp => Err(Error::Refused("refused-passkey-needed")),
    }
}

/// Proof that this passkey may be removed.
#[must_use]
pub struct RemovePasskey {
    account: AccountId,
    passkey: PasskeyId,
    may_be_last: bool,
}

impl RemovePasskey {
    /// Whose.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
    /// Which.
    pub fn passkey(&self) -> &PasskeyId {
        &self.passkey
    }
    /// Whether they may be left without.
    pub fn may_be_last(&self) -> bool {
        self.may_be_last
    }
}

/// A person removes one of their own; the last one stays with whoever must have one (CASES A26).
pub fn remove_passkey(person: &Person, settings: &Authentication, own: &[Listed], passkey: PasskeyId) -> Result<RemovePasskey> {
    if !own.iter().any(|p| p.id == passkey) {
        return Err(Error::NotFound);
    }
    let may_be_last = !person.must_have_passkey(settings);
    if own.len() == 1 && !may_be_last {
        return Err(Error::Refused("refused-last-passkey"));
    }
    Ok(RemovePasskey { account: person.id.clone(), passkey, may_be_last })
}
