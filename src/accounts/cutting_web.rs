//! Cutting a contact's access: one person, one page, effective on the next request.
use super::{Contact, State, contacts_web, may_vet, session};
use crate::{
    error::Result,
    form,
    ids::AccountId,
    web::{By, Errors, Frame, Posted, Section, by::Cutting, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

/// Why access is cut, as forms say it, with the key of its words.
pub const REASONS: [(&str, &str); 4] = [("left", "cut-left"), ("lost", "cut-lost"), ("suspected", "cut-suspected"), ("other", "cut-other")];

/// The key of the words for why access ended.
pub fn why(reason: &str) -> &'static str {
    let known = REASONS.iter().chain(&[("idle", "cut-idle"), ("invitation", "cut-invitation"), ("vetting", "cut-vetting")]);
    known.clone().find(|(text, _)| *text == reason).map_or("cut-other", |(_, key)| key)
}

#[derive(Template)]
#[template(path = "accounts/revocation.html")]
struct CutPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    sessions: i64,
    reason: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/revoked.html")]
struct CutDonePage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    at: i64,
    why: &'static str,
    /// The names of the leads who were told.
    told: Vec<String>,
    may_restore: bool,
}

async fn cut_page<'a>(by: &'a By<Cutting>, f: Frame<'a>, contact: &'a Contact, reason: &'a str, errors: Errors) -> Result<CutPage<'a>> {
    let sessions = session::list(&mut by.visit.app.db.read().await?, &contact.id, b"", by.visit.now).await?.len();
    Ok(CutPage { f, contact, sessions: i64::try_from(sessions).unwrap_or(i64::MAX), reason, errors })
}

/// `/desk/contacts/{id}/revocation`: the page before, and after it is done.
pub async fn show(by: By<Cutting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.read().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    drop(tx);
    if contact.state != State::Cut {
        drop(may_vet::officer_cuts(&by.who, &contact)?);
        contacts_web::opened(&by, &contact, "revocation page").await?;
        return by.page(&cut_page(&by, by.frame(Section::Parties), &contact, "", Errors::none()).await?);
    }
    contacts_web::opened(&by, &contact, "revocation page").await?;
    let told = super::leads(&mut by.visit.app.db.read().await?, &contact.id).await?.into_iter().map(|(_, name)| name).collect();
    let (at, may_restore) = (contact.ended_at.unwrap_or(contact.created_at), by.who.roles.vetting);
    by.page(&CutDonePage { f: by.frame(Section::Parties), contact: &contact, at, why: why(&contact.ended_why), told, may_restore })
}

form! {
    /// `/desk/contacts/{id}/revocation`
    pub struct CutForm { reason }
}

/// Cuts it.
pub async fn cut(by: By<Cutting>, Path(id): Path<String>, Posted(form): Posted<CutForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let go = may_vet::officer_cuts(&by.who, &contact)?;
    if !REASONS.iter().any(|(text, _)| *text == form.reason) {
        drop(tx);
        contacts_web::opened(&by, &contact, "revocation page").await?;
        let mut errors = Errors::none();
        errors.add("reason", by.visit.t("cut-reason-missing"));
        return by.mistaken(&cut_page(&by, by.failed(Section::Parties), &contact, &form.reason, errors).await?);
    }
    super::cut(&mut tx, &by.act(), go, &form.reason).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}/revocation", contact.id)))
}
