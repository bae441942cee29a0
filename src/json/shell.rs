use std::ops::Range;

/// The options of curl that carry a body.
const DATA: [&str; 6] = ["--data-binary", "--data-raw", "--data-ascii", "--data", "--json", "-d"];

/// The JSON that a call of curl sends: what stands in single quotes behind `-d`, if it begins like an object
/// or array.
pub(crate) fn curl_body(text: &str) -> Option<Range<usize>> {
    if !text.contains("curl") {
        return None;
    }
    DATA.iter().flat_map(|option| text.match_indices(option).map(move |(at, _)| (at, option.len()))).find_map(
        |(at, length)| {
            let is_word = text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
            let behind = text.get(at + length..).filter(|_| is_word)?;
            let value = behind.trim_start_matches([' ', '\t', '=', '\\', '\n', '\r']);
            let quote = value.chars().next().filter(|first| *first == '\'')?;
            let start = text.len() - value.len() + quote.len_utf8();
            let inside = text.get(start..)?;
            let end = inside.find(quote).unwrap_or(inside.len());
            let body = inside.get(..end)?;
            body.trim_start().starts_with(['{', '[']).then_some(start..start + end)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::curl_body;

    #[test]
    fn the_data_of_a_call_is_found() {
        let body = |text: &'static str| curl_body(text).and_then(|range| text.get(range));
        assert_eq!(body("curl -X PUT -d '{\"a\": 1}' http://x"), Some("{\"a\": 1}"));
        assert_eq!(body("curl -i \\\n  --data='[1,\n 2]'"), Some("[1,\n 2]"));
        assert_eq!(body("curl -X POST http://x -d \\\n '{}'"), Some("{}"));
        assert_eq!(body("curl -d @file http://x"), None);
        assert_eq!(body("curl -d 'a=b' http://x"), None);
        assert_eq!(body("echo -d '{}'"), None);
    }
}
