use std::collections::BTreeMap;

use super::context::Use;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Direction, Location};

static RULE: Rule = Rule {
    id: "header-case",
    severity: Severity::Warning,
    summary: "one header stands twice in an operation, spelt differently",
    explanation: "The names of headers do not mind the case, so `X-Trace` and `x-trace` are one header. Two \
                  rows for it contradict each other, and OpenAPI allows only one.",
    bad: "- X-Trace: trace\n- x-trace: trace_id",
    good: "- X-Trace: trace",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let mut known: BTreeMap<(Option<Direction>, String), Use<'_>> = BTreeMap::new();
        for row in operation.rows.iter().filter(|row| row.location == Location::Header) {
            let key = (row.direction, row.name.to_lowercase());
            let Some(first) = known.get(&key) else {
                known.insert(key, Use { operation, row });
                continue;
            };
            // The same name twice is a finding of its own.
            if first.row.name != row.name && first.row.window.overlaps(row.window) {
                let message = format!("`{}` and `{}` are one header", first.row.name, row.name);
                findings.push(
                    Finding::new(rule, row.name_span, Subject::row(&row.name), message)
                        .with_help("keep one of the two rows")
                        .with_related(first.row.name_span, "the other one")
                        .with_operation(operation.key()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    #[test]
    fn names_that_differ_in_case_only_are_told() {
        let told = |rows: &str| {
            let chapter = operation("GET /a", "Request", rows);
            ask("header-case", &chapter, &entry("a", "header", "string")).len()
        };
        assert_eq!(told("   - X-Trace: a\n   - x-trace: a\n"), 1);
        assert_eq!(told("   - X-Trace: a\n   - X-Other: a\n"), 0);
    }
}
