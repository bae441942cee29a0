//! Documents for gateways take every sample that they show, so that a gateway that validates never refuses
//! the published example.

use apiref::Gateway;
use serde_json::{Map, Value, json};

use crate::library::fitted_all;
use crate::tree::{Tree, corpus, own_trees};

/// The document with `nullable` in the words of JSON Schema.
fn in_json_schema(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.remove("nullable") == Some(json!(true))
                && let Some(one) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([one, "null"]));
            }
            members.values_mut().for_each(in_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(in_json_schema),
        _ => {}
    }
}

/// The schema of each media type that shows examples, with these.
fn shown<'d>(value: &'d Value, found: &mut Vec<(&'d Value, Vec<&'d Value>)>) {
    if let Value::Object(members) = value {
        if let (Some(schema), Some(Value::Object(examples))) =
            (members.get("schema"), members.get("examples"))
        {
            found.push((schema, examples.values().filter_map(|example| example.get("value")).collect()));
        }
        members.values().for_each(|member| shown(member, found));
    } else if let Value::Array(items) = value {
        items.iter().for_each(|item| shown(item, found));
    }
}

#[test]
fn every_sample_of_a_document_for_gateways_is_accepted() {
    let mut count = 0;
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        for all in [false, true] {
            for fitted in fitted_all(&tree, all, Gateway::default()) {
                let components =
                    fitted.value.get("components").cloned().unwrap_or_else(|| Value::Object(Map::new()));
                let mut found = Vec::new();
                shown(&fitted.value["paths"], &mut found);
                for (schema, examples) in found {
                    let mut whole = json!({ "allOf": [schema], "components": components });
                    in_json_schema(&mut whole);
                    let validator = jsonschema::draft4::new(&whole).unwrap();
                    for example in examples {
                        let refused: Vec<String> =
                            validator.iter_errors(example).map(|error| error.to_string()).collect();
                        assert_eq!(refused, [""; 0], "{}: {schema}", folder.display());
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 200, "only {count} samples are shown");
}
