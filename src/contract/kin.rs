//! What the samples of one resource show, whichever of its operations they are of.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::drift::Drift;
use super::general::ANY;
use super::verdict::last_part;
use crate::collections::HashMap;
use crate::place::Pointer;
use crate::reference::{DefinitionId, Direction, OperationId, Reference, SampleFileId};
use crate::shape::{Body, Key, Node, Shapes, resource, singular};
use crate::version::Window;

/// So many samples of a resource say what the others would.
const MOST_SAMPLES: usize = 200;

/// A document and the resource of operations in it.
type Resource = (usize, String);

/// The operations by resource, and what their bodies have outermost.
pub(super) struct Kin<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    operations: HashMap<Resource, Vec<OperationId>>,
    /// The operations that show a key around their bodies.
    around: HashMap<&'a str, Vec<(OperationId, Direction)>>,
    /// How many bodies show a definition beside the list that they hold, and how many elsewhere.
    beside_lists: HashMap<DefinitionId, (usize, usize)>,
}

/// The samples of a resource that hold an object, by whether they show a key in it.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) with: BTreeSet<SampleFileId>,
    pub(super) without: BTreeSet<SampleFileId>,
    /// Those of them whose own table has a row of that name.
    pub(super) against_row: BTreeSet<SampleFileId>,
    /// Some sample with the key shows nothing else that the one without it does not.
    pub(super) has_twin: bool,
}

/// The object around a key, relative to what the bodies of a resource hold in common.
struct Spot {
    /// Below the wrapper, or in a body without one.
    is_inside: bool,
    steps: Vec<String>,
}

impl<'a> Kin<'a> {
    pub(super) fn of(reference: &'a Reference, shapes: &'a Shapes) -> Self {
        let mut kin = Self {
            reference,
            shapes,
            operations: HashMap::default(),
            around: HashMap::default(),
            beside_lists: HashMap::default(),
        };
        for (number, operation) in reference.operations.entries() {
            kin.operations.entry((operation.document, resource(operation))).or_default().push(number);
            for (direction, body) in shapes.bodies[number].all() {
                kin.note(number, direction, body, &resource(operation));
            }
        }
        kin
    }

    fn note(&mut self, number: OperationId, direction: Direction, body: &'a Body, resource: &str) {
        if let Some((key, wrapper)) = body.wrapper.as_ref().zip(body.holder())
            && wrapper.seen.count > 0
        {
            self.around.entry(key.as_str()).or_default().push((number, direction));
        }
        let wrapper = wrapper(body, resource);
        let is_list = holds_list(body, wrapper);
        let beside = |(key, member): &(&Key, &Node)| member.seen.count > 0 && wrapper != Some(*key);
        for (_, member) in body.node.members.iter().filter(beside) {
            let definitions: BTreeSet<_> =
                member.rows.iter().filter_map(|placed| placed.definition).collect();
            for at in definitions {
                let (beside, elsewhere) = self.beside_lists.entry(at).or_default();
                *(if is_list { beside } else { elsewhere }) += 1;
            }
        }
        body.node.children().for_each(|(_, inner)| self.note_elsewhere(inner));
    }

    /// Notes what is shown further inside.
    fn note_elsewhere(&mut self, node: &Node) {
        for (_, member) in node.children() {
            if member.seen.count > 0 {
                for at in member.rows.iter().filter_map(|placed| placed.definition) {
                    self.beside_lists.entry(at).or_default().1 += 1;
                }
            }
            self.note_elsewhere(member);
        }
    }

    /// The body of the sample that drifts.
    pub(super) fn body(&self, drift: &Drift) -> Option<&'a Body> {
        self.shapes.bodies[drift.operation].of_sample(drift.direction, drift.sample)
    }

    /// Does the body of the drift hold a list, beside which its key stands?
    pub(super) fn is_list(&self, drift: &Drift) -> bool {
        let resource = resource(&self.reference.operations[drift.operation]);
        self.body(drift).is_none_or(|body| holds_list(body, wrapper(body, &resource)))
    }

    /// Has the resource one operation for each method and URL, and is the body of the drift no list, which may
    /// show less? Then its objects are one thing, and no variants of it.
    pub(super) fn is_one_thing(&self, drift: &Drift) -> bool {
        let operations = self.operations(drift);
        let mut routes = BTreeSet::new();
        let mut is_new = |number: &OperationId| {
            let operation = &self.reference.operations[*number];
            routes.insert((operation.method.as_str(), operation.template.written()))
        };
        operations.len() <= MOST_SAMPLES && operations.iter().all(&mut is_new) && !self.is_list(drift)
    }

    /// How many bodies show the definition beside their list, if no other shows it.
    pub(super) fn times_beside_lists(&self, definition: DefinitionId) -> usize {
        match self.beside_lists.get(&definition) {
            Some((beside, 0)) => *beside,
            _ => 0,
        }
    }

    /// The operations on the resource of the one that drifts.
    pub(super) fn operations(&self, drift: &Drift) -> &[OperationId] {
        let operation = &self.reference.operations[drift.operation];
        self.operations.get(&(operation.document, resource(operation))).map_or(&[], Vec::as_slice)
    }

    /// How many tables of responses on the resource name a definition, if none of a request does.
    pub(super) fn responses_that_name(&self, drift: &Drift, definition: DefinitionId) -> usize {
        let operations = self.operations(drift).iter().take(MOST_SAMPLES);
        let mut responses = 0;
        for operation in operations.map(|number| &self.reference.operations[*number]) {
            let names = |side| operation.rows_of(side).any(|row| row.definition == Some(definition));
            if names(Direction::Request) {
                return 0;
            }
            responses += usize::from(names(Direction::Response));
        }
        responses
    }

    /// The operation on the same resource, or the other direction of this one, whose body the key is around.
    pub(super) fn owner_of(&self, drift: &Drift, key: &str) -> Option<OperationId> {
        let near = self.operations(drift);
        let found = self.around.get(key)?.iter();
        let found = found.filter(|(number, _)| *number == drift.operation || near.contains(number));
        found.min_by_key(|(_, direction)| *direction != drift.direction).map(|(number, _)| *number)
    }

    /// What the samples of the resource show where the drift's sample lacks a key, or has one that no row has,
    /// in the versions that have it.
    pub(super) fn shown(&self, drift: &Drift, window: Window, key: &str) -> Shown {
        let mut shown = Shown::default();
        let resource = resource(&self.reference.operations[drift.operation]);
        let around = self.body(drift).map(|body| wrapper(body, &resource));
        let Some(spot) = around.map(|wrapper| Spot::of(drift, wrapper)) else { return shown };
        let own = self.keys_of(drift);
        let bodies = self.operations(drift).iter().flat_map(|number| {
            let bodies = self.shapes.bodies[*number].of(drift.direction).iter();
            bodies.map(move |body| (&self.reference.operations[*number], body))
        });
        for (operation, body) in
            bodies.filter(|(_, body)| is_of(body, &resource) || self.is_alike(drift, body))
        {
            let mut rows = operation.rows_of(drift.direction);
            let has_row = rows.any(|row| last_part(&row.name) == key);
            let recorded = body.samples.iter().zip(&body.recorded);
            let active =
                recorded.filter(|(_, recorded)| recorded.version.is_none_or(|at| window.contains(at)));
            for file in active.filter_map(|(sample, _)| operation.samples[*sample].file) {
                let Some(value) = self.reference.samples[file].value.as_ref() else { continue };
                let objects = spot.objects(wrapper(body, &resource), value);
                shown.note(file, &objects, key, (&own, has_row));
                if shown.with.len() + shown.without.len() >= MOST_SAMPLES {
                    return shown;
                }
            }
        }
        shown
    }

    /// The keys of the object that lacks one.
    fn keys_of(&self, drift: &Drift) -> BTreeSet<&'a String> {
        let value = self.reference.samples[drift.file].value.as_ref();
        let object = value.and_then(|value| value.pointer(drift.object())).and_then(Value::as_object);
        object.into_iter().flat_map(Map::keys).collect()
    }

    /// Has the body the same wrapper as that of the drift?
    fn is_alike(&self, drift: &Drift, body: &Body) -> bool {
        self.body(drift).is_some_and(|own| own.wrapper == body.wrapper)
    }
}

impl Shown {
    fn note(
        &mut self,
        file: SampleFileId,
        objects: &[&Map<String, Value>],
        key: &str,
        (own, has_row): (&BTreeSet<&String>, bool),
    ) {
        let mut with = objects.iter().filter(|object| object.contains_key(key)).peekable();
        if with.peek().is_some() {
            self.has_twin |=
                with.any(|object| object.keys().all(|other| other == key || own.contains(other)));
            self.with.insert(file);
        } else if !objects.is_empty() {
            self.without.insert(file);
            if has_row {
                self.against_row.insert(file);
            }
        }
    }
}

/// Is what the body holds the resource itself: is the key around it called so, or is there none?
fn is_of(body: &Body, resource: &str) -> bool {
    body.wrapper.as_ref().is_none_or(|key| singular(key) == resource)
}

/// The key around what the body holds: where there is more beside it, it is called after the resource.
fn wrapper<'b>(body: &'b Body, resource: &str) -> Option<&'b Key> {
    let is_it = |(key, member): &(&Key, &Node)| {
        singular(key) == resource && (member.items.is_some() || !member.members.is_empty())
    };
    let named = || body.node.members.iter().find(is_it).map(|(key, _)| key);
    body.wrapper.as_ref().or_else(named)
}

/// Is the body a list, or what is around it?
fn holds_list(body: &Body, wrapper: Option<&Key>) -> bool {
    let holder = wrapper.and_then(|key| body.node.members.get(key)).unwrap_or(&body.node);
    holder.items.is_some() && holder.members.is_empty()
}

impl Spot {
    fn of(drift: &Drift, wrapper: Option<&Key>) -> Self {
        let object = Pointer::from_text(drift.general_object());
        let mut steps: Vec<String> = object.steps().filter(|step| step != ANY).collect();
        let is_below = wrapper.is_some_and(|key| steps.first().is_some_and(|step| step == key.as_str()));
        if is_below {
            steps.remove(0);
        }
        Self { is_inside: is_below || wrapper.is_none(), steps }
    }

    /// The objects there in a sample of another body.
    fn objects<'v>(&self, wrapper: Option<&Key>, value: &'v Value) -> Vec<&'v Map<String, Value>> {
        let start = match wrapper {
            Some(key) if self.is_inside => value.get(key.as_str()),
            None if !self.is_inside => None,
            _ => Some(value),
        };
        let mut found: Vec<&Value> = start.into_iter().flat_map(items).collect();
        for step in &self.steps {
            found = found.into_iter().filter_map(|value| value.get(step)).flat_map(items).collect();
        }
        found.into_iter().filter_map(Value::as_object).collect()
    }
}

/// What a list holds, or the value itself.
fn items(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect())
}
