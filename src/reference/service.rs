use std::collections::BTreeSet;

use super::{Direction, Document, Reference};
use crate::config::MicroversionKind;
use crate::place::Span;
use crate::version::Version;

/// What is known about a service beyond its documents. A table, so that adding one is adding a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Service {
    /// Words of the document title that tell the service, lower case.
    words: &'static str,
    /// The service type in the catalog.
    pub service_type: &'static str,
    /// How versions are chosen.
    pub versions: MicroversionKind,
    /// The name that the service goes by in the version header.
    pub header: &'static str,
    /// The version header, of a service that reads one of its own and not the usual one.
    pub own_header: Option<&'static str>,
    /// The version that a request without the header gets.
    pub floor: Option<Version>,
    /// What a sample without a version mark was recorded at, where others are marked.
    pub unmarked: Unmarked,
}

/// The version of a sample that carries no mark in a tree that marks others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmarked {
    /// The lowest version it can be.
    Floor,
    /// The highest.
    Newest,
}

const fn negotiated(
    words: &'static str,
    service_type: &'static str,
    header: &'static str,
    floor: (u32, u32),
    unmarked: Unmarked,
) -> Service {
    let floor = Some(Version { major: floor.0, minor: floor.1 });
    Service {
        words,
        service_type,
        versions: MicroversionKind::Negotiated,
        header,
        own_header: None,
        floor,
        unmarked,
    }
}

impl Service {
    const fn with_header(self, header: &'static str) -> Self {
        Self { own_header: Some(header), ..self }
    }
}

const fn advertised(words: &'static str, service_type: &'static str) -> Service {
    Service {
        words,
        service_type,
        versions: MicroversionKind::Advertised,
        header: service_type,
        own_header: None,
        floor: None,
        unmarked: Unmarked::Newest,
    }
}

/// The services whose versions are known, as their version documents state them.
static SERVICES: &[Service] = &[
    negotiated("compute", "compute", "compute", (2, 1), Unmarked::Floor),
    negotiated("block storage v3", "block-storage", "volume", (3, 0), Unmarked::Newest),
    negotiated("shared file systems", "shared-file-system", "shared-file-system", (2, 0), Unmarked::Newest)
        .with_header("X-OpenStack-Manila-API-Version"),
    negotiated("bare metal", "baremetal", "baremetal", (1, 1), Unmarked::Newest)
        .with_header("X-OpenStack-Ironic-API-Version"),
    negotiated("placement", "placement", "placement", (1, 0), Unmarked::Newest),
    negotiated(
        "container infrastructure",
        "container-infrastructure-management",
        "container-infra",
        (1, 1),
        Unmarked::Newest,
    ),
    advertised("block storage", "block-storage"),
    advertised("identity", "identity"),
    advertised("load balanc", "load-balancer"),
    advertised("dns", "dns"),
    advertised("image", "image"),
    advertised("network", "network"),
    advertised("orchestration", "orchestration"),
    advertised("object storage", "object-store"),
    advertised("database", "database"),
];

impl Service {
    /// The service that a document title names.
    pub(crate) fn of_title(title: &str) -> Option<&'static Self> {
        let words: Vec<String> = title
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !matches!(word.as_str(), "" | "api" | "service" | "openstack"))
            .collect();
        let title = words.join(" ");
        SERVICES.iter().find(|service| title.contains(service.words))
    }
}

/// How the versions of a document work: from the configuration, the table of known services and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionPolicy {
    /// The service type, if it is known.
    pub service_type: Option<String>,
    /// How versions are chosen.
    pub kind: MicroversionKind,
    /// The name that the service goes by in the version header.
    pub service_name: Option<String>,
    /// The name of the version header, if not the usual one.
    pub header: Option<String>,
    /// The lowest version.
    pub floor: Version,
    /// The highest version: stated, or the highest that the document mentions.
    pub ceiling: Version,
    /// What samples without a mark were recorded at.
    pub unmarked: Unmarked,
}

impl Reference {
    /// The version policy of a document; `None` if nothing mentions a version.
    pub(crate) fn policy(&self, document: &Document) -> Option<VersionPolicy> {
        let own = &self.microversions;
        let service = Service::of_title(&document.title);
        let range = document.version_range(self);
        let known_floor = own.floor.or(service.and_then(|service| service.floor));
        let ceiling = own.ceiling.or(range.map(|(_, high)| high))?;
        let floor = known_floor.or(range.map(|(low, _)| low)).unwrap_or(ceiling).min(ceiling);
        Some(VersionPolicy {
            service_type: self
                .service_type
                .clone()
                .or(service.map(|service| service.service_type.to_owned())),
            // A service that nobody knows only states its versions, unless the configuration says otherwise.
            kind: own
                .kind
                .unwrap_or_else(|| service.map_or(MicroversionKind::Advertised, |service| service.versions)),
            service_name: service.map(|service| service.header.to_owned()).or(self.service_type.clone()),
            header: own
                .header
                .clone()
                .or_else(|| document.version_header(self).map(str::to_owned))
                .or_else(|| service?.own_header.map(str::to_owned))
                .filter(|header| !header.eq_ignore_ascii_case(USUAL_HEADER)),
            floor,
            ceiling: ceiling.max(floor),
            unmarked: service.map_or(Unmarked::Newest, |service| service.unmarked),
        })
    }
}

/// The header by which a caller asks for a microversion (the API SIG's guideline on microversions).
pub(crate) const USUAL_HEADER: &str = "OpenStack-API-Version";

impl Document {
    /// The version header that its tables list, the usual one before one of the service's own.
    fn version_header<'a>(&self, reference: &'a Reference) -> Option<&'a str> {
        let rows = reference.operations[self.operations]
            .iter()
            .flat_map(|operation| operation.rows_of(Direction::Request));
        let names: BTreeSet<&str> =
            rows.map(|row| row.name.as_str()).filter(|name| is_version_header(name)).collect();
        let usual = names.iter().find(|name| name.eq_ignore_ascii_case(USUAL_HEADER));
        usual.or(names.first()).copied()
    }

    /// The versions that the document mentions: the lowest and the highest on operations and rows; directives
    /// about versions raise the highest, if their major number is one of the service's (`2024.1` and `14.0.0`
    /// are releases).
    pub(crate) fn version_range(&self, reference: &Reference) -> Option<(Version, Version)> {
        let operations = &reference.operations[self.operations];
        let windows = operations.iter().flat_map(|operation| {
            std::iter::once(operation.window).chain(operation.rows.iter().map(|row| row.window))
        });
        let stated: BTreeSet<Version> =
            windows.flat_map(|window| [window.min, window.max]).flatten().collect();
        let low = *stated.first()?;
        let majors: BTreeSet<u32> = stated.iter().map(|version| version.major).collect();
        let named = self.named_versions(reference).map(|(version, _)| version);
        let high = named.filter(|version| majors.contains(&version.major)).chain(stated).max()?;
        Some((low, high))
    }

    /// The versions that directives name, in the document and in the entries that it uses, with their places.
    pub(crate) fn named_versions<'a>(
        &'a self,
        reference: &'a Reference,
    ) -> impl Iterator<Item = (Version, Span)> + 'a {
        let rows = reference.operations[self.operations].iter().flat_map(|operation| operation.rows.iter());
        let used: BTreeSet<_> = rows.filter_map(|row| row.definition).collect();
        let entries = used.into_iter().flat_map(|id| reference.definitions[id].mentioned.iter().copied());
        self.mentioned.iter().copied().chain(entries)
    }
}

/// `OpenStack-API-Version`, or an older one such as `X-OpenStack-Nova-API-Version`.
fn is_version_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.trim_start_matches("x-").starts_with("openstack-") && name.ends_with("api-version")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_by_their_titles() {
        let header = |title: &str| Service::of_title(title).map(|service| (service.header, service.versions));
        assert_eq!(header("Block Storage API V3 (CURRENT)"), Some(("volume", MicroversionKind::Negotiated)));
        assert_eq!(
            header("Block Storage API V2 (DEPRECATED)").map(|found| found.1),
            Some(MicroversionKind::Advertised)
        );
        assert_eq!(header("Compute API").map(|found| found.0), Some("compute"));
        assert_eq!(header("Toaster API"), None);
    }
}
