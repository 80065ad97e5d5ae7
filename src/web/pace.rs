//! How fast one account opens things: beyond a number of different ones in ten minutes each further one waits, and the agency is
//! alarmed (CASES A61). What is kept is in memory, for each node by itself, and forgotten after ten minutes.
use super::visit::Visit;
use crate::{
    accounts::{alarms, canary},
    clock::{MINUTE, Millis, SECOND},
    error::{Error, Result},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long an opening counts.
const WINDOW: Millis = 10 * MINUTE;
/// How much longer each further one waits.
const STEP: Millis = 2 * SECOND;
/// Nobody waits longer than this; who would is told to come back.
const LONGEST: Millis = 20 * SECOND;

/// What is opened, and how many different ones in ten minutes are nobody's haste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Advisories.
    Advisories,
    /// Entries of the directory.
    Providers,
    /// Files of reports.
    Exports,
    /// Questions whether a document is the agency's.
    Checks,
    /// Searches for words.
    Searches,
}

impl What {
    fn most(self) -> usize {
        match self {
            Self::Advisories => 30,
            Self::Providers | Self::Checks => 20,
            Self::Exports => 10,
            Self::Searches => 60,
        }
    }
    fn text(self) -> &'static str {
        match self {
            Self::Advisories => "advisories",
            Self::Providers => "directory",
            Self::Exports => "exports",
            Self::Checks => "checks",
            Self::Searches => "searches",
        }
    }
}

/// The openings of everybody, by account and kind.
#[derive(Default)]
pub struct Pace(Mutex<HashMap<(String, What), Openings>>);

/// Different things that were opened, with the time of the first opening; and until when the next one waits.
#[derive(Default)]
struct Openings {
    seen: HashMap<String, Millis>,
    free_at: Millis,
}

/// What an opening meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Go,
    /// Milliseconds; and whether it is the first that waits.
    Wait(Millis, bool),
    TooMany,
}

impl Pace {
    /// Lets an opening go at once, after a while, or not.
    ///
    /// # Errors
    /// [`Error::Busy`] when the wait would be too long.
    pub async fn wait(&self, visit: &Visit, account: &str, what: What, item: &str) -> Result<()> {
        // The doctor's canaries read everything, and are gone after it.
        if canary::is_one(account) {
            return Ok(());
        }
        let wait = match self.judge(account, what, item, visit.now) {
            Verdict::Go => return Ok(()),
            Verdict::TooMany => return Err(Error::Busy),
            Verdict::Wait(wait, first) => {
                if first {
                    let mut tx = visit.app.db.write().await?;
                    alarms::raise(&mut tx, &visit.act(), alarms::Kind::ManyReads, account, what.text()).await?;
                    tx.commit().await?;
                }
                wait
            }
        };
        tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())).await;
        Ok(())
    }

    fn judge(&self, account: &str, what: What, item: &str, now: Millis) -> Verdict {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > 10_000 {
            all.retain(|_, o| o.seen.values().any(|at| now.saturating_sub(*at) < WINDOW));
        }
        let mine = all.entry((account.to_owned(), what)).or_default();
        mine.seen.retain(|_, at| now.saturating_sub(*at) < WINDOW);
        if mine.seen.contains_key(item) {
            return Verdict::Go;
        }
        let before = mine.seen.len();
        if before < what.most() {
            mine.seen.insert(item.to_owned(), now);
            return Verdict::Go;
        }
        let free_at = mine.free_at.max(now).saturating_add(STEP);
        let wait = free_at.saturating_sub(now);
        if wait > LONGEST {
            return Verdict::TooMany;
        }
        mine.free_at = free_at;
        mine.seen.insert(item.to_owned(), now);
        Verdict::Wait(wait, before == what.most())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thirty_first_document_waits_and_the_same_one_never_does() {
        let pace = Pace::default();
        let open = |n: usize, now| pace.judge("a", What::Advisories, &n.to_string(), now);
        for n in 0..30 {
            assert_eq!(open(n, 1_000), Verdict::Go);
        }
        assert_eq!(open(3, 2_000), Verdict::Go, "one that is open already");
        assert_eq!(open(30, 2_000), Verdict::Wait(STEP, true));
        assert_eq!(open(31, 2_000), Verdict::Wait(2 * STEP, false));
        let refused = (32..60).map(|n| open(n, 2_000)).filter(|v| *v == Verdict::TooMany).count();
        assert!(refused > 0, "who opens many at once is told to come back");
        assert_eq!(pace.judge("b", What::Advisories, "1", 2_000), Verdict::Go, "others are not slowed");
        assert_eq!(open(99, 2_000 + WINDOW + 1), Verdict::Go, "ten minutes later all is well");
    }
}
