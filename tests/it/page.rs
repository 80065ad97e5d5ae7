//! A page as a person reads it: asked by selector.
use scraper::{ElementRef, Html, Selector};

pub struct Page(Html);

impl Page {
    pub fn new(html: &str) -> Self {
        Self(Html::parse_document(html))
    }
    pub fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&Selector::parse(selector).unwrap()).collect()
    }
    pub fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }
    /// The words of every element, white space made single.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|e| words(e)).collect()
    }
    /// The words of the first element, empty if there is none.
    pub fn text(&self, selector: &str) -> String {
        self.all(selector).first().map_or_else(String::new, words)
    }
    /// An attribute of the first element, empty if there is none.
    pub fn attr(&self, selector: &str, name: &str) -> String {
        self.all(selector).first().and_then(|e| e.value().attr(name)).unwrap_or_default().to_owned()
    }
    pub fn attrs(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector).iter().filter_map(|e| e.value().attr(name)).map(str::to_owned).collect()
    }
    /// What an element holds, line by line, but for what differs from one reader and moment to the next: the form's token, times,
    /// and who prints it. The banner of a preview is one line.
    pub fn outline(&self, selector: &str) -> Vec<String> {
        let mut out = Vec::new();
        self.all(selector).first().iter().for_each(|e| outline(e, &mut out));
        out
    }
    /// What is typed in a field as the page came.
    pub fn typed(&self, name: &str) -> String {
        let area = self.all(&format!("textarea[name={name}]"));
        area.first().map_or_else(|| self.attr(&format!("input[name={name}]"), "value"), |e| e.text().collect())
    }
    /// The hidden fields of the form with this action.
    #[track_caller]
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let form = format!("form[action='{action}']");
        assert!(self.has(&form), "no form for {action} on: {}", self.text("main"));
        let fields = self.all(&format!("{form} input[type=hidden][name]"));
        fields.iter().map(|f| (f.value().attr("name").unwrap_or_default().to_owned(), f.value().attr("value").unwrap_or_default().to_owned())).collect()
    }
}

fn words(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn outline(e: &ElementRef<'_>, out: &mut Vec<String>) {
    let value = e.value();
    let has_class = |class: &str| value.classes().any(|c| c == class);
    if has_class("po") || value.attr("name") == Some("csrf") {
        return;
    }
    if has_class("preview-banner") || value.name() == "time" {
        out.push(if value.name() == "time" { "time".into() } else { "preview-banner".into() });
        return;
    }
    // The switch of languages leads back to the page it stands on.
    let names = ["id", "class", "href", "action", "lang", "name", "value", "type"].into_iter().filter(|n| !(*n == "href" && value.attr("hreflang").is_some()));
    let attributes: Vec<String> = names.filter_map(|n| Some(format!("{n}={}", value.attr(n)?))).collect();
    out.push(format!("<{} {}>", value.name(), attributes.join(" ")));
    for child in e.children() {
        if let Some(inner) = ElementRef::wrap(child) {
            outline(&inner, out);
        } else if let Some(text) = child.value().as_text().map(|t| t.trim()).filter(|t| !t.is_empty()) {
            out.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
