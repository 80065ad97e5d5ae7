//! Opening a vetting of somebody who is known: to give access back, to reset means of sign-in, to prolong.
use super::{Contact, contacts_web, may_vet, vetting, vetting::Purpose};
use crate::{
    error::Result,
    form,
    ids::AccountId,
    web::{By, Errors, Frame, Posted, Section, by::Vetting, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/opening.html")]
struct OpeningPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    /// `restoration`, `reset` or `renewal`: the last part of the address.
    purpose: Purpose,
    title: &'a str,
    says: &'a str,
    reason: &'a str,
    errors: Errors,
}

fn words(purpose: Purpose) -> (&'static str, &'static str) {
    match purpose {
        Purpose::Admission | Purpose::Restoration => ("restoration-title", "restoration-text"),
        Purpose::Reset => ("reset-title", "reset-text"),
        Purpose::Renewal => ("renewal-title", "renewal-text"),
    }
}

form! {
    /// `/desk/contacts/{id}/restoration`, `/reset`, `/renewal`
    pub struct ReasonForm { reason }
}

async fn page(by: By<Vetting>, id: String, purpose: Purpose) -> Result<HttpResponse> {
    let contact = super::contact(&mut by.visit.app.db.read().await?, &AccountId(id)).await?;
    drop(may_vet::open(&by.who, &contact, purpose)?);
    contacts_web::opened(&by, &contact, "vetting page").await?;
    let (title, says) = words(purpose);
    let f = by.frame(Section::Parties);
    by.page(&OpeningPage { title: by.visit.t(title), says: by.visit.t(says), f, contact: &contact, purpose, reason: "", errors: Errors::none() })
}

async fn open(by: By<Vetting>, id: String, purpose: Purpose, form: ReasonForm) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let go = may_vet::open(&by.who, &contact, purpose)?;
    if !(3..=500).contains(&form.reason.trim().chars().count()) {
        drop(tx);
        contacts_web::opened(&by, &contact, "vetting page").await?;
        let mut errors = Errors::none();
        errors.add("reason", by.visit.t("opening-reason-missing"));
        let (title, says) = words(purpose);
        let f = by.failed(Section::Parties);
        return by.mistaken(&OpeningPage { title: by.visit.t(title), says: by.visit.t(says), f, contact: &contact, purpose, reason: &form.reason, errors });
    }
    vetting::open(&mut tx, &by.act(), go, &form.reason).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}/vetting", contact.id)))
}

/// `/desk/contacts/{id}/restoration`: giving access back takes two.
pub async fn restoration(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    page(by, id, Purpose::Restoration).await
}

/// The first of the two asks for it.
pub async fn open_restoration(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<ReasonForm>) -> Result<HttpResponse> {
    open(by, id, Purpose::Restoration, form).await
}

/// `/desk/contacts/{id}/reset`: for somebody who has lost their means of sign-in.
pub async fn reset(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    page(by, id, Purpose::Reset).await
}

/// The first of the two asks for it.
pub async fn open_reset(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<ReasonForm>) -> Result<HttpResponse> {
    open(by, id, Purpose::Reset, form).await
}

/// `/desk/contacts/{id}/renewal`: verified anew before the date.
pub async fn renewal(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    page(by, id, Purpose::Renewal).await
}

/// The first of the two asks for it.
pub async fn open_renewal(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<ReasonForm>) -> Result<HttpResponse> {
    open(by, id, Purpose::Renewal, form).await
}
