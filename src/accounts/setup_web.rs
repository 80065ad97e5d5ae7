//! The pages of the first run: the code, the portal's names, its administrator. Nothing secret stands in an address.
use super::{
    invite,
    setup::{self, Made, Progress},
    web::{place, with_session},
};
use crate::{
    config::Portal,
    error::{Error, Result},
    form,
    web::{By, Errors, Frame, Posted, Section, by::Anyone, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "setup/code.html")]
struct CodePage<'a> {
    f: Frame<'a>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "setup/portal.html")]
struct PortalPage<'a> {
    f: Frame<'a>,
    form: &'a NamesForm,
    progress: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "setup/administrator.html")]
struct AdministratorPage<'a> {
    f: Frame<'a>,
    form: &'a AdministratorForm,
    progress: &'a str,
    errors: Errors,
}

/// `/setup`
pub async fn code(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&CodePage { f: by.frame(Section::None), errors: Errors::none() })
}

/// A page of the middle was opened by its address: what stood on it is not known any more.
pub async fn elsewhere(_: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    Err(Error::Begin("/setup"))
}

form! {
    /// `/setup`
    pub struct CodeForm { setup_code }
}

/// Checks the code; the answer is the next page.
pub async fn check_code(by: By<Anyone>, _: Path<()>, Posted(form): Posted<CodeForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    if let Some(progress) = setup::check_code(&v.app.db, &v.act(), &form.setup_code).await? {
        let (said, usual) = (&v.names.portal, Portal::default());
        // What vigie.toml says is offered; what it was made with is not, for it is invented.
        let own = |said: &String, usual: &String| if said == usual { String::new() } else { said.clone() };
        let form = NamesForm {
            name: said.name.clone(),
            agency: own(&said.agency, &usual.agency),
            telephone: own(&said.telephone, &usual.telephone),
            language: said.language.clone(),
            time_zone: said.time_zone.clone(),
            ..NamesForm::default()
        };
        let progress = progress.sealed(&v.app.keys, &v.cookie)?;
        return by.page(&PortalPage { f: by.frame(Section::None), form: &form, progress: &progress, errors: Errors::none() });
    }
    let mut errors = Errors::none();
    errors.add("setup_code", v.t("setup-code-wrong"));
    by.mistaken(&CodePage { f: by.failed(Section::None), errors })
}

form! {
    /// `/setup/portal`
    pub struct NamesForm { progress, name, agency, telephone, language, time_zone }
}

fn line(text: &str, from: usize, to: usize) -> bool {
    (from..=to).contains(&text.trim().chars().count()) && !text.contains(['\n', '\t'])
}

fn wrong_names(by: &By<Anyone>, form: &NamesForm) -> Errors {
    let (v, mut errors) = (&by.visit, Errors::none());
    if !line(&form.name, 2, 60) {
        errors.add("name", v.t("setup-name-missing"));
    }
    if !line(&form.agency, 2, 120) {
        errors.add("agency", v.t("setup-agency-missing"));
    }
    if form.telephone.chars().filter(char::is_ascii_digit).count() < 3 || !line(&form.telephone, 3, 40) {
        errors.add("telephone", v.t("setup-telephone-missing"));
    }
    if !matches!(form.language.as_str(), "fr" | "en") {
        errors.add("language", v.t("setup-language-missing"));
    }
    if jiff::tz::TimeZone::get(form.time_zone.trim()).is_err() {
        errors.add("time_zone", v.t("setup-zone-missing"));
    }
    errors
}

/// What the portal is called; the answer is the next page.
pub async fn names(by: By<Anyone>, _: Path<()>, Posted(form): Posted<NamesForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let mut progress = Progress::open(&v.app.keys, &v.cookie, &form.progress, v.now)?;
    let errors = wrong_names(&by, &form);
    if errors.any() {
        return by.mistaken(&PortalPage { f: by.failed(Section::None), form: &form, progress: &form.progress, errors });
    }
    progress.names = Some(Portal {
        name: form.name.trim().into(),
        agency: form.agency.trim().into(),
        telephone: form.telephone.trim().into(),
        language: form.language,
        time_zone: form.time_zone.trim().into(),
        office_hours: v.app.settings.config.portal.office_hours.clone(),
    });
    let progress = progress.sealed(&v.app.keys, &v.cookie)?;
    by.page(&AdministratorPage { f: by.frame(Section::None), form: &AdministratorForm::default(), progress: &progress, errors: Errors::none() })
}

form! {
    /// `/setup/administrator`
    pub struct AdministratorForm { progress, name, email, respect_tlp }
}

/// Makes the administrator, who goes on with their passphrase.
pub async fn administrator(by: By<Anyone>, _: Path<()>, Posted(form): Posted<AdministratorForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let progress = Progress::open(&v.app.keys, &v.cookie, &form.progress, v.now)?;
    let mut errors = Errors::none();
    if !line(&form.name, 2, 120) {
        errors.add("name", v.t("person-name-missing"));
    }
    if !invite::is_email(form.email.trim()) {
        errors.add("email", v.t("person-email-missing"));
    }
    if form.respect_tlp.is_empty() {
        errors.add("respect_tlp", v.t("enrol-tlp-missing"));
    }
    if errors.any() {
        return by.mistaken(&AdministratorPage { f: by.failed(Section::None), form: &form, progress: &form.progress, errors });
    }
    let person = invite::Person { name: &form.name, email: &form.email, phone: "" };
    match setup::make(&v.app.db, &v.act(), &progress, &person, &place(v)).await? {
        Made::Administrator(token) => Ok(with_session(see("/enrol/passphrase"), &token)),
        // Either there is an administrator, and /setup is no address any more; or it asks for the new code.
        Made::TooLate => Err(Error::Begin("/setup")),
    }
}
