use serde_json::{Map, Value, json};

use super::field::Field;
use super::random::Random;
use super::words::phrase;

/// What a sample does that its table does not say.
const KINDS: usize = 4;

/// Makes an object disagree with its fields in one place. False if there is nothing in it to spoil.
pub(super) fn spoil(object: &mut Map<String, Value>, fields: &[&Field], random: &mut Random) -> bool {
    if !fields.iter().any(|field| field.is_scalar()) {
        return spoil_child(object, fields, random);
    }
    match random.below(KINDS) {
        0 => set(object, choose(object, fields, random, Field::is_scalar), |value| match value {
            Value::String(_) | Value::Null => json!({ "unexpected": true }),
            other => json!(format!("{other} or so")),
        }),
        1 => match choose(object, fields, random, |field| field.required && field.is_scalar()) {
            Some(name) => object.shift_remove(&name).is_some(),
            None => false,
        },
        2 => object.insert("undocumented_remark".to_owned(), json!(phrase(random))).is_none(),
        _ => {
            set(object, choose(object, fields, random, |field| !field.nullable && field.is_scalar()), |_| {
                Value::Null
            })
        }
    }
}

fn spoil_child(object: &mut Map<String, Value>, fields: &[&Field], random: &mut Random) -> bool {
    fields.iter().any(|field| {
        let children: Vec<&Field> = field.children().iter().collect();
        let child = object.get_mut(&field.name).and_then(Value::as_object_mut);
        child.is_some_and(|child| !children.is_empty() && spoil(child, &children, random))
    })
}

/// The name of a field that is in the object and fits.
fn choose(
    object: &Map<String, Value>,
    fields: &[&Field],
    random: &mut Random,
    fits: fn(&Field) -> bool,
) -> Option<String> {
    let names: Vec<&str> = fields
        .iter()
        .filter(|field| fits(field) && object.contains_key(&field.name))
        .map(|field| field.name.as_str())
        .collect();
    names.get(random.below(names.len())).map(|name| (*name).to_owned())
}

fn set(object: &mut Map<String, Value>, name: Option<String>, change: fn(&Value) -> Value) -> bool {
    let Some(value) = name.and_then(|name| object.get_mut(&name)) else { return false };
    *value = change(value);
    true
}
