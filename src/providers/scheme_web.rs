//! The schemes of qualification, each on a page of its own.
use super::{
    change::{Kind, Proposal},
    desk_web,
    scheme::{Need, Scheme, Scope, Technique},
    terms::Terms,
    web::register,
};
use crate::{
    error::{Error, Result},
    form,
    text::fold,
    web::{By, Errors, Frame, Posted, Section, by::Vetting, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "providers/schemes.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    schemes: &'a [Scheme],
    /// Schemes that decisions name and nobody has described.
    unknown: Vec<&'a str>,
}

/// `/desk/providers/schemes`
pub async fn list(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let unknown = register.codes.iter().map(String::as_str).filter(|code| register.scheme(code).is_none()).collect();
    by.page(&ListPage { f: by.frame(Section::Register), schemes: &register.schemes, unknown })
}

form! {
    /// `/desk/providers/schemes/{code}` and `/desk/providers/schemes`
    pub struct SchemeForm { code, name_fr, name_en, scopes, reason; many need, technique }
}

#[derive(Template)]
#[template(path = "providers/scheme.html")]
struct SchemePage<'a> {
    f: Frame<'a>,
    form: &'a SchemeForm,
    /// Its code, when it is one that is described already.
    code: Option<&'a str>,
    errors: Errors,
}

impl SchemePage<'_> {
    /// Whether a need or a technique is ticked.
    fn serves(&self, word: &str) -> bool {
        self.form.need.iter().chain(&self.form.technique).any(|w| w == word)
    }
}

/// A code within an address.
pub(super) fn address(code: &str) -> String {
    percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The form as a scheme fills it.
fn filled(s: &Scheme) -> SchemeForm {
    SchemeForm {
        code: s.code.clone(),
        name_fr: s.name_fr.clone(),
        name_en: s.name_en.clone(),
        scopes: s.scopes.iter().map(Scope::line).collect::<Vec<_>>().join("\n"),
        need: s.needs.iter().map(|n| n.text().to_owned()).collect(),
        technique: s.techniques.iter().map(|t| t.text().to_owned()).collect(),
        reason: String::new(),
        sent: Vec::new(),
    }
}

/// `/desk/providers/schemes/new`
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let form = SchemeForm { code: by.visit.query()?.text("code").to_owned(), ..SchemeForm::default() };
    by.page(&SchemePage { f: by.frame(Section::Register), form: &form, code: None, errors: Errors::none() })
}

/// `/desk/providers/schemes/{code}`
pub async fn show(by: By<Vetting>, Path(code): Path<String>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let scheme = register.schemes.iter().find(|s| s.code == code).ok_or(Error::NotFound)?;
    by.page(&SchemePage { f: by.frame(Section::Register), form: &filled(scheme), code: Some(&code), errors: Errors::none() })
}

/// Scopes of one scheme.
const SCOPES: usize = 100;

/// Whether a scheme may be called so: it becomes a part of an address, where `new` is the empty form.
fn is_code(code: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || " -.+&_’'()".contains(c);
    (1..=40).contains(&code.trim().chars().count()) && code.chars().all(fits) && !["", "new"].contains(&fold(code).as_str())
}

/// The scheme that a form says; the mistakes by field.
fn read(by: &By<Vetting>, code: &str, form: &SchemeForm, errors: &mut Errors) -> Scheme {
    let v = &by.visit;
    let short = |text: &str, most: usize| (1..=most).contains(&text.trim().chars().count()) && !text.contains('|');
    if !is_code(code) {
        errors.add("code", v.t("scheme-code-wrong"));
    }
    for (field, text) in [("name_fr", &form.name_fr), ("name_en", &form.name_en)] {
        if !short(text, 120) {
            errors.add(field, v.t("scheme-name-missing"));
        }
    }
    let mut scopes = Vec::new();
    let lines = || form.scopes.lines().filter(|l| !l.trim().is_empty());
    if lines().count() > SCOPES {
        errors.add("scopes", v.t("scheme-scopes-many"));
    }
    for line in lines().take(SCOPES) {
        match Scope::parse(line) {
            Ok(scope) if scopes.iter().any(|s: &Scope| fold(&s.name) == fold(&scope.name)) => {
                errors.add("scopes", v.tw("scheme-scope-twice", "line", line.trim()));
            }
            Ok(scope) if short(&scope.name, 200) => scopes.push(scope),
            Ok(_) => errors.add("scopes", v.tw("scheme-scope-wrong", "line", line.trim())),
            Err(word) => errors.add("scopes", v.tw("scheme-technique-unknown", "word", &word)),
        }
    }
    Scheme {
        code: code.trim().into(),
        name_fr: form.name_fr.trim().into(),
        name_en: form.name_en.trim().into(),
        needs: form.need.iter().filter_map(|n| Need::from_text(n)).collect(),
        techniques: form.technique.iter().filter_map(|t| Technique::from_text(t)).collect(),
        scopes,
    }
}

/// `/desk/providers/schemes`: a scheme of the operator's own, or one that decisions name and nobody has described.
pub async fn add(by: By<Vetting>, _: Path<()>, Posted(form): Posted<SchemeForm>) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    let mut scheme = read(&by, &form.code, &form, &mut errors);
    let register = register(&by).await?;
    if register.scheme(&scheme.code).is_some() {
        errors.add("code", by.visit.t("scheme-code-taken"));
    }
    // Decisions may name it already, in letters of their own.
    if let Some(named) = register.codes.iter().find(|code| fold(code) == fold(&scheme.code)) {
        scheme.code.clone_from(named);
        if !is_code(named) {
            errors.add("code", by.visit.tw("scheme-code-unfit", "code", named));
        }
    }
    propose(&by, &form, None, &scheme, errors).await
}

/// `/desk/providers/schemes/{code}`
pub async fn save(by: By<Vetting>, Path(code): Path<String>, Posted(form): Posted<SchemeForm>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let before = register.schemes.iter().find(|s| s.code == code).ok_or(Error::NotFound)?;
    let mut errors = Errors::none();
    let scheme = read(&by, &code, &form, &mut errors);
    if scheme == *before {
        errors.add("scopes", by.visit.t("scheme-unchanged"));
    }
    propose(&by, &form, Some(&code), &scheme, errors).await
}

/// Where a provider is found is decided by two officers, as what is said of it.
async fn propose(by: &By<Vetting>, form: &SchemeForm, code: Option<&str>, scheme: &Scheme, mut errors: Errors) -> Result<HttpResponse> {
    let why = desk_web::reason(by, &form.reason, &mut errors);
    if errors.any() {
        return by.mistaken(&SchemePage { f: by.failed(Section::Register), form, code, errors });
    }
    let csv = scheme.written()?;
    desk_web::propose(by, &Proposal { kind: Kind::Scheme, name: &scheme.code, csv: &csv, terms: Terms::Keep, reason: &why }).await
}
