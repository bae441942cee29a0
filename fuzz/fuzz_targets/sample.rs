//! Any text is a sample: it is JSON or it is not, and every pointer into it gives bytes of it.

#![no_main]

use apiref::json::{locate, read_json};
use apiref::place::Pointer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (text, pointer) = input;
    let read = read_json(text);
    if let Some(error) = read.error {
        assert!(text.is_char_boundary(error.offset));
    }
    for duplicate in read.duplicates {
        assert!(text.get(duplicate.first).is_some() && text.get(duplicate.second).is_some());
    }
    let found = locate(text, &Pointer::from_text(pointer));
    assert!(text.get(found.value).is_some());
});
