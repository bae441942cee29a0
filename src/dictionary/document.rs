use std::borrow::Cow;

use serde::Deserializer as _;
use serde::de::{Error, MapAccess, SeqAccess};

use super::any::{Any, Take, drain_list};
use super::effort::Effort;
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
    read_with(&mut Effort::on(text), source, text, rule, findings)
}

fn read_with<C: Collect>(
    effort: &mut Effort,
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
        let left_out = rounds.next().and_then(|round| leave_out(&text, &mistake, entry, round, effort));
        let left_out = left_out.filter(|(mended, _)| effort.allows(mended));
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
fn leave_out(
    text: &str,
    mistake: &Mistake,
    entry: usize,
    round: usize,
    effort: &mut Effort,
) -> Option<(String, Vec<Mistake>)> {
    if round == 0 {
        let (mended, mistakes) = mend::mend(text, effort);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::rule::DICTIONARY_INVALID;

    #[derive(Default)]
    struct Names(Vec<String>);

    impl Collect for Names {
        fn collect<'de, A: MapAccess<'de>>(
            &mut self,
            _: &mut Reader<'de>,
            name: Token<'de>,
            map: &mut A,
        ) -> Result<(), A::Error> {
            map.next_value::<serde::de::IgnoredAny>()?;
            self.0.push(name.text.into_owned());
            Ok(())
        }
    }

    /// How many bytes the reader was given for a text, and what it found.
    fn given(text: &str) -> (usize, usize) {
        let mut effort = Effort::on(text);
        let before = effort.left();
        let mut findings = Findings::new();
        let names: Names = read_with(&mut effort, SourceId(0), text, &DICTIONARY_INVALID, &mut findings);
        assert!(!findings.is_empty(), "a broken text is told");
        (before - effort.left(), names.0.len())
    }

    /// Broken texts that are most work: aliases nobody defined, each of them a reason to read the piece
    /// again, brackets in brackets, and mistakes that show one after another.
    fn broken(count: usize) -> Vec<String> {
        let aliases: String = (0..count).map(|number| format!("  f{number}: *a{number}\n")).collect();
        let entries: String = (0..count).map(|number| format!("e{number}:\n  in: *a{number}\n")).collect();
        let brackets = format!("a: {}{}{}\n", "[".repeat(500), "x, ".repeat(count), "]".repeat(499));
        vec![
            format!("a:\n{aliases}b: }}\n"),
            entries,
            brackets,
            "a:\n  in: @x\n".repeat(count),
            "k: [\n".repeat(count),
        ]
    }

    #[test]
    fn a_broken_text_is_read_again_only_so_often() {
        for count in [200, 2_000, 20_000] {
            for text in broken(count) {
                let (given, _) = given(&text);
                let most = 24 * text.len() + (1 << 16);
                assert!(given <= most, "{given} of {most}: {}", text.get(..40).unwrap_or(&text));
            }
        }
    }

    #[test]
    fn a_mistake_costs_no_other_entry() {
        let many: String = (0..5_000).map(|number| format!("e{number}:\n  in: body\n")).collect();
        assert_eq!(given(&format!("{many}last:\n  in: @x\n")).1, 5_001);
    }
}
