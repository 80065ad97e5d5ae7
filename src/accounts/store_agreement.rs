//! The accounts, as the log is compared with them.
use super::{Membership, Roles, State};
use crate::{
    all,
    db::{Result, Tx},
    ids::{AccountId, PartyId},
    maybe,
};

/// What the log must agree with.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// Whose.
    pub id: AccountId,
    /// Where it stands.
    pub state: State,
    /// What the person is.
    pub membership: Membership,
    /// Of which party.
    pub party_id: Option<PartyId>,
    author: bool,
    approver: bool,
    vetting: bool,
    auditor: bool,
    administrator: bool,
}

impl Row {
    /// The roles of staff; none for others.
    pub fn roles(&self) -> Roles {
        Roles { author: self.author, approver: self.approver, vetting: self.vetting, auditor: self.auditor, administrator: self.administrator }
    }
}

/// Every account.
pub async fn accounts(tx: &mut Tx) -> Result<Vec<Row>> {
    all!(tx, "SELECT id, state, membership, party_id, author, approver, vetting, auditor, administrator FROM account ORDER BY id")
}

/// One.
pub async fn account(tx: &mut Tx, id: &AccountId) -> Result<Option<Row>> {
    maybe!(tx, "SELECT id, state, membership, party_id, author, approver, vetting, auditor, administrator FROM account WHERE id = $1", id)
}
