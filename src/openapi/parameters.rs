use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Required};

use super::View;
use super::group::Group;
use super::schema::SchemaBuilder;
use super::versions::window_members;
use crate::collections::HashMap;
use crate::reference::{DefinitionId, Direction, Location, Method, Operation, OperationId, Row, RowId};
use crate::shape::{Node, Placed, Why};
use crate::version::Window;

/// Headers that OpenAPI describes elsewhere: security, media types.
const IMPLIED: [&str; 4] = ["x-auth-token", "authorization", "content-type", "accept"];

/// Is it a header that never is a parameter?
pub(super) fn is_implied_header(name: &str) -> bool {
    IMPLIED.contains(&name.to_ascii_lowercase().as_str())
}

/// The parameters of a document: those of dictionary entries stand in `components/parameters` and are
/// referred to.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) components: BTreeMap<String, RefOr<Parameter>>,
    /// The parameters by what they are made from, as most are the same in many operations: `None` for a
    /// component, or what stands in each operation, as another component has its name.
    known: HashMap<Origin, Option<Box<Parameter>>>,
}

/// All that a parameter of a dictionary entry is made from.
#[derive(PartialEq, Eq, Hash)]
struct Origin {
    component: String,
    name: String,
    /// Definition, window and whether it is required.
    rows: Vec<(Option<DefinitionId>, Window, bool)>,
    place: ParameterPlace,
    everywhere: bool,
    window: Window,
}

impl Parameters {
    /// The parameters of a group: variables of the path in order, then the query, then headers.
    pub(super) fn of(
        &mut self,
        builder: &SchemaBuilder<'_>,
        group: &Group,
        window: Window,
    ) -> Vec<RefOr<Parameter>> {
        let mut drafts: Vec<Draft> = Vec::new();
        let count = group.operations(builder.reference).count();
        for (id, operation) in group.entries(builder.reference) {
            for draft in drafts_of(builder, id, operation) {
                match drafts.iter_mut().find(|known| known.name == draft.name && known.place == draft.place) {
                    Some(known) => known.join(draft),
                    None => drafts.push(draft),
                }
            }
        }
        drafts.sort_by_key(|draft| draft.place);
        drafts.into_iter().map(|draft| self.place(builder, draft, count, window)).collect()
    }

    fn place(
        &mut self,
        builder: &SchemaBuilder<'_>,
        draft: Draft,
        operations: usize,
        window: Window,
    ) -> RefOr<Parameter> {
        let Some(origin) = draft.origin(operations, window) else {
            return RefOr::T(draft.build(builder, operations, window));
        };
        let component = origin.component.clone();
        let own = self.known.entry(origin).or_insert_with(|| {
            let parameter = draft.build(builder, operations, window);
            match self.components.get(&component) {
                Some(RefOr::T(known)) if *known == parameter => None,
                Some(_) => Some(Box::new(parameter)),
                None => {
                    self.components.insert(component.clone(), RefOr::T(parameter));
                    None
                }
            }
        });
        match own {
            Some(own) => RefOr::T(own.as_ref().clone()),
            None => RefOr::Ref(Ref::new(format!("#/components/parameters/{component}"))),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum ParameterPlace {
    Path(usize),
    Query,
    Header,
}

struct Draft {
    name: String,
    place: ParameterPlace,
    node: Node,
    flag: bool,
    component: Option<String>,
    seen_in: usize,
}

impl Draft {
    fn join(&mut self, other: Self) {
        self.node.absorb(other.node);
        self.seen_in += other.seen_in;
        if self.component != other.component {
            self.component = None;
        }
    }

    /// What it is made from, if it may be a component.
    fn origin(&self, operations: usize, window: Window) -> Option<Origin> {
        let rows = self.node.rows.iter();
        Some(Origin {
            component: self.component.clone()?,
            name: self.name.clone(),
            rows: rows.map(|placed| (placed.definition, placed.window, placed.required)).collect(),
            // Where in the path it stands makes no difference.
            place: if matches!(self.place, ParameterPlace::Path(_)) {
                ParameterPlace::Path(0)
            } else {
                self.place
            },
            everywhere: self.seen_in >= operations,
            window,
        })
    }

    fn build(self, builder: &SchemaBuilder<'_>, operations: usize, window: Window) -> Parameter {
        let mut parameter = Parameter::new(self.name.clone());
        parameter.parameter_in = match self.place {
            ParameterPlace::Path(_) => ParameterIn::Path,
            ParameterPlace::Query => ParameterIn::Query,
            ParameterPlace::Header => ParameterIn::Header,
        };
        let required = self.seen_in >= operations && self.node.rows.iter().any(|placed| placed.required);
        let always = matches!(self.place, ParameterPlace::Path(_));
        parameter.required = if always || required { Required::True } else { Required::False };
        let hull =
            self.node.rows.iter().map(|placed| placed.window).reduce(Window::hull).unwrap_or(Window::ALL);
        let mut schema = SchemaBuilder { base: hull, ..*builder }.schema(&self.node, "", hull);
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            forbid_null(&mut object.schema_type);
            object.enum_values.iter_mut().for_each(|values| values.retain(|value| !value.is_null()));
            parameter.description = object.description.take();
            parameter.deprecated = object.deprecated.take();
            if object.schema_type == SchemaType::AnyValue
                && (always || !self.flag)
                && object.enum_values.is_none()
            {
                object.schema_type = SchemaType::Type(Type::String);
            }
        } else if let RefOr::T(Schema::Array(array)) = &mut schema {
            forbid_null(&mut array.schema_type);
            parameter.description = array.description.take();
            parameter.deprecated = array.deprecated.take();
        }
        let stated = window_members(hull, window);
        if builder.options.view == View::All && !stated.is_empty() {
            parameter.extensions = Some(Extensions::from_iter([("x-openstack", Value::from(stated))]));
        }
        parameter.schema = Some(schema);
        parameter
    }
}

/// A text in a URL or a header is no null, even where the same entry is null in a body.
fn forbid_null(types: &mut SchemaType) {
    let SchemaType::Array(several) = types else { return };
    several.retain(|one| *one != Type::Null);
    if let [only] = several.as_slice() {
        *types = SchemaType::Type(only.clone());
    }
}

fn drafts_of(builder: &SchemaBuilder<'_>, id: OperationId, operation: &Operation) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let bindings = operation.bindings.iter().filter(|_| !operation.is_callback());
    for (at, binding) in bindings.enumerate() {
        let row = binding.row.map(|row| (id, row, &operation.rows[row]));
        drafts.push(Draft::of_row(builder, binding.variable.clone(), ParameterPlace::Path(at), row));
    }
    for (at, row) in operation.rows.entries() {
        let slot = match row.location {
            _ if row.direction == Some(Direction::Response) => continue,
            Location::Query => ParameterPlace::Query,
            Location::Header if !is_implied_header(&row.name) => ParameterPlace::Header,
            _ => continue,
        };
        if !builder.options.view.sees(row.window) {
            continue;
        }
        let name = operation.query_key(row).to_owned();
        let draft = Draft::of_row(builder, name, slot, Some((id, at, row)));
        match drafts.iter_mut().find(|known| known.name == draft.name && known.place == slot) {
            Some(known) => {
                known.node.absorb(draft.node);
                known.component = None;
            }
            None => drafts.push(draft),
        }
    }
    for part in &operation.template.query {
        if !drafts.iter().any(|known| known.name == part.name && known.place == ParameterPlace::Query) {
            drafts.push(Draft::of_row(builder, part.name.clone(), ParameterPlace::Query, None));
        }
    }
    drafts
}

impl Draft {
    fn of_row(
        builder: &SchemaBuilder<'_>,
        name: String,
        place: ParameterPlace,
        row: Option<(OperationId, RowId, &Row)>,
    ) -> Self {
        let mut node = Node::default();
        let definition = row.and_then(|(_, _, row)| builder.reference.definition(row));
        if let Some((operation, at, row)) = row {
            node.rows.push(Placed {
                operation,
                row: at,
                definition: row.definition,
                window: row.window,
                required_in: row.window,
                required: definition.is_some_and(|definition| definition.required),
                why: Why::Root,
            });
        }
        let component =
            row.filter(|(_, _, row)| row.definition.is_some()).map(|(_, _, row)| component_name(row, &name));
        Self {
            name,
            place,
            node,
            flag: definition.is_some_and(|definition| definition.kind.flag),
            component,
            seen_in: 1,
        }
    }
}

/// The key of a dictionary entry as the name of a component; with the parameter's name where the key does not
/// begin with it.
fn component_name(row: &Row, name: &str) -> String {
    let clean = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' })
            .collect()
    };
    if row.reference.starts_with(name) || row.reference.contains(name) {
        clean(&row.reference)
    } else {
        format!("{}.{}", clean(&row.reference), clean(name))
    }
}

/// The verbs that a documented one stands for.
pub(crate) fn verbs(method: &Method) -> Vec<Method> {
    match method {
        Method::Any => vec![Method::Get, Method::Put, Method::Post, Method::Delete, Method::Patch],
        other => vec![other.clone()],
    }
}
