//! The pages of the directory on which somebody is found. What is searched here is recorded nowhere, and the page says so.
use super::{
    Provider, Register,
    find::{Found, View, Wish, find, rotate, shown},
    history::{At, Decision},
    place::{self, REGIONS, Region},
    scheme::{Need, Technique},
};
use crate::{
    error::{Error, Result},
    web::{
        By, Fields, Frame, Section,
        by::{Access, Confirmed},
        routes::Path,
    },
};
use actix_web::HttpResponse;
use askama::Template;
use jiff::{civil::Date, tz::TimeZone};
use std::sync::Arc;

/// Cards on a page.
const PAGE: usize = 15;
/// A decision that ends within these days carries a warning.
const SOON: i32 = 60;
/// Hours within which somebody can be there, to choose from.
const HOURS: [i64; 4] = [4, 12, 24, 72];

/// A criterion of the search, with the address that drops it.
pub(super) struct Dropped {
    pub(super) key: &'static str,
    pub(super) href: String,
}

/// What was asked for, and who answers it.
pub(super) struct Search<'a> {
    pub(super) query: &'a Fields,
    pub(super) wish: Wish,
    pub(super) at: At,
    pub(super) today: Date,
    pub(super) by_name: bool,
    base: &'static str,
}

impl<'a> Search<'a> {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for a date that is none.
    pub(super) fn read(query: &'a Fields, today: Date, zone: &TimeZone, base: &'static str) -> Result<Self> {
        let at = moment(query, today, zone)?;
        Ok(Self { wish: wish(query, date(query, "until")?), at, today, by_name: query.text("sort") == "name", query, base })
    }

    /// Who answers, in the order that was asked for: places in the view.
    pub(super) fn find(&self, register: &Register, view: &View) -> Vec<usize> {
        let mut found = find(&register.providers, view, &self.wish);
        if !self.by_name {
            rotate(&mut found, self.today);
        }
        found
    }

    /// The same with all that is said of them.
    pub(super) fn shown<'r>(&self, register: &'r Register, view: &View, places: impl Iterator<Item = usize>) -> Vec<Found<'r>> {
        shown(&register.providers, view, &self.wish, places)
    }

    /// The address of this search with some of its fields changed; an empty value drops the field.
    pub(super) fn with(&self, changes: &[(&str, &str)]) -> String {
        self.of(self.base, changes)
    }

    /// The same on another page.
    pub(super) fn of(&self, page: &str, changes: &[(&str, &str)]) -> String {
        let known = CRITERIA.iter().map(|(name, _)| *name).chain(["sort", "page", "lang"]);
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        for name in known {
            let value = changes.iter().find(|(n, _)| *n == name).map_or_else(|| self.query.text(name), |(_, v)| v);
            if !value.is_empty() {
                out.append_pair(name, value);
            }
        }
        let query = out.finish();
        if query.is_empty() { page.into() } else { format!("{page}?{query}") }
    }

    fn drops(&self) -> Vec<Dropped> {
        let given = CRITERIA.iter().filter(|(name, _)| self.query.given(name).is_some());
        given.map(|(name, key)| Dropped { key, href: self.with(&[(name, ""), ("page", "")]) }).collect()
    }

    /// The fields of this search, for a form that keeps them.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        CRITERIA.iter().map(|(name, _)| (*name, self.query.text(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Whether the register is read as of another day, or as it was known once.
    pub(super) fn looks_back(&self) -> bool {
        self.at != At::now(self.today)
    }
}

fn date(query: &Fields, name: &str) -> Result<Option<Date>> {
    match query.given(name) {
        None => Ok(None),
        Some(text) => super::day(text).map(Some).ok_or(Error::Unreadable("error-date", name.into())),
    }
}

/// The moment that an address asks for: a day (`on`), as it was known at the end of another (`known`). Today, as it is known now, without them.
///
/// # Errors
/// [`Error::Unreadable`] for a date that is none.
pub(super) fn moment(query: &Fields, today: Date, zone: &TimeZone) -> Result<At> {
    let known = match date(query, "known")? {
        Some(day) if day < today => end_of(day, zone),
        _ => i64::MAX,
    };
    Ok(At { day: date(query, "on")?.unwrap_or(today), known })
}

/// The same moment for an address on another page; nothing for now.
pub(super) fn same_moment(query: &Fields) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for name in ["on", "known"] {
        if let Some(value) = query.given(name) {
            out.append_pair(name, value);
        }
    }
    let query = out.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

/// The last moment of a day.
fn end_of(day: Date, zone: &TimeZone) -> i64 {
    let next = day.tomorrow().ok().and_then(|d| d.to_zoned(zone.clone()).ok());
    next.map_or(i64::MAX, |z| z.timestamp().as_millisecond().saturating_sub(1))
}

pub(super) const CRITERIA: [(&str, &str); 13] = [
    ("need", "criterion-need"),
    ("technique", "criterion-technique"),
    ("scheme", "criterion-scheme"),
    ("scope", "criterion-scope"),
    ("level", "level"),
    ("region", "criterion-region"),
    ("available", "criterion-available"),
    ("arrival", "criterion-arrival"),
    ("language", "criterion-language"),
    ("until", "criterion-until"),
    ("on", "criterion-on"),
    ("known", "criterion-known"),
    ("q", "criterion-words"),
];

fn wish(q: &Fields, until: Option<Date>) -> Wish {
    let text = |name: &str| q.text(name).trim().chars().take(200).collect::<String>();
    Wish {
        need: Need::from_text(q.text("need")),
        technique: Technique::from_text(q.text("technique")),
        scheme: text("scheme"),
        scope: text("scope"),
        level: text("level"),
        region: text("region"),
        on_call: !q.text("available").is_empty(),
        arrival: q.text("arrival").parse().ok(),
        language: text("language"),
        until,
        words: text("q"),
    }
}

/// The last day of a decision that holds, also where a change that is known already ends it, and the days left when they are few.
pub(super) fn until(p: &Provider, d: &Decision, at: At) -> (Option<String>, Option<i64>) {
    let Some(last) = d.holds(at.day).then(|| p.last_day(d, at)).flatten() else { return (None, None) };
    let left = at.day.until(last).map_or(0, |s| s.get_days());
    (Some(last.to_string()), (left <= SOON).then_some(i64::from(left)))
}

#[derive(Template)]
#[template(path = "providers/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    s: &'a Search<'a>,
    register: &'a Register,
    needs: Vec<(Need, i64, String, bool)>,
    found: &'a [Found<'a>],
    total: i64,
    drops: Vec<Dropped>,
    next: Option<String>,
    other_order: String,
    map: String,
    /// Where the log stood, for a printed copy.
    /// The moment that was asked for, for the addresses of cards.
    moment: String,
    root: String,
}

impl ListPage<'_> {
    fn until(&self, p: &Provider, d: &Decision) -> (Option<String>, Option<i64>) {
        until(p, d, self.s.at)
    }
    fn given(&self, name: &str) -> &str {
        self.s.query.text(name)
    }
    fn language(&self, code: &str) -> String {
        language(&self.f, code)
    }
}

/// A language by its own code, in words where they are at hand.
pub(super) fn language(f: &Frame<'_>, code: &str) -> String {
    match code {
        "fr" => f.t("language-name-fr").into(),
        "en" => f.t("language-name-en").into(),
        "de" => f.t("language-name-de").into(),
        "es" => f.t("language-name-es").into(),
        "it" => f.t("language-name-it").into(),
        other => other.to_owned(),
    }
}

/// The register of the version that counts for this request.
pub(super) async fn register<A: Access>(by: &By<A>) -> Result<Arc<Register>> {
    let version = by.visit.open.as_ref().map_or(0, |o| o.register_version);
    by.visit.app.register.get(&by.visit.app.db, version).await
}

/// Today, by the portal's clock.
pub(super) fn today(f: &Frame<'_>) -> Result<Date> {
    f.today().parse().map_err(|_| Error::NotFound)
}

/// One page of what was found, and the address of the next.
pub(super) fn cut<'r>(search: &Search<'_>, register: &'r Register, view: &View, found: Vec<usize>) -> (Vec<Found<'r>>, Option<String>) {
    let page = search.query.text("page").parse::<usize>().unwrap_or(1).max(1);
    let from = page.saturating_sub(1).saturating_mul(PAGE);
    let more = from.saturating_add(PAGE) < found.len();
    let next = more.then(|| search.with(&[("page", &page.saturating_add(1).to_string())]));
    (search.shown(register, view, found.into_iter().skip(from).take(PAGE)), next)
}

/// The needs with how many serve each, the address of each and whether it is chosen.
pub(super) fn needs(search: &Search<'_>, view: &View) -> Vec<(Need, i64, String, bool)> {
    let tile = |(need, n): (Need, i64)| (need, n, search.with(&[("need", need.text()), ("page", "")]), search.wish.need == Some(need));
    view.counts.into_iter().map(tile).collect()
}

/// `/providers`
pub async fn list(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let s = Search::read(&query, today(&f)?, &by.visit.names.zone, "/providers")?;
    let view = register.view(s.at, s.today);
    let found = s.find(&register, &view);
    let total = i64::try_from(found.len()).unwrap_or(0);
    let (found, next) = cut(&s, &register, &view, found);
    by.page(&ListPage {
        f,
        register: &register,
        needs: needs(&s, &view),
        found: &found,
        total,
        drops: s.drops(),
        next,
        other_order: s.with(&[("sort", if s.by_name { "" } else { "name" }), ("page", "")]),
        map: s.of("/providers/regions", &[("page", "")]),
        moment: same_moment(&query),
        root: by.visit.app.register.log_root(&by.visit.app.db, by.visit.now).await?,
        s: &s,
    })
}

/// A region on the map.
struct Tile {
    region: &'static Region,
    n: i64,
    x: u32,
    y: u32,
    href: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "providers/regions.html")]
struct RegionsPage<'a> {
    f: Frame<'a>,
    tiles: &'a [Tile],
    back: String,
    anywhere: String,
    wish: &'a Wish,
}

/// The départements of a region, in words.
fn parts(region: &Region) -> String {
    place::departements(region.code).map(|d| d.name).collect::<Vec<_>>().join(", ")
}

/// The side of a tile, in the map's own units.
const TILE: u32 = 56;

/// `/providers/regions`: a map to choose from, and a list beside it that does the same.
pub async fn regions(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let s = Search::read(&query, today(&f)?, &by.visit.names.zone, "/providers")?;
    let view = register.view(s.at, s.today);
    let chosen = place::region(&s.wish.region).map(|r| r.code);
    let anywhere = Wish { region: String::new(), ..s.wish.clone() };
    let counts = view.by_region(&find(&register.providers, &view, &anywhere));
    let tile = |(region, n): (&'static Region, i64)| {
        let at = |n: u8| u32::from(n).saturating_mul(TILE);
        let href = s.with(&[("region", region.name), ("page", "")]);
        Tile { region, n, x: at(region.column), y: at(region.row), href, here: chosen == Some(region.code) }
    };
    let tiles: Vec<Tile> = REGIONS.iter().zip(counts).map(tile).collect();
    by.page(&RegionsPage { f, tiles: &tiles, back: s.with(&[]), anywhere: s.with(&[("region", ""), ("page", "")]), wish: &s.wish })
}
