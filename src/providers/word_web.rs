//! One word on one decision: a form with every field, for a second officer to decide on.
use super::{
    Register,
    change::{self, Kind, Proposal},
    desk_web::{self, in_words, reason},
    history::{Decision, Facts, Provider, Thread},
    register as csv,
    web::register,
};
use crate::{
    error::{Error, Result},
    form,
    web::{By, Errors, Frame, Posted, Section, by::Vetting, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

form! {
    /// `/desk/providers/words`: the columns of the register, and why.
    pub struct WordForm {
        provider, siren, country, regions, languages, website, phone, email, on_call, arrival_hours, scheme, scheme_version, offer, scopes, level,
        national_security, decision_no, decision_date, valid_from, valid_to, status, conditions, source, evidence, reason, of
    }
}

/// The fields, in the order in which they are asked for.
const FIELDS: [&str; 24] = [
    "provider",
    "siren",
    "country",
    "regions",
    "languages",
    "website",
    "phone",
    "email",
    "on_call",
    "arrival_hours",
    "scheme",
    "scheme_version",
    "offer",
    "scopes",
    "level",
    "national_security",
    "decision_no",
    "decision_date",
    "valid_from",
    "valid_to",
    "status",
    "conditions",
    "source",
    "evidence",
];

impl WordForm {
    fn value(&self, name: &str) -> &str {
        match name {
            "provider" => &self.provider,
            "siren" => &self.siren,
            "country" => &self.country,
            "regions" => &self.regions,
            "languages" => &self.languages,
            "website" => &self.website,
            "phone" => &self.phone,
            "email" => &self.email,
            "on_call" => &self.on_call,
            "arrival_hours" => &self.arrival_hours,
            "scheme" => &self.scheme,
            "scheme_version" => &self.scheme_version,
            "offer" => &self.offer,
            "scopes" => &self.scopes,
            "level" => &self.level,
            "national_security" => &self.national_security,
            "decision_no" => &self.decision_no,
            "decision_date" => &self.decision_date,
            "valid_from" => &self.valid_from,
            "valid_to" => &self.valid_to,
            "status" => &self.status,
            "conditions" => &self.conditions,
            "source" => &self.source,
            _ => &self.evidence,
        }
    }

    fn set(&mut self, name: &str, value: String) {
        let field = match name {
            "provider" => &mut self.provider,
            "siren" => &mut self.siren,
            "country" => &mut self.country,
            "regions" => &mut self.regions,
            "languages" => &mut self.languages,
            "website" => &mut self.website,
            "phone" => &mut self.phone,
            "email" => &mut self.email,
            "on_call" => &mut self.on_call,
            "arrival_hours" => &mut self.arrival_hours,
            "scheme" => &mut self.scheme,
            "scheme_version" => &mut self.scheme_version,
            "offer" => &mut self.offer,
            "scopes" => &mut self.scopes,
            "level" => &mut self.level,
            "national_security" => &mut self.national_security,
            "decision_no" => &mut self.decision_no,
            "decision_date" => &mut self.decision_date,
            "valid_from" => &mut self.valid_from,
            "valid_to" => &mut self.valid_to,
            "status" => &mut self.status,
            "conditions" => &mut self.conditions,
            "source" => &mut self.source,
            _ => &mut self.evidence,
        };
        *field = value;
    }
}

/// The key of a field's label.
pub(super) fn label(name: &str) -> &'static str {
    match name {
        "provider" => "field-provider",
        "siren" => "field-siren",
        "country" => "country",
        "regions" => "field-regions",
        "languages" => "languages",
        "website" => "website",
        "phone" => "phone",
        "email" => "email",
        "arrival_hours" => "field-arrival",
        "scheme_version" => "field-scheme-version",
        "offer" => "field-offer",
        "scopes" => "field-scopes",
        "level" => "level",
        "decision_no" => "decision-number",
        "decision_date" => "field-decided",
        "valid_from" => "field-from",
        "valid_to" => "valid-until",
        "conditions" => "conditions",
        "source" => "source",
        _ => "evidence",
    }
}

#[derive(Template)]
#[template(path = "providers/word.html")]
struct WordPage<'a> {
    f: Frame<'a>,
    form: &'a WordForm,
    schemes: Vec<&'a str>,
    errors: Errors,
}

impl WordPage<'_> {
    /// Fields in lines of text: name, kind of field, and whether it is a list.
    fn value(&self, name: &str) -> &str {
        self.form.value(name)
    }
}

/// The form as the newest word on a decision fills it.
fn filled(p: &Provider, facts: &Facts, d: &Decision) -> WordForm {
    let mut form = WordForm::default();
    for (name, value) in csv::COLUMNS.iter().chain(&csv::OPTIONAL).zip(super::files_web::plain(p, facts, d)) {
        form.set(name, value);
    }
    form
}

/// What names a decision: it is not typed anew when one is corrected, for another name is another decision.
const NAMES: [&str; 5] = ["provider", "scheme", "offer", "decision_no", "valid_from"];

/// The form of the decision that is corrected: its provider's address and its place.
fn of<'r>(register: &'r Register, of: &str) -> Option<(&'r Provider, &'r Decision)> {
    let (slug, place) = of.split_once(' ')?;
    let provider = register.providers.iter().find(|p| p.slug == slug)?;
    Some((provider, provider.threads().get(place.parse::<usize>().ok()?)?.newest()?))
}

/// `/desk/providers/words/new`: empty, or about one decision of one provider (`provider` and `decision` in the address).
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let provider = register.providers.iter().find(|p| p.slug == query.text("provider"));
    let thread = query.text("decision").parse::<usize>().ok();
    let form = match (provider, thread) {
        (Some(p), Some(n)) => p.threads().get(n).and_then(Thread::newest).map(|d| WordForm { of: format!("{} {n}", p.slug), ..filled(p, p.facts(), d) }),
        (Some(p), None) => Some(WordForm { scheme: String::new(), ..about(p) }),
        _ => None,
    };
    let schemes = register.schemes.iter().map(|s| s.code.as_str()).collect();
    by.page(&WordPage { f: by.frame(Section::Register), form: &form.unwrap_or_default(), schemes, errors: Errors::none() })
}

/// The form with what is known of a provider itself.
fn about(p: &Provider) -> WordForm {
    let facts = p.facts();
    WordForm {
        provider: p.name.clone(),
        siren: facts.siren.clone(),
        country: facts.country.clone(),
        regions: facts.regions.join("|"),
        languages: facts.languages.join("|"),
        website: facts.website.clone(),
        phone: facts.phone.clone(),
        email: facts.email.clone(),
        on_call: super::files_web::on_call(facts).into(),
        arrival_hours: facts.arrival.map(|h| h.to_string()).unwrap_or_default(),
        ..WordForm::default()
    }
}

/// The row that the form says, read by the same rules as a list's; the faults by field.
fn row(by: &By<Vetting>, form: &WordForm, errors: &mut Errors) -> Option<csv::Row> {
    let columns = csv::COLUMNS.into_iter().chain(csv::OPTIONAL);
    let cells = columns.map(|name| form.value(name).split(['\n', '|']).map(str::trim).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("|")).collect();
    let Ok(file) = csv::csv([cells]) else { return None };
    let Ok(mut report) = csv::parse(&file) else { return None };
    for refused in &report.refused {
        for says in &refused.reasons {
            let field = FIELDS.into_iter().find(|name| says.column() == Some(name)).unwrap_or("provider");
            errors.add(field, in_words(by.visit.as_ref(), says));
        }
    }
    if report.rows.is_empty() && !errors.any() {
        errors.add("provider", by.visit.t("word-empty"));
    }
    report.rows.pop()
}

/// `/desk/providers/words`
pub async fn propose(by: By<Vetting>, _: Path<()>, Posted(mut form): Posted<WordForm>) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    let register = register(&by).await?;
    if !form.of.is_empty() {
        let (provider, decision) = of(&register, &form.of).ok_or(Error::NotFound)?;
        let kept = filled(provider, provider.facts(), decision);
        // Another state counts from its day: the day of the decision before would paint over all that was since.
        if form.status != kept.status && !kept.decision_date.is_empty() && form.decision_date == kept.decision_date {
            errors.add("decision_date", by.visit.t("word-day-of-before"));
        }
        NAMES.iter().for_each(|name| form.set(name, kept.value(name).to_owned()));
    }
    let row = row(&by, &form, &mut errors);
    let why = reason(&by, &form.reason, &mut errors);
    let (Some(row), false) = (row, errors.any()) else {
        let schemes = register.schemes.iter().map(|s| s.code.as_str()).collect();
        return by.mistaken(&WordPage { f: by.failed(Section::Register), form: &form, schemes, errors });
    };
    let name = format!("{}, {} {}", row.provider, row.scheme, row.offer);
    let csv = change::written(std::slice::from_ref(&row))?;
    desk_web::propose(&by, &Proposal { kind: Kind::Word, name: name.trim(), csv: &csv, gone_from: None, reason: &why }).await
}
