//! The rules of DESIGN §4 and §7, read from the source.
use std::path::{Path, PathBuf};

/// Each feature may use those before it.
const ORDER: [&str; 6] = ["audit", "notices", "accounts", "parties", "providers", "advisories"];

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let (root, mut found) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), Vec::new());
    walk(&root, ending, &mut found);
    assert!(!found.is_empty(), "{folder}");
    let name = |p: &PathBuf| p.strip_prefix(&root).unwrap().display().to_string();
    let mut all: Vec<_> = found.iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap())).collect();
    all.sort();
    all
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// The text before the unit tests, without comments.
fn code(text: &str) -> String {
    let before = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    before.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether a file names a module of the crate, in a `use` list or in a path.
fn uses(code: &str, module: &str) -> bool {
    let path = format!("crate::{module}");
    let direct = code.match_indices(&path).any(|(at, _)| !code[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    let listed = code.split("use crate::{").skip(1).any(|rest| {
        let list = rest.split("};").next().unwrap();
        let mut depth = 0;
        list.split_inclusive(['{', '}', ',']).any(|part| {
            let here = depth == 0;
            let word = part.trim().trim_end_matches(['{', '}', ',']).split("::").next().unwrap_or("").trim().to_owned();
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            here && word == module
        })
    });
    direct || listed
}

/// A folder of a feature and a file's name within it.
fn feature(name: &str) -> Option<(usize, &str)> {
    let (folder, file) = name.split_once('/')?;
    Some((ORDER.iter().position(|f| *f == folder)?, file))
}

#[test]
fn a_feature_uses_only_those_before_it() {
    for (name, text) in files("src", ".rs") {
        // The log's pages are drawn in the frame, which knows accounts; the log itself knows nobody.
        let Some((n, _)) = feature(&name) else { continue };
        for later in &ORDER[n + 1..] {
            // A party's members are accounts of the feature to its left; no feature may look to its right.
            assert!(!uses(&code(&text), later), "{name} uses {later}");
        }
    }
}

#[test]
fn sql_stands_in_stores_and_stores_know_nothing_else() {
    for (name, text) in files("src", ".rs") {
        let code = code(&text);
        let Some((n, file)) = feature(&name) else { continue };
        if file.starts_with("store") {
            for module in ["web", "clock", "cli"] {
                assert!(!uses(&code, module), "{name} uses {module}");
            }
            assert!(!code.contains("actix_web") && !code.contains("askama"), "{name}");
        } else {
            let sql = ["SELECT ", "INSERT INTO ", "DELETE FROM "].iter().any(|w| code.contains(w));
            assert!(!sql || file == "sight.rs", "{name} holds SQL");
            for other in ORDER.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, f)| f) {
                assert!(!code.contains(&format!("{other}::store")), "{name} reaches into the store of {other}");
            }
        }
    }
}

#[test]
fn permissions_are_pure_and_verbs_know_no_pages() {
    for (name, text) in files("src", ".rs") {
        let (code, Some((_, file))) = (code(&text), feature(&name)) else { continue };
        if file == "may.rs" {
            assert!(!uses(&code, "db") && !code.contains("actix_web") && !code.contains("async "), "{name}");
        }
        if file == "mod.rs" {
            assert!(!code.contains("actix_web") && !code.contains("askama"), "{name}");
        }
    }
}

#[test]
fn the_frame_knows_no_feature_but_accounts() {
    let allowed = [
        ("web/table.rs", "providers"),
        ("web/table.rs", "advisories"),
        ("web/table.rs", "parties"),
        ("web/table.rs", "notices"),
        ("web/app.rs", "advisories"),
        ("web/app.rs", "providers"),
        ("web/app.rs", "notices"),
    ];
    for (name, text) in files("src", ".rs") {
        for feature in ["notices", "parties", "providers", "advisories"] {
            let known = allowed.contains(&(name.as_str(), feature));
            assert!(!name.starts_with("web/") || known || !uses(&code(&text), feature), "{name} uses {feature}");
        }
        let low = ["db/", "crypto/", "config/", "files/"].iter().any(|f| name.starts_with(f));
        for module in ORDER.iter().chain(&["web", "cli"]) {
            assert!(!low || !uses(&code(&text), module), "{name} uses {module}");
        }
    }
}

#[test]
fn no_source_file_is_longer_than_four_hundred_lines() {
    for folder in ["src", "tests/it"] {
        let long: Vec<_> = files(folder, ".rs").into_iter().map(|(n, t)| (n, t.lines().count())).filter(|(n, l)| *l > 400 && !n.contains("tests")).collect();
        assert!(long.is_empty(), "{folder}: {long:?}");
    }
}

#[test]
fn templates_print_unescaped_in_three_places_alone() {
    for (name, text) in files("templates", ".html") {
        let raw = text.contains("|safe") || text.contains("| safe") || text.contains("autoescape") || text.contains("|escape(\"none\")");
        assert_eq!(raw, matches!(name.as_str(), "parts/rendered.html" | "parts/annex.html" | "parts/qr.html"), "{name}");
    }
}

const SCRIPT: &str = "<script src=\"{{ f.passkey_js() }}\" defer></script>";

#[test]
fn the_one_script_stands_on_the_pages_that_ask_for_a_passkey() {
    let with = |what: &str| -> Vec<String> {
        files("templates", ".html").into_iter().filter(|(n, t)| n != "parts/passkey.html" && t.contains(what)).map(|(n, _)| n).collect()
    };
    let pages = ["confirm", "enrol_passkey", "login", "passkey_new"].map(|n| format!("accounts/{n}.html"));
    assert_eq!(with("p::script(f)"), pages);
    assert_eq!(with("parts/passkey.html"), pages);
    let (script, root) = ("static/passkey.js", Path::new(env!("CARGO_MANIFEST_DIR")));
    let text = std::fs::read_to_string(root.join(script)).unwrap();
    assert!(text.len() < 3 * 1024, "{} bytes", text.len());
    for bad in ["fetch", "XMLHttpRequest", "innerHTML", "eval", "import", "http:", "https:", "cookie", "Storage"] {
        assert!(!text.contains(bad), "{script}: {bad}");
    }
    assert_eq!(files("static", ".js").len(), 1);
}

#[test]
fn templates_need_neither_inline_style_nor_script_nor_another_site() {
    for (name, text) in files("templates", ".html") {
        // The portal's one script stands in one place.
        let lower = text.to_lowercase().replace(if name == "parts/passkey.html" { SCRIPT } else { "" }, "");
        for bad in ["style=", "<style", "<script", "javascript:", "http://", "https://", "src=\"//", " srcdoc"] {
            assert!(!lower.contains(bad), "{name}: {bad}");
        }
        let handler = lower.match_indices(" on").any(|(at, _)| {
            let word: String = lower[at + 3..].chars().take_while(char::is_ascii_alphabetic).collect();
            !word.is_empty() && lower[at + 3 + word.len()..].starts_with("=\"")
        });
        assert!(!handler, "{name} has an event handler");
    }
}
