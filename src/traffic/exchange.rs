use serde_json::Value;

/// One request with its answer, as somebody recorded it.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// The verb, in upper case.
    pub(super) method: String,
    /// Where it went.
    pub(super) url: Url,
    /// The code of the answer; nothing where none came.
    pub(super) status: Option<u16>,
    /// What the caller sent.
    pub(super) request: Message,
    /// What the service answered.
    pub(super) response: Message,
}

/// One side of an exchange.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Names, in lower case, and values; nothing where they were not recorded.
    pub(super) headers: Option<Vec<(String, String)>>,
    /// The body.
    pub(super) body: Content,
}

/// What a body is.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Content {
    /// None was recorded.
    #[default]
    Nothing,
    /// JSON.
    Json(Value),
    /// Another format.
    Other,
    /// The recording holds only the beginning of it.
    Cut,
}

/// A URL in the parts that matter here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Url {
    /// Host and port; empty where only a path was recorded.
    pub(super) host: String,
    /// What stands between the slashes, as it was sent.
    pub(super) segments: Vec<String>,
    /// The names of the query string.
    pub(super) query: Vec<String>,
}

/// A longer URL is none.
const LONGEST: usize = 64 << 10;

impl Url {
    /// Reads a URL, or a path with a query.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || text.contains(char::is_control) {
            return None;
        }
        let text = text.split('#').next().unwrap_or_default();
        let (before, query) = text.split_once('?').unwrap_or((text, ""));
        let (host, path) = match before.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", before.strip_prefix('/')?),
        };
        let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let segments = path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect();
        let names = query.split('&').filter(|part| !part.is_empty());
        let query = names.map(|part| decoded(part.split('=').next().unwrap_or_default())).collect();
        Some(Self { host, segments, query })
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl Message {
    /// The values of a header, by its name in lower case.
    pub(super) fn header<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        let headers = self.headers.iter().flatten();
        headers.filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Takes a body that was recorded as text: JSON where its type says so, or where it looks like it.
    pub(super) fn take_text(&mut self, text: &str) {
        let text = text.trim();
        let kind = self.header("content-type").next().map(str::to_ascii_lowercase);
        self.body = match kind {
            _ if text.is_empty() => Content::Nothing,
            Some(kind) if !kind.is_empty() && !kind.contains("json") => Content::Other,
            Some(_) => serde_json::from_str(text).map_or(Content::Other, Content::Json),
            None if text.starts_with(['{', '[']) => {
                serde_json::from_str(text).map_or(Content::Other, Content::Json)
            }
            None => Content::Other,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_fall_into_parts() {
        let url = Url::parse("https://me:secret@Cloud:8776/v3//a%2Fb/?limit=5&all_tenants").unwrap();
        assert_eq!(url.host, "cloud:8776");
        assert_eq!(url.segments, ["v3", "a/b"]);
        assert_eq!(url.query, ["limit", "all_tenants"]);
        assert_eq!(Url::parse("/v3/x#y").unwrap().segments, ["v3", "x"]);
        assert_eq!(Url::parse("http://cloud").unwrap().segments, [""; 0]);
        assert_eq!(Url::parse("nothing"), None);
        assert_eq!(Url::parse("/a\u{0}b"), None);
    }

    #[test]
    fn a_body_is_json_where_its_type_says_so() {
        let with = |kind: Option<&str>, text: &str| {
            let headers = kind.map(|kind| vec![("content-type".to_owned(), kind.to_owned())]);
            let mut message = Message { headers, body: Content::Nothing };
            message.take_text(text);
            message.body
        };
        assert_eq!(with(Some("application/json"), "1"), Content::Json(1.into()));
        assert_eq!(with(Some("text/html"), "{}"), Content::Other);
        assert_eq!(with(None, " {} "), Content::Json(serde_json::json!({})));
        assert_eq!(with(None, "hello"), Content::Other);
        assert_eq!(with(None, ""), Content::Nothing);
        assert_eq!(with(None, "{"), Content::Other);
    }
}
