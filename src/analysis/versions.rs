use super::Analysis;
use crate::config::MicroversionKind;
use crate::version::Version;

/// How the versions of a document work: from the configuration, the table of known services and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Versions {
    /// The service type, if it is known.
    pub service_type: Option<String>,
    /// Whether clients choose a version.
    pub kind: MicroversionKind,
    /// The lowest version.
    pub floor: Version,
    /// The highest version.
    pub ceiling: Version,
    /// The name of the version header, if not the usual one.
    pub header: Option<String>,
}

impl Analysis {
    /// The versions of each document that mentions some.
    pub(crate) fn versions(&self) -> Vec<Versions> {
        let reference = self.reference();
        let policies = reference.documents.iter().filter_map(|document| reference.policy(document));
        policies
            .map(|policy| Versions {
                service_type: policy.service_type,
                kind: policy.kind,
                floor: policy.floor,
                ceiling: policy.ceiling,
                header: policy.header,
            })
            .collect()
    }
}
