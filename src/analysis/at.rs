use super::Analysis;
use crate::json::pointer_at;
use crate::place::{Pointer, SourceId, Span};
use crate::reference::{OperationId, RowId, SampleId};

/// What stands at a byte of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum At {
    /// A row of a table.
    Row {
        /// The operation that the table belongs to.
        operation: OperationId,
        /// The row.
        row: RowId,
    },
    /// The directive that shows a sample.
    Sample {
        /// The operation that shows it.
        operation: OperationId,
        /// The sample.
        sample: SampleId,
    },
    /// The directive that opens an operation, or its title.
    Operation(OperationId),
    /// An entry of a dictionary, by its name.
    Entry(String),
    /// A key or value of a sample.
    Value(Pointer),
}

impl Analysis {
    /// What stands at the byte `offset` of the source at `path` (from the root); nothing if no row, entry, directive or value does. Of a
    /// file that several documents include the first use answers.
    pub fn at(&self, path: &str, offset: usize) -> Option<At> {
        let source = self.sources().find(path)?;
        let here =
            |span: Span| span.source == source && (span.start as usize..=span.end as usize).contains(&offset);
        self.in_text(here)
            .or_else(|| self.in_dictionary(source, here))
            .or_else(|| self.in_sample(source, offset))
    }

    fn in_text(&self, here: impl Fn(Span) -> bool) -> Option<At> {
        for (operation, read) in self.reference().operations.entries() {
            let mut rows = read.rows.entries();
            if let Some((row, _)) = rows.find(|(_, row)| here(row.name_span) || here(row.reference_span)) {
                return Some(At::Row { operation, row });
            }
            if let Some((sample, _)) = read.samples.entries().find(|(_, sample)| here(sample.span)) {
                return Some(At::Sample { operation, sample });
            }
            if here(read.span) || here(read.url_span) || here(read.title_span) {
                return Some(At::Operation(operation));
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
