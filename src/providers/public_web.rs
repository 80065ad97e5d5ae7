//! The directory for everybody, where the agency opens it (`providers.public`): its own addresses, no session, no cookie, the same bytes for
//! each, so that caches may keep them. What is shown is what signed-in people see of who is qualified today.
use super::{
    Register,
    find::Found,
    history::{At, Decision, Facts, Provider},
    scheme::Need,
    store,
    web::{Search, cut, language, needs, today, until},
};
use crate::{
    error::{Error, Result},
    web::{By, Frame, Section, by::Anyone, routes::Path},
};
use actix_web::{HttpResponse, http::header};
use askama::Template;
use std::sync::Arc;

/// How long a cache may keep a page: a suspension shows after five minutes at the latest.
const KEPT: &str = "public, max-age=300";

#[derive(Template)]
#[template(path = "providers/public.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    s: &'a Search<'a>,
    register: &'a Register,
    needs: Vec<(Need, i64, String, bool)>,
    found: &'a [Found<'a>],
    total: i64,
    next: Option<String>,
    other: String,
}

impl ListPage<'_> {
    fn until(&self, p: &Provider, d: &Decision) -> (Option<String>, Option<i64>) {
        until(p, d, self.s.at)
    }
}

#[derive(Template)]
#[template(path = "providers/public_show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    p: &'a Provider,
    facts: &'a Facts,
    decisions: Vec<&'a Decision>,
    at: At,
    other: String,
}

impl ShowPage<'_> {
    fn until(&self, d: &Decision) -> (Option<String>, Option<i64>) {
        until(self.p, d, self.at)
    }
    fn language(&self, code: &str) -> String {
        language(&self.f, code)
    }
}

/// The register, where everybody may see it.
async fn open(by: &By<Anyone>) -> Result<Arc<Register>> {
    let app = &by.visit.app;
    if !app.settings.config.providers.public {
        return Err(Error::NotFound);
    }
    let version = store::version(&mut app.db.read().await?).await?;
    app.register.get(&app.db, version).await
}

fn cached(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(KEPT));
    answer
}

/// `/directory`
pub async fn list(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (open(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let mut s = Search::read(&query, today(&f)?, &by.visit.names.zone, "/directory")?;
    // The past is for those who sign in.
    s.at = At::now(s.today);
    let view = register.view(s.at, s.today);
    let found = s.find(&register, &view);
    let total = i64::try_from(found.len()).unwrap_or(0);
    let (found, next) = cut(&s, &register, &view, found);
    let other = s.with(&[("lang", f.other().0)]);
    by.page(&ListPage { needs: needs(&s, &view), f, register: &register, found: &found, total, next, other, s: &s }).map(cached)
}

/// `/directory/{slug}`: who is not qualified today is not here.
pub async fn show(by: By<Anyone>, Path(slug): Path<String>) -> Result<HttpResponse> {
    let register = open(&by).await?;
    let f = by.frame(Section::Providers);
    let day = today(&f)?;
    let at = At::now(day);
    let p = register.provider(&slug, at.known).filter(|p| p.holds(at)).ok_or(Error::NotFound)?;
    let decisions = p.decisions(at).filter(|d| d.holds(day)).collect();
    let other = format!("/directory/{slug}?lang={}", f.other().0);
    by.page(&ShowPage { f, p, facts: p.facts(), decisions, at, other }).map(cached)
}
