//! The letter page. It answers the printing itself: a page that could be loaded again would show the code again.
use super::{Contact, contacts_web, letter, may_vet, vetting};
use crate::{
    error::{Error, Result},
    ids::AccountId,
    web::{By, Frame, Posted, Section, by::Vetting, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/letter.html")]
struct LetterPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    /// The one printed before.
    last: Option<letter::Letter>,
    /// The end of the waiting time, while it runs.
    wait: Option<i64>,
}

#[derive(Template)]
#[template(path = "accounts/letter_printed.html")]
struct PrintedPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    code: &'a str,
    expires_at: i64,
    /// The address to type, without `https://`.
    address: &'a str,
}

/// The approval that lets the person enrol.
async fn approved(tx: &mut crate::db::Tx, id: &AccountId) -> Result<Option<vetting::Case>> {
    Ok(vetting::history(tx, id).await?.into_iter().find(|c| c.state == vetting::Stage::Approved && c.purpose != vetting::Purpose::Renewal))
}

/// `/desk/contacts/{id}/letter`
pub async fn show(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let (contact, last, approved) = {
        let mut tx = by.visit.app.db.snapshot().await?;
        let contact = super::contact(&mut tx, &AccountId(id)).await?;
        let last = letter::last(&mut tx, &contact.id).await?.filter(|l| l.created_at > 0);
        let approved = approved(&mut tx, &contact.id).await?;
        (contact, last, approved)
    };
    // Who may not print it, or for whom there is none, learns so before pressing the button; while the time runs the page says so.
    let wait = match may_vet::letter(&by.who, &contact, approved.as_ref(), by.visit.now) {
        Ok(_) => None,
        Err(Error::Refused("refused-letter-wait")) => approved.and_then(|c| c.ready_at),
        Err(other) => return Err(other),
    };
    contacts_web::opened(&by, &contact, "letter page").await?;
    by.page(&LetterPage { f: by.frame(Section::Parties), contact: &contact, last, wait })
}

/// Prints it: the code is on this answer and nowhere else. An earlier letter is void.
pub async fn print(by: By<Vetting>, Path(id): Path<String>, _: Posted<super::web::NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let approved = approved(&mut tx, &contact.id).await?;
    let go = may_vet::letter(&by.who, &contact, approved.as_ref(), by.visit.now)?;
    let printed = letter::print(&mut tx, &by.act(), go, &contact).await?;
    tx.commit().await?;
    let address = by.visit.app.settings.config.origin.trim_start_matches("https://");
    by.page(&PrintedPage { f: by.frame(Section::Parties), contact: &contact, code: &printed.code, expires_at: printed.expires_at, address })
}
