use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::watched;

/// Why a repository cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// There is no `git` to ask.
    #[error("the `git` program is not found: install it, or put its folder on PATH as an absolute path")]
    NoProgram,
    /// The folder is in no repository.
    #[error("{0} is in no git repository: there is no `.git` in it or above it")]
    NoRepository(String),
    /// The revision is not there.
    #[error("`{revision}` names no commit of this repository{hint}")]
    NoRevision {
        /// As it was given.
        revision: String,
        /// What to do.
        hint: String,
    },
    /// Two commits have none before them in common, as far as the repository knows.
    #[error("`{one}` and `{other}` have no commit in common{hint}")]
    NoCommonCommit {
        /// The one, as it was given.
        one: String,
        /// The other.
        other: String,
        /// What to do.
        hint: String,
    },
    /// A range where a commit is meant.
    #[error(
        "`{0}` is a range: name one revision, or write `REVISION...` for the last commit that it has in common with HEAD"
    )]
    Range(String),
    /// The repository belongs to another user, and git refuses it.
    #[error("git refuses the repository, which belongs to another user:\n{0}")]
    Ownership(String),
    /// The index holds files with conflicts.
    #[error("the index has conflicts, the first in `{0}`: solve them and add the result")]
    Conflict(String),
    /// There are more files than are read.
    #[error("the index holds more than {0} files: too much")]
    TooMuch(usize),
    /// Anything else that git says, or that the system says about running it.
    #[error("git cannot read the repository: {0}")]
    Failed(String),
}

/// The variables that git takes for a repository, as `git rev-parse --local-env-vars` lists them, but for
/// those of the configuration (CI sets `safe.directory` there), and those that make it write or run
/// something.
const FOREIGN: [&str; 14] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
];

/// What keeps git from fetching, asking, locking, and reading names as patterns.
const OWN: [(&str, &str); 7] = [
    ("LC_ALL", "C"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
];

/// How long git may take for an answer. Each is a matter of milliseconds, on a slow disk of seconds.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// A repository, and the program to ask about it.
#[derive(Debug, Clone)]
pub(super) struct Git {
    program: PathBuf,
    /// The folder that holds `.git`. Git is never asked from a folder below it: that one could be a bare
    /// repository, with a configuration of its own, which a change has brought.
    top: PathBuf,
    /// The root that the files are read from, as seen from `top`, with `/`.
    pub(super) prefix: String,
}

impl Git {
    /// The repository that a folder is in, found from its path as it was given.
    pub(super) fn of(root: &Path) -> Result<Self, GitError> {
        let program = program(std::env::var_os("PATH").as_deref()).ok_or(GitError::NoProgram)?;
        let no_repository = || GitError::NoRepository(root.display().to_string());
        let root = std::path::absolute(root).map_err(|_| no_repository())?;
        let holds_git = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        let top = root.ancestors().find(holds_git).ok_or_else(no_repository)?;
        let below = root.strip_prefix(top).map_err(|_| no_repository())?;
        let names: Option<Vec<&str>> = below.iter().map(OsStr::to_str).collect();
        let prefix = names.ok_or_else(no_repository)?.join("/");
        Ok(Self { program, top: top.to_owned(), prefix })
    }

    /// A path as git in its folder understands it.
    pub(super) fn in_top(&self, path: &Path) -> PathBuf {
        self.top.join(path)
    }

    /// Git with these arguments, ready to run.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--no-pager", "-C"]).arg(&self.top);
        command.args(["-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"]).args(arguments);
        let traces = std::env::vars_os().map(|(name, _)| name);
        for name in traces.filter(|name| name.as_encoded_bytes().starts_with(b"GIT_TRACE")) {
            command.env_remove(name);
        }
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.envs(OWN).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, GitError> {
        watched::output(&mut self.command(arguments), LONGEST, watched::SHORT)
            .map_err(|error| GitError::Failed(error.to_string()))
    }

    /// All that git answers, at most so many bytes.
    pub(super) fn text(&self, arguments: &[&str], most: u64) -> Result<String, GitError> {
        let output = watched::output(&mut self.command(arguments), LONGEST, most)
            .map_err(|error| GitError::Failed(error.to_string()))?;
        if !output.status.success() {
            return Err(complaint(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What git answers on one line; what it complains about otherwise.
    pub(super) fn line(&self, arguments: &[&str]) -> Result<String, GitError> {
        let output = self.output(arguments)?;
        if !output.status.success() {
            return Err(complaint(&output.stderr));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.trim_end().to_owned())
    }

    /// The id of the commit that a revision means.
    pub(super) fn commit(&self, revision: &str) -> Result<String, GitError> {
        let commit = format!("{revision}^{{commit}}");
        match self.line(&["rev-parse", "--verify", "--end-of-options", &commit]) {
            Ok(id) => Ok(id),
            Err(GitError::Failed(text)) if text.contains("Needed a single revision") => {
                let hint = self.hint(revision)?;
                Err(GitError::NoRevision { revision: revision.to_owned(), hint })
            }
            Err(error) => Err(error),
        }
    }

    /// The newest commits that two have in common; several after merges across.
    pub(super) fn common_commits(&self, one: &str, other: &str) -> Result<Vec<String>, GitError> {
        let (from, to) = (self.commit(one)?, self.commit(other)?);
        let output = self.output(&["merge-base", "--all", &from, &to])?;
        let text = String::from_utf8_lossy(&output.stdout);
        let commits: Vec<String> = text.lines().map(str::to_owned).collect();
        match (output.status.success(), commits.is_empty()) {
            (true, false) => Ok(commits),
            _ if output.stderr.is_empty() => {
                let hint = self.hint(one)?;
                Err(GitError::NoCommonCommit { one: one.to_owned(), other: other.to_owned(), hint })
            }
            _ => Err(complaint(&output.stderr)),
        }
    }

    /// What may bring a commit that is not there.
    fn hint(&self, revision: &str) -> Result<String, GitError> {
        let is_branch = |name: &&str| !name.is_empty() && !name.contains(['~', '^', '@', ':', ' ']);
        let branch = revision.strip_prefix("origin/").filter(is_branch);
        let of_branch =
            branch.map(|name| format!("`git fetch origin +refs/heads/{name}:refs/remotes/origin/{name}`"));
        if self.line(&["rev-parse", "--is-shallow-repository"])? == "true" {
            let or = of_branch.map(|command| format!(", then {command}")).unwrap_or_default();
            return Ok(format!(
                ": the clone is shallow, so fetch more (`git fetch --unshallow`{or}; `fetch-depth: 0` on GitHub, \
                 `GIT_DEPTH: 0` on GitLab)"
            ));
        }
        Ok(format!(": {} may bring it", of_branch.unwrap_or_else(|| "`git fetch`".to_owned())))
    }
}

/// What git says when it fails.
pub(super) fn complaint(stderr: &[u8]) -> GitError {
    let text = String::from_utf8_lossy(stderr);
    let text = text.trim();
    if text.contains("dubious ownership") {
        return GitError::Ownership(text.to_owned());
    }
    let first = text.lines().find(|line| line.starts_with("fatal: ")).or(text.lines().next());
    GitError::Failed(first.unwrap_or("it gives no reason").trim_start_matches("fatal: ").to_owned())
}

/// The program, through the absolute folders of PATH only: `.` there would run a `git` that the tree brings.
fn program(path: Option<&OsStr>) -> Option<PathBuf> {
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(path?)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_git_in_a_relative_folder_of_the_path_is_not_taken() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().expect("a folder");
        let git = folder.path().join("git");
        std::fs::File::create(&git).expect("a file");
        let found = |path: &str| program(Some(OsStr::new(path)));
        let absolute = folder.path().display().to_string();
        assert_eq!(found(&absolute), None, "it is no program");
        std::fs::set_permissions(&git, std::fs::Permissions::from_mode(0o755)).expect("a mode");
        assert_eq!(found(&format!(".::relative:{absolute}")), Some(git));
        let here = std::env::current_dir().expect("a folder");
        let up = "../".repeat(here.components().count());
        let relative = format!("{up}{}", absolute.trim_start_matches('/'));
        assert!(Path::new(&relative).join("git").is_file());
        assert_eq!(found(&relative), None);
    }

    #[test]
    fn what_git_complains_about_is_told_in_a_line() {
        let told = |text: &str| complaint(text.as_bytes());
        assert_eq!(told("warning: x\nfatal: bad object\n"), GitError::Failed("bad object".to_owned()));
        assert_eq!(told(""), GitError::Failed("it gives no reason".to_owned()));
        assert!(matches!(told("fatal: detected dubious ownership in ..."), GitError::Ownership(_)));
    }
}
