use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::Span;
use crate::reference::{is_example_title, part_directives};
use crate::rst::{Block, Kind};

static RULE: Rule = Rule {
    id: "directive-malformed",
    severity: Severity::Error,
    unread: true,
    summary: "what should be a directive is a comment or text",
    explanation: "A directive is `.. name::`, with two dots, a blank and two colons, after an empty line. \
                  With one colon it is a comment, without the dots or the empty line it is text: the \
                  operation, table, codes or sample are lost without a word from Sphinx.",
    bad: ".. rest_method: GET /volumes",
    good: ".. rest_method:: GET /volumes",
    fix: Some("two colons and a blank behind the name of the directive"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (source, blocks) in &context.reference.blocks {
        if !context.is_asked_for(*source) {
            continue;
        }
        let mut is_example = false;
        for block in blocks.iter().flat_map(Block::walk) {
            if let Kind::Title(title) = &block.kind {
                is_example = is_example_title(&title.text.value);
            }
            findings.extend(malformed(rule, block, context.sources.text(*source), is_example));
        }
    }
}

/// `is_example`: it stands in a section that shows an example, where an operation is a caption.
fn malformed(rule: &'static Rule, block: &Block, source: &str, is_example: bool) -> Option<Finding> {
    let (text, what, found) = match &block.kind {
        Kind::Comment(text) => (text, "a comment", of_comment as fn(&str) -> Option<&'static str>),
        Kind::Paragraph(text) => (text, "text", of_text as fn(&str) -> Option<&'static str>),
        _ => return None,
    };
    // Most texts have none.
    memchr::memchr(b':', text.value.as_bytes())?;
    let (name, line, span) = text.iter().find_map(|(line, span)| Some((found(line)?, line, span)))?;
    let message = format!("`{name}` is part of {what} here, and no directive");
    let glued = line.split_once("::").filter(|(before, after)| {
        before.trim() == name && !after.is_empty() && !after.starts_with(char::is_whitespace)
    });
    if is_example && name == "rest_method" {
        let argument =
            line.split_once(':').map_or("", |(_, argument)| argument.trim_start_matches(':').trim());
        let help = format!("an example opens no operation: write it as text, ``{argument}``");
        return Some(Finding::new(rule, span, Subject::directive(name), message).with_help(help));
    }
    let help = match glued {
        Some((_, argument)) => {
            format!("write `.. {name}:: {}`, with a blank after the colons", argument.trim())
        }
        None => format!("write `.. {name}::` after an empty line, with two dots, a blank and two colons"),
    };
    let finding = Finding::new(rule, span, Subject::directive(name), message).with_help(help);
    Some(match well_formed(line, name) {
        Some((length, head)) => {
            // The dots of a comment are no part of its text.
            let before = source.get(..span.range().start).unwrap_or_default();
            let start = before.trim_end_matches([' ', '.']).len();
            let blanks = before.get(start..).unwrap_or_default();
            let start = start + (blanks.len() - blanks.trim_start().len());
            let bytes = Span::new(span.source, start, span.range().start + length);
            finding.with_fix(Fix::safe(format!("write `{head}`")).replacing(bytes, format!("{head} ")))
        }
        None => finding,
    })
}

/// The head of the directive as it should be, and how many bytes of the line it takes the place of: up to its
/// argument. Nothing where a comment or text may have to be parted from it.
fn well_formed(line: &str, name: &str) -> Option<(usize, String)> {
    let (before, rest) = line.split_once(name)?;
    let is_head = before.trim().chars().all(|letter| letter == '.');
    let argument = rest.trim_start_matches([' ', ':']);
    let is_whole = is_head && !argument.is_empty() && rest.trim_start().starts_with(':');
    is_whole.then(|| (line.len() - argument.len(), format!(".. {name}::")))
}

/// `rest_method: GET /volumes` or `rest_method::GET /volumes`.
fn of_comment(line: &str) -> Option<&'static str> {
    known(line.trim().split_once(':')?.0.trim_end())
}

/// `rest_method:: GET /volumes`, with or without dots before.
fn of_text(line: &str) -> Option<&'static str> {
    let (word, _) = line.trim().trim_start_matches('.').trim_start().split_once("::")?;
    known(word.trim_end())
}

fn known(word: &str) -> Option<&'static str> {
    part_directives().map(|kind| kind.name).find(|name| *name == word)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, token};

    fn told(text: &str) -> Vec<String> {
        let chapter = format!("Things\n======\n\n{text}\n");
        let (findings, sources) = ask_files("directive-malformed", &[("index.rst", &chapter)]);
        findings.iter().map(|finding| token(finding, &sources).to_owned()).collect()
    }

    #[test]
    fn what_is_nearly_a_directive_is_told() {
        for line in [
            ".. rest_method: GET /things",
            "..rest_parameters:: parameters.yaml",
            "rest_status_code:: success a",
            ".. rest_method::GET /things",
            ".. literalinclude::samples/a.json",
        ] {
            assert_eq!(told(line).len(), 1, "{line}");
        }
        assert_eq!(told("Text.\n.. rest_method:: GET /things").len(), 1);
    }

    #[test]
    fn an_operation_in_an_example_becomes_text() {
        let example = "Response Example\n----------------\n..rest_method:: GET /things?limit=2\n";
        let chapter = format!("Things\n======\n\n{example}");
        let (findings, _) = ask_files("directive-malformed", &[("index.rst", &chapter)]);
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        let help = finding.help().unwrap();
        assert!(help.ends_with("write it as text, ``GET /things?limit=2``"), "{help}");
        assert!(finding.fixes().is_empty());
    }

    #[test]
    fn directives_and_plain_comments_are_fine() {
        for line in [
            ".. rest_method:: GET /things",
            ".. note: mind the gap",
            "Use ``rest_method`` here: once.",
            ".. include the rest",
        ] {
            assert_eq!(told(line), Vec::<String>::new(), "{line}");
        }
    }
}
