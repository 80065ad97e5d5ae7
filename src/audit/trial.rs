//! What the unit tests of the log's parts share: chance with a seed, and trees that can be proved.
use tlog_tiles::{Error, Hash, HashReader, prove_tree, stored_hashes, tree_hash};

/// A small generator (xorshift64*), the same for the same seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    pub fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next().checked_rem(u64::try_from(n).unwrap()).unwrap()).unwrap()
    }
}

/// A log whose record `n` is `{word} {n}`.
pub struct Tree {
    pub size: u64,
    hashes: Vec<Hash>,
}

impl Tree {
    pub fn new(word: impl Fn(u64) -> String, size: u64) -> Self {
        let mut tree = Self { size: 0, hashes: Vec::new() };
        for n in 0..size {
            let more = stored_hashes(n, word(n).as_bytes(), &tree).unwrap();
            tree.hashes.extend(more);
            tree.size = n.checked_add(1).unwrap();
        }
        tree
    }
    pub fn root(&self, size: u64) -> Hash {
        tree_hash(size, self).unwrap()
    }
    pub fn proof(&self, old: u64, new: u64) -> Vec<Hash> {
        if old == 0 { Vec::new() } else { prove_tree(new, old, self).unwrap() }
    }
}

impl HashReader for Tree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        indexes.iter().map(|i| self.hashes.get(usize::try_from(*i).unwrap()).copied().ok_or(Error::IndexesNotInTree)).collect()
    }
}
