use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use crate::json::escape_hidden;
pub(super) use crate::text::{hidden, push_visible, visible};

/// The text for XML, in an attribute or between tags. Colons and hash signs are references, too: no line of
/// it is a command to the runner of a job.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    let is_inert = text.split('\n').all(|line| matches!(inert(line), Cow::Borrowed(_)));
    let special = |character| {
        hidden(character)
            || matches!(character, '&' | '<' | '>' | '"' | '\'')
            || !is_inert && matches!(character, ':' | '#')
    };
    replace(text, special, |out, character| match character {
        ':' => out.push_str("&#58;"),
        '#' => out.push_str("&#35;"),
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&apos;"),
        '\n' => out.push('\n'),
        other => push_visible(out, other),
    })
}

/// The text of a GitHub workflow command; its line breaks stay line breaks.
pub(super) fn command_data(text: &str) -> Cow<'_, str> {
    let special = |character| hidden(character) || character == '%';
    let holds = COMMANDS.iter().chain(&SECTIONS).any(|word| text.contains(word));
    if holds {
        return Cow::Owned(
            command_data(&text.split('\n').map(inert).collect::<Vec<_>>().join("\n")).into_owned(),
        );
    }
    replace(text, special, |out, character| match character {
        '%' => out.push_str("%25"),
        '\r' => out.push_str("%0D"),
        '\n' => out.push_str("%0A"),
        other => push_visible(out, other),
    })
}

/// A property of a GitHub workflow command.
pub(super) fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as a relative URI reference (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// What makes a line a command to a runner wherever it stands in it: GitHub and Azure, TeamCity.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];
/// What opens and closes a section of a log (GitLab).
const SECTIONS: [&str; 2] = ["section_start:", "section_end:"];
/// How a line begins that is a command, after white space (GitHub).
const COMMAND: &str = "::";

/// The text as people and logs may read it: its line breaks stay, no other character acts on a terminal, and
/// no line is a command to the runner of a job.
#[cfg(any(feature = "cli", test))]
pub(crate) fn printed(text: &str) -> Cow<'_, str> {
    let is_harmless = |line: &str| !line.contains(hidden) && matches!(inert(line), Cow::Borrowed(_));
    if text.split('\n').all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').map(|line| inert(&visible(line)).into_owned());
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// A line that is no command to the runner of a job; what would make it one is spelled out.
pub(super) fn inert(line: &str) -> Cow<'_, str> {
    let begins = line.trim_start().starts_with(COMMAND);
    let holds = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let (commands, sections) = (holds(&COMMANDS), holds(&SECTIONS));
    if !(begins || commands || sections) {
        return Cow::Borrowed(line);
    }
    let mut line = line.to_owned();
    if begins {
        line = line.replacen(':', "\\u{3a}", 1);
    }
    if commands {
        line = line.replace("##", "#\\u{23}");
    }
    if sections {
        SECTIONS.iter().for_each(|word| line = line.replace(word, &word.replace(':', "\\u{3a}")));
    }
    Cow::Owned(line)
}

/// Writes indented JSON with a last line break, for programs and for logs alike.
pub(crate) fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escape_json(&serde_json::to_string_pretty(value)?))
}

/// JSON that says the same without hidden characters and without commands to the runner of a job. Both can
/// only be inside strings.
pub(crate) fn escape_json(text: &str) -> Cow<'_, str> {
    let mut text = escape_hidden(text);
    for word in COMMANDS {
        if text.contains(word) {
            text = Cow::Owned(text.replace(word, &word.replacen("##", "#\\u0023", 1)));
        }
    }
    for word in SECTIONS {
        if text.contains(word) {
            text = Cow::Owned(text.replace(word, &word.replace(':', "\\u003a")));
        }
    }
    text
}

/// Replaces the characters that are `special`; a text without any is not copied.
fn replace(text: &str, special: impl Fn(char) -> bool, push: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if !text.contains(&special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if special(character) {
            push(&mut out, character);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal_or_a_runner() {
        assert!(matches!(printed("a\n  größe: b::c # d\n"), Cow::Borrowed(_)));
        assert_eq!(printed("a\u{1b}[2J\r\n\u{202e}b"), "a\\u{1b}[2J\\r\n\\u{202e}b");
        assert_eq!(printed("a\n ::error::b"), "a\n \\u{3a}:error::b");
        assert_eq!(printed("a ##[error]b"), "a #\\u{23}[error]b");
        assert_eq!(printed("##vso[x] ##teamcity[y]"), "#\\u{23}vso[x] #\\u{23}teamcity[y]");
        assert_eq!(printed("###[error]"), "#\\u{23}#[error]");
        assert_eq!(printed("section_start:1:a\r\u{1b}[0K"), "section_start\\u{3a}1:a\\r\\u{1b}[0K");
    }

    #[test]
    fn each_form_has_its_own_escapes() {
        assert_eq!(xml("<a b=\"c\">&'\u{0}"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\\u{0}");
        assert_eq!(command_data("100%\nnext"), "100%25%0Anext");
        assert_eq!(command_property("a:b,c%"), "a%3Ab%2Cc%25");
        assert_eq!(uri("api ref/ä#1.json"), "api%20ref/%C3%A4%231.json");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn json_says_the_same_and_nothing_in_it_acts(text in any::<String>(), tail in "(##\\[|##vso\\[|section_start:|#|\u{202e}){0,4}") {
            let text = text + &tail;
            let mut out = Vec::new();
            write_json(&[&text], &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            prop_assert!(!written.replace('\n', "").contains(hidden));
            prop_assert_eq!(printed(&written), written.as_str());
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), [text]);
        }

        #[test]
        fn nothing_printed_acts(text in "(::|#|##\\[|##vso\\[|##teamcity\\[|section_end:1|[ \r\n\t\u{1b}\u{202e}a]){0,9}") {
            let shown = printed(&text).into_owned();
            prop_assert!(!shown.replace('\n', "").contains(hidden));
            prop_assert_eq!(shown.lines().find(|line| matches!(inert(line), Cow::Owned(_))), None);
            prop_assert_eq!(shown.lines().count(), text.split_terminator('\n').count());
            let xml = xml(&text).into_owned();
            prop_assert_eq!(xml.lines().find(|line| matches!(inert(line), Cow::Owned(_))), None);
            let data = command_data(&text);
            prop_assert_eq!(COMMANDS.iter().chain(&SECTIONS).find(|word| data.contains(**word)), None);
        }

        #[test]
        fn a_command_stays_on_its_line(text in any::<String>()) {
            prop_assert!(!command_data(&text).contains(hidden));
            prop_assert!(!command_property(&text).contains([':', ',', '\n']));
        }
    }
}
