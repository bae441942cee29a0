use std::sync::Arc;

use crate::collections::IndexMap;
use crate::place::{SourceId, Span};

/// Entries by name, in source order.
pub(crate) type EntryMap = IndexMap<String, Arc<Entry>>;

/// A parameter dictionary: the entries of one `parameters.yaml`, in source order.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary {
    /// The file.
    pub source: SourceId,
    /// The entries by name. Of a name that stands twice the last one is kept, as PyYAML does.
    pub entries: EntryMap,
}

/// One definition in a dictionary, merge keys applied. An entry is kept whatever is wrong with its fields.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole entry, name to last line.
    pub span: Span,
    /// `in`: header, path, query or body, as written.
    pub location: Option<Field>,
    /// `type`, as written.
    pub kind: Option<Field>,
    /// `required`, as written.
    pub required: Option<Field>,
    /// `description`: reStructuredText.
    pub description: Option<Field>,
    /// `min_version`, as written.
    pub min_version: Option<Field>,
    /// `max_version`, as written.
    pub max_version: Option<Field>,
    /// `default`, as written.
    pub default: Option<Field>,
    /// `format`, as written.
    pub format: Option<Field>,
    /// `enum`: the values, as written.
    pub values: Vec<Field>,
    /// `items`: what a list holds; the type when it is a scalar or a mapping with a `type`.
    pub items: Option<Box<Entry>>,
    /// `properties`: the members of an object.
    pub properties: Vec<Entry>,
}

impl Entry {
    /// The field of this name, where it is a scalar.
    pub(super) fn field_mut(&mut self, name: &str) -> Option<&mut Option<Field>> {
        Some(match name {
            "in" => &mut self.location,
            "type" => &mut self.kind,
            "required" => &mut self.required,
            "description" => &mut self.description,
            "min_version" => &mut self.min_version,
            "max_version" => &mut self.max_version,
            "default" => &mut self.default,
            "format" => &mut self.format,
            _ => return None,
        })
    }

    /// Where a further sentence of the description goes, and what parts it from the text before: a blank, or
    /// in a block a line of its own. Nothing where quotes or YAML of another kind end the description.
    pub(crate) fn end_of_description(&self, text: &str) -> Option<(usize, String)> {
        let description = self.description.as_ref()?;
        let start = description.span.range().start;
        let others = [&self.location, &self.kind, &self.required, &self.min_version, &self.max_version];
        let others = others.into_iter().flatten().chain([&self.default, &self.format].into_iter().flatten());
        let after = others.map(|field| field.span.range().start).filter(|other| *other > start).min();
        // The name of the next field stands on its line.
        let end = match after {
            Some(next) => text.get(..next)?.rfind('\n').filter(|line| *line > start)?,
            None => self.span.range().end,
        };
        let written = text.get(start..end)?.trim_end();
        let line = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let before = text.get(line..start)?;
        let is_block = before.chars().all(|letter| letter == ' ');
        let is_plain = before.trim_end().ends_with(':') && !written.contains('#');
        if written.is_empty() || written.ends_with(':') {
            return None;
        }
        let stop = if written.ends_with(char::is_alphanumeric) { "." } else { "" };
        if is_block {
            // Below what is indented, or a list, a paragraph needs an empty line.
            let last = written.rsplit_once('\n').map_or("", |(_, last)| last);
            let deeper = last.len() - last.trim_start().len() > before.len();
            let is_item =
                ["- ", "* ", "+ ", "#. ", "|"].iter().any(|item| last.trim_start().starts_with(item));
            let (stop, gap) = if deeper || is_item { ("", "\n\n") } else { (stop, "\n") };
            return Some((start + written.len(), format!("{stop}{gap}{before}")));
        }
        let continued = written.rsplit_once('\n').map(|(_, last)| last.len() - last.trim_start().len());
        let part = match continued {
            Some(indent) => format!("{stop}\n{}", " ".repeat(indent)),
            None => format!("{stop} "),
        };
        is_plain.then(|| (start + written.len(), part))
    }
}

/// A scalar as written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// The text; of a block scalar the folded text.
    pub value: String,
    /// The scalar in the source; of a block scalar its first line of text.
    pub span: Span,
}

/// `- key: value` of a list in a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PairItem {
    /// Before the colon.
    pub key: Field,
    /// After it.
    pub value: Field,
}

/// An item of a list in a directive: `- 200` or `- 202: accepted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListItem {
    /// The scalar, or the key of the pair.
    pub key: Field,
    /// The value of the pair.
    pub value: Option<Field>,
}

/// A `status.yaml`.
#[derive(Debug, Clone)]
pub(crate) struct Statuses {
    /// The file.
    pub source: SourceId,
    /// The codes, in source order.
    pub codes: Vec<Status>,
}

/// One code of a `status.yaml`.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    /// The code as written.
    pub code: Field,
    /// Its texts by key; `default` is the usual one.
    pub reasons: Vec<Reason>,
}

/// A text for a status code.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    /// The key.
    pub key: Field,
    /// The text, reStructuredText.
    pub text: Field,
}
