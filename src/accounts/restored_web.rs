//! `/admin/restored`: why the portal is locked, and the two administrators who open it again.
use super::{Person, may, restored, restored::Restoration, web::NoFields};
use crate::{
    error::{Error, Result},
    web::{By, Frame, Posted, Section, by::Administrator, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "staff/restored.html")]
struct RestoredPage<'a> {
    f: Frame<'a>,
    r: &'a Restoration,
    /// Whether this administrator was the first of the two.
    waits: bool,
    /// Whether the first has opened it.
    second: bool,
}

/// The page.
pub async fn page(by: By<Administrator>, _: Path<()>) -> Result<HttpResponse> {
    let r = restored::open(&mut by.visit.app.db.read().await?).await?.ok_or(Error::NotFound)?;
    let who: &Person = &by.who;
    by.page(&RestoredPage { f: by.frame(Section::Admin), waits: r.first_by.as_ref() == Some(&who.id), second: r.first_by.is_some(), r: &r })
}

/// One of two opens it.
pub async fn unlock(by: By<Administrator>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let (app, mut tx) = (&by.visit.app, by.visit.app.db.write().await?);
    let r = restored::open(&mut tx).await?.ok_or(Error::NotFound)?;
    let go = may::unlock(&by.who, &r)?;
    let both = restored::unlock(&mut tx, &by.act(), &go).await?;
    if !both {
        tx.commit().await?;
        return Ok(see("/admin/restored"));
    }
    app.begin_anew(tx, &by.act()).await?;
    Ok(see("/admin"))
}
