//! Plain text and code as CommonMark: what would be read as markup is escaped, and nothing else.

use std::borrow::Cow;

use percent_encoding::percent_encode_byte;

use crate::text::lines;

/// Where a text is going to stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The character that will follow; `None` at the end of the paragraph.
    pub(super) next: Option<char>,
    /// Is it the text of a link, where brackets count?
    pub(super) link: bool,
    /// Is it inside of emphasis, which an asterisk could end?
    pub(super) emphasis: bool,
}

impl Place {
    /// In a paragraph, before `next`.
    pub(super) fn before(next: Option<char>) -> Self {
        Self { next, ..Self::default() }
    }
}

/// Appends `text` to a paragraph. Runs of blanks and line breaks become one blank.
pub(super) fn push_text(text: &str, place: Place, out: &mut String) {
    let text = unwrap(text, out.is_empty() || out.ends_with([' ', '\n']));
    let line_start = out.is_empty() || out.ends_with('\n');
    let head = if line_start { block_marker(&text, place.next.is_none()) } else { None };
    let mut previous = out.chars().next_back();
    let mut rest = text.as_ref();
    while let Some(char) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match char {
            '*' | '_' => run(rest, char),
            _ if head == Some(at) || u8::try_from(char).is_ok_and(is_sign) => char.len_utf8(),
            _ => plain_run(rest, head.and_then(|head| head.checked_sub(at))),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        if head == Some(at) || is_markup(char, previous, rest, place) {
            piece.chars().for_each(|char| out.extend(['\\', char]));
        } else {
            out.push_str(piece);
        }
        previous = piece.chars().next_back();
    }
}

/// Is there a place where the character is markup?
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'&')
}

/// How many bytes at the start of `text`, and before `end`, hold no sign.
fn plain_run(text: &str, end: Option<usize>) -> usize {
    let end = end.unwrap_or(text.len());
    text.bytes().take(end).position(is_sign).unwrap_or(end)
}

/// How many bytes at the start of `text` are `mark`.
fn run(text: &str, mark: char) -> usize {
    text.find(|char| char != mark).unwrap_or(text.len())
}

/// The text on one line: runs of blanks and line breaks become one blank.
pub(super) fn unwrapped(text: &str) -> String {
    unwrap(text.trim_end(), true).into_owned()
}

/// `blank` says that a blank stands before the text.
fn unwrap(text: &str, blank: bool) -> Cow<'_, str> {
    if is_unwrapped(text) && !(blank && text.starts_with(' ')) {
        return text.into();
    }
    let mut unwrapped = String::with_capacity(text.len());
    if !blank && text.bytes().next().is_some_and(is_blank) {
        unwrapped.push(' ');
    }
    let mut push = |piece: &str| {
        if !piece.is_empty() {
            unwrapped.push_str(piece);
            unwrapped.push(' ');
        }
    };
    for (_, line) in lines(text) {
        // Nearly all lines are.
        if is_unwrapped(line) {
            push(line.trim_matches(' '));
        } else {
            line.split(|char| u8::try_from(char).is_ok_and(is_blank)).for_each(&mut push);
        }
    }
    if !text.bytes().next_back().is_some_and(is_blank) {
        unwrapped.pop();
    }
    unwrapped.into()
}

/// ASCII whitespace and control characters.
fn is_blank(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7F
}

/// Are all blanks of the text single ones, and none of them anything but a space?
fn is_unwrapped(text: &str) -> bool {
    let (bytes, behind) = (text.as_bytes(), text.as_bytes().get(1..).unwrap_or_default());
    // A blank counts if it is no space, or if another follows it. All are looked at, as in `holds`.
    let counts = |one: u8, next: u8| is_blank(one) & ((one != b' ') | (next == b' '));
    let found = bytes.iter().zip(behind).fold(false, |found, (one, next)| found | counts(*one, *next));
    !found && bytes.last().is_none_or(|last| !is_blank(*last) || *last == b' ')
}

/// Where the character stands that makes the text at the start of a line a list item, a heading, a quote, a
/// break or a fence. `whole` says that nothing follows the text.
fn block_marker(text: &str, whole: bool) -> Option<usize> {
    let first = text.chars().next()?;
    let marks = run(text, first);
    let set_off = |at: usize| match text.as_bytes().get(at) {
        None => whole,
        Some(byte) => *byte == b' ',
    };
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let found = match first {
        '-' | '+' | '=' if set_off(marks) && (marks > 2 || text.len() == marks) => true,
        '-' | '+' => set_off(1),
        '#' => marks <= 6 && set_off(marks),
        '>' => true,
        '~' => marks > 2,
        '[' => text.starts_with("[ ] ") || text.starts_with("[x] ") || text.starts_with("[X] "),
        '0'..='9' if digits < 10 && matches!(text.as_bytes().get(digits), Some(b'.' | b')')) => {
            return set_off(digits + 1).then_some(digits);
        }
        _ => false,
    };
    found.then_some(0)
}

/// Would `char`, or a run of it, be read as inline markup between `previous` and `rest`? Emphasis is
/// prevented where it would begin, so that its end means nothing.
fn is_markup(char: char, previous: Option<char>, rest: &str, place: Place) -> bool {
    let next = rest.chars().next().or(place.next);
    let blank = |char: Option<char>| char.is_none_or(char::is_whitespace);
    let line_start = previous.is_none_or(|previous| previous == '\n');
    let after_word = previous.is_some_and(char::is_alphanumeric);
    match char {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '`' => true,
        '*' => {
            let sign = next.is_some_and(|next| next.is_ascii_punctuation());
            let opens = !blank(next) && (!after_word || !sign);
            line_start || opens || place.emphasis && !blank(previous)
        }
        '_' => line_start || !blank(next) && !after_word,
        // Struck text could end here.
        '~' => next == Some('~') || !blank(previous),
        '[' => place.link || next == Some('^'),
        ']' => place.link || matches!(next, Some('(' | '[' | ':')),
        '<' => next.is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => is_entity(rest),
        _ => false,
    }
}

fn is_entity(rest: &str) -> bool {
    let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && rest.as_bytes().get(name) == Some(&b';')
}

/// Appends `text` as a code span, with a fence that does not occur in it.
pub(super) fn push_code(text: &str, out: &mut String) {
    let mut text = Cow::Borrowed(text.trim_start());
    if text.contains('\n') {
        text = text.split('\n').map(str::trim_start).collect::<Vec<_>>().join(" ").into();
    }
    if text.trim().is_empty() {
        return;
    }
    if out.ends_with('`') {
        out.push(' ');
    }
    if memchr::memchr(b'`', text.as_bytes()).is_none() && !(text.starts_with(' ') && text.ends_with(' ')) {
        return out.extend(["`", &text, "`"]);
    }
    let fence = "`".repeat(fence_length(&text, 1));
    let quoted = text.starts_with('`') || text.ends_with('`');
    let pad = if quoted || text.starts_with(' ') && text.ends_with(' ') { " " } else { "" };
    for part in [&fence, pad, &text, pad, &fence] {
        out.push_str(part);
    }
}

/// The lines of `text` as a fenced block.
pub(super) fn fenced(text: &str, language: &str) -> String {
    let fence = "`".repeat(fence_length(text, 3).max(3));
    let language: String = language.chars().filter(|char| !char.is_whitespace() && *char != '`').collect();
    format!("{fence}{language}\n{text}\n{fence}")
}

/// The least length from `least` on that is longer than each run of backquotes in `text`.
fn fence_length(text: &str, least: usize) -> usize {
    let runs = text.split(|char| char != '`').map(str::len);
    runs.max().map_or(least, |longest| (longest + 1).max(least))
}

/// An address as it stands in the parentheses of a link.
pub(super) fn push_address(url: &str, out: &mut String) {
    let balanced = is_balanced(url);
    for char in url.chars() {
        match char {
            '(' | ')' if balanced => out.push(char),
            '(' | ')' | '<' | '>' | '\\' | '`' | ' ' | '\t' | '\n' => {
                out.extend(u8::try_from(char).map(percent_encode_byte));
            }
            _ => out.push(char),
        }
    }
}

fn is_balanced(url: &str) -> bool {
    let mut open = 0_usize;
    for byte in url.bytes() {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return false,
            b')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        push_text(text, Place::default(), &mut out);
        out
    }

    #[test]
    fn only_what_means_something_is_escaped() {
        let cases = [
            ("os_type and a__b", "os_type and a__b"),
            ("_x_ *y* `z`", r"\_x_ \*y* \`z\`"),
            ("a_* and b* (_c)", r"a_* and b* (\_c)"),
            ("2 * 3 _ 4", "2 * 3 _ 4"),
            ("a < b, <key>, </x>", r"a < b, \<key>, \</x>"),
            ("[a] [b](c) [d]: e", r"[a] [b\](c) [d\]: e"),
            ("a & b &amp; &c", r"a & b \&amp; &c"),
            (r"c:\dir \*", r"c:\dir \\*"),
            (r"\", r"\\"),
            ("a #b + c - d 1. e", "a #b + c - d 1. e"),
            ("a\n  b\tc", "a b c"),
            ("~x ~~y~~", r"~x \~\~y\~\~"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn block_markers_are_escaped_at_the_start_of_a_line() {
        let cases = [
            ("# a", r"\# a"),
            ("#a", "#a"),
            ("- a", r"\- a"),
            ("-a", "-a"),
            ("--- a", r"\--- a"),
            ("---", r"\---"),
            ("+ a", r"\+ a"),
            ("* a", r"\* a"),
            ("12. a", r"12\. a"),
            ("12.5 a", "12.5 a"),
            ("1) a", r"1\) a"),
            ("> a", r"\> a"),
            ("===", r"\==="),
            ("~~~", r"\~\~\~"),
            ("[x] a", r"\[x] a"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn code_gets_a_fence_of_its_own() {
        let shown = |text: &str| {
            let mut out = String::new();
            push_code(text, &mut out);
            out
        };
        assert_eq!(shown("a b"), "`a b`");
        assert_eq!(shown("a`b"), "``a`b``");
        assert_eq!(shown("`a"), "`` `a ``");
        assert_eq!(shown("a\n  b"), "`a b`");
        assert_eq!(fenced("```\na", "json"), "````json\n```\na\n````");
    }

    /// The kinds of events in a rendering, apart from paragraphs, and its text.
    fn read(markdown: &str) -> (Vec<String>, String) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let options = options | Options::ENABLE_GFM;
        let mut marks = Vec::new();
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => marks.push(format!("{other:?}")),
            }
        }
        (marks, text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn any_text_is_read_back_as_it_is(text in "[-a1 .:#>|+=<&;!\"'(){}/é\\\\*_`~\\[\\]]{1,24}") {
            let mut out = String::new();
            push_text(&text, Place::default(), &mut out);
            let (marks, read) = read(&out);
            prop_assert!(marks.is_empty(), "{text:?} became {out:?} with {marks:?}");
            prop_assert_eq!(read, text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn any_code_is_read_back_as_it_is(text in "[ab`\\\\|*]{1,8}( [ab`]{1,3})?") {
            let mut out = String::new();
            push_code(&text, &mut out);
            prop_assert_eq!(read(&out), (Vec::new(), text));
        }
    }

    #[test]
    fn addresses_stay_inside_their_parentheses() {
        let shown = |url: &str| {
            let mut out = String::new();
            push_address(url, &mut out);
            out
        };
        assert_eq!(shown("http://a/b_(c)"), "http://a/b_(c)");
        assert_eq!(shown("http://a/b) c"), "http://a/b%29%20c");
    }
}
