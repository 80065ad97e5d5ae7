//! Finding a provider: who is qualified for a need at a moment. Pure; the register lies in memory.
use super::{
    history::{At, Decision, Facts, Provider},
    place,
    scheme::{Need, Scheme, Technique},
    typing::Typed,
};
use crate::text::fold;
use jiff::civil::Date;
use std::collections::HashMap;

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
    needs: Vec<Need>,
    techniques: Vec<Technique>,
}

/// Who is qualified at a moment, and how: made once for a day.
pub struct View {
    /// The moment.
    pub at: At,
    /// Providers by their place in the register, and the decisions of theirs that hold.
    holding: Vec<(usize, Vec<Held>)>,
    /// How many serve each need.
    pub counts: Counts,
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
                    needs: scheme.map(|s| s.needs.clone()).unwrap_or_default(),
                    techniques: scheme.map(|s| s.techniques_of(&word.scopes)).unwrap_or_default(),
                })
            });
            holds.collect()
        };
        let holding: Vec<_> = register.iter().map(held).enumerate().filter(|(_, held)| !held.is_empty()).collect();
        let serves = |need: Need| holding.iter().filter(|(_, held)| held.iter().any(|h| h.needs.contains(&need))).fold(0_i64, |n, _| n.saturating_add(1));
        let counts = Need::ALL.map(|need| (need, serves(need)));
        Self { at, holding, counts }
    }
}

/// A wish, ready to be compared with every provider.
struct Asked<'a> {
    wish: &'a Wish,
    scope: String,
    region: String,
    words: Vec<Typed>,
}

impl<'a> Asked<'a> {
    fn new(wish: &'a Wish, vocabulary: &[String]) -> Self {
        let region = place::region(&wish.region).map_or_else(|| fold(&wish.region), |r| fold(r.name));
        let words = fold(&wish.words).split(' ').filter(|w| !w.is_empty()).take(8).map(|w| Typed::new(w, vocabulary)).collect();
        Self { wish, scope: fold(&wish.scope), region, words }
    }

    fn takes(&self, held: &Held, d: &Decision) -> bool {
        let wish = self.wish;
        wish.need.is_none_or(|n| held.needs.contains(&n))
            && wish.technique.is_none_or(|t| held.techniques.contains(&t))
            && (wish.scheme.is_empty() || d.scheme.eq_ignore_ascii_case(&wish.scheme))
            && (self.scope.is_empty() || d.folded_scopes.contains(&self.scope))
            && (wish.level.is_empty() || d.level == wish.level)
            && wish.until.is_none_or(|day| d.holds_until(day))
    }

    fn admits(&self, p: &Provider, facts: &Facts) -> bool {
        // Who works everywhere works there too.
        (self.region.is_empty() || facts.everywhere || facts.folded_regions.contains(&self.region))
            && (!self.wish.on_call || facts.on_call == "around-the-clock")
            && self.wish.arrival.is_none_or(|within| facts.arrival.is_some_and(|hours| hours <= within))
            && (self.wish.language.is_empty() || facts.languages.iter().any(|l| l.eq_ignore_ascii_case(&self.wish.language)))
            && self.words.iter().all(|w| w.is_in(&p.words))
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

/// Who can help, by name. A provider whose every decision is suspended, expired or undecided is not here.
pub fn find<'a>(register: &'a [Provider], view: &View, wish: &Wish, vocabulary: &[String]) -> Vec<Found<'a>> {
    let asked = Asked::new(wish, vocabulary);
    let found = view.holding.iter().filter_map(|(place, held)| {
        let provider = register.get(*place)?;
        let facts = provider.facts_at(view.at);
        if !asked.admits(provider, facts) {
            return None;
        }
        let decision = |h: &Held| provider.threads().get(h.thread).and_then(|t| t.words().get(h.word)).filter(|d| asked.takes(h, d));
        Some(Found { provider, facts, decisions: held.iter().filter_map(decision).collect() })
    });
    found.filter(|f| !f.decisions.is_empty()).collect()
}

/// Turns the list so that another provider comes first each day: nobody is always on top.
pub fn rotate(found: &mut [Found<'_>], today: Date) {
    let days = Date::constant(2020, 1, 1).until(today).map_or(0, |s| s.get_days());
    if let Some(by) = usize::try_from(days).ok().and_then(|d| d.checked_rem(found.len())) {
        found.rotate_left(by);
    }
}

#[cfg(test)]
pub mod tests;
