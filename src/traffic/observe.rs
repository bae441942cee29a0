use rayon::prelude::*;

use super::beside::statements;
use super::findings::Teller;
use super::format::{Format, Unreadable};
use super::judge::Judge;
use super::observed::{Observed, covered};
use super::published::Published;
use super::recording::{Record, Recording, RecordingError, Records};
use super::tally::{Exhibit, Tallies};
use crate::config::Observe;
use crate::finding::{Fault, Findings};
use crate::reference::Reference;
use crate::shape::Shapes;
use crate::witness::Statements;

/// So many bytes are held and judged at a time, and as many are read meanwhile.
const BATCH: usize = 8 << 20;

/// What one thread takes at once.
const PIECE: usize = 64;

/// Why there is no observation.
#[derive(Debug)]
pub(crate) enum Failure {
    Recording(RecordingError),
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<RecordingError> for Failure {
    fn from(error: RecordingError) -> Self {
        Self::Recording(error)
    }
}

/// What exchanges show of a reference.
#[derive(Debug)]
pub(crate) struct Observation {
    pub(crate) observed: Observed,
    pub(crate) findings: Findings,
    /// What the exchanges say beside each row.
    pub(crate) statements: Statements,
    /// The first record that could not be read: where, and why.
    pub(crate) first_unreadable: Option<String>,
}

/// Holds all exchanges of the recordings to the reference.
pub(crate) fn observe(
    (reference, shapes): (&Reference, &Shapes),
    published: &Published,
    options: &Observe,
    recordings: Vec<Recording>,
) -> Result<Observation, Failure> {
    let names: Vec<String> = recordings.iter().map(|recording| recording.name.clone()).collect();
    let judge = Judge::new(reference, shapes, published, options);
    let mut tallies = Tallies::default();
    for (file, recording) in recordings.into_iter().enumerate() {
        take_recording(&judge, file, Records::open(recording)?, &mut tallies)?;
    }
    let (unreadable, first) = (tallies.unreadable, tallies.first_unreadable);
    let left_out = tallies.left_out;
    let (tally, elsewhere) = tallies.settle();
    let elsewhere = elsewhere + left_out;
    if tally.exchanges + elsewhere + unreadable == 0 {
        return Err(RecordingError::Empty { name: names.join(", ") }.into());
    }
    if tally.routed == 0 && elsewhere > 0 {
        return Err(RecordingError::Foreign { name: names.join(", "), exchanges: elsewhere }.into());
    }
    let first_unreadable = first.map(|(exhibit, why)| {
        let name = names.get(exhibit.file).map_or("", String::as_str);
        format!("record {} of {name} {}", exhibit.number, why.as_str())
    });
    let findings = Teller { reference, tally: &tally, names: &names }.findings();
    let observed = Observed { elsewhere, unreadable, ..covered(reference, &tally) };
    let statements = statements(reference, &tally);
    Ok(Observation { observed, findings, statements, first_unreadable })
}

/// Judges one batch while the next is read.
fn take_recording(
    judge: &Judge<'_>,
    file: usize,
    mut records: Records,
    tallies: &mut Tallies,
) -> Result<(), Failure> {
    let format = records.format;
    let mut batch = records.next_batch(BATCH)?;
    while !batch.is_empty() || !records.is_at_end() {
        let (judged, next) =
            rayon::join(|| judge_batch(judge, format, file, &batch), || records.next_batch(BATCH));
        for part in judged? {
            tallies.absorb(part);
        }
        batch = next?;
    }
    Ok(())
}

fn judge_batch(
    judge: &Judge<'_>,
    format: &dyn Format,
    file: usize,
    batch: &[Record],
) -> Result<Vec<Tallies>, Fault> {
    let judged = batch.par_chunks(PIECE).map(|records| {
        let mut tallies = Tallies::default();
        for Record { number, bytes } in records {
            let exhibit = Exhibit { file, number: *number };
            let read = bytes.as_deref().ok_or(Unreadable::TooLong);
            match read.and_then(|bytes| format.exchange(bytes)) {
                Ok(exchange) => judge.take(&exchange, exhibit, &mut tallies)?,
                Err(why) => tallies.lose(exhibit, why),
            }
        }
        Ok(tallies)
    });
    judged.collect()
}
