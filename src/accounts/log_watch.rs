//! Watches the log's own state: a witness that is silent for too long, records that nobody signs. Each is an alarm (CASES A73).
use super::alarms::{self, Kind};
use crate::{
    audit::{Act, epoch, notary, stream},
    clock::{MINUTE, Millis},
    config::Audit,
    db::Db,
    error::Result,
    web::App,
};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// How often.
const LOOK: Duration = Duration::from_mins(1);
/// How long records may wait for the collector, and for a signature beyond the time set for it.
const LATE: Millis = 10 * MINUTE;

/// What is wrong with the log's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Silence of a witness, another log than ours with it, no signature, or nothing sent to the collector.
    pub kind: Kind,
    /// The witness's name, `checkpoint` or `collector`.
    pub object: String,
}

/// What is wrong now.
///
/// # Errors
/// When the database fails.
pub async fn troubles(db: &Db, settings: &Audit, now: Millis) -> Result<Vec<Trouble>> {
    let mut tx = db.read().await?;
    let mut out = Vec::new();
    for standing in notary::standing(&mut tx, settings, now).await? {
        let kind = match epoch::is_ahead(&standing.witness.trouble) {
            Some(_) => Kind::WitnessAhead,
            None if standing.silent => Kind::WitnessSilent,
            None => continue,
        };
        out.push(Trouble { kind, object: standing.witness.name });
    }
    let late = i64::from(settings.checkpoint_seconds).saturating_mul(1_000).saturating_add(LATE);
    if notary::unsigned_since(&mut tx).await?.is_some_and(|since| now.saturating_sub(since) > late) {
        out.push(Trouble { kind: Kind::LogUnsigned, object: "checkpoint".into() });
    }
    if settings.syslog.is_some() && stream::unsent_since(&mut tx).await?.is_some_and(|since| now.saturating_sub(since) > LATE) {
        out.push(Trouble { kind: Kind::LogUnstreamed, object: "collector".into() });
    }
    Ok(out)
}

/// Raises an alarm for each, and for what this node found beside; once an hour for the same.
///
/// # Errors
/// When the database or the log fails.
pub async fn look(db: &Db, act: &Act, settings: &Audit, beside: Option<Trouble>) -> Result<()> {
    for trouble in troubles(db, settings, act.at).await?.into_iter().chain(beside) {
        let mut tx = db.write().await?;
        alarms::raise(&mut tx, act, trouble.kind, &trouble.object, "").await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Looks until the portal is gone.
pub fn start(app: &Arc<App>) -> tokio::task::JoinHandle<()> {
    let app: Weak<App> = Arc::downgrade(app);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(LOOK);
        loop {
            ticks.tick().await;
            let Some(app) = app.upgrade() else { return };
            let act = Act::portal(app.keys.clone(), app.clock.now());
            let broken = app.verification.is_broken().then(|| Trouble { kind: Kind::LogBroken, object: "portal".into() });
            if let Err(error) = look(&app.db, &act, &app.settings.config.audit, broken).await {
                tracing::error!(error = &error as &dyn std::error::Error, "the log's state could not be looked at");
            }
        }
    })
}
