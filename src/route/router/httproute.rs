use std::collections::BTreeMap;

use serde::Serialize;

use super::overlaps::Overlaps;
use super::remark::{MERGED, ORDER};
use super::upstream::Upstream;
use super::{Configuration, Entry, Remark, Table};
use crate::route::expression::{Spelling, expression, fixed_path};
use crate::yaml::yaml;

/// What stands at the head of the file.
const HEAD: &str = "\
# Routes for the Gateway API of Kubernetes (gateway.networking.k8s.io/v1): kubectl apply. The Gateway is called `gateway`, and each
# backend is the Service that the server URL names; change both where yours differ.
# Implementations order expressions by their length, the longest first: `(?:)` makes one longer, and nothing else. A `PathPrefix` on the
# same listener makes some of them forget the expressions. Those that do not anchor them (Traefik) may match in the middle of a path.
";

/// The methods that a match may name.
const METHODS: [&str; 9] = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

/// The most bytes of a path or an expression. The standard has 1024; beyond 990 Traefik puts an expression
/// before an exact path.
const LONGEST: usize = 980;

/// The most rules of an object, and matches of a rule and of an object.
const MOST_RULES: usize = 16;
const MOST_MATCHES_OF_RULE: usize = 64;
const MOST_MATCHES: usize = 128;

/// The most characters of a name, less what tells it apart.
const LONGEST_NAME: usize = 240;

/// What makes an expression longer, and changes nothing else.
const PADDING: &str = "(?:)";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpRoute {
    api_version: &'static str,
    kind: &'static str,
    metadata: Name,
    spec: Spec,
}

#[derive(Serialize)]
struct Name {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    parent_refs: Vec<Name>,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    matches: Vec<Match>,
    backend_refs: Vec<Backend>,
}

#[derive(Serialize)]
struct Match {
    method: String,
    path: Path,
}

#[derive(Serialize, Clone)]
struct Path {
    #[serde(rename = "type")]
    kind: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Backend {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    port: u16,
}

/// The table as objects of kind `HTTPRoute`.
pub(super) fn httproute(table: &Table<'_>) -> Configuration {
    let mut remarks = Vec::new();
    let mut entries: Vec<Entry<'_>> =
        table.entries.iter().filter_map(|entry| known_methods(entry, &mut remarks)).collect();
    let mut paths: Vec<Path> = entries.iter().map(path).collect();
    let mut overlaps = Overlaps::of(&entries);
    pad(&mut paths, &overlaps);
    if paths.iter().any(|path| path.value.len() > LONGEST) {
        let is_short = |path: &Path| path.value.len() <= LONGEST;
        for (entry, _) in entries.iter().zip(&paths).filter(|(_, path)| !is_short(path)) {
            remarks.push(Remark::left_out(entry, &format!("its expression has more than {LONGEST} bytes")));
        }
        let kept: Vec<(Entry<'_>, Path)> =
            entries.into_iter().zip(paths).filter(|(_, path)| is_short(path)).collect();
        (entries, paths) = kept.into_iter().unzip();
        overlaps = Overlaps::of(&entries);
    }
    let mut objects =
        Objects { entries: &entries, paths: &paths, remarks, all: Vec::new(), names: BTreeMap::new() };
    for group in overlaps.groups(entries.len()) {
        objects.put(&group);
    }
    let Objects { all, mut remarks, .. } = objects;
    if let (true, Some(entry)) = (overlaps.cut, entries.first()) {
        remarks.push(Remark::told(
            &ORDER,
            entry,
            "is one of so many that share requests that not all are ordered",
        ));
    }
    let texts: Vec<String> =
        all.iter().map(|object| yaml(&serde_json::to_value(object).unwrap_or_default())).collect();
    Configuration { text: format!("{HEAD}{}", texts.join("---\n")), remarks }
}

/// The entry with the methods that a match may name; nothing if there are none.
fn known_methods<'a>(entry: &Entry<'a>, remarks: &mut Vec<Remark>) -> Option<Entry<'a>> {
    let methods: Vec<&str> =
        entry.methods.iter().copied().filter(|method| METHODS.contains(method)).collect();
    if methods.is_empty() {
        let why = format!("the Gateway API has no method {}", entry.route.method);
        remarks.push(Remark::left_out(entry, &why));
        return None;
    }
    Some(Entry { methods, ..entry.clone() })
}

/// How the path of a route is matched: as it is where that is possible.
fn path(entry: &Entry<'_>) -> Path {
    let pattern = &entry.route.pattern;
    match fixed_path(pattern).filter(|path| is_exact(path)) {
        Some(value) => Path { kind: "Exact", value },
        None => {
            // A semicolon ends a directive of nginx.
            let value = expression(pattern, Spelling::Travelling).replace(';', r"\x3B") + "$";
            Path { kind: "RegularExpression", value }
        }
    }
}

/// May it stand as an exact path?
fn is_exact(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let forbidden = ["//", "/./", "/../", "%2f"];
    !forbidden.iter().any(|text| lower.contains(text)) && !lower.ends_with("/.") && !lower.ends_with("/..")
}

/// Makes each expression longer than those that it goes before.
fn pad(paths: &mut [Path], overlaps: &Overlaps) {
    let mut behind: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for [first, second] in &overlaps.pairs {
        behind.entry(*first).or_default().push(*second);
    }
    // Those that go last come first, so that each finds its followers padded.
    for (first, followers) in behind.into_iter().rev() {
        let longest = followers
            .into_iter()
            .filter_map(|follower| paths.get(follower))
            .filter(|path| path.kind != "Exact")
            .map(|path| path.value.len())
            .max();
        let Some(path) = paths.get_mut(first).filter(|path| path.kind != "Exact") else { continue };
        let missing = longest.map_or(0, |longest| (longest + 1).saturating_sub(path.value.len()));
        if let Some(open) = path.value.strip_suffix('$').filter(|_| missing > 0) {
            path.value = format!("{open}{}$", PADDING.repeat(missing.div_ceil(PADDING.len()).min(LONGEST)));
        }
    }
}

/// The objects that are made.
struct Objects<'a> {
    entries: &'a [Entry<'a>],
    paths: &'a [Path],
    remarks: Vec<Remark>,
    all: Vec<HttpRoute>,
    /// The last object of each document.
    names: BTreeMap<String, Vec<usize>>,
}

impl Objects<'_> {
    /// Puts a group of entries that take requests of each other into one object.
    fn put(&mut self, group: &[usize]) {
        let Some(first) = group.first().and_then(|number| self.entries.get(*number)) else { return };
        let document = slug(&first.route.document);
        let mut rules = self.rules(group, 1);
        let mut per_rule = 1;
        while rules.len() > MOST_RULES && per_rule < group.len() {
            per_rule += 1;
            rules = self.rules(group, per_rule);
        }
        for number in group.iter().filter(|_| per_rule > 1) {
            let merged = rules.iter().any(|(members, _)| members.len() > 1 && members.contains(number));
            if let Some(entry) = self.entries.get(*number).filter(|_| merged) {
                self.remarks.push(Remark::told(
                    &MERGED,
                    entry,
                    "shares a rule with others, and has no name there",
                ));
            }
        }
        let matches: usize = rules.iter().map(|(_, rule)| rule.matches.len()).sum();
        if rules.len() > MOST_RULES || matches > MOST_MATCHES {
            let what = "shares requests with more routes than an object has room for: which of them the gateway \
                        asks first depends on when the objects are made";
            self.remarks.push(Remark::told(&ORDER, first, what));
            rules.into_iter().for_each(|(_, rule)| self.add(&document, vec![rule]));
        } else {
            self.add(&document, rules.into_iter().map(|(_, rule)| rule).collect());
        }
    }

    /// The entries as rules of so many neighbours each, with the numbers of the entries.
    fn rules(&self, group: &[usize], per_rule: usize) -> Vec<(Vec<usize>, Rule)> {
        let mut rules: Vec<(Vec<usize>, Rule)> = Vec::new();
        for number in group {
            let (Some(entry), Some(path)) = (self.entries.get(*number), self.paths.get(*number)) else {
                continue;
            };
            let matches =
                entry.methods.iter().map(|method| Match { method: (*method).to_owned(), path: path.clone() });
            let before = rules.last_mut().filter(|(members, rule)| {
                let server = members.first().and_then(|number| self.entries.get(*number));
                members.len() < per_rule
                    && rule.matches.len() + entry.methods.len() <= MOST_MATCHES_OF_RULE
                    && server.is_some_and(|other| other.route.server.origin() == entry.route.server.origin())
            });
            match before {
                Some((members, rule)) => {
                    members.push(*number);
                    rule.matches.extend(matches);
                    rule.name = None;
                }
                None => {
                    let name = Some(slug(&entry.route.operation_id));
                    let rule = Rule { name, matches: matches.collect(), backend_refs: vec![backend(entry)] };
                    rules.push((vec![*number], rule));
                }
            }
        }
        rules
    }

    /// Adds rules to the last object of the document, or to a new one if it has no room.
    fn add(&mut self, document: &str, mut rules: Vec<Rule>) {
        let objects = self.names.entry(document.to_owned()).or_default();
        let count = |rules: &[Rule]| rules.iter().map(|rule| rule.matches.len()).sum::<usize>();
        let last = objects.last().and_then(|number| self.all.get_mut(*number)).filter(|object| {
            object.spec.rules.len() + rules.len() <= MOST_RULES
                && count(&object.spec.rules) + count(&rules) <= MOST_MATCHES
        });
        match last {
            Some(object) => object.spec.rules.append(&mut rules),
            None => {
                objects.push(self.all.len());
                let name = format!("{document}-{:02}", objects.len());
                self.all.push(HttpRoute {
                    api_version: "gateway.networking.k8s.io/v1",
                    kind: "HTTPRoute",
                    metadata: Name { name },
                    spec: Spec { parent_refs: vec![Name { name: "gateway".to_owned() }], rules },
                });
            }
        }
    }
}

/// The Service that the server of a route is: `http://api.volumes.svc:8776` is `api` of the namespace `volumes`.
fn backend(entry: &Entry<'_>) -> Backend {
    let Upstream { host, port, .. } = Upstream::of(&entry.route.server);
    let words: Vec<&str> = host.split('.').collect();
    let namespace = match words.as_slice() {
        [_, namespace, "svc", ..] => Some(slug(namespace)),
        _ => None,
    };
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    let name = if is_address { slug(host) } else { slug(words.first().copied().unwrap_or(host)) };
    Backend { name, namespace, port }
}

/// A text as the name of an object or a rule: small letters and digits, with hyphens between.
fn slug(text: &str) -> String {
    let word = |word: &str| word.to_ascii_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(word);
    let slug = words.collect::<Vec<_>>().join("-");
    let slug = slug.get(..LONGEST_NAME).unwrap_or(&slug).trim_end_matches('-');
    if slug.is_empty() { "x".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn fixed_paths_are_exact_and_others_expressions() {
        let Configuration { text, remarks } = configured(&["GET /a/{id}", "PUT /a/b"], httproute);
        assert!(remarks.is_empty());
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: things-01
spec:
  parentRefs:
  - name: gateway
  rules:
  - name: put-a-b
    matches:
    - method: PUT
      path:
        type: Exact
        value: /p/a/b
    backendRefs:
    - name: x
      port: 443
  - name: get-a-id
    matches:
    - method: GET
      path:
        type: RegularExpression
        value: /p/a/[^/]+$
    - method: HEAD
      path:
        type: RegularExpression
        value: /p/a/[^/]+$
    backendRefs:
    - name: x
      port: 443
"
        );
    }

    #[test]
    fn what_goes_first_is_longer() {
        let text = configured(&["PUT /{long_name}/{x}/{y}", "PUT /a/b/{y}", "PUT /a/{x}/c"], httproute).text;
        let values: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("value: ")).collect();
        assert_eq!(
            values,
            ["/p/a/b/[^/]+(?:)(?:)(?:)(?:)$", "/p/a/[^/]+/c(?:)(?:)(?:)$", "/p/[^/]+/[^/]+/[^/]+$"]
        );
    }

    #[test]
    fn what_the_standard_does_not_know_is_left_out() {
        let long = format!("GET /{{x}}/{}", "l".repeat(LONGEST));
        let Configuration { text, remarks } = configured(&["COPY /a", &long, "PUT /;/{x}"], httproute);
        assert_eq!(remarks.iter().filter(|remark| remark.left_out).count(), 2);
        assert!(text.contains(r"value: /p/\x3B/[^/]+$"), "{text}");
    }

    #[test]
    fn routes_that_share_requests_share_an_object() {
        let mut operations: Vec<String> = (0..20).map(|number| format!("PUT /{{x}}/b{number}")).collect();
        operations.push("PUT /a/{y}".to_owned());
        let operations: Vec<&str> = operations.iter().map(String::as_str).collect();
        let Configuration { text, remarks } = configured(&operations, httproute);
        assert_eq!(text.matches("kind: HTTPRoute").count(), 1);
        assert_eq!(text.matches("backendRefs").count(), 11);
        assert!(remarks.iter().all(|remark| remark.rule.id == "route-merged"));
        assert_eq!(remarks.len(), 20);
    }
}
