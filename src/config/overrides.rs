use serde::Deserialize;
use utoipa::ToSchema;

use super::level::rule_levels;
use super::{Glob, Level, RuleLevel};

/// One `[[overrides]]`: other levels for some paths or operations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Files, from the repository root; empty means all.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub paths: Vec<Glob>,
    /// Operations as `METHOD path`; empty means all.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub operations: Vec<Glob>,
    /// The levels that hold there.
    #[serde(deserialize_with = "rule_levels")]
    #[schema(value_type = BTreeMap<String, Level>)]
    pub rules: Vec<RuleLevel>,
}

impl Override {
    /// Does this hold for a finding in `path` that concerns `operations`? A finding of several operations is
    /// only meant if each of them is, so that nothing is hidden from the others.
    pub fn covers(&self, path: &str, operations: &[String]) -> bool {
        let fits = |globs: &[Glob], text: &str| globs.iter().any(|glob| glob.matches(text));
        let path_fits = self.paths.is_empty() || fits(&self.paths, path);
        let operations_fit = self.operations.is_empty()
            || (!operations.is_empty()
                && operations.iter().all(|operation| fits(&self.operations, operation)));
        path_fits && operations_fit
    }
}
