use std::collections::BTreeSet;

use super::drift::Drift;
use super::rules;
use super::verdict::Causes;
use crate::finding::{Finding, Related};
use crate::place::Place;
use crate::shape::Placed;

/// How many further places of one cause a finding lists.
const MOST_RELATED: usize = 24;

/// The places that findings show beside their own.
impl Causes<'_> {
    /// The further places of one cause.
    pub(super) fn with_places(&self, mut finding: Finding, first: &Drift, drifts: &[Drift]) -> Finding {
        let mut known = BTreeSet::from([(first.file, first.general.clone())]);
        for drift in drifts.iter().skip(1) {
            if finding.related().len() >= MOST_RELATED {
                break;
            }
            if known.insert((drift.file, drift.general.clone()))
                && let Some(related) = self.also(drift)
            {
                finding.add_related(related);
            }
        }
        finding
    }

    fn also(&self, drift: &Drift) -> Option<Related> {
        let operation = self.reference.operations[drift.operation].key();
        Some(Related::new(self.place(drift)?, "the same here").with_operation(Some(operation)))
    }

    pub(super) fn with_table(&self, finding: Finding, drift: &Drift) -> Finding {
        let operation = &self.reference.operations[drift.operation];
        match operation.table_before(drift.direction, &operation.samples[drift.sample]) {
            Some(span) => finding.with_related(span, format!("the {} table", drift.direction.as_str())),
            None => finding,
        }
    }

    /// The tables of further operations that lack the row.
    pub(super) fn with_tables(&self, mut finding: Finding, drifts: &[Drift]) -> Finding {
        let known =
            |finding: &Finding, place: &Place| finding.related().iter().any(|other| other.place == *place);
        for drift in drifts {
            if finding.related().len() >= MOST_RELATED {
                break;
            }
            let operation = &self.reference.operations[drift.operation];
            let span = operation.table_before(drift.direction, &operation.samples[drift.sample]);
            if let Some(place) = span.map(Place::from).filter(|place| !known(&finding, place)) {
                finding = finding.with_related(place, "and this table");
            }
        }
        finding
    }

    pub(super) fn with_rows(&self, finding: Finding, placed: Option<&Placed>) -> Finding {
        let Some(placed) = placed else { return finding };
        let finding = match self.definition(Some(placed)) {
            Some(definition) => {
                let entry = &definition.entry;
                let span = entry
                    .kind
                    .as_ref()
                    .filter(|_| finding.rule() == &rules::SAMPLE_TYPE)
                    .map_or(entry.name_span, |field| field.span);
                finding.with_related(
                    span,
                    format!("entry `{}` of `{}`", entry.name, self.sources.path(definition.source)),
                )
            }
            None => finding,
        };
        finding.with_related(self.row(placed).name_span, "the row")
    }
}
