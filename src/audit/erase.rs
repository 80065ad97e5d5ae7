//! Retention: what records say of persons is deleted when its time is over (CNIL deliberation 2021-122: six to twelve months, three
//! years with a reason). The hashes stay, so that the log is verified as before. Up to where it was done stands in the log first.
use super::{Act, Action, append, store};
use crate::{
    clock::{DAY, Millis},
    db::Db,
    error::Result,
};

/// Records of one transaction.
const BATCH: i64 = 500;

/// Deletes what records older than `days` say of persons, in small transactions: of how many. A run that was stopped is ended by
/// the next.
///
/// # Errors
/// When the database or the log fails.
pub async fn erase(db: &Db, act: &Act, days: u32) -> Result<u64> {
    // By whole days: one bound a day.
    let before: Millis = act.at.saturating_sub(i64::from(days).saturating_mul(DAY)).div_euclid(DAY).saturating_mul(DAY);
    let (from, to) = bound(db, act, before).await?;
    let mut done = 0u64;
    loop {
        let mut tx = db.write().await?;
        let some = store::erase(&mut tx, from, to, BATCH).await?;
        tx.commit().await?;
        if some == 0 {
            break;
        }
        done = done.saturating_add(some);
    }
    if done > 0 {
        store::forget_pages(db).await?;
    }
    Ok(done)
}

/// From where to where: the new bound is written into the log when it lies further than the last one. It begins at the first record that
/// still says something of a person, so that a run that was stopped is ended by the next.
async fn bound(db: &Db, act: &Act, before: Millis) -> Result<(i64, i64)> {
    let mut tx = db.write().await?;
    let last = store::newest_of(&mut tx, Action::PersonalDeleted.text()).await?.and_then(|r| r.object.parse().ok()).unwrap_or(0);
    let to = store::first_since(&mut tx, before, last).await?;
    if to > last {
        append(&mut tx, &act.keys, &act.did(Action::PersonalDeleted, to.to_string())).await?;
        tx.commit().await?;
    }
    let from = store::first_with_person(&mut db.read().await?).await?;
    Ok((from, to.max(last)))
}
