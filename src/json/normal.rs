use std::borrow::Cow;

/// A text with what authors write beside JSON put right, byte for byte: comments and dots are blank, quotes
/// are plain double ones, the words of Python are those of JSON, and a string ends on its line. What stands
/// at a byte stays there, so places in it are places in the text. Commas are left as they are.
pub(super) fn normalized(text: &str) -> Cow<'_, str> {
    let mut normal = Normal { text, at: 0, bytes: None };
    while let Some(byte) = normal.peek() {
        match byte {
            b'"' => normal.string('"', 1),
            b'\'' => normal.string('\'', 1),
            b'/' if normal.starts_with("//") => normal.blank_to("\n"),
            b'/' if normal.starts_with("/*") => normal.blank_to("*/"),
            b'#' => normal.blank_to("\n"),
            b'.' if normal.starts_with("..") => normal.blank_while(|byte| byte == b'.'),
            b'T' if normal.starts_with("True") => normal.put("true"),
            b'F' if normal.starts_with("False") => normal.put("false"),
            b'N' if normal.starts_with("None") => normal.put("null"),
            0x80.. => normal.odd_character(),
            _ => normal.at += 1,
        }
    }
    match normal.bytes {
        None => Cow::Borrowed(text),
        // Whole characters were replaced by ASCII.
        Some(bytes) => String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

struct Normal<'t> {
    text: &'t str,
    at: usize,
    /// The bytes, once something was changed.
    bytes: Option<Vec<u8>>,
}

impl Normal<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn starts_with(&self, start: &str) -> bool {
        self.text.get(self.at..).is_some_and(|rest| rest.starts_with(start))
    }

    fn write(&mut self, at: usize, new: &[u8]) {
        let bytes = self.bytes.get_or_insert_with(|| self.text.as_bytes().to_vec());
        if let Some(place) = bytes.get_mut(at..at + new.len()) {
            place.copy_from_slice(new);
        }
    }

    fn put(&mut self, new: &str) {
        self.write(self.at, new.as_bytes());
        self.at += new.len();
    }

    fn blank(&mut self, length: usize) {
        for at in self.at..(self.at + length).min(self.text.len()) {
            if self.text.as_bytes().get(at) != Some(&b'\n') {
                self.write(at, b" ");
            }
        }
        self.at += length;
    }

    fn blank_to(&mut self, end: &str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
        self.blank(length);
    }

    fn blank_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| wanted(**byte)).count();
        self.blank(length);
    }

    /// A character that is no ASCII, outside of strings: a quote, dots, an odd blank.
    fn odd_character(&mut self) {
        let Some(character) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            self.at += 1;
            return;
        };
        let length = character.len_utf8();
        match character {
            '\u{201c}' | '\u{201d}' => self.string('\u{201d}', length),
            '\u{2018}' | '\u{2019}' => self.string('\u{2019}', length),
            '\u{2026}' => self.blank(length),
            other if other.is_whitespace() || other == '\u{feff}' => self.blank(length),
            _ => self.at += length,
        }
    }

    /// A string that the quote here opens, which is `length` bytes long, up to `close` or the end of its
    /// line.
    fn string(&mut self, close: char, length: usize) {
        if close != '"' {
            self.blank(length - 1);
            self.put("\"");
        } else {
            self.at += length;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut characters = rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => {
                    characters.next();
                }
                '\n' => return self.end_at_line(self.at + at),
                c if c == close => {
                    self.at += at;
                    if close == '"' {
                        self.at += 1;
                    } else {
                        self.put("\"");
                        self.blank(close.len_utf8() - 1);
                    }
                    return;
                }
                '"' => self.write(self.at + at, b"'"),
                _ => {}
            }
        }
        self.at = self.text.len();
    }

    /// Ends a string that nothing closes on its line: its quote goes where the comma stands, or else the line
    /// break.
    fn end_at_line(&mut self, line_end: usize) {
        let line = self.text.get(..line_end).unwrap_or_default().trim_end_matches([' ', '\t', '\r']);
        let quote = if line.ends_with(',') && line.len() > self.at { line.len() - 1 } else { line_end };
        self.write(quote, b"\"");
        self.at = line_end + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_beside_json_is_put_right() {
        for (text, normal) in [
            ("{\"a\": \"// #\", \"b\": 1}", "{\"a\": \"// #\", \"b\": 1}"),
            ("[1, // b\n2]", "[1,     \n2]"),
            ("[1 /* b */, 2]", "[1        , 2]"),
            ("{'a': True}", "{\"a\": true}"),
            ("[1, ...]", "[1,    ]"),
            ("[\u{201c}a\u{201d}]", "[  \"a\"  ]"),
            ("{\"a\": \"b,\n\"c\": 1}", "{\"a\": \"b\"\n\"c\": 1}"),
        ] {
            assert_eq!(normalized(text), normal, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_byte_stays_in_its_place(text in "[\\[\\]{},: \\n\"'\\\\ae\u{e9}\u{201c}\u{2026}/*#.T]{0,30}") {
            let normal = normalized(&text);
            prop_assert_eq!(normal.len(), text.len());
            for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| b"[]{}".contains(byte)) {
                prop_assert!(normal.as_bytes()[at] == byte || normal.as_bytes()[at] == b' ');
            }
        }
    }
}
