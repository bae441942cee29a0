use serde_json::{Value, json};

use crate::reference::Window;

/// `min-ver` and `max-ver` where they say more than what is around.
pub(super) fn window_json(window: Window, outer: Window) -> Value {
    let mut members = serde_json::Map::new();
    if let Some(min) = window.min.filter(|_| window.min != outer.min) {
        members.insert("min-ver".to_owned(), json!(min.to_string()));
    }
    if let Some(max) = window.max.filter(|_| window.max != outer.max) {
        members.insert("max-ver".to_owned(), json!(max.to_string()));
    }
    Value::Object(members)
}
