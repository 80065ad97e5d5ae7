//! The rows of canaries.
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
};

pub async fn all(tx: &mut Tx, prefix: &str) -> Result<Vec<(AccountId,)>> {
    all!(tx, "SELECT id FROM account WHERE id LIKE $1 || '%' ORDER BY id", prefix)
}

/// The account and its session.
pub async fn remove(tx: &mut Tx, id: &AccountId) -> Result<()> {
    exec!(tx, "DELETE FROM session WHERE account_id = $1", id)?;
    exec!(tx, "DELETE FROM account WHERE id = $1", id)?;
    Ok(())
}
