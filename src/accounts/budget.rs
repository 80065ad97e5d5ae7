//! Budgets of failed tries: per account, per network, in all. Strangers can spend them and must not lock anybody out with
//! that: a passkey is refused by no budget at all, and a network from which the person has signed in lately has a
//! budget of its own, which failures elsewhere do not touch and which stays open when all else is spent.
//!
//! A try is counted before anything is compared and given back when it was right: so many at once never get more tries
//! than one after another. An account is named by its user name's keyed digest, whether it exists or not, so that both
//! cost the same statements and get the same answer. What remains: whoever shares a network with a person can find out,
//! by spending the budgets from elsewhere first, that the person has signed in from there.
use super::{alarms, store_budget};
use crate::{
    audit::{Act, Action, Event},
    clock::{DAY, MINUTE, Millis},
    config::throttle::Throttle,
    db::Tx,
    error::Result,
    ids::AccountId,
};
use std::net::{IpAddr, Ipv6Addr};
use store_budget::Standing;

/// How long a network counts as known after a sign-in.
const KNOWN: Millis = 30 * DAY;
/// How long an account whose tries were delayed must be left alone until it begins anew.
const QUIET: Millis = DAY;

/// What a try guesses at, and so which budgets it spends.
#[derive(Clone, Copy)]
pub enum Guess<'a> {
    /// A passphrase: the account's budget, the network's and that of all.
    Passphrase(Whose<'a>),
    /// A recovery code: an account's budget of its own, the network's and that of all.
    Recovery(Whose<'a>),
    /// A letter's code that is unknown. Only the network's budget refuses: those of others must not keep anybody from
    /// enrolling, and 59 random bits are not guessed from many networks either.
    Letter,
    /// A passkey's answer that does not fit: a network's budget of its own that is watched and refuses nobody. A signature
    /// is not guessed, so that refusing would only help whoever wants to keep the owner out.
    Passkey,
}

/// Whose account is guessed at.
#[derive(Clone, Copy)]
pub struct Whose<'a> {
    /// The user name as it is compared ([`super::invite::fold_email`]), whether or not there is such an account.
    pub name: &'a str,
    /// The account, if there is one: for the record alone.
    pub account: Option<&'a AccountId>,
    /// Whether it has signed in from here lately: see [`is_known`].
    pub known: bool,
}

/// How a guarded step ended.
pub enum Tried {
    /// Right: the token of the session that begins.
    In(String),
    /// Wrong.
    Wrong,
    /// Too many were wrong: nothing is compared before this time.
    Spent(Millis),
}

/// Whether a try may be made.
pub enum Taken {
    /// It may, and it is counted. The caller commits.
    Go(Try),
    /// Not before this time. The caller drops the transaction.
    Spent(Millis),
}

/// A budget that a try spends.
struct Slot {
    key: Vec<u8>,
    most: i64,
    /// Whether it delays longer with each further failure, or refuses until its window ends.
    doubles: bool,
    /// Whether it refuses, or is watched alone.
    binds: bool,
    object: String,
    detail: String,
}

impl Slot {
    /// When a try may be made again; none when it may now.
    fn closed(&self, s: &Standing, now: Millis, window: Millis) -> Option<Millis> {
        let until = if self.doubles { s.blocked_until } else { s.began_at.saturating_add(window) };
        let spent = self.doubles || s.failures >= self.most;
        (spent && self.binds && until > now).then_some(until)
    }
}

/// An address as it is counted: an IPv6 address by its first 64 bits, which one subscriber holds.
pub fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => address.to_owned(),
    }
}

fn window(limits: &Throttle) -> Millis {
    i64::from(limits.minutes).saturating_mul(MINUTE)
}

/// How long tries wait after so many failures: the window, doubled with each failure beyond the budget, a day at most.
/// Never for good, so that strangers cannot lock a person out.
fn delay(limits: &Throttle, failures: i64) -> Millis {
    let doublings = u32::try_from(failures.saturating_sub(i64::from(limits.per_account)).clamp(0, 10)).unwrap_or(10);
    window(limits).saturating_mul(1_i64 << doublings).min(DAY)
}

/// The budgets that a try spends, in the order in which every transaction takes them.
fn slots(act: &Act, limits: &Throttle, guess: &Guess<'_>) -> Vec<Slot> {
    let network = network(&act.network);
    let key = |scope: &str, subject: &str| act.keys.code_digest(&format!("budget:{scope}"), subject);
    let window = |scope: &str, subject: &str, most: u32, binds: bool, object: &str| Slot {
        key: key(scope, subject),
        most: i64::from(most),
        doubles: false,
        binds,
        object: object.into(),
        detail: subject.into(),
    };
    let account = |scope: &str, whose: &Whose<'_>| {
        let at = if whose.known { network.as_str() } else { "elsewhere" };
        Slot {
            key: key(scope, &format!("{at}\n{}", whose.name)),
            most: i64::from(limits.per_account),
            doubles: true,
            binds: true,
            object: whose.account.map_or_else(|| "unknown".into(), AccountId::to_string),
            detail: scope.into(),
        }
    };
    let shared = |network_binds: bool, all_binds: bool| {
        [window("network", &network, limits.per_network, network_binds, "network"), window("all", "", limits.in_all, all_binds, "in all")]
    };
    match guess {
        Guess::Passphrase(w) => [account("passphrase", w)].into_iter().chain(shared(!w.known, !w.known)).collect(),
        Guess::Recovery(w) => [account("recovery", w)].into_iter().chain(shared(!w.known, !w.known)).collect(),
        Guess::Letter => shared(true, false).into(),
        Guess::Passkey => vec![window("passkey", &network, limits.per_network, false, "network")],
    }
}

/// Whether the account has signed in from here within thirty days. The same statement runs when there is no account.
///
/// # Errors
/// When the database fails.
pub async fn is_known(tx: &mut Tx, act: &Act, account: Option<&AccountId>) -> Result<bool> {
    let since = act.at.saturating_sub(KNOWN);
    Ok(store_budget::is_known(tx, account.map_or("", AccountId::as_str), &network(&act.network), since).await?)
}

/// The person has signed in from here, with every factor: this network is known from now on. Every way in calls it,
/// passkeys too.
///
/// # Errors
/// When the database fails.
pub async fn arrived(tx: &mut Tx, act: &Act, account: &AccountId) -> Result<()> {
    store_budget::remember(tx, account.as_str(), &network(&act.network), act.at).await?;
    Ok(())
}

/// Until when such a try would be refused; none when it may be made. Reads alone: a spent budget costs neither a write
/// nor a hash.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx, act: &Act, limits: &Throttle, guess: &Guess<'_>) -> Result<Option<Millis>> {
    let slots = slots(act, limits, guess);
    let key = |n: usize| slots.get(n).or(slots.first()).map_or(&[][..], |s| s.key.as_slice());
    let standing = store_budget::standing(tx, key(0), key(1), key(2)).await?;
    let closed = slots.iter().filter_map(|slot| slot.closed(standing.iter().find(|s| s.key == slot.key)?, act.at, window(limits)));
    Ok(closed.max())
}

/// Counts a try as failed before it is made, in a transaction of its own. Many at once wait their turn here.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, act: &Act, limits: &Throttle, guess: &Guess<'_>) -> Result<Taken> {
    let mut counted = Vec::new();
    for slot in slots(act, limits, guess) {
        let (since, quiet) = (act.at.saturating_sub(window(limits)), act.at.saturating_sub(QUIET));
        let Some(now) = store_budget::count(tx, &slot.key, act.at, since, quiet).await? else { return refused(tx, act, limits, guess).await };
        if slot.doubles && now.failures >= slot.most {
            store_budget::block(tx, &slot.key, act.at.saturating_add(delay(limits, now.failures))).await?;
        }
        if !slot.doubles && slot.binds && now.failures > slot.most {
            return refused(tx, act, limits, guess).await;
        }
        counted.push((slot, now));
    }
    Ok(Taken::Go(Try { counted }))
}

async fn refused(tx: &mut Tx, act: &Act, limits: &Throttle, guess: &Guess<'_>) -> Result<Taken> {
    let until = look(tx, act, limits, guess).await?;
    Ok(Taken::Spent(until.unwrap_or_else(|| act.at.saturating_add(window(limits)))))
}

/// A try that was counted.
#[must_use]
pub struct Try {
    counted: Vec<(Slot, Standing)>,
}

impl Try {
    /// It was right: what was counted is given back, and the account's own budget begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn right(&self, tx: &mut Tx) -> Result<()> {
        for (slot, then) in &self.counted {
            if slot.doubles {
                store_budget::reset(tx, &slot.key).await?;
            } else {
                store_budget::give_back(tx, &slot.key, then.began_at).await?;
            }
        }
        Ok(())
    }

    /// Whether a budget is spent that refuses nobody: what is wrong from now on is not recorded one by one, or strangers
    /// would fill the log.
    pub fn is_over(&self) -> bool {
        self.counted.iter().any(|(slot, then)| !slot.binds && then.failures > slot.most)
    }

    /// It was wrong. Says the records to append last: of each budget that this try spent, with an alarm.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrong(&self, tx: &mut Tx, act: &Act) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        for (slot, then) in &self.counted {
            let spent = if slot.doubles { then.failures >= slot.most } else { then.failures == slot.most };
            if spent {
                let mut event = act.did(Action::BudgetSpent, &slot.object);
                event.detail.clone_from(&slot.detail);
                events.push(event);
                let about = if slot.object == "network" { format!("network {}", slot.detail) } else { slot.object.clone() };
                events.extend(alarms::note(tx, act, alarms::Kind::BudgetSpent, &about, if slot.doubles { &slot.detail } else { "" }).await?);
            }
        }
        Ok(events)
    }
}

/// Forgets what counts no more.
///
/// # Errors
/// When the database fails.
pub async fn drop_old(tx: &mut Tx, now: Millis) -> Result<()> {
    store_budget::drop_old(tx, now.saturating_sub(QUIET.saturating_mul(2)), now.saturating_sub(KNOWN)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_address_counts_as_its_first_64_bits() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_eq!(network("2001:db8:1:2::1"), "2001:db8:1:2::/64");
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("unknown"), "unknown");
    }

    #[test]
    fn delays_double_to_a_day_and_no_further() {
        let limits = Throttle::default();
        let minutes: Vec<i64> = (10..20).map(|n| delay(&limits, n) / MINUTE).collect();
        assert_eq!(minutes, [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440]);
        assert_eq!(delay(&limits, i64::MAX), DAY);
    }

    #[test]
    fn a_budget_is_closed_until_its_window_or_its_delay_ends() {
        let slot = |doubles, binds| Slot { key: Vec::new(), most: 10, doubles, binds, object: String::new(), detail: String::new() };
        let at = |failures, blocked_until| Standing { key: Vec::new(), began_at: 100, failures, blocked_until };
        assert_eq!(slot(false, true).closed(&at(9, 0), 105, 10), None);
        assert_eq!(slot(false, true).closed(&at(10, 0), 105, 10), Some(110));
        assert_eq!(slot(false, true).closed(&at(10, 0), 110, 10), None);
        assert_eq!(slot(false, false).closed(&at(99, 0), 105, 10), None, "it is watched alone");
        assert_eq!(slot(true, true).closed(&at(10, 150), 149, 10), Some(150));
        assert_eq!(slot(true, true).closed(&at(10, 150), 150, 10), None);
    }
}
