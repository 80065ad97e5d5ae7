//! The author's pages: the list, a new advisory, and the task list.
use super::{
    State,
    content::Content,
    drafting::{self, Draft, DraftRow, Filter},
    may,
    models::Model,
    publishing,
};
use crate::{
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Author, Publishing},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

/// Rows on a page.
const PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "desk/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    rows: &'a [DraftRow],
    state: &'a str,
    mine: bool,
    next: Option<String>,
    may_begin: bool,
}

/// `/desk/advisories`
pub async fn list(by: By<Publishing>, _: Path<()>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    let (state, mine) = (q.text("state"), q.text("mine") == "yes");
    let after = q.text("after").split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
    let filter = Filter { state: State::from_text(state), withdrawn: state == "withdrawn", of: mine.then(|| by.who.id.clone()), after };
    let mut rows = drafting::list(&mut by.visit.app.db.read().await?, &filter, PAGE.saturating_add(1)).await?;
    let more = rows.len() > 25;
    rows.truncate(25);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|r| format!("/desk/advisories?state={}&mine={}&after={}.{}", filter.word(), if mine { "yes" } else { "" }, r.changed_at, r.id));
    by.page(&ListPage { f: by.frame(Section::Desk), rows: &rows, state: filter.word(), mine, next, may_begin: by.who.roles.author })
}

impl Filter {
    fn word(&self) -> &'static str {
        if self.withdrawn { "withdrawn" } else { self.state.map_or("", State::text) }
    }
}

#[derive(Template)]
#[template(path = "desk/new.html")]
struct NewPage<'a> {
    f: Frame<'a>,
    form: &'a NewForm,
    models: &'a [Model],
    errors: Errors,
}

/// `/desk/advisories/new`
pub async fn new(by: By<Author>, _: Path<()>) -> Result<HttpResponse> {
    let form = NewForm { language: by.visit.lang.code().into(), model: "blank".into(), ..NewForm::default() };
    by.page(&NewPage { f: by.frame(Section::Desk), form: &form, models: by.visit.app.models.all(), errors: Errors::none() })
}

form! {
    /// `/desk/advisories`
    pub struct NewForm { title, language, model }
}

/// Begins an advisory.
pub async fn begin(by: By<Author>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let content = Content { title: form.title.clone(), ..Content::default() }.tidy();
    let mut errors = super::content_web::mistakes(&by, &content);
    if !matches!(form.language.as_str(), "fr" | "en") {
        errors.add("language", by.visit.t("new-language-missing"));
    }
    let model = by.visit.app.models.find(if form.model.is_empty() { "blank" } else { &form.model });
    let Some(model) = model.filter(|_| !errors.any()) else {
        if model.is_none() {
            errors.add("model", by.visit.t("new-model-missing"));
        }
        return by.mistaken(&NewPage { f: by.failed(Section::Desk), form: &form, models: by.visit.app.models.all(), errors });
    };
    let year = by.frame(Section::Desk).today().get(..4).and_then(|y| y.parse().ok()).unwrap_or(2000);
    let mut tx = by.visit.app.db.write().await?;
    let content = model.begin(content, &form.language);
    let reference = drafting::free_reference(&mut tx, year).await?;
    drafting::begin(&mut tx, &by.act(), may::begin(&by.who)?, &reference, (&form.language, &model.name), content).await?;
    tx.commit().await?;
    // An alert is written on one page.
    Ok(see(format!("/desk/advisories/{reference}{}", if model.name == "alert" { "/alert" } else { "" })))
}

#[derive(Template)]
#[template(path = "desk/tasks.html")]
struct TasksPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    may_edit: bool,
    may_review: bool,
    may_withdraw: bool,
    own: bool,
    may_version: bool,
    may_recall: bool,
    /// A party to begin the preview with.
    party: Option<String>,
}

/// `/desk/advisories/{ref}`: the task list.
pub async fn tasks(by: By<Publishing>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let party = drafting::readers(&mut tx, &d).await?.into_iter().next().map(|r| r.party_slug);
    let (author, approver) = (by.who.roles.author, by.who.roles.approver);
    by.page(&TasksPage {
        f: by.frame(Section::Desk),
        may_edit: author && d.state == State::Draft,
        may_review: approver && d.state == State::InReview,
        may_withdraw: approver && d.current > 0 && d.withdrawn_at.is_none(),
        may_recall: matches!(d.state, State::InReview | State::Scheduled),
        own: d.touched_by(&by.who.id),
        may_version: author && d.state == State::Published && d.withdrawn_at.is_none(),
        d: &d,
        party,
    })
}

form! {
    /// A form that is bound to what was read.
    pub struct VersionForm { version }
}

/// `/desk/advisories/{ref}/submission`: sends it for review.
pub async fn submit(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<VersionForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    publishing::submit(&mut tx, &by.act(), may::submit(&by.who, d)?, lock).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

/// `/desk/advisories/{ref}/recall`: takes back what waits.
pub async fn recall(by: By<Publishing>, Path(reference): Path<String>, Posted(form): Posted<VersionForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    publishing::recall(&mut tx, &by.act(), may::recall(&by.who, d)?, lock).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

/// `/desk/advisories/{ref}/versions`: opens the next version.
pub async fn open_version(by: By<Author>, Path(reference): Path<String>, _: Posted<crate::accounts::web::NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    publishing::open_version(&mut tx, &by.act(), may::open_version(&by.who, d)?).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

/// The version a form is bound to.
pub fn version(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::Unreadable("error-version", "version".into()))
}
