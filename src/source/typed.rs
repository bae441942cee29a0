#![expect(clippy::disallowed_methods, reason = "this is one of the modules that read the disk")]

use std::io::Read;
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

/// A file that the user named on the command line, to be read piece by piece; `-` is standard input. That path
/// is trusted: links are followed, and it may be a pipe.
pub(crate) fn open_typed(path: &Path) -> std::io::Result<Box<dyn Read + Send>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(std::io::Error::other("is a folder: name the files in it"));
    }
    Ok(Box::new(file))
}
