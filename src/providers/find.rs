//! Finding a provider: who is qualified for a need at a moment. Pure; the register lies in memory.
use super::{
    history::{At, Decision, Facts, Provider},
    place,
    scheme::{Need, Scheme, Technique},
    typing::Typed,
};
use crate::text::fold;
use jiff::civil::Date;
use std::{
    collections::{BTreeSet, HashMap},
    sync::OnceLock,
};

/// What is asked for. Empty means no wish.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The need.
    pub need: Option<Need>,
    /// What an advisory asks for.
    pub technique: Option<Technique>,
    /// The scheme.
    pub scheme: String,
    /// Part of a scope's name.
    pub scope: String,
    /// The level of assurance.
    pub level: String,
    /// The region, or a département, as people write it.
    pub region: String,
    /// Day and night.
    pub on_call: bool,
    /// Somebody is there within so many hours.
    pub arrival: Option<i64>,
    /// The language.
    pub language: String,
    /// Qualified for at least so long.
    pub until: Option<Date>,
    /// Words.
    pub words: String,
}

/// A decision that holds, and what it serves.
struct Held {
    thread: usize,
    word: usize,
    /// A bit for each need, and for each technique.
    needs: u8,
    techniques: u8,
}

/// The bits of what is listed, by its place in the order.
fn bits(places: impl Iterator<Item = usize>) -> u8 {
    places.fold(0, |all, place| all | 1u8.checked_shl(u32::try_from(place).unwrap_or(u32::MAX)).unwrap_or(0))
}

fn need_bits(needs: &[Need]) -> u8 {
    bits(needs.iter().filter_map(|n| Need::ALL.iter().position(|all| all == n)))
}

fn technique_bits(techniques: &[Technique]) -> u8 {
    bits(techniques.iter().filter_map(|t| Technique::ALL.iter().position(|all| all == t)))
}

/// What is asked of a provider most, at hand without a look at the register.
struct Marks {
    /// A bit for each region of the map where it works; all of them for the whole country.
    regions: u32,
    on_call: bool,
    arrival: i64,
}

impl Marks {
    fn of(facts: &Facts) -> Self {
        let works = |name: &str| facts.everywhere || facts.folded_regions.iter().any(|r| *r == fold(name));
        let regions = if facts.everywhere {
            u32::MAX
        } else if facts.folded_regions.is_empty() {
            0
        } else {
            region_bits(|name| works(name))
        };
        Self { regions, on_call: facts.on_call == "around-the-clock", arrival: facts.arrival.unwrap_or(i64::MAX) }
    }
}

/// The bits of the regions of the map that something is true of.
fn region_bits(is: impl Fn(&str) -> bool) -> u32 {
    place::REGIONS.iter().enumerate().filter(|(_, r)| is(r.name)).fold(0, |all, (n, _)| all | region_bit(n))
}

/// The bit of a region by its place on the map.
fn region_bit(n: usize) -> u32 {
    1u32.checked_shl(u32::try_from(n).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// A provider that is qualified: its place in the register, its marks, and the decisions that hold.
struct Entry {
    place: usize,
    marks: Marks,
    held: Vec<Held>,
}

/// Who is qualified at a moment, and how: made once for a day.
pub struct View {
    /// The moment.
    pub at: At,
    holding: Vec<Entry>,
    /// How many serve each need.
    pub counts: Counts,
    /// What those who are qualified are found by; read when somebody asks for words.
    spoken: OnceLock<Spoken>,
}

/// The words of each provider that is qualified, and each of them once.
struct Spoken {
    of: Vec<String>,
    vocabulary: Vec<String>,
}

/// How many providers serve each need.
pub type Counts = [(Need, i64); Need::ALL.len()];

impl View {
    /// Looks through the register.
    pub fn new(register: &[Provider], schemes: &[Scheme], at: At) -> Self {
        let by_code: HashMap<String, &Scheme> = schemes.iter().map(|s| (fold(&s.code), s)).collect();
        let held = |provider: &Provider| -> Vec<Held> {
            let threads = provider.threads().iter().enumerate();
            let holds = threads.filter_map(|(thread, t)| {
                let word = t.at(at).filter(|d| d.holds(at.day))?;
                let scheme = by_code.get(&fold(&word.scheme));
                Some(Held {
                    thread,
                    word: t.words().iter().position(|w| std::ptr::eq(w, word))?,
                    needs: scheme.map_or(0, |s| need_bits(&s.needs)),
                    techniques: scheme.map_or(0, |s| technique_bits(&s.techniques_of(&word.scopes))),
                })
            });
            holds.collect()
        };
        let entry = |(place, p): (usize, &Provider)| Entry { place, marks: Marks::of(p.facts_at(at)), held: held(p) };
        let holding: Vec<Entry> = register.iter().enumerate().map(entry).filter(|e| !e.held.is_empty()).collect();
        let serves = |need: Need| holding.iter().filter(|e| e.held.iter().any(|h| h.needs & need_bits(&[need]) != 0)).fold(0_i64, |n, _| n.saturating_add(1));
        let counts = Need::ALL.map(|need| (need, serves(need)));
        Self { at, holding, counts, spoken: OnceLock::new() }
    }

    fn spoken(&self, register: &[Provider]) -> &Spoken {
        self.spoken.get_or_init(|| {
            let words = |e: &Entry| register.get(e.place).map(|p| p.words(self.at)).unwrap_or_default();
            let of: Vec<String> = self.holding.iter().map(words).collect();
            let once: BTreeSet<&str> = of.iter().flat_map(|words| words.split(' ')).collect();
            let vocabulary = once.into_iter().map(str::to_owned).collect();
            Spoken { of, vocabulary }
        })
    }

    /// How many of those that were found work in each region of the map, in its order.
    pub fn by_region(&self, found: &[usize]) -> Vec<i64> {
        let mut counts = vec![0_i64; place::REGIONS.len()];
        for entry in found.iter().filter_map(|n| self.holding.get(*n)) {
            let works = |n: usize| entry.marks.regions & region_bit(n) != 0;
            counts.iter_mut().enumerate().filter(|(n, _)| works(*n)).for_each(|(_, count)| *count = count.saturating_add(1));
        }
        counts
    }
}

/// A wish, ready to be compared with every provider.
struct Asked<'a> {
    wish: &'a Wish,
    at: At,
    scheme: String,
    scope: String,
    region: String,
    words: Vec<Typed>,
    needs: u8,
    techniques: u8,
    /// The region's bit; none for one that is not on the map.
    region_bit: u32,
    /// Whether anything is asked of the provider itself beyond its marks, or of the text of its decisions: otherwise neither is looked at.
    of_provider: bool,
    of_decision: bool,
}

impl<'a> Asked<'a> {
    fn new(wish: &'a Wish, at: At, vocabulary: &[String]) -> Self {
        let region = place::region(&wish.region).map_or_else(|| fold(&wish.region), |r| fold(r.name));
        let words = fold(&wish.words).split(' ').filter(|w| !w.is_empty()).take(8).map(|w| Typed::new(w, vocabulary)).collect();
        let words: Vec<Typed> = words;
        let region_bit = if region.is_empty() { 0 } else { region_bits(|name| fold(name) == region) };
        let of_provider = (!region.is_empty() && region_bit == 0) || !wish.language.is_empty();
        let of_decision = !wish.scheme.is_empty() || !wish.scope.is_empty() || !wish.level.is_empty() || wish.until.is_some();
        let (needs, techniques) = (wish.need.map_or(u8::MAX, |n| need_bits(&[n])), wish.technique.map_or(u8::MAX, |t| technique_bits(&[t])));
        Self { wish, at, scheme: fold(&wish.scheme), scope: fold(&wish.scope), region, words, needs, techniques, region_bit, of_provider, of_decision }
    }

    /// Whether a decision answers, as far as is asked.
    fn takes<'p>(&self, provider: &'p Provider, held: &Held) -> Option<&'p Decision> {
        let thread = || provider.threads().get(held.thread);
        let word = || thread().and_then(|t| t.words().get(held.word));
        let lasts = || self.wish.until.is_none_or(|day| thread().is_some_and(|t| t.last_day(self.at).is_none_or(|last| day <= last)));
        if self.serves(held) { word().filter(|d| !self.of_decision || (self.reads(d) && lasts())) } else { None }
    }

    fn serves(&self, held: &Held) -> bool {
        (self.wish.need.is_none() || held.needs & self.needs != 0) && (self.wish.technique.is_none() || held.techniques & self.techniques != 0)
    }

    fn reads(&self, d: &Decision) -> bool {
        let wish = self.wish;
        (self.scheme.is_empty() || d.folded_scheme == self.scheme)
            && (self.scope.is_empty() || d.folded_scopes.contains(&self.scope))
            && (wish.level.is_empty() || d.level == wish.level)
    }

    fn fits(&self, marks: &Marks) -> bool {
        (self.region_bit == 0 || marks.regions & self.region_bit != 0)
            && (!self.wish.on_call || marks.on_call)
            && self.wish.arrival.is_none_or(|within| marks.arrival <= within)
    }

    fn admits(&self, facts: &Facts) -> bool {
        // Who works everywhere works there too.
        (self.region.is_empty() || facts.everywhere || facts.folded_regions.contains(&self.region))
            && (self.wish.language.is_empty() || facts.languages.iter().any(|l| l.eq_ignore_ascii_case(&self.wish.language)))
    }
}

/// A provider that was found, with the decisions that hold and answer the wish.
pub struct Found<'a> {
    /// Who.
    pub provider: &'a Provider,
    /// What was known of it.
    pub facts: &'a Facts,
    /// Qualified how.
    pub decisions: Vec<&'a Decision>,
}

/// Who can help, by name: their places in the view. A provider whose every decision is suspended, expired or undecided is not among them.
pub fn find(register: &[Provider], view: &View, wish: &Wish) -> Vec<usize> {
    let spoken = (!wish.words.is_empty()).then(|| view.spoken(register));
    let asked = Asked::new(wish, view.at, spoken.map_or(&[], |s| &s.vocabulary));
    let says = |n: usize| spoken.and_then(|s| s.of.get(n)).is_none_or(|words| asked.words.iter().all(|w| w.is_in(words)));
    let answers = |(n, Entry { place, marks, held }): (usize, &Entry)| {
        // What is asked for most is answered without a look at the register.
        if !asked.fits(marks) || !held.iter().any(|h| asked.serves(h)) || !says(n) {
            return false;
        }
        if !asked.of_provider && !asked.of_decision {
            return true;
        }
        let Some(provider) = register.get(*place) else { return false };
        (!asked.of_provider || asked.admits(provider.facts_at(view.at))) && held.iter().any(|h| asked.takes(provider, h).is_some())
    };
    view.holding.iter().enumerate().filter(|entry| answers(*entry)).map(|(n, _)| n).collect()
}

/// Those of them that are shown, with what answers the wish.
pub fn shown<'a>(register: &'a [Provider], view: &View, wish: &Wish, places: impl Iterator<Item = usize>) -> Vec<Found<'a>> {
    // Words were looked for already, and are not of a decision.
    let wish = Wish { words: String::new(), ..wish.clone() };
    let asked = Asked::new(&wish, view.at, &[]);
    let one = |n: usize| {
        let Entry { place, held, .. } = view.holding.get(n)?;
        let provider = register.get(*place)?;
        let decisions = held.iter().filter_map(|h| asked.takes(provider, h)).collect();
        Some(Found { provider, facts: provider.facts_at(view.at), decisions })
    };
    places.filter_map(one).collect()
}

/// Turns the list so that another provider comes first each day: nobody is always on top.
pub fn rotate(found: &mut [usize], today: Date) {
    let days = Date::constant(2020, 1, 1).until(today).map_or(0, |s| s.get_days());
    if let Some(by) = usize::try_from(days).ok().and_then(|d| d.checked_rem(found.len())) {
        found.rotate_left(by);
    }
}

#[cfg(test)]
pub mod tests;
