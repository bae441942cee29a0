use super::dictionary::{Dictionary, Location};
use super::field::{Field, Kind, Maker};
use super::random::Random;
use super::window::{Version, Window};
use super::words::{Names, STATES, spoken, thing};

/// How many children an object has where one operation has many rows.
const GROUP: usize = 9;

/// The versions of which a thing may have some; 2.1 is the first of all.
const VERSIONS: [u32; 8] = [8, 10, 19, 26, 40, 57, 73, 90];

/// A kind of thing that an API looks after.
#[derive(Debug)]
pub(super) struct Resource {
    /// Snake case, singular.
    pub(super) name: String,
    pub(super) plural: String,
    pub(super) fields: Vec<Field>,
    /// The versions that have samples, the newest first; empty where there are no versions.
    pub(super) versions: Vec<Version>,
    /// Do the tables list the wrapper key? A quarter of all do not, unless nothing may drift.
    pub(super) lists_wrapper: bool,
}

impl Resource {
    /// The resource with this number, and its entries in the dictionary.
    pub(super) fn new(number: usize, drift: usize, random: &mut Random, dictionary: &mut Dictionary) -> Self {
        let name = thing(number);
        let versions = versions(random);
        let mut maker = Maker { thing: &name, names: Names::default() };
        let mut own: Vec<Field> = (0..4 + random.below(6)).map(|_| maker.field(random, 0)).collect();
        for field in &mut own {
            field.dotted = random.chance(25);
            field.set_window(window(&versions, field, random));
        }
        if let Some(split) = versions.first().filter(|_| random.chance(15)) {
            own.extend(alternatives(&mut maker, *split, random));
        }
        let mut fields = common();
        fields.extend(own);
        let lists_wrapper = random.chance(75) || drift == 0;
        Self::with_fields(name, fields, versions, lists_wrapper, dictionary)
    }

    /// A resource with `rows` rows in groups, so that one operation has them all.
    pub(super) fn wide(rows: usize, random: &mut Random, dictionary: &mut Dictionary) -> Self {
        let name = thing(0);
        let versions: Vec<Version> = VERSIONS.iter().rev().step_by(3).map(|minor| Version(*minor)).collect();
        let mut maker = Maker { thing: &name, names: Names::default() };
        let groups = rows.div_ceil(GROUP + 1);
        let fields = (0..groups)
            .map(|group| {
                let kind = maker.object(GROUP, random);
                let mut field = Field { kind, required: false, ..maker.field(random, 9) };
                field.nullable = false;
                field.dotted = group % 2 == 0;
                if random.chance(20) {
                    field.set_window(Window { since: Some(random.pick(&versions)), until: None });
                }
                field
            })
            .collect();
        Self::with_fields(name, fields, versions, true, dictionary)
    }

    fn with_fields(
        name: String,
        fields: Vec<Field>,
        versions: Vec<Version>,
        lists_wrapper: bool,
        dictionary: &mut Dictionary,
    ) -> Self {
        let plural = format!("{name}s");
        for field in &fields {
            field.define(if field.entry == field.name { "resource" } else { &name }, dictionary);
        }
        let said = spoken(&name);
        let mut add = |location, entry: &str, kind, text| dictionary.plain(location, entry, kind, true, text);
        add(Location::Path, &format!("{name}_id_path"), "string", format!("The UUID of the {said}."));
        if lists_wrapper {
            add(Location::Body, &name, "object", format!("A ``{name}`` object."));
            add(Location::Body, &plural, "array", format!("A list of ``{name}`` objects."));
        }
        Self { name, plural, fields, versions, lists_wrapper }
    }

    /// What callers may set.
    pub(super) fn writable(&self) -> Vec<&Field> {
        let server_made = ["id", "status", "created_at", "updated_at"];
        let all = self.fields.iter().filter(|field| !server_made.contains(&field.name.as_str()));
        all.step_by(2).collect()
    }

    /// What a short list shows.
    pub(super) fn brief(&self) -> Vec<&Field> {
        self.fields.iter().filter(|field| field.is_scalar()).take(4).collect()
    }
}

impl Field {
    fn set_window(&mut self, window: Window) {
        self.window = window;
        if let Kind::Object(children) | Kind::Objects(children) = &mut self.kind {
            for child in children {
                child.set_window(window);
            }
        }
    }
}

fn common() -> Vec<Field> {
    vec![
        Field::common("id", Kind::Uuid, false),
        Field::common("name", Kind::Text, false),
        Field::common("description", Kind::Text, true),
        Field::common("status", Kind::Choice(STATES.iter().take(4).copied().collect()), false),
        Field::common("created_at", Kind::Time, false),
        Field::common("updated_at", Kind::Time, true),
    ]
}

fn versions(random: &mut Random) -> Vec<Version> {
    if random.chance(55) {
        return Vec::new();
    }
    let first = random.below(VERSIONS.len() - 2);
    let some = VERSIONS.iter().skip(first).step_by(2).take(3);
    let mut versions: Vec<Version> = some.map(|minor| Version(*minor)).collect();
    versions.reverse();
    versions
}

/// Three of ten fields came with a version; a scalar may have gone with one.
fn window(versions: &[Version], field: &Field, random: &mut Random) -> Window {
    let mut window = Window::default();
    if versions.is_empty() {
        return window;
    }
    if random.chance(30) {
        window.since = Some(random.pick(versions));
    } else if field.is_scalar() && random.chance(6) {
        window.until = versions.last().map(|oldest| Version(oldest.0 - 1));
    }
    window
}

/// Two fields of one name, a number up to one version and a text from the next on.
fn alternatives(maker: &mut Maker<'_>, split: Version, random: &mut Random) -> [Field; 2] {
    let name = maker.names.take(random);
    let one = |suffix: &str, kind, window| Field {
        entry: format!("{}_{name}{suffix}", maker.thing),
        window,
        ..Field::common(&name, kind, false)
    };
    [
        one("_old", Kind::Integer, Window { since: None, until: Some(Version(split.0 - 1)) }),
        one("", Kind::Text, Window { since: Some(split), until: None }),
    ]
}

impl Default for Version {
    fn default() -> Self {
        Self(1)
    }
}
