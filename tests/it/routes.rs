//! Where requests go: a URL of each operation, looked up in the tables for gateways as a gateway would.

use std::collections::{BTreeMap, BTreeSet};

use apiref::{Form, MicroversionChoice, Route, Routes, ServerUrl};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use regex::RegexSet;
use serde_json::Value;

use crate::apiref::{on_tree, project};
use crate::library::gateway_form;
use crate::tree::{Tree, corpus, own_trees};

/// What stands for a variable in a request: what services use, and what looks like something else.
const VALUES: [&str; 5] = ["0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7", "detail", "a.b-c", "x:y", "7"];

/// Entries in the order in which a gateway asks them: an expression for method and path, the rank, the
/// operation id.
struct Gateway {
    expressions: RegexSet,
    entries: Vec<(i64, String)>,
    /// It compares paths whose percent signs are decoded.
    decodes: bool,
}

impl Gateway {
    fn new(entries: Vec<(String, i64, String)>) -> Self {
        let expressions = RegexSet::new(entries.iter().map(|(expression, ..)| expression)).unwrap();
        let entries = entries.into_iter().map(|(_, rank, id)| (rank, id)).collect();
        Self { expressions, entries, decodes: false }
    }

    /// The map of nginx: the first entry wins.
    fn nginx(text: &str) -> Self {
        let body = text.split_once("map \"$request_method $uri\" $apiref_operation {\n").unwrap().1;
        let lines = body.strip_suffix("}\n").unwrap().lines().map(str::trim);
        let entries = lines.filter(|line| !line.starts_with('#') && *line != "default \"\";");
        let read = |(number, line): (usize, &str)| {
            let (key, id) = line.strip_suffix(';').unwrap().rsplit_once(' ').unwrap();
            let key = key.strip_prefix("\"~").unwrap().strip_suffix('"').unwrap();
            (key.replace("\\\"", "\"").replace("\\\\", "\\"), -i64::try_from(number).unwrap(), id.to_owned())
        };
        Self { decodes: true, ..Self::new(entries.enumerate().map(read).collect()) }
    }

    /// The configuration of Kong: the greatest priority wins.
    fn kong(text: &str) -> Self {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let services = value["services"].as_array().unwrap().iter();
        let read = |route: &Value| {
            let method = route["methods"][0].as_str().unwrap();
            let path = route["paths"][0].as_str().unwrap().strip_prefix('~').unwrap();
            let priority = route["regex_priority"].as_i64().unwrap();
            (format!("^{method} {path}"), priority, route["name"].as_str().unwrap().to_owned())
        };
        Self::new(services.flat_map(|service| service["routes"].as_array().unwrap()).map(read).collect())
    }

    /// The operations that take a request: several where nothing decides.
    fn takers(&self, method: &str, path: &str) -> Vec<&str> {
        let decoded = percent_decode_str(path).decode_utf8().unwrap();
        let path = if self.decodes { &*decoded } else { path };
        let fitting = || {
            let matches = self.expressions.matches(&format!("{method} {path}"));
            matches.into_iter().map(|number| &self.entries[number])
        };
        let highest = fitting().map(|(rank, _)| rank).max();
        fitting().filter(|(rank, _)| Some(rank) == highest).map(|(_, id)| id.as_str()).collect()
    }
}

/// The routes of a tree and the pairs that the report names.
struct Table {
    routes: Routes,
    /// With the operation that wins, where the report says so.
    named: BTreeMap<[String; 2], Option<String>>,
    operations: usize,
}

impl Table {
    fn of(tree: &Tree, form: &Form) -> Self {
        let routes = tree.analysis.routes(form).unwrap();
        assert!(!routes.conflicts().cut);
        let report: Value = serde_json::from_str(&routes.json()).unwrap();
        let pair = |pair: &Value| {
            let id = |at: usize| pair["routes"][at]["operationId"].as_str().unwrap().to_owned();
            let mut ids = [id(0), id(1)];
            ids.sort();
            (ids, pair["wins"].as_str().map(str::to_owned))
        };
        let named = report["conflicts"].as_array().unwrap().iter().map(pair).collect();
        let ids = |document: &Value| document["paths"].to_string().matches("\"operationId\":\"").count();
        let operations = tree.documents_in(form).iter().map(|document| ids(&document.value)).sum();
        Self { routes, named, operations }
    }

    /// The requests that a gateway takes for another operation, though no pair of the report says so.
    fn misrouted(&self, gateway: &Gateway, prefix: &str) -> Vec<String> {
        let requests = self
            .routes
            .iter()
            .flat_map(|route| VALUES.map(|value| (route, prefix.to_owned() + &url(&route.path, value))));
        requests
            .filter_map(|(route, url)| {
                let takers = gateway.takers(&route.method, &url);
                let expected = |taker: &&str| *taker == route.operation_id || self.may_win(route, taker);
                let fine = !takers.is_empty() && takers.iter().all(expected);
                (!fine)
                    .then(|| format!("{} {url} of {} reaches {takers:?}", route.method, route.operation_id))
            })
            .collect()
    }

    /// What goes wrong in the tables for gateways.
    fn problems(&self, server: &ServerUrl) -> Vec<String> {
        let nginx = Gateway::nginx(&self.routes.nginx(server));
        let kong = Gateway::kong(&self.routes.kong(server));
        let named = |gateway: &Gateway, name: &str| -> Vec<String> {
            let lines = self.misrouted(gateway, server.prefix()).into_iter();
            lines.map(|line| format!("{name}: {line}")).collect()
        };
        let mut found = named(&nginx, "nginx");
        found.extend(named(&kong, "Kong"));
        if self.routes.len() != self.operations {
            found.push(format!("{} routes of {} operations", self.routes.len(), self.operations));
        }
        found
    }

    /// Does the report name the two, and not the route as the winner?
    fn may_win(&self, route: &Route, taker: &str) -> bool {
        let mut pair = [route.operation_id.clone(), taker.to_owned()];
        pair.sort();
        self.named.get(&pair).is_some_and(|wins| wins.as_deref().is_none_or(|wins| wins == taker))
    }
}

/// The documents of all versions.
fn all() -> Form {
    Form::default().with_microversion(MicroversionChoice::All)
}

/// The template with a value for each variable.
fn url(template: &str, value: &str) -> String {
    let mut parts = template.split('{');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |url, part| url + value + part.split_once('}').unwrap().1)
}

#[test]
fn requests_reach_their_operations_or_ones_that_the_report_names() {
    let trees: Vec<_> = own_trees().into_iter().chain(corpus()).collect();
    let problems: Vec<String> = trees
        .into_par_iter()
        .filter_map(|folder| Tree::read(&folder))
        .flat_map_iter(|tree| {
            let mut found = Vec::new();
            for (version, server) in [
                (MicroversionChoice::Latest, "http://localhost"),
                (MicroversionChoice::All, "https://cloud.example/p.q/x+y"),
            ] {
                let server = ServerUrl::parse(server).unwrap();
                for form in [Form::default(), gateway_form(Default::default())] {
                    found.extend(Table::of(&tree, &form.with_microversion(version)).problems(&server));
                }
            }
            found.into_iter().map(move |line| format!("{} {line}", tree.name))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(128))]

    #[test]
    fn odd_templates_are_routed_alike(
        paths in proptest::collection::btree_set(
            "(/([a.+$~;\"'\\\\#|é]|\\{x\\}|\\{request_id\\}|a\\{x\\}|\\{x\\}:\\{y\\}|\\{x\\}b)){1,3}/?",
            1..12
        )
    ) {
        let mut text = "Odd\n===\n".to_owned();
        for (number, path) in paths.iter().enumerate() {
            text.push_str(&format!("\nGet {number}\n---------\n\n.. rest_method:: GET {path}\n"));
        }
        let tree = Tree::of_texts([("api-ref/source/index.rst", text.as_str())]).unwrap();
        let table = Table::of(&tree, &Form::default());
        proptest::prop_assert_eq!(table.problems(&ServerUrl::default()), Vec::<String>::new());
    }
}

#[test]
fn a_request_for_nothing_reaches_nothing() {
    let table = Table::of(&Tree::read(project()).unwrap(), &all());
    for gateway in [
        Gateway::nginx(&table.routes.nginx(&ServerUrl::default())),
        Gateway::kong(&table.routes.kong(&ServerUrl::default())),
    ] {
        assert_eq!(gateway.takers("GET", "/v3/1/snapshots/2"), ["get_v3_project_id_snapshots_snapshot_id"]);
        for path in
            ["/v3/1/snapshots/2/", "/v3/1/snapshot", "/v3//snapshots", "/x/v3/1/snapshots", "/V3/1/snapshots"]
        {
            assert!(gateway.takers("GET", path).is_empty(), "{path}");
        }
    }
}

#[test]
fn operation_ids_are_unique_over_all_documents() {
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        let table = Table::of(&tree, &all());
        let ids: BTreeSet<String> =
            table.routes.iter().map(|route| route.operation_id.to_ascii_lowercase()).collect();
        assert_eq!(ids.len(), table.routes.len(), "{}", tree.name);
    }
}

#[test]
fn the_command_prints_every_form() {
    let json = on_tree("routes", project(), &["--format", "json"]).json();
    let text = on_tree("routes", project(), &[]).stdout;
    let kong = on_tree("routes", project(), &["--format", "kong"]).stdout;
    let nginx = on_tree("routes", project(), &["--format", "nginx"]).stdout;
    let routes = json["routes"].as_array().unwrap();
    assert!(!routes.is_empty());
    for id in routes.iter().map(|route| route["operationId"].as_str().unwrap()) {
        for form in [&text, &kong, &nginx] {
            assert!(form.contains(id), "{id} is missing in\n{form}");
        }
    }
    assert!(kong.contains("url: http://localhost\n"));
}

#[test]
fn a_server_url_with_a_variable_is_a_usage_error() {
    let run = on_tree("routes", project(), &["--format", "kong", "--server-url", "https://{host}/"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--server-url"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}
