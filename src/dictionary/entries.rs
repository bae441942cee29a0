use std::sync::Arc;

use serde::de::MapAccess;

use super::any::Any;
use super::document::{self, Collect};
use super::entry::{Dictionary, Entry, EntryMap, Field};
use super::fields::{Fields, TakeValue, Value, Want, duplicate};
use super::reader::{Reader, Token};
use super::rule::{DICTIONARY_INVALID, DICTIONARY_ORDER};
use super::scan;
use crate::finding::{Finding, Findings, Subject};
use crate::place::{SourceId, Span};

/// The groups that os-api-ref wants a dictionary to have, in this order.
const GROUPS: [&str; 4] = ["header", "path", "query", "body"];

impl Dictionary {
    /// Reads a dictionary. What is wrong in an entry costs no other entry.
    pub(crate) fn read(source: SourceId, text: &str, findings: &mut Findings) -> Self {
        let Entries { mut entries, starts } = document::read(source, text, &DICTIONARY_INVALID, findings);
        close(&mut entries, starts, text);
        check_order(&entries, findings);
        Self { source, entries }
    }
}

#[derive(Default)]
struct Entries {
    entries: EntryMap,
    /// Where each name stands, also one that another replaced.
    starts: Vec<usize>,
}

impl Collect for Entries {
    fn collect<'de, A: MapAccess<'de>>(
        &mut self,
        reader: &mut Reader<'de>,
        name: Token<'de>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let name_span = reader.span(&name.range);
        let start = reader.value_start(&name);
        let value = reader.repeat(&name, |reader| {
            map.next_value_seed(Any(TakeValue { reader, want: Want::Fields, depth: 0, start }))
        })?;
        let fields = match value {
            Value::Fields(fields) => *fields,
            Value::Null if reader.mended => Fields::default(),
            Value::Text(field) if self.takes_field(&name.text, &field) => {
                let before = self.entries.keys().next_back().map_or("", String::as_str);
                let message = format!(
                    "`{}` stands at the start of the line, where entries begin: it is read as a field of `{before}`",
                    name.text
                );
                reader.invalid(&name.range, message, "indent it like the other fields");
                return Ok(());
            }
            value => {
                let what =
                    if matches!(value, Value::Null) { "has no fields" } else { "is no mapping of fields" };
                let message = format!("entry `{}` {what}", name.text);
                reader.invalid(&name.range, message, "indent its fields below the name");
                Fields::default()
            }
        };
        let entry = fields.into_entry(name.text.into_owned(), name_span);
        if let Some(first) = self.entries.get(&entry.name) {
            reader.report(duplicate(
                "entry",
                Subject::entry(&entry.name),
                &entry.name,
                name_span,
                first.name_span,
            ));
        }
        self.starts.push(name_span.range().start);
        self.entries.insert(entry.name.clone(), Arc::new(entry));
        Ok(())
    }
}

impl Entries {
    /// Is the name that of a field that the entry before lacks? Then it is the entry's, though nothing indents
    /// it.
    fn takes_field(&mut self, name: &str, field: &Field) -> bool {
        let entry = self.entries.values_mut().next_back().and_then(Arc::get_mut);
        let slot = entry.and_then(|entry| entry.field_mut(name)).filter(|slot| slot.is_none());
        slot.map(|slot| *slot = Some(field.clone())).is_some()
    }
}

/// Gives each entry its end: the last line of text before the next name.
fn close(entries: &mut EntryMap, mut starts: Vec<usize>, text: &str) {
    starts.sort_unstable();
    // Nobody else has them yet.
    for entry in entries.values_mut().filter_map(Arc::get_mut) {
        let after = starts.partition_point(|start| *start <= entry.name_span.range().start);
        let limit = starts.get(after).copied().unwrap_or(text.len());
        close_entry(entry, limit, text);
    }
}

fn close_entry(entry: &mut Entry, limit: usize, text: &str) {
    let start = entry.name_span.range().start;
    let end = text_end(text, entry.name_span.range().end, limit);
    entry.span = Span::new(entry.name_span.source, start, end);
    let mut limit = end;
    for member in entry.properties.iter_mut().rev() {
        close_entry(member, limit, text);
        limit = member.name_span.range().start;
    }
    if let Some(items) = &mut entry.items {
        let known = items.span.range().end;
        close_entry(items, if known > items.name_span.range().end { known } else { end }, text);
    }
}

/// The end of the text between `from` and `limit` that belongs to an entry whose name ends at `from`:
/// comments that are not indented below the name belong to the next entry.
fn text_end(text: &str, from: usize, limit: usize) -> usize {
    let column = from - scan::line_start(text, from);
    let line = scan::line_start(text, limit);
    let mut end = if limit < text.len() && line > from { line } else { limit };
    loop {
        let part = text.get(from..end).unwrap_or_default().trim_end_matches([' ', '\t', '\r', '\n', ',']);
        end = from + part.len();
        let line = scan::line_start(text, end);
        let comment = text.get(line..end).unwrap_or_default();
        let indentation = comment.len() - comment.trim_start().len();
        if line <= from || !comment.trim_start().starts_with('#') || indentation >= column {
            return end;
        }
        end = line;
    }
}

/// Reports each entry that os-api-ref wants before the one above it.
fn check_order(entries: &EntryMap, findings: &mut Findings) {
    let mut last: Option<(usize, &Entry)> = None;
    for entry in entries.values() {
        let location = entry.location.as_ref().map(|field| field.value.as_str());
        let Some(group) = GROUPS.iter().position(|group| Some(*group) == location) else { continue };
        if let Some((last_group, last)) = last {
            let message = if group < last_group {
                let (this, other) = (location.unwrap_or_default(), GROUPS.get(last_group).unwrap_or(&""));
                Some(format!("{this} entry `{}` stands after {other} entry `{}`", entry.name, last.name))
            } else if group == last_group && lower(&entry.name).lt(lower(&last.name)) {
                Some(format!("entry `{}` stands after `{}`", entry.name, last.name))
            } else {
                None
            };
            if let Some(message) = message {
                findings.push(
                    Finding::new(&DICTIONARY_ORDER, entry.name_span, Subject::entry(&entry.name), message)
                        .with_help(format!("move `{}` up to its place: by `in`, then by name", entry.name))
                        .with_related(last.name_span, format!("`{}`", last.name)),
                );
            }
        }
        last = Some((group, entry));
    }
}

fn lower(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dictionary::Field;

    fn read(text: &str) -> (Dictionary, Vec<(&'static str, String)>) {
        let mut findings = Vec::new();
        let dictionary = Dictionary::read(SourceId(0), text, &mut findings);
        let found = findings.iter().map(|finding| {
            (finding.rule().id, crate::json::Places::read(text).span(finding.place()).slice(text).to_owned())
        });
        (dictionary, found.collect())
    }

    fn value(field: &Option<Field>) -> Option<&str> {
        field.as_ref().map(|field| field.value.as_str())
    }

    #[test]
    fn scalars_stay_text_and_know_their_place() {
        let text =
            "v:\n  in: query\n  required: True\n  min_version: 2.10\n  max_version: '2.20'\n  default: on\n";
        let (dictionary, found) = read(text);
        let entry = &dictionary.entries["v"];
        assert_eq!(value(&entry.required), Some("True"));
        assert_eq!(value(&entry.min_version), Some("2.10"));
        assert_eq!(value(&entry.default), Some("on"));
        let max = entry.max_version.as_ref().unwrap();
        assert_eq!((max.value.as_str(), max.span.slice(text)), ("2.20", "2.20"));
        assert_eq!(entry.span.slice(text), text.trim_end());
        assert!(found.is_empty());
    }

    #[test]
    fn a_block_is_placed_at_its_first_line() {
        let text =
            "v:\n  description: |\n\n    First line,\n    second.\n  in: body\n# next\nw:\n  in: body\n";
        let (dictionary, _) = read(text);
        let entry = &dictionary.entries["v"];
        let description = entry.description.as_ref().unwrap();
        assert_eq!(description.value, "\nFirst line,\nsecond.\n");
        assert_eq!(description.span.slice(text), "First line,");
        assert!(entry.span.slice(text).ends_with("in: body"));
    }

    #[test]
    fn merges_keep_texts_and_own_fields_win() {
        let text = "a: &a\n  in: body\n  min_version: 2.10\n  type: string\nb: &b\n  in: body\n  type: \
                    integer\n  format: x\nc:\n  type: array\n  <<: [*a, *b]\n  min_version: null\nd:\n  <<: \
                    *a\n";
        let (dictionary, found) = read(text);
        let c = &dictionary.entries["c"];
        assert_eq!((value(&c.location), value(&c.kind)), (Some("body"), Some("array")));
        assert_eq!((value(&c.min_version), value(&c.format)), (None, Some("x")));
        let d = &dictionary.entries["d"];
        assert_eq!(value(&d.min_version), Some("2.10"));
        assert_eq!(d.min_version.as_ref().unwrap().span.range().start, text.find("2.10").unwrap());
        assert!(found.is_empty());
    }

    #[test]
    fn what_stands_twice_is_reported_and_the_last_one_counts() {
        let (dictionary, found) = read("a:\n  in: body\n  in: query\na:\n  in: path\n");
        assert_eq!(value(&dictionary.entries["a"].location), Some("path"));
        let rule = "dictionary-duplicate-key";
        assert_eq!(found, [(rule, "in".to_owned()), (rule, "a".to_owned())]);
    }

    #[test]
    fn misspelt_fields_are_told_and_not_used() {
        let text = "a:\n  descripition: x\n  requried: true\n  Type: string\n  colour: red\n";
        let (dictionary, found) = read(text);
        let entry = &dictionary.entries["a"];
        assert!(entry.required.is_none() && entry.kind.is_none());
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn items_and_properties_are_entries() {
        let text = "a:\n  in: body\n  type: array\n  items:\n    type: object\n    properties:\n      b: \
                    {type: string}\nc:\n  in: body\n  items: string\n  enum: [on, 1.10, 'x']\n";
        let (dictionary, found) = read(text);
        let items = dictionary.entries["a"].items.as_ref().unwrap();
        assert_eq!((value(&items.kind), items.properties[0].name.as_str()), (Some("object"), "b"));
        assert_eq!(items.properties[0].name_span.slice(text), "b");
        let c = &dictionary.entries["c"];
        assert_eq!(value(&c.items.as_ref().unwrap().kind), Some("string"));
        let values: Vec<_> = c.values.iter().map(|field| field.span.slice(text)).collect();
        assert_eq!(values, ["on", "1.10", "x"]);
        assert!(found.is_empty());
    }

    #[test]
    fn a_wrong_value_costs_one_field_and_a_broken_line_too() {
        let text = "a:\n  in: [x]\n  type: string\nb:\n  description: The name: a text\n  in: body\n  type: string\n";
        let (dictionary, found) = read(text);
        assert_eq!(value(&dictionary.entries["a"].kind), Some("string"));
        assert_eq!(value(&dictionary.entries["b"].location), Some("body"));
        let rule = "dictionary-invalid";
        assert_eq!(found, [(rule, ":".to_owned()), (rule, "in".to_owned())]);
    }

    #[test]
    fn lists_of_types_are_read() {
        let text = "a:\n  type: [string, \"null\"]\n  in: body\nb:\n  in: body\n  type:\n    - object\n    - 'array'\n";
        let (dictionary, found) = read(text);
        let kind = |name: &str| value(&dictionary.entries[name].kind);
        assert_eq!((kind("a"), kind("b")), (Some("string or null"), Some("object or array")));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn an_anchor_that_is_missing_is_reported_once() {
        let uses: String = (0..40).map(|n| format!("a{n:02}:\n  <<: *gone\n  in: body\n")).collect();
        let (dictionary, found) = read(&uses);
        assert_eq!(dictionary.entries.len(), 40);
        assert_eq!(value(&dictionary.entries["a39"].location), Some("body"));
        assert_eq!(found, [("dictionary-invalid", "*gone".to_owned())]);
    }

    #[test]
    fn order_is_by_group_then_by_lower_case_name() {
        let entry = |name: &str, location: &str| format!("{name}:\n  in: {location}\n");
        let good = entry("z", "header") + &entry("a", "path") + &entry("B", "path") + &entry("c_d", "path");
        assert!(read(&good).1.is_empty());
        let bad = entry("b", "body") + &entry("a", "body") + &entry("x", "path") + &entry("y", "nowhere");
        let rule = "dictionary-order";
        assert_eq!(read(&bad).1, [(rule, "a".to_owned()), (rule, "x".to_owned())]);
    }

    #[test]
    fn what_is_no_mapping_is_reported() {
        for text in
            ["", "# nothing\n", "- a\n", "text", "a:\n", "a: text\n", "a:\n  in: body\n---\nb:\n  in: body\n"]
        {
            assert_eq!(read(text).1.len(), 1, "{text:?}");
        }
    }

    #[test]
    fn flow_entries_and_rewritten_keys_know_their_place() {
        let text =
            "{'a': {in: body, default: [1, 2]}, \"b\\tc\": {in: body, default: null, type: !!null ''}}\n";
        let (dictionary, found) = read(text);
        let default = dictionary.entries["a"].default.as_ref().unwrap();
        assert_eq!((default.value.as_str(), default.span.slice(text)), ("[1, 2]", "[1, 2]"));
        assert_eq!(dictionary.entries["b\tc"].name_span.slice(text), "b\\tc");
        assert_eq!(value(&dictionary.entries["b\tc"].default), None);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_an_alias_repeats_is_reported_once() {
        let text = "a: &a\n  in: body\n  colour: red\nb:\n  <<: *a\nc: *a\nd:\n  items: *a\n";
        assert_eq!(read(text).1.iter().filter(|(_, place)| place == "colour").count(), 1);
    }

    #[test]
    fn an_alias_inside_of_what_it_repeats_is_reported() {
        let (dictionary, found) = read("a: &a\n  <<: *a\n  in: body\n");
        assert_eq!(value(&dictionary.entries["a"].location), Some("body"));
        assert_eq!(found, [("dictionary-invalid", "<<".to_owned())]);
    }

    #[test]
    fn brackets_without_end_are_refused() {
        for open in ["[", "{a: ", "[\n"] {
            let (_, found) = read(&format!("a:\n  in: {}\n", open.repeat(100_000)));
            assert_eq!(found.len(), 1);
        }
    }

    #[test]
    fn endless_aliases_end() {
        let mut text = "a0: &a0\n  properties: {x: {in: body}, y: {in: body}}\n".to_owned();
        for n in 1..40 {
            let before = n - 1;
            text += &format!("a{n}: &a{n}\n  properties: {{x: *a{before}, y: *a{before}, z: *a{before}}}\n");
        }
        text += "b: &b\n  <<: *b\n  properties: *b\n";
        let (dictionary, found) = read(&text);
        assert!(dictionary.entries.len() > 1 && !found.is_empty());
    }

    const LINES: [&str; 24] = [
        "a:",
        "b: &b",
        "'c':",
        "  in: body",
        "  in: [x",
        "  <<: *b",
        "  <<: [*b, *c]",
        "  enum: [1.10, on]",
        "    x: é",
        "  description: |",
        "  description: \"é \\n",
        "  items: {type: [a]}",
        "\ttype: x",
        "---",
        "? [a]",
        "- é",
        "  *b : *b",
        "\"\\x61\":",
        "  properties:",
        "  default: {",
        "  required: 'it''s'",
        "",
        "# é",
        "  type: !x &b y",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_text_is_read(text in prop_oneof![
            "\\PC{0,80}",
            "[a-c:{}\\[\\], \n&*'\"|>#!-]{0,60}",
            prop::collection::vec(prop::sample::select(&LINES[..]), 0..14).prop_map(|lines| lines.join("\n")),
        ]) {
            let mut findings = Vec::new();
            let dictionary = Dictionary::read(SourceId(0), &text, &mut findings);
            for entry in dictionary.entries.values() {
                prop_assert!(text.get(entry.span.range()).is_some());
                prop_assert!(text.get(entry.name_span.range()).is_some());
                let fields = [&entry.location, &entry.kind, &entry.description, &entry.default];
                for field in fields.into_iter().flatten().chain(&entry.values) {
                    prop_assert!(text.get(field.span.range()).is_some());
                }
            }
            for finding in &findings {
                prop_assert!(text.get(crate::json::Places::read(&text).span(finding.place()).range()).is_some());
            }
        }
    }
}
