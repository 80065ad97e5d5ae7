//! What a reader takes away: exact indicators, the signed text and its signature.
use super::{
    Article, Viewer, export,
    show_web::{record, slow, viewer},
};
use crate::{
    error::{Error, Result},
    web::{By, by::Reader, headers::download, routes::Path},
};
use actix_web::HttpResponse;

/// The current version, if the reader may take files of it: nothing of what is withdrawn leaves any more.
async fn current(by: &By<Reader>, reference: &str) -> Result<(Viewer, Article)> {
    let viewer = viewer(by)?;
    slow(by, reference).await?;
    let article = super::find(&mut by.visit.app.db.read().await?, &viewer, reference, None).await?;
    if article.withdrawn_at.is_some() { Err(Error::NotFound) } else { Ok((viewer, article)) }
}

/// `/advisories/{ref}/indicators.csv`: the exact values.
pub async fn indicators(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let (viewer, article) = current(&by, &reference).await?;
    if article.indicators.is_empty() {
        return Err(Error::NotFound);
    }
    record(&by, &viewer, &article, ", indicators.csv").await?;
    let file = export::indicators_csv(&article, &by.who.name).map_err(|_| Error::Crypto("a file could not be written"))?;
    Ok(download(&format!("{}-indicators.csv", article.reference), "text/csv; charset=utf-8", file))
}

/// `/advisories/{ref}/advisory.txt`: exactly the bytes that are signed.
pub async fn text(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    signed(&by, &reference, "advisory.txt", false).await
}

/// `/advisories/{ref}/signature.p7s`: a detached CMS signature over them, in DER.
pub async fn signature(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    signed(&by, &reference, "signature.p7s", false).await
}

/// `/advisories/{ref}/annex.txt`: the section of the reader's party, as it is signed.
pub async fn annex_text(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    signed(&by, &reference, "annex.txt", true).await
}

/// `/advisories/{ref}/annex.p7s`
pub async fn annex_signature(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    signed(&by, &reference, "annex.p7s", true).await
}

async fn signed(by: &By<Reader>, reference: &str, what: &str, annex: bool) -> Result<HttpResponse> {
    let (viewer, article) = current(by, reference).await?;
    let found = super::signed(&mut by.visit.app.db.read().await?, &viewer, &article, annex).await?.ok_or(Error::NotFound)?;
    record(by, &viewer, &article, &format!(", {what}")).await?;
    let name = format!("{}-v{}-{what}", article.reference, article.number);
    Ok(match what {
        "advisory.txt" | "annex.txt" => download(&name, "text/plain; charset=utf-8", found.text.into_bytes()),
        _ => download(&name, "application/pkcs7-signature", found.signature),
    })
}
