//! Descriptions that limit when a key is there.

use std::ops::Range;

/// Where a description says that the parameter is not always there.
pub(super) fn limit(description: &str) -> Option<Range<usize>> {
    const WORDS: [&str; 24] = [
        "users only",
        "user only",
        "administrators only",
        "administrator only",
        "admins only",
        "admin only",
        "only for admin",
        "only visible",
        "only available to",
        "only present",
        "only returned",
        "only shown",
        "only displayed",
        "only included",
        "only appears",
        "appears only",
        "only appear",
        "present only",
        "returned only",
        "shown only",
        "may be absent",
        "is omitted",
        "will be omitted",
        "only set",
    ];
    let text = description.to_ascii_lowercase();
    // Each of them has one of these, and most descriptions have none.
    if !["only", "absent", "omitted"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let found = WORDS.iter().filter_map(|word| Some((text.find(word)?, word.len())));
    found.min().map(|(at, length)| at..at + length)
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn limits_are_quoted_as_they_stand() {
        let text = "The rack. Shown to Administrators only.";
        assert_eq!(limit(text).and_then(|range| text.get(range)), Some("Administrators only"));
        assert_eq!(limit("The only rack."), None);
    }
}
