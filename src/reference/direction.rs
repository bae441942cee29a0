use super::Direction;

/// The direction that a title says: its first word, else the only one of the two words in it.
fn of_title(title: &str) -> Option<Direction> {
    match words(title).next() {
        Some(word) if is(word, "request") => Some(Direction::Request),
        Some(word) if is(word, "response") => Some(Direction::Response),
        _ => of_text(title),
    }
}

/// The direction that a line of text says, if it names only one.
pub(super) fn of_text(text: &str) -> Option<Direction> {
    let says = |stem: &str| words(text).any(|word| is(word, stem));
    match (says("request"), says("response")) {
        (true, false) => Some(Direction::Request),
        (false, true) => Some(Direction::Response),
        _ => None,
    }
}

/// The direction that a file name says, if it names only one: `snapshot-show-response.json`,
/// `server-req.json`.
pub(super) fn of_file(path: &str) -> Option<Direction> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let parts: Vec<&str> = name.split(['-', '_', '.']).collect();
    // The first part is the subject, so a leading `req` is no direction.
    let said =
        |long: &str, short: &str| name.contains(long) || parts.iter().skip(1).any(|part| *part == short);
    match (said("request", "req"), said("response", "resp")) {
        (true, false) => Some(Direction::Request),
        (false, true) => Some(Direction::Response),
        _ => None,
    }
}

/// The direction that the innermost section title which says one says.
pub(super) fn of_sections(titles: &[String]) -> Option<Direction> {
    titles.iter().find_map(|title| of_title(title))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Is it the word, or its plural, in whatever case?
fn is(word: &str, stem: &str) -> bool {
    word.strip_suffix(['s', 'S']).unwrap_or(word).eq_ignore_ascii_case(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_bold_lines_and_files_say_the_direction() {
        let section = |titles: &[&str]| {
            of_sections(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(section(&["Parameters", "Request"]), Some(Direction::Request));
        assert_eq!(section(&["Response Example (v3.65)"]), Some(Direction::Response));
        assert_eq!(section(&["Request and response"]), Some(Direction::Request));
        assert_eq!(section(&["Example of request and response", "Response"]), Some(Direction::Response));
        assert_eq!(section(&["Curl Example"]), None);
        assert_eq!(of_text("Example Start: JSON request"), Some(Direction::Request));
        assert_eq!(of_file("samples/server-create-resp.json"), Some(Direction::Response));
        assert_eq!(of_file("a/create-transfer-request-response.json"), None);
        assert_eq!(of_file("request-id.json"), Some(Direction::Request));
    }
}
