//! The configuration that holds, key by key, and the schemas of what is read and printed.

use std::io::Write;

use clap::{Subcommand, ValueEnum};

use super::arguments::TreeArguments;
use super::baseline;
use super::error::CommandError;
use super::reporting::usual_fail_on;
use crate::analysis::{Analysis, all_rules};
use crate::config::{Config, MicroversionKind};
use crate::report::{printed, schemas, write_json};

/// What `apiref config` does.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum ConfigCommand {
    /// Show every key with its value, and where it comes from.
    Show(TreeArguments),
    /// Print the JSON Schema of the configuration, or of a report.
    Schema {
        /// What it is the schema of.
        #[arg(default_value = "config")]
        name: SchemaName,
    },
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaName {
    /// apiref.toml
    Config,
    /// apiref check --output-format json
    Check,
    /// apiref check --statistics --output-format json
    Statistics,
    /// apiref routes --format json
    Routes,
    /// apiref rules --format json
    Rules,
}

/// Prints a schema.
pub(super) fn schema(name: SchemaName, out: &mut dyn Write) -> Result<u8, CommandError> {
    let named = name.to_possible_value();
    let wanted = named.as_ref().map_or("", |value| value.get_name());
    let schema = match schemas().into_iter().find(|(name, _)| *name == wanted) {
        Some((_, schema)) => schema,
        None => {
            let rules: Vec<(&str, &str)> =
                all_rules().into_iter().map(|rule| (rule.id, rule.summary)).collect();
            Config::schema(&rules)
        }
    };
    write_json(&schema, out)?;
    Ok(0)
}

/// A key with its value as TOML, and where that comes from.
struct Row {
    key: String,
    value: Option<String>,
    origin: String,
}

/// Prints every key with its value, as a configuration that says where each comes from.
pub(super) fn show(analysis: &Analysis, out: &mut dyn Write) -> Result<u8, CommandError> {
    let shown = Shown { analysis, config: analysis.config() };
    let file = match shown.config.file() {
        "" => "none",
        file => file,
    };
    let mut text = format!("# The configuration file: {file}\n");
    text.push_str(&table(None, &shown.top()));
    text.push_str(&table(Some("info.license"), &shown.license()));
    text.push_str(&table(Some("info.contact"), &shown.contact()));
    text.push_str(&table(Some("gateway"), &shown.gateway()));
    text.push_str(&table(Some("observe"), &shown.observe()));
    text.push_str(&table(Some("microversions"), &shown.microversions()));
    let since = shown.config.check.since.as_deref().map(quoted);
    text.push_str(&table(Some("check"), &[shown.row(&["check", "since"], since, "")]));
    text.push_str(&table(Some("compare"), &shown.compare()));
    if !shown.config.rules.is_empty() {
        text.push_str(&table(Some("rules"), &shown.rules()));
    }
    if !shown.config.overrides.is_empty() {
        let line = shown.config.line_of(&["overrides"]).unwrap_or_default();
        let count = shown.config.overrides.len();
        text.push_str(&format!("\n# [[overrides]]: {count}, {file}:{line}\n"));
    }
    out.write_all(printed(&text).as_bytes())?;
    Ok(0)
}

/// Rows as TOML; what has no value is a comment.
fn table(name: Option<&str>, rows: &[Row]) -> String {
    let mut text = name.map_or(String::new(), |name| format!("\n[{name}]\n"));
    let left = |row: &Row| match &row.value {
        Some(value) => format!("{} = {value}", row.key),
        None => format!("# {} is not set", row.key),
    };
    let width = rows.iter().map(|row| left(row).chars().count()).max().unwrap_or_default();
    for row in rows {
        text.push_str(format!("{:width$}  # {}", left(row), row.origin).trim_end_matches([' ', '#']));
        text.push('\n');
    }
    text
}

/// A text as a value of TOML.
fn quoted(text: &str) -> String {
    // The texts of JSON are texts of TOML.
    serde_json::Value::from(text).to_string()
}

struct Shown<'a> {
    analysis: &'a Analysis,
    config: &'a Config,
}

impl Shown<'_> {
    /// A key that is set in the file, or else has this value from elsewhere.
    fn row(&self, path: &[&str], value: Option<String>, elsewhere: &str) -> Row {
        let origin = match self.config.line_of(path) {
            Some(line) => format!("{}:{line}", self.config.file()),
            None => elsewhere.to_owned(),
        };
        let key = path.last().copied().unwrap_or_default().to_owned();
        Row { key, value, origin }
    }

    fn top(&self) -> Vec<Row> {
        const DEFAULT: &str = "default";
        let (config, layout) = (self.config, self.analysis.sources().layout());
        let text = |value: &str| Some(quoted(value));
        let source = layout.only.as_deref().unwrap_or(&layout.scope);
        let place = baseline::place(self.analysis, None);
        let has_baseline = self.analysis.baseline().is_some();
        let shown = place.shown(&layout.root);
        let ids = config.operation_ids.unwrap_or_default();
        let microversion = config.microversion.unwrap_or_default();
        vec![
            self.row(&["source"], text(source), "found"),
            self.row(&["output"], text(&self.analysis.output_folder()), DEFAULT),
            self.row(&["format"], text(config.format.unwrap_or_default().as_str()), DEFAULT),
            self.row(&["openapi"], text(config.openapi.unwrap_or_default().minor()), DEFAULT),
            self.row(&["operation-ids"], text(ids.as_str()), DEFAULT),
            self.row(&["microversion"], text(&microversion.to_string()), DEFAULT),
            self.row(&["service-type"], self.service_type(), "table of known services"),
            self.row(
                &["baseline"],
                has_baseline.then(|| quoted(&shown)),
                if has_baseline { "found" } else { "" },
            ),
            self.row(&["declared-only"], Some(config.declared_only.unwrap_or_default().to_string()), DEFAULT),
            self.row(
                &["fail-on"],
                text(usual_fail_on(self.analysis).as_str()),
                if has_baseline { "because of the baseline" } else { DEFAULT },
            ),
            self.row(&["server-url"], config.server_url.as_deref().map(quoted), ""),
        ]
    }

    fn license(&self) -> Vec<Row> {
        let license = self.config.info.license.as_ref();
        let row = |key, text: Option<&String>| {
            self.row(&["info", "license", key], text.map(|text| quoted(text)), "")
        };
        vec![
            row("name", license.map(|license| &license.name)),
            row("identifier", license.and_then(|license| license.identifier.as_ref())),
            row("url", license.and_then(|license| license.url.as_ref())),
        ]
    }

    fn contact(&self) -> Vec<Row> {
        let contact = self.config.info.contact.as_ref();
        let row = |key, text: Option<&String>| {
            self.row(&["info", "contact", key], text.map(|text| quoted(text)), "")
        };
        vec![
            row("name", contact.and_then(|contact| contact.name.as_ref())),
            row("url", contact.and_then(|contact| contact.url.as_ref())),
            row("email", contact.and_then(|contact| contact.email.as_ref())),
        ]
    }

    fn gateway(&self) -> Vec<Row> {
        let gateway = self.config.gateway;
        let target = gateway.target.map(|target| quoted(target.as_str()));
        let flags = [
            ("inline-parameters", gateway.inline_parameters),
            ("inline-responses", gateway.inline_responses),
            ("no-examples", gateway.no_examples),
            ("no-deprecated", gateway.no_deprecated),
            ("routes-only", gateway.routes_only),
            ("no-nullable", gateway.no_nullable),
            ("strict", gateway.strict),
        ];
        let flags = flags.map(|(key, value)| self.row(&["gateway", key], Some(value.to_string()), "default"));
        std::iter::once(self.row(&["gateway", "target"], target, "")).chain(flags).collect()
    }

    fn compare(&self) -> Vec<Row> {
        let compare = &self.config.compare;
        let list = |texts: &[String]| {
            let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            (!texts.is_empty()).then(|| format!("[{}]", quoted.join(", ")))
        };
        let votes: Vec<String> = compare
            .votes
            .iter()
            .map(|(topic, strength)| format!("{} = {}", topic.as_str(), quoted(strength.as_str())))
            .collect();
        let votes = (!votes.is_empty()).then(|| format!("{{ {} }}", votes.join(", ")));
        vec![
            self.row(&["compare", "specs"], list(&compare.specs), ""),
            self.row(&["compare", "prefixes"], list(&compare.prefixes), ""),
            self.row(&["compare", "votes"], votes, ""),
        ]
    }

    fn observe(&self) -> Vec<Row> {
        let options = &self.config.observe;
        let lists = [
            ("prefixes", &options.prefixes),
            ("hosts", &options.hosts),
            ("ignore-headers", &options.ignore_headers),
        ];
        let list = |texts: &[String]| {
            let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            Some(format!("[{}]", quoted.join(", ")))
        };
        lists.into_iter().map(|(key, texts)| self.row(&["observe", key], list(texts), "default")).collect()
    }

    /// What each document has, where they differ.
    fn of_documents(&self, value: impl Fn(&crate::analysis::Versions) -> Option<String>) -> Option<String> {
        let mut values: Vec<String> = self.analysis.versions().iter().filter_map(value).collect();
        values.dedup();
        match values.as_slice() {
            [] => None,
            [only] => Some(quoted(only)),
            several => Some(quoted(&several.join(" or "))),
        }
    }

    fn service_type(&self) -> Option<String> {
        let set = self.config.service_type.as_deref().map(quoted);
        set.or_else(|| self.of_documents(|versions| versions.service_type.clone()))
    }

    fn microversions(&self) -> Vec<Row> {
        let kind = |kind: MicroversionKind| match kind {
            MicroversionKind::Negotiated => "negotiated",
            MicroversionKind::Advertised => "advertised",
            MicroversionKind::None => "none",
        };
        let row = |key, value| self.row(&["microversions", key], value, "the text and known services");
        vec![
            row("kind", self.of_documents(|versions| Some(kind(versions.kind).to_owned()))),
            row("floor", self.of_documents(|versions| Some(versions.floor.to_string()))),
            row("ceiling", self.of_documents(|versions| Some(versions.ceiling.to_string()))),
            row("header", self.of_documents(|versions| versions.header.clone())),
        ]
    }

    fn rules(&self) -> Vec<Row> {
        let rows = self.config.rules.iter();
        rows.map(|row| {
            let mut shown = self.row(&["rules", &row.rule], Some(quoted(row.level.as_str())), "");
            let is_bare = row.rule.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if !is_bare {
                shown.key = quoted(&row.rule);
            }
            shown
        })
        .collect()
    }
}
