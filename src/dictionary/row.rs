use super::entry::{Field, ListItem, PairItem};
use super::rule::ROW_MALFORMED;
use crate::finding::{Finding, Findings, Subject};
use crate::place::Span;
use crate::rst::Text;

/// What a plain scalar of YAML cannot begin with.
const INDICATORS: [char; 16] =
    ['{', '}', '[', ']', ',', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];

/// So many indentations of one table are counted.
const MOST_INDENTATIONS: usize = 16;

/// The rows of a `rest_parameters` table: the `- name: reference` lines of its content.
pub(crate) fn pairs(text: &Text, findings: &mut Findings) -> Vec<PairItem> {
    let mut pairs = Vec::new();
    for row in rows(text, findings) {
        match (row.key, row.value) {
            (Some(key), Some(value)) => {
                quote_wanted(&[key, value], findings);
                pairs.push(PairItem { key: key.field(), value: value.field() });
            }
            (key, _) => findings.push(no_pair(row.line, key)),
        }
    }
    pairs
}

/// The items of a `rest_status_code` list: `- 200` or `- 202: accepted`.
pub(crate) fn list(text: &Text, findings: &mut Findings) -> Vec<ListItem> {
    let mut items = Vec::new();
    for row in rows(text, findings) {
        let Some(key) = row.key.or(row.scalar) else {
            findings.push(malformed(row.line, "is not `- code`", "write `- 200` or `- 200: reason`"));
            continue;
        };
        quote_wanted(&[key], findings);
        items.push(ListItem { key: key.field(), value: row.value.map(Part::field) });
    }
    items
}

/// A piece of a line, and where it begins in the source.
#[derive(Debug, Clone, Copy)]
struct Part<'t> {
    text: &'t str,
    line: Span,
    start: usize,
    quote: Option<char>,
}

/// A line that begins with a dash.
#[derive(Debug)]
struct Row<'t> {
    /// What follows the dash, without comment.
    line: Part<'t>,
    /// All of it, if it is one scalar and no pair.
    scalar: Option<Part<'t>>,
    key: Option<Part<'t>>,
    value: Option<Part<'t>>,
}

fn rows<'t>(text: &'t Text, findings: &mut Findings) -> Vec<Row<'t>> {
    let mut rows: Vec<Row<'t>> = Vec::with_capacity(text.lines.len());
    let usual = usual_indentation(text);
    for (line, span) in text.iter() {
        let part = Part { text: line, line: span, start: 0, quote: None }.trim();
        if part.text.is_empty() || part.text.starts_with('#') {
            continue;
        }
        if has_dash(part.text) {
            if usual.is_some_and(|usual| usual != part.start) {
                findings.push(malformed(part, "is indented unlike the others", "indent all rows alike"));
            }
            rows.push(Row::new(part.skip(1)));
        } else if let Some(row) = rows.last_mut().filter(|row| row.awaits(part)) {
            row.value = scalar(part).map(|(value, _)| value);
        } else {
            findings.push(malformed(
                part,
                "does not begin with `- `",
                "write one `- name: reference` a line",
            ));
        }
    }
    rows
}

fn has_dash(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// How far most rows are indented; of two that are alike as many, as far as the first.
fn usual_indentation(text: &Text) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for (line, _) in text.iter() {
        let start = line.len() - line.trim_start().len();
        if !has_dash(line.trim()) {
            continue;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == start) {
            *count += 1;
        } else if counts.len() < MOST_INDENTATIONS {
            // Rows that are all indented otherwise are no table.
            counts.push((start, 1));
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(start, _)| *start)
}

impl<'t> Row<'t> {
    fn new(content: Part<'t>) -> Self {
        let line = content.trim().without_comment();
        let mut row = Row { line, scalar: None, key: None, value: None };
        if let Some((key, rest)) = key(line) {
            row.key = Some(key);
            // `a: b: c` is no YAML.
            row.value = scalar(rest).filter(|(_, after)| after.is_empty()).map(|(value, _)| value);
            if row.value.is_none() && !rest.text.is_empty() {
                row.key = None;
            }
        } else {
            row.scalar = scalar(line).filter(|(_, after)| after.is_empty()).map(|(value, _)| value);
        }
        row
    }

    /// Is `part`, on the next line, the value?
    fn awaits(&self, part: Part<'_>) -> bool {
        self.key.is_some() && self.value.is_none() && part.start > 0 && key(part).is_none()
    }
}

impl<'t> Part<'t> {
    fn skip(self, bytes: usize) -> Self {
        let bytes = bytes.min(self.text.len());
        Self { text: self.text.get(bytes..).unwrap_or_default(), start: self.start + bytes, ..self }
    }

    fn take(self, bytes: usize) -> Self {
        Self { text: self.text.get(..bytes).unwrap_or(self.text), ..self }
    }

    fn trim(self) -> Self {
        // Nothing to take off, as mostly.
        if let [first, .., last] = self.text.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return self;
        }
        let blanks = self.text.len() - self.text.trim_start().len();
        let part = self.skip(blanks);
        part.take(part.text.trim_end().len())
    }

    /// Without ` # comment`, unless the mark is inside quotes.
    fn without_comment(self) -> Self {
        if self.text.starts_with('#') {
            return self.take(0);
        }
        let quoted = closing_quote(self.text).unwrap_or(0);
        let rest = self.text.get(quoted..).unwrap_or_default();
        let mut marks = memchr::memchr_iter(b'#', rest.as_bytes()).filter_map(|at| at.checked_sub(1));
        let comment = marks.find(|before| rest.as_bytes().get(*before) == Some(&b' '));
        comment.map_or(self, |comment| self.take(quoted + comment).trim())
    }

    fn span(self) -> Span {
        let start = self.line.range().start + self.start;
        Span::new(self.line.source, start, start + self.text.len())
    }

    fn field(self) -> Field {
        let value = match self.quote {
            Some('\'') => self.text.replace("''", "'"),
            Some(_) if self.text.contains('\\') => {
                serde_yaml::from_str(&format!("\"{}\"", self.text)).unwrap_or_else(|_| self.text.to_owned())
            }
            _ => self.text.to_owned(),
        };
        Field { value, span: self.span() }
    }
}

/// The key of `key: value`, and what follows the colon. Names hold colons, so only one before a blank counts.
fn key(line: Part<'_>) -> Option<(Part<'_>, Part<'_>)> {
    if let Some(end) = closing_quote(line.text) {
        let (key, rest) = scalar(line.take(end)).map(|(key, _)| (key, line.skip(end).trim()))?;
        let after = rest.text.strip_prefix(':')?;
        return (after.is_empty() || after.starts_with([' ', '\t'])).then(|| (key, rest.skip(1).trim()));
    }
    let at = memchr::memchr_iter(b':', line.text.as_bytes()).find(|at| {
        let after = line.text.get(at + 1..).unwrap_or_default();
        after.is_empty() || after.starts_with([' ', '\t'])
    })?;
    let key = line.take(at).trim();
    (!key.text.is_empty()).then(|| (key, line.skip(at + 1).trim()))
}

/// The scalar that `part` is, and what is left behind its closing quote; `None` if it is empty or a pair.
fn scalar(part: Part<'_>) -> Option<(Part<'_>, &str)> {
    if let Some(end) = closing_quote(part.text) {
        let inside = Part { quote: part.text.chars().next(), ..part.skip(1).take(end - 2) };
        return Some((inside, part.skip(end).without_comment().trim().text));
    }
    let part = part.without_comment().trim();
    let ends_key = |at: usize| matches!(part.text.as_bytes().get(at + 1), None | Some(b' '));
    let plain = !part.text.is_empty() && !memchr::memchr_iter(b':', part.text.as_bytes()).any(ends_key);
    plain.then_some((part, ""))
}

/// Where a text that begins with a quote has its closing one, plus one.
fn closing_quote(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        let doubled = quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote);
        if (char == '\\' && quote == '"') || (char == quote && doubled) {
            chars.next();
        } else if char == quote {
            return Some(at + 1);
        }
    }
    None
}

fn malformed(part: Part<'_>, what: &str, help: &str) -> Finding {
    Finding::new(&ROW_MALFORMED, part.span(), Subject::row(part.text), format!("row `{}` {what}", part.text))
        .with_help(help)
}

fn no_pair(line: Part<'_>, key: Option<Part<'_>>) -> Finding {
    if key.is_some() {
        return malformed(line, "has no reference", "name an entry of the dictionary after the colon");
    }
    if let Some((name, reference)) = line.text.split_once(':').filter(|(_, after)| !after.starts_with(' ')) {
        let help = format!("write `- {name}: {reference}`");
        return malformed(line, "has no blank after its colon", &help);
    }
    malformed(line, "is not `- name: reference`", "write `- name: reference`")
}

/// Reports parts that YAML does not take for text.
fn quote_wanted(parts: &[Part<'_>], findings: &mut Findings) {
    for part in parts {
        if part.quote.is_none() && part.text.starts_with(INDICATORS) {
            let help = format!("write `'{}'`", part.text);
            findings.push(malformed(*part, "is no plain text to a YAML reader", &help));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::place::SourceId;

    /// The lines of a source from `from` on as a text, four blanks taken off.
    fn content(source: &str) -> Text {
        let mut lines = Vec::new();
        let mut values = Vec::new();
        let mut at = 0;
        for line in source.split('\n') {
            let indentation = (line.len() - line.trim_start().len()).min(4);
            let kept = line.get(indentation..).unwrap_or("").trim_end();
            lines.push(Span::new(SourceId(0), at + indentation, at + indentation + kept.len()));
            values.push(kept);
            at += line.len() + 1;
        }
        Text { value: values.join("\n"), lines: lines.into() }
    }

    fn read(source: &str) -> (Vec<(String, String)>, Vec<String>) {
        let mut findings = Vec::new();
        let pairs = pairs(&content(source), &mut findings);
        let pairs = pairs.into_iter().map(|pair| {
            assert!(
                pair.key.value.len() != pair.key.span.range().len()
                    || pair.key.span.slice(source) == pair.key.value
            );
            (pair.key.value, pair.value.value)
        });
        (
            pairs.collect(),
            findings
                .iter()
                .map(|finding| {
                    crate::json::Places::read(source).span(finding.place()).slice(source).to_owned()
                })
                .collect(),
        )
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn rows_of_every_style_are_read() {
        let source = "    - a: a_1\n\n    # note\n    - os:b : b # why\n    -  'c''s': \"c\\x31\"\n    - d:\n        e\n";
        let (pairs, found) = read(source);
        assert_eq!(pairs, [pair("a", "a_1"), pair("os:b", "b"), pair("c's", "c1"), pair("d", "e")]);
        assert!(found.is_empty());
    }

    #[test]
    fn a_malformed_row_costs_only_itself() {
        let source = "    - a:b\n    - c\n    d: e\n    - f: g: h\n    - i:\n    -\n    - j: k\n      l: m\n    - {n}: o\n";
        let (pairs, found) = read(source);
        assert_eq!(pairs, [pair("j", "k"), pair("{n}", "o")]);
        assert_eq!(found, ["d: e", "l: m", "a:b", "c", "f: g: h", "i:", "", "{n}"]);
    }

    #[test]
    fn codes_are_read_with_and_without_reason() {
        let source = "    - 200\n    - 202: accepted\n    - '404' # gone\n    - a: b: c\n";
        let mut findings = Vec::new();
        let items = list(&content(source), &mut findings);
        let read: Vec<_> = items
            .iter()
            .map(|item| (item.key.span.slice(source), item.value.as_ref().map(|value| &*value.value)))
            .collect();
        assert_eq!(read, [("200", None), ("202", Some("accepted")), ("404", None)]);
        assert_eq!(findings.len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_content_is_read(source in "(    )?([-a:'\"#é \\\\{*]|- |: |\n    ){0,40}") {
            let mut findings = Vec::new();
            let text = content(&source);
            for pair in pairs(&text, &mut findings) {
                prop_assert!(source.get(pair.key.span.range()).is_some());
                prop_assert!(source.get(pair.value.span.range()).is_some());
            }
            for item in list(&text, &mut findings) {
                prop_assert!(source.get(item.key.span.range()).is_some());
            }
            for finding in &findings {
                prop_assert!(source.get(crate::json::Places::read(&source).span(finding.place()).range()).is_some());
            }
        }
    }
}
