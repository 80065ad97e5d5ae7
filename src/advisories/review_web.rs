//! The approver's pages: review, publication, return, withdrawal.
use super::{
    Audience,
    changes::{Change, Tag},
    desk_web::version,
    drafting::{self, Draft, Reader},
    may, publishing, releasing,
    reviewing::{self, Audiences, Shown},
    sheet::Sheet,
    typeset::Typeset,
};
use crate::{
    apart,
    clock::DAY,
    error::{Error, Result},
    form,
    web::{By, Errors, Frame, Posted, Section, by::Approver, routes::Path, see, time},
};
use actix_web::HttpResponse;
use askama::Template;

/// Names shown at once; beyond, the page shows numbers and a link to the names.
const NAMES: usize = 120;

/// The readers of one party.
pub struct PartyReaders {
    /// The party.
    pub party: String,
    /// Their names.
    pub names: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/review.html")]
struct ReviewPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    s: Sheet,
    /// The text in the other language.
    other: Option<Sheet>,
    annexes: Vec<(String, Sheet)>,
    /// What differs from the version that readers see, if there is one.
    changes: Vec<Change>,
    audience: Audiences,
    readers: Vec<PartyReaders>,
    people: i64,
    /// What stands for exactly these readers: publication is bound to it.
    readers_mark: String,
    with_names: bool,
    own: bool,
    form: &'a ReviewForm,
    errors: Errors,
}

/// What both forms of the page hold.
#[derive(Default)]
struct ReviewForm {
    comment: String,
    publish_at: String,
}

impl ReviewPage<'_> {
    fn parties(&self) -> i64 {
        i64::try_from(self.readers.len()).unwrap_or(0)
    }
    fn narrow(&self) -> bool {
        self.d.audience.is_some_and(|a| a != Audience::AllParties)
    }
}

fn by_party(readers: Vec<Reader>) -> Vec<PartyReaders> {
    let mut out: Vec<PartyReaders> = Vec::new();
    for reader in readers {
        if out.last().is_none_or(|p| p.party != reader.party) {
            out.push(PartyReaders { party: reader.party, names: Vec::new() });
        }
        if let (Some(party), Some(name)) = (out.last_mut(), reader.name) {
            party.names.push(name);
        }
    }
    out
}

/// The page, whose record is durable first: it carries the whole text, with mistakes in a form as well as without.
async fn review_page<'a>(by: &'a By<Approver>, d: &'a Draft, form: &'a ReviewForm, errors: Errors) -> Result<ReviewPage<'a>> {
    by.visit.app.journal.record(super::desk_read_event(&by.act(), d, "review")).await?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let readers = drafting::readers(&mut tx, d).await?;
    let before = drafting::current(&mut tx, d).await?;
    let audience = reviewing::audiences(&mut tx, d, &readers, before.as_ref()).await?;
    drop(tx);
    let draft = d.clone();
    // Rendering and comparing take their time: nobody waits for this thread meanwhile.
    let shown = apart::run(move || reviewing::shown(&draft, before.as_ref())).await?;
    let Shown { sheet: s, other, annexes, changes } = shown;
    let readers_mark = reviewing::mark(&readers, d.audience);
    let people = readers.iter().filter(|r| r.name.is_some()).count();
    let f = if errors.any() { by.failed(Section::Desk) } else { by.frame(Section::Desk) };
    let with_names = people <= NAMES || by.visit.query()?.text("names") == "all";
    let (people, own) = (i64::try_from(people).unwrap_or(0), d.touched_by(&by.who.id));
    Ok(ReviewPage { f, s, other, annexes, changes, audience, readers: by_party(readers), people, readers_mark, with_names, own, d, form, errors })
}

/// `/desk/advisories/{ref}/review`
pub async fn review(by: By<Approver>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    if d.state != super::State::InReview {
        return Ok(see(format!("/desk/advisories/{reference}")));
    }
    let form = ReviewForm::default();
    let page = review_page(&by, &d, &form, Errors::none()).await?;
    by.page(&page)
}

form! {
    /// `/desk/advisories/{ref}/publication`
    pub struct PublishForm { version, publish_at, readers }
}

/// A page that answers a mistake is bound to the newest state; so nobody gets it who has not read that state.
fn unchanged(d: &Draft, lock: i64) -> Result<()> {
    if d.lock == lock { Ok(()) } else { Err(Error::Stale("stale-draft")) }
}

/// How far ahead a release may lie.
const AHEAD: i64 = 366 * DAY;

/// Publishes exactly what was reviewed, at once or at a time. What takes its time is made of what was read; within the transaction
/// all is asked again, and what changed in between is not published.
pub async fn publish(by: By<Approver>, Path(reference): Path<String>, Posted(form): Posted<PublishForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::publish(&by.who, d.clone())?);
    unchanged(&d, lock)?;
    let at = match release_at(&by, form.publish_at.trim()) {
        Ok(at) => at,
        Err(key) => {
            let (mut errors, form) = (Errors::none(), ReviewForm { publish_at: form.publish_at, ..ReviewForm::default() });
            errors.add("publish_at", by.visit.t(key));
            let page = review_page(&by, &d, &form, errors).await?;
            return by.mistaken(&page);
        }
    };
    let made = if at.is_none() { Some(Typeset::apart(d).await?) } else { None };
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    reviewing::same_readers(&mut tx, &d, &form.readers).await?;
    let go = may::publish(&by.who, d)?;
    match (at, made) {
        (Some(at), _) => releasing::approve(&mut tx, &by.act(), go, lock, at).await?,
        (None, Some(made)) => releasing::publish(&mut tx, &by.act(), &by.visit.app.press, go, lock, &made).await?,
        (None, None) => return Err(Error::Stale("stale-draft")),
    }
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

/// When it is to be released; none for at once. A time that a change of the clock skips or repeats is refused: nobody may
/// have to guess which of two hours was meant.
fn release_at(by: &By<Approver>, typed: &str) -> std::result::Result<Option<i64>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    match time::exact(typed, &by.visit.names.zone) {
        Ok(at) if at <= by.visit.now => Err("publish-at-past"),
        Ok(at) if at > by.visit.now.saturating_add(AHEAD) => Err("publish-at-far"),
        Ok(at) => Ok(Some(at)),
        Err(time::Inexact::Unreadable) => Err("marking-time-wrong"),
        Err(time::Inexact::Skipped) => Err("publish-at-skipped"),
        Err(time::Inexact::Repeated) => Err("publish-at-repeated"),
    }
}

form! {
    /// `/desk/advisories/{ref}/return`
    pub struct ReturnForm { version, comment }
}

/// Sends the version back.
pub async fn send_back(by: By<Approver>, Path(reference): Path<String>, Posted(form): Posted<ReturnForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::send_back(&by.who, d.clone())?;
    unchanged(&d, lock)?;
    let comment = form.comment.trim();
    if !(3..=4_000).contains(&comment.chars().count()) {
        drop(tx);
        let mut errors = Errors::none();
        errors.add("comment", by.visit.t("return-comment-missing"));
        let form = ReviewForm { comment: form.comment, ..ReviewForm::default() };
        let page = review_page(&by, &d, &form, errors).await?;
        return by.mistaken(&page);
    }
    publishing::send_back(&mut tx, &by.act(), go, lock, comment).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

#[derive(Template)]
#[template(path = "desk/withdrawal.html")]
struct WithdrawalPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    form: &'a WithdrawalForm,
    errors: Errors,
}

/// `/desk/advisories/{ref}/withdrawal`
pub async fn withdrawal(by: By<Approver>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::withdraw(&by.who, d.clone())?);
    by.page(&WithdrawalPage { f: by.frame(Section::Desk), d: &d, form: &WithdrawalForm::default(), errors: Errors::none() })
}

form! {
    /// `/desk/advisories/{ref}/withdrawal`
    pub struct WithdrawalForm { reason, replacement }
}

/// Withdraws the advisory.
pub async fn withdraw(by: By<Approver>, Path(reference): Path<String>, Posted(form): Posted<WithdrawalForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::withdraw(&by.who, d.clone())?;
    let mut errors = Errors::none();
    let (reason, replacement) = (form.reason.trim(), form.replacement.trim().to_uppercase());
    if !(3..=1_000).contains(&reason.chars().count()) {
        errors.add("reason", by.visit.t("withdrawal-reason-missing"));
    }
    let replaced_by = match drafting::find(&mut tx, &replacement).await {
        Ok(other) if other.current > 0 && other.reference != d.reference && other.withdrawn_at.is_none() => Some(replacement),
        _ if replacement.is_empty() => None,
        Err(Error::Database(e)) => return Err(e.into()),
        _ => {
            errors.add("replacement", by.visit.t("withdrawal-replacement-wrong"));
            None
        }
    };
    if errors.any() {
        return by.mistaken(&WithdrawalPage { f: by.failed(Section::Desk), d: &d, form: &form, errors });
    }
    publishing::withdraw(&mut tx, &by.act(), go, reason, replaced_by.as_deref()).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}
