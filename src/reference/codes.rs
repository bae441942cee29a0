use std::ops::Range;

use super::CodeKind;
use crate::rst::Text;

/// A status code written in prose, with its place in the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) kind: CodeKind,
    pub(super) code: u16,
    pub(super) range: Range<usize>,
}

/// The codes of a paragraph that begins with a lead such as `Normal response codes:`; nothing for any other
/// paragraph, though it may mention a code. Spellings: `200`, `badRequest(400)`, `400(BadRequest)`; one paragraph may hold both lists.
pub(super) fn in_paragraph(text: &Text) -> Vec<Mention> {
    let value = text.value.as_str();
    let start = value.trim_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if !LEADS.iter().any(|(word, _)| begins(word)) {
        return Vec::new();
    }
    let leads = leads(value);
    if leads.first().is_none_or(|lead| !value.get(..lead.start).unwrap_or("").trim().is_empty()) {
        return Vec::new();
    }
    let mut mentions = Vec::new();
    for (index, lead) in leads.iter().enumerate() {
        let end = leads.get(index + 1).map_or(value.len(), |next| next.start);
        let list = value.get(lead.end..end).unwrap_or("");
        mentions.extend(numbers(list).map(|(code, at)| Mention {
            kind: lead.kind,
            code,
            range: lead.end + at..lead.end + at + 3,
        }));
    }
    mentions
}

/// The codes of a definition list entry: the term is the lead, the codes stand below it.
pub(super) fn in_definition(term: &Text, body: &Text) -> Vec<Mention> {
    let Some(lead) = leads(&term.value).into_iter().next() else { return Vec::new() };
    numbers(&body.value).map(|(code, at)| Mention { kind: lead.kind, code, range: at..at + 3 }).collect()
}

struct Lead {
    start: usize,
    end: usize,
    kind: CodeKind,
}

/// The first words of leads.
const LEADS: [(&str, CodeKind); 3] =
    [("normal", CodeKind::Success), ("success", CodeKind::Success), ("error", CodeKind::Error)];

/// Where `(Normal|Error)( http)?( response)?( status)? codes?:` stands at the beginning of a line or after a blank.
fn leads(text: &str) -> Vec<Lead> {
    let lower = text.to_ascii_lowercase();
    let mut leads: Vec<Lead> = Vec::new();
    for (word, kind) in LEADS {
        for (start, _) in lower.match_indices(word) {
            let fresh = lower
                .get(..start)
                .is_some_and(|before| before.is_empty() || before.ends_with([' ', '\n', '*', '`']));
            let rest = lower.get(start + word.len()..).unwrap_or("");
            if let Some(length) = rest_of_lead(rest).filter(|_| fresh) {
                leads.push(Lead { start, end: start + word.len() + length, kind });
            }
        }
    }
    leads.sort_by_key(|lead| lead.start);
    leads
}

fn rest_of_lead(rest: &str) -> Option<usize> {
    let colon = rest.find(':')?;
    let words: Vec<&str> = rest.get(..colon)?.split_whitespace().collect();
    let (last, middle) = words.split_last()?;
    let known = |word: &&str| matches!(*word, "http" | "response" | "responses" | "status" | "return");
    (matches!(*last, "code" | "codes" | "code(s)") && middle.iter().all(known)).then_some(colon + 1)
}

/// Three-digit numbers from 100 to 599 that are no part of a longer number or version, up to the end of the list: a sentence
/// that follows the list may mention other numbers.
fn numbers(list: &str) -> impl Iterator<Item = (u16, usize)> {
    let bytes = list.as_bytes();
    let end = end_of_list(list);
    let digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let dot = move |at: usize| bytes.get(at) == Some(&b'.');
    (0..end).filter_map(move |at| {
        let number =
            list.get(at..at + 3).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        let before = at.checked_sub(1).is_some_and(|before| digit(before) || dot(before));
        let after = digit(at + 3) || (dot(at + 3) && digit(at + 4));
        let code = number.parse::<u16>().ok().filter(|code| (100..600).contains(code))?;
        (!before && !after).then_some((code, at))
    })
}

/// A full stop after a code, followed by a blank, ends the list.
fn end_of_list(list: &str) -> usize {
    let after_number = |at: usize| {
        list.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit() || c == ')'))
    };
    list.match_indices(". ")
        .chain(list.match_indices(".\n"))
        .map(|(at, _)| at)
        .filter(|at| after_number(*at))
        .min()
        .unwrap_or(list.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(paragraph: &str) -> Vec<(CodeKind, u16)> {
        let text = Text { value: paragraph.to_owned(), ..Text::default() };
        in_paragraph(&text).into_iter().map(|mention| (mention.kind, mention.code)).collect()
    }

    #[test]
    fn codes_are_read_in_every_spelling() {
        use CodeKind::{Error, Success};
        assert_eq!(codes("Normal response codes: 200, 202"), [(Success, 200), (Success, 202)]);
        assert_eq!(
            codes("Error response codes:badRequest(400),\nunauthorized(401), 404(NotFound, or so)"),
            [(Error, 400), (Error, 401), (Error, 404)]
        );
        assert_eq!(codes("normal codes: 200\nerror codes: 500"), [(Success, 200), (Error, 500)]);
        assert_eq!(
            codes("Normal response codes: 201 (microversions 1.0 - 1.190), 200 (2.100 and later)"),
            [(Success, 201), (Success, 200)]
        );
        assert_eq!(codes("Normal response codes: 204. An error code 409 comes when"), [(Success, 204)]);
    }

    #[test]
    fn other_paragraphs_hold_no_codes() {
        for text in [
            "Returns error code 409 if taken",
            "Error response codes: TBD, 41",
            "The normal response code: 200",
        ] {
            assert!(codes(text).is_empty(), "{text}");
        }
    }
}
