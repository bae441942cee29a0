use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use apiref::{Form, Route, Router, Routes, ServerUrl};
use regex::RegexSet;
use serde_json::Value;

use super::gateway::{Gateway, Heads};
use super::url::{VALUES, template, url};
use super::{apisix, caddy, envoy, haproxy, httproute, kong, krakend, nginx, traefik};
use crate::tree::Tree;

/// The routes of a tree and the pairs that the report names.
pub(super) struct Table {
    pub(super) routes: Routes,
    /// Which templates a request fits, as they travel and as gateways decode them.
    fitting: [OnceCell<RegexSet>; 4],
    /// With the operation that wins, where the report says so.
    named: BTreeMap<[String; 2], Option<String>>,
    operations: usize,
}

impl Table {
    pub(super) fn of(tree: &Tree, form: &Form, server: &ServerUrl) -> Self {
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
    pub(super) fn gateways(&self) -> Vec<Gateway> {
        let of = |router| self.routes.configuration(router).text;
        let mut all = self.two_gateways();
        all.extend(apisix::read(&of(Router::Apisix)));
        all.extend(apisix::read_adc(&of(Router::Adc)));
        all.extend(krakend::read(&of(Router::Krakend)));
        all.extend(haproxy::read(&of(Router::Haproxy)));
        all.extend(caddy::read(&of(Router::Caddy)));
        all.extend(traefik::read(&of(Router::Traefik)));
        all.extend(envoy::read(&of(Router::Envoy)));
        all.extend(httproute::read(&of(Router::HttpRoute), &self.routes));
        all
    }

    /// Two that stand for all: one that compares paths as they travel, one that decodes them.
    pub(super) fn two_gateways(&self) -> Vec<Gateway> {
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
            "Caddy" => Router::Caddy,
            "Traefik, file provider" => Router::Traefik,
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
            (&*route.method, format!("{url}%0A")),
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
    pub(super) fn problems(&self, gateways: Vec<Gateway>) -> Vec<String> {
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
