use std::io::{Error, ErrorKind, Read, Result};

/// A head that is longer is not read.
const LONGEST: usize = 16 << 10;
/// So many lines a head has.
const MOST_LINES: usize = 64;

/// What the head of a request says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    method: String,
    path: String,
    host: Vec<String>,
    origin: Vec<String>,
    /// What the browser says about where the request comes from.
    site: Vec<String>,
}

/// The bytes of a head, up to its empty line.
pub(super) fn read_head(stream: &mut impl Read) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut part)?;
        head.extend_from_slice(part.get(..count).unwrap_or_default());
        if count == 0 || head.len() > LONGEST {
            return Err(Error::new(ErrorKind::InvalidData, "no head"));
        }
    }
    Ok(head)
}

impl Request {
    /// Reads a head; nothing if it is none.
    pub(super) fn read(head: &[u8]) -> Option<Self> {
        let mut lines = [httparse::EMPTY_HEADER; MOST_LINES];
        let mut parsed = httparse::Request::new(&mut lines);
        parsed.parse(head).ok().filter(httparse::Status::is_complete)?;
        let mut request =
            Self { method: parsed.method?.to_owned(), path: parsed.path?.to_owned(), ..Self::default() };
        for line in parsed.headers.iter() {
            let value = String::from_utf8_lossy(line.value).into_owned();
            match line.name.to_ascii_lowercase().as_str() {
                "host" => request.host.push(value),
                "origin" => request.origin.push(value),
                "sec-fetch-site" => request.site.push(value),
                _ => {}
            }
        }
        Some(request)
    }

    /// The path behind the token, without a query, or the status that refuses the request: whoever asks under another name, or
    /// for another page, is not our page.
    pub(super) fn part(&self, port: u16, token: &str) -> std::result::Result<&str, u16> {
        let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let is_ours = |host: &str| names.iter().any(|name| name == host);
        let [host] = self.host.as_slice() else { return Err(421) };
        let from_us = |origin: &String| origin.strip_prefix("http://").is_some_and(is_ours);
        let near = |site: &String| ["same-origin", "none"].contains(&site.as_str());
        if !is_ours(host) || !self.origin.iter().all(from_us) || !self.site.iter().all(near) {
            return Err(421);
        }
        if self.method != "GET" {
            return Err(405);
        }
        let path = self.path.split('?').next().unwrap_or_default();
        let path = path.strip_prefix('/').and_then(|path| path.strip_prefix(token));
        path.and_then(|path| path.strip_prefix('/')).ok_or(404)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(head: &str) -> std::result::Result<String, u16> {
        let request = Request::read(head.replace('\n', "\r\n").as_bytes());
        request.map_or(Err(400), |request| request.part(4000, "secret").map(str::to_owned))
    }

    #[test]
    fn only_our_own_page_is_answered() {
        assert_eq!(part("GET /secret/ HTTP/1.1\nHost: 127.0.0.1:4000\n\n"), Ok(String::new()));
        let ours = "Host: localhost:4000\nOrigin: http://localhost:4000\nSec-Fetch-Site: same-origin\n\n";
        assert_eq!(part(&format!("GET /secret/events HTTP/1.1\n{ours}")), Ok("events".to_owned()));
        for (head, status) in [
            ("GET /secret/ HTTP/1.1\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: evil.example:4000\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4001\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4000\nHost: evil.example\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4000.evil.example\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4000\nOrigin: https://evil.example\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4000\nOrigin: null\n\n", 421),
            ("GET /secret/ HTTP/1.1\nHost: localhost:4000\nSec-Fetch-Site: cross-site\n\n", 421),
            ("POST /secret/ HTTP/1.1\nHost: localhost:4000\n\n", 405),
            ("GET / HTTP/1.1\nHost: localhost:4000\n\n", 404),
            ("GET /secret HTTP/1.1\nHost: localhost:4000\n\n", 404),
            ("GET /other/ HTTP/1.1\nHost: localhost:4000\n\n", 404),
            ("GET /secret/\n\n", 400),
            ("\u{1}\n\n", 400),
        ] {
            assert_eq!(part(head), Err(status), "{head}");
        }
    }

    #[test]
    fn a_head_has_an_end() {
        let mut endless = std::io::repeat(b'a');
        assert!(read_head(&mut endless).is_err());
        assert!(read_head(&mut &b"GET / HTTP/1.1\r\n"[..]).is_err());
        assert!(read_head(&mut &b"GET / HTTP/1.1\r\n\r\n"[..]).is_ok());
    }
}
