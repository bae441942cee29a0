use serde_json::{Map, Value, json};

use crate::version::Window;

/// `min-ver` and `max-ver` where they say more than what is around; nothing where neither does.
pub(super) fn window_members(window: Window, outer: Window) -> Map<String, Value> {
    let mut members = Map::new();
    if let Some(min) = window.min.filter(|_| window.min != outer.min) {
        members.insert("min-ver".to_owned(), json!(min.to_string()));
    }
    if let Some(max) = window.max.filter(|_| window.max != outer.max) {
        members.insert("max-ver".to_owned(), json!(max.to_string()));
    }
    members
}
