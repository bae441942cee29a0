//! Every message that our own trees and the references of others give rise to, held against what no message
//! may say.

use std::collections::BTreeSet;
use std::path::Path;

use apiref::Finding;
use regex::Regex;
use walkdir::{DirEntry, WalkDir};

use crate::tree::{Tree, corpus, own_trees};

/// What headlines quote and no source holds, by rule and first letters: a path that two routes take, the form
/// of a row, the name that is used in place of one that is no identifier.
const MADE: [(&str, &str); 6] = [
    // The JSON word for a type.
    ("dictionary-type-alias", "boolean"),
    ("dictionary-type-alias", "integer"),
    ("dictionary-type-alias", "object"),
    ("route-shadowed", "/"),
    ("row-malformed", "- "),
    ("url-malformed", ""),
];

/// The words of findings and everything that may be quoted in them.
struct Words {
    names: String,
    quoted: Regex,
    range: Regex,
    types: Regex,
    types_of_entry: Regex,
}

impl Words {
    fn new(folder: &Path) -> Self {
        Self {
            names: texts(folder),
            quoted: Regex::new("`([^`]+)`").unwrap(),
            range: Regex::new(r"(\d+)\.(\d+) to (\d+)\.(\d+)").unwrap(),
            types: Regex::new(r" is an? ([a-z]+)\b.* says ([a-z]+)$").unwrap(),
            types_of_entry: Regex::new(r" says ([a-z]+), but .* shows an? ([a-z]+)$").unwrap(),
        }
    }

    /// What is wrong with the words of a finding.
    fn problems(&self, finding: &Finding) -> Vec<String> {
        let mut problems = Vec::new();
        let labels = finding.related().iter().map(|related| related.label.as_str());
        for line in [finding.headline()].into_iter().chain(finding.help()).chain(labels) {
            if line.contains(['\n', '\r', '\t']) || line.trim() != line || line.is_empty() {
                problems.push(format!("is no line: {line:?}"));
            }
            for range in self.range.captures_iter(line) {
                let [one, two, three, four] = [1, 2, 3, 4].map(|group| range[group].parse::<u32>().unwrap());
                if (one, two) > (three, four) {
                    problems.push(format!("an empty range: {line}"));
                }
            }
            if line.matches('`').count() % 2 == 1 {
                problems.push(format!("a quotation has no end: {line}"));
            }
        }
        let headline = finding.headline();
        for types in [&self.types, &self.types_of_entry] {
            if types.captures(headline).is_some_and(|types| types[1] == types[2]) {
                problems.push(format!("equal types: {headline}"));
            }
        }
        if let Some(help) = finding.help() {
            problems.extend(self.suggestions(help));
        }
        for name in self.quoted.captures_iter(headline).map(|name| name[1].to_owned()) {
            let is_made =
                MADE.iter().any(|(rule, start)| finding.rule().id == *rule && name.starts_with(start));
            if !is_made && !self.knows(&name) {
                problems.push(format!("`{name}` is nowhere: {headline}"));
            }
        }
        problems
    }

    /// What a help suggests and nobody could write: entries and rows that are named as there have to be
    /// there.
    fn suggestions(&self, help: &str) -> Vec<String> {
        let named =
            Regex::new("(?:name the entry|in entry|of entry) `([^`]+)`|`- [^`:]+(?::[^` ]+)*: ([^`]+)`")
                .unwrap();
        let names = named.captures_iter(help).filter_map(|found| found.get(1).or(found.get(2)));
        let names = names.map(|name| name.as_str()).filter(|name| !["...", "reference"].contains(name));
        names
            .filter(|name| !self.knows(name))
            .map(|name| format!("`{name}` is suggested, and nowhere: {help}"))
            .collect()
    }

    /// Is the name in a file, or the path of one? Without marks that hide, and with white space folded, as a
    /// headline has it.
    fn knows(&self, name: &str) -> bool {
        self.names.contains(name.trim_end_matches("...").trim_matches(['{', '}']))
    }
}

/// The paths and texts of a tree, white space folded.
fn texts(folder: &Path) -> String {
    let mut names = String::new();
    // What is built and what is expected is no source, and may repeat the very words that are tested.
    let is_source = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() != 1 || ["api-ref", "doc", "api-guide"].contains(&&*name) || entry.file_type().is_file()
    };
    let files = WalkDir::new(folder).into_iter().filter_entry(is_source).filter_map(Result::ok);
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let path = file.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
        for part in [path, text] {
            names.push('\n');
            names.push_str(&part.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    names
}

#[test]
fn no_message_contradicts_itself() {
    let mut problems = BTreeSet::new();
    let mut count = 0;
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        let words = Words::new(&folder);
        for finding in tree.findings() {
            count += 1;
            let told = words.problems(finding);
            problems.extend(told.into_iter().map(|problem| format!("{} {}", finding.rule().id, problem)));
        }
    }
    assert!(count > 100, "{count} findings");
    let problems: Vec<String> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{} of {count}:\n{}", problems.len(), problems.join("\n"));
}
