//! The pages on which a version is written: its text, and the same in the other language.
use super::{
    content::Content,
    desk_web::version,
    drafting::{self, Draft},
    may,
    sections::{self, Sections},
    sheet::Sheet,
};
use crate::{
    apart,
    error::{Error, Result},
    form,
    web::{By, Errors, Frame, Posted, Section, by::Author, routes::Path, see},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "desk/content.html")]
struct ContentPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    /// What the fields hold.
    c: &'a Content,
    /// What somebody else has saved meanwhile.
    theirs: Option<&'a Content>,
    /// The language that is written in.
    language: &'a str,
    /// Whether it is the version in the other language.
    translation: bool,
    preview: Option<Sheet>,
    errors: Errors,
}

impl ContentPage<'_> {
    /// Where the form goes.
    fn action(&self) -> String {
        format!("/desk/advisories/{}/{}", self.d.reference, if self.translation { "translation" } else { "content" })
    }
    /// What somebody else has saved in a field, where it is not what the field holds.
    fn other(&self, name: &str) -> Option<&str> {
        let (theirs, mine) = (field(self.theirs?, name), field(self.c, name));
        (theirs != mine).then_some(theirs)
    }
    /// The text of the original, for who translates.
    fn source(&self, name: &str) -> Option<&str> {
        Some(field(&self.d.content, name)).filter(|text| self.translation && !text.is_empty())
    }
    fn sections(&self) -> [(&'static str, &str); 5] {
        self.c.sections.all()
    }
}

fn field<'a>(c: &'a Content, name: &str) -> &'a str {
    match name {
        "title" => &c.title,
        "summary" => &c.summary,
        "actions" => &c.actions,
        "body" => &c.body,
        "references" => &c.refs,
        "indicators" => &c.indicators,
        "change_note" => &c.change_note,
        other => c.sections.all().into_iter().find(|(name, _)| *name == other).map_or("", |(_, text)| text),
    }
}

/// `/desk/advisories/{ref}/content`
pub async fn content(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    show(&by, &reference, false).await
}

/// `/desk/advisories/{ref}/translation`
pub async fn translation(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    show(&by, &reference, true).await
}

async fn show(by: &By<Author>, reference: &str, translation: bool) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    noted(by, &d, translation).await?;
    let empty = Content::default();
    let c = if translation { d.translation.as_ref().unwrap_or(&empty) } else { &d.content };
    by.page(&page(by, &d, c, translation))
}

fn page<'a>(by: &'a By<Author>, d: &'a Draft, c: &'a Content, translation: bool) -> ContentPage<'a> {
    let language = if translation { d.other_language() } else { &d.language };
    ContentPage { f: by.frame(Section::Desk), d, c, theirs: None, language, translation, preview: None, errors: Errors::none() }
}

form! {
    /// `/desk/advisories/{ref}/content`
    pub struct ContentForm { version, title, summary, actions, risks, systems, workaround, solution, detection, body, references, indicators, change_note, then }
}

form! {
    /// `/desk/advisories/{ref}/translation`
    pub struct TranslationForm { version, title, summary, actions, risks, systems, workaround, solution, detection, body, change_note, then }
}

macro_rules! typed {
    ($form:expr, $kept:expr) => {
        Content {
            title: $form.or_kept("title", &$form.title, &$kept.title),
            summary: $form.or_kept("summary", &$form.summary, &$kept.summary),
            actions: $form.or_kept("actions", &$form.actions, &$kept.actions),
            sections: Sections {
                risks: $form.or_kept("risks", &$form.risks, &$kept.sections.risks),
                systems: $form.or_kept("systems", &$form.systems, &$kept.sections.systems),
                workaround: $form.or_kept("workaround", &$form.workaround, &$kept.sections.workaround),
                solution: $form.or_kept("solution", &$form.solution, &$kept.sections.solution),
                detection: $form.or_kept("detection", &$form.detection, &$kept.sections.detection),
            },
            body: $form.or_kept("body", &$form.body, &$kept.body),
            change_note: $form.or_kept("change_note", &$form.change_note, &$kept.change_note),
            ..Content::default()
        }
    };
}

pub(super) use typed;

/// Saves the content, or shows how it will look.
pub async fn save_content(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<ContentForm>) -> Result<HttpResponse> {
    let (mut tx, lock) = (by.visit.app.db.write().await?, version(&form.version)?);
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let refs = form.or_kept("references", &form.references, &d.content.refs);
    let indicators = form.or_kept("indicators", &form.indicators, &d.content.indicators);
    let c = Content { refs, indicators, ..typed!(form, d.content) }.tidy();
    let errors = with_note(&by, &d, &c, &form.then);
    if errors.any() {
        drop(tx);
        return mistaken(&by, Draft { lock, ..d }, &c, false, errors).await;
    }
    if form.then == "preview" {
        drop(tx);
        noted(&by, &d, false).await?;
        let sheet = sheet(Draft { content: c.clone(), ..d.clone() }, false).await?;
        let d = Draft { lock, ..d };
        return by.page(&ContentPage { preview: Some(sheet), ..page(&by, &d, &c, false) });
    }
    match drafting::save_content(&mut tx, &by.act(), go, lock, &c).await {
        Err(Error::Stale(what)) => {
            drop(tx);
            noted(&by, &d, false).await?;
            conflict(&by, &ContentPage { theirs: Some(&d.content), ..page(&by, &d, &c, false) }, what)
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(after(&reference, "content", &form.then))
        }
    }
}

/// Saves the version in the other language, shows how it will look, or takes it away.
pub async fn save_translation(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<TranslationForm>) -> Result<HttpResponse> {
    let (mut tx, lock) = (by.visit.app.db.write().await?, version(&form.version)?);
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let kept = d.translation.clone().unwrap_or_default();
    let c = typed!(form, kept).tidy();
    if form.then == "remove" {
        drafting::save_translation(&mut tx, &by.act(), go, lock, None).await?;
        tx.commit().await?;
        return Ok(see(format!("/desk/advisories/{reference}")));
    }
    let errors = with_note(&by, &d, &c, &form.then);
    if errors.any() {
        drop(tx);
        return mistaken(&by, Draft { lock, ..d }, &c, true, errors).await;
    }
    if form.then == "preview" {
        drop(tx);
        noted(&by, &d, true).await?;
        let sheet = sheet(Draft { translation: Some(c.clone()), ..d.clone() }, true).await?;
        let d = Draft { lock, ..d };
        return by.page(&ContentPage { preview: Some(sheet), ..page(&by, &d, &c, true) });
    }
    match drafting::save_translation(&mut tx, &by.act(), go, lock, Some(&c)).await {
        Err(Error::Stale(what)) => {
            drop(tx);
            noted(&by, &d, true).await?;
            conflict(&by, &ContentPage { theirs: Some(&kept), ..page(&by, &d, &c, true) }, what)
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(after(&reference, "translation", &form.then))
        }
    }
}

/// Every answer that carries the text is a read, with a mistake in it as well as without.
async fn noted(by: &By<Author>, d: &Draft, translation: bool) -> Result<()> {
    let what = if translation { "translation" } else { "content" };
    by.visit.app.journal.record(super::desk_read_event(&by.act(), d, what)).await?;
    Ok(())
}

async fn mistaken(by: &By<Author>, d: Draft, c: &Content, translation: bool, errors: Errors) -> Result<HttpResponse> {
    noted(by, &d, translation).await?;
    by.mistaken(&ContentPage { f: by.failed(Section::Desk), errors, ..page(by, &d, c, translation) })
}

/// How it will look. Rendering takes its time: neither the writer nor this thread waits for it.
async fn sheet(shown: Draft, translation: bool) -> Result<Sheet> {
    apart::run(move || Sheet::of_draft(&shown, if translation { shown.other_language() } else { &shown.language })).await
}

fn after(reference: &str, here: &str, then: &str) -> HttpResponse {
    see(if then == "stay" { format!("/desk/advisories/{reference}/{here}") } else { format!("/desk/advisories/{reference}") })
}

/// Somebody else saved first: both texts come back, and the form is bound to the state that it would now replace.
fn conflict(by: &By<Author>, page: &ContentPage<'_>, what: &'static str) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    errors.add("title", by.visit.t(what));
    let f = by.failed(Section::Desk);
    let page = ContentPage { f, errors, theirs: page.theirs, preview: None, d: page.d, c: page.c, language: page.language, translation: page.translation };
    crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &page)
}

fn with_note(by: &By<Author>, d: &Draft, c: &Content, then: &str) -> Errors {
    let mut errors = mistakes(by, c);
    if d.number > 1 && c.change_note.is_empty() && then != "preview" {
        errors.add("change_note", by.visit.t("content-note-missing"));
    }
    errors
}

/// What is wrong with a text, in sentences.
pub(super) fn mistakes(by: &By<Author>, content: &Content) -> Errors {
    let mut errors = Errors::none();
    for (field, key, line) in content.mistakes() {
        let says = line.map_or_else(|| by.visit.t(key).to_owned(), |n| by.visit.tn(key, i64::try_from(n).unwrap_or(0)));
        errors.add(field, says);
    }
    errors
}
