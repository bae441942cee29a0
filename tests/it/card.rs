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

/// What only the command line needs; a program that uses the library does not build it.
const ONLY_FOR_THE_COMMAND_LINE: [&str; 5] =
    ["annotate-snippets", "anstream", "clap", "mimalloc", "signal-hook"];

#[test]
fn the_library_alone_needs_no_command_line() {
    let tree = |options: &[&str]| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut command = std::process::Command::new(cargo);
        command.args([
            "tree",
            "--locked",
            "--offline",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]);
        let output = command.args(options).current_dir(project()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let names = text.lines().filter_map(|line| line.split(' ').next());
        names.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (whole, library) = (tree(&[]), tree(&["--no-default-features"]));
    for package in ONLY_FOR_THE_COMMAND_LINE {
        assert!(whole.contains(package), "{package} is no dependency");
        assert!(!library.contains(package), "{package} comes with the library");
    }
}
