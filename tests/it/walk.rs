//! Hundreds of random acts, and after every few of them everything that everybody is shown, against a second opinion
//! (`walk_model.rs`). What differs is told with its seed and the acts that led there.
use crate::{
    client::Client,
    sink,
    support::{Portal, on_both},
    verbs::{self, Agency, For, Text},
    walk_model::{Doc, Model, Party, Reach, Version, Who, Working},
    world::{SLUGS, email},
};
use std::collections::HashMap;
use vigie::{
    accounts::{self, Membership, may as account_may},
    advisories::Tlp,
    clock::SECOND,
    ids::{AccountId, PartyId},
    parties::change,
};

on_both! {
    a_walk_from_the_first_seed_shows_everybody_what_is_theirs
    a_walk_from_the_second_seed_shows_everybody_what_is_theirs
    a_walk_from_the_third_seed_shows_everybody_what_is_theirs
}

/// Acts of one walk, and after how many everything is compared.
const ACTS: usize = 120;
const EVERY: usize = 12;
/// Documents of one walk: one page of a list holds them, and nobody reads so many that they are slowed.
const DOCS: usize = 22;
const RELEASE: i64 = 200 * SECOND;

fn a_walk_from_the_first_seed_shows_everybody_what_is_theirs(p: &Portal) {
    Walk::new(p, 1).run();
}
fn a_walk_from_the_second_seed_shows_everybody_what_is_theirs(p: &Portal) {
    Walk::new(p, 20_271_126).run();
}
fn a_walk_from_the_third_seed_shows_everybody_what_is_theirs(p: &Portal) {
    Walk::new(p, 0x5eed).run();
}

pub struct Walk<'a> {
    pub p: &'a Portal,
    agency: Agency,
    pub model: Model,
    ids: HashMap<String, AccountId>,
    parties: Vec<PartyId>,
    pub browsers: HashMap<String, Client>,
    seed: u64,
    state: u64,
    acts: Vec<String>,
    words: usize,
}

impl<'a> Walk<'a> {
    fn new(p: &'a Portal, seed: u64) -> Self {
        let mut model = Model::default();
        let mut ids = HashMap::new();
        for (n, slug) in SLUGS.iter().enumerate() {
            model.parties.push(Party { slug: (*slug).into(), active: true });
            for role in ["lead", "contact", "colleague"] {
                let key = format!("{role}{n}");
                ids.insert(key.clone(), p.id(&key));
                model.people.push(Who { key, party: n, cut: false });
            }
        }
        let parties = (0..3).map(|n| verbs::party_id(p, n)).collect();
        Self { p, agency: Agency::of(p), model, ids, parties, browsers: HashMap::new(), seed, state: seed, acts: Vec::new(), words: 0 }
    }

    /// `SplitMix64`, below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    /// One of those that fit.
    fn one_of(&mut self, fitting: &[usize]) -> Option<usize> {
        if fitting.is_empty() { None } else { Some(fitting[self.below(fitting.len())]) }
    }

    fn docs(&self, fits: impl Fn(&Doc) -> bool) -> Vec<usize> {
        (0..self.model.docs.len()).filter(|n| fits(&self.model.docs[*n])).collect()
    }

    fn word(&mut self, of: &str) -> String {
        self.words += 1;
        format!("{of}{:03}", self.words)
    }

    /// Some of a list, in its order.
    fn some<T: Clone>(&mut self, all: &[T]) -> Vec<T> {
        let chosen: Vec<T> = all.iter().filter(|_| self.below(2) == 0).cloned().collect();
        if chosen.is_empty() { all.iter().take(1).cloned().collect() } else { chosen }
    }

    /// A version for somebody: only who has access now can be chosen.
    fn version(&mut self) -> Version {
        let active: Vec<usize> = (0..self.model.parties.len()).filter(|n| self.model.parties[*n].active).collect();
        let readers: Vec<Who> = self.model.people.iter().filter(|w| self.model.has_access(w)).cloned().collect();
        let reach = match self.below(4) {
            0 => Reach::All,
            1 if !readers.is_empty() => Reach::People(self.some(&readers).iter().map(|w| w.key.clone()).collect()),
            _ => Reach::Parties(self.some(&active)),
        };
        let annexed = match &reach {
            Reach::All => active.clone(),
            Reach::Parties(all) => all.clone(),
            Reach::People(all) => readers.iter().filter(|w| all.contains(&w.key)).map(|w| w.party).collect(),
        };
        let annex = if self.below(2) == 0 { self.one_of(&annexed) } else { None };
        let annex = annex.map(|n| (n, self.word("annexe")));
        Version { reach, word: self.word("texte"), annex }
    }

    fn to(&self, reach: &Reach) -> For {
        match reach {
            Reach::All => For::All(Tlp::Amber),
            Reach::Parties(all) => For::Parties(all.iter().map(|n| self.parties[*n].clone()).collect()),
            Reach::People(all) => For::People(all.iter().map(|k| self.ids[k].clone()).collect()),
        }
    }

    /// A new document, or the next version of one.
    fn write(&mut self, of: Option<usize>, supersedes: Option<usize>) -> usize {
        let version = self.version();
        let (to, text) = (self.to(&version.reach), Text::new(&format!("Avis {}", version.word), &version.word, "Une suite"));
        let (known, older) = (of.map(|n| self.model.docs[n].reference.clone()), supersedes.map(|n| self.model.docs[n].reference.clone()));
        let reference = self.p.act(async |tx, act| {
            let r = match &known {
                Some(r) => {
                    self.agency.next_version(tx, act, r, &text).await?;
                    for party in &self.parties {
                        self.agency.annex(tx, act, r, party, "").await?;
                    }
                    r.clone()
                }
                None => {
                    let r = self.agency.draft(tx, act, &text).await?;
                    self.agency.attach(tx, act, &r, "liste.csv", b"domain\nx.example\n").await?;
                    r
                }
            };
            self.agency.address(tx, act, &r, &to, |m| m.supersedes = older).await?;
            self.agency.translate(tx, act, &r, &text).await?;
            if let Some((n, word)) = &version.annex {
                self.agency.annex(tx, act, &r, &self.parties[*n], word).await?;
            }
            Ok(r)
        });
        let working = Some(Working { version, release_at: None });
        match of {
            Some(n) => {
                self.model.docs[n].working = working;
                n
            }
            None => {
                let answers = Vec::new();
                self.model.docs.push(Doc { reference, published: Vec::new(), working, order: 0, withdrawn: false, supersedes, answers });
                self.model.docs.len() - 1
            }
        }
    }

    fn publish(&mut self, doc: usize) {
        if self.model.can_publish(doc) {
            let reference = self.model.docs[doc].reference.clone();
            self.p.act(async |tx, act| self.agency.publish(tx, act, &reference).await);
            self.model.publish(doc);
        }
    }

    /// Waits for what is due, and notes it.
    pub fn settle(&mut self) {
        let now = self.p.now();
        sink::until("what is due is released", || self.p.count(&format!("FROM revision WHERE state = 'scheduled' AND release_at <= {now}")) == 0);
        self.model.let_time_pass(now);
    }

    /// One act; its name, for whoever reads why a walk failed.
    fn step(&mut self) -> String {
        self.p.clock.advance(SECOND);
        self.settle();
        let free = |d: &Doc| !d.withdrawn && d.working.as_ref().is_some_and(|w| w.release_at.is_none());
        let out = |d: &Doc| !d.withdrawn && !d.published.is_empty();
        match self.below(22) {
            0..=5 => self.begin(),
            6..=8 => self.on(|d| out(d) && d.working.is_none(), "correct", Self::correct),
            9 | 10 => self.on(free, "publish", Self::publish),
            11 | 12 => self.on(free, "schedule", Self::schedule),
            13 => {
                self.p.clock.advance(RELEASE);
                self.settle();
                "let time pass".into()
            }
            14 => self.on(out, "withdraw", Self::withdraw),
            15 => self.on(out, "supersede", Self::supersede),
            // One that has lost its place already, perhaps for others.
            18 | 19 => {
                let older: Vec<usize> = self.model.docs.iter().filter_map(|d| d.supersedes).collect();
                self.on_one(&older, "supersede again", Self::supersede)
            }
            16 => self.switch(),
            17 => self.people(),
            _ => self.answer(),
        }
    }

    fn begin(&mut self) -> String {
        if self.model.docs.len() >= DOCS {
            return "write no more".into();
        }
        let (doc, at_once) = (self.write(None, None), self.below(4) > 0);
        if at_once {
            self.publish(doc);
        }
        format!("write {doc}, at once: {at_once}")
    }

    fn correct(&mut self, doc: usize) {
        self.write(Some(doc), None);
        self.publish(doc);
    }

    fn supersede(&mut self, doc: usize) {
        if self.model.docs.len() < DOCS {
            let newer = self.write(None, Some(doc));
            self.publish(newer);
        }
    }

    fn withdraw(&mut self, doc: usize) {
        let reference = self.model.docs[doc].reference.clone();
        self.p.act(async |tx, act| self.agency.withdraw(tx, act, &reference, None).await);
        self.model.docs[doc].withdrawn = true;
    }

    fn on(&mut self, fits: impl Fn(&Doc) -> bool, name: &str, work: impl FnOnce(&mut Self, usize)) -> String {
        let fitting = self.docs(fits);
        self.on_one(&fitting, name, work)
    }

    fn on_one(&mut self, fitting: &[usize], name: &str, work: impl FnOnce(&mut Self, usize)) -> String {
        let chosen = self.one_of(fitting);
        if let Some(n) = chosen {
            work(self, n);
        }
        format!("{name} {chosen:?}")
    }

    fn schedule(&mut self, doc: usize) {
        // One at a time: of two that come out at one moment, neither is the newer.
        let waits = self.model.docs.iter().any(|d| d.working.as_ref().is_some_and(|w| w.release_at.is_some()));
        if !waits && self.model.can_publish(doc) {
            let (reference, at) = (self.model.docs[doc].reference.clone(), self.p.now() + RELEASE);
            self.p.act(async |tx, act| self.agency.schedule(tx, act, &reference, at).await);
            self.model.schedule(doc, at);
        }
    }

    /// A party is suspended or resumed; one stays active.
    fn switch(&mut self) -> String {
        let n = self.below(self.model.parties.len());
        let active = self.model.parties[n].active;
        if active && self.model.parties.iter().filter(|p| p.active).count() == 1 {
            return "suspend nobody".into();
        }
        let slug = self.model.parties[n].slug.clone();
        let kind = if active { change::Kind::Suspension } else { change::Kind::Resumption };
        self.p.act(async |tx, act| verbs::switch(tx, act, &slug, kind).await);
        self.model.parties[n].active = !active;
        // Their sessions have ended: they sign in again if they may.
        let gone: Vec<String> = self.model.people.iter().filter(|w| w.party == n).map(|w| w.key.clone()).collect();
        gone.iter().filter(|_| !active).for_each(|key| drop(self.browsers.remove(key)));
        format!("{kind:?} of {n}")
    }

    /// Somebody goes or comes, or a party comes.
    fn people(&mut self) -> String {
        match self.below(4) {
            0 => {
                let standing: Vec<usize> = (0..self.model.people.len()).filter(|n| !self.model.people[*n].cut).collect();
                let Some(n) = self.one_of(&standing).filter(|_| standing.len() > 4) else { return "cut nobody".into() };
                let key = self.model.people[n].key.clone();
                self.p.act(async |tx, act| {
                    let contact = accounts::by_email(tx, &email(&key)).await?.unwrap();
                    accounts::cut(tx, act, account_may::operator_cuts(&contact)?, "un essai").await
                });
                self.model.people[n].cut = true;
                format!("cut {key}")
            }
            1 if self.parties.len() < 5 => {
                let name = format!("Parti {}", self.word("nouveau"));
                let id = self.p.act(async |tx, act| verbs::party(tx, act, &name).await);
                let slug = self.p.column(&format!("SELECT slug FROM party WHERE id = '{id}'")).swap_remove(0);
                self.model.parties.push(Party { slug, active: true });
                self.parties.push(id);
                self.join(self.parties.len() - 1)
            }
            _ => {
                let n = self.below(self.parties.len());
                self.join(n)
            }
        }
    }

    fn join(&mut self, party: usize) -> String {
        let key = self.word("membre");
        let id = self.p.act(async |tx, act| verbs::member(tx, act, &key, Membership::Contact, &self.parties[party]).await);
        self.ids.insert(key.clone(), id);
        self.model.people.push(Who { key: key.clone(), party, cut: false });
        format!("{key} joins {party}")
    }

    /// Somebody answers the newest that they see.
    fn answer(&mut self) -> String {
        let readers: Vec<usize> = (0..self.model.people.len()).filter(|n| self.model.has_access(&self.model.people[*n])).collect();
        let Some(n) = self.one_of(&readers) else { return "nobody answers".into() };
        let who = self.model.people[n].clone();
        let (_, open) = self.model.list(&who);
        let Some(reference) = open.first() else { return format!("{} has answered everything", who.key) };
        let done = self.browser(&who).post(&format!("/advisories/{reference}/acknowledgement"), &[("state", "done")]);
        assert_eq!(done.status, 303, "{} answers {reference}; {}", who.key, self.story());
        let doc = self.model.docs.iter_mut().find(|d| d.reference == *reference).unwrap();
        doc.answers.push((who.key.clone(), doc.published.len()));
        format!("{} answers {reference}", who.key)
    }

    pub fn browser(&mut self, who: &Who) -> Client {
        let p = self.p;
        self.browsers.entry(who.key.clone()).or_insert_with(|| p.sign_in(&who.key)).clone()
    }

    pub fn story(&self) -> String {
        format!("seed {}, {} acts:\n{}", self.seed, self.acts.len(), self.acts.join("\n"))
    }

    fn run(&mut self) {
        for n in 1..=ACTS {
            let act = self.step();
            self.acts.push(act);
            if n % EVERY == 0 {
                self.compare(n == ACTS);
            }
        }
    }
}
