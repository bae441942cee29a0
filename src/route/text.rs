use std::fmt::Write as _;

use super::{Conflict, Conflicts, Reason, Route};

/// The table for people: a line for each route, then the conflicts with their reasons, then the totals.
pub(super) fn text(routes: &[Route], conflicts: &Conflicts) -> String {
    let mut out = String::new();
    let methods = routes.iter().map(|route| route.method.chars().count()).max().unwrap_or_default();
    let full: Vec<String> = routes.iter().map(Route::full_path).collect();
    let paths = full.iter().map(|path| path.chars().count()).max().unwrap_or_default();
    for (route, path) in routes.iter().zip(&full) {
        // Writing to memory cannot fail.
        let _ = writeln!(out, "{:methods$}  {:paths$}  {}", route.method, path, route.operation_id);
    }
    let of = |settled| conflicts.pairs.iter().filter(move |pair| pair.reason.is_settled() == settled);
    let (ambiguous, settled): (Vec<_>, Vec<_>) = (of(false).collect(), of(true).collect());
    section(&mut out, "Ambiguous: routers differ in which of the two they take", &ambiguous, routes);
    section(&mut out, "Settled: fixed text goes before a variable", &settled, routes);
    if conflicts.cut {
        out.push_str("\nThere are more; these are the first.\n");
    }
    let _ = writeln!(
        out,
        "\n{} routes, {} conflicts: {} ambiguous, {} settled",
        routes.len(),
        conflicts.pairs.len(),
        ambiguous.len(),
        settled.len()
    );
    out
}

fn section(out: &mut String, title: &str, conflicts: &[&Conflict], routes: &[Route]) {
    if conflicts.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for conflict in conflicts {
        let [one, other] = conflict.routes.map(|number| routes.get(number));
        let (Some(one), Some(other)) = (one, other) else { continue };
        let second_wins = conflict.wins == conflict.routes.last().copied();
        for route in if second_wins { [other, one] } else { [one, other] } {
            let _ = writeln!(out, "  {} {} ({})", route.method, route.full_path(), route.operation_id);
        }
        let common = one.pattern.common(&other.pattern);
        let _ = writeln!(out, "    {}: {}", conflict.reason.as_str(), why(conflict.reason, &common));
    }
}

fn why(reason: Reason, common: &str) -> String {
    match reason {
        Reason::SameShape => "they are one route".to_owned(),
        Reason::StaticVariable => format!("the first takes {common}"),
        Reason::Crossing => {
            format!("each has fixed text where the other has a variable; both take {common}")
        }
        Reason::PartialSegment => format!("a segment has text beside its variables; both take {common}"),
        Reason::TrailingSlash => "they differ in the slash at the end".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::route::{conflicts, routes};

    #[test]
    fn routes_conflicts_and_totals_are_told() {
        let document = json!({ "paths": {
            "/a/{id}": { "get": { "operationId": "get_a_id" }, "delete": { "operationId": "delete_a_id" } },
            "/a/b": { "get": { "operationId": "get_a_b" } },
            "/a/b/": { "get": { "operationId": "get_a_b_slash" } },
        } });
        let routes = routes([("things", &document)]);
        let conflicts = conflicts(routes.iter().map(|route| (route.method.as_str(), &route.pattern)));
        assert_eq!(
            text(&routes, &conflicts),
            "\
GET     /a/{id}  get_a_id
DELETE  /a/{id}  delete_a_id
GET     /a/b     get_a_b
GET     /a/b/    get_a_b_slash

Ambiguous: routers differ in which of the two they take
  GET /a/b (get_a_b)
  GET /a/b/ (get_a_b_slash)
    trailing-slash: they differ in the slash at the end

Settled: fixed text goes before a variable
  GET /a/b (get_a_b)
  GET /a/{id} (get_a_id)
    static-variable: the first takes /a/b

4 routes, 2 conflicts: 1 ambiguous, 1 settled
"
        );
    }
}
