//! `apiref preview`, as a client of its server sees it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::watch::{Running, dictionary, save, tree};

/// A server and where it is.
struct Preview {
    running: Running,
    port: u16,
    /// The path of the page.
    path: String,
}

impl Preview {
    fn start(folder: &std::path::Path) -> Self {
        let running = Running::start(folder, &["preview"]);
        let line = running.until("http://").pop().unwrap();
        let (port, path) = line.strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap();
        Self { running, port: port.parse().unwrap(), path: format!("/{path}") }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream
    }

    /// The answer to a request: its status and all of it.
    fn ask(&self, line: &str, more: &str) -> (u16, String) {
        let mut stream = self.connect();
        write!(stream, "{line} HTTP/1.1\r\n{more}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    fn host(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\n", self.port)
    }
}

#[test]
fn only_the_page_is_served_and_only_to_us() {
    let folder = tree("integer");
    let preview = Preview::start(folder.path());
    let (host, get) = (preview.host(), format!("GET {}", preview.path));
    let (status, answer) = preview.ask(&get, &host);
    assert_eq!(status, 200);
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    for line in ["Cache-Control: no-store", "X-Content-Type-Options: nosniff", "frame-ancestors 'none'"] {
        assert!(head.contains(line), "{head}");
    }
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("connect-src 'self'"), "{page}");
    for (line, more, wanted) in [
        (get.as_str(), "Host: evil.example\r\n".to_owned(), 421),
        (&get, String::new(), 421),
        (&get, format!("{host}Origin: http://evil.example\r\n"), 421),
        (&get, format!("{host}Sec-Fetch-Site: cross-site\r\n"), 421),
        (&get.replace("GET", "POST"), host.clone(), 405),
        (&get.replace("GET", "HEAD"), host.clone(), 405),
        ("GET /", host.clone(), 404),
        (&format!("{get}../../api-ref/source/index.rst"), host.clone(), 404),
        (&format!("{get}api-ref/source/index.rst"), host.clone(), 404),
        ("GET /%2e%2e/etc/passwd", host.clone(), 404),
        ("nonsense", host.clone(), 400),
    ] {
        let (status, answer) = preview.ask(line, &more);
        assert_eq!(status, wanted, "{line} {more}");
        assert!(!answer.contains("<html"), "{answer}");
    }
    // Nobody can guess where it is.
    assert!(preview.path.len() > 30, "{}", preview.path);
}

#[test]
fn who_looks_is_told_of_a_save() {
    let folder = tree("integer");
    let preview = Preview::start(folder.path());
    let mut stream = preview.connect();
    write!(stream, "GET {}events HTTP/1.1\r\n{}\r\n", preview.path, preview.host()).unwrap();
    let mut lines =
        BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data"));
    let first = lines.next().unwrap();
    save(folder.path(), "parameters.yaml", &dictionary("boolean"));
    let second = lines.next().unwrap();
    assert_ne!(first, second);
    let (_, page) = preview.ask(&format!("GET {}", preview.path), &preview.host());
    assert!(page.contains("sample-type"));
    // What cannot be read is told, and the last page stays.
    std::fs::remove_file(folder.path().join("api-ref/source/index.rst")).unwrap();
    let third = lines.next().unwrap();
    assert!(third.contains("no operation") || third.contains("operation"), "{third}");
    let (status, page) = preview.ask(&format!("GET {}", preview.path), &preview.host());
    assert!(status == 200 && page.contains("sample-type"));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_cleanly() {
    let folder = tree("integer");
    let mut preview = Preview::start(folder.path());
    let ended = std::process::Command::new("kill").args(["-INT", &preview.running.id().to_string()]).status();
    assert!(ended.unwrap().success());
    assert_eq!(preview.running.end(), Some(0));
}
