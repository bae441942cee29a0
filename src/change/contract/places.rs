use super::body::{Field, Fields, shown};
use super::change::{Side, Thing};
use super::compare::Comparing;
use super::kind::ChangeKind;

/// Where fields are: the side, and the words around their names.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) side: Side,
    /// What the whole is called, `the body` or a parameter.
    pub(super) what: &'a str,
    pub(super) name: &'a str,
    pub(super) of: &'a str,
    /// The component that the whole is.
    pub(super) shared: Option<&'a str>,
    /// Do required and optional mean something for the whole?
    pub(super) counts: bool,
}

impl Comparing<'_> {
    /// Compares the places of a body or of a parameter. What is inside of something that came, went or became
    /// another kind of thing is told with it.
    pub(super) fn fields(&mut self, at: At<'_>, old: &Fields, new: &Fields) {
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

    pub(super) fn field(
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
