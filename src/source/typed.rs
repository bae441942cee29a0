#![expect(clippy::disallowed_methods, reason = "this is one of the modules that read the disk")]

use std::io::Read as _;
use std::path::Path;

/// The text of a file that the user named on the command line. That path is trusted: links are followed, and
/// a pipe is read to its end; but no more than `limit` bytes.
pub(crate) fn read_typed(path: &Path, limit: u64) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(std::io::Error::other(format!("it has more than {} MiB", limit >> 20)));
    }
    Ok(super::Decoded::new(bytes).text)
}
