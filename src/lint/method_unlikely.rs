use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Method, Operation, Piece};

static RULE: Rule = Rule {
    id: "method-unlikely",
    severity: Severity::Note,
    summary: "the title of an operation speaks of something else than its method",
    explanation: "What a title calls \"Show\" or \"List\" is a GET, \"Update\" is PUT or PATCH, \"Delete\" is DELETE. Some services do otherwise, and actions are sent with POST; but a section is often copied, and its title or its method is then that of another operation.",
    bad: "Delete a volume\n---------------\n\n.. rest_method:: GET /volumes/{volume_id}",
    good: "Delete a volume\n---------------\n\n.. rest_method:: DELETE /volumes/{volume_id}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

/// First words of titles, and the methods that fit them.
const VERBS: [(&[&str], &[Method]); 4] = [
    (&["show", "list", "get", "view", "display", "retrieve"], &[Method::Get, Method::Head]),
    (&["update", "modify", "edit"], &[Method::Put, Method::Patch]),
    (&["delete", "remove", "destroy"], &[Method::Delete]),
    (&["create", "add"], &[Method::Post, Method::Put, Method::Patch]),
];

/// The methods that are held against titles.
const COMMON: [Method; 6] =
    [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations().filter(|operation| COMMON.contains(&operation.method)) {
        let Some(fitting) = fitting(&operation.title) else { continue };
        if fitting.contains(&operation.method) || is_action(operation) {
            continue;
        }
        let names: Vec<&str> = fitting.iter().map(Method::as_str).collect();
        let message = format!("`{}` is a {}", operation.title, operation.method.as_str());
        findings.push(
            Finding::new(rule, operation.span, Subject::operation(&operation.title), message)
                .with_help(format!(
                    "write {}, if that is what the service takes, or a title that fits the method",
                    names.join(" or ")
                ))
                .with_operation(operation.key())
                .with_related(operation.title_span, "the title"),
        );
    }
}

/// The methods that fit a title; nothing if it does not begin with one of the verbs.
fn fitting(title: &str) -> Option<&'static [Method]> {
    let first = title.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?;
    let single = first.strip_suffix(['s', 'S']).unwrap_or(first);
    let is = |verb: &&str| first.eq_ignore_ascii_case(verb) || single.eq_ignore_ascii_case(verb);
    VERBS.iter().find(|(verbs, _)| verbs.iter().any(is)).map(|(_, methods)| *methods)
}

/// Does the end of the URL say what is done: an action, a word below one thing, or one of the verbs?
fn is_action(operation: &Operation) -> bool {
    let segments = &operation.template.segments;
    let [Piece::Literal(last)] = segments.last().map(Vec::as_slice).unwrap_or_default() else { return false };
    let is_below_one = segments
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|before| before.iter().any(|piece| matches!(piece, Piece::Variable(_))));
    let mut words = last.split(|c: char| !c.is_alphanumeric());
    let says_it = words.any(|word| matches!(word, "action" | "actions") || fitting(word).is_some());
    says_it || is_below_one && !operation.method.is_bodyless()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(title: &str, method: &str) -> usize {
        let chapter = operation(method, "Request", "").replace("Things\n", &format!("{title}\n"));
        ask("method-unlikely", &chapter, "").len()
    }

    #[test]
    fn titles_of_other_methods_are_told() {
        for (title, method) in [
            ("Delete a parcel", "GET /parcels/{id}"),
            ("Modify a parcel", "POST /parcels/{id}"),
            ("Lists parcels", "POST /parcels"),
            ("Create", "DELETE /parcels/{id}"),
        ] {
            assert_eq!(count(title, method), 1, "{title} {method}");
        }
    }

    #[test]
    fn what_the_url_says_is_fine() {
        for (title, method) in [
            ("Delete a parcel", "DELETE /parcels/{id}"),
            ("Show parcels", "HEAD /parcels"),
            ("Remove tags", "POST /parcels/{id}/untag"),
            ("Update parcels", "POST /parcels/action"),
            ("Get the log", "PUT /parcels/get-log"),
            ("Weigh parcels", "POST /parcels"),
        ] {
            assert_eq!(count(title, method), 0, "{title} {method}");
        }
    }
}
