//! The pages of enrolment, in the order of the steps.
use super::{
    Factor, Membership,
    budget::Tried,
    enrolment, may, must_have_passkey,
    passkey::{Answer, Offer, Owner, Purpose},
    passkey_web::{bound, default_name, not_taken, offer_new, with_script},
    passphrase, totp,
    web::{NoFields, place, spent, with_session},
};
use crate::{
    error::{Error, Result},
    form,
    secret::Secret,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Anyone, Enrolling, SignedIn},
        page::answer,
        routes::Path,
        see,
    },
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/enrol_codes.html")]
struct CodesPage<'a> {
    f: Frame<'a>,
    letter_code: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_identity.html")]
struct IdentityPage<'a> {
    f: Frame<'a>,
    e: &'a enrolment::Enrolment,
    phone: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_passphrase.html")]
struct PassphrasePage<'a> {
    f: Frame<'a>,
    e: &'a enrolment::Enrolment,
    suggestion: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_authenticator.html")]
struct AuthenticatorPage<'a> {
    f: Frame<'a>,
    qr: String,
    address: String,
    key: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_recovery.html")]
struct RecoveryPage<'a> {
    f: Frame<'a>,
    codes: Vec<String>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_passkey.html")]
struct PasskeyPage<'a> {
    f: Frame<'a>,
    offer: Option<Offer>,
    /// Whether there is no way without.
    needed: bool,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/enrol_done.html")]
struct DonePage<'a> {
    f: Frame<'a>,
    confirmed: bool,
    /// Staff wait for a colleague, contacts for the agency's call.
    staff: bool,
    /// Whether what comes next is the list of what is left before the portal opens.
    administrator: bool,
}

/// `/enrol`
pub async fn codes(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&CodesPage { f: by.frame(Section::None), letter_code: "", errors: Errors::none() })
}

form! {
    /// `/enrol`
    pub struct CodesForm { letter_code, email_code }
}

/// Both codes, from two channels.
pub async fn open(by: By<Anyone>, _: Path<()>, Posted(form): Posted<CodesForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (f, limits, mut errors) = (by.failed(Section::None), &v.app.settings.config.throttle, Errors::none());
    let status = match enrolment::open(&v.app.db, &v.act(), limits, &form.letter_code, &form.email_code, &place(v)).await? {
        Tried::In(token) => return Ok(with_session(see("/enrol/identity"), &token)),
        Tried::Wrong => {
            errors.add("letter_code", v.t("enrol-codes-wrong"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Tried::Spent(until) => {
            errors.add("letter_code", spent(&f, until));
            StatusCode::TOO_MANY_REQUESTS
        }
    };
    answer(v, status, &CodesPage { f, letter_code: &form.letter_code, errors })
}

/// The enrolment behind the session, if it stands at this step; else off to the step it stands at.
async fn at(by: &By<Enrolling>, step: &str) -> Result<std::result::Result<enrolment::Enrolment, HttpResponse>> {
    let e = enrolment::find(&mut by.visit.app.db.read().await?, &by.who.person.id).await?;
    Ok(if e.step == step { Ok(e) } else { Err(see(format!("/enrol/{}", e.step))) })
}

macro_rules! at {
    ($by:expr, $step:expr) => {
        match at(&$by, $step).await? {
            Ok(e) => e,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

/// `/enrol/identity`
pub async fn identity(by: By<Enrolling>, _: Path<()>) -> Result<HttpResponse> {
    let e = at!(by, "identity");
    by.page(&IdentityPage { f: by.frame(Section::None), phone: masked(&e.phone), e: &e, errors: Errors::none() })
}

form! {
    /// `/enrol/identity`
    pub struct IdentityForm { respect_tlp }
}

/// “That is me, and I will respect the TLP.”
pub async fn accept(by: By<Enrolling>, _: Path<()>, Posted(form): Posted<IdentityForm>) -> Result<HttpResponse> {
    let e = at!(by, "identity");
    if form.respect_tlp.is_empty() {
        let mut errors = Errors::none();
        errors.add("respect_tlp", by.visit.t("enrol-tlp-missing"));
        return by.mistaken(&IdentityPage { f: by.failed(Section::None), phone: masked(&e.phone), e: &e, errors });
    }
    enrolment::accept(&by.visit.app.db, &by.act(), &e).await?;
    Ok(see("/enrol/passphrase"))
}

/// `/enrol/denial`: “That is not me.”
pub async fn deny(by: By<Enrolling>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let e = enrolment::find(&mut by.visit.app.db.read().await?, &by.who.person.id).await?;
    enrolment::deny(&by.visit.app.db, &by.act(), &e).await?;
    Ok(see("/"))
}

/// `/enrol/passphrase`
pub async fn passphrase(by: By<Enrolling>, _: Path<()>) -> Result<HttpResponse> {
    let e = at!(by, "passphrase");
    by.page(&PassphrasePage { f: by.frame(Section::None), e: &e, suggestion: passphrase::suggestion(), errors: Errors::none() })
}

form! {
    /// `/enrol/passphrase`
    pub struct PassphraseForm { password }
}

/// Sets the passphrase.
pub async fn set_passphrase(by: By<Enrolling>, _: Path<()>, Posted(form): Posted<PassphraseForm>) -> Result<HttpResponse> {
    let (e, v) = (at!(by, "passphrase"), &by.visit);
    let party = e.party.clone().unwrap_or_default();
    if let Some(fault) = passphrase::fault(&form.password, &[&e.name, &e.email, &party]) {
        let mut errors = Errors::none();
        errors.add("password", v.t(fault));
        return by.mistaken(&PassphrasePage { f: by.failed(Section::None), e: &e, suggestion: passphrase::suggestion(), errors });
    }
    enrolment::set_passphrase(&v.app.db, &v.app.passwords, &v.act(), &e, Secret::new(form.password)).await?;
    Ok(see("/enrol/authenticator"))
}

fn authenticator_page<'a>(by: &By<Enrolling>, e: &enrolment::Enrolment, f: Frame<'a>, errors: Errors) -> Result<AuthenticatorPage<'a>> {
    let seed = enrolment::seed(&by.act(), e)?;
    let address = totp::address(&seed, f.site(), &e.email).ok_or(Error::Crypto("an authenticator's address could not be made"))?;
    let qr = totp::qr(&address).ok_or(Error::Crypto("a picture could not be made"))?;
    Ok(AuthenticatorPage { f, qr, address, key: totp::grouped(&seed), errors })
}

/// `/enrol/authenticator`
pub async fn authenticator(by: By<Enrolling>, _: Path<()>) -> Result<HttpResponse> {
    let e = at!(by, "authenticator");
    by.page(&authenticator_page(&by, &e, by.frame(Section::None), Errors::none())?)
}

form! {
    /// `/enrol/authenticator`
    pub struct CodeForm { code }
}

/// Proves the authenticator.
pub async fn prove(by: By<Enrolling>, _: Path<()>, Posted(form): Posted<CodeForm>) -> Result<HttpResponse> {
    let e = at!(by, "authenticator");
    if enrolment::prove(&by.visit.app.db, &by.act(), &e, &form.code).await? {
        return Ok(see("/enrol/recovery-codes"));
    }
    let mut errors = Errors::none();
    errors.add("code", by.visit.tw("code-wrong", "time", &by.frame(Section::None).exactly_now()));
    by.mistaken(&authenticator_page(&by, &e, by.failed(Section::None), errors)?)
}

/// `/enrol/recovery-codes`
pub async fn recovery(by: By<Enrolling>, _: Path<()>) -> Result<HttpResponse> {
    let e = at!(by, "recovery-codes");
    by.page(&RecoveryPage { f: by.frame(Section::None), codes: enrolment::recovery_codes(&by.act(), &e)?, errors: Errors::none() })
}

form! {
    /// `/enrol/recovery-codes`
    pub struct KeptForm { kept }
}

/// The codes are kept.
pub async fn keep_codes(by: By<Enrolling>, _: Path<()>, Posted(form): Posted<KeptForm>) -> Result<HttpResponse> {
    let (e, v) = (at!(by, "recovery-codes"), &by.visit);
    if form.kept.is_empty() {
        let mut errors = Errors::none();
        errors.add("kept", v.t("enrol-kept-missing"));
        return by.mistaken(&RecoveryPage { f: by.failed(Section::None), codes: enrolment::recovery_codes(&v.act(), &e)?, errors });
    }
    enrolment::keep_codes(&v.app.db, &v.act(), &e).await?;
    Ok(see("/enrol/passkey"))
}

async fn passkey_answer(by: &By<Enrolling>, e: &enrolment::Enrolment, errors: Errors) -> Result<HttpResponse> {
    let v = &by.visit;
    let offer = offer_new(v, Purpose::Enrol, &Owner { account: &e.account_id, email: &e.email, name: &e.name }).await?;
    let (status, f) = match errors.any() {
        true => (StatusCode::UNPROCESSABLE_ENTITY, by.failed(Section::None)),
        false => (StatusCode::OK, by.frame(Section::None)),
    };
    let needed = must_have_passkey(e.membership, &v.app.settings.config.authentication);
    let page = PasskeyPage { f, offer, needed, errors };
    Ok(with_script(answer(v, status, &page)?, page.offer.is_some()))
}

/// `/enrol/passkey`
pub async fn passkey(by: By<Enrolling>, _: Path<()>) -> Result<HttpResponse> {
    let e = at!(by, "passkey");
    passkey_answer(&by, &e, Errors::none()).await
}

form! {
    /// `/enrol/passkey`: without a credential, later.
    pub struct PasskeyForm { credential, ceremony, later }
}

/// Enrolment is complete, with a passkey or without.
pub async fn finish(by: By<Enrolling>, _: Path<()>, Posted(form): Posted<PasskeyForm>) -> Result<HttpResponse> {
    let (e, v) = (at!(by, "passkey"), &by.visit);
    let later = form.credential.is_empty();
    let factor = if later { Factor::Totp } else { Factor::Passkey };
    let Ok(go) = may::enrol(e.membership, &v.app.settings.config.authentication, factor) else {
        let mut errors = Errors::none();
        errors.add("passkey", v.t("refused-passkey-needed"));
        return passkey_answer(&by, &e, errors).await;
    };
    let name = default_name(v, 0);
    let answer = Answer { ceremony: &form.ceremony, credential: &form.credential };
    let with = (!later).then(|| enrolment::Passkey { bound: bound(v, Purpose::Enrol, Some(&e.account_id)), name: &name, answer });
    match enrolment::finish(&v.app.db, &v.act(), &v.app.settings, &e, go, with, &place(v)).await? {
        Some(token) => Ok(with_session(see("/enrol/done"), &token)),
        None => passkey_answer(&by, &e, not_taken(v)).await,
    }
}

/// `/enrol/done`
pub async fn done(by: By<SignedIn>, _: Path<()>) -> Result<HttpResponse> {
    let (confirmed, staff) = (by.who.is_confirmed(), by.who.membership == Membership::Staff);
    by.page(&DonePage { f: by.frame(Section::None), confirmed, staff, administrator: confirmed && by.who.roles.administrator })
}

/// A telephone number of which only the last two digits are shown.
fn masked(phone: &str) -> String {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0usize;
    phone
        .chars()
        .map(|c| {
            seen = seen.saturating_add(usize::from(c.is_ascii_digit()));
            if c.is_ascii_digit() && seen.saturating_add(2) <= digits { '•' } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_masked_but_for_its_end() {
        assert_eq!(masked("+33 1 99 00 12 34"), "+•• • •• •• •• 34");
        assert_eq!(masked(""), "");
    }
}
