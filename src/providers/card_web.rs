//! One provider's card, several side by side, and what a party follows.
use super::{
    Register, follow,
    history::{At, Decision, Facts, Provider, Validity},
    may,
    web::{language, moment, register, same_moment, today, until},
};
use crate::{
    accounts::web::NoFields,
    error::{Error, Result},
    web::{
        By, Fields, Frame, Posted, Section,
        by::{Confirmed, Reader},
        pace::What,
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;
use jiff::civil::Date;

/// Cards side by side.
const MOST: usize = 4;

#[derive(Template)]
#[template(path = "providers/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    p: &'a Provider,
    facts: &'a Facts,
    decisions: Vec<&'a Decision>,
    /// Whether any qualification holds today.
    holds: bool,
    suspended: bool,
    /// Whether the reader's party follows it; nothing for who cannot follow.
    followed: Option<bool>,
    at: At,
    past: Option<Past<'a>>,
}

/// That a page shows another moment than now: what was asked for, and the address of the same page as it is now.
struct Past<'a> {
    day: String,
    known: Option<&'a str>,
    moment: String,
    now: String,
}

impl<'a> Past<'a> {
    /// Nothing for now.
    fn of(query: &'a Fields, at: At, today: Date, now: String) -> Option<Self> {
        (at != At::now(today)).then(|| Self { day: at.day.to_string(), known: query.given("known"), moment: same_moment(query), now })
    }
}

impl ShowPage<'_> {
    fn until(&self, d: &Decision) -> (Option<String>, Option<i64>) {
        until(self.p, d, self.at)
    }
    fn language(&self, code: &str) -> String {
        language(&self.f, code)
    }
    /// Every word on every decision that was known, the newest first; not on what is only being evaluated.
    fn words(&self) -> Vec<&Decision> {
        let words = self.p.threads().iter().flat_map(super::history::Thread::words);
        let mut all: Vec<&Decision> = words.filter(|w| w.recorded_at <= self.at.known && w.status != "in_evaluation").collect();
        all.sort_by_key(|w| std::cmp::Reverse(w.recorded_at));
        all
    }
}

/// The key of a state's word.
pub(super) fn state(status: &str) -> &'static str {
    match status {
        "qualified" => "status-qualified",
        "suspended" => "valid-suspended",
        "withdrawn" => "valid-withdrawn",
        "in_evaluation" => "valid-in-evaluation",
        _ => "status-expired",
    }
}

/// `/providers/{slug}`: now, or as it was on a day (`on`) and as that was known on another (`known`).
pub async fn show(by: By<Confirmed>, Path(slug): Path<String>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let today = today(&f)?;
    let at = moment(&query, today, &by.visit.names.zone)?;
    let p = register.provider(&slug, at.known).ok_or(Error::NotFound)?;
    if by.who.party.is_some() {
        by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Providers, &p.slug).await?;
    }
    let followed = match may::follow(&by.who) {
        Ok(go) => Some(follow::follows(&mut by.visit.app.db.read().await?, go.party(), &p.id).await?),
        Err(_) => None,
    };
    // What is only being evaluated is not vetted.
    let decisions: Vec<_> = p.decisions(at).filter(|d| d.on(at.day) != Validity::InEvaluation).collect();
    let suspended = decisions.iter().any(|d| d.on(at.day) == Validity::Suspended);
    let past = Past::of(&query, at, today, format!("/providers/{slug}"));
    by.page(&ShowPage { f, p, facts: p.facts_at(at), decisions, holds: p.holds(at), suspended, followed, at, past })
}

/// `/providers/{slug}/follow`: the reader's party is told when this provider's qualification ends. The party's own list: it leaves no record
/// that the agency could read.
pub async fn follow(by: By<Reader>, Path(slug): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let p = register.provider(&slug, i64::MAX).ok_or(Error::NotFound)?;
    let mut tx = by.visit.app.db.write().await?;
    follow::add(&mut tx, &may::follow(&by.who)?, &p.id, by.visit.now).await?;
    tx.commit().await?;
    Ok(see(format!("/providers/{slug}")))
}

/// `/providers/{slug}/follow/removal`
pub async fn unfollow(by: By<Reader>, Path(slug): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let register = register(&by).await?;
    let p = register.provider(&slug, i64::MAX).ok_or(Error::NotFound)?;
    let mut tx = by.visit.app.db.write().await?;
    follow::remove(&mut tx, &may::follow(&by.who)?, &p.id).await?;
    tx.commit().await?;
    Ok(see(format!("/providers/{slug}")))
}

#[derive(Template)]
#[template(path = "providers/comparison.html")]
struct ComparisonPage<'a> {
    f: Frame<'a>,
    cards: Vec<Card<'a>>,
    /// Who was chosen and is not qualified at that moment, by name.
    left_out: Vec<&'a str>,
    /// How many were chosen: fewer than two or more than four are not compared.
    chosen: i64,
    at: At,
    past: Option<Past<'a>>,
}

struct Card<'a> {
    p: &'a Provider,
    facts: &'a Facts,
    decisions: Vec<&'a Decision>,
}

impl ComparisonPage<'_> {
    fn until(&self, p: &Provider, d: &Decision) -> (Option<String>, Option<i64>) {
        until(p, d, self.at)
    }
    fn language(&self, code: &str) -> String {
        language(&self.f, code)
    }
}

fn card<'r>(register: &'r Register, slug: &str, at: At) -> Option<Card<'r>> {
    let p = register.provider(slug, at.known)?;
    let decisions: Vec<_> = p.decisions(at).filter(|d| d.holds(at.day)).collect();
    (!decisions.is_empty()).then(|| Card { p, facts: p.facts_at(at), decisions })
}

/// `/providers/comparison`: two to four side by side. Who is not qualified at that moment is left out.
pub async fn comparison(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Providers);
    let today = today(&f)?;
    let at = moment(&query, today, &by.visit.names.zone)?;
    let mut slugs = query.many("p");
    let mut once = std::collections::HashSet::new();
    slugs.retain(|slug| once.insert(slug.clone()));
    let chosen = slugs.len();
    let fits = (2..=MOST).contains(&chosen);
    let cards: Vec<Card<'_>> = slugs.iter().filter(|_| fits).filter_map(|slug| card(&register, slug, at)).collect();
    let shown = |slug: &str| cards.iter().any(|c| c.p.slug == slug);
    let left_out = slugs.iter().filter(|slug| fits && !shown(slug)).filter_map(|slug| register.provider(slug, at.known)).map(|p| p.name.as_str()).collect();
    if by.who.party.is_some() {
        for c in &cards {
            by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Providers, &c.p.slug).await?;
        }
    }
    let now = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(slugs.iter().map(|slug| ("p", slug))).finish();
    let past = Past::of(&query, at, today, format!("/providers/comparison?{now}"));
    by.page(&ComparisonPage { f, cards, left_out, chosen: i64::try_from(chosen).unwrap_or(i64::MAX), at, past })
}
