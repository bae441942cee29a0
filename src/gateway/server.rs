use serde_json::{Value, json};

/// Where a gateway finds the service: `http(s)://host[:port]/prefix`, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl(String);

impl ServerUrl {
    /// Reads a URL; the error says what it should look like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim_end_matches('/');
        let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
        let sound = rest.is_some_and(|rest| {
            let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
            is_authority(authority) && path.chars().all(is_path_character) && !rest.contains("//")
        });
        if sound {
            return Ok(Self(trimmed.to_owned()));
        }
        Err(format!(
            "`{text}` is no URL of a server: write http(s)://host[:port]/prefix, such as https://cloud.example.com/volume"
        ))
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        self.parts().0
    }

    /// The path before every template, without a slash at its end; empty if there is none.
    pub fn prefix(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        let authority = self.0.find("://").map_or(0, |at| at + 3);
        let path =
            self.0.get(authority..).and_then(|rest| rest.find('/')).map_or(self.0.len(), |at| authority + at);
        self.0.split_at_checked(path).unwrap_or((&self.0, ""))
    }

    /// Makes it the only server of a document.
    pub(super) fn put(&self, document: &mut Value) {
        if let Value::Object(members) = document {
            members.insert("servers".to_owned(), json!([{ "url": self.0 }]));
        }
    }
}

impl Default for ServerUrl {
    /// A server to be replaced: this host, no prefix.
    fn default() -> Self {
        Self("http://localhost".to_owned())
    }
}

/// A host that is a name, an IPv4 address or an IPv6 address in brackets, and perhaps a port.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let host_is_sound = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')),
    };
    host_is_sound
        && port
            .is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
}

fn is_path_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '~' | '%' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_urls_are_taken_without_their_last_slash() {
        for (text, url) in [
            ("https://cloud.example.com", "https://cloud.example.com"),
            ("http://127.0.0.1:8776/volume/", "http://127.0.0.1:8776/volume"),
            ("https://[::1]:8776", "https://[::1]:8776"),
        ] {
            assert_eq!(ServerUrl::parse(text), Ok(ServerUrl(url.to_owned())));
        }
    }

    #[test]
    fn a_server_is_a_host_and_a_prefix() {
        let parts = |text: &str| {
            ServerUrl::parse(text).map(|server| (server.origin().to_owned(), server.prefix().to_owned()))
        };
        let both = |origin: &str, prefix: &str| Ok((origin.to_owned(), prefix.to_owned()));
        assert_eq!(parts("https://a.example"), both("https://a.example", ""));
        assert_eq!(parts("http://a.example:8776/volume/v3/"), both("http://a.example:8776", "/volume/v3"));
    }

    #[test]
    fn what_an_importer_refuses_is_refused_here() {
        for text in [
            "",
            "cloud.example.com",
            "/volume",
            "ftp://a",
            "https://",
            "https://{endpoint}",
            "https://a:port",
            "https://a/b?c=d",
            "https://a/b c",
            "https://a//b",
            "https://user@a",
            "https://a:99999",
        ] {
            assert!(ServerUrl::parse(text).is_err(), "{text}");
        }
    }
}
