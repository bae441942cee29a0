//! The Gateway API of Kubernetes: objects of kind `HTTPRoute`.

mod objects;
mod paths;
mod resource;

use objects::Objects;
use paths::{LONGEST, pad, path};
use resource::Path;

use super::overlaps::Overlaps;
use super::remark::ORDER;
use super::{Configuration, Entry, Remark, Table};
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
    let mut objects = Objects::new(&entries, &paths, remarks);
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
