use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::identity::{At, Identity};
use super::stale::{RENAMED, STALE};
use crate::finding::Finding;
use crate::place::SourceId;
use crate::source::Sources;

/// The version of the form; a file of another one is not read.
const VERSION: u32 = 1;

/// The findings that were there when somebody decided to live with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file that it was read from.
    pub(super) source: Option<SourceId>,
    /// What is in it, in the order of the file.
    pub(super) entries: Vec<Entry>,
}

/// Findings that are told apart by nothing but their line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub(super) struct Entry {
    pub(super) identity: Identity,
    pub(super) count: usize,
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
struct Body {
    findings: Vec<Entry>,
}

/// An entry as it is written.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: String,
    file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    operations: Vec<String>,
    count: usize,
}

impl Baseline {
    /// Records findings, those about the baseline itself left out.
    pub fn from_findings<'a>(findings: impl IntoIterator<Item = &'a Finding>, sources: &Sources) -> Self {
        let mut counts: BTreeMap<Identity, usize> = BTreeMap::new();
        for finding in findings {
            if ![STALE.id, RENAMED.id].contains(&finding.rule.id) {
                *counts.entry(Identity::new(finding, sources)).or_insert(0) += 1;
            }
        }
        let entries = counts.into_iter().map(|(identity, count)| Entry { identity, count }).collect();
        Self { source: None, entries }
    }

    /// Reads the text of `source`; `file` is its name for errors. An error is about a text that is no JSON, another
    /// version, or an entry that lacks something.
    pub fn parse(text: &str, source: SourceId, file: &str) -> Result<Self, BaselineError> {
        let fail = |error: &serde_json::Error| BaselineError::new(file, error);
        let head: Head = serde_json::from_str(text).map_err(|error| fail(&error))?;
        if head.version != VERSION {
            let message = format!("a baseline of version {}, only {VERSION} can be read", head.version);
            return Err(BaselineError { file: file.to_owned(), line: 1, column: 1, message });
        }
        let body: Body = serde_json::from_str(text).map_err(|error| fail(&error))?;
        Ok(Self { source: Some(source), entries: body.findings })
    }

    /// The text of the file: one finding a line, sorted, so that two people can change it without a conflict.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> =
            self.entries.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
        let list =
            if lines.is_empty() { String::new() } else { format!("\n    {}\n  ", lines.join(",\n    ")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{list}]\n}}\n")
    }

    /// How many findings it knows.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }
}

impl BaselineError {
    fn new(file: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Self { file: file.to_owned(), line: error.line(), column: error.column(), message }
    }
}

impl TryFrom<Written> for Entry {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, &'static str> {
        let Written { rule, file, pointer, token, name, operations, count } = written;
        let at = match (pointer, token) {
            (Some(pointer), None) => At::Pointer(pointer),
            (None, Some(token)) => At::Token(token),
            _ => return Err("an entry needs either `pointer` or `token`"),
        };
        Ok(Self { identity: Identity { rule, file, at, name, operations }, count })
    }
}

impl From<Entry> for Written {
    fn from(entry: Entry) -> Self {
        let Entry { identity: Identity { rule, file, at, name, operations }, count } = entry;
        let (pointer, token) = match at {
            At::Pointer(pointer) => (Some(pointer), None),
            At::Token(token) => (None, Some(token)),
        };
        Self { rule, file, pointer, token, name, operations, count }
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
  "version": 1,
  "findings": [
    {"rule":"sample-key-missing","file":"api-ref/samples/list.json","pointer":"/size","name":"id","count":2},
    {"rule":"sample-type","file":"api-ref/samples/list.json","token":"\"1\"","name":"size","operations":["GET /volumes"],"count":1}
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
    fn a_malformed_baseline_is_an_error_with_its_place() {
        assert_eq!(parse("").unwrap_err(), "baseline.json:1:0: EOF while parsing a value");
        assert_eq!(
            parse("{\"version\": 2}").unwrap_err(),
            "baseline.json:1:1: a baseline of version 2, only 1 can be read"
        );
        assert!(parse("{\"version\": 1}").unwrap_err().ends_with("missing field `findings`"));
        let entry =
            |keys: &str| parse(&format!("{{\"version\": 1, \"findings\": [{{{keys}}}]}}")).unwrap_err();
        assert!(
            entry(r#""rule": "a", "file": "b", "count": 1"#)
                .ends_with("an entry needs either `pointer` or `token`")
        );
        assert!(entry(r#""rule": "a", "files": "b""#).contains("unknown field `files`"));
    }
}
