//! The log of tempest: a line that sums an exchange up, then four with headers, as Python prints them, and
//! bodies, which are cut without a mark.

use super::exchange::{Content, Exchange, Message, Url};
use super::format::{Cutter, Format, Unreadable};
use super::log_lines::{Dialect, LogLines, Role};
use super::python::{dictionary, literal};

/// The form.
pub(super) struct Tempest;

const SUMMARY: &str = "Request (";
const REQUEST: &str = "Request - Headers: ";
const RESPONSE: &str = "Response - Headers: ";
const BODY: &str = "Body: ";

/// Bodies are cut after so many characters.
const CUT: usize = 4096;

impl Format for Tempest {
    fn cutter(&self) -> Box<dyn Cutter> {
        Box::new(LogLines::new(Lines))
    }

    fn exchange(&self, record: &[u8]) -> Result<Exchange, Unreadable> {
        let text = std::str::from_utf8(record).map_err(|_| Unreadable::NoRequest)?;
        let mut lines = text.lines();
        let first = lines.next().ok_or(Unreadable::NoRequest)?;
        let mut exchange = summary(first).ok_or(Unreadable::NoRequest)?;
        let mut is_answer = false;
        for line in lines {
            let side = if is_answer { &mut exchange.response } else { &mut exchange.request };
            if let Some(headers) = line.strip_prefix(REQUEST) {
                side.headers = lower(headers);
            } else if let Some(headers) = line.strip_prefix(RESPONSE) {
                is_answer = true;
                exchange.response.headers = lower(headers);
            } else if let Some(body) = line.strip_prefix(BODY) {
                take_body(side, body);
            }
        }
        Ok(exchange)
    }
}

/// `Request (Class:test): 200 GET https://host/path 0.123s`
fn summary(line: &str) -> Option<Exchange> {
    let (_, rest) = line.strip_prefix(SUMMARY)?.split_once("): ")?;
    let mut words = rest.split(' ');
    let status = words.next()?.parse().ok().filter(|code| (100..1000).contains(code))?;
    let method = words.next()?.to_ascii_uppercase();
    let url = Url::parse(words.next()?)?;
    Some(Exchange { method, url, status: Some(status), ..Exchange::default() })
}

fn lower(headers: &str) -> Option<Vec<(String, String)>> {
    let pairs = dictionary(headers)?.into_iter();
    // What is the status, tempest puts among the headers.
    let headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value));
    Some(headers.filter(|(name, _)| name != "status" && name != "content-location").collect())
}

/// A body: JSON, a literal of bytes, `None`, or the beginning of one of these.
fn take_body(message: &mut Message, body: &str) {
    let body = without_origin(body).trim();
    match body {
        "" | "None" => return,
        "<omitted>" | "<BinaryData: removed>" => {
            message.body = Content::Other;
            return;
        }
        _ => {}
    }
    let text = if body.starts_with("b'") || body.starts_with("b\"") { literal(body) } else { None };
    message.take_text(text.as_deref().unwrap_or(body));
    if message.body == Content::Other && body.chars().count() >= CUT {
        message.body = Content::Cut;
    }
}

/// A line without what the logger puts behind it: the function and the file that it came from.
fn without_origin(line: &str) -> &str {
    let marks = [" _log_request_full ", " {{(pid="];
    let end = marks.iter().filter_map(|mark| line.rfind(mark)).min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

struct Lines;

impl Dialect for Lines {
    fn role<'l>(&self, line: &'l str) -> (Role, usize, &'l str) {
        if let Some(at) = line.find(SUMMARY).filter(|at| is_summary(line.get(*at..).unwrap_or_default())) {
            return (Role::First, at, "");
        }
        let marks = [REQUEST, RESPONSE];
        if let Some(at) = marks.iter().find_map(|mark| line.find(mark)) {
            return (Role::Part, at, "");
        }
        // A body stands alone on its line, behind blanks.
        let blank = line.len() - line.trim_start().len();
        match line.get(blank..) {
            Some(rest) if blank > 0 && rest.starts_with(BODY) => (Role::Part, blank, ""),
            _ => (Role::Other, 0, ""),
        }
    }
}

/// Does a code follow the name of the caller?
fn is_summary(line: &str) -> bool {
    let code = line.split_once("): ").map(|(_, rest)| rest.as_bytes().iter().take(3));
    code.is_some_and(|mut code| code.len() == 3 && code.all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LOG: &str = "2026-01-01 10:00:00.1 7 INFO tempest.lib [req-1] Request (Class:test_a): 200 POST https://c/volume/v3/p/x?a=1 0.123s\n\
        2026-01-01 10:00:00.2 7 DEBUG tempest.lib [req-1] Request - Headers: {'X-Auth-Token': '<omitted>', 'OpenStack-API-Version': 'volume 3.60'}\n        \
        Body: {\"a\": 1}\n    \
        Response - Headers: {'status': '200', 'content-type': 'application/json'}\n        \
        Body: b'{\"b\": 2}' _log_request_full /x/rest_client.py:450\n\
        other line\n\
        2026-01-01 10:00:00.3 7 INFO tempest.lib Request (main): 404 GET https://c/y 0.1s\n";

    #[test]
    fn exchanges_are_read() {
        let (mut cutter, mut records) = (Tempest.cutter(), Vec::new());
        LOG.as_bytes().chunks(11).for_each(|piece| cutter.cut(piece, &mut records));
        cutter.end(&mut records);
        let read = |at: usize| Tempest.exchange(records[at].bytes.as_deref().unwrap()).unwrap();
        assert_eq!(records.len(), 2);
        let exchange = read(0);
        assert_eq!((exchange.method.as_str(), exchange.status), ("POST", Some(200)));
        assert_eq!(exchange.request.header("openstack-api-version").collect::<Vec<_>>(), ["volume 3.60"]);
        assert_eq!(exchange.request.body, Content::Json(json!({"a": 1})));
        assert_eq!(exchange.response.body, Content::Json(json!({"b": 2})));
        let exchange = read(1);
        assert_eq!((exchange.status, exchange.request.headers), (Some(404), None));
    }

    #[test]
    fn what_is_cut_proves_nothing() {
        let mut message = Message::default();
        take_body(&mut message, &format!("{{\"a\": \"{}", "x".repeat(CUT)));
        assert_eq!(message.body, Content::Cut);
        take_body(&mut message, "{\"a\"");
        assert_eq!(message.body, Content::Other);
        assert!(summary("Request (x): 200 GET").is_none());
        for end in ["_log_request_full /x.py:4", "{{(pid=7) _log_request_full /x.py:4}}"] {
            let mut message = Message::default();
            take_body(&mut message, &format!("{{\"a\": 1}} {end}"));
            assert_eq!(message.body, Content::Json(json!({"a": 1})));
        }
    }
}
