//! Any text is a dictionary and a status file: entries and findings point into it.

#![no_main]

use apiref::finding::Findings;
use apiref::place::{Place, SourceId};
use apiref::dictionary::{Dictionary, Statuses};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut findings = Findings::new();
    let dictionary = Dictionary::read(SourceId(0), text, &mut findings);
    let _ = Statuses::read(SourceId(0), text, &mut findings);
    for entry in dictionary.entries.values() {
        assert!(text.get(entry.name_span.range()).is_some(), "{:?}", entry.name_span);
    }
    for finding in &findings {
        if let Place::Text(span) = finding.place() {
            assert!(text.get(span.range()).is_some(), "{span:?}");
        }
    }
});
