//! A small generator of pseudo-random numbers (splitmix64): the same seed gives the same content on every machine.
//! For invented content only, never for secrets.

/// The generator.
pub(super) struct Rng(u64);

impl Rng {
    /// A stream of its own for each `part`, so that a change in one part leaves the others as they are.
    pub(super) fn new(seed: u64, part: u64) -> Self {
        let mut rng = Self(seed ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93));
        rng.next();
        rng
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` - 1; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        (wide >> 64) as usize
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        items.get(self.below(items.len())).copied().unwrap_or_default()
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end + 1);
            items.swap(end, other);
        }
    }

    /// `count` different numbers below `end`, in order; meant for few out of many.
    pub(super) fn some(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut taken = std::collections::BTreeSet::new();
        while taken.len() < count.min(end) {
            taken.insert(self.below(end));
        }
        taken.into_iter().collect()
    }
}
