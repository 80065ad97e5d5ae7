//! The advisories: themes dealt out like cards, their blanks filled, their lengths spread.

use std::collections::HashSet;

use jiff::civil::Date;

use super::audience::{self, Kind};
use super::blanks::{Blanks, shift};
use super::rng::Rng;
use super::theme::{self, Theme};
use super::{Advisory, Scale, State, body, texts};

/// The age of the oldest.
const OLDEST: usize = 120;

/// All advisories of a scale, newest first.
pub(super) fn advisories(seed: u64, scale: Scale, today: Date) -> Vec<Advisory> {
    let mut rng = Rng::new(seed, 1);
    let count = scale.advisories();
    let kinds = audience::kinds(&mut rng, count);
    let states = audience::states(&mut rng, count);
    let languages = languages(&mut rng, count);
    let size = (scale.parties(), scale.people());
    let mut writer = Writer::new(rng, size, today);
    let plans = kinds.into_iter().zip(states).zip(languages).enumerate();
    plans
        .map(|(place, ((kind, state), language))| {
            let days_ago = place * OLDEST / count.saturating_sub(1).max(1);
            writer.write(&Plan { place, kind, state, language, days_ago })
        })
        .collect()
}

/// What is settled about an advisory before it is written.
struct Plan {
    place: usize,
    kind: Kind,
    state: State,
    language: &'static str,
    days_ago: usize,
}

/// Two thirds French, the first three among them.
fn languages(rng: &mut Rng, count: usize) -> Vec<&'static str> {
    let mut rest: Vec<&str> = (3..count).map(|n| if n <= count / 3 + 2 { "en" } else { "fr" }).collect();
    rng.shuffle(&mut rest);
    std::iter::repeat_n("fr", 3).chain(rest).collect()
}

/// The themes of one kind, dealt until none is left, then shuffled again.
struct Deck {
    themes: Vec<Theme>,
    plus: Vec<&'static str>,
    red: Vec<usize>,
    open: Vec<usize>,
    used: HashSet<usize>,
}

impl Deck {
    fn new(language: &'static str, texts: &'static [&'static str], plus: &'static str) -> Self {
        let themes = theme::all(language, texts);
        Self { themes, plus: theme::sections(plus), red: Vec::new(), open: Vec::new(), used: HashSet::new() }
    }

    /// The number of the next theme, and whether it is its first use. The first three French ones come first.
    fn deal(&mut self, rng: &mut Rng, place: usize, red: bool) -> (usize, bool) {
        let pile = if red { &mut self.red } else { &mut self.open };
        if pile.is_empty() {
            pile.extend((0..self.themes.len()).filter(|n| self.themes.get(*n).is_some_and(|theme| theme.red == red)));
            rng.shuffle(pile);
        }
        let number = match place {
            0..3 => {
                pile.retain(|n| *n != place);
                place
            }
            _ => pile.pop().unwrap_or_default(),
        };
        (number, self.used.insert(number))
    }
}

/// Writes one advisory after the other.
struct Writer {
    rng: Rng,
    size: (usize, usize),
    today: Date,
    french: Deck,
    english: Deck,
    titles: HashSet<String>,
}

impl Writer {
    fn new(rng: Rng, size: (usize, usize), today: Date) -> Self {
        let french = Deck::new("fr", texts::FR, texts::FR_PLUS);
        let english = Deck::new("en", texts::EN, texts::EN_PLUS);
        Self { rng, size, today, french, english, titles: HashSet::new() }
    }

    fn write(&mut self, plan: &Plan) -> Advisory {
        let deck = if plan.language == "fr" { &mut self.french } else { &mut self.english };
        let (number, first) = deck.deal(&mut self.rng, plan.place, plan.kind == Kind::Named);
        let empty = Theme::default();
        let theme = deck.themes.get(number).unwrap_or(&empty);
        let rng = &mut self.rng;
        let published = shift(self.today, -(plan.days_ago as i64));
        let (title, blanks) = title(rng, theme, first, published, &mut self.titles);
        let fill = |texts: &[&str]| texts.iter().map(|text| blanks.fill(text)).collect();
        let second_version = second_version(rng, plan);
        let note = if second_version { theme.change } else { first_note(plan.language) };
        let wanted = wanted(rng, plan.place);
        Advisory {
            title,
            summary: blanks.fill(theme.summary),
            actions: fill(&theme.actions),
            references: fill(&theme.references),
            language: plan.language,
            tlp: audience::tlp(rng, plan.place, plan.kind, theme.severity),
            severity: theme.severity,
            change_note: note.to_owned(),
            state: plan.state,
            audience: audience::audience(rng, plan.place, plan.kind, self.size, &blanks),
            days_ago: u32::try_from(plan.days_ago).unwrap_or(0),
            second_version,
            indicators: indicators(rng, theme, &blanks),
            body: body::body(rng, theme, &deck.plus, &blanks, wanted),
        }
    }
}

/// One in seven of those that went out, and the second, so that the demonstration has one at hand.
fn second_version(rng: &mut Rng, plan: &Plan) -> bool {
    let out = matches!(plan.state, State::Published | State::Withdrawn);
    out && (rng.chance(15) || plan.place == 1)
}

fn first_note(language: &str) -> &'static str {
    if language == "fr" { "Première version." } else { "First version." }
}

/// A title that no other advisory bears, and what its blanks hold.
fn title(rng: &mut Rng, theme: &Theme, first: bool, published: Date, titles: &mut HashSet<String>) -> (String, Blanks) {
    let mut blanks = Blanks::new(rng, theme, published);
    let mut title = blanks.fill(if first { theme.title } else { theme.again });
    for _ in 0..50 {
        if titles.insert(title.clone()) {
            return (title, blanks);
        }
        blanks = Blanks::new(rng, theme, published);
        title = blanks.fill(theme.again);
    }
    let number = if theme.language == "fr" { "bulletin n°\u{a0}" } else { "bulletin " };
    title.push_str(&format!(" ({number}{})", titles.len()));
    titles.insert(title.clone());
    (title, blanks)
}

/// The first address and hash are those of the body; further ones are new.
fn indicators(rng: &mut Rng, theme: &Theme, blanks: &Blanks) -> Vec<(String, String, String)> {
    let mut seen = HashSet::new();
    let mut more = Blanks::new(rng, theme, Date::MIN);
    theme
        .indicators
        .iter()
        .map(|[kind, value, comment]| {
            let value = if seen.insert(*value) {
                blanks.fill(value)
            } else {
                more.renew(rng);
                more.fill(value)
            };
            ((*kind).to_owned(), value, blanks.fill(comment))
        })
        .collect()
}

/// The length of a body, from 1 to 12 KB; short ones are more frequent, but not among the first three. Whole
/// numbers only, the same everywhere.
fn wanted(rng: &mut Rng, place: usize) -> usize {
    let share = rng.below(1_001);
    let wanted = 1_150 + 10_700 * (share * 1_000 + share * share) / 2_000_000;
    if place < 3 { wanted.clamp(4_000, 7_000) } else { wanted }
}
