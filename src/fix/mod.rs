//! Edits that mend findings, and the proof that they do.
//!
//! A rule says what would mend its finding: the [`Fix`](crate::finding::Fix)es of a finding. Nothing is offered before it is proven:
//! the edits are laid over the files, the whole tree is read and checked again, and what comes out is held
//! against what was there (`proof`). Many are proven at once, and halved where that fails (`round`).

mod changed;
mod digest;
mod mend;
mod patch;
mod proof;
mod round;
mod state;
mod users;

pub use changed::ChangedFile;
pub use mend::{Applied, FixOptions, Mended, mend};
