use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::check::{Drift, What};
use super::rules;
use crate::finding::{Finding, Related, nearest};
use crate::place::{Place, Pointer, SourceId};
use crate::reference::{Definition, Direction, Operation, Reference, Row, Types};
use crate::shape::{Node, Placed, Shapes};
use crate::source::Sources;

/// How many further places of one cause a finding lists.
const MOST_RELATED: usize = 24;

/// What makes drifts one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Cause {
    /// The entry is wrong wherever it is used.
    Entry(&'static str, usize, String),
    /// The sample is wrong at one place (items of arrays are one).
    Place(&'static str, usize, String, String),
}

/// Gathers drifts by cause and puts each cause into words.
pub(super) struct Judge<'a> {
    pub(super) reference: &'a Reference,
    pub(super) sources: &'a Sources,
    /// In how many samples each definition shows, and in how many not as declared.
    shown: BTreeMap<usize, usize>,
    misfits: BTreeMap<usize, BTreeSet<(usize, usize)>>,
    /// Keys that no table has, by sample file and object: what a missing key may have been renamed to.
    strangers: BTreeMap<(usize, String), Vec<String>>,
    /// Keys that are missing, by the same.
    absent: BTreeMap<(usize, String), Vec<String>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        reference: &'a Reference,
        shapes: &Shapes,
        sources: &'a Sources,
        drifts: &[Drift],
    ) -> Self {
        let mut judge = Self {
            reference,
            sources,
            shown: BTreeMap::new(),
            misfits: BTreeMap::new(),
            strangers: BTreeMap::new(),
            absent: BTreeMap::new(),
        };
        for body in shapes.bodies.iter().flat_map(|bodies| bodies.request.iter().chain(&bodies.response)) {
            judge.count(&body.node);
        }
        for drift in drifts {
            match &drift.what {
                What::Type { placed: Some(Placed { definition: Some(at), .. }), .. } => {
                    judge.misfits.entry(*at).or_default().insert((drift.operation, drift.sample));
                }
                What::Undocumented { key, .. } => {
                    let parent = drift.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                    judge.strangers.entry((drift.file, parent.to_owned())).or_default().push(key.clone());
                }
                What::Missing { key, .. } => {
                    judge.absent.entry((drift.file, drift.pointer.clone())).or_default().push(key.clone());
                }
                _ => {}
            }
        }
        judge
    }

    fn count(&mut self, node: &Node) {
        let definitions: BTreeSet<usize> = node.rows.iter().filter_map(|placed| placed.definition).collect();
        for at in definitions {
            *self.shown.entry(at).or_default() += node.seen.samples;
        }
        for inner in node
            .members
            .values()
            .chain(node.items.iter().map(|items| &**items))
            .chain(node.values.iter().map(|values| &**values))
        {
            self.count(inner);
        }
    }

    /// One finding for each cause, in the order of the first drift.
    pub(super) fn findings(&self, drifts: Vec<Drift>) -> Vec<Finding> {
        let mut causes: IndexMap<Cause, Vec<Drift>> = IndexMap::new();
        for drift in drifts {
            causes.entry(self.cause(&drift)).or_default().push(drift);
        }
        causes.into_iter().filter_map(|(cause, drifts)| self.finding(&cause, &drifts)).collect()
    }

    fn cause(&self, drift: &Drift) -> Cause {
        let id = rule_of(&drift.what).id;
        let place = |extra: &str| Cause::Place(id, drift.file, generalized(&drift.pointer), extra.to_owned());
        match &drift.what {
            What::Type { placed: Some(Placed { definition: Some(at), .. }), shown, .. }
                if self.is_entry_wrong(*at) =>
            {
                Cause::Entry(id, *at, shown.to_string())
            }
            What::Null { placed: Some(Placed { definition: Some(at), .. }), .. } => {
                Cause::Entry(id, *at, String::new())
            }
            What::Missing { key, placed: Some(Placed { definition: Some(at), .. }), .. }
                if self.shown.get(at).is_none_or(|shown| *shown == 0) =>
            {
                Cause::Entry(id, *at, key.clone())
            }
            What::Missing { key, .. } => place(key),
            What::OutsideVersion { key, .. } => place(key),
            _ => place(""),
        }
    }

    /// Does the entry misfit most samples that show it?
    fn is_entry_wrong(&self, definition: usize) -> bool {
        let misfits = self.misfits.get(&definition).map_or(0, BTreeSet::len);
        let shown = self.shown.get(&definition).copied().unwrap_or(0);
        misfits * 2 > shown
    }

    fn finding(&self, cause: &Cause, drifts: &[Drift]) -> Option<Finding> {
        let first = drifts.first()?;
        let mut finding = self.worded(first, matches!(cause, Cause::Entry(..)))?;
        finding.operations = self.operations(drifts);
        let mut known = BTreeSet::from([(first.file, generalized(&first.pointer))]);
        for drift in drifts.iter().skip(1) {
            if finding.related.len() >= MOST_RELATED {
                break;
            }
            if known.insert((drift.file, generalized(&drift.pointer))) {
                finding.related.extend(self.also(drift));
            }
        }
        Some(finding)
    }

    fn operations(&self, drifts: &[Drift]) -> Vec<String> {
        let numbers: BTreeSet<usize> = drifts.iter().map(|drift| drift.operation).collect();
        let mut keys: Vec<String> = Vec::new();
        for operation in numbers.iter().filter_map(|number| self.reference.operations.get(*number)) {
            let key = operation.key();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn also(&self, drift: &Drift) -> Option<Related> {
        let operation = self.reference.operations.get(drift.operation).map(Operation::key);
        Some(Related { place: self.place(drift)?, message: "the same here".to_owned(), operation })
    }

    fn place(&self, drift: &Drift) -> Option<Place> {
        let source = self.source(drift)?;
        let pointer = Pointer::from_text(&drift.pointer);
        Some(match &drift.what {
            What::Undocumented { .. } | What::OutsideVersion { .. } => Place::Key(source, pointer),
            _ => Place::Value(source, pointer),
        })
    }

    fn source(&self, drift: &Drift) -> Option<SourceId> {
        self.reference.samples.get(drift.file).map(|file| file.source)
    }

    fn worded(&self, drift: &Drift, entry_wrong: bool) -> Option<Finding> {
        let place = self.place(drift)?;
        let side = drift.direction.as_str();
        let finding = match &drift.what {
            What::Type { placed, declared, shown } => {
                self.type_finding(drift, place, placed.as_ref(), *declared, *shown, entry_wrong)
            }
            What::Null { placed, .. } => {
                let name = self.name(drift, placed.as_ref());
                let message = format!(
                    "`{name}` is null in the {side} sample, but its description does not say that it may be"
                );
                let entry = self.entry_words(placed.as_ref());
                let finding = Finding::new(&rules::SAMPLE_NULL, place, message).help(format!(
                    "say in the description{entry} when it is null (\"... or null\"), or show a value"
                ));
                self.with_rows(finding, placed.as_ref())
            }
            What::Missing { key, placed, never_shown } => {
                self.missing_finding(drift, place, key, placed.as_ref(), *never_shown)
            }
            What::Undocumented { key, wrapper, shown } => {
                self.undocumented_finding(drift, place, key, *wrapper, *shown)
            }
            What::OutsideVersion { key, placed, version, exact } => {
                let how = if *exact { "recorded at" } else { "judged at" };
                let message = format!("`{key}` exists {}, but the sample is {how} {version}", placed.window);
                let finding = Finding::new(&rules::SAMPLE_KEY_OUTSIDE_VERSION, place, message)
                    .help("remove it from the sample, or correct the versions of its entry; `apiref explain --sample FILE` shows where the version comes from");
                self.with_rows(finding, Some(placed))
            }
            What::Format { format, text, placed } => {
                let name = self.name(drift, placed.as_ref());
                let message = format!("`{name}` is nearly a {}: `{text}`", format.as_str());
                let finding = Finding::new(&rules::SAMPLE_FORMAT, place, message)
                    .help(format!("correct the value to a {}", format.as_str()));
                self.with_rows(finding, placed.as_ref())
            }
            What::Enum { placed, text, values } => {
                let name = self.name(drift, Some(placed));
                let message =
                    format!("`{name}` is `{text}` in the {side} sample, which is none of its values");
                let finding = Finding::new(&rules::SAMPLE_ENUM, place, message).help(format!(
                    "add the value to `enum`{}, or show one of {}",
                    self.entry_words(Some(placed)),
                    quoted(values)
                ));
                self.with_rows(finding, Some(placed))
            }
        };
        Some(finding)
    }

    fn type_finding(
        &self,
        drift: &Drift,
        place: Place,
        placed: Option<&Placed>,
        declared: Types,
        shown: Types,
        entry_wrong: bool,
    ) -> Finding {
        let name = self.name(drift, placed);
        let side = drift.direction.as_str();
        let message = format!(
            "`{name}` is {} in the {side} sample, but its entry says {declared}",
            with_article(shown)
        );
        let entry = self.definition(placed).map(|definition| definition.entry.name.as_str()).unwrap_or("?");
        let help = if entry_wrong {
            format!(
                "change the type of entry `{entry}` to {shown}: {}",
                if drift.direction == Direction::Request {
                    "the samples show that"
                } else {
                    "that is what the samples show"
                }
            )
        } else {
            format!(
                "show {} in the sample, or, if the service sends both, say so in entry `{entry}`",
                with_article(declared)
            )
        };
        self.with_rows(Finding::new(&rules::SAMPLE_TYPE, place, message).help(help), placed)
    }

    fn missing_finding(
        &self,
        drift: &Drift,
        place: Place,
        key: &str,
        placed: Option<&Placed>,
        never_shown: bool,
    ) -> Finding {
        let side = drift.direction.as_str();
        let message = format!("`{key}` is required, but not in the {side} sample");
        let strangers = self.strangers.get(&(drift.file, drift.pointer.clone()));
        let renamed = strangers.and_then(|keys| nearest(key, keys.iter().map(String::as_str)));
        let entry = self.entry_words(placed);
        let help = match renamed {
            Some(other) => {
                format!("the sample has `{other}`, which no table has: one of the two is misspelt")
            }
            None if never_shown => {
                format!(
                    "write `required: false`{entry} if it may be absent, remove the row if it does not belong here, or add the key to the sample"
                )
            }
            None => format!("add the key to the sample, or write `required: false`{entry}"),
        };
        self.with_rows(Finding::new(&rules::SAMPLE_KEY_MISSING, place, message).help(help), placed)
    }

    fn undocumented_finding(
        &self,
        drift: &Drift,
        place: Place,
        key: &str,
        wrapper: bool,
        shown: Types,
    ) -> Finding {
        let side = drift.direction.as_str();
        let message = if wrapper {
            format!("`{key}` holds the {side} body, but is in no table")
        } else {
            format!("`{key}` is in the {side} sample, but in no table")
        };
        let parent = drift.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let absent = self.absent.get(&(drift.file, parent.to_owned()));
        let renamed = absent.and_then(|keys| nearest(key, keys.iter().map(String::as_str)));
        let help = match (renamed, self.fitting_entry(drift, key, shown)) {
            (Some(other), _) => {
                format!("the table has `{other}`, which the sample lacks: one of the two is misspelt")
            }
            (None, Some(entry)) => {
                format!("add the row `- {key}: {entry}` to the {side} table; the entry is there")
            }
            (None, None) => format!("add a row for it to the {side} table, with an entry of type {shown}"),
        };
        let finding = Finding::new(&rules::SAMPLE_KEY_UNDOCUMENTED, place, message).help(help);
        match self.reference.operations.get(drift.operation) {
            Some(operation) => match table_span(operation, drift.direction) {
                Some(span) => finding.related(span, format!("the {side} table")),
                None => finding,
            },
            None => finding,
        }
    }

    /// An entry of the operation's dictionary that could describe the key: same name (perhaps with a suffix), in the body, of a fitting type.
    fn fitting_entry(&self, drift: &Drift, key: &str, shown: Types) -> Option<&'a str> {
        let operation = self.reference.operations.get(drift.operation)?;
        let dictionary = operation.tables.iter().find_map(|table| table.dictionary)?;
        let fits = |definition: &&Definition| {
            definition.source == dictionary
                && definition.location == Some(crate::reference::Location::Body)
                && (definition.kind.types.is_none() || definition.kind.types.has(shown))
        };
        let mut candidates = self.reference.definitions.iter().filter(fits);
        let exact = candidates.clone().find(|definition| definition.entry.name == key);
        exact
            .or_else(|| {
                candidates.find(|definition| {
                    definition
                        .entry
                        .name
                        .strip_prefix(key)
                        .is_some_and(|rest| rest.starts_with(['_', '-']) && rest.len() <= 12)
                })
            })
            .map(|definition| definition.entry.name.as_str())
    }

    fn definition(&self, placed: Option<&Placed>) -> Option<&'a Definition> {
        self.reference.definitions.get(placed?.definition?)
    }

    fn row(&self, placed: &Placed) -> Option<&'a Row> {
        self.reference.operations.get(placed.operation)?.rows.get(placed.row)
    }

    fn name(&self, drift: &Drift, placed: Option<&Placed>) -> String {
        let row = placed.and_then(|placed| self.row(placed)).map(|row| row.name.clone());
        row.unwrap_or_else(|| {
            Pointer::from_text(&drift.pointer).steps().last().unwrap_or_else(|| "body".to_owned())
        })
    }

    /// ` of entry `name` in `file``, where there is one.
    fn entry_words(&self, placed: Option<&Placed>) -> String {
        match self.definition(placed) {
            Some(definition) => format!(" of entry `{}`", definition.entry.name),
            None => String::new(),
        }
    }

    fn with_rows(&self, finding: Finding, placed: Option<&Placed>) -> Finding {
        let Some(placed) = placed else { return finding };
        let finding = match self.definition(Some(placed)) {
            Some(definition) => {
                let entry = &definition.entry;
                let span = entry
                    .kind
                    .as_ref()
                    .filter(|_| finding.rule.id == "sample-type")
                    .map_or(entry.name_span, |field| field.span);
                finding.related(
                    span,
                    format!("entry `{}` of `{}`", entry.name, self.sources.path(definition.source)),
                )
            }
            None => finding,
        };
        match self.row(placed) {
            Some(row) => finding.related(row.name_span, "the row"),
            None => finding,
        }
    }
}

fn rule_of(what: &What) -> &'static crate::finding::Rule {
    match what {
        What::Type { .. } => &rules::SAMPLE_TYPE,
        What::Null { .. } => &rules::SAMPLE_NULL,
        What::Missing { .. } => &rules::SAMPLE_KEY_MISSING,
        What::Undocumented { .. } => &rules::SAMPLE_KEY_UNDOCUMENTED,
        What::OutsideVersion { .. } => &rules::SAMPLE_KEY_OUTSIDE_VERSION,
        What::Format { .. } => &rules::SAMPLE_FORMAT,
        What::Enum { .. } => &rules::SAMPLE_ENUM,
    }
}

/// Where the table of a direction stands.
pub(super) fn table_span(operation: &Operation, direction: Direction) -> Option<crate::place::Span> {
    operation.tables.iter().find(|table| table.direction == Some(direction)).map(|table| table.span)
}

/// The pointer with every index of an array replaced: the items of a list are one place.
fn generalized(pointer: &str) -> String {
    let steps = pointer.split('/').map(|step| {
        let index = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        if index { "*" } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}

fn with_article(types: Types) -> String {
    let text = types.to_string();
    if text.starts_with(['a', 'i', 'o']) { format!("an {text}") } else { format!("a {text}") }
}

fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
