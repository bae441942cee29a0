use serde::Deserialize;
use utoipa::ToSchema;

/// The table `[observe]`: what is known of recorded traffic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct Observe {
    /// What stands before the documented paths, such as `/volume`, where that is neither the name of a
    /// service, nor a version, nor the id of a project.
    pub prefixes: Vec<String>,
    /// Only exchanges with these hosts count, each with its port if one was recorded.
    pub hosts: Vec<String>,
    /// Headers that are not told, beside those of the protocol.
    pub ignore_headers: Vec<String>,
}
