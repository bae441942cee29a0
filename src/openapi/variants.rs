use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::schema::{AdditionalProperties, AnyOf, OneOf, Schema, SchemaType};

use super::schema::{Facts, SchemaBuilder};
use super::versions::window_members;
use crate::reference::Types;
use crate::shape::{Node, Placed};
use crate::version::Window;

impl SchemaBuilder<'_> {
    /// Scalars of different types under one name, for different versions or at once: any of them, each with
    /// its own text and window.
    pub(super) fn alternatives(
        &self,
        node: &Node,
        key: &str,
        outer: Window,
        facts: &Facts<'_>,
    ) -> Option<Schema> {
        let types = |placed: &Placed| -> Types {
            let definition = placed.definition.map(|at| &self.reference.definitions[at]);
            definition.map(|definition| definition.kind.types).unwrap_or_default()
        };
        let (first, others) = facts.rows.split_first()?;
        let differ = others.iter().any(|placed| types(placed) != types(first));
        let scalar = facts
            .rows
            .iter()
            .all(|placed| !types(placed).is_none() && !types(placed).meets(Types::CONTAINERS));
        if !differ || !scalar || node.holds_something() {
            return None;
        }
        let mut any = AnyOf::new();
        any.schema_type = SchemaType::AnyValue;
        for placed in &facts.rows {
            let mut one = Node { rows: vec![(*placed).clone()], seen: node.seen.clone(), ..Node::default() };
            // What samples show of the other alternatives says nothing about this one.
            one.seen.types = node.seen.types.and(types(placed).or(Types::NULL));
            any.items.push(self.schema(&one, key, outer));
        }
        Some(Schema::AnyOf(any))
    }

    /// A value that is now an array, now something else.
    pub(super) fn either(&self, node: &Node, key: &str, types: Types, facts: &Facts<'_>) -> Schema {
        let rest = types.without(Types::ARRAY);
        let mut any = AnyOf::new();
        any.schema_type = SchemaType::AnyValue;
        any.items.push(RefOr::T(Schema::Array(self.array(node, key, Types::ARRAY, facts))));
        any.items.push(RefOr::T(Schema::Object(self.object(node, key, rest, facts))));
        any.description = self.description(facts);
        any.extensions = self.extensions(node, key, facts);
        Schema::AnyOf(any)
    }

    pub(super) fn variants(&self, node: &Node, outer: Window) -> Schema {
        let actions = node.variants.iter().all(|variant| variant.action.is_some());
        let items: Vec<RefOr<Schema>> = node
            .variants
            .iter()
            .filter(|variant| self.options.view.sees(self.reference.operations[variant.operation].window))
            .map(|variant| self.variant(variant, actions, outer))
            .collect();
        if actions {
            let mut one = OneOf::new();
            one.schema_type = SchemaType::AnyValue;
            one.items = items;
            Schema::OneOf(one)
        } else {
            let mut any = AnyOf::new();
            any.schema_type = SchemaType::AnyValue;
            any.items = items;
            Schema::AnyOf(any)
        }
    }

    pub(super) fn variant(
        &self,
        variant: &crate::shape::Variant,
        action: bool,
        outer: Window,
    ) -> RefOr<Schema> {
        let operation = &self.reference.operations[variant.operation];
        let mut schema = self.schema(&variant.node, "", outer);
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.title = Some(operation.title.clone());
            if action {
                // The one key of its own tells an action from the others.
                object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
                let mut facts = window_members(operation.window, outer);
                if let Some(name) = &variant.action {
                    facts.insert("action-name".to_owned(), json!(name));
                    if let Some(key) = object.properties.keys().find(|key| *key == name).cloned()
                        && !object.required.contains(&key)
                    {
                        object.required.push(key);
                    }
                }
                object.extensions = Some(Extensions::from_iter([("x-openstack", Value::from(facts))]));
            }
        }
        schema
    }
}
