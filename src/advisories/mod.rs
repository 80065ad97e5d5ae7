//! Advisories: what they are, and reading them. Writing stands in `drafting.rs`, review in `publishing.rs`.
pub mod activity_web;
pub mod admin;
pub mod agreement;
pub mod alert_web;
pub mod annex_web;
pub mod attaching;
pub mod attachments_web;
pub mod authenticity;
pub mod canaries;
pub mod canonical;
pub mod changes;
pub mod changes_web;
pub mod clockwork;
pub mod content;
pub mod content_web;
pub mod desk_web;
pub mod draft;
pub mod drafting;
pub mod export;
pub mod files_web;
pub mod filling;
pub mod home;
pub mod import;
pub mod indicators;
pub mod marking_web;
pub mod may;
pub mod models;
mod paging;
pub mod party_file;
pub mod party_file_web;
pub mod press;
pub mod preview_web;
pub mod publishing;
pub mod readership;
pub mod readership_web;
pub mod recipients_web;
pub mod releasing;
pub mod render;
pub mod review_web;
pub mod reviewing;
pub mod searching;
pub mod sections;
pub mod sheet;
pub mod show_web;
pub mod shown;
mod sight;
mod store;
mod store_authenticity;
mod store_canaries;
mod store_desk;
mod store_files;
mod store_ledger;
mod store_list;
mod store_parts;
mod store_party_file;
mod store_readership;
mod store_recipients;
mod store_release;
mod store_search;
mod store_written;
pub mod typeset;
pub mod verify_web;
pub mod web;

use crate::{
    accounts::{self, Membership, Person},
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PartyId},
};
pub use store::{Article, Mine, Past};
pub use store_list::{Item, List, Part};
pub use store_parts::Attachment;
pub use store_search::Found;
pub use store_written::{Signed, Written};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $text:literal $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $($(#[$vdoc])* #[sqlx(rename = $text)] $variant,)* }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As forms, the database and the formats say it.
            pub fn text(self) -> &'static str { match self { $(Self::$variant => $text),* } }
            /// The key of its word.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }
            /// From a form.
            pub fn from_text(text: &str) -> Option<Self> { match text { $($text => Some(Self::$variant),)* _ => None } }
        }
    };
}

words! {
    /// Traffic Light Protocol 2.0 (FIRST, August 2022), from the narrowest to the widest.
    Tlp {
        /// For the named recipients alone.
        Red "RED" "tlp-red",
        /// Within the recipient's organisation.
        AmberStrict "AMBER+STRICT" "tlp-amber-strict",
        /// Within the recipient's organisation and its clients.
        Amber "AMBER" "tlp-amber",
        /// Within the community.
        Green "GREEN" "tlp-green",
        /// Without limits.
        Clear "CLEAR" "tlp-clear",
    }
}

impl Tlp {
    /// The label as the standard writes it, never translated.
    pub fn label(self) -> &'static str {
        match self {
            Self::Red => "TLP:RED",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Amber => "TLP:AMBER",
            Self::Green => "TLP:GREEN",
            Self::Clear => "TLP:CLEAR",
        }
    }
    /// The class of its colour in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::AmberStrict | Self::Amber => "amber",
            Self::Green => "green",
            Self::Clear => "clear",
        }
    }
    /// The key of the sentence that says to whom one may pass it on, and of the one that says to whom not.
    pub fn sharing(self) -> (&'static str, &'static str) {
        match self {
            Self::Red => ("share-red-yes", "share-red-no"),
            Self::AmberStrict => ("share-amber-strict-yes", "share-amber-strict-no"),
            Self::Amber => ("share-amber-yes", "share-amber-no"),
            Self::Green => ("share-green-yes", "share-green-no"),
            Self::Clear => ("share-clear-yes", "share-clear-no"),
        }
    }
}

words! {
    /// How urgent an advisory is.
    Severity {
        /// Act at once.
        Critical "critical" "severity-critical",
        /// Act soon.
        High "high" "severity-high",
        /// Act when you can.
        Moderate "moderate" "severity-moderate",
        /// For information.
        Information "information" "severity-information",
    }
}

impl Severity {
    /// The class of its tag in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Critical => "crit",
            Self::High => "warn",
            Self::Moderate => "info",
            Self::Information => "neut",
        }
    }
    /// How many of its four bars are lit.
    pub fn bars(self) -> u8 {
        match self {
            Self::Critical => 4,
            Self::High => 3,
            Self::Moderate => 2,
            Self::Information => 1,
        }
    }
}

words! {
    /// Whom a version is for.
    Audience {
        /// Every party, those that join later too.
        AllParties "all-parties" "audience-all-parties",
        /// The parties and groups named, with a reason.
        SomeParties "some-parties" "audience-some-parties",
        /// The people named, with a reason: TLP:RED.
        NamedPeople "named-people" "audience-named-people",
    }
}

words! {
    /// Where a version stands.
    State {
        /// Being written.
        Draft "draft" "advisory-draft",
        /// Waiting for somebody else to publish it.
        InReview "in-review" "advisory-in-review",
        /// Approved, to be released at a time.
        Scheduled "scheduled" "advisory-scheduled",
        /// Final.
        Published "published" "advisory-published",
    }
}

words! {
    /// Where a reader stands with an advisory.
    Stand {
        /// Read.
        Read "read" "stand-read",
        /// It does not concern us.
        NotConcerned "not-concerned" "stand-not-concerned",
        /// We are acting.
        Acting "acting" "stand-acting",
        /// We have done it.
        Done "done" "stand-done",
        /// We need help.
        NeedHelp "need-help" "stand-need-help",
    }
}

/// Who looks at advisories: what every read takes, so that the rights stand in the query itself.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Whose account.
    pub account: AccountId,
    /// Of which party.
    pub party: PartyId,
    /// Whether the session may open TLP:RED: one that a false page could have relayed may not.
    pub opens_red: bool,
    /// In which language they read, where there is a choice: `fr` or `en`.
    pub language: String,
}

impl Viewer {
    /// The viewer that a person is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody without a party, and for those who have the directory alone: no advisory is addressed to them.
    pub fn of(person: &Person, opens_red: bool, language: &str) -> Result<Self> {
        let reads = person.is_confirmed() && matches!(person.membership, Membership::Lead | Membership::Contact);
        let party = person.party.as_ref().filter(|_| reads).ok_or(Error::NotFound)?;
        Ok(Self { account: person.id.clone(), party: party.id.clone(), opens_red, language: language.to_owned() })
    }
}

/// A page of the reader's list.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx, viewer: &Viewer, list: &List, limit: i64) -> Result<Vec<Item>> {
    let mut items = store_list::list(tx, viewer, list, limit).await?;
    for item in &mut items {
        item.superseded_by = successor(tx, viewer, item.superseded_by.take(), &item.reference).await?;
    }
    Ok(items)
}

/// What has taken an advisory's place, as the viewer may see it: the row says what did last, which may be for others.
async fn successor(tx: &mut Tx, viewer: &Viewer, last: Option<String>, older: &str) -> Result<Option<String>> {
    Ok(if last.is_some() { store::successor(tx, viewer, older).await? } else { None })
}

/// What a search finds, the newest first, with the piece of text that shows why.
///
/// # Errors
/// When the database fails.
pub async fn search(tx: &mut Tx, viewer: &Viewer, list: &List, words: &[String], limit: i64) -> Result<Vec<Found>> {
    let mut found = store_search::find(tx, viewer, list, words, limit).await?;
    for Found { item, .. } in &mut found {
        item.superseded_by = successor(tx, viewer, item.superseded_by.take(), &item.reference).await?;
    }
    Ok(found)
}

/// That an advisory still stands, and that the viewer's account may still read it.
///
/// # Errors
/// [`Error::NotFound`] when not.
pub async fn still(tx: &mut Tx, viewer: &Viewer, reference: &str) -> Result<()> {
    let person = accounts::person(tx, &viewer.account).await?;
    let now = Viewer::of(&person, viewer.opens_red, &viewer.language)?;
    if now.party == viewer.party && store::stands(tx, &now, reference).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether the viewer may read an advisory.
///
/// # Errors
/// When the database fails.
pub async fn sees(tx: &mut Tx, viewer: &Viewer, reference: &str) -> Result<bool> {
    Ok(store::sees(tx, viewer, reference).await?)
}

/// An advisory as the viewer may read it.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not addressed to the viewer: the two cannot be told apart. [`Error::Reserved`]
/// for TLP:RED in a session that may not open it; that it is there the viewer's own list says.
pub async fn find(tx: &mut Tx, viewer: &Viewer, reference: &str, number: Option<i64>) -> Result<Article> {
    let mut article = store::article(tx, viewer, reference, number).await?.ok_or(Error::NotFound)?;
    article.superseded_by = successor(tx, viewer, article.superseded_by.take(), reference).await?;
    if article.tlp == Tlp::Red && !viewer.opens_red {
        return Err(Error::Reserved("reserved-red"));
    }
    Ok(article)
}

/// The versions of an advisory that were addressed to the viewer; what changed in one of TLP:RED only where it may be opened.
///
/// # Errors
/// When the database fails.
pub async fn history(tx: &mut Tx, viewer: &Viewer, article: &Article) -> Result<Vec<Past>> {
    let mut all = store::history(tx, viewer, &article.id, article.current).await?;
    all.iter_mut().filter(|past| past.tlp == Tlp::Red && !viewer.opens_red).for_each(|past| past.change_note.clear());
    Ok(all)
}

/// Who else of the viewer's own party has confirmed, for its lead.
///
/// # Errors
/// When the database fails.
pub async fn confirmed_in_party(tx: &mut Tx, viewer: &Viewer, article: &Article) -> Result<Vec<Mine>> {
    Ok(store::confirmed_in_party(tx, viewer, &article.id, article.confirm_from).await?)
}

/// How far the mark of what a reader left unconfirmed stays behind the clock: nodes' clocks differ, and what is published later must lie after it.
const BEHIND: crate::clock::Millis = crate::clock::HOUR;

/// A reader says where they stand with the version they read.
///
/// # Errors
/// [`Error::NotFound`] as in [`find`]; [`Error::Stale`] when a newer version is out, or it was withdrawn.
pub async fn acknowledge(tx: &mut Tx, act: &Act, viewer: &Viewer, reference: &str, number: Option<i64>, stand: Stand) -> Result<()> {
    let article = find(tx, viewer, reference, None).await?;
    if article.withdrawn_at.is_some() || number.is_some_and(|n| n != article.current) {
        return Err(Error::Stale("stale-advisory"));
    }
    store::acknowledge(tx, viewer, &article.id, article.current, stand, act.at).await?;
    store_list::unleave(tx, viewer, &article.id).await?;
    store_list::settle(tx, viewer, act.at.saturating_sub(BEHIND)).await?;
    let mut event = act.did(Action::Acknowledged, reference);
    event.detail = format!("version {}: {}", article.current, stand.text());
    event.hash = article.content_hash.as_deref().and_then(|h| h.try_into().ok());
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// The record of a read on the desk: staff leave one too.
pub fn desk_read_event(act: &Act, draft: &drafting::Draft, what: &str) -> audit::Event {
    let mut event = act.did(Action::Read, draft.reference.as_str());
    event.detail = format!("version {}, {what}", draft.number);
    event
}

/// Notes the first opening of a version by a reader, with the record of the read.
///
/// # Errors
/// When the database or the log fails.
pub async fn opened(tx: &mut Tx, act: &Act, viewer: &Viewer, article: &Article, what: &str) -> Result<()> {
    store::opened(tx, viewer, &article.id, article.number, act.at).await?;
    audit::append(tx, &act.keys, &read_event(act, article, what)).await?;
    Ok(())
}

/// What the agency signed of a version: the text for all readers, or that of the viewer's party alone.
///
/// # Errors
/// When the database fails.
pub async fn signed(tx: &mut Tx, viewer: &Viewer, article: &Article, annex: bool) -> Result<Option<Signed>> {
    let for_party = if annex { viewer.party.as_str() } else { "" };
    Ok(store_written::signed(tx, &article.id, article.number, for_party).await?)
}

/// What was written in a version that the viewer may see.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Reserved`] as in [`find`].
pub async fn written(tx: &mut Tx, viewer: &Viewer, reference: &str, number: i64) -> Result<Written> {
    let row = store_written::written(tx, viewer, reference, number).await?.ok_or(Error::NotFound)?;
    if row.tlp == Tlp::Red && !viewer.opens_red { Err(Error::Reserved("reserved-red")) } else { Ok(row) }
}

/// The files that go with a version.
///
/// # Errors
/// When the database fails.
pub async fn files(tx: &mut Tx, article: &Article) -> Result<Vec<Attachment>> {
    Ok(if article.files == 0 { Vec::new() } else { store_parts::attachments(tx, &article.id, article.number).await? })
}

/// The record of a read: to be durable before the first byte leaves.
pub fn read_event(act: &Act, article: &Article, what: &str) -> audit::Event {
    let mut event = act.did(Action::Read, article.reference.as_str());
    event.detail = format!("version {}{what}", article.number);
    event.hash = article.content_hash.as_deref().and_then(|h| h.try_into().ok());
    event
}
