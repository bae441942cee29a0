use serde::Serialize;

use super::bodies::is_no;
use super::data::View;
use crate::finding::{Edit, Finding, Fix, FixLevel};
use crate::place::Span;

/// A change that would mend a finding.
#[derive(Debug, Serialize)]
pub(super) struct RepairData {
    #[serde(rename = "t")]
    title: String,
    /// Does the meaning stay, or is it plainly restored?
    #[serde(rename = "s", skip_serializing_if = "is_no")]
    safe: bool,
    #[serde(rename = "d")]
    hunks: Vec<HunkData>,
}

/// Lines of a file and what stands in place of them.
#[derive(Debug, Serialize)]
struct HunkData {
    #[serde(rename = "f")]
    file: String,
    /// The number of the first line.
    #[serde(rename = "l")]
    line: u32,
    /// The line before these.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    context: Vec<String>,
    #[serde(rename = "a")]
    before: Vec<String>,
    #[serde(rename = "b")]
    after: Vec<String>,
}

/// So many lines of a change are shown.
const MOST_LINES: usize = 40;

/// The changes that would mend a finding, as they are offered.
pub(super) fn repairs(view: View<'_>, finding: &Finding) -> Vec<RepairData> {
    let repairs = finding.fixes().iter().map(|fix| RepairData {
        title: fix.title.to_string(),
        safe: fix.level == FixLevel::Safe,
        hunks: hunks(view, fix),
    });
    repairs.filter(|repair| !repair.hunks.is_empty()).collect()
}

/// The line above whole lines.
fn line_above(text: &str, lines: Span) -> Option<String> {
    text.get(..lines.start as usize)?.lines().next_back().map(str::to_owned)
}

/// The lines that the edits of a fix change; edits that share lines are one change.
fn hunks(view: View<'_>, fix: &Fix) -> Vec<HunkData> {
    let mut groups: Vec<(Span, Vec<Edit>)> = Vec::new();
    for edit in &fix.edits {
        let edit = Edit { span: view.sources.in_file(edit.span), text: edit.text.clone() };
        let lines = view.sources.lines_of(edit.span);
        match groups.last_mut() {
            Some((all, edits)) if all.source == lines.source && lines.start < all.end => {
                all.end = all.end.max(lines.end);
                edits.push(edit);
            }
            _ => groups.push((lines, vec![edit])),
        }
    }
    groups.into_iter().filter_map(|(lines, edits)| hunk(view, lines, &edits)).collect()
}

fn hunk(view: View<'_>, lines: Span, edits: &[Edit]) -> Option<HunkData> {
    let text = view.sources.text(lines.source);
    let mut after = String::new();
    let mut at = lines.start as usize;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        after.push_str(text.get(at..start)?);
        after.push_str(&edit.text);
        at = end;
    }
    after.push_str(text.get(at..lines.end as usize)?);
    let split = |text: &str| text.lines().map(str::to_owned).collect::<Vec<String>>();
    let (mut before, mut after) = (split(text.get(lines.range())?), split(&after));
    let mut line = view.sources.position(lines).line;
    // What stays the same is no change.
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let context = match same.checked_sub(1).and_then(|last| before.get(last)) {
        Some(last) => vec![last.clone()],
        None => line_above(text, lines).into_iter().collect(),
    };
    before.drain(..same);
    after.drain(..same);
    line += u32::try_from(same).unwrap_or_default();
    while before.last().is_some() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    before.truncate(MOST_LINES);
    after.truncate(MOST_LINES);
    let file = view.sources.path(lines.source).to_owned();
    Some(HunkData { file, line, context, before, after })
}
