use super::dictionary::{Dictionary, Entry, Location};
use super::random::Random;
use super::window::Window;
use super::words::{Names, STATES, spoken};

/// What a field holds.
#[derive(Debug)]
pub(super) enum Kind {
    Text,
    Uuid,
    Time,
    Choice(Vec<&'static str>),
    Integer,
    Float,
    Boolean,
    Map,
    Texts,
    Object(Vec<Field>),
    Objects(Vec<Field>),
}

/// One property of a thing.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// The name of its entry in the dictionary.
    pub(super) entry: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
    pub(super) nullable: bool,
    /// Are the rows of its children written `parent.child`?
    pub(super) dotted: bool,
    pub(super) window: Window,
}

/// One line of a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) entry: String,
}

impl Row {
    pub(super) fn new(name: impl Into<String>, entry: impl Into<String>) -> Self {
        Self { name: name.into(), entry: entry.into() }
    }
}

impl Field {
    /// A field that every thing has, with an entry that all share.
    pub(super) fn common(name: &str, kind: Kind, nullable: bool) -> Self {
        Self {
            name: name.to_owned(),
            entry: name.to_owned(),
            kind,
            required: true,
            nullable,
            dotted: false,
            window: Window::default(),
        }
    }

    pub(super) fn children(&self) -> &[Self] {
        match &self.kind {
            Kind::Object(children) | Kind::Objects(children) => children,
            _ => &[],
        }
    }

    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self.kind, Kind::Map | Kind::Texts | Kind::Object(_) | Kind::Objects(_))
    }

    /// The row of the field and those of its children, after one another. `prefix` ends with a dot or is
    /// empty.
    pub(super) fn rows(&self, prefix: &str, rows: &mut Vec<Row>) {
        let name = format!("{prefix}{}", self.name);
        let below = if self.dotted { format!("{name}.") } else { String::new() };
        rows.push(Row::new(name, &self.entry));
        for child in self.children() {
            child.rows(&below, rows);
        }
    }

    /// Adds the entry of the field and those of its children.
    pub(super) fn define(&self, thing: &str, dictionary: &mut Dictionary) {
        let mut description = self.description(thing);
        if let Some(since) = self.window.since {
            description.push_str(&format!(" New in version {since}."));
        }
        dictionary.add(
            Location::Body,
            &self.entry,
            Entry { kind: self.type_name(), required: self.required, window: self.window, description },
        );
        for child in self.children() {
            child.define(thing, dictionary);
        }
    }

    fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Text | Kind::Uuid | Kind::Time | Kind::Choice(_) => "string",
            Kind::Integer => "integer",
            Kind::Float => "float",
            Kind::Boolean => "boolean",
            Kind::Map | Kind::Object(_) => "object",
            Kind::Texts | Kind::Objects(_) => "array",
        }
    }

    fn description(&self, thing: &str) -> String {
        let (name, thing) = (spoken(&self.name), spoken(thing));
        let text = match &self.kind {
            Kind::Text => format!("The {name} of the {thing}, in the words of whoever set it"),
            Kind::Uuid => format!("The UUID of the {name} that the {thing} refers to"),
            Kind::Time => format!("When this happened to the {thing}, in ISO 8601, always with a zone"),
            Kind::Choice(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("``{word}``")).collect();
                format!("How the {thing} stands. A valid value is one of {}", words.join(", "))
            }
            Kind::Integer => format!("The {name} of the {thing}, in whole units"),
            Kind::Float => format!("The {name} of the {thing}, a share of its capacity"),
            Kind::Boolean => format!("Whether the {name} of the {thing} is in use"),
            Kind::Map => format!("The {name} of the {thing} as key and value pairs, both of them strings"),
            Kind::Texts => format!("A list of strings, one for each {name} that the {thing} knows"),
            Kind::Object(_) => format!("What is known about the {name} of the {thing}"),
            Kind::Objects(_) => format!("A list of objects, one for each {name} of the {thing}"),
        };
        if self.nullable { format!("{text}, or null as long as nobody set it.") } else { format!("{text}.") }
    }
}

/// Makes the fields of one thing.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) thing: &'a str,
    pub(super) names: Names,
}

impl Maker<'_> {
    /// A field of a random kind. `depth` counts the objects around it.
    pub(super) fn field(&mut self, random: &mut Random, depth: usize) -> Field {
        let kind = self.kind(random, depth);
        let name = self.names.take(random);
        let nested = matches!(kind, Kind::Object(_) | Kind::Objects(_));
        Field {
            entry: format!("{}_{name}", self.thing),
            name,
            required: random.chance(65),
            nullable: !nested && random.chance(8),
            dotted: false,
            window: Window::default(),
            kind,
        }
    }

    /// An object with so many scalar children.
    pub(super) fn object(&mut self, children: usize, random: &mut Random) -> Kind {
        Kind::Object((0..children).map(|_| self.field(random, 9)).collect())
    }

    fn kind(&mut self, random: &mut Random, depth: usize) -> Kind {
        let roll = random.below(if depth < 2 { 100 } else { 82 });
        match roll {
            0..30 => Kind::Text,
            30..50 => Kind::Integer,
            50..63 => Kind::Boolean,
            63..70 => Kind::Uuid,
            70..74 => Kind::Time,
            74..80 => {
                let first = random.below(STATES.len() - 3);
                Kind::Choice(STATES.iter().skip(first).take(3).copied().collect())
            }
            80..82 => Kind::Float,
            82..86 => Kind::Map,
            86..90 => Kind::Texts,
            90..97 => Kind::Object(self.some(random, depth)),
            _ => Kind::Objects(self.some(random, depth)),
        }
    }

    fn some(&mut self, random: &mut Random, depth: usize) -> Vec<Field> {
        (0..2 + random.below(3)).map(|_| self.field(random, depth + 1)).collect()
    }
}
