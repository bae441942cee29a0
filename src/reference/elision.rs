//! Samples that their text announces as incomplete.

/// Does the text before a sample say that keys are missing from it?
pub(super) fn announced(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "missing key",
        "missing field",
        "missing attribute",
        "partial response",
        "partial request",
        "partial result",
        "partial construct",
        "truncated",
        "abbreviated",
        "shortened",
        "omitted",
        "elided",
        "not all fields",
        "not all keys",
    ];
    let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::announced;

    #[test]
    fn only_what_speaks_of_gaps_announces_them() {
        assert!(announced("The answer of a cell that is down, where some\nattributes are omitted."));
        assert!(announced("All other records come without any missing keys."));
        assert!(!announced("The response shows every attribute of the shelf."));
    }
}
