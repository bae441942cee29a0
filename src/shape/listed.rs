//! The values that a description lists.

use super::topics::OF_VALUES;

/// The values of a closed list: a lead-in such as "A valid value is" or "one of", then nothing but literals
/// with separators, two at least.
pub(super) fn closed_list(description: &str) -> Vec<String> {
    let lower = description.to_ascii_lowercase();
    OF_VALUES
        .iter()
        .filter_map(|lead| lower.find(lead).map(|at| at + lead.len()))
        .filter_map(|at| description.get(at..))
        .map(|text| literals(text, &[]))
        .find(|values| values.len() >= 2)
        .unwrap_or_default()
}

/// The values of a sentence that only lists them: "One of ``a`` or ``b``."
pub(crate) fn one_of(description: &str) -> Vec<String> {
    const LEADS: [&str; 3] = ["One of", "Either", "Must be"];
    if !description.contains("``") {
        return Vec::new();
    }
    let starts = std::iter::once(0).chain(description.match_indices(". ").map(|(at, _)| at + 2));
    let starts = starts.chain(description.match_indices(".\n").map(|(at, _)| at + 2));
    starts
        .filter_map(|at| description.get(at..).map(str::trim_start))
        .filter_map(|text| LEADS.iter().find_map(|lead| text.strip_prefix(lead)))
        .map(|text| literals(text, &[]))
        .find(|values| values.len() >= 2)
        .unwrap_or_default()
}

/// The literals at the start of `text` as long as nothing but separators stands between them. What may follow
/// is the end of the phrase, or one of `nouns`.
pub(super) fn literals(text: &str, nouns: &[&str]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("``") {
        let separator =
            before.trim().trim_matches([',', ':', ';', '-', '*', '"', '/']).trim().to_ascii_lowercase();
        let first = values.is_empty()
            && matches!(separator.as_str(), "" | "the following" | "the following values" | "as follows");
        if !(first || matches!(separator.as_str(), "" | "or" | "and" | ", or" | ", and")) {
            break;
        }
        let Some((value, tail)) = after.split_once("``") else { break };
        if value.contains('\n') {
            break;
        }
        if !values.iter().any(|known| known == value) {
            values.push(value.trim_matches('"').to_owned());
        }
        rest = tail;
    }
    // A sentence that goes on after the list qualifies it: "one of ``a`` or ``b`` is required" names fields,
    // not values.
    let after = rest.trim_start();
    let closed = after.is_empty()
        || after.starts_with(['.', ',', ';', '('])
        || rest.starts_with("\n\n")
        || nouns.iter().any(|noun| after.starts_with(noun));
    if closed { values } else { Vec::new() }
}
