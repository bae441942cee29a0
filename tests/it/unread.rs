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

/// What no text of a file can show: a folder that nobody may read, the name of a file, too many of them. `hostile` and
/// `files` have the tests.
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
