use serde_json::Value;
use utoipa::openapi::schema::{SchemaType, Type};

use crate::reference::Types;

/// The likelier of what the text declares and what samples show. Containers are as shown; a string that shows
/// as number or boolean is as shown. Where a number, boolean or array is declared and a string shown, either
/// may be wrong, so both. Where some samples fit and others do not, both.
pub(super) fn likely(declared: Types, shown: Types) -> Types {
    if declared.is_none() || shown.is_none() {
        return declared.or(shown);
    }
    let beyond = shown.without(declared);
    if beyond.is_none() {
        return declared;
    }
    let fits = shown.meets(declared);
    let is_scalar = !declared.meets(Types::CONTAINERS.or(Types::STRING));
    if !beyond.meets(Types::CONTAINERS)
        && (is_scalar || (declared.has(Types::ARRAY) && beyond == Types::STRING))
    {
        // A number for a boolean, or the other way round, is a slip of the sample.
        let widened = beyond.and(Types::STRING).or(if declared.meets(Types::NUMBER) {
            beyond.and(Types::NUMBER)
        } else {
            Types::NONE
        });
        return declared.or(widened);
    }
    let scalars = Types::NUMBER.or(Types::BOOLEAN);
    let overriding = beyond.and(Types::CONTAINERS.or(scalars).or(Types::STRING));
    if fits { declared.or(overriding) } else { overriding }
}

pub(super) fn schema_type(types: Types) -> SchemaType {
    let mut names = types.names().map(|name| match name {
        "string" => Type::String,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "object" => Type::Object,
        "array" => Type::Array,
        _ => Type::Null,
    });
    match (names.next(), names.next()) {
        (None, _) => SchemaType::AnyValue,
        (Some(only), None) => SchemaType::Type(only),
        (first, second) => SchemaType::Array(first.into_iter().chain(second).chain(names).collect()),
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "null" | "None" | "none")
}

/// A text as a value of one of the types; none if it is of none of them.
pub(super) fn scalar(text: &str, types: Types) -> Option<Value> {
    let text = text.trim();
    let number = || serde_json::from_str::<serde_json::Number>(text).ok();
    if types.has(Types::BOOLEAN) {
        match text.to_ascii_lowercase().as_str() {
            "true" => return Some(Value::Bool(true)),
            "false" => return Some(Value::Bool(false)),
            _ => {}
        }
    }
    if let Some(number) =
        number().filter(|number| types.has(Types::NUMBER) || (types.has(Types::INTEGER) && !number.is_f64()))
    {
        return Some(Value::Number(number));
    }
    (types.has(Types::STRING) || types.is_none()).then(|| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likelier_type_is_published() {
        let (string, integer, boolean) = (Types::STRING, Types::INTEGER, Types::BOOLEAN);
        assert_eq!(likely(Types::STRING, Types::OBJECT), Types::OBJECT);
        assert_eq!(likely(Types::OBJECT, Types::ARRAY), Types::ARRAY);
        assert_eq!(likely(string, integer), integer);
        assert_eq!(likely(integer, string), integer.or(string));
        assert_eq!(likely(boolean, string), boolean.or(string));
        assert_eq!(likely(Types::ARRAY, string), Types::ARRAY.or(string));
        assert_eq!(likely(boolean, integer), boolean);
        assert_eq!(likely(string, string.or(boolean)), string.or(boolean));
        assert_eq!(likely(Types::NUMBER, integer), Types::NUMBER);
        assert_eq!(likely(string, Types::NONE), string);
        assert_eq!(likely(Types::NONE, boolean), boolean);
    }
}
