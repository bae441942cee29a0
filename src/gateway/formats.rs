use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject};
use crate::place::Pointer;
use crate::projection::{Kind, Origin, visit};

pub(super) static GATEWAY_FORMAT: Rule = Rule {
    id: "gateway-format",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "an example does not have the format that its text tells",
    explanation: "A format such as `date-time` is a remark for people, but some validating proxies insist on it. Many services write times without \
                  a zone, which RFC 3339 does not allow. In documents for gateways (`--profile gateway`) a format that an example \
                  contradicts is left out.",
    bad: "\"created_at\": \"2025-02-11T03:00:05\"",
    good: "\"created_at\": \"2025-02-11T03:00:05Z\"",
    ..Rule::USUAL
};

/// The formats that validating proxies insist on.
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

/// Drops every format that an example of the document contradicts.
pub(super) fn drop_contradicted(document: &mut Value, origin: &Origin<'_>, findings: &mut Findings) {
    let mut examined: Vec<Pointer> = Vec::new();
    visit(document, &mut |kind, at, object| {
        let shows = object.get("schema").is_some() && object.get("examples").is_some();
        if kind == Kind::MediaType && shows {
            examined.push(at.clone());
        }
    });
    let mut search = Search { document, found: BTreeMap::new() };
    for at in &examined {
        search.examine(at);
    }
    findings.extend(told(document, &search.found, origin));
    let contradicted: Vec<Pointer> = search.found.into_keys().collect();
    for at in contradicted {
        if let Some(Value::Object(schema)) = document.pointer_mut(at.as_str()) {
            schema.shift_remove("format");
        }
    }
}

/// One finding for a name and format, with all operations.
fn told(document: &Value, found: &BTreeMap<Pointer, Contradicted<'_>>, origin: &Origin<'_>) -> Findings {
    let mut causes: BTreeMap<(String, &str), Finding> = BTreeMap::new();
    for (at, Contradicted { format, example }) in found {
        let source = origin.of(document, at);
        let name = at.steps().last().unwrap_or_default();
        let finding = causes.entry((name.clone(), *format)).or_insert_with(|| {
            let message =
                format!("`{example}` is no `{format}`; documents for gateways leave the format out");
            let help = format!("show a value that is a `{format}`, or let the text say what it is");
            origin.finding(&GATEWAY_FORMAT, source, Subject::key(name), message).with_help(help)
        });
        if let Some(operation) = source {
            finding.add_operation(operation.key());
        }
    }
    causes.into_values().collect()
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
}

impl<'d> Search<'d> {
    /// Holds the examples of a media type against its schema.
    fn examine(&mut self, at: &Pointer) {
        let Some(media) = self.document.pointer(at.as_str()) else { return };
        let Some(schema) = media.get("schema") else { return };
        let examples = media.get("examples").and_then(Value::as_object);
        for value in examples.into_iter().flat_map(Map::values).filter_map(|example| example.get("value")) {
            self.compare(schema, &at.key("schema"), value, 0);
        }
    }

    fn compare(&mut self, schema: &'d Value, at: &Pointer, value: &'d Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(target) =
            schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'))
        {
            let at = Pointer::from_text(target);
            if let Some(schema) = self.document.pointer(target) {
                self.compare(schema, &at, value, depth + 1);
            }
            return;
        }
        for word in ["anyOf", "oneOf", "allOf"] {
            let choices = schema.get(word).and_then(Value::as_array).into_iter().flatten();
            for (number, choice) in choices.enumerate() {
                self.compare(choice, &at.key(word).index(number), value, depth + 1);
            }
        }
        match value {
            Value::String(text) => self.judge(schema, at, text),
            Value::Array(items) => {
                let Some(inner) = schema.get("items") else { return };
                for item in items {
                    self.compare(inner, &at.key("items"), item, depth + 1);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.member(schema, at, key, member, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, schema: &'d Value, at: &Pointer, key: &str, value: &'d Value, depth: usize) {
        match schema.get("properties").and_then(|properties| properties.get(key)) {
            Some(inner) => self.compare(inner, &at.key("properties").key(key), value, depth),
            None => {
                let Some(inner) = schema.get("additionalProperties") else { return };
                self.compare(inner, &at.key("additionalProperties"), value, depth);
            }
        }
    }

    fn judge(&mut self, schema: &'d Value, at: &Pointer, text: &'d str) {
        let Some(format) = schema.get("format").and_then(Value::as_str) else { return };
        let known = FORMATS.iter().find(|(name, _)| *name == format);
        let Some((name, validator)) = known else { return };
        if !validator.is_valid(&json!(text)) {
            self.found.entry(at.clone()).or_insert(Contradicted { format: name, example: text });
        }
    }
}
