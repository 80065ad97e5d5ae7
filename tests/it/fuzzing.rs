//! A short run of what `script/fuzz` runs for long: the seeds, and some thousands of texts made of them, the same each time.
use std::fs;

#[expect(clippy::expect_used, reason = "a check that does not hold is a failure")]
#[path = "../../src/advisories/render/harmless.rs"]
mod harmless;
#[path = "../../fuzz/checks/importers.rs"]
mod importers;
#[path = "../../fuzz/checks/markdown.rs"]
mod markdown;
#[expect(clippy::expect_used, reason = "a check that does not hold is a failure")]
#[path = "../../fuzz/checks/multipart_name.rs"]
mod multipart_name;
#[path = "../../fuzz/checks/search_query.rs"]
mod search_query;

/// Numbers by xorshift, so that a finding is found again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

/// The seeds of a target, and `many` inputs in which pieces of them are left out, doubled, changed or put into another.
fn inputs(target: &str, many: usize) -> Vec<Vec<u8>> {
    let folder = format!("{}/fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut seeds: Vec<Vec<u8>> = fs::read_dir(folder).unwrap().map(|f| fs::read(f.unwrap().path()).unwrap()).collect();
    seeds.sort();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut all = seeds.clone();
    for _ in 0..many {
        let mut one = seeds[chance.below(seeds.len())].clone();
        for _ in 0..=chance.below(6) {
            let (from, to) = (chance.below(one.len() + 1), chance.below(one.len() + 1));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 200));
            let other = &seeds[chance.below(seeds.len())];
            let at = chance.below(other.len() + 1);
            match chance.below(4) {
                0 => drop(one.drain(from..to)),
                1 => one.splice(from..from, one[from..to].to_vec()).for_each(drop),
                2 => one.splice(from..to, other[at..other.len().min(at + 200)].to_vec()).for_each(drop),
                _ => one.get_mut(from).into_iter().for_each(|byte| *byte = u8::try_from(chance.below(256)).unwrap()),
            }
        }
        one.truncate(8_192);
        all.push(one);
    }
    all
}

#[test]
fn markdown_stays_harmless_whatever_is_made_of_it() {
    inputs("markdown", 1_000).iter().for_each(|i| markdown::check(&String::from_utf8_lossy(i)));
}

#[test]
fn a_search_asks_for_words_alone() {
    inputs("search_query", 3_000).iter().for_each(|i| search_query::check(&String::from_utf8_lossy(i)));
}

#[test]
fn the_name_of_a_file_is_safe() {
    inputs("multipart_name", 5_000).iter().for_each(|i| multipart_name::check(&String::from_utf8_lossy(i)));
}

#[test]
fn importers_read_or_refuse() {
    inputs("importers", 3_000).iter().for_each(|i| importers::check(i));
}
