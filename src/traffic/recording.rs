use std::io::{self, Read};

use super::format::{Cutter, Format, detect};

/// A file of recorded exchanges: a name to speak of it, and its bytes, which may be many.
pub struct Recording {
    /// The name in reports.
    pub name: String,
    /// What is in it.
    pub input: Box<dyn Read + Send>,
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why a recording could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// The system does not give it.
    #[error("{name}: {source}")]
    Read {
        /// The recording.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is in no known form.
    #[error(
        "{name}: neither HAR, nor JSON lines, nor a log of keystoneauth or tempest: see `apiref observe --help`"
    )]
    Unknown {
        /// The recording.
        name: String,
    },
    /// It is compressed.
    #[error("{name}: is compressed: unpack it, or pipe it in, as `zcat {name} | apiref observe -`")]
    Compressed {
        /// The recording.
        name: String,
    },
    /// It has no end.
    #[error("{name}: has more than {} GiB; split it", MOST_BYTES >> 30)]
    TooLarge {
        /// The recording.
        name: String,
    },
    /// There is nothing in it.
    #[error("{name}: holds no exchange")]
    Empty {
        /// The recordings.
        name: String,
    },
    /// What was recorded is of other services.
    #[error(
        "{name}: none of the {exchanges} exchanges is one of this reference: `[observe] prefixes` says what stands before its paths"
    )]
    Foreign {
        /// The recordings.
        name: String,
        /// How many there are.
        exchanges: u64,
    },
}

/// The bytes of one exchange, and which one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Its number in the file, from 1.
    pub(super) number: u64,
    /// The bytes; nothing where there are too many.
    pub(super) bytes: Option<Vec<u8>>,
}

/// So many bytes are read at once.
const PIECE: usize = 1 << 20;

/// What a recording is told by is in its first bytes.
const HEAD: usize = 4 << 20;

/// No recording is longer; what has no end is one.
const MOST_BYTES: u64 = 256 << 30;

/// Cuts a recording into its exchanges, in order, with no more in memory than a piece and an exchange.
pub(super) struct Records {
    name: String,
    input: Box<dyn Read + Send>,
    cutter: Box<dyn Cutter>,
    pub(super) format: &'static dyn Format,
    /// What was read and not yet cut.
    piece: Vec<u8>,
    read: u64,
    ended: bool,
}

impl Records {
    /// Looks at the beginning to tell the form.
    pub(super) fn open(recording: Recording) -> Result<Self, RecordingError> {
        let Recording { name, mut input } = recording;
        let mut head = Vec::new();
        let mut format = None;
        // A pipe gives what it has: most forms are told by the first lines.
        while format.is_none() && head.len() < HEAD {
            let before = head.len();
            let mut taken = (&mut input).take(PIECE as u64);
            taken
                .read_to_end(&mut head)
                .map_err(|source| RecordingError::Read { name: name.clone(), source })?;
            if head.starts_with(&[0x1f, 0x8b]) || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
                return Err(RecordingError::Compressed { name });
            }
            format = detect(&head);
            if head.len() == before {
                break;
            }
        }
        let format = format.ok_or_else(|| RecordingError::Unknown { name: name.clone() })?;
        let read = head.len() as u64;
        Ok(Self { name, input, cutter: format.cutter(), format, piece: head, read, ended: false })
    }

    /// Further records, until they come to about `wanted` bytes; none at the end.
    pub(super) fn next_batch(&mut self, wanted: usize) -> Result<Vec<Record>, RecordingError> {
        let mut batch = Vec::new();
        let mut size = 0;
        while size < wanted && !self.ended {
            if self.piece.is_empty() {
                self.read_piece()?;
            }
            if self.piece.is_empty() {
                self.ended = true;
                self.cutter.end(&mut batch);
                break;
            }
            size += self.piece.len();
            let piece = std::mem::take(&mut self.piece);
            self.cutter.cut(&piece, &mut batch);
        }
        Ok(batch)
    }

    fn read_piece(&mut self) -> Result<(), RecordingError> {
        let name = || self.name.clone();
        let mut taken = (&mut self.input).take(PIECE as u64);
        let read = taken.read_to_end(&mut self.piece);
        read.map_err(|source| RecordingError::Read { name: name(), source })?;
        self.read += self.piece.len() as u64;
        if self.read > MOST_BYTES {
            return Err(RecordingError::TooLarge { name: name() });
        }
        Ok(())
    }

    /// Is all of it cut?
    pub(super) fn is_at_end(&self) -> bool {
        self.ended
    }
}
