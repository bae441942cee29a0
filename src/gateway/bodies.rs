use serde_json::{Value, json};

use super::operations::{self, resolved};
use crate::finding::{Findings, Matter, Rule, Severity, Subject};
use crate::projection::{Kind, Origin, visit_object};

pub(super) static GATEWAY_BODY: Rule = Rule {
    id: "gateway-body",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "gateways drop the body of a GET, HEAD or DELETE request",
    explanation: "In OpenAPI 3.0 a body of these requests has no meaning, and some gateways throw it away. \
                  In documents for gateways (`--profile gateway`) it stands under `x-apiref-body`, for \
                  people to read.",
    bad: ".. rest_method:: DELETE /volumes/{volume_id}\n\n- name: name_body",
    good: ".. rest_method:: POST /volumes/{volume_id}/action\n\n- name: name_body",
    ..Rule::USUAL
};

/// Schemas are not written out below this depth.
const DEEPEST: usize = 128;

/// Puts what references lead to in their places; what is said beside a reference stays.
fn write_out(document: &Value, schema: &mut Value, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let target = resolved(document, schema);
    if !std::ptr::eq(target, schema) {
        let mut target = target.clone();
        if let (Value::Object(target), Value::Object(beside)) = (&mut target, &mut *schema) {
            beside.shift_remove("$ref");
            target.extend(std::mem::take(beside));
        }
        *schema = target;
    }
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(|inner| write_out(document, inner, depth + 1))
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| write_out(document, inner, depth + 1)),
        _ => {}
    }
}

/// Moves bodies of requests that have none to `x-apiref-body`, with their schemas written out.
pub(super) fn move_aside(document: &mut Value, origin: &Origin<'_>, findings: &mut Findings) {
    let before = document.clone();
    operations::each(document, |path, verb, operation| {
        if !matches!(verb, "get" | "head" | "delete") {
            return;
        }
        let Some(mut body) = operation.shift_remove("requestBody") else { return };
        visit_object(&mut body, Kind::RequestBody, &mut |kind, _, object| {
            if kind == Kind::Schema {
                write_out(&before, object, 0);
            }
        });
        operation.insert("x-apiref-body".to_owned(), json!(body));
        let source = origin.operation(path, verb);
        let message =
            format!("the body of {} {path} is no part of the document for gateways", verb.to_uppercase());
        findings.push(
            origin
                .finding(&GATEWAY_BODY, source, Subject::url(path), message)
                .with_help("gateways may drop the body: callers should be able to do without it"),
        );
    });
}
