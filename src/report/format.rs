use std::io::{self, Write};
use std::str::FromStr;

#[cfg(feature = "cli")]
use super::text;
use super::{Presentation, concise, github, gitlab, json, junit, sarif, statistics};
use crate::config::FailOn;
use crate::finding::Finding;
use crate::source::Sources;
use crate::triage::Summary;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The findings that are left, in the order in which `Analysis::check` hands them out.
    pub findings: &'a [Finding],
    /// The files that they point into.
    pub sources: &'a Sources,
    /// The numbers of the run.
    pub summary: &'a Summary,
    /// From which severity on a finding fails the run.
    pub fail_on: FailOn,
}

impl Report<'_> {
    /// Writes the report; `style` only matters to formats for people.
    pub fn write(&self, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
        self.write_as(format, &style.into(), out)
    }

    /// Writes the report; how it is presented only matters to formats for people, `text` and `concise`.
    pub fn write_as(
        &self,
        format: Format,
        presentation: &Presentation,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match format {
            #[cfg(feature = "cli")]
            Format::Text => text::write(self, presentation, out),
            Format::Concise => concise::write(self, presentation, out),
            Format::Json => json::write(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Junit => junit::write(self, out),
            Format::Github => github::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
        }
    }

    /// Writes the findings alone, `path:line:column: severity[rule] message`, one a line.
    pub fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        concise::write_findings(self, out)
    }

    /// Writes how often each rule fired, the worst and most frequent first, and the numbers of the run: as
    /// JSON, or else as a table.
    pub fn write_statistics(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Json => statistics::write_as_json(self, out),
            _ => {
                statistics::write(self, out)?;
                writeln!(out, "{}", self.summary.line(self.findings))
            }
        }
    }

    /// Writes how often each rule fired, one a line: count, severity, rule, summary.
    pub fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        statistics::write(self, out)
    }
}

/// Whether a text report may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Text only.
    #[default]
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// For people: each finding with the lines of its places.
    #[cfg(feature = "cli")]
    Text,
    /// `path:line:column: severity[rule] message`.
    Concise,
    /// Everything, for programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test reports.
    Junit,
    /// Workflow commands, for annotations on GitHub.
    Github,
    /// A code quality report, for GitLab.
    Gitlab,
}

impl Format {
    /// Every format, in the order of the help.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "cli")]
        Self::Text,
        Self::Concise,
        Self::Json,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
    ];

    /// The word that stands for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
        }
    }
}

/// No format has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown report format `{0}`, expected one of {list}", list = names())]
pub struct UnknownFormat(String);

fn names() -> String {
    Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.iter().find(|format| format.name() == name);
        found.copied().ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(*format));
        }
        assert!(
            "yaml"
                .parse::<Format>()
                .unwrap_err()
                .to_string()
                .contains("`yaml`, expected one of text, concise")
        );
    }
}
