//! See `checks/importers.rs`.
#![no_main]
use libfuzzer_sys::fuzz_target;

#[path = "../checks/importers.rs"]
mod checks;
#[path = "../../src/advisories/render/harmless.rs"]
mod harmless;

fuzz_target!(|data: &[u8]| checks::check(data));
