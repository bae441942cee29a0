use serde_json::{Map, Value};

use crate::place::ValuePath;

/// The kinds of objects in an OpenAPI document, as far as documents of ours hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole.
    Document,
    /// `info`
    Info,
    /// `components`
    Components,
    /// A member of `paths`.
    PathItem,
    /// A member of a path item.
    Operation,
    /// A parameter.
    Parameter,
    /// A header of a response.
    Header,
    /// The body of a request.
    RequestBody,
    /// A response.
    Response,
    /// A member of `content`.
    MediaType,
    /// A schema; never one of the booleans that `additionalProperties` may be.
    Schema,
}

/// How a member holds objects.
enum Holds {
    One(Kind),
    List(Kind),
    Map(Kind),
    /// A schema or a boolean that is none.
    SchemaOrBoolean,
}

/// Objects below this depth are not visited. Samples end at 128 levels, and a level of a sample is at most
/// two of schemas.
const DEEPEST: usize = 400;

/// Calls `see` for every object of a document with its kind and its place, the inner ones before the outer
/// ones. `false` if the document is too deep to be seen whole.
pub(crate) fn visit(document: &mut Value, see: &mut dyn FnMut(Kind, &ValuePath<'_>, &mut Value)) -> bool {
    let mut visitor = Visitor { see, whole: true };
    visitor.object(document, Kind::Document, &ValuePath::Root, 0);
    visitor.whole
}

/// The same for one object of a known kind.
pub(crate) fn visit_object(
    object: &mut Value,
    kind: Kind,
    see: &mut dyn FnMut(Kind, &ValuePath<'_>, &mut Value),
) -> bool {
    let mut visitor = Visitor { see, whole: true };
    visitor.object(object, kind, &ValuePath::Root, 0);
    visitor.whole
}

struct Visitor<'a> {
    see: &'a mut dyn FnMut(Kind, &ValuePath<'_>, &mut Value),
    whole: bool,
}

impl Visitor<'_> {
    fn object(&mut self, value: &mut Value, kind: Kind, at: &ValuePath<'_>, depth: usize) {
        if depth > DEEPEST {
            self.whole = false;
            return;
        }
        if let Value::Object(members) = value {
            self.members(members, kind, at, depth + 1);
        }
        (self.see)(kind, at, value);
    }

    fn members(&mut self, members: &mut Map<String, Value>, kind: Kind, at: &ValuePath<'_>, depth: usize) {
        for (key, value) in members.iter_mut() {
            let Some(holds) = held(kind, key, value) else { continue };
            let at = ValuePath::Key(at, key);
            match (holds, value) {
                (Holds::SchemaOrBoolean, Value::Bool(_)) => {}
                (Holds::SchemaOrBoolean, value) => self.object(value, Kind::Schema, &at, depth),
                (Holds::One(inner), value) => self.object(value, inner, &at, depth),
                (Holds::List(inner), Value::Array(items)) => {
                    for (number, item) in items.iter_mut().enumerate() {
                        self.object(item, inner, &ValuePath::Index(&at, number), depth);
                    }
                }
                (Holds::Map(inner), Value::Object(entries)) => {
                    for (name, entry) in entries.iter_mut() {
                        self.object(entry, inner, &ValuePath::Key(&at, name), depth);
                    }
                }
                _ => {}
            }
        }
    }
}

fn held(kind: Kind, key: &str, value: &Value) -> Option<Holds> {
    use Holds::{List, Map, One, SchemaOrBoolean};
    Some(match (kind, key) {
        (Kind::Document, "info") => One(Kind::Info),
        (Kind::Document, "paths" | "webhooks") | (Kind::Components, "pathItems") => Map(Kind::PathItem),
        (Kind::Document, "components") => One(Kind::Components),
        (Kind::Components, "schemas") => Map(Kind::Schema),
        (Kind::Components | Kind::Operation, "responses") => Map(Kind::Response),
        (Kind::Components, "parameters") => Map(Kind::Parameter),
        (Kind::Components, "requestBodies") => Map(Kind::RequestBody),
        (Kind::Components | Kind::Response, "headers") => Map(Kind::Header),
        (Kind::PathItem | Kind::Operation, "parameters") => List(Kind::Parameter),
        (Kind::PathItem, _) if is_operation(value) => One(Kind::Operation),
        (Kind::Operation, "requestBody") => One(Kind::RequestBody),
        (Kind::Parameter | Kind::Header | Kind::MediaType, "schema") => One(Kind::Schema),
        (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => {
            Map(Kind::MediaType)
        }
        (Kind::Schema, "properties" | "patternProperties" | "dependentSchemas" | "$defs") => {
            Map(Kind::Schema)
        }
        (Kind::Schema, "allOf" | "anyOf" | "oneOf" | "prefixItems") => List(Kind::Schema),
        (
            Kind::Schema,
            "items" | "not" | "if" | "then" | "else" | "contains" | "propertyNames" | "contentSchema",
        ) => One(Kind::Schema),
        (Kind::Schema, "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems") => {
            SchemaOrBoolean
        }
        _ => return None,
    })
}

/// The operations of a path item are the members that answer, those of verbs without a field (`x-copy`) too.
fn is_operation(value: &Value) -> bool {
    value.get("responses").is_some_and(Value::is_object)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(mut document: Value) -> Vec<(Kind, String)> {
        let mut seen = Vec::new();
        visit(&mut document, &mut |kind, at, _| seen.push((kind, at.pointer().to_string())));
        seen
    }

    #[test]
    fn inner_objects_come_first() {
        let document = json!({
            "paths": {"/a": {"x-copy": {
                "responses": {"200": {"content": {"application/json": {"schema": {"items": {}}}}}}
            }}},
            "components": {"schemas": {"properties": {"additionalProperties": false}}}
        });
        let media = "/paths/~1a/x-copy/responses/200/content/application~1json";
        let expected = [
            (Kind::Schema, format!("{media}/schema/items")),
            (Kind::Schema, format!("{media}/schema")),
            (Kind::MediaType, media.to_owned()),
            (Kind::Response, "/paths/~1a/x-copy/responses/200".to_owned()),
            (Kind::Operation, "/paths/~1a/x-copy".to_owned()),
            (Kind::PathItem, "/paths/~1a".to_owned()),
            (Kind::Schema, "/components/schemas/properties".to_owned()),
            (Kind::Components, "/components".to_owned()),
            (Kind::Document, String::new()),
        ];
        assert_eq!(seen(document), expected);
    }

    #[test]
    fn a_bottomless_schema_is_not_followed_to_the_end() {
        let within = |schema: Value, _: usize| Value::Object(Map::from_iter([("items".to_owned(), schema)]));
        let mut schema = (0..2 * DEEPEST).fold(json!({}), within);
        let mut count = 0;
        assert!(!visit_object(&mut schema, Kind::Schema, &mut |_, _, _| count += 1));
        assert_eq!(count, DEEPEST + 1);
    }
}
