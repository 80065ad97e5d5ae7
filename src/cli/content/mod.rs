//! Invented content for the demonstration: staff, parties, advisories and a provider register. The same seed
//! gives the same bytes. Names, companies and incidents are made up; addresses and telephone numbers come
//! from ranges that are reserved for fiction and documentation.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "small numbers of our own making, at most a few thousand, in code that runs for the demo alone"
)]

mod advisories;
mod audience;
mod blanks;
mod body;
mod names;
mod parties;
mod providers;
mod rng;
#[cfg(test)]
mod tests;
mod texts;
mod theme;

use jiff::civil::Date;

/// How much content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 6 parties, 40 advisories, 60 providers.
    Small,
    /// 100 parties, 2,000 advisories, 300 providers.
    Large,
    /// 15,000 parties, 20,000 advisories, 300 providers.
    Huge,
}

impl Scale {
    fn parties(self) -> usize {
        match self {
            Self::Small => 6,
            Self::Large => 100,
            Self::Huge => 15_000,
        }
    }

    fn people(self) -> usize {
        if self == Self::Huge { 4 } else { 3 }
    }

    fn advisories(self) -> usize {
        match self {
            Self::Small => 40,
            Self::Large => 2_000,
            Self::Huge => 20_000,
        }
    }

    fn providers(self) -> usize {
        if self == Self::Small { 60 } else { 300 }
    }
}

/// A political party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name; unique.
    pub name: String,
    /// Its name in addresses; unique, of `a` to `z`, `0` to `9` and hyphens.
    pub slug: String,
    /// The number that vetting officers call back.
    pub switchboard: String,
    /// Its contacts; the first is the lead.
    pub people: Vec<Person>,
}

/// A contact of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// First and last name.
    pub name: String,
    /// Address; unique in the content.
    pub email: String,
    /// Telephone.
    pub phone: String,
}

/// A member of the agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// First and last name.
    pub name: String,
    /// Address.
    pub email: String,
    /// author, approver, vetting, auditor or administrator.
    pub roles: &'static [&'static str],
}

/// An advisory as it is to be written, approved and published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advisory {
    /// Unique in the content.
    pub title: String,
    /// Two or three sentences.
    pub summary: String,
    /// Two to five, each beginning with a verb.
    pub actions: Vec<String>,
    /// Markdown.
    pub body: String,
    /// Addresses of further reading.
    pub references: Vec<String>,
    /// Type, value, comment.
    pub indicators: Vec<(String, String, String)>,
    /// `fr` or `en`.
    pub language: &'static str,
    /// `RED`, `AMBER+STRICT`, `AMBER`, `GREEN` or `CLEAR`.
    pub tlp: &'static str,
    /// `critical`, `high`, `moderate` or `information`.
    pub severity: &'static str,
    /// What changed in the latest version.
    pub change_note: String,
    /// Where it stands.
    pub state: State,
    /// Who receives it.
    pub audience: Audience,
    /// Age on the day of the demonstration.
    pub days_ago: u32,
    /// Whether a second version was published, with the change note.
    pub second_version: bool,
}

/// Where an advisory stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Sent for approval.
    InReview,
    /// Out.
    Published,
    /// Out, then taken back.
    Withdrawn,
}

/// Who receives an advisory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every party.
    AllParties,
    /// Parties by index, and the reason.
    SomeParties(Vec<usize>, String),
    /// People by index of party and of person, and the reason. Always and only TLP:RED.
    NamedPeople(Vec<(usize, usize)>, String),
}

/// All that a demonstration shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Nine people, one role each.
    pub staff: Vec<Staff>,
    /// The parties.
    pub parties: Vec<Party>,
    /// Groups of parties by index.
    pub groups: Vec<(String, Vec<usize>)>,
    /// Newest first.
    pub advisories: Vec<Advisory>,
    /// A register as the import takes it.
    pub providers_csv: String,
}

/// Makes the content. The same seed, scale and day give the same bytes.
pub fn content(seed: u64, scale: Scale, today: Date) -> Content {
    let parties = parties::parties(seed, scale.parties(), scale.people());
    Content {
        staff: parties::staff(),
        groups: parties::groups(seed, parties.len()),
        advisories: advisories::advisories(seed, scale, today),
        providers_csv: providers::csv(seed, scale.providers(), today),
        parties,
    }
}
