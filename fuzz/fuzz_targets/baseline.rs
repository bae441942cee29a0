//! Any text is a baseline.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::baseline(text));
