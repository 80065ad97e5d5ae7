//! Signing in and out, the home page, the language.
use super::{Person, budget::Tried, confirm_web, passkey::Offer, passkey_own, passkey_web, recovery, session, sign_in};
use crate::{
    clock::{MINUTE, Millis},
    error::{Error, Result},
    form,
    secret::Secret,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{AfterPassphrase, Anyone, SignedIn},
        i18n::Lang,
        page::answer,
        routes::Path,
        see, table,
        visit::{LANGUAGE, Visit, secure, session_cookie},
    },
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LoginPage<'a> {
    f: Frame<'a>,
    username: &'a str,
    next: &'a str,
    offer: Option<Offer>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage<'a> {
    f: Frame<'a>,
    next: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage<'a> {
    f: Frame<'a>,
    person: &'a Person,
    previous: Option<i64>,
    codes_left: i64,
    sessions: i64,
    passkeys: i64,
    /// What a sign-in by code opens, and for how long.
    says: String,
}

/// `/login`
pub async fn login(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    if by.who.is_some() {
        return Ok(see("/"));
    }
    let query = by.visit.query()?;
    // A passphrase in an address is refused: addresses end up in histories and logs (CASES A16).
    query.only(&["next"], &[])?;
    login_answer(&by, "", own_path(query.text("next")), Errors::none())
}

/// The page with both ways to sign in.
pub(super) fn login_answer(by: &By<Anyone>, username: &str, next: &str, errors: Errors) -> Result<HttpResponse> {
    let offer = passkey_web::offer_sign_in(&by.visit)?;
    let (status, f) = match errors.any() {
        true => (StatusCode::UNPROCESSABLE_ENTITY, by.failed(Section::None)),
        false => (StatusCode::OK, by.frame(Section::None)),
    };
    let needed = offer.is_some();
    Ok(passkey_web::with_script(answer(&by.visit, status, &LoginPage { f, username, next, offer, errors })?, needed))
}

form! {
    /// `/login`
    pub struct LoginForm { username, password, next }
}

/// The first factor.
pub async fn sign_in(by: By<Anyone>, _: Path<()>, Posted(form): Posted<LoginForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let mut errors = Errors::none();
    if form.username.trim().is_empty() {
        errors.add("username", v.t("login-username-missing"));
    }
    if form.password.is_empty() {
        errors.add("password", v.t("login-password-missing"));
    }
    if !errors.any() {
        let given = Secret::new(form.password);
        let limits = &v.app.settings.config.throttle;
        match sign_in::passphrase(&v.app.db, &v.app.passwords, &v.act(), limits, &form.username, given, &place(v)).await? {
            Tried::In(token) => return Ok(with_session(see(with_next("/login/code", next)), &token)),
            Tried::Wrong => errors.add("username", v.t("login-wrong")),
            Tried::Spent(until) => {
                errors.add("username", spent(&by.failed(Section::None), until));
                let mut page = login_answer(&by, &form.username, next, errors)?;
                *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                return Ok(page);
            }
        }
    }
    login_answer(&by, &form.username, next, errors)
}

/// Too many tries have failed: when to try again, as a clock time, and the telephone.
pub(super) fn spent(f: &Frame<'_>, until: Millis) -> String {
    // A clock time names a whole minute: the one after.
    let minute = until.saturating_add(MINUTE - 1).div_euclid(MINUTE).saturating_mul(MINUTE);
    f.tw2("tries-spent", "time", &f.soon(minute), "telephone", f.telephone())
}

/// `/login/code`
pub async fn code(by: By<AfterPassphrase>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["next"], &[])?;
    by.page(&CodePage { f: by.frame(Section::None), next: own_path(query.text("next")), errors: Errors::none() })
}

form! {
    /// `/login/code`
    pub struct CodeForm { code, next }
}

/// The second factor.
pub async fn check_code(by: By<AfterPassphrase>, _: Path<()>, Posted(form): Posted<CodeForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let settings = &v.app.settings.config.authentication;
    let (status, errors) = match sign_in::code(&v.app.db, &v.act(), &by.who, settings, &form.code, &place(v)).await? {
        sign_in::Outcome::In(token) => return confirm_web::entered(v, next, &token).await,
        other => confirm_web::wrong(v, &by.frame(Section::None), &other),
    };
    answer(v, status, &CodePage { f: by.failed(Section::None), next, errors })
}

form! {
    /// A form without fields.
    pub struct NoFields { }
}

/// `/logout`: ends the session and has the browser forget what it kept (ASVS 14.3.1).
pub async fn sign_out(by: By<SignedIn>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    if let Some(open) = &by.visit.open {
        sign_in::out(&by.visit.app.db, &by.act(), open).await?;
    }
    let mut gone = session_cookie("");
    gone.make_removal();
    let mut answer = see("/");
    answer.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), header::HeaderValue::from_static("\"cache\", \"storage\""));
    answer.add_cookie(&gone).map_err(|_| Error::Crypto("a cookie could not be written"))?;
    Ok(answer)
}

/// `/account`
pub async fn account(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let mut tx = v.app.db.snapshot().await?;
    let codes_left = recovery::left(&mut tx, &by.who.id).await?;
    let passkeys = passkey_own::count(&mut tx, &by.who.id).await?;
    let sessions = session::list(&mut tx, &by.who.id, &open.digest, v.now).await?.len();
    let settings = &v.app.settings.config.authentication;
    let says = match (by.who.must_have_passkey(settings), settings.totp_reads_red) {
        (true, _) => v.t("account-passkey-only").to_owned(),
        (false, true) => v.tn("account-code-hours", settings.totp_session_hours.into()),
        (false, false) => v.tn("account-code-no-red", settings.totp_session_hours.into()),
    };
    let sessions = i64::try_from(sessions).unwrap_or(i64::MAX);
    by.page(&AccountPage { f: by.frame(Section::None), person: &by.who, previous: open.previous, codes_left, sessions, passkeys, says })
}

form! {
    /// `/language`
    pub struct LanguageForm { language, next }
}

/// `/language`: the language of the pages, for the account and for this browser.
pub async fn language(by: By<Anyone>, _: Path<()>, Posted(form): Posted<LanguageForm>) -> Result<HttpResponse> {
    let lang = match form.language.as_str() {
        "en" => Lang::En,
        "fr" => Lang::Fr,
        _ => return Err(Error::Unreadable("error-language", "language".into())),
    };
    if let Some(person) = &by.who {
        let mut tx = by.visit.app.db.write().await?;
        super::choose_language(&mut tx, &by.act(), person, lang).await?;
        tx.commit().await?;
    }
    let next = own_path(&form.next);
    let mut answer = see(if next.is_empty() { "/" } else { next });
    answer.add_cookie(&secure(LANGUAGE, lang.code().into())).map_err(|_| Error::Crypto("a cookie could not be written"))?;
    Ok(answer)
}

/// A path of this portal that a page answers at, or nothing: never an address elsewhere (ASVS 3.7.2).
pub(super) fn own_path(next: &str) -> &str {
    let path = next.split('?').next().unwrap_or_default();
    let plain = next.starts_with('/') && !next.starts_with("//") && next.len() <= 500 && !next.contains(['\\', '\n', '\r', '\t']);
    if plain && table::has_page(path) { next } else { "" }
}

fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}?next={next}")
}

/// Where a session is opened from.
pub fn place(v: &Visit) -> session::Place<'_> {
    session::Place { network: &v.network, device: &v.device, cookie: &v.cookie }
}

/// An answer that sets the session's cookie.
pub fn with_session(mut answer: HttpResponse, token: &str) -> HttpResponse {
    // A token is plain base 64: it always fits a header.
    drop(answer.add_cookie(&session_cookie(token)));
    answer
}
