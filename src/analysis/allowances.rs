use crate::finding::Findings;
use crate::place::Span;
use crate::reference::{OperationId, Reference};
use crate::source::Sources;
use crate::triage::{Allowance, Scope};

/// The comments that allow findings: of rst sources by the operation they stand in, of dictionaries by the
/// entry.
pub(super) fn gather(reference: &Reference, sources: &Sources, findings: &mut Findings) -> Vec<Allowance> {
    let mut allowances = Vec::new();
    for remark in &reference.remarks {
        let scope = match remark.operation.map(|at| &reference.operations[at]) {
            Some(operation) => Scope::Operation {
                name: operation.key(),
                span: extent(reference, remark.operation, operation.span),
            },
            None => Scope::File(remark.span.source),
        };
        allowances.extend(Allowance::read(sources.slice(remark.span), remark.span, &scope, findings));
    }
    for dictionary in reference.dictionaries.values() {
        let text = sources.text(dictionary.source);
        if !text.contains("apiref:") {
            continue;
        }
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if let Some(at) = line.find('#').filter(|_| line.contains("apiref:")) {
                let span = Span::new(dictionary.source, start + at, start + line.trim_end().len());
                let entry = dictionary.entries.values().find(|entry| entry.span.end as usize > start);
                let scope = entry.map_or(Scope::File(dictionary.source), |entry| Scope::Lines(entry.span));
                allowances.extend(Allowance::read(sources.slice(span), span, &scope, findings));
            }
            start += line.len();
        }
    }
    allowances
}

/// From the operation to the next one of its file.
fn extent(reference: &Reference, id: Option<OperationId>, span: Span) -> Span {
    let next = id
        .and_then(|id| reference.operations[reference.operations.ids_from(id)].get(1))
        .filter(|next| next.span.source == span.source && next.span.start > span.start)
        .map_or(u32::MAX, |next| next.title_span.start);
    Span { end: next, ..span }
}
