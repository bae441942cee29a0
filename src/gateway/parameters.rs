use serde_json::Value;

use super::operations::{self, resolved};

/// Writes the parameters out in every operation: some importers know no `components/parameters`.
pub(super) fn inline(document: &mut Value) {
    let before = document.clone();
    operations::each(document, |_, _, operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
        for parameter in parameters {
            *parameter = resolved(&before, parameter).clone();
        }
    });
}
