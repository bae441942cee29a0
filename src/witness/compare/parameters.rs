//! Parameters of the query and headers, and the types of path variables.

use std::collections::BTreeMap;

use super::super::vote::Votes;
use super::context::{Context, Era, Origin, Told, fits, shown};
use super::rules;
use super::specification::{SpecOperation, Spot};
use super::view::View;
use crate::config::Topic;
use crate::finding::Subject;
use crate::place::Place;
use crate::reference::{Direction, Location, OperationId, Row, RowId, Types};
use crate::version::Window;

/// Headers that any request may have.
const COMMON: [&str; 10] = [
    "accept",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "openstack-api-version",
    "user-agent",
    "x-auth-token",
    "x-openstack-request-id",
    "x-service-token",
];

/// A parameter of the specification.
struct Stated<'a> {
    location: Location,
    name: &'a str,
    at: Spot<'a>,
    view: View<'a>,
}

/// A row of the text that travels outside of the body.
#[derive(Clone, Copy)]
struct ParameterRow<'a> {
    operation: OperationId,
    id: RowId,
    row: &'a Row,
}

/// Compares the parameters of operations of the text with those of one operation of the specification.
pub(super) fn compare<'a>(
    context: &mut Context<'a>,
    operations: &[OperationId],
    spec: &SpecOperation<'a>,
    era: Option<Era>,
) {
    let stated = stated(context, spec);
    let rows: Vec<ParameterRow<'a>> = operations
        .iter()
        .flat_map(|id| {
            let rows = context.operation(*id).rows.entries();
            rows.map(|(row_id, row)| ParameterRow { operation: *id, id: row_id, row })
        })
        .filter(|told| told.row.direction != Some(Direction::Response))
        .collect();
    for parameter in &stated {
        one(context, operations, &rows, parameter, era);
    }
    unknown(context, &rows, &stated, spec);
}

fn stated<'a>(context: &Context<'a>, spec: &SpecOperation<'a>) -> Vec<Stated<'a>> {
    let mut found: BTreeMap<(Location, String), Stated<'a>> = BTreeMap::new();
    for holder in [&spec.at, &spec.item] {
        for at in holder.member("parameters").into_iter().flat_map(|all| all.items()) {
            let at = context.spec.resolved(at);
            let (name, location) = (at.text("name"), Location::parse(at.text("in")));
            let Some(location) = location.filter(|location| *location != Location::Body) else { continue };
            let view = match at.member("schema") {
                Some(schema) => View::of(context.spec, schema),
                None => View::empty(context.spec),
            };
            let key = (location, known_as(location, name));
            found.entry(key).or_insert(Stated { location, name, at, view });
        }
    }
    found.into_values().collect()
}

fn known_as(location: Location, name: &str) -> String {
    match location {
        Location::Header => name.to_lowercase(),
        _ => name.to_owned(),
    }
}

fn one<'a>(
    context: &mut Context<'a>,
    operations: &[OperationId],
    rows: &[ParameterRow<'a>],
    parameter: &Stated<'a>,
    era: Option<Era>,
) {
    let lower = parameter.name.to_lowercase();
    if parameter.location == Location::Path
        || (parameter.location == Location::Header
            && (COMMON.contains(&lower.as_str()) || lower.ends_with("-api-version")))
    {
        return;
    }
    let known = known_as(parameter.location, parameter.name);
    let same = |told: &&ParameterRow<'a>| {
        known_as(parameter.location, context.operation(told.operation).query_key(told.row)) == known
    };
    let anywhere = rows.iter().find(same);
    let here = rows.iter().filter(same).find(|told| told.row.location == parameter.location);
    let spelt = operations.iter().any(|id| {
        let mut query = context.operation(*id).template.query.iter();
        parameter.location == Location::Query && query.any(|part| part.name == parameter.name)
    });
    context.coverage.parameters.count(here.is_some() || spelt);
    match (here, anywhere) {
        (Some(told), _) => {
            let before = context.found.len();
            both(context, *told, parameter, era);
            let agrees = context.found.len() == before;
            state(context, *told, words(parameter), agrees);
        }
        (None, Some(told)) => {
            elsewhere(context, *told, parameter);
            state(context, *told, format!("in the {}", parameter.location.as_str()), false);
        }
        (None, None) if !spelt => undocumented(context, operations, parameter),
        (None, None) => {}
    }
}

/// Notes what the specification says beside a row.
fn state(context: &mut Context<'_>, told: ParameterRow<'_>, words: String, agrees: bool) {
    context.statements.note((told.operation, told.id), words, agrees);
}

/// What the specification says of a parameter, in a few words.
fn words(parameter: &Stated<'_>) -> String {
    let required = if parameter.at.is("required") { ", required" } else { "" };
    let window = parameter.at.window();
    let versions = if window.is_all() { String::new() } else { format!(", {window}") };
    format!("{}{required}{versions}", shown(parameter.view.types()))
}

fn both<'a>(context: &mut Context<'a>, told: ParameterRow<'a>, parameter: &Stated<'a>, era: Option<Era>) {
    let ParameterRow { operation, row, .. } = told;
    let none = || (Votes::NONE, "do not show parameters".to_owned());
    let word = parameter.location.as_str();
    let ours = context.types(row).without(Types::NULL);
    let theirs = parameter.view.types();
    // What travels as text may be anything that a text can be read as.
    let is_text = theirs.meets(Types::STRING) || ours.meets(Types::OBJECT.or(Types::ARRAY));
    let differs = !(ours.is_none() || theirs.is_none() || is_text || fits(ours, theirs));
    if let Some(strength) = context.strength(Topic::Types).filter(|_| differs) {
        let headline = format!(
            "the {word} parameter `{}` is {ours} in the text, and {theirs} in the specification",
            row.name
        );
        let help = format!("write the type that the specification has: {theirs}");
        let told = said(headline, shown(ours), shown(theirs), parameter, help);
        let (votes, samples) = none();
        let origin = context.origin(row, "type");
        context.differ(&rules::TYPE, origin, operation, told, (votes, samples, strength));
    }
    let required = context.reference.definition(row).map(|definition| definition.required);
    let theirs = parameter.at.is("required");
    let differs = required.is_some_and(|ours| ours != theirs);
    if let Some(strength) = context.strength(Topic::RequestRequired).filter(|_| differs) {
        let word_of = |required: bool| if required { "required" } else { "optional" };
        let headline = format!(
            "the {word} parameter `{}` is {} in the text, and {} in the specification",
            row.name,
            word_of(!theirs),
            word_of(theirs)
        );
        let help = format!("write `required: {theirs}`");
        let told = said(headline, word_of(!theirs).into(), word_of(theirs).into(), parameter, help);
        let (votes, samples) = none();
        let origin = context.origin(row, "required");
        context.differ(&rules::REQUIRED, origin, operation, told, (votes, samples, strength));
    }
    window(context, told, parameter, era);
}

fn window<'a>(context: &mut Context<'a>, told: ParameterRow<'a>, parameter: &Stated<'a>, era: Option<Era>) {
    let ParameterRow { operation, row, .. } = told;
    let theirs = parameter.at.window();
    let (Some(era), false) = (era, theirs.is_all()) else { return };
    let around = context.operation(operation).window;
    let (own, others) = (era.open(row.window.intersect(around)), era.open(theirs.intersect(around)));
    // Generators write the last version of the schema that they met the parameter in, though later ones have
    // it as well.
    let others = Window { max: own.max, ..others };
    let Some(strength) = context.strength(Topic::Windows).filter(|_| own != others) else { return };
    if context.row_names_window(row, own, others)
        || context.names_window(context.operation(operation), own, others)
    {
        return;
    }
    let headline = format!(
        "the {} parameter `{}` is there {own} in the text, and {others} in the specification",
        parameter.location.as_str(),
        row.name
    );
    let told =
        said(headline, own.to_string(), others.to_string(), parameter, format!("write {}", others.bounds()));
    let origin = context.origin(row, "min_version");
    let vote = (Votes::NONE, "do not tell versions".to_owned(), strength);
    context.differ(&rules::WINDOW, origin, operation, told, vote);
}

fn elsewhere<'a>(context: &mut Context<'a>, told: ParameterRow<'a>, parameter: &Stated<'a>) {
    let ParameterRow { operation, row, .. } = told;
    let Some(strength) = context.strength(Topic::Parameters) else { return };
    let (ours, theirs) = (row.location.as_str(), parameter.location.as_str());
    let headline =
        format!("`{}` travels in the {ours} in the text, and in the {theirs} in the specification", row.name);
    let told = said(headline, ours.into(), theirs.into(), parameter, format!("write `in: {theirs}`"));
    let origin = context.origin(row, "in");
    let vote = (Votes::NONE, "do not show parameters".to_owned(), strength);
    context.differ(&rules::LOCATION, origin, operation, told, vote);
}

fn undocumented<'a>(context: &mut Context<'a>, operations: &[OperationId], parameter: &Stated<'a>) {
    let (Some(first), Some(strength)) = (operations.first().copied(), context.strength(Topic::Parameters))
    else {
        return;
    };
    let operation = context.operation(first);
    let word = parameter.location.as_str();
    let headline =
        format!("the {word} parameter `{}` is in the specification, and no row describes it", parameter.name);
    let help = format!("add a row for `{}` with an entry that is `in: {word}`", parameter.name);
    let types = shown(parameter.view.types());
    let told = said(headline, "has no row".into(), types, parameter, help);
    let place: Place = operation.table_span(Direction::Request).unwrap_or(operation.title_span).into();
    let origin = Origin {
        cause: format!("document {} {}, {}", operation.document, operation.chapter, parameter.name),
        subject: Subject::row(parameter.name),
        place,
        related: Vec::new(),
    };
    let vote = (Votes::NONE, "do not show parameters".to_owned(), strength);
    context.differ(&rules::PARAMETER_UNDOCUMENTED, origin, first, told, vote);
}

/// Rows of the query that the specification lacks, where it lists others.
fn unknown<'a>(
    context: &mut Context<'a>,
    rows: &[ParameterRow<'a>],
    stated: &[Stated<'a>],
    spec: &SpecOperation<'a>,
) {
    let lists = stated.iter().any(|parameter| parameter.location == Location::Query);
    let Some(strength) = context.strength(Topic::Parameters).filter(|_| lists) else { return };
    for told in rows.iter().filter(|told| told.row.location == Location::Query) {
        let ParameterRow { operation, row, .. } = *told;
        let lower = row.name.to_lowercase();
        if stated.iter().any(|parameter| parameter.name == row.name || parameter.name.to_lowercase() == lower)
        {
            continue;
        }
        state(context, *told, "no such parameter".to_owned(), false);
        let headline =
            format!("the query parameter `{}` is documented, and the specification lacks it", row.name);
        let told = Told {
            headline,
            text: "has a row".to_owned(),
            witness: "lists other parameters of the query".to_owned(),
            pointer: format!("{}/parameters", spec.at.pointer),
            help: "take the row out, or write its name as the code does".to_owned(),
            fix: None,
        };
        let mut origin = context.origin(row, "");
        if let Some((at_row, _)) = origin.related.pop() {
            origin.related.push((origin.place, "its entry".to_owned()));
            origin.place = at_row;
        }
        let vote = (Votes::NONE, "do not show parameters".to_owned(), strength);
        context.differ(&rules::PARAMETER_UNKNOWN, origin, operation, told, vote);
    }
}

fn said(headline: String, text: String, witness: String, parameter: &Stated<'_>, help: String) -> Told {
    Told { headline, text, witness, pointer: parameter.at.pointer.clone(), help, fix: None }
}
