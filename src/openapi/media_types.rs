use super::group::Group;
use super::schema::SchemaBuilder;
use crate::reference::{Direction, Location, Operation, Row};

/// The media type of bodies where nothing names another one.
pub(super) const JSON: &str = "application/json";

/// The media types of the body of a direction, as the texts of rows called `Content-Type` name them.
pub(super) fn named(builder: &SchemaBuilder<'_>, group: &Group, direction: Direction) -> Vec<String> {
    let of_direction = |operation: &'_ Operation, row: &Row| match row.direction {
        None => direction == Direction::Request,
        Some(_) => operation.is_of(row, direction),
    };
    let rows = group
        .operations(builder.reference)
        .flat_map(|operation| operation.rows.iter().filter(move |row| of_direction(operation, row)));
    let descriptions = rows
        .filter(|row| row.location == Location::Header && row.name.eq_ignore_ascii_case("content-type"))
        .filter(|row| builder.options.view.sees(row.window))
        .filter_map(|row| builder.reference.definitions[row.definition?].entry.description.as_ref());
    let mut named: Vec<String> = Vec::new();
    for description in descriptions {
        let found = media_types(&description.value).filter(|media| !named.contains(media));
        let found: Vec<String> = found.collect();
        named.extend(found);
    }
    named
}

/// Is it JSON, or something that is written in JSON?
pub(super) fn is_json(media: &str) -> bool {
    media.contains("json")
}

/// The media types that stand in a text, in lower case (RFC 6838, 4.2).
fn media_types(text: &str) -> impl Iterator<Item = String> + '_ {
    const TOP: [&str; 5] = ["application", "text", "image", "audio", "video"];
    let is_part =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '+' | '-' | '_');
    text.split(move |letter| !is_part(letter)).filter_map(|word| {
        let word = word.trim_matches(['.', '-', '/']).to_ascii_lowercase();
        let (top, sub) = word.split_once('/')?;
        (TOP.contains(&top) && !sub.is_empty() && !sub.contains('/')).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_stand_in_texts() {
        let found = |text: &str| media_types(text).collect::<Vec<_>>();
        assert_eq!(found("It is ``application/octet-stream``."), ["application/octet-stream"]);
        assert_eq!(
            found("Either application/json-patch+json, or application/json."),
            ["application/json-patch+json", "application/json"]
        );
        assert!(found("The type and/or the application/ of it.").is_empty());
    }
}
