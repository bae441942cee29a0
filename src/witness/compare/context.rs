use std::collections::BTreeSet;

use super::super::statement::Statements;
use super::coverage::Coverage;
use super::difference::Difference;
use super::specification::Specification;
use super::strength::strength;
use crate::config::{CompareOptions, Strength, Topic};
use crate::finding::{Fix, Rule, Subject};
use crate::place::Place;
use crate::reference::{Definition, Operation, OperationId, Reference, Row, Types};
use crate::shape::{Placed, Shapes};
use crate::source::Sources;
use crate::version::{Version, Window};

/// What a comparison reads, and what it found so far.
pub(super) struct Context<'a> {
    pub(super) reference: &'a Reference,
    pub(super) shapes: &'a Shapes,
    pub(super) sources: &'a Sources,
    pub(super) options: &'a CompareOptions,
    pub(super) spec: &'a Specification,
    /// Operations that another specification has.
    pub(super) elsewhere: &'a BTreeSet<OperationId>,
    pub(super) found: Vec<Difference>,
    pub(super) coverage: Coverage,
    /// What the specification says beside rows.
    pub(super) statements: Statements,
}

/// The first and the last version of a document: a window that reaches over them is open there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Era {
    floor: Version,
    ceiling: Version,
}

/// What is to be told of a difference, beside what it is about.
pub(super) struct Told {
    pub(super) headline: String,
    pub(super) text: String,
    pub(super) witness: String,
    pub(super) pointer: String,
    pub(super) help: String,
    /// The edits that do what the help says.
    pub(super) fix: Option<Fix>,
}

/// Where a row is from: the place that has to change, and what it is called.
pub(super) struct Origin {
    pub(super) cause: String,
    pub(super) subject: Subject,
    pub(super) place: Place,
    pub(super) related: Vec<(Place, String)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        (reference, shapes): (&'a Reference, &'a Shapes),
        sources: &'a Sources,
        options: &'a CompareOptions,
        spec: &'a Specification,
        elsewhere: &'a BTreeSet<OperationId>,
    ) -> Self {
        Self {
            reference,
            shapes,
            sources,
            options,
            spec,
            elsewhere,
            found: Vec::new(),
            coverage: Coverage::default(),
            statements: Statements::default(),
        }
    }

    /// How much the specification's word counts; nothing where it does not.
    pub(super) fn strength(&self, topic: Topic) -> Option<Strength> {
        Some(strength(self.options, topic)).filter(|strength| *strength != Strength::None)
    }

    pub(super) fn operation(&self, id: OperationId) -> &'a Operation {
        &self.reference.operations[id]
    }

    /// The versions of the document of an operation; nothing if it has none.
    pub(super) fn era(&self, id: OperationId) -> Option<Era> {
        let document = self.reference.document(self.operation(id))?;
        let policy = self.reference.policy(document)?;
        Some(Era { floor: policy.floor, ceiling: policy.ceiling })
    }

    /// The row that stands somewhere in a body.
    pub(super) fn row(&self, placed: &Placed) -> &'a Row {
        &self.operation(placed.operation).rows[placed.row]
    }

    /// The field of an entry that says something, the entry if it has no such field, or the row.
    pub(super) fn origin(&self, row: &'a Row, field: &str) -> Origin {
        let at_row = (Place::from(row.name_span), format!("row `{}`", row.name));
        let Some(definition) = self.reference.definition(row) else {
            return Origin {
                cause: format!("row {:?}", row.name_span),
                subject: Subject::row(&row.name),
                place: at_row.0,
                related: Vec::new(),
            };
        };
        let entry = &definition.entry;
        let place = match field {
            "type" => entry.kind.as_ref(),
            "required" => entry.required.as_ref(),
            "in" => entry.location.as_ref(),
            "min_version" => entry.min_version.as_ref(),
            "max_version" => entry.max_version.as_ref(),
            "enum" => entry.values.first(),
            _ => None,
        };
        let place = place.map_or(entry.name_span, |field| field.span);
        Origin {
            cause: format!("entry {:?}", entry.name_span),
            subject: Subject::entry(&entry.name),
            place: place.into(),
            related: vec![at_row],
        }
    }

    /// Notes a difference that an entry or row would have to mend.
    pub(super) fn differ(
        &mut self,
        rule: &'static Rule,
        origin: Origin,
        operation: OperationId,
        told: Told,
        (votes, samples, strength): (super::super::vote::Votes, String, Strength),
    ) {
        let Origin { cause, subject, place, related } = origin;
        let Told { headline, text, witness, pointer, help, fix } = told;
        let operation = Some(self.operation(operation).key());
        self.found.push(Difference {
            rule,
            cause,
            subject,
            place,
            related,
            operation,
            headline,
            text,
            witness,
            pointer,
            votes,
            samples,
            strength,
            help,
            fix,
        });
    }

    /// Does the text of an operation, or of its chapter, name the versions in which another window differs?
    pub(super) fn names_window(&self, operation: &Operation, own: Window, other: Window) -> bool {
        let Some(document) = self.reference.document(operation) else { return false };
        let chapter = document.chapters.get(operation.chapter).map(|chapter| chapter.prose.as_slice());
        let mut words = self.reference.markdown(&operation.prose, &document.scope);
        words.push_str(&self.reference.markdown(chapter.unwrap_or_default(), &document.scope));
        names(&words, own, other)
    }

    /// Does the description of a row name the versions in which another window differs?
    pub(super) fn row_names_window(&self, row: &Row, own: Window, other: Window) -> bool {
        let description = self.reference.definition(row).and_then(|one| one.entry.description.as_ref());
        description.is_some_and(|field| names(&field.value, own, other))
    }

    /// The types that a definition documents.
    pub(super) fn types(&self, row: &Row) -> Types {
        row.definition.map_or(Types::NONE, |at| self.shapes.proses.types(self.reference, at))
    }

    /// May it be null, as the text says?
    pub(super) fn takes_null(&self, row: &Row) -> bool {
        self.types(row).has(Types::NULL)
            || row.definition.is_some_and(|at| self.shapes.proses.of(self.reference, at).nullable)
    }

    /// Does the description say when, or to whom, it is not there?
    pub(super) fn is_limited(&self, row: &Row) -> bool {
        row.definition.is_some_and(|at| self.shapes.proses.limit(self.reference, at).is_some())
    }

    /// The closed list of values that an entry has.
    pub(super) fn values(&self, row: &Row) -> Vec<String> {
        let Some(at) = row.definition else { return Vec::new() };
        let Definition { entry, .. } = &self.reference.definitions[at];
        if !entry.values.is_empty() {
            return entry.values.iter().map(|field| field.value.clone()).collect();
        }
        let told = &self.shapes.proses.of(self.reference, at).values;
        let is_word = |value: &String| !value.is_empty() && !value.contains([' ', '<', '{', '*', '=']);
        if told.len() > 1 && told.iter().all(is_word) { told.clone() } else { Vec::new() }
    }
}

impl Era {
    /// The same window, open where it reaches the end of the era.
    pub(super) fn open(self, window: Window) -> Window {
        Window {
            min: window.min.filter(|min| *min > self.floor),
            max: window.max.filter(|max| *max < self.ceiling),
        }
    }
}

/// Does a text name each bound that differs? Of a last version also the one after it, from which on the thing is
/// gone.
fn names(words: &str, own: Window, other: Window) -> bool {
    let next = |version: Version| Version { minor: version.minor.saturating_add(1), ..version };
    let min = other.min.filter(|_| own.min != other.min);
    let max = other.max.filter(|_| own.max != other.max);
    let knows_min = min.is_none_or(|min| speaks_of(words, min));
    let knows_max = max.is_none_or(|max| speaks_of(words, max) || speaks_of(words, next(max)));
    (min.is_some() || max.is_some()) && knows_min && knows_max
}

/// Does a text name a version, and not only a longer number with its digits?
fn speaks_of(words: &str, version: Version) -> bool {
    let version = version.to_string();
    words.match_indices(&version).any(|(at, _)| {
        let before = words.get(..at).and_then(|text| text.chars().next_back());
        let after = words.get(at + version.len()..).and_then(|text| text.chars().next());
        let is_number = |letter: char| letter.is_ascii_digit();
        !before.is_some_and(|letter| is_number(letter) || letter == '.') && !after.is_some_and(is_number)
    })
}

/// `string`, `array of object`, `anything`.
pub(super) fn shown(types: Types) -> String {
    if types.is_none() { "anything".to_owned() } else { types.to_string() }
}

/// Is every one of these types allowed? A number and an integer are not told apart.
pub(super) fn fits(types: Types, allowed: Types) -> bool {
    let numbers = if allowed.meets(Types::NUMBER) { Types::NUMBER } else { Types::NONE };
    types.without(Types::NULL).without(allowed).without(numbers).is_none()
}

/// A list as people write it.
pub(super) fn listed(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    const MOST: usize = 12;
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.get(..MOST) {
        Some(first) if names.len() > MOST => format!("{} and {} more", first.join(", "), names.len() - MOST),
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_the_version_after_the_last_one() {
        let until = |minor| Window { min: None, max: Some(Version { major: 2, minor }) };
        let words = "Deprecated; these fail with 404 from microversion 2.36 on. See 12.30 and 2.301.";
        assert!(names(words, Window::ALL, until(35)) && names(words, Window::ALL, until(36)));
        assert!(!names(words, Window::ALL, until(30)) && !names(words, until(35), until(35)));
    }
}
