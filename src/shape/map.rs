use super::node::{MapReason, Node};
use super::prose::{MapText, Prose};
use super::word::is_identifier;

/// What is known about an object when it is asked whether it is a map.
pub(super) struct Question<'a> {
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

/// The keys of an object as a text; of one whose members are all objects with the same keys, that they are any.
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
            let mut keys: Vec<&str> = members.keys().map(String::as_str).collect();
            keys.sort_unstable();
            keys.join(",")
        }
    }
}

/// Objects of these names hold keys that users choose.
const FREE: [&str; 6] = ["metadata", "meta", "extra_specs", "labels", "group_specs", "properties"];

impl Question<'_> {
    /// Decides whether the object is a map. `documented` says of a key whether a row has that name, `only_here` whether that row
    /// has no shallower place.
    pub(super) fn decide(
        &self,
        documented: impl Fn(&str) -> bool,
        only_here: impl Fn(&str) -> bool,
    ) -> Option<MapReason> {
        if self.dotted_children {
            return None;
        }
        let keys: Vec<&str> = self.node.members.keys().map(String::as_str).collect();
        let known = keys.iter().filter(|key| documented(key)).count();
        let text = self.prose.and_then(|prose| prose.map);
        if text == Some(MapText::Strong) && !(known >= 2 && known * 2 >= keys.len()) {
            return Some(MapReason::StrongText);
        }
        if FREE.contains(&self.key) && known < 2 {
            return Some(MapReason::Name);
        }
        if keys.iter().any(|key| documented(key) && only_here(key)) || known * 2 > keys.len() {
            return None;
        }
        let data = keys.iter().filter(|key| !is_identifier(key)).count();
        if data * 2 > keys.len() {
            return Some(MapReason::KeysAreData);
        }
        if known == 0 && self.prose.is_some() && self.alike_values() {
            return Some(MapReason::AlikeValues);
        }
        let says_fields = self.prose.is_some_and(|prose| prose.fields);
        (text == Some(MapText::Weak) && known == 0 && !says_fields).then_some(MapReason::WeakText)
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
