use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::drift::{Drift, What};
use super::quoted::Quoted;
use super::showing::Showings;
use super::verdict::last_part;
use crate::collections::{HashMap, HashSet};
use crate::place::{Pointer, SourceId};
use crate::reference::{
    Definition, DefinitionId, Direction, Location, Operation, OperationId, Reference, Row, RowId, SampleId,
    Types, is_namesake, stem,
};
use crate::shape::{
    Bodies, Node, Placed, Shapes, Things, is_named_for_other_direction, is_of_other_direction, names_another,
    words_around,
};

/// A row: its operation, and where it stands in it.
type At = (OperationId, RowId);

/// How the rows of the reference use the entries of the dictionaries, and how well samples agree.
pub(super) struct Uses<'a> {
    reference: &'a Reference,
    /// How many places of samples show what each definition describes.
    shown: HashMap<DefinitionId, usize>,
    /// What samples show of the definitions that some of them misfit.
    showings: Showings,
    /// Where samples write all numbers of an object in quotes.
    pub(super) quoted: Quoted,
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
    /// What the rows of each definition are called.
    row_names: HashMap<DefinitionId, BTreeSet<&'a str>>,
    /// The things that texts may speak of.
    things: Things,
    /// What the entries of each description are about, by their names.
    texts: HashMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(reference: &'a Reference, shapes: &Shapes, drifts: &[Drift]) -> Self {
        let mut uses = Self {
            reference,
            shown: HashMap::default(),
            showings: Showings::of(reference, shapes, drifts),
            quoted: Quoted::of(reference, drifts),
            misfits: BTreeMap::new(),
            rows_shown: HashMap::default(),
            rows_misfitting: BTreeMap::new(),
            by_name: HashMap::default(),
            names: HashSet::default(),
            namesakes: HashMap::default(),
            resources: HashMap::default(),
            row_names: HashMap::default(),
            things: Things::of(reference),
            texts: HashMap::default(),
        };
        for body in shapes.bodies.iter().flat_map(Bodies::all).map(|(_, body)| body) {
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
                    uses.row_names.entry(at).or_default().insert(last_part(&row.name));
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
            uses.texts.entry(text_of(definition)).or_default().insert(stem);
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

    /// How many places of samples show what the definition describes.
    pub(super) fn times_shown(&self, definition: DefinitionId) -> usize {
        self.shown.get(&definition).copied().unwrap_or(0)
    }

    /// Does the definition misfit most places of samples that show it?
    pub(super) fn is_wrong(&self, definition: DefinitionId) -> bool {
        let misfits = self.misfits.get(&definition).map_or(0, BTreeSet::len);
        misfits * 2 > self.shown.get(&definition).copied().unwrap_or(0)
    }

    /// How many samples agree with the definition at the place of a drift, and how many do not.
    pub(super) fn votes(&self, drift: &Drift, definition: DefinitionId, declared: Types) -> (usize, usize) {
        self.showings.votes(drift, definition, declared)
    }

    /// How many samples show the declared type in objects of the same name, if hardly any shows another.
    pub(super) fn siblings(&self, place: &str, declared: Types) -> Option<usize> {
        self.showings.siblings(place, declared)
    }

    /// How many places of samples misfit the definition.
    pub(super) fn misfits(&self, definition: DefinitionId) -> usize {
        self.misfits.get(&definition).map_or(0, BTreeSet::len)
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

    /// Do responses alone show what the definition describes?
    pub(super) fn is_shown_by_responses_only(&self, definition: DefinitionId) -> bool {
        let mut rows =
            self.rows_shown.get(&definition).into_iter().flatten().map(|at| self.row(*at).1).peekable();
        rows.peek().is_some() && rows.all(|row| row.direction == Some(Direction::Response))
    }

    /// Are all rows of the definition called the same?
    pub(super) fn has_one_name(&self, definition: DefinitionId) -> bool {
        self.row_names.get(&definition).is_some_and(|names| names.len() == 1)
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
    pub(super) fn entry_for(&self, search: &EntrySearch<'_>) -> Option<&'a Definition> {
        Some(&self.reference.definitions[self.entry_id_for(search)?])
    }

    pub(super) fn entry_id_for(&self, search: &EntrySearch<'_>) -> Option<DefinitionId> {
        let operation = &self.reference.operations[search.operation];
        self.entry_nearby(search, operation).or_else(|| self.namesake(search, operation))
    }

    /// Are there entries that the row might name, though nobody knows which?
    pub(super) fn has_candidates(&self, search: &EntrySearch<'_>) -> bool {
        let operation = &self.reference.operations[search.operation];
        self.namesakes.get(search.key).into_iter().flatten().any(|at| {
            let definition = &self.reference.definitions[*at];
            search.may_hold(definition) && self.may_name(search, *at, definition, operation)
        })
    }

    fn entry_nearby(&self, search: &EntrySearch<'_>, operation: &Operation) -> Option<DefinitionId> {
        let mut near: BTreeMap<(&str, DefinitionId), (u8, usize)> = BTreeMap::new();
        let rows =
            Common::of(operation).into_iter().filter_map(|common| self.by_name.get(&(search.key, common)));
        // Rows that have both in common come twice.
        let rows: BTreeSet<&At> = rows.flatten().collect();
        for at in rows {
            let (other, row) = self.row(*at);
            let Some((definition, known)) = self.defined(row) else { continue };
            let types = search.may_hold(known);
            let distance = distance(operation, other, at.0 == search.operation)
                + if row.direction == Some(search.direction) { 0 } else { OTHER_WAY };
            if types && distance < FAR && self.may_name(search, definition, known, operation) {
                let (nearest, count) = near.entry((&known.entry.name, definition)).or_insert((distance, 0));
                *nearest = distance.min(*nearest);
                *count += 1;
            }
        }
        let nearest = near.into_iter().min_by_key(|(_, (distance, count))| (*distance, Reverse(*count)));
        nearest.map(|((_, definition), _)| definition)
    }

    fn namesake(&self, search: &EntrySearch<'_>, operation: &Operation) -> Option<DefinitionId> {
        let known = self.namesakes.get(search.key).into_iter().flatten();
        known
            .map(|id| (*id, &self.reference.definitions[*id]))
            .filter(|(at, definition)| {
                search.may_hold(definition)
                    && self.may_name(search, *at, definition, operation)
                    && is_namesake(&definition.entry.name, search.key)
                    && (search.is_named_by(definition) || self.is_general(*at))
            })
            .min_by_key(|(_, definition)| {
                let name = definition.entry.name.as_str();
                (name != search.key, name.len())
            })
            .map(|(at, _)| at)
    }

    /// Can a table of the operation name the entry, in the body, and does its text speak of nothing else?
    fn may_name(
        &self,
        search: &EntrySearch<'_>,
        at: DefinitionId,
        definition: &Definition,
        operation: &Operation,
    ) -> bool {
        let place = Pointer::from_text(search.general);
        let names: Vec<String> = place.steps().collect();
        let text = text_of(definition);
        Some(at) != search.avoid
            && definition.location == Some(Location::Body)
            && operation.tables.iter().any(|table| table.dictionary == Some(definition.source))
            && !is_named_for_other_direction(&definition.entry.name, search.direction)
            && !is_of_other_direction(text, search.direction, Location::Body)
            && !self.things.is_other(text, &words_around(operation, names.iter().map(String::as_str)))
            && !names_another(
                &definition.entry.name,
                &words_around(operation, names.iter().map(String::as_str)),
            )
    }

    /// Is the description that of an entry about another thing, too? Then it was copied, and is no witness.
    pub(super) fn is_copied(&self, definition: &Definition) -> bool {
        self.texts.get(text_of(definition)).is_some_and(|names| names.len() > 1)
    }

    /// Is the definition used on the resource of the operation, or nowhere yet?
    pub(super) fn is_used_on(&self, definition: DefinitionId, operation: &Operation) -> bool {
        let resource = operation.template.last_literal();
        self.resources.get(&definition).is_none_or(|resources| resources.contains(&resource))
    }

    /// An entry of the same dictionary with the same description, and another type: the same thing as others
    /// send it.
    pub(super) fn twin(&self, definition: DefinitionId, types: Types) -> Option<&'a Definition> {
        let known = &self.reference.definitions[definition];
        let text = text_of(known);
        let is_it = |other: &&Definition| {
            other.source == known.source
                && other.kind.types == types
                && other.location == known.location
                && text_of(other) == text
        };
        (!text.is_empty()).then(|| self.reference.definitions.iter().find(is_it)).flatten()
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

/// The description of an entry.
pub(super) fn text_of(definition: &Definition) -> &str {
    definition.entry.description.as_ref().map_or("", |text| text.value.as_str())
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
    /// Where samples show it, with the items of a list as one.
    pub(super) general: &'w str,
    /// What samples show.
    pub(super) shown: Types,
    /// A definition that does not do.
    pub(super) avoid: Option<DefinitionId>,
}

impl EntrySearch<'_> {
    /// Has the entry the type that samples show? Of what they do not show nothing can be said.
    fn may_hold(&self, definition: &Definition) -> bool {
        self.shown.is_none() || definition.kind.types.has(self.shown)
    }

    /// Has the entry the very name, one of several words, which says what it is about?
    fn is_named_by(&self, definition: &Definition) -> bool {
        definition.entry.name == self.key && self.key.contains(['_', '-', ':'])
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
