use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use crate::analysis::{Analysis, AnalysisError, Form};

/// How deep references are followed within each other.
const DEEPEST: usize = 64;

/// What the documents say of each operation, by method and path without the names of its variables. What is referred to counts, not what it is called.
pub(super) type Digests = BTreeMap<String, u64>;

/// What the documents of a tree say.
pub(super) fn of_documents(analysis: &Analysis) -> Result<Digests, AnalysisError> {
    let form = Form::configured(analysis.config());
    let mut digests = Digests::new();
    for document in analysis.documents(&form)? {
        let mut digester = Digester { document: &document.value, known: BTreeMap::new(), is_answer: false };
        let Some(paths) = document.value.get("paths").and_then(Value::as_object) else { continue };
        for (path, item) in paths {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let name = format!("{} {}", method.to_uppercase(), without_names(path));
                let known: &mut u64 = digests.entry(name).or_default();
                let mut hasher = DefaultHasher::new();
                (*known, digester.value(operation, DEEPEST)).hash(&mut hasher);
                *known = hasher.finish();
            }
        }
    }
    Ok(digests)
}

/// A path with `{}` for each variable, and without a query.
pub(super) fn without_names(path: &str) -> String {
    let mut rest = path.split(['?', '#']).next().unwrap_or_default();
    let mut shape = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(before);
        shape.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    shape + rest
}

struct Digester<'a> {
    document: &'a Value,
    /// What is referred to, outside of responses and within.
    known: BTreeMap<(&'a str, bool), u64>,
    /// Is it within responses? The schema that several answers share requires what all of them have: which keys these
    /// are follows from the others.
    is_answer: bool,
}

impl<'a> Digester<'a> {
    fn value(&mut self, value: &'a Value, depth: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        match value {
            Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
                Some(reference) if members.len() == 1 => return self.reference(reference, depth),
                _ => {
                    let outside = self.is_answer;
                    for (key, member) in self.members(members, depth) {
                        if key == "required" && member.is_array() && outside {
                            continue;
                        }
                        self.is_answer |= key == "responses";
                        (key, self.value(member, depth.saturating_sub(1))).hash(&mut hasher);
                        self.is_answer = outside;
                    }
                }
            },
            Value::Array(items) => {
                items.len().hash(&mut hasher);
                for item in items {
                    self.value(item, depth.saturating_sub(1)).hash(&mut hasher);
                }
            }
            scalar => scalar.to_string().hash(&mut hasher),
        }
        hasher.finish()
    }

    /// The members of an object, with those of what it refers to: what is referred to may as well be written
    /// out. Ids follow titles and variables, which may be what is mended.
    fn members(&self, members: &'a Map<String, Value>, depth: usize) -> BTreeMap<&'a str, &'a Value> {
        let target = members.get("$ref").and_then(Value::as_str).and_then(|named| self.target(named));
        let mut all = match (target.and_then(Value::as_object), depth.checked_sub(1)) {
            (Some(target), Some(depth)) => self.members(target, depth),
            _ => BTreeMap::new(),
        };
        let own = members.iter().filter(|(key, _)| !matches!(key.as_str(), "operationId" | "$ref"));
        all.extend(own.map(|(key, member)| (key.as_str(), member)));
        all
    }

    fn target(&self, reference: &str) -> Option<&'a Value> {
        self.document.pointer(reference.strip_prefix('#')?)
    }

    /// What is referred to; of what refers to itself only the name.
    fn reference(&mut self, reference: &'a str, depth: usize) -> u64 {
        let place = (reference, self.is_answer);
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let mut hasher = DefaultHasher::new();
        reference.hash(&mut hasher);
        let named = hasher.finish();
        self.known.insert(place, named);
        let digest = match (self.target(reference), depth.checked_sub(1)) {
            (Some(target), Some(depth)) => self.value(target, depth),
            _ => named,
        };
        self.known.insert(place, digest);
        digest
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_referred_to_may_be_written_out() {
        let document = json!({"components": {"schemas": {
            "A": {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/B"}}},
            "B": {"type": "string"},
            "C": {"properties": {"c": {"$ref": "#/components/schemas/C"}}},
        }}});
        let values = [
            json!({"$ref": "#/components/schemas/A", "x": 1}),
            json!({"x": 1, "type": "object", "properties": {"b": {"type": "string"}}}),
            json!({"$ref": "#/components/schemas/A"}),
            json!({"$ref": "#/components/schemas/C", "x": 1}),
        ];
        let digests = values.each_ref().map(|value| {
            // All of it lives as long as the document.
            Digester { document: &document, known: BTreeMap::new(), is_answer: false }.value(value, DEEPEST)
        });
        assert_eq!(digests[0], digests[1]);
        assert_ne!(digests[0], digests[2]);
        assert_ne!(digests[2], digests[3]);
    }

    #[test]
    fn what_answers_require_follows_from_others() {
        let document = json!({});
        let answer = |key: &str| json!({"responses": {"required": [key]}});
        let body = |key: &str| json!({"requestBody": {"required": [key]}});
        let values = [answer("a"), answer("b"), body("a"), body("b")];
        let digests = values.each_ref().map(|value| {
            Digester { document: &document, known: BTreeMap::new(), is_answer: false }.value(value, DEEPEST)
        });
        assert_eq!(digests[0], digests[1]);
        assert_ne!(digests[2], digests[3]);
    }

    #[test]
    fn paths_are_compared_without_names() {
        assert_eq!(without_names("/a/{b}/c{d}?e"), "/a/{}/c{}");
        assert_eq!(without_names("/a/{b"), "/a/{}");
    }
}
