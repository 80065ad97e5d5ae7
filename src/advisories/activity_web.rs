//! What a party's people did in the portal, for their lead. It stands here because the references of advisories are shown by
//! the one predicate of sight. The log's index counts what others did, so it never leaves the server in the clear.
use super::Viewer;
use crate::{
    audit::{self, Action, OfParty},
    clock::DAY,
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

/// One line: the record, and the advisory's reference where the lead may see the advisory.
struct Line {
    record: OfParty,
    about: About,
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
    lines: &'a [Line],
    next: Option<String>,
}

/// The key of the words for what was done.
fn action_key(text: &str) -> &str {
    Action::key(text).unwrap_or(text)
}

/// `/party/activity`
pub async fn activity(by: By<Lead>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (query, party, viewer) = (v.query()?, by.who.party.as_ref().ok_or(Error::NotFound)?, Viewer::of(&by.who, v.opens_red(), v.lang.code())?);
    query.only(&["after"], &[])?;
    let place = format!("activity:{}", by.who.id);
    let before = match query.given("after") {
        Some(mark) => Some(opened(&v.app.keys, &place, mark).ok_or(Error::NotFound)?),
        None => None,
    };
    v.app.journal.record(by.act().did(Action::PartyActivityRead, party.slug.as_str())).await?;
    let mut tx = v.app.db.snapshot().await?;
    let shown = [Action::SignedIn, Action::PasskeyUsed, Action::Read, Action::Acknowledged];
    let mut records = audit::of_party(&mut tx, &party.slug, shown, v.now.saturating_sub(BACK), before, 31).await?;
    let more = records.len() > PAGE;
    records.truncate(PAGE);
    let next = records.last().filter(|_| more).and_then(|r| sealed(&v.app.keys, &place, r.n));
    let mut judged: BTreeMap<String, bool> = BTreeMap::new();
    let mut lines = Vec::new();
    for record in records {
        let about = if record.action.starts_with("advisory.") {
            let sees = match judged.get(&record.object) {
                Some(sees) => *sees,
                None => super::sees(&mut tx, &viewer, &record.object).await?,
            };
            judged.insert(record.object.clone(), sees);
            if sees { About::Seen(record.object.clone()) } else { About::Unseen }
        } else {
            About::Nothing
        };
        lines.push(Line { record, about });
    }
    by.page(&ActivityPage { f: by.frame(Section::Party), lines: &lines, next })
}

/// A place in the log that only its reader can use again.
fn sealed(keys: &crate::crypto::seal::KeyRing, place: &str, n: i64) -> Option<String> {
    keys.seal(place, &n.to_be_bytes()).map(|sealed| data_encoding::BASE64URL_NOPAD.encode(&sealed))
}

fn opened(keys: &crate::crypto::seal::KeyRing, place: &str, mark: &str) -> Option<i64> {
    let sealed = data_encoding::BASE64URL_NOPAD.decode(mark.as_bytes()).ok()?;
    keys.open(place, &sealed)?.try_into().ok().map(i64::from_be_bytes)
}
