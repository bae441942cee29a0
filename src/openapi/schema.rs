use serde_json::{Value, json};
use smallvec::SmallVec;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::schema::{AdditionalProperties, Array, Object, Schema, SchemaFormat};
use utoipa::openapi::{Deprecated, RefOr};

use super::examples::REFERENCE_KEY;
use super::texts::Texts;
use super::types::{is_null, likely, scalar, schema_type};
use super::versions::window_members;
use super::{Options, View};
use crate::reference::{Definition, DefinitionId, Location, Reference, Types};
use crate::shape::{Key, MapReason, Node, Placed, Prose, Shapes, Why, is_shown_link};
use crate::version::Window;

/// Builds the published schema of a shape: as a reader needs it, open, with observed keys and the likelier
/// types.
pub(super) struct SchemaBuilder<'a> {
    pub(super) reference: &'a Reference,
    pub(super) shapes: &'a Shapes,
    pub(super) options: &'a Options,
    pub(super) texts: &'a Texts<'a>,
    /// The window of the operation whose schema is built: what is said about versions is said relative to it.
    pub(super) base: Window,
}

/// What is said about a node in the versions that the document covers.
pub(super) struct Facts<'a> {
    pub(super) rows: SmallVec<[&'a Placed; 1]>,
    pub(super) definitions: SmallVec<[(DefinitionId, &'a Definition); 1]>,
    pub(super) window: Window,
}

impl<'a> SchemaBuilder<'a> {
    /// The schema of a node called `key`, inside something with window `outer`.
    pub(super) fn schema(&self, node: &Node, key: &str, outer: Window) -> RefOr<Schema> {
        if !node.variants.is_empty() {
            return self.variants(node, outer);
        }
        let facts = self.facts(node, outer);
        if let Some(schema) = self.alternatives(node, key, outer, &facts) {
            return RefOr::T(schema);
        }
        let types = self.types(node, key, &facts);
        let containers = types.and(Types::CONTAINERS);
        if containers == Types::CONTAINERS
            || (containers.has(Types::ARRAY)
                && types.meets(Types::STRING.or(Types::NUMBER).or(Types::BOOLEAN)))
        {
            return RefOr::T(self.either(node, key, types, &facts));
        }
        let mut schema = if types.has(Types::ARRAY) {
            Schema::Array(self.array(node, key, types, &facts))
        } else {
            Schema::Object(self.object(node, key, types, &facts))
        };
        self.annotate(&mut schema, node, key, types, &facts);
        RefOr::T(schema)
    }

    /// Is the node part of the document at all?
    pub(super) fn is_seen(&self, node: &Node) -> bool {
        if node.rows.is_empty() {
            let is_gone = match self.options.view {
                View::At(version) => node.gone.is_some_and(|gone| gone <= version),
                View::All => false,
            };
            return !is_gone && (node.structural || node.mentioned.is_some() || !self.options.declared_only);
        }
        node.windows().any(|window| self.options.view.sees(window))
    }

    pub(super) fn facts<'n>(&self, node: &'n Node, outer: Window) -> Facts<'n>
    where
        'a: 'n,
    {
        let rows: SmallVec<[&Placed; 1]> =
            node.rows.iter().filter(|placed| self.options.view.sees(placed.window)).collect();
        let definitions = rows
            .iter()
            .filter_map(|placed| Some((placed.definition?, &self.reference.definitions[placed.definition?])))
            .collect();
        let implied = node.implied.iter().copied().filter(|window| self.options.view.sees(*window));
        let window = rows
            .iter()
            .map(|placed| placed.window)
            .chain(implied)
            .reduce(Window::hull)
            .unwrap_or(Window::ALL)
            .intersect(outer);
        Facts { rows, definitions, window }
    }

    fn prose(&self, definition: DefinitionId) -> &Prose {
        self.shapes.proses.of(self.reference, definition)
    }

    /// The types to publish: what is declared, unless samples show something likelier; `null` where text or
    /// samples have it.
    fn types(&self, node: &Node, key: &str, facts: &Facts<'_>) -> Types {
        let is_listed = |member: &Node| member.rows.iter().any(|placed| placed.why != Why::Shared);
        if facts.rows.is_empty() && node.values.is_none() && node.members.values().any(is_listed) {
            // Whatever a sample shows, its table describes an object; where samples show scalars beside it,
            // both are meant.
            let scalars = node.seen.types.without(Types::CONTAINERS).without(Types::NULL);
            return if node.seen.shown_apart() { Types::OBJECT.or(scalars) } else { Types::OBJECT };
        }
        let mut declared = Types::NONE;
        let mut unknown = facts.definitions.len() < facts.rows.len();
        for (at, _) in &facts.definitions {
            let types = self.shapes.proses.types(self.reference, *at);
            unknown |= types.is_none();
            declared = declared.or(types);
        }
        let mut shown = node.seen.types.without(Types::NULL);
        if declared.has(Types::INTEGER) && !node.seen.fraction && shown.has(Types::NUMBER) {
            // `1.0`, `1e3` and what has more than 64 bits are integers.
            shown = shown.without(Types::NUMBER).or(Types::INTEGER);
        }
        let mut types = likely(if unknown { Types::NONE } else { declared.without(Types::NULL) }, shown);
        if types.is_none() && node.holds_something() {
            types = if node.items.is_some() { Types::ARRAY } else { Types::OBJECT };
        }
        if types.is_none() && facts.rows.is_empty() && node.seen.types == Types::NULL {
            // Nobody has shown a value: what the key holds elsewhere, else the commonest type (right for 32
            // of 34 keys of four services).
            types = self.shapes.types_elsewhere(key).unwrap_or(Types::STRING);
        }
        if let Some(guess) = node.mentioned.filter(|_| types.is_none()) {
            types = self.shapes.types_elsewhere(key).unwrap_or(guess);
        }
        if node.structural && types.is_none() {
            types = Types::OBJECT;
        }
        let has_members = node.values.is_some() || !(node.members.is_empty() && node.patterns.is_empty());
        if has_members && !types.has(Types::OBJECT) && !(types.has(Types::ARRAY) && node.items.is_some()) {
            // What has members is an object, whatever its entry says.
            types = types.and(shown.without(Types::CONTAINERS)).or(Types::OBJECT);
        }
        let says_null = facts.definitions.iter().any(|(at, definition)| {
            definition.kind.types.has(Types::NULL) || self.prose(*at).nullable || self.shapes.shows_null(*at)
        });
        let only_null = types.is_none() && declared == Types::NULL;
        if (says_null || node.seen.types.has(Types::NULL)) && (!types.is_none() || only_null) {
            types = types.or(Types::NULL);
        }
        types
    }

    pub(super) fn object(&self, node: &Node, key: &str, types: Types, facts: &Facts<'_>) -> Object {
        let mut object = Object::new();
        object.schema_type = schema_type(types);
        // Schemas are large, and to move them while the map grows costs more than to look how many there are.
        object.properties.reserve(node.members.len());
        let is_property = |(name, member): &(&Key, &Node)| *name != REFERENCE_KEY && self.is_seen(member);
        let is_patch = ["op", "path"].iter().all(|name| node.members.contains_key(*name));
        for (name, member) in node.members.iter().filter(is_property) {
            let schema = if is_patch && name == "value" {
                RefOr::T(self.any_value(member, name, facts.window))
            } else {
                self.schema(member, name, facts.window)
            };
            object.properties.insert(name.as_str().to_owned(), schema);
            if self.is_required(member, facts.window) {
                object.required.push(name.as_str().to_owned());
            }
        }
        if let Some(values) = &node.values {
            let values =
                self.states_values(node, values, facts).then(|| self.schema(values, key, facts.window));
            object.additional_properties = Some(Box::new(match values {
                Some(schema) => AdditionalProperties::RefOr(schema),
                None => AdditionalProperties::FreeForm(true),
            }));
        } else if let Some(first) = node.patterns.values().next() {
            let schema = self.schema(first, key, facts.window);
            object.additional_properties = Some(Box::new(AdditionalProperties::RefOr(schema)));
        } else if node.is_open() {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(true)));
        }
        object
    }

    /// Is it known what all values of a map are, and not only those that samples happen to show? Rows say so, keys
    /// that are data beside values that are alike, and for strings the text or the name of the map.
    fn states_values(&self, map: &Node, values: &Node, facts: &Facts<'_>) -> bool {
        let shown = values.seen.types.without(Types::NULL);
        let is_number = !shown.is_none() && shown.without(Types::NUMBER).is_none();
        let of_one_type = [Types::BOOLEAN, Types::STRING, Types::ARRAY, Types::OBJECT];
        if values.any(&Node::is_declared) {
            return true;
        }
        match map.map {
            Some(MapReason::AlikeValues | MapReason::Placeholder) => !shown.is_none(),
            Some(MapReason::KeysAreData) => is_number || of_one_type.contains(&shown),
            Some(MapReason::AnyForm) => false,
            Some(MapReason::StrongText | MapReason::Name) => shown == Types::STRING,
            Some(MapReason::WeakText) | None => shown == Types::STRING && self.says_strings(facts),
        }
    }

    /// Does a description speak of strings?
    fn says_strings(&self, facts: &Facts<'_>) -> bool {
        let descriptions =
            facts.definitions.iter().filter_map(|(_, definition)| definition.entry.description.as_ref());
        descriptions.into_iter().any(|field| field.value.to_ascii_lowercase().contains("string"))
    }

    /// What a step of a JSON patch puts in place may be anything, whatever samples show.
    fn any_value(&self, node: &Node, key: &str, outer: Window) -> Schema {
        let facts = self.facts(node, outer);
        let mut any = Object::new();
        any.schema_type = schema_type(Types::NONE);
        any.description = self.description(&facts);
        any.extensions = self.extensions(node, key, &facts);
        Schema::Object(any)
    }

    pub(super) fn array(&self, node: &Node, key: &str, types: Types, facts: &Facts<'_>) -> Array {
        let items = match node.items.as_deref() {
            Some(items) if !unknown_shape(items) || items.is_declared() => {
                self.schema(items, key, facts.window)
            }
            _ => RefOr::T(Schema::Object(self.bare_items(key, facts))),
        };
        let mut array = Array::new(items);
        array.schema_type = schema_type(types.without(Types::OBJECT));
        array
    }

    /// Items that no sample shows: from the type, the text, what samples show elsewhere under the same entry;
    /// links are objects. Nothing else is known of them.
    fn bare_items(&self, key: &str, facts: &Facts<'_>) -> Object {
        let typed = facts.definitions.iter().find_map(|(_, definition)| definition.kind.items);
        let written = facts.definitions.iter().find_map(|(_, definition)| {
            let kind = definition.entry.items.as_ref()?.kind.as_ref()?;
            Some(crate::reference::Kind::parse(&kind.value).types)
        });
        let told = facts.definitions.iter().find_map(|(at, _)| self.prose(*at).items);
        let elsewhere = || facts.definitions.iter().find_map(|(at, _)| self.shapes.items_elsewhere(*at));
        // Samples that show something else under the same entry are witnesses against its text.
        let is_denied = |told: Types| elsewhere().is_some_and(|shown| !shown.meets(told));
        let told = told.map(|told| if is_denied(told) { Types::NONE } else { told });
        let types = written
            .or(typed)
            .or(told)
            .or_else(|| is_shown_link(key).then_some(Types::OBJECT))
            .or_else(elsewhere)
            .unwrap_or_default();
        let mut object = Object::new();
        object.schema_type = schema_type(types.without(Types::ARRAY));
        object
    }

    fn annotate(&self, schema: &mut Schema, node: &Node, key: &str, types: Types, facts: &Facts<'_>) {
        let description = self.description(facts);
        let deprecated = self.is_deprecated(facts).then_some(Deprecated::True);
        let extensions = self.extensions(node, key, facts);
        let default = self.default(types, facts);
        match schema {
            Schema::Object(object) => {
                object.description = description;
                object.deprecated = deprecated;
                object.extensions = extensions;
                object.default = default;
                object.format = format(node, key, types, facts, |at| self.prose(at))
                    .map(|format| SchemaFormat::Custom(format.to_owned()));
                object.enum_values = self.enumeration(node, types, facts);
            }
            Schema::Array(array) => {
                array.description = description;
                array.deprecated = deprecated;
                array.extensions = extensions;
                array.default = default;
            }
            _ => {}
        }
    }

    pub(super) fn description(&self, facts: &Facts<'_>) -> Option<String> {
        if let [(at, _)] = facts.definitions.as_slice() {
            return Some(self.texts.of(*at)).filter(|text| !text.is_empty()).map(str::to_owned);
        }
        let mut texts: Vec<&str> = Vec::new();
        for (at, _) in &facts.definitions {
            let text = self.texts.of(*at);
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    fn is_deprecated(&self, facts: &Facts<'_>) -> bool {
        !facts.definitions.is_empty() && facts.definitions.iter().all(|(at, _)| self.prose(*at).deprecated)
    }

    fn default(&self, types: Types, facts: &Facts<'_>) -> Option<Value> {
        let field = facts.definitions.iter().find_map(|(_, definition)| definition.entry.default.as_ref())?;
        scalar(&field.value, types)
    }

    /// A closed list of values, unless a sample shows that it is not closed.
    fn enumeration(&self, node: &Node, types: Types, facts: &Facts<'_>) -> Option<Vec<Value>> {
        let [(at, definition)] = facts.definitions.as_slice() else { return None };
        let listed: Vec<&str> = if definition.entry.values.is_empty() {
            self.prose(*at).values.iter().map(String::as_str).collect()
        } else {
            definition.entry.values.iter().map(|field| field.value.as_str()).collect()
        };
        let values: Option<Vec<Value>> = listed
            .iter()
            .filter(|text| !(types.has(Types::NULL) && is_null(text)))
            .map(|text| scalar(text, types.without(Types::NULL)))
            .collect();
        let mut values = values
            .filter(|values| !values.is_empty() && !types.meets(Types::CONTAINERS.or(Types::BOOLEAN)))?;
        if node.seen.texts.iter().any(|shown| !listed.contains(&shown.as_str())) {
            return None;
        }
        if types.has(Types::NULL) {
            values.push(Value::Null);
        }
        Some(values)
    }

    pub(super) fn extensions(&self, node: &Node, key: &str, facts: &Facts<'_>) -> Option<Extensions> {
        let mut found: Vec<(&str, Value)> = Vec::new();
        if self.options.view == View::All {
            let window = window_members(facts.window, self.base);
            if !window.is_empty() {
                found.push(("x-openstack", window.into()));
            }
        }
        if !key.is_empty() && !node.is_documented() && node.seen.count > 0 && node.map.is_none() {
            found.push(("x-apiref", json!("observed")));
        }
        (!found.is_empty()).then(|| found.into_iter().collect())
    }

    fn is_required(&self, node: &Node, outer: Window) -> bool {
        if node.optional {
            return false;
        }
        if node.structural {
            return true;
        }
        // Where the description says that it is not always there, nobody can rely on it.
        let is_limited = |at| self.shapes.proses.limit(self.reference, at).is_some();
        let is_always_there = |placed: &&Placed| !placed.definition.is_some_and(is_limited);
        let required = node.rows.iter().filter(|placed| placed.required && placed.why.is_sure_or_assumed());
        let required = required.filter(is_always_there);
        match self.options.view {
            View::At(version) => required.into_iter().any(|placed| placed.required_in.contains(version)),
            View::All => required
                .map(|placed| placed.required_in)
                .reduce(Window::hull)
                .is_some_and(|window| window.covers(outer)),
        }
    }
}

/// Nothing is known about what it holds.
fn unknown_shape(node: &Node) -> bool {
    !node.holds_something() && node.seen.types.is_none()
}

fn format<'p>(
    node: &Node,
    key: &str,
    types: Types,
    facts: &Facts<'_>,
    prose: impl Fn(DefinitionId) -> &'p Prose,
) -> Option<&'static str> {
    if types.without(Types::NULL) != Types::STRING {
        return None;
    }
    if key == "href" {
        return Some("uri");
    }
    let (at, definition) = facts.definitions.first()?;
    let prose = prose(*at);
    let written = definition.entry.format.as_ref().map(|field| field.value.trim());
    let known = ["uuid", "uri", "ipv4", "ipv6", "date-time", "date", "email", "hostname"];
    if let Some(format) = written.and_then(|written| known.into_iter().find(|known| *known == written)) {
        return Some(format);
    }
    let shown = !node.seen.texts.is_empty();
    let kind = definition.kind.format;
    if (kind == Some("uuid") || prose.uuid) && (!shown || node.seen.uuids) {
        return Some("uuid");
    }
    // Dates of HTTP are written otherwise (RFC 9110, 5.6.7).
    let is_header = definition.location == Some(Location::Header);
    kind.filter(|kind| *kind != "uuid").or((prose.date_time && !is_header).then_some("date-time"))
}
