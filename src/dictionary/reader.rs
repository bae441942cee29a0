use std::borrow::Cow;
use std::ops::Range;

use serde::de::{Error, MapAccess, SeqAccess};

use super::any::{Any, Take, Text, drain_list, drain_map};
use super::entry::Field;
use super::scan;
use crate::finding::{Finding, Findings, Rule, Subject};
use crate::place::{SourceId, Span};

/// What a scalar counts for in addition to its bytes.
const TOKEN: usize = 16;

/// What is said of a text that aliases make too long.
pub(super) const ENDLESS: &str = "its aliases repeat too much";

/// What one pass over a YAML text shares: the text, what was found, and how much may still be read.
///
/// The reader of `serde_yaml` has no spans, but it lends most scalars straight from the text; so a scalar
/// stands where it was lent from. The few that had to be rewritten (blocks, escapes, folded lines) are looked
/// for after their key.
pub(super) struct Reader<'de> {
    source: SourceId,
    text: &'de str,
    rule: &'static Rule,
    /// What was found in this pass.
    pub(super) findings: Findings,
    /// Was something left out of the text? What is missing then was reported before.
    pub(super) mended: bool,
    /// The name of the entry that is being read.
    pub(super) entry: Range<usize>,
    /// The end of the scalar that was located last.
    last: usize,
    /// How much may still be read. Aliases repeat what they stand for, so a small text can be endless.
    left: usize,
    /// Was it said that the text nests too deep?
    too_deep: bool,
    /// Inside of what an alias repeats, where everything has been reported before.
    repeating: bool,
}

/// A scalar and where it stands, inside its quotes.
#[derive(Debug, Clone)]
pub(super) struct Token<'de> {
    pub(super) text: Cow<'de, str>,
    pub(super) range: Range<usize>,
}

/// What stands where one scalar should.
pub(super) enum Scalar {
    /// Nothing, or a null.
    Null,
    Text(Field),
    /// A list or a mapping.
    Collection,
}

impl<'de> Reader<'de> {
    pub(super) fn new(source: SourceId, text: &'de str, rule: &'static Rule) -> Self {
        let left = text.len().saturating_mul(TOKEN).saturating_add(1 << 16);
        Self {
            source,
            text,
            rule,
            findings: Vec::new(),
            mended: false,
            entry: 0..0,
            last: 0,
            left,
            too_deep: false,
            repeating: false,
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    /// Reports something that is no valid content of the file.
    pub(super) fn invalid(&mut self, range: &Range<usize>, message: String, help: &str) {
        let subject = match self.text.get(self.entry.clone()).unwrap_or_default() {
            "" => Subject::whole_file(),
            entry => Subject::entry(entry),
        };
        let finding = Finding::new(self.rule, self.span(range), subject, message).with_help(help);
        self.report(finding);
    }

    /// Reports that `key` nests too deep, once: an alias inside of what it repeats does so again and again.
    pub(super) fn too_deep(&mut self, key: &Token<'de>, deepest: u8) {
        if !std::mem::replace(&mut self.too_deep, true) {
            let message = format!("`{}` nests deeper than {deepest} levels", key.text);
            let subject = Subject::entry(key.text.as_ref());
            let finding = Finding::new(self.rule, self.span(&key.range), subject, message);
            self.findings.push(finding.with_help("define the inner parts as entries of their own"));
        }
    }

    /// The name of something in the entry that is being read, after the name of the entry.
    pub(super) fn within_entry(&self, name: &str) -> String {
        format!("{}.{name}", self.text.get(self.entry.clone()).unwrap_or_default())
    }

    /// Reports a finding, unless it is about what an alias repeats.
    pub(super) fn report(&mut self, finding: Finding) {
        if !self.repeating {
            self.findings.push(finding);
        }
    }

    /// Is an alias the value of `key`? Then what `read` reads is repeated.
    pub(super) fn repeat<T>(&mut self, key: &Token<'de>, read: impl FnOnce(&mut Self) -> T) -> T {
        let alias = key.text == "<<" || self.text.as_bytes().get(self.value_start(key)) == Some(&b'*');
        let before = self.repeating;
        self.repeating |= alias;
        let value = read(self);
        self.repeating = before;
        value
    }

    /// The next key of a mapping.
    pub(super) fn key<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<Token<'de>>, A::Error> {
        let Some(text) = map.next_key_seed(Text)? else { return Ok(None) };
        // Only a key in quotes can have been rewritten.
        let expected = match text {
            Cow::Borrowed(_) => self.last,
            Cow::Owned(_) => scan::quoted_key(self.text, self.last),
        };
        self.token(text, expected).map(Some)
    }

    /// The next item of a list of scalars.
    pub(super) fn item<A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<Option<Field>, A::Error> {
        let Some(text) = list.next_element_seed(Text)? else { return Ok(None) };
        let expected = scan::token_start(self.text, self.last);
        let token = self.token(text, expected)?;
        Ok(Some(self.field(token)))
    }

    /// The value of `key`, where a scalar should stand.
    pub(super) fn scalar<A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        key: &Token<'de>,
    ) -> Result<Scalar, A::Error> {
        let start = self.value_start(key);
        if scan::may_be_collection(self.text, key.range.end, start) {
            return map.next_value_seed(Any(TakeScalar { reader: self, start }));
        }
        let text = map.next_value_seed(Text)?;
        let borrowed = matches!(text, Cow::Borrowed(_));
        let token = self.token(text, start)?;
        if borrowed && is_null(&token.text) && !scan::is_quoted(self.text, token.range.start) {
            return Ok(Scalar::Null);
        }
        Ok(Scalar::Text(self.field(token)))
    }

    /// Where the value of `key` begins.
    pub(super) fn value_start(&self, key: &Token<'de>) -> usize {
        scan::value_start(self.text, key.range.end)
    }

    /// The items of the list that is the value of `key`, joined by "or"; `None` if it is no list of single
    /// words.
    pub(super) fn list_text(&self, key: &Token<'_>) -> Option<Field> {
        let start = self.value_start(key);
        let rest = self.text.get(start..)?;
        let (range, items): (Range<usize>, Vec<&str>) = match scan::flow_range(self.text, start) {
            Some(range) => {
                let inner = self.text.get(range.clone())?.strip_prefix('[')?.strip_suffix(']')?;
                (range, inner.split(',').collect())
            }
            None => {
                let lines = rest.lines().take_while(|line| line.trim_start().starts_with("- "));
                let items: Vec<&str> = lines.filter_map(|line| line.trim().strip_prefix('-')).collect();
                (start..scan::line_end(self.text, start), items)
            }
        };
        let words: Vec<&str> = items
            .iter()
            .map(|item| item.trim().trim_matches(['"', '\'']))
            .filter(|item| !item.is_empty())
            .collect();
        (!words.is_empty()).then(|| Field { value: words.join(" or "), span: self.span(&range) })
    }

    /// The `[..]` or `{..}` after `key`, as written; `None` for a collection in lines of its own.
    pub(super) fn flow(&self, key: &Token<'de>) -> Option<Field> {
        let range = scan::flow_range(self.text, self.value_start(key))?;
        let value = self.text.get(range.clone())?.to_owned();
        Some(Field { span: self.span(&range), value })
    }

    pub(super) fn field(&self, token: Token<'de>) -> Field {
        Field { span: self.span(&token.range), value: token.text.into_owned() }
    }

    /// Locates a scalar: where it was lent from, else at `expected`.
    pub(super) fn token<E: Error>(&mut self, text: Cow<'de, str>, expected: usize) -> Result<Token<'de>, E> {
        let Some(left) = self.left.checked_sub(text.len() + TOKEN) else {
            return Err(E::custom(ENDLESS));
        };
        self.left = left;
        let lent = match &text {
            Cow::Borrowed(lent) => self.offset(lent),
            Cow::Owned(_) => None,
        };
        let range = lent.unwrap_or_else(|| scan::scalar_range(self.text, expected));
        self.last = range.end + usize::from(scan::is_quoted(self.text, range.start));
        Ok(Token { text, range })
    }

    fn offset(&self, lent: &str) -> Option<Range<usize>> {
        let start = lent.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let end = start + lent.len();
        (end <= self.text.len()).then_some(start..end)
    }
}

/// The plain scalars that are null to a YAML reader.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

struct TakeScalar<'r, 'de> {
    reader: &'r mut Reader<'de>,
    start: usize,
}

impl<'de> Take<'de> for TakeScalar<'_, 'de> {
    type Value = Scalar;

    fn null(self) -> Scalar {
        Scalar::Null
    }

    fn text<E: Error>(self, text: Cow<'de, str>) -> Result<Scalar, E> {
        let token = self.reader.token(text, self.start)?;
        Ok(Scalar::Text(self.reader.field(token)))
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Scalar, A::Error> {
        drain_list(list).map(|()| Scalar::Collection)
    }

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
        drain_map(map).map(|()| Scalar::Collection)
    }
}
