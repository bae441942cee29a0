use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;

use super::evidence::{self, DocumentVersions, Recorded};
use super::form::{self, Form};
use super::graft;
use super::mention;
use super::node::{ByKey, Key, Node, Step};
use super::outdated;
use super::placing::{Input, Placing, SimilarKey};
use super::prose::Proses;
use super::siblings::{Places, Siblings, note, resource};
use super::walk::Part;
use super::why::Why;
use crate::collections::Arena;
use crate::reference::{
    DefinitionId, Direction, Location, Operation, OperationId, Reference, RowId, SampleId, Types,
};
use crate::version::{Version, Window};

/// The inferred bodies of all operations.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// Request and response of each operation.
    pub bodies: Arena<OperationId, Bodies>,
    /// What the descriptions say.
    pub proses: Proses,
    /// What the arrays of an entry hold, where samples show it.
    items: BTreeMap<DefinitionId, Types>,
    /// The entries that samples show as null.
    nulls: BTreeSet<DefinitionId>,
    /// What values are, by name, where samples show more than null.
    values: ByKey<Types>,
}

/// The bodies of one operation.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// What the caller sends, if anything: one body, or one for each form of it.
    pub request: Vec<Body>,
    /// What the service answers, if anything.
    pub response: Vec<Body>,
}

/// One inferred body.
#[derive(Debug)]
pub(crate) struct Body {
    /// What tells it from the other forms of the body, if there are some.
    pub form: Option<String>,
    /// The versions that have it.
    pub window: Window,
    /// The tree.
    pub node: Node,
    /// The key that everything else stands under.
    pub wrapper: Option<Key>,
    /// The samples it was inferred from; `Seen::first` counts in these.
    pub samples: Vec<SampleId>,
    /// At which version each of them was recorded.
    pub recorded: Vec<Recorded>,
    /// Rows whose name only nearly equals a key.
    pub near: Vec<SimilarKey>,
    /// Rows that fit nowhere, because the body is a map of data.
    pub homeless: Vec<RowId>,
    /// Some row describes it; without one there is nothing to check samples against.
    pub documented: bool,
}

impl Bodies {
    /// The body of one direction, or its forms.
    pub(crate) fn of(&self, direction: Direction) -> &[Body] {
        match direction {
            Direction::Request => &self.request,
            Direction::Response => &self.response,
        }
    }

    /// All of them, each with its direction.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Direction, &Body)> {
        let both = [Direction::Request, Direction::Response];
        both.into_iter().flat_map(|direction| self.of(direction).iter().map(move |body| (direction, body)))
    }

    /// The body that a sample is of.
    pub(crate) fn of_sample(&self, direction: Direction, sample: SampleId) -> Option<&Body> {
        self.of(direction).iter().find(|body| body.samples.contains(&sample))
    }

    /// The same, to change it.
    pub(super) fn of_mut(&mut self, direction: Direction) -> &mut [Body] {
        match direction {
            Direction::Request => &mut self.request,
            Direction::Response => &mut self.response,
        }
    }
}

/// Infers the bodies of all operations: first each on its own, then, where rows found no place, again with
/// what the other operations on the resource show.
pub(crate) fn infer(reference: &Reference) -> Shapes {
    let proses = Proses::new(reference);
    let alone = |number: OperationId, operation: &Operation| {
        let of = |direction| {
            let forms = form::forms(reference, operation, direction);
            bodies_of(&forms, |form| Input {
                reference,
                proses: &proses,
                number,
                operation,
                direction,
                form,
                siblings: None,
            })
        };
        Bodies { request: of(Direction::Request), response: of(Direction::Response) }
    };
    let operations: Vec<(OperationId, &Operation)> = reference.operations.entries().collect();
    let mut bodies: Vec<Bodies> =
        operations.par_iter().map(|(number, operation)| alone(*number, operation)).collect();
    let mut siblings = Siblings::default();
    let nothing = Places::default();
    let resources: Vec<String> = reference.operations.iter().map(resource).collect();
    for (resource, found) in resources.iter().zip(&bodies) {
        for (_, body) in found.all() {
            if let Some(content) = body.content() {
                siblings.note(resource, content);
            }
        }
    }
    bodies.par_iter_mut().zip(&operations).zip(&resources).for_each(
        |((found, (number, operation)), resource)| {
            for direction in [Direction::Request, Direction::Response] {
                if !found.of(direction).iter().any(Body::has_guesses) {
                    continue;
                }
                let mut own = Places::default();
                for body in found.of(direction.opposite()) {
                    body.content().into_iter().for_each(|content| note(&mut own, content));
                }
                let relatives = Some([&own, siblings.of(resource).unwrap_or(&nothing)]);
                let forms = form::forms(reference, operation, direction);
                let again = bodies_of(&forms, |form| Input {
                    reference,
                    proses: &proses,
                    number: *number,
                    operation,
                    direction,
                    form,
                    siblings: relatives,
                });
                match direction {
                    Direction::Request => found.request = again,
                    Direction::Response => found.response = again,
                }
            }
        },
    );
    let (items, nulls) = by_definition(&bodies);
    date_samples(reference, &mut bodies);
    graft::graft(reference, &mut bodies);
    mention::mention(reference, &proses, &mut bodies);
    let values = values_by_name(reference, &bodies);
    Shapes { bodies: bodies.into(), proses, items, nulls, values }
}

/// Works out at which version each sample was recorded, now that all rows have their places.
fn date_samples(reference: &Reference, bodies: &mut [Bodies]) {
    let eras: Vec<Option<DocumentVersions>> =
        reference.documents.iter().map(|document| DocumentVersions::of(reference, document)).collect();
    bodies.par_iter_mut().zip(reference.operations.as_slice()).for_each(|(found, operation)| {
        let era = eras.get(operation.document).copied().flatten();
        for body in found.request.iter_mut().chain(&mut found.response) {
            body.recorded.reserve_exact(body.samples.len());
            for sample in body.samples.iter().map(|index| &operation.samples[*index]) {
                let mut keys = evidence::Keys::default();
                let younger = sample.file.and_then(|file| reference.younger.get(&file)).copied();
                if let Some(value) = reference.sample_file(sample).and_then(|file| file.value.as_ref()) {
                    keys.look(&body.node, value);
                }
                body.recorded.push(evidence::recorded(operation, sample, &keys, era, younger));
            }
            body.note_outdated(reference, operation);
        }
    });
}

/// What samples show of entries, wherever they are used.
fn by_definition(bodies: &[Bodies]) -> (BTreeMap<DefinitionId, Types>, BTreeSet<DefinitionId>) {
    fn note(node: &Node, items: &mut BTreeMap<DefinitionId, Types>, nulls: &mut BTreeSet<DefinitionId>) {
        let shown =
            node.items.as_ref().map(|items| items.seen.types.without(Types::NULL)).unwrap_or_default();
        for at in node.rows.iter().filter_map(|placed| placed.definition) {
            if !shown.is_none() {
                items.entry(at).or_insert(shown);
            }
            if node.seen.types.has(Types::NULL) {
                nulls.insert(at);
            }
        }
        for (_, child) in node.children() {
            note(child, items, nulls);
        }
    }
    let (mut items, mut nulls) = (BTreeMap::new(), BTreeSet::new());
    for body in bodies.iter().flat_map(|bodies| bodies.all().map(|(_, body)| body)) {
        note(&body.node, &mut items, &mut nulls);
    }
    (items, nulls)
}

/// What keys hold, by name: what samples show, else what all rows of the name declare alike.
fn values_by_name(reference: &Reference, bodies: &[Bodies]) -> ByKey<Types> {
    fn note(node: &Node, values: &mut ByKey<Types>) {
        for (part, inner) in node.children() {
            let types = inner.seen.types.without(Types::NULL);
            if let (Part::Member(key), false) = (part, types.is_none()) {
                values.entry(key.clone()).or_insert(types);
            }
            note(inner, values);
        }
    }
    let mut values = ByKey::default();
    for body in bodies.iter().flat_map(|bodies| bodies.all().map(|(_, body)| body)) {
        note(&body.node, &mut values);
    }
    let mut declared: BTreeMap<&str, BTreeSet<Types>> = BTreeMap::new();
    for row in reference.operations.iter().flat_map(|operation| &operation.rows) {
        let types = reference.definition(row).map(|definition| definition.kind.types.without(Types::NULL));
        if let Some(types) = types.filter(|types| row.location == Location::Body && !types.is_none()) {
            declared.entry(&row.name).or_default().insert(types);
        }
    }
    for (name, types) in declared {
        if let (Some(only), 1) = (types.first(), types.len()) {
            values.entry(Key::from(name)).or_insert(*only);
        }
    }
    values
}

impl Shapes {
    /// What keys of this name hold in other bodies.
    pub(crate) fn types_elsewhere(&self, name: &str) -> Option<Types> {
        self.values.get(name).copied()
    }

    /// What the arrays of a definition hold in other bodies.
    pub(crate) fn items_elsewhere(&self, definition: DefinitionId) -> Option<Types> {
        self.items.get(&definition).copied()
    }

    /// Does any sample show null where the definition is used? Then it may be null wherever it is used.
    pub(crate) fn shows_null(&self, definition: DefinitionId) -> bool {
        self.nulls.contains(&definition)
    }
}

/// A body for each of the forms.
fn bodies_of<'f>(forms: &'f [Form], input: impl Fn(&'f Form) -> Input<'f>) -> Vec<Body> {
    forms.iter().filter_map(|form| body(input(form))).collect()
}

fn body(input: Input<'_>) -> Option<Body> {
    let Input { reference, operation, form, .. } = input;
    let mut root = Node::default();
    for (number, index) in form.samples.iter().enumerate() {
        let file = reference.sample_file(&operation.samples[*index]);
        if let Some(value) = file.and_then(|file| file.value.as_ref()) {
            root.observe(value, number);
        }
    }
    let mut placing = Placing::new(input, root);
    if form.samples.is_empty() && !placing.has_rows() {
        return None;
    }
    placing.place();
    Some(Body {
        form: form.label.clone(),
        window: form.window,
        documented: placing.has_rows(),
        wrapper: placing.wrapper.map(|wrapper| wrapper.key),
        node: placing.root,
        samples: form.samples.clone(),
        recorded: Vec::new(),
        near: placing.near,
        homeless: placing.homeless,
    })
}

impl Body {
    /// What the wrapper holds, through arrays; the whole body if there is none.
    pub(crate) fn content(&self) -> Option<&Node> {
        match &self.wrapper {
            Some(key) => self.node.at(&[Step::Key(key.clone())]).map(Node::content),
            None => Some(self.node.content()),
        }
    }

    /// The wrapper, or the whole body if there is none.
    pub(crate) fn holder(&self) -> Option<&Node> {
        match &self.wrapper {
            Some(key) => self.node.members.get(key),
            None => Some(&self.node),
        }
    }

    /// The tree below the wrapper itself, or the whole tree, to change it.
    pub(super) fn content_mut(&mut self) -> Option<&mut Node> {
        match &self.wrapper {
            Some(key) => self.node.members.get_mut(key),
            None => Some(&mut self.node),
        }
    }

    /// Notes which keys that no table has later samples lack.
    fn note_outdated(&mut self, reference: &Reference, operation: &Operation) {
        let shown: Vec<(&Recorded, &Value)> = self
            .samples
            .iter()
            .zip(&self.recorded)
            .filter_map(|(index, recorded)| {
                let file = reference.sample_file(&operation.samples[*index])?;
                Some((recorded, file.value.as_ref()?))
            })
            .collect();
        outdated::note(&mut self.node, &shown);
    }

    /// Could a sample of this value have been recorded at `version`?
    pub(crate) fn fits(&self, value: &Value, version: Version) -> bool {
        self.window.contains(version) && evidence::fits(&self.node, value, version)
    }

    /// Is some row that fits nowhere called required?
    pub(crate) fn has_required_homeless(&self, reference: &Reference, operation: OperationId) -> bool {
        let rows = &reference.operations[operation].rows;
        let required =
            |row: &RowId| reference.definition(&rows[*row]).is_some_and(|definition| definition.required);
        self.homeless.iter().any(required)
    }

    /// Is some row only assumed to stand where it stands?
    fn has_guesses(&self) -> bool {
        self.node.any(&|node| node.rows.iter().any(|placed| placed.why == Why::Assumed))
    }
}
