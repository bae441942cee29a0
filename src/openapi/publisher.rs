use serde_json::{Map, Value, json};

use crate::config::{Contact, Info, License};

/// Adds to a document what the configuration says of its publisher, before the version as OpenAPI lists it.
pub(crate) fn name_publisher(document: &mut Value, info: &Info) {
    let Some(Value::Object(members)) = document.get_mut("info") else { return };
    let said =
        [("contact", info.contact.as_ref().map(contact)), ("license", info.license.as_ref().map(license))];
    for (key, value) in said.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        let at = members.keys().position(|key| key == "version").unwrap_or(members.len());
        members.shift_insert(at, key.to_owned(), value);
    }
}

fn contact(contact: &Contact) -> Value {
    Value::Object(present([("name", &contact.name), ("url", &contact.url), ("email", &contact.email)]))
}

/// An identifier and a URL exclude each other (OpenAPI 3.1, License Object).
fn license(license: &License) -> Value {
    let mut members = Map::from_iter([("name".to_owned(), json!(license.name))]);
    let url = if license.identifier.is_some() { &None } else { &license.url };
    members.extend(present([("identifier", &license.identifier), ("url", url)]));
    Value::Object(members)
}

fn present<const N: usize>(members: [(&str, &Option<String>); N]) -> Map<String, Value> {
    members.into_iter().filter_map(|(key, text)| Some((key.to_owned(), json!(text.as_ref()?)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_publisher_stands_before_the_version() {
        let text = "[info]\ncontact = { name = \"Docs\" }\nlicense = { name = \"A\", identifier = \"B\", url = \"c:d\" }\n";
        let config = Config::parse(text, "apiref.toml").unwrap().unwrap();
        let mut document = json!({"info": {"title": "Boxes", "version": "1"}});
        name_publisher(&mut document, &config.info);
        let expected = r#"{"title":"Boxes","contact":{"name":"Docs"},"license":{"name":"A","identifier":"B"},"version":"1"}"#;
        assert_eq!(document["info"].to_string(), expected);
    }
}
