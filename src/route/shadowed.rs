use std::collections::{BTreeMap, BTreeSet};

use super::{Pattern, Reason, conflicts};
use crate::collections::IndexMap;
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::openapi::verbs;
use crate::reference::{Operation, Reference};
use crate::version::Window;

pub(super) static RULE: Rule = Rule {
    id: "route-shadowed",
    severity: Severity::Note,
    summary: "a request may be meant for either of two operations",
    explanation: "A router puts fixed text before a variable: `/volumes/detail` goes before \
                  `/volumes/{id}`, and that is fine. Where each of two URLs has fixed text that the other \
                  lacks, where a segment has text beside its variables, where two URLs differ only in the \
                  slash at the end, or where two documents have the same URL, routers differ, and one of the \
                  operations may never be reached. `apiref routes` lists all pairs, the harmless ones as \
                  well. URLs of one document that differ only in the names of their variables are \
                  `path-shape-conflict`.",
    bad: ".. rest_method:: GET /volumes/{id}/default\n\n.. rest_method:: GET /volumes/types/{name}",
    good: ".. rest_method:: GET /volumes/{id}/default\n\n.. rest_method:: GET /types/{name}",
    ..Rule::USUAL
};

/// How many other URLs one finding points at.
const MOST_RELATED: usize = 24;

/// A method of a path of a document.
struct Place<'a> {
    method: String,
    path: String,
    pattern: Pattern,
    /// The first operation there.
    operation: &'a Operation,
    /// The versions in which any operation is there.
    window: Window,
}

/// A URL with the others that it is in conflict with, for one reason.
#[derive(Default)]
struct Cause<'a> {
    urls: Vec<[&'a Place<'a>; 2]>,
    operations: Vec<String>,
}

/// Adds a finding for each URL that nothing puts in an order with others. Operations that never exist at one
/// microversion do not meet.
pub(crate) fn check(reference: &Reference, findings: &mut Findings) {
    let places = places(reference);
    let found = conflicts(places.iter().map(|place| (place.method.as_str(), &place.pattern)));
    let pairs: Vec<(Reason, [&Place<'_>; 2])> = found
        .pairs
        .iter()
        .filter_map(|conflict| {
            let [one, other] = conflict.routes.map(|number| places.get(number));
            Some((conflict.reason, [one?, other?]))
        })
        .filter(|(reason, pair)| is_told(*reason, *pair))
        .collect();
    findings
        .extend(causes(&pairs).into_iter().filter_map(|(reason, cause)| cause.finding(reference, reason)));
}

/// Every method of every path, each once for each document.
fn places(reference: &Reference) -> Vec<Place<'_>> {
    let mut places: IndexMap<(usize, String, String), Place<'_>> = IndexMap::default();
    // Where a callback goes is up to the caller: it is no route.
    let is_route = |operation: &&Operation| !operation.url.is_empty() && !operation.is_callback();
    for operation in reference.operations.iter().filter(is_route) {
        let path = operation.template.path();
        for verb in verbs(&operation.method) {
            let method = verb.as_str().to_owned();
            places
                .entry((operation.document, method.clone(), path.clone()))
                .and_modify(|place| place.window = place.window.hull(operation.window))
                .or_insert_with(|| Place {
                    method,
                    pattern: Pattern::parse(&path),
                    path: path.clone(),
                    operation,
                    window: operation.window,
                });
        }
    }
    places.into_values().collect()
}

fn is_told(reason: Reason, [one, other]: [&Place<'_>; 2]) -> bool {
    // Two documents may include one file; other rules tell what stands twice in one document.
    let twice = one.operation.span == other.operation.span;
    let elsewhere = reason == Reason::SameShape && one.operation.document == other.operation.document;
    !reason.is_settled() && !twice && !elsewhere && one.window.overlaps(other.window)
}

/// The pairs by what causes them: of two URLs the one that is in more pairs, else the later one.
fn causes<'a>(pairs: &[(Reason, [&'a Place<'a>; 2])]) -> Vec<(Reason, Cause<'a>)> {
    let url = |place: &'a Place<'a>| (place.operation.document, place.path.as_str());
    let mut uses: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for place in pairs.iter().flat_map(|(_, pair)| *pair) {
        *uses.entry(url(place)).or_default() += 1;
    }
    let mut causes: IndexMap<_, Cause<'_>> = IndexMap::default();
    let mut told = BTreeSet::new();
    for (reason, [one, other]) in pairs {
        let used = |place| uses.get(&url(place));
        let (hub, spoke) = if used(one) > used(other) { (one, other) } else { (other, one) };
        let cause = causes.entry((*reason, url(hub))).or_default();
        // The same two URLs may meet in several methods.
        if told.insert((url(hub), url(spoke))) {
            cause.urls.push([*hub, *spoke]);
        }
        for key in [hub, spoke].map(|place| place.operation.key()) {
            if !cause.operations.contains(&key) {
                cause.operations.push(key);
            }
        }
    }
    causes.into_iter().map(|((reason, _), cause)| (reason, cause)).collect()
}

impl Cause<'_> {
    fn finding(self, reference: &Reference, reason: Reason) -> Option<Finding> {
        let [hub, spoke] = *self.urls.first()?;
        let (url, other) = (hub.operation.template.written(), spoke.operation.template.written());
        let common = hub.pattern.common(&spoke.pattern);
        let (message, help) = match reason {
            Reason::TrailingSlash => (
                format!("`{url}` and `{other}` differ only in the slash at the end"),
                "write the URL in both places as the service answers it",
            ),
            Reason::SameShape => {
                let document = reference.documents.get(spoke.operation.document)?;
                (
                    format!("`{url}` is the same route as `{other}` of \"{}\"", document.title),
                    "document it in one place, or serve the two documents from different hosts or prefixes",
                )
            }
            Reason::Crossing | Reason::StaticVariable | Reason::PartialSegment => (
                match self.urls.len() - 1 {
                    0 => format!("`{url}` and `{other}` both take `{common}`"),
                    more => {
                        format!("`{url}` and `{other}` both take `{common}`; {more} more like the second")
                    }
                },
                "make the URLs differ in a segment of fixed text, or say in the text which operation answers",
            ),
        };
        let mut finding = Finding::new(&RULE, hub.operation.url_span, Subject::url(&url), message)
            .with_help(help)
            .with_operations(self.operations);
        for [_, spoke] in self.urls.iter().take(MOST_RELATED) {
            finding = finding.with_related(spoke.operation.url_span, "the other URL");
        }
        Some(finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference;
    use crate::source::Sources;

    fn chapter(title: &str, methods: &[&str]) -> String {
        let mut text = format!("{title}\n{}\n\n", "=".repeat(title.len()));
        for (number, method) in methods.iter().enumerate() {
            text.push_str(&format!("Thing {number}\n-------\n\n.. rest_method:: {method}\n\n"));
        }
        text
    }

    fn ask(files: &[(&str, String)]) -> Vec<Finding> {
        let mut sources = Sources::from_texts(files.iter().map(|(name, text)| (*name, text.as_str())));
        let reference =
            reference::build(&mut sources, &crate::config::Config::default(), &mut Findings::new());
        let mut findings = Findings::new();
        check(&reference, &mut findings);
        findings
    }

    fn count(methods: &[&str]) -> usize {
        ask(&[("index.rst", chapter("Things", methods))]).len()
    }

    #[test]
    fn what_literals_put_in_order_is_silent() {
        assert_eq!(count(&["GET /a/{x}", "GET /a/detail", "GET /a/b:c", "PUT /a/{x}"]), 0);
    }

    #[test]
    fn what_another_rule_tells_is_silent() {
        assert_eq!(count(&["GET /a/{x}", "GET /a/{y}", "POST /a/action", "POST /a/action"]), 0);
    }

    #[test]
    fn crossing_routes_partial_segments_and_twins_are_told() {
        assert_eq!(count(&["GET /a/{x}/c", "GET /a/b/{y}"]), 1);
        assert_eq!(count(&["GET /a/{x}:{y}", "GET /a/{z}"]), 1);
        assert_eq!(count(&["GET /a", "GET /a/"]), 1);
    }

    #[test]
    fn a_url_that_crosses_many_is_one_finding() {
        let found = ask(&[(
            "index.rst",
            chapter("Things", &["GET /{x}/a", "GET /own/{y}", "GET /{x}/b", "PUT /own/{y}", "PUT /{x}/a"]),
        )]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].headline(), "`/own/{y}` and `/{x}/a` both take `/own/a`; 1 more like the second");
        assert_eq!(found[0].related().len(), 2);
        assert_eq!(
            found[0].operations(),
            ["GET /own/{y}", "GET /{x}/a", "GET /{x}/b", "PUT /own/{y}", "PUT /{x}/a"]
        );
    }

    #[test]
    fn routes_that_never_exist_together_are_silent() {
        let windowed = |last: &str| {
            format!(
                "{}   min_version: 2.1\n   max_version: {last}\n\n{}",
                chapter("Things", &["GET /a/{x}/c"]).trim_end().to_owned() + "\n",
                "Late\n----\n\n.. rest_method:: GET /a/b/{y}\n   min_version: 2.5\n"
            )
        };
        assert_eq!(ask(&[("index.rst", windowed("2.4"))]).len(), 0);
        assert_eq!(ask(&[("index.rst", windowed("2.5"))]).len(), 1);
    }

    #[test]
    fn the_same_route_of_two_documents_is_told_at_the_later() {
        let found =
            ask(&[("one.rst", chapter("Old", &["GET /"])), ("two.rst", chapter("New", &["GET /", "PUT /"]))]);
        let told: Vec<&str> = found.iter().map(|finding| finding.headline()).collect();
        assert_eq!(told, ["`/` is the same route as `/` of \"Old\""]);
    }
}
