//! What differs between two microversions is what the rows say, each at its version and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use apiref::{Change, ChangeKind, Contract, MicroversionChoice, Version, compare_contracts, contract_of};
use serde_json::Value;

use crate::apiref::project;
use crate::tree::{Tree, corpus};

/// A bound of a row: the first version that has it, or the first that lacks it again.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    /// `METHOD path`.
    operation: String,
    /// The name of the row, as it is written.
    row: String,
    /// Is it a variable of the path?
    is_path: bool,
}

/// The bounds of all rows of a tree, by version.
fn bounds(tree: &Tree) -> BTreeMap<Version, BTreeSet<Bound>> {
    let model = serde_json::to_value(tree.analysis.model()).unwrap();
    let mut bounds: BTreeMap<Version, BTreeSet<Bound>> = BTreeMap::new();
    for operation in model["operations"].as_array().unwrap() {
        let name = format!("{} {}", text(&operation["method"]), text(&operation["path"]));
        for row in ["request", "response"].iter().flat_map(|side| operation[side].as_array().unwrap()) {
            let first = version(&row["window"]["min"]);
            let behind = version(&row["window"]["max"]).map(|last| Version { minor: last.minor + 1, ..last });
            for version in first.into_iter().chain(behind) {
                let is_path = row["in"] == "path";
                let bound = Bound { operation: name.clone(), row: text(&row["name"]).to_owned(), is_path };
                bounds.entry(version).or_default().insert(bound);
            }
        }
        for version in
            [&operation["window"]["min"], &operation["window"]["max"]].into_iter().filter_map(version)
        {
            bounds.entry(version).or_default();
        }
    }
    bounds
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn version(value: &Value) -> Option<Version> {
    Version::parse(value.as_str()?)
}

/// The names that a row may be told under: its own, and those of the objects around it, which may come or go
/// as a whole.
fn names(row: &str) -> impl Iterator<Item = &str> {
    row.split('.').map(|name| name.trim_end_matches("[]"))
}

/// The last name of a key: `tag` of `server.networks[].tag`.
fn last(key: &str) -> &str {
    key.rsplit_once(['.', ']']).map_or(key, |(_, last)| last).trim_end_matches("[]")
}

/// Is a key the one that a row is about? A row may miss a plural that its samples show.
fn alike(row: &str, key: &str) -> bool {
    row == key || row.replace('s', "") == key.replace('s', "")
}

fn concerns(change: &Change, operation: &str) -> bool {
    // An action stands behind the path: `POST /servers/{id}/action resize`.
    let is_it = |told: &String| {
        told.strip_prefix(operation).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    change.operations.iter().any(is_it)
}

/// The changes that a row brings by itself. Others are of samples and words, or come with an operation, and
/// with an action what it adds to the codes and bodies of its path.
fn is_of_rows(change: &Change) -> bool {
    matches!(
        change.kind,
        ChangeKind::ParameterAdded
            | ChangeKind::RequiredParameterAdded
            | ChangeKind::ParameterRemoved
            | ChangeKind::KeyAdded
            | ChangeKind::RequiredKeyAdded
            | ChangeKind::KeyRemoved
            | ChangeKind::RequiredNow
            | ChangeKind::OptionalNow
            | ChangeKind::TypeWidened
            | ChangeKind::TypeNarrowed
            | ChangeKind::TypeReplaced
            | ChangeKind::FormatChanged
            | ChangeKind::HeaderAdded
            | ChangeKind::HeaderRemoved
    )
}

/// The bounds at a version that no change tells, and the changes that no bound brings.
fn faults(bounds: &BTreeSet<Bound>, changes: &[Change]) -> Vec<String> {
    let is_told = |bound: &Bound| {
        changes.iter().filter(|change| concerns(change, &bound.operation)).any(|change| {
            !is_of_rows(change) || names(&bound.row).any(|name| alike(name, last(change.name())))
        })
    };
    let is_brought = |change: &Change| {
        let mut bounds = bounds.iter().filter(|bound| concerns(change, &bound.operation));
        bounds.any(|bound| names(&bound.row).any(|name| alike(name, last(change.name()))))
    };
    // A path has all its variables in every version.
    let untold = bounds.iter().filter(|bound| !bound.is_path && !is_told(bound));
    let unbrought = changes.iter().filter(|change| is_of_rows(change) && !is_brought(change));
    untold
        .map(|bound| format!("no change tells {bound:?}"))
        .chain(unbrought.map(|change| format!("no row brings {}: {:?}", change.message(), change.operations)))
        .collect()
}

/// Compares each version that a row begins or ends at with the last one that did, so that what changed between
/// them is told, too.
fn compare_all(tree: &Tree) -> Vec<String> {
    let at = |version: Version| contract_of(&tree.analysis, MicroversionChoice::At(version)).ok();
    let mut faults_of_all = Vec::new();
    let mut before: Option<Contract> = None;
    for (version, bounds) in bounds(tree) {
        let just_before = Version { minor: version.minor.saturating_sub(1), ..version };
        let old = before.take().or_else(|| at(just_before));
        let new = at(version);
        if let (Some(old), Some(new)) = (&old, &new) {
            let found = faults(&bounds, &compare_contracts(old, new));
            faults_of_all.extend(found.into_iter().map(|fault| format!("{version}: {fault}")));
        }
        before = new.or(old);
    }
    faults_of_all
}

#[test]
fn each_row_changes_at_its_version_and_nowhere_else() {
    let tree = Tree::read(project()).unwrap();
    assert!(bounds(&tree).values().map(BTreeSet::len).sum::<usize>() > 4, "our own reference has versions");
    assert_eq!(compare_all(&tree), Vec::<String>::new());
}

#[test]
fn so_it_is_in_the_references_of_others() {
    for folder in corpus() {
        let Some(tree) = Tree::read(&folder) else { continue };
        let faults = compare_all(&tree);
        assert!(faults.is_empty(), "{}:\n{}", tree.name, faults.join("\n"));
    }
}
