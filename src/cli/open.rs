//! Opening a data directory from the command line.
use crate::{
    accounts,
    audit::Act,
    clock::Clock,
    config::Settings,
    crypto::seal::KeyRing,
    db::{Db, Tx},
    error::Error,
};
use std::{path::Path, sync::Arc};

/// A data directory that is open.
pub struct Portal {
    /// Its settings.
    pub settings: Settings,
    /// Its keys.
    pub keys: Arc<KeyRing>,
    /// Its database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
}

impl Portal {
    /// Opens it.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open(dir: &Path) -> Result<Self, String> {
        let mut settings = Settings::load(dir)?;
        let keys = Arc::new(KeyRing::load(&settings.path("keys.ring"))?);
        let db = Db::open(&settings, &keys).await?;
        match names(&db).await {
            // What was said at set-up counts from then on.
            Ok(Some(portal)) => settings.config.portal = portal,
            Ok(None) => {}
            Err(error) => {
                db.close().await;
                return Err(sentence(error));
            }
        }
        Ok(Self { settings, keys, db, clock: Clock::default() })
    }

    /// Opens it, does one piece of work and closes it, whatever came of the work. A command must not end with the database
    /// open: its threads would still use OpenSSL while that is being taken down.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn with<T>(dir: &Path, work: impl AsyncFnOnce(&Self) -> Result<T, String>) -> Result<T, String> {
        let portal = Self::open(dir).await?;
        let done = work(&portal).await;
        portal.db.close().await;
        done
    }

    /// A transaction that may write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(self.db.write().await?)
    }

    /// A connection that may only read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(self.db.read().await?)
    }

    /// An act of the operator, now.
    pub fn act(&self) -> Act {
        Act::operator(self.keys.clone(), self.clock.now())
    }

    /// The year now, in the portal's zone.
    pub fn year(&self) -> i16 {
        self.today().year()
    }

    /// The day it is, by the clocks of the portal's zone.
    pub fn today(&self) -> jiff::civil::Date {
        let zone = jiff::tz::TimeZone::get(&self.settings.config.portal.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        jiff::Timestamp::from_millisecond(self.clock.now()).unwrap_or_default().to_zoned(zone).date()
    }
}

async fn names(db: &Db) -> Result<Option<crate::config::Portal>, Error> {
    accounts::setup::names(&mut db.read().await?).await
}

/// A failure of the portal as a sentence for the operator.
pub fn sentence(error: Error) -> String {
    match error {
        Error::Stale("stale-email") => "This e-mail address has an account already; use another, or look at the contact's page.".into(),
        Error::Stale("stale-party") => "There is a party or group of this name, or one that differs by case and accents alone; use another name.".into(),
        Error::Stale("stale-party-state") => {
            "The party is not active, or not in the state in which this can be done; `vigie party list` says where it stands.".into()
        }
        Error::Stale("stale-contact") => {
            "The account is not in a state in which this can be done (invited → enrolled → confirmed → cut); its page on the desk says where it stands.".into()
        }
        Error::Refused("refused-not-enrolled") => "The contact has not finished enrolment; confirm them when they have.".into(),
        Error::Refused("refused-auditor-alone") => "An auditor holds no other role: who watches does not act. Give the other roles to another account.".into(),
        Error::Refused("refused-no-role") => "No role was given; add --role author, approver, vetting, auditor or administrator.".into(),
        Error::Stale("stale-staff") => "This member of staff is not in a state in which this can be done; `vigie staff list` says where they stand.".into(),
        Error::Refused("refused-is-staff") => "This account is staff of the agency; use `vigie staff`.".into(),
        Error::Refused("refused-last-administrator") => {
            "This is the last administrator, so nothing was done and an alarm is raised; give the role to somebody else first, or invite another with `vigie staff invite`.".into()
        }
        Error::Refused("refused-set-up") => "The portal is set up already: an account exists. `vigie staff invite` makes another administrator.".into(),
        Error::NotFound => "There is no such record.".into(),
        Error::Database(e) => format!("The database failed: {e}. Nothing was changed. {}", mend(&e.to_string())),
        Error::Log(why) => format!("The audit log cannot be written ({why}), so nothing was done; run `vigie audit verify`."),
        other => format!("{other}."),
    }
}

/// What to do about a failure of the database.
fn mend(says: &str) -> &'static str {
    if says.contains("full") {
        "Make room on its disk and try again."
    } else if says.contains("readonly") || says.contains("read-only") {
        "Give this user the right to write the database and its directory."
    } else if says.contains("locked") || says.contains("lock timeout") {
        "Another program holds it; try again when that one is done."
    } else {
        "See that it runs and answers, then try again; `vigie doctor` looks closer."
    }
}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        sentence(error)
    }
}
