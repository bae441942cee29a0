/// Did this program write that document? Its form says so: how it begins, and the ids of the operations,
/// which are made of method and path.
pub(crate) fn is_ours(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let head = ["openapi: \"3.", "{\n  \"openapi\": \"3."];
    let id = |line: &'_ str| {
        let line = line.trim_start();
        line.strip_prefix("operationId: ").or_else(|| line.strip_prefix("\"operationId\": ")).map(is_our_id)
    };
    head.iter().any(|head| text.starts_with(head)) && text.lines().filter_map(id).all(|ours| ours)
}

fn is_our_id(id: &str) -> bool {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];
    let id = id.trim_matches([',', '"']);
    let method = id.split('_').next().unwrap_or_default();
    METHODS.contains(&method)
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
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
}
