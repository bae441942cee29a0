//! Any text is a dictionary of parameters.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::dictionary(text));
