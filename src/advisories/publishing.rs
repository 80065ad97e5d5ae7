//! Review and publication: what happens to a draft between its author and its readers.
use super::{
    Audience, Severity,
    content::{Bound, Content},
    drafting::{Draft, locked},
    may, render, store_desk as store, store_recipients as recipients,
};
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    notices::Kind,
};

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
/// over all of it, and the version can never change again. Everybody who may read it is told by mail that something waits.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read; [`Error::Refused`] when nobody would be able to read it.
pub async fn publish(tx: &mut Tx, act: &Act, go: may::Publish, lock: i64) -> Result<()> {
    let (id, severity) = (go.draft().id.clone(), go.draft().severity);
    publish_in_silence(tx, act, go, lock).await?;
    let kind = if severity == Some(Severity::Critical) { Kind::WaitingUrgent } else { Kind::Waiting };
    recipients::queue_notices(tx, &id, kind, act.at).await?;
    Ok(())
}

/// The same without a mail to those who will read: for the demo, whose advisories are of the past.
///
/// # Errors
/// As [`publish`].
pub async fn publish_in_silence(tx: &mut Tx, act: &Act, go: may::Publish, lock: i64) -> Result<()> {
    let draft = go.draft();
    let (Some(tlp), Some(severity), Some(audience)) = (draft.tlp, draft.severity, draft.audience) else { return Err(Error::Refused("refused-incomplete")) };
    if lock != draft.lock {
        return Err(Error::Stale("stale-draft"));
    }
    let named = named(tx, draft, audience).await?;
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
        recipients: &named,
    };
    let hash = bound.hash();
    let rendered = render::body(&draft.content.body, &draft.language);
    if !store::set_published(tx, &draft.id, draft.number, lock, go.by(), act.at, &hash, &rendered).await? {
        return Err(Error::Stale("stale-draft"));
    }
    if !store::set_current(tx, &draft.id, draft.number, act.at).await? {
        return Err(Error::Stale("stale-withdrawn"));
    }
    let mut event = act.did(Action::Published, draft.reference.as_str());
    event.detail = format!("version {}, {}, {}", draft.number, tlp.label(), audience.text());
    event.hash = Some(hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// The ids of the parties or people a version names, its groups resolved and those who have no access left out. Naming nobody is refused.
async fn named(tx: &mut Tx, draft: &Draft, audience: Audience) -> Result<Vec<String>> {
    recipients::resolve_groups(tx, &draft.id, draft.number).await?;
    recipients::drop_inactive(tx, &draft.id, draft.number).await?;
    let named: Vec<String> = match audience {
        Audience::AllParties => return Ok(Vec::new()),
        Audience::SomeParties => recipients::parties(tx, &draft.id, draft.number).await?.into_iter().map(|p| p.0).collect(),
        Audience::NamedPeople => recipients::people(tx, &draft.id, draft.number).await?.into_iter().map(|p| p.0).collect(),
    };
    if named.is_empty() { Err(Error::Refused("refused-nobody")) } else { Ok(named) }
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
        recipients::add_party(tx, &draft.id, next, party).await?;
    }
    for group in &draft.groups {
        recipients::add_group(tx, &draft.id, next, group).await?;
    }
    for person in &draft.people {
        recipients::add_person(tx, &draft.id, next, person).await?;
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
