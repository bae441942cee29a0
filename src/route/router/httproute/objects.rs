use std::collections::BTreeMap;

use super::resource::{Backend, HttpRoute, Match, Name, Path, Rule, Spec};
use crate::route::router::remark::{MERGED, ORDER};
use crate::route::router::upstream::Upstream;
use crate::route::router::{Entry, Remark};

/// The most rules of an object, and matches of a rule and of an object.
const MOST_RULES: usize = 16;
const MOST_MATCHES_OF_RULE: usize = 64;
const MOST_MATCHES: usize = 128;

/// The most characters of a name, less what tells it apart.
const LONGEST_NAME: usize = 240;

/// The objects that are made.
pub(super) struct Objects<'a> {
    entries: &'a [Entry<'a>],
    paths: &'a [Path],
    pub(super) remarks: Vec<Remark>,
    pub(super) all: Vec<HttpRoute>,
    /// The last object of each document.
    names: BTreeMap<String, Vec<usize>>,
}

impl<'a> Objects<'a> {
    /// None yet, with what is said of the entries already.
    pub(super) fn new(entries: &'a [Entry<'a>], paths: &'a [Path], remarks: Vec<Remark>) -> Self {
        Self { entries, paths, remarks, all: Vec::new(), names: BTreeMap::new() }
    }

    /// Puts a group of entries that take requests of each other into one object.
    pub(super) fn put(&mut self, group: &[usize]) {
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
