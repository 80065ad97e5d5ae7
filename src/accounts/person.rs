//! People: what they are to the portal, where their account stands, how far a session has come.
use crate::{
    config::Authentication,
    ids::{AccountId, PartyId},
    web::i18n::Lang,
};

/// What a person is to the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Membership {
    /// Of the agency.
    Staff,
    /// A party's lead contact.
    Lead,
    /// A party's contact.
    Contact,
    /// Of a party, for the directory alone.
    Directory,
}

impl Membership {
    /// As the command line and forms say it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Lead => "lead",
            Self::Contact => "contact",
            Self::Directory => "directory",
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Staff => "membership-staff",
            Self::Lead => "membership-lead",
            Self::Contact => "membership-contact",
            Self::Directory => "membership-directory",
        }
    }
}

/// Where an account stands. Every right demands [`State::Confirmed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// Somebody asked for it; two officers have not yet vetted the person.
    Proposed,
    /// The officers said no.
    Refused,
    /// The codes are drawn, enrolment is not finished.
    Invited,
    /// Both factors are set, the agency has not yet confirmed the person by voice.
    Enrolled,
    /// The person is known.
    Confirmed,
    /// Access is cut.
    Cut,
    /// The invitation or the vetting ran out.
    Expired,
}

impl State {
    /// As it stands in the database.
    pub fn text(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Refused => "refused",
            Self::Invited => "invited",
            Self::Enrolled => "enrolled",
            Self::Confirmed => "confirmed",
            Self::Cut => "cut",
            Self::Expired => "expired",
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proposed => "state-proposed",
            Self::Refused => "state-refused",
            Self::Invited => "state-invited",
            Self::Enrolled => "state-enrolled",
            Self::Confirmed => "state-confirmed",
            Self::Cut => "state-cut",
            Self::Expired => "state-expired",
        }
    }
}

/// The staff roles a person holds. An auditor holds no other (CASES A70; the schema says so too).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// Writes advisories.
    pub author: bool,
    /// Publishes what others wrote.
    pub approver: bool,
    /// Vets contacts.
    pub vetting: bool,
    /// Reads the log.
    pub auditor: bool,
    /// Runs the service.
    pub administrator: bool,
}

impl Roles {
    /// The keys of the words for the roles held.
    pub fn keys(self) -> Vec<&'static str> {
        let all = [
            (self.author, "role-author"),
            (self.approver, "role-approver"),
            (self.vetting, "role-vetting"),
            (self.auditor, "role-auditor"),
            (self.administrator, "role-administrator"),
        ];
        all.into_iter().filter(|(held, _)| *held).map(|(_, key)| key).collect()
    }

    /// The roles held, as files say them.
    pub fn texts(self) -> Vec<&'static str> {
        self.keys().into_iter().filter_map(|key| key.strip_prefix("role-")).collect()
    }
}

/// The party a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonParty {
    /// Its id.
    pub id: PartyId,
    /// Its address.
    pub slug: String,
    /// Its official name.
    pub name: String,
}

/// A person as they stand at this moment. Made by the session look-up alone, anew for each request: no right is kept.
#[derive(Clone, Debug)]
pub struct Person {
    /// Whose account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// E-mail address, the user name.
    pub email: String,
    /// What they are.
    pub membership: Membership,
    /// What staff may do.
    pub roles: Roles,
    /// Of which party.
    pub party: Option<PersonParty>,
    pub(super) state: State,
}

impl Person {
    /// Whether the agency knows the person: nothing is allowed without.
    pub fn is_confirmed(&self) -> bool {
        self.state == State::Confirmed
    }

    /// Whether a code is not enough for this person: it could be relayed.
    pub fn must_have_passkey(&self, settings: &Authentication) -> bool {
        must_have_passkey(self.membership, settings)
    }
}

/// Whether somebody of this membership signs in by passkey alone.
pub fn must_have_passkey(membership: Membership, settings: &Authentication) -> bool {
    match membership {
        Membership::Staff => settings.staff_requires_passkey,
        Membership::Lead => settings.lead_requires_passkey,
        Membership::Contact | Membership::Directory => false,
    }
}

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Level {
    /// The passphrase was right.
    Passphrase,
    /// The enrolment codes were right.
    Enrolment,
    /// A recovery code was right: a new factor is set before anything else.
    Recovery,
    /// Both factors were.
    Full,
}

/// The strongest factor a session was opened or stepped up with, beside the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Factor {
    /// None yet.
    None,
    /// A recovery code.
    Recovery,
    /// A code of the authenticator. It can be relayed by a false page.
    Totp,
    /// A passkey. It cannot.
    Passkey,
}

impl Factor {
    /// The key of the words for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "factor-none",
            Self::Recovery => "factor-recovery",
            Self::Totp => "factor-totp",
            Self::Passkey => "factor-passkey",
        }
    }
}

/// A session that is open, and whose.
#[derive(Clone, Debug)]
pub struct Open {
    /// The digest of its token.
    pub digest: Vec<u8>,
    /// How far it has come.
    pub level: Level,
    /// The last request that moved its idle limit.
    pub seen_at: i64,
    /// Without a request until its idle limit: only giving a factor again opens it.
    pub locked: bool,
    /// By which factor it was opened, or stepped up last.
    pub factor: Factor,
    /// When.
    pub factor_at: i64,
    /// From which network.
    pub factor_network: String,
    /// Whose it is.
    pub person: Person,
    /// The language they chose.
    pub language: Option<Lang>,
    /// The sign-in before this one.
    pub previous: Option<i64>,
    /// The version of the provider register, looked up in the same statement.
    pub register_version: i64,
}
