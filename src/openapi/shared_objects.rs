use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::canonical::reads_alike;
use super::component_names::{ComponentNames, Place};
use super::schemas::DistinctBody;
use crate::collections::{HashMap, IndexMap};
use crate::json::hash;

/// What a schema says about the place where it stands rather than about what stands there.
const ANNOTATIONS: [&str; 5] = ["description", "default", "deprecated", "x-apiref", "x-openstack"];

/// The objects inside of bodies, equal ones together.
pub(super) struct Survey<'v> {
    /// By a hash of what they hold.
    objects: IndexMap<u64, Vec<Object<'v>>>,
}

/// An object with all its places.
struct Object<'v> {
    members: &'v Map<String, Value>,
    /// The body that it equals.
    body: Option<usize>,
    /// Where it stands inside of bodies. What is inside of an object that stands twice counts once.
    places: Vec<Place>,
}

impl<'v> Survey<'v> {
    /// Looks through all bodies.
    pub(super) fn of(bodies: &'v [DistinctBody]) -> Self {
        let mut survey = Self { objects: IndexMap::default() };
        for (at, body) in bodies.iter().enumerate() {
            if let Some(members) = object(&body.schema) {
                survey.entry(members).body.get_or_insert(at);
            }
        }
        for (at, body) in bodies.iter().enumerate() {
            survey.within(&body.schema, &Place::body(at));
        }
        survey
    }

    /// Does the body stand inside of others, too?
    pub(super) fn is_inside(&self, body: usize) -> bool {
        self.objects.values().flatten().any(|object| object.body == Some(body) && !object.places.is_empty())
    }

    /// Names the objects that stand more than once, those with the most places first.
    pub(super) fn named(
        self,
        bodies: &[DistinctBody],
        own: &[String],
        names: &mut ComponentNames,
    ) -> Replacement {
        let mut replacement = Replacement::default();
        let mut shared: Vec<(u64, Object<'_>)> = Vec::new();
        for (hash, object) in
            self.objects.into_iter().flat_map(|(hash, all)| all.into_iter().map(move |one| (hash, one)))
        {
            match object.body.and_then(|at| own.get(at)) {
                Some(name) => replacement.add(hash, object.members, name.clone()),
                None if object.places.len() > 1 => shared.push((hash, object)),
                None => {}
            }
        }
        shared.sort_by_key(|(_, object)| std::cmp::Reverse(object.places.len()));
        for (hash, object) in shared {
            if let Some(name) = names.of_object(object.members, &object.places, bodies, own) {
                replacement.add(hash, object.members, name);
            }
        }
        replacement
    }

    fn within(&mut self, schema: &'v Value, place: &Place) {
        for (step, inner) in inner(schema) {
            let place = place.below(step);
            if let Some(members) = object(inner) {
                let known = self.entry(members);
                known.places.push(place.clone());
                if known.places.len() > 1 || known.body.is_some() {
                    continue;
                }
            }
            self.within(inner, &place);
        }
    }

    fn entry(&mut self, members: &'v Map<String, Value>) -> &mut Object<'v> {
        let alike = self.objects.entry(content_hash(members)).or_default();
        let at = match alike.iter().position(|known| is_same(known.members, members)) {
            Some(at) => at,
            None => {
                alike.push(Object { members, body: None, places: Vec::new() });
                alike.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found, or added, right above")]
        &mut alike[at]
    }
}

/// The names of shared objects, by what they hold.
#[derive(Default)]
pub(super) struct Replacement {
    by_hash: HashMap<u64, Vec<NamedContent>>,
}

/// What an object holds, under the name of its component.
struct NamedContent {
    content: Map<String, Value>,
    name: String,
}

impl Replacement {
    fn add(&mut self, hash: u64, members: &Map<String, Value>, name: String) {
        let content = content(members).map(|(key, value)| (key.clone(), value.clone())).collect();
        self.by_hash.entry(hash).or_default().push(NamedContent { content, name });
    }

    fn name(&self, members: &Map<String, Value>) -> Option<&str> {
        let alike = self.by_hash.get(&content_hash(members))?;
        alike.iter().find(|known| is_same(&known.content, members)).map(|known| known.name.as_str())
    }

    /// Puts references in place of the shared objects inside of a schema, and the objects themselves among
    /// the components.
    pub(super) fn apply_within(&self, schema: &mut Value, components: &mut BTreeMap<String, Value>) {
        for inner in inner_mut(schema) {
            let name = object(inner).and_then(|members| self.name(members)).map(str::to_owned);
            let (Some(name), Value::Object(members)) = (name, &mut *inner) else {
                self.apply_within(inner, components);
                continue;
            };
            let (about_place, content): (Map<_, _>, Map<_, _>) =
                std::mem::take(members).into_iter().partition(|(key, _)| is_annotation(key));
            members.insert("$ref".to_owned(), format!("#/components/schemas/{name}").into());
            members.extend(about_place);
            if !components.contains_key(&name) {
                let mut content = Value::Object(content);
                self.apply_within(&mut content, components);
                components.insert(name, content);
            }
        }
    }
}

/// A step from a schema to one inside it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Inward<'k> {
    /// A member of an object.
    Key(&'k str),
    /// The items of an array, the values of a map.
    Element,
    /// One of several schemas for the same place.
    Choice,
}

fn inner(schema: &Value) -> Vec<(Inward<'_>, &Value)> {
    let Value::Object(members) = schema else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                found.extend(properties.iter().map(|(key, inner)| (Inward::Key(key), inner)));
            }
            ("items" | "additionalProperties", Value::Object(_)) => found.push((Inward::Element, value)),
            ("anyOf" | "oneOf" | "allOf", Value::Array(choices)) => {
                found.extend(choices.iter().map(|inner| (Inward::Choice, inner)));
            }
            _ => {}
        }
    }
    found
}

fn inner_mut(schema: &mut Value) -> Vec<&mut Value> {
    let Value::Object(members) = schema else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => found.extend(properties.values_mut()),
            ("items" | "additionalProperties", value @ Value::Object(_)) => found.push(value),
            ("anyOf" | "oneOf" | "allOf", Value::Array(choices)) => found.extend(choices),
            _ => {}
        }
    }
    found
}

/// The members of a schema that may be a component of its own: an object with properties, and nothing else, as
/// generators of code do badly with a component that is one of several types. One with a title is an
/// alternative, which its operation names.
fn object(schema: &Value) -> Option<&Map<String, Value>> {
    let members = schema.as_object()?;
    let has_properties =
        members.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    let is_object = members.get("type").is_some_and(|name| name == "object");
    (has_properties && is_object && !members.contains_key("title")).then_some(members)
}

fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key)
}

fn content(members: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    members.iter().filter(|(key, _)| !is_annotation(key))
}

fn content_hash(members: &Map<String, Value>) -> u64 {
    content(members).fold(0, |all, (_, value)| all.rotate_left(7) ^ hash(value))
}

/// Do both hold the same, whatever they say about their places?
fn is_same(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let mut others = content(other);
    content(one).all(|(key, value)| others.next().is_some_and(|(k, v)| k == key && reads_alike(v, value)))
        && others.next().is_none()
}
