use std::fmt::Write as _;

use serde_json::{Value, json};

use super::history::{History, HistoryPoint, Origin};
use crate::triage::number;

/// So many digits of an id tell commits apart.
const DIGITS: usize = 12;

impl History {
    /// For people: the findings of today by the commit that brought them, then a table by year and one by
    /// rule.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut last = "";
        for origin in &self.open {
            let commit = &origin.commit;
            if commit.id != last {
                let before = if origin.or_before { " (or before)" } else { "" };
                let id = commit.id.get(..DIGITS).unwrap_or(&commit.id);
                let _ = writeln!(
                    out,
                    "{}{} {id} {}{before}",
                    if last.is_empty() { "" } else { "\n" },
                    commit.day,
                    commit.subject
                );
                last = &commit.id;
            }
            let Origin { severity, rule, file, line, message, .. } = origin;
            let _ = writeln!(out, "  {severity}[{rule}] {file}:{line}: {message}");
        }
        self.write_years(&mut out);
        self.write_rules(&mut out);
        let _ = writeln!(
            out,
            "\n{}; {} read, {} of the sources",
            number(self.open.len(), "findings"),
            number(self.commits, "commits"),
            number(self.states, "states")
        );
        if self.is_shallow {
            let _ = writeln!(
                out,
                "the clone is shallow: nothing older was read (`git fetch --unshallow` gets it)"
            );
        }
        for gap in &self.gaps {
            let id = gap.id.get(..DIGITS).unwrap_or(&gap.id);
            let _ = writeln!(out, "not read: {} {id} {}", gap.day, gap.subject);
        }
        out
    }

    fn write_years(&self, out: &mut String) {
        let _ = writeln!(out, "\nyear   born  mended    open");
        let mut open = 0;
        for (year, counts) in &self.years {
            let born: usize = counts.values().map(|count| count.born).sum();
            let mended: usize = counts.values().map(|count| count.mended).sum();
            open = (open + born).saturating_sub(mended);
            let _ = writeln!(out, "{year:<4} {born:>6} {mended:>7} {open:>7}");
        }
    }

    fn write_rules(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "\n{:<32} {:>6} {:>7} {:>7}  days of those mended",
            "rule", "born", "mended", "open"
        );
        for rule in self.rules() {
            let (born, mended) = self.of_rule(rule);
            let open = self.open.iter().filter(|origin| origin.rule == rule).count();
            let days = self.median(rule).map(|days| days.to_string()).unwrap_or_default();
            let line = format!("{rule:<32} {born:>6} {mended:>7} {open:>7}  {days}");
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }

    fn rules(&self) -> std::collections::BTreeSet<&'static str> {
        self.years.values().flat_map(|counts| counts.keys().copied()).collect()
    }

    fn of_rule(&self, rule: &str) -> (usize, usize) {
        let counts = self.years.values().filter_map(|counts| counts.get(rule));
        counts.fold((0, 0), |(born, mended), count| (born + count.born, mended + count.mended))
    }

    /// Half of the findings that are gone lived so many days or less.
    fn median(&self, rule: &str) -> Option<i64> {
        let mut lives = self.lives.get(rule)?.clone();
        lives.sort_unstable();
        lives.get(lives.len().saturating_sub(1) / 2).copied()
    }

    /// For programs: the same.
    pub fn json(&self) -> Value {
        let open: Vec<Value> = self.open.iter().map(entry).collect();
        let years = self.years.iter().map(|(year, counts)| {
            let rules = counts.iter().map(|(rule, count)| {
                ((*rule).to_owned(), json!({ "born": count.born, "mended": count.mended }))
            });
            (year.clone(), Value::Object(rules.collect()))
        });
        let rules = self.rules().into_iter().map(|rule| {
            let (born, mended) = self.of_rule(rule);
            (rule.to_owned(), json!({ "born": born, "mended": mended, "median-days": self.median(rule) }))
        });
        json!({
            "version": 1,
            "commits": self.commits,
            "states": self.states,
            "shallow": self.is_shallow,
            "findings": open,
            "open": self.points.iter().map(point).collect::<Vec<_>>(),
            "years": Value::Object(years.collect()),
            "rules": Value::Object(rules.collect()),
            "gaps": self.gaps.iter().map(|gap| gap.id.clone()).collect::<Vec<_>>(),
        })
    }

    /// The findings of today as a table for programs that draw such.
    pub fn csv(&self) -> String {
        let mut out = "day,commit,subject,rule,severity,file,line,operation,message\n".to_owned();
        for origin in &self.open {
            let line = origin.line.to_string();
            let operation = origin.operations.first().map(String::as_str).unwrap_or_default();
            let cells = [
                &origin.commit.day,
                &origin.commit.id,
                &origin.commit.subject,
                origin.rule,
                origin.severity,
                &origin.file,
                &line,
                operation,
                &origin.message,
            ];
            let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
            let _ = writeln!(out, "{}", cells.join(","));
        }
        out
    }
}

/// What was open after a commit.
fn point(point: &HistoryPoint) -> Value {
    let [errors, warnings, notes] = point.open;
    json!({ "day": point.day, "errors": errors, "warnings": warnings, "notes": notes })
}

fn entry(origin: &Origin) -> Value {
    json!({
        "rule": origin.rule,
        "severity": origin.severity,
        "message": origin.message,
        "file": origin.file,
        "line": origin.line,
        "operations": origin.operations,
        "commit": origin.commit.id,
        "day": origin.commit.day,
        "subject": origin.commit.subject,
        "or-before": origin.or_before,
    })
}

/// A cell in quotes where it needs them. What a table takes for a formula gets a mark in front.
fn csv_cell(cell: &str) -> String {
    let cell = cell.replace(['\n', '\r'], " ");
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell };
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_cell_and_no_formula() {
        assert_eq!(csv_cell("plain text"), "plain text");
        assert_eq!(csv_cell("a, \"b\"\nc"), "\"a, \"\"b\"\" c\"");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
    }
}
