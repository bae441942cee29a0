use super::node::{Key, MapReason, Node};
use super::prose::{MapText, Prose};
use super::word::is_identifier;
use crate::reference::Types;

/// What is known about an object when it is asked whether it is a map.
pub(super) struct ObjectFacts<'a> {
    /// Its key.
    pub(super) key: &'a str,
    /// The description of the row with its name, if there is one.
    pub(super) prose: Option<&'a Prose>,
    /// Dotted rows name members of it.
    pub(super) dotted_children: bool,
    /// Its members.
    pub(super) node: &'a Node,
}

/// How many levels of objects are compared.
const DEEPEST: usize = 3;

/// The keys of an object as a text; of one whose members are all objects with the same keys, that they are
/// any.
fn outline(node: &Node, depth: usize) -> String {
    let members = &node.content().members;
    let inner: Vec<String> = match depth.checked_sub(1) {
        Some(depth) if !members.is_empty() && members.values().all(|member| !member.members.is_empty()) => {
            members.values().map(|member| outline(member, depth)).collect()
        }
        _ => Vec::new(),
    };
    match inner.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => format!("*{first}"),
        _ => {
            let mut keys: Vec<&str> = members.keys().map(Key::as_str).collect();
            keys.sort_unstable();
            keys.join(",")
        }
    }
}

/// Objects of these names hold keys that users choose.
const FREE: [&str; 6] = ["metadata", "meta", "extra_specs", "labels", "group_specs", "properties"];

/// Is it the name of an object whose keys users choose?
pub(super) fn is_free(name: &str) -> bool {
    FREE.contains(&name)
}

impl ObjectFacts<'_> {
    /// Decides whether the object is a map. `documented` says of a key whether a row has that name,
    /// `only_here` whether that row has no shallower place.
    pub(super) fn decide(
        &self,
        documented: impl Fn(&str) -> bool,
        only_here: impl Fn(&str) -> bool,
    ) -> Option<MapReason> {
        // Rows that name its members say what it is.
        if self.dotted_children {
            return None;
        }
        let keys: Vec<&str> = self.node.members.keys().map(Key::as_str).collect();
        let known = keys.iter().filter(|key| documented(key)).count();
        let text = self.prose.and_then(|prose| prose.map);
        // "Key and value pairs" is plain, unless the table lists the very keys: then the text speaks of
        // something in it.
        let are_listed = known >= 2 && known * 2 >= keys.len();
        if self.prose.is_some_and(|prose| prose.any_form) && !are_listed {
            return Some(MapReason::AnyForm);
        }
        if text == Some(MapText::Strong) && !are_listed {
            return Some(MapReason::StrongText);
        }
        // Objects of these names are maps everywhere; one known key may be a coincidence (a label called
        // `name`).
        if is_free(self.key) && known < 2 {
            return Some(MapReason::Name);
        }
        // A key that a row describes, and describes nowhere shallower, makes it an object.
        if keys.iter().any(|key| documented(key) && only_here(key)) || known * 2 > keys.len() {
            return None;
        }
        // No program names its fields by UUIDs, addresses or in capitals.
        let data = keys.iter().filter(|key| !is_identifier(key)).count();
        if data * 2 > keys.len() || self.node.keys_are_names() {
            return Some(MapReason::KeysAreData);
        }
        // What one key of "a dictionary" holds says nothing about the others.
        let is_one_of_any = text == Some(MapText::Weak) && keys.len() == 1;
        if known == 0 && self.prose.is_some() && !is_one_of_any && self.alike_values() {
            return Some(MapReason::AlikeValues);
        }
        // "A dictionary" alone says little: it counts only where nothing else does. All others stay open
        // objects: keys that merely differ between samples are choices.
        let says_fields = self.prose.is_some_and(|prose| prose.fields);
        let is_weak_map =
            text == Some(MapText::Weak) && known == 0 && !says_fields && !self.has_several_kinds();
        is_weak_map.then_some(MapReason::WeakText)
    }

    /// Do some members hold objects or lists, and others something else? Then each key has a meaning of its own.
    fn has_several_kinds(&self) -> bool {
        let kind = |member: &Node| {
            let shown = member.seen.types;
            (shown.has(Types::OBJECT), shown.has(Types::ARRAY))
        };
        let mut kinds = self
            .node
            .members
            .values()
            .filter(|member| !member.seen.types.without(Types::NULL).is_none())
            .map(kind);
        let first = kinds.next();
        kinds.any(|kind| Some(kind) != first)
    }

    /// Two or more objects with the same keys, or one list of objects.
    fn alike_values(&self) -> bool {
        let mut members = self.node.members.values();
        let Some(first) = members.next() else { return false };
        let outline = outline(first, DEEPEST);
        let lists = first.items.is_some();
        let alike = members
            .clone()
            .all(|other| other.items.is_some() == lists && self::outline(other, DEEPEST) == outline);
        !first.content().members.is_empty() && alike && (self.node.members.len() > 1 || lists)
    }
}

impl Node {
    /// Is each key the value of `name` or `id` in what it holds? One alone may be so by chance.
    pub(super) fn keys_are_names(&self) -> bool {
        let is_named = |(key, member): (&Key, &Self)| {
            ["name", "id", "uuid"]
                .iter()
                .filter_map(|name| member.members.get(*name))
                .any(|name| matches!(name.seen.texts.as_slice(), [text] if text == key.as_str()))
        };
        self.members.len() > 1 && self.members.iter().all(is_named)
    }

    /// Turns an object into a map: its members become one kind of value.
    pub(super) fn become_map(&mut self, reason: MapReason) {
        self.map = Some(reason);
        let mut values = self.values.take().unwrap_or_default();
        for (_, member) in std::mem::take(&mut self.members) {
            values.absorb(member);
        }
        self.values = Some(values);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reason(key: &str, text: &str, value: &Value, documented: &[&str]) -> Option<MapReason> {
        let mut node = Node::default();
        node.observe(value, 0);
        let prose = Prose::read(text);
        let question = ObjectFacts { key, prose: Some(&prose), dotted_children: false, node: &node };
        question.decide(|name| documented.contains(&name), |_| false)
    }

    #[test]
    fn texts_that_speak_of_pairs_make_maps_unless_rows_list_the_keys() {
        let shown = json!({"color": "red", "size": 1});
        assert_eq!(reason("marks", "Key and value pairs.", &shown, &[]), Some(MapReason::StrongText));
        assert_eq!(reason("marks", "Key and value pairs.", &shown, &["color"]), Some(MapReason::StrongText));
        assert_eq!(reason("marks", "Key and value pairs.", &shown, &["color", "size"]), None);
        assert_eq!(reason("marks", "A dictionary.", &shown, &[]), Some(MapReason::WeakText));
        assert_eq!(reason("marks", "A dictionary.", &shown, &["color"]), None);
        assert_eq!(reason("marks", "A dictionary with the following fields.", &shown, &[]), None);
        assert_eq!(reason("marks", "The marks.", &shown, &[]), None);
    }

    #[test]
    fn what_has_any_form_is_a_map_of_anything() {
        let shown = json!({"version": "1", "parts": {"a": 1}});
        for text in [
            "The template: a JSON object of any form.",
            "An arbitrary JSON document.",
            "Pairs; the values may be of any type.",
        ] {
            assert_eq!(reason("template", text, &shown, &[]), Some(MapReason::AnyForm), "{text}");
        }
        assert_eq!(reason("template", "A free-form object.", &shown, &["version", "parts"]), None);
        assert_eq!(reason("volume", "A volume of any type.", &shown, &[]), None);
    }

    #[test]
    fn some_names_are_maps_everywhere() {
        assert_eq!(reason("metadata", "", &json!({"a": 1}), &[]), Some(MapReason::Name));
        assert_eq!(reason("metadata", "", &json!({"a": 1, "b": 2}), &["a", "b"]), None);
        assert_eq!(reason("scheduler_hints", "", &json!({"a": 1}), &[]), None);
    }

    #[test]
    fn keys_that_are_data_make_maps() {
        let by_trait = json!({"HW_CPU_X86": 1, "HW_GPU": 2, "plain": 3});
        assert_eq!(reason("traits", "", &by_trait, &[]), Some(MapReason::KeysAreData));
        assert_eq!(reason("traits", "", &json!({"HW_GPU": 1, "plain": 2}), &[]), None);
    }

    #[test]
    fn values_that_are_alike_make_maps() {
        let alike = json!({"upper": {"books": 1}, "lower": {"books": 2}});
        assert_eq!(reason("shelves", "The shelves.", &alike, &[]), Some(MapReason::AlikeValues));
        let lists = json!({"upper": [{"books": 1}]});
        assert_eq!(reason("shelves", "The shelves.", &lists, &[]), Some(MapReason::AlikeValues));
        let choices = json!({"branch": {"id": 1}, "town": {"name": "a"}});
        assert_eq!(reason("scope", "The scope.", &choices, &[]), None);
        assert_eq!(reason("shelf", "The shelf.", &json!({"upper": {"books": 1}}), &[]), None);
    }

    #[test]
    fn a_key_with_no_other_place_makes_an_object() {
        let mut node = Node::default();
        node.observe(&json!({"HW_CPU_X86": 1, "HW_GPU": 2, "count": 3}), 0);
        let question = ObjectFacts { key: "traits", prose: None, dotted_children: false, node: &node };
        assert_eq!(question.decide(|name| name == "count", |name| name == "count"), None);
        assert_eq!(question.decide(|name| name == "count", |_| false), Some(MapReason::KeysAreData));
        let question = ObjectFacts { dotted_children: true, ..question };
        assert_eq!(question.decide(|_| false, |_| false), None);
    }
}
