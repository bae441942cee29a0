//! `apiref diff`: every kind of change, trees with microversions, and what the range of commits says.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use apiref::{ChangeKind, Class, Contract, NoContract, Side, compare_contracts};
use serde_json::{Value, json};

use crate::apiref::project;
use crate::repository::Repository;
use crate::tree::{Tree, own_trees};

const POST: &str = "/paths/~1v2~1boxes~1{box_id}/post";
const REQUEST: &str = "/paths/~1v2~1boxes~1{box_id}/post/requestBody/content/application~1json/schema";
const RESPONSE: &str = "/paths/~1v2~1boxes~1{box_id}/post/responses/200/content/application~1json/schema";

fn base() -> Value {
    let body = json!({
        "type": "object",
        "required": ["size"],
        "properties": {
            "size": {"type": "integer", "maximum": 9},
            "name": {"type": "string", "enum": ["a", "b"]},
            "lid": {"type": ["object", "null"], "properties": {"open": {"type": "boolean", "default": true}}},
        },
    });
    let content = json!({"application/json": {"schema": body, "examples": {"one": {"value": {"size": 1}}}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Boxes", "version": "1"},
        "paths": {"/v2/boxes/{box_id}": {"post": {
            "summary": "Open box",
            "description": "Opens it.",
            "parameters": [
                {"name": "box_id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
            ],
            "requestBody": {"required": true, "content": content},
            "responses": {
                "200": {"description": "", "headers": {"X-Trace": {"schema": {"type": "string"}}}, "content": content},
                "409": {"description": ""},
            },
        }}},
    })
}

/// The document with another value at a pointer, or without one.
fn with(mut document: Value, pointer: &str, value: Option<&Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(parent).unwrap(), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(key, value.clone())),
        (Value::Object(members), None) => drop(members.remove(&key)),
        (Value::Array(items), Some(value)) => items.push(value.clone()),
        (other, _) => panic!("{pointer}: {other}"),
    }
    document
}

fn contract(document: &Value) -> Contract {
    let mut contract = Contract::default();
    contract.add(document).unwrap();
    contract
}

/// Kind and side of each change.
fn found(old: &Value, new: &Value) -> Vec<(&'static str, Side)> {
    let changes = compare_contracts(&contract(old), &contract(new));
    changes.iter().map(|change| (change.kind.id(), change.side)).collect()
}

/// One change: below the schema of a body where the pointer begins with `.`, else from the operation.
struct Row {
    kind: &'static str,
    at: &'static str,
    old: Option<Value>,
    new: Option<Value>,
    /// A body that one of the two schemas takes and the other refuses.
    witness: Option<Value>,
}

fn row(kind: &'static str, at: &'static str, old: Value, new: Value, witness: Value) -> Row {
    let some = |value: Value| (!value.is_null()).then_some(value);
    Row { kind, at, old: some(old), new: some(new), witness: some(witness) }
}

/// A case of each kind of change.
fn rows() -> Vec<Row> {
    let none = || Value::Null;
    let size = |value: Value| json!({"size": value});
    let action = |name: &str| {
        json!({"type": "object", "required": [name], "properties": {name: {"type": "object"}},
               "additionalProperties": false, "x-openstack": {"action-name": name}})
    };
    vec![
        row("key-added", ".properties/depth", none(), json!({"type": "integer"}), none()),
        row("key-removed", ".properties/name", json!({"type": "string"}), none(), none()),
        row("required-now", ".required", json!(["size"]), json!(["size", "name"]), size(json!(1))),
        row("optional-now", ".required", json!(["size"]), json!([]), json!({})),
        row("type-widened", ".properties/size/type", json!("integer"), json!("number"), size(json!(1.5))),
        row("type-narrowed", ".properties/size/type", json!("number"), json!("integer"), size(json!(1.5))),
        row("type-replaced", ".properties/size/type", json!("integer"), json!("string"), size(json!(1))),
        row(
            "null-allowed",
            ".properties/size/type",
            json!("integer"),
            json!(["integer", "null"]),
            size(none()),
        ),
        row(
            "null-forbidden",
            ".properties/size/type",
            json!(["integer", "null"]),
            json!("integer"),
            size(none()),
        ),
        row("values-listed", ".properties/size/enum", none(), json!([1, 2]), size(json!(3))),
        row("values-unlisted", ".properties/size/enum", json!([1, 2]), none(), size(json!(3))),
        row("value-added", ".properties/size/enum", json!([1]), json!([1, 2]), size(json!(2))),
        row("value-removed", ".properties/size/enum", json!([1, 2]), json!([1]), size(json!(2))),
        row("bound-tightened", ".properties/size/maximum", json!(9), json!(7), size(json!(8))),
        row("bound-loosened", ".properties/size/maximum", json!(9), json!(11), size(json!(10))),
        row("bound-tightened", ".properties/size/minimum", none(), json!(1), size(json!(0))),
        row("bound-tightened", ".additionalProperties", none(), json!(false), json!({"size": 1, "more": 2})),
        row("default-changed", ".properties/lid/properties/open/default", json!(true), json!(false), none()),
        row("default-stated", ".properties/size/default", none(), json!(1), none()),
        row("format-changed", ".properties/size/format", none(), json!("int64"), none()),
        row("deprecated", ".properties/size/deprecated", none(), json!(true), none()),
        row("undeprecated", ".properties/size/deprecated", json!(true), none(), none()),
        row("description-changed", ".properties/size/description", json!("One."), json!("Two."), none()),
        row(
            "sample-added",
            "requestBody/content/application~1json/examples/two",
            none(),
            json!({"value": 1}),
            none(),
        ),
        row(
            "sample-removed",
            "requestBody/content/application~1json/examples/two",
            json!({"value": 1}),
            none(),
            none(),
        ),
        row(
            "sample-changed",
            "requestBody/content/application~1json/examples/one",
            json!({"value": 1}),
            json!({"value": 2}),
            none(),
        ),
        row("media-type-added", "requestBody/content/text~1plain", none(), json!({}), none()),
        row("media-type-removed", "requestBody/content/text~1plain", json!({}), none(), none()),
        row("success-code-added", "responses/202", none(), json!({"description": ""}), none()),
        row("success-code-removed", "responses/202", json!({"description": ""}), none(), none()),
        row("error-code-added", "responses/413", none(), json!({"description": ""}), none()),
        row("error-code-removed", "responses/413", json!({"description": ""}), none(), none()),
        row("header-added", "responses/200/headers/X-More", none(), json!({"schema": {}}), none()),
        row("header-removed", "responses/200/headers/X-More", json!({"schema": {}}), none(), none()),
        row("title-changed", "summary", json!("Open box"), json!("Open a box"), none()),
        row("description-changed", "description", json!("Opens it."), json!("Opens the box."), none()),
        row(
            "action-added",
            ".",
            json!({"oneOf": [action("open")]}),
            json!({"oneOf": [action("open"), action("close")]}),
            none(),
        ),
        row(
            "action-removed",
            ".",
            json!({"oneOf": [action("open"), action("close")]}),
            json!({"oneOf": [action("open")]}),
            none(),
        ),
    ]
}

/// The two documents of a row.
fn documents(row: &Row, schema: &str) -> (Value, Value) {
    let pointer = match row.at.strip_prefix('.') {
        Some("") => schema.to_owned(),
        Some(below) => format!("{schema}/{below}"),
        None => format!("{POST}/{}", row.at),
    };
    (with(base(), &pointer, row.old.as_ref()), with(base(), &pointer, row.new.as_ref()))
}

#[test]
fn every_kind_of_change_has_a_case() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for row in rows() {
        let sides: &[(&str, Side)] = match row.at.starts_with('.') {
            true => &[(REQUEST, Side::Request), (RESPONSE, Side::Response)],
            false if row.at.starts_with("responses") => &[(REQUEST, Side::Response)],
            false => &[(REQUEST, Side::Request)],
        };
        for (schema, side) in sides {
            let (old, new) = documents(&row, schema);
            assert_eq!(found(&old, &new), [(row.kind, *side)], "{} at {}", row.kind, row.at);
            assert_eq!(found(&new, &new), [], "{} at {}", row.kind, row.at);
        }
        seen.insert(row.kind);
    }
    let parameter =
        |required: bool| json!({"name": "more", "in": "query", "required": required, "schema": {}});
    let parameters = format!("{POST}/parameters/-");
    let more = |required: bool| with(base(), &parameters, Some(&parameter(required)));
    assert_eq!(found(&base(), &more(false)), [("parameter-added", Side::Request)]);
    assert_eq!(found(&base(), &more(true)), [("required-parameter-added", Side::Request)]);
    assert_eq!(found(&more(true), &base()), [("parameter-removed", Side::Request)]);
    let required = with(base(), &format!("{REQUEST}/properties/depth"), Some(&json!({"type": "integer"})));
    let required = with(required, &format!("{REQUEST}/required"), Some(&json!(["size", "depth"])));
    assert_eq!(found(&base(), &required), [("required-key-added", Side::Request)]);
    let other_path = |path: &str| {
        let text = base().to_string().replace("/v2/boxes/{box_id}", path).replace("\"box_id\"", "\"id\"");
        serde_json::from_str::<Value>(&text).unwrap()
    };
    assert_eq!(found(&base(), &other_path("/v2/boxes/{id}")), [("path-variable-renamed", Side::Request)]);
    assert_eq!(found(&base(), &other_path("/v3/boxes/{id}")), [("path-changed", Side::Request)]);
    let empty = with(base(), "/paths", Some(&json!({})));
    assert_eq!(found(&empty, &base()), [("operation-added", Side::Request)]);
    assert_eq!(found(&base(), &empty), [("operation-removed", Side::Request)]);
    seen.extend([
        "parameter-added",
        "required-parameter-added",
        "parameter-removed",
        "required-key-added",
        "path-variable-renamed",
        "path-changed",
        "operation-added",
        "operation-removed",
        // In a test of trees, below.
        "window-narrowed",
        "window-widened",
    ]);
    let lacking: Vec<&str> =
        ChangeKind::ALL.iter().map(|kind| kind.id()).filter(|id| !seen.contains(id)).collect();
    assert_eq!(lacking, [""; 0]);
}

#[test]
fn what_breaks_requests_is_what_validators_say() {
    let mut tried = 0;
    for row in rows() {
        let Some(witness) = &row.witness else { continue };
        let (old, new) = documents(&row, REQUEST);
        let takes = |document: &Value| jsonschema::is_valid(document.pointer(REQUEST).unwrap(), witness);
        let kind = ChangeKind::ALL.iter().find(|kind| kind.id() == row.kind).unwrap();
        let (breaks, widens) = (takes(&old) && !takes(&new), !takes(&old) && takes(&new));
        assert_eq!(kind.class(Side::Request) == Class::Breaking, breaks, "{}", row.kind);
        // What the old schema never let through is news to those who read responses.
        if widens {
            assert_eq!(kind.class(Side::Response), Class::Breaking, "{}", row.kind);
        }
        assert!(breaks || widens, "{}: {witness} tells nothing", row.kind);
        tried += 1;
    }
    assert!(tried > 10);
}

#[test]
fn nothing_differs_from_itself() {
    for folder in own_trees() {
        let Some(tree) = Tree::read(&folder) else { continue };
        for all in [true, false] {
            let mut own = Contract::default();
            for document in tree.documents(all) {
                own.add(&document.value).unwrap();
            }
            let changes = compare_contracts(&own, &own);
            assert!(changes.is_empty(), "{}: {changes:#?}", folder.display());
        }
    }
}

#[test]
fn openapi_3_0_says_the_same_in_other_words() {
    let text = base().to_string();
    let old = text.replace(r#"["object","null"]"#, r#""object","nullable":true"#).replace("3.1.0", "3.0.3");
    assert_eq!(found(&serde_json::from_str(&old).unwrap(), &base()), []);
    let any = with(
        base(),
        &format!("{REQUEST}/properties/lid"),
        Some(
            &json!({"anyOf": [{"type": "null"}, {"type": "object", "properties": {"open": {"type": "boolean", "default": true}}}]}),
        ),
    );
    assert_eq!(found(&any, &base()), []);
}

#[test]
fn keys_in_the_items_of_a_list_are_promised_though_the_items_are_only_seen() {
    let list = |keys: Value| {
        let items = json!({"type": "object", "x-apiref": "observed", "properties": keys});
        with(base(), &format!("{RESPONSE}/properties/all"), Some(&json!({"type": "array", "items": items})))
    };
    let seen = json!({"type": "string", "x-apiref": "observed"});
    let one = list(json!({"size": {"type": "integer"}}));
    let two = list(json!({"size": {"type": "integer"}, "tag": {"type": "string"}}));
    assert_eq!(found(&one, &two), [("key-added", Side::Response)]);
    assert_eq!(found(&two, &one), [("key-removed", Side::Response)]);
    assert_eq!(found(&one, &list(json!({"size": {"type": "integer"}, "more": seen}))), []);
    assert_eq!(found(&list(json!({"a": seen})), &list(json!({"b": seen}))), []);
}

#[test]
fn nothing_but_null_is_one_thing_in_3_0_and_in_3_1() {
    let key = |schema: Value| with(base(), &format!("{RESPONSE}/properties/end"), Some(&schema));
    let (older, newer) = (key(json!({"enum": [null], "nullable": true})), key(json!({"type": "null"})));
    assert_eq!(found(&older, &newer), []);
    let either = key(json!({"oneOf": [{"type": "string"}, {"type": "null"}]}));
    assert_eq!(found(&either, &key(json!({"type": "string", "nullable": true}))), []);
    let text = compare_contracts(&contract(&newer), &contract(&key(json!({"type": "string"}))))[0].message();
    assert_eq!(text, "key `end` of response 200 has the type `string` now, and had `null`");
}

#[test]
fn the_items_of_a_list_are_one_thing_in_3_0_and_in_3_1() {
    let list = |items: Value| {
        let all = json!({"type": "array", "items": items});
        let document = with(base(), &format!("{RESPONSE}/properties/all"), Some(&all));
        let thing =
            json!({"schemas": {"Thing": {"type": "object", "properties": {"size": {"type": "integer"}}}}});
        with(document, "/components", Some(&thing))
    };
    let reference = json!({"$ref": "#/components/schemas/Thing"});
    let beside = list(json!({"$ref": reference["$ref"], "x-apiref": "observed"}));
    let around = list(json!({"allOf": [reference], "x-apiref": "observed"}));
    assert_eq!(found(&beside, &around), []);
    assert_eq!(found(&with(base(), "/components", None), &around), [("key-added", Side::Response)]);
}

#[test]
fn a_schema_that_holds_itself_ends() {
    let mut document = with(base(), REQUEST, Some(&json!({"$ref": "#/components/schemas/Node"})));
    document["components"] = json!({"schemas": {"Node": {"type": "object", "properties": {
        "next": {"$ref": "#/components/schemas/Node"}, "all": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}}}});
    assert_eq!(found(&document, &document), []);
}

#[test]
fn schemas_that_multiply_are_too_much() {
    for word in ["allOf", "oneOf"] {
        let level = |number: usize| {
            let next = json!({"$ref": format!("#/components/schemas/L{}", number + 1)});
            (format!("L{number}"), json!({ word: [next, next] }))
        };
        let mut schemas: serde_json::Map<String, Value> = (0..30).map(level).collect();
        schemas.insert("L30".to_owned(), json!({"type": "string"}));
        let document = with(base(), RESPONSE, Some(&json!({"$ref": "#/components/schemas/L0"})));
        let document = with(document, "/components", Some(&json!({"schemas": schemas})));
        assert_eq!(Contract::default().add(&document).err(), Some(NoContract::TooMuch), "{word}");
    }
}

#[test]
fn what_a_shared_schema_changes_is_told_once() {
    let document = |kind: &str| {
        let operation = json!({"responses": {"200": {"description": "", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Box"}}}}}});
        let paths: serde_json::Map<String, Value> =
            (0..7).map(|number| (format!("/boxes/{number}"), json!({"get": operation}))).collect();
        json!({"openapi": "3.1.0", "info": {}, "paths": paths, "components": {"schemas": {"Box": {
            "type": "object", "properties": {"size": {"type": kind}}}}}})
    };
    let changes = compare_contracts(&contract(&document("integer")), &contract(&document("string")));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].operations.len(), 7);
    assert_eq!(
        changes[0].message(),
        "key `size` of response 200 has the type `string` now, and had `integer`"
    );
}

#[test]
fn a_shared_schema_has_the_name_that_each_operation_gives_it() {
    let document = |kind: &str| {
        let operation = |code: &str, schema: Value| json!({"responses": {code: {"description": "", "content": {"application/json": {"schema": schema}}}}});
        let one = json!({"$ref": "#/components/schemas/Box"});
        let keyed = |name: &str, schema: &Value| json!({"type": "object", "properties": {name: schema}});
        let list = keyed("boxes", &json!({"type": "array", "items": one}));
        json!({"openapi": "3.1.0", "info": {}, "paths": {
            "/boxes": {"get": operation("200", list), "post": operation("201", keyed("box", &one))},
            "/boxes/{id}": {"get": operation("200", keyed("box", &one))}},
            "components": {"schemas": {"Box": {"type": "object", "properties": {"size": {"type": kind}}}}}})
    };
    let changes = compare_contracts(&contract(&document("integer")), &contract(&document("string")));
    let [change] = changes.as_slice() else { panic!("{changes:#?}") };
    assert_eq!(change.operations, ["GET /boxes", "POST /boxes", "GET /boxes/{id}"]);
    assert_eq!(change.names(), ["boxes[].size", "box.size"]);
    assert_eq!(
        change.message(),
        "key `boxes[].size` of response 200 or key `box.size` of response 201 or key `box.size` of response \
         200 has the type `string` now, and had `integer`"
    );
}

#[test]
fn the_page_of_changes_is_fresh() {
    let path = project().join("CHANGES-OF-CONTRACTS.md");
    let mut page = "# Changes of contracts\n\nWhat `apiref diff` calls a change, by the side that it is on. *Version*: a \
                    service that negotiates microversions needs a\nnew one for it (`change-without-version`); not for the \
                    codes 400, 401, 403, 404, 415 and those from 500 on. What is new in a new\nmicroversion is \
                    compatible, whatever it is. This page is written by a test, and each row is a case in it.\n\n\
                    | change | | request | response | version |\n|---|---|---|---|---|\n"
        .to_owned();
    for kind in ChangeKind::ALL {
        let [request, response] = [Side::Request, Side::Response].map(|side| kind.class(side));
        let wants = kind.wants_version(Side::Request) || kind.wants_version(Side::Response);
        let version = if wants { "yes" } else { "" };
        writeln!(page, "| `{}` | {} | {request} | {response} | {version} |", kind.id(), kind.words())
            .unwrap();
    }
    if std::env::var_os("APIREF_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap_or_default() == page,
        "the page is stale; APIREF_UPDATE=1 writes it"
    );
}

const ENTRIES: &str = "api-ref/source/parameters.yaml";
const BOXES: &str = "api-ref/source/boxes.inc";

/// A small reference of a service that negotiates microversions.
fn versioned() -> Repository {
    let repository = Repository::new();
    repository.write_boxes();
    repository.write("apiref.toml", "[microversions]\nkind = \"negotiated\"\nfloor = \"2.0\"\n");
    let text = repository.read(ENTRIES);
    repository.write(ENTRIES, format!("{text}{}", entry("tag", "2.3")));
    repository.replace(BOXES, "   - label: label\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: samples/show", "   - label: label\n   - tag: tag\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: samples/show");
    repository.write("service/api.py", "VERSION = 1\n");
    repository.commit("Begin");
    repository
}

fn entry(name: &str, min: &str) -> String {
    let min = if min.is_empty() { String::new() } else { format!("  min_version: {min}\n") };
    format!("{name}:\n  in: body\n  type: string\n  required: true\n{min}  description: It is there.\n")
}

/// Adds a row to the response of the first operation, and its entry.
fn add_row(repository: &Repository, name: &str, min: &str) {
    let text = repository.read(ENTRIES);
    repository.write(ENTRIES, format!("{text}{}", entry(name, min)));
    repository.replace(BOXES, "   - tag: tag\n", &format!("   - tag: tag\n   - {name}: {name}\n"));
}

fn diff(repository: &Repository, more: &[&str]) -> (Value, Option<i32>) {
    let arguments: Vec<&str> = ["diff", "--format", "json"].iter().chain(more).copied().collect();
    let run = repository.apiref(&arguments);
    assert!(!run.stdout.is_empty(), "{}", run.stderr);
    (run.json(), run.code)
}

fn kinds(told: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let changes = told["changes"].as_array().unwrap().iter();
    changes.map(|change| (text(&change["kind"]), text(&change["change-without-version"]))).collect()
}

#[test]
fn a_tree_is_compared_with_a_revision() {
    let repository = versioned();
    assert_eq!(diff(&repository, &["HEAD"]).0["changes"], json!([]));
    add_row(&repository, "mark", "2.4");
    let (told, code) = diff(&repository, &["HEAD"]);
    assert_eq!((told["changes"].as_array().unwrap().len(), code), (1, Some(0)), "{told:#}");
    assert_eq!(told["changes"][0]["version"], "2.4");
    assert_eq!(told["changes"][0]["class"], "compatible");
}

#[test]
fn what_lacks_a_version_is_an_error_if_the_code_changed_with_it() {
    let repository = versioned();
    add_row(&repository, "mark", "");
    repository.commit("Correct the text");
    let (told, code) = diff(&repository, &["HEAD~1", "HEAD"]);
    assert_eq!(
        (kinds(&told), code),
        (vec![("required-key-added".to_owned(), "correction".to_owned())], Some(0)),
        "{told:#}"
    );
    repository.write("service/api.py", "VERSION = 2\n");
    repository.commit("Change the service");
    let (told, code) = diff(&repository, &["HEAD~2", "HEAD"]);
    assert_eq!((kinds(&told)[0].1.as_str(), code), ("error", Some(1)), "{told:#}");
    assert_eq!(diff(&repository, &["HEAD~2", "HEAD", "--fail-on", "never"]).1, Some(0));
    assert_eq!(diff(&repository, &["HEAD~2", "HEAD", "--allow", "change-without-version"]).1, Some(0));
    // Allowed where it stands; a plain check calls that neither unused nor unknown.
    repository.replace(
        BOXES,
        "Show box\n--------\n",
        "Show box\n--------\n\n.. apiref: allow change-without-version -- it was always there\n",
    );
    let (told, code) = diff(&repository, &["HEAD~2"]);
    assert_eq!((kinds(&told)[0].1.as_str(), code), ("excused", Some(0)), "{told:#}");
    let check = repository.apiref(&["check", "--output-format", "concise"]);
    assert!(!check.stdout.contains("allow-"), "{}", check.stdout);
}

#[test]
fn without_commits_it_is_a_warning() {
    let repository = versioned();
    let other = versioned();
    add_row(&other, "mark", "");
    let (told, code) = diff(&repository, &[other.path().to_str().unwrap(), "api-ref"]);
    assert_eq!(kinds(&told)[0], ("key-removed".to_owned(), "warning".to_owned()), "{told:#}");
    assert_eq!(code, Some(1));
}

#[test]
fn what_changes_in_every_version_is_told_once() {
    let repository = versioned();
    repository.replace(
        ENTRIES,
        "  required: true\n  description: The width",
        "  required: false\n  description: The width",
    );
    let (told, _) = diff(&repository, &["HEAD"]);
    let changes = told["changes"].as_array().unwrap().iter();
    let about: Vec<String> =
        changes.map(|change| format!("{} {}", change["operations"], change["names"])).collect();
    assert_eq!(
        about,
        [r#"["GET /v2.0/boxes/{box_id}"] ["width"]"#, r#"["GET /v2.0/boxes"] ["boxes[].width"]"#],
        "{told:#}"
    );
}

#[test]
fn windows_are_compared() {
    let repository = versioned();
    repository.replace(ENTRIES, "min_version: 2.3", "min_version: 2.2");
    let text = repository.read(ENTRIES);
    repository.write(ENTRIES, format!("{text}{}", entry("other", "2.3")));
    repository.replace(BOXES, "   - tag: tag\n", "   - tag: tag\n   - other: other\n");
    repository.commit("Earlier");
    let (told, _) = diff(&repository, &["HEAD~1", "HEAD"]);
    assert!(kinds(&told).iter().any(|(kind, _)| kind == "window-widened"), "{told:#}");
    let (told, _) = diff(&repository, &["HEAD", "HEAD~1"]);
    assert!(kinds(&told).iter().any(|(kind, _)| kind == "window-narrowed"), "{told:#}");
}

#[test]
fn two_microversions_of_one_tree_are_compared() {
    let repository = versioned();
    let (told, code) = diff(&repository, &["--microversion", "2.2..2.3"]);
    assert_eq!(
        (kinds(&told), code),
        (vec![("required-key-added".to_owned(), "-".to_owned())], Some(0)),
        "{told:#}"
    );
    assert_eq!(told["changes"][0]["name"], "tag");
    assert_eq!(diff(&repository, &["--microversion", "2.0..2.2"]).0["changes"], json!([]));
    let run = repository.apiref(&["diff", "--microversion", "2.2"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}

#[test]
fn documents_are_compared_as_files_and_told_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        fs::write(&path, value.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let old = put("old.json", &base());
    let new = with(base(), &format!("{RESPONSE}/properties/name"), None);
    let new =
        put("new.yaml", &with(new, &format!("{REQUEST}/properties/a`<b>"), Some(&json!({"type": "string"}))));
    let run = |format: &str| {
        crate::apiref::apiref(&["diff", &old, &new, "--format", format].map(std::ffi::OsStr::new))
    };
    let text = run("text");
    assert_eq!(text.code, Some(1), "{}", text.stderr);
    assert_eq!(
        text.stdout,
        "POST /v2/boxes/{box_id}\n  breaking       key `name` of response 200 is gone\n  compatible     key \
         `a`<b>` of the request is new\n\n1 breaking, 1 compatible, 0 of documentation\n"
    );
    let markdown = run("markdown").stdout;
    assert!(markdown.contains("- **breaking**: key `name` of response 200 is gone\n"), "{markdown}");
    assert!(markdown.contains("key ``a`<b>`` of the request is new"), "{markdown}");
    let wrong = put("wrong.yaml", &json!({"swagger": "2.0"}));
    let run = crate::apiref::apiref(&["diff", &old, &wrong].map(std::ffi::OsStr::new));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is no document of OpenAPI 3"), "{}", run.stderr);
}
