use std::sync::LazyLock;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

/// The schemas of the OpenAPI Initiative, each compiled when a document first asks for it.
static VALIDATORS: [(&str, LazyLock<Result<Validator, String>>); 3] = [
    ("3.0.", LazyLock::new(|| compile(include_str!("schemas/openapi-3.0.json")))),
    ("3.1.", LazyLock::new(|| compile(include_str!("schemas/openapi-3.1.json")))),
    ("3.2.", LazyLock::new(|| compile(include_str!("schemas/openapi-3.2.json")))),
];

/// Compiles a reference to the schema: what is compiled is held to the schema of its draft first, which the
/// Initiative's need no more, and the one of draft 7 is compiled for samples anyway.
fn compile(schema: &str) -> Result<Validator, String> {
    let schema: Value = serde_json::from_str(schema).map_err(|error| error.to_string())?;
    let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str);
    let id = id.ok_or("it has no id")?;
    let registry = Registry::new().add(id, &schema).and_then(|registry| registry.prepare());
    let registry = registry.map_err(|error| error.to_string())?;
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .with_registry(&registry)
        .build(&json!({ "$ref": id }))
        .map_err(|error| error.to_string())
}

/// What is wrong with a document, in the words of the official schema of its version; `None` if it is valid.
/// A schema that cannot be asked is a problem too.
pub(crate) fn problem(document: &Value) -> Option<String> {
    let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
    let Some((_, validator)) = VALIDATORS.iter().find(|(begin, _)| version.starts_with(begin)) else {
        return Some(format!("`{version}` is no version of OpenAPI"));
    };
    problem_by(validator.as_ref(), version, document)
}

fn problem_by(validator: Result<&Validator, &String>, version: &str, document: &Value) -> Option<String> {
    let validator = match validator {
        Ok(validator) => validator,
        Err(error) => {
            return Some(format!("nobody can tell, as the schema of {version} does not compile: {error}"));
        }
    };
    if validator.is_valid(document) {
        return None;
    }
    let error = validator.iter_errors(document).next()?;
    Some(format!("{} at {}", error.masked(), error.instance_path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_of_the_initiative_compiles() {
        assert!(VALIDATORS.iter().all(|(_, validator)| validator.is_ok()));
    }

    #[test]
    fn a_document_that_cannot_be_asked_about_is_not_called_valid() {
        for schema in ["{", "{}", r#"{"$id": "urn:x", "type": 1}"#] {
            let validator = compile(schema);
            let problem = problem_by(validator.as_ref(), "3.1.0", &json!({}));
            assert!(problem.is_some_and(|problem| problem.contains("does not compile")), "{schema}");
        }
    }

    #[test]
    fn every_schema_of_the_initiative_is_a_schema() {
        for text in [
            include_str!("schemas/openapi-3.0.json"),
            include_str!("schemas/openapi-3.1.json"),
            include_str!("schemas/openapi-3.2.json"),
        ] {
            let schema: Value = serde_json::from_str(text).expect("JSON");
            assert!(jsonschema::meta::is_valid(&schema));
        }
    }

    #[test]
    fn documents_are_asked_in_their_own_version() {
        let document = |version: &str| {
            let schema = json!({"type": ["string", "null"]});
            json!({"openapi": version, "info": {"title": "t", "version": "1"}, "paths": {},
                   "components": {"schemas": {"A": schema}}})
        };
        assert_eq!(problem(&document("3.1.0")), None);
        assert_eq!(problem(&document("3.2.0")), None);
        assert!(problem(&document("3.0.3")).is_some());
        assert!(problem(&document("2.0")).is_some());
    }
}
