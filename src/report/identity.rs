use crate::collections::HashMap;
use crate::finding::Finding;
use crate::place::{Place, Pointer};
use crate::source::Sources;

/// Tokens are told apart by this many characters.
const LONGEST_TOKEN: usize = 80;

/// What makes a finding the same one tomorrow: where it is in the API, not on which line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    /// The rule's id.
    pub(super) rule: String,
    /// The file, from the repository root.
    pub(super) file: String,
    /// Where in the file.
    pub(super) at: At,
    /// The first name that the message quotes, because one place can lack several things.
    pub(super) name: String,
    /// The operations concerned.
    pub(super) operations: Vec<String>,
}

/// Where in a file, without counting lines or items.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// A value of a sample: its pointer with `*` for each index.
    Pointer(String),
    /// The text of the token.
    Token(String),
}

impl Identity {
    pub(super) fn new(finding: &Finding, sources: &Sources) -> Self {
        let at = match &finding.place {
            Place::Value(_, pointer) | Place::Key(_, pointer) => At::Pointer(without_indices(pointer)),
            Place::Text(span) => At::Token(token(sources.slice(*span))),
        };
        Self {
            rule: finding.rule.id.to_owned(),
            file: sources.path(finding.place.source()).to_owned(),
            at,
            name: quoted(&finding.message).to_owned(),
            operations: finding.operations.clone(),
        }
    }

    /// A number for the identity: the same on every machine and with every version of the tool.
    fn hash(&self) -> u64 {
        let (kind, at) = match &self.at {
            At::Pointer(pointer) => ("pointer", pointer),
            At::Token(token) => ("token", token),
        };
        let parts = [self.rule.as_str(), self.file.as_str(), kind, at.as_str(), self.name.as_str()];
        fnv1a(parts.into_iter().chain(self.operations.iter().map(String::as_str)))
    }
}

/// A fingerprint for each finding, unique in the report: findings that are alike are numbered.
pub(super) fn fingerprints(findings: &[Finding], sources: &Sources) -> Vec<String> {
    let mut seen: HashMap<u64, usize> = HashMap::default();
    let number = |finding| {
        let hash = Identity::new(finding, sources).hash();
        let count = seen.entry(hash).or_insert(0);
        *count += 1;
        format!("{hash:016x}:{count}")
    };
    findings.iter().map(number).collect()
}

/// FNV-1a with 64 bits, a zero byte after each part. The hashes of the standard library may change between
/// releases, and nobody attacks a fingerprint.
fn fnv1a<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = parts.flat_map(|part| part.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn without_indices(pointer: &Pointer) -> String {
    let is_index = |step: &str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    let steps = pointer.as_str().split('/').map(|step| if is_index(step) { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

fn token(text: &str) -> String {
    let words: Vec<&str> = text.lines().next().unwrap_or("").split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_TOKEN).collect()
}

/// The first text between backquotes.
fn quoted(message: &str) -> &str {
    match message.split_once('`').and_then(|(_, rest)| rest.split_once('`')) {
        Some((name, _)) => name,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{TYPE, Tree};
    use super::*;
    use crate::place::SourceId;

    fn at(pointer: &str) -> Finding {
        Finding::new(&TYPE, Place::Value(SourceId(1), Pointer::from_text(pointer)), "`size` is a string")
    }

    #[test]
    fn neither_lines_nor_indices_count() {
        let tree = Tree::new();
        let identity = Identity::new(&at("/volumes/0/size"), &tree.sources);
        assert_eq!(identity.at, At::Pointer("/volumes/*/size".to_owned()));
        assert_eq!(identity, Identity::new(&at("/volumes/12/size"), &tree.sources));
        assert_ne!(identity, Identity::new(&at("/volumes/12/size").operation("GET /volumes"), &tree.sources));

        let moved = Sources::from_texts([("api-ref/volumes.inc", "\n\n- size:   size\n")]);
        let row = |sources: &Sources, text: &str| {
            let start = sources.text(SourceId(0)).find(text).unwrap();
            let span = crate::place::Span::new(SourceId(0), start, start + text.len());
            Identity::new(&Finding::new(&TYPE, span, "wrong"), sources)
        };
        assert_eq!(row(&tree.sources, "size: size"), row(&moved, "size:   size"));
    }

    #[test]
    fn one_place_can_lack_several_things() {
        let tree = Tree::new();
        let (mut name, mut size) = (at(""), at(""));
        name.message = "required `name` is absent".to_owned();
        size.message = "required `size` is absent".to_owned();
        assert_ne!(Identity::new(&name, &tree.sources), Identity::new(&size, &tree.sources));
    }

    #[test]
    fn fingerprints_are_stable_and_unique() {
        let tree = Tree::new();
        let findings = [at("/volumes/0/size"), at("/volumes/1/size"), at("/volumes/1/id")];
        let prints = fingerprints(&findings, &tree.sources);
        assert_eq!(prints[0], "2f4b75a5c7c2b8ec:1");
        assert_eq!(prints[1], prints[0].replace(":1", ":2"));
        assert_ne!(prints[2], prints[0]);
    }
}
