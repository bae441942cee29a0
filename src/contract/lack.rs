//! Why a sample lacks a key that its table requires, as far as the other samples tell: the row may be that of
//! another body, or this sample the odd one out.

use std::collections::BTreeSet;

use super::drift::{Drift, What};
use super::kin::Shown;
use super::verdict::{Causes, last_part};
use crate::reference::{Direction, OperationId, SampleFileId, Types};
use crate::shape::{Placed, resource, singular};

/// So many samples without a key are no chance.
const MANY: usize = 3;

/// So many samples with a key say that one without it is the odd one out.
const SEVERAL: usize = 2;

/// What the other samples say of a key that a sample lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lack {
    /// So many other samples of the resource show it.
    Odd { others: usize, resource: String },
    /// It is the key around the body of another operation, and here the body has another one or none.
    Around { owner: OperationId, is_bare: bool },
    /// The whole table is that of another operation.
    Copied(OperationId),
    /// It is a variable of the URL.
    OfUrl,
    /// Only responses show it, and none of so many requests.
    OnlyResponses(usize),
    /// Lists show it beside what they hold, and nothing else does.
    OnlyLists,
    /// None of so many samples of the resource shows it, where other resources have it.
    Nowhere { samples: usize, resource: String },
}

impl Causes<'_> {
    /// What the other samples say of the key that these lack.
    pub(super) fn lack(&self, first: &Drift, drifts: &[Drift]) -> Option<Lack> {
        let What::Missing { key, placed: Some(placed), never_shown, exact, .. } = &first.what else {
            return None;
        };
        if placed.window.min.is_some() && !exact || self.is_bare_list(first) {
            return None;
        }
        if let Some(other) = self.copied.from(self.reference, self.shapes, first) {
            return Some(Lack::Copied(other));
        }
        if *never_shown && let Some(owner) = self.owner_of_wrapper(first, placed, key) {
            let is_bare = self.kin.body(first).is_none_or(|body| body.wrapper.is_none());
            return Some(Lack::Around { owner, is_bare });
        }
        if self.advice().is_update(first) {
            return None;
        }
        let files: BTreeSet<SampleFileId> = drifts.iter().map(|drift| drift.file).collect();
        let shown = self.kin.shown(first, placed.window, key);
        let resource = || self.resource_in_url(first.operation);
        // Where other items of the list show it, it is there at times.
        let is_odd = (shown.has_twin || self.kin.is_one_thing(first))
            && !self.is_beside(first, key)
            && shown.with.len() >= SEVERAL.max(shown.against_row.len()).max(files.len());
        if is_odd {
            return Some(Lack::Odd { others: shown.with.len(), resource: resource() });
        }
        if !never_shown || !shown.with.is_empty() {
            return None;
        }
        self.of_no_sample(first, placed, &shown, resource)
    }

    /// What a key is that no sample of the resource shows.
    fn of_no_sample(
        &self,
        first: &Drift,
        placed: &Placed,
        shown: &Shown,
        resource: impl Fn() -> String,
    ) -> Option<Lack> {
        let at = placed.definition?;
        let operation = &self.reference.operations[first.operation];
        let name = &self.row(placed).name;
        let is_response = first.direction == Direction::Response;
        if is_response && operation.template.variables().any(|variable| variable.name == *name) {
            return Some(Lack::OfUrl);
        }
        let samples = shown.without.len();
        if !is_response && samples >= MANY && self.uses.is_shown_by_responses_only(at) {
            return Some(Lack::OnlyResponses(samples));
        }
        let lists = self.kin.times_beside_lists(at);
        if first.general_object().is_empty() && lists >= SEVERAL && !self.kin.is_list(first) {
            return Some(Lack::OnlyLists);
        }
        let samples = shown.against_row.len();
        let is_of_others = samples >= MANY && self.uses.fits_elsewhere(placed);
        is_of_others.then(|| Lack::Nowhere { samples, resource: resource() })
    }

    /// The resource of an operation, as its URL writes it.
    fn resource_in_url(&self, operation: OperationId) -> String {
        let operation = &self.reference.operations[operation];
        let resource = resource(operation);
        let written = operation.template.literals().rev().find(|text| singular(text) == resource);
        written.map_or(resource.clone(), str::to_owned)
    }

    /// The operation around whose body the key stands, where the other rows of this one stand without it.
    fn owner_of_wrapper(&self, drift: &Drift, placed: &Placed, key: &str) -> Option<OperationId> {
        let is_container =
            self.definition(Some(placed)).is_some_and(|known| known.kind.types.meets(Types::CONTAINERS));
        let body = self.kin.body(drift)?;
        let is_outermost = body.content().is_some_and(|content| {
            content.members.get(key).is_some_and(|member| member.rows.iter().any(|row| row.row == placed.row))
        });
        let has_rows = || {
            body.content().is_some_and(|content| {
                content.members.values().any(|member| member.is_declared() && member.seen.count > 0)
            })
        };
        (is_container && is_outermost && has_rows()).then(|| self.kin.owner_of(drift, key)).flatten()
    }

    /// What to do about it: the side that stands alone comes first.
    pub(super) fn help_of_lack(&self, lack: &Lack, first: &Drift) -> String {
        let key = first.loose_key().map(last_part).unwrap_or_default();
        let optional = || self.advice().of_optional(first.placed());
        match lack {
            Lack::Odd { others, resource } => {
                format!("add `{key}` to the sample, as {others} others of `{resource}` show it")
            }
            Lack::Around { owner, is_bare } => {
                let of = match *owner == first.operation {
                    true => format!("the {} of this operation", first.direction.opposite().as_str()),
                    false => self.reference.operations[*owner].key(),
                };
                let around = format!("remove the row: it is the key around the body of {of}");
                if *is_bare { format!("{around}; if this body stands below it too, show it so") } else { around }
            }
            Lack::Copied(other) => format!(
                "the table seems to be copied from `{}`: keep only the rows of this body",
                self.reference.operations[*other].title
            ),
            Lack::OfUrl => "remove the row: it is a variable of the URL, and no sample shows it in the body".to_owned(),
            Lack::OnlyResponses(samples) => format!(
                "remove the row: only responses show it, and none of {samples} request samples; if requests may have it, {}",
                optional()
            ),
            Lack::OnlyLists => {
                "remove the row: only lists show it, and this is none; if it is here too, add the key to the sample".to_owned()
            }
            Lack::Nowhere { samples, resource } => format!(
                "none of {samples} samples of `{resource}` shows it: remove the row, if it does not belong here, add the key to the samples, or {} if it may be absent",
                optional()
            ),
        }
    }
}
