use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::bodies;
use super::check::Checker;
use super::drift::{Drift, ListedIn, What};
use super::format::{Broken, broken, is_no_uuid, unlike_told};
use super::general::generalized;
use super::render::Contract;
use crate::finding::slip_of;
use crate::json::is_operation;
use crate::place::{Pointer, ValuePath};
use crate::reference::{SampleFileId, SampleId, Types};
use crate::rst::folded;
use crate::shape::{Node, Placed, Recorded, Why, Within, one_of};

/// In an object with more keys nobody looks for the one that is meant.
const MOST_KEYS: usize = 256;

/// The row that a key nearly names: one of the same object, which lacks it though other samples show it there,
/// with the same type.
fn like(node: &Node, object: &Value, key: &str) -> Option<Placed> {
    let shown = object.get(key).map(Types::of)?;
    let is_free = |name: &str, member: &Node| {
        member.seen.count > 0
            && object.get(name).is_none()
            && (shown == Types::NULL || member.seen.types.has(shown))
    };
    let declared = node.members.iter().take(MOST_KEYS).filter(|(_, member)| member.is_declared());
    let free: Vec<&str> =
        declared.filter(|(name, member)| is_free(name, member)).map(|(name, _)| name.as_str()).collect();
    let meant = slip_of(key, free.iter().copied())?;
    let placed = node.members.get(meant)?.rows.first()?;
    Some(Placed { why: Why::NearName, ..placed.clone() })
}

/// Turns the validator's errors into drifts in terms of the documentation.
pub(super) struct Translator<'a> {
    pub(super) checker: &'a Checker<'a>,
    pub(super) contract: &'a Contract<'a>,
    pub(super) recorded: &'a Recorded,
    pub(super) sample: SampleId,
    pub(super) file: SampleFileId,
    /// The sample itself.
    pub(super) value: &'a Value,
}

impl Translator<'_> {
    pub(super) fn take(&mut self, error: &jsonschema::ValidationError<'_>, drifts: &mut Vec<Drift>) {
        let pointer = error.instance_path().to_string();
        let node = self.checker.body.node.described(self.value, &pointer);
        match error.kind() {
            ValidationErrorKind::Type { kind } => {
                if self.is_of_patch(&pointer) {
                    return;
                }
                // What the schema itself says: it can never be the type that is shown.
                let declared = types(kind);
                let shown = Types::of(error.instance());
                let placed = node.and_then(|node| node.rows.first()).cloned();
                let what = if shown == Types::NULL && placed.is_some() {
                    What::Null { placed }
                } else {
                    What::Type { placed, declared, shown }
                };
                drifts.push(self.drift(pointer, what));
            }
            ValidationErrorKind::Required { .. } if self.checker.is_cut(self.sample) => {}
            ValidationErrorKind::Required { .. } if self.checker.is_elided(self.sample) => {
                drifts.push(self.drift(String::new(), What::Elided));
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default().to_owned();
                let member = node.and_then(|node| node.members.get(key.as_str()));
                let placed =
                    member.and_then(|member| member.rows.iter().find(|placed| placed.required)).cloned();
                if self.is_unjudged() && placed.as_ref().is_some_and(|placed| !placed.window.is_all()) {
                    return;
                }
                let never_shown = member.is_none_or(|member| member.seen.count == 0);
                let shown_in = member.map_or(0, |member| member.seen.samples);
                let exact = self.recorded.exact;
                let what = What::Missing { key, placed, never_shown, shown_in, exact };
                drifts.push(self.drift(pointer, what));
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                // Once, and not for each of many keys: it looks at all members.
                let listed = node.is_none_or(|node| self.contract.is_listed(node));
                for key in unexpected {
                    self.unexpected(&pointer, (node, listed), key, error.instance(), drifts);
                }
            }
            _ => {}
        }
    }

    fn unexpected(
        &self,
        pointer: &str,
        (node, listed): (Option<&Node>, bool),
        key: &str,
        object: &Value,
        drifts: &mut Vec<Drift>,
    ) {
        let inner = Pointer::from_text(pointer).key(key);
        let member = node.and_then(|node| node.members.get(key));
        // A row that is only spelt alike says nothing of when the key exists.
        let row = member.and_then(|member| member.rows.first());
        let outside = row.filter(|placed| placed.why != Why::NearName).zip(self.recorded.version);
        // That no version has a row here is a finding of its own.
        if outside.is_some_and(|(placed, _)| self.is_unjudged() || placed.window.is_empty()) {
            return;
        }
        let what = match outside {
            Some((placed, version)) => What::OutsideVersion {
                key: key.to_owned(),
                placed: placed.clone(),
                version,
                exact: self.recorded.exact,
            },
            // The table is about other versions: it says nothing of this one.
            None if !listed => return,
            None if self.is_named_by_owner(pointer, key) => return,
            // That the row is in the wrong place is a finding of its own.
            None if self.checker.has_query_row(key) => return,
            None => What::Undocumented {
                key: key.to_owned(),
                wrapper: false,
                shown: object.get(key).map(Types::of).unwrap_or_default(),
                beside: self.checker.row_beside(self.value, pointer, key),
                like: node.and_then(|node| like(node, object, key)),
            },
        };
        drifts.push(self.drift(inner.as_str().to_owned(), what));
    }

    /// Is it what an operation of a JSON patch sets? That has the type of what is patched.
    fn is_of_patch(&self, pointer: &str) -> bool {
        let Some((object, "value")) = pointer.rsplit_once('/') else { return false };
        let members = self.value.pointer(object).and_then(Value::as_object);
        members.is_some_and(is_operation)
    }

    /// No version has all keys of the sample, and none is written anywhere: nothing can be said of one
    /// version.
    fn is_unjudged(&self) -> bool {
        self.recorded.impossible.is_some() && !self.recorded.exact
    }

    /// Does the description of the nearest described object or list around a key name it?
    fn is_named_by_owner(&self, object: &str, key: &str) -> bool {
        let way = self.checker.body.node.way(self.value, object);
        let owner = way.iter().skip(1).rev().find(|node| node.is_declared());
        let definitions =
            owner.into_iter().flat_map(|node| &node.rows).filter_map(|placed| placed.definition);
        definitions.map(|at| &self.checker.reference.definitions[at]).any(|definition| {
            definition.entry.description.as_ref().is_some_and(|text| bodies::names(&text.value, key))
        })
    }

    /// The wrapper that the table leaves out.
    pub(super) fn wrapper(&self, value: &Value, drifts: &mut Vec<Drift>) {
        let body = self.checker.body;
        let Some(key) = &body.wrapper else { return };
        let shown = value.get(key.as_str()).map(Types::of);
        let declared = body.node.members.get(key).is_none_or(Node::is_declared);
        if let (false, Some(shown)) = (declared || self.checker.is_documented_beside(value, "", key), shown) {
            let pointer = Pointer::root().key(key);
            drifts.push(self.drift(
                pointer.as_str().to_owned(),
                What::Undocumented { key: key.to_string(), wrapper: true, shown, beside: None, like: None },
            ));
        }
    }

    /// A value that is none of those the entry lists, in its field or its text.
    fn listed(&self, text: &str, node: &Node) -> Option<What> {
        let [placed] = node.rows.as_slice() else { return None };
        let (reference, at) = (self.checker.reference, placed.definition?);
        let entry = &reference.definitions[at].entry;
        if !entry.values.is_empty() {
            let is_listed = entry.values.iter().any(|field| field.value == text);
            return (!is_listed).then(|| What::Enum {
                placed: placed.clone(),
                text: text.to_owned(),
                values: entry.values.iter().map(|field| field.value.clone()).collect(),
                from: ListedIn::Field,
            });
        }
        let description = &entry.description.as_ref()?.value;
        let told = match self.contract.shapes.proses.of(reference, at).values.as_slice() {
            [] => Cow::Owned(one_of(description)),
            told => Cow::Borrowed(told),
        };
        // What stands for values is none, and a list that says nothing of texts is about something else.
        let is_word = |value: &String| !value.is_empty() && !value.contains([' ', '<', '{', '*', '=']);
        let is_list = told.len() > 1 && !text.is_empty() && told.iter().all(is_word);
        if !is_list || told.iter().any(|value| value == text) {
            return None;
        }
        let must = folded(description).contains("must be one of");
        let from = if must { ListedIn::TextThatMust } else { ListedIn::Text };
        Some(What::Enum { placed: placed.clone(), text: text.to_owned(), values: told.into_owned(), from })
    }

    /// A text that is malformed, or none of what its entry says.
    fn malformed(&self, text: &str, node: &Node) -> Option<What> {
        let placed = node.rows.first();
        let is_uuid = || {
            let kind = &self.checker.reference.definitions[placed?.definition?].kind;
            (node.rows.len() == 1 && kind.types == Types::STRING && kind.format == Some("uuid")).then_some(())
        };
        let wrong = is_uuid().filter(|()| is_no_uuid(text)).map(|()| Broken::NoUuid);
        let told = || {
            let [placed] = node.rows.as_slice() else { return None };
            unlike_told(text, self.contract.shapes.proses.of(self.checker.reference, placed.definition?))
        };
        let format = broken(text).or(wrong).or_else(told)?;
        Some(What::Format { format, text: text.to_owned(), placed: placed.cloned() })
    }

    /// Malformed and unlisted values at documented places, from the value that `node` describes on.
    pub(super) fn formats(&self, value: &Value, node: &Node, path: ValuePath<'_>, drifts: &mut Vec<Drift>) {
        match value {
            Value::String(text) if node.is_declared() => {
                let at = || path.pointer().as_str().to_owned();
                drifts.extend(self.malformed(text, node).map(|what| self.drift(at(), what)));
                drifts.extend(self.listed(text, node).map(|what| self.drift(at(), what)));
            }
            _ => {
                for (within, part, inner) in node.beside(value) {
                    let path = match within {
                        Within::Key(key) => ValuePath::Key(&path, key),
                        Within::Index(index) => ValuePath::Index(&path, index),
                    };
                    self.formats(part, inner, path, drifts);
                }
            }
        }
    }

    fn drift(&self, pointer: String, what: What) -> Drift {
        Drift {
            general: generalized(&self.checker.body.node, self.value, &pointer),
            operation: self.checker.number,
            direction: self.checker.direction,
            sample: self.sample,
            file: self.file,
            pointer,
            what,
        }
    }
}

/// The types that a schema asks for.
pub(super) fn types(kind: &TypeKind) -> Types {
    let of = |one: JsonType| match one {
        JsonType::Array => Types::ARRAY,
        JsonType::Boolean => Types::BOOLEAN,
        JsonType::Integer => Types::INTEGER,
        JsonType::Null => Types::NULL,
        JsonType::Number => Types::NUMBER,
        JsonType::Object => Types::OBJECT,
        JsonType::String => Types::STRING,
    };
    match kind {
        TypeKind::Single(one) => of(*one),
        TypeKind::Multiple(several) => several.iter().map(of).fold(Types::NONE, Types::or),
    }
}
