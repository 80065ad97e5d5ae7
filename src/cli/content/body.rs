//! Bodies of different lengths: a theme's own sections, sections that fit every theme, and a chronology.

use super::blanks::Blanks;
use super::rng::Rng;
use super::texts;
use super::theme::Theme;

/// The longest body, in bytes.
const MOST: usize = 12_000;

/// A body of about the length wanted: never under 1,024 bytes, never over 12,000.
pub(super) fn body(rng: &mut Rng, theme: &Theme, plus: &[&'static str], blanks: &Blanks, wanted: usize) -> String {
    let mut own: Vec<String> = theme.sections.iter().map(|section| blanks.fill(section)).collect();
    let last = own.pop().unwrap_or_default();
    let wanted = wanted.clamp(1_200, MOST - 200).saturating_sub(last.len() + 2);
    let mut out = String::new();
    for section in &own {
        if out.len() < 1_024 || out.len() + section.len() <= wanted {
            add(&mut out, section);
        }
    }
    let mut more = plus.to_vec();
    rng.shuffle(&mut more);
    for section in more {
        if out.len() + section.len() + 2 <= wanted {
            add(&mut out, section);
        }
    }
    chronology(rng, theme.language, blanks, wanted, &mut out);
    add(&mut out, &last);
    out.push('\n');
    out
}

fn add(out: &mut String, section: &str) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(section);
}

/// Fills what is missing with dated facts, oldest first, if there is room for a few.
fn chronology(rng: &mut Rng, language: &str, blanks: &Blanks, wanted: usize, out: &mut String) {
    let (title, events) = if language == "fr" { ("## Chronologie", texts::FR_EVENTS) } else { ("## Timeline", texts::EN_EVENTS) };
    if out.len() + 450 > wanted {
        return;
    }
    add(out, title);
    let count = (wanted - out.len()) / 125;
    let mut deck = Vec::new();
    for n in 0..count {
        if deck.is_empty() {
            deck = events.lines().collect();
            rng.shuffle(&mut deck);
        }
        let line = blanks.event(rng, deck.pop().unwrap_or_default(), n, count);
        if out.len() + line.len() + 3 <= wanted {
            out.push('\n');
            out.push_str(&line);
        }
    }
}
