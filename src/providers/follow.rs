//! What a party follows: told to its contacts when a qualification ends or is suspended, and to staff for every provider. The list is the
//! party's own; nobody at the agency sees it, and following leaves no record.
use super::{
    history::{At, Decision, Provider},
    load, may, store_follow as store,
};
use crate::{
    accounts,
    audit::Act,
    clock::{DAY, Millis},
    config::Config,
    db::{Db, Tx},
    error::Result,
    ids::{PartyId, ProviderId},
    notices::{self, StaffRole},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::{BTreeSet, HashMap};
pub use store::{Ended, Followed};

/// Whether a party follows a provider.
///
/// # Errors
/// When the database fails.
pub async fn follows(tx: &mut Tx, party: &PartyId, provider: &ProviderId) -> Result<bool> {
    Ok(store::follows(tx, party, provider).await?)
}

/// From now on it does.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, go: &may::Follow, provider: &ProviderId, now: Millis) -> Result<()> {
    store::add(tx, go.party(), provider, now).await?;
    Ok(())
}

/// It does not any more.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, go: &may::Follow, provider: &ProviderId) -> Result<()> {
    store::remove(tx, go.party(), provider).await?;
    Ok(())
}

/// What a party follows, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx, party: &PartyId) -> Result<Vec<Followed>> {
    Ok(store::list(tx, party).await?)
}

/// How long the portal says that something has ended.
const SHOWN: Millis = 60 * DAY;

/// What has ended of what a party follows.
///
/// # Errors
/// When the database fails.
pub async fn ended_of(tx: &mut Tx, party: &PartyId, now: Millis) -> Result<Vec<Ended>> {
    Ok(store::ended_of(tx, party, now.saturating_sub(SHOWN)).await?)
}

/// What has ended, for those who keep the register.
///
/// # Errors
/// When the database fails.
pub async fn ended(tx: &mut Tx, now: Millis, most: i64) -> Result<Vec<Ended>> {
    Ok(store::ended(tx, now.saturating_sub(SHOWN), most).await?)
}

/// What a provider is qualified for on a day: scheme and offer. A renewal of the same is no end.
fn held(p: &Provider, day: Date) -> BTreeSet<String> {
    let one = |d: &Decision| format!("{} {}", d.scheme, d.offer).trim().replace('\n', " ");
    p.decisions(At::now(day)).filter(|d| d.holds(day)).map(one).collect()
}

fn lines(text: &str) -> BTreeSet<String> {
    text.lines().map(str::to_owned).collect()
}

/// The day's look, once a day for all nodes.
///
/// # Errors
/// When the database fails.
pub async fn daily(db: &Db, act: &Act, config: &Config) -> Result<usize> {
    let mut tx = db.write().await?;
    if !accounts::jobs::takes(&mut tx, config, "providers", act.at).await? {
        return Ok(0);
    }
    let zone = TimeZone::get(&config.portal.time_zone).unwrap_or(TimeZone::UTC);
    let today = Timestamp::from_millisecond(act.at).unwrap_or_default().to_zoned(zone).date();
    let ended = look(&mut tx, act, today).await?;
    tx.commit().await?;
    Ok(ended)
}

/// The day's look at the register: what a provider was qualified for and is not any more is told to vetting officers, and to the contacts of
/// parties that follow providers. All of these get the same mail, so that the log of mails does not say who follows whom. Says of how many
/// providers something ended. The first look only takes note.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx, act: &Act, day: Date) -> Result<usize> {
    let register = load(tx).await?;
    let seen: HashMap<ProviderId, BTreeSet<String>> = store::seen(tx).await?.into_iter().map(|(id, held)| (id, lines(&held))).collect();
    let mut ended = 0usize;
    for p in &register.providers {
        let now = held(p, day);
        let before = seen.get(&p.id);
        if before != Some(&now) {
            store::see(tx, &p.id, &now.iter().map(String::as_str).collect::<Vec<_>>().join("\n")).await?;
        }
        let Some(had) = before else { continue };
        for what in now.difference(had) {
            store::regained(tx, &p.id, what).await?;
        }
        for what in had.difference(&now) {
            store::lost(tx, &p.id, what, act.at).await?;
        }
        ended = ended.saturating_add(usize::from(!had.is_subset(&now)));
    }
    if ended > 0 {
        for reader in store::readers(tx).await? {
            notices::queue(tx, &act.keys, &reader.0, notices::Kind::ProviderEnded, None, act.at).await?;
        }
        notices::queue_to_staff(tx, &act.keys, StaffRole::Vetting, notices::Kind::ProviderEnded, act.at).await?;
    }
    Ok(ended)
}
