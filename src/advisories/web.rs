//! The reader's pages: the list, an advisory, its files, and the answer.
use super::{Article, Item, List, Mine, Part, Past, Severity, Stand, Tlp, Viewer, export, paging::Cursor, sheet::Sheet};
use crate::{
    accounts::Membership,
    db::Tx,
    error::{Error, Result},
    form,
    text::fold,
    web::{By, Errors, Fields, Frame, Posted, Section, by::Reader, routes::Path, see},
};
use actix_web::{HttpResponse, http::header};
use askama::Template;

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
    fn to_read_count(&self) -> i64 {
        i64::try_from(self.to_read.len()).unwrap_or(0)
    }
}

#[derive(Template)]
#[template(path = "advisories/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    s: Sheet,
    a: &'a Article,
    history: Vec<Past>,
    mine: Vec<Mine>,
    reader: &'a str,
    party: &'a str,
    /// The request's id, as in the record of this opening: a leaked page leads to it, and it counts nothing.
    copy: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "advisories/withdrawn.html")]
struct WithdrawnPage<'a> {
    f: Frame<'a>,
    a: &'a Article,
    replacement: Option<String>,
}

/// `/advisories`
pub async fn list(by: By<Reader>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    let page = search(&by, &query).await?;
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
}

impl Asked {
    fn read(by: &By<Reader>, q: &Fields) -> Result<Self> {
        let one_of = |name: &str, known: [&'static str; 2]| known.into_iter().find(|k| *k == q.text(name));
        Ok(Self {
            state: one_of("state", ["to-read", "confirmed"]).unwrap_or(""),
            sort: one_of("sort", ["date", "severity"]).unwrap_or("state"),
            after: Cursor::read(q.text("after")),
            viewer: Viewer::of(&by.who, by.visit.opens_red())?,
        })
    }

    fn list(&self, q: &Fields, part: Part, after: Option<&Cursor>) -> List {
        let words = fold(&q.text("q").chars().take(200).collect::<String>());
        List {
            part,
            by_severity: self.sort == "severity",
            severity: Severity::from_text(q.text("severity")),
            tlp: Tlp::from_text(&q.text("tlp").replace(' ', "+")),
            words: words.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect(),
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
    let part = match asked.state {
        "to-read" => Part::ToRead,
        "confirmed" => Part::Confirmed,
        _ => Part::All,
    };
    let mut plain = super::list(tx, &asked.viewer, &asked.list(q, part, asked.after.as_ref()), PAGE.saturating_add(1)).await?;
    let more = cut(&mut plain, PAGE);
    let next = plain.last().filter(|_| more).map(|i| Cursor::of(i, false));
    Ok(Rows { plain, next, ..Rows::default() })
}

async fn search<'a>(by: &'a By<Reader>, q: &'a Fields) -> Result<ListPage<'a>> {
    let asked = Asked::read(by, q)?;
    let mut tx = by.visit.app.db.read().await?;
    let rows = if asked.sort == "state" { in_two_parts(&mut tx, &asked, q).await? } else { in_one_list(&mut tx, &asked, q).await? };
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

/// `/advisories/{ref}`
pub async fn show(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    read(&by, &reference, None, Errors::none()).await
}

/// `/advisories/{ref}/versions/{n}`
pub async fn version(by: By<Reader>, Path((reference, number)): Path<(String, i64)>) -> Result<HttpResponse> {
    read(&by, &reference, Some(number), Errors::none()).await
}

/// Finds it, makes the record durable, and only then shows it.
async fn read(by: &By<Reader>, reference: &str, number: Option<i64>, errors: Errors) -> Result<HttpResponse> {
    let viewer = Viewer::of(&by.who, by.visit.opens_red())?;
    let (article, history, mine) = {
        let mut tx = by.visit.app.db.read().await?;
        let article = super::find(&mut tx, &viewer, reference, number).await?;
        let history = if article.current > 1 { super::history(&mut tx, &viewer, &article).await? } else { first(&article) };
        let lead = by.who.membership == Membership::Lead && article.stand.is_some();
        let mine = if lead { super::confirmed_in_party(&mut tx, &viewer, &article).await? } else { Vec::new() };
        (article, history, mine)
    };
    by.visit.app.journal.record(super::read_event(&by.act(), &article, "")).await?;
    if article.withdrawn_at.is_some() {
        // Named only to those who may see it: that it exists is information too.
        let replacement = match article.replacement.as_deref() {
            Some(there) => super::find(&mut by.visit.app.db.read().await?, &viewer, there, None).await.ok(),
            None => None,
        };
        return by.page(&WithdrawnPage { f: by.frame(Section::Advisories), a: &article, replacement: replacement.map(|r| r.reference) });
    }
    let (reader, party) = (by.who.name.as_str(), by.who.party.as_ref().map_or("", |p| p.name.as_str()));
    let f = if errors.any() { by.failed(Section::Advisories) } else { by.frame(Section::Advisories) };
    let failed = errors.any();
    let page = ShowPage { f, s: Sheet::of(&article), a: &article, history, mine, reader, party, copy: &by.visit.request, errors };
    if failed { by.mistaken(&page) } else { by.page(&page) }
}

fn first(a: &Article) -> Vec<Past> {
    vec![Past { number: a.number, published_at: a.published_at, change_note: a.change_note.clone() }]
}

form! {
    /// `/advisories/{ref}/acknowledgement`
    pub struct AckForm { state, number }
}

/// The reader says where they stand.
pub async fn acknowledge(by: By<Reader>, Path(reference): Path<String>, Posted(form): Posted<AckForm>) -> Result<HttpResponse> {
    let viewer = Viewer::of(&by.who, by.visit.opens_red())?;
    let number = match form.number.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::Unreadable("error-number", "number".into()))?),
    };
    let Some(stand) = Stand::from_text(&form.state) else {
        let mut errors = Errors::none();
        errors.add("state", by.visit.t("stand-missing"));
        return read(&by, &reference, None, errors).await;
    };
    let mut tx = by.visit.app.db.write().await?;
    super::acknowledge(&mut tx, &by.act(), &viewer, &reference, number, stand).await?;
    tx.commit().await?;
    Ok(see(format!("/advisories/{reference}#confirm")))
}

/// `/advisories/{ref}/indicators.csv`: the exact values, as a download.
pub async fn indicators(by: By<Reader>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let viewer = Viewer::of(&by.who, by.visit.opens_red())?;
    let article = super::find(&mut by.visit.app.db.read().await?, &viewer, &reference, None).await?;
    if article.withdrawn_at.is_some() || article.indicators.is_empty() {
        return Err(Error::NotFound);
    }
    by.visit.app.journal.record(super::read_event(&by.act(), &article, ", indicators.csv")).await?;
    let file = export::indicators_csv(&article, &by.who.name).map_err(|_| Error::Crypto("a file could not be written"))?;
    let name = format!("attachment; filename=\"{}-indicators.csv\"", article.reference);
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8")).insert_header((header::CONTENT_DISPOSITION, name)).body(file))
}
