use std::borrow::Cow;

use serde::Deserializer as _;
use serde::de::{Error, MapAccess, SeqAccess};

use super::any::{Any, Take, drain_list};
use super::mend::{self, Mistake};
use super::reader::{ENDLESS, Reader, Token};
use super::scan;
use crate::finding::{Finding, Findings, Rule, Subject};
use crate::place::{SourceId, Span};
use crate::text::YamlKind;

/// How often a text is read again, with more left out each time.
const ROUNDS: usize = 8;

/// What the mapping at the top of a file is read into.
pub(super) trait Collect: Default {
    /// Reads the value of `name` from `map`.
    fn collect<'de, A: MapAccess<'de>>(
        &mut self,
        reader: &mut Reader<'de>,
        name: Token<'de>,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Reads the mapping of a YAML file. What is no YAML is reported and left out.
pub(super) fn read<C: Collect>(
    source: SourceId,
    text: &str,
    rule: &'static Rule,
    findings: &mut Findings,
) -> C {
    if mend::nests_too_deep(text) {
        let message = format!("brackets nest deeper than {} levels", mend::BRACKETS);
        findings.push(
            Finding::new(rule, Span::new(source, 0, 0), Subject::whole_file(), message)
                .with_help("close the brackets"),
        );
        return C::default();
    }
    let mut text = Cow::Borrowed(text);
    let mut rounds = 0..ROUNDS;
    loop {
        let mut collected = C::default();
        let mut reader = Reader::new(source, &text, rule);
        reader.mended = matches!(text, Cow::Owned(_));
        let top = Top { reader: &mut reader, into: &mut collected };
        let Err(error) = serde_yaml::Deserializer::from_str(&text).deserialize_any(Any(top)) else {
            findings.append(&mut reader.findings);
            return collected;
        };
        let entry = reader.entry.start;
        let name = text.get(reader.entry.clone());
        let mistake = Mistake::new(&error, &text).not_before(entry).within(name);
        let left_out = rounds.next().and_then(|round| leave_out(&text, &mistake, entry, round));
        let Some((mended, mistakes)) = left_out else {
            findings.append(&mut reader.findings);
            findings.push(report(&mistake, source, &text, rule));
            return collected;
        };
        findings.extend(mistakes.iter().map(|mistake| report(mistake, source, &text, rule)));
        text = Cow::Owned(mended);
    }
}

/// The text without what is wrong, and what that is; `None` if nothing can be left out.
fn leave_out(text: &str, mistake: &Mistake, entry: usize, round: usize) -> Option<(String, Vec<Mistake>)> {
    if round == 0 {
        let (mended, mistakes) = mend::mend(text);
        if !mistakes.is_empty() {
            return Some((mended, mistakes));
        }
    }
    let mended = match mistake.kind {
        YamlKind::UnknownAnchor => mend::without_alias(text, mistake.at),
        YamlKind::SecondDocument => None,
        YamlKind::LimitExceeded if mistake.message == ENDLESS => None,
        _ => mend::without_fields(text, entry),
    };
    Some((mended?, vec![mistake.clone()]))
}

fn report(mistake: &Mistake, source: SourceId, text: &str, rule: &'static Rule) -> Finding {
    let rest = text.get(mistake.at..scan::line_end(text, mistake.at)).unwrap_or_default();
    let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = rest.get(..word).unwrap_or_default().trim_end_matches(':').len();
    // A tab is a token, too.
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let place = Span::new(source, mistake.at, mistake.at + word.max(first));
    let (subject, message) = match &mistake.entry {
        Some(entry) => {
            (Subject::entry(entry.as_str()), format!("`{entry}` is not valid YAML: {}", mistake.message))
        }
        None => (Subject::whole_file(), format!("the file is not valid YAML: {}", mistake.message)),
    };
    Finding::new(rule, place, subject, message).with_help(mistake.help())
}

struct Top<'r, 'de, C> {
    reader: &'r mut Reader<'de>,
    into: &'r mut C,
}

impl<C> Top<'_, '_, C> {
    fn no_mapping(self, what: &str) {
        let help = "write one mapping: names, and below each its indented fields";
        self.reader.invalid(&(0..0), format!("the file is {what}, not a YAML mapping"), help);
    }
}

impl<'de, C: Collect> Take<'de> for Top<'_, 'de, C> {
    type Value = ();

    fn null(self) {
        self.no_mapping("empty");
    }

    fn text<E: Error>(self, _text: Cow<'de, str>) -> Result<(), E> {
        self.no_mapping("a single text");
        Ok(())
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.no_mapping("a list");
        drain_list(list)
    }

    fn map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = self.reader.key(&mut map)? {
            self.reader.entry = name.range.clone();
            self.into.collect(self.reader, name, &mut map)?;
        }
        Ok(())
    }
}
