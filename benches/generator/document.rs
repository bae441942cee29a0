use std::fmt::Write as _;

use super::chapter::Author;
use super::dictionary::{Dictionary, Location};
use super::operation::Operation;
use super::random::Random;
use super::resource::Resource;
use super::tree::Tree;
use super::words::{STATES, spoken};
use super::{Form, Plan};

/// Operations of one file where a chapter has many: 4 000 of them are 6 MB, and a reader may refuse files
/// that are much larger.
const FILE: usize = 4_000;

/// One document: a folder with its chapters, dictionary and samples.
#[derive(Debug)]
pub(super) struct Document<'a> {
    folder: String,
    plan: &'a Plan,
    /// The number of operations in the tree at which the document ends.
    end: usize,
    dictionary: Dictionary,
    files: Vec<File>,
}

/// One included file.
#[derive(Debug)]
struct File {
    name: String,
    text: String,
    operations: usize,
}

impl<'a> Document<'a> {
    pub(super) fn new(folder: String, plan: &'a Plan, end: usize) -> Self {
        let mut dictionary = Dictionary::default();
        let mut add = |location, name, kind, required, text: &str| {
            dictionary.plain(location, name, kind, required, text.to_owned());
        };
        add(Location::Header, "Location", "string", true, "Where the new thing can be asked for.");
        add(Location::Path, "project_id_path", "string", true, "The UUID of the project.");
        add(Location::Query, "limit", "integer", false, "How many things one page shows at most.");
        add(Location::Query, "marker", "string", false, "The UUID of the last thing on the page before.");
        add(Location::Query, "sort_dir", "string", false, "Whether small things come first, or large ones.");
        add(Location::Query, "sort_key", "string", false, "The field by which things are put in order.");
        add(Location::Body, "links", "array", false, "A list of objects, one for each page near this one.");
        Self { folder, plan, end, dictionary, files: Vec::new() }
    }

    /// Writes chapters until the tree has enough operations, and then what belongs to all of them.
    pub(super) fn write(mut self, number: &mut usize, tree: &mut Tree) {
        while tree.operations < self.end {
            let mut random = Random::new(self.plan.seed, *number);
            self.write_resource(*number, &mut random, tree);
            *number += 1;
        }
        tree.add(format!("{}/index.rst", self.folder), self.index());
        tree.add(format!("{}/parameters.yaml", self.folder), self.dictionary.text());
        for file in self.files {
            tree.add(format!("{}/{}", self.folder, file.name), file.text);
        }
    }

    fn write_resource(&mut self, number: usize, random: &mut Random, tree: &mut Tree) {
        let wide = self.plan.form == Form::Rows;
        let drift = self.plan.drift;
        let resource = match wide {
            true => Resource::wide(self.plan.size, random, &mut self.dictionary),
            false => Resource::new(number, drift, random, &mut self.dictionary),
        };
        let mut author = Author { resource: &resource, dictionary: &mut self.dictionary, random, drift };
        let mut operations = if wide { vec![author.wide()] } else { author.operations() };
        operations.truncate(self.end - tree.operations);
        self.open(&resource, random);
        for operation in &operations {
            self.write_operation(operation, tree);
        }
    }

    /// Starts a new file, unless the chapter goes on in the last one.
    fn open(&mut self, resource: &Resource, random: &mut Random) {
        let one_chapter = self.plan.form == Form::Operations;
        match self.files.last() {
            Some(last) if one_chapter && last.operations < FILE => return,
            _ => {}
        }
        let mut text = ".. -*- rst -*-\n".to_owned();
        if !one_chapter || self.files.is_empty() {
            write_heading(resource, random, &mut text);
        }
        self.files.push(File { name: format!("{}.inc", resource.plural), text, operations: 0 });
    }

    fn write_operation(&mut self, operation: &Operation, tree: &mut Tree) {
        tree.count(operation);
        for sample in operation.request.samples.iter().chain(&operation.response.samples) {
            tree.add(format!("{}/{}", self.folder, sample.path), sample.text.clone());
        }
        if let Some(file) = self.files.last_mut() {
            file.operations += 1;
            operation.write(&mut file.text);
        }
    }

    fn index(&self) -> String {
        let title = format!("Imaginary Workshop {} API", self.folder);
        let line = "=".repeat(title.len());
        let mut text = format!(":tocdepth: 2\n\n{line}\n{title}\n{line}\n\n");
        text.push_str("This reference was made by a program, to measure other programs with it.\n\n");
        for file in &self.files {
            let _ = writeln!(text, ".. include:: {}", file.name);
        }
        text
    }
}

fn write_heading(resource: &Resource, random: &mut Random, out: &mut String) {
    let title = format!("Working with {}", spoken(&resource.plural));
    let _ = writeln!(out, "\n{title}\n{}\n", "=".repeat(title.len()));
    let said = spoken(&resource.name);
    let _ = writeln!(out, "A {said} belongs to one project. It keeps its ``id`` as long as it\nlives.\n");
    if !random.chance(25) {
        return;
    }
    let rule = format!("+{}+{}+", "-".repeat(14), "-".repeat(30));
    let _ = writeln!(out, "{rule}\n| {:<12} | {:<28} |\n{}", "Status", "Meaning", rule.replace('-', "="));
    for state in STATES.iter().take(4) {
        let _ = writeln!(out, "| {state:<12} | {:<28} |\n{rule}", format!("It is {state} for now."));
    }
    out.push('\n');
}
