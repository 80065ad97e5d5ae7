//! See `checks/search_query.rs`.
#![no_main]
use libfuzzer_sys::fuzz_target;

#[path = "../checks/search_query.rs"]
mod checks;

fuzz_target!(|text: &str| checks::check(text));
