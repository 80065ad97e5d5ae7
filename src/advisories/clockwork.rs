//! Releases what is due, beside a portal that serves. Every node looks twice a second; a conditional update lets one of them
//! do it, and what was read before that is read again within its transaction.
use super::releasing;
use crate::{audit::Act, web::App};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// How often.
const LOOK: Duration = Duration::from_millis(500);

/// Starts looking, until the portal is gone. What a stop interrupts is undone, and done by the next look.
pub fn start(app: &Arc<App>) -> tokio::task::JoinHandle<()> {
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(LOOK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if !look(&app).await {
                return;
            }
        }
    })
}

/// False when the portal is gone.
async fn look(app: &Weak<App>) -> bool {
    let Some(app) = app.upgrade() else { return false };
    // What a database that was put back had planned must not happen.
    if app.is_locked() {
        return true;
    }
    let at = app.clock.now();
    let act = Act::portal(app.keys.clone(), at);
    match releasing::release_due(&app.db, &app.press, &act).await {
        Ok(0) => {}
        Ok(_) => app.bell.ring(),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a release did not happen; it is tried again at once"),
    }
    true
}
