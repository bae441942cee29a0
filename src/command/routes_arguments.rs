use clap::{Args, ValueEnum};

use super::arguments::TreeArguments;
use crate::config::MicroversionChoice;
use crate::route::Router;

/// What `apiref routes` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct RoutesArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The form of the table on standard output.
    #[arg(long, value_enum, default_value_t = RouteFormat::Text)]
    pub(super) format: RouteFormat,
    /// Where the service is reached, for gateways: http(s)://host[:port][/prefix]; the prefix is part of every
    /// route. With several sources once for all, or once for each in their order [default: `server-url` of the
    /// configuration of each, then http://localhost]
    #[arg(long, value_name = "URL")]
    pub(super) server_url: Vec<String>,
    /// The microversion whose operations are listed: X.Y, latest or all [default: latest]
    #[arg(long, value_name = "VERSION")]
    pub(super) microversion: Option<MicroversionChoice>,
    /// With a form for gateways: succeed even if a source, an included file, a dictionary or a directive could
    /// not be read, or a route is left out.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
}

/// The forms of a table of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RouteFormat {
    /// For people: the routes, then the pairs that take the same requests, then the totals
    Text,
    /// For programs: the same
    Json,
    /// Declarative configuration of Kong 3: a service for each document, a route for each operation
    Kong,
    /// A map of nginx from method and path to the operation id, for the http block
    Nginx,
    /// Objects of kind HTTPRoute for the Gateway API of Kubernetes
    Httproute,
    /// Static configuration of Envoy: a listener with all routes, a cluster for each server
    Envoy,
    /// Routes of APISIX for its standalone mode (apisix.yaml)
    Apisix,
    /// The same for `adc sync`: a service for each document
    Adc,
    /// Endpoints of KrakenD 2 (krakend.json), which pass bodies on as they are
    Krakend,
    /// A map of haproxy from method and path to the operation id
    Haproxy,
    /// Configuration of Caddy 2 in JSON: routes in order, with the operation id as `@id`
    Caddy,
    /// Routers of Traefik 3 for its file provider, with a service for each server
    Traefik,
}

impl RouteFormat {
    /// What is configured with it; nothing if it is for readers.
    pub(super) fn router(self) -> Option<Router> {
        match self {
            Self::Text | Self::Json => None,
            Self::Kong => Some(Router::Kong),
            Self::Nginx => Some(Router::Nginx),
            Self::Httproute => Some(Router::HttpRoute),
            Self::Envoy => Some(Router::Envoy),
            Self::Apisix => Some(Router::Apisix),
            Self::Adc => Some(Router::Adc),
            Self::Krakend => Some(Router::Krakend),
            Self::Haproxy => Some(Router::Haproxy),
            Self::Caddy => Some(Router::Caddy),
            Self::Traefik => Some(Router::Traefik),
        }
    }
}
