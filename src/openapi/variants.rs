use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::schema::{AdditionalProperties, AnyOf, OneOf, Schema, SchemaType};

use super::schema::{Facts, SchemaBuilder};
use super::versions::window_members;
use crate::reference::Types;
use crate::shape::{Node, Placed, Variant};
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

    pub(super) fn variants(&self, node: &Node, outer: Window) -> RefOr<Schema> {
        let actions = node.variants.iter().all(|variant| variant.action.is_some());
        let is_seen = |variant: &&Variant| {
            let window = self.reference.operations[variant.operation].window;
            self.options.view.sees(window) && self.options.view.sees(variant.window)
        };
        let seen: Vec<&Variant> = node.variants.iter().filter(is_seen).collect();
        if let [only] = seen.as_slice()
            && !actions
            && node.variants.iter().all(|variant| variant.form.is_some())
        {
            return self.schema(&only.node, "", outer.intersect(only.window));
        }
        let items: Vec<RefOr<Schema>> =
            seen.into_iter().map(|variant| self.variant(variant, actions, outer)).collect();
        if actions {
            let mut one = OneOf::new();
            one.schema_type = SchemaType::AnyValue;
            one.items = items;
            RefOr::T(Schema::OneOf(one))
        } else {
            let mut any = AnyOf::new();
            any.schema_type = SchemaType::AnyValue;
            any.items = items;
            RefOr::T(Schema::AnyOf(any))
        }
    }

    pub(super) fn variant(&self, variant: &Variant, action: bool, outer: Window) -> RefOr<Schema> {
        let operation = &self.reference.operations[variant.operation];
        let mut schema = self.schema(&variant.node, "", outer.intersect(variant.window));
        if let RefOr::T(Schema::Array(array)) = &mut schema
            && let Some(form) = &variant.form
        {
            array.title = Some(title_of(form));
        }
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.title = Some(variant.form.as_deref().map_or_else(|| operation.title.clone(), title_of));
            let facts = window_members(variant.window, outer);
            if !facts.is_empty() {
                object.extensions = Some(Extensions::from_iter([("x-openstack", Value::from(facts))]));
            }
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

/// A label or title as the title of a schema: one line without marks.
fn title_of(form: &str) -> String {
    let plain = crate::rst::plain(form);
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").trim_end_matches(':').trim_matches('*').replace('`', "")
}
