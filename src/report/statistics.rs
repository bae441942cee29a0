use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use utoipa::ToSchema;

use super::Report;
use super::escape::{visible, write_json};
use super::json::{Numbers, VERSION};
use crate::finding::{Finding, Rule, Severity};

/// Writes how often each rule fired, the worst and most frequent first: count, severity, rule, summary.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rows = grouped(report.findings);
    let count_width = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(0);
    let id_width = rows.iter().map(|row| row.rule.id.len()).max().unwrap_or(0);
    for Row { count, severity, rule } in rows {
        let (severity, id, summary) = (severity.as_str(), rule.id, visible(rule.summary));
        writeln!(out, "{count:>count_width$}  {severity:<7}  {id:<id_width$}  {summary}")?;
    }
    Ok(())
}

/// The same for programs.
#[derive(Serialize, ToSchema)]
struct Statistics {
    version: u32,
    summary: Numbers,
    statistics: Vec<Statistic>,
}

/// How often a rule fired at a severity.
#[derive(Serialize, ToSchema)]
struct Statistic {
    rule: &'static str,
    severity: &'static str,
    count: usize,
    summary: &'static str,
}

/// Writes the same for programs, with the numbers of the run.
pub(super) fn write_as_json(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let statistics = grouped(report.findings).into_iter().map(|Row { count, severity, rule }| Statistic {
        rule: rule.id,
        severity: severity.as_str(),
        count,
        summary: rule.summary,
    });
    let value =
        Statistics { version: VERSION, summary: Numbers::new(report), statistics: statistics.collect() };
    write_json(&value, out)
}

/// The schema of that value.
#[cfg(feature = "cli")]
pub(super) fn schema() -> serde_json::Value {
    crate::json::schema_of::<Statistics>("apiref check --statistics --output-format json")
}

/// The findings of one rule at one severity.
struct Row {
    count: usize,
    severity: Severity,
    rule: &'static Rule,
}

fn grouped(findings: &[Finding]) -> Vec<Row> {
    let mut by_rule: BTreeMap<(Severity, &str), Row> = BTreeMap::new();
    for finding in findings {
        let (severity, rule) = (finding.severity(), finding.rule());
        let row = by_rule.entry((severity, rule.id)).or_insert(Row { count: 0, severity, rule });
        row.count += 1;
    }
    let mut rows: Vec<Row> = by_rule.into_values().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse((row.severity, row.count)), row.rule.id));
    rows
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, Tree, UNUSED};
    use super::*;

    #[test]
    fn the_worst_and_most_frequent_come_first() {
        let mut tree = Tree::new();
        tree.findings.push(tree.at_row(&UNUSED, "unused"));
        tree.findings.extend([tree.at_row(&MISSING, "a"), tree.at_row(&MISSING, "b")]);
        tree.findings.push(tree.at_row(&MISSING, "c").with_severity(Severity::Error));
        let mut out = Vec::new();
        write(&tree.report(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1  error    sample-key-missing  a required key is not in the sample\n\
             1  error    sample-type         a value has another type than documented\n\
             2  warning  sample-key-missing  a required key is not in the sample\n\
             1  note     entry-unused        an entry is not used\n"
        );
        let value: serde_json::Value = serde_json::from_str(&tree.print(write_as_json)).unwrap();
        assert_eq!(value["summary"]["warnings"], 2);
        let first = serde_json::json!({
            "rule": "sample-key-missing", "severity": "error", "count": 1,
            "summary": "a required key is not in the sample"
        });
        assert_eq!(value["statistics"][0], first);
    }
}
