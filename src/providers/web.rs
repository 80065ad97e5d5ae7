//! The pages of the directory. What is searched here is recorded nowhere, and the page says so.
use super::{
    Register,
    find::{Decision, Found, Need, Provider, Validity, Wish, find, rotate},
};
use crate::{
    error::{Error, Result},
    web::{By, Fields, Frame, Section, by::Confirmed, pace::What, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;
use jiff::civil::Date;
use std::sync::Arc;

/// Cards on a page.
const PAGE: usize = 15;
/// A decision that ends within these days carries a warning.
const SOON: i32 = 60;

/// A criterion of the search, with the address that drops it.
struct Dropped {
    key: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "providers/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    needs: Vec<(Need, i64, String, bool)>,
    wish: &'a Wish,
    on: &'a str,
    found: &'a [Found<'a>],
    total: i64,
    schemes: &'a [String],
    regions: &'a [String],
    drops: Vec<Dropped>,
    next: Option<String>,
    day: Date,
    by_name: bool,
    other_order: String,
}

impl ListPage<'_> {
    fn until(&self, d: &Decision) -> (Option<String>, Option<i64>) {
        until(d, self.day)
    }
}

#[derive(Template)]
#[template(path = "providers/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    p: &'a Provider,
    /// Whether any qualification holds today.
    holds: bool,
    suspended: bool,
    day: Date,
}

impl ShowPage<'_> {
    fn until(&self, d: &Decision) -> (Option<String>, Option<i64>) {
        until(d, self.day)
    }
}

/// The last day of a decision that holds, and the days left when they are few.
fn until(d: &Decision, day: Date) -> (Option<String>, Option<i64>) {
    match d.on(day) {
        Validity::Valid(Some((to, left))) => (Some(to), (left <= SOON).then_some(i64::from(left))),
        _ => (None, None),
    }
}

async fn register(by: &By<Confirmed>) -> Result<Arc<Register>> {
    let version = by.visit.open.as_ref().map_or(0, |o| o.register_version);
    by.visit.app.register.get(&by.visit.app.db, version).await
}

/// `/providers`
pub async fn list(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let today: Date = f.today().parse().map_err(|_| Error::NotFound)?;
    let day = match query.given("on") {
        None => today,
        Some(text) => text.parse().map_err(|_| Error::Unreadable("error-date", "on".into()))?,
    };
    let wish = wish(&query);
    let mut found = find(&register.providers, &wish, day);
    let by_name = query.text("sort") == "name";
    if !by_name {
        rotate(&mut found, today);
    }
    let total = found.len();
    let page = query.text("page").parse::<usize>().unwrap_or(1).max(1);
    let from = page.saturating_sub(1).saturating_mul(PAGE);
    let shown: Vec<_> = found.into_iter().skip(from).take(PAGE).collect();
    let more = from.saturating_add(PAGE) < total;
    let needs =
        register.counts(day).into_iter().map(|(need, n)| (need, n, with(&query, &[("need", need.text()), ("page", "")]), wish.need == Some(need))).collect();
    let page_no = page.saturating_add(1).to_string();
    by.page(&ListPage {
        f,
        needs,
        on: query.text("on"),
        found: &shown,
        total: i64::try_from(total).unwrap_or(0),
        schemes: &register.schemes,
        regions: &register.regions,
        drops: drops(&query),
        next: more.then(|| with(&query, &[("page", &page_no)])),
        day,
        by_name,
        other_order: with(&query, &[("sort", if by_name { "" } else { "name" }), ("page", "")]),
        wish: &wish,
    })
}

/// `/providers/{slug}`
pub async fn show(by: By<Confirmed>, Path(slug): Path<String>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let f = by.frame(Section::Providers);
    let day: Date = f.today().parse().map_err(|_| Error::NotFound)?;
    let p = register.providers.iter().find(|p| p.slug == slug && p.was_qualified()).ok_or(Error::NotFound)?;
    if by.who.party.is_some() {
        by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Providers, &p.slug).await?;
    }
    let holds = p.holds(day);
    let suspended = p.decisions.iter().any(|d| d.on(day) == Validity::Suspended);
    by.page(&ShowPage { f, p, holds, suspended, day })
}

fn wish(q: &Fields) -> Wish {
    let text = |name: &str| q.text(name).trim().chars().take(200).collect::<String>();
    Wish {
        need: Need::from_text(q.text("need")),
        scheme: text("scheme"),
        scope: text("scope"),
        region: text("region"),
        on_call: !q.text("available").is_empty(),
        words: text("q"),
    }
}

const CRITERIA: [(&str, &str); 7] = [
    ("need", "criterion-need"),
    ("scheme", "criterion-scheme"),
    ("scope", "criterion-scope"),
    ("region", "criterion-region"),
    ("available", "criterion-available"),
    ("on", "criterion-on"),
    ("q", "criterion-words"),
];

/// The address of this search with some of its fields changed; an empty value drops the field.
fn with(q: &Fields, changes: &[(&str, &str)]) -> String {
    let known = CRITERIA.iter().map(|(name, _)| *name).chain(["sort", "page"]);
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for name in known {
        let value = changes.iter().find(|(n, _)| *n == name).map_or_else(|| q.text(name), |(_, v)| v);
        if !value.is_empty() {
            out.append_pair(name, value);
        }
    }
    let query = out.finish();
    if query.is_empty() { "/providers".into() } else { format!("/providers?{query}") }
}

fn drops(q: &Fields) -> Vec<Dropped> {
    CRITERIA.iter().filter(|(name, _)| q.given(name).is_some()).map(|(name, key)| Dropped { key, href: with(q, &[(name, ""), ("page", "")]) }).collect()
}
