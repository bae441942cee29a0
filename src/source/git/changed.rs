use super::super::Limits;
use super::program::GitError;
use super::repository::Repository;
use super::revision::{Folder, Item, ItemKind, Revision, folder_of_id, tree_of};

/// Beyond so many differences nobody needs to know more.
const MOST: usize = 100_000;

impl Repository {
    /// The paths, from the top of the repository, of the files that differ between two commits. Folders that
    /// are the same in both are not looked into.
    pub fn changed_paths(&self, old: &Revision, new: &Revision) -> Result<Vec<String>, GitError> {
        let failed = || GitError::Failed("a folder of a commit cannot be read".to_owned());
        let tree = |revision: &Revision| tree_of(&self.objects, revision.id()).ok_or_else(failed);
        let mut ahead = vec![(String::new(), Some(tree(old)?), Some(tree(new)?), 0)];
        let mut changed = Vec::new();
        while let Some((path, before, now, depth)) = ahead.pop() {
            if before == now || depth > Limits::default().depth {
                continue;
            }
            let items = |id: Option<String>| match id {
                Some(id) => folder_of_id(&self.objects, &id).map_err(|_| failed()),
                None => Ok(Folder::default()),
            };
            let (mut before, now) = (items(before)?, items(now)?);
            let mut pairs: Vec<_> = now
                .into_iter()
                .map(|(name, item)| {
                    let old = before.remove(&name);
                    (name, old, Some(item))
                })
                .collect();
            pairs.extend(before.into_iter().map(|(name, item)| (name, Some(item), None)));
            for (name, old, new) in pairs {
                let path = format!("{path}{}", String::from_utf8_lossy(&name));
                if old.as_ref().map(|item| &item.id) == new.as_ref().map(|item| &item.id) {
                    continue;
                }
                let is_folder = |item: &Item| item.kind == ItemKind::Folder;
                if [&old, &new].into_iter().flatten().any(|item| !is_folder(item)) {
                    changed.push(path.clone());
                }
                let id = |item: Option<Item>| item.filter(is_folder).map(|item| item.id);
                let (old, new) = (id(old), id(new));
                if old.is_some() || new.is_some() {
                    ahead.push((format!("{path}/"), old, new, depth + 1));
                }
            }
            if changed.len() + ahead.len() > MOST {
                return Err(GitError::TooMuch(MOST));
            }
        }
        changed.sort();
        Ok(changed)
    }
}
