//! The pages for people: what they show is what the program prints, and what is made of the program is fresh.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use walkdir::WalkDir;

use crate::apiref::{apiref, project};

/// Commands that no test can run: they need packages, compile the program, or are this test. Who runs them.
const ELSEWHERE: [(&str, &str); 6] = [
    ("pip install apiref-cli", ".ci/package"),
    ("cargo run --release -- generate", ".ci/run"),
    ("cargo test", ".ci/run"),
    ("cargo install --locked --profile dist --path .", ".ci/package"),
    ("cd ~/src/cinder", "the reader"),
    ("apiref check", "tests/it/pages.rs"),
];

/// The pages with their texts.
fn pages() -> Vec<(PathBuf, String)> {
    let docs = WalkDir::new(project().join("docs/src")).sort_by_file_name().into_iter();
    let docs = docs
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"));
    let paths = docs.chain([project().join("README.md")]);
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The blocks of a page: the word behind the fence, the first line of the content, and the content.
fn blocks(text: &str) -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(word)) => open = Some((word.to_owned(), number + 1, String::new())),
            (Some(_), Some("")) => found.extend(open.take()),
            (Some((_, _, content)), _) => writeln!(content, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    found
}

fn updates() -> bool {
    std::env::var_os("APIREF_UPDATE").is_some_and(|value| value == "1")
}

/// Compares a file of the repository with what it should hold, or writes it.
fn is_fresh(path: &str, text: &str) {
    let file = project().join(path);
    if updates() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == text, "{path} is stale; APIREF_UPDATE=1 writes it");
}

#[cfg(unix)]
mod run {
    use std::process::{Command, Stdio};

    use snapbox::IntoData;

    use super::*;

    /// A copy of our reference and its documents in a repository of its own, without our configuration.
    fn copy() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for part in ["api-ref", "generated"] {
            for entry in WalkDir::new(project().join(part)) {
                let entry = entry.unwrap();
                let to = folder.path().join(entry.path().strip_prefix(project()).unwrap());
                if entry.file_type().is_dir() {
                    fs::create_dir(to).unwrap();
                } else {
                    fs::copy(entry.path(), to).unwrap();
                }
            }
        }
        shell(
            folder.path(),
            "apiref generate -q && git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -q -m a",
        );
        folder
    }

    /// What a command prints, and its exit code.
    fn shell(folder: &Path, command: &str) -> (String, i32) {
        let program = Path::new(env!("CARGO_BIN_EXE_apiref")).parent().unwrap();
        let paths = std::env::var("PATH").unwrap();
        let output = Command::new("bash")
            .args(["-c", &format!("{command}\n")])
            .current_dir(folder)
            .env("PATH", format!("{}:{paths}", program.display()))
            .env("NO_COLOR", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_PAGER", "cat")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text =
            format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        (text, output.status.code().unwrap_or(128))
    }

    /// The commands of a block, each with the lines that it should print.
    fn commands(block: &str) -> Vec<(&str, String)> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for line in block.lines() {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command, String::new())),
                (None, Some((_, expected))) => writeln!(expected, "{line}").unwrap(),
                (None, None) => panic!("a block begins with its command: {line}"),
            }
        }
        found
    }

    #[test]
    fn every_command_of_a_page_prints_what_the_page_shows() {
        let mut ran = 0;
        let mut wrong = Vec::new();
        for (path, text) in pages() {
            let blocks: Vec<_> = blocks(&text).into_iter().filter(|(word, ..)| word == "console").collect();
            if blocks.is_empty() {
                continue;
            }
            let folder = copy();
            for (_, line, block) in blocks {
                for (command, expected) in commands(&block) {
                    let (printed, code) = shell(folder.path(), command);
                    ran += 1;
                    let place =
                        format!("{}:{line}: {command}", path.strip_prefix(project()).unwrap().display());
                    if code > 1 {
                        wrong.push(format!("{place}: exit code {code}\n{printed}"));
                    }
                    let expected = expected.trim_end().to_owned();
                    let actual = printed.trim_end().to_owned().into_data();
                    if let Err(error) =
                        snapbox::Assert::new().try_eq(Some(&place), actual, expected.into_data())
                    {
                        wrong.push(error.to_string());
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        assert!(ran > 25, "{ran}");
    }
}

#[test]
fn every_other_command_is_run_elsewhere() {
    for (path, text) in pages() {
        for (word, line, block) in blocks(&text) {
            assert_ne!(word, "bash", "{}:{line}: `console` is run, `sh` is a list", path.display());
            if word != "sh" {
                continue;
            }
            for command in block.lines().map(|line| line.split('#').next().unwrap().trim()) {
                let known = ELSEWHERE.iter().any(|(known, _)| *known == command);
                assert!(known, "{}:{line}: who runs `{command}`?", path.display());
            }
        }
    }
}

#[test]
fn what_is_to_be_copied_can_be_read() {
    for (path, text) in pages() {
        for (word, line, block) in blocks(&text) {
            let problem = match word.as_str() {
                "toml" => toml::from_str::<toml::Table>(&block).err().map(|error| error.to_string()),
                "yaml" => serde_yaml::from_str::<Value>(&block).err().map(|error| error.to_string()),
                _ => None,
            };
            assert_eq!(problem, None, "{}:{line}", path.display());
        }
    }
}

/// The place of a heading in the page that is made of it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')))
        .map(anchor)
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let names = ["CONTRIBUTING", "MAINTAINING", "SECURITY", "RELEASING", "STABILITY", "CODE_OF_CONDUCT"];
    let more = names.map(|name| project().join(format!("{name}.md")));
    let more = more.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap()));
    for (path, text) in pages().into_iter().chain(more) {
        let folder = path.parent().unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("{{#include ")?.strip_suffix("}}")) {
            let file = line.split(".md:").next().unwrap().trim_end_matches(".md");
            assert!(folder.join(format!("{file}.md")).is_file(), "{}: {line}", path.display());
        }
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            if dest_url.contains("://") {
                continue;
            }
            let (file, place) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = if file.is_empty() { path.clone() } else { folder.join(file) };
            assert!(target.exists(), "{}: {dest_url}", path.display());
            if !place.is_empty() {
                let there = anchors(&fs::read_to_string(&target).unwrap());
                assert!(there.iter().any(|anchor| anchor == place), "{}: {dest_url}", path.display());
            }
        }
    }
}

fn help(arguments: &[&str]) -> String {
    let arguments: Vec<_> = arguments.iter().chain(&["--help"]).map(AsRef::as_ref).collect();
    apiref(&arguments).stdout.trim_end().to_owned()
}

/// The names of commands in a help text.
fn listed(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

#[test]
fn the_page_of_commands_is_fresh() {
    let mut page = "# Commands\n\nThis page is written by a test: it is what `apiref COMMAND --help` prints.\n\n\
                    | exit code | meaning |\n|--:|---|\n\
                    | 0 | `check`: nothing to complain about. `generate`: the documents are written, and hold all that the sources say |\n\
                    | 1 | `check`: findings at or above `--fail-on`, or stale documents |\n\
                    | 2 | could not run: wrong usage or configuration, an unreadable tree, no operation found; `check`: some input could not be read, and `--fail-on` would pass. `generate`, `routes` with kong or nginx: more than a sample could not be read; the rest is written all the same, and `--allow-incomplete` makes it 0 |\n\n\
                    Findings go to standard output, progress and trouble to standard error.\n\n"
        .to_owned();
    let top = help(&[]);
    write!(page, "## apiref\n\n```text\n{top}\n```\n").unwrap();
    for command in listed(&top) {
        let text = help(&[command]);
        write!(page, "\n## apiref {command}\n\n```text\n{text}\n```\n").unwrap();
        for inner in listed(&text) {
            let text = help(&[command, inner]);
            write!(page, "\n### apiref {command} {inner}\n\n```text\n{text}\n```\n").unwrap();
        }
    }
    is_fresh("docs/src/reference/commands.md", &page);
}

#[test]
fn the_schemas_are_fresh() {
    for name in ["config", "check", "statistics", "routes", "rules"] {
        let run = apiref(&["config", "schema", name].map(AsRef::as_ref));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        is_fresh(&format!("schemas/{name}.schema.json"), &run.stdout);
    }
}

#[test]
fn reports_are_valid_by_their_schemas() {
    let tree = project().join("tests/cases");
    let sample =
        WalkDir::new(tree).into_iter().filter_map(Result::ok).find(|entry| entry.path().ends_with("api-ref"));
    let source = sample.unwrap().into_path();
    let source = source.to_str().unwrap();
    let reports: [(&str, &[&str]); 5] = [
        ("check", &["check", source, "--output-format", "json"]),
        ("statistics", &["check", source, "--output-format", "json", "--statistics"]),
        ("routes", &["routes", "--format", "json"]),
        ("rules", &["rules", "--format", "json"]),
        ("check", &["check", "--output-format", "json"]),
    ];
    for (name, arguments) in reports {
        let schema = apiref(&["config", "schema", name].map(AsRef::as_ref)).json();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        let arguments: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        let report = apiref(&arguments).json();
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{name}");
        assert!(!validator.is_valid(&serde_json::json!({})), "{name}");
    }
}

#[test]
fn the_page_of_keys_is_fresh() {
    let schema = apiref(&["config", "schema"].map(AsRef::as_ref)).json();
    let mut page = "# Configuration\n\nThis page is written by a test, from `apiref config schema`.\n\n\
                    None is needed. `apiref.toml` above the sources, or `[tool.apiref]` in `pyproject.toml`, may say:\n\n\
                    | key | meaning | values |\n|---|---|---|\n"
        .to_owned();
    let rows = |table: &Value, prefix: &str| -> String {
        let keys = table["properties"].as_object().unwrap().iter();
        let rows = keys.map(|(key, value)| {
            let meaning = value["description"].as_str().unwrap_or_default().replace('\n', " ");
            format!("| `{prefix}{key}` | {meaning} | {} |\n", values(&schema, value))
        });
        rows.collect()
    };
    page.push_str(&rows(&schema, ""));
    for (name, part) in [
        ("info.license", "License"),
        ("info.contact", "Contact"),
        ("gateway", "Gateway"),
        ("microversions", "Microversions"),
        ("check", "CheckOptions"),
        ("compare", "CompareOptions"),
    ] {
        page.push_str(&rows(&schema["definitions"][part], &format!("{name}.")));
    }
    page.push_str(
        "\nAn example:\n\n```toml\nservice-type = \"block-storage\"\nfail-on = \"warning\"\n\n[rules]\nexample-missing = \"off\"\n\"status-code-*\" = \"note\"\n\n\
         [[overrides]]\npaths = [\"api-ref/source/v2/*\"]\nrules = { sample-key-missing = \"note\" }\n```\n\n\
         Of several that fit in `[rules]`, an id counts before a pattern, and a longer pattern before a shorter one. Of several \
         `[[overrides]]` the last one counts.\n\n\
         Paths count from the folder of the file, lie inside the repository and outside `.git`, and are no links. Versions are text: \
         write `\"2.10\"` with quotes. A key that does not exist is an error.\n\n\
         `apiref config show` prints every key with its value, and where it comes from:\n\n\
         ```console\n$ apiref config show\n# The configuration file: none\nsource = \"api-ref/source\"[..]# found\n...\n```\n\n\
         Editors that know TOML complete keys and tell mistakes with the schema: put `#:schema ./apiref.schema.json` into the first \
         line, and write the schema there by `apiref config schema`.\n",
    );
    is_fresh("docs/src/reference/configuration.md", &page);
}

/// What a key takes.
fn values(schema: &Value, value: &Value) -> String {
    let target = value["$ref"].as_str().and_then(|path| schema.pointer(path.trim_start_matches('#')));
    let target = target.unwrap_or(value);
    match (target["enum"].as_array(), target["type"].as_str()) {
        (Some(words), _) => {
            words.iter().map(|word| format!("`{}`", word.as_str().unwrap())).collect::<Vec<_>>().join(", ")
        }
        (None, Some("object")) => "a table".to_owned(),
        (None, Some("array")) if target["items"]["type"] == "string" => "a list of texts".to_owned(),
        (None, Some("array")) => "a list of tables".to_owned(),
        (None, Some(name)) => name.replace("string", "text"),
        (None, None) => String::new(),
    }
}
