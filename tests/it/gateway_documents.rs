//! What every document for gateways has to be, whatever tree it is made from.

use std::collections::{BTreeMap, BTreeSet};

use apiref::{Document, Gateway, Target};
use roas::validation::{Options, Validate};
use serde_json::{Value, json};

use crate::documents::every_document_in;
use crate::library::{SERVER, gateway_form, operations, parameters, told};

/// The largest document that importers take, in bytes.
const LARGEST: usize = 4 << 20;

/// Every document of every tree, as gateways get it with these options.
fn every_document(options: Gateway, check: impl Fn(&Document) -> Result<(), String> + Sync) {
    every_document_in(&gateway_form(options), |document| check(document).err());
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

#[test]
fn every_document_is_valid_with_every_option() {
    let options = [
        Gateway::default(),
        Gateway { inline_parameters: true, no_nullable: true, ..Gateway::default() },
        Gateway { no_examples: true, no_deprecated: true, ..Gateway::default() },
        Gateway { routes_only: true, inline_responses: true, ..Gateway::default() },
    ];
    for options in options {
        every_document(options, |fitted| {
            fitted.check().map_err(|problem| problem.to_string())?;
            let mut value = fitted.value.clone();
            crate::projection::without_lists_of_null(&mut value);
            let spec: roas::v3_0::spec::Spec =
                serde_json::from_value(value).map_err(|error| error.to_string())?;
            spec.validate(Options::IgnoreExternalReferences.into(), None).map_err(|error| error.to_string())
        });
    }
}

#[test]
fn every_document_has_one_server_one_scheme_and_a_plain_title() {
    every_document(Gateway::default(), |fitted| {
        let value = &fitted.value;
        ensure(value["openapi"] == "3.0.3", || "openapi".to_owned())?;
        ensure(value["servers"] == json!([{ "url": SERVER }]), || "servers".to_owned())?;
        let scheme = json!({"type": "apiKey", "in": "header", "name": "X-Auth-Token"});
        let schemes = value["components"]["securitySchemes"].as_object().unwrap();
        let same = |(key, expected): (&String, &Value)| schemes["XAuthToken"][key] == *expected;
        ensure(schemes.len() == 1 && scheme.as_object().unwrap().iter().all(same), || "scheme".to_owned())?;
        ensure(value["security"] == json!([{"XAuthToken": []}]), || "security".to_owned())?;
        let title = value["info"]["title"].as_str().unwrap();
        let plain = title.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
        ensure(plain && !title.is_empty(), || title.to_owned())?;
        let size = value.to_string().len();
        ensure(size < LARGEST || !told(&fitted.findings, "gateway-size").is_empty(), || {
            format!("{size} bytes")
        })
    });
}

#[test]
fn every_path_is_a_route() {
    every_document(Gateway::default(), |fitted| {
        let document = &fitted.value;
        let mut places: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
        let odd = told(&fitted.findings, "gateway-path").len();
        let mut told = BTreeSet::new();
        for (path, _, operation) in operations(document) {
            ensure(path.is_ascii() && path.starts_with('/') && !path.contains('?'), || path.to_owned())?;
            let names = variables(path);
            let distinct: BTreeSet<&&str> = names.iter().collect();
            ensure(distinct.len() == names.len(), || path.to_owned())?;
            for name in &names {
                let legal = name.len() <= 31
                    && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                ensure(legal, || path.to_owned())?;
            }
            let declared: BTreeSet<&str> = parameters(document, operation)
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            ensure(declared == names.iter().copied().collect(), || format!("{path}: {declared:?}"))?;
            let mut shape = Vec::new();
            for segment in path.split('/').skip(1) {
                let own = variables(segment);
                shape.push(own.iter().fold(segment.to_owned(), |text, name| text.replace(name, "")));
                let known = places.entry(shape.clone()).or_insert_with(|| own.clone());
                ensure(*known == own, || format!("{path}: {own:?} and {known:?}"))?;
                if !own.is_empty() && segment != format!("{{{}}}", own[0]) || segment.contains('@') {
                    told.insert(path);
                }
            }
            let twin = path.len() > 1 && document["paths"].get(path.trim_end_matches('/')).is_some();
            if path.ends_with('/') && twin {
                told.insert(path);
            }
        }
        ensure(told.len() <= odd, || format!("{told:?} without a finding"))
    });
}

#[test]
fn every_operation_is_what_importers_take() {
    every_document(Gateway::default(), |fitted| {
        let document = &fitted.value;
        let mut ids = BTreeSet::new();
        for (path, verb, operation) in operations(document) {
            let at = || format!("{verb} {path}");
            let id = operation["operationId"].as_str().unwrap();
            let legal = id.len() <= 76
                && id.starts_with(|c: char| c.is_ascii_alphabetic())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let words: Vec<String> =
                id.split('_').filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
            ensure(legal && ids.insert(words), || id.to_owned())?;
            ensure(operation["summary"].as_str().unwrap().chars().count() < 300, at)?;
            let bodyless = matches!(verb, "get" | "head" | "delete");
            ensure(!bodyless || operation.get("requestBody").is_none(), at)?;
            let responses = operation["responses"].as_object().unwrap();
            ensure(responses.keys().any(|code| code.starts_with('2')), at)?;
            for parameter in parameters(document, operation) {
                let name = parameter["name"].as_str().unwrap().to_lowercase();
                let implied = ["x-auth-token", "content-type", "accept", "authorization"];
                let header = parameter["in"] == "header";
                ensure(!header || !implied.contains(&name.as_str()), || name.clone())?;
                ensure(!header || parameter["schema"].get("enum").is_none(), || name.clone())?;
                let versioned = name.ends_with("-api-version") && parameter["required"] == true;
                ensure(!versioned, || name.clone())?;
            }
        }
        Ok(())
    });
}

#[test]
fn every_object_is_what_importers_take() {
    every_document(Gateway::default(), |fitted| {
        let document = &fitted.value;
        let mut problem = None;
        each_object(document, &mut Vec::new(), &mut |at, object| {
            let reference = object.get("$ref").is_some();
            let holds = match at {
                ["paths", _] => !object.contains_key("parameters"),
                [.., "responses", _] => reference || object.get("description").is_some_and(Value::is_string),
                // What a request without a body would send is written out, for people to read.
                ["paths", _, _, "x-apiref-body", ..] => true,
                // A body is a component.
                [.., "content", _, "schema"] => reference,
                _ => !object.get("pattern").and_then(Value::as_str).unwrap_or_default().contains("(?"),
            };
            // Nothing stands beside a reference.
            if !holds || reference && object.len() > 1 {
                problem = Some(at.join("/"));
            }
        });
        let components = document["components"].as_object().unwrap();
        let names = components.values().flat_map(|entries| entries.as_object().unwrap().keys());
        let legal = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        let odd = names.into_iter().find(|name| !legal(name)).cloned();
        problem.or(odd).map_or(Ok(()), Err)
    });
}

/// Every object that is no data, with the keys above it.
fn each_object<'d>(
    value: &'d Value,
    at: &mut Vec<&'d str>,
    look: &mut impl FnMut(&[&str], &serde_json::Map<String, Value>),
) {
    match value {
        Value::Object(members) => {
            look(at, members);
            let data = ["example", "examples", "default", "enum", "x-enum"];
            let parts = members.iter().filter(|(key, _)| !data.contains(&key.as_str()));
            for (key, member) in parts {
                at.push(key);
                each_object(member, at, look);
                at.pop();
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_object(item, at, look)),
        _ => {}
    }
}

fn variables(path: &str) -> Vec<&str> {
    path.split('{').skip(1).map(|piece| piece.split('}').next().unwrap()).collect()
}

/// The demands of the narrowest two: the others add members to what the profile makes.
#[test]
fn amazon_and_azure_read_nothing_but_schemas_of_the_components() {
    for target in [Target::Aws, Target::Azure] {
        every_document(Gateway { target: Some(target), ..Gateway::default() }, |fitted| {
            fitted.check().map_err(|problem| problem.to_string())?;
            let components = fitted.value["components"].as_object();
            let kinds: Vec<&String> =
                components.into_iter().flat_map(|components| components.keys()).collect();
            let known = |kind: &&String| *kind == "schemas" || *kind == "securitySchemes";
            ensure(kinds.iter().all(known), || format!("{kinds:?}"))?;
            let text = fitted.value.to_string();
            let references = text.split("\"$ref\":\"").skip(1);
            let mut others = references.filter(|rest| !rest.starts_with("#/components/schemas/"));
            ensure(others.next().is_none(), || "a reference to no schema".to_owned())?;
            if target == Target::Aws { as_amazon_wants(&fitted.value) } else { Ok(()) }
        });
    }
}

fn as_amazon_wants(document: &Value) -> Result<(), String> {
    let schemas = document["components"]["schemas"].as_object();
    let mut names = schemas.into_iter().flat_map(|schemas| schemas.keys());
    let odd = names.find(|name| !name.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    ensure(odd.is_none(), || format!("{odd:?}"))?;
    for (path, _, operation) in operations(document) {
        let integration = &operation["x-amazon-apigateway-integration"];
        ensure(integration["uri"] == json!(format!("{SERVER}{path}")), || path.to_owned())?;
        let mapped = integration["requestParameters"].as_object().map_or(0, |mapped| mapped.len());
        ensure(mapped == path.matches('{').count(), || format!("{path}: {mapped} variables"))?;
    }
    Ok(())
}
