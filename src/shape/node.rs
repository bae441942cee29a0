use compact_str::CompactString;
use serde_json::Value;

use super::seen::Seen;
use super::why::Why;
use crate::collections::{HashMap, IndexMap};
use crate::place::Pointer;
use crate::reference::{DefinitionId, OperationId, RowId, Types};
use crate::version::{Version, Window};

/// The key of a member: most are so short that they need no memory of their own.
pub(crate) type Key = CompactString;

/// The members of an object, in the order they were first met.
pub(crate) type Members = IndexMap<Key, Node>;

/// Members whose names follow patterns, in the order of the rows.
pub(crate) type Patterns = IndexMap<Pattern, Node>;

/// What is looked up by the name of a key.
pub(super) type ByKey<T> = HashMap<Key, T>;

/// A point in the inferred tree of a body: what stands there and where that comes from.
///
/// Three kinds of fact meet here and are never mixed up: rows *declare*, a wrapper that the table leaves out
/// is *structural*, a key that only samples show is *observed*. Only the first two make the contract.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    /// The rows that declare it; several are alternatives.
    pub rows: Vec<Placed>,
    /// A wrapper that no row declares.
    pub structural: bool,
    /// What samples show here.
    pub seen: Seen,
    /// The members of an object, in the order they were first met.
    pub members: Members,
    /// What an array holds.
    pub items: Option<Box<Node>>,
    /// The values of a map: an object whose keys are data.
    pub values: Option<Box<Node>>,
    /// Why it is a map, if it is one.
    pub map: Option<MapReason>,
    /// Members whose names follow a pattern (`volumes_{type}`).
    pub patterns: Patterns,
    /// The rows that describe the keys of a map, or further keys of an object.
    pub keys: Vec<Placed>,
    /// Only the description of the object around names it; its types as far as they can be guessed.
    pub mentioned: Option<Types>,
    /// Not required, whatever its rows say: some variant of the body lacks it, or no row says anything.
    pub optional: bool,
    /// The versions in which no row of its own has it, but rows of what is in it do: the table of another
    /// section lists it.
    pub implied: Vec<Window>,
    /// Only samples show it, and from this version on they no longer do.
    pub gone: Option<Version>,
    /// Bodies of which one or more fit: several operations on one path with different wrappers.
    pub variants: Vec<Variant>,
}

/// One of several bodies on the same method and path.
#[derive(Debug, Clone)]
pub(crate) struct Variant {
    /// The root key that tells it apart.
    pub action: Option<String>,
    /// Its operation.
    pub operation: OperationId,
    /// What tells it from the other forms of the body of its operation, if it is one of several.
    pub form: Option<String>,
    /// The versions that have this form.
    pub window: Window,
    /// The body.
    pub node: Node,
}

/// A row at its place in the tree.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// The operation.
    pub operation: OperationId,
    /// The row in its operation.
    pub row: RowId,
    /// The definition, if the row's reference resolves.
    pub definition: Option<DefinitionId>,
    /// The versions that have it here.
    pub window: Window,
    /// `required: true` in the dictionary.
    pub required: bool,
    /// The versions in which it is required, if it is: not before the one that its text states.
    pub required_in: Window,
    /// Why it stands here.
    pub why: Why,
}

/// The number of what is no sample, but an example in a description.
pub(super) const EXAMPLE: usize = usize::MAX;

/// Why an object is a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MapReason {
    /// A placeholder row stands for its keys.
    Placeholder,
    /// Its description speaks of key and value pairs.
    StrongText,
    /// Its description says that it, or what is in it, has any form.
    AnyForm,
    /// Most of its keys are no identifiers.
    KeysAreData,
    /// Its undocumented keys all hold objects of one shape.
    AlikeValues,
    /// Its description calls it a dictionary or mapping.
    WeakText,
    /// Its name is one that is always a map (`metadata`).
    Name,
}

impl MapReason {
    /// The words for `apiref explain`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Placeholder => "a placeholder row stands for its keys",
            Self::StrongText => "its description speaks of key and value pairs",
            Self::AnyForm => "its description says that it may have any form",
            Self::KeysAreData => "most of its keys are data",
            Self::AlikeValues => "its values are alike and its keys undocumented",
            Self::WeakText => "its description calls it a dictionary",
            Self::Name => "objects of this name hold free keys",
        }
    }
}

/// A name with a placeholder in it, such as `volumes_{volume_type}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pattern {
    /// Before the placeholder.
    pub prefix: String,
    /// After it.
    pub suffix: String,
}

impl Pattern {
    /// Reads a row name: `{x}`, `<x>` or a name with one of them in it.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        // Most names have neither.
        memchr::memchr2(b'{', b'<', name.as_bytes())?;
        [('{', '}'), ('<', '>')].into_iter().find_map(|(open, close)| {
            let (prefix, rest) = name.split_once(open)?;
            let (_, suffix) = rest.split_once(close)?;
            Some(Self { prefix: prefix.to_owned(), suffix: suffix.to_owned() })
        })
    }

    /// Does the placeholder stand for the whole key?
    pub(crate) fn is_whole(&self) -> bool {
        self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// The pattern as a regular expression of JSON Schema.
    pub(crate) fn regex(&self) -> String {
        let quoted = |text: &str| -> String {
            let quote = |letter: char| r"\.+*?()|[]{}^$".contains(letter).then_some('\\');
            text.chars().flat_map(|letter| quote(letter).into_iter().chain([letter])).collect()
        };
        format!(r"^{}[\s\S]+{}$", quoted(&self.prefix), quoted(&self.suffix))
    }

    /// Does `key` follow the pattern?
    pub(crate) fn matches(&self, key: &str) -> bool {
        key.len() > self.prefix.len() + self.suffix.len()
            && key.starts_with(&self.prefix)
            && key.ends_with(&self.suffix)
    }
}

/// A step from a node to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    /// A member of an object.
    Key(Key),
    /// The items of an array.
    Item,
    /// The values of a map.
    Value,
    /// The members whose names follow a pattern.
    Pattern(Pattern),
}

impl Node {
    /// Is it declared by a row?
    pub(crate) fn is_declared(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Does a row speak of further keys beside its members?
    pub(crate) fn is_open(&self) -> bool {
        self.map.is_none() && !self.keys.is_empty()
    }

    /// Does the documentation know it, as a row or as the wrapper?
    pub(crate) fn is_documented(&self) -> bool {
        self.structural || self.is_declared()
    }

    /// The versions in which its rows, or those of what is in it, have it.
    pub(crate) fn windows(&self) -> impl Iterator<Item = Window> {
        self.rows.iter().map(|placed| placed.window).chain(self.implied.iter().copied())
    }

    /// Does any row have it at a version?
    pub(crate) fn stands_at(&self, version: Version) -> bool {
        self.windows().any(|window| window.contains(version))
    }

    /// Adds a row that declares it.
    pub(super) fn declare(&mut self, placed: Placed) {
        // Most nodes have one row, and room for four would be most of the memory of the tree.
        if self.rows.is_empty() {
            self.rows.reserve_exact(1);
        }
        self.rows.push(placed);
    }

    /// Notes the value of sample `sample`, and all that is in it.
    pub(crate) fn observe(&mut self, value: &Value, sample: usize) {
        self.observe_at(value, sample, &mut Pointer::root());
    }

    fn observe_at(&mut self, value: &Value, sample: usize, at: &mut Pointer) {
        self.seen.note(value, sample, at);
        match value {
            Value::Object(members) => {
                self.members.reserve_exact(members.len().saturating_sub(self.members.len()));
                for (key, member) in members {
                    at.enter_key(key);
                    match self.members.get_mut(key.as_str()) {
                        Some(known) => known.observe_at(member, sample, at),
                        None => {
                            self.members.entry(Key::from(key)).or_default().observe_at(member, sample, at)
                        }
                    }
                    at.leave();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.enter_index(index);
                    self.items.get_or_insert_default().observe_at(item, sample, at);
                    at.leave();
                }
            }
            _ => {}
        }
    }

    /// The node that a path leads to.
    pub(crate) fn at(&self, path: &[Step]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match step {
            Step::Key(key) => node.members.get(key.as_str()),
            Step::Item => node.items.as_deref(),
            Step::Value => node.values.as_deref(),
            Step::Pattern(pattern) => node.patterns.get(pattern),
        })
    }

    /// The node that a path leads to; what is missing on the way is added.
    pub(crate) fn at_mut(&mut self, path: &[Step]) -> &mut Self {
        path.iter().fold(self, |node, step| match step {
            Step::Key(key) => node.members.entry(key.clone()).or_default(),
            Step::Item => &mut **node.items.get_or_insert_default(),
            Step::Value => &mut **node.values.get_or_insert_default(),
            Step::Pattern(pattern) => node.patterns.entry(pattern.clone()).or_default(),
        })
    }

    /// Through arrays of arrays to what they finally hold.
    pub(crate) fn content(&self) -> &Self {
        let mut node = self;
        while let (Some(items), true) = (&node.items, node.members.is_empty()) {
            node = items;
        }
        node
    }

    /// Takes over everything of `other` that may hold too.
    pub(crate) fn absorb(&mut self, other: Self) {
        for placed in other.rows {
            if !self
                .rows
                .iter()
                .any(|known| known.definition == placed.definition && known.window == placed.window)
            {
                self.declare(placed);
            }
        }
        self.structural |= other.structural;
        self.optional |= other.optional;
        self.mentioned = self.mentioned.or(other.mentioned);
        self.implied.extend(other.implied);
        self.gone = self.gone.zip(other.gone).map(|(own, others)| own.max(others));
        self.seen.absorb(other.seen);
        for (key, member) in other.members {
            match self.members.get_mut(&key) {
                Some(known) => known.absorb(member),
                None => drop(self.members.insert(key, member)),
            }
        }
        absorb_box(&mut self.items, other.items);
        absorb_box(&mut self.values, other.values);
        self.map = self.map.or(other.map);
        for (pattern, node) in other.patterns {
            self.patterns.entry(pattern).or_default().absorb(node);
        }
    }
}

fn absorb_box(own: &mut Option<Box<Node>>, other: Option<Box<Node>>) {
    match (own.as_mut(), other) {
        (Some(own), Some(other)) => own.absorb(*other),
        (None, other) => *own = other,
        _ => {}
    }
}
