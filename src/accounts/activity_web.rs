//! All that the log holds about oneself: a page and a file. Reading it is a record too.
use super::{
    Person,
    ledger::{self, Actor, Entry},
};
use crate::{
    audit::{
        Action, place,
        web::{WORDS, action_key, word_key},
    },
    error::{Error, Result},
    web::{By, Frame, Section, by::Confirmed, headers::download, pace::What, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

/// Rows on a page.
const PAGE: usize = 30;

/// One line: the record, and who did it as the reader may see them.
struct Line {
    entry: Entry,
    actor: Actor,
}

#[derive(Template)]
#[template(path = "accounts/activity.html")]
struct ActivityPage<'a> {
    f: Frame<'a>,
    person: &'a Person,
    lines: &'a [Line],
    next: Option<String>,
}

impl ActivityPage<'_> {
    /// What it was done on: a name, words of ours, or what was asked for. An id says nothing to a person.
    fn object<'l>(&'l self, line: &'l Line) -> Option<&'l str> {
        let entry = &line.entry;
        if let Some(name) = &entry.object_name {
            return Some(name).filter(|_| entry.object != self.person.id.as_str()).map(String::as_str);
        }
        let is_id = entry.object.len() == 26 && entry.object.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        Some(word_key(entry.object(self.person))).filter(|_| !is_id)
    }
}

impl Line {
    /// Why, where the reason is one of our own words and the act the reader's own or a stranger's.
    fn why(&self) -> Option<&'static str> {
        let key = word_key(&self.entry.detail);
        WORDS.iter().map(|(_, known)| *known).find(|known| *known == key).filter(|_| !matches!(self.actor, Actor::Person(..)))
    }
}

fn list_of(person: &Person) -> String {
    format!("own-activity:{}", person.id)
}

/// `/account/activity`
pub async fn show(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let (v, list) = (&by.visit, list_of(&by.who));
    let query = v.query()?;
    query.only(&["after"], &[])?;
    let before = match query.given("after") {
        Some(mark) => Some(place::opened(&v.app.keys, &list, mark).ok_or(Error::NotFound)?),
        None => None,
    };
    v.app.journal.record(by.act().did(Action::OwnActivityRead, by.who.id.as_str())).await?;
    let mut entries = ledger::page(&mut v.app.db.read().await?, &by.who, before, 31).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| more).and_then(|e| place::sealed(&v.app.keys, &list, e.n));
    let lines: Vec<Line> = entries.into_iter().map(|entry| Line { actor: entry.who.seen_by(&by.who), entry }).collect();
    by.page(&ActivityPage { f: by.frame(Section::None), person: &by.who, lines: &lines, next })
}

/// `/account/activity.csv`: all of it, with its number of rows in the log (CASES A57).
pub async fn file(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    v.query()?.only(&[], &[])?;
    v.app.pace.wait(v, by.who.id.as_str(), What::Exports, &v.request).await?;
    let mut tx = v.app.db.snapshot().await?;
    let (bytes, rows) = ledger::csv(&mut tx, &by.who, v.now).await?;
    drop(tx);
    let mut event = by.act().did(Action::Exported, by.who.id.as_str());
    event.detail = format!("own activity, {rows} rows");
    event.hash = Some(crate::crypto::sha256(&bytes));
    v.app.journal.record(event).await?;
    Ok(download("vigie-activity.csv", "text/csv; charset=utf-8", bytes))
}
