use crate::finding::{Finding, Findings, Rule, Severity, Subject, SubjectKind};
use crate::place::{SourceId, Span};

/// What a comment in the sources allows: findings of one rule, in one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// The rule's id as written.
    pub rule: String,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// The id in the comment.
    pub span: Span,
    /// Where it holds.
    pub scope: Scope,
}

/// Where an allowance holds; it follows from where the comment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A whole file: the comment stands before its first title or entry.
    File(SourceId),
    /// One operation: the comment stands in it.
    Operation {
        /// The operation, as `METHOD path`.
        name: String,
        /// The bytes that belong to it; they tell operations of one method and path apart.
        span: Span,
    },
    /// Some lines, such as an entry of a dictionary with the comment right before or inside it.
    Lines(Span),
}

pub(super) static MALFORMED: Rule = Rule {
    id: "allow-malformed",
    severity: Severity::Warning,
    summary: "a comment for apiref cannot be understood",
    explanation: "A comment that starts with `apiref:` is an instruction to this tool. The only one is \
                  `allow`, with the ids of rules separated by commas and a reason after two hyphens. What is \
                  not understood allows nothing.",
    bad: ".. apiref: ignore sample-key-missing",
    good: ".. apiref: allow sample-key-missing -- only administrators see this key",
    ..Rule::USUAL
};

pub(super) static WITHOUT_REASON: Rule = Rule {
    id: "allow-without-reason",
    severity: Severity::Note,
    summary: "an allowance does not say why",
    explanation: "The next reader has to know whether the reason still holds. The allowance works all the \
                  same, unless input was lost: that is never excused without a reason.",
    bad: ".. apiref: allow sample-key-missing",
    good: ".. apiref: allow sample-key-missing -- only administrators see this key",
    ..Rule::USUAL
};

impl Allowance {
    /// Reads a comment as it stands in the source, with or without its `..` or `#`:
    /// `apiref: allow RULE, RULE -- reason`. `span` covers the bytes of `comment`. Nothing comes of a comment
    /// that is not for this tool.
    pub(crate) fn read(comment: &str, span: Span, scope: &Scope, findings: &mut Findings) -> Vec<Self> {
        let Some(instruction) = instruction(comment) else { return Vec::new() };
        let (rules, reason) = instruction.split_once("--").unwrap_or((instruction, ""));
        let Some(ids) = ids(rules) else {
            findings.push(malformed(instruction, place(span, comment, instruction)));
            return Vec::new();
        };
        let reason = Some(on_one_line(reason)).filter(|reason| !reason.is_empty());
        if let (None, Some(first)) = (&reason, ids.first()) {
            let message = format!("`{first}` is allowed without a reason");
            let finding = Finding::new(&WITHOUT_REASON, place(span, comment, first), subject(first), message);
            findings.push(finding.with_help("add `-- ` and the reason"));
        }
        let allow = |id: &str| Self {
            rule: id.to_owned(),
            reason: reason.clone(),
            span: place(span, comment, id),
            scope: scope.clone(),
        };
        ids.into_iter().map(allow).collect()
    }
}

/// What a comment for this tool says, after `apiref:`.
fn instruction(comment: &str) -> Option<&str> {
    let text = comment.trim_start();
    let text = text.strip_prefix("..").unwrap_or(text.trim_start_matches('#'));
    text.trim_start().strip_prefix("apiref:").map(str::trim)
}

fn malformed(instruction: &str, span: Span) -> Finding {
    let message = format!("cannot understand `{}`", on_one_line(instruction));
    Finding::new(&MALFORMED, span, subject(instruction), message)
        .with_help("write `apiref: allow RULE -- reason`, several rules separated by commas")
}

fn subject(rule: &str) -> Subject {
    Subject::new(SubjectKind::Rule, on_one_line(rule))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ids after `allow`; `None` if it is another word, or if something is no id.
fn ids(text: &str) -> Option<Vec<&str>> {
    let list = text.trim_start().strip_prefix("allow")?;
    if !list.starts_with(char::is_whitespace) {
        return None;
    }
    let is_id = |id: &&str| !id.is_empty() && !id.contains(char::is_whitespace);
    let ids: Vec<&str> = list.split(',').map(str::trim).collect();
    ids.iter().all(is_id).then_some(ids)
}

/// The bytes of `part`, a slice of `comment`, which stands at `span`.
fn place(span: Span, comment: &str, part: &str) -> Span {
    let offset = (part.as_ptr() as usize).saturating_sub(comment.as_ptr() as usize);
    let start = span.start as usize + offset;
    Span::new(span.source, start, start + part.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SCOPE: Scope = Scope::File(SourceId(0));

    /// The allowances of a comment that starts at byte 100, and the rules of the findings.
    fn read(comment: &str) -> (Vec<Allowance>, Vec<&'static str>) {
        let mut findings = Findings::new();
        let span = Span::new(SourceId(0), 100, 100 + comment.len());
        let allowances = Allowance::read(comment, span, &SCOPE, &mut findings);
        (allowances, findings.iter().map(|finding| finding.rule().id).collect())
    }

    #[test]
    fn a_comment_allows_rules_for_a_reason() {
        let (allowances, found) =
            read(".. apiref: allow sample-type,\n   sample-key-missing -- seen by\n   some only");
        assert_eq!(found, [""; 0]);
        let rules: Vec<&str> = allowances.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, ["sample-type", "sample-key-missing"]);
        assert_eq!(allowances[1].reason.as_deref(), Some("seen by some only"));
        assert_eq!((allowances[0].span.start, allowances[0].span.end), (117, 128));
        assert_eq!(read("# apiref: allow sample-type -- why").0[0].rule, "sample-type");
        assert_eq!(read("apiref: allow sample-type -- why").0[0].rule, "sample-type");
    }

    #[test]
    fn a_missing_reason_is_told_but_the_allowance_holds() {
        let (allowances, found) = read(".. apiref: allow sample-type, sample-enum");
        assert_eq!((allowances.len(), allowances[0].reason.clone()), (2, None));
        assert_eq!(found, ["allow-without-reason"]);
        assert_eq!(read(".. apiref: allow sample-type --").1, ["allow-without-reason"]);
    }

    #[test]
    fn what_is_not_understood_allows_nothing() {
        for comment in [
            ".. apiref: ignore sample-type -- why",
            ".. apiref: allow",
            ".. apiref: allowed sample-type",
            ".. apiref: allow sample-type because -- why",
            ".. apiref: allow sample-type, -- why",
            ".. apiref:",
        ] {
            assert_eq!(read(comment), (Vec::new(), vec!["allow-malformed"]), "{comment}");
        }
    }

    #[test]
    fn other_comments_are_none_of_ours() {
        assert_eq!(read(".. the apiref: allow comment is explained below"), (Vec::new(), Vec::new()));
        assert_eq!(read("# allow sample-type"), (Vec::new(), Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn spans_are_where_the_ids_are(comment in "(\\.\\. |# )?apiref: ?(allow )?[a-zä, \n-]{0,30}") {
            for allowance in read(&comment).0 {
                let range = allowance.span.start as usize - 100..allowance.span.end as usize - 100;
                prop_assert_eq!(comment.get(range), Some(allowance.rule.as_str()));
            }
        }
    }
}
