//! Proofs out of the table of hashes: that a record is in the log, and that one size of the log extends another (RFC 6962).
use super::{checkpoint, proof_file, store, store_checkpoint, tree::HASH};
use crate::{
    db::Tx,
    error::{Error, Result},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use tlog_tiles::{Hash, HashReader, prove_record, prove_tree, split_stored_hash_index, tree_hash};

/// Which hashes are wanted, and those that were fetched.
#[derive(Default)]
struct Shelf {
    wanted: RefCell<BTreeSet<u64>>,
    known: BTreeMap<u64, Hash>,
}

impl HashReader for Shelf {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        self.wanted.borrow_mut().extend(indexes);
        Ok(indexes.iter().map(|i| self.known.get(i).copied().unwrap_or(Hash([0; HASH]))).collect())
    }
}

/// Runs `work` once to learn which hashes it reads, fetches them, and runs it again with those.
async fn with_hashes<T>(tx: &mut Tx, work: impl Fn(&Shelf) -> Result<T, tlog_tiles::Error>) -> Result<T> {
    let failed = |_| Error::Log("the proof cannot be made");
    let mut shelf = Shelf::default();
    work(&shelf).map_err(failed)?;
    let wanted: Vec<_> = shelf
        .wanted
        .take()
        .into_iter()
        .map(|index| Some((index, place(index)?)))
        .collect::<Option<_>>()
        .ok_or(Error::Log("a proof asks for more than there is"))?;
    let rows = store::tree_hashes(tx, wanted.iter().map(|(_, (n, _))| *n)).await?;
    for (index, (n, level)) in wanted {
        let hashes = rows.iter().find(|(there, _)| *there == n).map(|(_, hashes)| hashes);
        let hash = hashes.and_then(|h| h.chunks(HASH).nth(level)).and_then(|h| h.try_into().ok().map(Hash));
        shelf.known.insert(index, hash.ok_or(Error::Log("a hash is missing from the tree; run `vigie audit verify`"))?);
    }
    work(&shelf).map_err(failed)
}

/// A subtree's hash lies with the record that completed it, behind those of the smaller ones: its index, and which of its hashes.
fn place(index: u64) -> Option<(i64, usize)> {
    let (level, number) = split_stored_hash_index(index);
    let end = number.checked_add(1).and_then(|n| n.checked_shl(u32::from(level))).and_then(|n| n.checked_sub(1));
    Some((i64::try_from(end?).ok()?, usize::from(level)))
}

/// That record `n` is in the log of this size: the hashes from its sibling to the root's child.
///
/// # Errors
/// When the database fails, or the tree lacks a hash.
pub async fn inclusion(tx: &mut Tx, size: u64, n: u64) -> Result<Vec<Hash>> {
    with_hashes(tx, |shelf| prove_record(size, n, shelf)).await
}

/// That the log of size `new` extends the one of size `old`; empty when either is nothing or both are the same.
///
/// # Errors
/// As [`inclusion`].
pub async fn consistency(tx: &mut Tx, old: u64, new: u64) -> Result<Vec<Hash>> {
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    with_hashes(tx, |shelf| prove_tree(new, old, shelf)).await
}

/// The root that the log had at this size.
///
/// # Errors
/// As [`inclusion`].
pub async fn root(tx: &mut Tx, size: u64) -> Result<[u8; HASH]> {
    Ok(with_hashes(tx, |shelf| tree_hash(size, shelf)).await?.0)
}

/// The proof of a record as a file, from the oldest checkpoint that holds it and that witnesses signed, or else from the newest.
/// `None` when there is no such record, or no checkpoint holds it yet.
///
/// # Errors
/// As [`inclusion`].
pub async fn file(tx: &mut Tx, n: i64) -> Result<Option<String>> {
    let Some(named) = store::find(tx, n).await? else { return Ok(None) };
    let row = match store_checkpoint::witnessed_over(tx, n).await? {
        Some(row) => Some(row),
        None => store_checkpoint::last(tx).await?.filter(|c| c.size > n),
    };
    let Some(row) = row else { return Ok(None) };
    let number = |n: i64| u64::try_from(n).map_err(|_| Error::Log("the record has no place in the tree"));
    let proof = inclusion(tx, number(row.size)?, number(n)?).await?;
    Ok(Some(proof_file::print(&named.record, &proof, &checkpoint::whole(tx, &row).await?)))
}
