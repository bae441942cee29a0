//! From counted causes to findings at the places of the documentation.

use std::collections::BTreeMap;

use super::rules::{CODE, HEADER, KEY, MISSING, NULL, OPERATION, OUTSIDE, QUERY, REFUSED, TYPE};
use super::tally::{Calls, Cause, Evidence, Exhibit, Tally};
use crate::contract::DeviationKind;
use crate::finding::{Finding, Findings, Related, Rule, Severity, Subject, SubjectKind};
use crate::place::{Place, Span};
use crate::reference::{DefinitionId, Direction, Operation, OperationId, Reference, Row, RowId, Types};

/// What findings are made from.
pub(super) struct Teller<'a> {
    pub(super) reference: &'a Reference,
    pub(super) tally: &'a Tally,
    /// The names of the recordings.
    pub(super) names: &'a [String],
}

/// What makes causes one finding: the entry that is wrong wherever it is used, else each stands alone.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group<'a> {
    Entry(DefinitionId, DeviationKind),
    Alone(&'a Cause),
}

/// How many bodies of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    count: u64,
    of: u64,
}

impl Share {
    fn told(self, what: &str) -> String {
        if self.count == self.of && self.of > 1 {
            format!("in all {} {what}s", self.of)
        } else {
            format!("in {} of {} {what}s", self.count, self.of)
        }
    }
}

impl Teller<'_> {
    /// All findings, in the order of the operations.
    pub(super) fn findings(&self) -> Findings {
        let mut groups: BTreeMap<Group<'_>, Vec<(&Cause, &Evidence)>> = BTreeMap::new();
        for (cause, evidence) in &self.tally.causes {
            groups.entry(group(cause)).or_default().push((cause, evidence));
        }
        groups.into_values().filter_map(|causes| self.finding(&causes)).collect()
    }

    fn finding(&self, causes: &[(&Cause, &Evidence)]) -> Option<Finding> {
        let (cause, evidence) = causes.first()?;
        let first = causes.iter().map(|(_, evidence)| evidence.first).min()?;
        let finding = match cause {
            Cause::Operation { method, path, action, near } => {
                self.operation(method, path, (action.as_deref(), *near), evidence.count)
            }
            Cause::Code(operation, code) => self.code(*operation, *code, evidence.count),
            Cause::Query(operation, name) => {
                let subject = Subject::new(SubjectKind::Row, name.as_str());
                let of = self.calls(*operation).successes;
                let share = Share { count: evidence.count, of }.told("request");
                let headline = format!("the query parameter `{name}` is not documented: {share}");
                self.absent(&QUERY, (*operation, Direction::Request), subject, headline)
                    .with_help(format!("add a row for it; {}", self.shown(first)))
            }
            Cause::Header(operation, direction, name) => {
                let subject = Subject::new(SubjectKind::Row, name.as_str());
                let of = self.calls(*operation).successes;
                let share = Share { count: evidence.count, of }.told(noun(*direction));
                let headline = format!("the header `{name}` is not documented: {share}");
                self.absent(&HEADER, (*operation, *direction), subject, headline)
                    .with_help(format!("add a row for it; {}", self.shown(first)))
            }
            Cause::Refused { operation, direction, pointer, keyword } => {
                let calls = self.calls(*operation);
                let of = if *direction == Direction::Request { calls.requests } else { calls.answers };
                let share = Share { count: evidence.count, of }.told(noun(*direction));
                let name = spoken(pointer);
                let headline = format!("the published document refuses {name} by its `{keyword}`: {share}");
                let subject = Subject::key(pointer.trim_start_matches('/'));
                let advice = "mend its entry: the document is made of it";
                self.absent(&REFUSED, (*operation, *direction), subject, headline)
                    .with_help(format!("{advice}; {}", self.shown(first)))
            }
            Cause::Body { .. } => return self.body(causes, first),
        };
        let has_help = finding.help().is_some();
        Some(if has_help { finding } else { finding.with_help(self.document_it(cause, first)) })
    }

    fn document_it(&self, cause: &Cause, first: Exhibit) -> String {
        let what = match cause {
            Cause::Code(..) => "add the code",
            _ => "document it",
        };
        format!("{what}; {}", self.shown(first))
    }

    fn operation(
        &self,
        method: &str,
        path: &str,
        (action, near): (Option<&str>, Option<OperationId>),
        count: u64,
    ) -> Finding {
        let name = match action {
            Some(action) => format!("{method} {path} ({action})"),
            None => format!("{method} {path}"),
        };
        let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
        let headline = format!("`{name}` is not documented, and was answered with success {times}");
        let near = near.map(|near| &self.reference.operations[near]);
        let root = self.reference.documents.first().map(|document| Place::source_file(document.root));
        let place = near.map(|near| Place::from(near.url_span)).or(root);
        let place = place.unwrap_or_else(|| Place::source_file(crate::place::SourceId(0)));
        Finding::new(&OPERATION, place, Subject::url(name), headline)
            .with_operations(near.filter(|_| action.is_some()).map(Operation::key).into_iter().collect())
    }

    fn code(&self, number: OperationId, code: u16, count: u64) -> Finding {
        let operation = &self.reference.operations[number];
        let share = Share { count, of: self.calls(number).count }.told("answer");
        let headline = format!("the code {code} is not documented: {share}");
        let place = operation.codes.first().map_or(operation.span, |known| known.span);
        let finding = Finding::new(&CODE, place, Subject::new(SubjectKind::Code, code.to_string()), headline);
        let finding = if code >= 400 { finding.with_severity(Severity::Note) } else { finding };
        finding.with_operation(operation.key())
    }

    /// A finding about what a table lacks.
    fn absent(
        &self,
        rule: &'static Rule,
        (number, direction): (OperationId, Direction),
        subject: Subject,
        headline: String,
    ) -> Finding {
        let operation = &self.reference.operations[number];
        let place = operation.table_span(direction).unwrap_or(operation.span);
        Finding::new(rule, place, subject, headline).with_operation(operation.key())
    }

    fn body(&self, causes: &[(&Cause, &Evidence)], first: Exhibit) -> Option<Finding> {
        let (Cause::Body { operation, direction, pointer, kind, row }, _) = causes.first()? else {
            return None;
        };
        let share = self.share(causes);
        let told = share.told(noun(*direction));
        let name = spoken(pointer);
        let of_version = "of versions that do not have it";
        let (rule, headline, advice) = match kind {
            DeviationKind::Type { declared, shown } => {
                let (shown, declared) = (with_article(*shown), declared.to_string());
                let headline = format!("{name} is {shown} {told}, documented as {declared}");
                (&TYPE, headline, format!("change the type in its entry, or what the row names: {shown}"))
            }
            DeviationKind::Null => {
                let headline = format!("{name} is null {told}, which the text does not mention");
                (&NULL, headline, "say in the description when it is null".to_owned())
            }
            DeviationKind::Missing if share.count == share.of && !self.has_come(causes) => {
                let headline = format!("{name} is required, and never comes: absent {told}");
                (&MISSING, headline, "say `required: false`, or delete the row".to_owned())
            }
            DeviationKind::Missing => {
                let headline = format!("{name} is required, and absent {told}");
                (&MISSING, headline, "say `required: false`".to_owned())
            }
            DeviationKind::Undocumented(shown) => {
                let headline = format!("{name} is not documented: {told}, as {shown}");
                (&KEY, headline, "add a row for it".to_owned())
            }
            DeviationKind::OutsideVersion => {
                let headline = format!("{name} is there {told} {of_version}");
                (&OUTSIDE, headline, "mend `min_version` or `max_version` of its entry".to_owned())
            }
        };
        let Some((own, row, definition)) = *row else {
            let subject = Subject::key(pointer.trim_start_matches('/'));
            let finding = self.absent(rule, (*operation, *direction), subject, headline);
            return Some(finding.with_help(format!("{advice}; {}", self.shown(first))));
        };
        let row = &self.reference.operations[own].rows[row];
        let subject = match definition.filter(|_| is_of_entry(*kind)) {
            Some(at) => Subject::entry(self.reference.definitions[at].entry.name.as_str()),
            None => Subject::key(pointer.trim_start_matches('/')),
        };
        let finding = Finding::new(rule, row.reference_span, subject, headline);
        let finding = finding.with_help(format!("{advice}; {}", self.shown(first)));
        let comes = share.count < share.of || self.has_come(causes);
        let is_weak = *kind == DeviationKind::Missing && comes;
        let is_weak = is_weak && *direction == Direction::Response;
        let finding = if is_weak { finding.with_severity(Severity::Note) } else { finding };
        Some(self.with_places(finding, causes, definition))
    }

    /// Was one of the rows seen? An item of a list may have what another one lacks.
    fn has_come(&self, causes: &[(&Cause, &Evidence)]) -> bool {
        causes.iter().any(|(cause, _)| match cause {
            Cause::Body { row: Some((own, row, _)), .. } => self.tally.rows.contains_key(&(*own, *row)),
            _ => false,
        })
    }

    /// The entry, and the other rows and operations.
    fn with_places(
        &self,
        mut finding: Finding,
        causes: &[(&Cause, &Evidence)],
        definition: Option<DefinitionId>,
    ) -> Finding {
        if let Some(entry) = definition.map(|at| &self.reference.definitions[at].entry) {
            let span = entry.kind.as_ref().map_or(entry.name_span, |kind| kind.span);
            finding = finding.with_related(span, "the entry");
        }
        let mut known: Vec<Span> = Vec::new();
        for (cause, _) in causes {
            let Cause::Body { operation, row: Some((own, row, _)), .. } = cause else { continue };
            finding = finding.with_operation(self.reference.operations[*operation].key());
            let row: &Row = self.row(*own, *row);
            let is_new =
                Place::from(row.reference_span) != *finding.place() && !known.contains(&row.reference_span);
            if is_new {
                known.push(row.reference_span);
                let operation = Some(self.reference.operations[*own].key());
                finding.add_related(Related::new(row.reference_span, "also here").with_operation(operation));
            }
        }
        finding
    }

    fn row(&self, operation: OperationId, row: RowId) -> &Row {
        &self.reference.operations[operation].rows[row]
    }

    /// The bodies that disagree, of those that were judged, over all places of a cause.
    fn share(&self, causes: &[(&Cause, &Evidence)]) -> Share {
        let mut bases: BTreeMap<(OperationId, Direction), (u64, u64)> = BTreeMap::new();
        for (cause, evidence) in causes {
            let Cause::Body { operation, direction, .. } = cause else { continue };
            let calls = self.calls(*operation);
            let of = if *direction == Direction::Request { calls.requests } else { calls.answers };
            let base = bases.entry((*operation, *direction)).or_insert((0, of));
            // A body that shows it at several places is one.
            base.0 = base.0.max(evidence.count);
        }
        bases.into_values().fold(Share::default(), |share, (count, of)| Share {
            count: share.count + count,
            of: share.of + of,
        })
    }

    fn calls(&self, operation: OperationId) -> Calls {
        self.tally.calls.get(&operation).cloned().unwrap_or_default()
    }

    fn shown(&self, exhibit: Exhibit) -> String {
        let name = self.names.get(exhibit.file).map_or("", String::as_str);
        format!("see exchange {} of `{name}`", exhibit.number)
    }
}

fn group(cause: &Cause) -> Group<'_> {
    match cause {
        Cause::Body { kind, row: Some((_, _, Some(definition))), .. } if is_of_entry(*kind) => {
            Group::Entry(*definition, *kind)
        }
        _ => Group::Alone(cause),
    }
}

/// Is it the entry that is wrong, wherever it is used?
fn is_of_entry(kind: DeviationKind) -> bool {
    matches!(kind, DeviationKind::Type { .. } | DeviationKind::Null)
}

fn noun(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Response => "answer",
    }
}

/// A key by its name, and where it stands if that is not the top.
fn spoken(pointer: &str) -> String {
    match pointer.rsplit_once('/') {
        None => "the body".to_owned(),
        Some(("", key)) => format!("`{key}`"),
        Some((around, "*")) => format!("an item of `{around}`"),
        Some((around, key)) => format!("`{key}` in `{around}`"),
    }
}

fn with_article(types: Types) -> String {
    let name = types.to_string();
    let article = if name.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    if types == Types::NULL { name } else { format!("{article} {name}") }
}
