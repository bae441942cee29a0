//! The log of `--debug` of OpenStack's clients, as keystoneauth writes it: `REQ: curl ...`, `RESP: [200] ...`
//! and `RESP BODY: ...`. Bodies are whole.

use super::exchange::{Content, Exchange, Message, Url};
use super::format::{Cutter, Format, Unreadable};
use super::log_lines::{Dialect, LogLines, Role};

/// The form.
pub(super) struct Keystoneauth;

const REQUEST: &str = "REQ: curl ";
const RESPONSE: &str = "RESP: [";
const BODY: &str = "RESP BODY: ";

impl Format for Keystoneauth {
    fn cutter(&self) -> Box<dyn Cutter> {
        Box::new(LogLines::new(Lines))
    }

    fn exchange(&self, record: &[u8]) -> Result<Exchange, Unreadable> {
        let text = std::str::from_utf8(record).map_err(|_| Unreadable::NoRequest)?;
        let mut lines = text.lines();
        let call = lines.next().and_then(|line| line.strip_prefix(REQUEST)).ok_or(Unreadable::NoRequest)?;
        let mut exchange = request(call).ok_or(Unreadable::NoRequest)?;
        for line in lines {
            if let Some(head) = line.strip_prefix(RESPONSE) {
                let (code, headers) = head.split_once(']').unwrap_or((head, ""));
                exchange.status = code.trim().parse().ok().filter(|code| (100..1000).contains(code));
                exchange.response.headers = Some(run_together(headers));
            } else if let Some(body) = line.strip_prefix(BODY) {
                take_body(&mut exchange.response, body);
            }
        }
        Ok(exchange)
    }
}

/// Some bodies are left out, and said to be.
fn take_body(message: &mut Message, body: &str) {
    let is_omitted = body.starts_with("Omitted, ");
    let is_json = message.header("content-type").next().is_none_or(|kind| kind.contains("json"));
    if is_omitted && !is_json {
        message.body = Content::Other;
    } else if is_omitted {
        message.body = Content::Cut;
    } else {
        message.take_text(body);
    }
}

/// A call of curl, as it is logged: `-g -i -X POST "URL" -H "Name: value" -d 'JSON'`.
fn request(call: &str) -> Option<Exchange> {
    // The body stands last, in quotes that nothing in it escapes.
    let (call, body) = match call.split_once(" -d '") {
        Some((call, body)) => (call, Some(body.strip_suffix('\'').unwrap_or(body))),
        None => (call, None),
    };
    let words = words(call);
    let mut exchange = Exchange { method: "GET".to_owned(), ..Exchange::default() };
    let mut headers = Vec::new();
    let mut url = None;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" => exchange.method = words.next()?.to_ascii_uppercase(),
            "-H" => {
                let (name, value) = words.next()?.split_once(':')?;
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            "--cacert" | "--cert" | "--key" => drop(words.next()),
            word if word.starts_with('-') => {}
            word => url = url.or_else(|| Url::parse(word)),
        }
    }
    exchange.url = url?;
    exchange.request = Message { headers: Some(headers), body: Content::Nothing };
    if let Some(body) = body {
        exchange.request.take_text(body);
    }
    Some(exchange)
}

/// Words between blanks; what stands in double quotes is one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()))
            }
            _ => word.push(letter),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// Headers that follow each other with nothing between: `Content-Length: 12 Content-Type: text/plain`. A name
/// is a word that ends with a colon.
fn run_together(text: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let name = word.strip_suffix(':').filter(|name| is_name(name));
        match (name, headers.last_mut()) {
            (Some(name), _) => headers.push((name.to_ascii_lowercase(), String::new())),
            (None, Some((_, value))) => {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(word);
            }
            (None, None) => {}
        }
    }
    headers
}

fn is_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

struct Lines;

impl Dialect for Lines {
    fn role<'l>(&self, line: &'l str) -> (Role, usize, &'l str) {
        let marks = [(REQUEST, Role::First), (RESPONSE, Role::Part), (BODY, Role::Last)];
        let found = marks.into_iter().filter_map(|(mark, role)| Some((line.find(mark)?, role)));
        match found.min_by_key(|(at, _)| *at) {
            Some((at, role)) => (role, at, thread(line.get(..at).unwrap_or_default())),
            None => (Role::Other, 0, ""),
        }
    }
}

/// What tells the threads of a log apart: ids of processes, threads and requests, which stand in brackets or
/// as numbers between the time and the message. The time itself, and the logger, change from line to line.
fn thread(prefix: &str) -> &str {
    match (prefix.find('['), prefix.rfind(']')) {
        (Some(open), Some(close)) if open < close => prefix.get(open..=close).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_read() {
        let text = concat!(
            r#"REQ: curl -g -i --cacert "/a b" -X POST "https://c:8776/v3/p/x?limit=1" -H "Accept: application/json" "#,
            r#"-H "X-Auth-Token: {SHA256}ab" -d '{"a": {"b": "it's -d '"}}'"#,
            "\nRESP: [202] Connection: keep-alive Content-Type: application/json date: Sat, 01 Jan 2026 10:00:00 GMT",
            "\nRESP BODY: {\"c\": 1}\n"
        );
        let exchange = Keystoneauth.exchange(text.as_bytes()).unwrap();
        assert_eq!((exchange.method.as_str(), exchange.status), ("POST", Some(202)));
        assert_eq!(
            (exchange.url.query.as_slice(), exchange.url.host.as_str()),
            (&["limit".to_owned()][..], "c:8776")
        );
        assert_eq!(exchange.request.body, Content::Json(json!({"a": {"b": "it's -d '"}})));
        assert_eq!(exchange.request.header("x-auth-token").collect::<Vec<_>>(), ["{SHA256}ab"]);
        assert_eq!(exchange.response.body, Content::Json(json!({"c": 1})));
        assert_eq!(exchange.response.header("date").collect::<Vec<_>>(), ["Sat, 01 Jan 2026 10:00:00 GMT"]);
        let omitted = "REQ: curl http://c/x\nRESP: [200] Content-Type: text/html\nRESP BODY: Omitted, Content-Type is set to text/html.";
        let exchange = Keystoneauth.exchange(omitted.as_bytes()).unwrap();
        assert_eq!((exchange.method.as_str(), exchange.response.body), ("GET", Content::Other));
        assert_eq!(Keystoneauth.exchange(b"REQ: curl -X").unwrap_err(), Unreadable::NoRequest);
    }

    #[test]
    fn threads_are_told_apart() {
        let log = "t1 1 DEBUG k [req-a] REQ: curl http://c/a\nt2 2 DEBUG k [req-b] REQ: curl http://c/b\nnoise\n\
                   t3 1 DEBUG k [req-a] RESP: [200] A: b\nt4 1 DEBUG k [req-b] RESP: [404] A: b\n\
                   t5 1 DEBUG k [req-b] RESP BODY: {}\nt6 1 DEBUG k [req-a] RESP BODY: []\n";
        let (mut cutter, mut records) = (Keystoneauth.cutter(), Vec::new());
        log.as_bytes().chunks(7).for_each(|piece| cutter.cut(piece, &mut records));
        cutter.end(&mut records);
        let texts: Vec<_> = records
            .into_iter()
            .map(|record| (record.number, String::from_utf8(record.bytes.unwrap()).unwrap()))
            .collect();
        assert_eq!(
            texts,
            [
                (2, "REQ: curl http://c/b\nRESP: [404] A: b\nRESP BODY: {}\n".to_owned()),
                (1, "REQ: curl http://c/a\nRESP: [200] A: b\nRESP BODY: []\n".to_owned()),
            ]
        );
    }
}
