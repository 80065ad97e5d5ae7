//! What leaves the directory as a file: what was found, as CSV, and the whole register, signed, to be used offline. That a file was taken is
//! recorded, with its rows; what was searched is not.
use super::{
    find::Found,
    history::{At, Decision, Facts, Provider},
    register::{COLUMNS, OPTIONAL},
    web::{Search, register, today},
};
use crate::{
    accounts::web::NoFields,
    audit::Action,
    clock::utc,
    error::{Error, Result},
    form,
    text::tame,
    web::{By, Fields, Posted, Section, by::Confirmed, headers::download, pace::What, routes::Path},
};
use actix_web::HttpResponse;

form! {
    /// `/providers/export`: the fields of a search.
    pub struct ExportForm { need, technique, scheme, scope, level, region, available, arrival, language, until, on, known, q, sort }
}

impl ExportForm {
    fn fields(&self) -> Result<Fields> {
        let mut out = Fields::default();
        for (name, value) in [
            ("need", &self.need),
            ("technique", &self.technique),
            ("scheme", &self.scheme),
            ("scope", &self.scope),
            ("level", &self.level),
            ("region", &self.region),
            ("available", &self.available),
            ("arrival", &self.arrival),
            ("language", &self.language),
            ("until", &self.until),
            ("on", &self.on),
            ("known", &self.known),
            ("q", &self.q),
            ("sort", &self.sort),
        ] {
            out.push(name.into(), value)?;
        }
        Ok(out)
    }
}

/// The head of a file: marking, what it is, for whom, when, and where the log stood.
fn head(by: &By<Confirmed>, what: &str, on: &str, root: &str) -> [String; 6] {
    ["TLP:CLEAR".into(), what.into(), tame(&by.who.name), utc(by.visit.now), format!("on {on}"), format!("log root {root}")]
}

/// When a provider answers, as the register's file says it.
pub(super) fn on_call(facts: &Facts) -> &'static str {
    match facts.on_call.as_str() {
        "around-the-clock" => "24/7",
        "business-hours" => "business-hours",
        _ => "",
    }
}

/// A decision with its provider, in the order of the register's columns.
pub(super) fn plain(p: &Provider, facts: &Facts, d: &Decision) -> Vec<String> {
    let date = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let security = d.national_security.map_or("", |yes| if yes { "yes" } else { "no" });
    vec![
        p.name.clone(),
        facts.siren.clone(),
        facts.country.clone(),
        facts.regions.join("|"),
        facts.languages.join("|"),
        facts.website.clone(),
        facts.phone.clone(),
        facts.email.clone(),
        on_call(facts).into(),
        d.scheme.clone(),
        d.scheme_version.clone(),
        d.offer.clone(),
        d.scopes.join("|"),
        d.level.clone(),
        security.into(),
        d.number.clone(),
        date(d.decided),
        date(d.from),
        date(d.to),
        d.status.clone(),
        d.conditions.clone(),
        d.source.clone(),
        facts.arrival.map(|h| h.to_string()).unwrap_or_default(),
        d.evidence.clone(),
    ]
}

/// The same for a spreadsheet: formulas tamed.
fn cells(p: &Provider, facts: &Facts, d: &Decision) -> Vec<String> {
    plain(p, facts, d).iter().map(|cell| tame(cell)).collect()
}

fn written(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> std::result::Result<(Vec<u8>, usize), csv::Error> {
    let mut out = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(head)?;
    out.write_record(COLUMNS.iter().chain(&OPTIONAL))?;
    let mut count = 0usize;
    for row in rows {
        count = count.saturating_add(1);
        out.write_record(row)?;
    }
    Ok((out.into_inner().map_err(csv::IntoInnerError::into_error)?, count))
}

/// Leaves the record of a file before it goes out.
async fn recorded(by: &By<Confirmed>, what: &str, rows: usize, hash: Option<[u8; 32]>) -> Result<()> {
    let mut event = by.act().did(Action::Exported, "providers");
    event.detail = format!("{what}, {rows} rows");
    event.hash = hash;
    by.visit.app.journal.record(event).await.map(drop)
}

/// `/providers/export`: what a search found, every page of it.
pub async fn export(by: By<Confirmed>, _: Path<()>, Posted(form): Posted<ExportForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (register, query, today) = (register(&by).await?, form.fields()?, today(&by.frame(Section::Providers))?);
    let s = Search::read(&query, today, &v.names.zone, "/providers")?;
    v.app.pace.wait(v, by.who.id.as_str(), What::Exports, &v.request).await?;
    let root = v.app.register.log_root(&v.app.db, v.now).await?;
    let view = register.view(s.at, s.today);
    let found: Vec<Found<'_>> = s.shown(&register, &view, s.find(&register, &view).into_iter());
    let rows = found.iter().flat_map(|x| x.decisions.iter().map(|d| cells(x.provider, x.facts, d)));
    let on = format!("{}{}", s.at.day, query.given("known").map(|known| format!(" known {known}")).unwrap_or_default());
    let head = head(&by, "providers", &on, &root);
    let (file, rows) = written(&head, rows).map_err(|_| Error::Crypto("a file could not be written"))?;
    // A hash would give the search away: whoever reads the log could make the file of each search and compare.
    recorded(&by, "csv", rows, None).await?;
    Ok(download(&format!("providers-{}.csv", s.at.day), "text/csv; charset=utf-8", file))
}

/// `/providers/register`: the whole register as it counts today, with the agency's signature around it.
pub async fn whole(by: By<Confirmed>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (register, today) = (register(&by).await?, today(&by.frame(Section::Providers))?);
    v.app.pace.wait(v, by.who.id.as_str(), What::Exports, &v.request).await?;
    let root = v.app.register.log_root(&v.app.db, v.now).await?;
    let at = At::now(today);
    let known = register.providers.iter().filter(|p| p.was_qualified(i64::MAX));
    // As it is, for programs: no cell is tamed.
    let rows = known.flat_map(|p| p.decisions(at).map(|d| plain(p, p.facts(), d)));
    let head = head(&by, "register", &today.to_string(), &root);
    let (text, rows) = written(&head, rows).map_err(|_| Error::Crypto("a file could not be written"))?;
    let file = v.app.press.seal(&text).ok_or(Error::Crypto("the register could not be signed"))?;
    recorded(&by, "signed register", rows, Some(crate::crypto::sha256(&file))).await?;
    Ok(download(&format!("register-{today}.p7m"), "application/pkcs7-mime", file))
}
