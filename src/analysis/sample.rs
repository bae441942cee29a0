use super::line::line;
use super::{Analysis, AnalysisError};
use crate::contract::Judged;
use crate::place::Span;
use crate::reference::Operation;
use crate::shape::Placed;

impl Analysis {
    /// How the version of a sample was found, for every operation that shows it; `wanted` is the end of its
    /// path.
    pub fn explain_sample(&self, wanted: &str) -> Result<String, AnalysisError> {
        let wanted = wanted.trim_start_matches("./");
        let (reference, sources) = (self.reference(), self.sources());
        let mut text = String::new();
        for judged in &self.judgement()?.judged {
            let operation = &reference.operations[judged.operation];
            let sample = &operation.samples[judged.sample];
            let Some(file) = reference.sample_file(sample) else { continue };
            let path = sources.path(file.source);
            if path == wanted || path.ends_with(&format!("/{wanted}")) {
                line(&mut text, path);
                line(&mut text, format_args!("  {} of {}", judged.direction.as_str(), operation.key()));
                derivation(self, operation, sample.span, judged, &mut text);
            }
        }
        if text.is_empty() {
            return Err(AnalysisError::Question(format!("no operation shows a JSON sample `{wanted}`")));
        }
        Ok(text)
    }
}

fn derivation(analysis: &Analysis, operation: &Operation, span: Span, judged: &Judged, out: &mut String) {
    let at = |span: Span| {
        format!("{}:{}", analysis.sources().path(span.source), analysis.sources().position(span).line)
    };
    line(out, format_args!("  shown at {}", at(span)));
    let recorded = &judged.recorded;
    for piece in &recorded.evidence {
        line(out, format_args!("  {} says {}: {}", piece.kind.as_str(), piece.window, piece.text));
    }
    line(out, format_args!("  its documented keys are active together: {}", recorded.keys));
    if let Some(apart) = &recorded.impossible {
        let row = |placed: &Placed| {
            let row = &analysis.reference().operations[placed.operation].rows[placed.row];
            format!("`{}` exists {}", row.name, placed.window)
        };
        let rows: Vec<String> = apart.fewer.iter().chain(&apart.more).map(row).collect();
        line(out, format_args!("  but {}", rows.join(", ")));
    }
    let version = recorded.version;
    match version {
        None => line(out, format_args!("  judged without a version: the document mentions none")),
        Some(version) if recorded.exact => line(out, format_args!("  judged at {version}, as written")),
        Some(version) => line(out, format_args!("  judged at {version}, inferred")),
    }
    line(out, format_args!("  rows active there:"));
    for row in operation.rows_of(judged.direction) {
        if version.is_none_or(|version| row.window.contains(version)) {
            let window = if row.window.is_all() { String::new() } else { format!(", {}", row.window) };
            line(out, format_args!("    {} ({}{window})", row.name, at(row.name_span)));
        }
    }
}
