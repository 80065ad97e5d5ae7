//! The tables of proposals, and of whom the portal knows.
use super::State;
use crate::{
    all,
    db::{Result, Tx},
    ids::AccountId,
};

/// Somebody the portal knows, for comparing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownPerson {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Where the account stands.
    pub state: State,
    /// The party's address; none for staff.
    pub party_slug: Option<String>,
    /// The party's name.
    pub party_name: Option<String>,
}

pub async fn known_people(tx: &mut Tx) -> Result<Vec<KnownPerson>> {
    all!(
        tx,
        "SELECT a.id, a.name, a.email, a.state, p.slug AS party_slug, p.name AS party_name FROM account a LEFT JOIN party p ON p.id = a.party_id
          WHERE a.state <> 'refused'"
    )
}
