//! Any text is a configuration.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::configuration(text));
