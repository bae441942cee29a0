//! Requirements that came later than the parameter: "starting with microversion 2.9, this field is required".

use crate::text::holds;
use crate::version::Version;

/// Words that stand for the parameter that the text describes.
const SUBJECT: [&str; 8] = ["this", "it", "the", "field", "parameter", "attribute", "key", "property"];

/// Words for what has to be there.
const REQUIRED: [&str; 2] = ["required", "mandatory"];

/// The version from which on the text of an entry, in lower case, says that the parameter is required.
pub(super) fn required_since(text: &str) -> Option<Version> {
    if !holds(text, |byte| byte.is_ascii_digit()) || !REQUIRED.iter().any(|word| text.contains(word)) {
        return None;
    }
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches([',', '(', ')', '`', '*'])).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let version = Version::parse(word.trim_end_matches('.'))?;
        let before = before_since(words.get(..at)?)?;
        let claimed_before = before.last().is_some_and(|word| is_required(word));
        let after = words.get(at + 1..).filter(|_| !word.ends_with('.')).unwrap_or_default();
        let mut claim = after.iter().skip_while(|word| SUBJECT.contains(word));
        let claimed_after = claim.next() == Some(&"is") && claim.next().is_some_and(|word| is_required(word));
        (claimed_before || claimed_after).then_some(version)
    })
}

fn is_required(word: &str) -> bool {
    REQUIRED.contains(&word.trim_end_matches('.'))
}

/// What stands before "since", "from" or "starting with", perhaps with "microversion" after it.
fn before_since<'w, 's>(words: &'w [&'s str]) -> Option<&'w [&'s str]> {
    let words = match words {
        [before @ .., "microversion" | "version"] => before,
        all => all,
    };
    match words {
        [before @ .., "starting" | "beginning", "with" | "from" | "in"] => Some(before),
        [before @ .., "since" | "from"] => Some(before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_may_begin_with_a_version() {
        let since = |text: &str| required_since(&text.to_lowercase()).map(|version| version.to_string());
        assert_eq!(
            since("The shelf. Starting with microversion 2.9, this field\nis required and may be ``any``.")
                .as_deref(),
            Some("2.9")
        );
        assert_eq!(since("Since 2.10 it is required.").as_deref(), Some("2.10"));
        assert_eq!(since("It is required starting with microversion 2.9.").as_deref(), Some("2.9"));
        assert_eq!(since("Required since version 2.9.").as_deref(), Some("2.9"));
        assert_eq!(since("Since microversion 2.9. It is required."), None);
        assert_eq!(since("Required before microversion 2.9."), None);
        assert_eq!(since("Since 2.9 the shelf is required."), None);
        assert_eq!(since("Since 2.9 this field is optional; a name is required."), None);
    }
}
