//! The pages of attachments: an author puts files to a draft, an approver looks at them, a reader takes them away.
use super::{
    Attachment, Tlp, Viewer, attaching,
    desk_web::version,
    drafting::{self, Draft},
    may,
    show_web::{record, slow, viewer},
};
use crate::{
    apart,
    crypto::sha256,
    error::{Error, Result},
    files::{self, Kind, Limits, name, pdf},
    form,
    web::{
        App, By, Errors, Frame, Posted, Section,
        by::{Author, Publishing, Reader},
        headers::saved,
        routes::Path,
        see,
        upload::{Sent, Uploaded},
    },
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::Bytes,
};
use askama::Template;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "desk/attachments.html")]
struct AttachmentsPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    most: String,
    errors: Errors,
}

fn page<'a>(by: &'a By<Author>, f: Frame<'a>, d: &'a Draft, errors: Errors) -> AttachmentsPage<'a> {
    let most = f.size(i64::try_from(by.visit.app.settings.config.attachments.max_bytes).unwrap_or(0));
    AttachmentsPage { f, d, most, errors }
}

/// `/desk/advisories/{ref}/attachments`
pub async fn list(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    by.page(&page(&by, by.frame(Section::Desk), &d, Errors::none()))
}

form! {
    /// `/desk/advisories/{ref}/attachments`
    pub struct AttachForm { version }
}

/// Takes a file, or says why not; nothing of one that is not taken is kept.
pub async fn attach(by: By<Author>, Path(reference): Path<String>, sent: Uploaded<AttachForm, Sent>) -> Result<HttpResponse> {
    let lock = version(&sent.form.version)?;
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let limits = &by.visit.app.settings.config.attachments;
    let checked = match sent.file {
        None => Err(by.visit.t("file-missing").to_owned()),
        Some(file) => {
            let rules = Limits::new(limits).map_err(|_| Error::Crypto("the limits of attachments are not right"))?;
            files::check(&rules, &file.name, file.bytes).await.map_err(|refusal| by.visit.tw(refusal.key(), "what", &refusal.what()))
        }
    };
    let says = match checked {
        Err(says) => says,
        Ok(file) => {
            let mut tx = by.visit.app.db.write().await?;
            let now = drafting::find(&mut tx, &reference).await?;
            match attaching::attach(&mut tx, &by.act(), may::edit(&by.who, now)?, lock, limits, &file).await {
                Ok(Ok(())) => {
                    tx.commit().await?;
                    return Ok(see(format!("/desk/advisories/{reference}/attachments")));
                }
                Ok(Err(full)) => by.visit.t(full).to_owned(),
                Err(Error::Stale(what)) => return conflict(&by, &reference, what).await,
                Err(other) => return Err(other),
            }
        }
    };
    let mut errors = Errors::none();
    errors.add("file", says);
    by.mistaken(&page(&by, by.failed(Section::Desk), &d, errors))
}

/// Somebody else saved first: the page as it is now, to choose the file again.
async fn conflict(by: &By<Author>, reference: &str, what: &'static str) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, reference).await?;
    let mut errors = Errors::none();
    errors.add("file", by.visit.t(what));
    crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &page(by, by.failed(Section::Desk), &d, errors))
}

form! {
    /// `/desk/advisories/{ref}/attachments/{name}/removal`
    pub struct RemovalForm { version }
}

/// Takes a file off the draft.
pub async fn remove(by: By<Author>, Path((reference, name)): Path<(String, String)>, Posted(form): Posted<RemovalForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    attaching::detach(&mut tx, &by.act(), may::edit(&by.who, d)?, lock, &name).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}/attachments")))
}

/// `/desk/advisories/{ref}/attachments/{name}`: as it is kept, for those who write and review.
pub async fn desk(by: By<Publishing>, Path((reference, name)): Path<(String, String)>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    let file = d.attachments.iter().find(|a| a.name == name).ok_or(Error::NotFound)?;
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, &format!("attachment {name}"))).await?;
    Ok(streamed(&by.visit.app, file, None))
}

/// `/advisories/{ref}/attachments/{name}`: a PDF carries its reader's name, unless it may be shown to everybody.
pub async fn reader(by: By<Reader>, Path((reference, name)): Path<(String, String)>) -> Result<HttpResponse> {
    let viewer = viewer(&by)?;
    slow(&by, &reference).await?;
    let (article, file) = {
        let mut tx = by.visit.app.db.read().await?;
        let article = super::find(&mut tx, &viewer, &reference, None).await?;
        if article.withdrawn_at.is_some() {
            return Err(Error::NotFound);
        }
        let file = super::files(&mut tx, &article).await?.into_iter().find(|f| f.name == name).ok_or(Error::NotFound)?;
        (article, file)
    };
    record(&by, &viewer, &article, &format!(", attachment {name}")).await?;
    if file.kind != Kind::Pdf.extension() || article.tlp == Tlp::Clear {
        return Ok(streamed(&by.visit.app, &file, Some((viewer, reference))));
    }
    let app = &by.visit.app;
    let party = by.who.party.as_ref().map_or("", |p| p.name.as_str());
    let lines = [format!("{} {}", article.tlp.label(), article.reference), format!("{}, {party}", by.who.name), by.visit.request.clone()];
    let bytes = attaching::whole(&app.db, &app.keys, &file).await?;
    let marked = apart::run(move || pdf::watermark(&bytes, &lines.each_ref().map(String::as_str))).await?;
    let marked = marked.map_err(|_| Error::Crypto("a copy could not be made"))?;
    let mut tx = app.db.write().await?;
    attaching::copied(&mut tx, &viewer, &file, &sha256(&marked), by.visit.now).await?;
    tx.commit().await?;
    Ok(saved(head(&file).body(marked)))
}

/// The headers of every file: it is saved, never shown within the portal, and never answered in parts.
fn head(file: &Attachment) -> actix_web::HttpResponseBuilder {
    let kind = Kind::of_extension(&file.kind).map_or("application/octet-stream", Kind::media_type);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, kind)).insert_header((header::CONTENT_DISPOSITION, name::disposition(&file.name)));
    answer
}

/// The file, piece by piece: no more of it is in memory than one. A reader gets no further piece once they may not read it any more.
fn streamed(app: &Arc<App>, file: &Attachment, reader: Option<(Viewer, String)>) -> HttpResponse {
    let (app, id) = (app.clone(), file.file_id.clone());
    let pieces = futures_util::stream::unfold(0i64, move |n| {
        let (app, id, reader) = (app.clone(), id.clone(), reader.clone());
        async move {
            let read = async {
                let mut tx = app.db.read().await?;
                if let Some((viewer, reference)) = &reader {
                    super::still(&mut tx, viewer, reference).await?;
                }
                attaching::piece(&mut tx, &app.keys, &id, n).await
            };
            match read.await {
                Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), n.saturating_add(1))),
                Ok(None) => None,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "a file broke off");
                    Some((Err(std::io::Error::other("the file broke off")), i64::MAX))
                }
            }
        }
    });
    let size = u64::try_from(file.size).unwrap_or(0);
    saved(head(file).no_chunking(size).streaming(Box::pin(pieces)))
}
