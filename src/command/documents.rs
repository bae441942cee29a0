use super::error::CommandError;
use super::session::Session;
use crate::config::{Config, DocumentFormat, MicroversionChoice, OpenApiVersion};
use crate::finding::Findings;
use crate::openapi::{self, Emitted, Options, View};
use crate::projection::{self, Origin};
use crate::reference::VersionPolicy;
use crate::shape::Shapes;

/// A document as text, under the name of its file.
pub(super) struct Written {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) emitted: Emitted,
    /// What the form of the document cannot say.
    pub(super) findings: Findings,
    /// How many operations the form leaves out.
    pub(super) left_out: usize,
}

impl Written {
    /// Refuses a document that is not valid: that is a mistake here, not in the sources.
    pub(super) fn checked(&self) -> Result<(), CommandError> {
        match openapi::problem(&self.emitted.value) {
            None => Ok(()),
            Some(problem) => Err(CommandError::InvalidDocument { name: self.emitted.name.clone(), problem }),
        }
    }
}

/// A document before it is text.
pub(super) struct Draft {
    pub(super) emitted: Emitted,
    /// What the form of the document cannot say.
    pub(super) findings: Findings,
    /// How many operations the form leaves out.
    pub(super) left_out: usize,
}

/// Which form of the documents is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) microversion: MicroversionChoice,
    pub(super) format: DocumentFormat,
    pub(super) openapi: OpenApiVersion,
    pub(super) declared_only: bool,
}

impl Form {
    /// The form that the configuration asks for.
    pub(super) fn configured(config: &Config) -> Self {
        Self {
            microversion: config.microversion.unwrap_or_default(),
            format: config.format.unwrap_or_default(),
            openapi: config.openapi.unwrap_or_default(),
            declared_only: config.declared_only.unwrap_or(false),
        }
    }

    /// What a file of this form ends with.
    pub(super) fn suffix(self) -> String {
        let version = match self.microversion {
            MicroversionChoice::Latest => String::new(),
            MicroversionChoice::All => ".all".to_owned(),
            MicroversionChoice::At(version) => format!(".{version}"),
        };
        format!("{version}.openapi.{}", self.format.as_str())
    }

    /// Refuses a microversion that no document has.
    pub(super) fn checked(self, session: &Session) -> Result<Self, CommandError> {
        let MicroversionChoice::At(version) = self.microversion else { return Ok(self) };
        let policies: Vec<VersionPolicy> = session
            .reference
            .documents
            .iter()
            .filter_map(|document| session.reference.policy(document))
            .collect();
        let has = |policy: &VersionPolicy| (policy.floor..=policy.ceiling).contains(&version);
        match policies.first() {
            Some(first) if !policies.iter().any(has) => Err(CommandError::Usage(format!(
                "there is no microversion {version}: the reference has {} to {}",
                first.floor, first.ceiling
            ))),
            _ => Ok(self),
        }
    }

    /// Emits all documents in this form and does to each what is to be done.
    pub(super) fn write<T: Send>(
        self,
        session: &Session,
        shapes: &Shapes,
        finish: impl Fn(Written) -> T + Sync,
    ) -> Vec<T> {
        self.each(session, shapes, |draft| finish(self.written(draft)))
    }

    /// Emits all documents and puts them into the version of OpenAPI that is wanted.
    pub(super) fn draft(self, session: &Session, shapes: &Shapes) -> Vec<Draft> {
        self.each(session, shapes, |draft| draft)
    }

    fn each<T: Send>(self, session: &Session, shapes: &Shapes, finish: impl Fn(Draft) -> T + Sync) -> Vec<T> {
        let view = |document: &crate::reference::Document| match self.microversion {
            MicroversionChoice::All => View::All,
            MicroversionChoice::At(version) => View::At(version),
            MicroversionChoice::Latest => {
                session.reference.policy(document).map_or(View::All, |policy| View::At(policy.ceiling))
            }
        };
        let options = Options { view: View::All, declared_only: self.declared_only };
        let finish = |emitted| finish(self.projected(session, emitted));
        openapi::emit_each(&session.reference, shapes, &options, view, finish)
    }

    fn projected(self, session: &Session, mut emitted: Emitted) -> Draft {
        let projected = projection::project(std::mem::take(&mut emitted.value), self.openapi);
        emitted.value = projected.value;
        let origin = || Origin::new(&session.reference, emitted.document);
        let findings = (!projected.losses.is_empty())
            .then(origin)
            .flatten()
            .map(|origin| projection::findings(&emitted.value, &projected.losses, &origin))
            .unwrap_or_default();
        Draft { emitted, findings, left_out: 0 }
    }

    /// The text of a document.
    pub(super) fn written(self, draft: Draft) -> Written {
        let Draft { emitted, findings, left_out } = draft;
        let text = match self.format {
            DocumentFormat::Yaml => openapi::yaml(&emitted.value),
            DocumentFormat::Json => openapi::json(&emitted.value),
        };
        Written { file: format!("{}{}", emitted.name, self.suffix()), text, emitted, findings, left_out }
    }
}
