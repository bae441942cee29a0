use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::remark::UNSUPPORTED;
use super::{Configuration, Entry, Remark, Table};
use crate::openapi;
use crate::route::{Kind, Segment};
use crate::text::hidden;

/// The methods of endpoints.
const METHODS: [&str; 5] = ["DELETE", "GET", "PATCH", "POST", "PUT"];

/// Paths that KrakenD keeps for itself.
const RESERVED: [&str; 3] = ["__debug", "__echo", "__health"];

/// The table as `krakend.json`: an endpoint for each operation, which passes bodies and status on as they are.
pub(super) fn krakend(table: &Table<'_>) -> Configuration {
    let mut remarks = Vec::new();
    let mut names = Names::default();
    let mut endpoints = Vec::new();
    let mut headless: BTreeMap<&str, (&Entry<'_>, usize)> = BTreeMap::new();
    for entry in table.by_document() {
        if let Some(why) = problem(entry) {
            remarks.push(Remark::left_out(entry, &why));
            continue;
        }
        let path = names.path(entry);
        endpoints.push(endpoint(entry, &path));
        if entry.methods.contains(&"HEAD") {
            headless.entry(&entry.route.document).or_insert((entry, 0)).1 += 1;
        }
    }
    for (first, count) in headless.into_values() {
        let more =
            if count > 1 { format!(", nor do {} more of its document", count - 1) } else { String::new() };
        let what = format!("answers no HEAD: KrakenD has none{more}");
        remarks.push(Remark::told(&UNSUPPORTED, first, &what));
    }
    let router = json!({ "disable_redirect_fixed_path": true, "disable_redirect_trailing_slash": true });
    let file = json!({
        "$schema": "https://www.krakend.io/schema/v2.13/krakend.json",
        "version": 3,
        "timeout": "60s",
        "extra_config": { "router": router },
        "endpoints": endpoints,
    });
    Configuration { text: openapi::json(&file), remarks }
}

fn endpoint(entry: &Entry<'_>, path: &str) -> Value {
    let route = entry.route;
    let backend = json!({
        "url_pattern": path,
        "method": route.method,
        "encoding": "no-op",
        "host": [route.server.origin()],
    });
    json!({
        "@comment": route.operation_id,
        "endpoint": path,
        "method": route.method,
        "output_encoding": "no-op",
        "input_query_strings": route.inputs.query,
        "input_headers": route.inputs.headers,
        "backend": [backend],
    })
}

/// Why KrakenD cannot take a route; it would take none at all of a file with some of these.
fn problem(entry: &Entry<'_>) -> Option<String> {
    let route = entry.route;
    if !METHODS.contains(&&*route.method) {
        return Some(format!("KrakenD has no method {}", route.method));
    }
    let segments = route.pattern.segments();
    if segments.iter().any(|segment| segment.kind() == Kind::Partial) {
        return Some("KrakenD takes variables only as whole segments".to_owned());
    }
    let is_literal = |segment: &&Segment| segment.kind() == Kind::Literal;
    let texts: Vec<Option<String>> = segments.iter().filter(is_literal).map(text).collect();
    if texts.iter().any(Option::is_none) {
        return Some("KrakenD takes a character of its path for something else".to_owned());
    }
    let first = segments.first().and_then(text);
    let is_reserved = first.is_some_and(|first| RESERVED.contains(&first.as_str()));
    is_reserved.then(|| "KrakenD keeps its path for itself".to_owned())
}

/// The text of a segment as KrakenD compares it, decoded; nothing if it has characters that mean more.
fn text(segment: &Segment) -> Option<String> {
    let text = segment.parts().first()?;
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    let means_more = |c: char| "*?&%:{}/#".contains(c) || hidden(c);
    (!decoded.is_empty() && !decoded.contains(means_more)).then(|| decoded.into_owned())
}

/// The names of variables: each place of a method has one, as the router wants it.
#[derive(Default)]
struct Names<'a> {
    by_place: BTreeMap<(&'a str, String), String>,
}

impl<'a> Names<'a> {
    /// The path of an entry with the names of its places.
    fn path(&mut self, entry: &Entry<'a>) -> String {
        let (mut path, mut used) = (String::new(), Vec::new());
        for segment in entry.route.pattern.segments() {
            path.push('/');
            match segment.names().first() {
                None => path.push_str(&text(segment).unwrap_or_default()),
                Some(name) => {
                    let place = (entry.route.method.as_str(), path.clone());
                    let name = self.by_place.entry(place).or_insert_with(|| free(name, &used));
                    path.push_str(&format!("{{{name}}}"));
                    used.push(name.clone());
                }
            }
        }
        if entry.route.pattern.trailing_slash() {
            path.push('/');
        }
        path
    }
}

/// A name of letters, digits, hyphens and underscores that the path does not have yet.
fn free(name: &str, used: &[String]) -> String {
    let taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let word: String = name.chars().map(|c| if taken(c) { c } else { '_' }).collect();
    let word = if word.is_empty() { "x".to_owned() } else { word };
    let is_used = |name: &String| used.iter().any(|known| known.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|count| format!("{word}_{count}"));
    std::iter::once(word.clone()).chain(numbered).find(|name| !is_used(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    fn endpoints(operations: &[&str]) -> (Vec<String>, Vec<String>) {
        let Configuration { text, remarks } = configured(operations, krakend);
        let file: Value = serde_json::from_str(&text).unwrap();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let endpoints = file["endpoints"].as_array().unwrap().iter();
        (
            endpoints.map(|one| format!("{} {}", word(&one["method"]), word(&one["endpoint"]))).collect(),
            remarks.into_iter().map(|remark| remark.message).collect(),
        )
    }

    #[test]
    fn a_place_has_one_name_within_a_method() {
        let (endpoints, remarks) = endpoints(&["PUT /{a}/b", "PUT /{c}/d/{c}", "POST /{c}/{a}/{A}"]);
        assert_eq!(endpoints, ["PUT /p/{a}/b", "PUT /p/{a}/d/{c}", "POST /p/{c}/{a}/{A_2}"]);
        assert!(remarks.is_empty());
    }

    #[test]
    fn what_the_router_takes_for_something_else_is_left_out() {
        let odd = ["HEAD /a", "PUT /{a}:{b}", "PUT /x:y", "PUT /a*", "PUT /a%2Fb", "GET /a"];
        let (endpoints, remarks) = endpoints(&odd);
        assert_eq!(endpoints, ["GET /p/a"]);
        assert_eq!(remarks.len(), 5);
        let (_, remarks) = super::tests::endpoints(&["GET /a", "GET /b"]);
        assert_eq!(remarks, ["GET /a answers no HEAD: KrakenD has none, nor do 1 more of its document"]);
    }
}
