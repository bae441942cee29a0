//! Where requests go: a URL of each operation, looked up in the tables for gateways as a gateway would.

mod apisix;
mod caddy;
mod command;
mod envoy;
mod gateway;
mod haproxy;
mod httproute;
mod kong;
mod krakend;
mod nginx;
mod table;
mod traefik;
mod url;

use std::collections::BTreeSet;

use apiref::{Form, MicroversionChoice, ServerUrl};
use rayon::prelude::*;
use table::Table;

use crate::apiref::project;
use crate::library::gateway_form;
use crate::tree::{Tree, corpus, own_trees};

/// The documents of all versions.
fn all() -> Form {
    Form::default().with_microversion(MicroversionChoice::All)
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
        problems.retain(|line| !line.starts_with("Traefik:"));
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
