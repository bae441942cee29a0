//! One round: as many fixes as do not meet each other, proven together, and halved where that fails.

use super::patch::{Patch, PathEdit};
use super::proof::{Verdict, prove};
use super::state::{FormerNames, State, keys_of};
use crate::analysis::AnalysisError;
use crate::lint;

/// Proves the fixes of a round, which do not meet each other.
pub(super) fn run<'a>(before: &'a State, patches: &'a [Patch]) -> Result<Round<'a>, AnalysisError> {
    let mut round =
        Round { before, patches, accepted: Vec::new(), refused: Vec::new(), state: None, closed: false };
    let all: Vec<usize> = (0..patches.len()).collect();
    round.try_all(&all)?;
    Ok(round)
}

/// What a round comes to.
pub(super) struct Round<'a> {
    before: &'a State,
    patches: &'a [Patch],
    /// The fixes that hold, by their position.
    pub(super) accepted: Vec<usize>,
    /// Those that do not.
    pub(super) refused: Vec<usize>,
    /// The tree after what is accepted; nothing if none holds.
    pub(super) state: Option<State>,
    /// What was accepted last has further edits, so that the rest waits for the next round.
    closed: bool,
}

impl Round<'_> {
    /// Accepts those of the fixes that hold beside what is accepted. The depth is that of halving.
    fn try_all(&mut self, wanted: &[usize]) -> Result<(), AnalysisError> {
        if wanted.is_empty() || self.closed || self.holds(wanted)? {
            return Ok(());
        }
        if let [one] = wanted {
            self.refused.push(*one);
            return Ok(());
        }
        let (first, second) = wanted.split_at(wanted.len() / 2);
        self.try_all(first)?;
        self.try_all(second)
    }

    fn holds(&mut self, wanted: &[usize]) -> Result<bool, AnalysisError> {
        let numbers = self.accepted.iter().chain(wanted);
        let patches: Vec<&Patch> = numbers.filter_map(|number| self.patches.get(*number)).collect();
        let edits: Vec<&PathEdit> = patches.iter().flat_map(|patch| &patch.edits).collect();
        let Some(after) = self.before.edited(&edits) else { return Ok(false) };
        let after = match prove(self.before, &after, &patches)? {
            Verdict::Refused => return Ok(false),
            Verdict::Proven => after,
            Verdict::LeavesEntries => {
                let Some(cleared) = without_abandoned(self.before, &after)? else { return Ok(false) };
                if prove(self.before, &cleared, &patches)? != Verdict::Proven {
                    return Ok(false);
                }
                self.closed = true;
                cleared
            }
        };
        self.accepted.extend(wanted);
        self.state = Some(after);
        Ok(true)
    }
}

/// The tree without the entries that fixes have put out of use.
fn without_abandoned(before: &State, after: &State) -> Result<Option<State>, AnalysisError> {
    let former = after.former_names(before);
    let unchanged = FormerNames::new();
    let old = before.keys(&unchanged)?;
    let mut edits = Vec::new();
    for (number, finding) in after.findings()?.iter().enumerate() {
        let is_new = keys_of(finding, &former).any(|key| !old.contains_key(&key));
        if finding.rule() != &lint::ENTRY_UNUSED || !is_new {
            continue;
        }
        let patch = finding
            .fixes()
            .first()
            .and_then(|fix| Patch::new(&after.analysis, number, finding, fix, String::new()));
        match patch {
            Some(patch) => edits.extend(patch.edits),
            None => return Ok(None),
        }
    }
    Ok(after.edited(&edits.iter().collect::<Vec<_>>()))
}
