//! JSON lines: one object a line, with `method`, `url`, `status`, and headers and body of each side.

use serde_json::{Map, Value};

use super::exchange::{Content, Exchange, Message, Url};
use super::format::{Cutter, Format, LONGEST_RECORD, Unreadable};
use super::recording::Record;

/// The form.
pub(super) struct JsonLines;

impl Format for JsonLines {
    fn cutter(&self) -> Box<dyn Cutter> {
        Box::new(Lines::default())
    }

    fn exchange(&self, record: &[u8]) -> Result<Exchange, Unreadable> {
        let record = record.strip_prefix(b"\xef\xbb\xbf").unwrap_or(record);
        let mut value: Map<String, Value> = serde_json::from_slice(record).map_err(|_| Unreadable::NoJson)?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let method = text(value.get("method")).ok_or(Unreadable::NoRequest)?.to_ascii_uppercase();
        let url = text(value.get("url")).and_then(|url| Url::parse(&url)).ok_or(Unreadable::NoRequest)?;
        let status = value.get("status").and_then(status);
        let mut side = |headers: &str, body: &str| {
            let headers = value.get(headers).and_then(self::headers);
            message(headers, value.remove(body))
        };
        let request = side("request_headers", "request_body");
        let response = side("response_headers", "response_body");
        Ok(Exchange { method, url, status, request, response })
    }
}

/// A code, as a number or as text; 0 stands for no answer.
pub(super) fn status(value: &Value) -> Option<u16> {
    let text = || value.as_str().and_then(|text| text.trim().parse::<u64>().ok());
    let code = value.as_u64().or_else(text)?;
    u16::try_from(code).ok().filter(|code| (100..1000).contains(code))
}

/// Headers as an object of texts or lists of texts, or as a list of pairs or of objects with name and value.
pub(super) fn headers(value: &Value) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut take = |name: &str, value: &Value| {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let texts =
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        found.extend(texts.map(|text| (name.to_ascii_lowercase(), text)));
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| take(name, value)),
        Value::Array(items) => {
            for item in items {
                let pair = match item {
                    Value::Array(pair) => pair.first().zip(pair.get(1)),
                    object => object.get("name").zip(object.get("value")),
                };
                if let Some((Value::String(name), value)) = pair {
                    take(name, value);
                }
            }
        }
        _ => return None,
    }
    Some(found)
}

/// A side whose body is a JSON value, or a text that holds one.
fn message(headers: Option<Vec<(String, String)>>, body: Option<Value>) -> Message {
    let mut message = Message { headers, body: Content::Nothing };
    match body {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => message.take_text(&text),
        Some(value) => message.body = Content::Json(value),
    }
    message
}

/// Cuts at the ends of lines.
#[derive(Default)]
pub(super) struct Lines {
    line: Vec<u8>,
    number: u64,
    is_too_long: bool,
}

impl Cutter for Lines {
    fn cut(&mut self, piece: &[u8], records: &mut Vec<Record>) {
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', piece) {
            self.take(piece.get(from..end).unwrap_or_default());
            self.close(records);
            from = end + 1;
        }
        self.take(piece.get(from..).unwrap_or_default());
    }

    fn end(&mut self, records: &mut Vec<Record>) {
        self.close(records);
    }
}

impl Lines {
    fn take(&mut self, part: &[u8]) {
        if self.line.len() + part.len() > LONGEST_RECORD {
            self.is_too_long = true;
            self.line.clear();
        }
        if !self.is_too_long {
            self.line.extend_from_slice(part);
        }
    }

    /// A line ends; a blank one is none.
    fn close(&mut self, records: &mut Vec<Record>) {
        let line = std::mem::take(&mut self.line);
        let is_too_long = std::mem::take(&mut self.is_too_long);
        if is_too_long || !line.trim_ascii().is_empty() {
            self.number += 1;
            records.push(Record { number: self.number, bytes: (!is_too_long).then_some(line) });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_an_exchange() {
        let line = json!({
            "method": "post", "url": "http://c/v3/x", "status": "202",
            "request_headers": {"X-Auth-Token": ["t"]}, "request_body": "{\"a\": 1}",
            "response_headers": [["Content-Type", "text/plain"]], "response_body": "hi"
        });
        let exchange = JsonLines.exchange(line.to_string().as_bytes()).unwrap();
        assert_eq!((exchange.method.as_str(), exchange.status), ("POST", Some(202)));
        assert_eq!(exchange.request.header("x-auth-token").collect::<Vec<_>>(), ["t"]);
        assert_eq!(exchange.request.body, Content::Json(json!({"a": 1})));
        assert_eq!(exchange.response.body, Content::Other);
        let failed = |text: &str| JsonLines.exchange(text.as_bytes()).unwrap_err();
        assert_eq!(failed("{"), Unreadable::NoJson);
        assert_eq!(failed("{\"method\": \"GET\"}"), Unreadable::NoRequest);
        assert_eq!(failed(&"[".repeat(100_000)), Unreadable::NoJson);
        assert_eq!(JsonLines.exchange(b"{\"a\": \"\xff\"}").unwrap_err(), Unreadable::NoJson);
    }

    #[test]
    fn lines_are_cut_wherever_pieces_end() {
        let text = b"{\"a\": 1}\r\n\n{}\n[1]";
        for size in 1..text.len() {
            let (mut lines, mut records) = (Lines::default(), Vec::new());
            text.chunks(size).for_each(|piece| lines.cut(piece, &mut records));
            lines.end(&mut records);
            let shown: Vec<_> =
                records.iter().map(|record| (record.number, record.bytes.clone().unwrap())).collect();
            assert_eq!(shown, [(1, b"{\"a\": 1}\r".to_vec()), (2, b"{}".to_vec()), (3, b"[1]".to_vec())]);
        }
    }

    #[test]
    fn a_gigantic_line_is_one_record_without_bytes() {
        let (mut lines, mut records) = (Lines::default(), Vec::new());
        let piece = vec![b'x'; 1 << 20];
        (0..20).for_each(|_| lines.cut(&piece, &mut records));
        assert!(lines.line.is_empty());
        lines.cut(b"\n{}", &mut records);
        lines.end(&mut records);
        assert_eq!(records[0], Record { number: 1, bytes: None });
        assert_eq!(records[1], Record { number: 2, bytes: Some(b"{}".to_vec()) });
    }
}
