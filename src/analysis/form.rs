use crate::config::{Config, DocumentFormat, Gateway, MicroversionChoice, OpenApiVersion, OperationIds};
use crate::gateway::ServerUrl;
use crate::openapi::{Options, View};
use crate::reference::{Document, Reference};

/// Which form of the documents is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Form {
    /// The state of the API that they describe.
    pub microversion: MicroversionChoice,
    /// How they are written.
    pub format: DocumentFormat,
    /// The version of OpenAPI; documents for importers are always 3.0.3.
    pub openapi: OpenApiVersion,
    /// Leave out what only samples show.
    pub declared_only: bool,
    /// Keep what the text says, also where a sample contradicts it: keys that it requires, and formats. Then
    /// two microversions differ only by what their rows say, not by which samples are of which.
    pub strict: bool,
    /// What the ids of operations are made of.
    pub operation_ids: OperationIds,
    /// The gateway that they are for, if they are for one.
    pub importer: Option<Importer>,
}

/// A gateway that imports documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Importer {
    /// Where it finds the service.
    pub server: ServerUrl,
    /// What the documents do without.
    pub options: Gateway,
}

impl Form {
    /// The form that a configuration asks for.
    pub fn configured(config: &Config) -> Self {
        Self {
            microversion: config.microversion.unwrap_or_default(),
            format: config.format.unwrap_or_default(),
            openapi: config.openapi.unwrap_or_default(),
            declared_only: config.declared_only.unwrap_or(false),
            strict: false,
            operation_ids: config.operation_ids.unwrap_or_default(),
            importer: None,
        }
    }

    /// The same for another state of the API.
    #[must_use]
    pub fn with_microversion(self, microversion: MicroversionChoice) -> Self {
        Self { microversion, ..self }
    }

    /// The same in another version of OpenAPI.
    #[must_use]
    pub fn with_openapi(self, openapi: OpenApiVersion) -> Self {
        Self { openapi, ..self }
    }

    /// The same for a gateway.
    #[must_use]
    pub fn with_importer(self, importer: Importer) -> Self {
        Self { importer: Some(importer), ..self }
    }

    /// What the file of a document in this form ends with: `.all.openapi.yaml`.
    pub fn suffix(&self) -> String {
        let version = match self.microversion {
            MicroversionChoice::Latest => String::new(),
            MicroversionChoice::All => ".all".to_owned(),
            MicroversionChoice::At(version) => format!(".{version}"),
        };
        format!("{version}.openapi.{}", self.format.as_str())
    }

    /// The version of OpenAPI that is written.
    pub(super) fn written_as(&self) -> OpenApiVersion {
        if self.importer.is_some() { OpenApiVersion::V3_0 } else { self.openapi }
    }

    /// What the emitter is told for a document.
    pub(super) fn options(&self, reference: &Reference, document: &Document) -> Options {
        let view = match self.microversion {
            MicroversionChoice::All => View::All,
            MicroversionChoice::At(version) => View::At(version),
            MicroversionChoice::Latest => {
                reference.policy(document).map_or(View::All, |policy| View::At(policy.ceiling))
            }
        };
        Options {
            view,
            declared_only: self.declared_only,
            strict: self.strict || self.importer.as_ref().is_some_and(|importer| importer.options.strict),
            operation_ids: self.operation_ids,
        }
    }

    /// Why no document can be made in this form: a microversion that none has.
    pub(super) fn problem(&self, reference: &Reference) -> Option<String> {
        let MicroversionChoice::At(version) = self.microversion else { return None };
        let mut policies =
            reference.documents.iter().filter_map(|document| reference.policy(document)).peekable();
        let first = policies.peek().map(|policy| (policy.floor, policy.ceiling))?;
        if policies.any(|policy| (policy.floor..=policy.ceiling).contains(&version)) {
            return None;
        }
        Some(format!("there is no microversion {version}: the reference has {} to {}", first.0, first.1))
    }
}
