//! `literalinclude` and blocks of code: the samples, and the files behind directives.

use super::super::code_block::CodeBlock;
use super::super::document::{self, Item, Parsed};
use super::super::excerpt::Excerpt;
use super::super::wanted::Shown;
use super::super::{Direction, Location, Operation, Row, Sample, direction, elision};
use super::{CurrentSection, Reader, SAMPLE_MISSING, paragraph};
use crate::finding::{Finding, Rule, Subject};
use crate::json::http_target;
use crate::place::{SourceId, Span};
use crate::rst::Directive;
use crate::source::Refusal;

impl<'a> Reader<'a> {
    pub(super) fn sample(
        &mut self,
        directive: &Directive,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let path = directive.arguments.value.trim();
        let before = self.findings.len();
        let source = self.file(directive, path, directive.arguments.whole(), item, &SAMPLE_MISSING);
        let told = self.findings.split_off(before);
        self.findings.extend(told.into_iter().map(Finding::with_only_a_sample_lost));
        let Some(span) = directive.arguments.whole() else { return };
        let caption = current.bold_before(item).and_then(direction::of_text);
        let bold = current.take_bold();
        let lead = self.lead(current);
        let found = self.direction(
            operation,
            [
                caption,
                direction::of_sections(&current.titles),
                direction::of_file(path),
                bold.as_deref().and_then(direction::of_text),
                lead.and_then(direction::of_text),
            ],
        );
        let beside = current.is_beside(item);
        let elided = beside && lead.is_some_and(elision::announced);
        // What is nothing but the name of the example says nothing without it.
        if beside && lead.and_then(label).is_some() {
            current.prose.pop();
        }
        let part = Excerpt::of(directive);
        if let Some(id) = source
            && let Some(option) = part.missing_in(directive, self.sources.text(id))
        {
            self.findings.push(document::excerpt_missing(path, option, span).with_only_a_sample_lost());
        }
        let file = source.and_then(|id| self.library.sample(&Shown::File(id, part)));
        let read = file.map(|id| &self.library.samples[id]);
        // What a call of curl sends is a request, whatever stands around it.
        let own = read.filter(|read| read.value.is_some()).and_then(|read| read.direction);
        operation.samples.push(Sample {
            path: path.to_owned(),
            span,
            file,
            direction: own.or(found),
            bold,
            section: current.titles.clone(),
            elided,
            is_misplaced: false,
        });
    }

    /// A block of code that is an example: a sample like a file. False if it only belongs to the text.
    pub(super) fn code_sample(
        &mut self,
        code: &CodeBlock<'_>,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) -> bool {
        if is_for_another(code.span.slice(self.sources.text(code.span.source)), operation) {
            return false;
        }
        let Some(file) = self.library.sample(&Shown::Block(code.span)) else { return false };
        let lead = self.lead(current).filter(|_| current.is_beside(item));
        let label = lead.and_then(label);
        let bold = current.bold_before(item);
        let caption = code.caption.map(|caption| caption.value.trim()).or(bold).or(label);
        let is_example = |text: &str| says_example(text) || direction::of_text(text).is_some();
        let of_section = direction::of_sections(&current.titles);
        let is_titled = current.titles.iter().any(|title| says_example(title));
        let of_whole = lead.is_none_or(|lead| !is_about_a_part(lead));
        let is_sample = caption.is_some_and(is_example)
            || is_titled
            || (code.is_said && of_whole && (of_section.is_some() || lead.is_some_and(is_example)))
            || (code.is_said && current.table.as_ref().is_some_and(|table| table.is_right_above(item)));
        if operation.url.is_empty() || !is_sample {
            return false;
        }
        let evidence = [caption.and_then(direction::of_text), of_section, lead.and_then(direction::of_text)];
        let own = self.library.samples[file].direction;
        let found = own.or_else(|| self.direction(operation, evidence));
        let elided = lead.is_some_and(elision::announced);
        let name = caption.map(str::to_owned);
        // What no document can show as an example stays in the text.
        let is_sound = self.library.samples[file].is_sound();
        if !is_sound {
            current.prose.push((item.source, item.index));
        } else if label.is_some() {
            current.prose.pop();
        }
        let bold = if is_sound { current.take_bold() } else { None };
        operation.samples.push(Sample {
            path: String::new(),
            span: code.span,
            file: Some(file),
            direction: found.or_else(|| operation.method.is_bodyless().then_some(Direction::Response)),
            bold: name.or(bold),
            section: current.titles.clone(),
            elided,
            is_misplaced: false,
        });
        true
    }

    /// The paragraph before what is read.
    fn lead(&self, current: &CurrentSection<'_>) -> Option<&'a str> {
        let parsed: &'a Parsed = self.parsed;
        let block = current.prose.last().and_then(|id| parsed.get(&id.0)?.get(id.1))?;
        paragraph(block).map(|text| text.value.as_str())
    }

    /// The direction of a sample, by what speaks of it, the strongest first.
    fn direction<const N: usize>(
        &self,
        operation: &Operation,
        evidence: [Option<Direction>; N],
    ) -> Option<Direction> {
        let says_response = evidence.contains(&Some(Direction::Response));
        match evidence.into_iter().flatten().next() {
            Some(Direction::Request) if says_response && !self.sends_body(operation) => {
                Some(Direction::Response)
            }
            found => found,
        }
    }

    /// Could the operation have a request body, by its method and the rows read so far?
    fn sends_body(&self, operation: &Operation) -> bool {
        let is_body = |row: &Row| {
            let definition = row.definition.map(|id| &self.library.definitions[id]);
            row.direction == Some(Direction::Request)
                && definition.is_some_and(|definition| definition.location == Some(Location::Body))
        };
        !operation.method.is_bodyless() || operation.rows.iter().any(is_body)
    }

    /// The source behind the argument of a directive; a finding if there is none.
    pub(super) fn file(
        &mut self,
        directive: &Directive,
        argument: &str,
        span: Option<Span>,
        item: Item,
        missing: &'static Rule,
    ) -> Option<SourceId> {
        let (Some(span), argument) = (span, argument.trim()) else {
            self.findings.push(document::argument_missing(directive));
            return None;
        };
        let paths = document::candidates(
            self.sources,
            self.unfolded.root,
            item.source,
            self.unfolded.orphan,
            argument,
        );
        let refusal = paths
            .iter()
            .filter_map(|path| self.sources.refusal(path))
            .find(|refusal| *refusal != Refusal::Missing);
        if let Some(found) =
            paths.iter().find_map(|path| self.sources.find(path)).filter(|_| refusal.is_none())
        {
            return Some(found);
        }
        let forbidden = refusal.and_then(|refusal| document::forbidden(refusal, argument, span));
        if let Some(finding) = forbidden {
            self.findings.push(finding);
            return None;
        }
        self.findings.push(match refusal {
            _ if paths.is_empty() => document::outside_root(argument, span),
            Some(Refusal::TooLarge) => return None,
            Some(Refusal::Unreadable) => {
                Finding::new(missing, span, Subject::file(argument), format!("`{argument}` cannot be read"))
                    .with_help("name a file, and give yourself the permission to read it")
            }
            _ => Finding::new(missing, span, Subject::file(argument), format!("`{argument}` is not there"))
                .with_help("mend the path (it starts at the folder of the root document), or add the file"),
        });
        None
    }
}

/// The longest label, in words.
const LABEL: usize = 6;

/// Is it a request for something else, such as one that the service sends itself?
fn is_for_another(text: &str, operation: &Operation) -> bool {
    match (http_target(text), operation.template.last_literal()) {
        (Some(target), Some(own)) => !target.split('/').any(|segment| segment == own),
        _ => false,
    }
}

/// A paragraph that is nothing but the name of what follows, without its colon: `Example response::`.
fn label(text: &str) -> Option<&str> {
    let bare = text.trim().trim_end_matches(':');
    let is_label = bare.len() < text.trim().len() && !bare.contains(['.', '`', '\n']);
    (is_label
        && bare.split_whitespace().count() <= LABEL
        && (says_example(bare) || direction::of_text(bare).is_some()))
    .then(|| bare.trim_matches('*').trim())
}

/// Does a title or line announce an example?
fn says_example(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        ["example", "examples", "sample", "samples"].iter().any(|one| word.eq_ignore_ascii_case(one))
    })
}

/// Does a paragraph before a block of code speak of a part of a body? It names the part, mostly as code.
fn is_about_a_part(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["attribute", "element", "field", "format", "key", "parameter", "property", "syntax"];
    const OF_WHOLES: [&str; 2] = ["of the request", "of the response"];
    let lower = text.to_lowercase();
    // "See `X`_ for the parameters of the response" only says where they are described.
    if lower.starts_with("see ") && OF_WHOLES.iter().any(|words| lower.contains(words)) {
        return false;
    }
    text.contains('`') || WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_that_name_an_example_are_labels() {
        assert_eq!(label("Example::"), Some("Example"));
        assert_eq!(label("**Response Example**::"), Some("Response Example"));
        assert_eq!(label("Sample response:"), Some("Sample response"));
        assert_eq!(label("The rules look like::"), None);
        assert_eq!(label("Example"), None);
        assert_eq!(label("The response holds the ``id`` of it::"), None);
    }
}
