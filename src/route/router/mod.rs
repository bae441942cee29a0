//! The table in the languages in which routers are configured, one file each.
//!
//! All of them start from a [`Table`]: the routes that requests can reach, in the order in which they are to be
//! asked. What a language cannot say is a [`Remark`]. To add a router: a file here with a function from the
//! table to a [`Configuration`], a variant of [`Router`], an arm in [`Router::write`], a model of how it
//! chooses in `tests/it/routes/`, and if its server can be had, a judge in `tests/judges/`.

mod apisix;
mod caddy;
mod entry;
mod envoy;
#[cfg(test)]
mod fixture;
mod haproxy;
mod httproute;
mod kong;
mod krakend;
mod names;
mod nginx;
mod overlaps;
mod remark;
mod traefik;
mod upstream;

pub(super) use entry::{Entry, Table};
pub(crate) use remark::RULES;
pub use remark::Remark;

/// What is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Router {
    /// Kong 3, in its declarative form.
    Kong,
    /// nginx: a map for the `http` block.
    Nginx,
    /// Any implementation of the Gateway API of Kubernetes: objects of kind `HTTPRoute`.
    HttpRoute,
    /// Envoy, in its static form.
    Envoy,
    /// APISIX, standalone.
    Apisix,
    /// APISIX, as ADC synchronises it.
    Adc,
    /// KrakenD 2.
    Krakend,
    /// haproxy: a map.
    Haproxy,
    /// Caddy 2, in its JSON form.
    Caddy,
    /// Traefik 3, for its file provider.
    Traefik,
}

/// What a router is configured with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Configuration {
    /// The file.
    pub text: String,
    /// What it does not say.
    pub remarks: Vec<Remark>,
}

impl Router {
    pub(super) fn write(self, table: &Table<'_>) -> Configuration {
        match self {
            Self::Kong => kong::kong(table),
            Self::Nginx => nginx::nginx(table),
            Self::HttpRoute => httproute::httproute(table),
            Self::Envoy => envoy::envoy(table),
            Self::Apisix => apisix::apisix(table),
            Self::Adc => apisix::adc(table),
            Self::Krakend => krakend::krakend(table),
            Self::Haproxy => haproxy::haproxy(table),
            Self::Caddy => caddy::caddy(table),
            Self::Traefik => traefik::traefik(table),
        }
    }
}
