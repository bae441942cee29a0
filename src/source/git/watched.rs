use std::io::Read as _;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most bytes of a short answer, and of what git complains about.
pub(super) const SHORT: u64 = 1 << 16;

/// How often a program that should have ended is looked at.
const PAUSE: Duration = Duration::from_millis(1);

/// A program that is ended if it does not answer in time.
#[derive(Debug)]
pub(super) struct Watched(Arc<Mutex<Child>>);

/// As long as this is kept, time runs.
#[derive(Debug)]
pub(super) struct Deadline {
    /// The watch ends when it is dropped.
    _stop: Sender<()>,
}

impl Watched {
    pub(super) fn start(command: &mut Command) -> std::io::Result<Self> {
        Ok(Self(Arc::new(Mutex::new(command.spawn()?))))
    }

    pub(super) fn child(&self) -> MutexGuard<'_, Child> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on it has so long to answer.
    pub(super) fn within(&self, limit: Duration) -> Deadline {
        let (stop, stopped) = channel::<()>();
        let child = Arc::clone(&self.0);
        std::thread::spawn(move || {
            if stopped.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
            }
        });
        Deadline { _stop: stop }
    }

    /// Waits for its end, without keeping the deadline from ending it.
    pub(super) fn wait(&self) -> std::io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.child().try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Ends it now.
    pub(super) fn end(&self) {
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It may still be writing what nobody reads.
        self.end();
    }
}

/// What a program answers in time, at most so many bytes of it.
pub(super) fn output(command: &mut Command, limit: Duration, most: u64) -> std::io::Result<Output> {
    let program = Watched::start(command)?;
    let _deadline = program.within(limit);
    let (out, error) = {
        let mut child = program.child();
        (child.stdout.take(), child.stderr.take())
    };
    // Neither may wait until the other is read.
    let complaints = std::thread::spawn(move || complaints(error));
    let mut stdout = Vec::new();
    if let Some(out) = out {
        out.take(most).read_to_end(&mut stdout)?;
    }
    let status = program.wait()?;
    Ok(Output { status, stdout, stderr: complaints.join().unwrap_or_default() })
}

/// The start of what a program complains about.
pub(super) fn complaints(error: Option<ChildStderr>) -> Vec<u8> {
    let mut text = Vec::new();
    if let Some(error) = error {
        let _ = error.take(SHORT).read_to_end(&mut text);
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Stdio;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    #[test]
    fn what_does_not_answer_is_ended() {
        let soon = Duration::from_millis(50);
        // `exec`, so that no child of the shell keeps the pipe open.
        for script in ["exec sleep 1000", "exec >&- 2>&-; exec sleep 1000", "exec yes"] {
            let output = output(&mut shell(script), soon, SHORT).expect("started");
            assert!(!output.status.success(), "{script}");
            assert!(output.stdout.len() as u64 <= SHORT);
        }
    }

    #[test]
    fn an_answer_and_complaints_come_whole() {
        let late = Duration::from_secs(600);
        let script = "echo out; head -c 60000 /dev/zero >&2; exit 3";
        let output = output(&mut shell(script), late, SHORT).expect("started");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(3), &b"out\n"[..]));
        assert_eq!(output.stderr.len(), 60_000);
    }
}
