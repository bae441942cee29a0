//! What the project is made of: its packages and its top-level folders.

use std::collections::BTreeSet;
use std::fs;

use crate::apiref::project;

/// The packages that the design of the project names, by the name that the code uses.
const PACKAGES: [&str; 6] = ["utoipa", "serde", "serde_yaml", "jsonschema", "clap", "walkdir"];

/// The folders and files that a reader finds at the top.
const TOP: [&str; 6] = ["Cargo.toml", "README.md", "api-ref", "generated", "src", "tests"];

#[test]
fn the_packages_are_dependencies() {
    let manifest: toml::Table = fs::read_to_string(project().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    let missing: Vec<&str> =
        PACKAGES.into_iter().filter(|package| !dependencies.contains_key(*package)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_packages_are_used() {
    let code: String = walkdir::WalkDir::new(project().join("src"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let paths: BTreeSet<&str> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split(|character: char| character != '_' && !character.is_alphanumeric()))
        .collect();
    let unused: Vec<&str> = PACKAGES.into_iter().filter(|package| !paths.contains(package)).collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn the_top_level_is_complete() {
    let missing: Vec<&str> = TOP.into_iter().filter(|name| !project().join(name).exists()).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
