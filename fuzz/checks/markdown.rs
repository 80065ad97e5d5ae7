//! Whatever is written as Markdown: harmless HTML of bounded size, the same whenever it is rendered.
use super::harmless;
use vigie::advisories::render;

/// # Panics
/// When it is not so.
pub fn check(text: &str) {
    let made = [render::body(text, "fr"), render::section(text, "en")];
    for html in &made {
        assert!(html.len() <= 80 * text.len() + 3_000_000, "{} bytes of {}", html.len(), text.len());
    }
    let [body, section] = made;
    harmless::assert_harmless(&body);
    // What stands under a heading of ours begins one level below it.
    harmless::assert_harmless(&format!("<h2>Risques</h2>{section}"));
    assert!(!section.contains("<h2>"));
    assert_eq!(body, render::body(text, "fr"));
}
