/// How much is read at most. Real references come to a few megabytes in a few hundred files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files together.
    pub total: u64,
    /// Bytes of one document that was written earlier.
    pub document: u64,
    /// Files and folders below the source directory.
    pub entries: usize,
    /// Folders in folders.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 16 << 20, total: 32 << 20, document: 256 << 20, entries: 100_000, depth: 64 }
    }
}

impl Limits {
    /// So many mebibytes in all, and in one file, where that is more than usual.
    pub fn of_mebibytes(mebibytes: u32) -> Self {
        let usual = Self::default();
        let total = u64::from(mebibytes) << 20;
        Self { total, file: usual.file.max(total), ..usual }
    }
}
