//! The one list of what the portal writes to people about.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $word:literal, $mail:literal, $to:ident, $turn:ident;)*) => {
        /// What a message is about. The one list: the worker, the mail's text and the pages read it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name),* }
        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// As it stands in the database.
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),* } }
            /// From the database.
            pub fn from_text(text: &str) -> Option<Self> { match text { $($text => Some(Self::$name),)* _ => None } }
            /// The key of its word, on pages and in records.
            pub fn key(self) -> &'static str { match self { $(Self::$name => $word),* } }
            /// The key of the mail's sentences.
            pub fn mail(self) -> &'static str { match self { $(Self::$name => $mail),* } }
            /// Who may still get it when it goes.
            pub fn to(self) -> To { match self { $(Self::$name => To::$to),* } }
            /// When it goes among those that wait.
            pub fn turn(self) -> Turn { match self { $(Self::$name => Turn::$turn),* } }
        }
    };
}

/// Whom a message may still reach at the moment it goes; their state is looked up then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Everybody, those whose access is cut too: it tells them so.
    All,
    /// Those whose access is neither cut nor expired.
    Open,
    /// The confirmed.
    Confirmed,
    /// Confirmed staff.
    Staff,
}

impl To {
    /// Whether somebody in this state may get the message.
    pub fn admits(self, state: &str, membership: &str) -> bool {
        match self {
            Self::All => true,
            Self::Open => matches!(state, "invited" | "enrolled" | "confirmed"),
            Self::Confirmed => state == "confirmed",
            Self::Staff => state == "confirmed" && membership == "staff",
        }
    }
}

/// The order of those that wait: sixty thousand announcements do not hold up one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// About one person's own access.
    First,
    /// To many, and urgent.
    Second,
    /// To many.
    Third,
}

impl Turn {
    /// As it stands in the database.
    pub fn number(self) -> i64 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
        }
    }
}

kinds! {
    /// A document waits.
    Waiting = "waiting", "notice-waiting", "mail-waiting", Confirmed, Third;
    /// An urgent document waits.
    WaitingUrgent = "waiting-urgent", "notice-waiting-urgent", "mail-waiting-urgent", Confirmed, Second;
    /// The enrolment code that goes by mail, beside the one in the letter.
    EnrolmentCode = "enrolment-code", "notice-enrolment-code", "mail-enrolment-code", Open, First;
    /// An account was made for the person.
    AccountOpened = "account-opened", "notice-account-opened", "mail-account-opened", Open, First;
    /// The agency confirmed the person.
    Confirmed = "confirmed", "notice-confirmed", "mail-confirmed", Open, First;
    /// Access was cut.
    AccessCut = "access-cut", "notice-access-cut", "mail-access-cut", All, First;
    /// The agency opened a renewal of the person's means of signing in.
    ResetOpened = "reset-opened", "notice-reset-opened", "mail-reset-opened", Open, First;
    /// A second factor was added, replaced or removed.
    FactorChanged = "factor-changed", "notice-factor-changed", "mail-factor-changed", Open, First;
    /// The passphrase was changed.
    PassphraseChanged = "passphrase-changed", "notice-passphrase-changed", "mail-passphrase-changed", Open, First;
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery-code-used", "notice-recovery-code-used", "mail-recovery-code-used", Open, First;
    /// Somebody tried to sign in as the person, many times.
    SignInTrouble = "sign-in-trouble", "notice-sign-in-trouble", "mail-sign-in-trouble", Open, First;
    /// To a lead: a contact of their party no longer has access.
    ColleagueCut = "colleague-cut", "notice-colleague-cut", "mail-colleague-cut", Confirmed, First;
    /// To a lead: the access of a contact of their party has expired.
    ColleagueExpired = "colleague-expired", "notice-colleague-expired", "mail-colleague-expired", Confirmed, First;
    /// To staff: something on the portal needs their attention.
    Alarm = "alarm", "notice-alarm", "mail-alarm", Staff, First;
    /// A provider that the reader's party follows, or any that staff keep, is not qualified any more.
    ProviderEnded = "provider-ended", "notice-provider-ended", "mail-provider-ended", Confirmed, Third;
    /// A document waits, and the reader has been written to about it before.
    Reminder = "reminder", "notice-reminder", "mail-reminder", Confirmed, Third;
    /// A test that an administrator asked for.
    Test = "test", "notice-test", "mail-test", Staff, First;
}

impl Kind {
    /// The key of the words for a kind as it stands in the database; what an older or newer program wrote stays as it is.
    pub fn word(text: &str) -> &str {
        match Self::from_text(text) {
            Some(kind) => kind.key(),
            None => text,
        }
    }

    /// Whether it holds a code by which its reader can ask the portal whether it is the agency's: not where the reader cannot
    /// sign in, and not beside another code.
    pub fn can_be_checked(self) -> bool {
        !matches!(self, Self::EnrolmentCode | Self::AccountOpened | Self::AccessCut)
    }

    /// Whether its subject says that it is urgent.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::WaitingUrgent | Self::Alarm)
    }

    /// Whether one person gets it once an hour at most: nobody may fill a mailbox by trying a sign-in or raising alarms.
    pub fn is_hourly(self) -> bool {
        matches!(self, Self::Alarm | Self::SignInTrouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_text(kind.text()), Some(*kind));
        }
        assert_eq!(Kind::from_text("other"), None);
    }

    #[test]
    fn nobody_whose_access_is_cut_or_expired_gets_anything_but_the_news_of_it() {
        for kind in Kind::ALL {
            for state in ["cut", "expired"] {
                assert_eq!(kind.to().admits(state, "contact"), *kind == Kind::AccessCut, "{} {state}", kind.text());
            }
            assert!(kind.to().admits("confirmed", "staff"), "{}", kind.text());
        }
    }
}
