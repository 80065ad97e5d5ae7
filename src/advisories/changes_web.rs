//! `/advisories/{ref}/changes/{n}`: what has changed since the version a reader knows.
use super::{
    Article, Viewer,
    changes::{self, Change, Tag},
    show_web::{record, viewer},
};
use crate::{
    error::{Error, Result},
    web::{By, Frame, Section, by::Reader, routes::Path},
};
use actix_web::{HttpResponse, web::block};
use askama::Template;

#[derive(Template)]
#[template(path = "advisories/changes.html")]
struct ChangesPage<'a> {
    f: Frame<'a>,
    a: &'a Article,
    from: i64,
    changes: &'a [Change],
    reader: &'a str,
    party: &'a str,
    copy: &'a str,
}

/// Both versions must have been addressed to the reader; the newer is the current one.
pub async fn show(by: By<Reader>, Path((reference, from)): Path<(String, i64)>) -> Result<HttpResponse> {
    let viewer = viewer(&by)?;
    let (article, old, new) = {
        let mut tx = by.visit.app.db.snapshot().await?;
        let article = super::find(&mut tx, &viewer, &reference, None).await?;
        if article.withdrawn_at.is_some() || from >= article.number {
            return Err(Error::NotFound);
        }
        // Both in one language, or the whole text would be a difference.
        let (mut old, mut new) =
            (super::written(&mut tx, &viewer, &reference, from).await?, super::written(&mut tx, &viewer, &reference, article.number).await?);
        if old.0 != new.0 {
            let original = Viewer { language: article.original.clone(), ..viewer.clone() };
            old = super::written(&mut tx, &original, &reference, from).await?;
            new = super::written(&mut tx, &original, &reference, article.number).await?;
        }
        (article, old.1, new.1)
    };
    record(&by, &viewer, &article, ", changes").await?;
    let changes = block(move || changes::between(&old, &new)).await.map_err(|_| Error::Crypto("the work on a difference was given up"))?;
    let (reader, party) = (by.who.name.as_str(), by.who.party.as_ref().map_or("", |p| p.name.as_str()));
    by.page(&ChangesPage { f: by.frame(Section::Advisories), a: &article, from, changes: &changes, reader, party, copy: &by.visit.request })
}
