//! The forms of a body: alternatives that an operation describes in tables of their own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::evidence;
use crate::reference::{Direction, Location, Operation, Reference, Row, Sample, SampleId, Table};
use crate::version::Window;

/// Words of labels and titles that tell forms of a body apart.
const FORMS: [&str; 14] = [
    "alternative",
    "case",
    "default",
    "either",
    "form",
    "format",
    "given",
    "if",
    "instead",
    "variant",
    "when",
    "whenever",
    "with",
    "without",
];

/// Words that say nothing of a form.
const IDLE: [&str; 11] = [
    "body",
    "example",
    "examples",
    "form",
    "format",
    "json",
    "parameters",
    "request",
    "response",
    "the",
    "when",
];

/// How deep keys of samples are looked at.
const DEEPEST: usize = 4;

/// One of the alternatives, or the whole body where there are none.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// What tells it from the others: the line above its table, or the title of its section.
    pub(super) label: Option<String>,
    /// The versions that have it.
    pub(super) window: Window,
    /// Its tables; all of them where there are no alternatives.
    tables: Option<BTreeSet<usize>>,
    /// The samples of it.
    pub(super) samples: Vec<SampleId>,
}

impl Form {
    /// Does one of its tables hold the row?
    pub(super) fn holds(&self, row: &Row) -> bool {
        self.tables.as_ref().is_none_or(|tables| tables.contains(&row.table))
    }
}

/// The forms of what an operation sends or answers, in the order of their tables.
pub(super) fn forms(reference: &Reference, operation: &Operation, direction: Direction) -> Vec<Form> {
    let read = |sample: &Sample| reference.sample_file(sample).is_some_and(|file| file.value.is_some());
    let samples = operation.samples.entries();
    let samples = samples
        .filter(|(_, sample)| sample.direction == Some(direction) && read(sample) && !sample.is_misplaced);
    let samples: Vec<SampleId> = samples.map(|(id, _)| id).collect();
    let tables = Tables::new(operation, direction);
    let values = |id: &SampleId| reference.sample_file(&operation.samples[*id])?.value.as_ref();
    let is_apart = |forms: &Vec<Form>| {
        tables.repeat() || !samples.iter().filter_map(values).any(|value| tables.mixes(forms, value))
    };
    let alternatives = tables.by_version().or_else(|| tables.by_name().filter(is_apart));
    let Some(mut forms) = alternatives else { return vec![Form { samples, ..Form::default() }] };
    let beside: BTreeSet<Option<usize>> =
        samples.iter().map(|id| tables.nearest_before(&operation.samples[*id])).collect();
    for id in samples {
        let is_apart = beside.len() > 1;
        let found =
            values(&id).and_then(|value| tables.form_of(&forms, &operation.samples[id], value, is_apart));
        if let Some(form) = found.and_then(|at| forms.get_mut(at)) {
            form.samples.push(id);
        }
    }
    forms
}

/// The tables of one direction that have rows of the body.
struct Tables<'a> {
    operation: &'a Operation,
    direction: Direction,
    with_rows: Vec<usize>,
}

impl<'a> Tables<'a> {
    fn new(operation: &'a Operation, direction: Direction) -> Self {
        let rows = operation.rows_of(direction).filter(|row| row.location == Location::Body);
        let with_rows: BTreeSet<usize> = rows.map(|row| row.table).collect();
        Self { operation, direction, with_rows: with_rows.into_iter().collect() }
    }

    /// The tables with their numbers.
    fn all(&self) -> impl Iterator<Item = (usize, &'a Table)> {
        self.with_rows.iter().filter_map(|at| Some((*at, self.operation.tables.get(*at)?)))
    }

    /// Sections about versions that never meet; what stands in none of them belongs to each.
    fn by_version(&self) -> Option<Vec<Form>> {
        let mut windows: Vec<Window> = Vec::new();
        for (_, table) in self.all().filter(|(_, table)| !table.window.is_all()) {
            if !windows.contains(&table.window) {
                windows.push(table.window);
            }
        }
        let meets =
            |at: usize, window: &Window| windows.iter().skip(at + 1).any(|other| other.overlaps(*window));
        if windows.len() < 2 || windows.iter().enumerate().any(|(at, window)| meets(at, window)) {
            return None;
        }
        let form = |window: Window| {
            let is_of_it = |table: &Table| table.window.is_all() || table.window == window;
            let tables = self.all().filter(|(_, table)| is_of_it(table)).map(|(at, _)| at);
            let label = self.all().find(|(_, table)| table.window == window);
            Form {
                label: label.and_then(|(_, table)| table.section.first().cloned()),
                window,
                tables: Some(tables.collect()),
                samples: Vec::new(),
            }
        };
        Some(windows.into_iter().map(form).collect())
    }

    /// Tables whose labels or titles say which form they describe. Where the first says nothing, it is about
    /// the usual form if another lists its first row again: in one body no key stands twice.
    fn by_name(&self) -> Option<Vec<Form>> {
        let mut forms: Vec<Form> = Vec::new();
        for (at, table) in self.all() {
            let name = match form(table) {
                Some(name) => Some(name),
                None if forms.is_empty() && self.repeat() => None,
                None => return None,
            };
            match forms.iter_mut().find(|known| known.label.as_deref() == name) {
                Some(known) => {
                    known.tables.get_or_insert_default().insert(at);
                }
                None => forms.push(Form {
                    label: name.map(str::to_owned),
                    tables: Some(BTreeSet::from([at])),
                    ..Form::default()
                }),
            }
        }
        (forms.len() > 1).then_some(forms)
    }

    /// Do all tables begin with the same row? Then they are no parts of one body, in which no key stands twice.
    fn repeat(&self) -> bool {
        let rows = self.operation.rows_of(self.direction).filter(|row| row.location == Location::Body);
        let mut first: BTreeMap<usize, &str> = BTreeMap::new();
        for row in rows {
            first.entry(row.table).or_insert(&row.name);
        }
        let mut names = first.values();
        let one = names.next();
        first.len() > 1 && names.all(|name| Some(name) == one)
    }

    /// Does a sample show keys of several forms that no other form has? Then they are parts of one body.
    fn mixes(&self, forms: &[Form], value: &Value) -> bool {
        let mut keys = BTreeSet::new();
        outer_keys(value, DEEPEST, &mut keys);
        let has = |form: &Form, key: &str| self.rows_of(form).any(|row| row.name == key);
        let own = |form: &Form| {
            let mut own = keys.iter().filter(|key| has(form, key));
            own.any(|key| forms.iter().filter(|other| has(other, key)).count() == 1)
        };
        forms.iter().filter(|form| own(form)).count() > 1
    }

    fn rows_of<'f>(&'f self, form: &'f Form) -> impl Iterator<Item = &'a Row> + 'f {
        self.operation.rows_of(self.direction).filter(|row| form.holds(row))
    }

    /// The form that a sample is of: by the versions that both state, the words around both, the section if
    /// samples stand beside several tables (`is_apart`), and the keys that it shows.
    fn form_of(&self, forms: &[Form], sample: &Sample, value: &Value, is_apart: bool) -> Option<usize> {
        let stated = evidence::stated(self.operation, sample);
        let words = words(&around(sample));
        let mut keys = BTreeSet::new();
        outer_keys(value, DEEPEST, &mut keys);
        let rank = |(at, form): &(usize, &Form)| {
            let versions = form.window.is_all() || stated.is_none_or(|stated| form.window.overlaps(stated));
            let common = words_of(form).intersection(&words).count();
            let named: BTreeSet<&str> = self.rows_of(form).map(|row| row.name.as_str()).collect();
            let (shown, absent) =
                (keys.iter().filter(|key| named.contains(**key)).count(), named.difference(&keys).count());
            let is_beside = is_apart && self.is_beside(form, sample);
            (versions, common, is_beside, shown, Reverse(absent), Reverse(*at))
        };
        forms.iter().enumerate().max_by_key(rank).map(|(at, _)| at)
    }

    /// Does the sample stand in the section of the form, or is its table the last one before it?
    fn is_beside(&self, form: &Form, sample: &Sample) -> bool {
        let nearest = self.nearest_before(sample).and_then(|at| Some((at, self.operation.tables.get(at)?)));
        nearest.is_some_and(|(at, table)| {
            let is_only_here = form.tables.as_ref().is_none_or(|tables| tables.len() != self.with_rows.len());
            form.tables.as_ref().is_some_and(|tables| tables.contains(&at))
                && is_only_here
                && (table.section == sample.section || table.section.len() <= 1)
        })
    }
}

impl Tables<'_> {
    /// The last table before a sample.
    fn nearest_before(&self, sample: &Sample) -> Option<usize> {
        let before = self.all().filter(|(_, table)| {
            table.span.source == sample.span.source && table.span.start < sample.span.start
        });
        before.max_by_key(|(_, table)| table.span.start).map(|(at, _)| at)
    }
}

/// What tells the form that a table describes: its label, else the title of its section.
pub(super) fn form(table: &Table) -> Option<&str> {
    let says_form = |text: &&str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| FORMS.iter().any(|form| word.eq_ignore_ascii_case(form)))
    };
    let title = table.section.first().map(String::as_str);
    table.label.as_deref().filter(says_form).or_else(|| title.filter(says_form))
}

/// The text around a sample: its name, the titles of its sections, its file.
fn around(sample: &Sample) -> String {
    let titles = sample.section.iter().map(String::as_str);
    let texts = sample.bold.as_deref().into_iter().chain(titles).chain([sample.path.as_str()]);
    texts.collect::<Vec<_>>().join(" ")
}

fn words_of(form: &Form) -> BTreeSet<String> {
    words(form.label.as_deref().unwrap_or_default())
}

/// The words of a text that may tell a form.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.len() > 1 && !IDLE.contains(&word.as_str())).collect()
}

/// The keys of the outer levels of a sample.
fn outer_keys<'v>(value: &'v Value, depth: usize, keys: &mut BTreeSet<&'v str>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                keys.insert(key);
                outer_keys(member, depth, keys);
            }
        }
        Value::Array(items) => items.iter().take(1).for_each(|item| outer_keys(item, depth, keys)),
        _ => {}
    }
}
