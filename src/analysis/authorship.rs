use crate::openapi::title_id;

/// Did this program write that document? Its form says so: how it begins, and the ids of the operations,
/// which are made of method and path, or of the title that stands above them.
pub(crate) fn is_ours(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let head = ["openapi: \"3.", "{\n  \"openapi\": \"3."];
    head.iter().any(|head| text.starts_with(head)) && has_our_ids(text)
}

fn has_our_ids(text: &str) -> bool {
    let mut title = String::new();
    let mut is_in_title = false;
    for line in text.lines().map(str::trim) {
        if let Some(begun) = value_of(line, "summary") {
            // A long title goes on below a mark of YAML.
            title = begun.trim_start_matches(['>', '|', '-']).trim().to_owned();
            is_in_title = true;
        } else if let Some(id) = value_of(line, "operationId") {
            is_in_title = false;
            if !is_our_id(id, &title) {
                return false;
            }
        } else if is_in_title {
            title.push(' ');
            title.push_str(line);
        }
    }
    true
}

/// The value of a key on its line, without quotes.
fn value_of<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = line.strip_prefix('"').unwrap_or(line).strip_prefix(key)?;
    let value = rest.strip_prefix('"').unwrap_or(rest).strip_prefix(':')?;
    Some(value.trim().trim_matches([',', '"']))
}

/// The methods of HTTP, and those of WebDAV and others that references document (RFC 4918, RFC 5323).
const METHODS: [&str; 20] = [
    "get",
    "put",
    "post",
    "delete",
    "patch",
    "head",
    "options",
    "trace",
    "query",
    "copy",
    "move",
    "link",
    "unlink",
    "lock",
    "unlock",
    "propfind",
    "proppatch",
    "mkcol",
    "search",
    "report",
];

fn is_our_id(id: &str, title: &str) -> bool {
    // Some gateways take hyphens only.
    let id = id.replace('-', "_");
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let method = id.split('_').next().unwrap_or_default();
    let is_of_title = || title_id(title).is_some_and(|own| id.starts_with(&own));
    id.bytes().all(is_plain) && (METHODS.contains(&method) || is_of_title())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_ours_by_its_form() {
        let ours =
            "openapi: \"3.1.0\"\ninfo:\n  title: A\npaths:\n  \"/a\":\n    get:\n      operationId: get_a\n";
        assert!(is_ours(ours.as_bytes()));
        assert!(is_ours(b"{\n  \"openapi\": \"3.0.3\",\n      \"operationId\": \"get_v3_a\",\n"));
        assert!(!is_ours(ours.replace("get_a", "listThings").as_bytes()));
        assert!(!is_ours(ours.replace("\"3.1.0\"", "3.1.0").as_bytes()));
        assert!(!is_ours(b"") && !is_ours(b"\xff"));
    }

    #[test]
    fn ids_may_be_titles_have_hyphens_and_other_verbs() {
        let with = |summary: &str, id: &str| {
            let text = format!("openapi: \"3.0.3\"\n      summary: {summary}\n      operationId: {id}\n");
            is_ours(text.as_bytes())
        };
        assert!(with("List the boxes", "list_boxes") && with("List the boxes", "get-v1-boxes"));
        assert!(with(">-\n        List the boxes\n        of a room", "list_boxes_of_room"));
        assert!(with("Copy a box", "copy_v1_boxes_box_id") && with("List boxes", "list_boxes_0a1b2c3d"));
        assert!(!with("List the boxes", "boxes_list") && !with("List the boxes", "listBoxes"));
    }
}
