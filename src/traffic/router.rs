//! Which operations a recorded request is for: the documented paths, with what a cloud puts before them.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::Exchange;
use crate::reference::{Method, OperationId, Reference};
use crate::route::Pattern;

/// The operations on one method and path.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) operations: Vec<OperationId>,
    pattern: Pattern,
    method: Method,
}

/// The documented paths, and the texts in them.
#[derive(Debug)]
pub(super) struct Router {
    /// By the number of segments; within it what has more fixed text comes first.
    targets: BTreeMap<usize, Vec<Target>>,
    /// The fixed segments of all paths.
    literals: BTreeSet<String>,
    prefixes: Vec<Vec<String>>,
}

/// Where a request goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Routed<'r> {
    /// To these operations.
    Known(&'r Target),
    /// To a documented path, by a method that it does not have.
    OtherMethod(&'r Target),
    /// Nowhere.
    Unknown,
}

/// What stands before a documented path has at most so many segments.
const MOST_BEFORE: usize = 4;

impl Router {
    /// The paths of a reference; `prefixes` are what the configuration says stands before them.
    pub(super) fn new(reference: &Reference, prefixes: &[String]) -> Self {
        let mut targets: BTreeMap<usize, Vec<Target>> = BTreeMap::new();
        let mut literals = BTreeSet::new();
        let mut known: BTreeMap<(&Method, String), (usize, usize)> = BTreeMap::new();
        for (number, operation) in reference.operations.entries().filter(|(_, one)| !one.is_callback()) {
            literals.extend(operation.template.literals().map(str::to_owned));
            let pattern = Pattern::parse(&operation.template.path());
            let length = pattern.segments().len();
            let list = targets.entry(length).or_default();
            let at = known.entry((&operation.method, operation.template.shape())).or_insert_with(|| {
                let method = operation.method.clone();
                list.push(Target { operations: Vec::new(), pattern, method });
                (length, list.len() - 1)
            });
            if let Some(target) = list.get_mut(at.1) {
                target.operations.push(number);
            }
        }
        for list in targets.values_mut() {
            list.sort_by(|one, other| one.pattern.precedence(&other.pattern));
        }
        let split = |prefix: &String| {
            prefix.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        Self { targets, literals, prefixes: prefixes.iter().map(split).collect() }
    }

    /// The operations that a request is for; the longest path that is documented counts.
    pub(super) fn route(&self, exchange: &Exchange) -> Routed<'_> {
        let mut other = None;
        for from in self.starts(&exchange.url.segments) {
            let path = exchange.url.segments.get(from..).unwrap_or_default();
            // What is left of a path that is not documented is not the root.
            if path.is_empty() && from > 1 {
                continue;
            }
            let Some(list) = self.targets.get(&path.len()) else { continue };
            let is_of = |method: &Method| *method == Method::Any || method.as_str() == exchange.method;
            let mut fitting = list.iter().filter(|target| target.pattern.takes(path));
            let first = fitting.next();
            if let Some(target) = first.into_iter().chain(fitting).find(|target| is_of(&target.method)) {
                return Routed::Known(target);
            }
            other = other.or(first);
        }
        other.map_or(Routed::Unknown, Routed::OtherMethod)
    }

    /// Where the documented path may begin: at the front, behind a configured prefix, behind the name of a
    /// service, a version, a project.
    fn starts(&self, segments: &[String]) -> Vec<usize> {
        let mut starts = vec![0];
        let configured = self.prefixes.iter().filter(|prefix| segments.starts_with(prefix));
        starts.extend(configured.map(Vec::len));
        let mut at = 0;
        while let Some(segment) = segments.get(at).filter(|_| at < MOST_BEFORE) {
            let is_name = at == 0 && is_word(segment);
            let is_project = at > 0 && is_id(segment);
            if !(is_name || is_version(segment) || is_project) {
                break;
            }
            at += 1;
            starts.push(at);
        }
        starts
    }

    /// Which service an exchange is of, as far as its address says: the host, and the name before the
    /// documented paths.
    pub(super) fn endpoint(&self, exchange: &Exchange) -> String {
        let first = exchange.url.segments.first().filter(|first| is_word(first) && !is_version(first));
        let name = first.filter(|first| !self.literals.contains(*first));
        format!("{}/{}", exchange.url.host, name.map_or("", String::as_str))
    }

    /// A path as it may be shown: of what is not documented only plain words, and no two in a row, because
    /// the second may be a name.
    pub(super) fn shown(&self, exchange: &Exchange) -> String {
        let segments = &exchange.url.segments;
        let mut path = String::new();
        let mut may_be_name = false;
        for (at, segment) in segments.iter().enumerate() {
            let is_documented = self.literals.contains(segment) || is_version(segment);
            let is_shown = is_documented || !may_be_name && is_word(segment);
            path.push('/');
            path.push_str(if is_shown { segment } else { "{}" });
            may_be_name = is_shown && !is_version(segment);
            if at + 1 == MOST_SHOWN && segments.len() > MOST_SHOWN {
                path.push_str("/...");
                break;
            }
        }
        if path.is_empty() { "/".to_owned() } else { path }
    }

    /// The operation whose path begins as that of a request does, for the longest way.
    pub(super) fn nearest(&self, exchange: &Exchange) -> Option<OperationId> {
        let all = self.targets.values().flatten();
        let common = |target: &Target| {
            let starts = self.starts(&exchange.url.segments).into_iter();
            let lengths = starts.map(|from| {
                target.pattern.common_length(exchange.url.segments.get(from..).unwrap_or_default())
            });
            lengths.max().unwrap_or_default()
        };
        let best = all.map(|target| (common(target), target)).rev().max_by_key(|(length, _)| *length)?;
        best.1.operations.first().copied().filter(|_| best.0 > 0)
    }
}

/// So many segments of an undocumented path are shown.
const MOST_SHOWN: usize = 8;

/// Is it a plain word, as paths have them, and not a name that somebody chose or a number?
fn is_word(segment: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_');
    (2..=32).contains(&segment.len()) && segment.bytes().all(is_letter)
}

/// `v3`, `v2.1`.
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| {
        !rest.is_empty() && rest.len() <= 5 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// An id as clouds give it: 32 hexadecimal digits, perhaps with hyphens, or behind `AUTH_`.
fn is_id(segment: &str) -> bool {
    let digits = segment.strip_prefix("AUTH_").unwrap_or(segment);
    let count = digits.bytes().filter(u8::is_ascii_hexdigit).count();
    count == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_path_is_told_from_it() {
        assert!(is_word("os-volume-transfer") && !is_word("my9") && !is_word("Secret"));
        assert!(is_version("v2.1") && is_version("v3") && !is_version("volumes") && !is_version("v"));
        assert!(is_id("0123456789abcdef0123456789abcdef") && is_id("AUTH_0123456789abcdef0123456789abcdef"));
        assert!(!is_id("0123"));
    }
}
