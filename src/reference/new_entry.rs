//! Entries that a dictionary lacks, in its order and as its other entries are written.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Definition, DefinitionId, Location, Reference, lines_of_entry, stem};
use crate::collections::{HashMap, HashSet};
use crate::dictionary::Field;
use crate::place::{SourceId, Span};
use crate::source::Sources;

/// What is known of the dictionaries, read once and only where an entry is made.
pub(crate) struct NewEntries<'a> {
    reference: &'a Reference,
    dictionaries: OnceLock<HashMap<SourceId, Dictionary>>,
}

#[derive(Default)]
struct Dictionary {
    names: HashSet<String>,
    /// By where they travel, then by name: the order that os-api-ref wants.
    ordered: BTreeMap<(usize, String), DefinitionId>,
}

/// An entry that is to be: what it is called, where it goes, and its text.
pub(crate) struct NewEntry {
    /// The name.
    pub name: String,
    /// Where it goes, an empty span.
    pub place: Span,
    /// Its lines.
    pub text: String,
}

/// What is known of a parameter without an entry.
pub(crate) struct Wanted<'w> {
    /// What it is called.
    pub name: &'w str,
    /// Where it travels.
    pub location: Location,
    /// Its type, as JSON Schema calls it.
    pub kind: &'w str,
    /// Is it always there?
    pub required: bool,
    /// Is null shown, too?
    pub nullable: bool,
}

impl<'a> NewEntries<'a> {
    /// Those of a reference.
    pub(crate) fn of(reference: &'a Reference) -> Self {
        Self { reference, dictionaries: OnceLock::new() }
    }

    /// A copy of an entry that travels otherwise; nothing where its text cannot stand twice.
    pub(crate) fn copied(&self, sources: &Sources, old: &Definition, location: Location) -> Option<NewEntry> {
        let entry = &old.entry;
        // What may be null is no part of a URL: the text speaks of another place.
        let text = entry.description.as_ref().map_or("", |field| field.value.as_str());
        if location == Location::Path && text.to_ascii_lowercase().contains("null") {
            return None;
        }
        let name = self.free_name(old.source, &[stem(&entry.name), &entry.name], location)?;
        let copy = copy(sources, old, &name, location)?;
        let (place, text) = self.placed(sources, old.source, (location, &name), |_| Some(copy))?;
        Some(NewEntry { name, place, text })
    }

    /// An entry that is to travel in `location`, with the lines that it leaves: nothing where it may stay among its
    /// neighbours, or has no other place.
    pub(crate) fn moved(
        &self,
        sources: &Sources,
        old: &Definition,
        location: Location,
    ) -> Option<(Span, NewEntry)> {
        if self.is_in_order_as(old, location) {
            return None;
        }
        let (own, left) = (sources.lines_of(old.entry.span), lines_of_entry(sources, old)?);
        let name = old.entry.name.clone();
        let copy = copy(sources, old, &name, location)?;
        let (place, text) = self.placed(sources, old.source, (location, &name), |_| Some(copy))?;
        let is_elsewhere = place.start < left.start.min(own.start) || place.start > left.end.max(own.end);
        is_elsewhere.then_some((left, NewEntry { name, place, text }))
    }

    /// Has an entry the order with its neighbours that it had, if it travels in `location`?
    fn is_in_order_as(&self, old: &Definition, location: Location) -> bool {
        let key = |at: Location, of: &Definition| (rank(at), of.entry.name.to_lowercase());
        let start = |of: &Definition| of.entry.span.start;
        let others = || {
            let others = self.reference.definitions.iter().filter(|other| other.source == old.source);
            others.filter_map(|other| Some((other.location?, other)))
        };
        let above =
            others().filter(|(_, other)| start(other) < start(old)).max_by_key(|(_, other)| start(other));
        let below =
            others().filter(|(_, other)| start(other) > start(old)).min_by_key(|(_, other)| start(other));
        let Some(was) = old.location else { return true };
        let (was, is) = (key(was, old), key(location, old));
        above.is_none_or(|(at, other)| key(at, other) <= is || key(at, other) > was)
            && below.is_none_or(|(at, other)| is <= key(at, other) || was > key(at, other))
    }

    /// An entry that says what is known, and what is to do.
    pub(crate) fn made(
        &self,
        sources: &Sources,
        dictionary: SourceId,
        wanted: &Wanted<'_>,
    ) -> Option<NewEntry> {
        let name = self.free_name(dictionary, &[wanted.name], wanted.location)?;
        let write = |neighbour: &Definition| written(sources, neighbour, &name, wanted);
        let (place, text) = self.placed(sources, dictionary, (wanted.location, &name), write)?;
        Some(NewEntry { name, place, text })
    }

    /// The first name that no entry has and YAML takes as it is, with the place at its end where the bare ones are
    /// taken.
    fn free_name(&self, dictionary: SourceId, names: &[&str], location: Location) -> Option<String> {
        let taken = &self.dictionary(dictionary)?.names;
        let with_place = names.iter().map(|name| format!("{name}_{}", location.as_str()));
        let mut all = names.iter().map(|name| (*name).to_owned()).chain(with_place);
        all.find(|name| is_plain(name) && !taken.contains(name.as_str()))
    }

    fn dictionary(&self, source: SourceId) -> Option<&Dictionary> {
        let read = || {
            let mut all: HashMap<SourceId, Dictionary> = HashMap::default();
            for (id, definition) in self.reference.definitions.entries() {
                let dictionary = all.entry(definition.source).or_default();
                let name = definition.entry.name.as_str();
                dictionary.names.insert(name.to_owned());
                if let Some(location) = definition.location {
                    dictionary.ordered.insert((rank(location), name.to_lowercase()), id);
                }
            }
            all
        };
        self.dictionaries.get_or_init(read).get(&source)
    }

    /// Where an entry goes, and its lines with the empty ones that set it apart as others are: below the one before
    /// it by place and name, or above the first of its place.
    fn placed(
        &self,
        sources: &Sources,
        source: SourceId,
        (location, name): (Location, &str),
        write: impl FnOnce(&Definition) -> Option<String>,
    ) -> Option<(Span, String)> {
        let ordered = &self.dictionary(source)?.ordered;
        let key = (rank(location), name.to_lowercase());
        let before = ordered.range(..&key).next_back().map(|((place, _), id)| (*place == key.0, *id));
        let after = ordered.range(&key..).next().map(|((place, _), id)| (*place == key.0, *id));
        let (neighbour, is_below, is_of_place) = match (before, after) {
            (Some((true, above)), _) => (above, true, true),
            (_, Some((true, below))) => (below, false, true),
            (Some((false, above)), _) => (above, true, false),
            (None, Some((false, below))) => (below, false, false),
            (None, None) => return None,
        };
        let neighbour = &self.reference.definitions[neighbour];
        let lines = sources.lines_of(neighbour.entry.span);
        let whole = sources.text(source);
        let (rest, text) = (whole.get(lines.end as usize..)?, write(neighbour)?);
        let end = if sources.slice(lines).contains("\r\n") { "\r\n" } else { "\n" };
        let upper = whole.get(..lines.start as usize)?;
        // A comment above the first of another place is about that place.
        let is_headed = upper.lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'));
        if !is_below && !is_of_place && is_headed {
            return None;
        }
        let has_gap = if rest.trim().is_empty() {
            upper.ends_with("\n\n") || upper.ends_with("\n\r\n")
        } else {
            rest.starts_with(['\n', '\r'])
        };
        let gap = if has_gap { end } else { "" };
        let text = format!("{}{end}", text.trim_end().replace("\r\n", "\n").replace('\n', end));
        if !is_below {
            return Some((Span { end: lines.start, ..lines }, format!("{text}{gap}")));
        }
        let open = if sources.slice(lines).ends_with('\n') { "" } else { end };
        Some((Span { start: lines.end, ..lines }, format!("{open}{gap}{text}")))
    }
}

/// The lines of an entry with another name and place; nothing where they cannot stand twice.
fn copy(sources: &Sources, old: &Definition, name: &str, location: Location) -> Option<String> {
    let entry = &old.entry;
    let lines = sources.lines_of(entry.span);
    let text = sources.slice(lines);
    let (field, kept) = (entry.location.as_ref()?.span, entry.required.as_ref());
    // Of an anchor, or a field that is merged in, there cannot be two.
    let holds = |span: Span| lines.start <= span.start && span.end <= lines.end;
    if text.lines().next()?.contains('&') || !holds(field) || entry.name_span.start != lines.start {
        return None;
    }
    let mut copy = text.to_owned();
    let mut edits = vec![(entry.name_span, name), (field, location.as_str())];
    if let Some(required) = kept.filter(|field| location == Location::Path && holds(field.span)) {
        edits.push((required.span, "true"));
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, written) in edits {
        let (from, to) = (span.start.checked_sub(lines.start)?, span.end.checked_sub(lines.start)?);
        copy.get(from as usize..to as usize)?;
        copy.replace_range(from as usize..to as usize, written);
    }
    Some(copy)
}

/// The place in the order of dictionaries.
fn rank(location: Location) -> usize {
    [Location::Header, Location::Path, Location::Query].iter().position(|one| *one == location).unwrap_or(3)
}

/// Can it stand in YAML without quotes, as a key and as a value?
fn is_plain(name: &str) -> bool {
    let is_word = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        .iter()
        .any(|word| name.eq_ignore_ascii_case(word));
    !is_word
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.ends_with(|letter: char| letter.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte))
}

/// The lines of an entry with the fields in the order of a neighbour, and indented as there.
fn written(sources: &Sources, neighbour: &Definition, name: &str, wanted: &Wanted<'_>) -> Option<String> {
    let entry = &neighbour.entry;
    let line = sources.lines_of(entry.location.as_ref()?.span);
    let inside = sources.slice(line);
    let indentation = inside.get(..inside.len() - inside.trim_start().len())?;
    let step = if indentation.is_empty() || line.start == entry.name_span.start { "  " } else { indentation };
    let null = if wanted.nullable { " The value may be ``null``." } else { "" };
    let description = format!("TODO: describe ``{}``.{null}", wanted.name);
    let is_flow = is_in_braces(sources, neighbour);
    let described = match is_flow {
        true => format!("description: \"{description}\""),
        false => format!("description: |\n{step}{step}{description}"),
    };
    let at = |field: &Option<Field>| field.as_ref().map(|field| field.span.start);
    let mut fields = [
        (at(&entry.description).unwrap_or_default(), described),
        (at(&entry.location)?, format!("in: {}", wanted.location.as_str())),
        (at(&entry.required).unwrap_or(u32::MAX - 1), format!("required: {}", wanted.required)),
        (at(&entry.kind).unwrap_or(u32::MAX), format!("type: {}", wanted.kind)),
    ];
    fields.sort();
    if is_flow {
        return Some(format!("{name}: {{{}}}\n", fields.map(|(_, text)| text).join(", ")));
    }
    let fields = fields.map(|(_, text)| format!("{step}{text}\n")).concat();
    Some(format!("{name}:\n{fields}"))
}

/// Is an entry a mapping in braces?
fn is_in_braces(sources: &Sources, definition: &Definition) -> bool {
    let lines = sources.lines_of(definition.entry.span);
    let after = sources.slice(Span { start: definition.entry.name_span.end, ..lines });
    after.split_once(':').is_some_and(|(_, fields)| fields.trim_start().starts_with('{'))
}
