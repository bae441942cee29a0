use std::borrow::Cow;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};

use super::any::{Any, Take, drain_list, drain_map};
use super::entry::{Entry, Field};
use super::reader::{Reader, Scalar, Token};
use super::rule::{DICTIONARY_DUPLICATE_KEY, DICTIONARY_FIELD_UNKNOWN};
use crate::finding::{Finding, Fix, Subject, SubjectKind};
use crate::place::Span;

/// How deep `items`, `properties` and merges may nest.
const DEEPEST: u8 = 32;

/// The fields of an entry that have a meaning.
const KNOWN: [&str; 11] = [
    "in",
    "type",
    "required",
    "description",
    "min_version",
    "max_version",
    "default",
    "format",
    "enum",
    "items",
    "properties",
];

/// Names that mean a known field though they are far from it.
const ALSO: [(&str, &str); 4] = [
    ("desc", "description"),
    ("property", "properties"),
    ("min_ver", "min_version"),
    ("max_ver", "max_version"),
];

const TYPE: usize = 1;
const DEFAULT: usize = 6;
const ENUM: usize = 8;
const ITEMS: usize = 9;
const PROPERTIES: usize = 10;

/// The fields of one entry by their position in [`KNOWN`], as read: merges applied, meaning not looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    known: [Option<Read>; KNOWN.len()],
}

/// A field that was given.
#[derive(Debug, Clone)]
struct Read {
    name: Span,
    value: Value,
}

/// What stands after a name.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Text(Field),
    Texts(Vec<Field>),
    Fields(Box<Fields>),
    /// The items of a list that are mappings.
    Many(Vec<Fields>),
    Members(Vec<Entry>),
    /// Something that cannot stand here.
    Other,
}

impl Fields {
    /// Reads a mapping of fields to its end.
    pub(super) fn read<'de, A: MapAccess<'de>>(
        reader: &mut Reader<'de>,
        mut map: A,
        depth: u8,
    ) -> Result<Self, A::Error> {
        let mut fields = Self::default();
        let mut unknown: Vec<(Cow<'de, str>, Span)> = Vec::new();
        let mut merged = Vec::new();
        while let Some(key) = reader.key(&mut map)? {
            if key.text == "<<" {
                merged.splice(0..0, read_merge(reader, &mut map, &key, depth)?);
            } else if let Some(index) = KNOWN.iter().position(|name| *name == key.text) {
                fields.set(reader, &mut map, &key, index, depth)?;
            } else {
                fields.set_unknown(reader, &mut map, &key)?;
                let name = reader.span(&key.range);
                if let Some((text, first)) = unknown.iter().find(|(text, _)| *text == key.text) {
                    let subject = Subject::new(SubjectKind::Field, reader.within_entry(text));
                    reader.report(duplicate("field", subject, text, name, *first));
                } else if unknown.len() < KNOWN.len() {
                    unknown.push((key.text, name));
                }
            }
        }
        merged.into_iter().for_each(|base| fields.inherit(base));
        Ok(fields)
    }

    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        reader: &mut Reader<'de>,
        map: &mut A,
        key: &Token<'de>,
        index: usize,
        depth: u8,
    ) -> Result<(), A::Error> {
        let name = reader.span(&key.range);
        let want = match index {
            ENUM => Want::Texts,
            ITEMS => Want::Fields,
            PROPERTIES => Want::Members,
            _ => Want::Text,
        };
        let value = match want {
            Want::Text => read_text(reader, map, key, index)?,
            _ => read_value(reader, map, key, want, depth)?,
        };
        let Some(slot) = self.known.get_mut(index) else { return Ok(()) };
        if let Some(first) = slot.replace(Read { name, value }) {
            let subject = Subject::new(SubjectKind::Field, reader.within_entry(&key.text));
            reader.report(duplicate("field", subject, &key.text, name, first.name));
        }
        Ok(())
    }

    fn set_unknown<'de, A: MapAccess<'de>>(
        &mut self,
        reader: &mut Reader<'de>,
        map: &mut A,
        key: &Token<'de>,
    ) -> Result<(), A::Error> {
        reader.scalar(map, key)?;
        let meant = understand(&key.text);
        let message = format!("field `{}` is unknown", key.text);
        let subject = Subject::new(SubjectKind::Field, reader.within_entry(&key.text));
        let finding = Finding::new(&DICTIONARY_FIELD_UNKNOWN, reader.span(&key.range), subject, message);
        let Some(meant) = meant else {
            let help = format!("remove it, or use one of {}", KNOWN.join(", "));
            reader.report(finding.with_help(help));
            return Ok(());
        };
        let fix = Fix::safe(format!("write `{meant}`"));
        let help = fix.title.to_string();
        reader.report(finding.with_help(help).with_fix(fix.replacing(reader.span(&key.range), meant)));
        Ok(())
    }

    /// What `items: string` says in short.
    fn of_kind(name: Span, kind: Field) -> Self {
        let mut fields = Self::default();
        if let Some(slot) = fields.known.get_mut(TYPE) {
            *slot = Some(Read { name, value: Value::Text(kind) });
        }
        fields
    }

    /// Takes from `base` what is not given here. A null is given: it takes a merged value away.
    fn inherit(&mut self, base: Self) {
        for (own, merged) in self.known.iter_mut().zip(base.known) {
            if own.is_none() {
                *own = merged;
            }
        }
    }

    /// Where the field after `items` begins.
    fn after_items(&self) -> Option<u32> {
        let items = self.known.get(ITEMS)?.as_ref()?.name.start;
        self.known.iter().flatten().map(|read| read.name.start).filter(|start| *start > items).min()
    }

    /// The entry that these fields define.
    pub(super) fn into_entry(self, name: String, name_span: Span) -> Entry {
        let next = self.after_items();
        let [location, kind, required, description, min, max, default, format, values, items, properties] =
            self.known;
        Entry {
            name,
            name_span,
            span: name_span,
            location: text(location),
            kind: text(kind),
            required: text(required),
            description: text(description),
            min_version: text(min),
            max_version: text(max),
            default: text(default),
            format: text(format),
            values: match values.map(|read| read.value) {
                Some(Value::Texts(texts)) => texts,
                Some(Value::Text(text)) => vec![text],
                _ => Vec::new(),
            },
            items: items.and_then(|items| into_items(items, next)),
            properties: match properties.map(|read| read.value) {
                Some(Value::Members(members)) => members,
                _ => Vec::new(),
            },
        }
    }
}

fn text(read: Option<Read>) -> Option<Field> {
    match read?.value {
        Value::Text(field) => Some(field),
        _ => None,
    }
}

/// The entry that `items` holds; its span ends where the `next` field begins.
fn into_items(read: Read, next: Option<u32>) -> Option<Box<Entry>> {
    let fields = match read.value {
        Value::Fields(fields) => *fields,
        Value::Many(many) => many.into_iter().next()?,
        Value::Text(kind) => Fields::of_kind(read.name, kind),
        _ => return None,
    };
    let mut entry = fields.into_entry("items".to_owned(), read.name);
    entry.span.end = next.unwrap_or(entry.span.end);
    Some(Box::new(entry))
}

/// A finding at the second of two equal keys of one mapping.
pub(super) fn duplicate(what: &str, subject: Subject, name: &str, second: Span, first: Span) -> Finding {
    Finding::new(
        &DICTIONARY_DUPLICATE_KEY,
        second,
        subject,
        format!("{what} `{name}` stands twice; the last one counts"),
    )
    .with_help("remove one of the two")
    .with_related(first, "the first one")
}

fn understand(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase().replace('-', "_");
    if let Some((_, meant)) = ALSO.iter().find(|(also, _)| *also == lower) {
        return Some(meant);
    }
    let near = |known: &&&str| {
        let allowed = match known.len() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        lower.len().abs_diff(known.len()) <= allowed && strsim::osa_distance(&lower, known) <= allowed
    };
    let mut found = KNOWN.iter().filter(near);
    let first = found.next()?;
    let closest = found.fold(first, |best, known| {
        if strsim::osa_distance(&lower, known) < strsim::osa_distance(&lower, best) { known } else { best }
    });
    Some(closest)
}

fn read_text<'de, A: MapAccess<'de>>(
    reader: &mut Reader<'de>,
    map: &mut A,
    key: &Token<'de>,
    index: usize,
) -> Result<Value, A::Error> {
    Ok(match reader.scalar(map, key)? {
        Scalar::Null => Value::Null,
        Scalar::Text(field) => Value::Text(field),
        Scalar::Collection if index == DEFAULT => reader.flow(key).map_or(Value::Other, Value::Text),
        // JSON Schema has lists of types.
        Scalar::Collection => {
            if let Some(types) = reader.list_text(key).filter(|_| index == TYPE) {
                return Ok(Value::Text(types));
            }
            let message = format!("`{}` is a list or a mapping, and should be a single value", key.text);
            reader.invalid(&key.range, message, "write a single value, in quotes if it looks like YAML");
            Value::Other
        }
    })
}

fn read_value<'de, A: MapAccess<'de>>(
    reader: &mut Reader<'de>,
    map: &mut A,
    key: &Token<'de>,
    want: Want,
    depth: u8,
) -> Result<Value, A::Error> {
    if depth >= DEEPEST {
        map.next_value::<IgnoredAny>()?;
        reader.too_deep(key, DEEPEST);
        return Ok(Value::Other);
    }
    let start = reader.value_start(key);
    let value = reader.repeat(key, |reader| {
        map.next_value_seed(Any(TakeValue { reader, want, depth: depth + 1, start }))
    })?;
    if matches!(value, Value::Other) {
        let wanted = match want {
            Want::Members => "a mapping of names to entries",
            Want::Fields => "a type or a mapping of fields",
            Want::Texts => "a list of values",
            Want::Text => "a single value",
        };
        reader.invalid(&key.range, format!("`{}` is not {wanted}", key.text), &format!("write {wanted}"));
    }
    Ok(value)
}

fn read_merge<'de, A: MapAccess<'de>>(
    reader: &mut Reader<'de>,
    map: &mut A,
    key: &Token<'de>,
    depth: u8,
) -> Result<Vec<Fields>, A::Error> {
    match read_value(reader, map, key, Want::Fields, depth)? {
        Value::Fields(fields) => Ok(vec![*fields]),
        Value::Many(many) => Ok(many),
        Value::Text(_) => {
            reader.invalid(&key.range, "`<<` merges no mapping".to_owned(), "write `<<: *anchor`");
            Ok(Vec::new())
        }
        _ => Ok(Vec::new()),
    }
}

/// What should stand after a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Text,
    Texts,
    Fields,
    Members,
}

/// Takes a value of which a certain form is wanted.
pub(super) struct TakeValue<'r, 'de> {
    pub(super) reader: &'r mut Reader<'de>,
    pub(super) want: Want,
    pub(super) depth: u8,
    /// Where the value begins.
    pub(super) start: usize,
}

impl<'de> Take<'de> for TakeValue<'_, 'de> {
    type Value = Value;

    fn null(self) -> Value {
        Value::Null
    }

    fn text<E: Error>(self, text: Cow<'de, str>) -> Result<Value, E> {
        let token = self.reader.token(text, self.start)?;
        Ok(if self.want == Want::Members { Value::Other } else { Value::Text(self.reader.field(token)) })
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        match self.want {
            Want::Texts => {
                let mut texts = Vec::new();
                while let Some(field) = self.reader.item(&mut list)? {
                    texts.push(field);
                }
                Ok(Value::Texts(texts))
            }
            Want::Fields if self.depth < DEEPEST => {
                let mut many = Vec::new();
                let (reader, depth, start) = (self.reader, self.depth + 1, self.start);
                while let Some(value) = list.next_element_seed(Any(TakeValue {
                    reader: &mut *reader,
                    want: Want::Fields,
                    depth,
                    start,
                }))? {
                    if let Value::Fields(fields) = value {
                        many.push(*fields);
                    }
                }
                Ok(Value::Many(many))
            }
            _ => drain_list(list).map(|()| Value::Other),
        }
    }

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        match self.want {
            Want::Fields if self.depth <= DEEPEST => {
                Ok(Value::Fields(Box::new(Fields::read(self.reader, map, self.depth)?)))
            }
            Want::Members => read_members(self.reader, map, self.depth).map(Value::Members),
            _ => drain_map(map).map(|()| Value::Other),
        }
    }
}

fn read_members<'de, A: MapAccess<'de>>(
    reader: &mut Reader<'de>,
    mut map: A,
    depth: u8,
) -> Result<Vec<Entry>, A::Error> {
    let mut members: Vec<Entry> = Vec::new();
    while let Some(key) = reader.key(&mut map)? {
        let name = reader.span(&key.range);
        let fields = match read_value(reader, &mut map, &key, Want::Fields, depth)? {
            Value::Fields(fields) => *fields,
            Value::Text(kind) => Fields::of_kind(name, kind),
            _ => Fields::default(),
        };
        members.push(fields.into_entry(key.text.into_owned(), name));
    }
    Ok(members)
}
