//! The reader's list, and the search within it. An advisory's own page stands in `show_web.rs`.
use super::{
    Item, List, Part, Severity, Tlp, Viewer,
    paging::Cursor,
    searching::{self, Snippet},
};
use crate::{
    audit::Action,
    db::Tx,
    error::Result,
    web::{By, Fields, Frame, Section, by::Reader, pace::What, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

/// Rows on a page.
const PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "advisories/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    to_read: Vec<Item>,
    confirmed: Vec<Item>,
    /// Rows in one list, where the order is by date or severity.
    plain: Vec<Item>,
    /// Whether there are more to read than the page shows.
    more_to_read: bool,
    highest: Option<Tlp>,
    sort: &'static str,
    state: &'a str,
    severity: &'a str,
    tlp: &'a str,
    q: &'a str,
    /// Why something was found, by reference.
    snippets: BTreeMap<String, Snippet>,
    next: Option<String>,
    paged: bool,
}

impl ListPage<'_> {
    fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.confirmed.is_empty() && self.plain.is_empty()
    }
    fn is_filtered(&self) -> bool {
        !(self.state.is_empty() && self.severity.is_empty() && self.tlp.is_empty() && self.q.is_empty())
    }
    /// The piece of text that shows why a row was found.
    fn snippet(&self, item: &Item) -> Option<&Snippet> {
        self.snippets.get(&item.reference)
    }
    fn to_read_count(&self) -> i64 {
        i64::try_from(self.to_read.len()).unwrap_or(0)
    }
}

/// `/advisories`
pub async fn list(by: By<Reader>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    let asked = Asked::read(&by, &query)?;
    if !asked.words.is_empty() {
        by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Searches, &asked.words.join(" ")).await?;
    }
    let page = page(&by, &query, &asked).await?;
    if !asked.words.is_empty() && !page.is_empty() {
        // That a document holds a word is a piece of it: a read, and in the log before it leaves.
        let mut event = by.act().did(Action::Searched, "advisories");
        event.detail = page.plain.iter().map(|a| a.reference.as_str()).collect::<Vec<_>>().join(" ");
        by.visit.app.journal.record(event).await?;
    }
    by.page(&page)
}

/// `/search`: the same list, reached by words.
pub async fn words(by: By<Reader>, _: Path<()>) -> Result<HttpResponse> {
    list(by, Path(())).await
}

/// What the address asks for.
struct Asked {
    state: &'static str,
    sort: &'static str,
    after: Option<Cursor>,
    viewer: Viewer,
    /// What is searched for; empty for a list.
    words: Vec<String>,
}

impl Asked {
    fn read(by: &By<Reader>, q: &Fields) -> Result<Self> {
        let one_of = |name: &str, known: [&'static str; 2]| known.into_iter().find(|k| *k == q.text(name));
        Ok(Self {
            state: one_of("state", ["to-read", "confirmed"]).unwrap_or(""),
            sort: one_of("sort", ["date", "severity"]).unwrap_or("state"),
            after: Cursor::read(q.text("after")),
            viewer: Viewer::of(&by.who, by.visit.opens_red(), by.visit.lang.code())?,
            words: searching::asked(q.text("q")),
        })
    }

    fn part(&self) -> Part {
        match self.state {
            "to-read" => Part::ToRead,
            "confirmed" => Part::Confirmed,
            _ => Part::All,
        }
    }

    fn list(&self, q: &Fields, part: Part, after: Option<&Cursor>) -> List {
        List {
            part,
            // What is found stands newest first.
            by_severity: self.sort == "severity" && self.words.is_empty(),
            by_due: false,
            severity: Severity::from_text(q.text("severity")),
            tlp: Tlp::from_text(&q.text("tlp").replace(' ', "+")),
            after: after.map(Cursor::key),
        }
    }
}

/// The rows of a page.
#[derive(Default)]
struct Rows {
    to_read: Vec<Item>,
    more_to_read: bool,
    confirmed: Vec<Item>,
    plain: Vec<Item>,
    next: Option<Cursor>,
}

impl Rows {
    /// One list, of which one row more was asked for than a page shows.
    fn plain(mut plain: Vec<Item>) -> Self {
        let more = cut(&mut plain, PAGE);
        let next = plain.last().filter(|_| more).map(|i| Cursor::of(i, false));
        Self { plain, next, ..Self::default() }
    }
}

/// What is to be read first, then what is confirmed, each the newest first.
async fn in_two_parts(tx: &mut Tx, asked: &Asked, q: &Fields) -> Result<Rows> {
    let mut rows = Rows::default();
    let after = asked.after.as_ref();
    if after.is_none_or(|k| !k.confirmed) && asked.state != "confirmed" {
        rows.to_read = super::list(tx, &asked.viewer, &asked.list(q, Part::ToRead, after), PAGE.saturating_add(1)).await?;
        rows.more_to_read = cut(&mut rows.to_read, PAGE);
        rows.next = rows.to_read.last().filter(|_| rows.more_to_read).map(|i| Cursor::of(i, false));
    }
    let room = PAGE.saturating_sub(i64::try_from(rows.to_read.len()).unwrap_or(PAGE));
    if !rows.more_to_read && asked.state != "to-read" {
        let from = after.filter(|k| k.confirmed);
        rows.confirmed = super::list(tx, &asked.viewer, &asked.list(q, Part::Confirmed, from), room.saturating_add(1)).await?;
        if cut(&mut rows.confirmed, room) {
            // When nothing of the second part fits, the next page begins with all of it.
            rows.next = Some(rows.confirmed.last().map_or_else(Cursor::start_of_confirmed, |i| Cursor::of(i, true)));
        }
    }
    Ok(rows)
}

/// All in one order.
async fn in_one_list(tx: &mut Tx, asked: &Asked, q: &Fields) -> Result<Rows> {
    Ok(Rows::plain(super::list(tx, &asked.viewer, &asked.list(q, asked.part(), asked.after.as_ref()), PAGE.saturating_add(1)).await?))
}

/// What a search finds: one list, and a piece of text for each row.
async fn search(tx: &mut Tx, asked: &Asked, q: &Fields) -> Result<(Rows, BTreeMap<String, Snippet>)> {
    let found = super::search(tx, &asked.viewer, &asked.list(q, asked.part(), asked.after.as_ref()), &asked.words, PAGE.saturating_add(1)).await?;
    let page = found.iter().take(usize::try_from(PAGE).unwrap_or(0));
    let snippets = page.filter_map(|f| Some((f.item.reference.clone(), f.snippet(&asked.words)?))).collect();
    Ok((Rows::plain(found.into_iter().map(|f| f.item).collect()), snippets))
}

async fn page<'a>(by: &'a By<Reader>, q: &'a Fields, asked: &Asked) -> Result<ListPage<'a>> {
    let mut tx = by.visit.app.db.read().await?;
    let (rows, snippets) = match asked.sort {
        // Asked for something that holds no word: nothing holds it.
        _ if asked.words.is_empty() && !q.text("q").trim().is_empty() => Default::default(),
        _ if !asked.words.is_empty() => search(&mut tx, asked, q).await?,
        "state" => (in_two_parts(&mut tx, asked, q).await?, BTreeMap::new()),
        _ => (in_one_list(&mut tx, asked, q).await?, BTreeMap::new()),
    };
    Ok(ListPage {
        f: by.frame(Section::Advisories),
        highest: rows.to_read.iter().chain(&rows.confirmed).chain(&rows.plain).map(|i| i.tlp).min(),
        next: rows.next.map(|key| address(q, asked.sort, &key.text())),
        to_read: rows.to_read,
        confirmed: rows.confirmed,
        plain: rows.plain,
        more_to_read: rows.more_to_read,
        sort: asked.sort,
        state: asked.state,
        paged: asked.after.is_some(),
        severity: q.text("severity"),
        tlp: q.text("tlp"),
        q: q.text("q"),
        snippets,
    })
}

/// Cuts a list to `most` rows; whether there were more.
fn cut(rows: &mut Vec<Item>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(0);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

fn address(q: &Fields, sort: &str, after: &str) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for name in ["state", "severity", "tlp", "q"] {
        if !q.text(name).is_empty() {
            out.append_pair(name, q.text(name));
        }
    }
    if sort != "state" {
        out.append_pair("sort", sort);
    }
    out.append_pair("after", after);
    format!("/advisories?{}", out.finish())
}
