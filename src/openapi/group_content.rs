use serde_json::Value;

use super::accept::{Yield, accept};
use super::group::Group;
use super::schema::SchemaBuilder;
use super::{View, canonical};
use crate::reference::{Direction, Document, Operation};
use crate::version::Window;

/// What a document says of a group and what depends on nothing else in the document, so that groups can be
/// read at the same time.
pub(super) struct GroupContent {
    /// The versions in which any of its operations exists.
    pub(super) window: Window,
    /// The text of the operation.
    pub(super) description: Option<String>,
    /// The schema of what is sent.
    pub(super) request: Option<Value>,
    /// The schema of what is answered.
    pub(super) response: Option<Value>,
    /// There is something to send; the schema itself goes to the components.
    pub(super) has_request: bool,
    /// There is something to answer.
    pub(super) has_response: bool,
}

impl GroupContent {
    pub(super) fn new(builder: &SchemaBuilder<'_>, document: &Document, group: &Group) -> Self {
        let operations: Vec<&Operation> = group.operations(builder.reference).collect();
        let window =
            operations.iter().map(|operation| operation.window).reduce(Window::hull).unwrap_or_default();
        let builder = &SchemaBuilder { base: window, ..*builder };
        let (request, response) =
            (body(builder, group, Direction::Request), body(builder, group, Direction::Response));
        Self {
            window,
            description: description(builder, document, &operations),
            has_request: request.is_some(),
            has_response: response.is_some(),
            request,
            response,
        }
    }
}

fn description(
    builder: &SchemaBuilder<'_>,
    document: &Document,
    operations: &[&Operation],
) -> Option<String> {
    let text = |operation: &&Operation| builder.reference.markdown(&operation.prose, &document.scope);
    let whole = match operations {
        [only] => text(only),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|operation| {
                    format!("### {}\n\n{}", operation.title, text(operation)).trim_end().to_owned()
                })
                .collect();
            parts.join("\n\n")
        }
    };
    (!whole.is_empty()).then_some(whole)
}

/// The samples that the document shows: in a slice only those that its version could have sent or taken.
fn shown<'b>(
    builder: &SchemaBuilder<'b>,
    group: &Group,
    direction: Direction,
) -> impl Iterator<Item = &'b Value> {
    let (reference, shapes, view) = (builder.reference, builder.shapes, builder.options.view);
    group.members.clone().into_iter().flat_map(move |number| {
        let samples = reference.operations[number].samples.entries();
        samples.filter(move |(_, sample)| sample.direction == Some(direction)).filter_map(
            move |(id, sample)| {
                let value = reference.sample_file(sample)?.value.as_ref()?;
                let View::At(version) = view else { return Some(value) };
                let body = shapes.bodies[number].of_sample(direction, id);
                body.is_none_or(|body| body.fits(value, version)).then_some(value)
            },
        )
    })
}

fn body(builder: &SchemaBuilder<'_>, group: &Group, direction: Direction) -> Option<Value> {
    let node = group.body(builder.shapes, direction)?;
    if !builder.is_seen(&node)
        && node.rows.is_empty()
        && node.members.is_empty()
        && node.items.is_none()
        && node.variants.is_empty()
        && node.seen.count == 0
    {
        return None;
    }
    let mut schema = canonical::value_of(&builder.schema(&node, "", builder.base));
    canonical::sort_extensions(&mut schema);
    if direction == Direction::Request && !builder.options.strict {
        // What the documented requests leave out is required in the text, which is a finding, but not
        // refused.
        for value in shown(builder, group, direction) {
            accept(&mut schema, "", value, Yield::Required);
        }
    }
    Some(schema)
}
