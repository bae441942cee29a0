use serde_json::{Map, Value};

use super::Fitting;
use super::demand::{Demand, Step};
use crate::finding::{Finding, Matter, Rule, Severity, Subject};
use crate::gateway::operations::is_operation;

pub(in crate::gateway) static TARGET_REFUSED: Rule = Rule {
    id: "target-refused",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "a gateway does not take the path or method of an operation",
    explanation: "The document for that gateway (`--target`) lacks the operation: with it, the import would \
                  fail as a whole. The gateway serves it only if it is configured by hand.",
    bad: ".. rest_method:: GET /regions/{region}:{address_id}",
    good: ".. rest_method:: GET /regions/{region}/addresses/{address_id}",
    ..Rule::USUAL
};

pub(crate) static TARGET_OVERLAP: Rule = Rule {
    id: "target-overlap",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "two paths fit one request, and the gateway does not say which one it takes",
    explanation: "Most routers let fixed text go before a variable. Azure API Management documents no order at \
                  all, so every such pair is told for it; for Amazon and Google the pairs that fixed text does \
                  not settle are. Try the request with the gateway that you have.",
    bad: ".. rest_method:: GET /books/detail\n.. rest_method:: GET /books/{book_id}",
    good: ".. rest_method:: GET /books\n.. rest_method:: GET /books/{book_id}",
    ..Rule::USUAL
};

/// Leaves out the operations whose path and verb are refused, tells each, and returns how many operations of the
/// text they were.
pub(super) fn leave_out(
    fitting: &mut Fitting<'_, '_>,
    demand: &Demand,
    document: &mut Value,
    is_refused: impl Fn(&str, &str) -> bool,
) -> usize {
    let mut left_out = 0;
    let Some(Value::Object(items)) = document.get_mut("paths") else { return left_out };
    for (path, item) in items.iter_mut() {
        let Value::Object(verbs) = item else { continue };
        verbs.retain(|verb, operation| {
            let is_kept = !is_operation(operation) || !is_refused(path, verb);
            if !is_kept {
                left_out +=
                    operation.get("x-apiref-operations").and_then(Value::as_array).map_or(1, Vec::len);
                let finding = refused(fitting, demand, path, verb);
                fitting.findings.push(finding);
            }
            is_kept
        });
    }
    let has_one = |item: &Map<String, Value>| item.values().any(is_operation);
    items.retain(|_, item| item.as_object().is_some_and(has_one));
    left_out
}

fn refused(fitting: &Fitting<'_, '_>, demand: &Demand, path: &str, verb: &str) -> Finding {
    let verb_shown = verb.trim_start_matches("x-").to_uppercase();
    let name = fitting.target.shown();
    let message = format!("{verb_shown} {path} is not in the document for {name}: {}", demand.says);
    let or = match demand.step {
        Step::Verbs(_) | Step::Extensions => "",
        _ => ", or change the URL",
    };
    let help = format!("configure it by hand{or} ({}: see {})", demand.key, demand.source);
    fitting
        .origin
        .finding(&TARGET_REFUSED, fitting.source(path, verb), Subject::url(path), message)
        .with_help(help)
}
