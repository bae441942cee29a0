//! The architecture, read from the sources: a layer mentions only itself and the layers before it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::apiref::project;

/// The pipeline, in order.
const LAYERS: [&str; 28] = [
    "collections",
    "text",
    "place",
    "json",
    "finding",
    "version",
    "config",
    "source",
    "rst",
    "dictionary",
    "reference",
    "shape",
    "yaml",
    "openapi",
    "projection",
    "gateway",
    "route",
    "contract",
    "lint",
    "witness",
    "traffic",
    "triage",
    "analysis",
    "change",
    "fix",
    "report",
    "page",
    "command",
];

#[test]
fn a_layer_uses_only_the_layers_before_it() {
    let mut violations = Vec::new();
    for (position, layer) in LAYERS.iter().enumerate() {
        for (path, text) in sources(layer) {
            for mentioned in mentions(&text) {
                match LAYERS.iter().position(|layer| *layer == mentioned) {
                    Some(other) if other <= position => {}
                    Some(_) => violations.push(format!("{}: uses crate::{mentioned}", path.display())),
                    None => violations.push(format!("{}: {mentioned} is no layer", path.display())),
                }
            }
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn the_crate_lists_its_layers_in_reading_order() {
    let text = fs::read_to_string(project().join("src/lib.rs")).unwrap();
    let listed: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, LAYERS);
}

#[test]
fn every_folder_of_the_sources_is_a_layer() {
    let folders: BTreeSet<String> = fs::read_dir(project().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, LAYERS.map(str::to_owned).into());
}

#[test]
fn mentions_are_found_in_paths_and_groups() {
    let text =
        "use crate::{place::{Span, SourceId}, rst};\n// crate::report\nfn f(x: crate::dictionary::Entry) {}";
    assert_eq!(mentions(text), BTreeSet::from(["place", "rst", "dictionary"].map(str::to_owned)));
}

/// The files of a layer with their texts.
fn sources(layer: &str) -> Vec<(PathBuf, String)> {
    walkdir::WalkDir::new(project().join("src").join(layer))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// The modules that follow `crate::`, groups included. Comments do not count.
fn mentions(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    code.join("\n")
        .split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => heads(group),
            None => vec![identifier(rest)],
        })
        .collect()
}

/// The first identifier of each member of a `use` group, given the text after its opening brace.
fn heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 1;
    let mut at_member = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => at_member = true,
            _ if at_member && !character.is_whitespace() => {
                heads.extend(group.get(at..).map(identifier));
                at_member = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|character| *character == '_' || character.is_alphanumeric()).collect()
}
