use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What lasts no longer needs no word.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// Takes the line away: a carriage return, then the sign that erases to the end of the line.
const ERASED: &[u8] = b"\r\x1b[K";

/// Says on a terminal that work goes on, until something else is printed.
#[derive(Debug, Default)]
pub(super) struct Progress {
    working: Mutex<Option<Working>>,
}

#[derive(Debug)]
struct Working {
    end: Sender<()>,
    teller: JoinHandle<()>,
}

impl Progress {
    /// Tells `terminal` every `patience` how long it lasts.
    pub(super) fn start(mut terminal: impl Write + Send + 'static, patience: Duration) -> Self {
        let (end, ended) = mpsc::channel();
        let begin = Instant::now();
        let teller = move || {
            let mut is_told = false;
            while ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                // Nobody misses what cannot be told.
                let _ = write!(terminal, "\rworking, {} s", begin.elapsed().as_secs());
                let _ = terminal.flush();
                is_told = true;
            }
            if is_told {
                let _ = terminal.write_all(ERASED);
                let _ = terminal.flush();
            }
        };
        // Where no thread is to be had, nothing is told.
        let teller = thread::Builder::new().spawn(teller).ok();
        Self { working: Mutex::new(teller.map(|teller| Working { end, teller })) }
    }

    /// Takes away what was told, before something else is printed.
    pub(super) fn stop(&self) {
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Working { end, teller }) = working {
            drop(end);
            let _ = teller.join();
        }
    }
}

/// A writer that ends what is told on the terminal before it writes.
pub(super) struct After<'a> {
    pub(super) progress: &'a Progress,
    pub(super) inner: &'a mut dyn Write,
}

impl Write for After<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.progress.stop();
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_told_goes_before_what_is_printed() {
        let (screen, mut out) = (Screen::default(), Vec::new());
        let progress = Progress::start(screen.clone(), Duration::from_millis(1));
        while screen.text().is_empty() {
            thread::yield_now();
        }
        After { progress: &progress, inner: &mut out }.write_all(b"done").unwrap();
        let text = screen.text();
        assert!(text.starts_with("\rworking, 0 s") && text.ends_with("\r\u{1b}[K"), "{text:?}");
        progress.stop();
        assert_eq!(screen.text(), text);
        assert_eq!(out, b"done");
    }

    #[test]
    fn short_work_is_not_told() {
        let screen = Screen::default();
        Progress::start(screen.clone(), Duration::from_secs(3600)).stop();
        assert_eq!(screen.text(), "");
    }
}
