//! Review, the next version, withdrawal. Approval and release stand in `releasing.rs`.
use super::{
    content::Content,
    drafting::{Marking, locked},
    may, store_desk as store, store_parts as parts, store_recipients as recipients, store_release as releases, store_search as search,
};
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
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

/// The author takes back what waits for review or for its release; an approval it had is void.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read.
pub async fn recall(tx: &mut Tx, act: &Act, go: may::Recall, lock: i64) -> Result<()> {
    let draft = go.draft();
    if lock != draft.lock || !releases::set_recalled(tx, &draft.id, draft.number, lock, go.void()).await? {
        return Err(Error::Stale("stale-draft"));
    }
    store::changed(tx, &draft.id, act.at).await?;
    let action = if go.void().is_empty() { Action::Recalled } else { Action::ApprovalVoid };
    let mut event = act.did(action, draft.reference.as_str());
    event.detail = go.void().to_owned();
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
    store::insert_revision(tx, &draft.id, next, &content, Some(by), act.at).await?;
    store::add_editor(tx, &draft.id, next, by).await?;
    store::set_marking(tx, &draft.id, next, &Marking { confirm_from: next, ..Marking::of(draft) }).await?;
    if let Some(other) = &draft.translation {
        let other = Content { change_note: String::new(), ..other.clone() };
        parts::set_translation(tx, &draft.id, next, draft.other_language(), &other).await?;
    }
    for annex in &draft.annexes {
        parts::set_annex(tx, &draft.id, next, &annex.party_id, &annex.body, &annex.translated).await?;
    }
    parts::copy_attachments(tx, &draft.id, draft.number, next).await?;
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
    search::forget(tx, &draft.id).await?;
    let mut event = act.did(Action::Withdrawn, draft.reference.as_str());
    event.detail = reason.to_owned();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}
