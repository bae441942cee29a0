use super::mend;

/// A broken text is read so often over at most, whole or in pieces.
const PASSES: usize = 24;

/// So many bytes of a short text are read at most, however often.
const SHORT: usize = 1 << 16;

/// The reader of YAML looks at all open brackets for each token: so many of them cost as much as the token.
const BRACKETS: usize = 32;

/// How much of a broken text may still be given to the reader of YAML, to find out what is wrong with it.
///
/// It counts bytes, not time, so that the same text always comes out the same.
#[derive(Debug)]
pub(super) struct Effort {
    left: usize,
}

impl Effort {
    /// For a text and what is made of it.
    pub(super) fn on(text: &str) -> Self {
        Self { left: text.len().saturating_mul(PASSES).saturating_add(SHORT) }
    }

    /// Takes what one more reading of a text costs; false if that is too much.
    pub(super) fn allows(&mut self, text: &str) -> bool {
        let cost = text.len().saturating_mul(1 + mend::deepest(text) / BRACKETS).max(1);
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.left = 0;
                false
            }
        }
    }

    /// How much is left.
    #[cfg(test)]
    pub(super) fn left(&self) -> usize {
        self.left
    }
}
