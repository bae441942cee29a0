use serde_json::{Map, Number, Value};

/// Deeper than this no document nests.
const DEEPEST: usize = 200;

/// A YAML text as JSON: keys that are numbers, as codes often are, become texts.
pub(crate) fn yaml_value(text: &str) -> Result<Value, String> {
    let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    json(value, DEEPEST).ok_or_else(|| "it holds what JSON cannot, or nests too deep".to_owned())
}

fn json(value: serde_yaml::Value, depth: usize) -> Option<Value> {
    use serde_yaml::Value as Yaml;
    let depth = depth.checked_sub(1)?;
    Some(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::String(text) => Value::String(text),
        Yaml::Number(number) => Value::Number(match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => integer.into(),
            (None, Some(integer)) => integer.into(),
            (None, None) => Number::from_f64(number.as_f64()?)?,
        }),
        Yaml::Sequence(items) => {
            Value::Array(items.into_iter().map(|item| json(item, depth)).collect::<Option<_>>()?)
        }
        Yaml::Mapping(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let key = match key {
                    Yaml::String(text) => text,
                    Yaml::Number(number) => number.to_string(),
                    Yaml::Bool(value) => value.to_string(),
                    _ => return None,
                };
                object.insert(key, json(value, depth)?);
            }
            Value::Object(object)
        }
        Yaml::Tagged(tagged) => json(tagged.value, depth)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_quotes_are_keys() {
        assert_eq!(
            yaml_value("a: {200: x, 1.5: [1, ~]}").unwrap().to_string(),
            r#"{"a":{"200":"x","1.5":[1,null]}}"#
        );
        assert!(yaml_value("{[1]: 2}").is_err());
    }
}
