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
    /// For what: scheme and offer.
    pub what: String,
    /// When the day's work saw it, milliseconds UTC.
    pub seen_at: i64,
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
        "SELECT p.slug, p.name, l.what, l.seen_at FROM provider_lost l JOIN provider p ON p.id = l.provider_id
           JOIN follow f ON f.provider_id = p.id AND f.party_id = $1 WHERE l.seen_at >= $2 ORDER BY l.seen_at DESC, p.folded, l.what",
        party,
        since
    )
}

/// Of all, since a time.
pub async fn ended(tx: &mut Tx, since: i64, most: i64) -> Result<Vec<Ended>> {
    all!(
        tx,
        "SELECT p.slug, p.name, l.what, l.seen_at FROM provider_lost l JOIN provider p ON p.id = l.provider_id
          WHERE l.seen_at >= $1 ORDER BY l.seen_at DESC, p.folded, l.what LIMIT $2",
        since,
        most
    )
}

/// What each provider was qualified for at the last look, a line each.
pub async fn seen(tx: &mut Tx) -> Result<Vec<(ProviderId, String)>> {
    all!(tx, "SELECT provider_id, held FROM provider_seen")
}

pub async fn see(tx: &mut Tx, provider: &ProviderId, held: &str) -> Result<u64> {
    exec!(tx, "INSERT INTO provider_seen (provider_id, held) VALUES ($1, $2) ON CONFLICT (provider_id) DO UPDATE SET held = $2", provider, held)
}

pub async fn lost(tx: &mut Tx, provider: &ProviderId, what: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO provider_lost (provider_id, what, seen_at) VALUES ($1, $2, $3) ON CONFLICT (provider_id, what) DO UPDATE SET seen_at = $3",
        provider,
        what,
        now
    )
}

pub async fn regained(tx: &mut Tx, provider: &ProviderId, what: &str) -> Result<u64> {
    exec!(tx, "DELETE FROM provider_lost WHERE provider_id = $1 AND what = $2", provider, what)
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
