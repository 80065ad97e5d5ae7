//! Writing: the verbs of the author. Every change is one conditional update bound to the version that was read, with its
//! record in the same transaction.
pub use super::draft::{Draft, current, find};
use super::{
    Audience, Severity, Tlp,
    content::Content,
    import::Imported,
    indicators::{self, Indicator},
    may, store_desk as store, store_parts as parts, store_recipients as recipients,
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

/// Begins an advisory of a kind: the name of a model.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut Tx, act: &Act, go: may::Begin, reference: &Reference, (language, model): (&str, &str), content: Content) -> Result<()> {
    let (id, content) = (AdvisoryId::new(), content.tidy());
    store::insert(tx, &store::Beginning { id: &id, reference, source: None, language, model, by: Some(go.by()) }, act.at).await?;
    store::insert_revision(tx, &id, 1, &content, Some(go.by()), act.at).await?;
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
        ..Content::default()
    }
    .tidy();
    let beginning = store::Beginning { id: &id, reference: &reference, source: Some(&from.source), language: from.language, model: "blank", by: None };
    store::insert(tx, &beginning, act.at).await?;
    store::insert_revision(tx, &id, 1, &content, None, act.at).await?;
    let marking = Marking { tlp: from.tlp.and_then(Tlp::from_text), severity: Severity::from_text(from.severity), confirm_from: 1, ..Marking::default() };
    store::set_marking(tx, &id, 1, &marking).await?;
    let mut event = act.did(Action::DraftImported, reference.as_str());
    event.detail = from.source.chars().take(200).collect();
    audit::append(tx, &act.keys, &event).await?;
    Ok(Ok(reference))
}

/// Bound to the version that was read: somebody else's change in between makes it [`Error::Stale`].
pub(super) async fn locked(tx: &mut Tx, act: &Act, draft: &Draft, by: &AccountId, lock: i64) -> Result<()> {
    if lock != draft.lock || !store::lock(tx, &draft.id, draft.number, lock, by, act.at).await? {
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

/// Saves the version in the other language, or takes it away.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn save_translation(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, content: Option<&Content>) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    match content {
        Some(c) => parts::set_translation(tx, &draft.id, draft.number, draft.other_language(), c).await?,
        None => parts::drop_translation(tx, &draft.id, draft.number).await?,
    };
    let mut event = act.did(Action::TranslationSaved, draft.reference.as_str());
    event.detail = if content.is_some() { draft.other_language() } else { "removed" }.into();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Saves the section that one party alone reads; an empty one is taken away.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn save_annex(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, (party, slug): (&PartyId, &str), (body, translated): (&str, &str)) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    if body.is_empty() {
        parts::drop_annex(tx, &draft.id, draft.number, party).await?;
    } else {
        parts::set_annex(tx, &draft.id, draft.number, party, body, translated).await?;
    }
    let mut event = act.did(Action::AnnexSaved, draft.reference.as_str());
    event.detail = slug.to_owned();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Names co-authors: they can never approve this version.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile.
pub async fn name_coauthors(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, who: &[AccountId]) -> Result<()> {
    let draft = go.draft();
    locked(tx, act, draft, go.by(), lock).await?;
    for one in who {
        parts::name_hand(tx, &draft.id, draft.number, one).await?;
    }
    let mut event = act.did(Action::CoauthorsNamed, draft.reference.as_str());
    event.detail = who.iter().map(AccountId::as_str).collect::<Vec<_>>().join(" ");
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// The first version an answer to which still counts, when the next one does not ask again.
///
/// # Errors
/// When the database fails.
pub async fn confirm_from(tx: &mut Tx, draft: &Draft) -> Result<i64> {
    Ok(store::confirm_from(tx, &draft.id).await?.unwrap_or(draft.number))
}

/// Authors who can be named: id and name.
///
/// # Errors
/// When the database fails.
pub async fn possible_coauthors(tx: &mut Tx) -> Result<Vec<(AccountId, String)>> {
    Ok(parts::possible_hands(tx).await?)
}

/// What the marking page says.
#[derive(Clone, Debug, Default)]
pub struct Marking {
    /// TLP.
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
    /// The first version an answer to which counts.
    pub confirm_from: i64,
}

impl Marking {
    /// A draft's own.
    pub fn of(draft: &Draft) -> Self {
        Self {
            tlp: draft.tlp,
            severity: draft.severity,
            act_by: draft.act_by,
            confirm_by: draft.confirm_by,
            expires_at: draft.expires_at,
            to_providers: draft.to_providers,
            techniques: draft.techniques.clone(),
            supersedes: draft.supersedes.clone(),
            confirm_from: draft.confirm_from,
        }
    }
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
    if draft.audience.is_some() && to_people != (m.tlp == Some(Tlp::Red)) {
        store::set_audience(tx, &draft.id, draft.number, None, "").await?;
        recipients::clear_recipients(tx, &draft.id, draft.number).await?;
    }
    store::set_marking(tx, &draft.id, draft.number, m).await?;
    let mut event = act.did(Action::MarkingSaved, draft.reference.as_str());
    event.detail = format!("{}, {}", m.tlp.map_or("", Tlp::label), m.severity.map_or("", Severity::text));
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
