use serde_json::Value;

use super::{json, rules, statistics};
use crate::route;

/// The values that are printed for programs: a name, and the schema.
pub(crate) fn schemas() -> [(&'static str, Value); 4] {
    [
        ("check", json::schema()),
        ("statistics", statistics::schema()),
        ("routes", route::schema()),
        ("rules", rules::schema()),
    ]
}
