//! How long the renderer takes for a megabyte of Markdown, honest and nasty, and how much HTML it makes of it.
#![expect(clippy::arithmetic_side_effects, reason = "sizes of our own making")]

use std::{
    io::{Result, Write},
    time::Instant,
};
use vigie::advisories::render;

#[path = "../../src/advisories/render/nasty.rs"]
mod nasty;

/// Milliseconds that no text of [`render::MAX`] bytes may take on a quiet machine.
const MOST: u128 = 300;

fn main() -> Result<()> {
    let mut out = std::io::stdout();
    let honest = "## Une campagne\n\nUn paragraphe avec un [lien](https://exemple.example/a) et du **gras**.\n\n- un\n- deux `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n";
    let mut corpora = vec![("honest text".to_owned(), honest.repeat(render::MAX / honest.len()))];
    corpora.extend(nasty::all(render::MAX));
    let mut slow = 0;
    // Words after `--` choose those whose names hold one of them.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    corpora.retain(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str())));
    for (name, text) in corpora {
        let start = Instant::now();
        let made = render::body(&text, "fr");
        let took = start.elapsed().as_millis();
        slow += i32::from(took > MOST);
        writeln!(out, "{took:>6} ms {:>6} KB  {}", made.len() / 1_000, name.chars().take(60).collect::<String>())?;
    }
    writeln!(out, "{slow} above {MOST} ms")?;
    std::process::exit(i32::from(slow > 0));
}
