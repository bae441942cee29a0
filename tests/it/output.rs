//! What is written, where, and what an exit code promises, whatever stands in the way.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A tree with one operation under a title.
pub(crate) fn tree(title: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("api-ref/source");
    fs::create_dir_all(&source).unwrap();
    let line = "=".repeat(title.len());
    let text = format!("{title}\n{line}\n\n.. rest_method:: GET /books\n\nNormal response codes: 200\n");
    fs::write(source.join("index.rst"), text).unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    folder
}

/// The program, to be run in a folder.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_apiref"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1");
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().unwrap()
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_long_title_makes_a_name_that_fits() {
    let folder = tree(&"Library ".repeat(40));
    let run = run(folder.path(), &["generate", "--microversion", "all"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let names = names(&folder.path().join("generated"));
    assert!(names[0].starts_with("library-library-") && names[0].len() < 140, "{names:?}");
}

#[test]
fn an_absurd_number_of_threads_is_capped() {
    let folder = tree("Books");
    for threads in ["1000000", "18446744073709551615", "0", "x", "-1"] {
        let mut command = program(folder.path(), &["check"]);
        let run = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{threads}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Everything that a run says.
pub(crate) fn said(run: &Output) -> String {
    format!("{:?}\n{}{}", run.status.code(), text(&run.stdout), text(&run.stderr))
}

const DOCUMENT: &str = "generated/books.openapi.yaml";

/// A second document, so that one can be put while the other cannot.
fn add_document(folder: &Path, title: &str) {
    let line = "=".repeat(title.len());
    let text = format!("{title}\n{line}\n\n.. rest_method:: GET /{title}\n\nNormal response codes: 200\n");
    fs::write(folder.join(format!("api-ref/source/{title}.rst")), text).unwrap();
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    const SECRET: &str = "hunter2-of-the-job";

    #[test]
    fn a_link_among_the_documents_is_not_read() {
        let folder = tree("Books");
        assert_eq!(run(folder.path(), &["generate"]).status.code(), Some(0));
        let document = folder.path().join(DOCUMENT);
        fs::remove_file(&document).unwrap();
        symlink("/proc/self/environ", &document).unwrap();
        let run = program(folder.path(), &["check"]).env("SECRET", SECRET).output().unwrap();
        assert!(!said(&run).contains(SECRET), "{}", said(&run));
        assert_eq!(run.status.code(), Some(1));
        let run = program(folder.path(), &["generate"]).env("SECRET", SECRET).output().unwrap();
        assert!(!said(&run).contains(SECRET), "{}", said(&run));
        assert_eq!(run.status.code(), Some(2), "{}", said(&run));
        assert!(document.symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn a_configuration_or_baseline_behind_a_link_out_of_the_root_is_not_read() {
        let outside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret");
        fs::write(&secret, SECRET).unwrap();
        for name in ["apiref.toml", "pyproject.toml", "apiref-baseline.json"] {
            let folder = tree("Books");
            symlink(&secret, folder.path().join(name)).unwrap();
            let run = run(folder.path(), &["check"]);
            assert_eq!(run.status.code(), Some(2), "{name}: {}", said(&run));
            assert!(!said(&run).contains(SECRET), "{name}: {}", said(&run));
        }
    }

    #[test]
    fn an_output_folder_that_is_a_link_is_not_written_to() {
        let outside = tempfile::tempdir().unwrap();
        for link in ["generated", "deep"] {
            let folder = tree("Books");
            symlink(outside.path(), folder.path().join(link)).unwrap();
            fs::write(
                folder.path().join("apiref.toml"),
                if link == "deep" { "output = \"deep/er\"" } else { "" },
            )
            .unwrap();
            let run = run(folder.path(), &["generate"]);
            assert_eq!(run.status.code(), Some(2), "{}", said(&run));
            assert!(said(&run).contains("link"), "{}", said(&run));
            assert_eq!(names(outside.path()), Vec::<String>::new());
        }
    }

    #[test]
    fn a_baseline_is_not_written_through_a_link() {
        let outside = tempfile::tempdir().unwrap();
        let target = outside.path().join("target");
        fs::write(&target, "kept").unwrap();
        let folder = tree("Books");
        symlink(&target, folder.path().join("known.json")).unwrap();
        fs::write(folder.path().join("apiref.toml"), "baseline = \"known.json\"").unwrap();
        let run = run(folder.path(), &["check", "--write-baseline"]);
        assert_eq!(run.status.code(), Some(2), "{}", said(&run));
        assert_eq!(fs::read_to_string(target).unwrap(), "kept");
    }

    #[test]
    fn a_source_folder_that_is_a_link_out_of_the_repository_is_refused() {
        let outside = tree("Secret books");
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        symlink(outside.path().join("api-ref"), folder.path().join("api-ref")).unwrap();
        for arguments in
            [vec!["check"], vec!["check", "api-ref"], vec!["check", "api-ref/source"], vec!["check", "."]]
        {
            let run = run(folder.path(), &arguments);
            assert_eq!(run.status.code(), Some(2), "{}", said(&run));
            assert!(said(&run).contains("path-outside-root"), "{arguments:?}: {}", said(&run));
        }
    }

    #[test]
    fn the_root_is_found_from_the_path_as_it_was_given() {
        // A link to a source folder elsewhere does not make that repository the root.
        let other = tree("Other books");
        fs::write(other.path().join("apiref.toml"), "output = 1").unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        symlink(other.path().join("api-ref/source"), folder.path().join("source")).unwrap();
        let run = run(folder.path(), &["check", "source"]);
        assert!(said(&run).contains("path-outside-root"), "{}", said(&run));
        // The user may name the repository itself through a link.
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(tree_kept(&folder, "Books"), elsewhere.path().join("repository")).unwrap();
        let named = elsewhere.path().join("repository");
        let run = super::run(elsewhere.path(), &["check", named.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    }

    /// A tree in a folder of its own below another one.
    fn tree_kept(folder: &TempDir, title: &str) -> std::path::PathBuf {
        let kept = folder.path().join("kept");
        fs::create_dir(&kept).unwrap();
        let made = tree(title);
        for entry in walkdir::WalkDir::new(made.path()).into_iter().map(|entry| entry.unwrap()) {
            let to = kept.join(entry.path().strip_prefix(made.path()).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(&to).unwrap();
            } else {
                fs::copy(entry.path(), &to).unwrap();
            }
        }
        kept
    }
}

#[test]
fn a_conf_py_above_the_repository_does_not_move_the_source_directory() {
    let outer = tempfile::tempdir().unwrap();
    fs::write(outer.path().join("conf.py"), "").unwrap();
    let source = outer.path().join("repository/reference");
    fs::create_dir_all(&source).unwrap();
    fs::create_dir(outer.path().join("repository/.git")).unwrap();
    fs::write(outer.path().join("notes.inc"), "Secret\n------\n\n.. rest_method:: GET /secret\n").unwrap();
    fs::write(
        source.join("index.rst"),
        "Books\n=====\n\n.. rest_method:: GET /books\n\n.. include:: /notes.inc\n",
    )
    .unwrap();
    let run = run(&source, &["model", "."]);
    assert!(!said(&run).contains("/secret"), "{}", said(&run));
}

#[test]
fn keys_of_the_configuration_stay_inside_the_root_and_outside_git() {
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().join("out");
    let values = ["../out", "a/../../out", ".git/hooks", "sub/.git/x", absolute.to_str().unwrap()];
    for (key, command) in
        [("output", &["generate"][..]), ("baseline", &["check", "--write-baseline"]), ("source", &["check"])]
    {
        for value in values {
            let folder = tree("Books");
            fs::create_dir(folder.path().join("sub")).unwrap();
            fs::write(folder.path().join("apiref.toml"), format!("{key} = {value:?}\n")).unwrap();
            let run = run(folder.path(), command);
            assert_eq!(run.status.code(), Some(2), "{key} = {value}: {}", said(&run));
            assert!(said(&run).contains(key), "{key} = {value}: {}", said(&run));
            assert_eq!(names(&folder.path().join(".git")), Vec::<String>::new());
            assert_eq!(names(outside.path()), Vec::<String>::new());
        }
    }
}

#[test]
fn a_document_of_another_hand_is_neither_overwritten_nor_to_be_deleted() {
    let folder = tree("Books");
    fs::create_dir(folder.path().join("generated")).unwrap();
    let own = "openapi: 3.0.0\ninfo: {title: Mine, version: '1'}\npaths: {}\n";
    for name in ["books.openapi.yaml", "mine.openapi.yaml"] {
        fs::write(folder.path().join("generated").join(name), own).unwrap();
    }
    let check = said(&run(folder.path(), &["check"]));
    assert!(!check.contains("delete the file"), "{check}");
    assert!(check.contains("was not written by apiref"), "{check}");
    let generate = run(folder.path(), &["generate"]);
    assert_eq!(generate.status.code(), Some(2), "{}", said(&generate));
    assert!(said(&generate).contains("was not written by apiref"), "{}", said(&generate));
    assert_eq!(fs::read_to_string(folder.path().join(DOCUMENT)).unwrap(), own);
}

#[test]
fn all_documents_are_put_or_none() {
    let folder = tree("Books");
    add_document(folder.path(), "authors");
    // Nothing can take the place of a folder that is not empty.
    fs::create_dir_all(folder.path().join(DOCUMENT).join("x")).unwrap();
    let run = run(folder.path(), &["generate"]);
    assert_eq!(run.status.code(), Some(2), "{}", said(&run));
    assert_eq!(names(&folder.path().join("generated")), ["books.openapi.yaml"]);
}

#[test]
fn what_a_killed_run_left_behind_is_removed_by_the_next() {
    let folder = tree("Books");
    fs::create_dir(folder.path().join("generated")).unwrap();
    fs::write(folder.path().join("generated/.apiref-7-0.tmp"), "half").unwrap();
    fs::write(folder.path().join("generated/.apirefs"), "of another").unwrap();
    assert_eq!(run(folder.path(), &["generate"]).status.code(), Some(0));
    assert_eq!(names(&folder.path().join("generated")), [".apirefs", "books.openapi.yaml"]);
}

#[test]
fn three_at_once_leave_what_one_leaves() {
    let folder = tree("Books");
    for title in ["authors", "shelves", "readers"] {
        add_document(folder.path(), title);
    }
    fs::create_dir(folder.path().join("generated")).unwrap();
    let children: Vec<_> = (0..3).map(|_| program(folder.path(), &["generate"]).spawn().unwrap()).collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let there = names(&folder.path().join("generated"));
    assert_eq!(there.len(), 4, "{there:?}");
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(0));
}

/// The writing end of a pipe whose reader went away.
fn closed() -> std::process::Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_goes_away_does_not_change_the_verdict() {
    let sound = tree("Books");
    let broken = tree("Books");
    fs::write(
        broken.path().join("api-ref/source/index.rst"),
        "Books\n=====\n\n.. rest_method:: GET /books\n\n.. include:: none\n",
    )
    .unwrap();
    add_document(sound.path(), "authors");
    let code = |folder: &Path, arguments: &[&str], out: bool, log: bool| {
        let mut command = program(folder, arguments);
        command.stdout(if out { closed() } else { std::process::Stdio::null() });
        command.stderr(if log { closed() } else { std::process::Stdio::null() });
        command.status().unwrap().code()
    };
    for (out, log) in [(true, false), (false, true), (true, true)] {
        assert_eq!(code(sound.path(), &["check"], out, log), Some(0));
        assert_eq!(code(broken.path(), &["check"], out, log), Some(1));
        // There is nothing to generate from.
        assert_eq!(code(broken.path(), &["generate", "--format", "no-such"], out, log), Some(2));
        // It is written, whoever listens.
        let _ = fs::remove_dir_all(sound.path().join("generated"));
        assert_eq!(code(sound.path(), &["generate"], out, log), Some(0));
        assert_eq!(names(&sound.path().join("generated")).len(), 2);
    }
    // Here what is printed is the work.
    for command in ["model", "routes"] {
        assert_eq!(code(sound.path(), &[command], true, false), Some(2), "{command}");
    }
    assert_eq!(code(sound.path(), &["rules"], true, false), Some(2));
}

#[cfg(unix)]
mod unix {
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn modes_follow_the_umask_or_the_file_that_was_there() {
        let folder = tree("Books");
        let mode = || fs::metadata(folder.path().join(DOCUMENT)).unwrap().permissions().mode() & 0o777;
        let generate = |umask: &str| {
            let script = format!("umask {umask}; exec \"$0\" generate");
            let mut shell = Command::new("sh");
            let run = shell
                .args(["-c", &script, env!("CARGO_BIN_EXE_apiref")])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(run.status.success(), "{}", said(&run));
        };
        generate("077");
        assert_eq!(mode(), 0o600);
        fs::remove_file(folder.path().join(DOCUMENT)).unwrap();
        generate("002");
        assert_eq!(mode(), 0o664);
        fs::set_permissions(folder.path().join(DOCUMENT), fs::Permissions::from_mode(0o640)).unwrap();
        let index = folder.path().join("api-ref/source/index.rst");
        fs::write(&index, fs::read_to_string(&index).unwrap().replace("/books", "/volumes")).unwrap();
        generate("022");
        assert!(fs::read_to_string(folder.path().join(DOCUMENT)).unwrap().contains("/volumes"));
        assert_eq!(mode(), 0o640);
    }

    #[test]
    fn a_report_is_written_to_a_pipe_or_device_and_never_in_its_place() {
        let folder = tree("Books");
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut child = program(folder.path(), &["check", "--output-file", "json=pipe"]).spawn().unwrap();
        let mut report = String::new();
        fs::File::open(&pipe).unwrap().read_to_string(&mut report).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(report.contains("\"findings\""), "{report}");
        assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
        let run = run(folder.path(), &["check", "--output-file", "json=/dev/stdout"]);
        assert!(text(&run.stdout).contains("\"findings\""), "{}", said(&run));
        let full = super::run(folder.path(), &["check", "--output-file", "json=/dev/full"]);
        assert_eq!(full.status.code(), Some(2), "{}", said(&full));
    }

    #[test]
    fn a_report_through_a_link_that_the_user_typed_goes_where_it_leads() {
        let folder = tree("Books");
        fs::write(folder.path().join("report"), "old").unwrap();
        std::os::unix::fs::symlink("report", folder.path().join("link")).unwrap();
        assert_eq!(run(folder.path(), &["check", "--output-file", "json=link"]).status.code(), Some(0));
        assert!(fs::symlink_metadata(folder.path().join("link")).unwrap().is_symlink());
        assert!(fs::read_to_string(folder.path().join("report")).unwrap().contains("findings"));
    }

    #[test]
    fn a_pipe_for_a_configuration_is_not_waited_for() {
        for name in ["apiref.toml", "apiref-baseline.json", DOCUMENT] {
            let folder = tree("Books");
            fs::create_dir_all(folder.path().join("generated")).unwrap();
            assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
            let run = run(folder.path(), &["check"]);
            assert!(matches!(run.status.code(), Some(1 | 2)), "{name}: {}", said(&run));
        }
    }

    /// A signal while files wait for their names.
    #[test]
    fn a_signal_leaves_all_documents_or_none_and_nothing_else() {
        let folder = tree("Books");
        for number in 0..200 {
            add_document(folder.path(), &format!("part{number}"));
        }
        let output = folder.path().join("generated");
        for (number, signal) in ["TERM", "INT", "HUP"].into_iter().cycle().take(9).enumerate() {
            let _ = fs::remove_dir_all(&output);
            fs::create_dir(&output).unwrap();
            let mut child = program(folder.path(), &["generate"])
                .stderr(std::process::Stdio::null())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            let begun = number * 20;
            while fs::read_dir(&output).unwrap().count() <= begun && child.try_wait().unwrap().is_none() {}
            let _ =
                Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).output().unwrap();
            let status = child.wait().unwrap();
            let there = names(&output);
            let is_whole = there.len() == 201 || there.is_empty();
            assert!(
                is_whole && there.iter().all(|name| name.ends_with(".yaml")),
                "{signal} {status:?} {there:?}"
            );
            assert!(!status.success() || there.len() == 201);
        }
    }
}

#[test]
fn a_configuration_may_be_named_or_left_out() {
    let folder = tree("Books");
    fs::write(folder.path().join("apiref.toml"), "output = \"theirs\"\n").unwrap();
    let other = tempfile::tempdir().unwrap();
    let own = other.path().join("own.toml");
    fs::write(&own, "output = \"ours\"\n").unwrap();
    assert_eq!(run(folder.path(), &["generate", "--config", own.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(run(folder.path(), &["generate", "--isolated"]).status.code(), Some(0));
    let made: Vec<String> = names(folder.path()).into_iter().filter(|name| !name.starts_with('.')).collect();
    assert_eq!(made, ["api-ref", "apiref.toml", "generated", "ours"]);
    for arguments in
        [&["check", "--config", "none.toml"][..], &["check", "--config", "api-ref", "--isolated"]]
    {
        assert_eq!(run(folder.path(), arguments).status.code(), Some(2));
    }
}

#[test]
fn how_much_is_read_can_be_chosen() {
    let folder = tree("Books");
    fs::write(folder.path().join("api-ref/source/large.inc"), "x ".repeat(1 << 20)).unwrap();
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(0));
    let small = run(folder.path(), &["check", "--max-size", "1", "--fail-on", "never"]);
    assert_eq!(small.status.code(), Some(2), "{}", said(&small));
    assert!(said(&small).contains("input-too-much"), "{}", said(&small));
    assert_eq!(run(folder.path(), &["check", "--max-size", "0"]).status.code(), Some(2));
}

#[test]
fn another_file_is_never_taken_for_a_baseline() {
    for (name, before) in [
        ("Cargo.toml", "[package]\n"),
        ("report.json", "{\"version\": 1, \"summary\": {}, \"findings\": []}"),
    ] {
        let folder = tree("Books");
        fs::write(folder.path().join(name), before).unwrap();
        let configured = format!("baseline = \"{name}\"\n");
        fs::write(folder.path().join("apiref.toml"), configured).unwrap();
        for arguments in [
            &["check", "--write-baseline"][..],
            &["check", "--write-baseline", "--isolated", "--baseline", name],
        ] {
            let run = run(folder.path(), arguments);
            assert_eq!(run.status.code(), Some(2), "{}", said(&run));
            assert!(said(&run).contains("is another file than a baseline"), "{}", said(&run));
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), before);
        }
    }
    // One with a merge conflict is written anew.
    let folder = tree("Books");
    let file = folder.path().join("apiref-baseline.json");
    fs::write(&file, "<<<<<<< a\n{\n  \"version\": 2,\n  \"findings\": []\n}\n=======\n>>>>>>> b\n").unwrap();
    assert_eq!(run(folder.path(), &["check", "--write-baseline"]).status.code(), Some(0));
    assert!(fs::read_to_string(&file).unwrap().starts_with("{\n"));
}

/// `nohup` wants the run to go on.
#[cfg(target_os = "linux")]
#[test]
fn an_ignored_signal_stays_ignored() {
    let folder = tree("Books");
    for number in 0..200 {
        add_document(folder.path(), &format!("part{number}"));
    }
    let output = folder.path().join("generated");
    fs::create_dir(&output).unwrap();
    let script = "trap '' HUP; exec \"$0\" generate";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_apiref")])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while fs::read_dir(&output).unwrap().count() == 0 && child.try_wait().unwrap().is_none() {}
    let _ = Command::new("kill").args(["-HUP", &child.id().to_string()]).output().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(names(&output).len(), 201);
}

/// Whoever moves the folder of the output aside and puts a link in its place gets nothing written through the
/// link.
#[cfg(target_os = "linux")]
#[test]
fn what_is_written_stays_in_the_folder_that_was_opened() {
    let folder = tree("Books");
    for number in 0..200 {
        add_document(folder.path(), &format!("part{number}"));
    }
    let (output, aside) = (folder.path().join("generated"), folder.path().join("aside"));
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(&output).unwrap();
    let mut child = program(folder.path(), &["generate"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while fs::read_dir(&output).unwrap().count() < 20 && child.try_wait().unwrap().is_none() {}
    fs::rename(&output, &aside).unwrap();
    std::os::unix::fs::symlink(outside.path(), &output).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(names(outside.path()), Vec::<String>::new());
    assert_eq!(names(&aside).len(), 201);
}

#[test]
fn a_folder_that_the_configuration_names_is_missed() {
    let folder = tree("Books");
    fs::write(folder.path().join("apiref.toml"), "output = \"specs\"\n").unwrap();
    let before = text(&run(folder.path(), &["check", "--output-format", "concise"]).stdout);
    assert!(before.contains("warning[output-stale] `specs` is not there"), "{before}");
    assert_eq!(run(folder.path(), &["generate"]).status.code(), Some(0));
    let after = text(&run(folder.path(), &["check", "--output-format", "concise"]).stdout);
    assert!(!after.contains("output-stale"), "{after}");
}
