use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::TreeArguments;
use crate::config::{DocumentFormat, Gateway, MicroversionChoice, OpenApiVersion, Target};

/// What `apiref generate` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct GenerateArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The folder to write to, or - for standard output [default: generated, beside api-ref]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// The microversion to describe: X.Y, latest or all [default: latest]
    #[arg(long, value_name = "VERSION")]
    pub(super) microversion: Option<MicroversionChoice>,
    /// The text form of the documents [default: yaml]
    #[arg(long)]
    pub(super) format: Option<DocumentFormat>,
    /// The version of OpenAPI to write [default: 3.1]; another one than the configured goes to a folder of
    /// its own, such as generated/openapi-3.0
    #[arg(long, value_name = "VERSION")]
    pub(super) openapi: Option<OpenApiVersion>,
    /// Leave out keys that only samples show.
    #[arg(long)]
    pub(super) declared_only: bool,
    /// Succeed even if a source, an included file, a dictionary or a directive could not be read.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
    /// Who the documents are for; those for gateways are OpenAPI 3.0.3 and go to generated/gateway
    #[arg(long, value_name = "PROFILE", default_value = "docs")]
    profile: Profile,
    #[command(flatten)]
    pub(super) gateway: GatewayArguments,
}

impl GenerateArguments {
    /// Does the command line leave it to the configuration, and to what is there, which documents are made?
    pub(super) fn names_no_form(&self) -> bool {
        self.output.is_none()
            && self.microversion.is_none()
            && self.format.is_none()
            && self.openapi.is_none()
            && !self.declared_only
            && self.profile() == Profile::Docs
    }

    /// Who the documents are for: whoever names a gateway means its profile.
    pub(super) fn profile(&self) -> Profile {
        if self.gateway.target.is_some() { Profile::Gateway } else { self.profile }
    }
}

/// The values of `--profile`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Profile {
    /// Readers, and programs in general.
    Docs,
    /// Importers of API gateways.
    Gateway,
}

/// What `--profile gateway` takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "With --profile gateway")]
pub(super) struct GatewayArguments {
    /// Follow the rules of one gateway, too; implies `--profile gateway`. Another one than the configured
    /// goes to a folder of its own, such as generated/gateway-aws
    #[arg(long, value_name = "TARGET")]
    pub(super) target: Option<Target>,
    /// Where the gateway finds the service: http(s)://host[:port]/prefix
    #[arg(long, value_name = "URL")]
    pub(super) server_url: Option<String>,
    /// Write parameters out in every operation.
    #[arg(long)]
    pub(super) inline_parameters: bool,
    /// Write responses out in every operation.
    #[arg(long)]
    pub(super) inline_responses: bool,
    /// Leave examples out.
    #[arg(long)]
    pub(super) no_examples: bool,
    /// Leave deprecated operations out.
    #[arg(long)]
    pub(super) no_deprecated: bool,
    /// Leave schemas and examples out: enough to route, not to validate.
    #[arg(long)]
    pub(super) routes_only: bool,
    /// Leave `nullable` out.
    #[arg(long)]
    pub(super) no_nullable: bool,
    /// Keep what the text demands, also where a sample of the operation contradicts it.
    #[arg(long)]
    pub(super) strict: bool,
}

impl GatewayArguments {
    /// What is asked for here or in the configuration.
    pub(super) fn or(&self, configured: Gateway) -> Gateway {
        Gateway {
            target: self.target.or(configured.target),
            inline_parameters: self.inline_parameters || configured.inline_parameters,
            inline_responses: self.inline_responses || configured.inline_responses,
            no_examples: self.no_examples || configured.no_examples,
            no_deprecated: self.no_deprecated || configured.no_deprecated,
            routes_only: self.routes_only || configured.routes_only,
            no_nullable: self.no_nullable || configured.no_nullable,
            strict: self.strict || configured.strict,
        }
    }

    /// The first option that is given: none of them means anything to other profiles.
    pub(super) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.server_url.is_some(), "--server-url"),
            (self.inline_parameters, "--inline-parameters"),
            (self.inline_responses, "--inline-responses"),
            (self.no_examples, "--no-examples"),
            (self.no_deprecated, "--no-deprecated"),
            (self.routes_only, "--routes-only"),
            (self.no_nullable, "--no-nullable"),
            (self.strict, "--strict"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }
}
