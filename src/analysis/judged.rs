use serde_json::Value;

use super::{Analysis, AnalysisError};
#[cfg(feature = "cli")]
use crate::contract::Mark;
use crate::place::SourceId;
use crate::reference::{Counts, Direction};
use crate::version::{Version, Window};

/// A JSON sample of an operation, with the version it was judged at.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct JudgedSample<'a> {
    /// In upper case.
    pub method: &'a str,
    /// The path of the operation as its document has it.
    pub path: String,
    /// Which of the documents holds the operation, from 0.
    pub document: usize,
    /// The versions that have the operation.
    pub window: Window,
    /// Request or response.
    pub direction: Direction,
    /// The file.
    pub source: SourceId,
    /// What it holds, read through its mistakes if it has some.
    pub value: &'a Value,
    /// The version it was judged at; nothing where the reference has none.
    pub version: Option<Version>,
    /// Is the version written somewhere, and not inferred?
    pub is_exact: bool,
}

impl Analysis {
    /// How much was read.
    pub fn counts(&self) -> Counts {
        self.reference().counts
    }

    /// Where samples disagree with the text, in the order of the operations.
    #[cfg(feature = "cli")]
    pub(crate) fn marks(&self) -> Result<&[Mark], AnalysisError> {
        Ok(&self.judgement()?.marks)
    }

    /// Every JSON sample that documents a body, in the order of the operations.
    pub fn samples(&self) -> Result<impl Iterator<Item = JudgedSample<'_>>, AnalysisError> {
        let reference = self.reference();
        Ok(self.judgement()?.judged.iter().filter_map(|judged| {
            let operation = &reference.operations[judged.operation];
            let file = reference.sample_file(&operation.samples[judged.sample])?;
            Some(JudgedSample {
                method: operation.method.as_str(),
                path: operation.template.path().to_owned(),
                document: operation.document,
                window: operation.window,
                direction: judged.direction,
                source: file.source,
                value: file.value.as_ref()?,
                version: judged.recorded.version,
                is_exact: judged.recorded.exact,
            })
        }))
    }
}
