//! Repositories made by script, for the tests of what a change brings.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::apiref::{Run, apiref_in};

/// A repository in a folder that is removed with it.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
        Self { folder }
    }

    /// One with a small reference, committed.
    pub(crate) fn with_boxes() -> Self {
        let repository = Self::new();
        repository.write_boxes();
        repository.commit("Describe boxes");
        repository
    }

    /// A small reference: two operations, and two findings.
    pub(crate) fn write_boxes(&self) {
        self.write("api-ref/source/index.rst", "Storage\n=======\n\n.. include:: boxes.inc\n");
        self.write("api-ref/source/boxes.inc", BOXES);
        self.write("api-ref/source/parameters.yaml", ENTRIES);
        self.write("api-ref/source/samples/show.json", SHOW);
        self.write("api-ref/source/samples/list.json", LIST);
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Replaces a text in a file, where it must stand.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to));
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all", "--force"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    /// Runs the program in the repository.
    pub(crate) fn apiref(&self, arguments: &[&str]) -> Run {
        let arguments: Vec<&OsStr> = arguments.iter().map(|argument| OsStr::new(*argument)).collect();
        apiref_in(self.path(), &arguments)
    }
}

/// Git, with a configuration of its own, in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What the configuration of a repository, or of one inside it, may name as a program: it leaves a file
/// behind.
#[cfg(unix)]
pub(crate) fn plant(config: &Path, marker: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let program = marker.with_extension("sh");
    fs::write(&program, format!("#!/bin/sh\ntouch {}\n", marker.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.display();
    let text = format!(
        "[core]\n repositoryformatversion = 0\n fsmonitor = {program}\n pager = {program}\n sshCommand = \
         {program}\n[alias]\n cat-file = !{program}\n ls-files = !{program}\n rev-parse = !{program}\n rev-list \
         = !{program}\n log = !{program}\n merge-base = !{program}\n[filter \"x\"]\n clean = {program}\n smudge = \
         {program}\n[diff]\n external = {program}\n"
    );
    fs::write(config, text).unwrap();
}

const BOXES: &str = "\
Boxes
=====

Show box
--------

.. rest_method:: GET /v2.0/boxes/{box_id}

Normal response codes: 200

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - box_id: box_id

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - width: width
   - label: label

Response Example
~~~~~~~~~~~~~~~~

.. literalinclude:: samples/show.json

List boxes
----------

.. rest_method:: GET /v2.0/boxes

Normal response codes: 200

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - boxes: boxes
   - width: width
   - label: label

Response Example
~~~~~~~~~~~~~~~~

.. literalinclude:: samples/list.json
";

const ENTRIES: &str = "\
box_id:
  in: path
  type: string
  required: true
  description: The box.
boxes:
  in: body
  type: array
  required: true
  description: The boxes.
label:
  in: body
  type: string
  required: false
  description: What is written on it.
width:
  in: body
  type: integer
  required: true
  description: The width in millimetres.
";

/// `depth` is not documented: one finding.
const SHOW: &str = "{\n  \"width\": 7,\n  \"depth\": 3\n}\n";
/// `height` is not documented, in two boxes: one finding.
const LIST: &str =
    "{\n  \"boxes\": [\n    {\"width\": 7, \"height\": 1},\n    {\"width\": 8, \"height\": 2}\n  ]\n}\n";
