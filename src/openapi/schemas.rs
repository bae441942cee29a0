//! `components/schemas`: the bodies of a document, and the objects that stand in them more than once.

use std::collections::BTreeMap;

use serde_json::Value;

use super::canonical::reads_alike;
use super::component_names::{BodyUser, ComponentNames};
use super::shared_objects::Survey;
use crate::collections::HashMap;
use crate::json::hash;

/// The schemas of a document by name, and the name of each body that was handed in.
#[derive(Debug, Default)]
pub(super) struct Schemas {
    pub(super) values: BTreeMap<String, Value>,
    /// In the order of the bodies.
    pub(super) names: Vec<String>,
}

/// Equal bodies, which are one component.
pub(super) struct DistinctBody {
    pub(super) schema: Value,
    /// Who sends or answers it, in the order of the source.
    pub(super) users: Vec<BodyUser>,
}

impl Schemas {
    /// Makes components of bodies. What equals another is one with it, and so are the objects in them; a body
    /// is named after the operation that alone has it, or after the resource, an object after its key.
    pub(super) fn of(bodies: Vec<(BodyUser, Value)>) -> Self {
        let (distinct, component_of) = distinct(bodies);
        let mut names = ComponentNames::default();
        let survey = Survey::of(&distinct);
        let own: Vec<String> =
            distinct.iter().enumerate().map(|(at, body)| names.of_body(body, survey.is_inside(at))).collect();
        let replacement = survey.named(&distinct, &own, &mut names);
        let mut values = BTreeMap::new();
        for (body, name) in distinct.into_iter().zip(&own) {
            let mut schema = body.schema;
            replacement.apply_within(&mut schema, &mut values);
            values.insert(name.clone(), schema);
        }
        let names = component_of.into_iter().filter_map(|at| own.get(at).cloned()).collect();
        Self { values, names }
    }
}

/// The bodies without repetition, and for each that was given the index of the one that it equals.
fn distinct(bodies: Vec<(BodyUser, Value)>) -> (Vec<DistinctBody>, Vec<usize>) {
    let mut distinct: Vec<DistinctBody> = Vec::new();
    let mut known: HashMap<u64, Vec<usize>> = HashMap::default();
    let mut component_of = Vec::with_capacity(bodies.len());
    for (user, schema) in bodies {
        let alike = known.entry(hash(&schema)).or_default();
        let is_it = |at: &&usize| distinct.get(**at).is_some_and(|body| reads_alike(&body.schema, &schema));
        let at = match alike.iter().find(is_it) {
            Some(at) => *at,
            None => {
                alike.push(distinct.len());
                distinct.push(DistinctBody { schema, users: Vec::new() });
                distinct.len() - 1
            }
        };
        distinct.get_mut(at).into_iter().for_each(|body| body.users.push(user.clone()));
        component_of.push(at);
    }
    (distinct, component_of)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::component_names::user;
    use super::*;

    fn object(properties: Value) -> Value {
        json!({ "type": "object", "properties": properties })
    }

    #[test]
    fn an_object_that_stands_twice_is_a_component_and_keeps_its_own_text() {
        let size = || object(json!({ "unit": {"type": "string"} }));
        let mut told = size();
        told["description"] = json!("How large it is.");
        let schemas = Schemas::of(vec![
            (user("Box", "Show", "response"), object(json!({ "size": size() }))),
            (user("Lid", "Show", "response"), object(json!({ "size": told, "name": {"type": "string"} }))),
        ]);
        assert_eq!(schemas.values["Size"], size());
        let reference = "#/components/schemas/Size";
        assert_eq!(schemas.values["BoxShowResponse"]["properties"]["size"], json!({ "$ref": reference }));
        assert_eq!(
            schemas.values["LidShowResponse"]["properties"]["size"],
            json!({ "$ref": reference, "description": "How large it is." })
        );
    }

    #[test]
    fn a_body_of_several_operations_is_named_after_the_resource() {
        let plain = || object(json!({ "id": {"type": "string"}, "name": {"type": "string"} }));
        let bodies = vec![
            (user("Zone", "Create", "response"), plain()),
            (user("Zone", "Show", "response"), plain()),
            (
                user("Zone", "List", "response"),
                object(json!({ "zones": {"type": "array", "items": plain()} })),
            ),
        ];
        let schemas = Schemas::of(bodies);
        assert_eq!(schemas.names, ["Zone", "Zone", "ZoneListResponse"]);
        assert_eq!(
            schemas.values["ZoneListResponse"]["properties"]["zones"]["items"],
            json!({ "$ref": "#/components/schemas/Zone" })
        );
        assert_eq!(schemas.values.len(), 2);
    }

    #[test]
    fn no_name_has_a_number() {
        let with = |key: &str| object(json!({ "options": object(json!({ key: {"type": "string"} })) }));
        let keys = ["a", "a", "b", "b", "c", "c"];
        let bodies = keys.iter().enumerate().map(|(at, key)| {
            let mut body = with(key);
            body["properties"][format!("own{at}")] = json!({ "type": "string" });
            (user("Box", ["Create", "Show", "Update"][at % 3], "response"), body)
        });
        let schemas = Schemas::of(bodies.collect());
        assert_eq!(schemas.names.len(), 6);
        let numbered: Vec<&String> =
            schemas.values.keys().filter(|name| name.ends_with(|last: char| last.is_ascii_digit())).collect();
        assert!(numbered.is_empty(), "{numbered:?}");
    }
}
