//! What verification knows of persons who are gone from the log: where, and whether a record allows it. The trigger on the table is not
//! enough, for whoever may drop it may also set a clock forward.
use super::{Action, Outcome, store::Record};
use crate::clock::{DAY, MINUTE, Millis};

/// No retention is shorter, as the trigger on the table says too: 180 days.
const LEAST: Millis = 180 * DAY;
/// How far the clocks of nodes, and requests that were long on their way, may be apart.
const APART: Millis = 10 * MINUTE;

/// The records that say nothing of a person any more, and those that allow it.
#[derive(Default)]
pub struct Gone {
    runs: Vec<Run>,
    bounds: Vec<Bound>,
    /// When the latest bound whose clock was right was written.
    latest: Millis,
}

/// Records one after another, and when the latest of them was written.
struct Run {
    first: i64,
    last: i64,
    latest: Millis,
}

/// A record that says up to where persons are deleted.
struct Bound {
    n: i64,
    to: i64,
    at: Millis,
    /// Whether a later record is older than it: then its clock stood in the future.
    ahead: bool,
}

impl Gone {
    /// A record says nothing of a person any more.
    pub fn deleted(&mut self, n: i64, at: Millis) {
        match self.runs.last_mut() {
            Some(run) if run.last.saturating_add(1) == n => (run.last, run.latest) = (n, run.latest.max(at)),
            _ => self.runs.push(Run { first: n, last: n, latest: at }),
        }
    }

    /// Any record, in order: it may say up to where persons are deleted, or that the clock of one that did stood in the future.
    pub fn said(&mut self, record: &Record) {
        let oldest = record.at.saturating_add(APART);
        if oldest < self.latest {
            self.bounds.iter_mut().for_each(|bound| bound.ahead |= oldest < bound.at);
            self.latest = self.bounds.iter().filter(|b| !b.ahead).map(|b| b.at).max().unwrap_or(0);
        }
        if record.action == Action::PersonalDeleted.text() && record.outcome == Outcome::Done.text() {
            let to = record.object.parse().unwrap_or(0);
            self.latest = self.latest.max(record.at);
            self.bounds.push(Bound { n: record.n, to, at: record.at, ahead: false });
        }
    }

    /// A retention run may have begun while the log was read: its bound stands behind what was read.
    pub fn meanwhile(&mut self, newest: Option<Record>) {
        if let Some(record) = newest.filter(|r| self.bounds.last().is_none_or(|b| b.n < r.n)) {
            self.said(&record);
        }
    }

    /// How many records.
    pub fn records(&self) -> i64 {
        self.runs.iter().map(|run| run.last.saturating_sub(run.first).saturating_add(1)).sum()
    }

    /// The first record from which a person went without a record that allows it.
    pub fn unsaid(&self) -> Option<i64> {
        self.runs.iter().find_map(|run| {
            let allowed = |b: &Bound| !b.ahead && b.to > run.last && b.n >= b.to && run.latest <= b.at.saturating_sub(LEAST);
            if self.bounds.iter().any(allowed) {
                return None;
            }
            // Up to the furthest bound that is one, it may be right.
            let furthest = self.bounds.iter().filter(|b| !b.ahead && b.n >= b.to).map(|b| b.to).max().unwrap_or(0);
            Some(if furthest > run.last { run.first } else { furthest.max(run.first) })
        })
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "times of our own making")]
mod tests {
    use super::*;

    fn record(n: i64, action: &str, object: &str, at: Millis) -> Record {
        Record {
            n,
            format: 2,
            at,
            actor: String::new(),
            action: action.into(),
            object: object.into(),
            party: String::new(),
            outcome: "done".into(),
            detail: String::new(),
            hash: None,
            request: String::new(),
            network: String::new(),
            salt: None,
            commitment: None,
        }
    }

    /// Ten records a day apart, of which the first five are gone, then one that says up to where, then a day's records.
    fn said(to: &str, at: Millis, then: Millis) -> Option<i64> {
        let mut gone = Gone::default();
        for n in 0..10 {
            if n < 5 {
                gone.deleted(n, n * DAY);
            }
            gone.said(&record(n, "advisory.read", "x", n * DAY));
        }
        gone.said(&record(10, Action::PersonalDeleted.text(), to, at));
        gone.said(&record(11, "advisory.read", "x", then));
        assert_eq!(gone.records(), 5);
        gone.unsaid()
    }

    #[test]
    fn who_goes_must_be_old_enough_by_a_clock_that_is_right() {
        let day = 4 * DAY + LEAST;
        assert_eq!(said("5", day, day + 1), None);
        assert_eq!(said("5", day, day - MINUTE), None, "clocks of two nodes");
        assert_eq!(said("3", day, day + 1), Some(3), "the bound lies before");
        assert_eq!(said("5", day - 1, day), Some(0), "too young");
        assert_eq!(said("5", day, 10 * DAY), Some(0), "a clock that was set forward for it");
        assert_eq!(said("99", day, day + 1), Some(0), "a bound beyond itself");
        assert_eq!(said("", day, day + 1), Some(0));
    }
}
