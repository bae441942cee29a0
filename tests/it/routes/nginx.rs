//! The map of nginx: the first entry wins.

use super::gateway::{Entry, Gateway, Prepare, pcre, place};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let body = text.split_once("map \"$request_method $uri\" $apiref_operation {\n").unwrap().1;
    let lines = body.strip_suffix("}\n").unwrap().lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with('#') && *line != "default \"\";");
    let entries = lines.enumerate().map(|(number, line)| {
        let (key, id) = line.strip_suffix(';').unwrap().rsplit_once(' ').unwrap();
        let key = key.strip_prefix("\"~").unwrap().strip_suffix('"').unwrap();
        let expression = key.replace("\\\"", "\"").replace("\\\\", "\\");
        Entry { expression: pcre(&expression), rank: place(number), operation: id.to_owned() }
    });
    vec![Gateway::new("nginx", Prepare::Decode, entries)]
}
