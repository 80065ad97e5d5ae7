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
