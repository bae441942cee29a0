//! Folders that are watched for saves.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::error::CommandError;
use crate::analysis::Analysis;

/// A save is over when nothing happened for so long: editors write, rename and remove.
const QUIET: Duration = Duration::from_millis(30);
/// What never ends is looked at now and then.
const LONGEST: Duration = Duration::from_millis(500);
/// How often folders are looked through where the system tells nothing.
const POLL: Duration = Duration::from_millis(500);

/// The folders in which the files of a reference lie.
pub(super) struct Watched {
    watcher: Box<dyn Watcher>,
    folders: BTreeSet<PathBuf>,
    /// May folders have gone and come back, which nobody follows then?
    is_stale: bool,
}

impl Watched {
    /// Calls `told` after each save in the folders that are followed, from a thread of its own. Where the
    /// system has no means of telling, the folders are looked through twice a second.
    pub(super) fn new(told: impl Fn() + Send + 'static) -> Result<Self, CommandError> {
        let (sender, receiver) = channel();
        let watcher: Box<dyn Watcher> =
            match RecommendedWatcher::new(noting(sender.clone()), Config::default()) {
                Ok(watcher) => Box::new(watcher),
                Err(_) => {
                    let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
                    Box::new(PollWatcher::new(noting(sender), config).map_err(cannot)?)
                }
            };
        std::thread::spawn(move || {
            while settle(&receiver) {
                told();
            }
        });
        Ok(Self { watcher, folders: BTreeSet::new(), is_stale: false })
    }

    /// Says that the sources could not be read: folders may be gone for a while.
    pub(super) fn note_trouble(&mut self) {
        self.is_stale = true;
    }

    /// Follows the folders of all files that were read, and of those that may come to be.
    pub(super) fn follow(&mut self, analysis: &Analysis) -> Result<(), CommandError> {
        let layout = analysis.sources().layout();
        let read = analysis.sources().iter().map(|(_, source)| source.path.as_str());
        let tree = analysis.sources().tree().iter().map(String::as_str);
        let above = Path::new(&layout.source_dir).ancestors();
        let mut wanted: BTreeSet<PathBuf> = above.map(|folder| layout.root.join(folder)).collect();
        wanted.extend(read.chain(tree).filter_map(|path| Some(layout.root.join(path).parent()?.to_owned())));
        let is_stale = std::mem::take(&mut self.is_stale);
        self.folders.retain(|folder| {
            let stays = !is_stale && wanted.contains(folder);
            if !stays {
                // Who removed the folder has ended it already.
                let _ = self.watcher.unwatch(folder);
            }
            stays
        });
        for folder in wanted.into_iter().filter(|folder| folder.is_dir()) {
            if !self.folders.contains(&folder) {
                self.watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(cannot)?;
                self.folders.insert(folder);
            }
        }
        Ok(())
    }
}

fn cannot(error: notify::Error) -> CommandError {
    CommandError::Usage(format!("the sources cannot be watched: {error}"))
}

/// Notes what happens, but not that somebody reads.
fn noting(sender: Sender<()>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    move |event| {
        if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
            // Nobody listens any more: the process ends.
            let _ = sender.send(());
        }
    }
}

/// Waits for an event and then for an end of events; false when no more can come.
fn settle(events: &Receiver<()>) -> bool {
    if events.recv().is_err() {
        return false;
    }
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        match events.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_that_follow_each_other_are_one_save() {
        let (sender, receiver) = channel();
        for _ in 0..5 {
            sender.send(()).unwrap();
        }
        assert!(settle(&receiver));
        assert!(receiver.try_recv().is_err());
        drop(sender);
        assert!(!settle(&receiver));
    }
}
