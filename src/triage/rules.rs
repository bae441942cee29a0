use super::allowance::{MALFORMED, WITHOUT_REASON};
use super::stale::{RENAMED, STALE};
use super::suppress::{UNKNOWN_RULE, UNUSED};
use crate::finding::Rule;

/// The rules of this layer: about allowances in comments, and about the baseline.
pub(crate) static RULES: &[&Rule] = &[&MALFORMED, &WITHOUT_REASON, &UNKNOWN_RULE, &UNUSED, &STALE, &RENAMED];
