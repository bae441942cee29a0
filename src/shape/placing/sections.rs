//! Tables whose titles name an object.

use super::super::node::{Step, Why};
use super::super::word::same_but_number;
use super::Placing;
use crate::reference::Types;

/// Words of titles that name no object.
const IDLE: [&str; 11] = [
    "request",
    "response",
    "parameters",
    "parameter",
    "object",
    "objects",
    "example",
    "body",
    "paramters",
    "first",
    "second",
];

impl Placing<'_> {
    /// A table under a title that names an object ("Session persistence object") lists what is in it.
    pub(super) fn place_sections(&mut self) {
        let rows: Vec<(usize, String)> =
            self.open().filter_map(|at| Some((at, self.section_object(at)?))).collect();
        for (at, object) in rows {
            let Some(container) = self.find_container(&object) else { continue };
            let mut path = self.through_arrays(container);
            path.push(Step::Key(self.name(at).to_owned()));
            self.put(at, path, Why::Section);
        }
    }

    /// The words of the table's own title that name something: without "request", "parameters", "object" and the like.
    fn section_object(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?.row;
        let title = self.input.operation.tables.get(row.table)?.section.first()?;
        let words: Vec<String> = title
            .split('(')
            .next()?
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty() && !IDLE.contains(&word.as_str()))
            .collect();
        (!words.is_empty()).then(|| words.join("_"))
    }

    /// The container row that the words name: all of them, else the last ones.
    fn find_container(&self, object: &str) -> Option<Vec<Step>> {
        let mut name = object;
        loop {
            let found = self.paths.iter().find(|(at, path)| {
                same_but_number(self.name(**at), name)
                    && self.root.at(path).is_some()
                    && self.rows.get(**at).is_some_and(|entry| entry.types().meets(Types::CONTAINERS))
            });
            if let Some((_, path)) = found {
                return Some(path.clone());
            }
            (_, name) = name.split_once('_')?;
        }
    }
}
