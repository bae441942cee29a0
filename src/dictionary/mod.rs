//! Dictionaries (`parameters.yaml`), status texts (`status.yaml`) and the small lists inside directives.
//!
//! The rules are those of os-api-ref, which loads these files with PyYAML, a reader of YAML 1.1: anchors,
//! aliases and merge keys (`<<`) work, and of a key that stands twice the last one counts. What differs, and
//! why:
//!
//! - A scalar stays the text that was written: PyYAML makes a number of `2.10`, a truth value of `on` and a
//!   date of `2012-02-29`. What a text means is decided where the field is read.
//! - A mistake costs the field or the entry that it stands in, and is a finding; PyYAML stops, and the page
//!   has no tables at all.
//! - A repeated key is reported, and so is a field that os-api-ref does not know.
//! - Tags have no meaning.
//! - The reader below is `serde_yaml` (libyaml's grammar, YAML 1.1 too); it lacks spans, so `scan` finds
//!   again where each scalar stands.
//! - A table whose content is a list of pairs is read line by line, without a YAML reader: one wrong row
//!   costs one row.

mod any;
mod document;
mod effort;
mod entries;
mod entry;
mod fields;
mod mend;
mod reader;
mod row;
mod rule;
mod scan;
mod status;

pub(crate) use entry::{Dictionary, Entry, Field, ListItem, PairItem, Statuses};
pub(crate) use row::{list, pairs};
pub(crate) use rule::RULES;
