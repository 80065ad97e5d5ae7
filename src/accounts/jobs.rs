//! What ends by itself: idle access, invitations that ran out, vettings that are past; and what is swept up. Done once a
//! day for all nodes, in small transactions, so that a stop in the middle loses nothing and repeats nothing.
use super::{budget, invite, recovery, store, store_alarm, store_case, store_factor, store_job, store_session};
use crate::{
    audit::{self, Act, Action, Event},
    clock::{DAY, Millis},
    config::Config,
    crypto::seal::KeyRing,
    db::{Db, Tx},
    error::Result,
    ids::AccountId,
    notices,
};
use std::sync::Arc;

/// Accounts of one transaction: the log writes as many records in one statement.
const BATCH: i64 = 32;

/// A piece of work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Job {
    Idle,
    Invitations,
    Vettings,
    Sweep,
}

impl Job {
    fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle-contacts",
            Self::Invitations => "late-invitations",
            Self::Vettings => "late-vettings",
            Self::Sweep => "sweep",
        }
    }
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Contacts cut because they had not signed in for so long.
    pub idle: usize,
    /// Invitations that had run out.
    pub invitations: usize,
    /// Vettings that were past.
    pub vettings: usize,
    /// Records of which what they say of persons was deleted.
    pub records: u64,
}

/// Does what is to be done today and was not done yet, by this node or another. The accounts of a demo do not end by
/// themselves: it would be empty when it is opened again after a summer.
///
/// # Errors
/// When the database or the log fails; what was done stands, and the next run goes on from there.
pub async fn run(db: &Db, keys: &Arc<KeyRing>, config: &Config, now: Millis) -> Result<Done> {
    let act = Act::portal(keys.clone(), now);
    let demo = store::is_demo(&mut db.read().await?).await?;
    let jobs: &[Job] = if demo { &[Job::Sweep] } else { &[Job::Idle, Job::Invitations, Job::Vettings, Job::Sweep] };
    let mut done = Done::default();
    for job in jobs {
        loop {
            let (ended, more) = step(db, &act, config, *job).await?;
            match job {
                Job::Idle => done.idle = done.idle.saturating_add(ended),
                Job::Invitations => done.invitations = done.invitations.saturating_add(ended),
                Job::Vettings => done.vettings = done.vettings.saturating_add(ended),
                Job::Sweep => {}
            }
            if !more {
                break;
            }
        }
    }
    done.records = audit::erase(db, &act, config.audit.retention_days).await?;
    Ok(done)
}

/// Whether a piece of work that other features do once a day is to be done now, by this node: then it is taken, within the transaction that
/// does it.
///
/// # Errors
/// When the database fails.
pub async fn takes(tx: &mut Tx, config: &Config, name: &'static str, now: Millis) -> Result<bool> {
    Ok(store_job::claim(tx, name, now, day(config, now)).await?)
}

/// One transaction of a job: how many accounts it ended, and whether there may be more.
async fn step(db: &Db, act: &Act, config: &Config, job: Job) -> Result<(usize, bool)> {
    let mut tx = db.write().await?;
    // Changing the job's row first makes the nodes take turns. It stays changed when nothing is left to do.
    if !store_job::claim(&mut tx, job.name(), act.at, day(config, act.at)).await? {
        return Ok((0, false));
    }
    let since = act.at.saturating_sub(i64::from(config.authentication.idle_account_days).saturating_mul(DAY));
    let found = match job {
        Job::Idle => store_job::idle(&mut tx, since, BATCH).await?,
        Job::Invitations => store_job::late_invitations(&mut tx, act.at, act.at.saturating_sub(invite::LASTS), BATCH).await?,
        Job::Vettings => store_job::late_vettings(&mut tx, act.at, BATCH).await?,
        Job::Sweep => {
            sweep(&mut tx, config, act.at).await?;
            Vec::new()
        }
    };
    let more = found.len() >= usize::try_from(BATCH).unwrap_or(0);
    if more {
        store_job::release(&mut tx, job.name()).await?;
    }
    let mut events = Vec::new();
    for (id,) in &found {
        events.extend(end(&mut tx, act, job, id, since).await?);
    }
    if !events.is_empty() {
        audit::append_all(&mut tx, &act.keys, &events).await?;
    }
    tx.commit().await?;
    Ok((events.len(), more))
}

/// Ends one account, unless it is no longer so, and says the record.
async fn end(tx: &mut Tx, act: &Act, job: Job, id: &AccountId, since: Millis) -> Result<Option<Event>> {
    let (ended, action, why) = match job {
        Job::Idle => (store_job::hold_idle(tx, id, since).await? && store::cut(tx, id, "idle", act.at).await?, Action::AccessCut, "idle"),
        Job::Invitations => (store_job::expire_invitation(tx, id, act.at).await?, Action::AccessExpired, "invitation"),
        Job::Vettings => (store_job::expire_vetting(tx, id, act.at).await?, Action::AccessExpired, "vetting"),
        Job::Sweep => return Ok(None),
    };
    if !ended {
        return Ok(None);
    }
    store_session::end_all(tx, id).await?;
    store::void_invitation(tx, id).await?;
    store_factor::drop_all(tx, id).await?;
    store_case::void_live(tx, id).await?;
    let news = if job == Job::Idle { notices::Kind::ColleagueCut } else { notices::Kind::ColleagueExpired };
    for (lead, _) in super::leads(tx, id).await? {
        notices::queue(tx, &act.keys, &lead, news, None, act.at).await?;
    }
    Ok(Some(Event { detail: why.into(), ..act.did(action, id.as_str()) }))
}

/// Forgets what has ended.
async fn sweep(tx: &mut Tx, config: &Config, now: Millis) -> Result<()> {
    // What the log forgets of persons, alarms forget too.
    let before = now.saturating_sub(i64::from(config.audit.retention_days).saturating_mul(DAY));
    store_alarm::drop_old(tx, before).await?;
    store_alarm::forget_addresses(tx, before).await?;
    store_job::drop_challenges(tx, now).await?;
    store_session::drop_kept(tx, now).await?;
    store_session::drop_ended(tx, now).await?;
    store_factor::drop_waiting(tx, now.saturating_sub(recovery::SHOWN)).await?;
    budget::drop_old(tx, now).await
}

/// When the day began, by the clocks of the portal's zone.
fn day(config: &Config, now: Millis) -> Millis {
    let zone = jiff::tz::TimeZone::get(&config.portal.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let here = jiff::Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(zone);
    here.start_of_day().map_or(now, |z| z.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_by_the_clocks_of_the_zone() {
        let config = Config {
            origin: String::new(),
            server: crate::config::Server::default(),
            desk: crate::config::Desk::default(),
            database: crate::config::Database::default(),
            portal: crate::config::Portal::default(),
            mail: crate::config::Mail::default(),
            authentication: crate::config::Authentication::default(),
            throttle: crate::config::throttle::Throttle::default(),
            attachments: crate::config::Attachments::default(),
            audit: crate::config::Audit::default(),
            metrics: crate::config::Metrics::default(),
            providers: crate::config::Providers::default(),
        };
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert_eq!(day(&config, at("2027-03-28T22:30:00Z")), at("2027-03-28T22:00:00Z"), "summer time has begun");
        assert_eq!(day(&config, at("2027-03-28T10:30:00Z")), at("2027-03-27T23:00:00Z"));
    }
}
