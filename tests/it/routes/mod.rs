//! Where requests go: a URL of each operation, looked up in the tables for gateways as a gateway would.

mod apisix;
mod envoy;
mod gateway;
mod haproxy;
mod httproute;
mod kong;
mod krakend;
mod nginx;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use apiref::{Form, MicroversionChoice, Route, Router, Routes, ServerUrl};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use rayon::prelude::*;
use regex::RegexSet;
use serde_json::Value;

use gateway::{Gateway, Heads, Prepare};

use crate::apiref::{on_tree, project};
use crate::library::gateway_form;
use crate::tree::{Tree, corpus, own_trees};

/// What stands for a variable in a request: what services use, and what looks like something else.
const VALUES: [&str; 5] = ["0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7", "detail", "a.b-c", "x:y", "7"];

/// What does not travel in a path as it is.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'|');

/// The routes of a tree and the pairs that the report names.
struct Table {
    routes: Routes,
    /// Which templates a request fits, as they travel and decoded.
    fitting: [OnceCell<RegexSet>; 3],
    /// With the operation that wins, where the report says so.
    named: BTreeMap<[String; 2], Option<String>>,
    operations: usize,
}

impl Table {
    fn of(tree: &Tree, form: &Form, server: &ServerUrl) -> Self {
        let routes = tree.analysis.routes(form).unwrap().behind(server);
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
        Self { routes, fitting: Default::default(), named, operations }
    }

    /// The configurations of all routers, as they read them.
    fn gateways(&self) -> Vec<Gateway> {
        let of = |router| self.routes.configuration(router).text;
        let mut all = self.two_gateways();
        all.extend(apisix::read(&of(Router::Apisix)));
        all.extend(apisix::read_adc(&of(Router::Adc)));
        all.extend(krakend::read(&of(Router::Krakend)));
        all.extend(haproxy::read(&of(Router::Haproxy)));
        all.extend(envoy::read(&of(Router::Envoy)));
        all.extend(httproute::read(&of(Router::HttpRoute), &self.routes));
        all
    }

    /// Two that stand for all: one that compares paths as they travel, one that decodes them.
    fn two_gateways(&self) -> Vec<Gateway> {
        let of = |router| self.routes.configuration(router).text;
        let mut two = nginx::read(&of(Router::Nginx));
        two.extend(kong::read(&of(Router::Kong)));
        two
    }

    /// The routes that a configuration leaves out, by number.
    fn left_out(&self, gateway: &Gateway) -> BTreeSet<usize> {
        let router = match gateway.name {
            "nginx" => Router::Nginx,
            "Kong" => Router::Kong,
            "Envoy" => Router::Envoy,
            "haproxy" => Router::Haproxy,
            "APISIX" => Router::Apisix,
            "ADC" => Router::Adc,
            "KrakenD" => Router::Krakend,
            _ => Router::HttpRoute,
        };
        let remarks = self.routes.configuration(router).remarks;
        remarks.iter().filter(|remark| remark.left_out).map(|remark| remark.route).collect()
    }

    /// The requests that a gateway takes for another operation, though no pair of the report says so.
    fn misrouted(&self, gateway: &Gateway) -> Vec<String> {
        let left_out = self.left_out(gateway);
        let mut found = Vec::new();
        for (_, route) in self.routes.iter().enumerate().filter(|(number, _)| !left_out.contains(number)) {
            for url in VALUES.map(|value| url(&route.full_path(), value)) {
                let takers = gateway.takers(&route.method, &url);
                let expected = |taker: &&str| *taker == route.operation_id || self.may_win(route, taker);
                if takers.is_empty() || !takers.iter().all(expected) {
                    found
                        .push(format!("{} {url} of {} reaches {takers:?}", route.method, route.operation_id));
                }
            }
            // It looks for expressions anywhere in a path, as the head of the file says.
            if gateway.name != "Traefik" {
                found.extend(self.near_misses(gateway, route));
            }
        }
        found
    }

    /// What a request that is nearly for a route reaches, where no template fits it.
    fn near_misses(&self, gateway: &Gateway, route: &Route) -> Vec<String> {
        let url = url(&route.full_path(), VALUES[0]);
        let mut probes = vec![
            ("HEAD", url.clone()),
            ("PURGE", url.clone()),
            (&*route.method, format!("{url}/")),
            (&*route.method, format!("{url}/more")),
            (&*route.method, url.replace('.', "x")),
            (&*route.method, url.rsplit_once('/').unwrap().0.to_owned()),
            (&*route.method, url.replacen("/", "//", 2)),
            (&*route.method, url.replacen(VALUES[0], "", 1)),
            (&*route.method, url.replace(VALUES[0], "a%2Fb")),
        ];
        if let Some(letter) = url.chars().find(char::is_ascii_lowercase) {
            let other = letter.to_ascii_uppercase().to_string();
            probes.push((&route.method, url.replacen(letter, &other, 1)));
        }
        let wrong = probes.into_iter().filter(|(method, path)| {
            let fitting = self.fitting(gateway, method, path);
            gateway.takers(method, path).iter().any(|taker| !fitting.contains(*taker))
        });
        wrong
            .map(|(method, path)| format!("{method} {path} reaches {:?}", gateway.takers(method, &path)))
            .collect()
    }

    /// The operations whose template a request fits.
    fn fitting(&self, gateway: &Gateway, method: &str, path: &str) -> BTreeSet<&str> {
        let prepare = gateway.prepare;
        let fitting = self.fitting[prepare as usize].get_or_init(|| {
            RegexSet::new(self.routes.iter().map(|route| template(&route.full_path(), prepare))).unwrap()
        });
        let routes = fitting.matches(&gateway.prepared(path)).into_iter().map(|number| &self.routes[number]);
        let is_head = method == "HEAD" && gateway.heads == Heads::AsGet;
        routes
            .filter(|route| route.method == method || (is_head && route.method == "GET"))
            .map(|route| route.operation_id.as_str())
            .collect()
    }

    /// What goes wrong in the tables for gateways.
    fn problems(&self, gateways: Vec<Gateway>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for gateway in gateways {
            let lines = self.misrouted(&gateway).into_iter().chain(self.without_head(&gateway));
            found.extend(lines.map(|line| format!("{}: {line}", gateway.name)));
        }
        if self.routes.len() != self.operations {
            found.push(format!("{} routes of {} operations", self.routes.len(), self.operations));
        }
        found
    }

    /// The routes of GET of which HEAD reaches nothing, or what nobody documents there.
    fn without_head(&self, gateway: &Gateway) -> Vec<String> {
        let left_out = self.left_out(gateway);
        let is_head =
            |taker: &&str| self.routes.iter().any(|r| r.method == "HEAD" && r.operation_id == **taker);
        let routes = self.routes.iter().enumerate().filter(|(number, route)| {
            route.method == "GET" && !left_out.contains(number) && gateway.heads == Heads::AsGet
        });
        let wrong = routes.filter(|(_, route)| {
            let takers = gateway.takers("HEAD", &url(&route.full_path(), VALUES[0]));
            let expected =
                |taker: &&str| *taker == route.operation_id || self.may_win(route, taker) || is_head(taker);
            takers.is_empty() || !takers.iter().all(expected)
        });
        wrong.map(|(_, route)| format!("HEAD of {}", route.operation_id)).collect()
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
    let path = parts.fold(head, |url, part| url + value + part.split_once('}').unwrap().1);
    utf8_percent_encode(&path, ENCODED).to_string()
}

/// What paths of a template look like.
fn template(template: &str, prepare: Prepare) -> String {
    let mut parts = template.split('{');
    let literal = |text: &str| match prepare {
        Prepare::Nothing => regex::escape(&utf8_percent_encode(text, ENCODED).to_string()),
        Prepare::Decode | Prepare::DecodeAlone => {
            regex::escape(&percent_decode_str(text).decode_utf8_lossy())
        }
    };
    let head = literal(parts.next().unwrap_or_default());
    let variable = if prepare == Prepare::DecodeAlone { "[^/]*" } else { "[^/]+" };
    let path = parts.fold(head, |path, part| path + variable + &literal(part.split_once('}').unwrap().1));
    format!("^{path}$")
}

#[test]
fn requests_reach_their_operations_or_ones_that_the_report_names() {
    let trees: Vec<_> = own_trees().into_iter().chain(corpus()).collect();
    let problems: Vec<String> = trees
        .into_par_iter()
        .filter_map(|folder| Tree::read(&folder))
        .flat_map_iter(|tree| {
            let mut found = Vec::new();
            let prefixed = ServerUrl::parse("https://cloud.example/p.q/x+y").unwrap();
            let table = Table::of(&tree, &Form::default(), &ServerUrl::default());
            found.extend(table.problems(table.two_gateways()));
            for version in [MicroversionChoice::Latest, MicroversionChoice::All] {
                let form = gateway_form(Default::default()).with_microversion(version);
                let table = Table::of(&tree, &form, &prefixed);
                let is_all = version == MicroversionChoice::All;
                let gateways = if is_all { table.gateways() } else { table.two_gateways() };
                found.extend(table.problems(gateways));
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
        let table = Table::of(&tree, &Form::default(), &ServerUrl::default());
        let mut problems = table.problems(table.gateways());
        problems.retain(|line| !line.starts_with("Traefik"));
        proptest::prop_assert_eq!(problems, Vec::<String>::new());
    }
}

#[test]
fn a_request_for_nothing_reaches_nothing() {
    let table = Table::of(&Tree::read(project()).unwrap(), &all(), &ServerUrl::default());
    for gateway in table.gateways() {
        assert_eq!(gateway.takers("GET", "/v3/1/snapshots/2"), ["get_v3_project_id_snapshots_snapshot_id"]);
        for path in ["/v3/1/snapshots/2/", "/v3/1/snapshot", "/V3/1/snapshots"] {
            assert!(gateway.takers("GET", path).is_empty(), "{path}");
        }
        // KrakenD takes nothing for a value.
        assert_eq!(!gateway.takers("GET", "/v3//snapshots").is_empty(), gateway.name == "KrakenD");
        // Traefik looks for expressions anywhere in a path.
        let is_found = !gateway.takers("GET", "/x/v3/1/snapshots").is_empty();
        assert_eq!(is_found, gateway.name == "Traefik");
    }
}

#[test]
fn operation_ids_are_unique_over_all_documents() {
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        let table = Table::of(&tree, &all(), &ServerUrl::default());
        let ids: BTreeSet<String> =
            table.routes.iter().map(|route| route.operation_id.to_ascii_lowercase()).collect();
        assert_eq!(ids.len(), table.routes.len(), "{}", tree.name);
    }
}

#[test]
fn the_command_prints_every_form() {
    let json = on_tree("routes", project(), &["--format", "json"]).json();
    let text = on_tree("routes", project(), &[]).stdout;
    let form = |name| on_tree("routes", project(), &["--format", name]).stdout;
    let forms = ["kong", "nginx", "envoy", "haproxy", "apisix", "adc", "krakend"].map(form);
    let httproute = form("httproute");
    let routes = json["routes"].as_array().unwrap();
    assert!(!routes.is_empty());
    for id in routes.iter().map(|route| route["operationId"].as_str().unwrap()) {
        for form in std::iter::once(&text).chain(&forms) {
            assert!(form.contains(id), "{id} is missing in\n{form}");
        }
        let name = id.trim_end_matches('_').replace('_', "-");
        assert!(httproute.contains(&format!("name: {name}\n")), "{name} is missing in\n{httproute}");
    }
    assert!(forms[0].contains("url: http://localhost\n"));
}

#[test]
fn what_a_form_cannot_say_is_told_at_its_place() {
    let text =
        "Odd\n===\n\nCopy\n----\n\n.. rest_method:: COPY /a/{id}\n\nShow\n----\n\n.. rest_method:: GET /a\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    std::fs::write(folder.path().join("api-ref/source/index.rst"), text).unwrap();
    let run = on_tree("routes", folder.path(), &["--format", "httproute"]);
    let line = "api-ref/source/index.rst:7:23: warning[route-unsupported] COPY /a/{id} is left out: ";
    assert!(run.stderr.starts_with(line), "{}", run.stderr);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.contains("value: /a\n") && !run.stdout.contains("/a/"), "{}", run.stdout);
    let allowed = on_tree("routes", folder.path(), &["--format", "httproute", "--allow-incomplete"]);
    assert_eq!((allowed.code, allowed.stderr.starts_with(line)), (Some(0), true));
    assert_eq!(on_tree("routes", folder.path(), &["--format", "envoy"]).code, Some(0));
}

#[test]
fn several_services_are_one_table() {
    let source = project().join("api-ref/source");
    let source = source.to_str().unwrap();
    let with = |more: &[&str]| on_tree("routes", project(), &[&[source], more].concat());
    let apart =
        with(&["--server-url", "http://one:1/a", "--server-url", "http://two:2/b", "--format", "json"])
            .json();
    let alone = on_tree("routes", project(), &["--format", "json"]).json();
    let count = |table: &Value, key: &str| table[key].as_array().unwrap().len();
    assert_eq!(count(&apart, "routes"), 2 * count(&alone, "routes"));
    assert_eq!(count(&apart, "conflicts"), 2 * count(&alone, "conflicts"));
    assert_eq!(apart["routes"][0]["server"], "http://one:1/a");
    // Behind one prefix each route is there twice.
    let together = with(&["--format", "json"]).json();
    let same = together["conflicts"].as_array().unwrap().iter().filter(|pair| pair["reason"] == "same-shape");
    assert_eq!(same.count(), count(&alone, "routes"));
    let envoy =
        with(&["--server-url", "http://one:1/a", "--server-url", "http://two:2/b", "--format", "envoy"]);
    assert!(envoy.stdout.contains("cluster: http_one_1\n") && envoy.stdout.contains("cluster: http_two_2\n"));
    let thrice = ["--server-url", "http://a", "--server-url", "http://b", "--server-url", "http://c"];
    assert_eq!(with(&thrice).code, Some(2));
}

#[test]
fn a_server_url_with_a_variable_is_a_usage_error() {
    let run = on_tree("routes", project(), &["--format", "kong", "--server-url", "https://{host}/"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--server-url"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}
