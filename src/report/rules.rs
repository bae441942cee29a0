use std::io::{self, Write};

use serde::Serialize;
use utoipa::ToSchema;

use super::escape::write_json;
use crate::finding::Rule;

/// The version of this form. It grows when a key goes away or changes its meaning, not when one is added.
const VERSION: u32 = 1;

/// All rules.
#[derive(Serialize, ToSchema)]
struct Rules {
    version: u32,
    rules: Vec<Item>,
}

/// One rule, as `apiref explain` tells it.
#[derive(Serialize, ToSchema)]
struct Item {
    /// Never changes its meaning.
    id: &'static str,
    /// `error`, `warning` or `note`, unless the configuration says otherwise.
    severity: &'static str,
    /// One line.
    summary: &'static str,
    explanation: &'static str,
    /// A source that has it.
    bad: &'static str,
    /// The same source mended.
    good: &'static str,
    /// Is input lost with it? A check that has it does not end with 0.
    unread: bool,
    /// What its fix does; `null` where there is none.
    #[schema(required)]
    fix: Option<&'static str>,
    /// The page about it.
    url: String,
}

/// Writes all that is to be known about rules as one JSON value.
pub(crate) fn write_rules(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let item = |rule: &&Rule| Item {
        id: rule.id,
        severity: rule.severity.as_str(),
        summary: rule.summary,
        explanation: rule.explanation,
        bad: rule.bad,
        good: rule.good,
        unread: rule.unread,
        fix: rule.fix,
        url: super::docs::rule(rule.id),
    };
    write_json(&Rules { version: VERSION, rules: rules.iter().map(item).collect() }, out)
}

/// The schema of that value.
pub(super) fn schema() -> serde_json::Value {
    crate::json::schema_of::<Rules>("apiref rules --format json")
}
