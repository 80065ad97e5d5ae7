//! Approval and release. An approval is bound to the hash of all that was reviewed; a release, at once or at a time, publishes
//! exactly that or nothing. What takes its time is made before (`typeset.rs`), and taken only where it was made of that.
use super::{
    Audience, Severity, State, canonical,
    draft::{self, Draft},
    may,
    press::Press,
    store_desk as store, store_parts as parts, store_recipients as recipients, store_release as releases, store_search as search,
    typeset::Typeset,
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

/// Publishes exactly what was reviewed: groups become the parties they hold now, the texts are signed, the hash is taken over all
/// of it, and the version can never change again. Everybody who may read it is told by mail that something waits.
///
/// # Errors
/// [`Error::Stale`] when it changed since it was read or rendered; [`Error::Refused`] when nobody would be able to read it.
pub async fn publish(tx: &mut Tx, act: &Act, press: &Press, go: may::Publish, lock: i64, made: &Typeset) -> Result<()> {
    let (id, severity) = (go.draft().id.clone(), go.draft().severity);
    publish_in_silence(tx, act, press, go, lock, made).await?;
    announce(tx, act, &id, severity).await
}

/// The same without a mail to those who will read: for the demo, whose advisories are of the past.
///
/// # Errors
/// As [`publish`].
pub async fn publish_in_silence(tx: &mut Tx, act: &Act, press: &Press, go: may::Publish, lock: i64, made: &Typeset) -> Result<()> {
    let (mut draft, by) = go.take();
    address(tx, &mut draft, lock).await?;
    let (event, superseded) = release(tx, act, press, &draft, &by, made).await?;
    audit::append(tx, &act.keys, &event).await?;
    if let Some(event) = superseded {
        audit::append(tx, &act.keys, &event).await?;
    }
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

/// Makes the version public and final; the caller appends the records, for the log comes last.
async fn release(tx: &mut Tx, act: &Act, press: &Press, draft: &Draft, by: &AccountId, made: &Typeset) -> Result<(audit::Event, Option<audit::Event>)> {
    let (Some(tlp), Some(_), Some(audience)) = (draft.tlp, draft.severity, draft.audience) else { return Err(Error::Refused("refused-incomplete")) };
    if !made.fits(draft) || !releases::claim(tx, &draft.id, draft.number, draft.lock).await? {
        return Err(Error::Stale("stale-draft"));
    }
    let hash = draft.hash(&draft.named(), draft.release_at);
    keep_parts(tx, draft, made).await?;
    let approval = releases::Approval { by, at: act.at, hash: &hash, release_at: draft.release_at };
    if !releases::set_published(tx, &draft.id, draft.number, draft.lock, &approval, &made.rendered).await? {
        return Err(Error::Stale("stale-draft"));
    }
    if !store::set_current(tx, &draft.id, draft.number, act.at).await? {
        return Err(Error::Stale("stale-withdrawn"));
    }
    sign(tx, act, press, draft).await?;
    index(tx, draft, made).await?;
    let superseded = supersede(tx, act, draft).await?;
    let mut event = act.did(Action::Published, draft.reference.as_str());
    event.detail = format!("version {}, {}, {}", draft.number, tlp.label(), audience.text());
    event.hash = Some(hash);
    Ok((event, superseded))
}

/// The older advisory says what has taken its place; the record of it, for the caller to append.
async fn supersede(tx: &mut Tx, act: &Act, draft: &Draft) -> Result<Option<audit::Event>> {
    let Some(older) = &draft.supersedes else { return Ok(None) };
    let taken = releases::set_superseded(tx, older, draft.reference.as_str(), act.at).await? > 0;
    Ok(taken.then(|| audit::Event { detail: format!("by {}", draft.reference), ..act.did(Action::Superseded, older) }))
}

async fn keep_parts(tx: &mut Tx, draft: &Draft, made: &Typeset) -> Result<()> {
    if let Some(translation) = &made.translation {
        parts::set_translation_rendered(tx, &draft.id, draft.number, translation).await?;
    }
    for (annex, section) in draft.annexes.iter().zip(&made.annexes) {
        parts::set_annex_rendered(tx, &draft.id, draft.number, &annex.party_id, &section.rendered, &section.translation).await?;
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

async fn index(tx: &mut Tx, draft: &Draft, made: &Typeset) -> Result<()> {
    search::forget(tx, &draft.id).await?;
    search::remember(tx, &draft.id, "", &made.words).await?;
    for (annex, section) in draft.annexes.iter().zip(&made.annexes) {
        search::remember(tx, &draft.id, annex.party_id.as_str(), &section.words).await?;
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
    let draft = draft::find(&mut db.snapshot().await?, reference).await?;
    let made = Typeset::apart(draft).await?;
    let mut tx = db.write().await?;
    let done = due(&mut tx, press, act, reference, &made).await?;
    if done {
        tx.commit().await?;
    }
    Ok(done)
}

/// One release; false when another node was first, or when the text changed while it was rendered: the next look does it.
async fn due(tx: &mut Tx, press: &Press, act: &Act, reference: &str, made: &Typeset) -> Result<bool> {
    let draft = draft::find(tx, reference).await?;
    if draft.state != State::Scheduled || draft.release_at.is_none_or(|at| at > act.at) {
        return Ok(false);
    }
    match checked(tx, draft.clone()).await? {
        Ok((draft, by, left_out)) => {
            let (mut event, superseded) = match release(tx, act, press, &draft, &by, made).await {
                Err(Error::Stale(_)) => return Ok(false),
                other => other?,
            };
            event.detail = format!("{}, approved by {by}, {left_out} without access left out", event.detail);
            announce(tx, act, &draft.id, draft.severity).await?;
            audit::append(tx, &act.keys, &event).await?;
            if let Some(event) = superseded {
                audit::append(tx, &act.keys, &event).await?;
            }
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
