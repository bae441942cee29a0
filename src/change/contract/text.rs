use std::fmt::Write as _;

use serde_json::{Value, json};

use super::change::{Change, Side};
use super::kind::Class;
use super::state::Comparison;
use super::verdict::Verdict;
use crate::collections::IndexMap;
use crate::triage::number;

/// So many operations of a change that concerns several are named in texts.
const NAMED: usize = 5;

impl Comparison {
    /// For people: by operation, what each change is and means, then the totals. Descriptions are counted,
    /// unless they are asked for.
    pub fn text(&self, descriptions: bool) -> String {
        let mut out = String::new();
        for (heading, changes) in self.sections(descriptions) {
            let _ = writeln!(out, "{heading}");
            for (change, verdict) in changes {
                let mark = match verdict {
                    Verdict::Fault => " [change-without-version]".to_owned(),
                    Verdict::Doubt => " [change-without-version?]".to_owned(),
                    Verdict::Correction | Verdict::Excused => format!(" [{verdict}]"),
                    Verdict::Fine => version(change),
                };
                let _ = writeln!(out, "  {:<14} {}{mark}", change.class.as_str(), change.message());
            }
            out.push('\n');
        }
        let _ = writeln!(out, "{}", self.totals());
        out
    }

    /// The numbers in a line.
    pub fn totals(&self) -> String {
        if self.changes.is_empty() {
            return "no changes".to_owned();
        }
        let mut line = format!(
            "{} breaking, {} compatible, {} of documentation",
            self.count(Class::Breaking),
            self.count(Class::Compatible),
            self.count(Class::Documentation)
        );
        for (verdict, words) in [
            (Verdict::Fault, "without a new microversion although the code changed"),
            (Verdict::Doubt, "without a new microversion"),
            (Verdict::Correction, "of the text alone that correct what is said of released microversions"),
            (Verdict::Excused, "without a new microversion, with a reason"),
        ] {
            let count = self.count_of(verdict);
            if count > 0 {
                let _ = write!(line, "; {count} {words}");
            }
        }
        line
    }

    /// The changes by the operations that they concern, in the order in which these come.
    pub(super) fn sections(&self, descriptions: bool) -> IndexMap<String, Vec<(&Change, Verdict)>> {
        let mut sections: IndexMap<String, Vec<(&Change, Verdict)>> = IndexMap::default();
        for (change, verdict) in &self.changes {
            if descriptions || !change.is_description() {
                sections.entry(heading(&change.operations)).or_default().push((change, *verdict));
            }
        }
        for changes in sections.values_mut() {
            changes.sort_by_key(|(change, _)| (change.class, change.side));
        }
        sections
    }

    /// For programs: everything.
    pub fn json(&self) -> Value {
        let changes: Vec<Value> =
            self.changes.iter().map(|(change, verdict)| entry(change, *verdict)).collect();
        json!({
            "version": 1,
            "summary": {
                "breaking": self.count(Class::Breaking),
                "compatible": self.count(Class::Compatible),
                "documentation": self.count(Class::Documentation),
                "change-without-version": {
                    "error": self.count_of(Verdict::Fault),
                    "warning": self.count_of(Verdict::Doubt),
                    "correction": self.count_of(Verdict::Correction),
                    "excused": self.count_of(Verdict::Excused),
                },
            },
            "changes": changes,
        })
    }
}

fn entry(change: &Change, verdict: Verdict) -> Value {
    json!({
        "kind": change.kind.id(),
        "class": change.class.as_str(),
        "side": match change.side { Side::Request => "request", Side::Response => "response" },
        "message": change.message(),
        "name": change.name(),
        "names": change.names(),
        "operations": change.operations,
        "old": change.old,
        "new": change.new,
        "version": change.version.map(|version| version.to_string()),
        "change-without-version": (verdict != Verdict::Fine).then(|| verdict.as_str()),
    })
}

impl Change {
    pub(super) fn is_description(&self) -> bool {
        self.kind == super::ChangeKind::DescriptionChanged
    }
}

/// The version that brings it, for the end of a line.
pub(super) fn version(change: &Change) -> String {
    change.version.map(|version| format!(" (new in {version})")).unwrap_or_default()
}

fn heading(operations: &[String]) -> String {
    match operations {
        [only] => only.clone(),
        several => {
            let named: Vec<&str> = several.iter().take(NAMED).map(String::as_str).collect();
            let more = several.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{}: {}{more}", number(several.len(), "operations"), named.join(", "))
        }
    }
}
