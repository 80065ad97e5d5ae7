//! What a party's people did in the portal, and what people of the agency opened of the party's, for its lead. It stands here because
//! the references of advisories are shown by the one predicate of sight. The log's index never leaves the server in the clear.
use super::{Viewer, store_ledger as store};
use crate::{
    accounts::ledger::Actor,
    audit::{self, Action, OfParty, place, web::action_key},
    clock::DAY,
    db::Tx,
    error::{Error, Result},
    web::{By, Frame, Section, by::Lead, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

/// How far the page goes back.
const BACK: i64 = 90 * DAY;
/// Rows on a page.
const PAGE: usize = 30;

/// One line of our own people.
struct Line {
    record: OfParty,
    about: About,
}

/// One line of the agency's.
struct Opened {
    opening: store::Opening,
    who: Actor,
    what: What,
}

/// What somebody of the agency opened.
enum What {
    /// The record of one of ours.
    Contact(String),
    /// The party's page.
    Party,
    /// Who of ours has opened and answered an advisory.
    Answers(About),
    /// The report over all parties; and whether it left as a file.
    Report(bool),
}

/// What a line is about.
enum About {
    /// No document.
    Nothing,
    /// An advisory that the lead may open.
    Seen(String),
    /// One that was not addressed to the lead.
    Unseen,
}

#[derive(Template)]
#[template(path = "parties/activity.html")]
struct ActivityPage<'a> {
    f: Frame<'a>,
    /// Whether the agency's list is asked for.
    agency: bool,
    lines: &'a [Line],
    opened: &'a [Opened],
    /// The address of older lines.
    next: Option<String>,
}

/// Says of each reference once whether the lead may see it.
struct Sight<'a> {
    viewer: &'a Viewer,
    judged: BTreeMap<String, bool>,
}

impl Sight<'_> {
    async fn of(&mut self, tx: &mut Tx, reference: &str) -> Result<About> {
        let sees = match self.judged.get(reference) {
            Some(sees) => *sees,
            None => super::sees(tx, self.viewer, reference).await?,
        };
        self.judged.insert(reference.to_owned(), sees);
        Ok(if sees { About::Seen(reference.to_owned()) } else { About::Unseen })
    }
}

/// `/party/activity`, `?of=agency` for what people of the agency opened.
pub async fn activity(by: By<Lead>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (query, party, viewer) = (v.query()?, by.who.party.as_ref().ok_or(Error::NotFound)?, Viewer::of(&by.who, v.opens_red(), v.lang.code())?);
    query.only(&["of", "after"], &[])?;
    let agency = match query.text("of") {
        "" => false,
        "agency" => true,
        _ => return Err(Error::NotFound),
    };
    let marks = format!("{}:{}", if agency { "opened" } else { "activity" }, by.who.id);
    let before = match query.given("after") {
        Some(mark) => Some(place::opened(&v.app.keys, &marks, mark).ok_or(Error::NotFound)?),
        None => None,
    };
    let mut event = by.act().did(Action::PartyActivityRead, party.slug.as_str());
    event.detail = if agency { "what the agency opened".into() } else { String::new() };
    v.app.journal.record(event).await?;
    let mut tx = v.app.db.snapshot().await?;
    let (sight, since) = (Sight { viewer: &viewer, judged: BTreeMap::new() }, v.now.saturating_sub(BACK));
    let (mut lines, mut opened) = (Vec::new(), Vec::new());
    let last = if agency {
        let found = store::openings(&mut tx, &party.id, since, before.unwrap_or(i64::MAX), 31).await?;
        let last = end_of_page(&found, |o| o.n);
        opened = of_agency(&mut tx, &by, sight, found).await?;
        last
    } else {
        let shown = [Action::SignedIn, Action::PasskeyUsed, Action::Read, Action::Acknowledged];
        let found = audit::of_party(&mut tx, &party.slug, shown, since, before, 31).await?;
        let last = end_of_page(&found, |r| r.n);
        lines = of_ours(&mut tx, sight, found).await?;
        last
    };
    let mark = last.and_then(|n| place::sealed(&v.app.keys, &marks, n));
    let next = mark.map(|mark| format!("/party/activity?{}after={mark}", if agency { "of=agency&" } else { "" }));
    by.page(&ActivityPage { f: by.frame(Section::Party), agency, lines: &lines, opened: &opened, next })
}

/// The place of the last line of this page, where there are more.
fn end_of_page<T>(found: &[T], place: impl Fn(&T) -> i64) -> Option<i64> {
    found.get(PAGE)?;
    found.get(PAGE.saturating_sub(1)).map(place)
}

async fn of_ours(tx: &mut Tx, mut sight: Sight<'_>, found: Vec<OfParty>) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for record in found.into_iter().take(PAGE) {
        let about = if record.action.starts_with("advisory.") { sight.of(tx, &record.object).await? } else { About::Nothing };
        lines.push(Line { record, about });
    }
    Ok(lines)
}

async fn of_agency(tx: &mut Tx, by: &By<Lead>, mut sight: Sight<'_>, found: Vec<store::Opening>) -> Result<Vec<Opened>> {
    let mut opened = Vec::new();
    for opening in found.into_iter().take(PAGE) {
        let what = match (opening.action.as_str(), &opening.whom) {
            ("contact.read", Some(name)) => What::Contact(name.clone()),
            ("advisory.readership-read", _) => What::Answers(sight.of(tx, &opening.object).await?),
            ("treatment.read", _) => What::Report(false),
            ("report.exported", _) => What::Report(true),
            _ => What::Party,
        };
        opened.push(Opened { who: opening.who.seen_by(&by.who), opening, what });
    }
    Ok(opened)
}
