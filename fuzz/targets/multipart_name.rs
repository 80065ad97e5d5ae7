//! See `checks/multipart_name.rs`.
#![no_main]
use libfuzzer_sys::fuzz_target;

#[path = "../checks/multipart_name.rs"]
mod checks;

fuzz_target!(|sent: &str| checks::check(sent));
