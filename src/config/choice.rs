use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::version::Version;

/// `format`: how documents are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DocumentFormat {
    /// YAML, the default.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// `operation-ids`: what the ids of operations are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum OperationIds {
    /// Method and path, the default: `get_v2_lbaas_loadbalancers`. They stay whatever else changes.
    #[default]
    Path,
    /// The title: `list_load_balancers`. They change with it.
    Title,
}

/// `openapi`: the version of OpenAPI that documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum OpenApiVersion {
    /// 3.0.3, which most gateways want; the last patch that all of them know.
    #[serde(rename = "3.0", alias = "3.0.3")]
    #[cfg_attr(feature = "cli", value(name = "3.0", alias = "3.0.3"))]
    V3_0,
    /// 3.1.0, the default.
    #[default]
    #[serde(rename = "3.1", alias = "3.1.0")]
    #[cfg_attr(feature = "cli", value(name = "3.1", alias = "3.1.0"))]
    V3_1,
    /// 3.2.0.
    #[serde(rename = "3.2", alias = "3.2.0")]
    #[cfg_attr(feature = "cli", value(name = "3.2", alias = "3.2.0"))]
    V3_2,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Kong, Self::Aws, Self::Azure, Self::Tyk, Self::Apigee, Self::Google];

    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kong => "kong",
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Tyk => "tyk",
            Self::Apigee => "apigee",
            Self::Google => "google",
        }
    }

    /// As people call it.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Kong => "Kong",
            Self::Aws => "Amazon API Gateway",
            Self::Azure => "Azure API Management",
            Self::Tyk => "Tyk",
            Self::Apigee => "Apigee",
            Self::Google => "Google API Gateway",
        }
    }
}

impl DocumentFormat {
    /// What the names of files end with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }
}

impl OperationIds {
    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Title => "title",
        }
    }
}

impl OpenApiVersion {
    /// Every version.
    pub const ALL: [Self; 3] = [Self::V3_0, Self::V3_1, Self::V3_2];

    /// The version as a document states it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
            Self::V3_2 => "3.2.0",
        }
    }

    /// The version without its patch, as users name it.
    pub fn minor(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

/// `microversion`: which state of the API a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "String")]
pub enum MicroversionChoice {
    /// The highest version that the sources mention, the default.
    #[default]
    Latest,
    /// Every version at once, each thing marked with its window.
    All,
    /// One version.
    At(Version),
}

impl fmt::Display for MicroversionChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::All => f.write_str("all"),
            Self::At(version) => version.fmt(f),
        }
    }
}

impl FromStr for MicroversionChoice {
    type Err = UnknownMicroversion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "latest" => Ok(Self::Latest),
            "all" => Ok(Self::All),
            other => Version::parse(other).map(Self::At).ok_or_else(|| UnknownMicroversion(other.to_owned())),
        }
    }
}

impl TryFrom<String> for MicroversionChoice {
    type Error = UnknownMicroversion;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A text that names no microversion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no microversion: write latest, all or a version X.Y, such as 2.90")]
pub struct UnknownMicroversion(String);

/// `gateway.target`: the gateway whose own rules documents follow, beyond those that all have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Target {
    /// Kong: `deck file openapi2kong`, `openapi-2-kong`.
    Kong,
    /// Amazon API Gateway.
    Aws,
    /// Azure API Management.
    Azure,
    /// Tyk.
    Tyk,
    /// Apigee: `openapi2apigee`.
    Apigee,
    /// Google API Gateway.
    Google,
}

/// The table `[gateway]`: what documents for gateways do without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Gateway {
    /// The gateway that they are for, if they follow its own rules, too.
    pub target: Option<Target>,
    /// Write parameters out in every operation.
    pub inline_parameters: bool,
    /// Write responses out in every operation.
    pub inline_responses: bool,
    /// Leave examples out.
    pub no_examples: bool,
    /// Leave deprecated operations out.
    pub no_deprecated: bool,
    /// Leave schemas and examples out: enough to route, not to validate.
    pub routes_only: bool,
    /// Leave `nullable` out.
    pub no_nullable: bool,
    /// Keep what the text demands, also where a sample of the operation contradicts it.
    pub strict: bool,
}

/// The table `[microversions]`: what the service does with its version numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Microversions {
    /// Whether clients choose a version.
    pub kind: Option<MicroversionKind>,
    /// The version that a request without the header gets.
    #[serde(default, deserialize_with = "version")]
    #[schema(value_type = Option<String>)]
    pub floor: Option<Version>,
    /// The highest version there is.
    #[serde(default, deserialize_with = "version")]
    #[schema(value_type = Option<String>)]
    pub ceiling: Option<Version>,
    /// The request header in which clients name a version, if not `OpenStack-API-Version`.
    pub header: Option<String>,
}

/// `kind` of `[microversions]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MicroversionKind {
    /// Each request names the version it wants.
    Negotiated,
    /// Numbers say since when something exists; requests do not name one.
    Advertised,
    /// The service has none.
    None,
}

fn version<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Version>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match Version::parse(&text) {
        Some(version) => Ok(Some(version)),
        None => Err(serde::de::Error::custom(format!(
            "`{text}` is no microversion: write two integers, such as \"2.90\""
        ))),
    }
}
