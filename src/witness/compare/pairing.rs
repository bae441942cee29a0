//! Which operation of the text is which of the specification.

use std::collections::{BTreeMap, BTreeSet};

use super::super::vote::Votes;
use super::context::{Context, Origin, Told};
use super::path::Shape;
use super::specification::{SpecOperation, Specification};
use super::{operation, rules};
use crate::collections::IndexMap;
use crate::config::{CompareOptions, Strength, Topic};
use crate::finding::Subject;
use crate::reference::{Method, Operation, OperationId, Reference};

/// Methods that nobody documents for themselves.
const UNASKED: [&str; 3] = ["HEAD", "OPTIONS", "TRACE"];

/// Operations of the text on one method and path.
struct Group {
    method: String,
    shape: Shape,
    operations: Vec<OperationId>,
}

/// An operation of the specification, with what it is known by.
struct Stated<'a> {
    operation: SpecOperation<'a>,
    shape: Shape,
    keys: Vec<String>,
    is_documented: bool,
    /// Was it told with an operation whose path is written a little differently?
    is_told: bool,
}

/// Which operations of the text are which of the specification.
struct Pairs<'a> {
    stated: Vec<Stated<'a>>,
    /// Operations of the text, and the numbers of those of the specification that they are.
    both: Vec<(Group, Vec<usize>)>,
    /// Operations of the text that the specification lacks.
    lonely: Vec<Group>,
}

impl<'a> Pairs<'a> {
    fn new(reference: &Reference, options: &CompareOptions, spec: &'a Specification) -> Self {
        let prefixes: Vec<Shape> = options.prefixes.iter().map(|text| Shape::parse(text)).collect();
        let stated = stated(spec, &prefixes);
        let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in stated.iter().enumerate() {
            for key in &one.keys {
                let known = index.entry(key).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        let (mut both, mut lonely) = (Vec::new(), Vec::new());
        for group in groups(reference) {
            let keys = group.shape.keys(&prefixes);
            let candidates =
                keys.iter().flat_map(|key| index.get(key.as_str()).into_iter().flatten().copied());
            let fits = |at: &usize| stated.get(*at).is_some_and(|one| group.is(one));
            let candidates: Vec<usize> = candidates.filter(fits).collect();
            match candidates.is_empty() {
                true => lonely.push(group),
                false => both.push((group, candidates)),
            }
        }
        Self { stated, both, lonely }
    }
}

impl Group {
    /// Is it that operation of a specification? An operation that answers any verb is each of them.
    fn is(&self, stated: &Stated<'_>) -> bool {
        (self.method == stated.operation.method || self.method == Method::Any.as_str())
            && stated.shape.is_of_version(&self.shape)
    }
}

/// The operations of the text that a specification has.
pub(super) fn paired(
    reference: &Reference,
    options: &CompareOptions,
    spec: &Specification,
) -> BTreeSet<OperationId> {
    let pairs = Pairs::new(reference, options, spec);
    pairs.both.into_iter().flat_map(|(group, _)| group.operations).collect()
}

/// Compares all operations that both have, and tells those that one side lacks. Returns how many both have.
pub(super) fn compare(context: &mut Context<'_>) -> usize {
    let Pairs { mut stated, both, mut lonely } = Pairs::new(context.reference, context.options, context.spec);
    for (group, candidates) in &both {
        if let Some(found) = candidates.first().and_then(|at| stated.get(*at)) {
            operation::compare(context, &group.operations, &found.operation);
        }
        for at in candidates {
            if let Some(alias) = stated.get_mut(*at) {
                alias.is_documented = true;
            }
        }
    }
    for one in &mut stated {
        // What the text tells apart by a fixed text may be one operation with a variable.
        one.is_documented |= lonely
            .iter()
            .any(|group| group.method == one.operation.method && group.shape.is_held_by(&one.shape));
    }
    // Of several specifications each may be of a part of the service.
    lonely.retain(|group| !group.operations.iter().any(|id| context.elsewhere.contains(id)));
    let misspelt = misspelt(&mut lonely, &mut stated);
    for (group, at) in misspelt {
        tell_misspelt(context, &group, stated.get(at));
    }
    unknown(context, lonely, &stated);
    undocumented(context, &stated);
    both.len()
}

fn stated<'a>(spec: &'a Specification, prefixes: &[Shape]) -> Vec<Stated<'a>> {
    let base = Shape::parse(spec.base());
    let operations = spec.operations().into_iter().map(|operation| {
        let shape = Shape::parse(&operation.path).at_server(&base);
        Stated { keys: shape.keys(prefixes), shape, operation, is_documented: false, is_told: false }
    });
    operations.collect()
}

fn groups(reference: &Reference) -> Vec<Group> {
    let mut groups: IndexMap<(String, String), Group> = IndexMap::default();
    for (id, operation) in reference.operations.entries() {
        if operation.is_callback() {
            continue;
        }
        let (method, shape) = (operation.method.as_str().to_uppercase(), Shape::of(&operation.template));
        let key = (method.clone(), shape.keys(&[]).into_iter().next().unwrap_or_default());
        let group = groups.entry(key).or_insert(Group { method, shape, operations: Vec::new() });
        group.operations.push(id);
    }
    groups.into_values().collect()
}

/// Operations of the text whose path is that of one that nobody documents, but for a slip of the pen. They are
/// taken out of those that stand alone.
fn misspelt(lonely: &mut Vec<Group>, stated: &mut [Stated<'_>]) -> Vec<(Group, usize)> {
    let mut found = Vec::new();
    for group in std::mem::take(lonely) {
        let is_it = |one: &Stated<'_>| {
            !one.is_documented
                && one.operation.method == group.method
                && one.shape.is_of_version(&group.shape)
                && group.shape.is_slip_of(&one.shape)
        };
        let Some(at) = stated.iter().position(is_it) else {
            lonely.push(group);
            continue;
        };
        for other in stated.iter_mut().filter(|other| is_it(other)) {
            other.is_told = true;
        }
        found.push((group, at));
    }
    found
}

fn tell_misspelt(context: &mut Context<'_>, group: &Group, stated: Option<&Stated<'_>>) {
    let (Some(strength), Some(first), Some(stated)) =
        (context.strength(Topic::Operations), group.operations.first(), stated)
    else {
        return;
    };
    let operation = context.operation(*first);
    let path = &stated.operation.path;
    let told = Told {
        headline: format!("the path of `{}` is `{path}` in the specification", operation.key()),
        text: operation.template.path(),
        witness: path.clone(),
        pointer: stated.operation.at.pointer.clone(),
        help: "write the URL as the code does".to_owned(),
        fix: None,
    };
    tell(context, *first, told, strength);
}

/// Tells what is wrong with an operation as a whole, at its URL; samples have no vote there.
fn tell(context: &mut Context<'_>, id: OperationId, told: Told, strength: Strength) {
    let operation = context.operation(id);
    let origin = Origin {
        cause: operation.key(),
        subject: Subject::url(operation.key()),
        place: operation.url_span.into(),
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not tell URLs".to_owned(), strength);
    context.differ(&rules::OPERATION_UNKNOWN, origin, id, told, vote);
}

/// Tells operations of the text that the specification lacks, unless it knows nothing of their document.
fn unknown(context: &mut Context<'_>, lonely: Vec<Group>, stated: &[Stated<'_>]) {
    let Some(strength) = context.strength(Topic::Operations) else { return };
    let of = |context: &Context<'_>, id: &OperationId| context.operation(*id).document;
    let lost: Vec<usize> =
        lonely.iter().filter_map(|group| Some(of(context, group.operations.first()?))).collect();
    for group in &lonely {
        let Some(first) = group.operations.first() else { continue };
        let document = of(context, first);
        let all = context.reference.operations.iter().filter(|one| one.document == document).count();
        let alone = lost.iter().filter(|other| **other == document).count();
        let is_version = stated.iter().any(|one| one.shape.is_of_version(&group.shape));
        let is_held = stated
            .iter()
            .any(|one| one.operation.method == group.method && group.shape.is_held_by(&one.shape));
        if is_held || group.shape.is_root() || alone >= all || !is_version {
            continue;
        }
        let told = Told {
            headline: format!("the specification has no `{}`", context.operation(*first).key()),
            text: "documents it".to_owned(),
            witness: "has no such path and method".to_owned(),
            pointer: "/paths".to_owned(),
            help: "take the operation out, or write its URL as the code does".to_owned(),
            fix: None,
        };
        tell(context, *first, told, strength);
    }
}

/// Tells operations of the specification that the text lacks; those that differ by a version or project in
/// front are one.
fn undocumented(context: &mut Context<'_>, stated: &[Stated<'_>]) {
    let mut known: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    let asked = stated.iter().filter(|one| !UNASKED.contains(&one.operation.method.as_str()));
    for one in asked.clone() {
        let key = (one.operation.method.as_str(), one.keys.last().map_or("", String::as_str));
        *known.entry(key).or_default() |= one.is_documented;
    }
    for is_documented in known.values() {
        context.coverage.operations.count(*is_documented);
    }
    let Some(strength) = context.strength(Topic::Operations) else { return };
    for one in asked.clone().filter(|one| one.is_told) {
        known.insert((one.operation.method.as_str(), one.keys.last().map_or("", String::as_str)), true);
    }
    for one in asked {
        let key = (one.operation.method.as_str(), one.keys.last().map_or("", String::as_str));
        if known.insert(key, true) != Some(false) || one.shape.is_root() {
            continue;
        }
        let name = format!("{} {}", one.operation.method, one.operation.path);
        let Some((nearest, operation)) = nearest(context, &one.shape) else { continue };
        let told = Told {
            headline: format!("`{name}` is in the specification, and not documented"),
            text: "does not have it".to_owned(),
            witness: "has it".to_owned(),
            pointer: one.operation.at.pointer.clone(),
            help: "document the operation".to_owned(),
            fix: None,
        };
        let origin = Origin {
            cause: name.clone(),
            subject: Subject::url(name),
            place: operation.title_span.into(),
            related: Vec::new(),
        };
        let vote = (Votes::NONE, "do not tell URLs".to_owned(), strength);
        context.differ(&rules::OPERATION_UNDOCUMENTED, origin, nearest, told, vote);
        if let Some(last) = context.found.last_mut() {
            last.operation = None;
        }
    }
}

/// The operation of the text whose path has most in common with a path.
fn nearest<'a>(context: &Context<'a>, shape: &Shape) -> Option<(OperationId, &'a Operation)> {
    let common = |operation: &Operation| {
        let own = Shape::of(&operation.template);
        let pairs = own.keys(&[]).iter().any(|key| shape.keys(&[]).contains(key));
        let last = |shape: &Shape| shape.keys(&[]).pop().unwrap_or_default();
        (pairs, Shape::parse(&last(&own)).common(&Shape::parse(&last(shape))))
    };
    let is_of_version = |operation: &Operation| Shape::of(&operation.template).is_of_version(shape);
    let reversed = context.reference.operations.entries().rev();
    reversed.max_by_key(|(_, operation)| (is_of_version(operation), common(operation)))
}
