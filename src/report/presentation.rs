use std::cmp::Reverse;

use super::Style;
use crate::finding::Finding;

/// How a report for people looks; programs get everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Presentation {
    /// Whether it may hold colours.
    pub style: Style,
    /// How many findings are shown at most, the worst ones; nothing means all.
    pub limit: Option<usize>,
    /// In which order; nothing means the usual one of the format.
    pub order: Option<Order>,
    /// Leave out the last line, with the numbers of the run.
    pub no_summary: bool,
}

/// The order of findings in a report for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Order {
    /// The worst at the end, where a terminal stands still.
    Severity,
    /// As they stand in the files.
    File,
}

impl From<Style> for Presentation {
    fn from(style: Style) -> Self {
        Self { style, ..Self::default() }
    }
}

impl Presentation {
    /// The findings that are shown, of those that stand in the order of files; and how many others there are.
    pub(super) fn shown<'f>(&self, findings: &'f [Finding], usual: Order) -> (Vec<&'f Finding>, usize) {
        let mut numbered: Vec<(usize, &Finding)> = findings.iter().enumerate().collect();
        numbered.sort_by_key(|(number, finding)| (Reverse(finding.severity()), *number));
        let limit = self.limit.unwrap_or(usize::MAX);
        let more = numbered.len().saturating_sub(limit);
        numbered.truncate(limit);
        match self.order.unwrap_or(usual) {
            Order::Severity => numbered.sort_by_key(|(number, finding)| (finding.severity(), *number)),
            Order::File => numbered.sort_by_key(|(number, _)| *number),
        }
        (numbered.into_iter().map(|(_, finding)| finding).collect(), more)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, Tree, UNUSED};
    use super::*;
    use crate::finding::Severity;

    #[test]
    fn the_worst_are_shown_and_stand_last() {
        let mut tree = Tree::new();
        tree.findings = vec![
            tree.at_row(&MISSING, "late error").with_severity(Severity::Error),
            tree.at_row(&UNUSED, "note"),
            tree.at_row(&MISSING, "error").with_severity(Severity::Error),
            tree.at_row(&MISSING, "warning"),
        ];
        let shown = |limit, order| {
            let presentation = Presentation { limit, order, ..Presentation::default() };
            let (shown, more) = presentation.shown(&tree.findings, Order::Severity);
            (shown.iter().map(|finding| finding.headline().to_owned()).collect::<Vec<_>>(), more)
        };
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(shown(None, None), (texts(&["note", "warning", "late error", "error"]), 0));
        assert_eq!(shown(Some(3), None), (texts(&["warning", "late error", "error"]), 1));
        assert_eq!(shown(Some(3), Some(Order::File)), (texts(&["late error", "error", "warning"]), 1));
    }
}
