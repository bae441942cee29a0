//! `literalinclude`: the samples, and the files behind directives.

use super::super::document::{self, Item};
use super::super::excerpt::Excerpt;
use super::super::{Direction, Location, Media, Operation, Row, Sample, direction, elision};
use super::{CurrentSection, Reader, SAMPLE_MISSING, paragraph};
use crate::finding::{Finding, Rule, Subject};
use crate::place::{SourceId, Span};
use crate::rst::Directive;
use crate::source::Refusal;

impl Reader<'_> {
    pub(super) fn sample(
        &mut self,
        directive: &Directive,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let path = directive.arguments.value.trim();
        let source = self.file(directive, path, directive.arguments.whole(), item, &SAMPLE_MISSING);
        let Some(span) = directive.arguments.whole() else { return };
        let caption = current.bold_before(item).and_then(direction::of_text);
        let bold = current.take_bold();
        let lead = current.prose.last().and_then(|id| self.parsed.get(&id.0)?.get(id.1)).and_then(paragraph);
        let evidence = [
            caption,
            direction::of_sections(&current.titles),
            direction::of_file(path),
            bold.as_deref().and_then(direction::of_text),
            lead.and_then(|text| direction::of_text(&text.value)),
        ];
        let says_response = evidence.contains(&Some(Direction::Response));
        let found = match evidence.into_iter().flatten().next() {
            Some(Direction::Request) if says_response && !self.sends_body(operation) => {
                Some(Direction::Response)
            }
            found => found,
        };
        let beside = current.prose.last().is_some_and(|id| *id == (item.source, item.index.wrapping_sub(1)));
        let part = Excerpt::of(directive);
        if let Some(id) = source
            && let Some(option) = part.missing_in(directive, self.sources.text(id))
        {
            self.findings.push(document::excerpt_missing(path, option, span));
        }
        let file = source.and_then(|id| self.library.sample(id, part));
        let read = file.map(|id| &self.library.samples[id]);
        // What a call of curl sends is a request, whatever stands around it.
        let is_call = read.is_some_and(|read| read.media == Media::Shell && read.value.is_some());
        operation.samples.push(Sample {
            path: path.to_owned(),
            span,
            file,
            direction: if is_call { Some(Direction::Request) } else { found },
            bold,
            section: current.titles.clone(),
            elided: beside && lead.is_some_and(|text| elision::announced(&text.value)),
        });
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
