//! `rest_parameters`: the rows of a table.

use super::super::document::Item;
use super::super::{DefinitionId, Location, Operation, Row, Table, direction};
use super::{CurrentSection, ENTRY_UNKNOWN, FILE_MISSING, Reader};
use crate::dictionary;
use crate::finding::{Finding, Subject};
use crate::place::SourceId;
use crate::rst::Directive;
use crate::version::Window;

impl Reader<'_> {
    pub(super) fn table(
        &mut self,
        directive: &Directive,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let dictionary = self.file(
            directive,
            &directive.arguments.value,
            directive.arguments.whole(),
            item,
            &FILE_MISSING,
        );
        let bold =
            current.bold.as_ref().filter(|bold| bold.fresh).and_then(|bold| direction::of_text(&bold.text));
        let table = Table {
            span: directive.name_span,
            dictionary,
            section: current.titles.clone(),
            direction: bold.or_else(|| direction::of_sections(&current.titles)),
            window: current.window,
        };
        let number = operation.tables.len();
        // What is wrong with a dictionary that is broken or has no entries is told once, at the dictionary.
        let readable = dictionary
            .filter(|id| !self.library.unsound.contains(id))
            .filter(|id| self.library.dictionaries.get(id).is_some_and(|read| !read.entries.is_empty()));
        for pair in dictionary::pairs(&directive.content, &mut self.findings) {
            let definition = dictionary.and_then(|id| self.library.definition(id, &pair.value.value));
            if let (None, Some(id)) = (definition, readable) {
                self.findings.push(self.entry_unknown(&pair, id, operation));
            }
            operation.rows.push(Row {
                window: self.row_window(definition, current.window, operation.window),
                name: pair.key.value,
                name_span: pair.key.span,
                reference: pair.value.value,
                reference_span: pair.value.span,
                table: number,
                definition,
                direction: table.direction,
                location: Location::Body,
            });
        }
        operation.tables.push(table);
    }

    pub(super) fn row_window(
        &self,
        definition: Option<DefinitionId>,
        section: Window,
        operation: Window,
    ) -> Window {
        let own = definition.map(|id| self.library.definitions[id].window);
        section.intersect(operation).intersect(own.unwrap_or_default())
    }

    pub(super) fn entry_unknown(
        &self,
        pair: &dictionary::PairItem,
        dictionary: SourceId,
        operation: &Operation,
    ) -> Finding {
        let reference = &pair.value.value;
        let path = self.sources.path(dictionary);
        let message = if *reference == pair.key.value {
            format!("`{reference}` is no entry of `{path}`")
        } else {
            format!("`{reference}`, the entry of row `{}`, is not in `{path}`", pair.key.value)
        };
        let names = self.library.dictionaries.get(&dictionary).map(|dictionary| dictionary.entries.keys());
        let nearest = names.and_then(|names| crate::finding::nearest(reference, names.map(String::as_str)));
        let help = match nearest {
            Some(name) => format!("did you mean `{name}`? Otherwise add the entry to `{path}`"),
            None => format!("add the entry to `{path}`, or name one that is there"),
        };
        Finding::new(&ENTRY_UNKNOWN, pair.value.span, Subject::entry(reference), message)
            .with_help(help)
            .with_operation(operation.key())
    }
}
