use std::collections::BTreeMap;

use super::url::{Piece, QueryPart, Template, Variable, identifier, is_callback};
use crate::finding::{Finding, Findings, Fix, Related, Rule, Severity, Subject};
use crate::place::Span;

pub(super) static URL_MALFORMED: Rule = Rule {
    id: "url-malformed",
    severity: Severity::Warning,
    summary: "a URL is not a clean path template",
    explanation: "The URL of a `rest_method` becomes a key of `paths`. It starts with a slash, has its \
                  variables in single braces, each with a name of letters, digits and underscores, and holds \
                  no invisible characters. What is wrong is mended in the emitted document: the slash is \
                  added, other characters in names become underscores.",
    bad: ".. rest_method:: GET v3/{project-id}/volumes",
    good: ".. rest_method:: GET /v3/{project_id}/volumes",
    fix: Some("braces instead of the other marks around a variable"),
    ..Rule::USUAL
};

/// What is a habit of a house where many URLs have it: words of the headline, and those for all of them.
pub(super) const HABITS: [(&str, &str); 3] = [
    ("is not in single braces", "variables of URLs are not in single braces"),
    ("is no identifier", "variables of URLs are no identifiers; `-` and its like are read as `_`"),
    ("does not start with a slash", "URLs do not start with a slash"),
];

pub(super) static URL_QUERY_STRING: Rule = Rule {
    id: "url-query-string",
    severity: Severity::Note,
    summary: "a URL carries a query string",
    explanation: "A path template of OpenAPI has no query string. The part after `?` becomes query \
                  parameters; list them in the request table, where they can have a description and a type.",
    bad: ".. rest_method:: GET /v2/shares?name={name}",
    good: ".. rest_method:: GET /v2/shares\n\n(with a row `- name: name_query` in the request table)",
    ..Rule::USUAL
};

/// The most characters of a URL that are read: servers take no more either. It stands in the key of its
/// operation, and so in every finding about it.
const LONGEST: usize = 2000;

/// The most variables of a URL that are read as such.
const MOST_VARIABLES: usize = 100;

/// A word of so many letters right before a variable is one of its own: `v{version}` is none.
const SHORTEST_WORD: usize = 3;

impl Template {
    /// Reads the URL of a `rest_method`, pointing findings into `span`, where it is written.
    pub(crate) fn parse(url: &str, span: Span, findings: &mut Findings) -> Self {
        let kept = url.char_indices().nth(LONGEST).map_or(url.len(), |(end, _)| end);
        let is_longer = kept < url.len();
        let url = url.get(..kept).unwrap_or(url);
        let mut noticed = Findings::new();
        let mut reader = Reader { span, url, findings: &mut noticed, names: BTreeMap::new(), variables: 0 };
        reader.check_text();
        if is_longer {
            let message = format!("the URL `{}` has more than {LONGEST} characters", reader.shown());
            reader.report(0..url.len(), message, "shorten the URL; what is behind them is left out");
        }
        let (path, query) = split_query(url.trim_matches('`'));
        let mut template = reader.path(path);
        if let Some(query) = query {
            template.query = reader.query(query);
        }
        findings.extend(if url.contains('`') { joined(noticed, &template) } else { noticed });
        template
    }
}

/// One finding for a URL that is written as code, whatever else is wrong in it: its help is the whole path.
fn joined(noticed: Findings, template: &Template) -> Findings {
    let (malformed, mut others): (Findings, Findings) =
        noticed.into_iter().partition(|finding| finding.rule() == &URL_MALFORMED);
    let is_single = malformed.len() < 2;
    let mut malformed = malformed.into_iter();
    let Some(mut first) = malformed.next() else { return others };
    if !is_single {
        first.advise(format!("write `{}`, or what is meant", template.path()));
    }
    for other in malformed {
        first.add_related(Related::new(other.place().clone(), other.headline()));
        for fix in other.fixes() {
            first.fix(fix.clone());
        }
    }
    others.insert(0, first);
    others
}

struct Reader<'a> {
    span: Span,
    url: &'a str,
    findings: &'a mut Findings,
    /// The clean names so far, each with how often it was wanted.
    names: BTreeMap<String, usize>,
    variables: usize,
}

impl Reader<'_> {
    fn check_text(&mut self) {
        if let Some(at) = self.url.find(is_invisible) {
            self.report(
                at..at,
                "the URL holds an invisible character".to_owned(),
                "delete the zero-width characters",
            );
        }
        if let Some(at) = self.url.find('`') {
            let message = format!("backquotes stand in the URL `{}`", self.shown());
            self.report(at..self.url.len(), message, "write the URL without backquotes");
        }
        let bare = self.url.trim_start_matches('`');
        if !bare.starts_with('/') && !bare.contains("://") && !bare.is_empty() && !is_callback(bare) {
            let message = format!("the URL `{}` does not start with a slash", self.shown());
            self.report(0..self.url.len(), message, "start the URL with `/`");
        }
    }

    fn path(&mut self, path: &str) -> Template {
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => path,
        };
        let path = path.split('#').next().unwrap_or(path);
        if let Some(at) = path.find("//") {
            let start = self.range_of(path).start + at;
            let message = format!("two slashes stand in a row in the URL `{}`", self.shown());
            self.report(start..start + 2, message, "write one; they are read as one");
        }
        let mut template =
            Template { trailing_slash: path.len() > 1 && path.ends_with('/'), ..Template::default() };
        // Nearly all segments are one piece.
        let mut segment = Vec::with_capacity(1);
        let mut literal = String::new();
        let mut unbalanced = false;
        let mut rest = path;
        while let Some(next) = rest.chars().next() {
            let at_start = literal.is_empty() && segment.is_empty();
            if let Some((found, after)) = marked_variable(rest, at_start) {
                if self.has_too_many() {
                    let written = rest.get(..rest.len() - after.len()).unwrap_or_default();
                    literal.push_str(&identifier(written));
                    rest = after;
                    continue;
                }
                self.ask_for_slash(&literal, rest);
                flush(&mut literal, &mut segment);
                let variable = match found {
                    Marked::Braces(written) => self.variable(written),
                    Marked::Otherwise(whole, written) => self.marked_otherwise(whole, written),
                };
                segment.push(Piece::Variable(variable));
                rest = after;
                continue;
            }
            let after = rest.get(next.len_utf8()..).unwrap_or("");
            match next {
                // One of them is told: it may be the same cause.
                '{' | '}' if unbalanced => {}
                '{' | '}' => {
                    unbalanced = true;
                    let message = format!("the URL `{}` has an unbalanced brace", self.shown());
                    self.report(0..self.url.len(), message, "write each variable as `{name}`");
                }
                '/' => {
                    flush(&mut literal, &mut segment);
                    if !segment.is_empty() {
                        template.segments.push(std::mem::replace(&mut segment, Vec::with_capacity(1)));
                    }
                }
                '`' => {}
                c if is_invisible(c) || c.is_whitespace() => {}
                c => literal.push(c),
            }
            rest = after;
        }
        flush(&mut literal, &mut segment);
        if !segment.is_empty() {
            template.segments.push(segment);
        }
        template
    }

    /// Tells that a variable stands right behind a word, where nothing divides the two.
    fn ask_for_slash(&mut self, literal: &str, rest: &str) {
        let word = literal.chars().rev().take_while(char::is_ascii_alphabetic).count();
        if word >= SHORTEST_WORD && word == literal.len() {
            let whole = rest.get(..rest.find('}').map_or(rest.len(), |end| end + 1)).unwrap_or(rest);
            let message = format!("no slash stands between `{literal}` and `{}`", visible(whole));
            self.report(
                self.range_of(whole),
                message,
                "put a slash between them, if the variable is a part of its own",
            );
        }
    }

    /// A variable in other marks than braces.
    fn marked_otherwise(&mut self, whole: &str, written: &str) -> Variable {
        if !is_callback(self.url) {
            let name = identifier(visible(written).trim());
            let message = format!("the variable `{}` is not in single braces", visible(whole));
            let (span, braced) = (self.shift(self.range_of(whole)), format!("{{{name}}}"));
            let title = format!("write `{braced}`");
            // Another name may be that of no row.
            let fix = (name == written).then(|| Fix::safe(title.clone()).replacing(span, braced));
            let finding =
                Finding::new(&URL_MALFORMED, span, Subject::url(self.url), message).with_help(title);
            self.findings.push(finding.with_fixes(fix));
        }
        let span = self.shift(self.range_of(written));
        let written = visible(written);
        let name = self.unique(identifier(written.trim()));
        Variable { name, written, span }
    }

    fn variable(&mut self, written: &str) -> Variable {
        let range = self.range_of(written);
        let span = Span::new(
            self.span.source,
            self.span.start as usize + range.start,
            self.span.start as usize + range.end,
        );
        let trimmed: String = written.chars().filter(|c| !is_invisible(*c)).collect();
        let name = identifier(&trimmed);
        if name != trimmed {
            let message =
                format!("the variable `{{{}}}` is no identifier; `{name}` is used", visible(written));
            self.report(range.clone(), message, &format!("rename the variable to `{{{name}}}`"));
        }
        if self.names.contains_key(&name) {
            let message = format!("the variable `{{{}}}` stands twice in the URL", visible(written));
            self.report(range, message, "give each variable of a URL a name of its own");
        }
        let name = self.unique(name);
        Variable { name, written: trimmed, span }
    }

    /// Counts one more variable: are there more than are read as such?
    fn has_too_many(&mut self) -> bool {
        self.variables += 1;
        if self.variables == MOST_VARIABLES + 1 {
            let message = format!("the URL `{}` has more than {MOST_VARIABLES} variables", self.shown());
            let help = "use fewer variables; those behind them are read as fixed text";
            self.report(0..self.url.len(), message, help);
        }
        self.variables > MOST_VARIABLES
    }

    /// The name, or one with a number that no variable before has.
    fn unique(&mut self, name: String) -> String {
        let wanted = self.names.entry(name.clone()).or_insert(0);
        *wanted += 1;
        if *wanted == 1 {
            return name;
        }
        let mut numbers = *wanted..;
        let unique = numbers.find_map(|number| {
            let numbered = format!("{name}_{number}");
            (!self.names.contains_key(&numbered)).then_some(numbered)
        });
        let unique = unique.unwrap_or(name);
        self.names.insert(unique.clone(), 1);
        unique
    }

    /// The URL as messages show it.
    fn shown(&self) -> String {
        const MOST: usize = 80;
        let text = visible(self.url);
        match text.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }

    fn query(&mut self, query: &str) -> Vec<QueryPart> {
        let at = self.range_of(query).start;
        let is_expression = query.starts_with("{?");
        let mark = if is_expression { "" } else { "?" };
        let message = format!("the query string `{mark}{}` stands in the URL", visible(query));
        let range = self.shift(at..at + query.len());
        self.findings.push(
            Finding::new(&URL_QUERY_STRING, range, Subject::url(self.url), message)
                .with_help("move it to the request table, as rows whose entries are `in: query`"),
        );
        let separators: &[char] = if is_expression { &['&', ',', '{', '?', '}'] } else { &['&'] };
        query
            .split(separators)
            .filter_map(|part| {
                let (key, value) = part.split_once('=').unwrap_or((part, ""));
                let key = if is_expression { key.trim_end_matches('*') } else { key };
                let name = key.trim_matches(['{', '}']).trim();
                let variable = [('{', '}'), ('<', '>')].into_iter().find_map(|(open, close)| {
                    Some(value.strip_prefix(open)?.strip_suffix(close)?.trim().to_owned())
                });
                (!name.is_empty()).then(|| QueryPart { name: name.to_owned(), variable })
            })
            .collect()
    }

    fn range_of(&self, part: &str) -> std::ops::Range<usize> {
        // `part` is always a slice of the URL.
        let start = (part.as_ptr() as usize).saturating_sub(self.url.as_ptr() as usize).min(self.url.len());
        start..(start + part.len()).min(self.url.len())
    }

    fn shift(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.span.start as usize;
        Span::new(self.span.source, start + range.start, start + range.end)
    }

    fn report(&mut self, range: std::ops::Range<usize>, message: String, help: &str) {
        let span = self.shift(range);
        self.findings
            .push(Finding::new(&URL_MALFORMED, span, Subject::url(self.url), message).with_help(help));
    }
}

/// The path, and the query if there is one. Some write it as an expression of a URI template,
/// `/boxes{?limit,marker}` (RFC 6570, section 3.2.8): it comes with its first brace.
fn split_query(url: &str) -> (&str, Option<&str>) {
    let Some(at) = url.find('?') else { return (url, None) };
    match url.get(..at).and_then(|path| path.strip_suffix('{')) {
        Some(path) => (path, url.get(path.len()..)),
        None => (url.get(..at).unwrap_or(url), url.get(at + 1..)),
    }
}

fn flush(literal: &mut String, segment: &mut Vec<Piece>) {
    if !literal.is_empty() {
        segment.push(Piece::Literal(std::mem::take(literal)));
    }
}

/// How a variable is marked.
enum Marked<'u> {
    /// `{name}`: the name.
    Braces(&'u str),
    /// In other marks: all of it, and the name.
    Otherwise(&'u str, &'u str),
}

/// The variable that `rest` begins with, and what follows it. `<name>` and `%(name)s` are variables anywhere,
/// `:name` and `(name)` only as whole segments: colons and parentheses are legal in paths.
fn marked_variable(rest: &str, at_start: bool) -> Option<(Marked<'_>, &str)> {
    let between = |open: &str, close: &str| {
        let inner = rest.strip_prefix(open)?;
        let (name, after) = inner.split_once(close)?;
        let whole = rest.get(..rest.len() - after.len())?;
        (!name.is_empty() && !name.contains('/')).then_some((whole, name, after))
    };
    if let Some((whole, name, after)) = between("{{", "}}") {
        return Some((Marked::Otherwise(whole, name), after));
    }
    if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return Some((Marked::Braces(name), after));
    }
    if let Some((whole, name, after)) = between("<", ">").or_else(|| between("%(", ")s")) {
        return Some((Marked::Otherwise(whole, name), after));
    }
    let segment = rest.split('/').next().filter(|_| at_start)?;
    let after = rest.get(segment.len()..)?;
    let name = match segment.strip_prefix(':') {
        Some(name) => name,
        None => segment.strip_prefix('(')?.strip_suffix(')')?,
    };
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    is_name.then_some((Marked::Otherwise(segment, name), after))
}

/// Characters that print nothing: authors paste them with a URL.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::SourceId;

    fn read(url: &str) -> (Template, Vec<String>) {
        let mut findings = Findings::new();
        let template = Template::parse(url, Span::new(SourceId(0), 0, url.len()), &mut findings);
        (template, findings.iter().map(|finding| finding.rule().id.to_owned()).collect())
    }

    #[test]
    fn a_clean_url_is_its_own_path() {
        let (template, findings) = read("/v3/{project_id}/volumes/");
        assert_eq!(template.path(), "/v3/{project_id}/volumes/");
        assert_eq!(template.shape(), "/v3/{}/volumes/");
        assert_eq!(template.last_literal(), Some("volumes"));
        assert!(findings.is_empty());
        assert_eq!(read("/").0.path(), "/");
    }

    #[test]
    fn odd_urls_are_mended_and_reported() {
        let (template, findings) = read("v1/{a/b}:{c-d}\u{200b}/{c-d}?x={x}&detail=True&{usage}=1");
        assert_eq!(template.path(), "/v1/{a_b}:{c_d}/{c_d_2}");
        assert_eq!(
            template
                .query
                .iter()
                .map(|part| (part.name.as_str(), part.variable.as_deref()))
                .collect::<Vec<_>>(),
            [("x", Some("x")), ("detail", None), ("usage", None)]
        );
        assert!(findings.iter().filter(|id| *id == "url-malformed").count() >= 4, "{findings:?}");
        assert!(findings.contains(&"url-query-string".to_owned()));
    }

    #[test]
    fn variables_in_other_marks_are_read_and_reported() {
        for (url, path) in [
            ("/v1/<thing_id>/x", "/v1/{thing_id}/x"),
            ("/v1/:id/x", "/v1/{id}/x"),
            ("/v1/(id)", "/v1/{id}"),
            ("/v1/%(id)s/x", "/v1/{id}/x"),
            ("`/v1/parts`", "/v1/parts"),
            ("/v1/{id}/{id}", "/v1/{id}/{id_2}"),
        ] {
            let (template, findings) = read(url);
            assert_eq!((template.path().as_str(), findings.len()), (path, 1), "{url}: {findings:?}");
        }
        for url in ["/v1/things:undelete", "/v1/things(all)/x", "/v1/{a}:{b}"] {
            assert_eq!(read(url).1, Vec::<String>::new(), "{url}");
        }
        assert_eq!(read("<callbackUri>").1, Vec::<String>::new());
    }

    #[test]
    fn a_name_that_stands_often_gets_a_number() {
        assert_eq!(read("/{a}/{a}/{a_3}/{a}/{a}").0.path(), "/{a}/{a_2}/{a_3}/{a_4}/{a_5}");
        assert_eq!(read("/{a_2}/{a}/{a}").0.path(), "/{a_2}/{a}/{a_3}");
    }

    #[test]
    fn an_absurd_url_is_bounded() {
        for url in ["/{v}".repeat(1_000_000), (0..10_000).map(|at| format!("/{{v{at}}}")).collect()] {
            let (template, findings) = read(&url);
            assert_eq!(template.variables().count(), MOST_VARIABLES);
            // Each of the hundred may be told to stand twice.
            assert!(
                template.path().len() < 2 * LONGEST && findings.len() <= MOST_VARIABLES + 3,
                "{findings:?}"
            );
        }
    }

    #[test]
    fn unbalanced_braces_do_not_hide_the_rest() {
        let (template, findings) = read("/a/{b/c");
        assert_eq!(template.path(), "/a/b/c");
        assert_eq!(findings, ["url-malformed"]);
        assert_eq!(read("https://x.example/a").0.path(), "/a");
    }
}
