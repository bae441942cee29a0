use crate::finding::Line;

/// A part of a sentence about a change: our words, or names and values of the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Words(String),
    Name(String),
}

impl Part {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Words(text) | Self::Name(text) => text.is_empty(),
        }
    }
}

/// A sentence with its names in backquotes.
pub(super) fn plain(parts: &[Part]) -> String {
    let told = parts.iter().map(|part| match part {
        Part::Words(words) => words.clone(),
        Part::Name(name) => format!("`{}`", one_line(name)),
    });
    told.collect::<Vec<_>>().join(" ")
}

/// The same as Markdown: nothing that a name holds is markup.
pub(super) fn markdown(parts: &[Part]) -> String {
    let told = parts.iter().map(|part| match part {
        Part::Words(words) => words.clone(),
        Part::Name(name) => code(name),
    });
    told.collect::<Vec<_>>().join(" ")
}

/// A span of code, with more backquotes around it than there are in it.
pub(super) fn code(name: &str) -> String {
    let name = one_line(name);
    let runs = name.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let blank = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    if name.is_empty() { String::new() } else { format!("{fence}{blank}{name}{blank}{fence}") }
}

/// Names are told in one line, and not more of them than anybody reads.
fn one_line(name: &str) -> String {
    const LONGEST: usize = 160;
    let line = Line::new(name);
    match line.as_str().char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", line.as_str().get(..end).unwrap_or_default()),
        None => line.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_markup() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a\nb"), "`` `a b ``");
        assert_eq!(code(&"x".repeat(500)).len(), 165);
    }
}
