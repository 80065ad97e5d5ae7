//! What every request shares. Beside table.rs the one file of the frame that knows features: the register's cache, the
//! bell of the notices and the key that signs documents.
use super::{i18n::Texts, pace::Pace, upload::Seats};
use crate::{
    accounts,
    advisories::{self, models::Models, press::Press},
    audit::{
        Act, Disagreement,
        journal::Journal,
        log_key,
        notary::{Notary, With},
    },
    clock::Clock,
    config::{Portal, Settings},
    crypto::{password::Passwords, seal::KeyRing},
    db::{Db, Tx},
    error::{Error, Result as Answer},
    notices::worker::Bell,
    providers::Cache,
};
use jiff::tz::TimeZone;
use std::sync::{
    Arc, RwLock,
    atomic::{AtomicBool, Ordering},
};

/// What the portal is called, and where its clock stands: from vigie.toml until the first run has asked for it.
pub struct Names {
    /// Name, agency, telephone, language.
    pub portal: Portal,
    /// The zone written on every page.
    pub zone: TimeZone,
}

impl Names {
    fn new(portal: Portal) -> Result<Self, String> {
        let zone = TimeZone::get(&portal.time_zone).map_err(|e| format!("portal.time_zone: {e}."))?;
        Ok(Self { portal, zone })
    }
}

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
    /// Where the verification of the log stands that was asked for on this node.
    pub verification: crate::audit::verification_web::Runs,
    /// Has the log signed and witnessed.
    pub notary: Arc<Notary>,
    /// The passphrase thread.
    pub passwords: Passwords,
    /// The places for files that are being read.
    pub uploads: Seats,
    /// Sentences in both languages.
    pub texts: Texts,
    /// What every page is headed with.
    names: RwLock<Arc<Names>>,
    /// Whether an account exists; once one does, that stays so.
    set_up: AtomicBool,
    /// Whether the database was put back, and two administrators have not opened the portal again.
    locked: AtomicBool,
    /// How fast each account opens things.
    pub pace: Pace,
    /// Signs what is published.
    pub press: Press,
    /// What a kind of advisory begins with.
    pub models: Models,
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
        let names = RwLock::new(Arc::new(Names::new(settings.config.portal.clone())?));
        let failed = |e: sqlx::Error| format!("The database cannot be read: {e}.");
        let demo = accounts::installation(&mut db.read().await.map_err(failed)?).await.map_err(failed)?;
        let ready = log_key::open(&db, &Act::portal(keys.clone(), clock.now()), &settings).await?;
        let notary = With { db: db.clone(), keys: keys.clone(), ready, settings: settings.clone(), clock: clock.clone() };
        Ok(Self {
            verification: crate::audit::verification_web::Runs::default(),
            notary: Arc::new(Notary::new(notary)),
            journal: Journal::start(db.clone(), keys.clone()),
            passwords: Passwords::start(),
            uploads: Seats::default(),
            texts: Texts::load()?,
            pace: Pace::default(),
            press: Press::open(&settings)?,
            models: Models::load(&settings.path("models"))?,
            bell: Bell::default(),
            register: Cache::default(),
            set_up: AtomicBool::new(false),
            locked: AtomicBool::new(false),
            demo,
            names,
            settings,
            db,
            clock,
            keys,
        })
    }

    /// The names that count now.
    pub fn names(&self) -> Arc<Names> {
        self.names.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Whether the portal is locked because its database was put back.
    pub fn is_locked(&self) -> bool {
        self.locked.load(Ordering::Acquire)
    }

    /// Where the tables are not what the log says: accounts, parties, witnesses, what is published.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn disagreements(&self) -> Answer<Vec<Disagreement>> {
        advisories::agreement::look(&mut self.db.snapshot().await?, &self.settings.config.origin).await
    }

    /// Looks whether the database was put back, and locks the portal or opens it.
    ///
    /// # Errors
    /// When the database or the log fails.
    pub async fn examine(&self, at_start: bool) -> Answer<()> {
        let act = Act::portal(self.keys.clone(), self.clock.now());
        let found = accounts::restored::examine(&self.db, &act, self.notary.beside(), at_start).await?;
        self.notary.hold(found.is_some());
        self.locked.store(found.is_some(), Ordering::Release);
        Ok(())
    }

    /// Two administrators have opened a restored portal: its log begins anew.
    ///
    /// # Errors
    /// When the log's new key cannot be made: then the portal stays locked.
    pub async fn begin_anew(&self, tx: Tx, act: &Act) -> Answer<()> {
        self.notary.begin_anew(tx, act).await?;
        self.examine(false).await
    }

    /// Whether an account exists. Looked up for each request until one does, then never again: accounts are not removed. The
    /// names come with the first account, so they are read at that moment, on every node.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_set_up(&self) -> Answer<bool> {
        if self.set_up.load(Ordering::Acquire) {
            return Ok(true);
        }
        let mut tx = self.db.read().await?;
        if !accounts::setup::is_done(&mut tx).await? {
            return Ok(false);
        }
        let portal = accounts::setup::names(&mut tx).await?.unwrap_or_else(|| self.settings.config.portal.clone());
        let names = Names::new(portal).map_err(|_| Error::Crypto("the zone given at set-up is not known"))?;
        *self.names.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(names);
        self.set_up.store(true, Ordering::Release);
        Ok(true)
    }
}
