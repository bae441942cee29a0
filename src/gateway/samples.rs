use serde_json::Value;

use crate::openapi::{Yield, accept};
use crate::place::Pointer;
use crate::projection::{Kind, visit};

/// Lets every schema take the examples that stand beside it, so that a gateway that validates never refuses
/// what the document itself shows. Where text and samples disagree is told by the check of the samples.
pub(super) fn accept_all(document: &mut Value, what: Yield) {
    let mut shown: Vec<(Pointer, Vec<Value>)> = Vec::new();
    visit(document, &mut |kind, at, object| {
        let examples = object.get("examples").and_then(Value::as_object).filter(|_| kind == Kind::MediaType);
        if let (Some(examples), true) = (examples, object.get("schema").is_some()) {
            let values = examples.values().filter_map(|example| example.get("value").cloned());
            shown.push((at.pointer().key("schema"), values.collect()));
        }
    });
    for (at, values) in shown {
        for value in values {
            accept(document, at.as_str(), &value, what);
        }
    }
}
