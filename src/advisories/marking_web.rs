//! The page on which a version is marked: TLP, severity, times, and what it takes the place of.
use super::{
    Severity, Tlp,
    desk_web::version,
    drafting::{self, Draft, Marking},
    may,
};
use crate::{
    clock::Millis,
    db::Tx,
    error::{Error, Result},
    form,
    providers::scheme::Technique,
    text::list,
    web::{By, Errors, Frame, Posted, Section, by::Author, routes::Path, see, time},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "desk/marking.html")]
struct MarkingPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    form: &'a MarkingForm,
    /// Whether somebody else has saved meanwhile.
    conflict: bool,
    errors: Errors,
}

/// `/desk/advisories/{ref}/marking`
pub async fn marking(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let d = drafting::find(&mut by.visit.app.db.snapshot().await?, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let f = by.frame(Section::Desk);
    let form = filled(&f, &d);
    by.page(&MarkingPage { f, d: &d, form: &form, conflict: false, errors: Errors::none() })
}

/// The form with what is kept.
pub(super) fn filled(f: &Frame<'_>, d: &Draft) -> MarkingForm {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    MarkingForm {
        version: d.lock.to_string(),
        tlp: d.tlp.map_or("", Tlp::text).into(),
        severity: d.severity.map_or("", Severity::text).into(),
        act_by: f.input(&d.act_by),
        confirm_by: f.input(&d.confirm_by),
        expires_at: f.input(&d.expires_at),
        to_providers: yes_no(d.to_providers),
        technique: list(&d.techniques),
        techniques_asked: String::new(),
        confirm_again: yes_no(d.asks_again()),
        supersedes: d.supersedes.clone().unwrap_or_default(),
        sent: Vec::new(),
    }
}

form! {
    /// `/desk/advisories/{ref}/marking`
    pub struct MarkingForm { version, tlp, severity, act_by, confirm_by, expires_at, to_providers, confirm_again, supersedes, techniques_asked; many technique }
}

impl MarkingForm {
    /// Whether a technique is ticked.
    fn serves(&self, technique: &str) -> bool {
        self.technique.iter().any(|t| t == technique)
    }
}

/// Saves the marking.
pub async fn save_marking(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<MarkingForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let (marking, errors) = read(&by, &mut tx, &d, &form).await?;
    if errors.any() {
        return by.mistaken(&MarkingPage { f: by.failed(Section::Desk), d: &d, form: &form, conflict: false, errors });
    }
    match drafting::save_marking(&mut tx, &by.act(), go, lock, &marking).await {
        Err(Error::Stale(what)) => {
            let mut errors = Errors::none();
            errors.add("tlp", by.visit.t(what));
            let form = MarkingForm { version: d.lock.to_string(), ..form };
            crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &MarkingPage { f: by.failed(Section::Desk), d: &d, form: &form, conflict: true, errors })
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(see(format!("/desk/advisories/{reference}")))
        }
    }
}

/// A time that may be left out; one that was kept may have passed meanwhile.
fn typed_time(by: &By<Author>, text: &str, kept: Option<Millis>) -> std::result::Result<Option<Millis>, &'static str> {
    match (text.trim(), time::parse(text, &by.visit.names.zone)) {
        ("", _) => Ok(None),
        (_, Some(at)) if at < by.visit.now && Some(at) != kept => Err("marking-time-past"),
        (_, Some(at)) => Ok(Some(at)),
        (_, None) => Err("marking-time-wrong"),
    }
}

/// What was typed, and what is wrong with it.
pub(super) async fn read(by: &By<Author>, tx: &mut Tx, d: &Draft, form: &MarkingForm) -> Result<(Marking, Errors)> {
    let mut errors = Errors::none();
    let (tlp, severity) = (Tlp::from_text(&form.tlp), Severity::from_text(&form.severity));
    let mut at = |name: &'static str, text: &str, kept: Option<Millis>| {
        let sent = form.sent.iter().any(|s| s == name);
        match typed_time(by, text, kept) {
            _ if !sent => kept,
            Ok(at) => at,
            Err(key) => {
                errors.add(name, by.visit.t(key));
                None
            }
        }
    };
    let (act_by, confirm_by) = (at("act_by", &form.act_by, d.act_by), at("confirm_by", &form.confirm_by, d.confirm_by));
    let expires_at = at("expires_at", &form.expires_at, d.expires_at);
    for (wrong, field, key) in [(tlp.is_none(), "tlp", "marking-tlp-missing"), (severity.is_none(), "severity", "marking-severity-missing")] {
        if wrong {
            errors.add(field, by.visit.t(key));
        }
    }
    let to_providers = form.or_kept("to_providers", &form.to_providers, if d.to_providers { "yes" } else { "no" }) == "yes";
    if to_providers && !matches!(tlp, Some(Tlp::Amber | Tlp::AmberStrict) | None) {
        errors.add("to_providers", by.visit.t("marking-providers-amber"));
    }
    // Boxes that are not ticked are not sent: the page says that it asked.
    let asked = form.sent.iter().any(|name| name == "techniques_asked" || name == "technique");
    let chosen = if asked { Technique::listed(&form.technique.join("|")) } else { Technique::listed(&d.techniques) };
    let techniques = chosen.iter().map(|t| t.text()).collect::<Vec<_>>().join("|");
    let again = form.or_kept("confirm_again", &form.confirm_again, if d.asks_again() { "yes" } else { "no" }) != "no";
    let supersedes = superseded(tx, d, &form.or_kept("supersedes", &form.supersedes, d.supersedes.as_deref().unwrap_or_default())).await?;
    if supersedes.is_err() {
        errors.add("supersedes", by.visit.t("marking-supersedes-wrong"));
    }
    let confirm_from = if again { d.number } else { drafting::confirm_from(tx, d).await? };
    let marking = Marking { tlp, severity, act_by, confirm_by, expires_at, to_providers, techniques, supersedes: supersedes.unwrap_or_default(), confirm_from };
    Ok((marking, errors))
}

/// The reference of an advisory whose place another takes: published, not withdrawn, and not the same.
async fn superseded(tx: &mut Tx, d: &Draft, typed: &str) -> Result<std::result::Result<Option<String>, ()>> {
    let typed = typed.trim().to_uppercase();
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    match drafting::find(tx, &typed).await {
        Ok(older) if older.current > 0 && older.withdrawn_at.is_none() && older.reference != d.reference => Ok(Ok(Some(typed))),
        Ok(_) | Err(Error::NotFound) => Ok(Err(())),
        Err(other) => Err(other),
    }
}
