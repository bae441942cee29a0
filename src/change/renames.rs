use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::collections::{HashMap, HashSet, IndexMap};
use crate::source::Sources;

/// The names that files and operations of an earlier state have in a later one. Only names that are gone
/// have another one, and each of the new names belongs to one of them.
#[derive(Debug, Default)]
pub(super) struct Renames {
    files: HashMap<String, String>,
    operations: HashMap<String, String>,
}

/// So many pairs of texts are compared line by line; beyond, only equal texts and equal names count.
const MOST_COMPARED: usize = 20_000;

impl Renames {
    /// What has another name in `later`.
    pub(super) fn between(earlier: &Analysis, later: &Analysis) -> Self {
        Self { files: files(earlier.sources(), later.sources()), operations: operations(earlier, later) }
    }

    /// The later name of a file.
    pub(super) fn file<'a>(&'a self, path: &'a str) -> &'a str {
        self.files.get(path).map_or(path, String::as_str)
    }

    /// The later name of an operation, `METHOD path`.
    pub(super) fn operation<'a>(&'a self, operation: &'a str) -> &'a str {
        self.operations.get(operation).map_or(operation, String::as_str)
    }
}

/// The operation without what moves: names of variables, and all of the path up to a version and a variable
/// right behind it.
pub(super) fn loose_operation(operation: &str) -> String {
    match operation.split_once(' ') {
        Some((method, path)) => format!("{method} {}", loose_url(path)),
        None => operation.to_owned(),
    }
}

/// The same of a URL: `/v2.0/{tenant_id}/pools/{pool_id}` is `pools/{}`.
pub(super) fn loose_url(url: &str) -> String {
    let is_variable = |part: &&str| part.starts_with('{') && part.ends_with('}');
    let is_version = |part: &&str| {
        let number = part.strip_prefix('v').unwrap_or_default();
        number.starts_with(|first: char| first.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let parts: Vec<&str> = url.split('/').filter(|part| !part.is_empty()).collect();
    let behind = parts.iter().position(is_version).map_or(0, |at| at + 1);
    let rest = parts.get(behind..).unwrap_or_default();
    let rest = match rest {
        [first, more @ ..] if is_variable(first) && !more.is_empty() => more,
        rest => rest,
    };
    let shown = rest.iter().map(|part| if is_variable(part) { "{}" } else { part });
    shown.collect::<Vec<_>>().join("/")
}

/// An operation, by all that it may be known by.
struct Known {
    key: String,
    title: String,
    file: String,
}

fn known(analysis: &Analysis) -> IndexMap<String, Known> {
    let operations = analysis.reference().operations.iter().map(|operation| {
        let key = operation.key();
        let file = analysis.sources().path(operation.span.source).to_owned();
        (key.clone(), Known { key, title: operation.title.clone(), file })
    });
    // The first of those that share a method and a path.
    operations.rev().collect::<IndexMap<_, _>>().into_iter().rev().collect()
}

/// What an operation is known again by, and a file with its text.
type Way<'a> = dyn Fn(&Known) -> Vec<String> + 'a;
type WayOfFiles<'a> = dyn Fn(&str, &str) -> Option<String> + 'a;

/// The operations that are gone, with those that came in their place: of the same path but for what moves, or
/// of the same title in the same file.
fn operations(earlier: &Analysis, later: &Analysis) -> HashMap<String, String> {
    let (old, new) = (known(earlier), known(later));
    let mut gone: Vec<&Known> = old.values().filter(|known| !new.contains_key(&known.key)).collect();
    let mut come: Vec<&Known> = new.values().filter(|known| !old.contains_key(&known.key)).collect();
    let mut renamed = HashMap::default();
    let method = |known: &Known| known.key.split(' ').next().unwrap_or_default().to_owned();
    let ways: [&Way<'_>; 3] = [
        &|known| vec![loose_operation(&known.key), known.title.clone()],
        &|known| vec![loose_operation(&known.key)],
        &|known| vec![method(known), known.title.clone(), known.file.clone()],
    ];
    for way in ways {
        let mut by_way: BTreeMap<Vec<String>, Vec<&Known>> = BTreeMap::new();
        for known in come.iter().rev() {
            by_way.entry(way(known)).or_default().push(known);
        }
        gone.retain(|known| match by_way.get_mut(&way(known)).and_then(Vec::pop) {
            Some(found) => renamed.insert(known.key.clone(), found.key.clone()).is_some(),
            None => true,
        });
        let taken: HashSet<&str> = renamed.values().map(String::as_str).collect();
        come.retain(|known| !taken.contains(known.key.as_str()));
    }
    renamed
}

/// The files that are gone, with those that came in their place: of equal text, else of half the lines.
fn files(earlier: &Sources, later: &Sources) -> HashMap<String, String> {
    let (old, new) = (texts(earlier), texts(later));
    let mut gone: Vec<(&str, &str)> = without(&old, &new);
    let mut come: Vec<(&str, &str)> = without(&new, &old);
    let mut renamed = HashMap::default();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let ways: [&WayOfFiles<'_>; 3] = [
        &|path, text| (!text.is_empty()).then(|| format!("{}\n{text}", name(path))),
        &|_, text| (!text.is_empty()).then(|| text.to_owned()),
        // A file that was not read: all there is is its name.
        &|path, text| text.is_empty().then(|| name(path)),
    ];
    for way in ways {
        let mut by_way: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (path, text) in come.iter().rev() {
            way(path, text).into_iter().for_each(|key| by_way.entry(key).or_default().push(path));
        }
        gone.retain(|(path, text)| {
            let found = way(path, text).and_then(|key| by_way.get_mut(&key)?.pop());
            match found {
                Some(found) => renamed.insert((*path).to_owned(), found.to_owned()).is_some(),
                None => true,
            }
        });
        let taken: HashSet<&str> = renamed.values().map(String::as_str).collect();
        come.retain(|(path, _)| !taken.contains(path));
    }
    renamed.extend(similar(&gone, &come));
    renamed
}

/// Every file with its text; an empty one where it was not read.
fn texts(sources: &Sources) -> IndexMap<&str, &str> {
    let read = sources.iter().map(|(id, source)| (sources.path(id), source.text.as_str()));
    let tree = sources.tree().iter().map(|path| (path.as_str(), ""));
    // What was read comes last, and stays. A part of a file has the path of the file and comes behind it.
    let mut texts: IndexMap<&str, &str> = tree.collect();
    for (path, text) in read {
        let known = texts.entry(path).or_default();
        if known.is_empty() {
            *known = text;
        }
    }
    texts
}

fn without<'a>(all: &IndexMap<&'a str, &'a str>, other: &IndexMap<&str, &str>) -> Vec<(&'a str, &'a str)> {
    all.iter().filter(|(path, _)| !other.contains_key(**path)).map(|(path, text)| (*path, *text)).collect()
}

/// Pairs of files that have at least half of their lines in common, the most alike first.
fn similar(gone: &[(&str, &str)], come: &[(&str, &str)]) -> Vec<(String, String)> {
    let ends = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let mut pairs = Vec::new();
    let all = gone.iter().flat_map(|old| come.iter().map(move |new| (old, new)));
    for ((old, old_text), (new, new_text)) in all.take(MOST_COMPARED) {
        if ends(old) == ends(new)
            && let Some(share) = share(old_text, new_text)
        {
            pairs.push((std::cmp::Reverse(share), *old, *new));
        }
    }
    pairs.sort_unstable();
    let (mut from, mut to) = (HashSet::default(), HashSet::default());
    let mut renamed = Vec::new();
    for (_, old, new) in pairs {
        if !from.contains(old) && !to.contains(new) {
            from.insert(old);
            to.insert(new);
            renamed.push((old.to_owned(), new.to_owned()));
        }
    }
    renamed
}

/// How many of a hundred lines are in both; nothing if it is less than half.
fn share(one: &str, other: &str) -> Option<usize> {
    let lines = |text: &str| text.lines().map(str::trim).filter(|line| line.len() > 2).count();
    let (of_one, of_other) = (lines(one), lines(other));
    let most = of_one.max(of_other);
    if of_one.min(of_other) * 2 < most || most == 0 {
        return None;
    }
    let mut counts: HashMap<&str, usize> = HashMap::default();
    for line in one.lines().map(str::trim).filter(|line| line.len() > 2) {
        *counts.entry(line).or_default() += 1;
    }
    let mut common = 0;
    for line in other.lines().map(str::trim) {
        if let Some(count) = counts.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    let share = common * 100 / most;
    (share >= 50).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_does_not_count() {
        assert_eq!(loose_operation("GET /v2.0/{tenant_id}/pools/{pool_id}"), "GET pools/{}");
        assert_eq!(loose_operation("GET /load/v2/pools/{id}"), "GET pools/{}");
        assert_eq!(loose_operation("GET /v2/{id}"), "GET {}");
        assert_eq!(loose_operation("GET /volumes"), "GET volumes");
    }

    #[test]
    fn a_file_with_another_name_is_found_by_its_text() {
        let old = Sources::from_texts([
            ("a/list.json", "{\n  \"size\": 1,\n  \"name\": 2,\n  \"id\": 3\n}\n"),
            ("a/empty.json", ""),
            ("a/kept.json", "kept"),
            ("a/moved.json", "moved"),
        ]);
        let new = Sources::from_texts([
            ("a/boxes-list.json", "{\n  \"size\": 1,\n  \"name\": 2,\n  \"id\": 4\n}\n"),
            ("b/empty.json", ""),
            ("a/kept.json", "now other"),
            ("b/other.json", "moved"),
            ("b/new.json", "something\nelse"),
        ]);
        let renamed: BTreeMap<String, String> = files(&old, &new).into_iter().collect();
        let pairs: Vec<(&str, &str)> =
            renamed.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("a/empty.json", "b/empty.json"),
                ("a/list.json", "a/boxes-list.json"),
                ("a/moved.json", "b/other.json")
            ]
        );
    }
}
