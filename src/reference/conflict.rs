//! Merge conflicts that were committed with their markers.

use std::borrow::Cow;

use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{Place, SourceId, Span};
use crate::source::Sources;
use crate::text::lines;

pub(super) static CONFLICT_MARKER: Rule = Rule {
    id: "conflict-marker",
    severity: Severity::Error,
    unread: true,
    summary: "a file holds a merge conflict",
    explanation: "The markers of git (`<<<<<<<`, `=======`, `>>>>>>>`) stand in the file, and both sides \
                  with them. Here the first side is read and the second one is left out.",
    bad: "<<<<<<< HEAD\n- name: name\n=======\n- name: title\n>>>>>>> change",
    good: "- name: name",
    ..Rule::USUAL
};

/// Where in a conflict a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Outside,
    First,
    /// The common ancestor or the second side.
    Other,
}

/// The text with the first side of each conflict alone: the markers and all else of it are blank, so every
/// byte stays in its place.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains("<<<<<<<") || markers(text).is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, line, is_kept) in sides(text) {
        if !is_kept && let Some(line) = bytes.get_mut(start..start + line.len()) {
            line.fill(b' ');
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Where conflicts begin that also end.
fn markers(text: &str) -> Vec<usize> {
    let mut begun = None;
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        if is_marker(line, "<<<<<<<") {
            begun = Some(start);
        } else if is_marker(line, ">>>>>>>") {
            found.extend(begun.take());
        }
    }
    found
}

/// The lines, and whether they are read.
fn sides(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut side = Side::Outside;
    lines(text).map(move |(start, line)| {
        let next = match side {
            Side::Outside if is_marker(line, "<<<<<<<") => Side::First,
            Side::First if is_marker(line, "=======") || is_marker(line, "|||||||") => Side::Other,
            Side::First | Side::Other if is_marker(line, ">>>>>>>") => Side::Outside,
            same => same,
        };
        let is_kept = next == side && next != Side::Other;
        side = next;
        (start, line, is_kept)
    })
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
}

/// Reports the conflicts of all files, one finding a file.
pub(super) fn check(sources: &Sources, findings: &mut Findings) {
    let is_file = |id: SourceId| sources.file_of(id) == id;
    for (id, source) in sources.iter().filter(|(id, source)| is_file(*id) && source.text.contains("<<<<<<<"))
    {
        let markers = markers(&source.text);
        let place = |at: usize| Place::Text(Span::new(SourceId(id.0), at, at + "<<<<<<<".len()));
        let Some((first, others)) = markers.split_first() else { continue };
        let message = format!("`{}` holds a merge conflict", source.path);
        let mut finding = Finding::new(&CONFLICT_MARKER, place(*first), Subject::file(&source.path), message)
            .with_help(
                "resolve the conflict and delete the three markers; until then its first side is read",
            );
        for other in others {
            finding = finding.with_related(place(*other), "and here");
        }
        // JSON is a sample.
        let is_sample = source.path.ends_with(".json");
        findings.push(if is_sample { finding.with_only_a_sample_lost() } else { finding });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_side_is_read() {
        let text = "a\n<<<<<<< ours\nb\n||||||| base\nx\n=======\nc\n>>>>>>> theirs\nd\n";
        let kept = resolved(text);
        assert_eq!(kept.len(), text.len());
        assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), ["a", "b", "d"]);
        for text in ["<<<<<<<\n======\n", "Title\n=======\n", "a <<<<<<< b\n>>>>>>> c\n"] {
            assert_eq!(resolved(text), text);
        }
    }
}
