//! An advisory's page as its reader sees it, and the answer.
use super::{Article, Mine, Past, Stand, Viewer, sheet::Sheet};
use crate::{
    accounts::Membership,
    error::{Error, Result},
    form,
    web::{By, Errors, Frame, Posted, Section, by::Reader, pace::What, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "advisories/show.html")]
pub(super) struct ShowPage<'a> {
    pub f: Frame<'a>,
    pub s: Sheet,
    pub a: &'a Article,
    pub history: Vec<Past>,
    pub mine: Vec<Mine>,
    pub reader: &'a str,
    pub party: &'a str,
    /// The request's id, as in the record of this opening: a leaked page leads to it, and it counts nothing.
    pub copy: &'a str,
    /// On the desk: whose page this is the preview of.
    pub preview: Option<super::preview_web::Banner<'a>>,
    pub errors: Errors,
}

impl ShowPage<'_> {
    /// The version that the reader had opened before this one, while this one is new to them.
    fn read_before(&self) -> Option<i64> {
        self.a.read_number.filter(|n| *n < self.a.number && self.a.number == self.a.current)
    }
}

#[derive(Template)]
#[template(path = "advisories/withdrawn.html")]
struct WithdrawnPage<'a> {
    f: Frame<'a>,
    a: &'a Article,
    replacement: Option<String>,
}

/// The viewer behind a request, in the language asked for in the address or that of the pages.
///
/// # Errors
/// [`Error::NotFound`] for somebody without a party; [`Error::Unreadable`] for an unknown part of the address.
pub(super) fn viewer(by: &By<Reader>) -> Result<Viewer> {
    let q = by.visit.query()?;
    q.only(&["language"], &[])?;
    let language = match q.text("language") {
        "" => by.visit.lang.code(),
        known @ ("fr" | "en") => known,
        _ => return Err(Error::NotFound),
    };
    Viewer::of(&by.who, by.visit.opens_red(), language)
}

/// `/advisories/{ref}`
pub async fn show(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    read(&by, &reference, None, Errors::none()).await
}

/// `/advisories/{ref}/versions/{n}`
pub async fn version(by: By<Reader>, Path((reference, number)): Path<(String, i64)>) -> Result<HttpResponse> {
    read(&by, &reference, Some(number), Errors::none()).await
}

/// Lets who opens advisories at an inhuman pace wait, before anything is looked for: guesses count too.
pub(super) async fn slow(by: &By<Reader>, reference: &str) -> Result<()> {
    by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Advisories, reference).await
}

/// Makes the record of a read durable before the first byte leaves. The first opening of a version is noted with it, for the
/// reader and for the report on equal treatment.
pub(super) async fn record(by: &By<Reader>, viewer: &Viewer, article: &Article, what: &str) -> Result<()> {
    if article.opened || article.withdrawn_at.is_some() {
        by.visit.app.journal.record(super::read_event(&by.act(), article, what)).await?;
        return Ok(());
    }
    let mut tx = by.visit.app.db.write().await?;
    super::opened(&mut tx, &by.act(), viewer, article, what).await?;
    tx.commit().await?;
    Ok(())
}

/// Finds it, makes the record durable, and only then shows it.
async fn read(by: &By<Reader>, reference: &str, number: Option<i64>, errors: Errors) -> Result<HttpResponse> {
    let viewer = viewer(by)?;
    slow(by, reference).await?;
    let (article, history, mine, files) = {
        let mut tx = by.visit.app.db.read().await?;
        let article = super::find(&mut tx, &viewer, reference, number).await?;
        let history = if article.current > 1 { super::history(&mut tx, &viewer, &article).await? } else { first(&article) };
        let lead = by.who.membership == Membership::Lead && article.stand.is_some();
        let mine = if lead { super::confirmed_in_party(&mut tx, &viewer, &article).await? } else { Vec::new() };
        let files = super::files(&mut tx, &article).await?;
        (article, history, mine, files)
    };
    record(by, &viewer, &article, "").await?;
    if article.withdrawn_at.is_some() {
        // Named only to those who may see it: that it exists is information too.
        let replacement = match article.replacement.as_deref() {
            Some(there) => super::find(&mut by.visit.app.db.read().await?, &viewer, there, None).await.ok(),
            None => None,
        };
        return by.page(&WithdrawnPage { f: by.frame(Section::Advisories), a: &article, replacement: replacement.map(|r| r.reference) });
    }
    let (reader, party) = (by.who.name.as_str(), by.who.party.as_ref().map_or("", |p| p.name.as_str()));
    let failed = errors.any();
    let f = if failed { by.failed(Section::Advisories) } else { by.frame(Section::Advisories) };
    let page = ShowPage { f, s: Sheet::of(&article, files), a: &article, history, mine, reader, party, copy: &by.visit.request, preview: None, errors };
    if failed { by.mistaken(&page) } else { by.page(&page) }
}

fn first(a: &Article) -> Vec<Past> {
    vec![Past { number: a.number, tlp: a.tlp, published_at: a.published_at, change_note: a.change_note.clone() }]
}

form! {
    /// `/advisories/{ref}/acknowledgement`
    pub struct AckForm { state, number }
}

/// The reader says where they stand.
pub async fn acknowledge(by: By<Reader>, Path(reference): Path<String>, Posted(form): Posted<AckForm>) -> Result<HttpResponse> {
    let viewer = viewer(&by)?;
    let number = match form.number.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::Unreadable("error-number", "number".into()))?),
    };
    let Some(stand) = Stand::from_text(&form.state) else {
        let mut errors = Errors::none();
        errors.add("state", by.visit.t("stand-missing"));
        return read(&by, &reference, None, errors).await;
    };
    let mut tx = by.visit.app.db.write().await?;
    super::acknowledge(&mut tx, &by.act(), &viewer, &reference, number, stand).await?;
    tx.commit().await?;
    Ok(see(format!("/advisories/{reference}#confirm")))
}
