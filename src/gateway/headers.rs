use serde_json::{Map, Value, json};

use crate::projection::{Kind, visit};

/// Request headers take any value, and no microversion has to be named: some gateways make a route of each
/// value of a list, and refuse requests without the header. The list stays for people under `x-enum`.
pub(super) fn open(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        if let (Kind::Parameter, Value::Object(parameter)) = (kind, object)
            && parameter.get("in").and_then(Value::as_str) == Some("header")
        {
            open_one(parameter);
        }
    });
}

fn open_one(parameter: &mut Map<String, Value>) {
    let microversion = parameter.get("name").and_then(Value::as_str).is_some_and(is_microversion);
    if microversion {
        parameter.insert("required".to_owned(), json!(false));
    }
    if let Some(Value::Object(schema)) = parameter.get_mut("schema")
        && let Some(values) = schema.shift_remove("enum")
    {
        schema.insert("x-enum".to_owned(), values);
    }
}

/// `OpenStack-API-Version`, and the older headers of single services such as
/// `X-OpenStack-Ironic-API-Version`.
fn is_microversion(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("-api-version")
}
