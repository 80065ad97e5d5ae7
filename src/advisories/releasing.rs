//! Approval and release. An approval is bound to the hash of all that was reviewed; a release, at once or at a time, publishes
//! exactly that or nothing.
use super::{
    Audience, Severity, State, canonical,
    draft::{self, Draft},
    may,
    press::Press,
    render, searching, store_desk as store, store_parts as parts, store_recipients as recipients, store_release as releases, store_search as search,
};
use crate::{
    accounts::{self, alarms},
    audit::{self, Act, Action},
    clock::Millis,
    crypto::sha256,
    db::{Db, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices::Kind,
};

/// Publishes exactly what was reviewed: groups become the parties they hold now, the texts are rendered and signed, the hash is
/// taken over all of it, and the version can never change again. Everybody who may read it is told by mail that something waits.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read; [`Error::Refused`] when nobody would be able to read it.
pub async fn publish(tx: &mut Tx, act: &Act, press: &Press, go: may::Publish, lock: i64) -> Result<()> {
    let (id, severity) = (go.draft().id.clone(), go.draft().severity);
    publish_in_silence(tx, act, press, go, lock).await?;
    announce(tx, act, &id, severity).await
}

/// The same without a mail to those who will read: for the demo, whose advisories are of the past.
///
/// # Errors
/// As [`publish`].
pub async fn publish_in_silence(tx: &mut Tx, act: &Act, press: &Press, go: may::Publish, lock: i64) -> Result<()> {
    let (mut draft, by) = go.take();
    address(tx, &mut draft, lock).await?;
    let event = release(tx, act, press, &draft, &by).await?;
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// Approves what was reviewed for release at a time. Staff alone see that it is coming.
///
/// # Errors
/// As [`publish`].
pub async fn approve(tx: &mut Tx, act: &Act, go: may::Publish, lock: i64, release_at: Millis) -> Result<()> {
    let (mut draft, by) = go.take();
    address(tx, &mut draft, lock).await?;
    let hash = draft.hash(&draft.named(), Some(release_at));
    let approval = releases::Approval { by: &by, at: act.at, hash: &hash, release_at: Some(release_at) };
    if !releases::set_scheduled(tx, &draft.id, draft.number, lock, &approval).await? {
        return Err(Error::Stale("stale-draft"));
    }
    store::changed(tx, &draft.id, act.at).await?;
    let mut event = act.did(Action::Approved, draft.reference.as_str());
    event.detail = format!("version {}, for {release_at}", draft.number);
    event.hash = Some(hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// The recipients as they are now: groups become parties, those without access are left out. Naming nobody is refused, and so is
/// an annex for a party that will not read.
async fn address(tx: &mut Tx, draft: &mut Draft, lock: i64) -> Result<()> {
    if lock != draft.lock {
        return Err(Error::Stale("stale-draft"));
    }
    recipients::resolve_groups(tx, &draft.id, draft.number).await?;
    standing(tx, draft).await?;
    Ok(())
}

/// Leaves out who has no access any more; says how many were left out.
async fn standing(tx: &mut Tx, draft: &mut Draft) -> Result<usize> {
    recipients::drop_inactive(tx, &draft.id, draft.number).await?;
    let before = draft.named().len();
    draft.parties = recipients::parties(tx, &draft.id, draft.number).await?;
    draft.people = recipients::people(tx, &draft.id, draft.number).await?;
    let now = draft.named();
    if now.is_empty() && draft.audience != Some(Audience::AllParties) {
        return Err(Error::Refused("refused-nobody"));
    }
    for annex in &draft.annexes {
        if !recipients::reaches_party(tx, &draft.id, draft.number, draft.audience, &annex.party_id).await? {
            return Err(Error::Refused("refused-annex"));
        }
    }
    Ok(before.saturating_sub(now.len()))
}

/// Makes the version public and final; the caller appends the record.
async fn release(tx: &mut Tx, act: &Act, press: &Press, draft: &Draft, by: &AccountId) -> Result<audit::Event> {
    let (Some(tlp), Some(_), Some(audience)) = (draft.tlp, draft.severity, draft.audience) else { return Err(Error::Refused("refused-incomplete")) };
    if !releases::claim(tx, &draft.id, draft.number, draft.lock).await? {
        return Err(Error::Stale("stale-draft"));
    }
    let hash = draft.hash(&draft.named(), draft.release_at);
    render_parts(tx, draft).await?;
    let rendered = render::article(&draft.content, &draft.language);
    let approval = releases::Approval { by, at: act.at, hash: &hash, release_at: draft.release_at };
    if !releases::set_published(tx, &draft.id, draft.number, draft.lock, &approval, &rendered).await? {
        return Err(Error::Stale("stale-draft"));
    }
    if !store::set_current(tx, &draft.id, draft.number, act.at).await? {
        return Err(Error::Stale("stale-withdrawn"));
    }
    sign(tx, act, press, draft).await?;
    index(tx, draft).await?;
    if let Some(older) = &draft.supersedes {
        supersede(tx, act, draft, older).await?;
    }
    let mut event = act.did(Action::Published, draft.reference.as_str());
    event.detail = format!("version {}, {}, {}", draft.number, tlp.label(), audience.text());
    event.hash = Some(hash);
    Ok(event)
}

/// The older advisory says what has taken its place, and has a record of it.
async fn supersede(tx: &mut Tx, act: &Act, draft: &Draft, older: &str) -> Result<()> {
    if releases::set_superseded(tx, older, draft.reference.as_str(), act.at).await? > 0 {
        let mut event = act.did(Action::Superseded, older);
        event.detail = format!("by {}", draft.reference);
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(())
}

async fn render_parts(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let other = draft.other_language();
    if let Some(content) = &draft.translation {
        parts::set_translation_rendered(tx, &draft.id, draft.number, &render::article(content, other)).await?;
    }
    for annex in &draft.annexes {
        let (body, translated) = (render::section(&annex.body, &draft.language), render::section(&annex.translated, other));
        parts::set_annex_rendered(tx, &draft.id, draft.number, &annex.party_id, &body, &translated).await?;
    }
    Ok(())
}

async fn sign(tx: &mut Tx, act: &Act, press: &Press, draft: &Draft) -> Result<()> {
    let mut texts = vec![(String::new(), canonical::text(draft, act.at, &press.origin))];
    texts.extend(draft.annexes.iter().map(|a| (a.party_id.0.clone(), canonical::annex(draft, a, act.at, &press.origin))));
    for (for_party, text) in texts {
        let signature = press.sign(&text).ok_or(Error::Crypto("a document could not be signed"))?;
        releases::insert_signed(tx, &draft.id, draft.number, &for_party, &text, &sha256(text.as_bytes()), &signature).await?;
    }
    Ok(())
}

async fn index(tx: &mut Tx, draft: &Draft) -> Result<()> {
    search::forget(tx, &draft.id).await?;
    let texts = searching::texts(draft);
    search::remember(tx, &draft.id, "", &searching::words(&[&texts])).await?;
    for annex in &draft.annexes {
        let both = searching::words(&[&texts, &annex.body, &annex.translated]);
        search::remember(tx, &draft.id, annex.party_id.as_str(), &both).await?;
    }
    Ok(())
}

/// Queues a notice to everybody who may read what was published.
async fn announce(tx: &mut Tx, act: &Act, id: &crate::ids::AdvisoryId, severity: Option<Severity>) -> Result<()> {
    let kind = if severity == Some(Severity::Critical) { Kind::WaitingUrgent } else { Kind::Waiting };
    recipients::queue_notices(tx, id, kind, act.at).await?;
    Ok(())
}

/// Releases what is due, each in a transaction of its own; what no longer is what was approved goes back to review. Every node
/// looks; the conditional update lets one of them do it. Says how many were released.
///
/// # Errors
/// When the database or the log fails.
pub async fn release_due(db: &Db, press: &Press, act: &Act) -> Result<usize> {
    let due = releases::due(&mut db.read().await?, act.at).await?;
    let mut done = 0usize;
    for reference in due {
        match one(db, press, act, reference.as_str()).await {
            Ok(true) => done = done.saturating_add(1),
            Ok(false) => {}
            // One that fails keeps no other from being released; the next look tries it again.
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, %reference, "a release failed"),
        }
    }
    Ok(done)
}

async fn one(db: &Db, press: &Press, act: &Act, reference: &str) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = due(&mut tx, press, act, reference).await?;
    if done {
        tx.commit().await?;
    }
    Ok(done)
}

/// One release; false when another node was first.
async fn due(tx: &mut Tx, press: &Press, act: &Act, reference: &str) -> Result<bool> {
    let draft = draft::find(tx, reference).await?;
    if draft.state != State::Scheduled || draft.release_at.is_none_or(|at| at > act.at) {
        return Ok(false);
    }
    match checked(tx, draft.clone()).await? {
        Ok((draft, by, left_out)) => {
            let mut event = match release(tx, act, press, &draft, &by).await {
                Err(Error::Stale(_)) => return Ok(false),
                other => other?,
            };
            event.detail = format!("{}, approved by {by}, {left_out} without access left out", event.detail);
            announce(tx, act, &draft.id, draft.severity).await?;
            audit::append(tx, &act.keys, &event).await?;
            Ok(true)
        }
        Err(why) => void(tx, act, &draft, why).await,
    }
}

/// Whether what is due is what was approved, by somebody who still may: the key of the sentence that says why not.
async fn checked(tx: &mut Tx, mut draft: Draft) -> Result<std::result::Result<(Draft, AccountId, usize), &'static str>> {
    if draft.approved_hash.as_deref() != Some(&draft.hash(&draft.named(), draft.release_at)[..]) {
        return Ok(Err("void-changed"));
    }
    let Some(by) = draft.approver.clone() else { return Ok(Err("void-approver")) };
    let approver = match accounts::person(tx, &by).await {
        Ok(person) => person,
        Err(Error::NotFound) => return Ok(Err("void-approver")),
        Err(other) => return Err(other),
    };
    if let Err(why) = may::release(&approver, &draft) {
        return Ok(Err(why));
    }
    match standing(tx, &mut draft).await {
        Ok(left_out) => Ok(Ok((draft, by, left_out))),
        Err(Error::Refused(_)) => Ok(Err("void-nobody")),
        Err(other) => Err(other),
    }
}

/// The approval no longer holds: back to review, with an alarm.
async fn void(tx: &mut Tx, act: &Act, draft: &Draft, why: &'static str) -> Result<bool> {
    if !releases::set_void(tx, &draft.id, draft.number, draft.lock, why).await? {
        return Ok(false);
    }
    store::changed(tx, &draft.id, act.at).await?;
    let mut event = act.did(Action::ApprovalVoid, draft.reference.as_str());
    event.detail = why.into();
    audit::append(tx, &act.keys, &event).await?;
    alarms::raise(tx, act, alarms::Kind::ApprovalVoid, draft.reference.as_str(), why).await?;
    Ok(true)
}
