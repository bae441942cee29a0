use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, FixLevel};

/// A fix of a finding, with its edits by the paths of their files, as another reading of the tree may number
/// files otherwise.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    /// The rule of the finding.
    pub(super) rule: &'static str,
    /// What the fix does.
    pub(super) title: String,
    /// How far it can be trusted.
    pub(super) level: FixLevel,
    /// What the finding is known by.
    pub(super) fingerprint: String,
    /// Does the finding say that input was lost?
    pub(super) is_of_unread: bool,
    /// Does it say that more than a sample was lost?
    pub(super) is_incomplete: bool,
    /// Is it to be tried when nothing else is left?
    pub(super) is_last: bool,
    /// Where the finding is: path, line and column.
    pub(super) shown: String,
    /// The finding, as an index into those of the state that it was taken from.
    pub(super) finding: usize,
    /// The edits, sorted by path and place.
    pub(super) edits: Vec<PathEdit>,
}

/// A text in place of some bytes of the text of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PathEdit {
    /// From the root.
    pub(super) path: String,
    /// Where it starts and ends in the text of the file.
    pub(super) start: usize,
    /// The first byte that stays.
    pub(super) end: usize,
    /// What is to stand there.
    pub(super) text: String,
}

/// What tells a fix from others: the fingerprint of its finding, its title, and its texts by path.
pub(super) type Identity = (String, String, BTreeSet<(String, String)>);

impl PathEdit {
    /// The bytes that it replaces.
    pub(super) fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl Patch {
    /// The fix as edits of files; nothing if a file of it cannot be rewritten, or it changes nothing.
    pub(super) fn new(
        analysis: &Analysis,
        number: usize,
        finding: &Finding,
        fix: &Fix,
        fingerprint: String,
    ) -> Option<Self> {
        let sources = analysis.sources();
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in &fix.edits {
            let span = sources.in_file(edit.span);
            let source = sources.get(span.source)?;
            source.rewritten([])?;
            let (start, end) = (span.start as usize, span.end as usize);
            if source.text.get(start..end)? != edit.text {
                edits.push(PathEdit { path: source.path.clone(), start, end, text: edit.text.clone() });
            }
        }
        edits.sort();
        let is_apart = edits.windows(2).all(|pair| match pair {
            [one, next] => one.path != next.path || one.end <= next.start,
            _ => true,
        });
        if edits.is_empty() || !is_apart {
            return None;
        }
        let span = sources.span_of(finding.place());
        let at = sources.position(span);
        Some(Self {
            rule: finding.rule().id,
            title: fix.title.to_string(),
            level: fix.level,
            fingerprint,
            is_of_unread: finding.is_unread(),
            is_incomplete: finding.is_incomplete(),
            is_last: fix.is_last,
            shown: format!("{}:{}:{}", sources.path(span.source), at.line, at.column),
            finding: number,
            edits,
        })
    }

    /// What tells it from other fixes, wherever lines have moved to.
    pub(super) fn identity(&self) -> Identity {
        let texts = self.edits.iter().map(|edit| (edit.path.clone(), edit.text.clone())).collect();
        (self.fingerprint.clone(), self.title.clone(), texts)
    }
}

/// The bytes that some fixes edit. Two edits meet that replace the same bytes, or insert at the same place; one that
/// inserts where another one begins or ends does not.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// By path, where each edit starts and ends. They do not overlap.
    edits: BTreeMap<String, BTreeSet<(usize, usize)>>,
}

impl Taken {
    /// Takes the bytes of a fix, if none of them is taken.
    pub(super) fn take(&mut self, patch: &Patch) -> bool {
        if patch.edits.iter().any(|edit| self.meets(edit)) {
            return false;
        }
        for edit in &patch.edits {
            self.edits.entry(edit.path.clone()).or_default().insert((edit.start, edit.end));
        }
        true
    }

    fn meets(&self, edit: &PathEdit) -> bool {
        let Some(known) = self.edits.get(&edit.path) else { return false };
        let last = known.range(..(edit.end, 0)).next_back();
        last.is_some_and(|(_, end)| edit.start < *end) || known.contains(&(edit.start, edit.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit((start, end): (usize, usize)) -> PathEdit {
        PathEdit { path: "a".to_owned(), start, end, text: String::new() }
    }

    #[test]
    fn edits_meet_that_share_bytes_or_a_place() {
        let known = BTreeSet::from([(2, 4), (4, 4), (6, 9)]);
        let taken = Taken { edits: BTreeMap::from([("a".to_owned(), known)]) };
        let met = [(2, 4), (3, 3), (4, 4), (3, 7), (5, 10), (7, 8), (0, 3), (3, 5)];
        let free = [(2, 2), (0, 2), (4, 6), (4, 5), (6, 6), (9, 9), (9, 12), (5, 5)];
        assert_eq!(met.map(|one| taken.meets(&edit(one))), [true; 8]);
        assert_eq!(free.map(|one| taken.meets(&edit(one))), [false; 8]);
    }
}
