//! What goes on as long as somebody writes: `apiref check --watch`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::apiref::apiref;

/// A run that says nothing for so long hangs, also on a loaded machine.
const LIMIT: Duration = Duration::from_secs(120);

const TEXT: &str = "Boxes\n=====\n\nShow a box\n----------\n\n.. rest_method:: GET /boxes\n\nNormal response codes: 200\n\n\
                    Response\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - width: width\n\n\
                    **Example**\n\n.. literalinclude:: box.json\n";

/// A program that runs until this is dropped, and the lines that it prints.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        // One pipe for both streams, as on a terminal: what was written first is read first.
        let (output, input) = std::io::pipe().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_apiref"))
            .args(arguments)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .stdout(input.try_clone().unwrap())
            .stderr(input)
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The lines up to the first one that holds a text.
    pub(crate) fn until(&self, wanted: &str) -> Vec<String> {
        let mut seen = Vec::new();
        while seen.last().is_none_or(|line: &String| !line.contains(wanted)) {
            match self.lines.recv_timeout(LIMIT) {
                Ok(line) => seen.push(line),
                Err(error) => panic!("no `{wanted}`: {error}: {seen:#?}"),
            }
        }
        seen
    }
}

impl Running {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The exit code; nothing if a signal ended it.
    pub(crate) fn end(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A small tree; `type` of its only row is the one given.
pub(crate) fn tree(kind: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join("api-ref/source/index.rst"), TEXT).unwrap();
    fs::write(folder.path().join("api-ref/source/box.json"), "{\"width\": 3}\n").unwrap();
    fs::write(folder.path().join("api-ref/source/parameters.yaml"), dictionary(kind)).unwrap();
    folder
}

pub(crate) fn dictionary(kind: &str) -> String {
    format!("width: {{in: body, type: {kind}, required: true, description: The width.}}\n")
}

/// Saves as editors do: another file takes the name.
pub(crate) fn save(folder: &Path, name: &str, text: &str) {
    let file = folder.join("api-ref/source").join(name);
    fs::write(file.with_extension("tmp"), text).unwrap();
    fs::rename(file.with_extension("tmp"), file).unwrap();
}

#[test]
fn each_save_tells_what_is_new_and_what_is_mended() {
    let folder = tree("integer");
    let running = Running::start(folder.path(), &["check", "--watch", "--output-format", "concise"]);
    let lines = running.until("watching the sources").join("\n");
    assert!(lines.contains("1 sample; 0 errors"), "{lines}");
    // Something new.
    save(folder.path(), "parameters.yaml", &dictionary("boolean"));
    let lines = running.until("as before").join("\n");
    assert!(lines.contains("error[sample-type]"), "{lines}");
    assert!(lines.ends_with("1 error, 0 warnings, 0 notes; 1 new, 0 mended, 0 as before"), "{lines}");
    // A file that is half written, and one that is not there, end nothing.
    save(folder.path(), "box.json", "{\"width\": ");
    assert!(running.until("as before").join("\n").contains("sample-not-json"));
    fs::remove_file(folder.path().join("api-ref/source/index.rst")).unwrap();
    assert!(running.until("not now: ").join("\n").contains("not now: "));
    // All is well again, and only the change is told.
    save(folder.path(), "index.rst", TEXT);
    save(folder.path(), "box.json", "{\"width\": 3}\n");
    save(folder.path(), "parameters.yaml", &dictionary("integer"));
    let lines = running.until("0 errors, 0 warnings, 0 notes; 0 new").join("\n");
    assert!(lines.contains(" mended:\napi-ref/source/"), "{lines}");
    assert!(lines.contains("error[sample-not-json]"), "{lines}");
}

#[test]
fn what_is_watched_is_one_source_and_no_file_is_written() {
    for more in [&["a", "b"][..], &["--write-baseline"], &["--output-file", "json=x"], &["--staged"]] {
        let arguments: Vec<&str> = ["check", "--watch"].iter().chain(more).copied().collect();
        let run = apiref(&arguments.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains("--watch"), "{}", run.stderr);
    }
}
