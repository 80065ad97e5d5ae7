//! Markdown to HTML, once, at publication. Raw HTML becomes text, pictures their description, links go to https or mailto
//! alone with their true host beside them; then the sanitiser looks over what we made (CASES A62).
use super::{content::Content, sections};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::{borrow::Cow, collections::HashSet};
use url::Url;

/// The most Markdown that is rendered, in bytes.
pub const MAX: usize = 1_000_000;
/// The most of it under one heading of ours, in bytes.
pub const SECTION: usize = 20_000;

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
    let markdown = &shallow(markdown);
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut made = String::with_capacity(markdown.len().saturating_mul(2));
    html::push_html(&mut made, Tame::new(parser, level));
    // A wide table scrolls by itself, by keyboard too; the wrapping is ours and comes after the sanitiser.
    let name = if language == "fr" { "Tableau" } else { "Table" };
    let open = format!("<div class=\"table-wrap\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\"><table>");
    clean(&made).replace("<table>", &open).replace("</table>", "</table></div>")
}

/// Containers (quotes and lists) that one line may open; the parser's time grows with the square of them.
const DEPTH: usize = 16;

/// The text without the containers that a line opens beyond [`DEPTH`].
fn shallow(markdown: &str) -> Cow<'_, str> {
    let excess = |line: &str| {
        let mut markers = 0usize;
        for (at, c) in line.char_indices() {
            match c {
                '>' | '-' | '*' | '+' => markers = markers.saturating_add(1),
                ' ' | '\t' | '0'..='9' | '.' | ')' => {}
                _ => return None,
            }
            // A short line of dashes alone is a rule.
            let rule = line.len() < 200 && line.trim_start_matches(['-', '*', '_', ' ']).is_empty();
            if markers > DEPTH && !rule {
                return Some(at);
            }
        }
        None
    };
    if markdown.lines().all(|line| excess(line).is_none()) {
        return Cow::Borrowed(markdown);
    }
    let kept = |line: &str| {
        excess(line).map_or_else(
            || line.to_owned(),
            |at| {
                let (containers, rest) = line.split_at_checked(at).unwrap_or((line, ""));
                format!("{containers}{}", rest.trim_start_matches(['>', '-', '*', '+', ' ', '\t', '.', ')']))
            },
        )
    };
    Cow::Owned(markdown.lines().map(kept).collect::<Vec<_>>().join("\n"))
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
    let url = Url::parse(href).ok()?;
    match url.scheme() {
        "https" if url.username().is_empty() && url.password().is_none() => url.host_str().map(str::to_owned),
        "mailto" => Some(url.path().to_owned()),
        _ => None,
    }
}

/// A stream of Markdown events without what may not be shown.
struct Tame<'a, I: Iterator<Item = Event<'a>>> {
    inner: I,
    /// Closing texts of the open links; `None` for one that was dropped.
    links: Vec<Option<String>>,
    /// The highest heading that may be.
    floor: u8,
    level: u8,
    next: Option<Event<'a>>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Tame<'a, I> {
    fn new(inner: I, level: u8) -> Self {
        Self { inner, links: Vec::new(), floor: level.saturating_add(1), level, next: None }
    }

    /// Headings begin at the second level and never skip one: the page's own heading is the first.
    fn heading(&mut self, wanted: HeadingLevel) -> HeadingLevel {
        let wanted = (wanted as u8).clamp(self.floor, 4);
        self.level = wanted.min(self.level.saturating_add(1));
        match self.level {
            0..=2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            _ => HeadingLevel::H4,
        }
    }

    fn close(&mut self) -> Option<Event<'a>> {
        let shown = self.links.pop().flatten()?;
        self.next = Some(Event::Text(CowStr::from(shown)));
        Some(Event::End(TagEnd::Link))
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Tame<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.next.take() {
            return Some(event);
        }
        loop {
            let event = match self.inner.next()? {
                Event::Html(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => Event::Text(text),
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::MetadataBlock(_))
                | Event::End(TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => continue,
                Event::Start(Tag::Heading { level, .. }) => {
                    Event::Start(Tag::Heading { level: self.heading(level), id: None, classes: Vec::new(), attrs: Vec::new() })
                }
                Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(self.level_now())),
                Event::Start(Tag::Link { dest_url, link_type, .. }) => match target(&link(&dest_url, link_type)) {
                    Some(host) => {
                        self.links.push(Some(format!(" ({host})")));
                        Event::Start(Tag::Link {
                            link_type: LinkType::Inline,
                            dest_url: CowStr::from(link(&dest_url, link_type)),
                            title: "".into(),
                            id: "".into(),
                        })
                    }
                    None => {
                        self.links.push(None);
                        continue;
                    }
                },
                Event::End(TagEnd::Link) => match self.close() {
                    Some(event) => event,
                    None => continue,
                },
                Event::FootnoteReference(_) | Event::TaskListMarker(_) => continue,
                other => other,
            };
            return Some(event);
        }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Tame<'a, I> {
    fn level_now(&self) -> HeadingLevel {
        match self.level {
            0..=2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            _ => HeadingLevel::H4,
        }
    }
}

fn link(dest: &str, kind: LinkType) -> String {
    if kind == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_comes_through() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](//evil.example)",
            "[x](http://plain.example)",
            "[x](https://bank.example@evil.example/)",
            "![x](https://evil.example/p.png)",
            "<a href=\"https://evil.example\" style=\"color:red\">x</a>",
            "<svg/onload=alert(1)>",
            "| <iframe src=x> | b |\n|-|-|\n| <style>x</style> | 2 |",
            "`</code><script>alert(1)</script>`",
            "<b\n onclick=x>",
        ];
        for text in hostile {
            let html = body(text, "fr");
            for tag in ["<script", "<img", "<iframe", "<svg", "<style", "<b\n", "<b "] {
                assert!(!html.contains(tag), "{text} -> {html}");
            }
            for attribute in ["href=\"javascript", "href=\"data", "href=\"http:", "href=\"//", "src=", "onerror=\"", "bank.example@"] {
                let inside_tag = html.split('<').skip(1).any(|t| t.split('>').next().unwrap().contains(attribute));
                assert!(!inside_tag, "{text} -> {html}");
            }
        }
    }

    #[test]
    fn a_link_says_where_it_leads() {
        let html = body("[Espace client](https://portail.example/a?b=1)", "fr");
        assert!(html.contains("href=\"https://portail.example/a?b=1\"") && html.contains("Espace client</a> (portail.example)"), "{html}");
        assert!(body("<user@exemple.example>", "fr").contains("mailto:user@exemple.example"));
    }

    #[test]
    fn headings_begin_at_two_and_never_skip() {
        let html = body("# A\n\n#### B\n\n###### C\n\n## D", "fr");
        for heading in ["<h2>A</h2>", "<h3>B</h3>", "<h4>C</h4>", "<h2>D</h2>"] {
            assert!(html.contains(heading), "{html}");
        }
    }

    #[test]
    fn deep_nesting_and_odd_input_end_soon() {
        for text in ["> ".repeat(20_000), "[".repeat(20_000), "*a ".repeat(20_000), "- ".repeat(10_000), "|a".repeat(10_000) + "\n" + &"|-".repeat(10_000)] {
            assert!(body(&text, "fr").len() < 20_000_000);
        }
    }
}
