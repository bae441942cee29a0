//! The collections of the crate: maps and sets with one hasher, and values found by typed ids.
//!
//! Keys come from files of at most some megabytes whose sizes are bounded, so the hasher is a fast one that
//! is seeded anew in each process, not the slower one of the standard library. Nothing that is written
//! depends on the order of a hash map: [`IndexMap`] keeps the order in which keys came.

mod arena;

use foldhash::fast::RandomState;

pub(crate) use arena::{Arena, Id, Ids};

/// A map without an order.
#[expect(clippy::disallowed_types, reason = "the one place that names the hasher")]
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set without an order.
#[expect(clippy::disallowed_types, reason = "the one place that names the hasher")]
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;

/// A map in the order in which its keys came.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, RandomState>;

/// A set in the order in which its members came.
pub(crate) type IndexSet<T> = indexmap::IndexSet<T, RandomState>;
