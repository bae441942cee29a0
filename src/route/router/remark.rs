use super::Entry;
use crate::finding::{Matter, Rule, Severity};
use crate::route::Route;

pub(super) static UNSUPPORTED: Rule = Rule {
    id: "route-unsupported",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "a gateway cannot be configured with a route",
    explanation: "Each gateway has a language of its own, and some routes cannot be said in it: a method that \
                  it does not know, a path that is too long, a character that means something else there. \
                  `apiref routes --format` leaves such a route out, and ends with 2 unless \
                  `--allow-incomplete` is given, or says what of it the gateway will not serve.",
    bad: ".. rest_method:: COPY /objects/{object_id}",
    good: ".. rest_method:: POST /objects/{object_id}/copies",
    ..Rule::USUAL
};

pub(super) static MERGED: Rule = Rule {
    id: "route-merged",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "several routes share one entry of a gateway's configuration",
    explanation: "Objects of the Gateway API have room for 16 rules each, and nothing but the order within one \
                  object is sure. Where more than 16 routes take each other's requests, several of them stand \
                  in one rule, which then has the name of none: metrics and policies by rule do not tell \
                  them apart.",
    bad: ".. rest_method:: GET /{account}/{container}\n\n.. rest_method:: GET /{account}/info",
    good: ".. rest_method:: GET /accounts/{account}/{container}\n\n.. rest_method:: GET /info/{account}",
    ..Rule::USUAL
};

pub(super) static ORDER: Rule = Rule {
    id: "route-order",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "a gateway may ask two routes in the wrong order",
    explanation: "Two routes take the same requests, and the language of the gateway has no place to say which \
                  of them goes first. The one that it takes may be the wrong one.",
    bad: ".. rest_method:: GET /volumes/{volume_id}\n\n.. rest_method:: GET /volumes/detail",
    good: ".. rest_method:: GET /volumes/{volume_id}\n\n.. rest_method:: GET /volume-details",
    ..Rule::USUAL
};

/// The rules of configurations.
pub(crate) static RULES: &[&Rule] = &[&MERGED, &ORDER, &UNSUPPORTED];

/// Something that a configuration does not say of a route.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Remark {
    /// The kind of it.
    pub rule: &'static Rule,
    /// The number of the route in its table.
    pub route: usize,
    /// A headline.
    pub message: String,
    /// Is the route not there at all?
    pub left_out: bool,
}

impl Remark {
    /// A route that is not there, and why.
    pub(super) fn left_out(entry: &Entry<'_>, why: &str) -> Self {
        let message = format!("{} is left out: {why}", named(entry.route));
        Self { rule: &UNSUPPORTED, route: entry.number, message, left_out: true }
    }

    /// A route that is there, and what is said of it: `... of GET /a`.
    pub(super) fn told(rule: &'static Rule, entry: &Entry<'_>, what: &str) -> Self {
        let message = format!("{} {what}", named(entry.route));
        Self { rule, route: entry.number, message, left_out: false }
    }
}

/// Of a longer path only so many characters are shown: a line is cut, and what is said of the route comes behind.
const LONGEST_PATH: usize = 120;

/// A route as people write it.
pub(super) fn named(route: &Route) -> String {
    match route.path.char_indices().nth(LONGEST_PATH) {
        Some((end, _)) => format!("{} {}...", route.method, route.path.get(..end).unwrap_or_default()),
        None => format!("{} {}", route.method, route.path),
    }
}
