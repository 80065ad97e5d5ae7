//! What everybody is shown on a walk, compared with what the model says.
use crate::{
    client::Client,
    walk::Walk,
    walk_model::{Doc, Model, Who},
};

impl Walk<'_> {
    /// What everybody is shown: the lists of all, and the pages of some, or of all at the end.
    pub fn compare(&mut self, all: bool) {
        for who in self.model.people.clone() {
            if self.model.has_access(&who) {
                self.browser(&who);
            }
        }
        self.settle();
        for who in self.model.people.clone() {
            let look = all || self.below(3) == 0;
            if let Err(why) = self.compare_for(&who, look) {
                panic!("{} {why}\n{}", who.key, self.story());
            }
        }
    }

    fn compare_for(&self, who: &Who, pages: bool) -> Result<(), String> {
        let Some(client) = self.browsers.get(&who.key) else { return Ok(()) };
        let same = |what: &str, got: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
            let (got, wanted) = (format!("{got:?}"), format!("{wanted:?}"));
            if got == wanted { Ok(()) } else { Err(format!("{what}: {got}, not {wanted}")) }
        };
        if !self.model.has_access(who) {
            return same("without access", &client.get("/advisories").status, &303);
        }
        let rows = |path: &str| -> Vec<String> {
            let links = client.get(path).is(200).page().attrs("ul.rows h3 a", "href");
            links.iter().map(|h| h.trim_start_matches("/advisories/").to_owned()).collect()
        };
        let (listed, open) = self.model.list(who);
        let answered = listed.iter().filter(|r| !open.contains(r)).cloned();
        same("the list by date", &rows("/advisories?sort=date"), &listed)?;
        same("the list", &rows("/advisories"), &open.iter().cloned().chain(answered).collect::<Vec<_>>())?;
        same("the first page", &rows("/"), &open.iter().take(5).collect::<Vec<_>>())?;
        for (n, doc) in self.model.docs.iter().enumerate().filter(|_| pages) {
            self.compare_doc(who, client, n, doc, &same).map_err(|why| format!("{}, document {n}: {why}", doc.reference))?;
            let last = doc.published.last().map_or_else(|| doc.working.as_ref().unwrap().version.word.clone(), |v| v.word.clone());
            let seen = listed.contains(&doc.reference).then(|| doc.reference.clone());
            same("a search", &rows(&format!("/search?q={last}")), &seen.iter().collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn compare_doc<S>(&self, who: &Who, client: &Client, n: usize, doc: &Doc, same: &S) -> Result<(), String>
    where
        S: Fn(&str, &dyn std::fmt::Debug, &dyn std::fmt::Debug) -> Result<(), String>,
    {
        let address = format!("/advisories/{}", doc.reference);
        let (answer, seen) = (client.get(&address), Model::sees(who, doc));
        let status = |there: bool| if there { 200 } else { 404 };
        same("its page", &answer.status, &status(seen.is_some()))?;
        for number in 1..=doc.published.len() + 1 {
            let got = client.get(&format!("{address}/versions/{number}")).status;
            same(&format!("version {number}"), &got, &status(Model::sees_version(who, doc, number)))?;
        }
        same("its file", &client.get(&format!("{address}/attachments/liste.csv")).status, &status(seen.is_some() && !doc.withdrawn))?;
        let text = answer.text();
        let annex = seen.filter(|_| !doc.withdrawn).and_then(|v| v.annex.clone()).filter(|(party, _)| *party == who.party);
        same("its annex", &text.contains("annexe").then_some(()), &annex.as_ref().map(|_| ()))?;
        if let Some((_, word)) = &annex {
            same("the annex's word", &(text.contains(word), client.get(&format!("{address}/annex.txt")).text().contains(word)), &(true, true))?;
        }
        if let Some(version) = seen.filter(|_| !doc.withdrawn) {
            same("its text", &text.contains(&version.word), &true)?;
            let banner = answer.page().attr(".banner a", "href");
            same("what took its place", &banner, &self.model.successor(who, n).map(|d| format!("/advisories/{}", d.reference)).unwrap_or_default())?;
        }
        Ok(())
    }
}
