//! Any text is a file of status codes.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::status(text));
