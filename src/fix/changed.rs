use similar::TextDiff;

/// A file that fixes change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedFile {
    /// From the root.
    pub path: String,
    /// All of it as it was read, with its byte order mark.
    pub before: String,
    /// All of it as it is to be.
    pub after: String,
}

impl ChangedFile {
    /// The difference in the unified format, as `git apply` takes it.
    pub fn diff(&self) -> String {
        let (old, new) = (format!("a/{}", self.path), format!("b/{}", self.path));
        TextDiff::from_lines(self.before.as_str(), self.after.as_str())
            .unified_diff()
            .context_radius(3)
            .header(&old, &new)
            .to_string()
    }
}
