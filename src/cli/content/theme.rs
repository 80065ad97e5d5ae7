//! Reads a theme: a head of `key: value` lines and lists, a line `---`, then the body in Markdown.

/// The text of one kind of advisory, with blanks such as `{place}` (see `blanks.rs`).
#[derive(Default)]
pub(super) struct Theme {
    pub(super) language: &'static str,
    /// Title when the theme is used for the first time.
    pub(super) title: &'static str,
    /// Title of later uses, with blanks.
    pub(super) again: &'static str,
    pub(super) summary: &'static str,
    pub(super) severity: &'static str,
    /// Written for named people only.
    pub(super) red: bool,
    pub(super) products: Vec<&'static str>,
    pub(super) actions: Vec<&'static str>,
    pub(super) references: Vec<&'static str>,
    /// Type, value, comment.
    pub(super) indicators: Vec<[&'static str; 3]>,
    pub(super) change: &'static str,
    /// The body, cut before each `## `.
    pub(super) sections: Vec<&'static str>,
}

/// All themes of a language.
pub(super) fn all(language: &'static str, texts: &'static [&'static str]) -> Vec<Theme> {
    texts.iter().map(|text| theme(language, text)).collect()
}

fn theme(language: &'static str, text: &'static str) -> Theme {
    let (head, body) = text.split_once("\n---\n").unwrap_or((text, ""));
    let mut theme = Theme { language, sections: sections(body), ..Theme::default() };
    let mut list = "";
    for line in head.lines() {
        if let Some(item) = line.strip_prefix("- ") {
            theme.item(list, item);
        } else if let Some((key, value)) = line.split_once(':') {
            list = key;
            theme.value(key, value.trim());
        }
    }
    theme
}

/// A text cut before each heading of the second level.
pub(super) fn sections(body: &'static str) -> Vec<&'static str> {
    let mut starts: Vec<usize> = body.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    if body.starts_with("## ") {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([body.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| body.get(*start..end)).map(str::trim_end).collect()
}

impl Theme {
    fn value(&mut self, key: &str, value: &'static str) {
        match key {
            "title" => self.title = value,
            "again" => self.again = value,
            "summary" => self.summary = value,
            "severity" => self.severity = value,
            "red" => self.red = value == "yes",
            "products" => self.products = value.split('|').map(str::trim).collect(),
            "change" => self.change = value,
            _ => {}
        }
    }

    fn item(&mut self, list: &str, item: &'static str) {
        match list {
            "actions" => self.actions.push(item),
            "references" => self.references.push(item),
            "indicators" => {
                let mut parts = item.splitn(3, '|').map(str::trim);
                let mut part = || parts.next().unwrap_or_default();
                self.indicators.push([part(), part(), part()]);
            }
            _ => {}
        }
    }
}
