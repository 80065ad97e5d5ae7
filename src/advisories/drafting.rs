//! Writing, review and publication: the verbs of the desk. Every change is one conditional update bound to the version
//! that was read, with its record in the same transaction.
use super::{
    Audience, Severity, State, Tlp,
    content::{Bound, Content},
    import::Imported,
    indicators::{self, Indicator},
    may, render, store_desk as store,
};
use crate::{
    audit::{self, Act, Action},
    clock::Millis,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, AdvisoryId, GroupId, PartyId, Reference},
};
pub use store::{DraftRow, Filter, Person as Recipient, Reader};

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
    draft.parties = store::parties(tx, &draft.id, draft.number).await?;
    draft.groups = store::groups(tx, &draft.id, draft.number).await?;
    draft.people = store::people(tx, &draft.id, draft.number).await?;
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
async fn locked(tx: &mut Tx, act: &Act, draft: &Draft, by: &AccountId, lock: i64) -> Result<()> {
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
        store::clear_recipients(tx, &draft.id, draft.number).await?;
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
    store::clear_recipients(tx, &draft.id, draft.number).await?;
    store::set_audience(tx, &draft.id, draft.number, r.audience, &r.reason).await?;
    match r.audience {
        None | Some(Audience::AllParties) => {}
        Some(Audience::SomeParties) => {
            for party in &r.parties {
                store::add_party(tx, &draft.id, draft.number, party).await?;
            }
            for group in &r.groups {
                store::add_group(tx, &draft.id, draft.number, group).await?;
            }
        }
        Some(Audience::NamedPeople) => {
            for person in &r.people {
                store::add_person(tx, &draft.id, draft.number, person).await?;
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

/// Sends the draft for review.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read.
pub async fn submit(tx: &mut Tx, act: &Act, go: may::Submit, lock: i64) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    store::set_in_review(tx, &draft.id, draft.number, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::Submitted, draft.reference.as_str())).await?;
    Ok(())
}

/// Sends the version back with a comment.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read.
pub async fn send_back(tx: &mut Tx, act: &Act, go: may::Return, lock: i64, comment: &str) -> Result<()> {
    let draft = go.draft();
    if lock != draft.lock || !store::set_draft(tx, &draft.id, draft.number, lock, comment).await? {
        return Err(Error::Stale("stale-draft"));
    }
    store::changed(tx, &draft.id, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::Returned, draft.reference.as_str())).await?;
    Ok(())
}

/// Publishes exactly what was reviewed: groups become the parties they hold now, the body is rendered, the hash is taken
/// over all of it, and the version can never change again.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read; [`Error::Refused`] when nobody would be able to read it.
pub async fn publish(tx: &mut Tx, act: &Act, go: may::Publish, lock: i64) -> Result<()> {
    let draft = go.draft();
    let (Some(tlp), Some(severity), Some(audience)) = (draft.tlp, draft.severity, draft.audience) else { return Err(Error::Refused("refused-incomplete")) };
    if lock != draft.lock {
        return Err(Error::Stale("stale-draft"));
    }
    store::resolve_groups(tx, &draft.id, draft.number).await?;
    let recipients = match audience {
        Audience::AllParties => Vec::new(),
        Audience::SomeParties => store::parties(tx, &draft.id, draft.number).await?.into_iter().map(|p| p.0).collect(),
        Audience::NamedPeople => store::people(tx, &draft.id, draft.number).await?.into_iter().map(|p| p.0).collect::<Vec<String>>(),
    };
    if audience != Audience::AllParties && recipients.is_empty() {
        return Err(Error::Refused("refused-nobody"));
    }
    let bound = Bound {
        reference: draft.reference.as_str(),
        number: draft.number,
        language: &draft.language,
        content: &draft.content,
        tlp: tlp.text(),
        severity: severity.text(),
        act_by: draft.act_by,
        confirm_by: draft.confirm_by,
        audience: audience.text(),
        reason: &draft.reason,
        recipients: &recipients,
    };
    let hash = bound.hash();
    let rendered = render::body(&draft.content.body, &draft.language);
    if !store::set_published(tx, &draft.id, draft.number, lock, go.by(), act.at, &hash, &rendered).await? {
        return Err(Error::Stale("stale-draft"));
    }
    store::set_current(tx, &draft.id, draft.number, act.at).await?;
    let mut event = act.did(Action::Published, draft.reference.as_str());
    event.detail = format!("version {}, {}, {}", draft.number, tlp.label(), audience.text());
    event.hash = Some(hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Opens the next version with the content and the recipients of the one that is published.
///
/// # Errors
/// [`Error::Stale`] when somebody else opened it first.
pub async fn open_version(tx: &mut Tx, act: &Act, go: may::OpenVersion) -> Result<()> {
    let (draft, by) = (go.draft(), go.by());
    let next = draft.number.saturating_add(1);
    if !store::set_working(tx, &draft.id, draft.number, next, act.at).await? {
        return Err(Error::Stale("stale-version-open"));
    }
    let content = Content { change_note: String::new(), ..draft.content.clone() };
    store::insert_revision(tx, &draft.id, next, &content, draft.tlp, draft.severity, Some(by)).await?;
    store::add_editor(tx, &draft.id, next, by).await?;
    if let (Some(tlp), Some(severity)) = (draft.tlp, draft.severity) {
        store::set_marking(tx, &draft.id, next, tlp, severity, draft.act_by, draft.confirm_by).await?;
    }
    store::set_audience(tx, &draft.id, next, draft.audience, &draft.reason).await?;
    for party in &draft.parties {
        store::add_party(tx, &draft.id, next, party).await?;
    }
    for group in &draft.groups {
        store::add_group(tx, &draft.id, next, group).await?;
    }
    for person in &draft.people {
        store::add_person(tx, &draft.id, next, person).await?;
    }
    let mut event = act.did(Action::VersionOpened, draft.reference.as_str());
    event.detail = format!("version {next}");
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Withdraws the advisory: gone from every list and file at once, its page says why.
///
/// # Errors
/// [`Error::Stale`] when it is withdrawn already.
pub async fn withdraw(tx: &mut Tx, act: &Act, go: may::Withdraw, reason: &str, replacement: Option<&str>) -> Result<()> {
    let draft = go.draft();
    if !store::set_withdrawn(tx, &draft.id, act.at, reason, replacement).await? {
        return Err(Error::Stale("stale-withdrawn"));
    }
    let mut event = act.did(Action::Withdrawn, draft.reference.as_str());
    event.detail = reason.to_owned();
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
        Some(Audience::AllParties) => store::readers_of_all(tx).await?,
        Some(Audience::SomeParties) => store::readers_of_some(tx, &draft.id, draft.number).await?,
        Some(Audience::NamedPeople) => store::readers_named(tx, &draft.id, draft.number).await?,
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
    Ok(readers(tx, draft).await?.iter().any(|r| r.party_slug == party) || store::names_party(tx, &draft.id, draft.number, party).await?)
}

/// Everybody to whom TLP:RED can be addressed.
///
/// # Errors
/// When the database fails.
pub async fn possible_recipients(tx: &mut Tx) -> Result<Vec<Recipient>> {
    Ok(store::possible_recipients(tx).await?)
}

/// The indicators of a draft; none while they have mistakes.
pub fn indicators_of(content: &Content) -> Vec<Indicator> {
    indicators::parse(&content.indicators).unwrap_or_default()
}
