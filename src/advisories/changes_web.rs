//! `/advisories/{ref}/changes/{n}`: what has changed since the version a reader knows.
use super::{
    Article, Tlp, Viewer,
    changes::{self, Change, Tag},
    show_web::{record, slow, viewer},
};
use crate::{
    apart,
    error::{Error, Result},
    web::{By, Frame, Section, by::Reader, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "advisories/changes.html")]
struct ChangesPage<'a> {
    f: Frame<'a>,
    a: &'a Article,
    from: i64,
    /// The narrower marking of the two versions.
    tlp: Tlp,
    changes: &'a [Change],
    reader: &'a str,
    party: &'a str,
    copy: &'a str,
}

/// Both versions must have been addressed to the reader; the newer is the current one.
pub async fn show(by: By<Reader>, Path((reference, from)): Path<(String, i64)>) -> Result<HttpResponse> {
    let viewer = viewer(&by)?;
    slow(&by, &reference).await?;
    let (article, old, new) = {
        let mut tx = by.visit.app.db.snapshot().await?;
        let article = super::find(&mut tx, &viewer, &reference, None).await?;
        if article.withdrawn_at.is_some() || from >= article.number {
            return Err(Error::NotFound);
        }
        // Both in one language, or the whole text would be a difference.
        let (mut old, mut new) =
            (super::written(&mut tx, &viewer, &reference, from).await?, super::written(&mut tx, &viewer, &reference, article.number).await?);
        if old.language != new.language {
            let original = Viewer { language: article.original.clone(), ..viewer.clone() };
            old = super::written(&mut tx, &original, &reference, from).await?;
            new = super::written(&mut tx, &original, &reference, article.number).await?;
        }
        (article, old, new)
    };
    record(&by, &viewer, &article, &format!(", changes since version {from}")).await?;
    let tlp = old.tlp.min(new.tlp);
    let changes = apart::run(move || changes::between(&old.content, &new.content)).await?;
    let (reader, party) = (by.who.name.as_str(), by.who.party.as_ref().map_or("", |p| p.name.as_str()));
    by.page(&ChangesPage { f: by.frame(Section::Advisories), a: &article, from, tlp, changes: &changes, reader, party, copy: &by.visit.request })
}
