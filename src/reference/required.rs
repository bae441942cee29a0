//! `required`: what its value means.

use crate::dictionary::{Entry, Field};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, nearest};
use crate::place::Span;

pub(super) static REQUIRED_UNKNOWN: Rule = Rule {
    id: "dictionary-required-unknown",
    severity: Severity::Warning,
    summary: "`required` is neither true nor false",
    explanation: "`required` is a truth value of YAML: `true` or `false`. To os-api-ref any other word is a \
                  text, and a text means true, also `optional`, also `flase`. Here it is read as the word \
                  that is probably meant.",
    bad: "name:\n  required: ture",
    good: "name:\n  required: true",
    fix: Some("`true` or `false`, as is nearly written"),
    ..Rule::USUAL
};

/// Truth values of YAML 1.1, as PyYAML reads them.
const TRUE: [&str; 9] = ["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"];
const FALSE: [&str; 9] = ["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"];

/// Other words for the two.
const ALSO_TRUE: [&str; 7] = ["1", "y", "t", "required", "mandatory", "always", "must"];
const ALSO_FALSE: [&str; 9] =
    ["0", "n", "f", "optional", "not required", "none", "never", "unrequired", "null"];

/// Is the parameter required? `text` is that of the dictionary.
pub(super) fn read(entry: &Entry, field: &Field, text: &str, findings: &mut Findings) -> bool {
    let value = field.value.trim();
    if matches!(value, "" | "null" | "Null" | "NULL" | "~") {
        return false;
    }
    let is_quoted = text.get(..field.span.range().start).is_some_and(|before| before.ends_with(['"', '\'']));
    let plain = [(TRUE, true), (FALSE, false)].into_iter().find(|(words, _)| words.contains(&value));
    if let Some((_, meant)) = plain.filter(|_| !is_quoted) {
        return meant;
    }
    let meant = plain.map(|(_, meant)| meant).or_else(|| guess(&value.to_lowercase()));
    let quote = if is_quoted { "\"" } else { "" };
    let message =
        format!("`required: {quote}{value}{quote}` of entry `{}` is neither true nor false", entry.name);
    let finding = Finding::new(&REQUIRED_UNKNOWN, field.span, Subject::entry(&entry.name), message);
    findings.push(match meant {
        Some(meant) => {
            let fix = Fix::safe(format!("write `required: {meant}`"));
            let help = format!("{}; it is read as that", fix.title);
            // The quotes belong to what is replaced.
            let quotes = usize::from(is_quoted);
            let (start, end) = (field.span.range().start - quotes, field.span.range().end + quotes);
            let whole = Span::new(field.span.source, start, end);
            finding.with_help(help).with_fix(fix.replacing(whole, meant.to_string()))
        }
        None if is_type(value) => finding.with_help(format!(
            "`{value}` is a type: it seems to belong in `type`; write `required: true` or `required: false` here, it is read as false"
        )),
        None => finding.with_help("write `required: true` or `required: false`; it is read as false"),
    });
    meant.unwrap_or(false)
}

/// Is it a word for a type, which stands in the wrong field?
fn is_type(value: &str) -> bool {
    matches!(value, "array" | "object" | "string" | "integer" | "number" | "boolean" | "list" | "dict")
}

fn guess(word: &str) -> Option<bool> {
    if ALSO_TRUE.contains(&word) {
        return Some(true);
    }
    if ALSO_FALSE.contains(&word) {
        return Some(false);
    }
    let words = [("true", true), ("yes", true), ("required", true), ("false", false), ("optional", false)];
    let near = nearest(word, words.iter().map(|(word, _)| *word))?;
    words.iter().find(|(word, _)| *word == near).map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_nearly_truth_values_are_understood() {
        for (word, meant) in [
            ("ture", Some(true)),
            ("truee", Some(true)),
            ("yess", Some(true)),
            ("1", Some(true)),
            ("flase", Some(false)),
            ("optional", Some(false)),
            ("sometimes", None),
        ] {
            assert_eq!(guess(word), meant, "{word}");
        }
    }
}
