//! Verification: every record's bytes are hashed again and compared with the stored tree and its head, in order, so
//! that the first bad record is named.
use super::{
    event::{FORMAT, encode},
    store,
    tree::{Edge, HASH},
};
use crate::{crypto::seal::KeyRing, db::Tx, error::Result};

/// What verification found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every record stands as it was written.
    Whole {
        /// How many records.
        records: i64,
        /// The root hash.
        root: Vec<u8>,
    },
    /// The first record that does not.
    Broken {
        /// Its index.
        record: i64,
        /// What is wrong with it, as a sentence.
        reason: &'static str,
    },
}

const STEP: i64 = 2_000;

/// Reads the whole log in `tx` and calls `progress` with the number of records done and of all.
///
/// # Errors
/// When the database fails.
pub async fn verify(tx: &mut Tx, keys: &KeyRing, mut progress: impl FnMut(i64, i64)) -> Result<Verdict> {
    let Some(head) = store::head(tx).await? else { return Ok(broken(0, "The log has no head.")) };
    let mut edge = Edge::empty();
    let mut next = 0;
    loop {
        // From below zero: a record before the first would otherwise not be looked at.
        let run = store::run_of(tx, if next == 0 { i64::MIN } else { next }, STEP).await?;
        if run.is_empty() {
            break;
        }
        for (record, hashes) in run {
            if let Some(reason) = check(next, head.size, &record, hashes.as_deref(), &mut edge) {
                return Ok(broken(next.min(record.n), reason));
            }
            next = next.saturating_add(1);
        }
        progress(next, head.size);
    }
    if next < head.size {
        return Ok(broken(next, "The record is missing: the end of the log was cut."));
    }
    if let Some(n) = store::tree_without_record(tx).await? {
        return Ok(broken(n, "The tree holds a hash for a record that is not there."));
    }
    let root = edge.root();
    let last = head.size.saturating_sub(1).max(0);
    if root != head.root || edge.encode() != head.edge {
        return Ok(broken(last, "The head of the log does not belong to these records."));
    }
    if !crate::crypto::same(&keys.log_mac(head.size, &head.root), &head.mac) {
        return Ok(broken(last, "The head of the log was not written by this portal."));
    }
    Ok(Verdict::Whole { records: head.size, root })
}

fn broken(record: i64, reason: &'static str) -> Verdict {
    Verdict::Broken { record, reason }
}

fn check(next: i64, size: i64, record: &store::Record, stored: Option<&[u8]>, edge: &mut Edge) -> Option<&'static str> {
    if record.n < next {
        return Some("There is a record before the first.");
    }
    if record.n > next {
        return Some("The record is missing.");
    }
    if record.n >= size {
        return Some("The record was added behind the portal's back.");
    }
    if record.format != FORMAT {
        return Some("The record has a format this program does not know.");
    }
    if record.hash.as_ref().is_some_and(Vec::is_empty) {
        return Some("The record was changed after it was written.");
    }
    let Some(stored) = stored else { return Some("The record's hashes are missing from the tree.") };
    let Some(added) = edge.append(&encode(&record.fields())) else { return Some("The tree cannot grow.") };
    if added.get(..HASH) != stored.get(..HASH) {
        return Some("The record was changed after it was written.");
    }
    (added != stored).then_some("The tree was changed at this record.")
}
