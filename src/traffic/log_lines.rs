//! The lines of a log, each with the prefix of its logger, gathered into records of one exchange each.

use super::format::{Cutter, LONGEST_RECORD};
use super::json_lines::Lines;
use super::recording::Record;
use crate::collections::IndexMap;

/// What a line is to an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It begins one.
    First,
    /// It is a further part of one.
    Part,
    /// Nothing follows.
    Last,
    /// It has nothing to do with any.
    Other,
}

/// What tells the lines of exchanges.
pub(super) trait Dialect: Send {
    /// What a line is, where what matters of it begins, and which thread wrote it, as far as it says.
    fn role<'l>(&self, line: &'l str) -> (Role, usize, &'l str);
}

/// So many exchanges are open at the same time, because threads write into one log.
const MOST_OPEN: usize = 256;

/// Gathers the lines of exchanges; those of a thread follow each other.
pub(super) struct LogLines<D> {
    dialect: D,
    lines: Lines,
    /// What is open, by thread.
    open: IndexMap<String, Record>,
    number: u64,
}

impl<D: Dialect> LogLines<D> {
    pub(super) fn new(dialect: D) -> Self {
        Self { dialect, lines: Lines::default(), open: IndexMap::default(), number: 0 }
    }

    fn take(&mut self, lines: Vec<Record>, records: &mut Vec<Record>) {
        for line in lines {
            // A line that is too long, or no text, is no part of an exchange that could be read.
            let Some(text) = line.bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let (role, from, thread) = self.dialect.role(&text);
            let part = text.get(from..).unwrap_or_default();
            match role {
                Role::Other => {}
                Role::First => {
                    records.extend(self.open.shift_remove(thread));
                    if self.open.len() >= MOST_OPEN {
                        records.extend(self.open.shift_remove_index(0).map(|(_, record)| record));
                    }
                    self.number += 1;
                    let record = Record { number: self.number, bytes: Some(Vec::new()) };
                    self.open.insert(thread.to_owned(), record);
                    self.add(thread, part);
                }
                Role::Part => self.add(thread, part),
                Role::Last => {
                    self.add(thread, part);
                    records.extend(self.open.shift_remove(thread));
                }
            }
        }
    }

    fn add(&mut self, thread: &str, part: &str) {
        let Some(record) = self.open.get_mut(thread) else { return };
        if let Some(bytes) = &mut record.bytes {
            bytes.extend_from_slice(part.as_bytes());
            bytes.push(b'\n');
            if bytes.len() > LONGEST_RECORD {
                record.bytes = None;
            }
        }
    }
}

impl<D: Dialect> Cutter for LogLines<D> {
    fn cut(&mut self, piece: &[u8], records: &mut Vec<Record>) {
        let mut lines = Vec::new();
        self.lines.cut(piece, &mut lines);
        self.take(lines, records);
    }

    fn end(&mut self, records: &mut Vec<Record>) {
        let mut lines = Vec::new();
        self.lines.end(&mut lines);
        self.take(lines, records);
        records.extend(std::mem::take(&mut self.open).into_values());
    }
}
