//! What people and logs read: no character of it acts on a terminal, and no line is a command to the runner of a job.

use std::borrow::Cow;

use crate::finding::visible;

/// How lines begin, after white space, that a runner takes for commands (GitHub).
const COMMAND: &str = "::";
/// What makes a line a command wherever it stands in it (GitHub, Azure, TeamCity).
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// The text as it may be printed; its line breaks stay.
pub(super) fn printed(text: &str) -> Cow<'_, str> {
    let is_harmless = |line: &str| {
        matches!(visible(line), Cow::Borrowed(_)) && !begins_command(line) && !holds_command(line)
    };
    if text.split('\n').all(is_harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split('\n').map(printed_line).collect::<Vec<_>>().join("\n"))
}

fn printed_line(line: &str) -> String {
    let mut line = visible(line).into_owned();
    if begins_command(&line) {
        line = line.replacen(':', "\\u{3a}", 1);
    }
    if holds_command(&line) {
        line = line.replace("##", "#\\u{23}");
    }
    line
}

fn begins_command(line: &str) -> bool {
    line.trim_start().starts_with(COMMAND)
}

fn holds_command(line: &str) -> bool {
    COMMANDS.iter().any(|command| line.contains(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal_or_a_runner() {
        assert!(matches!(printed("a\n  größe: b::c # d\n"), Cow::Borrowed(_)));
        assert_eq!(printed("a\u{1b}[2J\r\n\u{202e}b"), "a\\u{1b}[2J\\r\n\\u{202e}b");
        assert_eq!(printed("a\n ::error::b"), "a\n \\u{3a}:error::b");
        assert_eq!(printed("a ##[error]b"), "a #\\u{23}[error]b");
        assert_eq!(printed("##vso[x] ##teamcity[y]"), "#\\u{23}vso[x] #\\u{23}teamcity[y]");
        assert_eq!(printed("###[error]"), "#\\u{23}#[error]");
    }
}
