//! A second opinion on who sees what: told in plain lists, without a word of the program's own rule.

/// Whom a version is for.
#[derive(Clone, Debug)]
pub enum Reach {
    All,
    Parties(Vec<usize>),
    /// People by key.
    People(Vec<String>),
}

/// A version. Its words begin alike and end in a number of their own.
#[derive(Clone, Debug)]
pub struct Version {
    pub reach: Reach,
    pub word: String,
    /// The party that has a section of its own, and its word.
    pub annex: Option<(usize, String)>,
}

/// A version that is not out yet, and when it will be.
#[derive(Clone, Debug)]
pub struct Working {
    pub version: Version,
    pub release_at: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Doc {
    pub reference: String,
    pub published: Vec<Version>,
    pub working: Option<Working>,
    /// The later, the newer in every list.
    pub order: usize,
    pub withdrawn: bool,
    /// The place of which document it takes.
    pub supersedes: Option<usize>,
    /// Who has answered to which version.
    pub answers: Vec<(String, usize)>,
}

#[derive(Clone, Debug)]
pub struct Who {
    pub key: String,
    pub party: usize,
    pub cut: bool,
}

#[derive(Clone, Debug)]
pub struct Party {
    pub slug: String,
    pub active: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub docs: Vec<Doc>,
    pub people: Vec<Who>,
    pub parties: Vec<Party>,
    published: usize,
}

impl Model {
    pub fn has_access(&self, who: &Who) -> bool {
        !who.cut && self.parties[who.party].active
    }

    /// The readers of a version without those who have no access now.
    pub fn standing(&self, reach: &Reach) -> Reach {
        let reads = |key: &String| self.people.iter().find(|w| w.key == *key).is_some_and(|w| self.has_access(w));
        match reach {
            Reach::All => Reach::All,
            Reach::Parties(all) => Reach::Parties(all.iter().copied().filter(|n| self.parties[*n].active).collect()),
            Reach::People(all) => Reach::People(all.iter().filter(|k| reads(k)).cloned().collect()),
        }
    }

    /// Whom a version will be for if it comes out now; none when it would be for nobody, or have an annex that nobody reads.
    fn addressed(&self, version: &Version) -> Option<Reach> {
        let reach = self.standing(&version.reach);
        let of = |key: &String, n: usize| self.people.iter().any(|w| w.key == *key && w.party == n);
        let reaches = |n: usize| match &reach {
            Reach::All => self.parties[n].active,
            Reach::Parties(all) => all.contains(&n),
            Reach::People(all) => all.iter().any(|k| of(k, n)),
        };
        let somebody = !matches!(&reach, Reach::Parties(all) if all.is_empty()) && !matches!(&reach, Reach::People(all) if all.is_empty());
        (somebody && version.annex.as_ref().is_none_or(|(n, _)| reaches(*n))).then_some(reach)
    }

    /// Whether the version that waits can come out.
    pub fn can_publish(&self, doc: usize) -> bool {
        let d = &self.docs[doc];
        !d.withdrawn && d.working.as_ref().is_some_and(|w| self.addressed(&w.version).is_some())
    }

    /// Approved for a moment: who has no access now is left out for good.
    pub fn schedule(&mut self, doc: usize, at: i64) {
        self.narrow(doc);
        self.docs[doc].working.as_mut().unwrap().release_at = Some(at);
    }

    fn narrow(&mut self, doc: usize) {
        let reach = self.standing(&self.docs[doc].working.as_ref().unwrap().version.reach);
        self.docs[doc].working.as_mut().unwrap().version.reach = reach;
    }

    pub fn publish(&mut self, doc: usize) {
        let mut version = self.docs[doc].working.take().unwrap().version;
        version.reach = self.addressed(&version).unwrap();
        self.published += 1;
        self.docs[doc].order = self.published;
        self.docs[doc].published.push(version);
    }

    /// What was approved for a time that has come: out, or back for review.
    pub fn let_time_pass(&mut self, now: i64) {
        let due = |d: &Doc| d.working.as_ref().and_then(|w| w.release_at).filter(|at| *at <= now);
        let mut all: Vec<(i64, usize)> = self.docs.iter().enumerate().filter_map(|(n, d)| Some((due(d)?, n))).collect();
        all.sort_unstable();
        for (_, doc) in all {
            if self.can_publish(doc) {
                self.publish(doc);
            } else {
                self.narrow(doc);
                self.docs[doc].working.as_mut().unwrap().release_at = None;
            }
        }
    }

    fn reaches(reach: &Reach, who: &Who) -> bool {
        match reach {
            Reach::All => true,
            Reach::Parties(all) => all.contains(&who.party),
            Reach::People(all) => all.contains(&who.key),
        }
    }

    /// The version that somebody with access sees now.
    pub fn sees<'a>(who: &Who, doc: &'a Doc) -> Option<&'a Version> {
        doc.published.last().filter(|v| Self::reaches(&v.reach, who))
    }

    pub fn sees_version(who: &Who, doc: &Doc, number: usize) -> bool {
        Self::sees(who, doc).is_some() && doc.published.get(number - 1).is_some_and(|v| Self::reaches(&v.reach, who))
    }

    /// References, the newest first: all, and those that were not answered.
    pub fn list(&self, who: &Who) -> (Vec<String>, Vec<String>) {
        let mut docs: Vec<&Doc> = self.docs.iter().filter(|d| !d.withdrawn && Self::sees(who, d).is_some()).collect();
        docs.sort_by_key(|d| std::cmp::Reverse(d.order));
        let open = |d: &&&Doc| !d.answers.contains(&(who.key.clone(), d.published.len()));
        (docs.iter().map(|d| d.reference.clone()).collect(), docs.iter().filter(open).map(|d| d.reference.clone()).collect())
    }

    /// What has taken a document's place, as somebody sees it.
    pub fn successor(&self, who: &Who, doc: usize) -> Option<&Doc> {
        self.docs.iter().filter(|d| d.supersedes == Some(doc) && !d.withdrawn && Self::sees(who, d).is_some()).max_by_key(|d| d.order)
    }
}
