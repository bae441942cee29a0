use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Makes the titles of alternatives unique in a document: generators name types after them. One that others
/// have, too, is followed by the direction of its component if that tells them apart, else by its name.
pub(super) fn make_unique(schemas: &mut BTreeMap<String, Value>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut directed: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (name, schema) in schemas.iter_mut() {
        each(schema, &mut |title| {
            *counts.entry(title.clone()).or_default() += 1;
            *directed.entry((title.clone(), direction(name))).or_default() += 1;
        });
    }
    let mut taken = BTreeSet::new();
    for (name, schema) in schemas {
        each(schema, &mut |title| {
            if counts.get(title).is_some_and(|count| *count > 1) {
                let direction = direction(name);
                let tells = !direction.is_empty() && directed.get(&(title.clone(), direction)) == Some(&1);
                *title = format!("{title} ({})", if tells { direction } else { name });
            }
            while !taken.insert(title.clone()) {
                title.push_str(", again");
            }
        });
    }
}

/// What a component is sent as, by its name.
fn direction(component: &str) -> &'static str {
    let ends = |word: &str| component.ends_with(word);
    match () {
        () if ends("Request") => "request",
        () if ends("Response") => "response",
        () => "",
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
        assert_eq!(titles, ["Make a box (request)", "Make a lid", "Make a box (response)", "Make two"]);
    }
}
