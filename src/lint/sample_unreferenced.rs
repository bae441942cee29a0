use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::Place;

static RULE: Rule = Rule {
    id: "sample-unreferenced",
    severity: Severity::Note,
    summary: "a sample file is shown by no operation",
    explanation: "The file lies among samples that operations show, but none shows this one. It may be left over, or a `literalinclude` may be missing.",
    bad: "(samples/volume-create-response.json, named by no `literalinclude`)",
    good: ".. literalinclude:: samples/volume-create-response.json",
    absence: true,
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let layout = context.sources.layout();
    if layout.only.is_some() || layout.scope != layout.source_dir {
        return;
    }
    for path in &context.reference.unreferenced {
        let Some(id) = context.sources.find(path) else { continue };
        // Outside of the sources a sample may have other users, such as tests.
        let own = layout.source_dir.is_empty() || path.starts_with(&format!("{}/", layout.source_dir));
        let or = if own { ", or delete it" } else { "; if it is for tests only, nothing is wrong" };
        findings.push(
            Finding::new(
                rule,
                Place::source_file(id),
                Subject::file(path),
                format!("`{path}` is shown by no operation"),
            )
            .with_help(format!("show it with `literalinclude` where it belongs{or}")),
        );
    }
}
