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
    assert_eq!(told(&observed(&tree, lines(&exchanges))), [""; 0]);
    assert_eq!(told(&observed(&tree, har(&exchanges))), [""; 0]);
}

#[test]
fn each_planted_deviation_is_found_and_nothing_else() {
    let tree = Tree::read(project()).unwrap();
    let exchanges = planted(&exchanges(&tree));
    let expected: BTreeSet<String> =
        PLANTS.iter().map(|(rule, subject, _)| format!("{rule} {subject}")).collect();
    for text in [lines(&exchanges), har(&exchanges)] {
        let findings = observed(&tree, text);
        let found: BTreeSet<String> =
            findings.iter().map(|finding| format!("{} {}", finding.rule().id, finding.subject())).collect();
        assert_eq!(found, expected, "{:#?}", told(&findings));
        assert_eq!(findings.len(), PLANTS.len());
    }
}

#[test]
fn secrets_are_in_no_report() {
    let tree = Tree::read(project()).unwrap();
    let exchanges = planted(&exchanges(&tree));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("t.jsonl"), format!("{}{{\"s3cret-value\n", lines(&exchanges))).unwrap();
    fs::write(path("t.har"), har(&exchanges)).unwrap();
    for name in ["t.jsonl", "t.har"] {
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
        println!("{}: {} exchanges, {} findings", tree.name, exchanges.len(), findings.len());
        for line in told(&findings) {
            println!("  {line}");
        }
        assert!(alone.is_empty(), "{:#?}", told(&alone.into_iter().cloned().collect::<Vec<_>>()));
    }
}
