use std::collections::BTreeMap;

use super::super::renames::loose_operation;
use super::body::{Field, Fields, shown};
use super::kind::{ChangeKind, Class};
use super::operation::{Contract, Operation, Parameter, Response};
use super::part::{Part, plain};
use crate::collections::{HashMap, HashSet, IndexMap};
use crate::version::{Version, Window};

/// The side that a change is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What clients send; operations as a whole are on this side.
    Request,
    /// What they get.
    Response,
}

/// One change of what documents promise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// On which side.
    pub side: Side,
    /// What it means.
    pub class: Class,
    /// The operations that have it, `METHOD path` as they are now, or as they were if they are gone.
    pub operations: Vec<String>,
    /// What was there, where that says more than the kind.
    pub old: Option<String>,
    /// What is there.
    pub new: Option<String>,
    /// The microversion that brings it, if it is a new one.
    pub version: Option<Version>,
    pub(super) thing: Thing,
    /// The component that it is in, and where.
    shared: Option<String>,
}

/// What a change is about: `query parameter`, its name, `of the request`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Thing {
    pub(super) what: String,
    pub(super) name: String,
    pub(super) of: String,
}

impl Change {
    /// The change in a sentence, names in backquotes.
    pub fn message(&self) -> String {
        plain(&self.parts())
    }

    /// The name of the thing that changed: a key with what is around it, a parameter, a code; empty for an
    /// operation as a whole.
    pub fn name(&self) -> &str {
        &self.thing.name
    }

    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let words = |text: &str| Part::Words(text.to_owned());
        parts.push(words(&self.thing.what));
        if !self.thing.name.is_empty() {
            parts.push(Part::Name(self.thing.name.clone()));
        }
        if !self.thing.of.is_empty() {
            parts.push(words(&self.thing.of));
        }
        let old = Part::Name(self.old.clone().unwrap_or_default());
        let new = Part::Name(self.new.clone().unwrap_or_default());
        use ChangeKind as Kind;
        parts.extend(match self.kind {
            Kind::PathChanged | Kind::PathVariableRenamed | Kind::TitleChanged => {
                vec![words("is"), new, words("now, and was"), old]
            }
            Kind::TypeWidened | Kind::TypeNarrowed | Kind::TypeReplaced => {
                vec![words("has the type"), new, words("now, and had"), old]
            }
            Kind::ValuesListed => vec![words("takes nothing but"), new],
            Kind::ValueAdded => vec![words("takes"), new, words("as well")],
            Kind::ValueRemoved => vec![words("no longer takes"), old],
            Kind::BoundTightened => vec![words("takes less: it is"), new, words("now, and was"), old],
            Kind::BoundLoosened => vec![words("takes more: it is"), new, words("now, and was"), old],
            Kind::DefaultChanged | Kind::DefaultStated => {
                let was = self.old.is_some().then(|| vec![words("and was"), old]);
                let mut told = match &self.new {
                    Some(_) => vec![words("has the default"), new],
                    None => vec![words("has no default any more,")],
                };
                told.extend(was.unwrap_or_default());
                told
            }
            Kind::FormatChanged => vec![words("has the format"), new, words("now, and had"), old],
            Kind::WindowNarrowed => vec![words("exists in fewer microversions:"), new, words("and was"), old],
            Kind::WindowWidened => vec![words("exists in more microversions:"), new, words("and was"), old],
            kind => vec![words(short(kind))],
        });
        parts
    }

    /// Does it need a new microversion, where a service negotiates them?
    pub(super) fn wants_version(&self) -> bool {
        /// Every operation may give these.
        const COMMON: [&str; 5] = ["400", "401", "403", "404", "415"];
        let code = self.thing.name.as_str();
        let is_common = COMMON.contains(&code) || code.starts_with('5') || code == "default";
        self.kind.wants_version(self.side) && !(self.kind == ChangeKind::ErrorCodeAdded && is_common)
    }
}

/// What happened, where the kind says all.
fn short(kind: ChangeKind) -> &'static str {
    use ChangeKind as Kind;
    match kind {
        Kind::RequiredParameterAdded | Kind::RequiredKeyAdded => "is new and required",
        Kind::OperationRemoved
        | Kind::ActionRemoved
        | Kind::ParameterRemoved
        | Kind::KeyRemoved
        | Kind::SuccessCodeRemoved
        | Kind::ErrorCodeRemoved
        | Kind::HeaderRemoved
        | Kind::MediaTypeRemoved
        | Kind::SampleRemoved => "is gone",
        Kind::RequiredNow => "is required now",
        Kind::OptionalNow => "is optional now",
        Kind::NullAllowed => "may be null now",
        Kind::NullForbidden => "may no longer be null",
        Kind::ValuesUnlisted => "no longer lists its values",
        Kind::Deprecated => "is deprecated",
        Kind::Undeprecated => "is no longer deprecated",
        Kind::SampleChanged | Kind::DescriptionChanged => "is another one",
        _ => "is new",
    }
}

/// What changed from one contract to another: by operation, in the order of the later one, what is gone last.
/// What a component that several operations share has changed is one change.
pub fn compare(old: &Contract, new: &Contract) -> Vec<Change> {
    changes(old, new, false)
}

/// The changes; of windows alone, or of all else.
pub(super) fn changes(old: &Contract, new: &Contract, windows: bool) -> Vec<Change> {
    let pairs = pairs(old, new);
    let mut found = Vec::new();
    for (key, operation) in &new.operations {
        let mut side = Comparing { operation: key, windows, found: &mut found };
        match pairs.get(key).and_then(|old_key| old.operations.get(old_key)) {
            Some(before) => side.operation(before, operation),
            None => {
                side.whole(ChangeKind::OperationAdded);
            }
        }
    }
    let kept: HashSet<&String> = pairs.values().collect();
    for key in old.operations.keys().filter(|key| !kept.contains(key)) {
        Comparing { operation: key, windows, found: &mut found }.whole(ChangeKind::OperationRemoved);
    }
    found.retain(|change| {
        windows == matches!(change.kind, ChangeKind::WindowNarrowed | ChangeKind::WindowWidened)
    });
    merged(found)
}

/// What an operation is known again by.
type Way<'a> = dyn Fn(&str) -> String + 'a;

/// The earlier operation of each later one.
fn pairs(old: &Contract, new: &Contract) -> HashMap<String, String> {
    let mut pairs: HashMap<String, String> = HashMap::default();
    let mut taken: HashSet<String> = HashSet::default();
    let blank = |key: &str| {
        let parts: Vec<&str> =
            key.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        parts.join("/")
    };
    let ways: [&Way<'_>; 3] = [&|key| key.to_owned(), &blank, &loose_operation];
    for way in ways {
        let mut open: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for key in old.operations.keys().rev().filter(|key| !taken.contains(*key)) {
            open.entry(way(key)).or_default().push(key);
        }
        let unpaired: Vec<&String> = new.operations.keys().filter(|key| !pairs.contains_key(*key)).collect();
        for key in unpaired {
            if let Some(found) = open.get_mut(&way(key)).and_then(Vec::pop) {
                taken.insert(found.clone());
                pairs.insert(key.clone(), found.clone());
            }
        }
    }
    pairs
}

/// Changes that are equal but for the operation are one.
fn merged(found: Vec<Change>) -> Vec<Change> {
    type Key = (ChangeKind, Side, String, Option<String>, Option<String>);
    let mut merged: IndexMap<Key, Change> = IndexMap::default();
    for (number, change) in found.into_iter().enumerate() {
        let about = match (&change.shared, change.thing.name.is_empty()) {
            (Some(shared), _) => format!("in {shared}"),
            (None, false) => format!("{:?}", change.thing),
            (None, true) => format!("alone {number}"),
        };
        let key = (change.kind, change.side, about, change.old.clone(), change.new.clone());
        match merged.get_mut(&key) {
            Some(known) => {
                let more = change.operations.into_iter().filter(|one| !known.operations.contains(one));
                known.operations.extend(more.collect::<Vec<_>>());
            }
            None => drop(merged.insert(key, change)),
        }
    }
    merged.into_values().collect()
}

/// One operation that is compared.
struct Comparing<'a> {
    operation: &'a str,
    windows: bool,
    found: &'a mut Vec<Change>,
}

/// Where fields are: the side, and the words around their names.
#[derive(Clone, Copy)]
struct At<'a> {
    side: Side,
    /// What the whole is called, `the body` or a parameter.
    what: &'a str,
    name: &'a str,
    of: &'a str,
    /// The component that the whole is.
    shared: Option<&'a str>,
    /// Do required and optional mean something for the whole?
    counts: bool,
}

impl Comparing<'_> {
    fn push(&mut self, kind: ChangeKind, side: Side, thing: Thing, shared: Option<String>) -> &mut Change {
        let at = self.found.len();
        self.found.push(Change {
            kind,
            side,
            class: kind.class(side),
            operations: vec![self.operation.to_owned()],
            old: None,
            new: None,
            version: None,
            thing,
            shared,
        });
        #[expect(clippy::indexing_slicing, reason = "it was pushed right here")]
        &mut self.found[at]
    }

    fn whole(&mut self, kind: ChangeKind) -> &mut Change {
        let thing = Thing { what: "the operation".to_owned(), ..Thing::default() };
        self.push(kind, Side::Request, thing, None)
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        if old.path != new.path {
            let parts = |path: &str| path.split('/').count();
            let differs = |(one, other): (&str, &str)| {
                one != other && !(one.starts_with('{') && other.starts_with('{'))
            };
            let is_variable = parts(&old.path) == parts(&new.path)
                && !old.path.split('/').zip(new.path.split('/')).any(differs);
            let kind = if is_variable { ChangeKind::PathVariableRenamed } else { ChangeKind::PathChanged };
            let change = self.whole(kind);
            change.thing.what = "the path".to_owned();
            (change.old, change.new) = (Some(old.path.clone()), Some(new.path.clone()));
        }
        if old.title != new.title && !(old.title.is_empty() || new.title.is_empty()) {
            let change = self.whole(ChangeKind::TitleChanged);
            change.thing.what = "the title".to_owned();
            (change.old, change.new) = (Some(old.title.clone()), Some(new.title.clone()));
        }
        if old.description != new.description {
            self.whole(ChangeKind::DescriptionChanged).thing.what = "the description".to_owned();
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => {
                self.whole(ChangeKind::Deprecated);
            }
            (true, false) => {
                self.whole(ChangeKind::Undeprecated);
            }
            _ => {}
        }
        let whole = Thing { what: "the operation".to_owned(), ..Thing::default() };
        self.window(old.window, new.window, Side::Request, &whole, None);
        self.parameters(old, new);
        self.content(Side::Request, "request", "of the request", &old.request, &new.request);
        self.responses(&old.responses, &new.responses);
        self.samples(&old.samples, &new.samples);
    }

    fn window(&mut self, old: Window, new: Window, side: Side, thing: &Thing, shared: Option<&str>) {
        if !self.windows || old == new {
            return;
        }
        let kind = if new.covers(old) { ChangeKind::WindowWidened } else { ChangeKind::WindowNarrowed };
        let change = self.push(kind, side, thing.clone(), shared.map(str::to_owned));
        (change.old, change.new) = (Some(bounds(old)), Some(bounds(new)));
    }

    fn parameters(&mut self, old: &Operation, new: &Operation) {
        let thing = |parameter: &Parameter| Thing {
            what: format!("{} parameter", parameter.place),
            name: parameter.name.clone(),
            of: String::new(),
        };
        for (known_as, before) in &old.parameters {
            match new.parameters.get(known_as) {
                Some(now) => self.parameter(before, now, &thing(now)),
                // A variable that the path no longer has is told with the path.
                None if before.place == "path" => {}
                None => {
                    let shared = before.shared.clone();
                    self.push(ChangeKind::ParameterRemoved, Side::Request, thing(before), shared);
                }
            }
        }
        for (_, now) in new.parameters.iter().filter(|(known_as, _)| !old.parameters.contains_key(*known_as))
        {
            if now.place != "path" {
                let kind = if now.required {
                    ChangeKind::RequiredParameterAdded
                } else {
                    ChangeKind::ParameterAdded
                };
                self.push(kind, Side::Request, thing(now), now.shared.clone());
            }
        }
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter, thing: &Thing) {
        let shared = new.shared.as_deref();
        let mut say = |kind| {
            self.push(kind, Side::Request, thing.clone(), shared.map(str::to_owned));
        };
        match (old.required, new.required) {
            (false, true) => say(ChangeKind::RequiredNow),
            (true, false) => say(ChangeKind::OptionalNow),
            _ => {}
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => say(ChangeKind::Deprecated),
            (true, false) => say(ChangeKind::Undeprecated),
            _ => {}
        }
        if old.description != new.description {
            let described = Thing { what: format!("the description of {}", thing.what), ..thing.clone() };
            self.push(ChangeKind::DescriptionChanged, Side::Request, described, shared.map(str::to_owned));
        }
        self.window(old.window, new.window, Side::Request, thing, shared);
        let at =
            At { side: Side::Request, what: &thing.what, name: &thing.name, of: "", shared, counts: false };
        self.fields(at, &old.fields, &new.fields);
    }

    fn content(
        &mut self,
        side: Side,
        what: &str,
        of: &str,
        old: &IndexMap<String, Fields>,
        new: &IndexMap<String, Fields>,
    ) {
        let media = |name: &str| Thing {
            what: format!("the {what} body as"),
            name: name.to_owned(),
            of: String::new(),
        };
        for (name, before) in old {
            match new.get(name) {
                Some(now) => {
                    let at = At {
                        side,
                        what: "the body",
                        name: "",
                        of,
                        shared: None,
                        counts: side == Side::Request,
                    };
                    self.fields(at, before, now);
                }
                None => {
                    self.push(ChangeKind::MediaTypeRemoved, side, media(name), None);
                }
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.push(ChangeKind::MediaTypeAdded, side, media(name), None);
        }
    }

    fn responses(&mut self, old: &IndexMap<String, Response>, new: &IndexMap<String, Response>) {
        let thing = |code: &str| Thing { what: "code".to_owned(), name: code.to_owned(), of: String::new() };
        let is_success = |code: &str| code.starts_with(['1', '2', '3']);
        for (code, before) in old {
            match new.get(code) {
                Some(now) => self.response(code, before, now),
                None => {
                    let kind = if is_success(code) {
                        ChangeKind::SuccessCodeRemoved
                    } else {
                        ChangeKind::ErrorCodeRemoved
                    };
                    self.push(kind, Side::Response, thing(code), None);
                }
            }
        }
        for code in new.keys().filter(|code| !old.contains_key(*code)) {
            let kind =
                if is_success(code) { ChangeKind::SuccessCodeAdded } else { ChangeKind::ErrorCodeAdded };
            self.push(kind, Side::Response, thing(code), None);
        }
    }

    fn response(&mut self, code: &str, old: &Response, new: &Response) {
        let of = format!("of response {code}");
        self.content(Side::Response, &format!("response {code}"), &of, &old.content, &new.content);
        let thing = |name: &str| Thing { what: "header".to_owned(), name: name.to_owned(), of: of.clone() };
        for (name, before) in &old.headers {
            match new.headers.get(name) {
                Some(now) => {
                    let shared = now.shared.as_deref();
                    self.field(Side::Response, &thing(name), shared, before, now, false);
                }
                None => {
                    self.push(ChangeKind::HeaderRemoved, Side::Response, thing(name), None);
                }
            }
        }
        for name in new.headers.keys().filter(|name| !old.headers.contains_key(*name)) {
            self.push(ChangeKind::HeaderAdded, Side::Response, thing(name), None);
        }
    }

    fn samples(
        &mut self,
        old: &BTreeMap<(String, String), String>,
        new: &BTreeMap<(String, String), String>,
    ) {
        let mut say = |kind, (side, name): &(String, String)| {
            let of = match side.as_str() {
                "request" => "of the request".to_owned(),
                code => format!("of response {code}"),
            };
            let side = if side == "request" { Side::Request } else { Side::Response };
            self.push(kind, side, Thing { what: "sample".to_owned(), name: name.clone(), of }, None);
        };
        for (name, before) in old {
            match new.get(name) {
                Some(now) if now == before => {}
                Some(_) => say(ChangeKind::SampleChanged, name),
                None => say(ChangeKind::SampleRemoved, name),
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            say(ChangeKind::SampleAdded, name);
        }
    }

    /// Compares the places of a body or of a parameter. What is inside of something that came, went or became
    /// another kind of thing is told with it.
    fn fields(&mut self, at: At<'_>, old: &Fields, new: &Fields) {
        let nothing = Field { required: true, ..Field::default() };
        let root = |fields: &Fields| fields.get("").cloned().unwrap_or_else(|| nothing.clone());
        let (old_root, new_root) = (root(old), root(new));
        let before = |path: &str| if path.is_empty() { Some(&old_root) } else { old.get(path) };
        let now = |path: &str| if path.is_empty() { Some(&new_root) } else { new.get(path) };
        let is_alike = |path: &str| {
            let around = path.rsplit_once('/').map_or("", |(around, _)| around);
            matches!((before(around), now(around)), (Some(before), Some(now)) if !is_replaced(before, now))
        };
        if !(old.is_empty() && new.is_empty()) {
            self.field(at.side, &thing(at, ""), shared(at, &new_root), &old_root, &new_root, at.counts);
        }
        for (path, before) in old.iter().filter(|(path, _)| !path.is_empty()) {
            match new.get(path) {
                Some(now) => {
                    // The key of an action is there whenever the action is asked for.
                    let counts = !is_unnamed(path) && !now.action;
                    self.field(at.side, &thing(at, path), shared(at, now), before, now, counts);
                }
                None if is_alike(path) => {
                    let kind = match (before.action, is_unnamed(path)) {
                        (true, _) => ChangeKind::ActionRemoved,
                        (_, true) => ChangeKind::TypeWidened,
                        _ => ChangeKind::KeyRemoved,
                    };
                    let change =
                        self.push(kind, at.side, thing(at, path), shared(at, before).map(str::to_owned));
                    (change.old, change.new) = (Some(types(before)), Some("anything".to_owned()));
                }
                None => {}
            }
        }
        for (path, now) in new.iter().filter(|(path, _)| !path.is_empty() && !old.contains_key(*path)) {
            if is_alike(path) {
                let kind = match (now.action, is_unnamed(path), now.required) {
                    (true, ..) => ChangeKind::ActionAdded,
                    (_, true, _) => ChangeKind::TypeNarrowed,
                    (.., true) => ChangeKind::RequiredKeyAdded,
                    (.., false) => ChangeKind::KeyAdded,
                };
                let change = self.push(kind, at.side, thing(at, path), shared(at, now).map(str::to_owned));
                (change.old, change.new) = (Some("anything".to_owned()), Some(types(now)));
            }
        }
    }

    fn field(
        &mut self,
        side: Side,
        thing: &Thing,
        shared: Option<&str>,
        old: &Field,
        new: &Field,
        counts: bool,
    ) {
        let mut say = |kind, values: Values| {
            let change = self.push(kind, side, thing.clone(), shared.map(str::to_owned));
            (change.old, change.new) = values;
        };
        if old.types != new.types {
            let kind = match (new.takes_type_of(old), old.takes_type_of(new)) {
                (true, _) => ChangeKind::TypeWidened,
                (_, true) => ChangeKind::TypeNarrowed,
                _ => ChangeKind::TypeReplaced,
            };
            say(kind, (Some(types(old)), Some(types(new))));
        }
        match (old.nullable, new.nullable) {
            (false, true) => say(ChangeKind::NullAllowed, (None, None)),
            (true, false) => say(ChangeKind::NullForbidden, (None, None)),
            _ => {}
        }
        match (old.required && counts, new.required && counts) {
            (false, true) => say(ChangeKind::RequiredNow, (None, None)),
            (true, false) => say(ChangeKind::OptionalNow, (None, None)),
            _ => {}
        }
        for (kind, values) in listed(old, new) {
            say(kind, values);
        }
        if new.is_tighter(old) {
            say(ChangeKind::BoundTightened, (Some(told_bounds(old)), Some(told_bounds(new))));
        }
        if old.is_tighter(new) {
            say(ChangeKind::BoundLoosened, (Some(told_bounds(old)), Some(told_bounds(new))));
        }
        if old.default != new.default {
            let both = old.default.is_some() && new.default.is_some();
            let kind = if both { ChangeKind::DefaultChanged } else { ChangeKind::DefaultStated };
            say(kind, (old.default.clone(), new.default.clone()));
        }
        if old.format != new.format {
            let told = |format: &Option<String>| Some(format.clone().unwrap_or_else(|| "none".to_owned()));
            say(ChangeKind::FormatChanged, (told(&old.format), told(&new.format)));
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => say(ChangeKind::Deprecated, (None, None)),
            (true, false) => say(ChangeKind::Undeprecated, (None, None)),
            _ => {}
        }
        if old.description != new.description {
            let described = Thing { what: format!("the description of {}", thing.what), ..thing.clone() };
            self.push(ChangeKind::DescriptionChanged, side, described, shared.map(str::to_owned));
        }
        self.window(old.window, new.window, side, thing, shared);
    }
}

/// What was there, and what is there.
type Values = (Option<String>, Option<String>);

/// What changed in the listed values.
fn listed(old: &Field, new: &Field) -> Vec<(ChangeKind, Values)> {
    let told = |values: Vec<&String>| {
        let values: Vec<&str> = values.into_iter().map(String::as_str).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut found = Vec::new();
    match (&old.values, &new.values) {
        (None, Some(values)) => {
            found.push((ChangeKind::ValuesListed, (None, told(values.iter().collect()))));
        }
        (Some(_), None) => found.push((ChangeKind::ValuesUnlisted, (None, None))),
        (Some(old), Some(new)) => {
            if let Some(come) = told(new.difference(old).collect()) {
                found.push((ChangeKind::ValueAdded, (None, Some(come))));
            }
            if let Some(gone) = told(old.difference(new).collect()) {
                found.push((ChangeKind::ValueRemoved, (Some(gone), None)));
            }
        }
        (None, None) => {}
    }
    found
}

/// Is that another kind of thing?
fn is_replaced(old: &Field, new: &Field) -> bool {
    !new.takes_type_of(old) && !old.takes_type_of(new)
}

/// Is that the items of a list or the values of a map?
fn is_unnamed(path: &str) -> bool {
    path.ends_with("/[]") || path.ends_with("/{}")
}

fn thing(at: At<'_>, path: &str) -> Thing {
    let At { what, name, of, .. } = at;
    let of = of.to_owned();
    match path {
        "" => Thing { what: what.to_owned(), name: name.to_owned(), of },
        path if name.is_empty() => Thing { what: "key".to_owned(), name: shown(path), of },
        path => Thing { what: what.to_owned(), name: format!("{name}{}", shown(path)), of },
    }
}

fn shared<'f>(at: At<'f>, field: &'f Field) -> Option<&'f str> {
    field.shared.as_deref().or(at.shared)
}

fn types(field: &Field) -> String {
    match field.types.is_empty() {
        true => "anything".to_owned(),
        false => field.types.iter().map(String::as_str).collect::<Vec<_>>().join(" or "),
    }
}

fn told_bounds(field: &Field) -> String {
    let closed = field.closed.then(|| "no other keys".to_owned());
    let told: Vec<String> =
        field.bounds.iter().map(|(name, value)| format!("{name} {value}")).chain(closed).collect();
    if told.is_empty() { "unbounded".to_owned() } else { told.join(", ") }
}

fn bounds(window: Window) -> String {
    match (window.min, window.max) {
        (None, None) => "all".to_owned(),
        (Some(min), None) => format!("{min} and later"),
        (None, Some(max)) => format!("up to {max}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
    }
}
