//! Input that is lost: a run with such a finding never counts as clean, whatever `--fail-on` says.

use std::collections::BTreeSet;
use std::fs;

use apiref::all_rules;
use tempfile::TempDir;

use crate::apiref::on_tree;

const INDEX: &str = "\
Books
=====

List books
----------

.. rest_method:: GET /books

.. rest_status_code:: success status.yaml

   - 200

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - title: title

.. literalinclude:: list.json
";

const PARAMETERS: &str =
    "title:\n  description: |\n    The title.\n  in: body\n  required: true\n  type: string\n";

/// What makes a rule lose input: the rule, the file, and what to write in it in place of what.
const DAMAGES: &[(&str, &str, &str, &str)] = &[
    (
        "conflict-marker",
        "parameters.yaml",
        "  in: body\n",
        "<<<<<<< HEAD\n  in: body\n=======\n  in: query\n>>>>>>> other\n",
    ),
    (
        "excerpt-missing",
        "index.rst",
        "literalinclude:: list.json\n",
        "literalinclude:: list.json\n   :start-after: lost\n",
    ),
    ("dictionary-invalid", "parameters.yaml", "  in: body\n", "  in: [body\n"),
    ("directive-argument-missing", "index.rst", "GET /books", ""),
    ("directive-argument-missing", "index.rst", "literalinclude:: list.json", "literalinclude::"),
    ("directive-malformed", "index.rst", "rest_parameters:: ", "rest_parameters: "),
    ("directive-malformed", "index.rst", ".. literalinclude::", "literalinclude::"),
    ("directive-unknown", "index.rst", "rest_parameters::", "rest_parameter::"),
    ("file-missing", "index.rst", "parameters.yaml", "paramters.yaml"),
    ("include-cycle", "index.rst", "Books\n=====\n", "Books\n=====\n\n.. include:: index.rst\n"),
    ("include-missing", "index.rst", "Books\n=====\n", "Books\n=====\n\n.. include:: more.inc\n"),
    ("path-hidden", "index.rst", "list.json", ".list.json"),
    ("path-outside-root", "index.rst", "list.json", "../../../list.json"),
    ("row-malformed", "index.rst", "- title: title", "- title"),
    ("sample-missing", "index.rst", "list.json", "lost.json"),
    ("sample-not-json", "list.json", "}", ""),
    ("source-not-utf8", "index.rst", "Books", "B\u{fffd}ks"),
    ("source-too-large", "list.json", "}", "}ENDLESS"),
    ("status-code-unknown", "index.rst", "- 200", "- 20O"),
    ("status-file-invalid", "status.yaml", "  default: |\n    Done.\n", "  default: [all\n"),
];

/// What no text of a file can show: a folder that nobody may read, the name of a file, too many of them.
/// `hostile` and `files` have the tests.
const ELSEWHERE: [&str; 3] = ["input-too-much", "source-name-not-utf8", "source-unreadable"];

/// Only some of their findings mean that input was lost.
const SOMETIMES: [&str; 2] = ["directive-unknown", "status-code-unknown"];

/// A sound tree, with one text replaced.
fn tree(file: &str, from: &str, to: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("api-ref/source");
    fs::create_dir_all(&source).unwrap();
    let files = [
        ("index.rst", INDEX),
        ("parameters.yaml", PARAMETERS),
        ("status.yaml", "200:\n  default: |\n    Done.\n"),
        ("list.json", "{\"title\": \"a\"}"),
    ];
    for (name, text) in files {
        let mut bytes = text.as_bytes().to_vec();
        if name == file {
            assert!(text.contains(from), "{file} has no {from:?}");
            let text = text.replacen(from, to, 1).replace("ENDLESS", &" ".repeat(17 << 20));
            bytes = text.into_bytes();
            // Not UTF-8, which a text cannot say.
            if let Some(at) = bytes.windows(3).position(|three| three == "\u{fffd}".as_bytes()) {
                bytes.splice(at..at + 3, [0xff]);
            }
        }
        fs::write(source.join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn what_was_not_read_never_looks_clean() {
    let sound = on_tree("check", tree("index.rst", "", "").path(), &["--output-format", "concise"]);
    assert_eq!((sound.code, sound.stdout.lines().count()), (Some(0), 1), "{}", sound.stdout);
    for (rule, file, from, to) in DAMAGES {
        let damaged = tree(file, from, to);
        let run = on_tree("check", damaged.path(), &["--output-format", "concise", "--fail-on", "never"]);
        assert!(run.stdout.contains(&format!("[{rule}]")), "{rule}: {}{}", run.stdout, run.stderr);
        assert_eq!(run.code, Some(2), "{rule}: {}", run.stdout);
    }
}

#[test]
fn every_rule_that_loses_input_is_tried() {
    let marked: BTreeSet<&str> =
        all_rules().into_iter().filter(|rule| rule.unread).map(|rule| rule.id).collect();
    let tried = DAMAGES.iter().map(|(rule, ..)| *rule).filter(|rule| !SOMETIMES.contains(rule));
    assert_eq!(marked, tried.chain(ELSEWHERE).collect());
}

const CONCISE: [&str; 2] = ["--output-format", "concise"];

#[test]
fn no_pattern_makes_lost_input_clean() {
    let configurations = [
        "[rules]\ninclude-missing = \"off\"\n",
        "[rules]\ninclude-missing = \"note\"\n",
        "[[overrides]]\npaths = [\"**\"]\nrules = { include-missing = \"off\" }\n",
        "fail-on = \"never\"\n",
    ];
    let damage = |config: &str| {
        let folder = tree("index.rst", "Books\n=====\n", "Books\n=====\n\n.. include:: more.inc\n");
        fs::write(folder.path().join("apiref.toml"), config).unwrap();
        folder
    };
    for config in configurations {
        let run = on_tree("check", damage(config).path(), &CONCISE);
        assert_eq!(run.code, Some(2), "{config}{}", run.stdout);
    }
    for arguments in [["--ignore", "include-*"], ["--ignore", "include-missing"], ["--select", "sample-*"]] {
        let run = on_tree("check", damage("").path(), &[&arguments[..], &CONCISE].concat());
        assert_eq!(run.code, Some(2), "{arguments:?} {}", run.stdout);
        assert!(run.stdout.ends_with("; 1 input was not read\n"), "{}", run.stdout);
        assert!(run.stderr.contains("no pattern makes clean"), "{}", run.stderr);
    }
}

#[test]
fn a_reason_at_the_place_or_the_baseline_excuses_lost_input() {
    let with = |comment: &str| {
        let text = format!("Books\n=====\n\n{comment}\n\n.. include:: more.inc\n");
        tree("index.rst", "Books\n=====\n", &text)
    };
    let reasoned = with(".. apiref: allow include-missing -- the build makes it");
    let run = on_tree("check", reasoned.path(), &CONCISE);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.ends_with("1 suppressed; 1 input was not read\n"), "{}", run.stdout);
    assert_eq!(on_tree("generate", reasoned.path(), &[]).code, Some(0));
    let bare = on_tree(
        "check",
        with(".. apiref: allow include-missing").path(),
        &[&CONCISE[..], &["--fail-on", "never"]].concat(),
    );
    assert_eq!(bare.code, Some(2), "{}", bare.stdout);
    assert!(bare.stdout.contains("[include-missing]"), "{}", bare.stdout);
    let known = with("");
    assert_eq!(on_tree("check", known.path(), &["--write-baseline"]).code, Some(0));
    let run = on_tree("check", known.path(), &CONCISE);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.ends_with("1 in the baseline; 1 input was not read\n"), "{}", run.stdout);
}

#[test]
fn what_is_made_of_incomplete_sources_says_so() {
    let makers: [(&str, &[&str]); 4] = [
        ("generate", &[]),
        ("generate", &["--profile", "gateway", "--server-url", "https://books.example"]),
        ("routes", &["--format", "kong"]),
        ("routes", &["--format", "nginx"]),
    ];
    for (rule, file, from, to) in DAMAGES {
        // A sample alone is left out and told.
        let is_sample = rule.starts_with("sample-")
            || to.contains(".list.json")
            || to.contains("../list.json")
            || to.ends_with("literalinclude::") && *rule != "directive-malformed"
            || *rule == "excerpt-missing"
            || *rule == "source-too-large";
        for (command, arguments) in makers {
            let damaged = tree(file, from, to);
            let run = on_tree(command, damaged.path(), arguments);
            assert_eq!(run.code, Some(if is_sample { 0 } else { 2 }), "{rule} {command}: {}", run.stderr);
            assert_eq!(run.stderr.contains("--allow-incomplete"), !is_sample, "{rule}: {}", run.stderr);
            let allowed = on_tree(command, damaged.path(), &[arguments, &["--allow-incomplete"]].concat());
            assert_eq!(allowed.code, Some(0), "{rule} {command}: {}", allowed.stderr);
        }
        for format in ["text", "json"] {
            assert_eq!(
                on_tree("routes", tree(file, from, to).path(), &["--format", format]).code,
                Some(0),
                "{rule}"
            );
        }
    }
}
