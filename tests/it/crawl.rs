//! What one party is shown, page by page, before and after a great deal happens for another: nothing may differ, to the byte.
use crate::{
    client::{Answer, Client},
    support::{Portal, on_both},
    verbs::{self, Agency, For, Text},
    world::{SLUGS, email},
};
use std::collections::BTreeMap;
use vigie::{
    accounts::{Membership, may as account_may},
    advisories::{Tlp, readership},
    audit::Act,
    clock::{MINUTE, SECOND},
    ids::PartyId,
    parties::change,
};

on_both! {
    nothing_that_happens_for_another_party_changes_a_byte_for_us
    two_parties_that_received_the_same_see_the_same
}

/// Addresses that no link leads to and people type nevertheless.
const TYPED: [&str; 12] = [
    "/advisories?sort=date",
    "/advisories?sort=severity",
    "/advisories?state=to-read",
    "/advisories?state=confirmed",
    "/advisories?tlp=AMBER",
    "/advisories?tlp=RED",
    "/advisories?severity=high",
    "/search?q=commun",
    "/search?q=prive",
    "/search?q=2026",
    "/search?q=annexe",
    "/equal-treatment",
];

/// Every page and file that somebody reaches from the first page, by its address.
fn crawl(client: &Client) -> BTreeMap<String, Answer> {
    let (mut seen, mut waiting) = (BTreeMap::new(), vec!["/".to_owned()]);
    waiting.extend(TYPED.map(str::to_owned));
    while let Some(path) = waiting.pop() {
        if seen.contains_key(&path) {
            continue;
        }
        let answer = client.get(&path);
        if answer.header("content-type").starts_with("text/html") {
            let links = answer.page().attrs("a[href]", "href").into_iter().map(|href| href.split('#').next().unwrap().to_owned());
            waiting.extend(links.filter(|href| href.starts_with('/')));
        }
        seen.insert(path, answer);
    }
    seen
}

/// An answer without what belongs to its moment: tokens, the copy's number, the time at which it was printed.
fn plain(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = answer.headers.iter().filter(|(n, _)| n != "date").cloned().collect();
    headers.sort();
    let page = answer.header("content-type").starts_with("text/html");
    // What of the body is the moment's is of one length, so the sizes are compared as well.
    (answer.status, headers, if page { without_moment(&answer.text()) } else { data_encoding::HEXLOWER.encode(&answer.body) })
}

fn without_moment(body: &str) -> String {
    let body = between(body, "name=\"csrf\" value=\"", "\"");
    // What is printed beside the page: the reader's name, the time and the copy's number.
    let body = between(&between(&body, "<div class=\"po pf\"", "</div>"), "<div class=\"po wm\"", "</div>");
    // A passphrase is proposed anew each time.
    between(&body, "<p class=\"key\">", "</p>")
}

/// Takes out what stands between two pieces of text.
fn between(body: &str, from: &str, to: &str) -> String {
    let mut parts = body.split(from);
    let first = parts.next().unwrap_or_default();
    parts.fold(first.to_owned(), |out, part| out + from + part.split_once(to).map_or("", |(_, rest)| rest))
}

/// Pages about the acts of one's own people, which the crawl itself adds to, and the one that draws a challenge.
fn is_own(path: &str) -> bool {
    ["/party/activity", "/account/activity", "/account/sessions", "/account/passkeys/new"].iter().any(|own| path.starts_with(own))
}

#[track_caller]
fn assert_same(before: &BTreeMap<String, Answer>, after: &BTreeMap<String, Answer>) {
    let paths = |all: &BTreeMap<String, Answer>| all.keys().filter(|p| !is_own(p)).cloned().collect::<Vec<_>>();
    assert_eq!(paths(before), paths(after), "a link came or went");
    for path in paths(before) {
        let (one, other) = (plain(&before[&path]), plain(&after[&path]));
        assert_eq!((one.0, &one.1), (other.0, &other.1), "{path}");
        let at = one.2.chars().zip(other.2.chars()).position(|(a, b)| a != b).unwrap_or(one.2.len().min(other.2.len()));
        let near = |body: &str| body.chars().skip(at.saturating_sub(200)).take(400).collect::<String>();
        assert!(one.2 == other.2, "{path}\n{}\n\n{}", near(&one.2), near(&other.2));
    }
}

struct Stage<'a> {
    p: &'a Portal,
    agency: Agency,
    parties: Vec<PartyId>,
}

impl<'a> Stage<'a> {
    fn new(p: &'a Portal) -> Self {
        Self { p, agency: Agency::of(p), parties: (0..3).map(|n| verbs::party_id(p, n)).collect() }
    }
    fn parties(&self, of: &[usize]) -> For {
        For::Parties(of.iter().map(|n| self.parties[*n].clone()).collect())
    }
    /// One that is published, with an annex for a party where there is to be one.
    fn published(&self, title: &str, to: &For, annex: Option<usize>, older: Option<&str>) -> String {
        self.p.clock.advance(SECOND);
        self.p.act(async |tx, act| {
            let r = self.agency.draft(tx, act, &Text::new(title, &format!("corps de {title}"), "")).await?;
            self.agency.address(tx, act, &r, to, |m| m.supersedes = older.map(str::to_owned)).await?;
            if let Some(n) = annex {
                self.agency.annex(tx, act, &r, &self.parties[n], &format!("annexe de {}", SLUGS[n])).await?;
            }
            self.agency.attach(tx, act, &r, "liste.csv", format!("domain\n{title}.example\n").as_bytes()).await?;
            self.agency.publish(tx, act, &r).await?;
            Ok(r)
        })
    }

    /// A dozen for different readers; those that both of the first parties received, and those for the second alone.
    fn dozen(&self) -> (Vec<String>, Vec<String>) {
        let named = For::People(vec![self.p.id("contact0")]);
        let both = [
            self.published("Commun un", &For::All(Tlp::Clear), None, None),
            self.published("Commun deux", &self.parties(&[0, 1]), Some(0), None),
            self.published("Commun trois", &self.parties(&[0, 1]), Some(1), None),
            self.published("Commun quatre", &For::All(Tlp::Amber), Some(1), None),
        ];
        for n in 0..3 {
            self.published(&format!("Privé à nous {n}"), &self.parties(&[0]), (n == 1).then_some(0), None);
        }
        self.published("Rouge à nous", &named, None, None);
        // One that has taken another's place, for us alone.
        self.published("Suite commune", &self.parties(&[0]), None, Some(&both[1]));
        let theirs = (0..3).map(|n| self.published(&format!("Privé aux autres {n}"), &self.parties(&[1]), Some(1), None)).collect();
        (both.to_vec(), theirs)
    }

    /// Much for the second party and nothing for the first.
    async fn much(&self, tx: &mut vigie::db::Tx, act: &Act, both: &[String], theirs: &[String]) -> vigie::error::Result<()> {
        let a = &self.agency;
        for (n, older) in both.iter().enumerate() {
            let r = a.draft(tx, act, &Text::new(&format!("Privé commun annexe {n}"), "commun", "")).await?;
            a.address(tx, act, &r, &self.parties(&[1]), |m| m.supersedes = Some(older.clone())).await?;
            a.annex(tx, act, &r, &self.parties[1], "annexe prive commun").await?;
            a.publish(tx, act, &r).await?;
            // A second version of what both read stays on the desk.
            a.next_version(tx, act, older, &Text::new("Commun à venir", "prive", "Une suite")).await?;
            a.annex(tx, act, older, &self.parties[1], "annexe à venir").await?;
            if n == 0 {
                a.schedule(tx, act, older, act.at + 60 * MINUTE).await?;
            }
        }
        a.next_version(tx, act, &theirs[0], &Text::new("Privé corrigé", "commun", "Corrigé")).await?;
        a.publish(tx, act, &theirs[0]).await?;
        a.withdraw(tx, act, &theirs[1], Some(&theirs[2])).await?;
        let lead = verbs::member(tx, act, "nouveau1", Membership::Contact, &self.parties[1]).await?;
        let red = a.draft(tx, act, &Text::new("Rouge aux autres", "prive", "")).await?;
        a.address(tx, act, &red, &For::People(vec![lead]), |_| ()).await?;
        a.publish(tx, act, &red).await?;
        for reference in both.iter().chain([&theirs[0], &theirs[2]]) {
            let draft = vigie::advisories::drafting::find(tx, reference).await?;
            readership::remind(tx, act, &draft).await?;
        }
        let new = verbs::party(tx, act, "Frêne Libre").await?;
        verbs::member(tx, act, "frene", Membership::Lead, &new).await?;
        verbs::switch(tx, act, SLUGS[2], change::Kind::Suspension).await?;
        let gone = vigie::accounts::by_email(tx, &email("colleague1")).await?.unwrap();
        vigie::accounts::cut(tx, act, account_may::operator_cuts(&gone)?, "un essai").await
    }
}

/// Reads and answers everything that somebody can reach.
fn read_and_answer(client: &Client, references: &[String]) {
    for r in references {
        client.get(&format!("/advisories/{r}"));
        client.get(&format!("/advisories/{r}/attachments/liste.csv"));
        client.post(&format!("/advisories/{r}/acknowledgement"), &[("state", "need-help")]);
    }
}

fn nothing_that_happens_for_another_party_changes_a_byte_for_us(p: &Portal) {
    let stage = Stage::new(p);
    let (both, theirs) = stage.dozen();
    let readers = ["contact0", "lead0"].map(|key| p.by(key));
    for r in &both[..2] {
        readers.iter().for_each(|c| drop(c.post(&format!("/advisories/{r}/acknowledgement"), &[("state", "done")])));
    }
    // Times that say "in two hours" must not turn meanwhile, and what was opened is no longer new.
    let before = readers.each_ref().map(|c| {
        crawl(c);
        crawl(c)
    });
    assert!(before[0].len() > 60, "{}", before[0].len());
    p.act(async |tx, act| stage.much(tx, act, &both, &theirs).await);
    for key in ["contact1", "lead1"] {
        read_and_answer(&p.by(key), &[&both[..], &theirs[..]].concat());
        crawl(&p.by(key));
    }
    let after = readers.each_ref().map(crawl);
    before.iter().zip(&after).for_each(|(b, a)| assert_same(b, a));
    let all: String = after.iter().flat_map(|pages| pages.values()).map(Answer::text).collect();
    for reference in &theirs {
        assert!(!all.contains(reference.as_str()));
    }
    for word in ["Privé aux autres", "Privé commun", "Rouge aux autres", "à venir", "contact1", "nouveau1", "Tilleul", "Frêne"] {
        assert!(!all.contains(word), "{word}");
    }
}

fn two_parties_that_received_the_same_see_the_same(p: &Portal) {
    let stage = Stage::new(p);
    let both: Vec<String> = (0..4).map(|n| stage.published(&format!("Commun {n}"), &stage.parties(&[0, 1]), None, None)).collect();
    // What only one of them received and lost again, and what is for neither.
    stage.published("Au troisième", &stage.parties(&[2]), Some(2), Some(&both[0]));
    let withdrawn = stage.published("Retiré", &stage.parties(&[0, 1]), None, None);
    p.act(async |tx, act| stage.agency.withdraw(tx, act, &withdrawn, None).await);
    let pages = [0, 1].map(|n| {
        let client = p.contact(n);
        crawl(&client);
        let own = [(format!("contact{n}"), "contact"), (SLUGS[n].to_owned(), "SLUG"), (crate::world::PARTIES[n].to_owned(), "PARTY")];
        let replace = |text: String| own.iter().fold(text, |t, (from, to)| t.replace(from, to));
        let crawled = crawl(&client).into_iter().filter(|(path, _)| !path.starts_with("/party") && !path.starts_with("/account"));
        crawled.map(|(path, a)| (replace(path), (a.status, replace(without_moment(&a.text()))))).collect::<BTreeMap<_, _>>()
    });
    let [one, other] = pages;
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, page) in &one {
        assert_eq!(page, &other[path], "{path}");
    }
}
