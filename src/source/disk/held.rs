use std::path::{Path, PathBuf};

#[cfg(unix)]
type Handle = std::os::fd::OwnedFd;
#[cfg(not(unix))]
type Handle = ();

/// A folder that is held open. Its path leads to it as long as it is held, whatever happens to the folders
/// around it, where the system has such paths (Linux with `/proc`); else it is the path that it was found by.
#[derive(Debug)]
pub(crate) struct HeldFolder {
    path: PathBuf,
    _handle: Handle,
}

impl HeldFolder {
    pub(super) fn new(found_by: PathBuf, handle: Handle) -> Self {
        let path = lasting_path(&handle).unwrap_or(found_by);
        Self { path, _handle: handle }
    }

    /// The path to use as long as the folder is held.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(target_os = "linux")]
fn lasting_path(handle: &Handle) -> Option<PathBuf> {
    use std::os::fd::AsRawFd as _;

    let path = PathBuf::from(format!("/proc/self/fd/{}", handle.as_raw_fd()));
    // Is it there, and does it lead to this folder? A sandbox may have no `/proc`, or one of its own.
    let (ours, theirs) = (rustix::fs::fstat(handle).ok()?, rustix::fs::stat(&path).ok()?);
    ((ours.st_dev, ours.st_ino) == (theirs.st_dev, theirs.st_ino)).then_some(path)
}

#[cfg(not(target_os = "linux"))]
fn lasting_path(_: &Handle) -> Option<PathBuf> {
    None
}
