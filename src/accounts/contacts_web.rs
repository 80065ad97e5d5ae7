//! One contact on the desk: who they are, where their account stands, and confirming them.
use super::{Contact, State, may, web::NoFields};
use crate::{
    error::Result,
    ids::AccountId,
    web::{
        By, Frame, Posted, Section,
        by::{Contacts, Vetting},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/contact.html")]
struct ContactPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    may_confirm: bool,
}

/// `/desk/contacts/{id}`
pub async fn show(by: By<Contacts>, Path(id): Path<String>) -> Result<HttpResponse> {
    let contact = super::contact(&mut by.visit.app.db.read().await?, &AccountId(id)).await?;
    let may_confirm = by.who.roles.vetting && contact.state == State::Enrolled;
    by.page(&ContactPage { f: by.frame(Section::Parties), contact: &contact, may_confirm })
}

/// `/desk/contacts/{id}/confirmation`: the agency has called back and knows the person.
pub async fn confirm(by: By<Vetting>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let go = may::confirm(&by.who, &contact)?;
    super::confirm(&mut tx, &by.act(), go, &by.visit.app.settings.config.authentication).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}", contact.id)))
}
