//! One tree from the disk, from memory and from a commit is one tree; and a repository is read without
//! running anything.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use apiref::{Disk, Entry, FileError, Files, Index, Layout, Overlay, Refusal, Revision, RootPath, Sources};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::case;
use crate::repository::git;
use crate::tree::Tree;

/// Everything that is said about a tree, or why there is none.
fn told(files: Arc<dyn Files>, name: &str) -> String {
    let layout = match Layout::within(&*files, "api-ref/source") {
        Ok(layout) => layout,
        Err(error) => return error.to_string(),
    };
    let Some(tree) = Tree::read_from(files, layout, name) else {
        return "no operation in api-ref/source".to_owned();
    };
    let paths: Vec<&str> = tree.sources().iter().map(|(_, source)| source.path.as_str()).collect();
    let documents: Vec<String> =
        tree.documents(true).iter().map(|document| document.value.to_string()).collect();
    format!("{paths:?}\n{:#?}\n{documents:#?}", tree.findings())
}

/// The files below a folder, in memory.
fn in_memory(folder: &Path) -> Overlay {
    let mut overlay = Overlay::new();
    for entry in WalkDir::new(folder).into_iter().map(|entry| entry.unwrap()) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
            overlay.put(path, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    overlay
}

/// A repository that holds a copy of a folder, committed.
fn repository(from: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(from).into_iter().map(|entry| entry.unwrap()) {
        let to = folder.path().join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).unwrap();
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all", "--force"]);
    git(folder.path(), &["commit", "--quiet", "--message", "all"]);
    folder
}

fn path(path: &str) -> RootPath<'_> {
    RootPath::new(path).unwrap()
}

#[test]
fn every_case_is_the_same_from_the_disk_from_memory_and_from_git() {
    let cases = case::all();
    let repository = repository(&crate::apiref::project().join("tests/cases"));
    let differ: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let disk = told(Arc::new(Disk::new(&case.folder).unwrap()), "case");
            assert!(disk.contains("api-ref/source"), "{}: nothing was read: {disk}", case.name);
            let folder = repository.path().join(&case.name);
            let kinds: [(&str, Arc<dyn Files>); 3] = [
                ("memory", Arc::new(in_memory(&case.folder))),
                ("commit", Arc::new(Revision::open(&folder, "HEAD").unwrap())),
                ("index", Arc::new(Index::open(&folder).unwrap())),
            ];
            let other = kinds.into_iter().find(|(_, files)| told(Arc::clone(files), "case") != disk);
            other.map(|(kind, files)| format!("{}: {kind}\n{disk}\n{}", case.name, told(files, "case")))
        })
        .collect();
    assert!(differ.is_empty(), "{}\n{} cases differ", differ.join("\n"), differ.len());
}

/// A repository with one operation in `api-ref/source/index.rst`.
fn small_repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    fs::write(
        folder.path().join("api-ref/source/index.rst"),
        "Books\n=====\n\n.. rest_method:: GET /books\n",
    )
    .unwrap();
    git(folder.path(), &["init", "--quiet"]);
    commit_all(folder.path());
    folder
}

fn commit_all(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "more"]);
}

const INDEX: &str = "api-ref/source/index.rst";

#[test]
fn an_overlay_hides_adds_and_deletes() {
    let folder = small_repository();
    let mut files = Overlay::over(Arc::new(Disk::new(folder.path()).unwrap()));
    assert!(files.read(path(INDEX), 100).unwrap().starts_with(b"Books"));
    files.put_version(INDEX, "new", 7).unwrap();
    files.put("api-ref/source/v2/more.inc", "more").unwrap();
    assert_eq!(files.read(path(INDEX), 100).unwrap(), b"new");
    assert_eq!(files.read(path(INDEX), 2), Err(FileError::TooLarge));
    assert_eq!(files.version(INDEX), Some(7));
    assert_eq!(files.entry(path("api-ref/source/v2")), Ok(Entry::Folder));
    let names = |files: &Overlay| {
        let mut names: Vec<_> =
            files.list(path("api-ref/source")).unwrap().into_iter().map(|child| child.name).collect();
        names.sort();
        names
    };
    assert_eq!(names(&files), [b"index.rst".to_vec(), b"v2".to_vec()]);
    files.delete(INDEX).unwrap();
    assert_eq!(files.read(path(INDEX), 100), Err(FileError::Missing));
    assert_eq!(files.entry(path(INDEX)), Err(FileError::Missing));
    assert_eq!(names(&files), [b"v2".to_vec()]);
    files.forget(INDEX);
    files.delete("api-ref/source/v2/more.inc").unwrap();
    assert_eq!(names(&files), [b"index.rst".to_vec()]);
    assert_eq!(files.entry(path("api-ref/source/v2")), Err(FileError::Missing));
    assert_eq!(files.put("../out", ""), Err(Refusal::Outside));
}

#[test]
fn texts_in_memory_never_show_what_is_on_the_disk() {
    let mut files = Overlay::new();
    files
        .put(
            "api-ref/source/index.rst",
            "Books\n=====\n\n.. rest_method:: GET /books\n\n.. include:: Cargo.toml\n",
        )
        .unwrap();
    let layout = Layout::within(&files, "").unwrap();
    assert_eq!((layout.source_dir.as_str(), layout.root.as_os_str().len()), ("api-ref/source", 0));
    let tree = Tree::read_from(Arc::new(files), layout, "memory").unwrap();
    assert_eq!(tree.analysis.counts().operations, 1);
    assert!(tree.findings().iter().any(|finding| finding.rule().id == "include-missing"));
}

#[test]
fn a_place_in_a_text_is_a_place_in_the_file_unless_bytes_were_replaced() {
    let mut files = Overlay::new();
    for (name, bytes) in [("plain", &b"a\n"[..]), ("marked", b"\xEF\xBB\xBFa\n"), ("broken", b"a\xE9\n")] {
        files.put(&format!("{name}.rst"), bytes).unwrap();
    }
    let layout = Layout::within(&files, "").unwrap();
    let sources = Sources::load(Arc::new(files), layout, &mut Vec::new());
    let offset = |name: &str| sources.get(sources.find(name).unwrap()).unwrap().offset_in_file(1);
    assert_eq!([offset("plain.rst"), offset("marked.rst"), offset("broken.rst")], [Some(1), Some(4), None]);
}

/// Links, in a commit and on the disk.
#[cfg(unix)]
#[test]
fn links_lead_to_the_same_from_the_disk_and_from_git() {
    let folder = small_repository();
    let source = folder.path().join("api-ref/source");
    fs::create_dir_all(folder.path().join("common/deep")).unwrap();
    fs::write(folder.path().join("common/deep/text.inc"), "common").unwrap();
    let links = [
        ("file.inc", "../../common/deep/text.inc"),
        ("folder", "../../common"),
        ("twice", "folder/deep"),
        ("dots", "./folder/./deep/../deep/text.inc"),
        ("out", "../../../outside"),
        ("absolute", "/etc/passwd"),
        ("nowhere", "no/such/file"),
        ("self", "self"),
        ("through-file", "index.rst/x"),
    ];
    for (name, target) in links {
        std::os::unix::fs::symlink(target, source.join(name)).unwrap();
    }
    commit_all(folder.path());
    let told = |files: Arc<dyn Files>| -> Vec<String> {
        let layout = Layout::within(&*files, "api-ref/source").unwrap();
        let mut sources = Sources::load(files, layout, &mut Vec::new());
        let wanted =
            links.map(|(name, _)| name).into_iter().chain(["folder/deep/text.inc", "twice/text.inc"]);
        let wanted: Vec<String> = wanted.map(|name| format!("api-ref/source/{name}")).collect();
        let read = sources.load_files(&wanted, &mut Vec::new());
        let texts = read.into_iter().map(|read| read.map(|id| sources.text(id).to_owned()));
        wanted.iter().zip(texts).map(|(path, read)| format!("{path}: {read:?}")).collect()
    };
    let disk = told(Arc::new(Disk::new(folder.path()).unwrap()));
    assert_eq!(
        disk,
        [
            r#"api-ref/source/file.inc: Ok("common")"#,
            "api-ref/source/folder: Err(Unreadable)",
            "api-ref/source/twice: Err(Unreadable)",
            r#"api-ref/source/dots: Ok("common")"#,
            "api-ref/source/out: Err(Outside)",
            "api-ref/source/absolute: Err(Outside)",
            "api-ref/source/nowhere: Err(Missing)",
            "api-ref/source/self: Err(Missing)",
            "api-ref/source/through-file: Err(Missing)",
            r#"api-ref/source/folder/deep/text.inc: Ok("common")"#,
            r#"api-ref/source/twice/text.inc: Ok("common")"#,
        ]
    );
    assert_eq!(told(Arc::new(Revision::open(folder.path(), "HEAD").unwrap())), disk);
    assert_eq!(told(Arc::new(Index::open(folder.path()).unwrap())), disk);
    assert_eq!(told(Arc::new(Overlay::over(Arc::new(Disk::new(folder.path()).unwrap())))), disk);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_sources_is_told_and_not_waited_for() {
    let folder = small_repository();
    let pipe = folder.path().join("api-ref/source/pipe.rst");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let files = Arc::new(Disk::new(folder.path()).unwrap());
    assert_eq!(files.read(path("api-ref/source/pipe.rst"), 1), Err(FileError::OtherKind));
    let layout = Layout::within(&*files, "api-ref/source").unwrap();
    let tree = Tree::read_from(files, layout, "pipe").unwrap();
    assert!(tree.findings().iter().any(|finding| finding.rule().id == "source-unreadable"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStrExt;

    let folder = small_repository();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.inc");
    fs::write(folder.path().join("api-ref/source").join(name), "x").unwrap();
    commit_all(folder.path());
    let kinds: [Arc<dyn Files>; 3] = [
        Arc::new(Disk::new(folder.path()).unwrap()),
        Arc::new(Revision::open(folder.path(), "HEAD").unwrap()),
        Arc::new(Index::open(folder.path()).unwrap()),
    ];
    for files in kinds {
        let layout = Layout::within(&*files, "api-ref/source").unwrap();
        let tree = Tree::read_from(files, layout, "name").unwrap();
        let found =
            tree.findings().iter().find(|finding| finding.rule().id == "source-name-not-utf8").unwrap();
        assert_eq!(found.headline(), r"the name of `api-ref/source/caf\xe9.inc` is not UTF-8");
    }
}

/// What the configuration of a repository, or a repository inside it, may name as a program: it leaves a file
/// behind.
#[cfg(unix)]
fn plant(config: &Path, marker: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let program = marker.with_extension("sh");
    fs::write(&program, format!("#!/bin/sh\ntouch {}\n", marker.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.display();
    let text = format!(
        "[core]\n repositoryformatversion = 0\n fsmonitor = {program}\n pager = {program}\n sshCommand = \
         {program}\n[alias]\n cat-file = !{program}\n ls-files = !{program}\n rev-parse = \
         !{program}\n[filter \"x\"]\n clean = {program}\n smudge = {program}\n[diff]\n external = {program}\n"
    );
    fs::write(config, text).unwrap();
}

#[cfg(unix)]
#[test]
fn reading_a_repository_runs_nothing_that_it_names() {
    let folder = small_repository();
    let outside = tempfile::tempdir().unwrap();
    let marker = outside.path().join("marker");
    plant(&folder.path().join(".git/config"), &marker);
    // A bare repository that a change has brought.
    let bare = folder.path().join("api-ref/source");
    fs::create_dir_all(bare.join("objects")).unwrap();
    fs::create_dir_all(bare.join("refs")).unwrap();
    fs::write(bare.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    plant(&bare.join("config"), &marker);
    fs::write(folder.path().join(".gitattributes"), "* filter=x diff=x\n").unwrap();
    for root in [folder.path().to_owned(), bare] {
        let files = Revision::open(&root, "HEAD").unwrap();
        let index = if root == folder.path() { INDEX } else { "index.rst" };
        assert!(files.read(path(index), 100).is_ok());
        assert!(Index::open(&root).unwrap().read(path(index), 100).is_ok());
    }
    assert!(!marker.exists());
    // The trap works: git by itself falls into it.
    let _ = Command::new("git").current_dir(folder.path()).arg("status").output().unwrap();
    assert!(marker.exists());
}

/// A tree object of these items, as nobody but an attacker writes it.
fn tree_object(folder: &Path, items: &[(&str, &str, &str)]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, id) in items {
        bytes.extend(format!("{mode} {name}\0").bytes());
        bytes.extend(
            (0..id.len()).step_by(2).map(|at| u8::from_str_radix(id.get(at..at + 2).unwrap(), 16).unwrap()),
        );
    }
    let file = folder.join(".git/object");
    fs::write(&file, bytes).unwrap();
    git(folder, &["hash-object", "-t", "tree", "--literally", "-w", ".git/object"])
}

#[test]
fn trees_that_nobody_could_check_out_are_survived() {
    let folder = small_repository();
    let at = |name: &str| git(folder.path(), &["rev-parse", name]);
    let index = at("HEAD:api-ref/source/index.rst");
    let secret = at("HEAD:api-ref/source");
    let items = [
        ("40000", "..", secret.as_str()),
        ("40000", ".git", &secret),
        ("100644", "a/../../x.rst", &index),
        ("100644", "index.rst", &index),
        ("120000", "index.rst", &index),
    ];
    let source = tree_object(folder.path(), &items);
    // Ten names for each of ten trees in each of ten trees, and so on: a hundred million files.
    let mut many =
        tree_object(folder.path(), &(0..10).map(|_| ("100644", "x", index.as_str())).collect::<Vec<_>>());
    let names: Vec<String> = (0..10).map(|number| format!("n{number}")).collect();
    for _ in 0..8 {
        let items: Vec<_> = names.iter().map(|name| ("40000", name.as_str(), many.as_str())).collect();
        many = tree_object(folder.path(), &items);
    }
    let inner = tree_object(folder.path(), &[("40000", "source", source.as_str())]);
    let wide = tree_object(folder.path(), &[("100644", "index.rst", &index), ("40000", "many", &many)]);
    let wide = tree_object(folder.path(), &[("40000", "source", &wide)]);
    let read = |api_ref: &str| {
        let top = tree_object(folder.path(), &[("40000", "api-ref", api_ref)]);
        let commit = git(folder.path(), &["commit-tree", &top, "-m", "x"]);
        let files = Arc::new(Revision::open(folder.path(), &commit).unwrap());
        let layout = Layout::within(&*files, "api-ref/source").unwrap();
        Tree::read_from(files, layout, "hostile").unwrap()
    };
    let odd = read(&inner);
    let paths: Vec<&str> = odd.sources().tree().iter().map(String::as_str).collect();
    assert_eq!(paths, ["api-ref/source/index.rst"]);
    let rules: Vec<&str> = odd.findings().iter().map(|finding| finding.rule().id).collect();
    assert!(rules.contains(&"source-name-not-utf8"), "{rules:?}");
    let wide = read(&wide);
    assert!(wide.findings().iter().any(|finding| finding.rule().id == "input-too-much"));
    assert_eq!(wide.analysis.counts().operations, 1);
}

#[test]
fn a_large_object_is_refused_and_the_next_one_read() {
    let folder = small_repository();
    fs::write(folder.path().join("large"), "x".repeat(3 << 20)).unwrap();
    fs::write(folder.path().join("larger"), "y".repeat(1 << 19)).unwrap();
    commit_all(folder.path());
    let files = Revision::open(folder.path(), "HEAD").unwrap();
    for _ in 0..3 {
        assert_eq!(files.read(path("large"), 1000), Err(FileError::TooLarge));
        assert_eq!(files.read(path("larger"), 1000), Err(FileError::TooLarge));
        assert!(files.read(path(INDEX), 1000).is_ok());
    }
    assert_eq!(files.read(path("large"), 4 << 20).unwrap().len(), 3 << 20);
}

#[test]
fn a_revision_is_found_from_a_folder_below_and_in_a_worktree() {
    let folder = small_repository();
    let other = tempfile::tempdir().unwrap();
    let worktree = other.path().join("tree");
    git(folder.path(), &["worktree", "add", "--quiet", worktree.to_str().unwrap(), "HEAD"]);
    for root in [worktree.join("api-ref"), folder.path().join("api-ref")] {
        let files = Revision::open(&root, "HEAD").unwrap();
        assert!(files.read(path("source/index.rst"), 100).is_ok());
    }
}

#[test]
fn what_is_added_but_not_committed_is_in_the_index() {
    let folder = small_repository();
    let file = folder.path().join(INDEX);
    fs::write(&file, "added").unwrap();
    git(folder.path(), &["add", INDEX]);
    fs::write(&file, "on the disk").unwrap();
    let read = |files: &dyn Files| String::from_utf8(files.read(path(INDEX), 100).unwrap()).unwrap();
    assert_eq!(read(&Index::open(folder.path()).unwrap()), "added");
    assert!(read(&Revision::open(folder.path(), "HEAD").unwrap()).starts_with("Books"));
}

#[test]
fn what_git_cannot_give_is_a_clear_error() {
    let nowhere = tempfile::tempdir().unwrap();
    let error = |folder: &Path, revision: &str| Revision::open(folder, revision).unwrap_err().to_string();
    assert!(error(nowhere.path(), "HEAD").contains("is in no git repository"));
    let folder = small_repository();
    for revision in ["nothing", "HEAD~7", "HEAD..HEAD", "--all", "HEAD:api-ref", "", &"0".repeat(40)] {
        assert!(
            error(folder.path(), revision).contains("names no commit"),
            "{}",
            error(folder.path(), revision)
        );
    }
    fs::write(folder.path().join("more"), "").unwrap();
    commit_all(folder.path());
    let shallow = nowhere.path().join("shallow");
    let from = format!("file://{}", folder.path().display());
    git(nowhere.path(), &["clone", "--quiet", "--depth", "1", &from, shallow.to_str().unwrap()]);
    assert!(error(&shallow, "HEAD~1").contains("fetch-depth: 0"), "{}", error(&shallow, "HEAD~1"));
}
