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
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Since when, milliseconds UTC.
    pub since: i64,
    /// How it stood at the day's last look; nothing before the first.
    pub stands: Option<String>,
    /// Since when it stands so.
    pub changed_at: Option<i64>,
}

impl Followed {
    /// Whether it was not qualified at the day's last look.
    pub fn has_ended(&self) -> bool {
        self.stands.as_deref().is_some_and(|s| s != "qualified")
    }
}

/// How a provider stood at the last look.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Seen {
    pub provider_id: ProviderId,
    pub stands: String,
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
    all!(
        tx,
        "SELECT p.slug, p.name, f.since, s.stands, s.changed_at FROM follow f JOIN provider p ON p.id = f.provider_id
           LEFT JOIN provider_seen s ON s.provider_id = p.id WHERE f.party_id = $1 ORDER BY p.folded",
        party
    )
}

pub async fn seen(tx: &mut Tx) -> Result<Vec<Seen>> {
    all!(tx, "SELECT provider_id, stands FROM provider_seen")
}

pub async fn see(tx: &mut Tx, provider: &ProviderId, stands: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO provider_seen (provider_id, stands, changed_at) VALUES ($1, $2, $3) ON CONFLICT (provider_id) DO UPDATE SET stands = $2, changed_at = $3",
        provider,
        stands,
        now
    )
}

/// The confirmed contacts of the parties that follow a provider.
pub async fn readers(tx: &mut Tx, provider: &ProviderId) -> Result<Vec<(AccountId,)>> {
    all!(
        tx,
        "SELECT a.id FROM follow f JOIN party p ON p.id = f.party_id JOIN account a ON a.party_id = p.id
          WHERE f.provider_id = $1 AND p.state = 'active' AND a.state = 'confirmed' AND a.membership IN ('contact', 'lead') ORDER BY a.id",
        provider
    )
}
