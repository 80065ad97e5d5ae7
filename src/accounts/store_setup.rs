//! The first run: the setup code, and the names that were given with it.
use crate::{
    db::{Result, Tx},
    exec, maybe, value,
};

pub async fn has_account(tx: &mut Tx) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM account)")
}

/// The names given at set-up, empty if there are none.
pub async fn names(tx: &mut Tx) -> Result<String> {
    value!(tx, "SELECT names FROM installation WHERE only_row = 1")
}

/// False once an account exists.
pub async fn set_code(tx: &mut Tx, digest: &[u8]) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE installation SET setup_digest = $1, setup_tries = 0 WHERE only_row = 1 AND NOT EXISTS (SELECT 1 FROM account)", digest)?)
}

/// Counts one more try and says what to compare; none when there is no code, it is void, or an account exists.
pub async fn try_code(tx: &mut Tx, most: i64) -> Result<Option<(Vec<u8>, i64)>> {
    maybe!(
        tx,
        "UPDATE installation SET setup_tries = setup_tries + 1
          WHERE only_row = 1 AND setup_digest IS NOT NULL AND setup_tries < $1 AND NOT EXISTS (SELECT 1 FROM account)
         RETURNING setup_digest, setup_tries",
        most
    )
}

/// The code was right: the tries before it are forgotten.
pub async fn forget_tries(tx: &mut Tx) -> Result<u64> {
    exec!(tx, "UPDATE installation SET setup_tries = 0 WHERE only_row = 1")
}

/// Spends the code. Of two at once the second finds it gone: changing the row makes it wait for the first.
pub async fn spend_code(tx: &mut Tx, digest: &[u8], names: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE installation SET setup_digest = NULL, setup_tries = 0, names = $2
          WHERE only_row = 1 AND setup_digest = $1 AND NOT EXISTS (SELECT 1 FROM account)",
        digest,
        names
    )?)
}

pub async fn set_names(tx: &mut Tx, names: &str) -> Result<u64> {
    exec!(tx, "UPDATE installation SET names = $1 WHERE only_row = 1", names)
}
