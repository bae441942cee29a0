//! One case: a small tree and what the program makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::apiref::on_tree;

/// The expected files that every case has; the others are compared where they exist.
const ALWAYS: [&str; 2] = ["exit-code.txt", "findings.txt"];

/// A folder with `api-ref/` inside.
pub(crate) struct Case {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Its path below `tests/cases`.
    pub(crate) name: String,
}

impl Case {
    /// Runs the program and compares what came out with `expected/`; `Err` says what differs.
    pub(crate) fn compare(&self) -> Result<(), String> {
        let expected = self.expected();
        if expected.is_empty() {
            return Err("has no expected files; set APIREF_UPDATE=1 to write them".to_owned());
        }
        let actual = self.actual(&expected);
        let mut problems = String::new();
        for (file, text) in &expected {
            match actual.get(file) {
                Some(new) if new == text => {}
                Some(new) => problems.push_str(&difference(file, text, new)),
                None => problems.push_str(&format!("expected/{file}: nothing produces this file\n")),
            }
        }
        for (file, text) in actual.iter().filter(|(file, _)| !expected.contains_key(*file)) {
            problems.push_str(&format!("expected/{file}: is missing; it would hold\n{text}"));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Writes what comes out today, and removes the expected files that nothing produces.
    pub(crate) fn update(&self) {
        let expected = self.expected();
        let actual = self.actual(&expected);
        let folder = self.folder.join("expected");
        fs::create_dir_all(&folder).unwrap();
        for stale in expected.keys().filter(|file| !actual.contains_key(*file)) {
            fs::remove_file(folder.join(stale)).unwrap();
        }
        for (file, text) in actual.iter().filter(|(file, text)| expected.get(*file) != Some(text)) {
            fs::write(folder.join(file), text).unwrap();
        }
    }

    /// Does the case promise that there is nothing to report?
    pub(crate) fn is_clean(&self) -> bool {
        self.name.split('/').any(|part| part == "clean")
    }

    fn expected(&self) -> BTreeMap<String, String> {
        let Ok(files) = fs::read_dir(self.folder.join("expected")) else {
            return BTreeMap::new();
        };
        files
            .map(|file| file.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(&path).unwrap())
            })
            .collect()
    }

    /// The files that every case has, and those of `wanted` that the program can produce.
    fn actual(&self, wanted: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let check = on_tree("check", &self.folder, &["--output-format", "concise"]);
        let code = check.code.map_or_else(|| "ended by a signal".to_owned(), |code| code.to_string());
        let mut files = BTreeMap::from(ALWAYS.map(|file| (file.to_owned(), String::new())));
        files.insert("exit-code.txt".to_owned(), format!("{code}\n"));
        files.insert("findings.txt".to_owned(), check.stdout);
        if wanted.contains_key("report.txt") {
            files.insert("report.txt".to_owned(), on_tree("check", &self.folder, &[]).stdout);
        }
        if wanted.contains_key("fix.diff") {
            let options = ["--suggested", "--diff"];
            files.insert("fix.diff".to_owned(), on_tree("fix", &self.folder, &options).stdout);
        }
        if self.folder.join("specification.yaml").is_file() {
            files.insert("compared.txt".to_owned(), self.compared());
        }
        if check.code == Some(2) {
            files.insert("stderr.txt".to_owned(), self.scrub(&check.stderr));
        }
        if wanted.contains_key("model.json") {
            let model = on_tree("model", &self.folder, &[]).stdout;
            files.insert("model.json".to_owned(), model);
        }
        if wanted.contains_key("openapi.yaml") {
            files.insert("openapi.yaml".to_owned(), self.documents(&[]));
        }
        for file in wanted.keys() {
            if let Some(target) = file.strip_prefix("target-").and_then(|rest| rest.strip_suffix(".yaml")) {
                let options = ["--target", target, "--server-url", "https://cloud.example.com/library"];
                files.insert(file.clone(), self.documents(&options));
            }
            if let Some(form) = file.strip_prefix("routes-").and_then(|rest| rest.strip_suffix(".txt")) {
                files.insert(file.clone(), self.routes(form));
            }
        }
        files
    }

    /// What comes of comparing the tree with the specification beside it.
    fn compared(&self) -> String {
        let (spec, source) = (self.folder.join("specification.yaml"), self.folder.join("api-ref/source"));
        let arguments: [&std::ffi::OsStr; 6] = [
            "compare".as_ref(),
            spec.as_ref(),
            "--source".as_ref(),
            source.as_ref(),
            "--root".as_ref(),
            self.folder.as_ref(),
        ];
        crate::apiref::apiref(&arguments).stdout
    }

    /// The routes in the language of a router, after what is told about them.
    fn routes(&self, form: &str) -> String {
        let server = "https://cloud.example.com/library";
        let options = ["--format", form, "--server-url", server, "--allow-incomplete"];
        let run = on_tree("routes", &self.folder, &options);
        let told: String = run.stderr.lines().map(|line| format!("# {line}\n")).collect();
        told + &run.stdout
    }

    /// The generated documents, each after a comment with its file name; for a gateway after the findings about
    /// them.
    fn documents(&self, options: &[&str]) -> String {
        let out = tempfile::tempdir().unwrap();
        let run =
            on_tree("generate", &self.folder, &[&["-o", &out.path().to_string_lossy()], options].concat());
        let told: String = run.stdout.lines().map(|line| format!("# {line}\n")).collect();
        let mut documents: Vec<PathBuf> =
            fs::read_dir(out.path()).unwrap().map(|file| file.unwrap().path()).collect();
        documents.sort();
        if documents.is_empty() {
            return self.scrub(&run.stderr);
        }
        let texts = documents.iter().map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            format!("# {name}\n{}", fs::read_to_string(path).unwrap())
        });
        let told = if options.is_empty() { String::new() } else { told };
        std::iter::once(told).chain(texts).collect()
    }

    /// Takes the place of the checkout out of a message.
    fn scrub(&self, text: &str) -> String {
        text.replace(&*self.folder.to_string_lossy(), "[CASE]")
    }
}

/// All cases below `tests/cases`, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let top = top();
    let mut cases: Vec<Case> = folders(&top, "api-ref")
        .map(|folder| {
            let name = folder.strip_prefix(&top).unwrap().to_string_lossy().into_owned();
            Case { folder, name }
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

/// The folders with expected files that belong to no case.
pub(crate) fn abandoned() -> Vec<PathBuf> {
    folders(&top(), "expected").filter(|folder| !folder.join("api-ref").is_dir()).collect()
}

fn top() -> PathBuf {
    crate::apiref::project().join("tests/cases")
}

/// The folders below `top` that hold a folder called `child`.
fn folders(top: &Path, child: &'static str) -> impl Iterator<Item = PathBuf> {
    walkdir::WalkDir::new(top)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(move |path| path.is_dir() && path.file_name().is_some_and(|name| name == child))
        .map(|path| path.parent().unwrap().to_owned())
}

fn difference(file: &str, expected: &str, actual: &str) -> String {
    let name = format!("expected/{file}");
    TextDiff::from_lines(expected, actual).unified_diff().header(&name, "what came out").to_string()
}
