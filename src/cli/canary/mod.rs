//! `vigie doctor --canaries`: looks at the portal with the eyes of a contact of each party and reports whatever belongs to
//! another. It goes through the served portal as a browser does, so that what stands before it is looked at too.
mod browser;

use super::{open::Portal, say::Progress};
use crate::{
    accounts::canary,
    advisories::canaries::{self, Marker},
    error::Error,
    parties,
};
use browser::Browser;
use serde::Serialize;
use std::collections::{BTreeSet, VecDeque};

/// Pages of one party at most.
const PAGES: usize = 5_000;

/// A foreign marker on a page.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The party whose page it is.
    pub party: String,
    /// The page.
    pub page: String,
    /// What was found: a party, a person, a reference, a title, an annex.
    pub what: &'static str,
}

/// What a look at all parties came to.
pub struct Looked {
    /// Parties.
    pub parties: usize,
    /// Pages in all.
    pub pages: usize,
    /// What should not be there.
    pub found: Vec<Finding>,
}

/// Looks with the eyes of each party's canary. The canaries are gone afterwards, whatever happens.
///
/// # Errors
/// A sentence for the operator.
pub async fn look(portal: &Portal) -> Result<Looked, String> {
    let done = all_parties(portal).await;
    let mut tx = portal.write().await?;
    for id in canary::all(&mut tx).await? {
        canaries::forget(&mut tx, &id).await?;
        canary::end(&mut tx, &portal.act(), &id).await?;
    }
    tx.commit().await.map_err(Error::from)?;
    done
}

async fn all_parties(portal: &Portal) -> Result<Looked, String> {
    let rows = parties::active(&mut portal.read().await?).await?;
    let mut progress = Progress::new("canaries", u64::try_from(rows.len()).unwrap_or(0));
    let mut looked = Looked { parties: rows.len(), pages: 0, found: Vec::new() };
    for party in rows {
        let (token, markers) = {
            let mut tx = portal.write().await?;
            let (_, token) = canary::begin(&mut tx, &portal.act(), &party.id, &party.slug, "vigie doctor").await?;
            tx.commit().await.map_err(Error::from)?;
            (token, canaries::foreign(&mut portal.read().await?, &party.id).await?)
        };
        let settings = portal.settings.clone();
        let crawl = move || Browser::new(&settings, &token).and_then(|browser| crawl(browser, &markers));
        let (pages, found) = tokio::task::spawn_blocking(crawl).await.map_err(|e| format!("The look at {} was given up: {e}.", party.slug))??;
        looked.pages = looked.pages.saturating_add(pages);
        looked.found.extend(found.into_iter().map(|(page, what)| Finding { party: party.slug.clone(), page, what }));
        progress.step();
    }
    progress.end();
    Ok(looked)
}

/// Foreign markers: the page, and what it is.
type Seen = Vec<(String, &'static str)>;

/// Every page that links lead to from the first, and a search for each marker.
fn crawl(mut browser: Browser, markers: &[Marker]) -> Result<(usize, Seen), String> {
    let mut waiting: VecDeque<String> = ["/", "/advisories", "/advisories?sort=date", "/party", "/account", "/verify"].map(str::to_owned).into();
    // A search finds what a list does not show.
    let words = markers.iter().filter(|m| m.what == "title").take(200).map(|m| format!("/search?q={}", browser::encoded(&m.text)));
    waiting.extend(words);
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let (mut pages, mut found) = (0usize, Vec::new());
    while let Some(path) = waiting.pop_front() {
        let (status, text) = browser.get(&path)?;
        if pages == 0 && status != 200 {
            return Err(format!(
                "The portal does not let the canary in: it answers {status} at {path}; see that origin and server.listen are those it serves."
            ));
        }
        pages = pages.saturating_add(1);
        // What was searched for stands in the field: the address says it, not the portal.
        let shown = if path.starts_with("/search") { browser::without_query(&text, &path) } else { text.clone() };
        found.extend(markers.iter().filter(|m| shown.contains(&browser::escaped(&m.text))).map(|m| (path.clone(), m.what)));
        for link in browser::links(&text) {
            if seen.len() < PAGES && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    Ok((pages, found))
}
