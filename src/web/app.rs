//! What every request shares. Beside table.rs the one file of the frame that knows features: the register's cache and the
//! bell of the notices.
use super::i18n::Texts;
use crate::{
    accounts,
    audit::journal::Journal,
    clock::Clock,
    config::Settings,
    crypto::{password::Passwords, seal::KeyRing},
    db::Db,
    notices::worker::Bell,
    providers::Cache,
};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The running portal.
pub struct App {
    /// Settings.
    pub settings: Settings,
    /// Database.
    pub db: Db,
    /// Time.
    pub clock: Clock,
    /// Keys.
    pub keys: Arc<KeyRing>,
    /// Durable records of reads.
    pub journal: Journal,
    /// The passphrase thread.
    pub passwords: Passwords,
    /// Sentences in both languages.
    pub texts: Texts,
    /// The zone written on every page.
    pub zone: TimeZone,
    /// Whether this is the demo: said in a banner on every page.
    pub demo: bool,
    /// Wakes the worker that sends notices.
    pub bell: Bell,
    /// The provider register, which is the same for everybody, by its version.
    pub register: Cache,
}

impl App {
    /// Puts a portal together on an open database.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn new(settings: Settings, db: Db, keys: Arc<KeyRing>, clock: Clock) -> Result<Self, String> {
        let zone = TimeZone::get(&settings.config.portal.time_zone).map_err(|e| format!("portal.time_zone: {e}."))?;
        let failed = |e: sqlx::Error| format!("The database cannot be read: {e}.");
        let demo = accounts::installation(&mut db.read().await.map_err(failed)?).await.map_err(failed)?;
        Ok(Self {
            journal: Journal::start(db.clone(), keys.clone()),
            passwords: Passwords::start(),
            texts: Texts::load()?,
            bell: Bell::default(),
            register: Cache::default(),
            demo,
            zone,
            settings,
            db,
            clock,
            keys,
        })
    }
}
