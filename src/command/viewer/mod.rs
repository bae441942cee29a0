//! The documents in a viewer: swagger-ui, whose files are part of the program, so that nothing is loaded from
//! elsewhere. The page around it and the script that starts it are ours.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};
use utoipa_swagger_ui::{Config, serve};

use super::server::Answer;
use crate::analysis::{Analysis, Form};
use crate::config::{DocumentFormat, MicroversionChoice, OpenApiVersion};
use crate::page::versions_of;
use crate::report::escape_json;

const PAGE: &str = include_str!("index.html");
const STYLE: &str = include_str!("style.css");
const START: &str = include_str!("start.js");

/// What of swagger-ui is handed out.
const FILES: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

/// What only the reference can answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Which documents there are, and at which versions.
    Documents,
    /// One document in a form.
    Document {
        /// Its name.
        name: String,
        openapi: OpenApiVersion,
        microversion: MicroversionChoice,
    },
}

/// What is at a path below the page; `ask` answers what the reference has to be asked for.
pub(super) fn answer(part: &str, ask: &dyn Fn(Question) -> Option<String>) -> Option<Answer> {
    let part = part.strip_prefix("viewer/")?;
    let own = |kind: &str, text: &'static str| Answer::new(kind, Cow::Borrowed(text.as_bytes()));
    match part {
        "" => Some(own("text/html; charset=utf-8", PAGE)),
        "style.css" => Some(own("text/css; charset=utf-8", STYLE)),
        "start.js" => Some(own("text/javascript; charset=utf-8", START)),
        file if FILES.contains(&file) => {
            let file = serve(file, Arc::new(Config::from("spec"))).ok()??;
            Some(Answer { is_packed: file.gzpipped, ..Answer::new(&file.content_type, file.bytes) })
        }
        other => ask(Question::read(other)?)
            .map(|text| Answer::new("application/json", Cow::Owned(text.into_bytes()))),
    }
}

impl Question {
    /// Reads `documents.json`, or `NAME/OPENAPI/MICROVERSION.json`.
    fn read(path: &str) -> Option<Self> {
        let path = path.strip_suffix(".json")?;
        if path == "documents" {
            return Some(Self::Documents);
        }
        let mut parts = path.split('/');
        let (name, openapi, microversion) = (parts.next()?, parts.next()?, parts.next()?);
        let question = Self::Document {
            name: name.to_owned(),
            openapi: OpenApiVersion::ALL.into_iter().find(|version| version.minor() == openapi)?,
            microversion: microversion.parse().ok()?,
        };
        parts.next().is_none().then_some(question)
    }

    /// Answers from a reference; nothing if it has no such document.
    pub(super) fn answer(&self, analysis: &Analysis) -> Option<String> {
        let mut form = Form::configured(analysis.config());
        form.format = DocumentFormat::Json;
        match self {
            Self::Documents => {
                let all = versions_of(analysis).into_iter();
                let documents = analysis.documents(&form).ok()?.zip(all);
                let listed: Vec<Value> = documents
                    .map(|(document, versions)| json!({"name": document.name, "versions": versions}))
                    .collect();
                Some(escape_json(&Value::from(listed).to_string()).into_owned())
            }
            Self::Document { name, openapi, microversion } => {
                form.openapi = *openapi;
                form.microversion = *microversion;
                let mut documents = analysis.documents(&form).ok()?;
                documents.find(|document| document.name == *name).map(|document| document.text())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_question_or_a_file() {
        let ask = |question: Question| Some(format!("{question:?}"));
        let text = |part: &str| answer(part, &ask).map(|answer| answer.bytes.into_owned());
        assert!(text("viewer/").unwrap().starts_with(b"<!DOCTYPE html>"));
        assert_eq!(text("viewer/documents.json").unwrap(), b"Documents");
        let asked = String::from_utf8(text("viewer/box/3.0/2.9.json").unwrap()).unwrap();
        assert!(asked.contains("box") && asked.contains("V3_0"), "{asked}");
        for part in
            ["", "viewer", "viewer/x", "viewer/box/3.0/x.json", "viewer/box/4/all.json", "viewer/../x.json"]
        {
            assert_eq!(text(part), None, "{part}");
        }
    }

    #[test]
    fn the_files_of_the_viewer_are_here() {
        for file in FILES {
            let answer = answer(&format!("viewer/{file}"), &|_| None).unwrap();
            assert!(answer.bytes.len() > 10_000 && answer.is_packed, "{file}");
        }
    }
}
