use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::Target;
use crate::finding::{Findings, Subject};
use crate::gateway::TARGET_OVERLAP;
use crate::projection::Origin;
use crate::route::{Conflict, Route, Routes};

/// The pairs of paths of a document that one request fits, as far as the gateway does not say which one it takes.
/// `texts` are the paths as the text has them, by those of the document.
pub(super) fn of(
    document: &Value,
    target: Target,
    origin: &Origin<'_>,
    texts: &BTreeMap<String, String>,
) -> Findings {
    let counts: fn(&Conflict) -> bool = match target {
        Target::Azure => |_| true,
        Target::Aws | Target::Google => |conflict| !conflict.reason.is_settled(),
        _ => return Findings::new(),
    };
    let routes = Routes::of([("", document)]);
    let pairs = routes.conflicts().pairs;
    let pairs = pairs.iter().filter(|conflict| counts(conflict));
    let both = pairs.filter_map(|conflict| {
        let [one, other] = conflict.routes;
        Some((routes.get(one)?, routes.get(other)?))
    });
    both.map(|(one, other)| {
        let Route { method, path, .. } = other;
        let message = format!(
            "{method} {path} and {} fit one request, and {} documents no order",
            one.path,
            target.shown()
        );
        let source = origin.operation(texts.get(path).unwrap_or(path), &method.to_ascii_lowercase());
        origin
            .finding(&TARGET_OVERLAP, source, Subject::url(path), message)
            .with_help("try the request with the gateway, or give the two different paths")
    })
    .collect()
}
