//! Running the program under test.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use snapbox::cmd::Command;

/// A run that takes longer than this is a hang. It is far above what any input needs, also on a loaded
/// machine.
const LIMIT: Duration = Duration::from_secs(1200);

/// What a run of the program left behind.
pub(crate) struct Run {
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// The exit code; `None` if a signal ended it, our own after the time limit included.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON: {error}\n{}\n{}", self.stdout, self.stderr))
    }
}

/// Runs `apiref COMMAND`, without colour, on the tree in `root`, the folder that holds `api-ref/source`.
pub(crate) fn on_tree(command: &str, root: &Path, more: &[&str]) -> Run {
    let source = root.join("api-ref/source");
    let mut arguments: Vec<&OsStr> =
        vec![command.as_ref(), source.as_ref(), "--root".as_ref(), root.as_ref()];
    arguments.extend(more.iter().map(|argument| OsStr::new(*argument)));
    apiref(&arguments)
}

/// Runs `apiref` with these arguments in the folder of the project.
pub(crate) fn apiref(arguments: &[&OsStr]) -> Run {
    apiref_in(project(), arguments)
}

/// Runs `apiref` with these arguments in a folder.
pub(crate) fn apiref_in(folder: &Path, arguments: &[&OsStr]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_apiref"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .timeout(LIMIT)
        .output()
        .unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

/// The folder of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
