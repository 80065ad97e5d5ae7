//! Alarms: what the agency should look at. Raised in the transaction of what caused them, once an hour for one thing.
use super::{may, store_alarm};
use crate::{
    audit::{self, Act, Action, Event},
    clock::{HOUR, Millis},
    config::Portal,
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
    notices,
};
use jiff::{Timestamp, civil::Weekday, tz::TimeZone};
pub use store_alarm::Alarm;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $key:literal;)*) => {
        /// What an alarm is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name),* }
        impl Kind {
            /// As it stands in the database.
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),* } }
            /// The sentence that a person reads for it.
            pub fn key(text: &str) -> Option<&'static str> { match text { $($text => Some($key),)* _ => None } }
        }
    };
}

kinds! {
    /// Enrolment codes were wrong so often that the letter is void.
    EnrolmentVoid = "enrolment-void", "alarm-enrolment-void";
    /// Somebody said that the identity shown at enrolment is not theirs.
    IdentityDenied = "identity-denied", "alarm-identity-denied";
    /// One invitation was entered twice at once.
    EnrolmentTwice = "enrolment-twice", "alarm-enrolment-twice";
    /// The tries of an account, of a network or of all together were used up.
    BudgetSpent = "budget-spent", "alarm-budget-spent";
    /// A passkey's counter went back: it may have been copied.
    CounterBack = "counter-back", "alarm-counter-back";
    /// A name, an address or a domain looks like one that is known.
    LookAlike = "look-alike", "alarm-look-alike";
    /// Roles, staff or settings were changed outside office hours.
    OutOfHours = "out-of-hours", "alarm-out-of-hours";
    /// An advisory that was approved for release at a time went back to review when the time came.
    ApprovalVoid = "approval-void", "alarm-approval-void";
    /// Somebody opened very many documents or directory entries in a short time.
    ManyReads = "many-reads", "alarm-many-reads";
    /// A witness of the log has signed nothing for too long.
    WitnessSilent = "witness-silent", "alarm-witness-silent";
    /// The log was verified and is broken.
    LogBroken = "log-broken", "alarm-log-broken";
    /// A witness of the log knows a longer one, or another.
    WitnessAhead = "witness-ahead", "alarm-witness-ahead";
    /// Records wait for a checkpoint for too long.
    LogUnsigned = "log-unsigned", "alarm-log-unsigned";
    /// Records wait for the collector for too long.
    LogUnstreamed = "log-unstreamed", "alarm-log-unstreamed";
    /// The database turned out to be an older one than was signed.
    Restored = "restored", "alarm-restored";
    /// The only vetting or administration account was about to go.
    LastAdministrator = "last-administrator", "alarm-last-administrator";
}

/// Raises an alarm, unless the same one was raised within the hour.
///
/// # Errors
/// When the database or the log fails.
pub async fn raise(tx: &mut Tx, act: &Act, kind: Kind, object: &str, detail: &str) -> Result<()> {
    if let Some(event) = note(tx, act, kind, object, detail).await? {
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(())
}

/// The same, for acts that append records of their own: the caller appends this one with them, so that the log comes last.
pub(super) async fn note(tx: &mut Tx, act: &Act, kind: Kind, object: &str, detail: &str) -> Result<Option<Event>> {
    let hour = act.at.checked_div(HOUR).unwrap_or(0);
    let digest = sha256(format!("{}\n{object}\n{hour}", kind.text()).as_bytes());
    let id = data_encoding::HEXLOWER.encode(digest.get(..16).unwrap_or_default());
    let raised = store_alarm::insert(tx, &id, act.at, kind.text(), object, detail).await?;
    if raised {
        for role in [notices::StaffRole::Vetting, notices::StaffRole::Administrator] {
            notices::queue_to_staff(tx, &act.keys, role, notices::Kind::Alarm, act.at).await?;
        }
    }
    Ok(raised.then(|| {
        let (object, detail) = recorded(kind.text(), object);
        Event { detail, ..act.did(Action::Alarmed, object) }
    }))
}

/// Object and detail of the record about an alarm: what says something of a person, an address or who worked at night, is no object,
/// for an object stays when retention deletes the person.
fn recorded(kind: &str, object: &str) -> (String, String) {
    match object.split_once(' ') {
        Some((what @ "network", address)) => (what.into(), format!("{kind} {address}")),
        _ if kind == Kind::OutOfHours.text() => ("portal".into(), kind.into()),
        _ => (object.into(), kind.into()),
    }
}

/// Raises an alarm when an administrative act happens outside office hours: `what` was done, by whom the act says.
///
/// # Errors
/// When the database or the log fails.
pub async fn out_of_hours(tx: &mut Tx, act: &Act, portal: &Portal, what: Action) -> Result<()> {
    if at_work(portal, act.at) { Ok(()) } else { raise(tx, act, Kind::OutOfHours, &act.actor, what.text()).await }
}

/// Whether people work at this moment: Monday to Friday between the portal's hours, by the clocks of its zone.
fn at_work(portal: &Portal, at: Millis) -> bool {
    let (Some((from, to)), Ok(zone), Ok(at)) = (portal.hours(), TimeZone::get(&portal.time_zone), Timestamp::from_millisecond(at)) else { return false };
    let here = at.to_zoned(zone);
    let week_end = matches!(here.weekday(), Weekday::Saturday | Weekday::Sunday);
    !week_end && from <= here.time() && here.time() < to
}

/// Alarms, newest first, of before the given one.
///
/// # Errors
/// When the database fails.
pub async fn page(tx: &mut Tx, before: Option<(Millis, &str)>, most: i64) -> Result<Vec<Alarm>> {
    let (at, id) = before.unwrap_or((Millis::MAX, ""));
    Ok(store_alarm::page(tx, at, id, most).await?)
}

/// How many nobody has seen to.
///
/// # Errors
/// When the database fails.
pub async fn unseen(tx: &mut Tx) -> Result<i64> {
    Ok(store_alarm::unseen(tx).await?)
}

/// Somebody has seen to an alarm.
///
/// # Errors
/// [`Error::Stale`] when somebody else has already, [`Error::NotFound`] when there is none.
pub async fn attend(tx: &mut Tx, act: &Act, go: &may::Attend, id: &str) -> Result<()> {
    let Some(seen) = store_alarm::attend(tx, id, go.by(), act.at).await? else {
        return Err(if store_alarm::exists(tx, id).await? { Error::Stale("stale-alarm") } else { Error::NotFound });
    };
    let (object, detail) = recorded(&seen.kind, &seen.object);
    audit::append(tx, &act.keys, &Event { detail, ..act.did(Action::AlarmSeen, object) }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_something_of_a_person_is_no_object_of_a_record() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(recorded("budget-spent", "network 192.0.2.1"), pair("network", "budget-spent 192.0.2.1"));
        assert_eq!(recorded(Kind::OutOfHours.text(), "7f3a"), pair("portal", Kind::OutOfHours.text()));
        assert_eq!(recorded("look-alike", "parti-du-chene"), pair("parti-du-chene", "look-alike"));
    }

    #[test]
    fn people_work_by_the_clocks_of_the_zone() {
        let portal = Portal::default();
        let at = |text: &str| at_work(&portal, text.parse::<Timestamp>().unwrap().as_millisecond());
        // Paris: UTC+1 in winter, UTC+2 from 28 March to 31 October 2027.
        for (moment, open) in [
            ("2027-03-26T07:00:00Z", true),
            ("2027-03-26T06:59:59Z", false),
            ("2027-03-26T17:59:59Z", true),
            ("2027-03-26T18:00:00Z", false),
            ("2027-03-27T10:00:00Z", false),
            ("2027-03-28T10:00:00Z", false),
            ("2027-03-29T06:00:00Z", true),
            ("2027-03-29T17:00:00Z", false),
            ("2027-10-29T06:30:00Z", true),
            ("2027-11-01T06:30:00Z", false),
            ("2027-11-01T07:00:00Z", true),
        ] {
            assert_eq!(at(moment), open, "{moment}");
        }
    }
}
