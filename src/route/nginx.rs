use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Route;
use super::expression::{Groups, expression};
use super::rank::Ranks;
use crate::gateway::ServerUrl;

/// What stands at the head of the file. All entries are expressions: nginx compares plain strings without
/// regard to case, and wants more room for long ones than it has by default.
const HEAD: &str = r#"# The operation that a request is for, in $apiref_operation; empty if there is none. Include this file in the `http` block,
# then for instance in a `server`:
#
#     if ($apiref_operation = "") { return 404; }
#     add_header X-Operation $apiref_operation;
#
# nginx takes the first entry that matches, so those with more fixed text stand first.
map "$request_method $uri" $apiref_operation {
    default "";
"#;

/// The most bytes of one word of a configuration; nginx refuses one that fills its buffer of 4096.
const LONGEST: usize = 4000;

/// The most characters of a name in a comment.
const SHOWN: usize = 200;

/// The routes that the map leaves out, because nginx would refuse the whole file with them.
pub(super) fn too_long<'a>(routes: &'a [Route], server: &ServerUrl) -> Vec<&'a Route> {
    routes.iter().filter(|route| !fits(route, &key(route, server))).collect()
}

fn fits(route: &Route, key: &str) -> bool {
    key.len() <= LONGEST && route.operation_id.len() <= LONGEST
}

/// What requests of a route look like.
fn key(route: &Route, server: &ServerUrl) -> String {
    let path = expression(server.prefix(), &route.pattern, Groups::None);
    quoted(&format!("~^{} {path}$", route.method))
}

/// The table as a map of nginx from method and path to the operation id. The prefix of the server is part of
/// what a request must match. A route that can never be reached, because an earlier one is the same, stands
/// there as a comment, as does one that is too long.
pub(super) fn nginx(routes: &[Route], server: &ServerUrl) -> String {
    let ranks = Ranks::of(routes);
    let mut ordered: Vec<&Route> = routes.iter().collect();
    ordered.sort_by_key(|route| (route.pattern.segments().len(), Reverse(ranks.rank(&route.pattern))));
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut text = HEAD.to_owned();
    for route in ordered {
        let (key, id) = (key(route, server), &route.operation_id);
        if !fits(route, &key) {
            text.push_str(&format!("    # {} is longer than nginx takes\n", start(id)));
            continue;
        }
        match first.get(&key) {
            Some(known) => {
                text.push_str(&format!("    # {} is the same route as {}\n", start(id), start(known)));
            }
            None => {
                text.push_str(&format!("    {key} {id};\n"));
                first.insert(key, id);
            }
        }
    }
    text.push_str("}\n");
    text
}

/// The start of a name, for comments.
fn start(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}

/// A text between quotes, as a configuration of nginx has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::route::routes;

    #[test]
    fn what_says_more_stands_first_and_equals_are_told() {
        let one = json!({ "paths": {
            "/a/{id}": { "get": { "operationId": "get_a_id" } },
            "/a/b.c": { "get": { "operationId": "get_a_b_c" } },
            "/": { "get": { "operationId": "get_" } },
        } });
        let other = json!({ "paths": { "/a/{name}": { "get": { "operationId": "get_a_name" } } } });
        let server = ServerUrl::parse("https://x.example/p").unwrap();
        let text = nginx(&routes([("one", &one), ("other", &other)]), &server);
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            r#"    "~^GET /p/$" get_;
    "~^GET /p/a/b\\.c$" get_a_b_c;
    "~^GET /p/a/[^/]+$" get_a_id;
    # get_a_name is the same route as get_a_id
}
"#
        );
    }

    #[test]
    fn what_is_too_long_for_nginx_is_left_out_and_known() {
        let path = format!("/{}", ".".repeat(1400));
        let document = json!({ "paths": {
            path: { "get": { "operationId": "get_long" } },
            "/a": { "get": { "operationId": "get_a" } },
        } });
        let server = ServerUrl::parse("https://x.example").unwrap();
        let table = routes([("one", &document)]);
        let text = nginx(&table, &server);
        let told = "    # get_long is longer than nginx takes\n";
        assert!(text.contains(told) && text.contains(" get_a;\n"), "{text}");
        let left_out: Vec<&str> =
            too_long(&table, &server).iter().map(|route| route.operation_id.as_str()).collect();
        assert_eq!(left_out, ["get_long"]);
    }

    #[test]
    fn nothing_of_a_path_ends_the_quotes() {
        assert_eq!(quoted(r#"~^GET /a"b\.c;{}$"#), r#""~^GET /a\"b\\.c;{}$""#);
    }
}
