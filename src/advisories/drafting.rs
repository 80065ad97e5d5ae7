//! Writing: the verbs of the author. Every change is one conditional update bound to the version that was read, with its
//! record in the same transaction.
use super::{
    Audience, Severity, State, Tlp,
    content::Content,
    import::Imported,
    indicators::{self, Indicator},
    may, store_desk as store, store_recipients as recipients,
};
use crate::{
    audit::{self, Act, Action},
    clock::Millis,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, AdvisoryId, GroupId, PartyId, Reference},
};
pub use recipients::{Person as Recipient, Reader};
pub use store::{DraftRow, Filter};

/// The newest version of an advisory as the desk sees it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The advisory.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: Reference,
    /// Its language.
    pub language: String,
    /// Where it came from, if it was imported.
    pub source: Option<String>,
    /// The version readers see, 0 for none.
    pub current: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Millis>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// This version.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// Marking.
    pub tlp: Option<Tlp>,
    /// Severity.
    pub severity: Option<Severity>,
    /// To be acted on by then.
    pub act_by: Option<Millis>,
    /// To be confirmed by then.
    pub confirm_by: Option<Millis>,
    /// Whom it is for.
    pub audience: Option<Audience>,
    /// Why not all.
    pub reason: String,
    /// Who wrote it.
    pub author: Option<AccountId>,
    /// The author's name.
    pub author_name: Option<String>,
    /// Who published it.
    pub approver_name: Option<String>,
    /// When it was published.
    pub published_at: Option<Millis>,
    /// Why it was sent back.
    pub comment: String,
    /// What a form must name to change it.
    pub lock: i64,
    /// Everybody who changed it.
    pub editors: Vec<AccountId>,
    /// Parties named.
    pub parties: Vec<PartyId>,
    /// Groups named.
    pub groups: Vec<GroupId>,
    /// People named.
    pub people: Vec<AccountId>,
}

impl Draft {
    /// Whether a person wrote or changed this version.
    pub fn touched_by(&self, person: &AccountId) -> bool {
        self.author.as_ref() == Some(person) || self.editors.contains(person)
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
        self.content.is_complete() && self.is_marked() && self.is_addressed()
    }
}

/// The newest version of an advisory, whole.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, reference: &str) -> Result<Draft> {
    let row = store::draft(tx, reference).await?.ok_or(Error::NotFound)?;
    let mut draft = Draft::from(row);
    draft.editors = store::editors(tx, &draft.id, draft.number).await?;
    draft.parties = recipients::parties(tx, &draft.id, draft.number).await?;
    draft.groups = recipients::groups(tx, &draft.id, draft.number).await?;
    draft.people = recipients::people(tx, &draft.id, draft.number).await?;
    Ok(draft)
}

impl From<store::Row> for Draft {
    fn from(r: store::Row) -> Self {
        Self {
            content: Content {
                title: r.title,
                summary: r.summary,
                actions: r.actions,
                body: r.body,
                refs: r.refs,
                indicators: r.indicators,
                change_note: r.change_note,
            },
            id: r.id,
            reference: r.reference,
            language: r.language,
            source: r.source,
            current: r.current,
            withdrawn_at: r.withdrawn_at,
            withdrawn_reason: r.withdrawn_reason,
            number: r.number,
            state: r.state,
            tlp: r.tlp,
            severity: r.severity,
            act_by: r.act_by,
            confirm_by: r.confirm_by,
            audience: r.audience,
            reason: r.reason,
            author: r.author_id,
            author_name: r.author_name,
            approver_name: r.approver_name,
            published_at: r.published_at,
            comment: r.comment,
            lock: r.lock_version,
            editors: Vec::new(),
            parties: Vec::new(),
            groups: Vec::new(),
            people: Vec::new(),
        }
    }
}

/// A new reference that no advisory has.
///
/// # Errors
/// When the database fails.
pub async fn free_reference(tx: &mut Tx, year: i16) -> Result<Reference> {
    loop {
        let reference = Reference::new(year);
        if !store::reference_taken(tx, &reference).await? {
            return Ok(reference);
        }
    }
}

/// Begins an advisory.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut Tx, act: &Act, go: may::Begin, reference: &Reference, language: &str, content: Content) -> Result<()> {
    let (id, content) = (AdvisoryId::new(), content.tidy());
    store::insert(tx, &id, reference, None, language, Some(go.by()), act.at).await?;
    store::insert_revision(tx, &id, 1, &content, None, None, Some(go.by())).await?;
    store::add_editor(tx, &id, 1, go.by()).await?;
    audit::append(tx, &act.keys, &act.did(Action::DraftMade, reference.as_str())).await?;
    Ok(())
}

/// Takes a public document as a draft; `Err` holds the reference of the draft it became before.
///
/// # Errors
/// When the database fails.
pub async fn import(tx: &mut Tx, act: &Act, year: i16, from: Imported) -> Result<std::result::Result<Reference, Reference>> {
    if let Some(there) = store::by_source(tx, &from.source).await? {
        return Ok(Err(there));
    }
    let (id, reference) = (AdvisoryId::new(), free_reference(tx, year).await?);
    let lines: Vec<String> = from.indicators.iter().map(|i| Indicator { kind: "other", value: i.value.clone(), comment: i.comment.clone() }.line()).collect();
    let content = Content {
        title: from.title,
        summary: from.summary,
        actions: from.actions.join("\n"),
        body: from.body,
        refs: from.references.join("\n"),
        indicators: lines.join("\n"),
        change_note: from.change_note,
    }
    .tidy();
    store::insert(tx, &id, &reference, Some(&from.source), from.language, None, act.at).await?;
    let (tlp, severity) = (from.tlp.and_then(Tlp::from_text), Severity::from_text(from.severity));
    store::insert_revision(tx, &id, 1, &content, tlp, severity, None).await?;
    let mut event = act.did(Action::DraftImported, reference.as_str());
    event.detail = from.source.chars().take(200).collect();
    audit::append(tx, &act.keys, &event).await?;
    Ok(Ok(reference))
}

/// Bound to the version that was read: somebody else's change in between makes it [`Error::Stale`].
pub(super) async fn locked(tx: &mut Tx, act: &Act, draft: &Draft, by: &AccountId, lock: i64) -> Result<()> {
    if lock != draft.lock || !store::lock(tx, &draft.id, draft.number, lock, by).await? {
        return Err(Error::Stale("stale-draft"));
    }
    store::add_editor(tx, &draft.id, draft.number, by).await?;
    store::changed(tx, &draft.id, act.at).await?;
    Ok(())
}

/// Saves the content.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn save_content(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, content: &Content) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    store::set_content(tx, &draft.id, draft.number, content).await?;
    audit::append(tx, &act.keys, &act.did(Action::ContentSaved, draft.reference.as_str())).await?;
    Ok(())
}

/// What the marking page says.
pub struct Marking {
    /// TLP.
    pub tlp: Tlp,
    /// Severity.
    pub severity: Severity,
    /// To be acted on by then.
    pub act_by: Option<Millis>,
    /// To be confirmed by then.
    pub confirm_by: Option<Millis>,
}

/// Saves the marking. TLP:RED goes to people, everything else to parties: crossing that line drops the recipients, who
/// must be chosen anew.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn save_marking(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, m: &Marking) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    let to_people = draft.audience == Some(Audience::NamedPeople);
    if draft.audience.is_some() && to_people != (m.tlp == Tlp::Red) {
        store::set_audience(tx, &draft.id, draft.number, None, "").await?;
        recipients::clear_recipients(tx, &draft.id, draft.number).await?;
    }
    store::set_marking(tx, &draft.id, draft.number, m.tlp, m.severity, m.act_by, m.confirm_by).await?;
    let mut event = act.did(Action::MarkingSaved, draft.reference.as_str());
    event.detail = format!("{}, {}", m.tlp.label(), m.severity.text());
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// What the recipients page says.
#[derive(Default)]
pub struct Recipients {
    /// All, some or named.
    pub audience: Option<Audience>,
    /// Parties by their address.
    pub parties: Vec<PartyId>,
    /// Groups.
    pub groups: Vec<GroupId>,
    /// People.
    pub people: Vec<AccountId>,
    /// Why not all.
    pub reason: String,
}

/// Saves the recipients.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn save_recipients(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, r: &Recipients) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    recipients::clear_recipients(tx, &draft.id, draft.number).await?;
    store::set_audience(tx, &draft.id, draft.number, r.audience, &r.reason).await?;
    match r.audience {
        None | Some(Audience::AllParties) => {}
        Some(Audience::SomeParties) => {
            for party in &r.parties {
                recipients::add_party(tx, &draft.id, draft.number, party).await?;
            }
            for group in &r.groups {
                recipients::add_group(tx, &draft.id, draft.number, group).await?;
            }
        }
        Some(Audience::NamedPeople) => {
            for person in &r.people {
                recipients::add_person(tx, &draft.id, draft.number, person).await?;
            }
        }
    }
    let mut event = act.did(Action::RecipientsSaved, draft.reference.as_str());
    event.detail = r.audience.map_or("", Audience::text).into();
    if !r.reason.is_empty() {
        event.detail.push_str(": ");
        event.detail.push_str(&r.reason);
    }
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// A page of the desk's list.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx, filter: &Filter, limit: i64) -> Result<Vec<DraftRow>> {
    Ok(store::list(tx, filter, limit).await?)
}

/// Who will be able to read a version, by party and name.
///
/// # Errors
/// When the database fails.
pub async fn readers(tx: &mut Tx, draft: &Draft) -> Result<Vec<Reader>> {
    Ok(match draft.audience {
        None => Vec::new(),
        Some(Audience::AllParties) => recipients::readers_of_all(tx).await?,
        Some(Audience::SomeParties) => recipients::readers_of_some(tx, &draft.id, draft.number).await?,
        Some(Audience::NamedPeople) => recipients::readers_named(tx, &draft.id, draft.number).await?,
    })
}

/// Whether a party would see a version, and through whom: for the preview.
///
/// # Errors
/// When the database fails.
pub async fn reaches(tx: &mut Tx, draft: &Draft, party: &str) -> Result<bool> {
    if draft.audience == Some(Audience::AllParties) {
        return Ok(true);
    }
    Ok(readers(tx, draft).await?.iter().any(|r| r.party_slug == party) || recipients::names_party(tx, &draft.id, draft.number, party).await?)
}

/// Everybody to whom TLP:RED can be addressed.
///
/// # Errors
/// When the database fails.
pub async fn possible_recipients(tx: &mut Tx) -> Result<Vec<Recipient>> {
    Ok(recipients::possible_recipients(tx).await?)
}

/// The indicators of a draft; none while they have mistakes.
pub fn indicators_of(content: &Content) -> Vec<Indicator> {
    indicators::parse(&content.indicators).unwrap_or_default()
}
