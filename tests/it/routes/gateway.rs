//! How a router chooses among the entries of its configuration.

use percent_encoding::percent_decode_str;
use regex::RegexSet;

/// An entry of a configuration.
pub(super) struct Entry {
    /// What a request looks like: the method, a blank, the path.
    pub(super) expression: String,
    /// Of several entries that take a request, the one with the greatest is chosen.
    pub(super) rank: Vec<i64>,
    pub(super) operation: String,
}

/// What a router does with a path before it compares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Prepare {
    /// Nothing.
    Nothing,
    /// Percent signs are decoded, `//` is one slash.
    Decode,
    /// Percent signs are decoded; nothing between two slashes is a value.
    DecodeAlone,
    /// Percent signs are decoded but for characters that mean something in a URL, `//` is one slash.
    Reserved,
}

/// A configuration as a router reads it.
pub(super) struct Gateway {
    pub(super) name: &'static str,
    pub(super) prepare: Prepare,
    pub(super) heads: Heads,
    expressions: RegexSet,
    entries: Vec<(Vec<i64>, String)>,
}

/// Does a request for HEAD reach what answers GET?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    AsGet,
    /// The router cannot, and the command says so.
    Never,
}

impl Gateway {
    pub(super) fn new(
        name: &'static str,
        prepare: Prepare,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Self {
        let entries: Vec<Entry> = entries.into_iter().collect();
        let expressions = RegexSet::new(entries.iter().map(|entry| &entry.expression)).unwrap();
        let entries = entries.into_iter().map(|entry| (entry.rank, entry.operation)).collect();
        Self { name, prepare, heads: Heads::AsGet, expressions, entries }
    }

    /// The path as it is compared.
    pub(super) fn prepared(&self, path: &str) -> String {
        match self.prepare {
            Prepare::Nothing => path.to_owned(),
            Prepare::DecodeAlone => percent_decode_str(path).decode_utf8_lossy().into_owned(),
            Prepare::Decode => one_slash(percent_decode_str(path).decode_utf8_lossy().into_owned()),
            Prepare::Reserved => one_slash(reserved(path)),
        }
    }

    /// The operations that take a request: several where nothing decides.
    pub(super) fn takers(&self, method: &str, path: &str) -> Vec<&str> {
        let request = format!("{method} {}", self.prepared(path));
        let matches = self.expressions.matches(&request);
        let fitting = || matches.iter().map(|number| &self.entries[number]);
        let highest = fitting().map(|(rank, _)| rank).max();
        fitting().filter(|(rank, _)| Some(rank) == highest).map(|(_, id)| id.as_str()).collect()
    }
}

fn one_slash(mut path: String) -> String {
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    path
}

/// The path with percent signs decoded, but for the characters that mean something in a URL.
pub(super) fn reserved(path: &str) -> String {
    let mut kept = String::new();
    let mut parts = path.split('%');
    kept.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(byte) if b":/?#[]@!$&'()*+,;=%".contains(&byte) => {
                kept.push_str(&format!("%25{byte:02X}{}", part.get(2..).unwrap_or_default()));
            }
            _ => kept.push_str(&format!("%{part}")),
        }
    }
    percent_decode_str(&kept).decode_utf8_lossy().into_owned()
}

/// An expression of PCRE for the engine of these tests: there a dollar sign at the end matches before a line
/// break, too.
pub(super) fn pcre(expression: &str) -> String {
    match expression.strip_suffix('$') {
        Some(open) if !open.ends_with('\\') => format!(r"{open}\n?\z"),
        _ => expression.to_owned(),
    }
}

/// The place of an entry in a file of which the first entry that matches is taken.
pub(super) fn place(number: usize) -> Vec<i64> {
    vec![-i64::try_from(number).unwrap()]
}
