use super::data::{Data, View};
use super::operation::OperationData;
use crate::reference::{CodeKind, Direction, Method, Operation, Reference};

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) part: usize,
    pub(super) whole: usize,
}

impl Share {
    fn count(&mut self, counts: bool, holds: bool) {
        self.whole += usize::from(counts);
        self.part += usize::from(counts && holds);
    }

    fn plus(self, other: Self) -> Self {
        Self { part: self.part + other.part, whole: self.whole + other.whole }
    }

    /// `good` from nineteen of twenty on, `fair` from three of five on, else `poor`; nothing of nothing.
    pub(super) fn grade(self) -> &'static str {
        if self.whole == 0 {
            "none"
        } else if self.part * 20 >= self.whole * 19 {
            "good"
        } else if self.part * 5 >= self.whole * 3 {
            "fair"
        } else {
            "poor"
        }
    }
}

/// What a chapter documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) document: usize,
    pub(super) chapter: usize,
    pub(super) title: String,
    pub(super) operations: usize,
    /// Operations that list status codes.
    pub(super) codes: Share,
    /// Operations that take a body and describe it.
    pub(super) requests: Share,
    /// Operations that answer with a body and describe it.
    pub(super) responses: Share,
    /// Operations with a body that show a sample.
    pub(super) samples: Share,
    /// Samples that agree with what the text says.
    pub(super) agree: Share,
    pub(super) findings: usize,
}

/// One line for each chapter, in the order of the documents.
pub(super) fn matrix(view: View<'_>, data: &Data) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, document) in view.reference.documents.iter().enumerate() {
        let first = lines.len();
        lines.extend(document.chapters.iter().enumerate().map(|(chapter, of)| Line {
            document: number,
            chapter,
            title: crate::rst::plain(&of.title),
            ..Line::default()
        }));
        let operations = view.reference.operations.entries();
        let own = operations.zip(&data.operations).filter(|((_, one), _)| one.document == number);
        for ((_, operation), shown) in own {
            if let Some(line) = lines.get_mut(first + operation.chapter) {
                line.add(view.reference, operation, shown);
            }
        }
    }
    lines.retain(|line| line.operations > 0);
    lines
}

/// All lines as one.
pub(super) fn total(lines: &[Line]) -> Line {
    lines.iter().fold(Line::default(), |sum, line| Line {
        operations: sum.operations + line.operations,
        codes: sum.codes.plus(line.codes),
        requests: sum.requests.plus(line.requests),
        responses: sum.responses.plus(line.responses),
        samples: sum.samples.plus(line.samples),
        agree: sum.agree.plus(line.agree),
        ..sum
    })
}

impl Line {
    fn add(&mut self, reference: &Reference, operation: &Operation, shown: &OperationData) {
        let has = |direction| Has::new(reference, operation, direction);
        let (request, response) = (has(Direction::Request), has(Direction::Response));
        let takes = request.rows || request.sample || takes_body(operation);
        let answers = response.rows || response.sample || answers_body(operation);
        self.operations += 1;
        self.findings += shown.findings.len();
        self.codes.count(true, !operation.codes.is_empty());
        self.requests.count(takes, request.rows);
        self.responses.count(answers, response.rows);
        self.samples.count(takes || answers, (!takes || request.sample) && (!answers || response.sample));
        for agrees in shown.samples.iter().filter_map(super::sample::SampleData::agrees) {
            self.agree.count(true, agrees);
        }
    }
}

/// What a direction of an operation has.
struct Has {
    /// A row of the body.
    rows: bool,
    /// A sample.
    sample: bool,
}

impl Has {
    fn new(reference: &Reference, operation: &Operation, direction: Direction) -> Self {
        let is_body = |row: &crate::reference::Row| row.location == crate::reference::Location::Body;
        Self {
            rows: operation.rows_of(direction).any(is_body),
            sample: operation.samples_of(direction).any(|sample| reference.sample_file(sample).is_some()),
        }
    }
}

fn takes_body(operation: &Operation) -> bool {
    matches!(operation.method, Method::Post | Method::Put | Method::Patch)
}

/// Does it answer more than a code? What it lists says so; without any code a `GET` does.
fn answers_body(operation: &Operation) -> bool {
    let mut success = operation.codes.iter().filter(|code| code.kind == CodeKind::Success).peekable();
    let is_silent = |code: u16| matches!(code, 202 | 204 | 205 | 300..=399);
    match success.peek() {
        Some(_) => operation.method == Method::Get && success.any(|code| !is_silent(code.code)),
        None => operation.method == Method::Get,
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_has_a_grade() {
        let grade = |part, whole| Share { part, whole }.grade();
        assert_eq!([grade(0, 0), grade(20, 20), grade(19, 20)], ["none", "good", "good"]);
        assert_eq!([grade(18, 20), grade(12, 20), grade(11, 20)], ["fair", "fair", "poor"]);
    }
}
