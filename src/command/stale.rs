use similar::TextDiff;

use super::documents::{Choice, Form, Written};
use super::error::CommandError;
use super::output;
use super::session::Session;
use crate::command::arguments::DocumentFormat;
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::place::Place;
use crate::reference::Version;
use crate::shape::Shapes;

pub(super) static OUTPUT_STALE: Rule = Rule {
    id: "output-stale",
    severity: Severity::Error,
    summary: "a generated document does not match its sources",
    explanation: "The documents in the output folder are made from the sources. Whoever changes the sources runs `apiref generate` and commits both, so \
                  that the review shows what changes for readers of the documents.",
    bad: "(a change of parameters.yaml without a change in generated/)",
    good: "apiref generate",
};

/// How many lines of a difference are shown.
const MOST_LINES: usize = 60;

/// The documents on the disk beside those that the sources make.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) findings: Findings,
    pub(super) documents: Vec<Written>,
    /// What the run says on the side.
    pub(super) notes: Vec<String>,
}

/// Compares every document that the output folder holds with what the sources make now. Without such a folder nothing is stale.
pub(super) fn compare(session: &Session, shapes: &Shapes) -> Result<Compared, CommandError> {
    let mut compared = Compared::default();
    let layout = session.sources.layout();
    if layout.only.is_some() || layout.scope != layout.source_dir {
        return Ok(compared);
    }
    let folder = session.output_folder();
    let Some(names) = output::names(&folder) else { return Ok(compared) };
    let held: Vec<&String> = names.iter().filter(|name| name.contains(".openapi.")).collect();
    let mut forms: Vec<Form> = Vec::new();
    for name in &held {
        if let Some(form) = form_of(name, session)?
            && !forms.contains(&form)
        {
            forms.push(form);
        }
    }
    let place = session.reference.documents.first().map(|document| Place::source_file(document.root));
    let Some(place) = place else { return Ok(compared) };
    let shown_folder = folder.strip_prefix(&layout.root).unwrap_or(&folder).display().to_string();
    let mut expected: Vec<String> = Vec::new();
    for form in forms {
        for document in form.write(session, shapes)? {
            expected.push(document.file.clone());
            let shown = format!("{shown_folder}/{}", document.file);
            let root = session
                .reference
                .documents
                .get(document.emitted.document)
                .map(|found| Place::source_file(found.root));
            let stale = match output::current(&folder.join(&document.file)) {
                None => Some("is not there".to_owned()),
                Some(text) if text != document.text => Some(format!(
                    "does not match its sources:\n{}",
                    difference(&text, &document.text, &shown)
                )),
                Some(_) => None,
            };
            if let Some(what) = stale {
                compared.findings.push(finding(root.unwrap_or_else(|| place.clone()), &shown, &what, form));
            }
            compared.documents.push(document);
        }
    }
    for name in held {
        let known_form = form_of(name, session)?.is_some();
        if known_form && !expected.contains(name) {
            let shown = format!("{shown_folder}/{name}");
            let message = format!("`{shown}` is made from no document of the sources");
            compared
                .findings
                .push(Finding::new(&OUTPUT_STALE, place.clone(), message).help("delete the file"));
        }
    }
    Ok(compared)
}

fn finding(place: Place, shown: &str, what: &str, form: Form) -> Finding {
    let option = match form.microversion {
        Choice::Latest => String::new(),
        Choice::All => " --microversion all".to_owned(),
        Choice::At(version) => format!(" --microversion {version}"),
    };
    let format = if form.format == DocumentFormat::Json { " --format json" } else { "" };
    Finding::new(&OUTPUT_STALE, place, format!("`{shown}` {what}"))
        .help(format!("run `apiref generate{option}{format}` and commit the result"))
}

/// The form of a document, from the name of its file: `block-storage-v3.all.openapi.yaml`.
fn form_of(name: &str, session: &Session) -> Result<Option<Form>, CommandError> {
    let Some((stem, format)) = name.rsplit_once(".openapi.") else { return Ok(None) };
    let format = match format {
        "yaml" => DocumentFormat::Yaml,
        "json" => DocumentFormat::Json,
        _ => return Ok(None),
    };
    let mut form = Form::configured(session)?;
    form.format = format;
    let mut parts = stem.rsplitn(3, '.');
    let (last, middle) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    form.microversion = if last == "all" {
        Choice::All
    } else {
        match Version::parse(&format!("{middle}.{last}")) {
            Some(version) => Choice::At(version),
            None => Choice::Latest,
        }
    };
    Ok(Some(form))
}

fn difference(old: &str, new: &str, name: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff
        .unified_diff()
        .context_radius(2)
        .header(&format!("{name} (there)"), &format!("{name} (from the sources)"))
        .to_string();
    let lines: Vec<&str> = text.lines().collect();
    let mut shown = lines.iter().take(MOST_LINES).copied().collect::<Vec<_>>().join("\n");
    if lines.len() > MOST_LINES {
        shown.push_str(&format!("\n... {} more lines", lines.len() - MOST_LINES));
    }
    shown
}
