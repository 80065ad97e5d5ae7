//! `/audit/checkpoints`: what the log signed, to print and keep elsewhere; and how far each witness has signed it. The proof of a record
//! leaves as a file.
use super::{
    Action, checkpoint,
    notary::{self, Standing},
    proof, store,
    store_checkpoint::{self, KeyRow, Row},
};
use crate::{
    error::{Error, Result},
    web::{By, Frame, Section, by::Auditor, headers::download, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

/// Rows on a page.
const PAGE: i64 = 30;

/// A checkpoint as the page shows it.
struct Line {
    row: Row,
    /// The root as its note writes it.
    root: String,
    /// Who signed it beside the portal.
    witnesses: Vec<String>,
}

#[derive(Template)]
#[template(path = "audit/checkpoints.html")]
struct CheckpointsPage<'a> {
    f: Frame<'a>,
    lines: &'a [Line],
    next: Option<i64>,
    witnesses: &'a [Standing],
    keys: &'a [KeyRow],
    /// Records that no checkpoint holds yet.
    waiting: i64,
}

/// `/audit/checkpoints`
pub async fn list(by: By<Auditor>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let below = v.query()?.given("after").and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    v.app.journal.record(by.act().did(Action::LogRead, "checkpoints")).await?;
    let mut tx = v.app.db.snapshot().await?;
    let mut rows = store_checkpoint::page(&mut tx, below, PAGE.saturating_add(1)).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|n| n > PAGE);
    rows.truncate(usize::try_from(PAGE).unwrap_or(0));
    let size = store::head(&mut tx).await?.map_or(0, |h| h.size);
    let last = store_checkpoint::last(&mut tx).await?.map_or(0, |c| c.size);
    let (low, high) = (rows.last().map_or(0, |r| r.size), rows.first().map_or(0, |r| r.size));
    let signed = store_checkpoint::cosigners(&mut tx, low, high).await?;
    let witnesses = notary::standing(&mut tx, &v.app.settings.config.audit, v.now).await?;
    let keys = store_checkpoint::keys(&mut tx).await?;
    let lines: Vec<Line> = rows.into_iter().map(|row| line(row, &signed)).collect();
    let next = lines.last().filter(|_| more).map(|l| l.row.size);
    by.page(&CheckpointsPage { f: by.frame(Section::Audit), lines: &lines, next, witnesses: &witnesses, keys: &keys, waiting: size.saturating_sub(last) })
}

fn line(row: Row, signed: &[(i64, String)]) -> Line {
    let witnesses = signed.iter().filter(|(size, _)| *size == row.size).map(|(_, name)| name.clone()).collect();
    Line { root: data_encoding::BASE64.encode(&row.root), witnesses, row }
}

/// `/audit/checkpoints/{size}`: the signed note, as witnesses signed it too.
pub async fn note(by: By<Auditor>, Path(size): Path<i64>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let row = store_checkpoint::of_size(&mut tx, size).await?.ok_or(Error::NotFound)?;
    let text = checkpoint::whole(&mut tx, &row).await?;
    drop(tx);
    by.visit.app.journal.record(by.act().did(Action::ProofGiven, format!("checkpoint {size}"))).await?;
    Ok(download(&format!("checkpoint-{size}.txt"), "text/plain; charset=utf-8", text.into_bytes()))
}

/// `/audit/entries/{n}/proof`: that the record is in the log, for `vigie audit proof check` or any other program that knows the form.
pub async fn proof(by: By<Auditor>, Path(n): Path<i64>) -> Result<HttpResponse> {
    let v = &by.visit;
    v.app.notary.sign().await?;
    let text = proof::file(&mut v.app.db.snapshot().await?, n).await?.ok_or(Error::NotFound)?;
    v.app.journal.record(by.act().did(Action::ProofGiven, format!("entry {n}"))).await?;
    Ok(download(&format!("entry-{n}.tlog-proof"), "text/plain; charset=utf-8", text.into_bytes()))
}
