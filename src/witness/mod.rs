//! What others say about an API.
//!
//! A *witness* is a source that speaks of the same API as the text does, but was not written by the people who
//! write the text: a specification that somebody derived from the code of the service. The samples are a
//! witness as well, an old one: they were recorded once.
//!
//! A *vote* is what a witness says on one question: the type of this key, whether that parameter exists. Text,
//! samples and specification have one vote each, and a witness that does not know has none. Two against one
//! tell who stands alone; one against one tells that somebody should look. What is known to be worth little is
//! a *weak* vote: it lowers the severity by one.

mod compare;
mod statement;
mod vote;

pub use compare::{Coverage, NoSpecification, Share, Specification};
pub(crate) use compare::{RULES, compare};
pub(crate) use statement::{RowOf, Statements};
