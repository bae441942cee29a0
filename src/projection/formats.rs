use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::anatomy::{Kind, visit};
use crate::place::{Pointer, ValuePath};

/// The formats that validators may insist on.
static FORMATS: LazyLock<Vec<(&'static str, Validator)>> = LazyLock::new(|| {
    let names = ["date-time", "date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"];
    names.into_iter().map(|name| (name, validator(&json!({ "format": name })))).collect()
});

#[expect(clippy::expect_used, reason = "a format that cannot be asked about must not look kept")]
fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).expect("internal error: the schema of a format does not compile")
}

/// Examples are not followed below this depth.
const DEEPEST: usize = 128;

/// A format that an example of the document does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// The schema that stated it.
    pub at: Pointer,
    /// The format: `date-time`.
    pub format: &'static str,
    /// The value that is shown.
    pub example: String,
}

/// Drops every format that an example of the document contradicts: readers of 3.1 may assert formats, and
/// would refuse what the document itself shows. Where one time is written otherwise than `date-time` wants it,
/// only those keep the format that examples show in it.
pub(crate) fn drop_contradicted_formats(document: &mut Value) -> Vec<Contradiction> {
    let mut examined: Vec<Pointer> = Vec::new();
    visit(document, &mut |kind, at, object| {
        let shows = object.get("schema").is_some() && object.get("examples").is_some();
        if kind == Kind::MediaType && shows {
            examined.push(at.pointer());
        }
    });
    let mut search = Search { document, found: BTreeMap::new(), times: BTreeSet::new() };
    for at in &examined {
        search.examine(at);
    }
    let times = std::mem::take(&mut search.times);
    let owned =
        |(at, Contradicted { format, example })| Contradiction { at, format, example: example.to_owned() };
    let dropped: Vec<Contradiction> = search.found.into_iter().map(owned).collect();
    for contradiction in &dropped {
        if let Some(Value::Object(schema)) = document.pointer_mut(contradiction.at.as_str()) {
            schema.shift_remove("format");
        }
    }
    if dropped.iter().any(|contradiction| contradiction.format == DATE_TIME) {
        drop_unseen_times(document, &times);
    }
    dropped
}

const DATE_TIME: &str = "date-time";

/// Drops `date-time` where no example shows it.
fn drop_unseen_times(document: &mut Value, seen: &BTreeSet<Pointer>) {
    visit(document, &mut |kind, at, object| {
        let is_time = kind == Kind::Schema && object.get("format").is_some_and(|format| format == DATE_TIME);
        if let (Value::Object(schema), true) = (object, is_time && !seen.contains(&at.pointer())) {
            schema.shift_remove("format");
        }
    });
}

/// A format, and a shown value that does not have it.
struct Contradicted<'d> {
    format: &'static str,
    example: &'d str,
}

struct Search<'d> {
    document: &'d Value,
    /// By schema.
    found: BTreeMap<Pointer, Contradicted<'d>>,
    /// The schemas whose examples are `date-time`, as they say.
    times: BTreeSet<Pointer>,
}

impl<'d> Search<'d> {
    /// Holds the examples of a media type against its schema.
    fn examine(&mut self, at: &Pointer) {
        let Some(media) = self.document.pointer(at.as_str()) else { return };
        let Some(schema) = media.get("schema") else { return };
        let examples = media.get("examples").and_then(Value::as_object);
        for value in examples.into_iter().flat_map(Map::values).filter_map(|example| example.get("value")) {
            self.compare(schema, ValuePath::At(&at.key("schema")), value, 0);
        }
    }

    fn compare(&mut self, schema: &'d Value, at: ValuePath<'_>, value: &'d Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(target) =
            schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'))
        {
            let at = Pointer::from_text(target);
            if let Some(schema) = self.document.pointer(target) {
                self.compare(schema, ValuePath::At(&at), value, depth + 1);
            }
            return;
        }
        for word in ["anyOf", "oneOf", "allOf"] {
            let choices = schema.get(word).and_then(Value::as_array).into_iter().flatten();
            for (number, choice) in choices.enumerate() {
                let list = ValuePath::Key(&at, word);
                self.compare(choice, ValuePath::Index(&list, number), value, depth + 1);
            }
        }
        match value {
            Value::String(text) => self.judge(schema, &at, text),
            Value::Array(items) => {
                let Some(inner) = schema.get("items") else { return };
                for item in items {
                    self.compare(inner, ValuePath::Key(&at, "items"), item, depth + 1);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.member(schema, &at, key, member, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, schema: &'d Value, at: &ValuePath<'_>, key: &str, value: &'d Value, depth: usize) {
        match schema.get("properties").and_then(|properties| properties.get(key)) {
            Some(inner) => {
                let known = ValuePath::Key(at, "properties");
                self.compare(inner, ValuePath::Key(&known, key), value, depth);
            }
            None => {
                let Some(inner) = schema.get("additionalProperties") else { return };
                self.compare(inner, ValuePath::Key(at, "additionalProperties"), value, depth);
            }
        }
    }

    fn judge(&mut self, schema: &'d Value, at: &ValuePath<'_>, text: &'d str) {
        let Some(format) = schema.get("format").and_then(Value::as_str) else { return };
        let known = FORMATS.iter().find(|(name, _)| *name == format);
        let Some((name, validator)) = known else { return };
        if !validator.is_valid(&json!(text)) {
            self.found.entry(at.pointer()).or_insert(Contradicted { format: name, example: text });
        } else if *name == DATE_TIME {
            self.times.insert(at.pointer());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_time_has_no_zone_only_those_shown_with_one_keep_the_format() {
        let time = || json!({"type": "string", "format": "date-time"});
        let document = |shown: &str| {
            let schema = json!({"type": "object", "properties": {"a": time(), "b": time(), "c": time()}});
            let example = json!({"a": shown, "b": "2025-02-11T03:00:05Z", "c": null});
            let content =
                json!({"application/json": {"schema": schema, "examples": {"x": {"value": example}}}});
            json!({"paths": {"/": {"get": {"responses": {"200": {"description": "OK", "content": content}}}}}})
        };
        let kept = |shown: &str| {
            let mut document = document(shown);
            drop_contradicted_formats(&mut document);
            let at = "/paths/~1/get/responses/200/content/application~1json/schema/properties";
            ["a", "b", "c"].map(|key| document.pointer(at).unwrap()[key].get("format").is_some())
        };
        assert_eq!(kept("2025-02-11T03:00:05"), [false, true, false]);
        assert_eq!(kept("2025-02-11T03:00:05Z"), [true, true, true]);
    }

    #[test]
    fn a_format_that_an_example_contradicts_is_dropped_also_behind_references() {
        let time = || json!({"type": "string", "format": "date-time"});
        let schema =
            json!({"type": "object", "properties": {"a": time(), "b": {"$ref": "#/components/schemas/B"}}});
        let shown = json!({"a": "2025-02-11T03:00:05Z", "b": {"c": "2025-02-11T03:00:05"}});
        let content = json!({"application/json": {"schema": schema, "examples": {"x": {"value": shown}}}});
        let responses = json!({"200": {"description": "OK", "content": content}});
        let mut document = json!({
            "paths": {"/": {"get": {"responses": responses}}},
            "components": {"schemas": {"B": {"type": "object", "properties": {"c": time()}}}}
        });
        let dropped = drop_contradicted_formats(&mut document);
        let places: Vec<&str> = dropped.iter().map(|one| one.at.as_str()).collect();
        assert_eq!(places, ["/components/schemas/B/properties/c"]);
        assert_eq!(document["components"]["schemas"]["B"]["properties"]["c"], json!({"type": "string"}));
    }
}
