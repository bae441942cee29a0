use indexmap::IndexMap;
use serde_json::Value;

use crate::place::Pointer;
use crate::reference::{Types, Window};

/// A point in the inferred tree of a body: what stands there and where that comes from.
///
/// Three kinds of fact meet here and are never mixed up: rows *declare*, a wrapper that the table leaves out is *structural*, a key that only
/// samples show is *observed*. Only the first two make the contract.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// The rows that declare it; several are alternatives.
    pub rows: Vec<Placed>,
    /// A wrapper that no row declares.
    pub structural: bool,
    /// What samples show here.
    pub seen: Seen,
    /// The members of an object, in the order they were first met.
    pub members: IndexMap<String, Node>,
    /// What an array holds.
    pub items: Option<Box<Node>>,
    /// The values of a map: an object whose keys are data.
    pub values: Option<Box<Node>>,
    /// Why it is a map, if it is one.
    pub map: Option<MapReason>,
    /// Members whose names follow a pattern (`volumes_{type}`): pattern, what stands there.
    pub patterns: Vec<(Pattern, Node)>,
    /// The rows that describe the keys of a map, or further keys of an object.
    pub keys: Vec<Placed>,
    /// Only the description of the object around names it; its types as far as they can be guessed.
    pub mentioned: Option<Types>,
    /// Not required, whatever its rows say: some variant of the body lacks it.
    pub optional: bool,
    /// Bodies of which one or more fit: several operations on one path with different wrappers.
    pub variants: Vec<Variant>,
}

/// One of several bodies on the same method and path.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The root key that tells it apart.
    pub action: Option<String>,
    /// Index of its operation in `Reference::operations`.
    pub operation: usize,
    /// The body.
    pub node: Node,
}

/// A row at its place in the tree.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Index of the operation in `Reference::operations`.
    pub operation: usize,
    /// Index of the row in its operation.
    pub row: usize,
    /// Index of the definition, if the row's reference resolves.
    pub definition: Option<usize>,
    /// The versions that have it here.
    pub window: Window,
    /// `required: true` in the dictionary.
    pub required: bool,
    /// The versions in which it is required, if it is: not before the one that its text states.
    pub required_in: Window,
    /// Why it stands here.
    pub why: Why,
}

/// Why a row stands where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its name is a key of the root.
    Root,
    /// It is the wrapper.
    Wrapper,
    /// It is the wrapper, but for singular and plural.
    WrapperByNumber,
    /// Its name is a key directly in the wrapper.
    InWrapper,
    /// Its name is a key at one deeper place only.
    Deeper,
    /// Its name is a key at several places; this one lies in the container listed before it, or comes first.
    Nearest,
    /// Its row has a shallower place, and the same key stands here in a documented object too.
    Shared,
    /// Its dotted name says so.
    Dotted,
    /// Its section's title names the object.
    Section,
    /// The same name but for `-`, `_`, case or prefix.
    NearName,
    /// All values of a map show its name, and nothing else does.
    InValues,
    /// A row with the same name after another prefix stands here.
    Beside,
    /// Another operation on the resource shows it at this place.
    Sibling,
    /// No sample shows it: put under the wrapper, or at the root.
    Assumed,
    /// It is a placeholder for data keys.
    Placeholder,
}

impl Why {
    /// The words for `apiref explain`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "a key of the root",
            Self::Wrapper => "the wrapper key",
            Self::WrapperByNumber => "the wrapper key, but for singular and plural",
            Self::InWrapper => "a key directly in the wrapper",
            Self::Deeper => "the only place where a sample shows the key",
            Self::Nearest => "the nearest of several places where samples show the key",
            Self::Shared => "the same key in another documented object",
            Self::Dotted => "its dotted name says so",
            Self::Section => "the title of its section names the object",
            Self::NearName => "the same name but for spelling",
            Self::InValues => "a key of all values of a map",
            Self::Beside => "beside its namesake with another prefix",
            Self::Sibling => "other operations on the resource have it here",
            Self::Assumed => "no sample shows it; assumed here",
            Self::Placeholder => "a placeholder for data keys",
        }
    }

    /// May the row's `required` be believed here?
    pub fn is_sure_or_assumed(self) -> bool {
        !matches!(self, Self::Shared)
    }

    /// Is the place backed by a sample or by the name itself?
    pub fn is_sure(self) -> bool {
        !matches!(self, Self::Assumed | Self::Beside | Self::Sibling | Self::NearName | Self::Shared)
    }
}

/// The number of what is no sample, but an example in a description.
pub(super) const EXAMPLE: usize = usize::MAX;

/// How many different strings are kept of a place.
const MOST_TEXTS: usize = 16;

/// What samples show at a place.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The types of the values.
    pub types: Types,
    /// How many values were seen.
    pub count: usize,
    /// How many samples show it.
    pub samples: usize,
    /// The sample that showed it last while counting.
    last_sample: Option<usize>,
    /// Where it was first seen: index in the samples of the body, and the pointer in it.
    pub first: Option<(usize, String)>,
    /// Some of the strings seen, to tell formats and values.
    pub texts: Vec<String>,
    /// Every string seen is a hyphenated UUID.
    pub uuids: bool,
}

/// Why an object is a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapReason {
    /// A placeholder row stands for its keys.
    Placeholder,
    /// Its description speaks of key and value pairs.
    StrongText,
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
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placeholder => "a placeholder row stands for its keys",
            Self::StrongText => "its description speaks of key and value pairs",
            Self::KeysAreData => "most of its keys are data",
            Self::AlikeValues => "its values are alike and its keys undocumented",
            Self::WeakText => "its description calls it a dictionary",
            Self::Name => "objects of this name hold free keys",
        }
    }
}

/// A name with a placeholder in it, such as `volumes_{volume_type}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Before the placeholder.
    pub prefix: String,
    /// After it.
    pub suffix: String,
}

impl Pattern {
    /// Reads a row name: `{x}`, `<x>` or a name with one of them in it.
    pub fn parse(name: &str) -> Option<Self> {
        [('{', '}'), ('<', '>')].into_iter().find_map(|(open, close)| {
            let (prefix, rest) = name.split_once(open)?;
            let (_, suffix) = rest.split_once(close)?;
            Some(Self { prefix: prefix.to_owned(), suffix: suffix.to_owned() })
        })
    }

    /// Does the placeholder stand for the whole key?
    pub fn is_whole(&self) -> bool {
        self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// Does `key` follow the pattern?
    pub fn matches(&self, key: &str) -> bool {
        key.len() > self.prefix.len() + self.suffix.len()
            && key.starts_with(&self.prefix)
            && key.ends_with(&self.suffix)
    }
}

/// A step from a node to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A member of an object.
    Key(String),
    /// The items of an array.
    Item,
    /// The values of a map.
    Value,
}

impl Node {
    /// Is it declared by a row?
    pub fn is_declared(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Does a row speak of further keys beside its members?
    pub fn is_open(&self) -> bool {
        self.map.is_none() && !self.keys.is_empty()
    }

    /// Does the documentation know it, as a row or as the wrapper?
    pub fn is_documented(&self) -> bool {
        self.structural || self.is_declared()
    }

    /// Notes the value of sample `sample`, and all that is in it.
    pub fn observe(&mut self, value: &Value, sample: usize) {
        self.observe_at(value, sample, &mut Pointer::root());
    }

    fn observe_at(&mut self, value: &Value, sample: usize, at: &mut Pointer) {
        self.seen.note(value, sample, at);
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    at.enter_key(key);
                    match self.members.get_mut(key) {
                        Some(known) => known.observe_at(member, sample, at),
                        None => self.members.entry(key.clone()).or_default().observe_at(member, sample, at),
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
    pub fn at(&self, path: &[Step]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match step {
            Step::Key(key) => node.members.get(key),
            Step::Item => node.items.as_deref(),
            Step::Value => node.values.as_deref(),
        })
    }

    /// The node that a path leads to; what is missing on the way is added.
    pub fn at_mut(&mut self, path: &[Step]) -> &mut Self {
        path.iter().fold(self, |node, step| match step {
            Step::Key(key) => node.members.entry(key.clone()).or_default(),
            Step::Item => &mut **node.items.get_or_insert_default(),
            Step::Value => &mut **node.values.get_or_insert_default(),
        })
    }

    /// Through arrays of arrays to what they finally hold.
    pub fn content(&self) -> &Self {
        let mut node = self;
        while let (Some(items), true) = (&node.items, node.members.is_empty()) {
            node = items;
        }
        node
    }

    /// The types that the rows active in some version declare, together; empty if one of them says nothing.
    pub fn declared_types(&self, types_of: impl Fn(&Placed) -> Types) -> Types {
        let mut all = Types::NONE;
        for placed in &self.rows {
            let types = types_of(placed);
            if types.is_none() {
                return Types::NONE;
            }
            all = all.or(types);
        }
        all
    }

    /// Takes over everything of `other` that may hold too.
    pub fn absorb(&mut self, other: Self) {
        for placed in other.rows {
            if !self
                .rows
                .iter()
                .any(|known| known.definition == placed.definition && known.window == placed.window)
            {
                self.rows.push(placed);
            }
        }
        self.structural |= other.structural;
        self.optional |= other.optional;
        self.mentioned = self.mentioned.or(other.mentioned);
        self.seen.absorb(other.seen);
        for (key, member) in other.members {
            self.members.entry(key).or_default().absorb(member);
        }
        absorb_box(&mut self.items, other.items);
        absorb_box(&mut self.values, other.values);
        self.map = self.map.or(other.map);
        for (pattern, node) in other.patterns {
            match self.patterns.iter_mut().find(|(known, _)| *known == pattern) {
                Some((_, known)) => known.absorb(node),
                None => self.patterns.push((pattern, node)),
            }
        }
    }

    /// How many levels and nodes there are below, to bound work on odd input.
    pub fn size(&self) -> usize {
        let members = self.members.values().map(Self::size).sum::<usize>();
        let inner = self.items.iter().chain(&self.values).map(|node| node.size()).sum::<usize>();
        1 + members + inner
    }
}

fn absorb_box(own: &mut Option<Box<Node>>, other: Option<Box<Node>>) {
    match (own.as_mut(), other) {
        (Some(own), Some(other)) => own.absorb(*other),
        (None, other) => *own = other,
        _ => {}
    }
}

impl Seen {
    fn note(&mut self, value: &Value, sample: usize, at: &Pointer) {
        self.types = self.types.or(Types::of(value));
        if let Value::String(text) = value {
            let uuid = is_uuid(text);
            self.uuids = uuid && (self.uuids || self.texts.is_empty());
            if self.texts.len() < MOST_TEXTS && text.len() < 80 && !self.texts.contains(text) {
                self.texts.push(text.clone());
            }
        }
        self.count += 1;
        if self.last_sample != Some(sample) {
            self.samples += 1;
            self.last_sample = Some(sample);
        }
        if self.first.is_none() && sample != EXAMPLE {
            self.first = Some((sample, at.as_str().to_owned()));
        }
    }

    /// The same as evidence for another body: where it was first seen counts in the samples of its own.
    pub(super) fn elsewhere(&self) -> Self {
        Self { first: None, ..self.clone() }
    }

    fn absorb(&mut self, other: Self) {
        self.types = self.types.or(other.types);
        let (own, theirs) = (self.texts.is_empty(), other.texts.is_empty());
        self.uuids = (self.uuids || own) && (other.uuids || theirs) && !(own && theirs);
        for text in other.texts {
            if self.texts.len() < MOST_TEXTS && !self.texts.contains(&text) {
                self.texts.push(text);
            }
        }
        self.count += other.count;
        self.samples = self.samples.max(other.samples);
        self.first = self.first.take().or(other.first);
    }
}

/// Is it a UUID with its hyphens?
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
