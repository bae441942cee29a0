use std::fmt::Display;

use crate::text::visible;

/// Appends one line, whatever the names in it hold.
pub(super) fn line(out: &mut String, text: impl Display) {
    out.push_str(&visible(&text.to_string()));
    out.push('\n');
}
