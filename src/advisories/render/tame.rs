//! Markdown's events without what may not be shown.
use super::target;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// Emphasis within emphasis; what is deeper is plain.
const DEPTH: usize = 16;

/// The stream.
pub struct Tame<'a, I: Iterator<Item = Event<'a>>> {
    inner: I,
    /// Closing texts of the open links; `None` for one that was dropped.
    links: Vec<Option<String>>,
    /// The highest heading that may be.
    floor: u8,
    level: u8,
    /// Emphasis that is open, and how much of it is shown.
    depth: usize,
    pub most: usize,
    next: Option<Event<'a>>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Tame<'a, I> {
    /// Of events whose headings begin under one of this level.
    pub fn new(inner: I, level: u8) -> Self {
        Self { inner, links: Vec::new(), floor: level.saturating_add(1), level, depth: 0, most: DEPTH, next: None }
    }

    /// Headings begin at the second level and never skip one: the page's own heading is the first.
    fn heading(&mut self, wanted: HeadingLevel) -> HeadingLevel {
        let wanted = (wanted as u8).clamp(self.floor, 4);
        self.level = wanted.min(self.level.saturating_add(1));
        self.level_now()
    }

    fn level_now(&self) -> HeadingLevel {
        match self.level {
            0..=2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            _ => HeadingLevel::H4,
        }
    }

    /// Whether some emphasis stands too deep to be shown as such; it counts what is open.
    fn is_deep(&mut self, event: &Event<'a>) -> bool {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                self.depth = self.depth.saturating_add(1);
                self.depth > self.most
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                self.depth = self.depth.saturating_sub(1);
                self.depth >= self.most
            }
            _ => false,
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
                event if self.is_deep(&event) => continue,
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

fn link(dest: &str, kind: LinkType) -> String {
    if kind == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() }
}
