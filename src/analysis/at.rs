use super::Analysis;
use crate::json::pointer_at;
use crate::place::{Pointer, SourceId, Span};

/// What stands at a byte of a source. Operations are given as `METHOD path`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum At {
    /// A row of a table.
    Row {
        /// The operation that the table belongs to.
        operation: String,
        /// The name that the row documents.
        name: String,
        /// The entry that it refers to.
        entry: String,
    },
    /// The directive that shows a sample.
    Sample {
        /// The operation that shows it.
        operation: String,
        /// The path of the file from the root, if it could be read.
        file: Option<String>,
    },
    /// The directive that opens an operation, or its title.
    Operation(String),
    /// An entry of a dictionary, by its name.
    Entry(String),
    /// A key or value of a sample.
    Value(Pointer),
}

impl Analysis {
    /// What stands at the byte `offset` of the source at `path` (from the root); nothing if no row, entry,
    /// directive or value does. Of a file that several documents include the first use answers.
    pub fn at(&self, path: &str, offset: usize) -> Option<At> {
        let source = self.sources().find(path)?;
        let here =
            |span: Span| span.source == source && (span.start as usize..=span.end as usize).contains(&offset);
        self.in_text(here)
            .or_else(|| self.in_dictionary(source, here))
            .or_else(|| self.in_sample(source, offset))
    }

    fn in_text(&self, here: impl Fn(Span) -> bool) -> Option<At> {
        let reference = self.reference();
        for operation in &reference.operations {
            let key = || operation.key();
            let mut rows = operation.rows.iter();
            if let Some(row) = rows.find(|row| here(row.name_span) || here(row.reference_span)) {
                let (name, entry) = (row.name.clone(), row.reference.clone());
                return Some(At::Row { operation: key(), name, entry });
            }
            if let Some(sample) = operation.samples.iter().find(|sample| here(sample.span)) {
                let file =
                    reference.sample_file(sample).map(|file| self.sources().path(file.source).to_owned());
                return Some(At::Sample { operation: key(), file });
            }
            if here(operation.span) || here(operation.url_span) || here(operation.title_span) {
                return Some(At::Operation(key()));
            }
        }
        None
    }

    fn in_dictionary(&self, source: SourceId, here: impl Fn(Span) -> bool) -> Option<At> {
        let entries = &self.reference().dictionaries.get(&source)?.entries;
        let entry = entries.values().find(|entry| here(entry.span) || here(entry.name_span))?;
        Some(At::Entry(entry.name.clone()))
    }

    fn in_sample(&self, source: SourceId, offset: usize) -> Option<At> {
        let is_sample = self.reference().samples.iter().any(|file| file.source == source);
        is_sample.then(|| pointer_at(self.sources().text(source), offset)).map(At::Value)
    }
}
