//! What the first characters of a line say: the markers of lists, fields, tables and explicit markup.

/// The character of a line that is nothing but one repeated punctuation character (a title's decoration or
/// a transition).
pub(super) fn rule(text: &str) -> Option<char> {
    let first = text.bytes().next().filter(u8::is_ascii_punctuation)?;
    text.bytes().all(|byte| byte == first).then_some(char::from(first))
}

/// The bullet that a list item starts with.
pub(super) fn bullet(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next().filter(|first| matches!(first, '-' | '+' | '*' | '•' | '‣' | '⁃'))?;
    opens(chars.as_str()).then_some(first)
}

/// Is `rest`, which follows a marker, empty or set off by a blank?
pub(super) fn opens(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

/// Does the line start with `marker`, alone or set off by a blank?
pub(super) fn is_marked(text: &str, marker: &str) -> bool {
    text.strip_prefix(marker).is_some_and(opens)
}

/// The name of a field that starts here: `:name:`. Colons inside the name count if no blank or backquote
/// follows them, so that a line which starts with a role is no field.
pub(super) fn field_name(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(':').filter(|inner| !inner.starts_with([':', ' ']))?;
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        if escaped {
            escaped = false;
        } else if byte == b'\\' {
            escaped = true;
        } else if byte == b':' {
            let (name, rest) = inner.split_at_checked(at)?;
            let rest = rest.get(1..)?;
            if opens(rest) {
                return (!name.ends_with(' ')).then_some(name);
            }
            if rest.starts_with('`') {
                return None;
            }
        }
    }
    None
}

/// Is this the top of a grid table (`+---+---+`)?
pub(super) fn is_grid_top(text: &str) -> bool {
    text.starts_with("+-")
        && text.ends_with("-+")
        && text.len() > 3
        && text.bytes().all(|byte| matches!(byte, b'+' | b'-'))
}

/// Is this a border of a simple table (`=====  =====`)?
pub(super) fn is_simple_border(text: &str) -> bool {
    text.starts_with('=') && text.contains(' ') && text.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// The numbering of one list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enumerator {
    /// `None` for the automatic `#.`.
    pub(super) ordinal: Option<u32>,
    sequence: Sequence,
    format: Format,
    /// Bytes of the marker, without the blanks after it.
    pub(super) width: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Automatic,
    Arabic,
    Letter { upper: bool },
    Roman { upper: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Parentheses,
    Parenthesis,
    Period,
}

impl Enumerator {
    /// The enumerator that starts `text`: `1.`, `a)`, `(iv)`, `#.`.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::read_as(text, Self::guess)
    }

    /// Does `text` carry on the list whose last item this is, with the next number?
    pub(super) fn next(self, text: &str) -> Option<Self> {
        let same = |body: &str| match self.sequence {
            Sequence::Automatic | Sequence::Arabic => Self::guess(body),
            Sequence::Letter { upper } => letter(body, upper),
            Sequence::Roman { upper } => roman(body, upper),
        };
        let mut next = Self::read_as(text, |body| Self::automatic(body).or_else(|| same(body)))?;
        if next.sequence == Sequence::Automatic {
            next.ordinal = self.ordinal.map(|ordinal| ordinal.saturating_add(1));
            next.sequence = self.sequence;
        }
        let follows =
            next.sequence == self.sequence && next.ordinal == self.ordinal.map(|last| last.saturating_add(1));
        (next.format == self.format && follows).then_some(next)
    }

    fn read_as(text: &str, sequence: impl Fn(&str) -> Option<(Sequence, Option<u32>)>) -> Option<Self> {
        let open = text.starts_with('(');
        let inner = text.get(usize::from(open)..)?;
        let length = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let (body, rest) = inner.split_at_checked(length)?;
        let format = match (open, rest.bytes().next()?) {
            (true, b')') => Format::Parentheses,
            (false, b')') => Format::Parenthesis,
            (false, b'.') => Format::Period,
            _ => return None,
        };
        if !opens(rest.get(1..)?) {
            return None;
        }
        let (sequence, ordinal) = sequence(body)?;
        Some(Self { ordinal, sequence, format, width: usize::from(open) + length + 1 })
    }

    fn guess(body: &str) -> Option<(Sequence, Option<u32>)> {
        let arabic = || {
            let digits = (1..=9).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| (Sequence::Arabic, body.parse().ok()))
        };
        let numeral = || roman(body, false).or_else(|| roman(body, true));
        let alone = || letter(body, false).or_else(|| letter(body, true));
        let first = if body.eq_ignore_ascii_case("i") { numeral() } else { None };
        Self::automatic(body).or(first).or_else(arabic).or_else(alone).or_else(numeral)
    }

    fn automatic(body: &str) -> Option<(Sequence, Option<u32>)> {
        (body == "#").then_some((Sequence::Automatic, None))
    }
}

fn letter(body: &str, upper: bool) -> Option<(Sequence, Option<u32>)> {
    let first = if upper { b'A' } else { b'a' };
    let byte = body.bytes().next().filter(|byte| body.len() == 1 && (first..first + 26).contains(byte))?;
    Some((Sequence::Letter { upper }, Some(u32::from(byte - first) + 1)))
}

fn roman(body: &str, upper: bool) -> Option<(Sequence, Option<u32>)> {
    let mut total = 0;
    let mut last = 0;
    if body.is_empty() || body.len() > 15 {
        return None;
    }
    for char in body.chars().rev() {
        let value = match (char.to_ascii_lowercase(), char.is_ascii_uppercase() == upper) {
            ('i', true) => 1,
            ('v', true) => 5,
            ('x', true) => 10,
            ('l', true) => 50,
            ('c', true) => 100,
            ('d', true) => 500,
            ('m', true) => 1000,
            _ => return None,
        };
        total += if value < last { -value } else { value };
        last = last.max(value);
    }
    Some((Sequence::Roman { upper }, u32::try_from(total).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_roles() {
        assert_eq!(field_name(":depth: 2"), Some("depth"));
        assert_eq!(field_name(":a:b: x"), Some("a:b"));
        assert_eq!(field_name(":tocdepth:"), Some("tocdepth"));
        assert_eq!(field_name(r":a\: b: x"), Some(r"a\: b"));
        assert_eq!(field_name(":ref:`x`"), None);
        assert_eq!(field_name(":: x"), None);
        assert_eq!(field_name("x"), None);
    }

    #[test]
    fn enumerators_need_their_sequence() {
        let one = Enumerator::read("1. x").expect("arabic");
        assert_eq!(one.next("2. y").map(|next| next.ordinal), Some(Some(2)));
        assert_eq!(one.next("3. y"), None);
        assert_eq!(one.next("2) y"), None);
        assert_eq!(one.next("#. y").map(|next| next.ordinal), Some(Some(2)));
        let i = Enumerator::read("i. x").expect("roman");
        assert!(i.next("ii. y").is_some());
        let h = Enumerator::read("h. x").expect("letter");
        assert!(h.next("i. y").is_some());
        assert_eq!(Enumerator::read("(iv) x").map(|found| (found.ordinal, found.width)), Some((Some(4), 4)));
        assert_eq!(Enumerator::read("1.5 x"), None);
        assert_eq!(Enumerator::read("word. x"), None);
    }

    #[test]
    fn rules_are_of_one_character() {
        assert_eq!(rule("~~~~"), Some('~'));
        assert_eq!(rule("=-="), None);
        assert_eq!(rule("aaaa"), None);
        assert_eq!(rule(""), None);
    }
}
