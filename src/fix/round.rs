//! One round: as many fixes as do not meet each other, proven together, and halved where that fails.

use std::collections::BTreeSet;

use super::patch::{Patch, PathEdit};
use super::proof::{Blame, Verdict, concerned_by, leaves_others_alone, prove};
use super::state::{FormerNames, State, keys_of};
use crate::analysis::AnalysisError;
use crate::lint;

/// Proves the fixes of a round, which do not meet each other. Each reading of the tree counts; where none is left, so
/// are the fixes that nobody has tried.
pub(super) fn run<'a>(
    before: &'a State,
    patches: &'a [Patch],
    documents: Documents,
    readings: &'a mut usize,
) -> Result<Round<'a>, AnalysisError> {
    let mut round = Round {
        before,
        patches,
        documents,
        readings,
        accepted: Vec::new(),
        refused: Vec::new(),
        concerned: BTreeSet::new(),
        state: None,
        closed: false,
    };
    let all: Vec<usize> = (0..patches.len()).collect();
    round.try_all(&all)?;
    Ok(round)
}

/// When documents are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Documents {
    /// Once, after all rounds: who asked for the rounds does it.
    AtTheEnd,
    /// After each fix, which tells the one that changes what it should not.
    EachTime,
}

/// What a round comes to.
pub(super) struct Round<'a> {
    before: &'a State,
    patches: &'a [Patch],
    documents: Documents,
    /// How often the tree may still be read.
    readings: &'a mut usize,
    /// The fixes that hold, by their position.
    pub(super) accepted: Vec<usize>,
    /// Those that do not.
    pub(super) refused: Vec<usize>,
    /// The operations that what is accepted concerns, as documents name them.
    pub(super) concerned: BTreeSet<String>,
    /// The tree after what is accepted; nothing if none holds.
    pub(super) state: Option<State>,
    /// What was accepted last has further edits, so that the rest waits for the next round.
    closed: bool,
}

impl Round<'_> {
    /// Accepts those of the fixes that hold beside what is accepted: all, or all but those that are to blame,
    /// or those of either half.
    fn try_all(&mut self, wanted: &[usize]) -> Result<(), AnalysisError> {
        if wanted.is_empty() || self.closed || *self.readings == 0 {
            return Ok(());
        }
        let Some(blame) = self.refusal(wanted)? else { return Ok(()) };
        if let [one] = wanted {
            self.refused.push(*one);
            return Ok(());
        }
        let (guilty, rest): (Vec<usize>, Vec<usize>) =
            wanted.iter().partition(|number| blame.certain.contains(number));
        if !guilty.is_empty() {
            self.refused.extend(guilty);
            return self.try_all(&rest);
        }
        let (suspect, rest): (Vec<usize>, Vec<usize>) =
            wanted.iter().partition(|number| blame.possible.contains(number));
        if !suspect.is_empty() && !rest.is_empty() {
            self.try_all(&rest)?;
            return self.try_all(&suspect);
        }
        let (first, second) = wanted.split_at(wanted.len() / 2);
        self.try_all(first)?;
        self.try_all(second)
    }

    /// Accepts the fixes, or says who is to blame that they do not hold, by the numbers of the round.
    fn refusal(&mut self, wanted: &[usize]) -> Result<Option<Blame>, AnalysisError> {
        let numbers: Vec<usize> = self.accepted.iter().chain(wanted).copied().collect();
        let patches: Vec<&Patch> = numbers.iter().filter_map(|number| self.patches.get(*number)).collect();
        let edits: Vec<&PathEdit> = patches.iter().flat_map(|patch| &patch.edits).collect();
        let nobody = || Ok(Some(Blame::default()));
        *self.readings -= 1;
        let Some(after) = self.before.edited(&edits) else { return nobody() };
        let (after, closes) = match prove(self.before, &after, &patches)? {
            Verdict::Refused(blame) => {
                let numbered = |positions: BTreeSet<usize>| {
                    positions.into_iter().filter_map(|at| numbers.get(at).copied()).collect()
                };
                let (certain, possible) = (numbered(blame.certain), numbered(blame.possible));
                return Ok(Some(Blame { certain, possible }));
            }
            Verdict::Proven => (after, false),
            Verdict::LeavesEntries => {
                let Some(cleared) = without_abandoned(self.before, &after)? else { return nobody() };
                if prove(self.before, &cleared, &patches)? != Verdict::Proven {
                    return nobody();
                }
                (cleared, true)
            }
        };
        let concerned = concerned_by(self.before, &after, &patches);
        if self.documents == Documents::EachTime && !leaves_others_alone(self.before, &after, &concerned)? {
            return nobody();
        }
        self.concerned = concerned;
        self.closed |= closes;
        self.accepted.extend(wanted);
        self.state = Some(after);
        Ok(None)
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
