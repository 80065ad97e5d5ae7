//! A database that was put back (CASES A77): the newest checkpoint beside it, or a witness, knows a longer log, or another. The portal
//! then starts locked: every session and code is over, nothing is answered but how two administrators open it again. From then on the
//! log has a new name and a new key: a witness never goes back, and whoever compares sees where the break is.
use super::{
    alarms::{self, Kind},
    may, store_restored,
};
use crate::{
    audit::{self, Act, Action, Event, epoch, store_checkpoint},
    crypto::random,
    db::{Db, Tx},
    error::{Error, Result},
    web::App,
};
use std::{
    path::Path,
    sync::{Arc, Weak},
    time::Duration,
};
pub use store_restored::Restoration;

/// How often a portal that serves looks.
const LOOK: Duration = Duration::from_secs(1);

/// The restoration for which the portal is locked; found now, or before. `beside` is the checkpoint beside the database. A witness's
/// word counts at the start alone: while the portal serves, a witness that breaks or lies is an alarm and no more.
///
/// # Errors
/// When the database or the log fails.
pub async fn examine(db: &Db, act: &Act, beside: &Path, at_start: bool) -> Result<Option<Restoration>> {
    let mut tx = db.read().await?;
    if let Some(known) = store_restored::open(&mut tx).await? {
        return Ok(Some(known));
    }
    let witnesses = if at_start { store_checkpoint::witnesses(&mut tx).await? } else { Vec::new() };
    let ahead = witnesses.iter().filter_map(|w| epoch::is_ahead(&w.trouble)).max();
    let mut behind = epoch::behind(&mut tx, beside).await?;
    if let Some(size) = behind
        && is_settled(&mut tx, beside, size).await?
    {
        epoch::put_aside(beside)?;
        behind = None;
    }
    let found_size = audit::size(&mut tx).await?;
    drop(tx);
    let Some((signed_size, source)) = behind.map(|size| (size, "file")).or(ahead.map(|size| (size, "witness"))) else { return Ok(None) };
    let id = data_encoding::HEXLOWER.encode(&random::<16>());
    let restoration = Restoration { id, found_at: act.at, found_size, signed_size, source: source.into(), first_by: None };
    let mut tx = db.write().await?;
    lock(&mut tx, act, &restoration).await?;
    tx.commit().await?;
    Ok(Some(restoration))
}

/// Whether the checkpoint beside this node's database is of the log that was lost when two administrators opened the portal by another
/// node: a key of another name counts since. Without such a key it is no excuse; a row of restorations alone proves nothing.
async fn is_settled(tx: &mut Tx, beside: &Path, size: i64) -> Result<bool> {
    let Some(found) = store_restored::settled(tx, size).await? else { return Ok(false) };
    Ok(store_checkpoint::keys(tx).await?.pop().is_some_and(|key| key.since >= found && !epoch::is_named(beside, &key.vkey)))
}

async fn lock(tx: &mut Tx, act: &Act, r: &Restoration) -> Result<()> {
    if !store_restored::insert(tx, r).await? {
        return Ok(());
    }
    store_restored::end_everything(tx).await?;
    let detail = format!("{} records, {} were signed ({})", r.found_size, r.signed_size, r.source);
    let alarm = alarms::note(tx, act, Kind::Restored, "portal", "").await?;
    let events: Vec<Event> = std::iter::once(Event { detail, ..act.did(Action::FoundRestored, "portal") }).chain(alarm).collect();
    audit::append_all(tx, &act.keys, &events).await?;
    tracing::error!(found = r.found_size, signed = r.signed_size, source = r.source, "the database is an older one than was signed: the portal is locked");
    Ok(())
}

/// The restoration for which the portal is locked.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Tx) -> Result<Option<Restoration>> {
    Ok(store_restored::open(tx).await?)
}

/// An administrator opens the portal again: true when two have.
///
/// # Errors
/// [`Error::Stale`] when somebody else did at the same time.
pub async fn unlock(tx: &mut Tx, act: &Act, go: &may::Unlock<'_>) -> Result<bool> {
    let (r, by) = (go.restoration(), go.by());
    let second = r.first_by.is_some();
    let done = if second { store_restored::end(tx, &r.id, by, act.at).await? } else { store_restored::first(tx, &r.id, by).await? };
    if !done {
        return Err(Error::Stale("stale-restored"));
    }
    let mut event = act.did(Action::Unlocked, "portal");
    if second {
        store_restored::end_others(tx, by).await?;
    }
    event.detail = if second { "second of two".into() } else { "first of two".into() };
    audit::append(tx, &act.keys, &event).await?;
    Ok(second)
}

/// Looks until the portal is gone, and tells it whether it is locked.
pub fn start(app: &Arc<App>) -> tokio::task::JoinHandle<()> {
    let app: Weak<App> = Arc::downgrade(app);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(LOOK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let Some(app) = app.upgrade() else { return };
            if let Err(error) = app.examine(false).await {
                tracing::error!(error = &error as &dyn std::error::Error, "whether the database was put back could not be looked at");
            }
        }
    })
}
