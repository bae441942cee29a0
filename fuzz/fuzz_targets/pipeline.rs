//! Several files become every report and every form of document.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| apiref_fuzz::pipeline(text));
