use serde::Deserialize;
use utoipa::ToSchema;

/// The table `[info]`: what documents say of those who publish them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Info {
    /// The licence of the documents.
    pub license: Option<License>,
    /// Whom to ask about the API.
    pub contact: Option<Contact>,
}

/// `info.license`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct License {
    /// Its name, such as `Apache 2.0`.
    pub name: String,
    /// Its identifier in the list of SPDX, such as `Apache-2.0`.
    pub identifier: Option<String>,
    /// Where its text is, if it has no identifier.
    pub url: Option<String>,
}

/// `info.contact`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Contact {
    /// Who it is.
    pub name: Option<String>,
    /// A page of theirs.
    pub url: Option<String>,
    /// An address of theirs.
    pub email: Option<String>,
}
