//! Trees that are too large or too odd to keep in the repository.
//!
//! Each of them holds one sound operation beside the trouble: it must still be read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::apiref::on_tree;

/// The root document of each tree.
const INDEX: &str = "Odd\n===\n\n.. include:: odd.inc\n.. include:: sound.inc\n";

/// An operation that has nothing to do with the trouble.
const SOUND: &str = "Sound\n-----\n\n.. rest_method:: GET /sound\n\nNormal response codes: 200\n";

#[test]
fn lists_nested_on_one_line_are_survived() {
    survives(&tree(&format!("Deep\n----\n\n.. rest_method:: GET /odd\n\n{}x\n", "- ".repeat(10_000))));
}

#[test]
fn lists_nested_by_indentation_are_survived() {
    survives(&tree(&format!("Deep\n----\n\n.. rest_method:: GET /odd\n\n{}", stairs("- x", 2, 1_000))));
}

#[test]
fn nested_directives_are_survived() {
    survives(&tree(&format!("Deep\n----\n\n.. rest_method:: GET /odd\n\n{}", stairs(".. note::", 3, 1_000))));
}

#[test]
fn nested_block_quotes_are_survived() {
    survives(&tree(&format!("Deep\n----\n\n.. rest_method:: GET /odd\n\n{}", stairs("x", 1, 2_000))));
}

#[test]
fn a_deeply_nested_sample_is_survived() {
    let folder = tree(
        "Deep\n----\n\n.. rest_method:: GET /odd\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n\
         .. literalinclude:: deep.json\n",
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    write(&folder, "deep.json", deep.as_bytes());
    survives(&folder);
}

#[test]
fn a_deeply_nested_dictionary_is_survived() {
    let folder = tree(
        "Deep\n----\n\n.. rest_method:: GET /odd\n\nRequest\n~~~~~~~\n\n\
         .. rest_parameters:: parameters.yaml\n\n   - a: a\n",
    );
    let deep = format!("a: {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    write(&folder, "parameters.yaml", deep.as_bytes());
    survives(&folder);
}

#[test]
fn a_wide_tree_is_survived() {
    let mut text = String::new();
    for number in 0..2_000 {
        let _ = writeln!(text, "Wide {number}\n---------\n\n.. rest_method:: GET /odd/{number}\n");
    }
    survives(&tree(&text));
}

#[test]
fn one_endless_line_is_survived() {
    let endless =
        format!("{}\n----\n\n.. rest_method:: GET /odd\n\n{}\n", "a".repeat(300_000), "*`|_".repeat(75_000));
    survives(&tree(&endless));
}

#[test]
fn aliases_that_multiply_are_survived() {
    let folder = tree(
        "Many\n----\n\n.. rest_method:: GET /odd\n\nRequest\n~~~~~~~\n\n\
         .. rest_parameters:: parameters.yaml\n\n   - a: a9\n",
    );
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let ten = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(text, "a{level}: &a{level} [{ten}]");
    }
    write(&folder, "parameters.yaml", text.as_bytes());
    survives(&folder);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_tree_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    let secret = "GET /secret";
    fs::write(outside.path().join("secret.inc"), format!("Out\n---\n\n.. rest_method:: {secret}\n")).unwrap();
    fs::write(outside.path().join("secret.json"), "{\"secret\": 1}").unwrap();
    let folder = tree(
        "Odd\n---\n\n.. rest_method:: GET /odd\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n\
         .. literalinclude:: link.json\n\n.. include:: link.inc\n.. include:: folder/secret.inc\n",
    );
    let source = folder.path().join("api-ref/source");
    for (link, target) in [("link.json", "secret.json"), ("link.inc", "secret.inc"), ("folder", "")] {
        std::os::unix::fs::symlink(outside.path().join(target), source.join(link)).unwrap();
    }
    let run = survives(&folder);
    assert_eq!(rules(&run, "path-outside-root"), 3, "{run}");
    let model = on_tree("model", folder.path(), &[]).stdout;
    assert!(!model.contains("/secret"), "{model}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tree("Odd\n---\n\n.. rest_method:: GET /odd\n");
    let closed = folder.path().join("api-ref/source/closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let is_closed = fs::read_dir(&closed).is_err();
    let check = on_tree("check", folder.path(), &["--output-format", "json", "--fail-on", "never"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    if !is_closed {
        eprintln!("skipped: this user reads every folder");
        return;
    }
    assert_eq!(check.code, Some(2), "{}", check.stderr);
    assert_eq!(rules(&check.json(), "source-unreadable"), 1, "{}", check.stdout);
}

#[test]
fn a_name_with_endless_dots_is_survived() {
    let folder = tree(&format!(
        "Deep\n----\n\n.. rest_method:: POST /odd\n\nRequest\n~~~~~~~\n\n\
         .. rest_parameters:: parameters.yaml\n\n   - {}: a\n",
        ["a"; 30_000].join(".")
    ));
    write(&folder, "parameters.yaml", b"a:\n  in: body\n  type: string\n");
    survives(&folder);
}

#[test]
fn a_sample_that_shares_nothing_with_its_long_table_is_survived() {
    let (mut rows, mut dictionary, mut keys) = (String::new(), String::new(), Vec::new());
    for number in 1000..1600 {
        let _ = writeln!(rows, "   - absent_key_{number}: absent_key_{number}");
        let _ = writeln!(dictionary, "absent_key_{number}:\n  in: body\n  type: string\n  required: true");
        keys.push(format!("\"absent_kez_{number}\": 1"));
    }
    let folder = tree(&format!(
        "Long\n----\n\n.. rest_method:: POST /odd\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: \
         parameters.yaml\n\n{rows}   - known: known\n\n.. literalinclude:: odd-request.json\n"
    ));
    write(&folder, "parameters.yaml", format!("{dictionary}known:\n  in: body\n  type: string\n").as_bytes());
    write(&folder, "odd-request.json", format!("{{\"known\": \"a\", {}}}", keys.join(", ")).as_bytes());
    survives(&folder);
}

#[test]
fn thousands_of_keys_that_no_table_has_are_survived() {
    let operation = "Long\n----\n\n.. rest_method:: GET /odd\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: \
                     parameters.yaml\n\n   - known: known\n\n.. literalinclude:: odd-response.json\n";
    let keys = (0..6_000).map(|number| format!("\"strange{number}\": 1"));
    let items = (0..6_000).map(|number| format!("{{\"strange{}\": 1}}", number * 7919 % 9973));
    for sample in [
        format!("{{{}}}", keys.collect::<Vec<_>>().join(", ")),
        format!("[{}]", items.collect::<Vec<_>>().join(", ")),
    ] {
        let folder = tree(operation);
        write(&folder, "parameters.yaml", b"known:\n  in: body\n  type: string\n  required: true\n");
        write(&folder, "odd-response.json", sample.as_bytes());
        survives(&folder);
    }
}

#[test]
fn a_sample_that_is_shown_everywhere_is_left_out() {
    let mut text = String::new();
    for number in 0..150 {
        let _ = writeln!(
            text,
            "Show {number}\n----------\n\n.. rest_method:: GET /odd/{number}\n\nResponse \
             Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: large.json\n"
        );
    }
    let folder = tree(&text);
    write(&folder, "large.json", format!("[\"{}\"]", "x".repeat(250_000)).as_bytes());
    assert_eq!(rules(&survives(&folder), "input-too-much"), 1);
}

#[test]
fn a_description_that_is_shown_everywhere_is_cut() {
    let mut text =
        String::from("Show\n----\n\n.. rest_method:: GET /odd\n\n.. rest_parameters:: parameters.yaml\n\n");
    for _ in 0..400 {
        text.push_str("   - a: a\n");
    }
    let folder = tree(&text);
    let entry = format!("a:\n  in: query\n  type: string\n  description: {}\n", "word ".repeat(20_000));
    write(&folder, "parameters.yaml", entry.as_bytes());
    assert_eq!(rules(&survives(&folder), "input-too-much"), 1);
}

#[test]
fn a_file_that_is_included_everywhere_is_bounded() {
    let folder = tree(&".. include:: more.inc\n\n".repeat(4_000));
    let mut more = String::new();
    for number in 0..60 {
        let _ = writeln!(
            more,
            "Show {number}\n-------\n\n.. rest_method:: GET /odd/{number}\n\nNormal response codes: 200\n"
        );
    }
    write(&folder, "more.inc", more.as_bytes());
    let model = on_tree("model", folder.path(), &[]).json();
    let operations = model["operations"].as_array().unwrap().len();
    assert!((60..30_000).contains(&operations), "{operations}");
}

#[test]
fn a_url_of_many_equal_variables_is_survived() {
    let url = "/{v}".repeat(2_000);
    survives(&tree(&format!("Many\n----\n\n.. rest_method:: GET {url}\n\nNormal response codes: 200\n")));
}

#[test]
fn a_sample_of_many_keys_that_no_row_names_is_survived() {
    let folder = tree(
        "Wide\n----\n\n.. rest_method:: POST /odd\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: \
         parameters.yaml\n\n   - a: a\n\n.. literalinclude:: wide.json\n",
    );
    write(&folder, "parameters.yaml", b"a:\n  in: body\n  type: string\n");
    let keys: Vec<String> = (0..6_000).map(|number| format!("\"key{number}\": 1")).collect();
    write(&folder, "wide.json", format!("{{{}}}", keys.join(", ")).as_bytes());
    assert_eq!(rules(&survives(&folder), "sample-key-undocumented"), 1);
}

#[test]
fn a_baseline_of_many_entries_that_are_gone_is_survived() {
    let folder = tree("Odd\n---\n\n.. rest_method:: GET /odd\n");
    let entry = |number: usize| format!(r#"{{"rule":"sample-type","subject":"entry a{number}","count":1}}"#);
    let entries: Vec<String> = (0..3_000).map(entry).collect();
    let text = format!("{{\"version\": 2, \"findings\": [{}]}}", entries.join(",\n"));
    fs::write(folder.path().join("apiref-baseline.json"), text).unwrap();
    assert_eq!(rules(&survives(&folder), "baseline-stale"), 101);
}

#[test]
fn many_rows_that_name_no_entry_are_survived() {
    let (mut rows, mut entries) = (String::new(), String::new());
    for number in 0..1_000 {
        let _ = writeln!(rows, "   - k{number}: zz{number}");
        let _ = writeln!(entries, "zy{number}:\n  in: body\n  type: string");
    }
    let table = "Many\n----\n\n.. rest_method:: POST /odd\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n";
    let folder = tree(&format!("{table}{rows}"));
    write(&folder, "parameters.yaml", entries.as_bytes());
    assert!(rules(&survives(&folder), "entry-unknown") > 0);
}

#[test]
fn files_outside_the_root_are_not_read() {
    let up = "../".repeat(30);
    let folder = tree(&format!(
        "Odd\n---\n\n.. rest_method:: GET /odd\n\nResponse Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: \
         {up}etc/passwd\n\n.. literalinclude:: /{up}etc/passwd\n\n.. include:: {up}etc/passwd\n\n.. \
         include:: ../../../..\n"
    ));
    let run = survives(&folder);
    assert_eq!(rules(&run, "path-outside-root"), 4, "{run}");
    let model = on_tree("model", folder.path(), &[]).stdout;
    assert!(!model.contains("root:"), "{model}");
}

/// `line` again and again, each time `step` columns further in.
fn stairs(line: &str, step: usize, levels: usize) -> String {
    (0..levels).fold(String::new(), |mut text, level| {
        let _ = writeln!(text, "{}{line}\n", " ".repeat(step * level));
        text
    })
}

/// A tree with `odd` in the file `odd.inc`.
/// All documents wait in files of their own until the last one is there.
#[cfg(unix)]
#[test]
fn there_may_be_more_documents_than_open_files() {
    const DOCUMENTS: usize = 48;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    for number in 0..DOCUMENTS {
        write(&folder, &format!("part{number}.rst"), format!("Part {number}\n=======\n\n{SOUND}").as_bytes());
    }
    let command = format!("ulimit -n {}; exec \"$0\" generate \"$1\" --output \"$2\"", DOCUMENTS - 8);
    let (source, output) = (folder.path().join("api-ref/source"), folder.path().join("generated"));
    let run = std::process::Command::new("sh")
        .args(["-c", &command, env!("CARGO_BIN_EXE_apiref")])
        .args([&source, &output])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(fs::read_dir(output).unwrap().count(), DOCUMENTS);
}

fn tree(odd: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    write(&folder, "index.rst", INDEX.as_bytes());
    write(&folder, "sound.inc", SOUND.as_bytes());
    write(&folder, "odd.inc", odd.as_bytes());
    folder
}

fn write(folder: &TempDir, file: &str, bytes: &[u8]) {
    fs::write(folder.path().join("api-ref/source").join(file), bytes).unwrap();
}

/// Asserts that the program ends by itself with an exit code it promises, and that the sound operation is
/// read. Returns the report.
fn survives(folder: &TempDir) -> Value {
    let check = on_tree("check", folder.path(), &["--output-format", "json"]);
    assert!(matches!(check.code, Some(0 | 1)), "{:?}\n{}", check.code, check.stderr);
    assert!(reads_sound(folder.path()));
    check.json()
}

fn reads_sound(root: &Path) -> bool {
    let model = on_tree("model", root, &[]).json();
    let operations = model["operations"].as_array().unwrap();
    operations.iter().any(|operation| operation["path"] == "/sound")
}

/// How often the report names a rule.
fn rules(report: &Value, rule: &str) -> usize {
    report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule).count()
}
