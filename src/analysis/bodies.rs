use super::line::line;
use super::{Analysis, AnalysisError};
use crate::finding::nearest;
use crate::openapi::{operation_id, title_id};
use crate::place::{Place, Pointer, Span};
use crate::reference::{Direction, Operation, OperationId, Reference, Types};
use crate::shape::{Bodies, Body, Node, Part, Placed};
use crate::source::Sources;
use crate::version::Window;

impl Analysis {
    /// The bodies of the operations that are meant by `wanted`, `METHOD path` or an operation id, as trees
    /// that say where every part comes from.
    pub fn explain_operation(&self, wanted: &str) -> Result<String, AnalysisError> {
        let reference = self.reference();
        let operations = reference.operations.entries();
        let found: Vec<(OperationId, &Operation)> =
            operations.filter(|(_, operation)| is_meant(operation, wanted)).collect();
        if found.is_empty() {
            let keys: Vec<String> = reference.operations.iter().map(Operation::key).collect();
            let hint = nearest(wanted, keys.iter().map(String::as_str)).map_or_else(
                || "`apiref model` lists them".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(AnalysisError::Question(format!("no operation is `{wanted}`; {hint}")));
        }
        let mut text = String::new();
        for (index, operation) in found {
            let printer = Printer { reference, sources: self.sources(), operation };
            let bodies = &self.shapes().bodies[index];
            printer.operation(bodies, &mut text);
        }
        Ok(text)
    }
}

fn is_meant(operation: &Operation, wanted: &str) -> bool {
    let wanted = wanted.trim();
    let written = format!("{} {}", operation.method, operation.url);
    operation.key().eq_ignore_ascii_case(wanted)
        || written.eq_ignore_ascii_case(wanted)
        || operation_id(&operation.method, &operation.template) == wanted
        || title_id(&operation.title).as_deref() == Some(wanted)
}

struct Printer<'a> {
    reference: &'a Reference,
    sources: &'a Sources,
    operation: &'a Operation,
}

impl Printer<'_> {
    fn operation(&self, bodies: &Bodies, out: &mut String) {
        let operation = self.operation;
        line(out, format_args!("{}: {} ({})", operation.key(), operation.title, self.at(operation.span)));
        if !operation.window.is_all() {
            line(out, format_args!("  exists {}", operation.window));
        }
        for direction in [Direction::Request, Direction::Response] {
            let forms = bodies.of(direction);
            if forms.is_empty() {
                line(out, "");
                line(out, format_args!("  {}: no body", direction.as_str()));
            }
            forms.iter().for_each(|body| self.body(direction, body, out));
        }
        line(out, "");
    }

    fn body(&self, direction: Direction, body: &Body, out: &mut String) {
        line(out, "");
        let form = body.form.as_ref().map(|form| format!(", {form}")).unwrap_or_default();
        line(out, format_args!("  {}{form}:", direction.as_str()));
        for (number, index) in body.samples.iter().enumerate() {
            if let Some(file) = self.reference.sample_file(&self.operation.samples[*index]) {
                line(out, format_args!("    sample {}: {}", number + 1, self.sources.path(file.source)));
            }
        }
        if let Some(key) = &body.wrapper {
            line(out, format_args!("    wrapper: {key}"));
        }
        self.node("(body)", &body.node, body, 4, false, out);
        for at in &body.homeless {
            let row = &self.operation.rows[*at];
            line(out, format_args!("    nowhere: {} ({})", row.name, self.at(row.name_span)));
        }
    }

    fn node(&self, name: &str, node: &Node, body: &Body, depth: usize, required: bool, out: &mut String) {
        let indent = " ".repeat(depth);
        let mut head = format!("{indent}{name}: {}", self.types(node));
        if required {
            head.push_str(", required");
        }
        if let Some(reason) = node.map {
            head.push_str(&format!(", a map because {}", reason.as_str()));
        }
        line(out, head);
        for placed in &node.rows {
            line(out, format_args!("{indent}    {}", self.placed(placed)));
        }
        match (&node.seen.first, node.is_declared()) {
            (Some((sample, pointer)), declared) => {
                let word = if declared {
                    "shown"
                } else if node.structural {
                    "wrapper, shown"
                } else {
                    "only shown"
                };
                line(
                    out,
                    format_args!(
                        "{indent}    {word} as {} in {}",
                        node.seen.types,
                        self.shown(body, *sample, pointer)
                    ),
                );
            }
            (None, true) => line(out, format_args!("{indent}    shown in no sample")),
            (None, false) if node.mentioned.is_some() => {
                line(out, format_args!("{indent}    only the description of the object around it names it"));
            }
            (None, false) => {}
        }
        for placed in &node.keys {
            let word = if node.is_open() { "further keys" } else { "keys" };
            line(out, format_args!("{indent}    {word}: {}", self.placed(placed)));
        }
        for (part, child) in node.children() {
            let says_required = child.structural || child.rows.iter().any(|placed| placed.required);
            let is_required = says_required && !child.optional;
            let (name, required) = match part {
                Part::Member(key) => (key.to_string(), is_required),
                Part::Pattern(pattern) => (format!("{}*{}", pattern.prefix, pattern.suffix), false),
                Part::Values => ("(values)".to_owned(), false),
                Part::Items => ("[]".to_owned(), false),
                Part::Variant => ("(or)".to_owned(), false),
            };
            self.node(&name, child, body, depth + 2, required, out);
        }
    }

    fn types(&self, node: &Node) -> String {
        let declared =
            node.rows.iter().filter_map(|placed| Some(&self.reference.definitions[placed.definition?]));
        let types = declared.map(|definition| definition.kind.types).fold(Types::NONE, Types::or);
        let types = if types.is_none() { node.seen.types } else { types };
        let types = if types.is_none() { node.mentioned.unwrap_or_default() } else { types };
        types.to_string()
    }

    fn placed(&self, placed: &Placed) -> String {
        let row = &self.reference.operations[placed.operation].rows[placed.row];
        let mut text = format!("row {}", self.at(row.name_span));
        if let Some(definition) = placed.definition.map(|at| &self.reference.definitions[at]) {
            let entry = &definition.entry;
            text.push_str(&format!(", entry `{}` {}", entry.name, self.at(entry.name_span)));
        }
        if placed.window != Window::ALL {
            text.push_str(&format!(", {}", placed.window));
        }
        format!("{text}: {}", placed.why.as_str())
    }

    fn shown(&self, body: &Body, sample: usize, pointer: &str) -> String {
        let source = body
            .samples
            .get(sample)
            .map(|index| &self.operation.samples[*index])
            .and_then(|sample| self.reference.sample_file(sample))
            .map(|file| file.source);
        match source {
            Some(source) => {
                let span = self.sources.span_of(&Place::Value(source, Pointer::from_text(pointer)));
                format!("{} {pointer}", self.at(span))
            }
            None => pointer.to_owned(),
        }
    }

    fn at(&self, span: Span) -> String {
        format!("{}:{}", self.sources.path(span.source), self.sources.position(span).line)
    }
}
