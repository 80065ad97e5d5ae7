//! Markdown to HTML, once, at publication. Raw HTML becomes text, pictures their description, links go to https or mailto
//! alone with their true host beside them; then the sanitiser looks over what we made (CASES A62).
mod shallow;
mod tame;

use self::{shallow::shallow, tame::Tame};
use super::{content::Content, sections};
use pulldown_cmark::{Options, Parser, html};
use std::{borrow::Cow, collections::HashSet};
use url::Url;

/// The most Markdown that is rendered, in bytes.
pub const MAX: usize = 1_000_000;
/// The most of it under one heading of ours, in bytes.
pub const SECTION: usize = 20_000;

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The sections and the body of an advisory as HTML that may stand in our pages.
pub fn article(content: &Content, language: &str) -> String {
    let mut out = String::new();
    for (name, text) in content.sections.all().into_iter().filter(|(_, text)| !text.is_empty()) {
        // The headings are ours: plain words.
        out.extend(["<h2>", sections::heading(name, language), "</h2>\n"]);
        out.push_str(&section(text, language));
    }
    out.push_str(&body(&content.body, language));
    out
}

/// What stands under a heading of ours.
pub fn section(markdown: &str, language: &str) -> String {
    below(markdown, language, 2)
}

/// The body of an advisory.
pub fn body(markdown: &str, language: &str) -> String {
    below(markdown, language, 1)
}

/// Markdown whose headings begin under one of this level.
fn below(markdown: &str, language: &str, level: u8) -> String {
    let made = made(&shallow(markdown), level);
    // Nobody writes so by hand: what would keep the sanitiser busy is shown as it was typed.
    if is_heavy(&made) {
        return typed(markdown);
    }
    // A wide table scrolls by itself, by keyboard too; the wrapping is ours and comes after the sanitiser.
    let name = if language == "fr" { "Tableau" } else { "Table" };
    let open = format!("<div class=\"table-wrap\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\"><table>");
    clean(&made).replace("<table>", &open).replace("</table>", "</table></div>")
}

/// Markdown as HTML, before the sanitiser.
fn made(markdown: &str, level: u8) -> String {
    let parser = Parser::new_ext(markdown, OPTIONS);
    let mut made = String::with_capacity(markdown.len().saturating_mul(2));
    html::push_html(&mut made, Tame::new(parser, level));
    made
}

/// The most tags and escaped characters that the sanitiser reads, about a microsecond each: one for each four letters.
const MARKS: usize = 250_000;
/// The longest HTML that it reads, in bytes.
const LONG: usize = 4_000_000;
/// The most that it looks through when it writes: for each character that is or may be escaped, the rest of its run of text.
const LOOKED: usize = 10_000_000_000;

/// Whether the sanitiser would be long over some HTML.
fn is_heavy(html: &str) -> bool {
    let (mut marks, mut looked, mut run, mut odd) = (0usize, 0usize, 0usize, 0usize);
    for byte in html.bytes() {
        marks = marks.saturating_add(usize::from(matches!(byte, b'<' | b'&')));
        odd = odd.saturating_add(usize::from(matches!(byte, b'&' | 0xc2)));
        run = run.saturating_add(1);
        if matches!(byte, b'<' | b'>') {
            looked = looked.saturating_add(run.saturating_mul(odd));
            (run, odd) = (0, 0);
        }
    }
    marks > MARKS || html.len() > LONG || looked.saturating_add(run.saturating_mul(odd)) > LOOKED
}

/// A text as it was typed.
fn typed(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    out.push_str("<pre><code>");
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out + "</code></pre>\n"
}

fn clean(made: &str) -> String {
    let tags: HashSet<&str> = [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "hr",
        "br",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
    .into();
    ammonia::Builder::new()
        .tags(tags)
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["https", "mailto"]))
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(|_, _, value| Some(Cow::Borrowed(value)))
        .clean(made)
        .to_string()
}

/// Where a link truly leads, if it may lead there: the host, or the address of a mail.
pub fn target(href: &str) -> Option<String> {
    // "https:a" is another host by itself than in one of our pages.
    if !["https://", "mailto:"].iter().any(|start| href.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start))) {
        return None;
    }
    let url = Url::parse(href).ok()?;
    match url.scheme() {
        "https" if url.username().is_empty() && url.password().is_none() => url.host_str().map(str::to_owned),
        "mailto" => Some(url.path().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod harmless;
#[cfg(test)]
mod nasty;
#[cfg(test)]
mod tests;
