//! One's own open sessions, and ending them.
use super::{session, web::NoFields};
use crate::{
    error::{Error, Result},
    ids::AccountId,
    web::{By, Frame, Posted, Section, by::SignedIn, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/sessions.html")]
struct SessionsPage<'a> {
    f: Frame<'a>,
    sessions: &'a [session::Listed],
}

/// The session of this request.
fn own(by: &By<SignedIn>) -> Result<(&[u8], &AccountId)> {
    let open = by.visit.open.as_ref().ok_or(Error::SignedOut)?;
    Ok((&open.digest, &open.person.id))
}

/// `/account/sessions`
pub async fn list(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let (here, account) = own(&by)?;
    let sessions = session::list(&mut by.visit.app.db.read().await?, account, here, by.visit.now).await?;
    by.page(&SessionsPage { f: by.frame(Section::None), sessions: &sessions })
}

/// `/account/sessions/{id}/end`
pub async fn end(by: By<SignedIn>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let (here, account) = own(&by)?;
    let mut tx = by.visit.app.db.write().await?;
    session::end_one(&mut tx, &by.act(), account, here, &id).await?;
    tx.commit().await?;
    Ok(see("/account/sessions"))
}

/// `/account/sessions/others/end`
pub async fn end_others(by: By<SignedIn>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let (here, account) = own(&by)?;
    let mut tx = by.visit.app.db.write().await?;
    session::end_others(&mut tx, &by.act(), account, here).await?;
    tx.commit().await?;
    Ok(see("/account/sessions"))
}
