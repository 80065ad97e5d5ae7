//! The tables of what parties follow, and of how providers stood at the day's last look.
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId, ProviderId},
    value,
};

/// A provider that a party follows.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Followed {
    /// Its name.
    pub name: String,
    /// Since when, milliseconds UTC.
    pub since: i64,
}

/// A provider that is not qualified any more for something it was qualified for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ended {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// For what, a line each: scheme and offer.
    pub lost: String,
    /// When the day's work saw it, milliseconds UTC.
    pub changed_at: i64,
}

/// How a provider stood at the last look.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Seen {
    pub provider_id: ProviderId,
    pub held: String,
    pub lost: String,
}

pub async fn follows(tx: &mut Tx, party: &PartyId, provider: &ProviderId) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM follow WHERE party_id = $1 AND provider_id = $2)", party, provider)
}

pub async fn add(tx: &mut Tx, party: &PartyId, provider: &ProviderId, now: i64) -> Result<u64> {
    exec!(tx, "INSERT INTO follow (party_id, provider_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", party, provider, now)
}

pub async fn remove(tx: &mut Tx, party: &PartyId, provider: &ProviderId) -> Result<u64> {
    exec!(tx, "DELETE FROM follow WHERE party_id = $1 AND provider_id = $2", party, provider)
}

pub async fn list(tx: &mut Tx, party: &PartyId) -> Result<Vec<Followed>> {
    all!(tx, "SELECT p.name, f.since FROM follow f JOIN provider p ON p.id = f.provider_id WHERE f.party_id = $1 ORDER BY p.folded", party)
}

/// Of those that a party follows, since a time.
pub async fn ended_of(tx: &mut Tx, party: &PartyId, since: i64) -> Result<Vec<Ended>> {
    all!(
        tx,
        "SELECT p.slug, p.name, s.lost, s.changed_at FROM provider_seen s JOIN provider p ON p.id = s.provider_id
           JOIN follow f ON f.provider_id = p.id AND f.party_id = $1 WHERE s.lost <> '' AND s.changed_at >= $2 ORDER BY s.changed_at DESC, p.folded",
        party,
        since
    )
}

/// Of all, since a time.
pub async fn ended(tx: &mut Tx, since: i64, most: i64) -> Result<Vec<Ended>> {
    all!(
        tx,
        "SELECT p.slug, p.name, s.lost, s.changed_at FROM provider_seen s JOIN provider p ON p.id = s.provider_id
          WHERE s.lost <> '' AND s.changed_at >= $1 ORDER BY s.changed_at DESC, p.folded LIMIT $2",
        since,
        most
    )
}

pub async fn seen(tx: &mut Tx) -> Result<Vec<Seen>> {
    all!(tx, "SELECT provider_id, held, lost FROM provider_seen")
}

pub async fn see(tx: &mut Tx, provider: &ProviderId, held: &str, lost: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO provider_seen (provider_id, held, lost, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (provider_id) DO UPDATE SET held = $2, lost = $3, changed_at = $4",
        provider,
        held,
        lost,
        now
    )
}

/// The confirmed contacts of every party that follows anything: which of them follows what has ended is not told by who is written to.
pub async fn readers(tx: &mut Tx) -> Result<Vec<(AccountId,)>> {
    all!(
        tx,
        "SELECT a.id FROM account a JOIN party p ON p.id = a.party_id
          WHERE p.state = 'active' AND a.state = 'confirmed' AND a.membership IN ('contact', 'lead') AND EXISTS (SELECT 1 FROM follow f WHERE f.party_id = p.id)
          ORDER BY a.id"
    )
}
