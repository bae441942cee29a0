use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::reference::{OF_ONE, Operation, Sample, lying_beside};

static RULE: Rule = Rule {
    id: "sample-misplaced",
    severity: Severity::Warning,
    summary: "the operation for one thing shows the sample of the list",
    explanation: "The operation answers with one thing, and shows the very file that the list of these things shows. Its readers see another body than they get. Such a sample is not held against the table of the operation, and no document shows it there.",
    bad: "Show a volume\n-------------\n\n.. rest_method:: GET /volumes/{volume_id}\n\n.. literalinclude:: samples/volumes-list-response.json",
    good: "Show a volume\n-------------\n\n.. rest_method:: GET /volumes/{volume_id}\n\n.. literalinclude:: samples/volume-show-response.json",
    fix: Some("the sample that lies beside it, is named after one thing and shown by no operation"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let misplaced = operation.samples.iter().filter(|sample| sample.is_misplaced);
        findings.extend(misplaced.map(|sample| finding(rule, context, operation, sample)));
    }
}

fn finding(rule: &'static Rule, context: &Context<'_>, operation: &Operation, sample: &Sample) -> Finding {
    let is_list = |other: &&Operation| {
        other.samples.iter().any(|shown| shown.file == sample.file && !shown.is_misplaced)
    };
    let list = context.operations().find(is_list);
    let name = sample.path.rsplit('/').next().unwrap_or_default();
    let message = format!("`{}` shows a list: `{name}`", operation.title);
    let finding =
        Finding::new(rule, sample.span, Subject::file(&sample.path), message).with_operation(operation.key());
    let finding = match list {
        Some(list) => finding.with_related(list.span, format!("the list that it is of, `{}`", list.title)),
        None => finding,
    };
    let file = context.reference.sample_file(sample);
    let lying = file.and_then(|file| lying_beside(context.reference, context.sources, file.source, &OF_ONE));
    let Some(lying) = lying else {
        return finding.with_help("record a response of this operation and show it instead");
    };
    let meant = sample
        .path
        .rsplit_once('/')
        .map_or_else(|| lying.to_owned(), |(folder, _)| format!("{folder}/{lying}"));
    finding
        .with_help(format!("show `{lying}`, which lies beside it and is shown by no operation"))
        .with_fix(Fix::suggested(format!("show `{meant}`")).replacing(sample.span, meant))
}
