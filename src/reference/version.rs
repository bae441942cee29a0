use crate::rst::folded;
use crate::text::holds;
use crate::version::{Version, Window};

/// Reads the window that a title or a bold line states: `(v3.65)`, `(2.100)`, `(Microversions 1.28 - 1.36)`,
/// `(since API v2.49)`, `(3.55 or later)`, `(microversions 1.19 - )`. Nothing outside parentheses counts.
pub(crate) fn mentioned(title: &str) -> Option<Window> {
    // Most titles have none.
    memchr::memchr(b'(', title.as_bytes())?;
    title.split('(').skip(1).filter_map(|rest| in_parenthesis(rest.split(')').next()?)).last()
}

/// Reads the window that a sentence of its own states: `Available starting in the 3.27 microversion.`, `New
/// in version 2.26.` A sentence that says more than that is about something in particular.
pub(crate) fn stated(paragraph: &str) -> Option<Window> {
    const LEADS: [&str; 8] = [
        "available since ",
        "available starting ",
        "available in ",
        "available from ",
        "available with ",
        "introduced in ",
        "new in ",
        "added in ",
    ];
    const MOST_WORDS: usize = 10;
    if !holds(paragraph, |byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = folded(paragraph);
    text.split(". ").find_map(|sentence| {
        let sentence = sentence.trim_matches(['*', ' ', '.']);
        let short = sentence.split(' ').count() <= MOST_WORDS;
        if !short || !LEADS.iter().any(|lead| sentence.starts_with(lead)) {
            return None;
        }
        let mut versions = sentence
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .filter_map(|word| Version::parse(word.trim_matches('.')));
        match (versions.next(), versions.next()) {
            (Some(min), None) => Some(Window { min: Some(min), max: None }),
            _ => None,
        }
    })
}

/// The version that a word nearly is: `1,107`, `1:107`, `1.1O7`. Nothing for one that is a version, and for names of
/// releases.
pub(crate) fn misspelt_version(word: &str) -> Option<Version> {
    if !word.starts_with(|first: char| first.is_ascii_digit()) || Version::parse(word).is_some() {
        return None;
    }
    let mended: String = word
        .chars()
        .map(|letter| match letter {
            ',' | ';' | ':' | '_' => '.',
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            other => other,
        })
        .collect();
    Version::parse(&mended)
}

fn in_parenthesis(text: &str) -> Option<Window> {
    let lower = text.to_lowercase();
    let versions: Vec<Version> = lower
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|word| Version::parse(word.trim_matches('.')))
        .collect();
    let first = *versions.first()?;
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let open_end = lower.trim_end().ends_with(['-', '+', '–']);
    Some(match versions.get(1) {
        Some(second) => Window { min: Some(first), max: Some(*second) },
        None if open_end || says(&["since", "later", "from", "above", "newer", "start"]) => {
            Window { min: Some(first), max: None }
        }
        None if says(&["until", "up to", "before", "earlier"]) || lower.trim_start().starts_with('-') => {
            Window { min: None, max: Some(first) }
        }
        None => Window::at(first),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_state_windows_in_parentheses() {
        let shown = |title: &str| mentioned(title).map(|window| window.to_string());
        assert_eq!(shown("Response Example (v3.65)").as_deref(), Some("3.65"));
        assert_eq!(shown("Usages (microversions 1.19 - )").as_deref(), Some("from 1.19"));
        assert_eq!(shown("Usages (Microversions 1.28 - 1.36)").as_deref(), Some("1.28 to 1.36"));
        assert_eq!(shown("Groups (3.55 or later)").as_deref(), Some("from 3.55"));
        assert_eq!(shown("Share (since API v2.49)").as_deref(), Some("from 2.49"));
        assert_eq!(shown("Stop (os-stop Action)"), None);
        assert_eq!(shown("Servers 2.1"), None);
    }

    #[test]
    fn slips_in_versions_are_known() {
        let meant = |word: &str| misspelt_version(word).map(|version| version.to_string());
        for word in ["1,107", "1:107", "1.1O7", "1_107"] {
            assert_eq!(meant(word).as_deref(), Some("1.107"), "{word}");
        }
        for word in ["1.107", "2024.1", "14.0.0", "14,0,0", "Pike", "1", "1-107", "oO"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }

    #[test]
    fn sentences_of_their_own_state_windows() {
        let shown = |text: &str| stated(text).map(|window| window.to_string());
        assert_eq!(
            shown("Lists them. Available starting in the 3.27 microversion.").as_deref(),
            Some("from 3.27")
        );
        assert_eq!(shown("Available since API microversion\n3.38.").as_deref(), Some("from 3.38"));
        assert_eq!(shown("The field is available since 3.27."), None);
        assert_eq!(shown("Available in 3.1 and again in 3.9."), None);
    }
}
