//! Headers that every service has, which no reference documents one by one, and those that say a version.

use super::exchange::{Exchange, Message};
use crate::version::Version;

/// Of the protocol, of proxies and browsers.
const USUAL: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "dnt",
    "etag",
    "expect",
    "expires",
    "forwarded",
    "from",
    "host",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "nel",
    "origin",
    "pragma",
    "priority",
    "range",
    "referer",
    "referrer-policy",
    "report-to",
    "retry-after",
    "server",
    "server-timing",
    "set-cookie",
    "strict-transport-security",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "x-auth-token",
    "x-cache",
    "x-powered-by",
    "x-real-ip",
    "x-service-token",
    "x-trans-id",
];

/// Families of them.
const FAMILIES: &[&str] = &[
    ":",
    "access-control-",
    "cf-",
    "content-",
    "cross-origin-",
    "if-",
    "permissions-",
    "proxy-",
    "sec-",
    "x-amz-",
    "x-b3-",
    "x-content-type-",
    "x-envoy-",
    "x-forwarded-",
    "x-frame-",
    "x-xss-",
];

/// Is it a header that no reference has to mention? `name` is in lower case.
pub(super) fn is_usual(name: &str) -> bool {
    let says_version = name.ends_with("-api-version")
        || name.ends_with("-api-minimum-version")
        || name.ends_with("-api-maximum-version");
    USUAL.contains(&name)
        || FAMILIES.iter().any(|family| name.starts_with(family))
        || name.starts_with("openstack-api-")
        || name.ends_with("request-id")
        || says_version
}

/// What is known of the microversion of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A header says it: of the answer, else of the request.
    Version(Version),
    /// The newest, whatever that is.
    Latest,
    /// No header does, so it is the lowest.
    None,
    /// Headers were not recorded.
    Unknown,
}

/// The microversion that the headers say; `service` is the name that the service goes by in them, `own` the
/// header that it reads, if not the usual one.
pub(super) fn asked(exchange: &Exchange, service: Option<&str>, own: Option<&str>) -> Asked {
    let sides = [&exchange.response, &exchange.request].into_iter();
    let found = sides.filter_map(|side| own.and_then(|own| of_own(side, own)).or_else(|| of(side, service)));
    let found: Vec<&str> = found.collect();
    if let Some(version) = found.iter().find_map(|text| Version::parse(text)) {
        return Asked::Version(version);
    }
    match &exchange.request.headers {
        _ if found.iter().any(|text| text.eq_ignore_ascii_case("latest")) => Asked::Latest,
        None => Asked::Unknown,
        Some(_) => Asked::None,
    }
}

/// The version in the header of a service's own, behind a name of the service or alone.
fn of_own<'m>(side: &'m Message, header: &str) -> Option<&'m str> {
    let mut all = side.headers.iter().flatten();
    let (_, value) = all.find(|(name, _)| name.eq_ignore_ascii_case(header))?;
    value.split_whitespace().next_back()
}

/// The version that one side says: `OpenStack-API-Version: compute 2.90`, or the older
/// `X-OpenStack-Nova-API-Version: 2.90`.
fn of<'m>(side: &'m Message, service: Option<&str>) -> Option<&'m str> {
    let parts = side.header("openstack-api-version").flat_map(|value| value.split(','));
    let mut named = parts.filter_map(|part| {
        let (name, version) = part.trim().split_once(' ')?;
        let is_it = service.is_none_or(|service| name.eq_ignore_ascii_case(service));
        is_it.then_some(version.trim())
    });
    named.next().or_else(|| {
        let mut older = side.headers.iter().flatten();
        let is_older = |name: &str| name.starts_with("x-openstack-") && name.ends_with("-api-version");
        older.find(|(name, _)| is_older(name)).map(|(_, value)| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(request: &[(&str, &str)], response: &[(&str, &str)]) -> Exchange {
        let side = |headers: &[(&str, &str)]| Message {
            headers: Some(headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()),
            ..Message::default()
        };
        Exchange { request: side(request), response: side(response), ..Exchange::default() }
    }

    #[test]
    fn headers_say_the_version() {
        let version = |text: &str| Asked::Version(Version::parse(text).unwrap());
        let of = |request: &[(&str, &str)], response: &[(&str, &str)]| {
            asked(&exchange(request, response), Some("compute"), None)
        };
        let now = "openstack-api-version";
        assert_eq!(of(&[(now, "volume 3.0, compute 2.90")], &[]), version("2.90"));
        assert_eq!(of(&[("x-openstack-nova-api-version", "2.10")], &[]), version("2.10"));
        assert_eq!(of(&[(now, "compute latest")], &[(now, "compute 2.104")]), version("2.104"));
        assert_eq!(of(&[(now, "compute latest")], &[]), Asked::Latest);
        assert_eq!(of(&[(now, "volume 3.0")], &[]), Asked::None);
        assert_eq!(asked(&Exchange::default(), None, None), Asked::Unknown);
    }

    #[test]
    fn some_headers_are_everywhere() {
        assert!(is_usual("content-type") && is_usual("x-compute-request-id") && is_usual("sec-fetch-mode"));
        assert!(is_usual("x-openstack-ironic-api-maximum-version"));
        assert!(!is_usual("x-subject-token") && !is_usual("x-object-meta-a"));
    }

    #[test]
    fn a_service_may_read_a_header_of_its_own() {
        let said = |value: &str| {
            let request = [("shelf-api-version", value)];
            asked(&exchange(&request, &[]), Some("shelf"), Some("Shelf-Api-Version"))
        };
        assert_eq!(said("1.5"), Asked::Version(Version { major: 1, minor: 5 }));
        assert_eq!(said("shelf 1.5"), Asked::Version(Version { major: 1, minor: 5 }));
        assert_eq!(said("latest"), Asked::Latest);
    }
}
