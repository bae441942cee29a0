//! Files that must not be left behind, whatever ends the process: they are removed on a signal and on a
//! panic, and by the next run if this one is killed.

#![expect(clippy::disallowed_methods, reason = "this is one of the modules that write files")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// What is to be removed.
static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
/// Held while files take their places, so that no signal ends the process between two of them.
static PLACES: Mutex<()> = Mutex::new(());

const PREFIX: &str = ".apiref-";
const SUFFIX: &str = ".tmp";

/// A file that is removed when this is dropped, or when the process ends before.
#[derive(Debug)]
pub(super) struct Temporary(PathBuf);

impl Temporary {
    /// Makes a file in a folder, under a name that the next run knows for one of ours. `make` fails where a
    /// file is already.
    pub(super) fn make<T>(
        folder: &Path,
        make: impl Fn(&Path) -> std::io::Result<T>,
    ) -> std::io::Result<(Self, T)> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        watch();
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{PREFIX}{}-{number}{SUFFIX}", std::process::id()));
            // A signal waits until the file is known.
            let mut files = lock(&FILES);
            match make(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(made) => {
                    files.insert(path.clone());
                    return Ok((Self(path), made));
                }
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // It is gone already if it took its place.
        let _ = std::fs::remove_file(&self.0);
        lock(&FILES).remove(&self.0);
    }
}

/// Removes what killed runs have left in a folder. Nobody else may be writing there.
pub(super) fn remove_left_overs(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_left_over)) {
        let _ = std::fs::remove_file(entry.path());
    }
}

fn is_left_over(name: &str) -> bool {
    let middle = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    let numbers = middle.and_then(|middle| middle.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}

/// Keeps signals waiting.
pub(super) fn hold_signals() -> MutexGuard<'static, ()> {
    lock(&PLACES)
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove(files: &BTreeSet<PathBuf>) {
    for file in files {
        let _ = std::fs::remove_file(file);
    }
}

/// Sees to signals and panics, from the first file on.
fn watch() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        watch_signals();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Whoever panics may hold the lock; then there is nothing to be done.
            if let Ok(files) = FILES.try_lock() {
                remove(&files);
            }
            usual(panic);
        }));
    });
}

#[cfg(unix)]
fn watch_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    // What the caller wants ignored (`nohup`) stays ignored. Without a handler the signals do what they
    // always do.
    let ignored = ignored_signals();
    let ours = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let Ok(mut signals) = Signals::new(ours) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _places = hold_signals();
            // Held to the end: no more files are made.
            let files = lock(&FILES);
            remove(&files);
            let _ = emulate_default_handler(signal);
        }
    });
}

/// The signals that this process ignores, a bit for each from 1 on. Only Linux says so without unsafe code.
#[cfg(unix)]
fn ignored_signals() -> u64 {
    const LONGEST: u64 = 1 << 16;
    let status = crate::source::read_typed(Path::new("/proc/self/status"), LONGEST).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

#[cfg(not(unix))]
fn watch_signals() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_left_overs() {
        assert!(is_left_over(".apiref-12-0.tmp"));
        for name in
            [".apiref-12.tmp", ".apiref-a-0.tmp", ".apiref-1-.tmp", "apiref-1-0.tmp", ".apiref-1-0.yaml"]
        {
            assert!(!is_left_over(name), "{name}");
        }
    }

    #[test]
    fn a_file_is_gone_with_its_owner_and_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let create = |path: &Path| std::fs::File::create_new(path);
        let (one, _) = Temporary::make(folder.path(), create).expect("a file");
        let (two, _) = Temporary::make(folder.path(), create).expect("a file");
        assert_ne!(one.path(), two.path());
        drop(one);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        drop(two);
        std::fs::File::create(folder.path().join(".apiref-1-2.tmp")).expect("a file");
        std::fs::File::create(folder.path().join(".apirefs")).expect("a file");
        remove_left_overs(folder.path());
        let names: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(names, [".apirefs"]);
    }
}
