use std::collections::BTreeMap;

use crate::reference::{OperationId, RowId};

/// A row of an operation.
pub(crate) type RowOf = (OperationId, RowId);

/// What a witness says beside a row of the text, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it says.
    pub(crate) words: String,
    /// Does it agree with the text?
    pub(crate) agrees: bool,
}

/// What one witness says beside the rows of the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statements {
    rows: BTreeMap<RowOf, Vec<Statement>>,
}

/// So many places of one row are told apart.
const MOST_PLACES: usize = 4;

impl Statements {
    /// Notes what is said beside a row; what is said at another place of it as well is noted once.
    pub(crate) fn note(&mut self, row: RowOf, words: String, agrees: bool) {
        let known = self.rows.entry(row).or_default();
        let statement = Statement { words, agrees };
        if known.len() < MOST_PLACES && !known.contains(&statement) {
            known.push(statement);
        }
    }

    /// What is said beside a row: of all its places together. The page shows it.
    #[cfg(any(feature = "cli", test))]
    pub(crate) fn beside(&self, row: RowOf) -> Option<Statement> {
        let all = self.rows.get(&row)?;
        let words: Vec<&str> = all.iter().map(|one| one.words.as_str()).collect();
        Some(Statement { words: words.join("; "), agrees: all.iter().all(|one| one.agrees) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collections::Id;

    #[test]
    fn a_row_at_two_places_has_both_statements_once() {
        let row = (OperationId::new(0), RowId::new(0));
        let mut all = Statements::default();
        all.note(row, "string".to_owned(), true);
        all.note(row, "integer".to_owned(), false);
        all.note(row, "string".to_owned(), true);
        let said = Statement { words: "string; integer".to_owned(), agrees: false };
        assert_eq!(all.beside(row), Some(said));
        assert_eq!(all.beside((OperationId::new(1), RowId::new(0))), None);
    }
}
