use serde_json::{Map, Value};

use crate::reference::{Reference, Types};
use crate::shape::{Node, Placed, Shapes, Why};
use crate::version::Version;

/// Draws the contract of a body at one version: declared names, types and nulls only; documented objects
/// closed.
#[derive(Debug)]
pub(super) struct Contract<'a> {
    pub(super) reference: &'a Reference,
    pub(super) shapes: &'a Shapes,
    /// The version; `None` where the document has no versions.
    pub(super) version: Option<Version>,
}

impl Contract<'_> {
    /// The contract of a body as JSON Schema, in what all drafts since 6 share.
    pub(super) fn schema(&self, node: &Node) -> Value {
        self.part(node, self.types(node), Around::Body)
    }

    /// The contract of a member: where rows of other objects only share its name, and the object has little
    /// else in common with them, its type is open.
    fn member(&self, object: &Node, member: &Node, around: Around) -> Value {
        let types =
            if is_shared(member) && !self.is_described(object) { Types::NONE } else { self.types(member) };
        self.part(member, types, around)
    }

    fn part(&self, node: &Node, types: Types, around: Around) -> Value {
        let mut schema = Map::new();
        // What has documented members is an object, though no row says so.
        let is_object = types.is_none()
            && node.rows.is_empty()
            && node.values.is_none()
            && self.is_closed(node, around)
            && !node.seen.shown_apart();
        let types = if is_object { Types::OBJECT } else { types };
        if !types.is_none() {
            schema.insert("type".to_owned(), type_value(types));
        }
        if let Some(values) = &node.values {
            let values = self.schema(values);
            if holds_anything(&values) {
                schema.insert("additionalProperties".to_owned(), values);
            }
            // A map may hold keys of its own, which its table lists.
            if !node.members.is_empty() {
                self.list(node, &mut schema);
            }
        } else if self.is_closed(node, around) {
            self.close(node, &mut schema);
        } else {
            self.look_below(node, around, &mut schema);
        }
        let patterns = node.patterns.iter().map(|(pattern, inner)| (pattern.regex(), self.schema(inner)));
        if !node.patterns.is_empty() {
            schema.insert("patternProperties".to_owned(), Value::Object(patterns.collect()));
        }
        if let Some(items) = &node.items {
            let around = if node.is_declared() && around == Around::Body { Around::Row } else { around };
            let items = self.part(items, self.types(items), around);
            if holds_anything(&items) {
                schema.insert("items".to_owned(), items);
            }
        }
        Value::Object(schema)
    }

    fn close(&self, node: &Node, schema: &mut Map<String, Value>) {
        self.list(node, schema);
        schema.insert("additionalProperties".to_owned(), Value::Bool(node.is_open()));
        let below = self.below_unlisted(node);
        if !below.is_empty() {
            let below = Map::from_iter([("properties".to_owned(), Value::Object(below))]);
            schema.insert("allOf".to_owned(), Value::Array(vec![Value::Object(below)]));
        }
    }

    /// What rows say of what is in the keys that no table has. That the rest of it is in no table is told with
    /// the key.
    fn below_unlisted(&self, node: &Node) -> Map<String, Value> {
        let unlisted = node.members.iter().filter(|(_, member)| !member.is_documented());
        let below = unlisted.map(|(key, member)| (key.as_str().to_owned(), self.below(member)));
        below.filter(|(_, schema)| holds_anything(schema)).collect()
    }

    fn below(&self, node: &Node) -> Value {
        let mut schema = Map::new();
        if node.values.is_none() {
            self.list(node, &mut schema);
            if let Some(Value::Object(properties)) = schema.get_mut("properties") {
                properties.extend(self.below_unlisted(node));
            }
            schema.retain(|_, inner| holds_anything(inner));
        }
        for (keyword, inner) in [("items", &node.items), ("additionalProperties", &node.values)] {
            let Some(inner) = inner else { continue };
            let inner = if inner.is_documented() { self.schema(inner) } else { self.below(inner) };
            if holds_anything(&inner) {
                schema.insert(keyword.to_owned(), inner);
            }
        }
        Value::Object(schema)
    }

    /// The members that rows list.
    fn list(&self, node: &Node, schema: &mut Map<String, Value>) {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (key, member) in &node.members {
            if !self.is_active(member) {
                continue;
            }
            properties.insert(key.as_str().to_owned(), self.member(node, member, Around::Body));
            if self.is_required(member) {
                required.push(Value::from(key.as_str()));
            }
        }
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(required));
        }
    }

    /// An object that no table describes may hold one that is described. What no row names inside of an object
    /// that a row names holds rows only by chance, unless they are most of what is in it.
    fn look_below(&self, node: &Node, around: Around, schema: &mut Map<String, Value>) {
        let is_opaque = node.is_declared() || around != Around::Body;
        let inner = node.members.iter().map(|(key, member)| {
            let around = if is_opaque && !member.is_documented() { Around::Opaque } else { Around::Body };
            (key.as_str().to_owned(), self.member(node, member, around))
        });
        let properties: Map<String, Value> = inner.filter(|(_, schema)| holds_anything(schema)).collect();
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
    }

    /// Does the documentation list what is in the object?
    fn is_closed(&self, node: &Node, around: Around) -> bool {
        let is_named = |member: &Node| member.is_documented() && !is_shared(member);
        let counts = |member: &Node| is_named(member) && (around != Around::Opaque || !is_by_chance(member));
        node.members.values().any(counts) || self.is_described(node)
    }

    /// Do rows, even if they only share their names, describe half of the object or more?
    fn is_described(&self, node: &Node) -> bool {
        let known = node.members.values().filter(|member| self.is_active(member)).count();
        known >= 2 && known * 2 >= node.members.len()
    }

    /// Does the documentation list what is in the object in this version?
    pub(super) fn is_listed(&self, node: &Node) -> bool {
        node.members.values().any(|member| self.is_active(member))
    }

    /// Is the member documented, and part of this version?
    pub(super) fn is_active(&self, node: &Node) -> bool {
        let is_active = |version| node.stands_at(version);
        node.structural || (node.is_declared() && self.version.is_none_or(is_active))
    }

    fn sees(&self, placed: &Placed) -> bool {
        self.version.is_none_or(|version| placed.window.contains(version))
    }

    fn is_required(&self, node: &Node) -> bool {
        node.structural
            || node
                .rows
                .iter()
                .filter(|placed| placed.required && placed.why != Why::Shared)
                .any(|placed| self.version.is_none_or(|version| placed.required_in.contains(version)))
    }

    /// What is declared here; nothing where a row says nothing.
    pub(super) fn types(&self, node: &Node) -> Types {
        if node.structural && node.rows.is_empty() {
            return Types::NONE;
        }
        let mut types = Types::NONE;
        for placed in node.rows.iter().filter(|placed| self.sees(placed)) {
            let Some(at) = placed.definition else {
                return Types::NONE;
            };
            let declared = self.shapes.proses.types(self.reference, at);
            if declared.is_none() {
                return Types::NONE;
            }
            types = types.or(declared);
            if self.shapes.proses.of(self.reference, at).nullable {
                types = types.or(Types::NULL);
            }
        }
        types
    }
}

/// Do rows stand here only because samples show their names here, too?
fn is_by_chance(node: &Node) -> bool {
    !node.structural && node.rows.iter().all(|placed| matches!(placed.why, Why::Nearest | Why::Deeper))
}

/// What a part of a body stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// The body, or an object that its table describes.
    Body,
    /// The list that a row names.
    Row,
    /// An object that a row names, without any row about what is in it.
    Opaque,
}

/// Does a part of a schema say anything?
fn holds_anything(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// One type as its name, several as a list.
fn type_value(types: Types) -> Value {
    let mut names = types.names().map(Value::from);
    match (names.next(), names.next()) {
        (Some(only), None) => only,
        (first, second) => first.into_iter().chain(second).chain(names).collect(),
    }
}

/// Do rows of another object stand here, because they have its name?
fn is_shared(node: &Node) -> bool {
    node.rows.iter().any(|placed| placed.why == Why::Shared)
}
