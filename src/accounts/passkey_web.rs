//! The pages of passkeys: signing in and confirming by one, and the list of a person's own.
use super::{
    Person, confirm_web,
    passkey::{self, Answer, Bound, Listed, MOST, Offer, Owner, Purpose},
    passkey_own,
    web::{NoFields, login_answer, own_path, place, with_session},
};
use crate::{
    error::{Error, Result},
    form,
    ids::{AccountId, PasskeyId},
    secret::Secret,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Anyone, Locked, SignedIn},
        headers::scripted,
        page::answer,
        routes::Path,
        see,
        visit::Visit,
    },
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/passkeys.html")]
struct PasskeysPage<'a> {
    f: Frame<'a>,
    passkeys: &'a [Listed],
    /// Whether one more may be added.
    room: bool,
    /// Whether the last one stays.
    keeps_last: bool,
}

#[derive(Template)]
#[template(path = "accounts/passkey_new.html")]
struct NewPage<'a> {
    f: Frame<'a>,
    name: &'a str,
    offer: Option<Offer>,
    errors: Errors,
}

/// What a ceremony of this visit belongs to.
pub(super) fn bound<'a>(v: &'a Visit, purpose: Purpose, account: Option<&'a AccountId>) -> Bound<'a> {
    Bound { purpose, account, cookie: &v.cookie }
}

/// Asks whoever comes for any passkey of theirs.
pub(super) fn offer_sign_in(v: &Visit) -> Result<Option<Offer>> {
    passkey::ask(&v.app.settings, &v.app.keys, &bound(v, Purpose::SignIn, None), &[], v.now)
}

/// Asks a person for one of their passkeys, if they have any.
pub(super) async fn offer_again(v: &Visit, purpose: Purpose, person: &Person) -> Result<Option<Offer>> {
    let own = passkey_own::credential_ids(&mut v.app.db.read().await?, &person.id).await?;
    if own.is_empty() {
        return Ok(None);
    }
    passkey::ask(&v.app.settings, &v.app.keys, &bound(v, purpose, Some(&person.id)), &own, v.now)
}

/// Asks a person's device for a new passkey.
pub(super) async fn offer_new(v: &Visit, purpose: Purpose, owner: &Owner<'_>) -> Result<Option<Offer>> {
    let known = passkey_own::credential_ids(&mut v.app.db.read().await?, owner.account).await?;
    passkey::ask_new(&v.app.settings, &v.app.keys, &bound(v, purpose, Some(owner.account)), owner, known, v.now)
}

/// The answer, with leave for the script where the page has something for it to do.
pub(super) fn with_script(answer: HttpResponse, needed: bool) -> HttpResponse {
    if needed { scripted(answer) } else { answer }
}

/// The mistake beside the button.
pub(super) fn not_taken(v: &Visit) -> Errors {
    let mut errors = Errors::none();
    errors.add("passkey", v.t("passkey-not-taken"));
    errors
}

form! {
    /// `/login/passkey`, `/account/confirm/passkey`, `/login/unlock/passkey`
    pub struct AnswerForm { credential, ceremony, next, kept }
}

impl AnswerForm {
    fn answer(&self) -> Answer<'_> {
        Answer { ceremony: &self.ceremony, credential: &self.credential }
    }
}

/// `/login/passkey`: both factors in one.
pub async fn sign_in(by: By<Anyone>, _: Path<()>, Posted(form): Posted<AnswerForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let bound = bound(v, Purpose::SignIn, None);
    match passkey::sign_in(&v.app.db, &v.act(), &v.app.settings, &bound, form.answer(), &place(v)).await? {
        Some(token) => confirm_web::entered(v, next, &token).await,
        None => login_answer(&by, "", next, not_taken(v)),
    }
}

/// `/account/confirm/passkey`: what waits for it is done at once.
pub async fn check_confirm(by: By<SignedIn>, _: Path<()>, Posted(form): Posted<AnswerForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let bound = bound(v, Purpose::Confirm, Some(&by.who.id));
    match passkey::again(&v.app.db, &by.act(), &v.app.settings, &bound, form.answer(), open, &v.network).await? {
        Some(token) if next.is_empty() => Err(Error::Resume(Secret::new(token), form.kept.clone())),
        Some(token) => Ok(with_session(see(next), &token)),
        None => confirm_web::confirm_answer(&by, StatusCode::UNPROCESSABLE_ENTITY, next, not_taken(v)).await,
    }
}

/// `/login/unlock/passkey`: opens a locked session.
pub async fn check_unlock(by: By<Locked>, _: Path<()>, Posted(form): Posted<AnswerForm>) -> Result<HttpResponse> {
    let (v, next) = (&by.visit, own_path(&form.next));
    let bound = bound(v, Purpose::Unlock, Some(&by.who.person.id));
    match passkey::again(&v.app.db, &by.act(), &v.app.settings, &bound, form.answer(), &by.who, &v.network).await? {
        Some(token) => confirm_web::entered(v, next, &token).await,
        None => confirm_web::unlock_answer(&by, StatusCode::UNPROCESSABLE_ENTITY, next, not_taken(v)).await,
    }
}

/// `/account/passkeys`
pub async fn list(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let passkeys = passkey_own::list(&mut by.visit.app.db.read().await?, &by.who.id).await?;
    let keeps_last = by.who.must_have_passkey(&by.visit.app.settings.config.authentication);
    by.page(&PasskeysPage { f: by.frame(Section::None), passkeys: &passkeys, room: passkeys.len() < MOST, keeps_last })
}

/// The page that asks for a new passkey. Its challenge belongs to the session, so the factor is asked for before, not after.
async fn new_answer(by: &By<SignedIn>, name: &str, errors: Errors) -> Result<HttpResponse> {
    let (v, who) = (&by.visit, &by.who);
    let offer = offer_new(v, Purpose::Register, &Owner { account: &who.id, email: &who.email, name: &who.name }).await?;
    let (status, f) = match errors.any() {
        true => (StatusCode::UNPROCESSABLE_ENTITY, by.failed(Section::None)),
        false => (StatusCode::OK, by.frame(Section::None)),
    };
    let needed = offer.is_some();
    Ok(with_script(answer(v, status, &NewPage { f, name, offer, errors })?, needed))
}

/// `/account/passkeys/new`
pub async fn new(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    if !by.visit.factor_is_fresh() {
        return Ok(see("/account/confirm?next=%2Faccount%2Fpasskeys%2Fnew"));
    }
    let have = passkey_own::count(&mut by.visit.app.db.read().await?, &by.who.id).await?;
    new_answer(&by, &default_name(&by.visit, have), Errors::none()).await
}

/// “Passkey 2”, for who has one.
pub(super) fn default_name(v: &Visit, have: i64) -> String {
    v.tn("passkey-default-name", have.saturating_add(1))
}

form! {
    /// `/account/passkeys`
    pub struct NewForm { name, credential, ceremony }
}

/// Adds a passkey.
pub async fn add(by: By<SignedIn>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let name = match passkey_own::name(&form.name) {
        Ok(name) => name,
        Err(why) => {
            let mut errors = Errors::none();
            errors.add("name", v.t(why));
            return new_answer(&by, &form.name, errors).await;
        }
    };
    let (open, bound) = (v.open.as_ref().ok_or(Error::SignedOut)?, bound(v, Purpose::Register, Some(&by.who.id)));
    let answer = Answer { ceremony: &form.ceremony, credential: &form.credential };
    let mut tx = v.app.db.write().await?;
    let added = passkey_own::add(&mut tx, &by.act(), &v.app.settings, &bound, &name, answer, &open.digest).await?;
    tx.commit().await?;
    if added { Ok(see("/account/passkeys")) } else { new_answer(&by, &name, not_taken(v)).await }
}

/// `/account/passkeys/{id}/removal`
pub async fn remove(by: By<SignedIn>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let v = &by.visit;
    let open = v.open.as_ref().ok_or(Error::SignedOut)?;
    let mut tx = v.app.db.write().await?;
    let own = passkey_own::list(&mut tx, &by.who.id).await?;
    let go = super::may::remove_passkey(&by.who, &v.app.settings.config.authentication, &own, PasskeyId(id))?;
    passkey_own::remove(&mut tx, &by.act(), go, &open.digest).await?;
    tx.commit().await?;
    Ok(see("/account/passkeys"))
}
