use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

/// The schema of the OpenAPI Initiative for documents of version 3.1.
const OPENAPI_3_1: &str = include_str!("schemas/openapi-3.1.json");

/// What is wrong with a document, in the words of the official schema; `None` if it is valid.
pub fn problem(document: &Value) -> Option<String> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    let validator =
        VALIDATOR.get_or_init(|| jsonschema::validator_for(&serde_json::from_str(OPENAPI_3_1).ok()?).ok());
    let validator = validator.as_ref()?;
    if validator.is_valid(document) {
        return None;
    }
    let error = validator.iter_errors(document).next()?;
    Some(format!("{} at {}", error.masked(), error.instance_path()))
}
