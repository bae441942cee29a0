use super::exchange::Exchange;
use super::har::Har;
use super::json_lines::JsonLines;
use super::keystoneauth::Keystoneauth;
use super::recording::Record;
use super::tempest::Tempest;

/// A form in which exchanges are recorded: how the bytes fall into records, and what a record says.
pub(super) trait Format: Sync {
    /// A new cutter, for one recording.
    fn cutter(&self) -> Box<dyn Cutter>;

    /// Reads a record. Many are read at the same time.
    fn exchange(&self, record: &[u8]) -> Result<Exchange, Unreadable>;
}

/// Cuts bytes into records, piece by piece; what is left of a piece is kept until the next.
pub(super) trait Cutter: Send {
    /// Takes the next piece.
    fn cut(&mut self, piece: &[u8], records: &mut Vec<Record>);

    /// Says that no piece follows.
    fn end(&mut self, records: &mut Vec<Record>);
}

/// Why a record says nothing. Never in words of the record: there may be secrets in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unreadable {
    /// It is no JSON.
    NoJson,
    /// It lacks a method or a URL.
    NoRequest,
    /// It is too long.
    TooLong,
}

impl Unreadable {
    /// The words for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::NoJson => "is no JSON",
            Self::NoRequest => "has no method and URL of a request",
            Self::TooLong => "is longer than 16 MiB",
        }
    }
}

/// A longer record is not read.
pub(super) const LONGEST_RECORD: usize = 16 << 20;

/// The form that bytes at the beginning of a recording tell, if they do.
pub(super) fn detect(head: &[u8]) -> Option<&'static dyn Format> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let inner = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    match inner {
        Some(inner) if inner.starts_with(b"\"log\"") => Some(&Har),
        Some(inner) if inner.starts_with(b"\"") => Some(&JsonLines),
        _ => detect_log(head),
    }
}

/// Logs begin with anything: the first line of an exchange tells which one it is.
fn detect_log(head: &[u8]) -> Option<&'static dyn Format> {
    let client = memchr::memmem::find(head, b"REQ: curl ");
    let tests = memchr::memmem::find(head, b" Request (");
    match (client, tests) {
        (Some(client), Some(tests)) if tests < client => Some(&Tempest),
        (Some(_), _) => Some(&Keystoneauth),
        (None, Some(_)) => Some(&Tempest),
        (None, None) => None,
    }
}
