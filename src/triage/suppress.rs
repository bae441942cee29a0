use super::allowance::{Allowance, Scope};
use crate::collections::HashMap;
use crate::finding::{Finding, Findings, Rule, Severity, Subject, SubjectKind, nearest};
use crate::place::{Place, SourceId, Span};
use crate::source::Sources;

pub(super) static UNKNOWN_RULE: Rule = Rule {
    id: "allow-unknown-rule",
    severity: Severity::Warning,
    summary: "an allowance names a rule that does not exist",
    explanation: "It allows nothing. `apiref rules` lists the rules.",
    bad: ".. apiref: allow sample-key-mising -- only administrators see this key",
    good: ".. apiref: allow sample-key-missing -- only administrators see this key",
    ..Rule::USUAL
};

pub(super) static UNUSED: Rule = Rule {
    id: "allow-unused",
    severity: Severity::Note,
    summary: "an allowance is not needed",
    explanation: "Nothing is found that it could take away: the sources were mended, or the comment stands \
                  at another operation than the finding. Left in place it would hide the next such finding.",
    bad: ".. apiref: allow sample-key-missing -- where each required key is in the sample",
    good: "no comment",
    ..Rule::USUAL
};

/// Takes away the findings that comments allow, and returns how many. `known` are the ids of all rules. An
/// allowance that was not needed is only told if the `whole` tree was read.
pub(super) fn suppress(
    findings: &mut Findings,
    allowances: &[Allowance],
    known: &[&str],
    sources: &Sources,
    whole: bool,
) -> usize {
    let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::default();
    for (number, allowance) in allowances.iter().enumerate() {
        by_rule.entry(&allowance.rule).or_default().push(number);
    }
    let mut used = vec![false; allowances.len()];
    let before = findings.len();
    findings.retain(|finding| {
        let candidates = by_rule.get(finding.rule().id).map_or(&[][..], Vec::as_slice);
        !is_allowed(finding, candidates, allowances, sources, &mut used)
    });
    let suppressed = before - findings.len();
    for (allowance, used) in allowances.iter().zip(used) {
        if !known.contains(&allowance.rule.as_str()) {
            findings.push(unknown(allowance, known));
        } else if whole && !used {
            let message = format!("nothing is found here that `allow {}` takes away", allowance.rule);
            findings.push(
                Finding::new(&UNUSED, allowance.span, subject(allowance), message)
                    .with_help("delete the comment"),
            );
        }
    }
    suppressed
}

fn subject(allowance: &Allowance) -> Subject {
    Subject::new(SubjectKind::Rule, allowance.rule.as_str())
}

fn unknown(allowance: &Allowance, known: &[&str]) -> Finding {
    let message = format!("there is no rule `{}`", allowance.rule);
    let finding = Finding::new(&UNKNOWN_RULE, allowance.span, subject(allowance), message);
    match nearest(&allowance.rule, known.iter().copied()) {
        Some(rule) => finding.with_help(format!("write `{rule}`")),
        None => finding.with_help("`apiref rules` lists the rules"),
    }
}

/// Is the finding allowed where it stands, or in each of its operations? What belongs to several operations
/// is not hidden because one of them allows it.
fn is_allowed(
    finding: &Finding,
    candidates: &[usize],
    allowances: &[Allowance],
    sources: &Sources,
    used: &mut [bool],
) -> bool {
    let mut allowed = false;
    let mut open: Vec<&str> = finding.operations().iter().map(String::as_str).collect();
    for &number in candidates {
        let Some(allowance) = allowances.get(number) else { continue };
        let fits = match &allowance.scope {
            Scope::File(file) => is_in_file(finding, *file, sources),
            Scope::Lines(lines) => places(finding).any(|place| overlaps(place, *lines)),
            Scope::Operation { name, span } => is_of_operation(finding, name, *span),
        };
        if !fits {
            continue;
        }
        if let Some(used) = used.get_mut(number) {
            *used = true;
        }
        // Lost input is excused for a reason only.
        if finding.is_unread() && allowance.reason.is_none() {
            continue;
        }
        match &allowance.scope {
            Scope::Operation { name, .. } if !open.is_empty() => open.retain(|operation| operation != name),
            _ => allowed = true,
        }
        allowed |= open.is_empty();
    }
    allowed
}

/// Is it about this file? A finding in a sample also is about the text that says otherwise.
fn is_in_file(finding: &Finding, file: SourceId, sources: &Sources) -> bool {
    let primary = sources.file_of(finding.place().source());
    let is_text =
        [".rst", ".inc", ".yaml", ".yml"].iter().any(|suffix| sources.path(primary).ends_with(suffix));
    let is_here = |place: &Place| sources.file_of(place.source()) == file;
    primary == file || (!is_text && finding.related().iter().any(|related| is_here(&related.place)))
}

/// Is it about this operation? One of the same method and path in the same file is another one.
fn is_of_operation(finding: &Finding, name: &str, span: Span) -> bool {
    if finding.operations().is_empty() {
        return overlaps(finding.place(), span);
    }
    let named = finding.operations().iter().any(|operation| operation == name);
    let mut in_file = places(finding).filter(|place| place.source() == span.source).peekable();
    named && (in_file.peek().is_none() || in_file.any(|place| overlaps(place, span)))
}

fn places(finding: &Finding) -> impl Iterator<Item = &Place> {
    std::iter::once(finding.place()).chain(finding.related().iter().map(|related| &related.place))
}

fn overlaps(place: &Place, span: Span) -> bool {
    match place {
        Place::Text(text) => text.source == span.source && text.start < span.end && span.start <= text.end,
        Place::Value(..) | Place::Key(..) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE, Tree};
    use super::*;

    const KNOWN: &[&str] = &["sample-type", "sample-key-missing"];

    fn allow(rule: &str, scope: Scope) -> Allowance {
        Allowance { rule: rule.to_owned(), reason: None, span: Span::new(SourceId(0), 0, 1), scope }
    }

    fn operation(name: &str, span: Span) -> Scope {
        Scope::Operation { name: name.to_owned(), span }
    }

    /// The rules that are left of the tree's findings.
    fn left(tree: &mut Tree, allowances: &[Allowance]) -> Vec<&'static str> {
        let before = tree.findings.len();
        let suppressed = suppress(&mut tree.findings, allowances, KNOWN, &tree.sources, true);
        let rules: Vec<_> = tree.findings.iter().map(|finding| finding.rule().id).collect();
        assert_eq!(before - suppressed, rules.iter().filter(|rule| !rule.starts_with("allow-")).count());
        rules
    }

    #[test]
    fn the_file_of_the_row_speaks_for_the_sample() {
        let file = Scope::File(SourceId(0));
        assert_eq!(left(&mut Tree::new(), &[allow("sample-type", file.clone())]), [""; 0]);
        assert_eq!(
            left(&mut Tree::new(), &[allow("sample-key-missing", file)]),
            ["sample-type", "allow-unused"]
        );
    }

    #[test]
    fn a_file_does_not_speak_for_an_entry_that_others_use() {
        let mut tree = Tree::new();
        tree.sources =
            Sources::from_texts([("a.inc", "- size: size"), ("parameters.yaml", "size:\n  type: x\n")]);
        tree.findings = vec![
            Finding::new(&TYPE, tree.span(1, "x"), Subject::entry("size"), "wrong")
                .with_related(tree.span(0, "size"), "used"),
        ];
        let file = Scope::File(SourceId(0));
        assert_eq!(left(&mut tree, &[allow("sample-type", file)]), ["sample-type", "allow-unused"]);
        let entry = Scope::Lines(tree.span(1, "size:\n  type: x"));
        tree.findings.pop();
        assert_eq!(left(&mut tree, &[allow("sample-type", entry)]), [""; 0]);
    }

    #[test]
    fn an_operation_speaks_for_itself() {
        let tree = Tree::new();
        let (here, there) = (tree.span(0, "- size: size"), tree.span(0, "List volumes"));
        assert_eq!(left(&mut Tree::new(), &[allow("sample-type", operation("GET /volumes", here))]), [""; 0]);
        for scope in [operation("GET /volumes", there), operation("POST /volumes", here)] {
            assert_eq!(
                left(&mut Tree::new(), &[allow("sample-type", scope)]),
                ["sample-type", "allow-unused"]
            );
        }
    }

    #[test]
    fn each_operation_has_to_allow_what_belongs_to_several() {
        let two = || {
            let mut tree = Tree::new();
            tree.findings =
                vec![tree.at_pointer(&MISSING, "absent").with_operation("GET /a").with_operation("GET /b")];
            tree
        };
        let span = two().span(0, "List");
        let allowed = |name| allow("sample-key-missing", operation(name, span));
        assert_eq!(left(&mut two(), &[allowed("GET /a")]), ["sample-key-missing"]);
        assert_eq!(left(&mut two(), &[allowed("GET /a"), allowed("GET /b")]), [""; 0]);
    }

    #[test]
    fn a_rule_that_does_not_exist_is_told() {
        let mut tree = Tree::new();
        tree.findings.clear();
        let file = Scope::File(SourceId(0));
        assert_eq!(left(&mut tree, &[allow("sample-tipe", file)]), ["allow-unknown-rule"]);
        assert_eq!(tree.findings[0].help(), Some("write `sample-type`"));
    }

    #[test]
    fn part_of_a_tree_cannot_tell_what_is_not_needed() {
        let mut tree = Tree::new();
        tree.findings.clear();
        let file = Scope::File(SourceId(0));
        suppress(&mut tree.findings, &[allow("sample-type", file)], KNOWN, &tree.sources, false);
        assert!(tree.findings.is_empty());
    }
}
