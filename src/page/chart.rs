use maud::{Markup, html};

use crate::collections::IndexMap;
use crate::finding::{Finding, Severity};
use crate::text::visible;

/// How wide the longest bar is, and how high a line.
const WIDTH: usize = 420;
const LINE: usize = 26;
/// How much room the names of rules take, and the numbers behind the bars.
const NAMES: usize = 250;
const NUMBERS: usize = 60;

/// How often a rule fired, by severity.
struct Bar<'a> {
    rule: &'a str,
    /// Errors, warnings, notes.
    counts: [usize; 3],
}

/// The findings by rule and severity as bars, the worst and most frequent rule first. Each leads to the
/// findings of its rule.
pub(super) fn chart(findings: &[Finding]) -> Markup {
    let bars = bars(findings);
    let most = bars.iter().map(Bar::total).max().unwrap_or(1).max(1);
    let (width, height) = (NAMES + WIDTH + NUMBERS, bars.len() * LINE);
    html! {
        svg.chart viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) role="group"
            aria-label="Findings by rule" {
            @for (number, bar) in bars.iter().enumerate() {
                (line(bar, number * LINE, most))
            }
        }
    }
}

fn line(bar: &Bar<'_>, top: usize, most: usize) -> Markup {
    let words = ["error", "warning", "note"];
    let shown = bar.counts.iter().zip(words).filter(|(count, _)| **count > 0);
    let told: Vec<String> = shown.map(|(count, word)| format!("{count} {word}")).collect();
    let mut left = NAMES;
    let parts = bar.counts.iter().zip(words).filter(|(count, _)| **count > 0).map(|(count, word)| {
        let width = (count * WIDTH / most).max(3);
        left += width;
        (left - width, width, word)
    });
    let parts: Vec<(usize, usize, &str)> = parts.collect();
    html! {
        a href=(format!("#findings&rule={}", bar.rule)) {
            title { (told.join(", ")) }
            rect.row x="0" y=(top) width=(NAMES + WIDTH + NUMBERS) height=(LINE) {}
            text.name x=(NAMES - 12) y=(top + 18) { (visible(bar.rule)) }
            @for (left, width, word) in &parts {
                rect class=(word) x=(left) y=(top + 5) width=(width) height=(LINE - 10) {}
            }
            text.number x=(left + 8) y=(top + 18) { (bar.total()) }
        }
    }
}

impl Bar<'_> {
    fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

fn bars(findings: &[Finding]) -> Vec<Bar<'_>> {
    let mut counts: IndexMap<&str, [usize; 3]> = IndexMap::default();
    for finding in findings {
        let [errors, warnings, notes] = counts.entry(finding.rule().id).or_default();
        *match finding.severity() {
            Severity::Error => errors,
            Severity::Warning => warnings,
            Severity::Note => notes,
        } += 1;
    }
    let mut bars: Vec<Bar<'_>> = counts.into_iter().map(|(rule, counts)| Bar { rule, counts }).collect();
    bars.sort_by(|one, other| other.counts.cmp(&one.counts).then(one.rule.cmp(other.rule)));
    bars
}
