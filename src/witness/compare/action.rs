//! Actions: operations that share a method and path, told apart by the key that asks for them.

use std::collections::BTreeSet;

use super::super::vote::Votes;
use super::context::{Context, Origin, Told};
use super::specification::SpecOperation;
use super::view::View;
use super::{operation, rules};
use crate::collections::IndexMap;
use crate::config::Topic;
use crate::finding::Subject;
use crate::reference::{Direction, OperationId};
use crate::shape::{Key, Node};

/// The actions that a schema of requests tells apart; none if it is about one thing.
pub(super) fn of<'a>(request: &View<'a>, path: &str) -> Vec<&'a str> {
    let is_action = path.trim_end_matches('/').ends_with("/action");
    let mut actions: Vec<&'a str> = Vec::new();
    for way in &request.ways {
        let only = || match request.only(|other| std::ptr::eq(other, way)).keys().as_slice() {
            [only] if is_action => Some(*only),
            _ => None,
        };
        let named = way.action.filter(|action| way.has_key(action));
        let Some(action) = named.or_else(only) else { continue };
        if !actions.contains(&action) {
            actions.push(action);
        }
    }
    actions
}

/// Compares the actions of the text with those of the specification.
pub(super) fn compare<'a>(
    context: &mut Context<'a>,
    operations: &[OperationId],
    spec: &SpecOperation<'a>,
    (request, response): (&View<'a>, &View<'a>),
    actions: &[&'a str],
) {
    let mut documented: IndexMap<String, Vec<OperationId>> = IndexMap::default();
    let mut together: BTreeSet<String> = BTreeSet::new();
    let of_key = |(key, _): (&Key, &Node)| key.to_string();
    for id in operations {
        let bodies = context.shapes.bodies[*id].of(Direction::Request).iter();
        for body in bodies {
            let Some(key) = key_of(&body.node) else {
                // One operation may document several actions: each is told by a key of its own.
                together
                    .extend(body.node.members.iter().filter(|(_, node)| node.is_documented()).map(of_key));
                continue;
            };
            let known = documented.entry(key).or_default();
            if !known.contains(id) {
                known.push(*id);
            }
        }
    }
    let resource = operations.first().map(|id| context.operation(*id).template.fixed_texts());
    let resource = resource.unwrap_or_default();
    let elsewhere = |context: &Context<'_>, action: &str| {
        context.reference.operations.entries().any(|(id, operation)| {
            !operations.contains(&id)
                && resource == operation.template.fixed_texts()
                && context.shapes.bodies[id].of(Direction::Request).iter().any(|body| has(&body.node, action))
        })
    };
    for action in actions {
        let Some(members) = documented.get(*action) else {
            // Generators list the actions of a controller at each of its paths.
            if !together.contains(*action) && !elsewhere(context, action) {
                undocumented(context, operations, action, request);
            }
            continue;
        };
        let own = request.only(|way| way.has_key(action));
        let answers = response.only(|way| way.action == Some(*action));
        let what = format!(" ({action})");
        operation::window(context, members, own.window(), own.pointer(), &what);
        let clamp = operation::clamp(context, members, own.window());
        operation::bodies(context, members, Direction::Request, &own, clamp, Some(action));
        operation::bodies(context, members, Direction::Response, &answers, clamp, None);
    }
    for (key, members) in &documented {
        if !actions.contains(&key.as_str()) {
            unknown(context, members, key, spec);
        }
    }
    for action in actions {
        let is_documented =
            documented.contains_key(*action) || together.contains(*action) || elsewhere(context, action);
        context.coverage.operations.count(is_documented);
    }
}

/// Does the root have a documented key?
fn has(node: &Node, key: &str) -> bool {
    node.members.get(key).is_some_and(Node::is_documented)
}

/// The only key of the root: what asks for the action.
fn key_of(node: &Node) -> Option<String> {
    let mut keys = node.members.iter().filter(|(_, node)| node.is_documented());
    match (keys.next(), keys.next()) {
        (Some((key, _)), None) => Some(key.to_string()),
        (None, _) if node.members.len() == 1 => node.members.keys().next().map(ToString::to_string),
        _ => None,
    }
}

fn undocumented<'a>(
    context: &mut Context<'a>,
    operations: &[OperationId],
    action: &'a str,
    request: &View<'a>,
) {
    let (Some(first), Some(strength)) = (operations.first().copied(), context.strength(Topic::Operations))
    else {
        return;
    };
    let operation = context.operation(first);
    let own = request.only(|way| way.has_key(action));
    let told = Told {
        headline: format!(
            "the action `{action}` of `{}` is in the specification, and not documented",
            operation.key()
        ),
        text: "does not have it".to_owned(),
        witness: "has it".to_owned(),
        pointer: own.pointer().to_owned(),
        help: "document the action".to_owned(),
        fix: None,
    };
    let origin = Origin {
        cause: format!("{} {action}", operation.key()),
        subject: Subject::url(format!("{} {action}", operation.key())),
        place: operation.title_span.into(),
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not tell actions".to_owned(), strength);
    context.differ(&rules::OPERATION_UNDOCUMENTED, origin, first, told, vote);
}

fn unknown(context: &mut Context<'_>, members: &[OperationId], key: &str, spec: &SpecOperation<'_>) {
    let (Some(first), Some(strength)) = (members.first().copied(), context.strength(Topic::Operations))
    else {
        return;
    };
    let operation = context.operation(first);
    let told = Told {
        headline: format!("the specification has no action `{key}` of `{}`", operation.key()),
        text: "documents it".to_owned(),
        witness: "has other actions".to_owned(),
        pointer: format!("{}/requestBody", spec.at.pointer),
        help: "take the operation out, or write its key as the code does".to_owned(),
        fix: None,
    };
    let origin = Origin {
        cause: format!("{} {key}", operation.key()),
        subject: Subject::url(format!("{} {key}", operation.key())),
        place: operation.title_span.into(),
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not tell actions".to_owned(), strength);
    context.differ(&rules::OPERATION_UNKNOWN, origin, first, told, vote);
}
