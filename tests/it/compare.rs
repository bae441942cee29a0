//! The reference against a specification: differences that are planted in one that says what the text says.

use std::collections::BTreeMap;

use apiref::{Finding, Form, MicroversionChoice, Selection, Specification};
use serde_json::{Map, Value, json};

use crate::apiref::project;
use crate::tree::Tree;

/// So many differences of a kind are planted.
const OF_EACH: usize = 16;

/// A difference: what it does, the rule that tells it, and a word of the headline.
struct Plant {
    kind: &'static str,
    rule: &'static str,
    word: String,
    operation: String,
    document: Value,
}

/// A place of a schema: the JSON pointer of an object schema, and a key in it.
struct Site {
    operation: String,
    side: &'static str,
    object: String,
    key: String,
    /// Do several schemas, of which one fits, hold it?
    is_choice: bool,
}

#[test]
fn a_specification_that_says_what_the_text_says_differs_in_nothing() {
    for (tree, documents) in references() {
        for document in documents {
            for (dialect, document) in dialects(&document) {
                let found = compared(&tree, &document.to_string());
                let told: Vec<String> = found.iter().map(told).collect();
                assert!(told.is_empty(), "{dialect}: {}", told.join("\n"));
            }
        }
    }
}

#[test]
fn several_specifications_may_be_of_a_part_each() {
    let (tree, documents) = references().remove(0);
    for document in &documents {
        let part = |is_in: fn(usize) -> bool| {
            let mut part = document.clone();
            let paths = part["paths"].as_object_mut().unwrap();
            let kept = std::mem::take(paths).into_iter().enumerate().filter(|(at, _)| is_in(*at));
            *paths = kept.map(|(_, path)| path).collect();
            Specification::parse("part.json", &part.to_string()).unwrap()
        };
        let found = |specs: &[Specification]| {
            let checked = tree.analysis.compare(specs, &Selection::default()).unwrap();
            checked.findings.iter().map(told).collect::<Vec<_>>().join("\n")
        };
        let (even, odd) = (part(|at| at % 2 == 0), part(|at| at % 2 == 1));
        assert!(found(std::slice::from_ref(&even)).contains("the specification has no "));
        assert_eq!(found(&[even, odd]), "");
    }
}

#[test]
fn every_planted_difference_is_found_at_its_place_and_nothing_else() {
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::new());
    for (tree, documents) in references() {
        for document in documents {
            for plant in plants(&document) {
                let found = compared(&tree, &plant.document.to_string());
                let is_it = |finding: &Finding| {
                    finding.rule().id == plant.rule
                        && finding.headline().contains(&plant.word)
                        && (finding.operations().is_empty()
                            || finding.operations().contains(&plant.operation))
                };
                *counts.entry(plant.kind).or_insert(0) += 1;
                if found.len() != 1 || !found.iter().all(is_it) {
                    let told: Vec<String> = found.iter().map(told).collect();
                    let Plant { kind, word, operation, .. } = &plant;
                    wrong.push(format!("{kind} {word} of {operation}:\n  {}", told.join("\n  ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong of {counts:?}", wrong.join("\n"), wrong.len());
    assert!(counts.values().sum::<usize>() >= 200 && counts.len() >= 17, "{counts:?}");
}

fn told(finding: &Finding) -> String {
    format!(
        "{} {} {:?} {}",
        finding.rule().id,
        finding.headline(),
        finding.operations(),
        finding.body().unwrap_or_default()
    )
}

fn compared(tree: &Tree, text: &str) -> Vec<Finding> {
    let spec = Specification::parse("spec.json", text).unwrap();
    tree.analysis.compare(&[spec], &Selection::default()).unwrap().findings
}

/// Our own reference, with each of its documents as a program would derive it from code.
fn references() -> Vec<(Tree, Vec<Value>)> {
    let trees = [project().to_owned()].into_iter().filter_map(|folder| Tree::read(&folder));
    let derived = trees.map(|tree| {
        let form = Form::default().with_microversion(MicroversionChoice::All);
        let documents = tree.documents_in(&form).into_iter().map(|document| derived(&document.value));
        let documents = documents.collect();
        (tree, documents)
    });
    derived.collect()
}

/// A document without references, examples and what only samples show; objects are closed.
fn derived(document: &Value) -> Value {
    let mut whole = inlined(document, document, 0);
    whole["components"] = json!({});
    whole
}

fn inlined(value: &Value, document: &Value, depth: usize) -> Value {
    if depth > 60 {
        return Value::Null;
    }
    match value {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                let mut whole =
                    inlined(document.pointer(target.trim_start_matches('#')).unwrap(), document, depth + 1);
                for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
                    whole[key] = inlined(value, document, depth + 1);
                }
                return whole;
            }
            let mut kept = Map::new();
            for (key, value) in members {
                if key != "examples" {
                    kept.insert(key.clone(), inlined(value, document, depth + 1));
                }
            }
            close(&mut kept);
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(|item| inlined(item, document, depth + 1)).collect(),
        other => other.clone(),
    }
}

/// Closes an object schema, and takes out what only samples show.
fn close(schema: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| property.get("x-apiref") != Some(&json!("observed")));
        if !schema.contains_key("additionalProperties") && !schema.contains_key("patternProperties") {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
    }
}

/// The same in the ways in which documents of services are written.
fn dialects(document: &Value) -> Vec<(&'static str, Value)> {
    let mut found = vec![("as it is", document.clone()), ("3.0", in_3_0(document.clone()))];
    let paths = |name: &dyn Fn(&str) -> String| {
        let mut changed = document.clone();
        let all = document["paths"].as_object().unwrap().iter();
        changed["paths"] = all.map(|(path, item)| (name(path), item.clone())).collect::<Map<_, _>>().into();
        changed
    };
    let without_version = |path: &str| {
        let rest = path.trim_start_matches("/v3").trim_start_matches("/v2");
        let rest = rest.strip_prefix("/{project_id}").unwrap_or(rest);
        if rest.is_empty() { path.to_owned() } else { rest.to_owned() }
    };
    let mut at_server = paths(&without_version);
    let version = if document["paths"].to_string().contains("\"/v3/") { "v3" } else { "v2" };
    at_server["servers"] = json!([{"url": format!("https://cloud.example/volume/{version}/{{project}}")}]);
    found.push(("paths below a server", at_server));
    found.push(("behind a gateway", paths(&|path| format!("/volume{path}"))));
    found.push(("other variables", paths(&|path| path.replace("_id}", "}"))));
    found.push(("slashes at the end", paths(&|path| format!("{}/", path.trim_end_matches('/')))));
    found.push(("all by reference", hoisted(document)));
    for (name, change) in [("in parts", in_parts as fn(&mut Value)), ("other media types", with_charset)] {
        let mut changed = document.clone();
        change(&mut changed["paths"]);
        found.push((name, changed));
    }
    found
}

/// Bodies, answers and parameters of operations as components.
fn hoisted(document: &Value) -> Value {
    let mut whole = document.clone();
    let mut components = json!({"requestBodies": {}, "responses": {}, "parameters": {}, "schemas": {}});
    let mut number = 0;
    let mut hoist = |kind: &str, value: &mut Value| {
        let name = format!("C{number}");
        number += 1;
        components[kind][&name] = value.take();
        *value = json!({"$ref": format!("#/components/{kind}/{name}")});
    };
    for item in whole["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut().filter_map(Value::as_object_mut) {
            for (key, value) in operation.iter_mut() {
                match (key.as_str(), value) {
                    ("requestBody", body) => {
                        if let Some(schema) = body.pointer_mut("/content/application~1json/schema") {
                            hoist("schemas", schema);
                        }
                        hoist("requestBodies", body);
                    }
                    ("responses", Value::Object(all)) => {
                        all.values_mut().for_each(|one| hoist("responses", one))
                    }
                    ("parameters", Value::Array(all)) => {
                        all.iter_mut().for_each(|one| hoist("parameters", one))
                    }
                    _ => {}
                }
            }
        }
    }
    whole["components"] = components;
    whole
}

/// Each schema of a key as the only part of another one.
fn in_parts(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(in_parts);
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                for property in properties.values_mut() {
                    *property = json!({"allOf": [property.take()]});
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(in_parts),
        _ => {}
    }
}

fn with_charset(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(with_charset);
            if let Some(json) = members.remove("application/json") {
                members.insert("text/html".to_owned(), json!({"schema": {"type": "string"}}));
                members.insert("application/json; charset=utf-8".to_owned(), json);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(with_charset),
        _ => {}
    }
}

/// The same as OpenAPI 3.0 says it.
fn in_3_0(mut document: Value) -> Value {
    document["openapi"] = json!("3.0.3");
    older(&mut document);
    document
}

fn older(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(older);
            if let Some(Value::Array(types)) = members.get("type").cloned() {
                let is_null = |name: &Value| name == "null";
                let others: Vec<Value> = types.iter().filter(|name| !is_null(name)).cloned().collect();
                if types.iter().any(is_null) {
                    members.insert("nullable".to_owned(), json!(true));
                }
                members.remove("type");
                match others.as_slice() {
                    [] => {}
                    [only] => drop(members.insert("type".to_owned(), only.clone())),
                    several => {
                        let any = several.iter().map(|name| json!({"type": name})).collect();
                        members.insert("anyOf".to_owned(), any);
                    }
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(older),
        _ => {}
    }
}

fn plants(document: &Value) -> Vec<Plant> {
    let mut plants = of_operations(document);
    plants.extend(of_parameters(document));
    plants.extend(of_keys(document));
    let mut kept: BTreeMap<&str, Vec<Plant>> = BTreeMap::new();
    for plant in plants {
        kept.entry(plant.kind).or_default().push(plant);
    }
    kept.into_values().flat_map(spread).collect()
}

/// Some of many, from all over.
fn spread(all: Vec<Plant>) -> Vec<Plant> {
    let step = all.len().div_ceil(OF_EACH).max(1);
    all.into_iter().step_by(step).collect()
}

/// The operations: path, method, `METHOD path`, pointer.
fn operations(document: &Value) -> Vec<(String, String, String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "patch", "delete"] {
            if item.get(method).is_some() {
                let pointer = format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"));
                found.push((
                    path.clone(),
                    method.to_owned(),
                    format!("{} {path}", method.to_uppercase()),
                    pointer,
                ));
            }
        }
    }
    found
}

fn with(document: &Value, pointer: &str, change: impl Fn(&mut Value)) -> Value {
    let mut changed = document.clone();
    change(changed.pointer_mut(pointer).unwrap());
    changed
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().unwrap().remove(key);
}

fn of_operations(document: &Value) -> Vec<Plant> {
    let mut plants = Vec::new();
    for (path, method, name, pointer) in operations(document) {
        if path.trim_matches('/').split('/').count() < 2 {
            continue;
        }
        let mut plant = |kind, rule, word: &str, document| {
            let (word, operation) = (word.to_owned(), name.clone());
            plants.push(Plant { kind, rule, word, operation, document });
        };
        let gone = with(document, "/paths", |paths| remove(&mut paths[&path], &method));
        // Actions share a path, and another operation takes requests for `detail`.
        if !path.ends_with("/action") && !path.ends_with("/detail") {
            plant("operation gone", "compare-operation-unknown", &name, gone);
        }
        let more = with(document, "/paths", |paths| {
            paths[&format!("{path}/planted")] = json!({"get": {"responses": {"200": {"description": "Ok"}}}});
        });
        plant("operation new", "compare-operation-undocumented", "planted", more);
        let other = with(document, &pointer, |operation| {
            operation["responses"] = json!({"299": operation["responses"]["200"]});
        });
        if document.pointer(&pointer).unwrap()["responses"].get("200").is_some() {
            plant("code", "compare-code", "299", other);
        }
    }
    plants
}

fn of_parameters(document: &Value) -> Vec<Plant> {
    let mut plants = Vec::new();
    for (_, _, name, pointer) in operations(document) {
        let mut plant = |kind, rule, word: &str, document| {
            let (word, operation) = (word.to_owned(), name.clone());
            plants.push(Plant { kind, rule, word, operation, document });
        };
        let all = document.pointer(&pointer).unwrap().get("parameters").and_then(Value::as_array);
        let all = all.cloned().unwrap_or_default();
        let more = with(document, &pointer, |operation| {
            let mut more = all.clone();
            more.push(json!({"name": "planted", "in": "query", "schema": {"type": "string"}}));
            operation["parameters"] = more.into();
        });
        plant("parameter new", "compare-parameter-undocumented", "planted", more);
        let queries = all.iter().filter(|one| one["in"] == "query").count();
        for (at, parameter) in all.iter().enumerate().filter(|(_, one)| one["in"] == "query") {
            let word = parameter["name"].as_str().unwrap();
            let here = format!("{pointer}/parameters/{at}");
            let gone = with(document, &format!("{pointer}/parameters"), |all| {
                all.as_array_mut().unwrap().remove(at);
            });
            if queries > 1 {
                plant("parameter gone", "compare-parameter-unknown", word, gone);
            }
            let moved = with(document, &here, |one| one["in"] = json!("header"));
            if queries > 1 {
                plant("parameter elsewhere", "compare-location", word, moved);
            }
            let required = parameter.get("required") == Some(&json!(true));
            let other = with(document, &here, |one| one["required"] = json!(!required));
            plant("parameter required", "compare-required", word, other);
            let own = parameter["schema"]["type"].as_str().unwrap_or_default();
            let other = with(document, &here, |one| {
                let types = if own == "integer" { "boolean" } else { "integer" };
                one["schema"] = json!({"type": types});
            });
            if matches!(own, "integer" | "boolean" | "string") {
                plant("parameter type", "compare-type", word, other);
            }
        }
    }
    plants
}

fn of_keys(document: &Value) -> Vec<Plant> {
    let mut sites = Vec::new();
    for (_, _, name, pointer) in operations(document) {
        let bodies = [("request", format!("{pointer}/requestBody/content/application~1json/schema"))];
        let codes = document.pointer(&format!("{pointer}/responses")).and_then(Value::as_object);
        let codes = codes.into_iter().flat_map(Map::keys).filter(|code| code.starts_with('2'));
        let answers = codes
            .map(|code| ("response", format!("{pointer}/responses/{code}/content/application~1json/schema")));
        for (side, at) in bodies.into_iter().chain(answers) {
            find(document, &at, (&name, side), false, &mut sites);
        }
    }
    sites.iter().flat_map(|site| of_key(document, site)).collect()
}

fn find(
    document: &Value,
    at: &str,
    (name, side): (&str, &'static str),
    is_choice: bool,
    sites: &mut Vec<Site>,
) {
    let Some(schema) = document.pointer(at) else { return };
    for choice in ["oneOf", "anyOf"] {
        for index in 0..schema.get(choice).and_then(Value::as_array).map_or(0, Vec::len) {
            find(document, &format!("{at}/{choice}/{index}"), (name, side), true, sites);
        }
    }
    if schema.get("items").is_some() {
        find(document, &format!("{at}/items"), (name, side), is_choice, sites);
    }
    for key in schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        sites.push(Site {
            operation: name.to_owned(),
            side,
            object: at.to_owned(),
            key: key.clone(),
            is_choice,
        });
        let inner = format!("{at}/properties/{}", key.replace('~', "~0").replace('/', "~1"));
        find(document, &inner, (name, side), is_choice, sites);
    }
}

fn of_key(document: &Value, site: &Site) -> Vec<Plant> {
    let Site { operation, side, object, key, is_choice } = site;
    let mut plants = Vec::new();
    let schema = document.pointer(object).unwrap();
    let property = &schema["properties"][key];
    // What the text has twice, or leaves to the samples, is compared nowhere.
    if *is_choice || property.get("x-apiref").is_some() {
        return plants;
    }
    let mut plant = |kind, rule, word: &str, document| {
        let (word, operation) = (word.to_owned(), operation.clone());
        plants.push(Plant { kind, rule, word, operation, document });
    };
    let is_request = *side == "request";
    let change =
        |change: &dyn Fn(&mut Value)| with(document, object, |object| change(&mut object["properties"][key]));
    let types = property.get("type").cloned().unwrap_or_default();
    let only = types.as_str().unwrap_or_default();
    let is_whole = property.get("properties").is_some() || property.get("items").is_some();
    let closed = schema.get("additionalProperties") == Some(&json!(false));
    if closed {
        let gone = with(document, object, |object| {
            remove(&mut object["properties"], key);
            if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
                required.retain(|name| name != key);
            }
        });
        plant(
            if is_request { "request key gone" } else { "response key gone" },
            "compare-property-unknown",
            key,
            gone,
        );
    }
    let more = with(document, object, |object| object["properties"]["planted"] = json!({"type": "string"}));
    plant(
        if is_request { "request key new" } else { "response key new" },
        "compare-property-undocumented",
        "planted",
        more,
    );
    if !only.is_empty() && !is_whole {
        let other = if only == "boolean" { "integer" } else { "boolean" };
        let other = change(&|property| *property = json!({"type": other}));
        plant(if is_request { "request type" } else { "response type" }, "compare-type", key, other);
        let null = change(&|property| property["type"] = json!([only, "null"]));
        plant(if is_request { "request null" } else { "response null" }, "compare-null", key, null);
    }
    if property.get("enum").is_some() {
        let fewer = change(&|property| {
            property["enum"].as_array_mut().unwrap().push(json!("planted"));
        });
        plant("values", "compare-values", "planted", fewer);
    }
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let is_required = required.iter().any(|name| name == key);
    // What some versions lack is optional in a schema for all of them.
    let is_dated = property.get("x-openstack").is_some();
    let lists = !required.is_empty() && (!is_required || required.len() > 1);
    if !is_dated && (is_request || lists) {
        let other = with(document, object, |object| {
            let mut required = required.clone();
            match is_required {
                true => required.retain(|name| name != key),
                false => required.push(json!(key)),
            }
            object["required"] = required.into();
        });
        plant(
            if is_request { "request required" } else { "response required" },
            "compare-required",
            key,
            other,
        );
    }
    let younger = change(&|property| property["x-openstack"] = json!({"min-ver": "3.7"}));
    if document.to_string().contains("\"/v3/") && property.get("x-openstack").is_none() {
        plant("window", "compare-window", key, younger);
    }
    plants
}

#[test]
fn a_baseline_of_differences_and_one_of_findings_share_a_file() {
    let case = project().join("tests/cases/witness/boxes");
    let folder = tempfile::tempdir().unwrap();
    let baseline = folder.path().join("baseline.json");
    let (spec, source) = (case.join("specification.yaml"), case.join("api-ref/source"));
    let with = |first: &[&std::ffi::OsStr], last: &[&str]| {
        let named = ["--root".as_ref(), case.as_os_str(), "--baseline".as_ref(), baseline.as_os_str()];
        let mut arguments: Vec<&std::ffi::OsStr> = first.to_vec();
        arguments.extend(named);
        arguments.extend(last.iter().map(|argument| std::ffi::OsStr::new(*argument)));
        crate::apiref::apiref(&arguments)
    };
    let compare = ["compare".as_ref(), spec.as_os_str(), "--source".as_ref(), source.as_os_str()];
    let check = ["check".as_ref(), source.as_os_str()];
    assert_eq!(with(&check, &["--write-baseline"]).code, Some(0));
    assert_eq!(with(&compare, &["--write-baseline"]).code, Some(0));
    assert_eq!(with(&check, &["--write-baseline"]).code, Some(0));
    for arguments in [&compare[..], &check[..]] {
        let run = with(arguments, &["--fail-on", "note", "--output-format", "json"]);
        assert_eq!(
            (run.code, run.json()["findings"].as_array().map(Vec::len)),
            (Some(0), Some(0)),
            "{}",
            run.stdout
        );
    }
}
