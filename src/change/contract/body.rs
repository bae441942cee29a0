use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::collections::IndexMap;
use crate::version::{Version, Window};

/// How deep schemas nest and refer to each other before nobody looks further.
const DEEPEST: usize = 40;

/// The keywords that bound a value. Greater takes more with the first, less with the second.
const UPPER: [&str; 5] = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const LOWER: [&str; 5] = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
/// Those that take another set of values when they change, and everything when they go.
const OTHER: [&str; 3] = ["pattern", "multipleOf", "uniqueItems"];

/// The type of what is nothing but null, which 3.0 says with the only value of a list. Beside others null is no
/// type, but allowed.
const NULL: &str = "null";

/// What a schema says about one place of a body: the body itself, a key, the items of a list, the values of a
/// map.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Field {
    /// Without `null`; empty for any.
    pub(super) types: BTreeSet<String>,
    pub(super) nullable: bool,
    /// Is it there wherever what is around it is there?
    pub(super) required: bool,
    /// The listed values, as JSON.
    pub(super) values: Option<BTreeSet<String>>,
    pub(super) bounds: BTreeMap<&'static str, Value>,
    /// Are other keys refused?
    pub(super) closed: bool,
    pub(super) default: Option<String>,
    pub(super) format: Option<String>,
    pub(super) description: String,
    pub(super) deprecated: bool,
    pub(super) window: Window,
    /// Is it the key that asks for an action?
    pub(super) action: bool,
    /// The component that it is part of, with its path in there.
    pub(super) shared: Option<String>,
}

/// The places of a body, each below what is around it: keys with `/` between, `[]` for items, `{}` for the
/// values of a map; the empty path is the body itself.
pub(super) type Fields = IndexMap<String, Field>;

/// Reads the schemas of a document.
pub(super) struct Reader<'d> {
    document: &'d Value,
    /// How many fields may still be read.
    budget: std::cell::Cell<usize>,
}

/// Where a schema stands.
#[derive(Clone)]
struct Spot {
    path: String,
    required: bool,
    depth: usize,
    /// The component around it, and how long the path is at its root.
    component: Option<(String, usize)>,
    /// The components that are open: one that refers to itself is not read again in itself.
    open: Vec<String>,
}

impl Spot {
    /// Is it the items of a list or the values of a map?
    fn is_unnamed(&self) -> bool {
        self.path.ends_with("/[]") || self.path.ends_with("/{}")
    }
}

/// Is it only what samples show?
fn is_observed(schema: &Value) -> bool {
    schema.get("x-apiref").and_then(Value::as_str) == Some("observed")
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Value, most: usize) -> Self {
        Self { document, budget: std::cell::Cell::new(most) }
    }

    /// Was there more than is read?
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    /// What stands behind references, and the name of the last one.
    pub(super) fn resolved<'v>(&self, mut value: &'v Value) -> (&'v Value, Option<String>)
    where
        'd: 'v,
    {
        let mut name = None;
        for _ in 0..DEEPEST {
            let Some(target) = value.get("$ref").and_then(Value::as_str) else { break };
            let Some(found) = target.strip_prefix('#').and_then(|at| self.document.pointer(at)) else {
                break;
            };
            name = target.rsplit('/').next().map(|name| name.replace("~1", "/").replace("~0", "~"));
            value = found;
        }
        (value, name)
    }

    /// Has the object a key that is more than seen? A reference with words beside it is a part of `allOf` in 3.0.
    fn promises_keys(&self, schema: &Value) -> bool {
        let (schema, _) = self.resolved(schema);
        let parts = schema.get("allOf").and_then(Value::as_array);
        std::iter::once(schema).chain(parts.into_iter().flatten()).any(|part| {
            let keys = self.resolved(part).0.get("properties").and_then(Value::as_object);
            keys.is_some_and(|keys| keys.values().any(|key| !is_observed(key)))
        })
    }

    /// The places of a body.
    pub(super) fn fields(&self, schema: &Value) -> Fields {
        let mut fields = Fields::default();
        let spot = Spot { path: String::new(), required: true, depth: 0, component: None, open: Vec::new() };
        self.read(schema, spot, &mut fields);
        for field in fields.values_mut().filter(|field| field.types.contains(NULL)) {
            field.nullable = field.types.len() > 1;
            if field.nullable {
                field.types.remove(NULL);
            }
        }
        fields
    }

    fn read(&self, schema: &Value, mut spot: Spot, fields: &mut Fields) {
        if spot.depth > DEEPEST || self.budget.get() == 0 {
            return;
        }
        let Value::Object(own) = schema else { return };
        let (target, component) = self.resolved(schema);
        // That the items of a list are objects may be no promise, and yet their keys are.
        if is_observed(schema) && !(spot.is_unnamed() && self.promises_keys(target)) {
            return;
        }
        self.budget.set(self.budget.get() - 1);
        if let Some(name) = component {
            if spot.open.contains(&name) {
                return;
            }
            spot.open.push(name.clone());
            spot.component = Some((name, spot.path.len()));
        }
        let Value::Object(target) = target else { return };
        self.describe(target, &spot, fields);
        if !std::ptr::eq(own, target) {
            // What stands beside a reference counts as well.
            self.describe(own, &spot, fields);
        }
        self.read_parts(target, &spot, fields);
        for choice in ["anyOf", "oneOf"] {
            self.read_alternatives(target, choice, &spot, fields);
        }
        for part in target.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.read(part, Spot { depth: spot.depth + 1, ..spot.clone() }, fields);
        }
    }

    /// What a schema says about its own place.
    fn describe(&self, schema: &Map<String, Value>, spot: &Spot, fields: &mut Fields) {
        let field = fields.entry(spot.path.clone()).or_default();
        field.required |= spot.required;
        if let Some((name, length)) = &spot.component {
            let inside = spot.path.get(*length..).unwrap_or_default();
            field.shared = Some(format!("{name}{inside}"));
        }
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let listed = schema.get("enum").and_then(Value::as_array).cloned();
        let listed = listed.or_else(|| schema.get("const").map(|value| vec![value.clone()]));
        let is_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
        let only_null = types == ["null"] || listed.as_ref().is_some_and(is_null);
        if only_null {
            field.types.insert(NULL.to_owned());
        }
        field.nullable |= types.contains(&"null") || schema.get("nullable") == Some(&Value::Bool(true));
        field.types.extend(types.into_iter().filter(|name| *name != "null").map(str::to_owned));
        if let Some(values) = listed.filter(|_| !only_null) {
            field.nullable |= schema.get("type").is_none() && values.contains(&Value::Null);
            let values = values.iter().filter(|value| !value.is_null()).map(Value::to_string);
            field.values = Some(values.collect());
        }
        for name in UPPER.iter().chain(&LOWER).chain(&OTHER) {
            if let Some(value) = schema.get(*name).filter(|value| **value != Value::Bool(false)) {
                field.bounds.insert(name, value.clone());
            }
        }
        field.closed |= schema.get("additionalProperties") == Some(&Value::Bool(false));
        field.default = schema.get("default").map(Value::to_string).or(field.default.take());
        field.format = text("format").map(str::to_owned).or(field.format.take());
        if let Some(words) = text("description") {
            field.description = words.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        field.deprecated |= schema.get("deprecated") == Some(&Value::Bool(true));
        if let Some(window) = schema.get("x-openstack") {
            field.window = self::window(window);
        }
    }

    /// What is inside: keys, items, values of a map.
    fn read_parts(&self, schema: &Map<String, Value>, spot: &Spot, fields: &mut Fields) {
        let listed = schema.get("required").and_then(Value::as_array);
        let required: BTreeSet<&str> = listed.into_iter().flatten().filter_map(Value::as_str).collect();
        let inside = |step: &str, required: bool| {
            let path = format!("{}/{step}", spot.path);
            Spot { path, required, depth: spot.depth + 1, ..spot.clone() }
        };
        if let Some(Value::Object(properties)) = schema.get("properties") {
            let action = schema.get("x-openstack").and_then(|facts| facts.get("action-name"));
            for (name, property) in properties {
                let step = name.replace('~', "~0").replace('/', "~1");
                self.read(property, inside(&step, required.contains(name.as_str())), fields);
                if action.and_then(Value::as_str) == Some(name)
                    && let Some(field) = fields.get_mut(&format!("{}/{step}", spot.path))
                {
                    field.action = true;
                }
            }
        }
        if let Some(items) = schema.get("items") {
            self.read(items, inside("[]", true), fields);
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let values = patterns.into_iter().flat_map(Map::values).chain(schema.get("additionalProperties"));
        if let Some(values) = values.into_iter().find(|values| values.is_object()) {
            self.read(values, inside("{}", true), fields);
        }
    }

    /// Alternatives: each place takes what any of them takes, and is required if all of them that have what is
    /// around it require it.
    fn read_alternatives(&self, schema: &Map<String, Value>, choice: &str, spot: &Spot, fields: &mut Fields) {
        let Some(parts) = schema.get(choice).and_then(Value::as_array) else { return };
        let read = parts.iter().map(|part| {
            let mut own = Fields::default();
            self.read(part, Spot { depth: spot.depth + 1, ..spot.clone() }, &mut own);
            own
        });
        let alternatives: Vec<Fields> = read.collect();
        let only_null = |own: &Fields| {
            own.get(&spot.path)
                .is_some_and(|field| field.nullable && field.types.is_empty() && own.len() == 1)
        };
        let mut union = Fields::default();
        for own in alternatives.iter().filter(|own| !only_null(own)) {
            for (path, field) in own {
                match union.get_mut(path) {
                    Some(known) => known.join(field),
                    None => drop(union.insert(path.clone(), field.clone())),
                }
            }
        }
        for (path, field) in &mut union {
            let around = path.rsplit_once('/').map(|(around, _)| around);
            let lacking = |own: &&Fields| {
                around.is_some_and(|around| own.contains_key(around)) && !own.contains_key(path)
            };
            field.required &= !alternatives.iter().filter(|own| !only_null(own)).any(|own| lacking(&own));
        }
        let is_nullable = alternatives.iter().any(only_null);
        for (path, field) in union {
            match fields.get_mut(&path) {
                Some(known) => known.narrow(field),
                None => drop(fields.insert(path, field)),
            }
        }
        if is_nullable && let Some(field) = fields.get_mut(&spot.path) {
            field.nullable = true;
        }
    }
}

impl Field {
    /// Takes in what another alternative says of the same place.
    fn join(&mut self, other: &Self) {
        if self.types.is_empty() || other.types.is_empty() {
            self.types.clear();
        } else {
            self.types.extend(other.types.iter().cloned());
        }
        self.nullable |= other.nullable;
        self.required &= other.required;
        self.values = match (self.values.take(), &other.values) {
            (Some(own), Some(others)) => Some(own.union(others).cloned().collect()),
            _ => None,
        };
        self.bounds.retain(|name, value| other.bounds.get(name) == Some(value));
        self.closed &= other.closed;
        self.deprecated &= other.deprecated;
        self.window = self.window.hull(other.window);
        if self.description.is_empty() {
            self.description.clone_from(&other.description);
        }
    }

    /// Takes in what stands beside alternatives, of the same place.
    fn narrow(&mut self, other: Self) {
        if self.types.is_empty() {
            self.types = other.types;
        }
        self.nullable |= other.nullable;
        self.values = self.values.take().or(other.values);
        self.bounds.extend(other.bounds);
        self.closed |= other.closed;
        self.format = self.format.take().or(other.format);
        self.default = self.default.take().or(other.default);
    }

    /// Does its type take all that the type of the other one takes?
    pub(super) fn takes_type_of(&self, other: &Self) -> bool {
        let has =
            |name: &String| self.types.contains(name) || (name == "integer" && self.types.contains("number"));
        self.types.is_empty() || (!other.types.is_empty() && other.types.iter().all(has))
    }

    /// Does a bound of it refuse what the other one takes?
    pub(super) fn is_tighter(&self, other: &Self) -> bool {
        let number = |value: &Value| value.as_f64();
        (self.closed && !other.closed)
            || self.bounds.iter().any(|(name, value)| match other.bounds.get(name) {
                None => true,
                Some(before) if before == value => false,
                Some(before) => match (number(value), number(before)) {
                    (Some(value), Some(before)) if UPPER.contains(name) => value < before,
                    (Some(value), Some(before)) if LOWER.contains(name) => value > before,
                    _ => true,
                },
            })
    }
}

/// A window as documents state it: `{min-ver, max-ver}`.
pub(super) fn window(stated: &Value) -> Window {
    let version = |key: &str| stated.get(key).and_then(Value::as_str).and_then(Version::parse);
    Window { min: version("min-ver"), max: version("max-ver") }
}

/// A path as people write it: `server.addresses[].addr`, `metadata.{}`.
pub(super) fn shown(path: &str) -> String {
    let mut shown = String::new();
    for step in path.split('/').skip(1) {
        if step != "[]" && !shown.is_empty() {
            shown.push('.');
        }
        shown.push_str(&step.replace("~1", "/").replace("~0", "~"));
    }
    shown
}
