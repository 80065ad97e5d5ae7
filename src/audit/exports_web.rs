//! `/audit/exports/new`: the log, or the records of some days, as a file. It leaves with its number of rows in the log, after a factor.
use super::{Action, checkpoint, export::Format, records, store, store_checkpoint};
use crate::{
    clock::{DAY, Millis},
    db::Db,
    error::Result,
    form,
    web::{App, By, Errors, Frame, Posted, Section, by::Auditor, headers::saved, pace::What, routes::Path, time},
};
use actix_web::{HttpResponse, http::header, web::Bytes};
use askama::Template;
use futures_util::stream;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "audit/export.html")]
struct ExportPage<'a> {
    f: Frame<'a>,
    form: &'a ExportForm,
    errors: Errors,
    size: i64,
}

impl ExportPage<'_> {
    fn chosen(&self, format: Format) -> bool {
        self.form.format == format.text() || (self.form.format.is_empty() && format == Format::Json)
    }
}

form! {
    /// `/audit/exports/new`
    pub struct ExportForm { from, to, format }
}

/// `/audit/exports/new`
pub async fn page(by: By<Auditor>, _: Path<()>) -> Result<HttpResponse> {
    let size = store::head(&mut by.visit.app.db.read().await?).await?.map_or(0, |h| h.size);
    by.page(&ExportPage { f: by.frame(Section::Audit), form: &ExportForm::default(), errors: Errors::none(), size })
}

/// The file.
pub async fn export(by: By<Auditor>, _: Path<()>, Posted(form): Posted<ExportForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let mut errors = Errors::none();
    let moment = |text: &str| time::parse(text, &v.names.zone);
    let mut day = |field: &'static str, text: &str| -> Option<Millis> {
        let at = Some(text.trim()).filter(|t| !t.is_empty()).map(|t| moment(&format!("{t}T00:00")));
        if at == Some(None) {
            errors.add(field, v.t("audit-time-wrong"));
        }
        at.flatten()
    };
    let (from, to) = (day("from", &form.from), day("to", &form.to));
    let format = Format::from_text(&form.format);
    if format.is_none() {
        errors.add("format", v.t("export-format-missing"));
    }
    let mut tx = v.app.db.read().await?;
    let size = store::head(&mut tx).await?.map_or(0, |h| h.size);
    let Some(format) = format.filter(|_| !errors.any()) else {
        drop(tx);
        return by.mistaken(&ExportPage { f: by.failed(Section::Audit), form: &form, errors, size });
    };
    let first = match from {
        Some(at) => store::first_since(&mut tx, at, 0).await?,
        None => 0,
    };
    drop(tx);
    v.app.pace.wait(v, by.who.id.as_str(), What::Exports, &v.request).await?;
    v.app.notary.sign().await?;
    let end = end(&v.app.db, to, first).await?.unwrap_or(size);
    let mut event = by.act().did(Action::Exported, "audit");
    event.detail = format!("{} {first} to {end}, {} rows", format.text(), end.saturating_sub(first));
    v.app.journal.record(event).await?;
    Ok(file(&v.app, format, first, end))
}

/// Where a file ends: with the last day, or where the checkpoint does that was just signed, so that every record in it is under one.
async fn end(db: &Db, to: Option<Millis>, first: i64) -> Result<Option<i64>> {
    let mut tx = db.read().await?;
    Ok(match to {
        Some(at) => Some(store::first_since(&mut tx, at.saturating_add(DAY), first).await?),
        None => store_checkpoint::last(&mut tx).await?.map(|last| last.size),
    })
}

/// Where the writing of a file stands.
struct Writing {
    db: Db,
    format: Format,
    next: i64,
    end: i64,
    /// From which size on checkpoints are still to come; none when all did.
    checkpoints: Option<i64>,
}

fn file(app: &Arc<App>, format: Format, first: i64, end: i64) -> HttpResponse {
    let writing = Writing { db: app.db.clone(), format, next: first, end, checkpoints: Some(0) };
    let head = format.head(&app.notary.origin(), first, end);
    let body = stream::unfold((Some(head), writing), |(head, mut writing)| async move {
        let piece = match head {
            Some(head) => Ok(head),
            None => writing.more().await.transpose()?,
        };
        Some((piece.map(Bytes::from), (None, writing)))
    });
    let name = format!("attachment; filename=\"audit-{first}-{end}.{}\"", format.text());
    let answer = HttpResponse::Ok().insert_header((header::CONTENT_TYPE, format.media())).insert_header((header::CONTENT_DISPOSITION, name)).streaming(body);
    saved(answer)
}

impl Writing {
    /// The next piece; a connection is held for one piece alone.
    async fn more(&mut self) -> Result<Option<String>> {
        if self.next < self.end {
            let some = records(&mut self.db.read().await?, self.next, self.end).await?;
            self.next = some.last().map_or(self.end, |r| r.record.n.saturating_add(1));
            return Ok(Some(some.iter().map(|r| self.format.record(r)).collect()));
        }
        let Some(from) = self.checkpoints else { return Ok(None) };
        let mut tx = self.db.read().await?;
        let rows = store_checkpoint::run_of(&mut tx, from, 200).await?;
        self.checkpoints = rows.last().map(|r| r.size.saturating_add(1)).filter(|next| *next <= self.end);
        let mut out = String::new();
        for row in rows.iter().filter(|r| r.size <= self.end) {
            out.push_str(&self.format.checkpoint(&checkpoint::whole(&mut tx, row).await?));
        }
        Ok(Some(out))
    }
}
