use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Makes the titles of alternatives unique in a document: generators name types after them. One that others
/// have, too, is followed by the name of its component.
pub(super) fn make_unique(schemas: &mut BTreeMap<String, Value>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for schema in schemas.values_mut() {
        each(schema, &mut |title| *counts.entry(title.clone()).or_default() += 1);
    }
    let mut taken = BTreeSet::new();
    for (name, schema) in schemas {
        each(schema, &mut |title| {
            if counts.get(title).is_some_and(|count| *count > 1) {
                *title = format!("{title} ({name})");
            }
            while !taken.insert(title.clone()) {
                title.push_str(", again");
            }
        });
    }
}

/// Calls `see` for the title of every alternative at the root of a schema.
fn each(schema: &mut Value, see: &mut dyn FnMut(&mut String)) {
    for word in ["anyOf", "oneOf"] {
        let choices = schema.get_mut(word).and_then(Value::as_array_mut).into_iter().flatten();
        for choice in choices {
            if let Some(Value::String(title)) = choice.get_mut("title") {
                see(title);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn titles_that_stand_twice_name_their_components() {
        let choices = |titles: [&str; 2]| json!({ "anyOf": titles.map(|title| json!({ "title": title })) });
        let mut schemas = BTreeMap::from([
            ("BoxCreateRequest".to_owned(), choices(["Make a box", "Make a lid"])),
            ("BoxCreateResponse".to_owned(), choices(["Make a box", "Make two"])),
        ]);
        make_unique(&mut schemas);
        let titles: Vec<&str> = schemas
            .values()
            .flat_map(|schema| schema["anyOf"].as_array().unwrap())
            .map(|one| one["title"].as_str().unwrap())
            .collect();
        assert_eq!(
            titles,
            ["Make a box (BoxCreateRequest)", "Make a lid", "Make a box (BoxCreateResponse)", "Make two"]
        );
    }
}
