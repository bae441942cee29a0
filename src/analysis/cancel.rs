use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish that an analysis ends early, from any thread: an editor has a newer text. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks for the end. What runs ends with [`super::AnalysisError::Cancelled`] before its next stage.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was the end asked for?
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
