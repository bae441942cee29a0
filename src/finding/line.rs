use std::fmt;

use crate::text::{hidden, visible};

/// The longest line, in characters; what is beyond is cut and the cut is shown.
const LONGEST: usize = 600;

/// The room for the mark of a cut, in characters.
const MARK: usize = 4;

/// A text that is one line by construction: white space is folded to single blanks, control characters and
/// those that turn the direction of text are spelled out, and what is longer than any report shows is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Line(String);

impl Line {
    /// The text as one line.
    pub fn new(text: impl Into<String>) -> Self {
        let text: String = text.into();
        if is_one_line(&text) {
            return Self(text);
        }
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self(cut(visible(&folded).into_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: Into<String>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// A text of several lines without a character that acts on a terminal; the line breaks are all that is left
/// of those.
pub(super) fn block(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// Is nothing to be done? Most lines are made by this program from short names.
fn is_one_line(text: &str) -> bool {
    let odd = |character: char| hidden(character) || (character.is_whitespace() && character != ' ');
    text.len() <= LONGEST
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.contains(odd)
}

/// The text, cut at the bound; a quotation that the cut leaves open is closed.
fn cut(mut text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let end = text.char_indices().nth(LONGEST - MARK).map_or(text.len(), |(end, _)| end);
    text.truncate(end);
    let is_open = text.matches('`').count() % 2 == 1;
    text.push_str(if is_open { "...`" } else { "..." });
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_is_folded_and_what_hides_is_spelled_out() {
        assert_eq!(Line::new("  two\n\t words\u{a0} ").as_str(), "two words");
        assert_eq!(Line::new("a\u{1b}[31m\u{202e}").as_str(), "a\\u{1b}[31m\\u{202e}");
        assert_eq!(Line::new("größe 名前").as_str(), "größe 名前");
    }

    #[test]
    fn a_cut_closes_its_quotation() {
        let long = format!("`{}` is too long", "ä".repeat(2 * LONGEST));
        let line = Line::new(long);
        assert_eq!(line.as_str().chars().count(), LONGEST);
        assert!(line.as_str().ends_with("ä...`"));
    }

    #[test]
    fn a_block_keeps_its_lines_alone() {
        assert_eq!(block("+a\t\u{7}\r\n-  b\n"), "+a\\t\\u{7}\n-  b");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_line_is_one_line(text in "\\PC{0,9}[\u{0}-\u{2f}\u{80}-\u{a0}\u{2028}\u{202e}`\u{E0001}]{0,20}\\PC{0,700}") {
            let line = Line::new(text);
            prop_assert!(!line.as_str().contains(hidden));
            prop_assert!(line.as_str().chars().count() <= LONGEST);
            prop_assert_eq!(Line::new(line.as_str()), line.clone());
            prop_assert!(!line.as_str().contains("  "));
        }
    }
}
