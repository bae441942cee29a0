use std::borrow::Cow;
use std::io::{self, Write};

use super::escape::{inert, visible};
use super::shown_place::ShownPlace;
use super::{Order, Presentation, Report};
use crate::finding::Finding;
use crate::triage::number;

/// Writes the findings and the summary line.
pub(super) fn write(report: &Report<'_>, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let (shown, more) = presentation.shown(report.findings, Order::File);
    for finding in shown {
        write_finding(finding, report, out)?;
    }
    if more > 0 {
        writeln!(out, "not shown: {}", number(more, "more findings"))?;
    }
    if presentation.no_summary { Ok(()) } else { writeln!(out, "{}", report.summary.line(report.findings)) }
}

/// Writes `path:line:column: severity[rule] message`, one finding a line.
pub(super) fn write_findings(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| write_finding(finding, report, out))
}

fn write_finding(finding: &Finding, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ShownPlace { path, line, column, .. } = ShownPlace::new(finding.place(), report.sources);
    let (path, message) = (visible(path), without_places(finding.headline()));
    let (severity, rule) = (finding.severity(), finding.rule().id);
    let shown = format!("{path}:{line}:{column}: {severity}[{rule}] {message}");
    writeln!(out, "{}", inert(&shown))
}

/// The message without anything that looks like a place. Programs that make review comments of lines like
/// these look for `:line:column: `, and take the last one for the end of the path.
fn without_places(message: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, colon) in message.match_indices(':') {
        let after = at + colon.len();
        if message.get(after..).is_some_and(ends_a_place) {
            out.extend([message.get(done..after).unwrap_or_default(), " "]);
            done = after;
        }
    }
    if done == 0 {
        return Cow::Borrowed(message);
    }
    out.push_str(message.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Does the text start with `12: ` or `12:30: `?
fn ends_a_place(text: &str) -> bool {
    let Some(rest) = after_number(text) else { return false };
    let rest = after_number(rest).unwrap_or(rest);
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// What follows a number and a colon.
fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    if rest.len() < text.len() { rest.strip_prefix(':') } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{TYPE, Tree};
    use super::*;

    #[test]
    fn no_message_looks_like_a_place() {
        for (message, shown) in [
            ("says a.rst:12:30: here", "says a.rst: 12: 30: here"),
            ("at :7: and 1:2:3:", "at : 7: and 1: 2: 3:"),
            ("it is 12:30:45 or 2:1", "it is 12:30:45 or 2:1"),
        ] {
            assert_eq!(without_places(message), shown);
        }
    }

    #[test]
    fn one_finding_is_one_line() {
        let mut tree = Tree::new();
        tree.findings.push(tree.at_row(&TYPE, "two\nlines"));
        assert_eq!(
            tree.print(|report, out| write(report, &Presentation::default(), out)),
            "api-ref/samples/list.json:2:11: error[sample-type] `size` is a string, documented as integer\n\
             api-ref/volumes.inc:4:3: error[sample-type] two lines\n\
             2 errors, 0 warnings, 0 notes\n"
        );
        let short = Presentation { limit: Some(1), no_summary: true, ..Presentation::default() };
        assert_eq!(
            tree.print(|report, out| write(report, &short, out)),
            "api-ref/samples/list.json:2:11: error[sample-type] `size` is a string, documented as integer\n\
             not shown: 1 more finding\n"
        );
    }
}
