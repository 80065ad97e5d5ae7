//! Changing one's own means of sign-in: authenticator, passphrase, recovery codes; and signing in with one of those.
use super::{
    budget::Tried,
    confirm_web, means, passphrase, recovery,
    sign_in::Outcome,
    totp,
    web::{NoFields, place, spent, with_session},
};
use crate::{
    error::{Error, Result},
    form,
    secret::Secret,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{AfterPassphrase, Renewing, SignedIn},
        page::answer,
        routes::Path,
        see,
    },
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/recovery.html")]
struct RecoveryPage<'a> {
    f: Frame<'a>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/authenticator.html")]
struct AuthenticatorPage<'a> {
    f: Frame<'a>,
    /// After a recovery code: nothing else is open.
    recovering: bool,
    new: Option<NewKey>,
    errors: Errors,
}

/// A key that waits for its proof.
struct NewKey {
    qr: String,
    address: String,
    key: String,
}

#[derive(Template)]
#[template(path = "accounts/passphrase.html")]
struct PassphrasePage<'a> {
    f: Frame<'a>,
    email: &'a str,
    suggestion: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
struct CodesPage<'a> {
    f: Frame<'a>,
    left: i64,
    sheet: Option<Vec<String>>,
    /// Whether codes are of no use to this person: a passkey is demanded.
    useless: bool,
    errors: Errors,
}

/// `/login/recovery`
pub async fn sign_in(by: By<AfterPassphrase>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&RecoveryPage { f: by.frame(Section::None), errors: Errors::none() })
}

form! {
    /// `/login/recovery`
    pub struct RecoveryForm { recovery_code }
}

/// A recovery code in place of the authenticator's.
pub async fn check_recovery(by: By<AfterPassphrase>, _: Path<()>, Posted(form): Posted<RecoveryForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let settings = &v.app.settings.config.authentication;
    let outcome = recovery::sign_in(&v.app.db, &v.act(), &by.who, settings, &form.recovery_code, &place(v)).await?;
    let (status, mut errors) = match &outcome {
        Outcome::In(token) => return Ok(with_session(see("/account/authenticator"), token)),
        other => confirm_web::wrong(v, &by.frame(Section::None), other),
    };
    if matches!(outcome, Outcome::Wrong) {
        errors = Errors::none();
        errors.add("recovery_code", v.t("recovery-wrong"));
    }
    answer(v, status, &RecoveryPage { f: by.failed(Section::None), errors: errors.renamed("code", "recovery_code") })
}

async fn authenticator_page<'a>(by: &By<Renewing>, f: Frame<'a>, errors: Errors) -> Result<AuthenticatorPage<'a>> {
    let mut tx = by.visit.app.db.read().await?;
    let new = match means::proposed_seed(&mut tx, &by.act(), &by.who.person.id).await? {
        Some((seed, _)) => Some(new_key(&seed, f.site(), &by.who.person.email)?),
        None => None,
    };
    Ok(AuthenticatorPage { recovering: f.person().is_none(), f, new, errors })
}

fn new_key(seed: &[u8], site: &str, email: &str) -> Result<NewKey> {
    let address = totp::address(seed, site, email).ok_or(Error::Crypto("an authenticator's address could not be made"))?;
    let qr = totp::qr(&address).ok_or(Error::Crypto("a picture could not be made"))?;
    Ok(NewKey { qr, address, key: totp::grouped(seed) })
}

/// Somebody who is signed in gives a factor first; after a recovery code that was one.
fn lately(by: &By<Renewing>) -> Result<()> {
    let recovering = by.who.level == super::Level::Recovery;
    if recovering || by.visit.factor_is_fresh() { Ok(()) } else { Err(Error::Begin("/account/confirm?next=/account/authenticator")) }
}

/// `/account/authenticator`
pub async fn authenticator(by: By<Renewing>, _: Path<()>) -> Result<HttpResponse> {
    lately(&by)?;
    by.page(&authenticator_page(&by, by.frame(Section::None), Errors::none()).await?)
}

/// `/account/authenticator/key`: draws a new key. The old one counts until the new one is proven.
pub async fn propose(by: By<Renewing>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    lately(&by)?;
    let mut tx = by.visit.app.db.write().await?;
    means::propose_seed(&mut tx, &by.act(), &by.who.person.id).await?;
    tx.commit().await?;
    Ok(see("/account/authenticator"))
}

form! {
    /// `/account/authenticator`
    pub struct CodeForm { code }
}

/// A code of the new authenticator puts it in the old one's place.
pub async fn replace(by: By<Renewing>, _: Path<()>, Posted(form): Posted<CodeForm>) -> Result<HttpResponse> {
    lately(&by)?;
    let v = &by.visit;
    let settings = &v.app.settings.config.authentication;
    if let Some(token) = means::replace_authenticator(&v.app.db, &by.act(), &by.who, settings, &form.code, &place(v)).await? {
        return Ok(with_session(see("/account"), &token));
    }
    let mut errors = Errors::none();
    errors.add("code", v.tw("code-wrong", "time", &by.frame(Section::None).exactly_now()));
    by.mistaken(&authenticator_page(&by, by.failed(Section::None), errors).await?)
}

fn passphrase_page<'a>(by: &'a By<SignedIn>, f: Frame<'a>, errors: Errors) -> PassphrasePage<'a> {
    PassphrasePage { f, email: &by.who.email, suggestion: passphrase::suggestion(), errors }
}

/// `/account/passphrase`
pub async fn passphrase(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&passphrase_page(&by, by.frame(Section::None), Errors::none()))
}

form! {
    /// `/account/passphrase`
    pub struct PassphraseForm { current_password, password }
}

/// A new passphrase in place of the present one.
pub async fn change_passphrase(by: By<SignedIn>, _: Path<()>, Posted(form): Posted<PassphraseForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let party = by.who.party.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let mut errors = Errors::none();
    if let Some(fault) = passphrase::fault(&form.password, &[&by.who.name, &by.who.email, &party]) {
        errors.add("password", v.t(fault));
    }
    if !errors.any() && form.current_password.len() <= crate::crypto::password::MAX_BYTES {
        let (present, new) = (Secret::new(form.current_password), Secret::new(form.password));
        match means::change_passphrase(&v.app, &by.act(), open, present, new).await? {
            Tried::In(token) => return Ok(with_session(see("/account"), &token)),
            Tried::Wrong => {}
            Tried::Spent(until) => {
                errors.add("current_password", spent(&by.frame(Section::None), until));
                return answer(v, StatusCode::TOO_MANY_REQUESTS, &passphrase_page(&by, by.failed(Section::None), errors));
            }
        }
    }
    if !errors.any() {
        errors.add("current_password", v.t("passphrase-present-wrong"));
    }
    by.mistaken(&passphrase_page(&by, by.failed(Section::None), errors))
}

async fn codes_page<'a>(by: &'a By<SignedIn>, f: Frame<'a>, errors: Errors) -> Result<CodesPage<'a>> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let left = recovery::left(&mut tx, &by.who.id).await?;
    let sheet = recovery::sheet(&mut tx, &by.act(), &by.who.id).await?;
    Ok(CodesPage { f, left, sheet, useless: by.who.must_have_passkey(&by.visit.app.settings.config.authentication), errors })
}

/// `/account/recovery-codes`
pub async fn codes(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    if !by.visit.factor_is_fresh() {
        return Err(Error::Begin("/account/confirm?next=/account/recovery-codes"));
    }
    by.page(&codes_page(&by, by.frame(Section::None), Errors::none()).await?)
}

/// Draws a new sheet.
pub async fn draw(by: By<SignedIn>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    recovery::draw(&mut tx, &by.act(), &by.who.id).await?;
    tx.commit().await?;
    Ok(see("/account/recovery-codes"))
}

form! {
    /// `/account/recovery-codes/kept`
    pub struct KeptForm { kept }
}

/// The sheet is kept elsewhere and is shown no more.
pub async fn kept(by: By<SignedIn>, _: Path<()>, Posted(form): Posted<KeptForm>) -> Result<HttpResponse> {
    if !by.visit.factor_is_fresh() {
        // The page that says what is missing shows the codes again.
        return Err(Error::Begin("/account/confirm?next=/account/recovery-codes"));
    }
    if form.kept.is_empty() {
        let mut errors = Errors::none();
        errors.add("kept", by.visit.t("enrol-kept-missing"));
        return by.mistaken(&codes_page(&by, by.failed(Section::None), errors).await?);
    }
    let mut tx = by.visit.app.db.write().await?;
    recovery::kept(&mut tx, &by.who.id).await?;
    tx.commit().await?;
    Ok(see("/account"))
}
