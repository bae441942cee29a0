//! From flat tables to trees: where each row stands in a body, which objects are maps, and where every fact
//! comes from.
//!
//! Three kinds of fact are kept apart: *declared* (rows and entries), *structural* (wrapper keys that tables
//! leave out) and *observed* (keys only samples show). What a sample shows never excuses the sample.

mod evidence;
mod form;
mod graft;
mod infer;
mod listed;
mod map;
mod mention;
mod node;
mod null;
mod outdated;
mod placing;
mod presence;
mod prose;
mod seen;
mod siblings;
mod since;
mod thing;
mod topics;
mod union;
mod walk;
mod why;
mod word;
mod wrapper;

pub(crate) use evidence::{Apart, Recorded};
pub(crate) use infer::{Bodies, Body, Shapes, infer};
pub(crate) use listed::one_of;
pub(crate) use node::{Key, MapReason, Members, Node, Placed, Variant};
pub(crate) use placing::SimilarKey;
pub(crate) use presence::{Limit, speaks_of_nothing};
pub(crate) use prose::Prose;
pub(crate) use siblings::resource;
pub(crate) use thing::{
    Things, WordsHere, is_named_for_other_direction, is_of_other_direction, names_another, names_thing,
    words_around, words_of_variable,
};
pub(crate) use walk::{Part, Within};
pub(crate) use why::Why;
pub(crate) use word::{is_identifier, is_shown_link, singular, words_of};
