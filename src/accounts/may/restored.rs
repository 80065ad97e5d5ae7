//! Who opens a portal again whose database was put back.
use super::super::{Person, restored::Restoration};
use crate::{
    error::{Error, Result},
    ids::AccountId,
};

/// Proof that this administrator may be one of the two.
#[must_use]
pub struct Unlock<'r> {
    by: AccountId,
    restoration: &'r Restoration,
}

impl Unlock<'_> {
    /// By whom.
    pub fn by(&self) -> &AccountId {
        &self.by
    }
    /// What is opened.
    pub fn restoration(&self) -> &Restoration {
        self.restoration
    }
}

/// Two administrators, who are two people: whoever put the database back must not be able to open it alone (CASES A77).
pub fn unlock<'r>(person: &Person, restoration: &'r Restoration) -> Result<Unlock<'r>> {
    if !person.is_confirmed() || !person.roles.administrator {
        return Err(Error::Reserved("reserved-administrators"));
    }
    if restoration.first_by.as_ref() == Some(&person.id) {
        return Err(Error::Refused("refused-restored-twice"));
    }
    Ok(Unlock { by: person.id.clone(), restoration })
}
