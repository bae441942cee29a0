//! One way in which a value may stand somewhere, as a specification has it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::specification::Spot;
use crate::reference::Types;
use crate::version::{Version, Window};

/// One of several alternatives: schemas that hold together, and the versions that have it.
#[derive(Debug, Clone, Default)]
pub(super) struct Way<'d> {
    pub(super) parts: Vec<Spot<'d>>,
    pub(super) window: Window,
    pub(super) action: Option<&'d str>,
}

impl Way<'_> {
    /// Does it declare a key?
    pub(super) fn has_key(&self, key: &str) -> bool {
        let has = |part: &Spot<'_>| part.value.get("properties").is_some_and(|all| all.get(key).is_some());
        self.parts.iter().any(has)
    }

    /// Does it say which keys are required?
    pub(super) fn names_required(&self) -> bool {
        self.parts.iter().any(|part| part.value.get("required").is_some_and(Value::is_array))
    }

    pub(super) fn is_null(&self) -> bool {
        self.types() == Types::NULL
    }

    /// The types of all its parts together; nothing where any type fits.
    pub(super) fn types(&self) -> Types {
        let mut all: Option<Types> = None;
        for types in self.parts.iter().map(|part| types_of(part.value)).filter(|types| !types.is_none()) {
            all = Some(all.map_or(types, |known| known.and(types)));
        }
        all.unwrap_or_default()
    }

    pub(super) fn takes_null(&self) -> bool {
        self.types().has(Types::NULL)
            || self.parts.iter().any(|part| part.value.get("nullable") == Some(&Value::Bool(true)))
    }

    pub(super) fn values(&self) -> Option<BTreeSet<String>> {
        self.parts.iter().find_map(|part| {
            let listed = part.value.get("enum").and_then(Value::as_array).cloned();
            let values = listed.or_else(|| part.value.get("const").map(|value| vec![value.clone()]))?;
            let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some(values.iter().filter(|value| !value.is_null()).map(shown).collect())
        })
    }

    /// Are other keys refused? An object without any key says nothing.
    pub(super) fn is_closed(&self) -> bool {
        let has = |key: &str| self.parts.iter().any(|part| part.value.get(key).is_some());
        let refuses = |part: &Spot<'_>| part.value.get("additionalProperties") == Some(&Value::Bool(false));
        has("properties") && !has("patternProperties") && self.parts.iter().any(refuses)
    }

    pub(super) fn requires(&self, key: &str) -> bool {
        let lists = self.parts.iter().filter_map(|part| part.value.get("required")?.as_array());
        lists.flatten().any(|name| name.as_str() == Some(key))
    }

    /// Does one of its parts say more than that there is an object?
    pub(super) fn says_something(&self) -> bool {
        self.parts.iter().any(|part| says_something(part.value))
    }

    /// Does it name null as a type, and list values without null?
    pub(super) fn contradicts_null(&self) -> bool {
        self.parts.iter().any(|part| {
            let values = part.value.get("enum").and_then(Value::as_array);
            types_of(part.value).has(Types::NULL)
                && values.is_some_and(|values| !values.iter().any(Value::is_null))
        })
    }
}

/// The last version of each alternative that does not name one, where the next one begins later.
pub(super) fn ends(alternatives: &[Spot<'_>]) -> Vec<Option<Version>> {
    let windows: Vec<(Window, Option<&str>)> =
        alternatives.iter().map(|one| (one.window(), one.action())).collect();
    let end = |(window, action): &(Window, Option<&str>)| {
        let begin = window.min?;
        if window.max.is_some() {
            return window.max;
        }
        let later = windows.iter().filter(|(_, other)| other == action).filter_map(|(other, _)| other.min);
        let next = later.filter(|other| *other > begin).min()?;
        Some(Version { minor: next.minor.checked_sub(1)?, ..next })
    };
    windows.iter().map(end).collect()
}

/// The types that a schema names, or what it says shows them.
fn types_of(schema: &Value) -> Types {
    let named = match schema.get("type") {
        Some(Value::String(one)) => named(one),
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).map(named).fold(Types::NONE, Types::or)
        }
        _ => Types::NONE,
    };
    if !named.is_none() {
        return named;
    }
    let listed = schema.get("enum").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().chain(schema.get("const")).map(Types::of);
    let listed = listed.fold(Types::NONE, Types::or);
    if listed.is_none() && schema.get("properties").is_some_and(Value::is_object) {
        return Types::OBJECT;
    }
    listed
}

fn named(name: &str) -> Types {
    match name {
        "string" => Types::STRING,
        "integer" => Types::INTEGER,
        "number" => Types::NUMBER,
        "boolean" => Types::BOOLEAN,
        "object" => Types::OBJECT,
        "array" => Types::ARRAY,
        "null" => Types::NULL,
        _ => Types::NONE,
    }
}

/// Does a schema say more than that there is an object?
fn says_something(schema: &Value) -> bool {
    let known = ["properties", "items", "enum", "const", "patternProperties", "oneOf", "anyOf", "allOf"];
    known.iter().any(|key| schema.get(*key).is_some())
        || !types_of(schema).is_none() && !types_of(schema).meets(Types::OBJECT)
}
