//! One operation: parameters, codes, bodies, versions.

use std::collections::BTreeSet;

use super::super::vote::Votes;
use super::body::{Bodies, Here, is_guess};
use super::context::{Context, Era, Origin, Told, listed};
use super::specification::SpecOperation;
use super::view::View;
use super::{action, parameters, rules};
use crate::config::Topic;
use crate::finding::Subject;
use crate::reference::{CodeKind, Direction, OperationId};
use crate::shape::Node;
use crate::version::Window;

/// How deep the names of keys are looked for.
const DEEPEST: usize = 6;

/// Compares operations of the text that share a method and path with the one of the specification.
pub(super) fn compare<'a>(context: &mut Context<'a>, operations: &[OperationId], spec: &SpecOperation<'a>) {
    let Some(first) = operations.first().copied() else { return };
    let era = context.era(first);
    parameters::compare(context, operations, spec, era);
    codes(context, operations, spec);
    let request = request(context, spec);
    let response = response(context, spec);
    let actions = action::of(&request, &spec.path);
    if !actions.is_empty() {
        action::compare(context, operations, spec, (&request, &response), &actions);
        return;
    }
    window(context, operations, spec.at.window(), &spec.at.pointer, "");
    let clamp = clamp(context, operations, spec.at.window());
    bodies(context, operations, Direction::Request, &request, clamp, None);
    bodies(context, operations, Direction::Response, &response, clamp, None);
}

/// The versions in which both have the operation.
pub(super) fn clamp(context: &Context<'_>, operations: &[OperationId], spec: Window) -> Window {
    let own = operations.iter().map(|id| context.operation(*id).window).reduce(Window::hull);
    let both = own.unwrap_or_default().intersect(spec);
    if both.is_empty() { Window::ALL } else { both }
}

/// Compares the bodies of one direction.
pub(super) fn bodies<'a>(
    context: &mut Context<'a>,
    operations: &[OperationId],
    direction: Direction,
    view: &View<'a>,
    clamp: Window,
    action: Option<&'a str>,
) {
    let shapes = context.shapes;
    let here: Vec<Here<'a>> = operations
        .iter()
        .flat_map(|id| shapes.bodies[*id].of(direction).iter().map(move |body| (*id, body)))
        .filter(|(_, body)| body.documented)
        .map(|(operation, body)| Here { operation, body, node: &body.node })
        .collect();
    if here.is_empty() || !view.says_something() {
        return;
    }
    let mut guessed = BTreeSet::new();
    for one in &here {
        names_of_guesses(context, one.node, &mut guessed);
        for row in &one.body.homeless {
            guessed.insert(context.operation(one.operation).rows[*row].name.clone());
        }
    }
    let mut keys = BTreeSet::new();
    all_keys(view, &mut keys, DEEPEST);
    let era: Option<Era> = operations.first().and_then(|id| context.era(*id));
    let operations = operations.to_vec();
    let mut bodies = Bodies { context, direction, operations, era, guessed, keys, action };
    bodies.inside("", &here, view, clamp);
}

/// The names of rows whose place is a guess: they may belong to a key elsewhere.
fn names_of_guesses(context: &Context<'_>, node: &Node, names: &mut BTreeSet<String>) {
    for placed in node.rows.iter().filter(|placed| is_guess(placed.why)) {
        let name = &context.row(placed).name;
        names.insert(name.rsplit('.').next().unwrap_or(name).to_owned());
    }
    for (_, child) in node.children() {
        names_of_guesses(context, child, names);
    }
}

/// All keys that a schema has, down to a depth.
fn all_keys<'a>(view: &View<'a>, keys: &mut BTreeSet<&'a str>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for inner in [view.items(), view.values_of_map()] {
        if !inner.ways.is_empty() {
            all_keys(&inner, keys, depth);
        }
    }
    for key in view.keys() {
        if keys.insert(key)
            && let Some(member) = view.member(key)
        {
            all_keys(&member.view, keys, depth);
        }
    }
}

fn request<'a>(context: &Context<'a>, spec: &SpecOperation<'a>) -> View<'a> {
    let body = spec.at.member("requestBody").map(|body| context.spec.resolved(body));
    body.map_or_else(|| View::empty(context.spec), |body| content(context, &body))
}

/// What answers hold that say that all went well.
fn response<'a>(context: &Context<'a>, spec: &SpecOperation<'a>) -> View<'a> {
    let mut view = View::empty(context.spec);
    let responses = spec.at.member("responses").into_iter().flat_map(|all| all.members());
    for (_, response) in responses.filter(|(code, _)| code.starts_with('2')) {
        view.join(content(context, &context.spec.resolved(response)));
    }
    view
}

fn content<'a>(context: &Context<'a>, holder: &super::specification::Spot<'a>) -> View<'a> {
    let mut media = holder.member("content").into_iter().flat_map(|all| all.members());
    let schema = media.find(|(name, _)| name.contains("json")).and_then(|(_, media)| media.member("schema"));
    schema.map_or_else(|| View::empty(context.spec), |schema| View::of(context.spec, schema))
}

/// Compares the codes of success: those of all operations on the path together.
fn codes(context: &mut Context<'_>, operations: &[OperationId], spec: &SpecOperation<'_>) {
    let codes = operations.iter().flat_map(|id| &context.operation(*id).codes);
    let success: Vec<&crate::reference::Code> = codes.filter(|code| code.kind == CodeKind::Success).collect();
    let ours: BTreeSet<String> = success.iter().map(|code| code.key()).collect();
    let stated = spec.at.member("responses").into_iter().flat_map(|all| all.members());
    let theirs: BTreeSet<String> =
        stated.map(|(code, _)| code.to_owned()).filter(|code| code.starts_with(['2', '3'])).collect();
    let is_range = |code: &String| code.to_uppercase().ends_with("XX");
    let (Some(first), Some(strength)) = (success.first(), context.strength(Topic::Codes)) else { return };
    if theirs.is_empty() || !ours.is_disjoint(&theirs) || ours.iter().chain(&theirs).any(is_range) {
        return;
    }
    let Some(operation) = operations.first().copied() else { return };
    let told = Told {
        headline: format!(
            "success is {} in the text, and {} in the specification",
            listed(&ours),
            listed(&theirs)
        ),
        text: listed(&ours),
        witness: listed(&theirs),
        pointer: format!("{}/responses", spec.at.pointer),
        help: format!("write {}", listed(&theirs)),
        fix: None,
    };
    let origin = Origin {
        cause: context.operation(operation).key(),
        subject: Subject::new(crate::finding::SubjectKind::Code, first.key()),
        place: first.span.into(),
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not tell codes".to_owned(), strength);
    context.differ(&rules::CODE, origin, operation, told, vote);
}

/// Compares the versions that have an operation, or an action.
pub(super) fn window(
    context: &mut Context<'_>,
    operations: &[OperationId],
    theirs: Window,
    pointer: &str,
    what: &str,
) {
    let Some(first) = operations.first().copied() else { return };
    let own = operations.iter().map(|id| context.operation(*id).window).reduce(Window::hull);
    let (Some(era), Some(own), false) = (context.era(first), own, theirs.is_all()) else { return };
    let (own, others) = (era.open(own), era.open(theirs));
    let others = Window { max: others.max.or(own.max), ..others };
    let Some(strength) = context.strength(Topic::Windows).filter(|_| own != others) else { return };
    let operation = context.operation(first);
    // What the text says in words is documented.
    if operations.iter().any(|id| context.names_window(context.operation(*id), own, others)) {
        return;
    }
    let key = operation.key();
    let field = if own.min == others.min { &operation.max_version } else { &operation.min_version };
    let told = Told {
        headline: format!("`{key}`{what} is there {own} in the text, and {others} in the specification"),
        text: own.to_string(),
        witness: others.to_string(),
        pointer: pointer.to_owned(),
        help: format!("write {}", others.bounds()),
        fix: None,
    };
    let origin = Origin {
        cause: format!("{key}{what}"),
        subject: Subject::operation(&operation.title),
        place: field.as_ref().map_or(operation.title_span, |field| field.span).into(),
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not tell versions".to_owned(), strength);
    context.differ(&rules::WINDOW, origin, first, told, vote);
}
