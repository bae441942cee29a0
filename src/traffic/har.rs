//! HAR 1.2, as browsers and proxies write it: one object whose `log.entries` are the exchanges. Real files
//! break the form in many ways, so nothing but a method and a URL is asked for.

use serde_json::Value;

use super::exchange::{Content, Exchange, Message, Url};
use super::format::{Cutter, Format, LONGEST_RECORD, Unreadable};
use super::json_lines::{headers, status};
use super::recording::Record;

/// The form.
pub(super) struct Har;

impl Format for Har {
    fn cutter(&self) -> Box<dyn Cutter> {
        Box::new(Entries::default())
    }

    fn exchange(&self, record: &[u8]) -> Result<Exchange, Unreadable> {
        let entry: Value = serde_json::from_slice(record).map_err(|_| Unreadable::NoJson)?;
        let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
        let method = text("/request/method").ok_or(Unreadable::NoRequest)?.to_ascii_uppercase();
        let url = text("/request/url").and_then(Url::parse).ok_or(Unreadable::NoRequest)?;
        let side = |name: &str, body: &str| {
            let at = |rest: &str| entry.pointer(&format!("/{name}/{rest}"));
            let mut message = Message { headers: at("headers").and_then(headers), body: Content::Nothing };
            add_type(&mut message, at(&format!("{body}/mimeType")).and_then(Value::as_str));
            let is_encoded = at(&format!("{body}/encoding")).is_some_and(|encoding| encoding == "base64");
            match at(&format!("{body}/text")).and_then(Value::as_str) {
                Some(text) if is_encoded => take_encoded(&mut message, text),
                Some(text) => message.take_text(text),
                None if at(&format!("{body}/params/0")).is_some() => message.body = Content::Other,
                None => {}
            }
            message
        };
        let code = entry.pointer("/response/status").and_then(status);
        let (request, response) = (side("request", "postData"), side("response", "content"));
        Ok(Exchange { method, url, status: code, request, response })
    }
}

/// The type that stands beside a body, where no header says it.
fn add_type(message: &mut Message, kind: Option<&str>) {
    let kind = kind.filter(|kind| !matches!(*kind, "" | "x-unknown"));
    let has_one = message.header("content-type").next().is_some();
    if let Some(kind) = kind.filter(|_| !has_one) {
        message.headers.get_or_insert_default().push(("content-type".to_owned(), kind.to_owned()));
    }
}

/// Some makers write every body that looks odd to them as Base64.
fn take_encoded(message: &mut Message, text: &str) {
    let text = decode(text).and_then(|bytes| String::from_utf8(bytes).ok());
    match text {
        Some(text) => message.take_text(&text),
        None => message.body = Content::Other,
    }
}

/// Base64 with or without padding, line ends left out.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u8);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

/// Cuts the objects of the list `log.entries` out of the text, without reading the rest: a scanner that knows
/// texts and depths, and nothing else of JSON.
#[derive(Default)]
struct Entries {
    depth: u32,
    /// Inside a text, and whether the byte before was a backslash.
    in_text: Option<bool>,
    /// The text that was read last, outside of entries, as long as it may be a key of ours.
    text: Vec<u8>,
    /// Is `log` what the scanner is in?
    in_log: bool,
    /// Is `log.entries` what the scanner is in?
    in_entries: bool,
    /// The entry that is being read.
    entry: Vec<u8>,
    is_too_long: bool,
    number: u64,
}

/// `{ "log": {`: so deep its members are.
const LOG: u32 = 2;
/// `"entries": [`: so deep its items are.
const LIST: u32 = 3;

impl Cutter for Entries {
    fn cut(&mut self, piece: &[u8], records: &mut Vec<Record>) {
        let mut kept = 0;
        let mut at = 0;
        while let Some(&byte) = piece.get(at) {
            if let Some(escaped) = self.in_text {
                at = self.skip_text(piece, at, escaped);
                continue;
            }
            let was_inside = self.is_inside();
            self.step(byte);
            at += 1;
            match (was_inside, self.is_inside()) {
                (false, true) => kept = at - 1,
                (true, false) => {
                    self.keep(piece.get(kept..at).unwrap_or_default());
                    self.close(records);
                }
                _ => {}
            }
        }
        if self.is_inside() {
            self.keep(piece.get(kept..).unwrap_or_default());
        }
    }

    /// An entry that has no end is one that could not be read.
    fn end(&mut self, records: &mut Vec<Record>) {
        if self.is_inside() {
            self.close(records);
        }
    }
}

impl Entries {
    /// Is the scanner in an entry?
    fn is_inside(&self) -> bool {
        self.in_entries && self.depth > LIST
    }

    /// A byte outside of texts.
    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => {
                self.in_text = Some(false);
                self.text.clear();
            }
            b'{' | b'[' => {
                self.depth = self.depth.saturating_add(1);
                match self.depth {
                    LOG => self.in_log = self.text == b"log" && byte == b'{',
                    LIST => self.in_entries = self.in_log && self.text == b"entries" && byte == b'[',
                    _ => {}
                }
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.in_entries &= self.depth >= LIST;
                self.in_log &= self.depth >= LOG;
            }
            _ => {}
        }
    }

    /// Goes on to the end of a text, or of the piece; returns where it stopped.
    fn skip_text(&mut self, piece: &[u8], from: usize, mut escaped: bool) -> usize {
        let mut at = from;
        while let Some(&byte) = piece.get(at) {
            at += 1;
            if escaped {
                escaped = false;
            } else if byte == b'\\' {
                escaped = true;
            } else if byte == b'"' {
                self.in_text = None;
                return at;
            }
            if self.depth <= LIST && self.text.len() < 16 {
                self.text.push(byte);
            }
        }
        self.in_text = Some(escaped);
        at
    }

    fn keep(&mut self, part: &[u8]) {
        if self.entry.len() + part.len() > LONGEST_RECORD {
            self.is_too_long = true;
            self.entry.clear();
        }
        if !self.is_too_long {
            self.entry.extend_from_slice(part);
        }
    }

    fn close(&mut self, records: &mut Vec<Record>) {
        self.number += 1;
        let entry = std::mem::take(&mut self.entry);
        let is_too_long = std::mem::take(&mut self.is_too_long);
        records.push(Record { number: self.number, bytes: (!is_too_long).then_some(entry) });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cut(text: &str, size: usize) -> Vec<String> {
        let (mut entries, mut records) = (Entries::default(), Vec::new());
        text.as_bytes().chunks(size).for_each(|piece| entries.cut(piece, &mut records));
        entries.end(&mut records);
        records.into_iter().map(|record| String::from_utf8(record.bytes.unwrap()).unwrap()).collect()
    }

    #[test]
    fn entries_are_cut_wherever_pieces_end() {
        let text = r#"{ "log" : {"pages": [{"a": 1}], "x": {"entries": [{}]},
            "entries": [{"a": "}]\"["}, {"entries": [{"b": []}]}], "comment": "{"}}"#;
        for size in 1..text.len() {
            assert_eq!(cut(text, size), [r#"{"a": "}]\"["}"#, r#"{"entries": [{"b": []}]}"#], "{size}");
        }
        assert_eq!(cut(r#"{"log": {"entries": [{"a": 1}, {"b""#, 5), [r#"{"a": 1}"#, r#"{"b""#]);
        assert_eq!(cut(r#"{"entries": [{"a": 1}]}"#, 5), [""; 0]);
    }

    #[test]
    fn an_entry_is_an_exchange() {
        let entry = json!({
            "request": {"method": "GET", "url": "http://c/x?a=1", "headers": [{"name": "Accept", "value": "*/*"}]},
            "response": {"status": 200, "headers": [],
                "content": {"mimeType": "application/json", "text": "eyJhIjogMX0=", "encoding": "base64"}}
        });
        let exchange = Har.exchange(entry.to_string().as_bytes()).unwrap();
        assert_eq!(exchange.status, Some(200));
        assert_eq!(exchange.response.body, Content::Json(json!({"a": 1})));
        assert_eq!(exchange.request.header("accept").collect::<Vec<_>>(), ["*/*"]);
        let lost = json!({"request": {"method": "GET", "url": "http://c/x"}, "response": {"status": 0, "content": {}}});
        let exchange = Har.exchange(lost.to_string().as_bytes()).unwrap();
        assert_eq!((exchange.status, exchange.response.body), (None, Content::Nothing));
        assert_eq!(Har.exchange(b"{}").unwrap_err(), Unreadable::NoRequest);
        assert_eq!(decode("aGk").as_deref(), Some(&b"hi"[..]));
        assert_eq!(decode("a*"), None);
    }
}
