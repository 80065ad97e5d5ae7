//! What a party follows: told to its contacts when a qualification ends or is suspended, and to staff for every provider. The list is the
//! party's own; nobody at the agency sees it, and following leaves no record.
use super::{
    history::{At, Provider},
    load, may,
    store_follow::{self as store, Seen},
};
use crate::{
    accounts,
    audit::Act,
    clock::Millis,
    config::Config,
    db::{Db, Tx},
    error::Result,
    ids::{PartyId, ProviderId},
    notices::{self, StaffRole},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::HashMap;
pub use store::Followed;

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

/// How a provider stands on a day, in a word: what is told is that it changed for the worse.
fn stands(p: &Provider, day: Date) -> &'static str {
    let at = At::now(day);
    if p.holds(at) {
        "qualified"
    } else if p.decisions(at).any(|d| d.status == "suspended") {
        "suspended"
    } else {
        "ended"
    }
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

/// The day's look at the register: who was qualified and is not any more is told to vetting officers, and to the contacts of parties that
/// follow the provider. Says how many ended. The first look only takes note.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx, act: &Act, day: Date) -> Result<usize> {
    let register = load(tx).await?;
    let seen: HashMap<ProviderId, Seen> = store::seen(tx).await?.into_iter().map(|s| (s.provider_id.clone(), s)).collect();
    let mut ended = 0usize;
    for p in &register.providers {
        let now = stands(p, day);
        let before = seen.get(&p.id).map(|s| s.stands.as_str());
        if before == Some(now) {
            continue;
        }
        store::see(tx, &p.id, now, act.at).await?;
        if before == Some("qualified") {
            ended = ended.saturating_add(1);
            for reader in store::readers(tx, &p.id).await? {
                notices::queue(tx, &act.keys, &reader.0, notices::Kind::ProviderEnded, None, act.at).await?;
            }
        }
    }
    if ended > 0 {
        notices::queue_to_staff(tx, &act.keys, StaffRole::Vetting, notices::Kind::ProviderEnded, act.at).await?;
    }
    Ok(ended)
}
