//! Any text is reStructuredText: it becomes blocks whose spans lie in the text, and CommonMark.

#![no_main]

use apiref::place::SourceId;
use apiref::rst::{Scope, commonmark, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let blocks = parse(SourceId(0), text, apiref::reference::holds_data);
    for block in blocks.iter().flat_map(|block| block.walk()) {
        assert!(text.get(block.span.range()).is_some(), "{:?}", block.span);
    }
    let scope = Scope::gather(blocks.iter());
    let _ = commonmark(blocks.iter(), &scope);
});
