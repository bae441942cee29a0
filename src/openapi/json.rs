use serde_json::Value;

/// A document as JSON: two blanks of indentation, a final newline.
pub(crate) fn json(value: &Value) -> String {
    format!("{value:#}\n")
}
