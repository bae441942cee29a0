use serde_json::{Map, Value};

use crate::version::{Version, Window};
use crate::yaml::{json_value, yaml_value};

/// The methods that a path item may hold.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// So many references are followed in a row.
const MOST_REFERENCES: usize = 40;

/// One of so many objects has to name required keys, else nothing follows where an object names none.
const RARELY: usize = 10;

/// A document of OpenAPI that somebody derived from the code of a service.
#[derive(Debug, Clone)]
pub struct Specification {
    /// The name of its file.
    name: String,
    document: Value,
    /// Do its objects say what is required?
    names_required: bool,
}

/// Why a text is no specification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSpecification {
    /// It is neither JSON nor YAML.
    #[error("is neither JSON nor YAML: {0}")]
    NoValue(String),
    /// It is none of OpenAPI 3.
    #[error("is no document of OpenAPI 3: it has no key `openapi` with 3.0, 3.1 or 3.2")]
    NoOpenApi,
}

/// A value of the document, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Spot<'d> {
    pub(super) value: &'d Value,
    /// A JSON pointer.
    pub(super) pointer: String,
}

/// An operation of a specification.
#[derive(Debug, Clone)]
pub(super) struct SpecOperation<'d> {
    /// In upper case.
    pub(super) method: String,
    pub(super) path: String,
    pub(super) item: Spot<'d>,
    pub(super) at: Spot<'d>,
}

impl Specification {
    /// Reads a text, JSON or YAML; `name` is what findings call it.
    pub fn parse(name: &str, text: &str) -> Result<Self, NoSpecification> {
        let document = match text.trim_start().starts_with('{') {
            true => json_value(text),
            false => yaml_value(text),
        };
        let document = document.map_err(NoSpecification::NoValue)?;
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        if !["3.0", "3.1", "3.2"].iter().any(|known| version.starts_with(known)) {
            return Err(NoSpecification::NoOpenApi);
        }
        let names_required = names_required(&document);
        Ok(Self { name: name.to_owned(), document, names_required })
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Does it say what is required? Where next to no object does, nobody wrote it down.
    pub(super) fn names_required(&self) -> bool {
        self.names_required
    }

    /// What stands behind references.
    pub(super) fn resolved<'d>(&'d self, spot: Spot<'d>) -> Spot<'d> {
        let mut spot = spot;
        for _ in 0..MOST_REFERENCES {
            let Some(target) = spot.value.get("$ref").and_then(Value::as_str) else { break };
            let Some(pointer) = target.strip_prefix('#') else { break };
            let Some(value) = self.document.pointer(pointer) else { break };
            spot = Spot { value, pointer: pointer.to_owned() };
        }
        spot
    }

    /// The path of its first server, which stands before all paths, if there is one.
    pub(super) fn base(&self) -> &str {
        let servers = self.document.get("servers").and_then(Value::as_array);
        let url = servers.and_then(|all| all.first()?.get("url")?.as_str()).unwrap_or_default();
        let behind_host =
            url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        behind_host.trim_matches('/')
    }

    /// Its operations, in the order of the document.
    pub(super) fn operations(&self) -> Vec<SpecOperation<'_>> {
        let root = Spot { value: &self.document, pointer: String::new() };
        let Some(paths) = root.member("paths") else { return Vec::new() };
        let mut found = Vec::new();
        for (path, item) in paths.members() {
            let item = self.resolved(item);
            for method in METHODS {
                let Some(at) = item.member(method).filter(|at| at.value.is_object()) else { continue };
                let method = method.to_uppercase();
                found.push(SpecOperation { method, path: path.to_owned(), item: item.clone(), at });
            }
        }
        found
    }
}

impl<'d> Spot<'d> {
    /// A member of an object.
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, pointer: format!("{}/{}", self.pointer, escaped(key)) })
    }

    /// The members of an object.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let pointer = self.pointer.clone();
        self.value.as_object().into_iter().flat_map(Map::iter).map(move |(key, value)| {
            (key.as_str(), Spot { value, pointer: format!("{pointer}/{}", escaped(key)) })
        })
    }

    /// The items of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten();
        items.enumerate().map(move |(index, value)| Spot { value, pointer: format!("{pointer}/{index}") })
    }

    /// The text of a member.
    pub(super) fn text(&self, key: &str) -> &'d str {
        self.value.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// Is a member `true`?
    pub(super) fn is(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The versions that `x-openstack` states.
    pub(super) fn window(&self) -> Window {
        self.value.get("x-openstack").map(window).unwrap_or_default()
    }

    /// The action that `x-openstack` names.
    pub(super) fn action(&self) -> Option<&'d str> {
        self.value.get("x-openstack")?.get("action-name")?.as_str()
    }
}

/// A window as documents state it: `{min-ver, max-ver}`. A last version before the first one is a slip of the
/// generator, left over from an older schema.
fn window(stated: &Value) -> Window {
    let version = |key: &str| stated.get(key).and_then(Value::as_str).and_then(Version::parse);
    let window = Window { min: version("min-ver"), max: version("max-ver") };
    if window.is_empty() { Window { max: None, ..window } } else { window }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Do the objects of a document say what is required? Read with a list of what is still to be read: documents
/// nest as deep as they like.
fn names_required(document: &Value) -> bool {
    let (mut objects, mut with) = (0, 0);
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if members.get("properties").is_some_and(Value::is_object) {
                    objects += 1;
                    with += usize::from(members.get("required").is_some_and(Value::is_array));
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    with * RARELY >= objects
}
