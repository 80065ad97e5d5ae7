//! The newest version of an advisory as the desk sees it, whole.
use super::{
    Audience, Severity, State, Tlp,
    content::{Bound, Content},
    sections::other_language,
    store_desk as store, store_parts as parts, store_recipients as recipients,
};
use crate::{
    clock::Millis,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, AdvisoryId, GroupId, PartyId, Reference},
};
pub use parts::{Annex, Attachment, Hand};

/// The newest version of an advisory as the desk sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Draft {
    /// The advisory.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: Reference,
    /// The language it is written in.
    pub language: String,
    /// The kind of advisory it was begun as.
    pub model: String,
    /// Where it came from, if it was imported.
    pub source: Option<String>,
    /// The version readers see, 0 for none.
    pub current: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Millis>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// The reference of the advisory that has taken its place.
    pub superseded_by: Option<String>,
    /// This version.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// What it says.
    #[sqlx(flatten)]
    pub content: Content,
    /// The same in the other language; its references and indicators are those of the original.
    #[sqlx(skip)]
    pub translation: Option<Content>,
    /// Sections that one party alone reads.
    #[sqlx(skip)]
    pub annexes: Vec<Annex>,
    /// Files that go with it.
    #[sqlx(skip)]
    pub attachments: Vec<Attachment>,
    /// Marking.
    pub tlp: Option<Tlp>,
    /// Severity.
    pub severity: Option<Severity>,
    /// To be acted on by then.
    pub act_by: Option<Millis>,
    /// To be confirmed by then.
    pub confirm_by: Option<Millis>,
    /// No longer valid after that.
    pub expires_at: Option<Millis>,
    /// Whether a party may pass it to the provider it has a contract with.
    pub to_providers: bool,
    /// What it asks a party to do, of the five techniques, separated by bars: the directory names who helps with each.
    pub techniques: String,
    /// The reference of the advisory whose place it takes.
    pub supersedes: Option<String>,
    /// The first version an answer to which still counts.
    pub confirm_from: i64,
    /// Whom it is for.
    pub audience: Option<Audience>,
    /// Why not all.
    pub reason: String,
    /// Who wrote it.
    pub author: Option<AccountId>,
    /// The author's name.
    pub author_name: Option<String>,
    /// Who approved it.
    pub approver: Option<AccountId>,
    /// The approver's name.
    pub approver_name: Option<String>,
    /// When it was published.
    pub published_at: Option<Millis>,
    /// When it is to be released, once it is approved.
    pub release_at: Option<Millis>,
    /// The hash of what was approved, until it is released.
    pub approved_hash: Option<Vec<u8>>,
    /// Why it was sent back.
    pub comment: String,
    /// The key of the sentence that says why its approval no longer holds, if it had one.
    pub void: String,
    /// What a form must name to change it.
    pub lock: i64,
    /// When it was changed last.
    pub changed_at: Option<Millis>,
    /// By whom.
    pub changed_by: Option<String>,
    /// Everybody who changed it or is named as a co-author.
    #[sqlx(skip)]
    pub editors: Vec<Hand>,
    /// Every account of those people: none of them may approve it.
    #[sqlx(skip)]
    pub barred: Vec<AccountId>,
    /// Parties named.
    #[sqlx(skip)]
    pub parties: Vec<PartyId>,
    /// Groups named.
    #[sqlx(skip)]
    pub groups: Vec<GroupId>,
    /// People named.
    #[sqlx(skip)]
    pub people: Vec<AccountId>,
}

impl Draft {
    /// Whether a person wrote or changed this version or is named as its co-author, with this account or another of theirs
    /// (CASES A47).
    pub fn touched_by(&self, person: &AccountId) -> bool {
        self.author.as_ref() == Some(person) || self.barred.contains(person)
    }
    /// Whether the marking is chosen.
    pub fn is_marked(&self) -> bool {
        self.tlp.is_some() && self.severity.is_some()
    }
    /// Whether the recipients are chosen: an empty list is nobody, never everybody.
    pub fn is_addressed(&self) -> bool {
        match (self.audience, self.tlp) {
            (None, _) | (Some(_), None) => false,
            (Some(Audience::AllParties), Some(tlp)) => tlp != Tlp::Red,
            (Some(Audience::SomeParties), Some(tlp)) => tlp != Tlp::Red && !self.reason.is_empty() && !(self.parties.is_empty() && self.groups.is_empty()),
            (Some(Audience::NamedPeople), Some(tlp)) => tlp == Tlp::Red && !self.reason.is_empty() && !self.people.is_empty(),
        }
    }
    /// Whether it can go to review.
    pub fn is_complete(&self) -> bool {
        self.is_written(&self.content) && self.translation.as_ref().is_none_or(|t| self.is_written(t)) && self.is_marked() && self.is_addressed()
    }
    /// Whether a text of this version is complete; of a further version, whether it says what changed.
    pub fn is_written(&self, content: &Content) -> bool {
        content.is_complete() && (self.number == 1 || !content.change_note.is_empty())
    }
    /// The language that it is not written in.
    pub fn other_language(&self) -> &'static str {
        other_language(&self.language)
    }
    /// Whether an answer to an earlier version does not count for this one.
    pub fn asks_again(&self) -> bool {
        self.confirm_from == self.number
    }
    /// What an approval for a moment is bound to, with the recipients as they stand.
    pub fn hash(&self, recipients: &[String], release_at: Option<Millis>) -> [u8; 32] {
        Bound { draft: self, recipients, release_at }.hash()
    }
    /// The ids of the parties or people it names.
    pub fn named(&self) -> Vec<String> {
        match self.audience {
            None | Some(Audience::AllParties) => Vec::new(),
            Some(Audience::SomeParties) => self.parties.iter().map(|p| p.0.clone()).collect(),
            Some(Audience::NamedPeople) => self.people.iter().map(|p| p.0.clone()).collect(),
        }
    }
}

/// The newest version of an advisory, whole.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, reference: &str) -> Result<Draft> {
    version(tx, reference, None).await?.ok_or(Error::NotFound)
}

/// The version readers see, where another is being written.
///
/// # Errors
/// When the database fails.
pub async fn current(tx: &mut Tx, draft: &Draft) -> Result<Option<Draft>> {
    if draft.current == 0 || draft.current == draft.number { Ok(None) } else { version(tx, draft.reference.as_str(), Some(draft.current)).await }
}

/// A version by its number.
///
/// # Errors
/// When the database fails.
pub async fn at(tx: &mut Tx, reference: &str, number: i64) -> Result<Option<Draft>> {
    version(tx, reference, Some(number)).await
}

async fn version(tx: &mut Tx, reference: &str, number: Option<i64>) -> Result<Option<Draft>> {
    let Some(mut draft) = store::draft(tx, reference, number).await? else { return Ok(None) };
    let (id, number) = (draft.id.clone(), draft.number);
    draft.editors = parts::editors(tx, &id, number).await?;
    draft.barred = parts::barred(tx, &id, number).await?;
    draft.parties = recipients::parties(tx, &id, number).await?;
    draft.groups = recipients::groups(tx, &id, number).await?;
    draft.people = recipients::people(tx, &id, number).await?;
    draft.translation = parts::translation(tx, &id, number).await?;
    draft.annexes = parts::annexes(tx, &id, number).await?;
    draft.attachments = parts::attachments(tx, &id, number).await?;
    Ok(Some(draft))
}
