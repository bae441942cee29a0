//! Configuration: `apiref.toml`, or the table `[tool.apiref]` of `pyproject.toml`.
//!
//! Every key is optional. A key, value or rule that nobody knows is an error with the nearest known word,
//! because a setting that is silently ignored looks like one that works. This layer takes texts and never
//! looks for files.

mod choice;
mod compare;
mod error;
mod file;
mod glob;
mod level;
mod observe;
mod overrides;
mod publisher;

pub use choice::{
    DocumentFormat, Gateway, MicroversionChoice, MicroversionKind, Microversions, OpenApiVersion,
    OperationIds, Target, UnknownMicroversion,
};
pub use compare::{CompareOptions, Strength, Topic};
pub use error::ConfigError;
#[cfg(feature = "cli")]
pub(crate) use file::FILES;
pub use file::{CheckOptions, Config};
pub use glob::Glob;
pub(crate) use level::level_of;
pub use level::{FailOn, Level, RuleLevel};
pub use observe::Observe;
pub use overrides::Override;
pub use publisher::{Contact, Info, License};
