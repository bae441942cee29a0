use serde_json::{Value, json};

use super::loss::Losses;
use super::{composition, keywords, types};
use crate::place::Pointer;

/// Says in 3.0 what a schema says in JSON Schema 2020-12. The schemas inside it are lowered already.
pub(super) fn lower(schema: &mut Value, at: &Pointer, losses: &mut Losses) {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({"not": {}}),
        Value::Object(members) => {
            composition::reference(members);
            composition::conditions(members);
            composition::dependencies(members);
            keywords::constant(members);
            keywords::bounds(members);
            keywords::contents(members, at, losses);
            keywords::examples(members, at, losses);
            keywords::positions(members, at, losses);
            keywords::objects(members, at, losses);
            types::lower(members);
            keywords::items(members);
            composition::null_union(members);
            keywords::unknown(members, at, losses);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::anatomy::{Kind, visit_object};
    use super::*;

    /// A schema in 3.0, and how much of it is lost.
    fn lowered(mut schema: Value) -> (Value, usize) {
        let mut losses = Losses::default();
        visit_object(&mut schema, Kind::Schema, &mut |_, at, object| {
            lower(object, &at.pointer(), &mut losses)
        });
        (schema, losses.0.len())
    }

    /// Both schemas say the same.
    #[track_caller]
    fn exact(schema: Value, expected: Value) {
        assert_eq!(lowered(schema), (expected, 0));
    }

    #[test]
    fn null_is_a_mark_beside_the_type() {
        exact(json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true}));
        exact(json!({"type": "null"}), types::null());
        exact(json!({"type": ["null"]}), types::null());
        exact(json!({"const": null}), types::null());
        exact(
            json!({"type": ["string", "null"], "enum": ["a", null]}),
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
        );
        // One of the two alone would say no null: the type without null, and the list without it.
        exact(json!({"type": "string", "enum": ["a"]}), json!({"type": "string", "enum": ["a"]}));
    }

    #[test]
    fn several_types_are_alternatives() {
        exact(
            json!({"type": ["integer", "string", "null"], "description": "d", "format": "uuid", "minimum": 1}),
            json!({"description": "d", "anyOf": [
                {"type": "integer", "nullable": true, "minimum": 1},
                {"type": "string", "nullable": true, "format": "uuid"}
            ]}),
        );
        exact(
            json!({"type": ["array", "object"], "items": {}, "properties": {"a": {}}}),
            json!({"anyOf": [{"type": "array", "items": {}}, {"type": "object", "properties": {"a": {}}}]}),
        );
        exact(
            json!({"type": ["string", "boolean"], "anyOf": [{"minLength": 2}]}),
            json!({"allOf": [{"anyOf": [{"minLength": 2}]}],
                   "anyOf": [{"type": "string"}, {"type": "boolean"}]}),
        );
    }

    #[test]
    fn a_union_with_null_is_nullable() {
        exact(
            json!({"anyOf": [{"type": "object"}, {"type": "null"}], "description": "d"}),
            json!({"description": "d", "type": "object", "nullable": true}),
        );
        exact(
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}),
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
        );
        // By the clarification of 3.0.3 `nullable` opens only the type beside it, so a reference cannot be
        // opened.
        exact(
            json!({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}),
            json!({"anyOf": [{"$ref": "#/components/schemas/A"}, types::null()]}),
        );
    }

    #[test]
    fn words_that_changed_are_translated() {
        exact(json!({"const": 1}), json!({"enum": [1]}));
        exact(json!({"examples": ["a"]}), json!({"example": "a"}));
        exact(json!({"exclusiveMinimum": 3}), json!({"minimum": 3, "exclusiveMinimum": true}));
        exact(json!({"maximum": 2, "exclusiveMaximum": 3}), json!({"maximum": 2}));
        exact(
            json!({"type": "string", "contentEncoding": "base64"}),
            json!({"type": "string", "format": "byte"}),
        );
        exact(
            json!({"$ref": "#/a", "description": "d"}),
            json!({"description": "d", "allOf": [{"$ref": "#/a"}]}),
        );
        exact(json!({"$ref": "#/a"}), json!({"$ref": "#/a"}));
        exact(json!({"type": "array"}), json!({"type": "array", "items": {}}));
        exact(json!({"type": ["array", "null"]}), json!({"type": "array", "nullable": true, "items": {}}));
        exact(json!({"type": "object", "required": []}), json!({"type": "object"}));
        exact(json!({"items": true, "not": false}), json!({"items": {}, "not": {"not": {}}}));
        exact(json!({"additionalProperties": false}), json!({"additionalProperties": false}));
        exact(json!({"$comment": "c", "x-own": 1}), json!({"x-own": 1}));
    }

    #[test]
    fn conditions_become_alternatives() {
        exact(
            json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
            json!({"allOf": [{"anyOf": [{"not": {"required": ["a"]}}, {"required": ["b"]}]}]}),
        );
        exact(
            json!({"dependentRequired": {"a": ["b"]}}),
            json!({"allOf": [{"anyOf": [{"not": {"required": ["a"]}}, {"required": ["b"]}]}]}),
        );
    }

    #[test]
    fn what_has_no_words_in_3_0_is_lost_and_told() {
        let lost = |schema: Value| lowered(schema);
        assert_eq!(lost(json!({"examples": [1, 2]})), (json!({"example": 1}), 1));
        assert_eq!(lost(json!({"propertyNames": {"maxLength": 3}})), (json!({}), 1));
        assert_eq!(lost(json!({"contains": {}, "unevaluatedItems": false})), (json!({}), 2));
        assert_eq!(
            lost(json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}]})).1,
            1
        );
        assert_eq!(
            lost(json!({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": false})),
            (json!({"additionalProperties": {"type": "string"}}), 1)
        );
    }
}
