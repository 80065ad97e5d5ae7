//! Embeds the sentences of locales/ and fails the build when one is missing, superfluous, or differs in its variables
//! between the languages, or when a page or the code names one that does not exist.
#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    clippy::unnecessary_debug_formatting,
    clippy::needless_for_each,
    reason = "a build script talks to cargo on standard output and may stop the build"
)]

use fluent_syntax::{ast, parser};
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

type Sentences = BTreeMap<String, BTreeSet<String>>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=static");
    let mut faults = Vec::new();
    let (en, en_files) = read("locales/en", &mut faults);
    let (fr, fr_files) = read("locales/fr", &mut faults);
    for key in en.keys().chain(fr.keys()).collect::<BTreeSet<_>>() {
        match (en.get(key), fr.get(key)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_)) => faults.push(format!("`{key}` has other variables in French than in English")),
            (None, _) => faults.push(format!("`{key}` is missing in English")),
            (_, None) => faults.push(format!("`{key}` is missing in French")),
        }
    }
    check_use(&en, &mut faults);
    let list = |files: &[PathBuf]| files.iter().map(|f| format!("include_str!({:?}),", fs::canonicalize(f).unwrap())).collect::<String>();
    let keys: String = en.keys().map(|k| format!("{k:?},")).collect();
    let code = format!("static EN: &[&str] = &[{}];\nstatic FR: &[&str] = &[{}];\nstatic KEYS: &[&str] = &[{keys}];\n", list(&en_files), list(&fr_files));
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("locales.rs"), code).unwrap();
    assert!(faults.is_empty(), "sentences:\n  {}", faults.join("\n  "));
}

fn files(dir: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![PathBuf::from(dir)];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if endings.iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(dir: &str, faults: &mut Vec<String>) -> (Sentences, Vec<PathBuf>) {
    let found = files(dir, &["ftl"]);
    let mut all = Sentences::new();
    for file in &found {
        let text = fs::read_to_string(file).unwrap();
        let resource = match parser::parse(text.as_str()) {
            Ok(r) => r,
            Err((_, errors)) => {
                faults.push(format!("{}: {:?}", file.display(), errors.first()));
                continue;
            }
        };
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let Some(pattern) = message.value else { continue };
            let mut names = BTreeSet::new();
            variables(&pattern, &mut names);
            if all.insert(message.id.name.to_owned(), names).is_some() {
                faults.push(format!("`{}` stands twice in {dir}", message.id.name));
            }
        }
    }
    (all, found)
}

fn variables(pattern: &ast::Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            match expression {
                ast::Expression::Inline(inline) => inline_variable(inline, names),
                ast::Expression::Select { selector, variants } => {
                    inline_variable(selector, names);
                    variants.iter().for_each(|v| variables(&v.value, names));
                }
            }
        }
    }
}

fn inline_variable(inline: &ast::InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => {
            if let ast::Expression::Inline(inner) = &**expression {
                inline_variable(inner, names);
            }
        }
        _ => {}
    }
}

/// Every `t("…")` must exist, and every sentence must be named somewhere as a string.
fn check_use(known: &Sentences, faults: &mut Vec<String>) {
    let mut used = BTreeSet::new();
    for file in files("src", &["rs"]).into_iter().chain(files("templates", &["html"])) {
        let text = fs::read_to_string(&file).unwrap();
        for (i, piece) in text.split('"').enumerate() {
            if known.contains_key(piece) {
                used.insert(piece.to_owned());
            } else if i > 0 {
                let before = text.split('"').nth(i - 1).unwrap_or_default();
                if [".t(", ".tn(", ".tw(", ".tw2("].iter().any(|call| before.ends_with(call)) {
                    faults.push(format!("{}: there is no sentence `{piece}`", file.display()));
                }
            }
        }
    }
    faults.extend(known.keys().filter(|k| !used.contains(*k)).map(|k| format!("`{k}` is used nowhere")));
}
