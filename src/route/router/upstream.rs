use crate::gateway::ServerUrl;

/// A server that answers, in the parts that configurations ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Upstream<'a> {
    pub(super) is_tls: bool,
    /// A name or an address; one of IPv6 without its brackets.
    pub(super) host: &'a str,
    pub(super) port: u16,
}

impl<'a> Upstream<'a> {
    pub(super) fn of(server: &'a ServerUrl) -> Self {
        let origin = server.origin();
        let is_tls = origin.starts_with("https://");
        let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
        let usual = if is_tls { 443 } else { 80 };
        let port_of = |(host, port): (&'a str, &'a str)| Some((host, port.parse().ok()?));
        let (host, port) = authority.rsplit_once(':').and_then(port_of).unwrap_or((authority, usual));
        Self { is_tls, host: host.trim_start_matches('[').trim_end_matches(']'), port }
    }

    /// What a configuration calls it.
    pub(super) fn name(self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}_{}_{}", self.host.replace(':', "-"), self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_not_named_is_the_usual_one() {
        let of = |text: &str| {
            let server = ServerUrl::parse(text).unwrap();
            let Upstream { is_tls, host, port } = Upstream::of(&server);
            (is_tls, host.to_owned(), port)
        };
        assert_eq!(of("https://x.example/p"), (true, "x.example".to_owned(), 443));
        assert_eq!(of("http://x:8776"), (false, "x".to_owned(), 8776));
        assert_eq!(of("http://[::1]"), (false, "::1".to_owned(), 80));
    }
}
