//! What may be done to parties.
use super::{
    Party,
    change::{Change, Kind},
};
use crate::{
    accounts::Person,
    error::{Error, Result},
    ids::{AccountId, PartyId},
};

/// Proof that a party or a group may be added, and by which officer; none for the operator of the server.
#[must_use]
pub struct AddParty(Option<AccountId>);

impl AddParty {
    /// The officer, whose party waits for another's decision.
    pub fn by(&self) -> Option<&AccountId> {
        self.0.as_ref()
    }
}

/// A vetting officer adds parties, for another to decide on.
pub fn add(person: &Person) -> Result<AddParty> {
    officer(person)?;
    Ok(AddParty(Some(person.id.clone())))
}

/// The operator of the server may script parties: they are there at once.
pub fn operator_adds() -> AddParty {
    AddParty(None)
}

/// Proof that a change of a party may be proposed.
#[must_use]
pub struct ProposeChange {
    by: AccountId,
    party: PartyId,
    kind: Kind,
}

impl ProposeChange {
    /// Who proposes.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
    /// Of which party.
    pub fn party(&self) -> &PartyId {
        &self.party
    }
    /// What.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

/// A vetting officer proposes to suspend an active party, or to resume a suspended one.
pub fn propose_change(person: &Person, party: &Party, kind: Kind) -> Result<ProposeChange> {
    officer(person)?;
    if kind == Kind::Admission || kind.from() != party.state {
        return Err(Error::Stale("stale-party-state"));
    }
    Ok(ProposeChange { by: person.id.clone(), party: party.id.clone(), kind })
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
}

/// A vetting officer decides on what another one proposed; never on their own proposal. The schema says so too.
pub fn decide(person: &Person, change: Change) -> Result<Decide> {
    officer(person)?;
    if change.proposed_by == person.id { Err(Error::Refused("refused-own-change")) } else { Ok(Decide { by: person.id.clone(), change }) }
}

/// Proof that a party may be changed without a second officer.
#[must_use]
pub struct ChangeAtOnce(());

/// The operator of the server may suspend or resume a party at once.
pub fn operator_changes() -> ChangeAtOnce {
    ChangeAtOnce(())
}

fn officer(person: &Person) -> Result<()> {
    if person.is_confirmed() && person.roles.vetting { Ok(()) } else { Err(Error::Reserved("reserved-vetting")) }
}
