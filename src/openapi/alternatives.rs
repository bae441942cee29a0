use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::component_names::{without_articles, words};
use super::equal::SCHEMAS;
use super::object_words::joined;

/// A longer name is none.
const LONGEST: usize = 60;

/// Makes components of the alternatives of bodies, such as the actions of one path. Those who generate code name
/// types after components; what stands right in an alternative they name badly, or twice.
pub(super) fn name_alternatives(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return };
    let mut taken: BTreeSet<String> = schemas.keys().map(|name| name.to_ascii_lowercase()).collect();
    let mut named: Vec<(String, Value)> = Vec::new();
    for (component, schema) in schemas.iter_mut() {
        for word in ["anyOf", "oneOf"] {
            let choices = schema.get_mut(word).and_then(Value::as_array_mut).into_iter().flatten();
            for choice in choices.filter(|choice| is_titled_object(choice)) {
                let mut candidates = names(component, choice).into_iter();
                let Some(name) = candidates.find(|name| taken.insert(name.to_ascii_lowercase())) else {
                    continue;
                };
                let reference = json!({ "$ref": format!("{SCHEMAS}{name}") });
                named.push((name, std::mem::replace(choice, reference)));
            }
        }
    }
    schemas.extend(named);
    schemas.sort_keys();
}

fn is_titled_object(schema: &Value) -> bool {
    let is = |key: &str, what: fn(&Value) -> bool| schema.get(key).is_some_and(what);
    is("title", Value::is_string)
        && schema.get("type").is_some_and(|name| name == "object")
        && is("properties", |all| all.as_object().is_some_and(|all| !all.is_empty()))
}

/// What an alternative of a component may be called: after the action, else after its title.
fn names(component: &str, choice: &Value) -> Vec<String> {
    let (stem, direction) = ["Request", "Response"]
        .iter()
        .find_map(|direction| Some((component.strip_suffix(direction)?, *direction)))
        .unwrap_or((component, ""));
    let mut names = Vec::new();
    let action = choice.get("x-openstack").and_then(|facts| facts.get("action-name")?.as_str());
    let resource = stem.strip_suffix("ItemAction").or_else(|| stem.strip_suffix("Action"));
    if let (Some(action), Some(resource)) = (action, resource) {
        let action = words(action.strip_prefix("os-").unwrap_or(action));
        names.push(joined(resource, &action) + direction);
    }
    let title = choice.get("title").and_then(Value::as_str).unwrap_or_default();
    names.extend(told_apart_by(title).map(|words| joined(stem, &words) + direction));
    let title = words(&without_articles(&spoken(title)));
    if title.ends_with(direction) {
        names.push(title.clone());
    }
    names.push(format!("{title}{direction}"));
    names.push(joined(stem, &title) + direction);
    names.extend(action.map(|action| format!("{stem}{}{direction}", words(action))));
    names.retain(|name| {
        name.len() <= LONGEST
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && !name.ends_with(|last: char| last.is_ascii_digit())
            && name != stem
    });
    names
}

/// Words that make a title a sentence about a body.
const OF_SENTENCES: [&str; 8] = ["are", "has", "have", "if", "is", "looks", "when", "whenever"];

/// Words of sentences about bodies that say nothing of what tells one from another.
const IDLE: [&str; 25] = [
    "a",
    "an",
    "and",
    "answer",
    "as",
    "be",
    "body",
    "following",
    "follows",
    "form",
    "format",
    "given",
    "in",
    "it",
    "like",
    "of",
    "or",
    "request",
    "response",
    "the",
    "then",
    "this",
    "to",
    "will",
    "with",
];

/// A longer name is none.
const MOST_TOLD: usize = 3;

/// The words in which a sentence tells a body from others: those of "When `with_text` is given, it has this form"
/// are `WithText`. Nothing for what is no sentence.
fn told_apart_by(sentence: &str) -> Option<String> {
    let tokens =
        sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()));
    let is_one_of = |word: &str, all: &[&str]| all.iter().any(|one| word.eq_ignore_ascii_case(one));
    if !tokens.clone().any(|word| is_one_of(word, &OF_SENTENCES)) {
        return None;
    }
    let is_telling = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && !is_one_of(word, &OF_SENTENCES)
            && !is_one_of(word, &IDLE)
    };
    let told: String = tokens.filter(is_telling).take(MOST_TOLD).map(words).collect();
    (!told.is_empty()).then_some(told)
}

/// A title without what stands in parentheses, and without the marks of a genitive.
fn spoken(title: &str) -> String {
    let mut depth = 0_usize;
    let mut spoken = String::with_capacity(title.len());
    for letter in title.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\'' | '\u{2019}' => {}
            _ if depth == 0 => spoken.push(letter),
            _ => {}
        }
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(title: &str, action: Option<&str>) -> Value {
        let mut schema = json!({ "type": "object", "title": title, "properties": { "a": {} } });
        if let Some(action) = action {
            schema["x-openstack"] = json!({ "action-name": action });
        }
        schema
    }

    fn named(schemas: &Value) -> Vec<String> {
        let mut document = json!({ "components": { "schemas": schemas } });
        name_alternatives(&mut document);
        document["components"]["schemas"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn actions_are_named_after_what_they_act_on() {
        let schemas = json!({ "BoxActionRequest": { "oneOf": [
            choice("Open a box (os-open action)", Some("os-open")),
            choice("Shut a box", Some("shut")),
        ] } });
        assert_eq!(named(&schemas), ["BoxActionRequest", "BoxOpenRequest", "BoxShutRequest"]);
    }

    #[test]
    fn actions_on_one_thing_are_named_like_those_on_many() {
        let schemas = json!({ "BoxItemActionRequest": { "oneOf": [choice("Open a box", Some("os-open"))] } });
        assert_eq!(named(&schemas), ["BoxItemActionRequest", "BoxOpenRequest"]);
    }

    #[test]
    fn others_are_named_after_their_titles() {
        let schemas = json!({
            "BoxCreateRequest": { "anyOf": [choice("A box's lid (old)", None), { "type": "string", "title": "a" }] },
            "Lids": { "anyOf": [choice("2nd", None), choice("Lids", None)] },
            "LidsResponse": { "anyOf": [
                choice("The default response has this form", None),
                choice("When with_text is given, it has this form", None),
            ] },
        });
        assert_eq!(
            named(&schemas),
            [
                "BoxCreateRequest",
                "BoxsLidRequest",
                "Lids",
                "Lids2nd",
                "LidsDefaultResponse",
                "LidsResponse",
                "LidsWithTextResponse"
            ]
        );
    }

    #[test]
    fn nobody_takes_a_name_that_another_has() {
        let schemas = json!({
            "BoxActionRequest": { "oneOf": [choice("Shut it", Some("shut"))] },
            "BoxShutRequest": { "type": "object" },
        });
        assert_eq!(named(&schemas), ["BoxActionRequest", "BoxShutRequest", "ShutItRequest"]);
    }
}
