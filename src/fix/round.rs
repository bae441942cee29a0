//! One round: as many fixes as do not meet each other, proven together, and halved where that fails.

use std::collections::{BTreeMap, BTreeSet};

use super::patch::{Patch, PathEdit};
use super::proof::{Blame, Verdict, Wrong, concerned_by, leaves_others_alone, prove, was_idle};
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
    round.try_all((0..patches.len()).collect())?;
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
    /// Accepts those of the fixes that hold. Where some fail together, those that are to blame are halved, in all
    /// places at once, until the rest holds; what is set aside for that is tried again beside what is accepted.
    fn try_all(&mut self, all: Vec<usize>) -> Result<(), AnalysisError> {
        let mut waiting = all;
        while !waiting.is_empty() && self.goes_on() {
            waiting.sort_unstable();
            waiting = self.some_of(waiting)?;
        }
        Ok(())
    }

    fn goes_on(&self) -> bool {
        !self.closed && *self.readings > 0
    }

    /// Accepts those that hold together, and returns those that are to be tried beside them.
    fn some_of(&mut self, mut wanted: Vec<usize>) -> Result<Vec<usize>, AnalysisError> {
        let (mut aside, mut suspects) = (BTreeSet::new(), Suspects::new());
        while !wanted.is_empty() && self.goes_on() {
            let blame = self.refusal(&wanted)?;
            // Without them nothing is wrong there any more.
            let is_wrong =
                |wrong: &Wrong| blame.as_ref().is_some_and(|blame| blame.groups.contains_key(wrong));
            suspects.retain(|_, wrong| !is_wrong(wrong));
            self.refused.extend(std::mem::take(&mut suspects).into_keys());
            let Some(blame) = blame else { break };
            let sifted = Sifted::new(&wanted, blame);
            wanted.retain(|one| !sifted.refused.contains(one) && !sifted.aside.contains(one));
            self.refused.extend(sifted.refused);
            aside.extend(sifted.aside);
            suspects = sifted.suspects;
        }
        // What is accepted holds without those that were blamed last.
        if wanted.is_empty() {
            self.refused.extend(suspects.into_keys());
        }
        Ok(aside.into_iter().filter(|one| !self.refused.contains(one)).collect())
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
            Verdict::Refused(blame) => return Ok(Some(blame.numbered(&numbers, wanted))),
            Verdict::Proven => (after, false),
            Verdict::LeavesEntries => {
                let Some(cleared) = without_abandoned(self.before, &after, &patches)? else {
                    return nobody();
                };
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

/// The fixes that alone may be to blame for what is wrong.
type Suspects = BTreeMap<usize, Wrong>;

/// What some fixes that fail together come to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sifted {
    /// These do not hold.
    refused: BTreeSet<usize>,
    /// These are tried again later: without them it is seen whether the others hold.
    aside: BTreeSet<usize>,
    /// Those of them that do not hold either, if without them that is not wrong any more.
    suspects: Suspects,
}

impl Sifted {
    /// Half of each group of which one is to blame is set aside.
    fn new(wanted: &[usize], blame: Blame) -> Self {
        let mut sifted = Self { refused: blame.certain, ..Self::default() };
        if let [one] = wanted {
            sifted.refused.insert(*one);
        }
        let mut groups: Vec<(Option<Wrong>, Vec<usize>)> = blame
            .groups
            .into_iter()
            .map(|(wrong, group)| (Some(wrong), group.into_iter().collect()))
            .collect();
        groups.sort_by_key(|(_, group)| group.len());
        if groups.is_empty() && sifted.refused.is_empty() {
            groups.push((None, wanted.to_vec()));
        }
        for (wrong, group) in groups {
            // With one of them gone nobody knows who of the others is to blame.
            if group.iter().any(|one| sifted.refused.contains(one) || sifted.aside.contains(one)) {
                continue;
            }
            if let ([one], Some(wrong)) = (group.as_slice(), wrong) {
                sifted.suspects.insert(*one, wrong);
            }
            sifted.aside.extend(group.get(group.len() / 2..).unwrap_or_default());
        }
        sifted
    }
}

/// The tree without the entries that fixes have put out of use.
fn without_abandoned(
    before: &State,
    after: &State,
    patches: &[&Patch],
) -> Result<Option<State>, AnalysisError> {
    let former = after.former_names(before);
    let unchanged = FormerNames::new();
    let old = before.keys(&unchanged)?;
    let mut edits = Vec::new();
    for (number, finding) in after.findings()?.iter().enumerate() {
        let is_new = keys_of(finding, &former).any(|key| !old.contains_key(&key));
        if finding.rule() != &lint::ENTRY_UNUSED || !is_new || was_idle(before, patches, finding.subject()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sift(wanted: &[usize], groups: &[&[usize]]) -> Sifted {
        let wrong = |number: usize| Wrong::Lost(number.to_string());
        let groups = groups.iter().enumerate();
        let groups = groups.map(|(number, group)| (wrong(number), group.iter().copied().collect())).collect();
        Sifted::new(wanted, Blame { groups, ..Blame::default() })
    }

    #[test]
    fn all_groups_are_halved_at_once() {
        let aside = |wanted: &[usize], groups: &[&[usize]]| {
            let sifted = sift(wanted, groups);
            assert_eq!((sifted.refused.len(), sifted.suspects.len()), (0, 0));
            sifted.aside.into_iter().collect::<Vec<_>>()
        };
        let all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(aside(&all, &[&[0, 1, 2, 3], &[5, 6, 7]]), [2, 3, 6, 7]);
        // A group that lacks one already waits: another may have failed.
        assert_eq!(aside(&all, &[&[0, 1], &[1, 2, 3]]), [1]);
        // Where nobody is to blame, it may be anybody.
        assert_eq!(aside(&[4, 5, 6], &[]), [5, 6]);
    }

    #[test]
    fn one_that_is_blamed_alone_is_looked_at_again() {
        let sifted = sift(&[0, 1, 2], &[&[1], &[1, 2]]);
        assert_eq!((sifted.refused.len(), sifted.aside), (0, BTreeSet::from([1])));
        assert_eq!(sifted.suspects.into_keys().collect::<Vec<_>>(), [1]);
        assert_eq!(sift(&[2], &[&[2]]).refused, BTreeSet::from([2]));
    }
}
