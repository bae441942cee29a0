use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{ConfigurationArguments, TreeArguments};
use super::error::CommandError;
use super::run::unless_closed;
use crate::analysis::{Analysis, Cancel};
use crate::config::{Config, FILES};
use crate::report::printed;
use crate::source::{
    Disk, Entry, Files, Layout, Limits, RootPath, below, folder_of, read_typed, read_upward, repository_root,
};

/// A tree that was found, and its configuration.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) files: Arc<dyn Files>,
    pub(super) layout: Layout,
    pub(super) config: Config,
}

impl Found {
    /// Reads it.
    pub(super) fn read(self) -> Result<Analysis, CommandError> {
        Ok(Analysis::read(self.files, self.layout, self.config, Cancel::default())?)
    }

    /// The same tree and its configuration in other files of the same root, such as the index.
    pub(super) fn in_files(self, files: Arc<dyn Files>, tree: &TreeArguments) -> Result<Self, CommandError> {
        let Layout { root, limits, only, scope, sample, .. } = self.layout;
        let found = Layout::within(&*files, only.as_deref().unwrap_or(&scope))?;
        let layout = Layout { root, limits, sample, ..found };
        let config = configuration(&tree.configuration, &*files, &layout.source_dir)?.unwrap_or_default();
        Ok(Self { files, layout, config })
    }
}

/// Finds the tree and its configuration, and reads it.
pub(super) fn analysis(tree: &TreeArguments) -> Result<Analysis, CommandError> {
    find(tree)?.read()
}

/// Finds the tree and its configuration for a command that is about a whole tree.
pub(super) fn find(tree: &TreeArguments) -> Result<Found, CommandError> {
    let found = find_any(tree)?;
    match &found.layout.sample {
        None => Ok(found),
        Some(path) => {
            let why = "is one file of a reference, and this command is about a whole one: name its folder";
            Err(CommandError::Refused { path: path.clone(), why })
        }
    }
}

/// Finds the tree and its configuration; perhaps only one of its samples is meant.
pub(super) fn find_any(tree: &TreeArguments) -> Result<Found, CommandError> {
    let mut layout = layout(tree)?;
    layout.limits = tree.configuration.max_size.map_or(layout.limits, Limits::of_mebibytes);
    let disk = layout.disk()?;
    let config = configuration(&tree.configuration, &disk, &layout.source_dir)?.unwrap_or_default();
    Ok(Found { files: Arc::new(disk), layout, config })
}

/// Says where the paths of a report count from, if that is not the current folder.
pub(super) fn tell_root(analysis: &Analysis, log: &mut dyn Write) -> Result<(), CommandError> {
    let here = std::env::current_dir()?;
    let below = here.strip_prefix(&analysis.sources().layout().root);
    let up: String = below.map(|below| below.iter().map(|_| "../").collect()).unwrap_or_default();
    if !up.is_empty() {
        unless_closed(writeln!(log, "paths are told from {up}").map_err(CommandError::from))?;
    }
    Ok(())
}

/// Says which files are used.
pub(super) fn tell_files(analysis: &Analysis, log: &mut dyn Write) -> Result<(), CommandError> {
    let layout = analysis.sources().layout();
    let configuration = match analysis.config().file() {
        "" => "none",
        file => file,
    };
    let sources = layout.only.as_deref().unwrap_or(&layout.scope);
    let lines = [
        format!("root: {}", layout.root.display()),
        format!("configuration: {configuration}"),
        format!("sources: {sources}"),
        format!("documents: {}", analysis.output_folder()),
        format!("files read: {}", analysis.sources().iter().count()),
    ];
    for line in lines {
        unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    }
    Ok(())
}

fn layout(tree: &TreeArguments) -> Result<Layout, CommandError> {
    if tree.source.is_some() {
        return Ok(Layout::find(tree.source.as_deref(), tree.root.as_deref())?);
    }
    // Without an argument the configuration of this folder may name the tree: a folder of the same
    // repository.
    let here = std::env::current_dir()?;
    let root = repository_root(&here);
    let from_root = here.strip_prefix(&root).ok().and_then(Path::to_str).unwrap_or_default();
    let disk = Disk::new(&root)?;
    match configuration(&tree.configuration, &disk, from_root)?.and_then(|config| config.source) {
        None => Ok(Layout::find(None, tree.root.as_deref())?),
        Some(named) => {
            let entry = RootPath::new(&named).map(|named| disk.entry(named));
            if let Some(Ok(Entry::Link(_)) | Err(crate::source::FileError::Link)) = entry {
                let why = "is a symbolic link, or lies behind one: a key `source` does not follow it";
                return Err(CommandError::Refused { path: named, why });
            }
            let root = tree.root.clone().unwrap_or(root.clone());
            Ok(Layout::find(Some(&disk_path(&root, &named)), Some(&root))?)
        }
    }
}

fn disk_path(root: &Path, path: &str) -> PathBuf {
    if path.is_empty() { root.to_owned() } else { root.join(path) }
}

/// The configuration that the user names, or the one that holds for a folder: the nearest one at or above it,
/// not above the root. The paths in it are told from the root.
fn configuration(
    arguments: &ConfigurationArguments,
    files: &dyn Files,
    folder: &str,
) -> Result<Option<Config>, CommandError> {
    if arguments.isolated {
        return Ok(None);
    }
    if let Some(path) = &arguments.config {
        let shown = path.display().to_string();
        let text = read_typed(path, Limits::default().file)
            .map_err(|source| CommandError::Read { path: shown.clone(), source })?;
        let config = Config::parse(&text, &shown)?;
        let config =
            config.ok_or_else(|| CommandError::Usage(format!("{shown}: has no table `[tool.apiref]`")))?;
        return confined(config, "").map(Some);
    }
    for (name, text) in read_upward(files, folder, FILES) {
        let text = text.map_err(|refusal| {
            CommandError::Usage(format!("{name}: the configuration cannot be read: {refusal}"))
        })?;
        if let Some(config) = Config::parse(&text, &name)? {
            return confined(config, folder_of(&name)).map(Some);
        }
    }
    Ok(None)
}

/// The configuration with its paths from the root: they lie below it, and outside `.git`.
fn confined(mut config: Config, folder: &str) -> Result<Config, CommandError> {
    let file = config.file().to_owned();
    let keys =
        [("source", &mut config.source), ("output", &mut config.output), ("baseline", &mut config.baseline)];
    for (key, value) in keys {
        if let Some(text) = value {
            let refused =
                |why| CommandError::Key { file: file.clone(), key: format!("{key} = \"{text}\""), why };
            *value = Some(path_from_root(folder, text).map_err(refused)?);
        }
    }
    Ok(config)
}

fn path_from_root(folder: &str, text: &str) -> Result<String, &'static str> {
    if text.starts_with('/') || Path::new(text).is_absolute() {
        return Err("is an absolute path");
    }
    let path = below(folder, text).ok_or("leads out of the repository")?;
    if path.split('/').any(|name| name.eq_ignore_ascii_case(".git")) {
        return Err("leads into `.git`");
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_names_lies_below_the_root_and_outside_git() {
        assert_eq!(path_from_root("", "specs/"), Ok("specs".to_owned()));
        assert_eq!(path_from_root("doc", "../specs/./x"), Ok("specs/x".to_owned()));
        for (text, why) in [
            ("/etc", "is an absolute path"),
            ("../x", "leads out of the repository"),
            ("a/../../x", "leads out of the repository"),
            (".git/hooks", "leads into `.git`"),
            ("a/.GIT", "leads into `.git`"),
        ] {
            assert_eq!(path_from_root("", text), Err(why));
        }
    }
}
