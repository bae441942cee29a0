//! Any text is a sample.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::sample(text));
