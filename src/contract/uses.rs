use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::drift::{Drift, What};
use crate::collections::{HashMap, HashSet};
use crate::place::SourceId;
use crate::reference::{
    Definition, DefinitionId, Direction, Location, Operation, OperationId, Reference, Row, RowId, SampleId,
    Types, is_namesake, stem,
};
use crate::shape::{Node, Placed, Shapes};

/// A row: its operation, and where it stands in it.
type At = (OperationId, RowId);

/// How the rows of the reference use the entries of the dictionaries, and how well samples agree.
pub(super) struct Uses<'a> {
    reference: &'a Reference,
    /// How many places of samples show what each definition describes, and how many of them show more than
    /// null.
    shown: HashMap<DefinitionId, usize>,
    valued: HashMap<DefinitionId, usize>,
    /// Where they show another type.
    misfits: BTreeMap<DefinitionId, BTreeSet<(OperationId, SampleId, String)>>,
    /// The rows of each definition that samples show, and those that misfit.
    rows_shown: HashMap<DefinitionId, Vec<At>>,
    rows_misfitting: BTreeMap<DefinitionId, BTreeSet<At>>,
    /// The rows of bodies by name and by what they have in common.
    by_name: HashMap<(&'a str, Common<'a>), Vec<At>>,
    /// The names of rows of bodies.
    names: HashSet<&'a str>,
    /// The definitions by the names that their entries may be about: the whole name, and its stem.
    namesakes: HashMap<&'a str, Vec<DefinitionId>>,
    /// The resources of the operations that use each definition.
    resources: HashMap<DefinitionId, BTreeSet<Option<&'a str>>>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(reference: &'a Reference, shapes: &Shapes, drifts: &[Drift]) -> Self {
        let mut uses = Self {
            reference,
            shown: HashMap::default(),
            valued: HashMap::default(),
            misfits: BTreeMap::new(),
            rows_shown: HashMap::default(),
            rows_misfitting: BTreeMap::new(),
            by_name: HashMap::default(),
            names: HashSet::default(),
            namesakes: HashMap::default(),
            resources: HashMap::default(),
        };
        for body in shapes.bodies.iter().flat_map(|bodies| bodies.request.iter().chain(&bodies.response)) {
            uses.count(&body.node);
        }
        for drift in drifts {
            if let What::Type { placed: Some(placed), .. } = &drift.what {
                uses.misfit(drift, placed);
            }
        }
        uses.by_name.reserve(reference.operations.iter().map(|operation| operation.rows.len()).sum());
        for (number, operation) in reference.operations.entries() {
            for (index, row) in operation.rows.entries() {
                if row.location == Location::Body {
                    uses.names.insert(&row.name);
                    for common in Common::of(operation) {
                        let rows = uses.by_name.entry((&row.name, common)).or_default();
                        if rows.len() < MOST_ROWS {
                            rows.push((number, index));
                        }
                    }
                }
                if let Some(at) = row.definition {
                    uses.resources.entry(at).or_default().insert(operation.template.last_literal());
                }
            }
        }
        for (at, definition) in reference.definitions.entries() {
            let name = definition.entry.name.as_str();
            uses.namesakes.entry(name).or_default().push(at);
            let stem = stem(name);
            if stem != name {
                uses.namesakes.entry(stem).or_default().push(at);
            }
        }
        uses
    }

    fn count(&mut self, node: &Node) {
        if node.seen.count > 0 && node.seen.types != Types::NULL {
            for (index, placed) in node.rows.iter().enumerate() {
                let Some(at) = placed.definition else { continue };
                // Several rows of one definition show it once.
                if !node.rows.iter().take(index).any(|before| before.definition == Some(at)) {
                    *self.shown.entry(at).or_default() += node.seen.samples;
                    *self.valued.entry(at).or_default() += node.seen.valued;
                }
                self.rows_shown.entry(at).or_default().push((placed.operation, placed.row));
            }
        }
        for (_, child) in node.children() {
            self.count(child);
        }
    }

    fn misfit(&mut self, drift: &Drift, placed: &Placed) {
        let Some(at) = placed.definition else { return };
        let place = (drift.operation, drift.sample, drift.general.clone());
        self.misfits.entry(at).or_default().insert(place);
        self.rows_misfitting.entry(at).or_default().insert((placed.operation, placed.row));
    }

    /// Does any sample show what the definition describes?
    pub(super) fn is_shown(&self, definition: DefinitionId) -> bool {
        self.shown.contains_key(&definition)
    }

    /// Does the definition misfit most places of samples that show it?
    pub(super) fn is_wrong(&self, definition: DefinitionId) -> bool {
        let misfits = self.misfits.get(&definition).map_or(0, BTreeSet::len);
        misfits * 2 > self.shown.get(&definition).copied().unwrap_or(0)
    }

    /// How many samples agree with the definition, and how many do not. One that shows nothing but null is
    /// none.
    pub(super) fn witnesses(&self, definition: DefinitionId) -> (usize, usize) {
        let misfits = self.misfits.get(&definition).map_or(0, BTreeSet::len);
        let valued = self.valued.get(&definition).copied().unwrap_or_default();
        (valued.saturating_sub(misfits), misfits)
    }

    /// Do samples agree with the definition in another row?
    pub(super) fn fits_elsewhere(&self, placed: &Placed) -> bool {
        let Some(at) = placed.definition else { return false };
        let own = (placed.operation, placed.row);
        let misfitting = self.rows_misfitting.get(&at);
        self.rows_shown.get(&at).is_some_and(|rows| {
            rows.iter().any(|row| *row != own && misfitting.is_none_or(|rows| !rows.contains(row)))
        })
    }

    /// Does any row or entry have this name?
    pub(super) fn is_known(&self, name: &str) -> bool {
        let is_entry = |id: &DefinitionId| self.reference.definitions[*id].entry.name == name;
        self.names.contains(name) || self.namesakes.get(name).is_some_and(|known| known.iter().any(is_entry))
    }

    /// Does an entry about the same thing, in the same dictionary, say that the value may be null?
    pub(super) fn may_be_null(&self, name: &str, known: &Definition, shapes: &Shapes) -> bool {
        let namesakes = self.namesakes.get(name).into_iter().flatten();
        namesakes
            .filter(|at| self.reference.definitions[**at].source == known.source)
            .any(|at| shapes.proses.of(self.reference, *at).nullable)
    }

    /// The entry that the row should name: what rows of that name use in the same operation, on the same
    /// resource or in the same file, else a namesake that many resources use, or none.
    pub(super) fn entry_for(&self, search: &EntrySearch<'_>) -> Option<&'a str> {
        let operation = &self.reference.operations[search.operation];
        self.entry_nearby(search, operation).or_else(|| self.namesake(search, operation))
    }

    fn entry_nearby(&self, search: &EntrySearch<'_>, operation: &Operation) -> Option<&'a str> {
        let mut near: BTreeMap<&str, (u8, usize)> = BTreeMap::new();
        let rows =
            Common::of(operation).into_iter().filter_map(|common| self.by_name.get(&(search.key, common)));
        // Rows that have both in common come twice.
        let rows: BTreeSet<&At> = rows.flatten().collect();
        for at in rows {
            let (other, row) = self.row(*at);
            let Some((definition, known)) = self.defined(row) else { continue };
            // An entry that no sample fits has its type mended by a finding of its own.
            let types = search.may_hold(known) || self.is_wrong(definition);
            let distance = distance(operation, other, at.0 == search.operation)
                + if row.direction == Some(search.direction) { 0 } else { OTHER_WAY };
            if types && distance < FAR && search.may_name(definition, known, operation) {
                let (nearest, count) = near.entry(&known.entry.name).or_insert((distance, 0));
                *nearest = distance.min(*nearest);
                *count += 1;
            }
        }
        let nearest = near.into_iter().min_by_key(|(_, (distance, count))| (*distance, Reverse(*count)));
        nearest.map(|(name, _)| name)
    }

    fn namesake(&self, search: &EntrySearch<'_>, operation: &Operation) -> Option<&'a str> {
        let known = self.namesakes.get(search.key).into_iter().flatten();
        known
            .map(|id| (*id, &self.reference.definitions[*id]))
            .filter(|(at, definition)| {
                search.may_hold(definition)
                    && search.may_name(*at, definition, operation)
                    && is_namesake(&definition.entry.name, search.key)
                    && (search.is_named_by(definition) || self.is_general(*at))
            })
            .map(|(_, definition)| definition.entry.name.as_str())
            .min_by_key(|name| (*name != search.key, name.len()))
    }

    fn defined(&self, row: &Row) -> Option<(DefinitionId, &'a Definition)> {
        let at = row.definition?;
        Some((at, &self.reference.definitions[at]))
    }

    /// Is the definition used on many resources, or on none? One that few use tends to speak of them.
    fn is_general(&self, definition: DefinitionId) -> bool {
        self.resources.get(&definition).is_none_or(|resources| resources.len() > FEW)
    }

    fn row(&self, (operation, row): At) -> (&'a Operation, &'a Row) {
        let operation = &self.reference.operations[operation];
        (operation, &operation.rows[row])
    }
}

/// What rows near each other share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Common<'a> {
    File(SourceId),
    /// Document and last fixed segment of the URL.
    Resource(usize, Option<&'a str>),
}

impl<'a> Common<'a> {
    fn of(operation: &'a Operation) -> [Self; 2] {
        let resource = Self::Resource(operation.document, operation.template.last_literal());
        [Self::File(operation.span.source), resource]
    }
}

/// So many rows of one name say what the others would.
const MOST_ROWS: usize = 256;

/// A row that needs an entry.
pub(super) struct EntrySearch<'w> {
    /// Its operation.
    pub(super) operation: OperationId,
    pub(super) direction: Direction,
    pub(super) key: &'w str,
    /// What samples show.
    pub(super) shown: Types,
    /// A definition that does not do.
    pub(super) avoid: Option<DefinitionId>,
}

impl EntrySearch<'_> {
    fn may_hold(&self, definition: &Definition) -> bool {
        let types = definition.kind.types;
        self.shown.is_none() || types.is_none() || types.has(self.shown)
    }

    /// Has the entry the very name, one of several words, which says what it is about?
    fn is_named_by(&self, definition: &Definition) -> bool {
        definition.entry.name == self.key && self.key.contains(['_', '-', ':'])
    }

    /// Can a table of the operation name it, in the body?
    fn may_name(&self, at: DefinitionId, definition: &Definition, operation: &Operation) -> bool {
        Some(at) != self.avoid
            && definition.location == Some(Location::Body)
            && operation.tables.iter().any(|table| table.dictionary == Some(definition.source))
    }
}

/// An entry that so few resources use is not general.
const FEW: usize = 2;

/// Rows this far away say nothing.
const FAR: u8 = 8;

/// How far the other direction is: farther than another file of the same resource.
const OTHER_WAY: u8 = 4;

fn distance(operation: &Operation, other: &Operation, same: bool) -> u8 {
    let resource = operation.document == other.document
        && operation.template.last_literal() == other.template.last_literal();
    match (same, operation.span.source == other.span.source) {
        (true, _) => 0,
        (_, true) if resource => 1,
        (_, true) => 2,
        _ if resource => 3,
        _ => FAR,
    }
}
