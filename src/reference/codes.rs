use std::ops::Range;

use super::CodeKind;
use crate::finding::nearest;
use crate::rst::{Block, Kind, Text};

/// A status code written in prose, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) kind: CodeKind,
    /// The code; of a range such as `4XX` its first; `None` for what is none, such as `600`.
    pub(super) code: Option<u16>,
    pub(super) is_range: bool,
    /// The code is written with letters for digits.
    pub(super) is_misspelt: bool,
    pub(super) range: Range<usize>,
}

/// The codes of a paragraph that begins with a lead such as `Normal response codes:`; nothing for any other
/// paragraph, though it may mention a code. Spellings: `200`, `badRequest(400)`, `400(BadRequest)`; one
/// paragraph may hold both lists.
pub(super) fn in_paragraph(text: &Text) -> Vec<Mention> {
    let value = text.value.as_str();
    let leads = if begins_with_lead(value) { leads(value) } else { Vec::new() };
    let mut mentions = Vec::new();
    for (index, lead) in leads.iter().enumerate() {
        let end = leads.get(index + 1).map_or(value.len(), |next| next.start);
        let list = value.get(lead.end..end).unwrap_or("");
        mentions.extend(mentions_in(list, lead.kind).map(|mention| mention.shifted(lead.end)));
        mentions.extend(bare_names(list, lead.kind).map(|mention| mention.shifted(lead.end)));
    }
    mentions
}

/// Names of codes that stand alone among codes: nobody reads a number out of them.
fn bare_names(list: &str, kind: CodeKind) -> impl Iterator<Item = Mention> {
    let list = list.get(..end_of_list(list)).unwrap_or(list);
    let has_code = holds_code(list);
    list.split([',', '\n']).filter(move |_| has_code).filter_map(move |item| {
        let name = item.trim_matches(MARKS);
        let is_name = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let start = (name.as_ptr() as usize).saturating_sub(list.as_ptr() as usize);
        let range = start..start + name.len();
        is_name.then_some(Mention { kind, code: None, is_range: false, is_misspelt: false, range })
    })
}

/// Names of codes, as references write them.
const NAMES: [&str; 17] = [
    "accepted",
    "badMediaType",
    "badMethod",
    "badRequest",
    "computeFault",
    "conflict",
    "created",
    "forbidden",
    "internalServerError",
    "itemNotFound",
    "methodNotAllowed",
    "noContent",
    "notFound",
    "notImplemented",
    "overLimit",
    "serviceUnavailable",
    "unauthorized",
];

/// The kind of codes that a text announces which is nothing but a lead: they follow as a list.
pub(super) fn announced(text: &Text) -> Option<CodeKind> {
    let value = text.value.as_str();
    let [lead] = leads(value).try_into().ok().filter(|_| begins_with_lead(value))?;
    let lead: Lead = lead;
    value.get(lead.end..)?.trim_matches(['*', '`', ' ', '\n', ':']).is_empty().then_some(lead.kind)
}

/// The codes of a list or table below a title that speaks of nothing but codes, such as "Response codes". Where the title
/// does not say of which kind they are, each code does.
pub(super) fn below_title<'t>(title: &str, block: &'t Block) -> Option<Vec<(Mention, &'t Text)>> {
    let words = || title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_of_codes = words().any(|word| is_one_of(word, &LAST)) && words().all(is_of_lead);
    let kind = LEADS.iter().find(|(lead, _)| words().any(|word| is_one_of(word, &[*lead])));
    let given = kind.map_or(CodeKind::Success, |(_, kind)| *kind);
    let mut found = match &block.kind {
        _ if !is_of_codes => None,
        Kind::Bullets(_) | Kind::Enumeration(_) | Kind::Definitions(_) => in_list(given, block),
        _ => of_texts(given, first_cells(block)?),
    }?;
    for (mention, _) in found.iter_mut().filter(|_| kind.is_none()) {
        let is_error = mention.code.is_some_and(|code| code >= 400);
        mention.kind = if is_error { CodeKind::Error } else { CodeKind::Success };
    }
    Some(found)
}

/// The texts of the first cells of a table, below its header.
fn first_cells(block: &Block) -> Option<Vec<&Text>> {
    match &block.kind {
        Kind::Table(table) => {
            let rows = table.rows.iter().skip(table.header);
            rows.map(|row| first_text(row.first()?)).collect()
        }
        Kind::Directive(directive) if directive.name == "list-table" => {
            let [Block { kind: Kind::Bullets(rows), .. }] = directive.blocks.as_slice() else { return None };
            let header = directive.option("header-rows").and_then(|rows| rows.value.trim().parse().ok());
            let cells =
                rows.iter().skip(header.unwrap_or(0)).map(|row| match row.first().map(|block| &block.kind) {
                    Some(Kind::Bullets(cells)) => first_text(cells.first()?),
                    _ => None,
                });
            cells.collect()
        }
        _ => None,
    }
}

fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// May the word stand in a lead or title of codes?
fn is_of_lead(word: &str) -> bool {
    is_one_of(word, &MIDDLE)
        || is_one_of(word, &LAST)
        || LEADS.iter().any(|(lead, _)| is_one_of(word, &[*lead]))
}

fn begins_with_lead(value: &str) -> bool {
    let start = value.trim_start().trim_start_matches('*');
    let begins = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    LEADS.iter().any(|(word, _)| begins(word))
        && leads(value).first().is_some_and(|lead| {
            value.get(..lead.start).is_some_and(|before| before.trim().trim_start_matches('*').is_empty())
        })
}

/// The codes of a definition list entry: the term is the lead, the codes stand below it in a paragraph or a
/// list.
pub(super) fn in_definition<'t>(term: &Text, body: &'t [Block]) -> Vec<(Mention, &'t Text)> {
    labelled(&term.value, body)
}

/// The codes of an entry of a field list, `:Normal response codes: 200`.
pub(super) fn in_field<'t>(name: &Text, body: &'t [Block]) -> Vec<(Mention, &'t Text)> {
    labelled(&format!("{}:", name.value), body)
}

fn labelled<'t>(label: &str, body: &'t [Block]) -> Vec<(Mention, &'t Text)> {
    let Some(lead) = leads(label).into_iter().next() else { return Vec::new() };
    let mut found = Vec::new();
    for block in body {
        match &block.kind {
            Kind::Paragraph(text) => {
                found.extend(mentions_in(&text.value, lead.kind).map(|mention| (mention, text)));
            }
            _ => found.extend(in_list(lead.kind, block).unwrap_or_default()),
        }
    }
    found
}

/// The codes of a list whose items each begin with one; nothing for any other block.
pub(super) fn in_list(kind: CodeKind, block: &Block) -> Option<Vec<(Mention, &Text)>> {
    let items: Vec<&[Block]> = match &block.kind {
        Kind::Bullets(items) => items.iter().map(Vec::as_slice).collect(),
        Kind::Enumeration(list) => list.items.iter().map(Vec::as_slice).collect(),
        Kind::Quote(blocks) => match blocks.as_slice() {
            [only] => return in_list(kind, only),
            _ => return None,
        },
        Kind::Paragraph(text) => return all_lines(kind, text),
        Kind::Definitions(list) => {
            return list.iter().map(|item| Some((first_code(kind, &item.term)?, &item.term))).collect();
        }
        _ => return None,
    };
    of_texts(kind, items.into_iter().map(first_text).collect::<Option<Vec<_>>>()?)
}

/// The codes that texts begin with; nothing if hardly any does.
fn of_texts(kind: CodeKind, texts: Vec<&Text>) -> Option<Vec<(Mention, &Text)>> {
    let found: Vec<Option<Mention>> = texts.iter().map(|text| first_code(kind, text)).collect();
    // One item without a code is a mistake; many are a list of something else.
    let with_code = found.iter().flatten().filter(|mention| mention.code.is_some()).count();
    let all = found.len();
    let mentions = found
        .into_iter()
        .zip(&texts)
        .map(|(found, text)| found.or_else(|| (with_code * 2 > all).then(|| unread(kind, text)).flatten()));
    let mentions = mentions.collect::<Option<Vec<_>>>()?;
    Some(mentions.into_iter().zip(texts).collect())
}

/// The first word of an item that begins with no code.
fn unread(kind: CodeKind, text: &Text) -> Option<Mention> {
    let word = text.value.split_whitespace().next()?;
    let start = text.value.find(word)?;
    let range = start..start + word.trim_end_matches([',', ':', '.']).len();
    Some(Mention { kind, code: None, is_range: false, is_misspelt: false, range })
}

/// The text that an item of a list begins with.
fn first_text(item: &[Block]) -> Option<&Text> {
    match &item.first()?.kind {
        Kind::Paragraph(text) => Some(text),
        Kind::Definitions(list) => list.first().map(|item| &item.term),
        _ => None,
    }
}

/// A paragraph all of whose lines begin with codes.
fn all_lines(kind: CodeKind, text: &Text) -> Option<Vec<(Mention, &Text)>> {
    first_code(kind, text)?;
    let found: Vec<_> = mentions_in(&text.value, kind).map(|mention| (mention, text)).collect();
    (found.len() >= text.lines.len()).then_some(found)
}

/// A name before a code in brackets has this many words at most, with the bracket.
const MOST_WORDS: usize = 5;

/// The code that a text begins with; a name may stand before it, as in `badRequest(400)` or `Bad Request (400)`.
fn first_code(kind: CodeKind, text: &Text) -> Option<Mention> {
    let mention = mentions_in(&text.value, kind).next()?;
    let before = text.value.get(..mention.range.start)?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '(' | '*' | '`' | '_' | '-');
    let is_named = before.ends_with('(') && before.split(' ').count() <= MOST_WORDS;
    before.chars().all(|c| is_name(c) || is_named && c == ' ').then_some(mention)
}

impl Mention {
    fn shifted(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

struct Lead {
    start: usize,
    end: usize,
    kind: CodeKind,
    /// A misspelt word of it, and what was meant.
    slip: Option<Slip>,
}

/// A misspelt word of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) range: Range<usize>,
    pub(super) meant: &'static str,
}

/// The misspelt words of the leads in a paragraph that holds codes.
pub(super) fn slips(text: &Text) -> impl Iterator<Item = Slip> {
    let leads = if begins_with_lead(&text.value) { leads(&text.value) } else { Vec::new() };
    leads.into_iter().filter_map(|lead| lead.slip)
}

/// The first words of leads.
const LEADS: [(&str, CodeKind); 4] = [
    ("normal", CodeKind::Success),
    ("success", CodeKind::Success),
    ("error", CodeKind::Error),
    ("failure", CodeKind::Error),
];

/// Where `(Normal|Error)( http)?( response)?( status)? codes?:` stands at the beginning of a line or after a
/// blank.
fn leads(text: &str) -> Vec<Lead> {
    let lower = text.to_ascii_lowercase();
    let mut leads: Vec<Lead> = Vec::new();
    for (word, kind) in LEADS {
        for (start, _) in lower.match_indices(word) {
            let fresh = lower
                .get(..start)
                .is_some_and(|before| before.is_empty() || before.ends_with([' ', '\n', '*', '`']));
            let rest = lower.get(start + word.len()..).unwrap_or("");
            if let Some((length, slip)) = rest_of_lead(rest).filter(|_| fresh) {
                let after = start + word.len();
                let slip = slip.map(|slip| Slip {
                    range: slip.range.start + after..slip.range.end + after,
                    meant: slip.meant,
                });
                leads.push(Lead { start, end: after + length, kind, slip });
            }
        }
    }
    leads.sort_by_key(|lead| lead.start);
    leads
}

/// The words between the first one and `codes:`.
const MIDDLE: [&str; 5] = ["http", "response", "responses", "status", "return"];
const LAST: [&str; 3] = ["code", "codes", "code(s)"];

/// How long the rest of a lead is, with the one word in it that is misspelt.
fn rest_of_lead(rest: &str) -> Option<(usize, Option<Slip>)> {
    let colon = rest.find(':')?;
    let before = rest.get(..colon)?;
    let words: Vec<&str> = before.split_whitespace().collect();
    let (last, middle) = words.split_last()?;
    let slip = |word: &&str, known: &[&'static str]| {
        if known.contains(word) {
            return Some(None);
        }
        // Short words are near to too many others.
        let meant = nearest(word, known.iter().copied()).filter(|_| word.len() > 4 || known == LAST)?;
        let start = before.find(word)?;
        Some(Some(Slip { range: start..start + word.len(), meant }))
    };
    let mut slips = middle.iter().map(|word| slip(word, &MIDDLE)).collect::<Option<Vec<_>>>()?;
    slips.push(slip(last, &LAST)?);
    let mut slips = slips.into_iter().flatten();
    let first = slips.next();
    slips.next().is_none().then_some((colon + 1, first))
}

/// The codes of a list, up to its end: a sentence that follows the list may mention other numbers. A code is
/// a word of three characters that is no part of a longer number or version.
fn mentions_in(list: &str, kind: CodeKind) -> impl Iterator<Item = Mention> {
    let bytes = list.as_bytes();
    let is_word = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let dot = move |at: usize| bytes.get(at) == Some(&b'.');
    let has_code = holds_code(list);
    // How many brackets are open at a place: one count for the whole list, which may be long.
    let open = bytes.iter().scan(0_i64, |open, byte| {
        let before = *open;
        *open += i64::from(*byte == b'(') - i64::from(*byte == b')');
        Some(before)
    });
    (0..end_of_list(list)).zip(open).filter_map(move |(at, open)| {
        let is_inside = open > 0;
        let begins = !at.checked_sub(1).is_some_and(|before| is_word(before) || dot(before));
        let digits = if begins { (at..).take_while(|at| digit(*at)).count() } else { 0 };
        let is_long = digits > 3 && !is_word(at + digits) && !dot(at + digits);
        if (is_long || matches!(digits, 1 | 2) && is_item(list, at..at + digits, has_code)) && !is_inside {
            let range = at..at + digits;
            return Some(Mention { kind, code: None, is_range: false, is_misspelt: false, range });
        }
        let word = list.get(at..at + 3)?;
        let (code, is_range, is_misspelt) = code(word)?;
        let plain = !is_range && !is_misspelt && code.is_some();
        let number_before = at.checked_sub(1).is_some_and(|before| digit(before) || dot(before));
        let number_after = digit(at + 3) || (dot(at + 3) && digit(at + 4));
        let word_around = at.checked_sub(1).is_some_and(is_word) || is_word(at + 3);
        let apart = !(number_before || number_after) && (plain || !(word_around || is_inside));
        apart.then(|| Mention { kind, code, is_range, is_misspelt, range: at..at + 3 })
    })
}

/// Does what stands there take the place of a code, with nothing beside it up to the next one, in a list that has
/// codes or consists of nothing else?
fn is_item(list: &str, range: Range<usize>, has_code: bool) -> bool {
    let before = list.get(..range.start).unwrap_or_default().trim_matches(MARKS);
    let after = list.get(range.end..).unwrap_or_default();
    // A line break ends an item, too.
    let after = after.trim_start_matches([' ', '*', '`']);
    let begins = before.is_empty() || before.ends_with(SEPARATORS) || ends_with_conjunction(before);
    let ends = after.trim_matches(MARKS).is_empty()
        || after.starts_with(SEPARATORS)
        || after.starts_with('\n')
        || ["and ", "or "].iter().any(|word| after.starts_with(word));
    let is_only = before.is_empty() && after.trim_matches(MARKS).is_empty();
    begins && ends && (is_only || has_code)
}

/// What stands around codes and says nothing.
const MARKS: [char; 5] = [' ', '\n', '*', '`', '.'];

/// What stands between codes.
const SEPARATORS: [char; 3] = [',', ';', '/'];

fn ends_with_conjunction(text: &str) -> bool {
    matches!(text.split_whitespace().next_back(), Some("and" | "or"))
}

/// Does a word of the text look like a code?
fn holds_code(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() == 3).any(|word| matches!(code(word), Some((Some(_), _, _))))
}

/// What a word of three characters is, if it is anything like a code: the code, whether it is a range, and
/// whether letters stand for digits.
pub(super) fn code(word: &str) -> Option<(Option<u16>, bool, bool)> {
    let (first, rest) = word.split_at_checked(1)?;
    let first = first.parse::<u16>().ok().filter(|first| *first > 0)?;
    if rest.eq_ignore_ascii_case("xx") {
        return (first < 6).then_some((Some(first * 100), true, false));
    }
    let digits: String = rest
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            other => other,
        })
        .collect();
    let code = first * 100 + digits.parse::<u16>().ok()?;
    let is_misspelt = digits != rest;
    match code {
        100..600 => Some((Some(code), false, is_misspelt)),
        _ => (!is_misspelt).then_some((None, false, false)),
    }
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
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn codes(paragraph: &str) -> Vec<(CodeKind, u16)> {
        let text = Text { value: paragraph.to_owned(), ..Text::default() };
        in_paragraph(&text).into_iter().filter_map(|mention| Some((mention.kind, mention.code?))).collect()
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
    fn a_lead_may_be_misspelt() {
        let slips = |text: &str| {
            let text = Text { value: text.to_owned(), ..Text::default() };
            let word = |range: std::ops::Range<usize>| text.value.get(range).unwrap_or_default().to_owned();
            slips(&text).map(|slip| (word(slip.range), slip.meant)).collect::<Vec<_>>()
        };
        assert_eq!(slips("Normal respose codes:202"), [("respose".to_owned(), "response")]);
        assert_eq!(codes("Normal respose codes:202"), [(CodeKind::Success, 202)]);
        assert_eq!(slips("Normal response code: 202"), []);
        assert!(codes("Normal respose kodex: 202").is_empty());
        assert!(codes("Normal shelf codes: 202").is_empty());
    }

    #[test]
    fn ranges_and_misspelt_codes_are_told_apart() {
        let read = |word: &str| code(word);
        assert_eq!(read("2XX"), Some((Some(200), true, false)));
        assert_eq!(read("4xx"), Some((Some(400), true, false)));
        assert_eq!(read("20O"), Some((Some(200), false, true)));
        assert_eq!(read("600"), Some((None, false, false)));
        assert_eq!([read("099"), read("two"), read("2.1")], [None, None, None]);
        assert_eq!(codes("Normal response codes: 2XX"), [(CodeKind::Success, 200)]);
        assert_eq!(codes("Error response codes: 404 (of 600 or more)"), [(CodeKind::Error, 404)]);
    }

    #[test]
    fn a_longer_number_is_no_code() {
        let told = |paragraph: &str| {
            let text = Text { value: paragraph.to_owned(), ..Text::default() };
            let mentions = in_paragraph(&text).into_iter().filter_map(|mention| paragraph.get(mention.range));
            let mentions = mentions.map(str::to_owned);
            mentions.collect::<Vec<_>>()
        };
        assert_eq!(told("Normal response codes: 2000"), ["2000"]);
        assert_eq!(told("Normal response codes: 200 (since 2016), 1.1900"), ["200"]);
        assert_eq!(told("Error response codes: 401, 41, 404"), ["401", "41", "404"]);
        assert_eq!(told("Error response codes: 401, 12 of them"), ["401"]);
        assert_eq!(told("Normal response codes: 204, 9"), ["204", "9"]);
        assert_eq!(told("Normal response codes: 9, 204"), ["9", "204"]);
        assert_eq!(told("Error response codes: 401; 41 or 404."), ["401", "41", "404"]);
        assert_eq!(told("Error response codes: 401,\n41\n404."), ["401", "41", "404"]);
        assert_eq!(told("Error response codes: 41."), ["41"]);
        assert_eq!(told("Normal response codes: 200 (in 2, 3), 201 and 2 others"), ["200", "201"]);
        assert_eq!(told("Error response codes: 404 or 5 of the others"), ["404"]);
        assert_eq!(
            told("Error response codes: 404, unauthorized, conflict(409)"),
            ["404", "409", "unauthorized"]
        );
        assert_eq!(told("Error response codes: 404. When forbidden, all"), ["404"]);
    }

    #[test]
    fn lists_below_titles_of_codes_hold_them() {
        use CodeKind::{Error, Success};
        let read = |title: &str, text: &str| {
            let blocks = crate::rst::parse(crate::place::SourceId(0), text, |_| false);
            let found = below_title(title, &blocks[0])?;
            Some(found.into_iter().map(|(mention, _)| (mention.kind, mention.code)).collect::<Vec<_>>())
        };
        let list = "- Accepted (202)\n- Not Found (404)\n- soon\n";
        let both = vec![(Success, Some(202)), (Error, Some(404)), (Success, None)];
        assert_eq!(read("Response codes", list), Some(both));
        assert_eq!(read("HTTP Status Code", "404\n  Gone.\n"), Some(vec![(Error, Some(404))]));
        assert_eq!(read("Error Codes", "* 200\n"), Some(vec![(Error, Some(200))]));
        let table = ".. list-table::\n   :header-rows: 1\n\n   * - Code\n     - Why\n   * - 200 - OK\n     - Fine.\n   * - 404\n     - None.\n";
        assert_eq!(read("Response Codes", table), Some(vec![(Success, Some(200)), (Error, Some(404))]));
        let drawn = "=====  ====\nCode   Why\n=====  ====\n404    None\n=====  ====\n";
        assert_eq!(read("Response Codes", drawn), Some(vec![(Error, Some(404))]));
        assert_eq!(read("Response", table), None);
        assert_eq!(read("Response", list), None);
        assert_eq!(read("Codes of shelves", list), None);
        assert_eq!(read("Response codes", "- of the rack\n- 404\n"), None);
    }

    proptest! {
        #[test]
        fn no_item_of_a_list_is_lost(items in vec(item(), 1..8), separator in prop_oneof![Just(", "), Just("; "), Just(",\n"), Just(" or ")]) {
            // A list without any code may be of something else.
            let all: Vec<String> = [vec!["404".to_owned()], items].concat();
            let text = format!("Error response codes: {}", all.join(separator));
            let text = Text { value: text, ..Text::default() };
            prop_assert_eq!(in_paragraph(&text).len(), all.len(), "{}", text.value);
        }
    }

    /// A code, or a number that is none.
    fn item() -> impl Strategy<Value = String> {
        prop_oneof![100..1000_u32, 0..100_u32, 1000..99_999_u32].prop_map(|number| number.to_string())
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
