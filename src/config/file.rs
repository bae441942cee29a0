use serde::Deserialize;
use serde_json::{Value, json};
use toml::de::DeTable;
use utoipa::ToSchema;

use super::error::{position, with_hint};
use super::level::rule_levels;
use super::{
    CompareOptions, ConfigError, DocumentFormat, FailOn, Gateway, Info, Level, MicroversionChoice,
    Microversions, Observe, OpenApiVersion, OperationIds, Override, RuleLevel,
};
use crate::json::{schema_of, without_null};

/// The names of configuration files; where a folder has both, the first one counts.
#[cfg(feature = "cli")]
pub(crate) const FILES: &[&str] = &["apiref.toml", "pyproject.toml"];

/// A configuration. What it does not say is `None` or empty; the defaults are the commands' business.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Config {
    /// The source directory, from the folder of the file.
    pub source: Option<String>,
    /// The folder for the emitted documents, from the folder of the file.
    pub output: Option<String>,
    /// How documents are written.
    pub format: Option<DocumentFormat>,
    /// The version of OpenAPI that documents are written in.
    pub openapi: Option<OpenApiVersion>,
    /// What the ids of operations are made of.
    pub operation_ids: Option<OperationIds>,
    /// The state of the API that documents describe.
    #[schema(value_type = Option<String>)]
    pub microversion: Option<MicroversionChoice>,
    /// The service type, such as `compute`.
    pub service_type: Option<String>,
    /// The baseline file, from the folder of the file.
    pub baseline: Option<String>,
    /// Leave out of the documents what only samples show.
    pub declared_only: Option<bool>,
    /// From which severity on a check fails.
    pub fail_on: Option<FailOn>,
    /// The URL of the service, for documents that gateways import.
    pub server_url: Option<String>,
    /// Licence and contact, for documents.
    #[serde(default)]
    pub info: Info,
    /// What documents for gateways do without.
    #[serde(default)]
    pub gateway: Gateway,
    /// What the service does with version numbers.
    #[serde(default)]
    pub microversions: Microversions,
    /// What a check compares with.
    #[serde(default)]
    pub check: CheckOptions,
    /// What the reference is compared with.
    #[serde(default)]
    pub compare: CompareOptions,
    /// What is known of recorded traffic.
    #[serde(default)]
    pub observe: Observe,
    /// The levels of rules, by rule id or pattern of ids (`"sample-*"`); an id counts before a pattern.
    #[serde(default, deserialize_with = "rule_levels")]
    #[schema(value_type = BTreeMap<String, Level>)]
    pub rules: Vec<RuleLevel>,
    /// Other levels for some paths or operations; of several that fit, the last one counts.
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(skip)]
    file: String,
    #[serde(skip)]
    text: String,
}

/// The table `[check]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct CheckOptions {
    /// The revision of git whose findings are not reported again; with three dots behind it the last commit
    /// that it has in common with HEAD.
    pub since: Option<String>,
}

/// Where the schema has the levels of a rule.
const LEVEL: &str = "#/definitions/Level";

/// How many unknown rules are told.
const MOST_UNKNOWN: usize = 20;

/// The one table of a `pyproject.toml` that is ours.
#[derive(Deserialize)]
struct PyProject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    apiref: Option<Config>,
}

impl Config {
    /// Reads the text of `file`; only the table `[tool.apiref]` if it is a `pyproject.toml`. `None` for a
    /// `pyproject.toml` without that table: the search goes on above it.
    ///
    /// An error is about a text that is no TOML, an unknown key, or a value that the key cannot have.
    pub fn parse(text: &str, file: &str) -> Result<Option<Self>, ConfigError> {
        let read = if is_pyproject(file) {
            toml::from_str::<PyProject>(text).map(|project| project.tool.and_then(|tool| tool.apiref))
        } else {
            toml::from_str(text).map(Some)
        };
        match read {
            Ok(config) => {
                Ok(config.map(|config| Self { file: file.to_owned(), text: text.to_owned(), ..config }))
            }
            Err(error) => Err(ConfigError::from_toml(text, file, &error)),
        }
    }

    /// The file that this was read from, as the caller named it; empty for the default configuration.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line on which a key is set (`["gateway", "strict"]`), from 1; nothing if it is not.
    pub fn line_of(&self, key: &[&str]) -> Option<u32> {
        let above: &[&str] = if is_pyproject(&self.file) { &["tool", "apiref"] } else { &[] };
        let document = DeTable::parse(&self.text).ok()?;
        let mut table = document.get_ref();
        let (last, tables) = key.split_last()?;
        for name in above.iter().chain(tables) {
            table = table.get(*name)?.get_ref().as_table()?;
        }
        let (key, _) = table.get_key_value(*last)?;
        Some(position(&self.text, &key.span()).line)
    }

    /// The schema of a configuration, with these rules (id, summary).
    pub fn schema(rules: &[(&str, &str)]) -> Value {
        let mut schema = schema_of::<Self>("apiref.toml");
        without_null(&mut schema);
        let known: serde_json::Map<String, Value> = rules
            .iter()
            .map(|(id, summary)| ((*id).to_owned(), json!({"$ref": LEVEL, "description": summary})))
            .collect();
        for table in ["/properties/rules", "/definitions/Override/properties/rules"] {
            if let Some(Value::Object(table)) = schema.pointer_mut(table) {
                table.insert("properties".to_owned(), known.clone().into());
                table.insert("patternProperties".to_owned(), json!({"[*?]": {"$ref": LEVEL}}));
                table.insert("additionalProperties".to_owned(), false.into());
                table.remove("propertyNames");
            }
        }
        schema
    }

    /// The rule ids that are not among `known`, in the order in which they are written; the first ones, if
    /// there are many.
    pub fn unknown_rules(&self, known: &[&str]) -> Vec<ConfigError> {
        let all = self.rules.iter().chain(self.overrides.iter().flat_map(|exception| &exception.rules));
        let mut unknown: Vec<&RuleLevel> = all.filter(|row| !known.iter().any(|id| row.fits(id))).collect();
        unknown.sort_by_key(|row| row.start);
        unknown.into_iter().take(MOST_UNKNOWN).map(|row| self.unknown_rule(row, known)).collect()
    }

    fn unknown_rule(&self, row: &RuleLevel, known: &[&str]) -> ConfigError {
        let message = with_hint(format!("unknown rule `{}`", row.rule), &row.rule, known.iter().copied());
        ConfigError::new(&self.file, position(&self.text, &(row.start..row.start)), message)
    }
}

/// Is our part of this file a table of it?
fn is_pyproject(file: &str) -> bool {
    file.rsplit(['/', '\\']).next() == Some("pyproject.toml")
}

#[cfg(test)]
mod tests {
    use super::super::{Level, MicroversionKind};
    use super::*;
    use crate::version::Version;

    const EVERY_KEY: &str = r#"
source = "api-ref/source"
output = "generated"
format = "json"
openapi = "3.0"
operation-ids = "title"
microversion = "2.90"
service-type = "compute"
baseline = "apiref-baseline.json"
declared-only = true
fail-on = "warning"
server-url = "https://cloud.example.com/compute"

[info.license]
name = "Apache 2.0"
identifier = "Apache-2.0"

[info.contact]
email = "docs@example.com"

[gateway]
no-examples = true

[check]
since = "origin/master..."

[compare]
specs = ["specs/compute.yaml"]
prefixes = ["/v2.1/{project_id}"]
votes = { codes = "none", open-keys = "strong" }

[microversions]
kind = "negotiated"
floor = "2.1"
ceiling = "2.100"
header = "X-Compute-API-Version"

[rules]
sample-type = "warning"
entry-unused = "off"

[[overrides]]
paths = ["api-ref/source/old/*.inc"]
operations = ["POST /servers", "GET /servers/**"]
rules = { sample-key-missing = "off" }
"#;

    fn fail(text: &str) -> String {
        Config::parse(text, "apiref.toml").unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_read() {
        let config = Config::parse(EVERY_KEY, "apiref.toml").unwrap().unwrap();
        assert_eq!(config.source.as_deref(), Some("api-ref/source"));
        assert_eq!(config.format, Some(DocumentFormat::Json));
        assert_eq!(config.openapi, Some(OpenApiVersion::V3_0));
        assert_eq!(config.operation_ids, Some(OperationIds::Title));
        assert_eq!(config.microversion, Some(MicroversionChoice::At(Version { major: 2, minor: 90 })));
        assert_eq!(config.fail_on, Some(FailOn::Warning));
        assert_eq!(config.check.since.as_deref(), Some("origin/master..."));
        assert!(config.gateway.no_examples && !config.gateway.routes_only);
        assert_eq!(config.microversions.kind, Some(MicroversionKind::Negotiated));
        assert_eq!(config.microversions.ceiling.map(|version| version.to_string()).as_deref(), Some("2.100"));
        let levels: Vec<_> = config.rules.iter().map(|row| (row.rule.as_str(), row.level)).collect();
        assert_eq!(levels, [("entry-unused", Level::Off), ("sample-type", Level::Warning)]);
        assert!(config.overrides[0].operations[1].matches("GET /servers/detail"));
    }

    #[test]
    fn a_key_is_found_where_it_is_set() {
        let config = Config::parse(EVERY_KEY, "apiref.toml").unwrap().unwrap();
        assert_eq!(config.line_of(&["output"]), Some(3));
        assert_eq!(config.line_of(&["gateway", "no-examples"]), Some(22));
        assert_eq!(config.line_of(&["gateway", "strict"]), None);
        let text = "[project]\nname = \"a\"\n[tool.apiref.gateway]\nstrict = true\n";
        let config = Config::parse(text, "a/pyproject.toml").unwrap().unwrap();
        assert_eq!(config.line_of(&["gateway", "strict"]), Some(4));
    }

    #[test]
    fn the_schema_says_what_the_reader_takes() {
        let schema =
            Config::schema(&[("sample-type", "a"), ("entry-unused", "b"), ("sample-key-missing", "c")]);
        let validator = jsonschema::draft7::new(&schema).unwrap();
        let takes = |text: &str| {
            let value: Value = toml::from_str(text).unwrap();
            (validator.is_valid(&value), Config::parse(text, "apiref.toml").is_ok())
        };
        assert_eq!(takes(EVERY_KEY), (true, true));
        assert_eq!(takes("[rules]\n\"sample-*\" = \"off\"\n"), (true, true));
        for wrong in [
            "ouput = \"a\"",
            "format = \"xml\"",
            "fail-on = true",
            "[gateway]\nstrict = \"yes\"",
            "[gateway]\nloose = true",
            "[microversions]\nkind = \"some\"",
            "[compare]\nvotes = { codes = \"half\" }",
            "[rules]\nsample-type = \"fatal\"",
            "[[overrides]]\npaths = \"a\"\nrules = {}",
        ] {
            assert_eq!(takes(wrong), (false, false), "{wrong}");
        }
    }

    #[test]
    fn nothing_is_required() {
        assert_eq!(Config::parse("", "apiref.toml").unwrap().unwrap().rules, []);
    }

    #[test]
    fn a_pyproject_gives_its_own_table_only() {
        let text = "[project]\nname = \"nova\"\n\n[tool.apiref]\noutput = \"specs\"\n";
        let config = Config::parse(text, "sub/pyproject.toml").unwrap().unwrap();
        assert_eq!(config.output.as_deref(), Some("specs"));
        assert_eq!(Config::parse("[tool.ruff]\nselect = []\n", "pyproject.toml"), Ok(None));
        let error = Config::parse("[tool.apiref]\nouput = \"specs\"\n", "pyproject.toml").unwrap_err();
        assert_eq!(error.to_string(), "pyproject.toml:2:1: unknown key `ouput`; did you mean `output`?");
    }

    #[test]
    fn an_unknown_word_is_an_error_at_its_place() {
        assert_eq!(fail("a = 1\n").split("expected").next(), Some("apiref.toml:1:1: unknown key `a`, "));
        assert_eq!(
            fail("\n[microversions]\nflor = \"2.1\"\n"),
            "apiref.toml:3:1: unknown key `flor`; did you mean `floor`?"
        );
        assert_eq!(
            fail("[rules]\nsample-type = \"eror\"\n"),
            "apiref.toml:2:15: unknown value `eror`; did you mean `error`?"
        );
        assert_eq!(
            fail("[[overrides]]\npath = [\"a\"]\nrules = {}\n"),
            "apiref.toml:2:1: unknown key `path`; did you mean `paths`?"
        );
    }

    #[test]
    fn a_version_is_text() {
        let quotes = "`2.10` is a number, and 2.10 would be 2.1: write it in quotes";
        assert_eq!(fail("microversion = 2.10\n"), format!("apiref.toml:1:16: {quotes}"));
        assert_eq!(fail("[microversions]\nfloor = 2.10\n"), format!("apiref.toml:2:9: {quotes}"));
        assert!(fail("microversion = \"newest\"\n").contains("`newest` is no microversion"));
        assert!(fail("microversion = \"2.+1\"\n").contains("`2.+1` is no microversion"));
    }

    #[test]
    fn what_is_no_toml_is_an_error_with_its_place() {
        assert!(fail("output = \"x\"\nsource = \n").starts_with("apiref.toml:2:10: "));
        assert!(fail("[[overrides]]\npaths = [\"a**\"]\nrules = {}\n").contains("`a**` is no pattern"));
    }

    #[test]
    fn rules_that_do_not_exist_are_found_where_they_are_written() {
        let text = "[[overrides]]\nrules = { sample-tipe = \"off\" }\n\n[rules]\nzzz = \"off\"\nsample-type = \"off\"\n";
        let config = Config::parse(text, "apiref.toml").unwrap().unwrap();
        let errors: Vec<String> =
            config.unknown_rules(&["sample-type", "entry-unused"]).iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            [
                "apiref.toml:2:11: unknown rule `sample-tipe`; did you mean `sample-type`?",
                "apiref.toml:5:1: unknown rule `zzz`",
            ]
        );
    }

    #[test]
    fn an_override_covers_a_finding_only_with_all_its_operations() {
        let config = Config::parse(EVERY_KEY, "apiref.toml").unwrap().unwrap();
        let exception = &config.overrides[0];
        let operations = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let path = "api-ref/source/old/servers.inc";
        assert!(exception.covers(path, &operations(&["POST /servers", "GET /servers/detail"])));
        assert!(!exception.covers(path, &operations(&["POST /servers", "GET /flavors"])));
        assert!(!exception.covers(path, &[]));
        assert!(!exception.covers("api-ref/source/servers.inc", &operations(&["POST /servers"])));
    }
}
