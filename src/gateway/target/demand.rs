use serde_json::{Map, Value};

use crate::gateway::ServerUrl;
use crate::projection::Kind;

/// One demand of a gateway.
pub(super) struct Demand {
    /// `aws.segment`: what tests and messages call it.
    pub key: &'static str,
    /// The demand, as a sentence that goes on after a colon.
    pub says: &'static str,
    /// Where it is written down or was seen; `guess` where neither is.
    pub source: &'static str,
    /// What is done about it.
    pub step: Step,
}

/// What is done about a demand.
pub(super) enum Step {
    /// Every document of the profile meets it.
    Held,
    /// The document states this version of OpenAPI.
    Version(&'static str),
    /// Components of these kinds are written out where they are used.
    Inline(&'static [&'static str]),
    /// The characters that names of schemas are left with.
    SchemaNames(fn(char) -> bool),
    /// Members of objects of this kind are left out, which is told.
    Drop(Kind, &'static [&'static str]),
    /// These values of `format` are left out, which is told.
    Formats(&'static [&'static str]),
    /// Parameters for which this holds are left out, which is told.
    DropParameters(fn(&Map<String, Value>) -> bool),
    /// Operations of a path with a segment that this refuses are left out.
    Segments(fn(&str) -> bool),
    /// Operations of these paths are left out.
    Reserved(&'static [&'static str]),
    /// Operations of these verbs are left out.
    Verbs(&'static [&'static str]),
    /// Operations of verbs for which OpenAPI has no field (`x-copy`) are left out: an import does not see them.
    Extensions,
    /// The document is changed in a way of its own, and nothing is lost by it.
    Edit(fn(&mut Value, &ServerUrl)),
    /// The document is changed in a way of its own; the places that lost something are told with their number.
    Loss(fn(&mut Value, &ServerUrl) -> usize),
    /// Headers that do not arrive under their names are told.
    Headers(&'static [&'static str]),
    /// Bodies of these media types are told.
    Media(&'static [&'static str]),
    /// What is so named is told where it is so.
    Told(fn(&Value) -> bool, &'static str),
    /// More of something than this is told, in the unit that is named.
    Most(fn(&Value) -> usize, usize, &'static str),
}
