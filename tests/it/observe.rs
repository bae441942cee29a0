//! Recorded traffic: exchanges made from the samples of a reference, as they are and with planted deviations.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use apiref::{Direction, Finding, Recording, Selection};
use serde_json::{Map, Value, json};

use crate::apiref::{Run, apiref, project};
use crate::tree::{Tree, corpus};

/// What no report may hold.
const SECRETS: [&str; 9] = [
    "s3cret-token",
    "s3cret-password",
    "s3cret-cookie",
    "s3cret-query",
    "s3cret-header",
    "s3cret-value",
    "0123456789abcdef0123456789abcdef",
    "deadbeef-dead-beef-dead-beefdeadbeef",
    "cloud.s3cret.example",
];

/// An exchange for each sample of a tree, with everything in it that is a secret.
fn exchanges(tree: &Tree) -> Vec<Value> {
    let documents = tree.documents(true);
    let service = documents.iter().map(|document| service(&document.value)).collect::<Vec<_>>();
    let samples = tree.analysis.samples().unwrap();
    let made = samples.filter(|sample| !sample.value.is_string()).map(|sample| {
        let place = documents.iter().position(|document| document.number == sample.document).unwrap();
        let operation = &documents[place].value["paths"][&sample.path][sample.method.to_lowercase()];
        let codes = operation["responses"].as_object().into_iter().flatten();
        let code: u16 =
            codes.filter_map(|(code, _)| code.parse().ok()).find(|code| *code < 400).unwrap_or(200);
        let body = |direction| (sample.direction == direction).then(|| sample.value.clone());
        let mut request_headers = json!({"X-Auth-Token": SECRETS[0], "Cookie": SECRETS[2]});
        if let Some(version) = sample.version {
            let value = format!("{} {version}", service[place]);
            request_headers["OpenStack-API-Version"] = value.into();
        }
        json!({
            "method": sample.method,
            "url": format!("https://{}:8776{}", SECRETS[8], filled(&sample.path)),
            "status": code,
            "request_headers": request_headers,
            "request_body": body(Direction::Request),
            "response_headers": {"Content-Type": "application/json", "Set-Cookie": SECRETS[2]},
            "response_body": body(Direction::Response),
        })
    });
    made.collect()
}

/// The name of the service in the version header.
fn service(document: &Value) -> String {
    let text = document["components"]["parameters"].to_string();
    let known = ["compute", "volume", "shared-file-system", "baremetal", "placement", "container-infra"];
    let found = known.into_iter().find(|name| text.contains(&format!("{name} ")));
    found.unwrap_or("volume").to_owned()
}

fn filled(path: &str) -> String {
    let fill = |segment: &str| match segment.split_once('{') {
        Some(_) if segment == "{project_id}" => SECRETS[6].to_owned(),
        Some((before, rest)) => {
            format!("{before}{}{}", SECRETS[7], filled(rest.split_once('}').map_or("", |(_, rest)| rest)))
        }
        None => segment.to_owned(),
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

fn lines(exchanges: &[Value]) -> String {
    exchanges.iter().map(|exchange| format!("{exchange}\n")).collect()
}

fn har(exchanges: &[Value]) -> String {
    let headers = |value: &Value| -> Value {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, value)| json!({"name": name, "value": value})).collect()
    };
    let entry = |exchange: &Value| {
        let text = |key: &str| Some(&exchange[key]).filter(|value| !value.is_null()).map(Value::to_string);
        let mut entry = json!({
            "startedDateTime": "2026-01-01T00:00:00Z", "time": 1, "cache": {}, "timings": {},
            "request": {"method": exchange["method"], "url": exchange["url"], "httpVersion": "HTTP/1.1",
                "headers": headers(&exchange["request_headers"]), "queryString": [],
                "cookies": [{"name": "session", "value": SECRETS[2]}]},
            "response": {"status": exchange["status"], "headers": headers(&exchange["response_headers"]),
                "content": {"size": 1, "mimeType": "application/json"}},
        });
        if let Some(text) = text("request_body") {
            entry["request"]["postData"] = json!({"mimeType": "application/json", "text": text});
        }
        if let Some(text) = text("response_body") {
            entry["response"]["content"]["text"] = text.into();
        }
        entry
    };
    let entries: Vec<Value> = exchanges.iter().map(entry).collect();
    let log = json!({"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": entries});
    serde_json::to_string_pretty(&json!({"log": log})).unwrap()
}

/// The headers of a message, one after the other.
fn headers(value: &Value) -> Vec<(&str, &str)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
}

/// The exchanges as a client of OpenStack logs them with `--debug`.
fn client_log(exchanges: &[Value]) -> String {
    let mut log = String::new();
    for exchange in exchanges {
        let text = |key: &str| exchange[key].as_str().unwrap_or_default();
        let sent: String = headers(&exchange["request_headers"])
            .into_iter()
            .map(|(name, value)| format!(" -H \"{name}: {value}\""))
            .collect();
        let body = Some(&exchange["request_body"]).filter(|body| !body.is_null());
        let data = body.map(|body| format!(" -d '{body}'")).unwrap_or_default();
        log.push_str(&format!(
            "DEBUG: keystoneauth REQ: curl -g -i -X {} \"{}\"{sent}{data}\n",
            text("method"),
            text("url")
        ));
        let answered = headers(&exchange["response_headers"]).into_iter();
        let answered: Vec<String> = answered.map(|(name, value)| format!("{name}: {value}")).collect();
        log.push_str(&format!("DEBUG: keystoneauth RESP: [{}] {}\n", exchange["status"], answered.join(" ")));
        if !exchange["response_body"].is_null() {
            log.push_str(&format!("DEBUG: keystoneauth RESP BODY: {}\n", exchange["response_body"]));
        }
    }
    log
}

/// The exchanges as tempest logs them: headers as Python prints them, and long bodies cut.
fn tempest_log(exchanges: &[Value]) -> String {
    const CUT: usize = 4096;
    let mut log = String::new();
    let printed = |value: &Value| -> String {
        let all = headers(value).into_iter().map(|(name, value)| format!("'{name}': '{value}'"));
        format!("{{{}}}", all.collect::<Vec<_>>().join(", "))
    };
    let body = |value: &Value| match value {
        Value::Null => "None".to_owned(),
        value => value.to_string().chars().take(CUT).collect(),
    };
    // Answers are bytes to Python.
    let bytes = |value: &Value| {
        let text = value.to_string().replace('\\', "\\\\").replace('\'', "\\'");
        let shown = format!("b'{text}'");
        if value.is_null() { "b''".to_owned() } else { shown.chars().take(CUT).collect() }
    };
    for exchange in exchanges {
        let text = |key: &str| exchange[key].as_str().unwrap_or_default();
        log.push_str(&format!(
            "2026-01-01 10:00:00.1 7 INFO tempest.lib [req-1] Request (Class:test): {} {} {} 0.123s\n\
             2026-01-01 10:00:00.2 7 DEBUG tempest.lib [req-1] Request - Headers: {}\n        Body: {}\n    \
             Response - Headers: {}\n        Body: {} _log_request_full /x/rest_client.py:450\n",
            exchange["status"],
            text("method"),
            text("url"),
            printed(&exchange["request_headers"]),
            body(&exchange["request_body"]),
            printed(&exchange["response_headers"]),
            bytes(&exchange["response_body"]),
        ));
    }
    log
}

/// The exchanges in every form that is read.
fn forms(exchanges: &[Value]) -> [(&'static str, String); 4] {
    [
        ("t.jsonl", lines(exchanges)),
        ("t.har", har(exchanges)),
        ("client.log", client_log(exchanges)),
        ("tempest.log", tempest_log(exchanges)),
    ]
}

fn observed(tree: &Tree, text: String) -> Vec<Finding> {
    let recording = Recording { name: "traffic".to_owned(), input: Box::new(Cursor::new(text)) };
    tree.analysis.observe(vec![recording], &Selection::default()).unwrap().checked.findings
}

fn told(findings: &[Finding]) -> Vec<String> {
    let line =
        |finding: &Finding| format!("{} {}: {}", finding.rule().id, finding.subject(), finding.headline());
    findings.iter().map(line).collect()
}

/// The answer that shows a snapshot, of version 3.
fn shown(exchanges: &[Value]) -> Value {
    let is_it = |exchange: &&Value| {
        let url = exchange["url"].as_str().unwrap();
        url.contains("/v3/") && url.ends_with(SECRETS[7]) && exchange["method"] == "GET"
    };
    exchanges.iter().find(is_it).unwrap().clone()
}

/// A change to an exchange, and the rule and subject that tell it.
type Plant = (&'static str, &'static str, fn(&mut Value));

fn body(exchange: &mut Value) -> &mut Map<String, Value> {
    exchange["response_body"]["snapshot"].as_object_mut().unwrap()
}

fn append(exchange: &mut Value, text: &str) {
    exchange["url"] = format!("{}{text}", exchange["url"].as_str().unwrap()).into();
}

const PLANTS: [Plant; 11] = [
    ("observe-operation-undocumented", "url GET /v3/{}/backups/{}", |exchange| {
        exchange["url"] =
            format!("https://{}:8776/v3/{}/backups/{}", SECRETS[8], SECRETS[6], SECRETS[7]).into();
    }),
    ("observe-operation-undocumented", "url PATCH /v3/{project_id}/snapshots/{snapshot_id}", |exchange| {
        exchange["method"] = "PATCH".into();
    }),
    (
        "observe-operation-undocumented",
        "url POST /v3/{project_id}/snapshots/{snapshot_id}/action (os-planted)",
        |exchange| {
            append(exchange, "/action");
            exchange["method"] = "POST".into();
            exchange["request_body"] = json!({"os-planted": {"adminPass": SECRETS[1]}});
        },
    ),
    ("observe-code-undocumented", "code 203", |exchange| exchange["status"] = 203.into()),
    ("observe-code-undocumented", "code 418", |exchange| exchange["status"] = 418.into()),
    ("observe-query-undocumented", "row planted", |exchange| append(exchange, "?planted=s3cret-query")),
    ("observe-header-undocumented", "row x-planted", |exchange| {
        exchange["response_headers"]["X-Planted"] = SECRETS[4].into();
    }),
    ("observe-key-undocumented", "key snapshot/planted", |exchange| {
        body(exchange).insert("planted".to_owned(), SECRETS[5].into());
    }),
    ("observe-type", "entry size", |exchange| {
        body(exchange).insert("size".to_owned(), SECRETS[5].into());
    }),
    ("observe-null-undocumented", "entry size", |exchange| {
        body(exchange).insert("size".to_owned(), Value::Null);
    }),
    ("observe-key-missing", "key snapshot/status", |exchange| {
        body(exchange).remove("status");
    }),
];

/// Everything in one recording: the exchanges as they are, and one with each deviation.
fn planted(exchanges: &[Value]) -> Vec<Value> {
    let mut all = exchanges.to_vec();
    for (_, _, plant) in PLANTS {
        let mut exchange = shown(exchanges);
        plant(&mut exchange);
        all.push(exchange);
    }
    all
}

#[test]
fn exchanges_as_documented_give_no_finding() {
    let tree = Tree::read(project()).unwrap();
    let exchanges = exchanges(&tree);
    assert!(exchanges.len() > 20);
    for (name, text) in forms(&exchanges) {
        assert_eq!(told(&observed(&tree, text)), [""; 0], "{name}");
    }
}

#[test]
fn each_planted_deviation_is_found_and_nothing_else() {
    let tree = Tree::read(project()).unwrap();
    let exchanges = planted(&exchanges(&tree));
    let expected: BTreeSet<String> =
        PLANTS.iter().map(|(rule, subject, _)| format!("{rule} {subject}")).collect();
    for (name, text) in forms(&exchanges) {
        let findings = observed(&tree, text);
        let found: BTreeSet<String> =
            findings.iter().map(|finding| format!("{} {}", finding.rule().id, finding.subject())).collect();
        assert_eq!(found, expected, "{name}: {:#?}", told(&findings));
        assert_eq!(findings.len(), PLANTS.len());
    }
}

#[test]
fn secrets_are_in_no_report() {
    let tree = Tree::read(project()).unwrap();
    let exchanges = planted(&exchanges(&tree));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let broken = "{\"s3cret-value\n";
    for (name, text) in forms(&exchanges) {
        let end = if name == "t.jsonl" { broken } else { "" };
        fs::write(path(name), format!("{text}{end}")).unwrap();
        for format in ["text", "concise", "json", "sarif", "junit", "github", "gitlab"] {
            let run = on_traffic(&path(name), &["--output-format", format]);
            assert_eq!(run.code, Some(1), "{}", run.stderr);
            assert!(run.stdout.contains("planted"), "{format}: {}", run.stdout);
            hides(&format!("{}{}", run.stdout, run.stderr));
        }
        let page = path("page.html");
        let html = format!("html={}", page.display());
        on_traffic(&path(name), &["--output-file", &html]);
        hides(&fs::read_to_string(&page).unwrap());
    }
}

fn hides(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

fn on_traffic(path: &Path, more: &[&str]) -> Run {
    let source = project().join("api-ref/source");
    let mut arguments = vec!["observe".as_ref(), path.as_os_str(), "--source".as_ref(), source.as_os_str()];
    arguments.extend(["--root".as_ref(), project().as_os_str()]);
    arguments.extend(more.iter().map(std::ffi::OsStr::new));
    apiref(&arguments)
}

#[test]
fn what_was_never_seen_is_told() {
    let tree = Tree::read(project()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.jsonl");
    fs::write(&path, lines(&[shown(&exchanges(&tree))])).unwrap();
    let run = on_traffic(&path, &["--output-format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let observed = &run.json()["summary"]["observed"];
    assert_eq!(observed["exchanges"], 1);
    assert_eq!(observed["operations"]["documented"], 25);
    assert_eq!(observed["operations"]["seen"], 1);
    assert_eq!(observed["operations"]["never"].as_array().unwrap().len(), 24);
    let never = observed["codes"]["never"].to_string();
    assert!(
        never.contains(r#"{"operation":"GET /v3/{project_id}/snapshots/{snapshot_id}","name":"404"}"#),
        "{never}"
    );
    let text = on_traffic(&path, &[]).stdout;
    assert!(text.starts_with("1 exchange; seen 1 of 25 operations, "), "{text}");
}

#[test]
fn a_baseline_knows_findings_and_a_comment_allows_them() {
    let tree = Tree::read(project()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (path, known) = (folder.path().join("t.jsonl"), folder.path().join("known.json"));
    fs::write(&path, lines(&planted(&exchanges(&tree)))).unwrap();
    let baseline = known.to_str().unwrap();
    let run = on_traffic(&path, &["--baseline", baseline, "--write-baseline"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    hides(&fs::read_to_string(&known).unwrap());
    let run = on_traffic(&path, &["--baseline", baseline, "--output-format", "json"]);
    assert_eq!((run.code, &run.json()["summary"]["baselined"]), (Some(0), &json!(PLANTS.len())));
    let run = on_traffic(&path, &["--select", "observe-type", "--output-format", "json"]);
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), 1);
}

/// A copy of a small reference with microversions: its root and its source folder.
fn boxes(folder: &Path) -> std::path::PathBuf {
    let case = project().join("tests/cases/witness/boxes");
    let source = folder.join("api-ref/source");
    fs::create_dir_all(source.join("samples")).unwrap();
    fs::copy(case.join("apiref.toml"), folder.join("apiref.toml")).unwrap();
    for from in [case.join("api-ref/source"), case.join("api-ref/source/samples")] {
        for entry in fs::read_dir(&from).unwrap().map(Result::unwrap).filter(|one| one.path().is_file()) {
            let below = from.strip_prefix(case.join("api-ref/source")).unwrap();
            fs::copy(entry.path(), source.join(below).join(entry.file_name())).unwrap();
        }
    }
    // One document says what the text says, and what the samples show.
    let dictionary = source.join("parameters.yaml");
    let text = fs::read_to_string(&dictionary).unwrap();
    let (before, width) = text.split_once("box_width:").unwrap();
    fs::write(&dictionary, format!("{before}box_width:{}", width.replacen("string", "integer", 1))).unwrap();
    source
}

fn on_boxes(folder: &Path, source: &Path, exchanges: &[Value]) -> Value {
    let path = folder.join("t.jsonl");
    fs::write(&path, lines(exchanges)).unwrap();
    let head = ["observe".as_ref(), path.as_os_str(), "--source".as_ref(), source.as_os_str()];
    let root = ["--root".as_ref(), folder.as_os_str(), "--output-format".as_ref(), "json".as_ref()];
    let run = apiref(&[&head[..], &root].concat());
    assert!(run.code.is_some_and(|code| code < 2), "{}", run.stderr);
    run.json()["findings"].clone()
}

/// A request for a box with a depth, which boxes have from 1.4 on.
fn deep_box(version: &str) -> Value {
    json!({"method": "POST", "url": "https://c/v1/boxes", "status": 200,
        "request_headers": {"OpenStack-API-Version": format!("boxes {version}")},
        "request_body": {"box": {"width": 5, "height": 3, "depth": 5}}})
}

#[test]
fn a_key_of_later_versions_is_told_at_its_version_alone() {
    let folder = tempfile::tempdir().unwrap();
    let source = boxes(folder.path());
    assert_eq!(on_boxes(folder.path(), &source, &[deep_box("1.4")]), json!([]));
    let found = on_boxes(folder.path(), &source, &[deep_box("1.3"), deep_box("1.4"), deep_box("1.2")]);
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["rule"], "observe-key-outside-version");
    let message = "`depth` in `/box` is there in 2 of 3 requests of versions that do not have it";
    assert_eq!(found[0]["message"], message);
}

#[test]
fn what_one_item_of_a_list_has_comes() {
    let folder = tempfile::tempdir().unwrap();
    let source = boxes(folder.path());
    let listed = |boxes: Value| {
        json!({"method": "GET", "url": "https://c/v1/boxes", "status": 200, "request_headers": {},
            "response_body": {"boxes": boxes}})
    };
    let message = |boxes: Value| on_boxes(folder.path(), &source, &[listed(boxes)])[0]["message"].clone();
    let whole = json!({"id": "1", "width": 5, "state": "open"});
    let part = json!({"id": "1", "state": "open"});
    let name = "`width` in `/boxes/*` is required, and";
    assert_eq!(message(json!([part])), format!("{name} never comes: absent in 1 of 1 answers"));
    assert_eq!(message(json!([whole, part])), format!("{name} absent in 1 of 1 answers"));
}

#[test]
fn what_only_the_document_refuses_is_told_without_the_value() {
    let folder = tempfile::tempdir().unwrap();
    let source = boxes(folder.path());
    let listed = |state: &str| {
        json!({"method": "GET", "url": "https://c/v1/boxes", "status": 200, "request_headers": {},
            "response_body": {"boxes": [{"id": "1", "width": 5, "state": state}]}})
    };
    let found = on_boxes(folder.path(), &source, &[listed("open"), listed("s3cret-value"), listed("shut")]);
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["rule"], "observe-schema");
    let message = "the published document refuses `state` in `/boxes/*` by its `enum`: in 1 of 3 answers";
    assert_eq!(found[0]["message"], message);
    hides(&found.to_string());
}

#[test]
fn a_comment_allows_what_exchanges_show() {
    let folder = tempfile::tempdir().unwrap();
    let source = boxes(folder.path());
    let root = source.join("index.rst");
    let exchange = deep_box("1.2");
    assert_eq!(
        on_boxes(folder.path(), &source, std::slice::from_ref(&exchange)).as_array().unwrap().len(),
        1
    );
    let text = fs::read_to_string(&root).unwrap();
    let comment = ".. apiref: allow observe-key-outside-version -- old boxes take it\n\n";
    let allowed =
        text.replace("Create a box\n------------\n", &format!("Create a box\n------------\n\n{comment}"));
    fs::write(&root, allowed).unwrap();
    assert_eq!(on_boxes(folder.path(), &source, &[exchange]), json!([]));
}

/// The rules of a check that tell of a sample what a rule of observe tells of traffic.
fn twin_of(rule: &str) -> Option<&'static [&'static str]> {
    Some(match rule {
        "observe-key-undocumented" => {
            &["sample-key-undocumented", "sample-object-undocumented", "sample-key-spelling"]
        }
        "observe-key-missing" => &["sample-key-missing", "sample-key-spelling"],
        "observe-type" => &["sample-type", "sample-format"],
        "observe-null-undocumented" => &["sample-null-undocumented", "sample-type"],
        "observe-key-outside-version" => &["sample-key-outside-version"],
        _ => return None,
    })
}

/// Does a check tell it of one of the same operations?
fn has_twin(tree: &Tree, finding: &Finding, rules: &[&str]) -> bool {
    tree.findings().iter().any(|other| {
        rules.contains(&other.rule().id)
            && other.operations().iter().any(|operation| finding.operations().contains(operation))
    })
}

/// Exchanges made from the samples of real references: whatever is found is what a check finds, too.
#[test]
fn exchanges_from_samples_tell_what_a_check_tells() {
    for folder in corpus() {
        let Some(tree) = Tree::read(&folder) else { continue };
        let exchanges = exchanges(&tree);
        if exchanges.is_empty() {
            continue;
        }
        let known: BTreeSet<String> =
            tree.findings().iter().flat_map(|finding| finding.operations().to_vec()).collect();
        let findings = observed(&tree, lines(&exchanges));
        let alone: Vec<&Finding> = findings
            .iter()
            .filter(|finding| !finding.operations().iter().any(|operation| known.contains(operation)))
            .collect();
        let lonely: Vec<String> = findings
            .iter()
            .filter(|finding| {
                twin_of(finding.rule().id).is_some_and(|rules| !has_twin(&tree, finding, rules))
            })
            .map(|finding| format!("{} {}", finding.rule().id, finding.headline()))
            .collect();
        println!("{}: {} exchanges, {} findings", tree.name, exchanges.len(), findings.len());
        println!("  without a twin: {} {lonely:#?}", lonely.len());
        for line in told(&findings) {
            println!("  {line}");
        }
        assert!(alone.is_empty(), "{:#?}", told(&alone.into_iter().cloned().collect::<Vec<_>>()));
    }
}
