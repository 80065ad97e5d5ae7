//! The tree's growing edge: the complete subtrees a log of a given size consists of. Appending needs no other hash, so
//! its cost does not grow with the log. Hashes as RFC 6962 defines them, by `tlog_tiles`.
use tlog_tiles::{EMPTY_HASH, Error, Hash, HashReader, node_hash, record_hash, stored_hash_index, stored_hashes_for_record_hash};

/// Length of a hash in bytes.
pub const HASH: usize = 32;

/// The right edge of a tree: one hash for each bit that is set in its size, largest subtree first.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    size: u64,
    hashes: Vec<Hash>,
}

impl Edge {
    /// Of the empty log.
    pub fn empty() -> Self {
        Self { size: 0, hashes: Vec::new() }
    }

    /// From its stored form; `None` if it does not fit the size.
    pub fn decode(size: i64, bytes: &[u8]) -> Option<Self> {
        let size = u64::try_from(size).ok()?;
        let hashes: Vec<Hash> = bytes.chunks(HASH).map(|c| c.try_into().ok().map(Hash)).collect::<Option<_>>()?;
        (hashes.len() == usize::try_from(size.count_ones()).ok()?).then_some(Self { size, hashes })
    }

    /// Its stored form: the hashes one after another.
    pub fn encode(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|h| h.0).collect()
    }

    /// How many records the tree holds.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root hash, 32 bytes.
    pub fn root(&self) -> Vec<u8> {
        let mut from_right = self.hashes.iter().rev().copied();
        let first = from_right.next().unwrap_or(EMPTY_HASH);
        from_right.fold(first, |right, left| node_hash(left, right)).0.to_vec()
    }

    /// Adds a record and says the hashes that come to be stored for it: its leaf, then each subtree it completes.
    pub fn append(&mut self, record: &[u8]) -> Option<Vec<u8>> {
        let added = stored_hashes_for_record_hash(self.size, record_hash(record), &*self).ok()?;
        // A record completes as many subtrees as the size has trailing ones; those give way to the largest of them.
        self.hashes.truncate(self.hashes.len().checked_sub(added.len().checked_sub(1)?)?);
        self.hashes.push(*added.last()?);
        self.size = self.size.checked_add(1)?;
        Some(added.iter().flat_map(|h| h.0).collect())
    }
}

impl HashReader for Edge {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let levels = (0..64u8).rev().filter(|l| self.size.checked_shr(u32::from(*l)).is_some_and(|s| s & 1 == 1));
        let known: Vec<(u64, Hash)> =
            levels.zip(&self.hashes).map(|(l, h)| (stored_hash_index(l, self.size.checked_shr(u32::from(l)).unwrap_or(0).saturating_sub(1)), *h)).collect();
        indexes.iter().map(|i| known.iter().find(|(k, _)| k == i).map(|(_, h)| *h).ok_or(Error::IndexesNotInTree)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::sha256;

    /// RFC 6962 section 2.1, written as the text has it.
    fn by_the_book(records: &[Vec<u8>]) -> [u8; 32] {
        match records {
            [] => sha256(b""),
            [one] => sha256(&[&[0][..], one].concat()),
            many => {
                let k = many.len().next_power_of_two() >> 1;
                sha256(&[&[1][..], &by_the_book(&many[..k]), &by_the_book(&many[k..])].concat())
            }
        }
    }

    #[test]
    fn every_size_has_the_root_the_standard_defines() {
        let mut edge = Edge::empty();
        let mut records = Vec::new();
        for n in 0..130u32 {
            assert_eq!(edge.root(), by_the_book(&records), "size {n}");
            assert_eq!(Edge::decode(i64::from(n), &edge.encode()).unwrap(), edge);
            let record = format!("record {n}").into_bytes();
            let added = edge.append(&record).unwrap();
            assert_eq!(added.len() / HASH, 1 + n.trailing_ones() as usize);
            records.push(record);
        }
        assert!(Edge::decode(3, &[0; HASH]).is_none(), "an edge of the wrong length is refused");
    }
}
