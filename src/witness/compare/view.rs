use std::collections::BTreeSet;

use serde_json::Value;

use super::member::Member;
use super::specification::{Specification, Spot};
use super::way::{Way, ends};
use crate::reference::{Direction, Types};
use crate::version::Window;

/// How deep alternatives and parts nest before nobody looks further.
const DEEPEST: usize = 24;

/// So many ways of one value are told apart.
const MOST_WAYS: usize = 400;

/// So many schemas are looked at for one place. Alternatives that refer to themselves have no end.
const MOST_SCHEMAS: usize = 4000;

/// What a specification says about one place: the ways in which a value may stand there.
#[derive(Debug, Clone)]
pub(super) struct View<'d> {
    spec: &'d Specification,
    pub(super) ways: Vec<Way<'d>>,
    /// Were there too many of them? Then nothing follows from what is not there.
    is_cut: bool,
    /// How many schemas were looked at.
    looked_at: usize,
}

impl<'d> View<'d> {
    /// The ways of a schema.
    pub(super) fn of(spec: &'d Specification, schema: Spot<'d>) -> Self {
        let mut view = Self::empty(spec);
        view.ways = view.expand(schema, Window::ALL, DEEPEST);
        view
    }

    /// Nothing is known.
    pub(super) fn empty(spec: &'d Specification) -> Self {
        Self { spec, ways: Vec::new(), is_cut: false, looked_at: 0 }
    }

    /// Takes in what another schema allows.
    pub(super) fn join(&mut self, other: Self) {
        self.ways.extend(other.ways);
        self.is_cut |= other.is_cut;
    }

    /// The same, of some ways only.
    pub(super) fn only(&self, wanted: impl Fn(&Way<'d>) -> bool) -> Self {
        let ways = self.ways.iter().filter(|way| wanted(way)).cloned().collect();
        Self { ways, ..self.clone() }
    }

    fn expand(&mut self, schema: Spot<'d>, window: Window, depth: usize) -> Vec<Way<'d>> {
        self.looked_at += 1;
        let Some(depth) = depth.checked_sub(1).filter(|_| self.looked_at < MOST_SCHEMAS) else {
            self.is_cut = true;
            return Vec::new();
        };
        let at = self.spec.resolved(schema);
        if at.value == &Value::Bool(false) {
            return Vec::new();
        }
        let window = window.intersect(at.window());
        let own = Way { parts: vec![at.clone()], window, action: at.action() };
        let mut ways = vec![own];
        for part in at.member("allOf").into_iter().flat_map(|parts| parts.items()) {
            let inner = self.expand(part, window, depth);
            ways = self.product(ways, &inner);
        }
        for choice in ["oneOf", "anyOf"] {
            let Some(alternatives) = at.member(choice) else { continue };
            let alternatives: Vec<Spot<'d>> =
                alternatives.items().map(|one| self.spec.resolved(one)).collect();
            let ends = ends(&alternatives);
            let mut inner = Vec::new();
            for (alternative, end) in alternatives.into_iter().zip(ends) {
                let window = window.intersect(Window { min: None, max: end });
                inner.extend(self.expand(alternative, window, depth));
            }
            ways = self.product(ways, &inner);
        }
        ways.retain(|way| !way.window.is_empty());
        ways
    }

    fn product(&mut self, ways: Vec<Way<'d>>, inner: &[Way<'d>]) -> Vec<Way<'d>> {
        let mut all = Vec::new();
        for way in &ways {
            for other in inner {
                if all.len() == MOST_WAYS {
                    self.is_cut = true;
                    return all;
                }
                all.push(Way {
                    parts: way.parts.iter().chain(&other.parts).cloned().collect(),
                    window: way.window.intersect(other.window),
                    action: other.action.or(way.action),
                });
            }
        }
        all
    }

    /// Does it say anything?
    pub(super) fn says_something(&self) -> bool {
        self.ways.iter().any(Way::says_something)
    }

    /// Where it is declared first.
    pub(super) fn pointer(&self) -> &str {
        // What stands alone says more than what holds alternatives.
        let first = self.ways.first().and_then(|way| way.parts.last());
        first.map_or("", |part| part.pointer.as_str())
    }

    /// The types that it takes, null aside unless it takes nothing else; nothing where it takes any.
    pub(super) fn types(&self) -> Types {
        if !self.ways.is_empty() && self.ways.iter().all(Way::is_null) {
            return Types::NULL;
        }
        let mut all = Types::NONE;
        for way in self.ways.iter().filter(|way| !way.is_null()) {
            let types = way.types().without(Types::NULL);
            if types.is_none() {
                return Types::NONE;
            }
            all = all.or(types);
        }
        all
    }

    /// May null stand there?
    pub(super) fn takes_null(&self) -> bool {
        self.ways.iter().any(Way::takes_null)
    }

    /// May null stand in what it holds? A text about an object or a list may speak of that.
    pub(super) fn holds_null(&self) -> bool {
        self.items().takes_null()
            || self.values_of_map().takes_null()
            || self
                .keys()
                .into_iter()
                .any(|key| self.member(key).is_some_and(|member| member.view.takes_null()))
    }

    /// Does it name null as a type, and list values without null? Then it says both.
    pub(super) fn contradicts_null(&self) -> bool {
        self.ways.iter().any(Way::contradicts_null)
    }

    /// The values of a closed list, if all ways have one.
    pub(super) fn values(&self) -> Option<BTreeSet<String>> {
        let mut all = BTreeSet::new();
        for way in self.ways.iter().filter(|way| !way.is_null()) {
            all.extend(way.values()?);
        }
        (!all.is_empty() && !self.is_cut).then_some(all)
    }

    /// The ways that are objects.
    fn objects(&self) -> impl Iterator<Item = &Way<'d>> {
        self.ways.iter().filter(|way| way.types().has(Types::OBJECT))
    }

    /// Are other keys refused, whatever way is taken?
    pub(super) fn is_closed(&self) -> bool {
        !self.is_cut
            && self.objects().next().is_some()
            && self.ways.iter().all(|way| !way.types().meets(Types::OBJECT) || way.is_closed())
            && !self.types().is_none()
    }

    /// The keys that are declared, in order.
    pub(super) fn keys(&self) -> Vec<&'d str> {
        let mut keys = Vec::new();
        let mut seen = BTreeSet::new();
        let all = self.ways.iter().flat_map(|way| &way.parts).filter_map(|part| part.member("properties"));
        for (key, _) in all.flat_map(|properties| properties.members()) {
            if seen.insert(key) {
                keys.push(key);
            }
        }
        keys
    }

    /// A key of the object.
    pub(super) fn member(&self, key: &str) -> Option<Member<'d>> {
        let mut view = Self { is_cut: self.is_cut, ..Self::empty(self.spec) };
        let mut pointer = None;
        let mut windows: Vec<Window> = Vec::new();
        let (mut required, mut optional, mut names_required) = (0, 0, true);
        let mut only_in = None;
        for way in &self.ways {
            let Some(at) = way.parts.iter().find_map(|part| part.member("properties")?.member(key)) else {
                continue;
            };
            windows.push(way.window.intersect(at.window()));
            pointer.get_or_insert_with(|| at.pointer.clone());
            names_required &= way.names_required();
            let whole = self.spec.resolved(at.clone());
            if at.is("readOnly") || whole.is("readOnly") {
                only_in = Some(Direction::Response);
            } else if at.is("writeOnly") || whole.is("writeOnly") {
                only_in = Some(Direction::Request);
            }
            match way.requires(key) {
                true => required += 1,
                false => optional += 1,
            }
            let ways = view.expand(at, way.window, DEEPEST);
            view.ways.extend(ways);
        }
        let window = windows.into_iter().reduce(Window::hull)?;
        Some(Member {
            view,
            required: required > 0,
            is_clear: required == 0 || optional == 0,
            names_required,
            only_in,
            window,
            pointer: pointer?,
        })
    }

    /// Which versions have the objects themselves.
    pub(super) fn window(&self) -> Window {
        self.ways.iter().map(|way| way.window).reduce(Window::hull).unwrap_or_default()
    }

    /// Do its ways differ by version?
    pub(super) fn has_versions(&self) -> bool {
        let mut windows = self.ways.iter().map(|way| way.window);
        windows.next().is_some_and(|first| windows.any(|other| other != first))
    }

    /// What a list holds.
    pub(super) fn items(&self) -> Self {
        self.below(|part| part.member("items"))
    }

    /// What the keys of a map lead to.
    pub(super) fn values_of_map(&self) -> Self {
        self.below(|part| {
            let patterns = part.member("patternProperties").and_then(|all| Some(all.members().next()?.1));
            patterns.or_else(|| part.member("additionalProperties").filter(|inner| inner.value.is_object()))
        })
    }

    fn below(&self, step: impl Fn(&Spot<'d>) -> Option<Spot<'d>>) -> Self {
        let mut view = Self { is_cut: self.is_cut, ..Self::empty(self.spec) };
        for way in &self.ways {
            for at in way.parts.iter().filter_map(&step) {
                let ways = view.expand(at, way.window, DEEPEST);
                view.ways.extend(ways);
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(schema: &str) -> (Vec<(String, String, bool)>, bool) {
        let text =
            format!("{{\"openapi\": \"3.1.0\", \"paths\": {{\"/a\": {{\"get\": {{\"s\": {schema}}}}}}}}}");
        let spec = Specification::parse("a.json", &text).unwrap();
        let at = spec.operations()[0].at.member("s").unwrap();
        let view = View::of(&spec, at);
        let told = |key: &str| {
            let member = view.member(key).unwrap();
            (format!("{key}: {}", member.view.types()), member.window.to_string(), member.required)
        };
        (view.keys().into_iter().map(told).collect(), view.is_closed())
    }

    #[test]
    fn alternatives_by_version_end_where_the_next_begins() {
        let schema = r#"{"oneOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"],
             "additionalProperties": false, "x-openstack": {"min-ver": "2.1"}},
            {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": ["null", "boolean"]}},
             "required": ["a"], "additionalProperties": false, "x-openstack": {"min-ver": "2.9"}}]}"#;
        let (keys, closed) = view(schema);
        let shown: Vec<String> =
            keys.iter().map(|(key, window, required)| format!("{key} {window} {required}")).collect();
        assert_eq!(shown, ["a: string or integer from 2.1 true", "b: boolean from 2.9 false"]);
        assert!(closed);
    }

    #[test]
    fn what_is_open_or_anything_closes_nothing() {
        assert!(!view(r#"{"type": "object", "properties": {"a": {}}}"#).1);
        assert!(!view(r#"{"additionalProperties": false, "type": "object"}"#).1);
        assert!(!view(r#"{"anyOf": [{"properties": {"a": {}}, "additionalProperties": false}, {}]}"#).1);
    }
}
