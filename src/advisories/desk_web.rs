//! The author's pages: the list, a new advisory, and the task list with its four tasks.
use super::{
    Severity, State, Tlp,
    content::Content,
    drafting::{self, Draft, DraftRow, Filter, Marking},
    may, models, publishing,
    sheet::Sheet,
};
use crate::{
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Author, Publishing},
        routes::Path,
        see, time,
    },
};
use actix_web::{HttpResponse, http::StatusCode};
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
    errors: Errors,
}

/// `/desk/advisories/new`
pub async fn new(by: By<Author>, _: Path<()>) -> Result<HttpResponse> {
    let form = NewForm { language: by.visit.lang.code().into(), model: "blank".into(), ..NewForm::default() };
    by.page(&NewPage { f: by.frame(Section::Desk), form: &form, errors: Errors::none() })
}

form! {
    /// `/desk/advisories`
    pub struct NewForm { title, language, model }
}

/// Begins an advisory.
pub async fn begin(by: By<Author>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let content = Content { title: form.title.clone(), ..Content::default() }.tidy();
    let mut errors = mistakes(&by, &content);
    if !matches!(form.language.as_str(), "fr" | "en") {
        errors.add("language", by.visit.t("new-language-missing"));
    }
    let model = models::body(&form.model, &form.language);
    if model.is_none() && !form.model.is_empty() {
        errors.add("model", by.visit.t("new-model-missing"));
    }
    if errors.any() {
        return by.mistaken(&NewPage { f: by.failed(Section::Desk), form: &form, errors });
    }
    let year = by.frame(Section::Desk).today().get(..4).and_then(|y| y.parse().ok()).unwrap_or(2000);
    let mut tx = by.visit.app.db.write().await?;
    let content = Content { body: model.unwrap_or_default().to_owned(), ..content };
    let reference = drafting::free_reference(&mut tx, year).await?;
    drafting::begin(&mut tx, &by.act(), may::begin(&by.who)?, &reference, &form.language, content).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
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
        own: d.touched_by(&by.who.id),
        may_version: author && d.state == State::Published && d.withdrawn_at.is_none(),
        d: &d,
        party,
    })
}

#[derive(Template)]
#[template(path = "desk/content.html")]
struct ContentPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    c: &'a Content,
    preview: Option<Sheet>,
    errors: Errors,
}

/// `/desk/advisories/{ref}/content`
pub async fn content(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "content")).await?;
    by.page(&ContentPage { f: by.frame(Section::Desk), c: &d.content, preview: None, errors: Errors::none(), d: &d })
}

form! {
    /// `/desk/advisories/{ref}/content`
    pub struct ContentForm { version, title, summary, actions, body, references, indicators, change_note, then }
}

impl ContentForm {
    fn content(&self, kept: &Content) -> Content {
        Content {
            title: self.or_kept("title", &self.title, &kept.title),
            summary: self.or_kept("summary", &self.summary, &kept.summary),
            actions: self.or_kept("actions", &self.actions, &kept.actions),
            body: self.or_kept("body", &self.body, &kept.body),
            refs: self.or_kept("references", &self.references, &kept.refs),
            indicators: self.or_kept("indicators", &self.indicators, &kept.indicators),
            change_note: self.or_kept("change_note", &self.change_note, &kept.change_note),
        }
        .tidy()
    }
}

/// Saves the content, or shows how it will look.
pub async fn save_content(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<ContentForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let c = form.content(&d.content);
    let mut errors = mistakes(&by, &c);
    if d.number > 1 && c.change_note.is_empty() && form.then != "preview" {
        errors.add("change_note", by.visit.t("content-note-missing"));
    }
    if errors.any() {
        return by.mistaken(&ContentPage { f: by.failed(Section::Desk), c: &c, preview: None, errors, d: &d });
    }
    if form.then == "preview" {
        // Rendering takes its time: nobody waits for the writer meanwhile.
        drop(tx);
        let shown = Draft { content: c.clone(), ..d.clone() };
        return by.page(&ContentPage { f: by.frame(Section::Desk), c: &c, preview: Some(Sheet::of_draft(&shown)), errors, d: &Draft { lock, ..d } });
    }
    match drafting::save_content(&mut tx, &by.act(), go, lock, &c).await {
        Err(Error::Stale(what)) => {
            // The text that was typed is kept, bound to the state it would now replace.
            errors.add("title", by.visit.t(what));
            crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &ContentPage { f: by.failed(Section::Desk), c: &c, preview: None, errors, d: &d })
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(see(if form.then == "stay" { format!("/desk/advisories/{reference}/content") } else { format!("/desk/advisories/{reference}") }))
        }
    }
}

fn mistakes(by: &By<Author>, content: &Content) -> Errors {
    let mut errors = Errors::none();
    for (field, key, line) in content.mistakes() {
        let says = line.map_or_else(|| by.visit.t(key).to_owned(), |n| by.visit.tn(key, i64::try_from(n).unwrap_or(0)));
        errors.add(field, says);
    }
    errors
}

#[derive(Template)]
#[template(path = "desk/marking.html")]
struct MarkingPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    form: &'a MarkingForm,
    errors: Errors,
}

/// `/desk/advisories/{ref}/marking`
pub async fn marking(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let f = by.frame(Section::Desk);
    let form = MarkingForm {
        version: d.lock.to_string(),
        tlp: d.tlp.map_or("", Tlp::text).into(),
        severity: d.severity.map_or("", Severity::text).into(),
        act_by: f.input(&d.act_by),
        confirm_by: f.input(&d.confirm_by),
        sent: Vec::new(),
    };
    by.page(&MarkingPage { f, d: &d, form: &form, errors: Errors::none() })
}

form! {
    /// `/desk/advisories/{ref}/marking`
    pub struct MarkingForm { version, tlp, severity, act_by, confirm_by }
}

/// Saves the marking.
pub async fn save_marking(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<MarkingForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let mut errors = Errors::none();
    let read = |text: &str| if text.trim().is_empty() { Some(None) } else { time::parse(text, &by.visit.names.zone).map(Some) };
    let (tlp, severity) = (Tlp::from_text(&form.tlp), Severity::from_text(&form.severity));
    let (act_by, confirm_by) = (read(&form.act_by), read(&form.confirm_by));
    for (wrong, field, key) in [
        (tlp.is_none(), "tlp", "marking-tlp-missing"),
        (severity.is_none(), "severity", "marking-severity-missing"),
        (act_by.is_none(), "act_by", "marking-time-wrong"),
        (confirm_by.is_none(), "confirm_by", "marking-time-wrong"),
        (act_by.flatten().is_some_and(|t| t < by.visit.now), "act_by", "marking-time-past"),
        (confirm_by.flatten().is_some_and(|t| t < by.visit.now), "confirm_by", "marking-time-past"),
    ] {
        if wrong {
            errors.add(field, by.visit.t(key));
        }
    }
    match (tlp, severity, errors.any()) {
        (Some(tlp), Some(severity), false) => {
            let marking = Marking { tlp, severity, act_by: act_by.flatten(), confirm_by: confirm_by.flatten() };
            drafting::save_marking(&mut tx, &by.act(), go, lock, &marking).await?;
            tx.commit().await?;
            Ok(see(format!("/desk/advisories/{reference}")))
        }
        _ => by.mistaken(&MarkingPage { f: by.failed(Section::Desk), d: &d, form: &form, errors }),
    }
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
