//! Verification: every record's bytes are hashed again and compared with the tree, the checkpoints and the head, in order, so
//! that the first bad record is named. [`Checker`] needs no database: an export is verified by the same rule.
use super::{
    Action,
    checkpoint::{self, Pledge, Whose},
    encoding::{FIRST, FORMAT, SALT, encode, encode_first},
    fault::Fault,
    gone::Gone,
    store::{self, Record},
    store_checkpoint::{self, KeyRow},
    tree::{Edge, HASH},
};
use crate::{
    crypto::{seal::KeyRing, sha256},
    db::{Db, Tx},
    error::Result,
};
use std::collections::BTreeMap;

/// What verification found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every record stands as it was written.
    Whole {
        /// How many records.
        records: i64,
        /// The root hash.
        root: Vec<u8>,
        /// Of how many records what they say of persons was deleted, as the log says.
        deleted: i64,
        /// How many signed statements of size and root fitted.
        pledges: usize,
        /// How many records the largest of them covers.
        signed: i64,
        /// When the first and the last record were written, in milliseconds UTC.
        span: Option<(i64, i64)>,
    },
    /// The first record that does not.
    Broken {
        /// Its index.
        record: i64,
        /// What is wrong with it.
        reason: Fault,
    },
}

const STEP: i64 = 2_000;

/// The checkpoints, or the size of the first that is not right and what is wrong with it.
type Pledged = std::result::Result<Vec<Pledge>, (i64, Fault)>;

/// Where the log is read from.
pub enum Source<'a> {
    /// One transaction: all of it at one moment.
    One(&'a mut Tx),
    /// A connection for each step, given back between: what is written is never changed, and nobody waits for a verification.
    Steps(&'a Db),
}

impl Source<'_> {
    async fn head(&mut self) -> Result<Option<store::Head>> {
        Ok(match self {
            Self::One(tx) => store::head(tx).await?,
            Self::Steps(db) => store::head(&mut db.read().await?).await?,
        })
    }

    async fn run(&mut self, from: i64) -> Result<Vec<(Record, Option<Vec<u8>>)>> {
        Ok(match self {
            Self::One(tx) => store::run_of(tx, from, STEP).await?,
            Self::Steps(db) => store::run_of(&mut db.read().await?, from, STEP).await?,
        })
    }

    async fn pledged(&mut self) -> Result<(Pledged, Vec<KeyRow>)> {
        Ok(match self {
            Self::One(tx) => (checkpoint::pledges(tx).await?, store_checkpoint::keys(tx).await?),
            Self::Steps(db) => {
                let mut tx = db.read().await?;
                (checkpoint::pledges(&mut tx).await?, store_checkpoint::keys(&mut tx).await?)
            }
        })
    }

    /// The newest record that says up to where persons are deleted.
    async fn bound(&mut self) -> Result<Option<Record>> {
        let action = Action::PersonalDeleted.text();
        Ok(match self {
            Self::One(tx) => store::newest_of(tx, action).await?,
            Self::Steps(db) => store::newest_of(&mut db.read().await?, action).await?,
        })
    }

    /// Whether the log may grow meanwhile.
    fn goes_on(&self) -> bool {
        matches!(self, Self::Steps(_))
    }

    async fn beyond(&mut self) -> Result<(Option<i64>, Option<i64>)> {
        Ok(match self {
            Self::One(tx) => (store::record_beyond(tx).await?, store::tree_beyond(tx).await?),
            Self::Steps(db) => {
                let mut tx = db.read().await?;
                (store::record_beyond(&mut tx).await?, store::tree_beyond(&mut tx).await?)
            }
        })
    }
}

/// Reads the whole log, compares it with every checkpoint that was kept and with `given`, and calls `progress` with the number of
/// records done and of all.
///
/// # Errors
/// When the database fails.
pub async fn verify(mut source: Source<'_>, keys: &KeyRing, given: Vec<Pledge>, mut progress: impl FnMut(i64, i64)) -> Result<Verdict> {
    let Some(head) = source.head().await? else { return Ok(broken(0, Fault::NoHead)) };
    let (mut pledges, taken) = match source.pledged().await? {
        (Ok(pledges), taken) => (pledges, taken),
        (Err((size, reason)), _) => return Ok(broken(size.saturating_sub(1).max(0), reason)),
    };
    pledges.extend(given);
    // What is signed while this reads is not read any more; that it was signed of a log that is there is seen at the end.
    let goes_on = source.goes_on();
    let (pledges, later): (Vec<_>, Vec<_>) =
        pledges.into_iter().partition(|p| !goes_on || matches!(p.whose, Whose::Given | Whose::Beside) || fits(p.size, head.size));
    let mut checker = Checker::new(pledges, taken);
    if let Some(verdict) = walk(&mut source, &mut checker, head.size, &mut progress).await? {
        return Ok(verdict);
    }
    let (record, hash) = source.beyond().await?;
    if let Some(n) = record {
        return Ok(broken(n, Fault::Beyond));
    }
    if let Some(n) = hash {
        return Ok(broken(n, Fault::HashBeyond));
    }
    if goes_on {
        let newest = source.head().await?.map_or(0, |h| h.size);
        if let Some(lost) = later.iter().find(|p| !fits(p.size, newest)) {
            return Ok(broken(newest, lost.whose.cut()));
        }
        checker.taken.retain(|since, _| *since < head.size || *since >= newest);
        // A retention run may have begun meanwhile: its bound stands behind what was read.
        checker.gone.meanwhile(source.bound().await?);
    }
    let last = head.size.saturating_sub(1).max(0);
    if checker.edge.root() != head.root || checker.edge.encode() != head.edge {
        return Ok(broken(last, Fault::HeadOther));
    }
    if !crate::crypto::same(&keys.log_mac(head.size, &head.root), &head.mac) {
        return Ok(broken(last, Fault::HeadForged));
    }
    Ok(checker.end())
}

/// Takes every record that the head counts: what is wrong with the first that is not as it was.
async fn walk(source: &mut Source<'_>, checker: &mut Checker, size: i64, progress: &mut impl FnMut(i64, i64)) -> Result<Option<Verdict>> {
    while checker.next < size {
        // From below zero: a record before the first would otherwise not be looked at.
        let run = source.run(if checker.next == 0 { i64::MIN } else { checker.next }).await?;
        if run.is_empty() {
            return Ok(Some(broken(checker.next, Fault::Cut)));
        }
        for (record, hashes) in run.iter().take_while(|(r, _)| r.n < size) {
            if let Err(verdict) = checker.take(record, Some(hashes.as_deref())) {
                return Ok(Some(verdict));
            }
        }
        if run.last().is_some_and(|(r, _)| r.n >= size) && checker.next < size {
            return Ok(Some(broken(checker.next, Fault::Missing)));
        }
        progress(checker.next, size);
    }
    Ok(None)
}

/// Whether a log of this many records can have had this size.
fn fits(size: u64, records: i64) -> bool {
    i64::try_from(size).is_ok_and(|size| size <= records)
}

fn broken(record: i64, reason: Fault) -> Verdict {
    Verdict::Broken { record, reason }
}

/// Takes the records of a log one after another and says what is wrong with the first that is not as it was.
pub struct Checker {
    edge: Edge,
    next: i64,
    pledges: BTreeMap<u64, Vec<Pledge>>,
    fitted: usize,
    /// Up to which size the log fits a pledge.
    sure: i64,
    /// Where persons are deleted, and what the log says of it.
    gone: Gone,
    span: Option<(i64, i64)>,
    /// The keys of the log by the record that must say it.
    taken: BTreeMap<i64, Vec<[u8; HASH]>>,
}

impl Checker {
    /// For a log that must fit these pledges and say these keys.
    pub fn new(pledges: Vec<Pledge>, keys: Vec<KeyRow>) -> Self {
        let mut by_size: BTreeMap<u64, Vec<Pledge>> = BTreeMap::new();
        for pledge in pledges {
            by_size.entry(pledge.size).or_default().push(pledge);
        }
        let mut checker =
            Self { edge: Edge::empty(), next: 0, pledges: by_size, fitted: 0, sure: 0, gone: Gone::default(), span: None, taken: BTreeMap::new() };
        for key in keys {
            checker.taken.entry(key.since).or_default().push(sha256(key.vkey.as_bytes()));
        }
        // A pledge over no records fits every log, or none: the root of nothing is known.
        checker.fitted = checker.pledges.remove(&0).map_or(0, |of_nothing| of_nothing.len());
        checker
    }

    /// The next record, with the hashes stored for it where they are at hand.
    ///
    /// # Errors
    /// What is wrong.
    pub fn take(&mut self, record: &Record, stored: Option<Option<&[u8]>>) -> Result<(), Verdict> {
        let (next, n) = (self.next, record.n);
        let wrong = |reason| Err(broken(next.min(n), reason));
        if n < next {
            return wrong(Fault::Before);
        }
        if n > next {
            return wrong(Fault::Missing);
        }
        let bytes = match leaf(record) {
            Ok(bytes) => bytes,
            Err(reason) => return wrong(reason),
        };
        if record.format != FIRST && record.salt.is_none() {
            self.gone.deleted(n, record.at);
        }
        if let Some(None) = stored {
            return wrong(Fault::NoHash);
        }
        let Some(added) = self.edge.append(&bytes) else { return wrong(Fault::TreeFull) };
        if let Some(Some(stored)) = stored {
            if added.get(..HASH) != stored.get(..HASH) {
                return wrong(Fault::Changed);
            }
            if added != stored {
                return wrong(Fault::Tree);
            }
        }
        self.next = next.saturating_add(1);
        self.span = Some((self.span.map_or(record.at, |(first, _)| first), record.at));
        if let Some(key) = self.taken.remove(&n)
            && (record.action != Action::LogKeyTaken.text() || key.iter().any(|k| record.hash.as_deref() != Some(k)))
        {
            return wrong(Fault::KeyUnsaid);
        }
        self.gone.said(record);
        self.compare()
    }

    /// Compares the tree with what was pledged about its size.
    fn compare(&mut self) -> Result<(), Verdict> {
        let Some(here) = self.pledges.remove(&self.edge.size()) else { return Ok(()) };
        let root = self.edge.root();
        if let Some(other) = here.iter().find(|p| p.root != root) {
            return Err(broken(self.sure, other.whose.reason()));
        }
        self.fitted = self.fitted.saturating_add(here.len());
        self.sure = self.next;
        Ok(())
    }

    /// How many records came.
    pub fn records(&self) -> i64 {
        self.next
    }

    /// Other records came than the file says it holds.
    pub fn miscounted(&self, said: i64) -> Verdict {
        broken(self.next.min(said), if self.next < said { Fault::Cut } else { Fault::Beyond })
    }

    /// What is left to say when every record came.
    pub fn end(self) -> Verdict {
        if let Some(lost) = self.pledges.values().flatten().next() {
            return broken(self.next, lost.whose.cut());
        }
        if let Some(unsaid) = self.taken.keys().next() {
            return broken((*unsaid).min(self.next), Fault::KeyUnsaid);
        }
        if let Some(record) = self.gone.unsaid() {
            return broken(record, Fault::Deleted);
        }
        let deleted = self.gone.records();
        Verdict::Whole { records: self.next, root: self.edge.root(), deleted, pledges: self.fitted, signed: self.sure, span: self.span }
    }
}

/// The bytes of a record's leaf.
///
/// # Errors
/// What is wrong with it by itself: fields and commitment that do not fit, a format that is not known.
pub fn leaf(record: &Record) -> Result<Vec<u8>, Fault> {
    if record.hash.as_ref().is_some_and(Vec::is_empty) {
        return Err(Fault::Changed);
    }
    let (lasting, personal) = (record.lasting(), record.personal());
    match (record.format, record.salt.as_deref(), record.commitment.as_deref()) {
        (FIRST, None, None) => Ok(encode_first(&lasting, &personal)),
        (FORMAT, Some(salt), Some(commitment)) if salt.len() == SALT && personal.commitment(salt) == commitment => Ok(encode(&lasting, commitment)),
        // What it said of a person was deleted: nothing of it may be left.
        (FORMAT, None, Some(commitment)) if personal.is_deleted() && commitment.len() == SALT => Ok(encode(&lasting, commitment)),
        (FIRST | FORMAT, ..) => Err(Fault::Changed),
        _ => Err(Fault::Format),
    }
}
