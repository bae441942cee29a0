use std::collections::BTreeMap;

use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::names::{GATEWAY_RENAME, Names};
use super::operations::resolved;
use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject, SubjectKind};
use crate::projection::Origin;
use crate::reference::Operation;

pub(super) static GATEWAY_PATH: Rule = Rule {
    id: "gateway-path",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "gateways differ in how they read a path",
    explanation: "Not every gateway takes a variable that is only a part of a segment, or an `@`. Some take \
                  `/a` and `/a/` for the same, others do not. Characters outside of ASCII are written as \
                  they travel, with percent signs. A very long path is more than nginx takes in one word of \
                  its configuration. The routes stand in documents for gateways (`--profile gateway`), but \
                  try them with the gateway that you have.",
    bad: ".. rest_method:: GET /regions/{region}:{address_id}",
    good: ".. rest_method:: GET /regions/{region}/addresses/{address_id}",
    ..Rule::USUAL
};

/// The most bytes of a path that is an expression of nginx for certain: a byte becomes three there at most,
/// and 4096 are too many.
const LONGEST: usize = 1300;

/// Gives every place in the tree of paths one name, and tells of paths that gateways read differently. The new
/// paths with those of the text come back.
pub(super) fn rewrite(
    document: &mut Value,
    origin: &Origin<'_>,
    findings: &mut Findings,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let Some(Value::Object(items)) = document.get("paths") else { return texts };
    let names = Names::elect(items.keys().map(String::as_str));
    findings.extend(renamed(items, &names, origin));
    findings.extend(items.keys().filter_map(|path| odd(path, items, origin)));
    rename_parameters(document, &names);
    let Some(Value::Object(items)) = document.get_mut("paths") else { return texts };
    let mut rewritten: Map<String, Value> = Map::new();
    for (path, item) in std::mem::take(items) {
        let new = encoded(&names.apply(&path));
        findings.extend(put(&mut rewritten, (&path, new.clone()), item, origin));
        texts.entry(new).or_insert(path);
    }
    *items = rewritten;
    texts
}

/// Puts an item under its path; where two paths have become one, the first operation of a verb stays, and the
/// other is told.
fn put(
    items: &mut Map<String, Value>,
    (old, path): (&str, String),
    item: Value,
    origin: &Origin<'_>,
) -> Findings {
    let mut findings = Findings::new();
    let Value::Object(verbs) = item else { return findings };
    let Value::Object(known) = items.entry(path.clone()).or_insert_with(|| json!({})) else {
        return findings;
    };
    for (verb, operation) in verbs {
        if !known.contains_key(&verb) {
            known.insert(verb, operation);
            continue;
        }
        let message =
            format!("the path {old} is `{path}` for gateways, which another operation has: it is left out");
        findings.push(
            origin
                .finding(&GATEWAY_PATH, origin.operation(old, &verb), Subject::url(old), message)
                .with_help("give the two operations different paths"),
        );
    }
    findings
}

/// One finding for each place and old name, with all operations.
fn renamed(items: &Map<String, Value>, names: &Names, origin: &Origin<'_>) -> Findings {
    let mut causes: BTreeMap<(String, String, String), Finding> = BTreeMap::new();
    for (path, item) in items {
        for (old, new) in names.renames(path) {
            let place = path.split(&format!("{{{old}}}")).next().unwrap_or_default().to_owned();
            for operation in sources(path, item, origin) {
                let message = format!("the variable `{{{old}}}` of {path} is `{{{new}}}` for gateways");
                let finding = causes.entry((place.clone(), old.clone(), new.clone())).or_insert_with(|| {
                    let subject = Subject::new(SubjectKind::Variable, old.as_str());
                    Finding::new(&GATEWAY_RENAME, operation.url_span, subject, message)
                        .with_help(format!("use `{{{new}}}` in the text too"))
                });
                finding.add_operation(operation.key());
            }
        }
    }
    causes.into_values().collect()
}

/// What gateways may stumble over in a path, at its first operation.
fn odd(path: &str, items: &Map<String, Value>, origin: &Origin<'_>) -> Option<Finding> {
    let twin = path.strip_suffix('/').filter(|other| items.contains_key(*other));
    let (what, help) = if let Some(other) = twin {
        (format!("is `{other}` with a slash behind it"), "document one of the two")
    } else if path.ends_with('/') && path != "/" {
        ("ends with a slash, which some gateways take away".to_owned(), "document the path without the slash")
    } else if encoded(path).len() > LONGEST {
        let message =
            format!("has more than {LONGEST} bytes: `apiref routes --format nginx` may have to leave it out");
        (message, "shorten the URL")
    } else if !path.bytes().all(travels) {
        (format!("is `{}` for gateways", encoded(path)), "use letters of ASCII in the URL")
    } else if path.contains('@') {
        ("has an `@`".to_owned(), "try the route with your gateway")
    } else if path.split('/').any(is_partial) {
        ("has a variable that is no whole segment".to_owned(), "try the route with your gateway")
    } else {
        return None;
    };
    let item = items.get(path)?;
    let mut operations = sources(path, item, origin);
    let finding = origin
        .finding(&GATEWAY_PATH, operations.next(), Subject::url(path), format!("the path {path} {what}"))
        .with_help(help);
    Some(operations.fold(finding, |finding, operation| finding.with_operation(operation.key())))
}

fn sources<'a>(path: &str, item: &Value, origin: &Origin<'a>) -> impl Iterator<Item = &'a Operation> {
    let verbs = item.as_object().into_iter().flat_map(Map::keys);
    verbs.filter_map(|verb| origin.operation(path, verb)).collect::<Vec<_>>().into_iter()
}

fn is_partial(segment: &str) -> bool {
    let whole = segment.starts_with('{') && segment.ends_with('}') && segment.matches('{').count() == 1;
    segment.contains('{') && !whole
}

/// A path as it travels: control characters and bytes outside of ASCII with percent signs (RFC 3986, section
/// 2.1).
fn encoded(path: &str) -> String {
    utf8_percent_encode(path, CONTROLS).to_string()
}

/// Does a byte travel as it is?
fn travels(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_control()
}

/// Renames the path parameters of every operation. A shared one is copied under a name of its own.
fn rename_parameters(document: &mut Value, names: &Names) {
    let before = document.clone();
    let mut copies: Map<String, Value> = Map::new();
    let Some(Value::Object(items)) = document.get_mut("paths") else { return };
    for (path, item) in items.iter_mut() {
        let renames = names.renames(path);
        if renames.is_empty() {
            continue;
        }
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { continue };
            for parameter in parameters {
                rename(parameter, &renames, &before, &mut copies);
            }
        }
    }
    if let Some(Value::Object(components)) = document.pointer_mut("/components/parameters") {
        components.extend(copies);
    }
}

fn rename(
    parameter: &mut Value,
    renames: &[(String, String)],
    document: &Value,
    copies: &mut Map<String, Value>,
) {
    let mut renamed = resolved(document, parameter).clone();
    let is_variable = renamed.get("in").and_then(Value::as_str) == Some("path");
    let old = renamed.get("name").and_then(Value::as_str).unwrap_or_default();
    let Some((_, new)) = renames.iter().find(|(name, _)| is_variable && name == old) else { return };
    if let Value::Object(members) = &mut renamed {
        members.insert("name".to_owned(), json!(new));
    }
    let reference = parameter.get("$ref").and_then(Value::as_str).map(|old| format!("{old}.{new}"));
    let name = reference.as_ref().and_then(|reference| reference.rsplit('/').next()).map(str::to_owned);
    *parameter = match (reference, name) {
        (Some(reference), Some(name)) if is_free(&name, &renamed, document, copies) => {
            copies.insert(name, renamed);
            json!({ "$ref": reference })
        }
        _ => renamed,
    };
}

/// Has no other parameter this name among the components?
fn is_free(name: &str, parameter: &Value, document: &Value, copies: &Map<String, Value>) -> bool {
    let components = document.pointer("/components/parameters");
    let known = components.and_then(|components| components.get(name)).or_else(|| copies.get(name));
    known.is_none_or(|known| known == parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_segments_are_told_from_parts() {
        for (segment, expected) in
            [("{a}", false), ("a", false), ("{a}:{b}", true), ("{a}.json", true), ("v{a}", true), ("", false)]
        {
            assert_eq!(is_partial(segment), expected, "{segment}");
        }
    }

    #[test]
    fn paths_travel_in_ascii() {
        assert_eq!(encoded("/é/{a}\n"), "/%C3%A9/{a}%0A");
    }
}
