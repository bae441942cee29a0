use crate::place::Span;

/// The URL of an operation as a path template plus the query parameters it spells out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Template {
    /// What stands between the slashes.
    pub segments: Vec<Vec<Piece>>,
    /// Does the URL end with a slash?
    pub trailing_slash: bool,
    /// The parts of a query string.
    pub query: Vec<QueryPart>,
}

/// A part of a path segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Fixed text.
    Literal(String),
    /// A variable.
    Variable(Variable),
}

/// A variable of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// A clean name: `^[A-Za-z_][A-Za-z0-9_]*$`, unique in the path.
    pub name: String,
    /// As written between the braces.
    pub written: String,
    /// Where it is written, without the braces.
    pub span: Span,
}

/// `key=value` of a query string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryPart {
    /// The key; of `{usage}=True` the variable's name.
    pub name: String,
    /// The variable that its value is called: `method_name` in `method={method_name}`.
    pub variable: Option<String>,
}

/// How many bytes most segments are shorter than, with their slash.
const USUAL_SEGMENT: usize = 24;

impl Template {
    /// The path as OpenAPI writes it.
    pub(crate) fn path(&self) -> String {
        self.render(|variable, out| push_braced(&variable.name, out))
    }

    /// The fixed texts of the path: what a thing is, whichever of them it is.
    pub(crate) fn fixed_texts(&self) -> Vec<&str> {
        let texts = self.segments.iter().flatten().filter_map(|piece| match piece {
            Piece::Literal(text) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The path with the variables as the author named them.
    pub(crate) fn written(&self) -> String {
        self.render(|variable, out| push_braced(&variable.written, out))
    }

    /// The path with every variable replaced by `{}`: what a router can tell apart.
    pub(crate) fn shape(&self) -> String {
        self.render(|_, out| out.push_str("{}"))
    }

    fn render(&self, mut variable: impl FnMut(&Variable, &mut String)) -> String {
        let mut out = String::with_capacity(self.segments.len() * USUAL_SEGMENT);
        for segment in &self.segments {
            out.push('/');
            for piece in segment {
                match piece {
                    Piece::Literal(text) => out.push_str(text),
                    Piece::Variable(found) => variable(found, &mut out),
                }
            }
        }
        if self.trailing_slash || out.is_empty() {
            out.push('/');
        }
        out
    }

    /// The variables, in order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.segments.iter().flatten().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Literal(_) => None,
        })
    }

    /// The variables, to rename them.
    pub(crate) fn variables_mut(&mut self) -> impl Iterator<Item = &mut Variable> {
        self.segments.iter_mut().flatten().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Literal(_) => None,
        })
    }

    /// The last segment that is fixed text, if any: the resource or action that the URL names.
    pub(crate) fn last_literal(&self) -> Option<&str> {
        self.literals().next_back()
    }

    /// The segments that are fixed text, in order.
    pub(crate) fn literals(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment.as_slice() {
            [Piece::Literal(text)] => Some(text.as_str()),
            _ => None,
        })
    }

    /// The variable that is the last segment, by its clean name.
    pub(crate) fn last_variable(&self) -> Option<&str> {
        match self.segments.last().map(Vec::as_slice) {
            Some([Piece::Variable(variable)]) => Some(variable.name.as_str()),
            _ => None,
        }
    }
}

fn push_braced(name: &str, out: &mut String) {
    out.extend(["{", name, "}"]);
}

/// Is the URL nothing but a variable? Then the caller names it: it is the URL of a callback.
pub(super) fn is_callback(url: &str) -> bool {
    let inner = |open: char, close: char| url.trim().strip_prefix(open)?.strip_suffix(close);
    inner('<', '>')
        .or_else(|| inner('{', '}'))
        .is_some_and(|name| !name.is_empty() && !name.contains(['<', '>', '{', '}', '/']))
}

/// A name that is legal as a variable: other characters become underscores.
pub(crate) fn identifier(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match clean.chars().next() {
        None => "_".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{clean}"),
        Some(_) => clean,
    }
}
