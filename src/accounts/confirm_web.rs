//! Giving a factor again: before an act that matters, and after a session was locked.
use super::{
    passkey::{Offer, Purpose},
    passkey_web::{offer_again, with_script},
    session::{self, Keep},
    sign_in::{self, Outcome},
    web::{own_path, with_session},
};
use crate::{
    error::{Error, Result},
    form,
    secret::Secret,
    web::{
        By, Errors, Fields, Frame, Posted, Section,
        by::{Locked, SignedIn},
        page::answer,
        refusal,
        routes::Path,
        see, table,
    },
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage<'a> {
    f: Frame<'a>,
    /// `/account/confirm` or `/login/unlock`.
    action: &'static str,
    /// The same with `/passkey`.
    passkey_action: &'static str,
    title: &'a str,
    says: &'a str,
    /// Whether a code is not enough for this person.
    needs_passkey: bool,
    /// For whoever has a passkey.
    offer: Option<Offer>,
    next: &'a str,
    /// What waits to be done: the key of its words, and its mark.
    deed: Option<&'static str>,
    kept: String,
    errors: Errors,
}

/// What waits for a factor: the key of the words for it, and its mark.
async fn waiting(by: &By<SignedIn>) -> Result<(Option<&'static str>, String)> {
    let v = &by.visit;
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let kept = session::kept(&mut v.app.db.read().await?, &v.app.keys, open, Keep::Confirm, v.now).await?;
    Ok(kept.map_or((None, String::new()), |(path, fields)| (table::deed(&path), session::mark(&v.app.keys, &path, &fields))))
}

/// `/account/confirm`
pub async fn confirm(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["next"], &[])?;
    confirm_answer(&by, StatusCode::OK, own_path(query.text("next")), Errors::none()).await
}

/// The page that asks for a factor before an act.
pub(super) async fn confirm_answer(by: &By<SignedIn>, status: StatusCode, next: &str, errors: Errors) -> Result<HttpResponse> {
    let v = &by.visit;
    let (deed, kept) = if next.is_empty() { waiting(by).await? } else { (None, String::new()) };
    let page = ConfirmPage {
        f: if errors.any() { by.failed(Section::None) } else { by.frame(Section::None) },
        action: "/account/confirm",
        passkey_action: "/account/confirm/passkey",
        title: v.t("factor-title"),
        says: v.t("factor-text"),
        needs_passkey: by.who.must_have_passkey(&v.app.settings.config.authentication),
        offer: offer_again(v, Purpose::Confirm, &by.who).await?,
        next,
        deed,
        kept,
        errors,
    };
    Ok(with_script(answer(v, status, &page)?, page.offer.is_some()))
}

form! {
    /// `/account/confirm`, `/login/unlock`
    pub struct FactorForm { code, next, kept }
}

/// The factor was given: what waits for it is done at once.
pub async fn check_confirm(by: By<SignedIn>, _: Path<()>, Posted(form): Posted<FactorForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let outcome = sign_in::again(&v.app.db, &by.act(), open, &v.app.settings.config.authentication, &form.code, &v.network).await?;
    let (status, errors) = match outcome {
        Outcome::In(token) if next.is_empty() => return Err(Error::Resume(Secret::new(token), form.kept)),
        Outcome::In(token) => return Ok(with_session(see(next), &token)),
        other => wrong(v, &by.frame(Section::None), &other),
    };
    confirm_answer(&by, status, next, errors).await
}

/// What a wrong code says, and with which status.
pub(super) fn wrong(v: &crate::web::visit::Visit, f: &Frame<'_>, outcome: &Outcome) -> (StatusCode, Errors) {
    let mut errors = Errors::none();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match outcome {
        Outcome::In(_) => {}
        Outcome::Wrong => errors.add("code", v.tw("code-wrong", "time", &f.exactly_now())),
        Outcome::NeedsPasskey => errors.add("code", v.t("code-needs-passkey")),
        Outcome::Blocked(until) => {
            status = StatusCode::TOO_MANY_REQUESTS;
            errors.add("code", v.tw("code-blocked", "time", &f.soon(until)));
        }
    }
    (status, errors)
}

/// The page that opens a locked session.
pub(super) async fn unlock_answer(by: &By<Locked>, status: StatusCode, next: &str, errors: Errors) -> Result<HttpResponse> {
    let (v, person) = (&by.visit, &by.who.person);
    let page = ConfirmPage {
        f: if errors.any() { by.failed(Section::None) } else { by.frame(Section::None) },
        action: "/login/unlock",
        passkey_action: "/login/unlock/passkey",
        title: v.t("unlock-title"),
        says: v.t("unlock-text"),
        needs_passkey: person.must_have_passkey(&v.app.settings.config.authentication),
        offer: offer_again(v, Purpose::Unlock, person).await?,
        next,
        deed: None,
        kept: String::new(),
        errors,
    };
    Ok(with_script(answer(v, status, &page)?, page.offer.is_some()))
}

/// `/login/unlock`
pub async fn unlock(by: By<Locked>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["next"], &[])?;
    unlock_answer(&by, StatusCode::OK, own_path(query.text("next")), Errors::none()).await
}

/// One factor opens a locked session; a form that came too late is given back.
pub async fn check_unlock(by: By<Locked>, _: Path<()>, Posted(form): Posted<FactorForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let outcome = sign_in::again(&v.app.db, &by.act(), &by.who, &v.app.settings.config.authentication, &form.code, &v.network).await?;
    let (status, errors) = match outcome {
        Outcome::In(token) => return entered(v, next, &token).await,
        other => wrong(v, &by.frame(Section::None), &other),
    };
    unlock_answer(&by, status, next, errors).await
}

/// Where somebody goes who has just given a factor: to a form that waits for them, or to where they were going.
pub(super) async fn entered(v: &crate::web::visit::Visit, next: &str, token: &str) -> Result<HttpResponse> {
    let kept = session::has_kept(&mut v.app.db.read().await?, token, v.now).await?;
    let next = if next.is_empty() { "/" } else { next };
    Ok(with_session(see(if kept { "/account/kept" } else { next }), token))
}

/// `/account/kept`: a form that came when the session was locked, filled in as it was sent.
pub async fn kept(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let Some((path, fields)) = session::kept(&mut v.app.db.read().await?, &v.app.keys, open, Keep::Late, v.now).await? else {
        return Err(Error::NotFound);
    };
    refusal::late(v, StatusCode::OK, &path, &Fields::parse(fields.as_bytes())?)
}
