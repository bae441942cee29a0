#![allow(missing_docs)]
use super::{Block, Text};
#[derive(Debug, Default)]
pub struct Scope;
impl Scope {
    pub fn gather<'a>(_blocks: impl Iterator<Item = &'a Block>) -> Self { Self }
}
pub fn commonmark<'a>(_blocks: impl Iterator<Item = &'a Block>, _scope: &Scope) -> String { String::new() }
pub fn description(text: &str, _scope: &Scope) -> String { text.to_owned() }
pub fn plain(text: &str) -> String { text.trim().to_owned() }
pub fn is_bold_line(text: &Text) -> Option<&str> {
    text.value.trim().strip_prefix("**")?.trim_end_matches(':').strip_suffix("**")
}
