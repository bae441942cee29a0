//! Specifications that are none, or mean harm: a clear message, a finding or nothing, and never a panic.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use apiref::{Form, MicroversionChoice, Selection, Specification};
use serde_json::{Value, json};

use crate::apiref::{Run, apiref, project};
use crate::tree::Tree;

fn on_file(spec: &Path) -> Run {
    let source = project().join("api-ref/source");
    let head = ["compare".as_ref(), spec.as_os_str(), "--source".as_ref(), source.as_os_str()];
    apiref(&[&head[..], &["--root".as_ref(), project().as_os_str()]].concat())
}

fn on_text(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, text).unwrap();
    on_file(&path)
}

#[test]
fn what_is_no_specification_is_told() {
    let bomb = {
        let mut text = "openapi: 3.1.0\na0: &a0 [1, 1]\n".to_owned();
        for at in 1..40 {
            text.push_str(&format!("a{at}: &a{at} [*a{before}, *a{before}]\n", before = at - 1));
        }
        text
    };
    let wide = format!("openapi: 3.1.0\na: &a [{}]\nb: [{}]", "1, ".repeat(4_000), "*a, ".repeat(4_000));
    for (text, message) in [
        ("", "is no document of OpenAPI 3"),
        ("hello", "is no document of OpenAPI 3"),
        ("[1, 2]", "is no document of OpenAPI 3"),
        ("{\"openapi\": 3.1}", "is no document of OpenAPI 3"),
        ("swagger: '2.0'\npaths: {}", "is no document of OpenAPI 3"),
        ("openapi: 4.0.0", "is no document of OpenAPI 3"),
        ("openapi: [3.1.0", "is neither JSON nor YAML"),
        ("{\"openapi\": \"3.1.0\"} x", "is neither JSON nor YAML"),
        ("openapi: 3.1.0", "has no operation of the reference"),
        ("openapi: 3.1.0\npaths: none", "has no operation of the reference"),
        ("openapi: 3.0.3\npaths: {/boats: {get: }}", "has no operation of the reference"),
        ("openapi: 3.0.3\npaths: [/v3/snapshots]", "has no operation of the reference"),
        (&bomb, "is neither JSON nor YAML"),
        (&wide, "too many values"),
        (&format!("openapi: 3.1.0\na: {}", "[".repeat(100_000)), "nests too deep"),
        (&format!("{{\"openapi\": {}", "[".repeat(100_000)), "is neither JSON nor YAML"),
    ] {
        let start = Instant::now();
        let run = on_text(text);
        assert_eq!(run.code, Some(2), "{message}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
        assert!(start.elapsed() < Duration::from_secs(30), "{message}: {:?}", start.elapsed());
    }
    let run = on_file(Path::new("nowhere.yaml"));
    assert!(run.stderr.contains("nowhere.yaml: "), "{}", run.stderr);
    let run = on_file(project());
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}

/// A document with one operation of our reference whose request and response are a schema.
fn with_schema(schema: &Value, components: &Value) -> String {
    let content = json!({"application/json": {"schema": schema}});
    let operation = json!({"requestBody": {"content": content}, "responses": {"200": {"content": content}}});
    let paths = json!({"/v3/{project_id}/snapshots": {"get": operation, "post": operation}});
    json!({"openapi": "3.1.0", "paths": paths, "components": {"schemas": components}}).to_string()
}

#[test]
fn schemas_without_an_end_are_read_to_a_bound() {
    let tree = Tree::read(project()).unwrap();
    let own = json!({"$ref": "#/components/schemas/A"});
    let deep = (0..50).fold(json!({}), |inner, _| json!({"properties": {"snapshot": inner}}));
    let many: Vec<Value> = (0..3_000).map(|at| json!({"properties": {format!("k{at}"): {}}})).collect();
    let doubled = json!({"A": {"oneOf": [own, own], "allOf": [own, own]}});
    for (schema, components) in [
        (own.clone(), json!({"A": own})),
        (own.clone(), json!({"A": {"properties": {"snapshot": own, "snapshots": {"items": own}}}})),
        (own.clone(), doubled),
        (
            own.clone(),
            json!({"A": {"oneOf": [{"$ref": "#/components/schemas/B"}]}, "B": {"anyOf": [own, {}]}}),
        ),
        (json!({"$ref": "other.yaml#/a"}), json!({})),
        (json!({"$ref": "#"}), json!({})),
        (json!({"$ref": "#/"}), json!({})),
        (json!({"$ref": 5}), json!({})),
        (json!({"$ref": "#/components/schemas/~2%zz"}), json!({})),
        (deep, json!({})),
        (json!({"oneOf": many}), json!({})),
        (json!({"allOf": [{"oneOf": many}, {"oneOf": many}, {"anyOf": many}]}), json!({})),
    ] {
        let spec = Specification::parse("spec.json", &with_schema(&schema, &components)).unwrap();
        let start = Instant::now();
        tree.analysis.compare(&[spec], &Selection::default()).unwrap();
        assert!(start.elapsed() < Duration::from_secs(30), "{schema:.200}: {:?}", start.elapsed());
    }
}

/// Numbers by chance, the same ones each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The pointers of all values in a value.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                pointers(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(items) => {
            for (number, inner) in items.iter().enumerate() {
                pointers(inner, &format!("{at}/{number}"), all);
            }
        }
        _ => {}
    }
}

/// Our own documents with values of a wrong type, or a reference to anywhere, at places by chance.
#[test]
fn wrong_types_at_any_place_are_borne() {
    let tree = Tree::read(project()).unwrap();
    let mut chance = Chance(24);
    let form = Form::default().with_microversion(MicroversionChoice::All);
    for document in tree.documents_in(&form) {
        let mut all = Vec::new();
        pointers(&document.value, "", &mut all);
        for _ in 0..60 {
            let mut changed = document.value.clone();
            for _ in 0..20 {
                let pointer = all[chance.below(all.len())].clone();
                let target = all[chance.below(all.len())].clone();
                // The version has to stay, else it is no document at all.
                if pointer.is_empty() || pointer == "/openapi" || pointer == "/paths" {
                    continue;
                }
                let odd = [
                    json!(null),
                    json!("x"),
                    json!(5),
                    json!(true),
                    json!([]),
                    json!([[{}], "a", null]),
                    json!({}),
                    json!({"type": ["null", 5, {}], "enum": {}, "required": "a", "properties": []}),
                    json!({"$ref": format!("#{target}")}),
                    json!({"x-openstack": {"min-ver": 2.1, "max-ver": "9.9.9", "action-name": []}}),
                    json!({"oneOf": {"a": 1}, "allOf": "b", "items": [1], "additionalProperties": "no"}),
                ];
                if let Some(place) = changed.pointer_mut(&pointer) {
                    *place = odd[chance.below(odd.len())].clone();
                }
            }
            for version in ["3.1.0", "3.0.3"] {
                changed["openapi"] = version.into();
                let spec = Specification::parse("spec.json", &changed.to_string()).unwrap();
                // A question that has no answer is told; anything else would be a panic or a fault of ours.
                let compared = tree.analysis.compare(&[spec], &Selection::default());
                if let Err(error) = compared {
                    assert!(error.to_string().contains("has no operation of the reference"), "{error}");
                }
            }
        }
    }
}
