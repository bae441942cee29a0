use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::context::Use;
use crate::finding::Fix;
use crate::place::Span;
use crate::reference::{
    Bound, Definition, DefinitionId, Direction, Location, NewEntry, Operation, OperationId, Row, RowId,
    Wanted, is_namesake, stem,
};
use crate::shape::{
    Node, WordsHere, is_named_for_other_direction, is_of_other_direction, names_thing, words_around,
    words_of_variable,
};

/// The row of a request that is called otherwise, but names an entry for a variable of the URL that has no
/// row.
pub(super) fn meant_for<'o>(operation: &'o Operation, variable: &str) -> Option<(RowId, &'o Row)> {
    operation.rows.entries().find(|(at, _)| is_meant_for(operation, *at, variable))
}

/// Is the row the one that is meant for a variable without a row?
pub(super) fn is_meant_for_variable(operation: &Operation, at: RowId) -> bool {
    let mut unbound = operation.bindings.iter().filter(|binding| binding.how == Bound::Not);
    unbound.any(|binding| is_meant_for(operation, at, &binding.variable))
}

fn is_meant_for(operation: &Operation, at: RowId, variable: &str) -> bool {
    let row = &operation.rows[at];
    row.direction != Some(Direction::Response)
        && row.definition.is_some()
        && row.name != variable
        && (row.reference == variable || stem(&row.reference) == variable)
        && !operation.bindings.iter().any(|binding| binding.row == Some(at))
}

/// What mends rows whose entry travels otherwise than they do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Remedy<'a> {
    /// Another entry in the rows.
    Entry(&'a str),
    /// Another place in the entry, here.
    Place(DefinitionId, Span),
}

/// Another entry in all of the rows.
pub(super) fn naming(uses: &[Use<'_>], other: &str, place: Location) -> Fix {
    let fix = Fix::suggested(format!("name the entry `{other}`, which is `in: {}`", place.as_str()));
    let rows: BTreeSet<Span> = uses.iter().map(|used| used.row.reference_span).collect();
    rows.into_iter().fold(fix, |fix, row| fix.replacing(row, other))
}

impl<'a> Context<'a> {
    /// The edits of what mends rows that travel in `place`.
    pub(super) fn remedied(&self, remedy: Remedy<'_>, uses: &[Use<'_>], place: Location) -> Fix {
        match remedy {
            Remedy::Entry(other) => naming(uses, other, place),
            Remedy::Place(entry, field) => self.in_place(entry, field, place),
        }
    }

    /// Another place in an entry. Where dictionaries are in order of place and name, the entry moves with it.
    fn in_place(&self, entry: DefinitionId, field: Span, place: Location) -> Fix {
        let written = format!("write `in: {}`", place.as_str());
        match self.new_entries.moved(self.sources, &self.reference.definitions[entry], place) {
            Some((left, new)) => Fix::suggested(format!("{written}, and move the entry to its place"))
                .removing(left)
                .inserting(new.place, new.text),
            None => Fix::suggested(written).replacing(field, place.as_str()),
        }
    }

    /// What mends rows that travel in `place`: where no row travels as the entry says, and its name does not say
    /// so either, the entry is wrong; else they name the wrong one.
    pub(super) fn remedy(
        &self,
        entry: DefinitionId,
        uses: &[Use<'_>],
        place: Location,
    ) -> Option<Remedy<'a>> {
        let name = self.reference.definitions[entry].entry.name.to_lowercase();
        let says_so = name.split(['_', '-']).any(|word| matches!(word, "path" | "query" | "url" | "uri"));
        let field = || match place {
            Location::Body => self.place_in_body(entry),
            Location::Query => self.place_in_query(entry),
            _ => None,
        };
        let wrong = field().filter(|_| !says_so).map(|field| Remedy::Place(entry, field));
        wrong.or_else(|| self.entry_instead(uses, place).map(Remedy::Entry))
    }

    /// A copy of an entry that other rows need as it is, which travels in `place`, for these rows. Where its text
    /// speaks of another thing, what it says of these is yet to be written.
    pub(super) fn copied(&self, entry: DefinitionId, uses: &[Use<'_>], place: Location) -> Option<Fix> {
        let old = &self.reference.definitions[entry];
        if self.reference.outside_definitions.contains(&entry) {
            return None;
        }
        let is_about = |used: &Use<'_>| {
            let names = [stem(&used.row.reference), used.row.name.as_str()];
            names_thing(text(old), &used.row.name)
                || self.may_be_about(old, &words_around(used.operation, names.into_iter()))
        };
        let (new, how) = if uses.iter().all(is_about) {
            (self.new_entries.copied(self.sources, old, place)?, format!("as `{}` is, but ", old.entry.name))
        } else {
            (self.described_anew(old, uses, place)?, "with a `TODO`, ".to_owned())
        };
        let (name, place) = (&new.name, place.as_str());
        let title = format!("name a new entry `{name}`, {how}`in: {place}`");
        let fix = Fix::suggested(title).inserting(new.place, new.text).at_last();
        let rows: BTreeSet<Span> = uses.iter().map(|used| used.row.reference_span).collect();
        Some(rows.into_iter().fold(fix, |fix, row| fix.replacing(row, name.as_str())))
    }

    /// An entry of the type of another one, whose description is yet to be written.
    fn described_anew(&self, old: &Definition, uses: &[Use<'_>], place: Location) -> Option<NewEntry> {
        let wanted = Wanted {
            name: &uses.first()?.row.name,
            location: place,
            kind: &old.entry.kind.as_ref()?.value,
            required: place == Location::Path,
            nullable: false,
        };
        self.new_entries.made(self.sources, old.source, &wanted)
    }

    /// Where an entry says how it travels, if all its rows are part of a body: of a response, or of a request
    /// that has one and shows them there, or says that they are in the path, which they are not.
    fn place_in_body(&self, entry: DefinitionId) -> Option<Span> {
        let is_in_path = self.reference.definitions[entry].location == Some(Location::Path);
        self.place_of_all(entry, &|id, operation, row| {
            let shown = || self.shapes.bodies[id].request.iter().any(|body| shows(&body.node, &row.name));
            match row.direction {
                Some(Direction::Response) => true,
                _ => !operation.method.is_bodyless() && (is_in_path || shown()),
            }
        })
    }

    /// The same, if they all belong to requests that have no body.
    fn place_in_query(&self, entry: DefinitionId) -> Option<Span> {
        self.place_of_all(entry, &|_, operation, row| {
            row.direction != Some(Direction::Response) && operation.method.is_bodyless()
        })
    }

    /// Where the entry says how it travels, if each of its rows is like that and none is a variable of a URL.
    fn place_of_all(
        &self,
        entry: DefinitionId,
        is_like: &dyn Fn(OperationId, &Operation, &Row) -> bool,
    ) -> Option<Span> {
        let field = self.reference.definitions[entry].entry.location.as_ref()?;
        let mut rows = self.indexed_operations().flat_map(|(id, operation)| {
            operation.rows.entries().map(move |(at, row)| (id, operation, at, row))
        });
        let is_other = |operation: &Operation, at: RowId| {
            operation.bindings.iter().any(|binding| binding.row == Some(at))
        };
        let are_all = rows.all(|(id, operation, at, row)| {
            row.definition != Some(entry) || !is_other(operation, at) && is_like(id, operation, row)
        });
        (are_all && !self.reference.outside_definitions.contains(&entry)).then_some(field.span)
    }

    /// An entry of the operation's dictionaries that is `in: path`, is there in all versions of the operation, and
    /// seems to be meant for a variable.
    pub(super) fn path_entry(&self, operation: &Operation, variable: &str) -> Option<&'a str> {
        let context = words_of_variable(operation, variable);
        let fits = |definition: &Definition| {
            definition.location == Some(Location::Path)
                && definition.window.covers(operation.window)
                && self.may_be_about(definition, &context)
        };
        self.used_beside(operation, variable, &fits)
            .or_else(|| self.fitting(operation, &[variable], &fits))
            .or_else(|| self.spare(operation, variable, &fits))
    }

    /// The entry that most rows of a name have in the file of an operation.
    fn used_beside(
        &self,
        operation: &Operation,
        name: &str,
        fits: &dyn Fn(&Definition) -> bool,
    ) -> Option<&'a str> {
        let beside = self.operations().filter(|other| other.span.source == operation.span.source);
        let rows = beside.flat_map(|other| other.rows_of(Direction::Request)).filter(|row| row.name == name);
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for known in rows.filter_map(|row| self.reference.definition(row)) {
            if names_dictionary(operation, known) && fits(known) {
                *votes.entry(&known.entry.name).or_default() += 1;
            }
        }
        votes.into_iter().max_by_key(|(_, count)| *count).map(|(entry, _)| entry)
    }

    /// The only entry that no row names, called `volume_id_path_new` for the variable `volume_id`.
    fn spare(
        &self,
        operation: &Operation,
        variable: &str,
        fits: &dyn Fn(&Definition) -> bool,
    ) -> Option<&'a str> {
        let is_called =
            |name: &str| name.strip_prefix(variable).is_some_and(|rest| rest.starts_with("_path_"));
        let entries = self.reference.definitions.entries();
        let mut spare = entries.filter(|(at, known)| {
            let rows = || self.operations().flat_map(|other| &other.rows);
            is_called(&known.entry.name)
                && names_dictionary(operation, known)
                && fits(known)
                && !rows().any(|row| row.definition == Some(*at))
        });
        let first = spare.next()?.1;
        spare.next().is_none().then_some(first.entry.name.as_str())
    }

    /// An entry to name in rows instead of their own: one that travels in `location`, has the same type, is
    /// a namesake of each row, or of its entry, and whose text speaks of nothing else.
    pub(super) fn entry_instead(&self, uses: &[Use<'_>], location: Location) -> Option<&'a str> {
        let mut found = uses.iter().map(|used| self.entry_for(used, location));
        let first = found.next()??;
        found.all(|other| other == Some(first)).then_some(first)
    }

    fn entry_for(&self, used: &Use<'_>, location: Location) -> Option<&'a str> {
        let Use { operation, row } = *used;
        let own = self.reference.definition(row);
        let kinds = own.map(|known| known.kind.types).unwrap_or_default();
        let context = words_around(operation, [stem(&row.reference), row.name.as_str()].into_iter());
        self.fitting(operation, &[stem(&row.reference), &row.name], &|definition| {
            definition.location == Some(location)
                && !kinds.is_none()
                && kinds == definition.kind.types
                && own.is_none_or(|own| definition.window.covers(own.window))
                && self.may_be_about(definition, &context)
                && row.direction.is_none_or(|direction| {
                    !is_of_other_direction(text(definition), direction, location)
                        && !is_named_for_other_direction(&definition.entry.name, direction)
                })
        })
    }

    fn may_be_about(&self, definition: &Definition, context: &WordsHere) -> bool {
        !self.things.is_other(text(definition), context)
    }

    /// The best namesake of the first of `names` that has one, in the operation's dictionaries and versions.
    fn fitting(
        &self,
        operation: &Operation,
        names: &[&str],
        fits: &dyn Fn(&Definition) -> bool,
    ) -> Option<&'a str> {
        let usable = |definition: &&Definition| {
            definition.window.overlaps(operation.window) && names_dictionary(operation, definition)
        };
        names.iter().find_map(|wanted| {
            self.reference
                .definitions
                .iter()
                .filter(usable)
                .filter(|definition| is_namesake(&definition.entry.name, wanted) && fits(definition))
                .map(|definition| definition.entry.name.as_str())
                .min_by_key(|name| (*name != *wanted, name.len()))
        })
    }
}

/// Does a sample show the key at a place that no row describes?
pub(super) fn shows(node: &Node, key: &str) -> bool {
    let here =
        node.members.get(key).is_some_and(|member| member.seen.first.is_some() && !member.is_declared());
    here || node.children().any(|(_, child)| shows(child, key))
}

/// Does a table of the operation name the dictionary of the entry?
fn names_dictionary(operation: &Operation, definition: &Definition) -> bool {
    operation.tables.iter().any(|table| table.dictionary == Some(definition.source))
}

/// The description of an entry.
fn text(definition: &Definition) -> &str {
    definition.entry.description.as_ref().map_or("", |text| text.value.as_str())
}
