//! Alarms: what the agency should look at. Raised in the transaction of what caused them, once an hour for one thing.
use super::store_alarm;
use crate::{
    audit::{self, Act, Action},
    clock::HOUR,
    crypto::sha256,
    db::Tx,
    error::Result,
    notices,
};

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
    /// The only vetting or administration account was about to go.
    LastAdministrator = "last-administrator", "alarm-last-administrator";
}

/// Raises an alarm, unless the same one was raised within the hour.
///
/// # Errors
/// When the database or the log fails.
pub async fn raise(tx: &mut Tx, act: &Act, kind: Kind, object: &str, detail: &str) -> Result<()> {
    let hour = act.at.checked_div(HOUR).unwrap_or(0);
    let id = data_encoding::HEXLOWER.encode(&sha256(format!("{}\n{object}\n{hour}", kind.text()).as_bytes()));
    if store_alarm::insert(tx, &id, act.at, kind.text(), object, detail).await? {
        for role in [notices::StaffRole::Vetting, notices::StaffRole::Administrator] {
            notices::queue_to_staff(tx, &act.keys, role, notices::Kind::Alarm, act.at).await?;
        }
        let mut event = act.did(Action::Alarmed, object);
        event.detail = kind.text().into();
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(())
}
