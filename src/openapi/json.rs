use serde_json::Value;

use crate::json::escape_hidden;

/// A document as JSON: two blanks of indentation, a final newline. Characters that would hide in it or turn
/// the direction of its text are escaped.
pub(crate) fn json(value: &Value) -> String {
    let text = format!("{value:#}\n");
    match escape_hidden(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(escaped) => escaped,
    }
}
