//! The approver's pages: review, publication, return, withdrawal; and the preview for a party.
use super::{
    Audience,
    desk_web::version,
    drafting::{self, Draft, Reader},
    may, publishing,
    sheet::Sheet,
};
use crate::{
    error::{Error, Result},
    form,
    parties::{self, PartyRow},
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Approver, Publishing},
        routes::Path,
        see,
    },
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
    readers: Vec<PartyReaders>,
    people: i64,
    with_names: bool,
    own: bool,
    form: &'a ReturnForm,
    errors: Errors,
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

async fn review_page<'a>(by: &'a By<Approver>, d: &'a Draft, form: &'a ReturnForm, errors: Errors) -> Result<ReviewPage<'a>> {
    let readers = drafting::readers(&mut by.visit.app.db.read().await?, d).await?;
    let people = readers.iter().filter(|r| r.name.is_some()).count();
    let f = if errors.any() { by.failed(Section::Desk) } else { by.frame(Section::Desk) };
    let with_names = people <= NAMES || by.visit.query()?.text("names") == "all";
    let people = i64::try_from(people).unwrap_or(0);
    Ok(ReviewPage { f, s: Sheet::of_draft(d), readers: by_party(readers), people, with_names, own: d.touched_by(&by.who.id), d, form, errors })
}

/// `/desk/advisories/{ref}/review`
pub async fn review(by: By<Approver>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    if d.state != super::State::InReview {
        return Ok(see(format!("/desk/advisories/{reference}")));
    }
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "review")).await?;
    let form = ReturnForm::default();
    let page = review_page(&by, &d, &form, Errors::none()).await?;
    by.page(&page)
}

form! {
    /// `/desk/advisories/{ref}/publication`
    pub struct PublishForm { version, publish_at }
}

/// Publishes exactly what was reviewed.
pub async fn publish(by: By<Approver>, Path(reference): Path<String>, Posted(form): Posted<PublishForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    if !form.publish_at.trim().is_empty() {
        drop(tx);
        let (mut errors, empty) = (Errors::none(), ReturnForm::default());
        errors.add("publish_at", by.visit.t("error-publish-at"));
        let page = review_page(&by, &d, &empty, errors).await?;
        return by.mistaken(&page);
    }
    publishing::publish(&mut tx, &by.act(), may::publish(&by.who, d)?, lock).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
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
    let comment = form.comment.trim();
    if !(3..=4_000).contains(&comment.chars().count()) {
        drop(tx);
        let mut errors = Errors::none();
        errors.add("comment", by.visit.t("return-comment-missing"));
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

#[derive(Template)]
#[template(path = "desk/preview.html")]
struct PreviewPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    s: Sheet,
    parties: &'a [PartyRow],
    party: &'a PartyRow,
    reaches: bool,
}

/// `/desk/advisories/{ref}/preview?party=`: what a party will see.
pub async fn preview(by: By<Publishing>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let parties = parties::active(&mut tx).await?;
    let party = match q.given("party") {
        Some(slug) => parties.iter().find(|p| p.slug == slug),
        None => parties.first(),
    };
    let party = party.ok_or(Error::NotFound)?;
    let reaches = drafting::reaches(&mut tx, &d, &party.slug).await?;
    drop(tx);
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "preview")).await?;
    by.page(&PreviewPage { f: by.frame(Section::Desk), s: Sheet::of_draft(&d), parties: &parties, party, reaches, d: &d })
}
