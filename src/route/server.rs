/// Where a service is reached: `https://cloud.example.com/volume`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Scheme, host and port.
    origin: String,
    /// The path before every template, without a slash at its end; empty if there is none.
    prefix: String,
}

/// A URL that names no server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no server URL: write it like https://cloud.example.com/volume, without variables or a query"
)]
pub struct UnusableUrl(String);

impl Server {
    /// Reads an absolute `http` or `https` URL. Variables, queries and blanks make it unusable.
    pub fn parse(url: &str) -> Result<Self, UnusableUrl> {
        let unusable = || UnusableUrl(url.to_owned());
        let rest =
            url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or_else(unusable)?;
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '?' | '#' | '"' | '\\');
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if host.is_empty() || rest.contains(odd) {
            return Err(unusable());
        }
        let origin = url.strip_suffix(path).unwrap_or(url);
        Ok(Self { origin: origin.to_owned(), prefix: path.trim_end_matches('/').to_owned() })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path before every template, without a slash at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl Default for Server {
    /// A server to be replaced: this host, no prefix.
    fn default() -> Self {
        Self { origin: "http://localhost".to_owned(), prefix: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_host_and_a_prefix() {
        let read = |url: &str| Server::parse(url).map(|server| (server.origin, server.prefix));
        let both = |origin: &str, prefix: &str| Ok((origin.to_owned(), prefix.to_owned()));
        assert_eq!(read("https://a.example"), both("https://a.example", ""));
        assert_eq!(read("http://a.example:8776/"), both("http://a.example:8776", ""));
        assert_eq!(read("http://a.example/volume/v3//"), both("http://a.example", "/volume/v3"));
        assert_eq!(read("http:///a"), Err(UnusableUrl("http:///a".to_owned())));
        for url in ["", "a.example", "ftp://a", "https://", "https://{host}/", "http://a/?b", "http://a b"] {
            assert!(Server::parse(url).is_err(), "{url}");
        }
    }
}
