use std::borrow::Cow;
use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rayon::prelude::*;

use super::escape::{inert, visible};
use super::shown_place::ShownPlace;
use super::source_line::SourceLine;
use super::{Order, Presentation, Report, Style, overview};
use crate::finding::{Finding, Matter, Related, Severity};
use crate::place::Place;
use crate::triage::number;

/// How many findings are drawn; nobody reads as many, and each takes a hundred times its room in other forms.
const DRAWN: usize = 5000;

/// How many secondary places and operations of a finding are shown; the rest is a number.
const SHOWN: usize = 5;

/// Writes each finding with the lines of its places, the worst last, then the summary line. Many findings
/// without a baseline get an overview first.
pub(super) fn write(report: &Report<'_>, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let renderer = match presentation.style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    overview::write_overview(report, out)?;
    let draw = |finding: &Finding| {
        let mut drawn = renderer.render(&[group(finding, report)]);
        if let Some(body) = finding.body() {
            drawn.push('\n');
            drawn.push_str(body);
        }
        harmless(&drawn)
    };
    let limit = Some(presentation.limit.map_or(DRAWN, |limit| limit.min(DRAWN)));
    let (shown, more) = Presentation { limit, ..*presentation }.shown(report.findings, Order::Severity);
    for drawn in shown.into_par_iter().map(draw).collect::<Vec<String>>() {
        writeln!(out, "{drawn}\n")?;
    }
    if more > 0 {
        let way = if presentation.limit.is_some() { "" } else { "; `--output-format concise` lists all" };
        writeln!(out, "not shown: {}{way}\n", number(more, "more findings"))?;
    }
    if overview::is_first_day(report) {
        writeln!(out, "{}", overview::hint(report))?;
    }
    let mendable = || report.findings.iter().filter(|finding| !finding.fixes().is_empty());
    let is_of_spec = mendable().any(|finding| finding.rule().matter == Matter::Witnesses);
    let (mendable, with) = (mendable().count(), if is_of_spec { "--spec SPEC " } else { "" });
    if mendable > 0 {
        let have = if mendable == 1 { "has" } else { "have" };
        writeln!(
            out,
            "{} {have} a fix: `apiref fix {with}--suggested --diff` shows what can be proven\n",
            number(mendable, "findings")
        )?;
    }
    if presentation.no_summary { Ok(()) } else { writeln!(out, "{}", report.summary.line(report.findings)) }
}

/// What is drawn without a line that the runner of a job takes for a command. A further place begins with
/// three colons by custom; it gets an arrow like the first.
fn harmless(drawn: &str) -> String {
    let line = |line: &str| {
        if line.trim_start().starts_with("::: ") {
            line.replacen(":::", "-->", 1)
        } else {
            inert(line).into_owned()
        }
    };
    drawn.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn group<'a>(finding: &'a Finding, report: &Report<'a>) -> Group<'a> {
    let title = level(finding.severity()).primary_title(finding.headline()).id(finding.rule().id);
    let mut group = Group::with_title(title);
    group = show(group, finding.place(), AnnotationKind::Primary, "", report);
    for related in further_places(finding).into_iter().take(SHOWN) {
        group = show(group, &related.place, AnnotationKind::Context, related.label.as_str(), report);
    }
    for note in notes(finding) {
        group = group.element(Level::NOTE.message(note));
    }
    match finding.help() {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// Adds a place. Only its line is handed on: a whole source would be searched again for every finding.
fn show<'a>(
    group: Group<'a>,
    place: &'a Place,
    kind: AnnotationKind,
    label: &'a str,
    report: &Report<'a>,
) -> Group<'a> {
    let spot = ShownPlace::new(place, report.sources);
    let (path, line) = (visible(spot.path), spot.line as usize);
    let label = visible(label);
    let window = SourceLine::new(report.sources, report.sources.span_of(place));
    if let Some(SourceLine::Line(text, mark)) = window {
        let snippet = Snippet::source(text).path(path).line_start(line);
        return group.element(snippet.annotation(labelled(kind.span(mark), label)));
    }
    let mut group = group.element(Origin::path(path).line(line).char_column(spot.column as usize));
    if let Some(SourceLine::Part(part)) = window {
        group = group.element(Level::NOTE.message(part));
    }
    if label.is_empty() { group } else { group.element(Level::NOTE.message(label)) }
}

fn labelled<'a>(annotation: Annotation<'a>, label: Cow<'a, str>) -> Annotation<'a> {
    if label.is_empty() { annotation } else { annotation.label(label) }
}

/// Where in the sample, in which operations, and how much is not shown.
fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(pointer) = finding.place().pointer() {
        notes.push(format!(
            "at {}",
            visible(if pointer.as_str().is_empty() { "the root" } else { pointer.as_str() })
        ));
    }
    if !finding.operations().is_empty() {
        let names: Vec<_> = finding.operations().iter().take(SHOWN).map(|name| visible(name)).collect();
        let more = finding.operations().len().saturating_sub(SHOWN);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        notes.push(format!("in {}{rest}", names.join(", ")));
    }
    let further = further_places(finding).len();
    if further > SHOWN {
        notes.push(format!("and {}", number(further - SHOWN, "more places")));
    }
    notes
}

/// Labels that say nothing but that the cause is there as well.
const ALSO: [&str; 3] = ["used here", "the same here", "and here"];

/// The secondary places, without those that are shown before and of which nothing else is said.
fn further_places(finding: &Finding) -> Vec<&Related> {
    let all = finding.related();
    let is_before = |at: usize, one: &Related| {
        *finding.place() == one.place
            || all.iter().take(at).any(|other| other.place == one.place && other.label != one.label)
    };
    let says_more =
        |(at, one): &(usize, &Related)| !ALSO.contains(&one.label.as_str()) || !is_before(*at, one);
    all.iter().enumerate().filter(says_more).map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE, Tree};
    use super::*;
    use crate::finding::Subject;
    use crate::place::SourceId;

    fn plain(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        write(report, &Style::Plain.into(), out)
    }

    #[test]
    fn a_place_that_is_shown_already_is_not_shown_again() {
        let tree = Tree::new();
        let (place, row) = (tree.span(0, "- size"), tree.span(0, "size: size"));
        let finding = Finding::new(&TYPE, place, Subject::row("size"), "wrong")
            .with_related(row, "the row")
            .with_related(place, "used here")
            .with_related(place, "string here")
            .with_related(row, "used here");
        let shown: Vec<&str> = further_places(&finding).iter().map(|one| one.label.as_str()).collect();
        assert_eq!(shown, ["the row", "string here"]);
    }

    #[test]
    fn both_places_are_shown_with_their_lines() {
        let expected = "\
error[sample-type]: `size` is a string, documented as integer
 --> api-ref/samples/list.json:2:11
  |
2 |   \"size\": \"1\"
  |           ^^^
  |
 --> api-ref/volumes.inc:4:3
  |
4 | - size: size
  |   ---------- documented here
  |
  = note: in GET /volumes
  = help: say `string` in the entry `size`

1 error, 0 warnings, 0 notes
";
        assert_eq!(Tree::new().print(plain), expected);
    }

    #[test]
    fn a_whole_file_is_only_named() {
        let mut tree = Tree::new();
        tree.findings = vec![Finding::new(
            &MISSING,
            Place::source_file(SourceId(1)),
            Subject::whole_file(),
            "nothing uses this sample",
        )];
        let expected = "\
warning[sample-key-missing]: nothing uses this sample
--> api-ref/samples/list.json:1:1

0 errors, 1 warning, 0 notes
";
        assert_eq!(tree.print(plain), expected);
    }

    #[test]
    fn a_very_long_line_is_quoted_in_part() {
        let mut tree = Tree::new();
        let text = format!("{{\"key\": \"{}\", \"size\": \"1\"}}", "a".repeat(2000));
        tree.sources = crate::source::Sources::from_texts([("a.json", text.as_str())]);
        let place = tree.span(0, "\"1\"");
        tree.findings =
            vec![Finding::new(&TYPE, place, Subject::row("size"), "wrong type").with_related(place, "here")];
        let printed = tree.print(plain);
        assert!(printed.contains("--> a.json:1:2021\n"), "{printed}");
        assert!(printed.contains("aaa\", \"size\": >>>\"1\"<<<}\n"), "{printed}");
        assert!(printed.contains("note: here\n"), "{printed}");
    }

    #[test]
    fn long_lists_are_counted() {
        let mut tree = Tree::new();
        let mut finding = tree.at_pointer(&TYPE, "wrong everywhere");
        for number in 0..8 {
            finding = finding
                .with_operation(format!("GET /v{number}"))
                .with_related(tree.span(0, "name"), "used here");
        }
        tree.findings = vec![finding];
        let printed = tree.print(plain);
        assert_eq!(printed.matches("used here").count(), SHOWN);
        assert!(printed.contains("note: at /size\n"), "{printed}");
        assert!(
            printed.contains("note: in GET /v0, GET /v1, GET /v2, GET /v3, GET /v4 and 3 more\n"),
            "{printed}"
        );
        assert!(printed.contains("note: and 3 more places\n"), "{printed}");
    }

    #[test]
    fn many_findings_start_with_the_totals_and_a_way_to_begin() {
        let mut tree = Tree::new();
        tree.findings = (0..30).map(|number| tree.at_row(&MISSING, &format!("no {number}"))).collect();
        let printed = tree.print(plain);
        assert!(
            printed.starts_with("30  warning  sample-key-missing  a required key is not in the sample\n")
        );
        let first_screen: Vec<&str> = printed.lines().take(5).collect();
        assert!(first_screen.iter().any(|line| line.contains("apiref check --write-baseline")));
        assert!(printed.ends_with("\n0 errors, 30 warnings, 0 notes\n"));
        tree.summary.baselined = Some(0);
        assert!(!tree.print(plain).contains("--write-baseline"));
    }

    #[test]
    fn the_worst_stands_at_the_end() {
        let mut tree = Tree::new();
        tree.findings = vec![
            tree.at_row(&MISSING, "n").with_severity(Severity::Note),
            tree.at_row(&MISSING, "w"),
            tree.at_row(&TYPE, "e"),
        ];
        let printed = tree.print(plain);
        let starts: Vec<&str> = printed.lines().filter(|line| line.contains("]: ")).collect();
        let expected =
            ["note[sample-key-missing]: n", "warning[sample-key-missing]: w", "error[sample-type]: e"];
        assert_eq!(starts, expected);
    }

    #[test]
    fn a_flood_of_findings_is_cut_and_told() {
        let mut tree = Tree::new();
        tree.findings = (0..DRAWN + 2).map(|number| tree.at_row(&MISSING, &format!("no {number}"))).collect();
        tree.findings.push(tree.at_row(&TYPE, "worst"));
        let printed = tree.print(plain);
        assert!(printed.contains("]: worst\n"));
        assert!(printed.contains("\nnot shown: 3 more findings; `--output-format concise` lists all\n"));
        assert_eq!(printed.matches("]: no ").count(), DRAWN - 1);
    }

    #[test]
    fn colour_only_on_demand() {
        let tree = Tree::new();
        assert!(!tree.print(plain).contains('\u{1b}'));
        assert!(tree.print(|report, out| write(report, &Style::Coloured.into(), out)).contains('\u{1b}'));
    }

    #[test]
    fn no_line_is_a_command_to_a_runner() {
        let mut tree = Tree::new();
        tree.sources = crate::source::Sources::from_texts([("::error::a.inc", "::error::b ##[error]c\n::d")]);
        let place = crate::place::Span::new(SourceId(0), 6, 10);
        let finding =
            Finding::new(&TYPE, place, Subject::row("x"), "::error::d").with_body(" ::error::e\n+##vso[f]");
        tree.findings = vec![finding.with_related(place, "::g").with_related(tree.span(0, "::d"), "h")];
        for printed in [plain, |report: &Report<'_>, out: &mut dyn Write| report.write_lines(out)]
            .map(|form| tree.print(form))
        {
            assert_eq!(printed.lines().find(|line| line.trim_start().starts_with("::")), None, "{printed}");
            assert!(!printed.contains("##[") && !printed.contains("##vso["), "{printed}");
        }
    }

    #[test]
    fn nothing_from_the_sources_acts_on_the_terminal() {
        let mut tree = Tree::new();
        tree.sources = crate::source::Sources::from_texts([("a\u{1b}.inc", "size: \u{1b}[2J\u{202e}")]);
        let place = crate::place::Span::new(SourceId(0), 6, 10);
        tree.findings = vec![
            Finding::new(&TYPE, place, Subject::row("\u{9b}"), "\u{9b}1m")
                .with_operation("GET /\u{7}")
                .with_help("\u{2066}")
                .with_related(place, "\u{202e}\n"),
        ];
        assert!(!tree.print(plain).replace('\n', "").contains(super::super::escape::hidden));
    }
}
