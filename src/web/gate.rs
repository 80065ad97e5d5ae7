//! What is answered before anything else is asked: not before the portal is set up, and not while its database is under suspicion.
use super::App;
use crate::error::{Error, Result};

/// What is answered while the portal is locked: how two administrators open it again.
const WHILE_LOCKED: [&str; 4] = ["/login", "/logout", "/account/confirm", "/admin/restored"];

/// While no account exists the portal answers how to set it up and nothing else (CASES A10); from the first account on, setting
/// it up is no address any more.
pub async fn gate(app: &App, path: &str) -> Result<()> {
    if matches!(path, "/healthz" | "/.well-known/security.txt" | "/language") {
        return Ok(());
    }
    if app.is_locked()
        && app.is_set_up().await?
        && !WHILE_LOCKED.iter().any(|open| path == *open || path.strip_prefix(open).is_some_and(|rest| rest.starts_with('/')))
    {
        return Err(Error::Restored);
    }
    let setup = path == "/setup" || path.starts_with("/setup/");
    match (app.is_set_up().await?, setup) {
        (true, true) => Err(Error::NotFound),
        (false, false) => Err(Error::NotSetUp),
        (true, false) | (false, true) => Ok(()),
    }
}
