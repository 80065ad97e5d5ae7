//! Whatever is read from a stranger or typed by a person, line by line: a draft within its bounds or one sentence, never a panic.
//! The first byte chooses the reader.
use super::harmless;
use vigie::{
    advisories::{
        authenticity,
        content::{Content, Reference},
        import::{self, Imported},
        indicators, render,
    },
    providers::register,
};

/// # Panics
/// When it is not so.
pub fn check(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    match first {
        b'c' => draft(import::csaf(bytes)),
        b'f' => draft(import::certfr(bytes)),
        b'p' => providers(bytes),
        b'i' => lists(&text),
        b'r' => references(&text),
        _ => {
            if let Some(hash) = authenticity::parse_hash(&text) {
                let digits = hash.iter().fold(String::new(), |text, b| text + &format!("{b:02x}"));
                assert_eq!(authenticity::parse_hash(&digits), Some(hash));
            }
        }
    }
}

fn draft(read: Result<Imported, String>) {
    match read {
        Err(sentence) => assert!(!sentence.is_empty() && sentence.chars().count() < 600 && !sentence.contains('\n'), "{sentence}"),
        Ok(d) => {
            assert!(!d.title.is_empty() && d.title.chars().count() <= 200 && d.summary.chars().count() <= 3_000);
            assert!(d.actions.len() <= 5 && d.actions.iter().all(|a| a.chars().count() <= 280 && !a.contains('\n')));
            assert!(d.body.len() <= 150_000 && d.references.len() <= 60);
            // A person may save the draft as it is: what was imported passes what is asked of what is typed.
            let refs = d.references.join("\n");
            let content = Content { title: d.title, summary: d.summary, actions: d.actions.join("\n"), body: d.body, refs, ..Content::default() }.tidy();
            let wrong: Vec<_> = content.mistakes().into_iter().filter(|(field, ..)| *field != "references").collect();
            assert!(wrong.is_empty(), "{wrong:?}");
            harmless::assert_harmless(&render::body(&content.body, d.language));
        }
    }
}

fn providers(bytes: &[u8]) {
    match register::parse(bytes) {
        Err(sentence) => assert!(!sentence.is_empty()),
        Ok(report) => assert!(report.refused.iter().all(|r| r.line > 1 && !r.reasons.is_empty())),
    }
}

fn lists(text: &str) {
    let Ok(all) = indicators::parse(text) else { return };
    for one in &all {
        let shown = one.defanged();
        assert!(!shown.contains("://") || !matches!(one.kind, "url" | "domain" | "email"), "{shown}");
    }
}

fn references(text: &str) {
    for line in text.lines() {
        let _ = Reference::parse(line);
    }
}
