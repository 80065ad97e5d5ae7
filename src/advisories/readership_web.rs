//! The desk's pages on who has read what, and on equal treatment; and the numbers that anybody may know.
use super::{
    Audience,
    drafting::{self, Draft},
    readership::{self, Aggregate, PartyRow, PersonRow, VersionRow},
};
use crate::{
    accounts::web::NoFields,
    audit::Action,
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Anyone, Publishing, Reports},
        headers::download,
        pace::What,
        routes::Path,
        see, time,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "desk/readership.html")]
struct ReadershipPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    parties: &'a [PartyRow],
    people: &'a [PersonRow],
    may_remind: bool,
    /// How many were just reminded.
    reminded: Option<i64>,
}

impl ReadershipPage<'_> {
    fn people_of(&self, slug: &str) -> Vec<&PersonRow> {
        self.people.iter().filter(|p| p.slug == slug).collect()
    }
    fn waiting(&self) -> bool {
        self.parties.iter().any(|p| p.confirmed < p.readers)
    }
}

/// `/desk/advisories/{ref}/readership`
pub async fn show(by: By<Publishing>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    q.only(&["reminded"], &[])?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let draft = drafting::find(&mut tx, &reference).await?;
    let (d, parties, people) = readership::of(&mut tx, &draft).await?;
    drop(tx);
    by.visit.app.journal.record(by.act().did(Action::ReadershipRead, &reference)).await?;
    let reminded = q.given("reminded").and_then(|n| n.parse().ok());
    by.page(&ReadershipPage { f: by.frame(Section::Desk), d: &d, parties: &parties, people: &people, may_remind: d.withdrawn_at.is_none(), reminded })
}

/// `/desk/advisories/{ref}/reminder`
pub async fn remind(by: By<Publishing>, Path(reference): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let draft = drafting::find(&mut tx, &reference).await?;
    let queued = readership::remind(&mut tx, &by.act(), &draft).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}/readership?reminded={queued}")))
}

/// A span of days as it was typed, and in milliseconds.
struct Span {
    from: String,
    to: String,
    start: i64,
    end: i64,
}

impl Span {
    /// From two fields; the year so far when they are empty.
    fn read<A: crate::web::by::Access>(by: &By<A>, from: &str, to: &str) -> std::result::Result<Self, Errors> {
        let (f, zone) = (by.frame(Section::Desk), &by.visit.names.zone);
        let today = f.today();
        let from = if from.is_empty() { format!("{}-01-01", today.get(..4).unwrap_or("2026")) } else { from.to_owned() };
        let to = if to.is_empty() { today } else { to.to_owned() };
        let mut errors = Errors::none();
        let day = |text: &str| time::parse(&format!("{text}T00:00"), zone).filter(|_| text.len() == 10);
        let (start, end) = (day(&from), time::parse(&to, zone).filter(|_| to.len() == 10));
        for (wrong, field) in [(start.is_none(), "from"), (end.is_none(), "to")] {
            if wrong {
                errors.add(field, by.visit.t("treatment-day-wrong"));
            }
        }
        match (start, end) {
            (Some(start), Some(end)) if start <= end => Ok(Self { from, to, start, end: end.saturating_add(60_000) }),
            (Some(_), Some(_)) => {
                errors.add("to", by.visit.t("treatment-order"));
                Err(errors)
            }
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "desk/treatment.html")]
struct TreatmentPage<'a> {
    f: Frame<'a>,
    from: &'a str,
    to: &'a str,
    versions: &'a [VersionRow],
    more: bool,
    aggregate: Option<Aggregate>,
    errors: Errors,
}

impl VersionRow {
    /// The beginning of the hash, for people to compare.
    fn short_hash(&self) -> String {
        self.text_hash.as_deref().map(|h| data_encoding::HEXLOWER.encode(h.get(..8).unwrap_or_default())).unwrap_or_default()
    }
    fn is_narrow(&self) -> bool {
        self.audience != Audience::AllParties
    }
}

/// `/desk/treatment?from=&to=`
pub async fn treatment(by: By<Reports>, _: Path<()>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    q.only(&["from", "to"], &[])?;
    let (from, to) = (q.text("from").trim(), q.text("to").trim());
    let span = match Span::read(&by, from, to) {
        Ok(span) => span,
        Err(errors) => return by.mistaken(&TreatmentPage { f: by.failed(Section::Treatment), from, to, versions: &[], more: false, aggregate: None, errors }),
    };
    by.visit.app.journal.record(by.act().did(Action::TreatmentRead, "treatment")).await?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let mut versions = readership::report(&mut tx, span.start, span.end).await?;
    let aggregate = readership::aggregate(&mut tx, span.start, span.end).await?;
    let most = usize::try_from(readership::MOST).unwrap_or(0);
    let more = versions.len() > most;
    versions.truncate(most);
    by.page(&TreatmentPage {
        f: by.frame(Section::Treatment),
        from: &span.from,
        to: &span.to,
        versions: &versions,
        more,
        aggregate: Some(aggregate),
        errors: Errors::none(),
    })
}

form! {
    /// `/desk/treatment/export`
    pub struct ExportForm { from, to }
}

/// The report as a file, for the agency's overseer: after a factor, with its number of rows in the log (CASES A57).
pub async fn export(by: By<Reports>, _: Path<()>, Posted(form): Posted<ExportForm>) -> Result<HttpResponse> {
    let (from, to) = (form.from.trim(), form.to.trim());
    let span = match Span::read(&by, from, to) {
        Ok(span) => span,
        Err(errors) => return by.mistaken(&TreatmentPage { f: by.failed(Section::Treatment), from, to, versions: &[], more: false, aggregate: None, errors }),
    };
    by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Exports, &by.visit.request).await?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let versions = readership::report(&mut tx, span.start, span.end).await?;
    if versions.len() > usize::try_from(readership::MOST).unwrap_or(0) {
        return Err(Error::TooLarge);
    }
    let (file, rows) = readership::csv(&mut tx, &versions, &by.who.name, by.visit.now).await?;
    drop(tx);
    let mut event = by.act().did(Action::Exported, "treatment");
    event.detail = format!("{} to {}, {rows} rows", span.from, span.to);
    event.hash = Some(crate::crypto::sha256(&file));
    by.visit.app.journal.record(event).await?;
    Ok(download(&format!("equal-treatment-{}-{}.csv", span.from, span.to), "text/csv; charset=utf-8", file))
}

#[derive(Template)]
#[template(path = "home/treatment.html")]
struct PublicPage<'a> {
    f: Frame<'a>,
    years: &'a [(i64, Aggregate)],
}

/// `/equal-treatment`: for everybody, where the agency chose to publish it.
pub async fn public(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    if !by.visit.app.settings.config.desk.publish_treatment {
        return Err(Error::NotFound);
    }
    let f = by.frame(Section::None);
    let this: i64 = f.today().get(..4).and_then(|y| y.parse().ok()).unwrap_or(2026);
    let mut tx = by.visit.app.db.snapshot().await?;
    let mut years = Vec::new();
    // Years that have ended: a number that grows from one day to the next would say what was published on it.
    for year in (this.saturating_sub(5)..this).rev() {
        let day = |y: i64| time::parse(&format!("{y}-01-01T00:00"), &by.visit.names.zone).unwrap_or_default();
        let a = readership::aggregate(&mut tx, day(year), day(year.saturating_add(1))).await?;
        if a.to_all > 0 || a.to_fewer.is_some() {
            years.push((year, a));
        }
    }
    by.page(&PublicPage { f, years: &years })
}
