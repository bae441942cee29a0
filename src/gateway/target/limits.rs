use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Fitting;
use super::demand::Demand;
use crate::finding::{Matter, Rule, Severity, Subject};
use crate::gateway::operations;
use crate::projection::{Kind, visit};

pub(in crate::gateway) static TARGET_LIMIT: Rule = Rule {
    id: "target-limit",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "a gateway does not do all that a document says",
    explanation: "A gateway with narrower rules than OpenAPI drops words of schemas, renames headers, or takes \
                  only so many operations. In the document for it (`--target`) what it refuses is left out; \
                  what it does on its own is told.",
    bad: "apiref generate --target aws",
    good: "apiref generate --profile gateway",
    ..Rule::USUAL
};

impl Fitting<'_, '_> {
    /// Tells how often something was left out.
    pub(super) fn lost(&mut self, demand: &Demand, places: usize, word: Option<&str>) {
        let plural = if places == 1 { "place" } else { "places" };
        match word {
            _ if places == 0 => {}
            Some(word) => self.note(demand, &format!("leaves `{word}` out in {places} {plural}")),
            None => self.note(demand, &format!("says something else than the text in {places} {plural}")),
        }
    }

    /// Tells that there is more of something than the gateway takes.
    pub(super) fn more_than(&mut self, demand: &Demand, (count, most): (usize, usize), unit: &str) {
        if count > most {
            self.note(demand, &format!("has {count} {unit}, more than {most}"));
        }
    }

    /// Tells something of the whole document.
    pub(super) fn note(&mut self, demand: &Demand, what: &str) {
        let message = format!("the document for {} {what}: {}", self.target.shown(), demand.says);
        let help = format!("{}: see {}", demand.key, demand.source);
        self.findings.push(
            self.origin.finding(&TARGET_LIMIT, None, Subject::key(demand.key), message).with_help(help),
        );
    }

    /// Tells of headers that do not arrive under their names, each once.
    pub(super) fn headers(&mut self, demand: &Demand, document: &mut Value, names: &[&str]) {
        let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
        operations::each(document, |path, verb, operation| {
            for name in
                header_names(operation).filter(|name| names.contains(&name.to_ascii_lowercase().as_str()))
            {
                found.entry(name).or_insert_with(|| (path.to_owned(), verb.to_owned()));
            }
        });
        for (name, place) in found {
            self.tell(demand, &format!("the header `{name}`"), &name, &place);
        }
    }

    /// Tells of bodies that may be too large, each operation once.
    pub(super) fn media(&mut self, demand: &Demand, document: &mut Value, types: &[&str]) {
        let mut found = Vec::new();
        operations::each(document, |path, verb, operation| {
            let content = operation.get("requestBody").and_then(|body| body.get("content"));
            let content = content.and_then(Value::as_object).into_iter().flatten();
            if content.into_iter().any(|(media, _)| types.contains(&media.as_str())) {
                found.push((path.to_owned(), verb.to_owned()));
            }
        });
        for place in found {
            let what = format!("the body of {} {}", place.1.to_uppercase(), place.0);
            self.tell(demand, &what, &place.0, &place);
        }
    }

    fn tell(&mut self, demand: &Demand, what: &str, subject: &str, (path, verb): &(String, String)) {
        let message = format!("{what} at {}: {}", self.target.shown(), demand.says);
        let source = self.source(path, verb);
        let help = format!("{}: see {}", demand.key, demand.source);
        self.findings
            .push(self.origin.finding(&TARGET_LIMIT, source, Subject::key(subject), message).with_help(help));
    }
}

/// The names of the headers of an operation whose parameters and responses are written out.
fn header_names(operation: &Map<String, Value>) -> impl Iterator<Item = String> {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let requested = parameters.filter(|parameter| parameter.get("in").is_some_and(|at| at == "header"));
    let requested = requested.filter_map(|parameter| parameter.get("name")?.as_str().map(str::to_owned));
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let answered = responses.filter_map(|(_, response)| response.get("headers")?.as_object());
    requested.chain(answered.flat_map(|headers| headers.keys().cloned()))
}

/// Leaves members out of the objects of a kind; how often, by word.
pub(super) fn drop_members<'w>(document: &mut Value, kind: Kind, words: &[&'w str]) -> Vec<(&'w str, usize)> {
    let mut counts: Vec<(&str, usize)> = words.iter().map(|word| (*word, 0)).collect();
    visit(document, &mut |seen, _, object| {
        let Value::Object(members) = object else { return };
        for (word, count) in counts.iter_mut().filter(|_| seen == kind) {
            *count += usize::from(members.shift_remove(*word).is_some());
        }
    });
    counts
}

/// Leaves formats out; how often, by format.
pub(super) fn drop_formats<'w>(document: &mut Value, formats: &[&'w str]) -> Vec<(&'w str, usize)> {
    let mut counts: Vec<(&str, usize)> = formats.iter().map(|format| (*format, 0)).collect();
    visit(document, &mut |kind, _, object| {
        let (Kind::Schema, Value::Object(members)) = (kind, object) else { return };
        let stated = members.get("format").and_then(Value::as_str);
        if let Some((_, count)) = counts.iter_mut().find(|(format, _)| stated == Some(format)) {
            members.shift_remove("format");
            *count += 1;
        }
    });
    counts
}

/// Leaves parameters out; how many.
pub(super) fn drop_parameters(document: &mut Value, is_refused: fn(&Map<String, Value>) -> bool) -> usize {
    let mut count = 0;
    operations::each(document, |_, _, operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
        let before = parameters.len();
        parameters.retain(|parameter| !parameter.as_object().is_some_and(is_refused));
        count += before - parameters.len();
    });
    count
}
