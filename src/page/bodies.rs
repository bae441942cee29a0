use serde::Serialize;

use super::data::{View, ends};
use super::pool::Pool;
use crate::reference::{Definition, Operation, OperationId, RowId};
use crate::shape::{Bodies, Node, Part, Placed};
use crate::witness::RowOf;

/// A body, or one form of it, as a tree.
#[derive(Debug, Serialize)]
pub(super) struct BodyData {
    /// Request or response.
    #[serde(rename = "x")]
    direction: &'static str,
    /// What tells it from the other forms of the body.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    /// The versions that have it.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    window: Option<[Option<String>; 2]>,
    /// Does any row describe it?
    #[serde(rename = "d", skip_serializing_if = "is_no")]
    pub(super) documented: bool,
    #[serde(rename = "r")]
    root: NodeData,
    /// Rows that fit nowhere.
    #[serde(rename = "h", skip_serializing_if = "Vec::is_empty")]
    homeless: Vec<u32>,
}

/// A point of a tree.
#[derive(Debug, Serialize)]
struct NodeData {
    /// Its name.
    #[serde(rename = "n")]
    name: u32,
    /// What it is to the node around it: `p` pattern, `v` values of a map, `i` items, `o` one of several;
    /// nothing for a member.
    #[serde(rename = "k", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// Before and after the placeholder of a pattern.
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    pattern: Option<[u32; 2]>,
    /// How it is known where no row declares it: `s` wrapper, `o` only shown, `t` only named in a text.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// The types that samples show.
    #[serde(rename = "g", skip_serializing_if = "Option::is_none")]
    shown: Option<u32>,
    /// Why it is a map.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    map: Option<u32>,
    /// The rows that declare it: alternatives.
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowData>,
    /// The rows that describe its keys.
    #[serde(rename = "b", skip_serializing_if = "Vec::is_empty")]
    keys: Vec<RowData>,
    /// What is in it.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    children: Vec<NodeData>,
}

/// A row and its entry.
#[derive(Debug, Serialize)]
pub(super) struct RowData {
    /// The declared types.
    #[serde(rename = "t")]
    types: u32,
    /// The declared format.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    format: Option<u32>,
    #[serde(rename = "q", skip_serializing_if = "is_no")]
    required: bool,
    /// May it be null, as its text says?
    #[serde(rename = "z", skip_serializing_if = "is_no")]
    nullable: bool,
    /// The versions that have it.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    window: Option<[Option<String>; 2]>,
    /// Its description.
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    description: Option<u32>,
    /// The values that its entry lists.
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    values: Vec<u32>,
    /// Where the row is.
    #[serde(rename = "p")]
    place: u32,
    /// The entry and where it is.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    entry: Option<[u32; 2]>,
    /// Why it stands here.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    why: Option<u32>,
    /// What each of the other witnesses says, and whether that agrees; nothing where one says nothing.
    #[serde(rename = "v", skip_serializing_if = "Vec::is_empty")]
    witnesses: Vec<Option<(u32, bool)>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
pub(super) fn is_no(value: &bool) -> bool {
    !value
}

/// The bodies of an operation.
pub(super) fn bodies(
    view: View<'_>,
    operation: &Operation,
    found: &Bodies,
    pool: &mut Pool,
) -> Vec<BodyData> {
    let bodies = found.all().map(|(direction, body)| {
        let homeless = body.homeless.iter().map(|row| pool.word(&operation.rows[*row].name)).collect();
        let mut painter = Painter { view, pool };
        let root = painter.node("body", None, &body.node);
        BodyData {
            direction: direction.as_str(),
            form: body.form.clone(),
            window: ends(body.window),
            documented: body.documented,
            root,
            homeless,
        }
    });
    bodies.collect()
}

struct Painter<'a, 'p> {
    view: View<'a>,
    pool: &'p mut Pool,
}

impl Painter<'_, '_> {
    fn node(&mut self, name: &str, part: Option<Part<'_>>, node: &Node) -> NodeData {
        let kind = part.and_then(|part| match part {
            Part::Member(_) => None,
            Part::Pattern(_) => Some("p"),
            Part::Values => Some("v"),
            Part::Items => Some("i"),
            Part::Variant => Some("o"),
        });
        let pattern = match part {
            Some(Part::Pattern(pattern)) => {
                Some([self.pool.word(&pattern.prefix), self.pool.word(&pattern.suffix)])
            }
            _ => None,
        };
        let shown = (!node.seen.types.is_none()).then(|| node.seen.types.to_string());
        NodeData {
            name: self.pool.word(name),
            kind,
            pattern,
            state: state(node),
            shown: shown.map(|types| self.pool.word(&types)),
            map: node.map.map(|reason| self.pool.word(reason.as_str())),
            rows: self.rows(&node.rows),
            keys: self.rows(&node.keys),
            children: node.children().map(|(part, child)| self.child(part, child)).collect(),
        }
    }

    fn child(&mut self, part: Part<'_>, child: &Node) -> NodeData {
        let name = match part {
            Part::Member(key) => key.to_string(),
            Part::Pattern(pattern) => format!("{}*{}", pattern.prefix, pattern.suffix),
            Part::Values => "any key".to_owned(),
            Part::Items => "items".to_owned(),
            Part::Variant => "or".to_owned(),
        };
        self.node(&name, Some(part), child)
    }

    fn rows(&mut self, rows: &[Placed]) -> Vec<RowData> {
        rows.iter().map(|placed| self.row(placed)).collect()
    }

    fn row(&mut self, placed: &Placed) -> RowData {
        let operation = &self.view.reference.operations[placed.operation];
        let mut data = row(self.view, (placed.operation, operation), placed.row, self.pool);
        data.required = placed.required;
        data.window = ends(placed.window);
        data.why = Some(self.pool.word(placed.why.as_str()));
        data
    }
}

/// How a node is known where no row declares it.
fn state(node: &Node) -> Option<&'static str> {
    if node.is_declared() {
        None
    } else if node.structural {
        Some("s")
    } else if node.mentioned.is_some() && node.seen.count == 0 {
        Some("t")
    } else {
        Some("o")
    }
}

/// A row of an operation, with its entry.
pub(super) fn row(
    view: View<'_>,
    (number, operation): (OperationId, &Operation),
    id: RowId,
    pool: &mut Pool,
) -> RowData {
    let row = &operation.rows[id];
    let definition = view.reference.definition(row);
    let types = definition.map(|definition| definition.kind.types).unwrap_or_default();
    RowData {
        types: pool.word(&if definition.is_some() { types.to_string() } else { "unknown".to_owned() }),
        format: definition.and_then(|definition| definition.kind.format).map(|format| pool.word(format)),
        required: definition.is_some_and(|definition| definition.required),
        nullable: row
            .definition
            .is_some_and(|id| view.analysis.shapes().proses.of(view.reference, id).nullable),
        window: ends(row.window),
        description: definition.and_then(|definition| description(view, operation, definition, pool)),
        values: definition.map(|definition| values(definition, pool)).unwrap_or_default(),
        place: pool.word(&view.at(row.name_span)),
        entry: definition.map(|definition| {
            let entry = &definition.entry;
            [pool.word(&entry.name), pool.word(&view.at(entry.name_span))]
        }),
        why: None,
        witnesses: witnesses(view, (number, id), pool),
    }
}

/// What the other witnesses say beside a row; nothing at all where none says anything.
fn witnesses(view: View<'_>, row: RowOf, pool: &mut Pool) -> Vec<Option<(u32, bool)>> {
    let mut said = Vec::with_capacity(view.columns.len());
    for column in view.columns {
        let statement = column.statements.beside(row);
        said.push(statement.map(|statement| (pool.word(&statement.words), statement.agrees)));
    }
    if said.iter().all(Option::is_none) { Vec::new() } else { said }
}

fn values(definition: &Definition, pool: &mut Pool) -> Vec<u32> {
    definition.entry.values.iter().map(|field| pool.word(field.value.trim())).collect()
}

fn description(
    view: View<'_>,
    operation: &Operation,
    definition: &Definition,
    pool: &mut Pool,
) -> Option<u32> {
    let field = definition.entry.description.as_ref()?;
    let scope = &view.reference.document(operation)?.scope;
    let text = crate::rst::description(&field.value, scope, crate::reference::holds_data);
    pool.prose(&text)
}
