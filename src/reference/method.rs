use std::fmt;

/// The verb of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// `METHOD`: the operation answers any verb.
    Any,
    /// A verb that OpenAPI has no field for, such as COPY; upper case.
    Other(String),
}

impl Method {
    /// Reads a verb in any case.
    pub(crate) fn parse(text: &str) -> Self {
        match text.to_ascii_uppercase().as_str() {
            "GET" => Self::Get,
            "PUT" => Self::Put,
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            "HEAD" => Self::Head,
            "PATCH" => Self::Patch,
            "TRACE" => Self::Trace,
            "METHOD" | "ANY" | "*" => Self::Any,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The verb in upper case; `METHOD` for any.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Any => "METHOD",
            Self::Other(name) => name,
        }
    }

    /// Does the verb usually carry no request body?
    pub(crate) fn is_bodyless(&self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Delete)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
