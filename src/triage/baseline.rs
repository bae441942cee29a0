use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::baseline_v1;
use super::identity::{self, Identity};
use crate::finding::{Finding, Matter, Subject};
use crate::place::SourceId;
use crate::source::Sources;

/// The version of the form that is written.
const VERSION: u32 = 2;

/// The findings that were there when somebody decided to live with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file that it was read from.
    pub(super) source: Option<SourceId>,
    /// What is in it, in the order of the file.
    pub(super) entries: Vec<Entry>,
}

/// Findings of one cause that were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) rule: String,
    pub(super) known: Known,
    /// All operations concerned.
    pub(super) operations: Vec<String>,
    pub(super) count: usize,
}

/// What an entry knows its findings by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// What they are about.
    Subject {
        /// The thing.
        subject: Subject,
        /// Where in the sample, with `*` for each index, if the thing belongs to an operation.
        pointer: Option<String>,
    },
    /// Where they stand, in a baseline of version 1.
    Place(baseline_v1::Place),
}

/// Why a baseline was not taken, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct BaselineError {
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Deserialize)]
struct Body<T> {
    findings: Vec<T>,
}

/// An entry as it is written.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: String,
    subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    operations: Vec<String>,
    count: usize,
}

impl Baseline {
    /// Records findings, those about the baseline itself and about documents on the disk left out.
    pub fn from_findings<'a>(findings: impl IntoIterator<Item = &'a Finding>, sources: &Sources) -> Self {
        let mut causes: BTreeMap<(Identity, Option<String>), (Vec<String>, usize)> = BTreeMap::new();
        for finding in findings {
            if matches!(finding.rule().matter, Matter::Baseline | Matter::Written) {
                continue;
            }
            let cause = (Identity::new(finding, sources), own_pointer(finding));
            let (operations, count) = causes.entry(cause).or_default();
            *count += 1;
            for operation in finding.operations() {
                if !operations.contains(operation) {
                    operations.push(operation.clone());
                }
            }
        }
        let entries = causes.into_iter().map(|((identity, pointer), (operations, count))| Entry {
            rule: identity.rule,
            known: Known::Subject { subject: identity.subject, pointer },
            operations,
            count,
        });
        Self { source: None, entries: entries.collect() }
    }

    /// Reads the text of `source`; `file` is its name for errors. An error is about a text that is no JSON,
    /// an unknown version, or an entry that lacks something.
    pub fn parse(text: &str, source: SourceId, file: &str) -> Result<Self, BaselineError> {
        let fail = |error: &serde_json::Error| BaselineError::new(file, error);
        let head: Head = serde_json::from_str(text).map_err(|error| fail(&error))?;
        let entries = match head.version {
            1 => read(text, baseline_v1::Written::into_entry),
            VERSION => read(text, Written::into_entry),
            other => {
                let message =
                    format!("a baseline of version {other}; this program reads versions 1 and {VERSION}");
                return Err(BaselineError { file: file.to_owned(), line: 1, column: 1, message });
            }
        };
        Ok(Self { source: Some(source), entries: entries.map_err(|error| fail(&error))? })
    }

    /// Was it written in a form that nothing writes any more?
    pub fn is_outdated(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.known, Known::Place(_)))
    }

    /// The text of the file: one cause a line, sorted, so that two people can change it without a conflict.
    pub fn to_json(&self) -> String {
        let written = self.entries.iter().filter_map(Written::new);
        let lines: Vec<String> = written.filter_map(|entry| serde_json::to_string(&entry).ok()).collect();
        let list =
            if lines.is_empty() { String::new() } else { format!("\n    {}\n  ", lines.join(",\n    ")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{list}]\n}}\n")
    }

    /// The same, with what another one knows of rules that this run does not ask.
    #[must_use]
    pub(crate) fn with_others(mut self, other: Option<&Self>, is_other: impl Fn(&str) -> bool) -> Self {
        let others = other.into_iter().flat_map(|other| &other.entries);
        self.entries.extend(others.filter(|entry| is_other(&entry.rule)).cloned());
        self.entries.sort_by(|one, other| one.rule.cmp(&other.rule));
        self
    }

    /// How many findings it knows.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }
}

/// The pointer of a finding that belongs to an operation. An entry is what it is wherever it is shown, so a
/// sample that is mended or added changes nothing.
pub(super) fn own_pointer(finding: &Finding) -> Option<String> {
    if finding.subject().kind().is_shared() { None } else { identity::pointer(finding) }
}

fn read<T: serde::de::DeserializeOwned>(
    text: &str,
    into: fn(T) -> Result<Entry, &'static str>,
) -> Result<Vec<Entry>, serde_json::Error> {
    let body: Body<T> = serde_json::from_str(text)?;
    body.findings.into_iter().map(|entry| into(entry).map_err(serde::de::Error::custom)).collect()
}

impl BaselineError {
    fn new(file: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Self { file: file.to_owned(), line: error.line(), column: error.column(), message }
    }
}

impl Written {
    fn new(entry: &Entry) -> Option<Self> {
        let Known::Subject { subject, pointer } = &entry.known else { return None };
        Some(Self {
            rule: entry.rule.clone(),
            subject: subject.to_string(),
            pointer: pointer.clone(),
            operations: entry.operations.clone(),
            count: entry.count,
        })
    }

    fn into_entry(self) -> Result<Entry, &'static str> {
        let subject =
            self.subject.parse().map_err(|_| "`subject` is a kind and a name, such as `entry size`")?;
        let known = Known::Subject { subject, pointer: self.pointer };
        Ok(Entry { rule: self.rule, known, operations: self.operations, count: self.count })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, Tree};
    use super::*;

    fn parse(text: &str) -> Result<Baseline, String> {
        Baseline::parse(text, SourceId(0), "baseline.json").map_err(|error| error.to_string())
    }

    #[test]
    fn a_baseline_is_sorted_and_reads_back() {
        let mut tree = Tree::new();
        tree.findings.extend([tree.at_pointer(&MISSING, "no `id`"), tree.at_pointer(&MISSING, "no `id`")]);
        let baseline = Baseline::from_findings(&tree.findings, &tree.sources);
        let text = baseline.to_json();
        let expected = r#"{
  "version": 2,
  "findings": [
    {"rule":"sample-key-missing","subject":"key size","pointer":"/size","count":2},
    {"rule":"sample-type","subject":"entry size","operations":["GET /volumes"],"count":1}
  ]
}
"#;
        assert_eq!(text, expected);
        let read = parse(&text).unwrap();
        assert_eq!((read.entries.clone(), read.count()), (baseline.entries, 3));
        tree.findings.reverse();
        assert_eq!(Baseline::from_findings(&tree.findings, &tree.sources).to_json(), text);
    }

    #[test]
    fn nothing_is_a_baseline_too() {
        assert_eq!(parse(&Baseline::default().to_json()).unwrap().entries, []);
    }

    #[test]
    fn version_1_is_read() {
        let entry = r#"{"rule":"sample-type","file":"a.json","pointer":"/size","name":"size","count":2}"#;
        let read = parse(&format!(r#"{{"version": 1, "findings": [{entry}]}}"#)).unwrap();
        assert_eq!((read.count(), read.is_outdated()), (2, true));
        assert!(!Baseline::default().is_outdated());
    }

    #[test]
    fn a_malformed_baseline_is_an_error_with_its_place() {
        assert_eq!(parse("").unwrap_err(), "baseline.json:1:0: EOF while parsing a value");
        assert_eq!(
            parse("{\"version\": 3}").unwrap_err(),
            "baseline.json:1:1: a baseline of version 3; this program reads versions 1 and 2"
        );
        assert!(parse("{\"version\": 2}").unwrap_err().ends_with("missing field `findings`"));
        let entry = |version: u32, keys: &str| {
            parse(&format!("{{\"version\": {version}, \"findings\": [{{{keys}}}]}}")).unwrap_err()
        };
        assert!(
            entry(1, r#""rule": "a", "file": "b", "count": 1"#)
                .ends_with("an entry needs either `pointer` or `token`")
        );
        assert!(entry(2, r#""rule": "a", "subject": "size", "count": 1"#).contains("such as `entry size`"));
        assert!(entry(2, r#""rule": "a", "file": "b""#).contains("unknown field `file`"));
    }
}
