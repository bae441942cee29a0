use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The table `[compare]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct CompareOptions {
    /// Documents of OpenAPI that were derived from the code of the service, from the folder of the file.
    #[serde(default)]
    pub specs: Vec<String>,
    /// What paths of the specifications begin with and those of the reference do not, such as
    /// `/v2.1/{project_id}`; without any they are found.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// How much the word of a specification counts, by topic.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Strength>)]
    pub votes: BTreeMap<Topic, Strength>,
}

/// How much the word of a witness counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Strength {
    /// It does not count: no finding comes of it.
    None,
    /// It lowers the severity of findings by one.
    Weak,
    /// As much as the text does.
    Strong,
}

/// What a specification speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Topic {
    /// Which operations there are.
    Operations,
    /// Which parameters of the query and which headers there are.
    Parameters,
    /// Which keys a request may have, where no others are allowed.
    RequestKeys,
    /// Which keys an answer has, where it says that there are no others.
    ResponseKeys,
    /// Which keys there are in an object that may have others.
    OpenKeys,
    /// The types of values.
    Types,
    /// That null may stand somewhere.
    Null,
    /// That null may not stand somewhere.
    NotNull,
    /// What requests must have.
    RequestRequired,
    /// What answers always have.
    ResponseRequired,
    /// What answers may lack.
    ResponseOptional,
    /// The values of closed lists.
    Values,
    /// The versions in which something is there.
    Windows,
    /// The codes of success.
    Codes,
}

impl Strength {
    /// The word of the configuration.
    #[cfg(feature = "cli")]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Strong => "strong",
        }
    }
}

impl Topic {
    /// The word of the configuration.
    #[cfg(feature = "cli")]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Parameters => "parameters",
            Self::RequestKeys => "request-keys",
            Self::ResponseKeys => "response-keys",
            Self::OpenKeys => "open-keys",
            Self::Types => "types",
            Self::Null => "null",
            Self::NotNull => "not-null",
            Self::RequestRequired => "request-required",
            Self::ResponseRequired => "response-required",
            Self::ResponseOptional => "response-optional",
            Self::Values => "values",
            Self::Windows => "windows",
            Self::Codes => "codes",
        }
    }
}
