use serde::Serialize;

/// An object of kind `HTTPRoute`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HttpRoute {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) metadata: Name,
    pub(super) spec: Spec,
}

/// What has a name and nothing else.
#[derive(Serialize)]
pub(super) struct Name {
    pub(super) name: String,
}

/// What an object says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Spec {
    pub(super) parent_refs: Vec<Name>,
    pub(super) rules: Vec<Rule>,
}

/// A rule: what it matches, and where that goes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) matches: Vec<Match>,
    pub(super) backend_refs: Vec<Backend>,
}

/// A request that a rule takes.
#[derive(Serialize)]
pub(super) struct Match {
    pub(super) method: String,
    pub(super) path: Path,
}

/// A path, exact or as an expression.
#[derive(Serialize, Clone)]
pub(super) struct Path {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) value: String,
}

/// A Service that requests go to.
#[derive(Serialize)]
pub(super) struct Backend {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) namespace: Option<String>,
    pub(super) port: u16,
}
