//! Any text is a document.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::rst(text));
