use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::drift::{Drift, What};
use super::general::ANY;
use crate::collections::HashSet;
use crate::json::hash;
use crate::place::Pointer;
use crate::reference::{DefinitionId, Direction, Operation, Reference, SampleFileId, Types};
use crate::shape::{Body, Node, Shapes, Within, singular};

/// Containers are looked into so many levels down.
const DEEPEST: usize = 32;

/// So many times as many samples make the others stand alone.
const FAR_MORE: usize = 4;

/// What samples show where rows name entries that some sample misfits: the witnesses of their types.
///
/// What is copied from one sample to another is one witness: the same value in objects of the same content.
/// Null is none, but for an entry that says null.
#[derive(Debug, Default)]
pub(super) struct Showings {
    by_definition: BTreeMap<DefinitionId, BTreeSet<Showing>>,
    /// The samples that show each type where some sample shows another than its entry says, whatever rows
    /// describe them.
    by_place: BTreeMap<Position, BTreeMap<Types, BTreeSet<SampleFileId>>>,
}

/// A value at one place, and what the object around it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Showing {
    place: Position,
    types: Types,
    /// What stands for the object around it: equal for copies.
    around: u64,
}

/// The object around a key and the key: what is the same place in several bodies of one resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    object: String,
    key: String,
}

impl Showings {
    /// Looks at all samples of bodies that have a row of an entry which some sample misfits.
    pub(super) fn of(reference: &Reference, shapes: &Shapes, drifts: &[Drift]) -> Self {
        let wanted: BTreeSet<DefinitionId> = drifts
            .iter()
            .filter(|drift| matches!(drift.what, What::Type { .. }))
            .filter_map(|drift| drift.placed()?.definition)
            .collect();
        let mut showings = Self::default();
        if wanted.is_empty() {
            return showings;
        }
        showings.look_anywhere(reference, drifts);
        for (number, operation) in reference.operations.entries() {
            for direction in [Direction::Request, Direction::Response] {
                let bodies = shapes.bodies[number].of(direction).iter();
                for body in bodies.filter(|_| names_any(operation, direction, &wanted)) {
                    showings.look(reference, operation, body, &wanted);
                }
            }
        }
        showings
    }

    /// What all samples show at the places of drifts below the outermost objects.
    fn look_anywhere(&mut self, reference: &Reference, drifts: &[Drift]) {
        let types = drifts.iter().filter(|drift| matches!(drift.what, What::Type { .. }));
        let places = types.map(|drift| Position::of(&drift.general)).filter(|at| !at.object.is_empty());
        self.by_place = places.map(|place| (place, BTreeMap::new())).collect();
        let keys: HashSet<String> = self.by_place.keys().map(|place| place.key.clone()).collect();
        if keys.is_empty() {
            return;
        }
        for (file, sample) in reference.samples.entries() {
            if let Some(value) = &sample.value {
                self.note_anywhere(value, "", (file, &keys), DEEPEST);
            }
        }
    }

    fn note_anywhere(
        &mut self,
        value: &Value,
        object: &str,
        (file, keys): (SampleFileId, &HashSet<String>),
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    if keys.contains(key) {
                        let place = Position { object: singular(object).into_owned(), key: key.clone() };
                        if let Some(known) = self.by_place.get_mut(&place) {
                            known.entry(Types::of(member)).or_default().insert(file);
                        }
                    }
                    self.note_anywhere(member, key, (file, keys), depth);
                }
            }
            Value::Array(items) => {
                items.iter().for_each(|item| self.note_anywhere(item, object, (file, keys), depth));
            }
            _ => {}
        }
    }

    /// How many samples show the declared type where an object of this name has the key, if hardly any shows
    /// another.
    pub(super) fn siblings(&self, place: &str, declared: Types) -> Option<usize> {
        let shown = self.by_place.get(&Position::of(place))?;
        let (mut fitting, mut others) = (0, 0);
        for (types, files) in shown.iter().filter(|(types, _)| **types != Types::NULL) {
            let counted = if declared.has(*types) { &mut fitting } else { &mut others };
            *counted += files.len();
        }
        (fitting >= FAR_MORE * others.max(1)).then_some(fitting)
    }

    fn look(
        &mut self,
        reference: &Reference,
        operation: &Operation,
        body: &Body,
        wanted: &BTreeSet<DefinitionId>,
    ) {
        for file in body.samples.iter().filter_map(|sample| operation.samples[*sample].file) {
            let Some(value) = reference.samples[file].value.as_ref() else { continue };
            // Another file is another witness until an object around the value says that it is a copy.
            let whole = hash(&Value::from(format!("{file:?}")));
            self.note(value, (&body.node, whole), &mut Vec::new(), wanted);
        }
    }

    /// Every value that rows of the wanted entries describe, with its place and the object around it.
    fn note<'v>(
        &mut self,
        value: &'v Value,
        (node, around): (&Node, u64),
        steps: &mut Vec<&'v str>,
        wanted: &BTreeSet<DefinitionId>,
    ) {
        for definition in node.rows.iter().filter_map(|placed| placed.definition) {
            if wanted.contains(&definition) {
                let place = Position::of_steps(steps.iter().copied());
                let showing = Showing { place, types: Types::of(value), around };
                self.by_definition.entry(definition).or_default().insert(showing);
            }
        }
        // Of one member alone nobody can tell whether it was copied.
        let around_parts = value.as_object().filter(|members| members.len() > 1).map(|_| hash(value));
        for (within, part, inner) in node.beside(value) {
            let depth = steps.len();
            if let (Within::Key(key), true) = (within, node.values.is_none()) {
                steps.push(key);
            }
            let around = around_parts.unwrap_or(around);
            self.note(part, (inner, around), steps, wanted);
            steps.truncate(depth);
        }
    }

    /// How many samples show a value of the declared type at the place of a drift, and how many another.
    pub(super) fn votes(&self, drift: &Drift, definition: DefinitionId, declared: Types) -> (usize, usize) {
        let place = Position::of(&drift.general);
        let known = self.by_definition.get(&definition).into_iter().flatten();
        let here = known
            .filter(|showing| showing.place == place)
            .filter(|showing| showing.types != Types::NULL || declared == Types::NULL);
        let (fitting, misfitting): (Vec<&Showing>, Vec<&Showing>) =
            here.partition(|showing| declared.has(showing.types));
        (fitting.len(), misfitting.len())
    }
}

impl Position {
    /// The place of a pointer in which the items of lists are one.
    fn of(general: &str) -> Self {
        let steps: Vec<String> = Pointer::from_text(general).steps().filter(|step| step != ANY).collect();
        Self::of_steps(steps.iter().map(String::as_str))
    }

    fn of_steps<'s>(steps: impl DoubleEndedIterator<Item = &'s str>) -> Self {
        let mut steps = steps.rev();
        let key = steps.next().unwrap_or_default().to_owned();
        let object = steps.next().map(singular).unwrap_or_default().into_owned();
        Self { object, key }
    }
}

fn names_any(operation: &Operation, direction: Direction, wanted: &BTreeSet<DefinitionId>) -> bool {
    operation.rows_of(direction).any(|row| row.definition.is_some_and(|at| wanted.contains(&at)))
}
