//! What is shown many times: a small tree can stand for a huge one, and is cut before it does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::wanted::Shown;
use super::{Definition, DefinitionId, Operation};
use crate::collections::Arena;
use crate::finding::{Finding, Findings, Subject};
use crate::place::{Place, SourceId};
use crate::source::{Sources, TOO_MUCH};

/// How many bytes all samples, or the descriptions of all rows, may come to, each counted as often as it is
/// shown. Those of real references are a few megabytes.
const MOST_SHOWN: usize = 32 << 20;

/// Leaves out the samples that come to too much, the largest first. `uses` says how often each is shown.
pub(super) fn leave_out_samples(
    sources: &Sources,
    samples: &mut Vec<(Shown, SourceId)>,
    uses: &BTreeMap<SourceId, usize>,
    findings: &mut Findings,
) {
    let shown = |id: &SourceId| {
        let uses = uses.get(id).copied().unwrap_or(1);
        (sources.text(*id).len(), uses)
    };
    let cut = beyond(samples.iter().map(|(_, id)| (*id, shown(id))).collect());
    samples.retain(|(_, id)| !cut.contains_key(id));
    for (id, (size, uses)) in cut {
        let message = format!("`{}` is shown too often: {}", sources.path(id), times(uses, size));
        findings.push(
            Finding::new(&TOO_MUCH, Place::source_file(id), Subject::whole_file(), message)
                .with_help("shorten the sample; it is left out until then"),
        );
    }
}

/// Cuts the descriptions that come to too much, the largest first.
pub(super) fn cut_descriptions<'o>(
    operations: impl Iterator<Item = &'o Operation>,
    definitions: &mut Arena<DefinitionId, Definition>,
    findings: &mut Findings,
) {
    /// What is kept of each.
    const KEPT: usize = 200;
    let mut uses: BTreeMap<DefinitionId, usize> = BTreeMap::new();
    for id in operations.flat_map(|operation| &operation.rows).filter_map(|row| row.definition) {
        *uses.entry(id).or_default() += 1;
    }
    let size = |id: DefinitionId| {
        definitions[id].entry.description.as_ref().map_or(0, |description| description.value.len())
    };
    let cut = beyond(uses.into_iter().map(|(id, uses)| (id, (size(id), uses))).collect());
    for (id, (size, uses)) in cut {
        let entry = Arc::make_mut(&mut definitions[id].entry);
        let message =
            format!("the description of `{}` is shown too often: {}", entry.name, times(uses, size));
        findings.push(
            Finding::new(&TOO_MUCH, entry.name_span, Subject::entry(&entry.name), message)
                .with_help("shorten the description; its end is left out until then"),
        );
        if let Some(description) = &mut entry.description {
            description.value = description.value.chars().take(KEPT).collect();
        }
    }
}

fn times(uses: usize, size: usize) -> String {
    format!("{uses} times {} KiB", size.div_ceil(1024))
}

/// Those of `shown`, each with its size and how often it is shown, that must go so that the others fit.
fn beyond<I: Copy + Ord>(shown: Vec<(I, (usize, usize))>) -> BTreeMap<I, (usize, usize)> {
    // Wide enough for what no memory holds: a sum that is cut at its bound would say too early that the rest
    // fits.
    let bytes = |(size, uses): (usize, usize)| size as u128 * uses as u128;
    let mut total: u128 = shown.iter().map(|(_, one)| bytes(*one)).sum();
    let mut cut = BTreeMap::new();
    if total <= MOST_SHOWN as u128 {
        return cut;
    }
    let mut largest_first = shown;
    largest_first.sort_by_key(|(id, one)| (std::cmp::Reverse(bytes(*one)), *id));
    for (id, one) in largest_first {
        if total <= MOST_SHOWN as u128 {
            break;
        }
        total -= bytes(one);
        cut.insert(id, one);
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_goes_the_largest_first() {
        let mebibyte = 1 << 20;
        assert!(beyond(vec![(1, (mebibyte, 32)), (2, (0, 9))]).is_empty());
        let cut = beyond(vec![(1, (mebibyte, 20)), (2, (mebibyte, 5)), (3, (mebibyte, 20))]);
        assert_eq!(cut.into_keys().collect::<Vec<_>>(), [1]);
        let cut = beyond(vec![(1, (usize::MAX, 2)), (2, (usize::MAX, 1)), (3, (1, 1))]);
        assert_eq!(cut.into_keys().collect::<Vec<_>>(), [1, 2]);
    }
}
