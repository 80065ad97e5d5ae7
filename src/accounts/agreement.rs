//! Whether the accounts are what the log says: no account, role or admission without its record. For `vigie audit verify`: whoever
//! changes the tables behind the portal's back leaves the log whole, but not in agreement.
use super::{Roles, State, store_agreement};
use crate::{
    audit::{self, Action, Disagreement},
    crypto::sha256,
    db::Tx,
    error::Result,
    ids::AccountId,
};

impl Roles {
    /// What the record says of the roles it gives: SHA-256 over the account and the words of its roles.
    pub fn digest(self, account: &AccountId) -> [u8; 32] {
        sha256(format!("vigie roles 1\n{account}\n{}\n", self.words().join(" ")).as_bytes())
    }
}

/// What gives or takes roles.
const ROLES: [Action; 2] = [Action::Invited, Action::RolesChanged];
/// What admits a person or ends that.
const ADMISSION: [Action; 4] = [Action::Confirmed, Action::AccessCut, Action::AccessExpired, Action::AccessReset];
/// What an account begins with.
const BEGINNING: [Action; 3] = [Action::Invited, Action::Proposed, Action::CanaryMade];

/// Every account that is not what the log says.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx) -> Result<Vec<Disagreement>> {
    let mut out = Vec::new();
    for row in store_agreement::accounts(tx).await? {
        let object = row.id.as_str();
        let mut say = |record: Option<i64>, says| out.push(Disagreement { record: record.unwrap_or(0), object: object.to_owned(), says });
        let began = audit::last_of(tx, object, &BEGINNING, false).await?;
        if began.is_none() {
            say(None, "The account was made, and no record says so.");
            continue;
        }
        let admitted = audit::last_of(tx, object, &ADMISSION, false).await?;
        let is_admitted = admitted.as_ref().is_some_and(|r| r.action == Action::Confirmed.text());
        if row.state == State::Confirmed && !is_admitted {
            say(admitted.or(began).map(|r| r.n), "The person is admitted, and the log says otherwise.");
        }
        // Records of before the hash was written say nothing of it.
        if let Some(given) = audit::last_of(tx, object, &ROLES, true).await?
            && given.hash.as_deref() != Some(&row.roles().digest(&row.id)[..])
        {
            say(Some(given.n), "The account has other roles than the log gives it.");
        }
    }
    Ok(out)
}
