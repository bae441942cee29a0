use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::files::FileError;
use super::program::{Git, LONGEST};
use super::watched::Watched;
use crate::collections::HashMap;

/// The most bytes of an object beyond the limit that are read over; before more, the program is ended and
/// started anew.
const MOST_SKIPPED: u64 = 1 << 20;
/// How many bytes are kept for later revisions.
const MOST_KEPT: usize = 128 << 20;
/// How often it is started anew.
const MOST_RESTARTS: usize = 64;

/// The objects of a repository, by their ids.
#[derive(Debug)]
pub(super) struct Objects {
    git: Git,
    /// Programs that wait for the next question: as many as threads have asked at once.
    idle: Mutex<Vec<Reader>>,
    restarts: AtomicUsize,
    /// What was read, where it is kept for later.
    kept: Option<Mutex<Kept>>,
}

/// Objects by kind and id, and how many bytes they have together.
#[derive(Debug, Default)]
struct Kept {
    objects: HashMap<(String, String), Arc<[u8]>>,
    bytes: usize,
}

impl Objects {
    pub(super) fn new(git: Git) -> Self {
        Self { git, idle: Mutex::default(), restarts: AtomicUsize::new(0), kept: None }
    }

    /// The same, and what is read is kept as long as it is not too much.
    pub(super) fn caching(git: Git) -> Self {
        Self { kept: Some(Mutex::default()), ..Self::new(git) }
    }

    fn known(&self, id: &str, kind: &str) -> Option<Arc<[u8]>> {
        let kept = self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        kept.objects.get(&(kind.to_owned(), id.to_owned())).cloned()
    }

    fn keep_object(&self, id: &str, kind: &str, bytes: &[u8]) {
        let Some(kept) = &self.kept else { return };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + bytes.len() > MOST_KEPT {
            *kept = Kept::default();
        }
        kept.bytes += bytes.len();
        kept.objects.insert((kind.to_owned(), id.to_owned()), bytes.into());
    }

    /// The bytes of an object of this kind.
    pub(super) fn read(&self, id: &str, kind: &str, limit: u64) -> Result<Vec<u8>, FileError> {
        if let Some(known) = self.known(id, kind) {
            return if known.len() as u64 > limit { Err(FileError::TooLarge) } else { Ok(known.to_vec()) };
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None if self.restarts.load(Ordering::Relaxed) >= MOST_RESTARTS => {
                return Err(FileError::Unreadable);
            }
            None => Reader::start(&self.git).ok_or(FileError::Unreadable)?,
        };
        match reader.read(id, kind, limit) {
            Answer::Bytes(bytes) => {
                self.keep(reader);
                self.keep_object(id, kind, &bytes);
                Ok(bytes)
            }
            Answer::Refused(error) => {
                self.keep(reader);
                Err(error)
            }
            Answer::Ended(error) => {
                self.restarts.fetch_add(1, Ordering::Relaxed);
                Err(error)
            }
        }
    }

    fn keep(&self, reader: Reader) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }
}

enum Answer {
    Bytes(Vec<u8>),
    /// The program can be asked again.
    Refused(FileError),
    /// It cannot.
    Ended(FileError),
}

/// A running `git cat-file --batch`. One question is asked at a time, so that neither side waits for the
/// other to read.
#[derive(Debug)]
struct Reader {
    program: Watched,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Reader {
    fn start(git: &Git) -> Option<Self> {
        let mut command = git.command(&["cat-file", "--batch"]);
        let program = Watched::start(command.stdin(Stdio::piped()).stderr(Stdio::null())).ok()?;
        let (questions, answers) = {
            let mut child = program.child();
            (child.stdin.take()?, BufReader::new(child.stdout.take()?))
        };
        Some(Self { program, questions, answers })
    }

    fn read(&mut self, id: &str, kind: &str, limit: u64) -> Answer {
        self.ask(id, kind, limit).unwrap_or(Answer::Ended(FileError::Unreadable))
    }

    /// `id kind size`, a line break, the bytes, a line break; or `id missing`.
    fn ask(&mut self, id: &str, kind: &str, limit: u64) -> std::io::Result<Answer> {
        let _deadline = self.program.within(LONGEST);
        writeln!(self.questions, "{id}")?;
        self.questions.flush()?;
        let mut head = String::new();
        std::io::Read::by_ref(&mut self.answers).take(256).read_line(&mut head)?;
        let mut words = head.split_ascii_whitespace();
        let (Some(_), Some(found), size) = (words.next(), words.next(), words.next()) else {
            return Ok(Answer::Ended(FileError::Unreadable));
        };
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(Answer::Refused(FileError::Unreadable));
        };
        let fits = size <= limit && found == kind;
        if !fits && size > MOST_SKIPPED {
            return Ok(Answer::Ended(if found == kind {
                FileError::TooLarge
            } else {
                FileError::Unreadable
            }));
        }
        let mut bytes = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
        self.answers.read_exact(&mut bytes)?;
        self.answers.read_exact(&mut [0])?;
        Ok(match (fits, found == kind) {
            (true, _) => Answer::Bytes(bytes),
            (false, true) => Answer::Refused(FileError::TooLarge),
            (false, false) => Answer::Refused(FileError::Unreadable),
        })
    }
}
