//! What may be done to the register.
use super::change::Change;
use crate::{
    accounts::{Membership, Person},
    error::{Error, Result},
    ids::{AccountId, PartyId},
};

/// Proof that somebody keeps the register: proposes changes, describes schemes.
#[must_use]
pub struct Keep(AccountId);

impl Keep {
    /// Who.
    pub fn by(&self) -> &AccountId {
        &self.0
    }
}

/// A vetting officer keeps the register.
pub fn keep(person: &Person) -> Result<Keep> {
    officer(person)?;
    Ok(Keep(person.id.clone()))
}

/// Proof that somebody may decide on a change.
#[must_use]
pub struct Decide {
    by: AccountId,
    change: Change,
}

impl Decide {
    /// Who decides.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
    /// On what.
    pub fn change(&self) -> &Change {
        &self.change
    }
    /// Whoever may decide may take what was proposed.
    pub fn take(&self) -> Take {
        Take(())
    }
}

/// Proof that something may be taken into the register.
#[must_use]
pub struct Take(());

/// Proof that somebody may take their own proposal back.
#[must_use]
pub struct Withdraw {
    change: Change,
}

impl Withdraw {
    /// Which.
    pub fn change(&self) -> &Change {
        &self.change
    }
}

/// Who proposed a change takes it back; nobody else does.
pub fn withdraw(person: &Person, change: Change) -> Result<Withdraw> {
    officer(person)?;
    if change.proposed_by == person.id { Ok(Withdraw { change }) } else { Err(Error::Refused("refused-others-register-change")) }
}

/// A vetting officer decides on what another one proposed; never on their own proposal. The schema says so too.
pub fn decide(person: &Person, change: Change) -> Result<Decide> {
    officer(person)?;
    if change.proposed_by == person.id { Err(Error::Refused("refused-own-register-change")) } else { Ok(Decide { by: person.id.clone(), change }) }
}

/// The operator of the server takes a list at once: who has the database has the register.
pub fn operator_takes() -> Take {
    Take(())
}

/// Proof that a person may change what their party follows.
#[must_use]
pub struct Follow(PartyId);

impl Follow {
    /// Which party.
    pub fn party(&self) -> &PartyId {
        &self.0
    }
}

/// Contacts and leads change what their party follows; who only reads the directory does not, and staff have no party.
pub fn follow(person: &Person) -> Result<Follow> {
    let reads = matches!(person.membership, Membership::Contact | Membership::Lead);
    match &person.party {
        Some(party) if person.is_confirmed() && reads => Ok(Follow(party.id.clone())),
        _ => Err(Error::Reserved("reserved-readers")),
    }
}

fn officer(person: &Person) -> Result<()> {
    if person.is_confirmed() && person.roles.vetting { Ok(()) } else { Err(Error::Reserved("reserved-vetting")) }
}
