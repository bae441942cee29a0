use std::collections::{BTreeMap, BTreeSet};

use crate::collections::IndexSet;

use super::LINTS;
use crate::finding::{Finding, Findings, Related, Rule};
use crate::place::Span;
use crate::reference::{
    Definition, DefinitionId, Direction, NewEntries, Operation, OperationId, Reference, Row, RowId,
};
use crate::shape::{Body, Shapes, Things};
use crate::source::Sources;

/// How many uses of one cause a finding lists.
const MOST_RELATED: usize = 24;

/// A rule with the code that asks for it.
pub(crate) struct Lint {
    /// The words.
    pub rule: &'static Rule,
    /// Adds what it finds.
    pub check: fn(&'static Rule, &Context<'_>, &mut Findings),
}

/// What a rule may ask.
pub(crate) struct Context<'a> {
    /// The model.
    pub reference: &'a Reference,
    /// The bodies.
    pub shapes: &'a Shapes,
    /// The files.
    pub sources: &'a Sources,
    /// The operations, each once.
    distinct: Vec<OperationId>,
    /// The things that texts may speak of.
    pub(super) things: Things,
    /// Entries that are to be made.
    pub(super) new_entries: NewEntries<'a>,
}

/// Asks every rule.
pub(crate) fn check(context: &Context<'_>, findings: &mut Findings) {
    for lint in LINTS {
        (lint.check)(lint.rule, context, findings);
    }
}

/// The words of every rule.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|lint| lint.rule)
}

/// A row with the operation it stands in.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub(super) operation: &'a Operation,
    pub(super) row: &'a Row,
}

impl<'a> Context<'a> {
    /// What there is to ask about.
    pub(crate) fn new(reference: &'a Reference, shapes: &'a Shapes, sources: &'a Sources) -> Self {
        let mut seen = BTreeSet::new();
        let operations = reference.operations.entries();
        let distinct = operations.filter(|(_, operation)| seen.insert(operation.span)).map(|(at, _)| at);
        let (things, new_entries) = (Things::of(reference), NewEntries::of(reference));
        Self { reference, shapes, sources, distinct: distinct.collect(), things, new_entries }
    }

    /// The operations, each once: a file that is included twice has its operations twice.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        self.indexed_operations().map(|(_, operation)| operation)
    }

    /// The same with their ids.
    pub(super) fn indexed_operations(&self) -> impl Iterator<Item = (OperationId, &'a Operation)> {
        let operations = &self.reference.operations;
        self.distinct.iter().map(|id| (*id, &operations[*id]))
    }

    /// The bodies of the operations, each once.
    pub(super) fn bodies(&self) -> impl Iterator<Item = (&'a Operation, Direction, &'a Body)> {
        let shapes = self.shapes;
        self.indexed_operations().flat_map(move |(id, operation)| {
            shapes.bodies[id].all().map(move |(direction, body)| (operation, direction, body))
        })
    }

    /// Rows that `wanted` says, by the definition they use; one cause each.
    pub(super) fn by_definition(
        &self,
        wanted: impl Fn(&Operation, RowId, &Row, &Definition) -> bool,
    ) -> BTreeMap<DefinitionId, Vec<Use<'a>>> {
        let mut uses: BTreeMap<DefinitionId, Vec<Use<'a>>> = BTreeMap::new();
        for operation in self.operations() {
            for (at, row) in operation.rows.entries() {
                let Some(id) = row.definition else { continue };
                if wanted(operation, at, row, &self.reference.definitions[id]) {
                    uses.entry(id).or_default().push(Use { operation, row });
                }
            }
        }
        uses
    }

    /// Adds the uses of one cause: the operations and the rows.
    pub(super) fn with_uses(&self, mut finding: Finding, uses: &[Use<'_>]) -> Finding {
        let mut operations: IndexSet<String> = finding.operations().iter().cloned().collect();
        for used in uses {
            let key = used.operation.key();
            if finding.related().len() < MOST_RELATED {
                let related = Related::new(used.row.name_span, "used here");
                finding.add_related(related.with_operation(Some(key.clone())));
            }
            operations.insert(key);
        }
        finding.with_operations(operations.into_iter().collect())
    }

    /// Adds more places of one cause.
    pub(super) fn with_places(&self, mut finding: Finding, places: &[Span], label: &str) -> Finding {
        for place in places.iter().take(MOST_RELATED) {
            finding = finding.with_related(*place, label);
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_listed_under_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint");
        let files = walkdir::WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok);
        let mut named: Vec<String> = files
            .filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".rs")?.replace('_', "-")))
            .filter(|name| !matches!(name.as_str(), "mod" | "context" | "fitting" | "fixture"))
            .collect();
        named.sort();
        let listed: Vec<&str> = rules().map(|rule| rule.id).collect();
        assert_eq!(listed, named);
    }
}
