//! The renderer with honest, hostile and nasty text.
use super::super::import::{certfr, csaf};
use super::*;
use std::path::{Path, PathBuf};

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
fn nasty_text_stays_harmless_and_bounded() {
    for size in [700, 6_000] {
        for (name, text) in nasty::all(size) {
            let (html, section) = (body(&text, "fr"), section(&text, "en"));
            harmless::assert_harmless(&html);
            assert!(html.len() < 12 * size + 2_000_000 && section.len() < 12 * size + 2_000_000, "{name}: {}", html.len());
        }
    }
}

#[test]
fn a_link_that_would_stay_in_the_portal_is_none() {
    for text in ["[x](https:a)", "<https:a>", "[x](https:/a)", "[x](https:\\\\a.example)", "[x]( https:a )"] {
        assert!(!body(text, "fr").contains("<a"), "{text}");
    }
    assert!(body("[x](HTTPS://a.example)", "fr").contains("href=\"HTTPS://a.example\""));
}

#[test]
fn lists_and_quotes_end_where_nobody_follows() {
    for marker in ["> ", "- ", "* ", "1. ", "7) ", ">", "-\t", "- > + 1. "] {
        for text in [marker.repeat(400) + "mot", format!("a\r\r{}mot", marker.repeat(400))] {
            let html = body(&text, "fr");
            let opened = ["<blockquote>", "<ul>", "<ol"].iter().map(|t| html.matches(t).count()).sum::<usize>();
            assert!((8..=17).contains(&opened) && html.contains("mot"), "{marker}: {opened}");
        }
    }
    let deep: String = (0..300).map(|n| "  ".repeat(n) + "- mot\n").collect();
    assert!(body(&deep, "fr").matches("<ul>").count() <= 217);
    assert_eq!(body(&format!("a\n\n{}\n", "* ".repeat(60)), "fr"), "<p>a</p>\n<hr>\n", "a rule is a rule");
    let emphasis = body(&("*a **b ".repeat(40) + &"c** d* ".repeat(40)), "fr");
    assert_eq!((emphasis.matches("<em>").count(), emphasis.matches("</strong>").count()), (8, 8), "{emphasis}");
}

#[test]
fn what_is_no_text_is_shown_as_it_was_typed() {
    for piece in ["&", "- ", "*a*", "|", "<b>\n\n", "a\u{a0}"] {
        let text = piece.repeat(260_000);
        let html = body(&text, "fr");
        assert!(html.starts_with("<pre><code>") || html.len() < 3_000_000, "{piece}: {}", html.len());
        harmless::assert_harmless(&html);
    }
    assert!(body(&"a & b < c > d \0".repeat(70_000), "fr").starts_with("<pre><code>a &amp; b &lt; c &gt; d \u{fffd}a"));
}

/// Real documents lose nothing to the limits.
#[test]
fn real_documents_are_rendered_as_without_limits() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("VIGIE_SHARED_DATA").map_or(own, PathBuf::from);
    if !folder.join("EXPECTED.tsv").is_file() {
        return eprintln!("real data not at hand: skipped");
    }
    let table = std::fs::read_to_string(folder.join("EXPECTED.tsv")).unwrap();
    let mut seen = 0;
    for row in table.lines().skip(1) {
        let bytes = std::fs::read(folder.join(row.split('\t').next().unwrap())).unwrap();
        for text in [csaf(&bytes), certfr(&bytes)].into_iter().flatten().map(|d| d.body).chain(String::from_utf8(bytes.clone())) {
            let markdown = text.get(..MAX).unwrap_or(&text);
            let mut unlimited = String::new();
            let mut tame = Tame::new(Parser::new_ext(markdown, OPTIONS), 1);
            tame.most = usize::MAX;
            html::push_html(&mut unlimited, tame);
            assert_eq!(made(&shallow(markdown), 1), unlimited, "{row}");
            assert!(!is_heavy(&unlimited), "{row}");
            seen += 1;
        }
    }
    eprintln!("{seen} real texts are rendered as without limits");
}

#[test]
fn an_address_that_cannot_be_read_leads_nowhere() {
    let html = body("<https://h.ex\\mple> [a](<https://h.ex\\mple>)", "fr");
    harmless::assert_harmless(&html);
    assert!(!html.contains("href=\"https://h.ex\\"), "{html}");
}
