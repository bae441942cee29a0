use std::fmt::Write as _;

use super::dictionary::lines;
use super::field::Row;
use super::window::Version;

/// One operation as its chapter tells it.
#[derive(Debug, Default)]
pub(super) struct Operation {
    pub(super) title: String,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) since: Option<Version>,
    /// Blocks of rst.
    pub(super) prose: Vec<String>,
    /// The code of success.
    pub(super) success: u16,
    /// Are the codes told in a sentence instead of a directive?
    pub(super) codes_in_prose: bool,
    pub(super) request: Side,
    pub(super) response: Side,
}

/// A direction of an operation.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) rows: Vec<Row>,
    pub(super) samples: Vec<Sample>,
}

/// A JSON file that an operation shows.
#[derive(Debug)]
pub(super) struct Sample {
    /// From the folder of the document.
    pub(super) path: String,
    pub(super) text: String,
    pub(super) version: Option<Version>,
    /// Does it disagree with the table?
    pub(super) drifts: bool,
}

const ERRORS: [(u16, &str); 5] = [
    (400, "badRequest"),
    (401, "unauthorized"),
    (403, "forbidden"),
    (404, "itemNotFound"),
    (409, "conflict"),
];

impl Operation {
    /// Writes the section.
    pub(super) fn write(&self, out: &mut String) {
        let _ = writeln!(out, "\n{}\n{}\n", self.title, "~".repeat(self.title.len()));
        let _ = writeln!(out, ".. rest_method::  {} {}\n", self.method, self.path);
        if let Some(since) = self.since {
            let _ = writeln!(out, ".. versionadded:: {since}\n");
        }
        for paragraph in &self.prose {
            let _ = writeln!(out, "{paragraph}\n");
        }
        if self.codes_in_prose {
            self.write_told_codes(out)
        } else {
            self.write_codes(out)
        }
        self.request.write("Request", &self.title, out);
        self.response.write("Response", &self.title, out);
    }

    /// GET has no 400 and no 409.
    fn errors(&self) -> impl Iterator<Item = (u16, &'static str)> {
        let reads = self.method == "GET";
        ERRORS.into_iter().filter(move |(code, _)| !reads || !matches!(code, 400 | 409))
    }

    fn write_codes(&self, out: &mut String) {
        let _ = writeln!(out, "Response codes\n--------------\n");
        let _ = writeln!(out, ".. rest_status_code:: success ../status.yaml\n\n   - {}\n", self.success);
        let _ = writeln!(out, ".. rest_status_code:: error ../status.yaml\n");
        for (code, _) in self.errors() {
            let _ = writeln!(out, "   - {code}");
        }
        out.push('\n');
    }

    fn write_told_codes(&self, out: &mut String) {
        let errors: Vec<String> = self.errors().map(|(code, name)| format!("{name}({code})")).collect();
        let errors = format!("Error response codes: {}", errors.join(", "));
        let _ = writeln!(out, "Normal response codes: {}\n\n{}\n", self.success, lines(&errors).join("\n"));
    }
}

impl Side {
    fn write(&self, direction: &str, title: &str, out: &mut String) {
        if !self.rows.is_empty() {
            let _ = writeln!(out, "{direction}\n{}\n", "-".repeat(direction.len()));
            let _ = writeln!(out, ".. rest_parameters:: parameters.yaml\n");
            for row in &self.rows {
                let _ = writeln!(out, "   - {}: {}", row.name, row.entry);
            }
            out.push('\n');
        }
        if !self.samples.is_empty() {
            let heading = format!("{direction} Example");
            let _ = writeln!(out, "{heading}\n{}\n", "-".repeat(heading.len()));
        }
        for sample in &self.samples {
            if let Some(version) = sample.version {
                let _ = writeln!(out, "**Example {title} (v{version})**\n");
            }
            let _ = writeln!(out, ".. literalinclude:: {}\n   :language: javascript\n", sample.path);
        }
    }
}
