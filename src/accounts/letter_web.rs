//! The letter page. It answers the printing itself: a page that could be loaded again would show the code again.
use super::{Contact, letter, may_vet, vetting};
use crate::{
    error::Result,
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

/// The end of the waiting time of the approval that lets the person enrol.
async fn ready_at(tx: &mut crate::db::Tx, id: &AccountId) -> Result<Option<i64>> {
    let cases = vetting::history(tx, id).await?;
    Ok(cases.into_iter().find(|c| c.state == vetting::Stage::Approved).and_then(|c| c.ready_at))
}

/// `/desk/contacts/{id}/letter`
pub async fn show(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let (contact, last, ready) = {
        let mut tx = by.visit.app.db.snapshot().await?;
        let contact = super::contact(&mut tx, &AccountId(id)).await?;
        let last = letter::last(&mut tx, &contact.id).await?.filter(|l| l.created_at > 0);
        let ready = ready_at(&mut tx, &contact.id).await?;
        (contact, last, ready)
    };
    // Who may not print it, or for whom there is none, learns so before pressing the button.
    drop(may_vet::letter(&by.who, &contact, None, by.visit.now)?);
    let wait = ready.filter(|at| *at > by.visit.now);
    by.page(&LetterPage { f: by.frame(Section::Parties), contact: &contact, last, wait })
}

/// Prints it: the code is on this answer and nowhere else. An earlier letter is void.
pub async fn print(by: By<Vetting>, Path(id): Path<String>, _: Posted<super::web::NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let ready = ready_at(&mut tx, &contact.id).await?;
    let go = may_vet::letter(&by.who, &contact, ready, by.visit.now)?;
    let printed = letter::print(&mut tx, &by.act(), go, &contact).await?;
    tx.commit().await?;
    let address = by.visit.app.settings.config.origin.trim_start_matches("https://");
    by.page(&PrintedPage { f: by.frame(Section::Parties), contact: &contact, code: &printed.code, expires_at: printed.expires_at, address })
}
