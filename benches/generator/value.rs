use serde_json::{Map, Value, json};

use super::field::{Field, Kind};
use super::random::Random;
use super::window::Version;
use super::words::{phrase, word};

/// An object that agrees with the fields at that version. Optional fields are there in three cases of four.
/// One with children always is: where their rows are bare names, only a sample shows where they stand.
pub(super) fn object<'a>(
    fields: impl Iterator<Item = &'a Field>,
    version: Option<Version>,
    random: &mut Random,
) -> Value {
    let mut members = Map::new();
    for field in fields {
        if field.window.holds(version)
            && (field.required || !field.children().is_empty() || random.chance(75))
        {
            members.insert(field.name.clone(), value(field, version, random));
        }
    }
    Value::Object(members)
}

fn value(field: &Field, version: Option<Version>, random: &mut Random) -> Value {
    if field.nullable && random.chance(30) {
        return Value::Null;
    }
    match &field.kind {
        Kind::Text => json!(phrase(random)),
        Kind::Uuid => json!(uuid(random)),
        Kind::Time => json!(time(random)),
        Kind::Choice(words) => json!(random.pick(words)),
        Kind::Integer => json!(random.below(10_000)),
        Kind::Float => json!(random.below(1_000) as f64 / 1_000.0 + 0.000_5),
        Kind::Boolean => json!(random.chance(50)),
        Kind::Map => pairs(random),
        Kind::Texts => json!([phrase(random), phrase(random)]),
        Kind::Object(children) => object(children.iter(), version, random),
        Kind::Objects(children) => {
            let items = 1 + random.below(2);
            (0..items).map(|_| object(children.iter(), version, random)).collect()
        }
    }
}

/// A map of strings whose keys nobody documents.
pub(super) fn pairs(random: &mut Random) -> Value {
    let pair = |random: &mut Random| (format!("{}:{}", word(random), word(random)), json!(phrase(random)));
    Value::Object((0..2).map(|_| pair(random)).collect())
}

pub(super) fn uuid(random: &mut Random) -> String {
    let (high, low) = (random.next(), random.next());
    let (a, b, c) = (high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF);
    format!("{a:08x}-{b:04x}-4{c:03x}-a{:03x}-{:012x}", (low >> 48) & 0xFFF, low & 0xFFFF_FFFF_FFFF)
}

fn time(random: &mut Random) -> String {
    let (month, day, hour) = (1 + random.below(12), 1 + random.below(28), random.below(24));
    format!("2031-{month:02}-{day:02}T{hour:02}:{:02}:{:02}Z", random.below(60), random.below(60))
}
