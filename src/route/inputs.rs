use serde_json::{Map, Value};

/// What a request of an operation may carry beside its path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Inputs {
    /// The names of its query parameters.
    pub(super) query: Vec<String>,
    /// The names of its headers: parameters, credentials, and those of its body.
    pub(super) headers: Vec<String>,
}

impl Inputs {
    /// Of an operation of a path item of a document.
    pub(super) fn of(document: &Value, item: &Value, operation: &Value) -> Self {
        let mut inputs = Self::default();
        for parameter in [item, operation].into_iter().flat_map(|holder| list(holder, "parameters")) {
            let parameter = resolved(document, parameter);
            let word = |key| parameter.get(key).and_then(Value::as_str);
            match (word("in"), word("name")) {
                (Some("query"), Some(name)) => add(&mut inputs.query, name, str::eq),
                (Some("header"), Some(name)) => add(&mut inputs.headers, name, str::eq_ignore_ascii_case),
                _ => {}
            }
        }
        let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
        for scheme in schemes.into_iter().flat_map(Map::values) {
            let is_header = scheme.get("in").and_then(Value::as_str) == Some("header");
            if let Some(name) = scheme.get("name").and_then(Value::as_str).filter(|_| is_header) {
                add(&mut inputs.headers, name, str::eq_ignore_ascii_case);
            }
        }
        if operation.get("requestBody").is_some() {
            add(&mut inputs.headers, "Content-Type", str::eq_ignore_ascii_case);
        }
        add(&mut inputs.headers, "Accept", str::eq_ignore_ascii_case);
        inputs
    }
}

fn add(names: &mut Vec<String>, name: &str, same: fn(&str, &str) -> bool) {
    if !names.iter().any(|known| same(known, name)) {
        names.push(name.to_owned());
    }
}

fn list<'a>(holder: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    holder.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The parameter itself, where a reference stands for it.
fn resolved<'a>(document: &'a Value, parameter: &'a Value) -> &'a Value {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|reference| document.pointer(reference.strip_prefix('#')?));
    named.unwrap_or(parameter)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_credentials_and_bodies_are_inputs() {
        let shared = json!({ "name": "limit", "in": "query" });
        let scheme = json!({ "type": "apiKey", "in": "header", "name": "X-Auth-Token" });
        let document = json!({ "components": { "parameters": { "limit": shared }, "securitySchemes": { "t": scheme } } });
        let item = json!({ "parameters": [{ "name": "x-auth-token", "in": "header" }, { "name": "id", "in": "path" }] });
        let operation =
            json!({ "parameters": [{ "$ref": "#/components/parameters/limit" }], "requestBody": {} });
        let Inputs { query, headers } = Inputs::of(&document, &item, &operation);
        assert_eq!(query, ["limit"]);
        assert_eq!(headers, ["x-auth-token", "Content-Type", "Accept"]);
    }
}
