//! One word on one decision: a form with every field, for a second officer to decide on.
use super::{
    Register, card_web,
    change::{self, Kind, Proposal},
    desk_web::{self, in_words, reason},
    history::{Decision, Facts, Provider, Thread},
    register as csv,
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

form! {
    /// `/desk/providers/words`: the columns of the register, and why.
    pub struct WordForm {
        provider, siren, country, regions, languages, website, phone, email, on_call, arrival_hours, scheme, scheme_version, offer, scopes, level,
        national_security, decision_no, decision_date, valid_from, valid_to, status, conditions, source, evidence, reason, of, counts, counts_from
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
        "counts_from" => "counts-from",
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

/// The decision that is opened: its provider's address, its place, and when the newest was recorded of what its officer sees.
fn of<'r>(register: &'r Register, of: &str) -> Option<(&'r Provider, &'r Decision, i64)> {
    let [slug, place, seen] = of.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let provider = register.providers.iter().find(|p| p.slug == slug)?;
    Some((provider, provider.threads().get(place.parse::<usize>().ok()?)?.newest()?, seen.parse().ok()?))
}

/// What the form says to the word that stands.
fn terms(by: &By<Vetting>, form: &WordForm, seen: i64, errors: &mut Errors) -> Terms {
    let day = form.counts_from.trim();
    match (form.counts.as_str(), csv::date(day)) {
        (_, None) if !day.is_empty() => errors.add("counts_from", by.visit.t("error-date")),
        ("correction", from) => return Terms::Correction { seen, from },
        ("change", Some(from)) => return Terms::Change { seen, from },
        ("change", None) => errors.add("counts_from", by.visit.t("word-day-missing")),
        _ => errors.add("counts", by.visit.t("word-counts-missing")),
    }
    Terms::First { seen }
}

/// Whether the register has a decision of this name.
fn is_known(register: &Register, row: &csv::Row) -> bool {
    let same = |d: &Decision| d.folded_scheme == fold(&row.scheme) && d.offer == row.offer && d.number == row.decision_no && d.from == row.valid_from;
    let provider = register.providers.iter().find(|p| p.folded == fold(&row.provider));
    provider.is_some_and(|p| p.threads().iter().filter_map(Thread::newest).any(same))
}

/// `/desk/providers/words/new`: empty, or about one decision of one provider (`provider` and `decision` in the address).
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let provider = register.providers.iter().find(|p| p.slug == query.text("provider"));
    let thread = query.text("decision").parse::<usize>().ok();
    let form = match (provider, thread) {
        (Some(p), Some(n)) => p.threads().get(n).and_then(Thread::newest).map(|d| WordForm { of: name(p, n, d), ..filled(p, p.facts(), d) }),
        (Some(p), None) => Some(WordForm { scheme: String::new(), ..about(p) }),
        _ => None,
    };
    let schemes = register.schemes.iter().map(|s| s.code.as_str()).collect();
    by.page(&WordPage { f: by.frame(Section::Register), form: &form.unwrap_or_default(), schemes, errors: Errors::none() })
}

/// What [`of`] reads.
fn name(p: &Provider, n: usize, d: &Decision) -> String {
    format!("{} {n} {}", p.slug, newest(p, d))
}

/// When the newest word on a decision or its provider was recorded.
fn newest(p: &Provider, d: &Decision) -> i64 {
    d.recorded_at.max(p.facts().recorded_at)
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
    let (mut errors, mut terms) = (Errors::none(), Terms::First { seen: 0 });
    let register = register(&by).await?;
    if !form.of.is_empty() {
        let (provider, decision, seen) = of(&register, &form.of).ok_or(Error::NotFound)?;
        let kept = filled(provider, provider.facts(), decision);
        NAMES.iter().for_each(|name| form.set(name, kept.value(name).to_owned()));
        let newest = newest(provider, decision);
        terms = self::terms(&by, &form, newest, &mut errors);
        if seen != newest {
            errors.add("counts", by.visit.tw("word-overtaken", "state", by.visit.t(card_web::state(&decision.status))));
            let slug_and_place = form.of.rsplit_once(' ').map_or("", |(start, _)| start);
            form.of = format!("{slug_and_place} {newest}");
        }
    }
    let row = row(&by, &form, &mut errors);
    if let Some(row) = row.as_ref().filter(|row| form.of.is_empty() && is_known(&register, row)) {
        errors.add("provider", by.visit.tw("word-known", "name", &row.provider));
    } else if let Some(row) = row.as_ref().filter(|_| form.of.is_empty()) {
        let there = register.providers.iter().find(|p| p.folded == fold(&row.provider));
        terms = Terms::First { seen: there.map_or(0, |p| p.facts().recorded_at) };
    }
    let why = reason(&by, &form.reason, &mut errors);
    let (Some(row), false) = (row, errors.any()) else {
        let schemes = register.schemes.iter().map(|s| s.code.as_str()).collect();
        return by.mistaken(&WordPage { f: by.failed(Section::Register), form: &form, schemes, errors });
    };
    let name = format!("{}, {} {}", row.provider, row.scheme, row.offer);
    let csv = change::written(std::slice::from_ref(&row))?;
    desk_web::propose(&by, &Proposal { kind: Kind::Word, name: name.trim(), csv: &csv, terms, reason: &why }).await
}
