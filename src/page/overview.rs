use maud::{Markup, html};

use super::chart::chart;
use super::data::{Data, View};
use super::matrix::{Line, Share, matrix, total};
use super::page::Beside;
use super::timeline;
use crate::analysis::Checked;
use crate::text::visible;
use crate::triage::{Count, Totals, number};

/// What one sees first: the numbers, the chapters and the rules.
pub(super) fn overview(view: View<'_>, checked: &Checked, beside: Beside<'_>, data: &Data) -> Markup {
    let lines = matrix(view, data);
    html! {
        section #overview aria-labelledby="overview-title" {
            h1 #overview-title { (visible(&title(view))) }
            (numbers(checked, &total(&lines)))
            @if let Some(since) = beside.since { (since.section()) }
            @if let Some(history) = beside.history { (timeline::section(history)) }
            h2 { "Chapters" }
            p.legend {
                "Shares of operations, and of samples that agree with the text: "
                span.cell.good { "95 % and more" } " " span.cell.fair { "60 % and more" } " "
                span.cell.poor { "less" }
            }
            (table(view, checked, data, &lines))
            h2 { "Findings by rule" }
            @if checked.findings.is_empty() {
                p.calm { "Text and samples agree: nothing was found." }
            } @else {
                p.legend {
                    span.key.error {} " error " span.key.warning {} " warning " span.key.note {} " note"
                }
                div.wide tabindex="0" role="region" aria-label="Findings by rule" {
                    (chart(&checked.findings))
                }
            }
        }
    }
}

/// What the page is called.
pub(super) fn title(view: View<'_>) -> String {
    let titles: Vec<&str> = view.reference.documents.iter().map(|document| document.title.as_str()).collect();
    match titles.as_slice() {
        [one] => (*one).to_owned(),
        [one, other] => format!("{one}, {other}"),
        more => format!("{} documents", more.len()),
    }
}

fn numbers(checked: &Checked, total: &Line) -> Markup {
    let Totals { errors, warnings, notes } = Totals::new(&checked.findings);
    let severities = [(errors, "errors"), (warnings, "warnings"), (notes, "notes")];
    html! {
        ul.numbers {
            @for Count { name, read, .. } in &checked.summary.counts {
                li { strong { (read) } " " (noun(*read, name)) }
            }
            li { strong { (percent(total.agree)) } " of samples agree" }
            @for (count, name) in severities {
                li class=(noun(1, name)) {
                    a href=(format!("#findings&severity={}", noun(1, name))) {
                        strong { (count) } " " (noun(count, name))
                    }
                }
            }
            @if checked.summary.suppressed > 0 {
                li { strong { (checked.summary.suppressed) } " suppressed" }
            }
            @if let Some(known) = checked.summary.baselined {
                li { strong { (known) } " in the baseline" }
            }
            @if let Some(turnover) = checked.summary.turnover {
                li { strong { (turnover.new) } " new" }
                li { strong { (turnover.mended) } " mended" }
                li { strong { (turnover.before) } " as before" }
            }
        }
        @if checked.summary.unread.all > 0 {
            p.warning { (number(checked.summary.unread.all, "inputs")) " could not be read: what is behind them is not shown." }
        }
    }
}

fn noun(count: usize, plural: &str) -> String {
    let both = number(count, plural);
    both.split_once(' ').map(|(_, noun)| noun.to_owned()).unwrap_or_default()
}

fn percent(share: Share) -> String {
    match (share.part * 100).checked_div(share.whole) {
        Some(percent) => format!("{percent} %"),
        None => "none".to_owned(),
    }
}

fn table(view: View<'_>, checked: &Checked, data: &Data, lines: &[Line]) -> Markup {
    let heads = [
        "Operations",
        "Codes",
        "Request described",
        "Response described",
        "Samples",
        "Samples agree",
        "Findings",
    ];
    let outside = data.findings.iter().filter(|finding| finding.is_outside()).count();
    let all = Line { findings: checked.findings.len(), ..total(lines) };
    let several = view.reference.documents.len() > 1;
    html! {
        div.wide tabindex="0" role="region" aria-label="Chapters" {
            table.matrix {
                thead { tr { th scope="col" { "Chapter" } @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (number, line) in lines.iter().enumerate() {
                        @let is_first = number == 0
                            || lines.get(number - 1).is_some_and(|before| before.document != line.document);
                        @if several && is_first {
                            tr.document { th scope="rowgroup" colspan=(heads.len() + 1) {
                                (visible(view.reference.documents.get(line.document).map_or("", |one| &one.title)))
                            } }
                        }
                        tr {
                            th scope="row" {
                                a href=(format!("#chapter={}.{}", line.document, line.chapter)) {
                                    (visible(&line.title))
                                }
                            }
                            (cells(line, true))
                        }
                    }
                }
                tfoot {
                    @if outside > 0 {
                        tr { th scope="row" colspan=(heads.len()) { "Outside of operations" } td.count {
                            a href="#findings&chapter=none" { (outside) }
                        } }
                    }
                    tr { th scope="row" { "All" } (cells(&all, false)) }
                }
            }
        }
    }
}

fn cells(line: &Line, links: bool) -> Markup {
    let shares = [line.codes, line.requests, line.responses, line.samples, line.agree];
    html! {
        td.count { (line.operations) }
        @for share in shares { (cell(share)) }
        td.count {
            @if links && line.findings > 0 {
                a href=(format!("#findings&chapter={}.{}", line.document, line.chapter)) { (line.findings) }
            } @else { (line.findings) }
        }
    }
}

fn cell(share: Share) -> Markup {
    html! {
        td class={ "cell " (share.grade()) } {
            @if share.whole == 0 { "–" } @else { (share.part) "/" (share.whole) }
        }
    }
}
