use std::ops::Range;

use crate::text::lines;

/// The JSON of an HTTP message that is written out, head and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpBody {
    pub range: Range<usize>,
    /// The message is an answer.
    pub is_answer: bool,
}

/// A message as far as it is read.
struct Message {
    is_answer: bool,
    /// Where its body begins; none in its head.
    body: Option<usize>,
    /// Its head says that the body is something else.
    is_other: bool,
}

/// The body of the first message in a text that has one in JSON: what stands behind the empty line after its head,
/// if it begins like an object or array.
pub(crate) fn http_body(text: &str) -> Option<HttpBody> {
    let mut message: Option<Message> = None;
    for (at, line) in lines(text) {
        if let Some(is_answer) = first_line(line) {
            if let Some(found) = message.take().and_then(|done| done.json(text, at)) {
                return Some(found);
            }
            message = Some(Message { is_answer, body: None, is_other: false });
            continue;
        }
        let Some(head) = message.as_mut().filter(|message| message.body.is_none()) else { continue };
        if line.trim().is_empty() {
            head.body = Some(at + line.len());
        } else if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-type")
        {
            head.is_other = !value.to_ascii_lowercase().contains("json");
        }
    }
    message.and_then(|last| last.json(text, text.len()))
}

/// What the first message in a text asks for, if it is a request: its path, without a query.
pub(crate) fn http_target(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| !line.trim().is_empty())?.trim();
    first_line(line).filter(|is_answer| !is_answer)?;
    let target = line.split_whitespace().nth(1)?;
    target.split(['?', '#']).next()
}

impl Message {
    fn json(&self, text: &str, end: usize) -> Option<HttpBody> {
        let start = self.body.filter(|_| !self.is_other)?;
        let whole = text.get(start..end)?;
        let body = whole.trim();
        let start = start + (whole.len() - whole.trim_start().len());
        body.starts_with(['{', '['])
            .then(|| HttpBody { range: start..start + body.len(), is_answer: self.is_answer })
    }
}

/// Does a message begin with the line? Then whether it is an answer.
fn first_line(line: &str) -> Option<bool> {
    let line = line.trim();
    if line.starts_with("HTTP/") {
        return Some(true);
    }
    let (before, version) = line.rsplit_once(" HTTP/")?;
    let method = before.split(' ').next()?;
    let is_request = version.starts_with(|first: char| first.is_ascii_digit())
        && !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_uppercase());
    is_request.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::{http_body, http_target};

    #[test]
    fn requests_ask_for_a_path() {
        assert_eq!(http_target("\n  POST /a/b?c=d HTTP/1.1\nHost: x\n\n{}"), Some("/a/b"));
        assert_eq!(http_target("HTTP/1.1 200 OK\n\n{}"), None);
        assert_eq!(http_target("{\"a\": 1}"), None);
    }

    #[test]
    fn bodies_are_found_behind_their_heads() {
        let body = |text: &'static str| {
            http_body(text).and_then(|body| Some((text.get(body.range)?, body.is_answer)))
        };
        assert_eq!(
            body("HTTP/1.1 200 OK\nContent-Type: application/json\n\n  {\"a\": 1}\n"),
            Some(("{\"a\": 1}", true))
        );
        assert_eq!(body("PUT /x HTTP/1.1\nHost: x\n\n[1,\n\n 2]\n"), Some(("[1,\n\n 2]", false)));
        assert_eq!(
            body("GET /x HTTP/1.1\nHost: x\n\nHTTP/2 200\r\nServer: y\r\n\r\n{}\r\n"),
            Some(("{}", true))
        );
        assert_eq!(body("HTTP/1.1 200 OK\nContent-Type: text/html\n\n[x]"), None);
        assert_eq!(body("HTTP/1.1 204 No Content\nServer: x\n"), None);
        assert_eq!(body("The protocol is HTTP/1.1\n\n{}"), None);
    }
}
