//! `/desk/advisories/{ref}/alert`: content, marking and recipients of an urgent advisory on one page.
use super::{
    Audience, Severity, Tlp,
    content::Content,
    content_web::{mistakes, typed},
    desk_web::version,
    drafting::{self, Draft},
    marking_web::{self, MarkingForm},
    may,
    recipients_web::{self, Choices, RecipientsForm},
    sections::{self, Sections},
};
use crate::{
    error::Result,
    form,
    web::{By, Errors, Frame, Posted, Section, by::Author, routes::Path, see},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

form! {
    /// `/desk/advisories/{ref}/alert`
    pub struct AlertForm {
        version, title, summary, actions, risks, systems, workaround, solution, detection, body, change_note, tlp, severity, act_by, confirm_by, audience, reason;
        many party, group
    }
}

#[derive(Template)]
#[template(path = "desk/alert.html")]
struct AlertPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    c: &'a Content,
    form: &'a AlertForm,
    choices: &'a Choices,
    /// Whether somebody else has saved meanwhile.
    conflict: bool,
    errors: Errors,
}

impl AlertPage<'_> {
    fn sections(&self) -> [(&'static str, &str); 5] {
        self.c.sections.all()
    }
    fn has_party(&self, slug: &str) -> bool {
        self.form.party.iter().any(|p| p == slug)
    }
    fn has_group(&self, id: &crate::ids::GroupId) -> bool {
        self.form.group.iter().any(|g| g == id.as_str())
    }
}

/// The page with what is kept.
pub async fn show(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let choices = recipients_web::choices(&mut tx, &d).await?;
    drop(tx);
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "alert")).await?;
    let f = by.frame(Section::Desk);
    let (m, r) = (marking_web::filled(&f, &d), recipients_web::filled(&d, &choices));
    let form = AlertForm {
        version: d.lock.to_string(),
        tlp: m.tlp,
        severity: m.severity,
        act_by: m.act_by,
        confirm_by: m.confirm_by,
        audience: r.audience,
        reason: r.reason,
        party: r.party,
        group: r.group,
        ..AlertForm::default()
    };
    by.page(&AlertPage { f, d: &d, c: &d.content, form: &form, choices: &choices, conflict: false, errors: Errors::none() })
}

/// Saves all three, or nothing.
pub async fn save(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<AlertForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let choices = recipients_web::choices(&mut tx, &d).await?;
    let c = Content { refs: d.content.refs.clone(), indicators: d.content.indicators.clone(), ..typed!(form, d.content) }.tidy();
    let mut errors = mistakes(&by, &c);
    let (marking, marked) = marking_web::read(&by, &mut tx, &d, &marking_form(&form)).await?;
    marked.iter().for_each(|(field, says)| errors.add(field, says.clone()));
    let as_marked = Draft { tlp: marking.tlp, severity: marking.severity, ..d.clone() };
    let (recipients, faults) = recipients_web::chosen(&recipients_form(&form), &as_marked, &choices);
    if marking.tlp == Some(Tlp::Red) {
        errors.add("tlp", by.visit.t("alert-red"));
    } else {
        faults.into_iter().for_each(|(field, key)| errors.add(field, by.visit.t(key)));
    }
    if lock != d.lock || errors.any() {
        drop(tx);
        by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "alert")).await?;
        return refused(&by, &d, lock, &c, form, &choices, errors);
    }
    drafting::save_content(&mut tx, &by.act(), go, lock, &c).await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let lock = d.lock;
    drafting::save_marking(&mut tx, &by.act(), may::edit(&by.who, d)?, lock, &marking).await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let lock = d.lock;
    drafting::save_recipients(&mut tx, &by.act(), may::edit(&by.who, d)?, lock, &recipients).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}

/// What was typed, with what is wrong in it, or beside what somebody else has saved meanwhile.
fn refused(by: &By<Author>, d: &Draft, lock: i64, c: &Content, form: AlertForm, choices: &Choices, mut errors: Errors) -> Result<HttpResponse> {
    let conflict = lock != d.lock;
    if conflict {
        errors.add("title", by.visit.t("stale-draft"));
    }
    let form = AlertForm { version: d.lock.to_string(), ..form };
    let page = AlertPage { f: by.failed(Section::Desk), d, c, form: &form, choices, conflict, errors };
    if conflict { crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &page) } else { by.mistaken(&page) }
}

fn marking_form(form: &AlertForm) -> MarkingForm {
    let sent = form.sent.iter().filter(|name| matches!(name.as_str(), "tlp" | "severity" | "act_by" | "confirm_by")).cloned().collect();
    MarkingForm {
        tlp: form.tlp.clone(),
        severity: form.severity.clone(),
        act_by: form.act_by.clone(),
        confirm_by: form.confirm_by.clone(),
        sent,
        ..MarkingForm::default()
    }
}

fn recipients_form(form: &AlertForm) -> RecipientsForm {
    RecipientsForm {
        audience: form.audience.clone(),
        reason: form.reason.clone(),
        party: form.party.clone(),
        group: form.group.clone(),
        ..RecipientsForm::default()
    }
}
