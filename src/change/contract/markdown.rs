use std::fmt::Write as _;

use super::change::Change;
use super::kind::Class;
use super::part::{code, markdown};
use super::state::Comparison;
use super::text::version;
use super::verdict::Verdict;

/// A comment holds 65 536 characters on GitHub; what is beyond is counted.
const MOST: usize = 60_000;

impl Comparison {
    /// For a comment under a change, or for release notes: the totals, what breaks or lacks a microversion,
    /// then the rest folded.
    pub fn markdown(&self, descriptions: bool) -> String {
        let mut out = format!("### API changes\n\n{}.\n", self.totals());
        let is_first = |change: &Change, verdict: Verdict| {
            (change.class == Class::Breaking || matches!(verdict, Verdict::Fault | Verdict::Doubt))
                && !matches!(verdict, Verdict::Correction | Verdict::Excused)
        };
        let mut left_out = 0;
        self.write_part(&mut out, descriptions, &mut left_out, is_first);
        let rest = |change: &Change, verdict: Verdict| !is_first(change, verdict);
        let mut folded = String::new();
        self.write_part(&mut folded, descriptions, &mut left_out, rest);
        if !folded.is_empty() && out.chars().count() + folded.chars().count() < MOST {
            let _ = write!(
                out,
                "\n<details><summary>Compatible changes and documentation</summary>\n{folded}\n</details>\n"
            );
        } else {
            left_out += folded.lines().filter(|line| line.starts_with("- ")).count();
        }
        if left_out > 0 {
            let _ = write!(out, "\n{left_out} more changes are not shown.\n");
        }
        out
    }

    fn write_part(
        &self,
        out: &mut String,
        descriptions: bool,
        left_out: &mut usize,
        is_in: impl Fn(&Change, Verdict) -> bool,
    ) {
        for (heading, changes) in self.sections(descriptions) {
            let changes: Vec<_> =
                changes.into_iter().filter(|(change, verdict)| is_in(change, *verdict)).collect();
            if changes.is_empty() {
                continue;
            }
            let mut section = format!("\n#### {}\n\n", code(&heading));
            for (change, verdict) in &changes {
                let mark = match verdict {
                    Verdict::Fault | Verdict::Doubt => " (**no new microversion**)".to_owned(),
                    Verdict::Correction | Verdict::Excused => format!(" ({verdict})"),
                    Verdict::Fine => version(change),
                };
                let _ = writeln!(section, "- **{}**: {}{mark}", change.class, markdown(&change.parts()));
            }
            if out.chars().count() + section.chars().count() > MOST {
                *left_out += changes.len();
            } else {
                out.push_str(&section);
            }
        }
    }
}
