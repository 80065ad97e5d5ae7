//! What may be done to parties.
use crate::{
    accounts::Person,
    error::{Error, Result},
};

/// Proof that a party or a group may be added.
#[must_use]
pub struct AddParty(());

/// A vetting officer adds parties.
pub fn add(person: &Person) -> Result<AddParty> {
    if person.is_confirmed() && person.roles.vetting { Ok(AddParty(())) } else { Err(Error::Reserved("reserved-vetting")) }
}

/// The operator of the server may script parties.
pub fn operator_adds() -> AddParty {
    AddParty(())
}
