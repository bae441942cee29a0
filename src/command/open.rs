use std::path::Path;
use std::sync::Arc;

use super::arguments::TreeArguments;
use super::error::CommandError;
use crate::analysis::{Analysis, Cancel};
use crate::config::{Config, FILES};
use crate::source::{Disk, Files, Layout, read_upward};

/// Finds the tree and its configuration, and reads it.
pub(super) fn analysis(tree: &TreeArguments) -> Result<Analysis, CommandError> {
    let layout = layout(tree)?;
    let disk = layout.disk()?;
    let config = configuration(&disk, &layout.source_dir)?.unwrap_or_default();
    Ok(Analysis::read(Arc::new(disk), layout, config, Cancel::default())?)
}

fn layout(tree: &TreeArguments) -> Result<Layout, CommandError> {
    if tree.source.is_some() {
        return Ok(Layout::find(tree.source.as_deref(), tree.root.as_deref())?);
    }
    // Without an argument the configuration of this folder may name the tree.
    let here = std::env::current_dir()?;
    let named = configuration(&Disk::new(&here)?, "")?.and_then(|config| config.source);
    Ok(Layout::find(named.as_deref().map(Path::new), tree.root.as_deref())?)
}

/// The configuration that holds for a folder: the nearest one at or above it, not above the root.
fn configuration(files: &dyn Files, folder: &str) -> Result<Option<Config>, CommandError> {
    for (name, text) in read_upward(files, folder, FILES) {
        let text = text.map_err(|refusal| {
            CommandError::Usage(format!("{name}: the configuration cannot be read: {refusal}"))
        })?;
        if let Some(config) = Config::parse(&text, &name)? {
            return Ok(Some(config));
        }
    }
    Ok(None)
}
