//! Recordings that are none, or mean harm: a clear message or a count, and never a panic.

use std::fs;
use std::path::Path;

use crate::apiref::{Run, apiref, project};

fn on_traffic(path: &Path) -> Run {
    let source = project().join("api-ref/source");
    let head = ["observe".as_ref(), path.as_os_str(), "--source".as_ref(), source.as_os_str()];
    apiref(&[&head[..], &["--root".as_ref(), project().as_os_str()]].concat())
}

fn on_bytes(bytes: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("traffic");
    fs::write(&path, bytes).unwrap();
    on_traffic(&path)
}

const CALL: &str = r#"{"method": "GET", "url": "http://c/v3/p/snapshots", "status": 200}"#;

#[test]
fn what_is_no_recording_is_told() {
    for (bytes, message) in [
        (&b""[..], "neither HAR, nor JSON lines"),
        (b"hello\n", "neither HAR"),
        (b"\0\0\0\0", "neither HAR"),
        (b"\x1f\x8b\x08\0", "is compressed"),
        (b"[1, 2]", "neither HAR"),
        (b"{\"log\": {\"entries\": []}}", "holds no exchange"),
        (b"{\"a\": 1}\n", "record 1 of traffic has no method and URL"),
        (br#"{"method": "GET", "url": "http://c/v9/elsewhere", "status": 200}"#, "none of the 1 exchange"),
    ] {
        let run = on_bytes(bytes);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains(message), "{message}: {told}");
        assert_eq!(run.code, Some(2), "{message}");
    }
}

#[test]
fn broken_records_are_counted_and_the_others_are_read() {
    let deep = format!("{{\"method\": \"GET\", \"a\": {}", "[".repeat(200_000));
    let long = format!("{{\"method\": \"{}\"}}", "x".repeat(17 << 20));
    let mut bytes = format!("{CALL}\n{deep}\n{long}\n{{\"\u{1b}[31m\n\n").into_bytes();
    bytes.extend_from_slice(b"{\"method\": \"\xff\xfe\"}\n\0\n");
    bytes.extend_from_slice(CALL.as_bytes());
    let run = on_bytes(&bytes);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stdout.contains("2 exchanges, 5 unreadable"), "{}", run.stdout);
    assert!(
        run.stderr.starts_with("error: 5 records could not be read (record 2 of traffic is no JSON)"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains('\u{1b}'));
}

#[test]
fn odd_exchanges_are_read() {
    let url = format!("http://c/v3/p/snapshots/{}", "a/".repeat(10_000));
    let many = (0..1_000).map(|number| format!("q{}=1", "x".repeat(number % 50))).collect::<Vec<_>>();
    let texts = [
        serde_json::json!({"method": "GET", "url": url, "status": 200}),
        serde_json::json!({"method": "GET", "url": format!("http://c/v3/p/snapshots?{}", many.join("&")), "status": 200}),
        serde_json::json!({"method": "\u{0}\u{202e}", "url": "http://c/v3/p/snapshots", "status": 200}),
        serde_json::json!({"method": "GET", "url": "http://c/v3/p/snapshots/%00%ff/../..", "status": -1,
            "request_headers": {"\u{0}": [1, {}], "": null}, "request_body": [[[]]], "response_body": 1}),
        serde_json::json!({"method": "POST", "url": "http://c/v3/p/snapshots/s/action", "status": 200,
            "request_body": {"\u{1b}[31m\u{202e}": {}}}),
    ];
    let bytes: String = texts.iter().map(|text| format!("{CALL}\n{text}\n")).collect();
    let run = on_bytes(bytes.as_bytes());
    assert!(run.code.is_some_and(|code| code < 2), "{}", run.stderr);
    assert!(!run.stdout.contains(['\u{0}', '\u{202e}', '\u{1b}']), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn devices_folders_and_pipes_end() {
    let run = on_traffic(Path::new("/dev/zero"));
    assert!(run.stderr.contains("neither HAR"), "{}", run.stderr);
    let run = on_traffic(project());
    assert!(run.stderr.contains("is a folder"), "{}", run.stderr);
    let run = on_traffic(Path::new("nowhere.har"));
    assert!(run.stderr.contains("nowhere.har: "), "{}", run.stderr);
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, format!("{CALL}\n{CALL}\n")).unwrap())
    };
    let run = on_traffic(&pipe);
    writer.join().unwrap();
    assert!(run.stdout.contains("2 exchanges;"), "{}{}", run.stdout, run.stderr);
}
