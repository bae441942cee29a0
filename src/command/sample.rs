use std::io::Write;

use super::error::CommandError;
use super::session::Session;
use crate::contract::Judged;
use crate::place::Span;
use crate::reference::{Operation, RowId};
use crate::shape::Shapes;

/// Prints how the version of a sample was found, for every operation that shows it.
pub(super) fn explain(
    mut session: Session,
    shapes: &Shapes,
    wanted: &str,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let outcome = session.judge(shapes);
    let wanted = wanted.trim_start_matches("./");
    let mut found = false;
    for judged in &outcome.judged {
        let operation = &session.reference.operations[judged.operation];
        let sample = &operation.samples[judged.sample];
        let Some(file) = session.reference.sample_file(sample) else { continue };
        let path = session.sources.path(file.source);
        if path == wanted || path.ends_with(&format!("/{wanted}")) {
            found = true;
            writeln!(out, "{path}\n  {} of {}", judged.direction.as_str(), operation.key())?;
            derivation(&session, operation, sample.span, judged, out)?;
        }
    }
    if !found {
        return Err(CommandError::Usage(format!("no operation shows a JSON sample `{wanted}`")));
    }
    Ok(0)
}

fn derivation(
    session: &Session,
    operation: &Operation,
    span: Span,
    judged: &Judged,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let at =
        |span: Span| format!("{}:{}", session.sources.path(span.source), session.sources.position(span).line);
    writeln!(out, "  shown at {}", at(span))?;
    let recorded = &judged.recorded;
    for piece in &recorded.evidence {
        writeln!(out, "  {} says {}: {}", piece.kind.as_str(), piece.window, piece.text)?;
    }
    writeln!(out, "  its documented keys are active together: {}", recorded.keys)?;
    if let Some((ended, began)) = &recorded.impossible {
        let name = |row: RowId| &operation.rows[row].name;
        writeln!(
            out,
            "  but `{}` exists {} and `{}` {}",
            name(ended.row),
            ended.window,
            name(began.row),
            began.window
        )?;
    }
    let version = recorded.version;
    match version {
        None => writeln!(out, "  judged without a version: the document mentions none")?,
        Some(version) if recorded.exact => writeln!(out, "  judged at {version}, as written")?,
        Some(version) => writeln!(out, "  judged at {version}, inferred")?,
    }
    writeln!(out, "  rows active there:")?;
    for row in operation.rows_of(judged.direction) {
        if version.is_none_or(|version| row.window.contains(version)) {
            let window = if row.window.is_all() { String::new() } else { format!(", {}", row.window) };
            writeln!(out, "    {} ({}{window})", row.name, at(row.name_span))?;
        }
    }
    Ok(())
}
