//! See `checks/markdown.rs`.
#![no_main]
use libfuzzer_sys::fuzz_target;

#[path = "../checks/markdown.rs"]
mod checks;
#[path = "../../src/advisories/render/harmless.rs"]
mod harmless;

fuzz_target!(|text: &str| checks::check(text));
