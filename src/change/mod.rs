//! What a change brings: the findings of two states, paired one to one.
//!
//! Both states are read and judged alike, with the configuration of now. A finding is known again by what it
//! is about, never by its line.

mod facts;
mod matching;
mod renames;
mod since;

pub use since::{read_state, since};
