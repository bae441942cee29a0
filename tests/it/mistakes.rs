//! Everyday mistakes: each is a warning or an error at its line, and two of them at most.

use std::collections::BTreeMap;

use apiref::{Finding, Severity};
use walkdir::WalkDir;

use crate::apiref::project;
use crate::tree::Tree;

/// The files of a tree: texts by path.
pub(crate) type Texts = BTreeMap<String, String>;

/// What is written in place of what, in which file.
pub(crate) const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("a verb is misspelt", "index.rst", "GET /books/{", "GTE /books/{"),
    ("a verb is missing", "list.inc", "GET /books", "/books"),
    ("a slash is missing at the start", "index.rst", "GET /books/{", "GET books/{"),
    ("a slash is missing before a variable", "index.rst", "/books/{book_id}", "/books{book_id}"),
    ("a brace is not opened", "index.rst", "{book_id}", "book_id}"),
    ("a brace is not closed", "index.rst", "{book_id}", "{book_id"),
    ("a variable has no braces", "index.rst", "/{book_id}", "/book_id"),
    ("a variable has two braces", "index.rst", "{book_id}", "{{book_id}}"),
    ("a variable stands twice", "index.rst", "/{book_id}", "/{book_id}/{book_id}"),
    ("a colon of a method is missing", "index.rst", "rest_method::", "rest_method:"),
    ("a colon of a sample is missing", "index.rst", "literalinclude::", "literalinclude:"),
    ("a colon of a table is missing", "list.inc", "rest_parameters::", "rest_parameters:"),
    ("a colon of codes is missing", "index.rst", "rest_status_code::", "rest_status_code:"),
    ("a colon of an include is missing", "index.rst", "include:: list", "include: list"),
    ("a colon of a row is missing", "index.rst", "- title: title", "- title title"),
    ("a colon of a field is missing", "parameters.yaml", "  in: path", "  in path"),
    ("a colon of an entry is missing", "parameters.yaml", "books:", "books"),
    ("a colon of a key is missing", "show.json", "\"id\": ", "\"id\" "),
    ("a blank before a method is missing", "index.rst", ".. rest_method::", "..rest_method::"),
    ("a blank after the colons is missing", "index.rst", "rest_method:: GET", "rest_method::GET"),
    (
        "an empty line before rows is missing",
        "index.rst",
        "parameters.yaml\n\n   - id",
        "parameters.yaml\n   - id",
    ),
    ("an empty line before codes is missing", "index.rst", "status.yaml\n\n", "status.yaml\n"),
    ("an empty line after a method is missing", "index.rst", "{book_id}\n\nShows", "{book_id}\nShows"),
    ("an empty line before a title is missing", "index.rst", "- 200\n\nRequest", "- 200\nRequest"),
    ("rows are not indented", "index.rst", "   - id: id\n   - title: title", "- id: id\n- title: title"),
    ("the last row is not indented", "index.rst", "   - title: title", "- title: title"),
    ("a row is indented less", "index.rst", "   - title: title", "  - title: title"),
    ("a row is indented more", "index.rst", "   - title: title", "     - title: title"),
    ("a field is indented more", "parameters.yaml", "  in: path", "   in: path"),
    ("a title is indented", "index.rst", "\nResponse\n~", "\n Response\n~"),
    ("an option is not indented", "index.rst", "   :language", ":language"),
    (
        "a conflict in text",
        "index.rst",
        "Shows a book.",
        "<<<<<<< HEAD\nShows a book.\n=======\nShows it.\n>>>>>>> x",
    ),
    (
        "a conflict in rows",
        "index.rst",
        "   - title: title",
        "<<<<<<< HEAD\n   - title: title\n=======\n   - title: id\n>>>>>>> x",
    ),
    (
        "a conflict in an entry",
        "parameters.yaml",
        "  in: path\n",
        "<<<<<<< HEAD\n  in: path\n=======\n  in: body\n>>>>>>> x\n",
    ),
    (
        "a conflict in a sample",
        "show.json",
        "  \"title\": \"a\"",
        "<<<<<<< HEAD\n  \"title\": \"a\"\n=======\n  \"title\": \"b\"\n>>>>>>> x",
    ),
    (
        "a conflict in codes",
        "status.yaml",
        "    Done.",
        "<<<<<<< HEAD\n    Done.\n=======\n    OK.\n>>>>>>> x",
    ),
    ("a tab in a dictionary", "parameters.yaml", "  in: path", "\tin: path"),
    ("a tab in a string", "show.json", "\"a\"", "\"a\t\""),
    ("a letter in a code", "list.inc", "codes: 200", "codes: 20O"),
    ("a letter in a code of a directive", "index.rst", "- 200", "- 20O"),
    ("a code that is none", "list.inc", "codes: 200", "codes: 600"),
    ("a code with a digit too many", "list.inc", "codes: 200", "codes: 2000"),
    ("a wrong include", "index.rst", "list.inc", "lists.inc"),
    ("a wrong sample", "index.rst", "show.json", "shwo.json"),
    ("a wrong dictionary", "list.inc", "parameters.yaml", "paramters.yaml"),
    ("a wrong status file", "index.rst", "status.yaml", "statuses.yaml"),
    ("a wrong reference", "index.rst", "- title: title", "- title: titel"),
    ("a wrong type", "parameters.yaml", "type: array", "type: aray"),
    ("a wrong place", "parameters.yaml", "in: path", "in: paht"),
    ("a wrong truth", "parameters.yaml", "required: true", "required: ture"),
    ("a wrong field", "parameters.yaml", "required: true", "requierd: true"),
    ("a brace of a sample is missing", "show.json", "\"a\"\n}", "\"a\"\n"),
    ("a quote of a sample is missing", "show.json", "\"a\"", "\"a"),
    ("a comma of a sample is missing", "show.json", "\"1\",", "\"1\""),
    ("a comma too many", "show.json", "\"a\"\n", "\"a\",\n"),
    ("quotes of another kind", "show.json", "\"a\"", "'a'"),
    ("a wrong directive", "index.rst", "rest_method", "rest_methd"),
    ("a key twice", "show.json", "\"id\": \"1\",", "\"id\": \"1\",\n  \"id\": \"1\","),
    ("a row twice", "index.rst", "   - title: title", "   - title: title\n   - title: title"),
];

/// A small reference without a finding.
pub(crate) fn generated() -> Texts {
    let entry = |name: &str, place: &str, kind: &str| {
        format!(
            "{name}:\n  description: |\n    Something.\n  in: {place}\n  required: true\n  type: {kind}\n"
        )
    };
    let dictionary = [
        ("book_id", "path", "string"),
        ("books", "body", "array"),
        ("id", "body", "string"),
        ("title", "body", "string"),
    ]
    .map(|(name, place, kind)| entry(name, place, kind))
    .concat();
    let index = "Books\n=====\n\n.. include:: list.inc\n\nShow a book\n-----------\n\n.. rest_method:: GET \
        /books/{book_id}\n\nShows a book.\n\n.. rest_status_code:: success status.yaml\n\n   - \
        200\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - book_id: \
        book_id\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - id: id\n   - title: \
        title\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: show.json\n   :language: \
        javascript\n";
    let list = "List books\n----------\n\n.. rest_method:: GET /books\n\nLists books.\n\nNormal response \
        codes: 200\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - books: books\n   - \
        id: id\n   - title: title\n\n.. literalinclude:: list.json\n";
    let texts = [
        ("index.rst", index),
        ("list.inc", list),
        ("parameters.yaml", &dictionary),
        ("status.yaml", "200:\n  default: |\n    Done.\n"),
        ("show.json", "{\n  \"id\": \"1\",\n  \"title\": \"a\"\n}\n"),
        ("list.json", "{\n  \"books\": [\n    {\"id\": \"1\", \"title\": \"a\"}\n  ]\n}\n"),
    ];
    texts.map(|(name, text)| (format!("api-ref/source/{name}"), text.to_owned())).into()
}

/// The sources of our own reference.
fn own() -> Texts {
    let root = project();
    let files = WalkDir::new(root.join("api-ref")).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            Some((path, std::fs::read_to_string(entry.path()).ok()?))
        })
        .collect()
}

/// The findings of a tree from warning on, each as its file, its line and its words.
fn told(texts: &Texts) -> Vec<(String, usize, String)> {
    let tree = Tree::of_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let Some(tree) = tree else { return vec![(String::new(), 0, "no operation".to_owned())] };
    let sources = tree.sources();
    let place = |finding: &Finding| {
        let span = sources.span_of(finding.place());
        let line = usize::try_from(sources.position(span).line).unwrap();
        let words = format!("{} {}", finding.rule().id, finding.headline());
        (sources.path(span.source).to_owned(), line, words)
    };
    let findings = tree.findings().iter().filter(|finding| finding.severity() != Severity::Note);
    findings.map(place).collect()
}

/// What is wrong with how a mistake is told: nothing, or that it is not told near its line, or too often.
fn problem(texts: &Texts, file: &str, line: Option<usize>) -> Option<String> {
    let told = told(texts);
    let is_there = |(path, at, _): &&(String, usize, String)| {
        line.is_none_or(|line| path == file && at.abs_diff(line) <= 1)
    };
    let is_told = told.iter().any(|one| is_there(&one)) && told.len() <= 2;
    (!is_told).then(|| format!("{file}:{line:?} is told as {told:?}"))
}

/// The text with the part at `at` replaced, and the line of the first letter that differs.
pub(crate) fn replaced(text: &str, at: usize, from: &str, to: &str) -> (String, usize) {
    let (before, rest) = text.split_at(at);
    let same = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    let line = before.matches('\n').count() + from.split_at(same).0.matches('\n').count() + 1;
    (format!("{before}{to}{}", rest.split_at(from.len()).1), line)
}

#[test]
fn mistakes_are_told_once_at_their_line() {
    let sound = generated();
    assert_eq!(told(&sound), []);
    let mut problems = Vec::new();
    for (name, file, from, to) in MISTAKES {
        let file = format!("api-ref/source/{file}");
        let at = sound[&file].find(from).unwrap_or_else(|| panic!("{name}: {from}"));
        let (text, line) = replaced(&sound[&file], at, from, to);
        let mut texts = sound.clone();
        texts.insert(file.clone(), text);
        problems.extend(problem(&texts, &file, Some(line)).map(|problem| format!("{name}: {problem}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn files_that_are_gone_are_told() {
    let sound = generated();
    for file in ["list.inc", "show.json", "parameters.yaml", "status.yaml"] {
        let mut texts = sound.clone();
        texts.remove(&format!("api-ref/source/{file}"));
        assert_eq!(problem(&texts, file, None), None);
    }
}

#[test]
fn mistakes_in_our_own_reference_are_told_at_their_line() {
    /// What is written in place of what, wherever it stands.
    const SEEDS: [(&str, &str); 9] = [
        (".. rest_method:: GET", ".. rest_method:: GTE"),
        (".. rest_method::", ".. rest_method:"),
        (".. rest_method:: GET /", ".. rest_method:: GET "),
        (".. literalinclude:: ", ".. literalinclude:: lost/"),
        (".. include:: ", ".. include:: lost/"),
        (".. rest_parameters:: ", ".. rest_parameters: "),
        ("\nNormal response codes: 2", "\n<<<<<<< HEAD\nNormal response codes: 2"),
        ("\": \"", "\" \""),
        ("  in: body\n", "  in: bdoy\n"),
    ];
    let sound = own();
    assert!(!sound.is_empty());
    let before = told(&sound);
    assert_eq!(before, []);
    let (mut problems, mut count) = (Vec::new(), 0);
    for (from, to) in SEEDS {
        // The first in every other file: a whole analysis is made for each.
        let places = sound.iter().filter_map(|(file, text)| Some((file, text, text.find(from)?)));
        for (file, text, at) in places.step_by(2).take(4) {
            let (text, line) = replaced(text, at, from, to);
            let mut texts = sound.clone();
            texts.insert(file.clone(), text);
            count += 1;
            problems.extend(problem(&texts, file, Some(line)).map(|problem| format!("{to}: {problem}")));
        }
    }
    assert!(count > 10, "{count} mistakes");
    assert!(problems.is_empty(), "{} of {count}:\n{}", problems.len(), problems.join("\n"));
}
