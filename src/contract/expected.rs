use super::drift::{Drift, What};
use super::verdict::Causes;
use crate::place::Pointer;
use crate::reference::{Direction, Operation, Reference};
use crate::rst::{Kind, folded};
use crate::shape::{Limit, Placed, Prose, speaks_of_nothing};

/// So many samples may be alike by chance.
const MOST_BY_CHANCE: usize = 3;

impl Causes<'_> {
    /// Does the documentation say that it may be so?
    pub(super) fn is_expected(&self, drift: &Drift) -> bool {
        let placed = drift.placed();
        match &drift.what {
            What::Missing { .. } if self.columns.hold(drift) => return true,
            What::Undocumented { wrapper: false, beside: None, like: None, .. } => {
                return self.is_told_as_pair(drift);
            }
            _ => {}
        }
        let Some(definition) = self.definition(placed) else { return false };
        let description = definition.entry.description.as_ref().map_or("", |text| text.value.as_str());
        match &drift.what {
            What::Missing { key, .. } if drift.direction == Direction::Response => {
                let limit =
                    placed.and_then(|placed| self.shapes.proses.limit(self.reference, placed.definition?));
                match limit {
                    Some(Limit::Cases) => true,
                    // One caller sees all items of a list alike.
                    Some(Limit::Callers) => !self.is_beside(drift, key),
                    None => false,
                }
            }
            What::Format { format, .. } if format.is_as_told() => !self.stands_alone(placed),
            What::Null { placed } => {
                let name = placed.as_ref().map(|placed| self.row(placed).name.as_str());
                speaks_of_nothing(description)
                    || name.is_some_and(|name| self.uses.may_be_null(name, definition, self.shapes))
            }
            _ => false,
        }
    }

    /// Does the text of the operation say that users choose the keys of the request body, and is it one of
    /// these?
    fn is_told_as_pair(&self, drift: &Drift) -> bool {
        if drift.direction != Direction::Request || Pointer::from_text(&drift.general).steps().count() > 2 {
            return false;
        }
        let (reference, at) = (self.reference, drift.operation);
        let asked = self.pairs_told.borrow().get(&at).copied();
        asked.unwrap_or_else(|| {
            let told = tells_pairs(reference, &reference.operations[at]);
            self.pairs_told.borrow_mut().insert(at, told);
            told
        })
    }

    /// Is it one place alone where the value is not what the description says, among several samples?
    fn stands_alone(&self, placed: Option<&Placed>) -> bool {
        let Some(at) = placed.and_then(|placed| placed.definition) else { return false };
        self.untold.get(&at).is_some_and(|places| places.len() == 1)
            && self.uses.times_shown(at) > MOST_BY_CHANCE
    }
}

/// "Specify one or more key and value pairs in the request body."
fn tells_pairs(reference: &Reference, operation: &Operation) -> bool {
    let blocks = operation.prose.iter().flat_map(|prose| &prose.blocks);
    let blocks = blocks.filter_map(|(source, at)| reference.blocks.get(source)?.get(*at));
    blocks.into_iter().any(|block| match &block.kind {
        Kind::Paragraph(text) => {
            folded(&text.value).contains("request body") && Prose::read(&text.value).speaks_of_pairs()
        }
        _ => false,
    })
}
