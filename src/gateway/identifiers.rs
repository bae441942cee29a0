use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::operations;

/// The longest operation id that every importer takes (Azure API Management).
const LONGEST: usize = 76;

/// Makes operation ids unique across the documents of one run too, given with their names: a gateway that
/// imports them all has one space of names. An id that an earlier document has gets the name of its own
/// document behind it, with `mark` before each word of it.
pub(crate) fn tell_apart<'d>(documents: impl Iterator<Item = (&'d str, &'d mut Value)>, mark: &str) {
    let mut taken = BTreeSet::new();
    for (name, document) in documents {
        operations::each(document, |_, _, operation| {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else { return };
            let mut own = id.to_owned();
            let mut count = 1;
            while !taken.insert(folded(&own)) {
                own = with_suffix(id, name, count, mark);
                count += 1;
            }
            operation.insert("operationId".to_owned(), json!(own));
        });
    }
}

/// What importers see of an id: small letters and digits, everything between them one character.
fn folded(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_ascii_lowercase()
}

fn with_suffix(id: &str, name: &str, count: usize, mark: &str) -> String {
    let number = if count == 1 { String::new() } else { format!("{mark}{count}") };
    let suffix: String =
        folded(name).replace('_', mark).chars().take(LONGEST / 2).collect::<String>() + &number;
    let kept: String = id.chars().take(LONGEST - 1 - suffix.len()).collect();
    format!("{kept}{mark}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(ids: &[&str]) -> Value {
        let verbs = ["get", "put", "post"];
        let item: serde_json::Map<String, Value> = verbs
            .iter()
            .zip(ids)
            .map(|(verb, id)| ((*verb).to_owned(), json!({"operationId": id, "responses": {}})))
            .collect();
        json!({"paths": {"/": item}})
    }

    #[test]
    fn the_second_of_two_documents_gives_way() {
        let long = "x".repeat(LONGEST);
        let mut documents = [
            ("volume-v2", document(&["get_a", "b", &long])),
            ("volume-v3", document(&["GET__a", "c", &long])),
        ];
        tell_apart(documents.iter_mut().map(|(name, document)| (*name, document)), "_");
        let ids = |document: &Value| -> Vec<String> {
            let item = document["paths"]["/"].as_object().unwrap();
            item.values().map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&documents[0].1), ["get_a", "b", &long]);
        let shortened = format!("{}_volume_v3", "x".repeat(LONGEST - 10));
        assert_eq!(ids(&documents[1].1), ["GET__a_volume_v3", "c", &shortened]);
    }
}
