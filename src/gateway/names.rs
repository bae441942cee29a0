use std::collections::BTreeMap;

use crate::collections::IndexMap;
use crate::finding::{Matter, Rule, Severity};
use crate::reference::identifier;

pub(super) static GATEWAY_RENAME: Rule = Rule {
    id: "gateway-rename",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "a path variable has another name in documents for gateways",
    explanation: "Gateways make regular expressions of paths and groups of variables: the name of a group \
                  begins with a letter or underscore, has at most 31 letters, digits and underscores, and \
                  stands once in an expression. And routers keep paths in a tree, where one place has one \
                  name, whatever follows. In documents for gateways (`--profile gateway`) a place is called \
                  as in the path that ends there, else as in most paths that go through it; a long name is \
                  shortened.",
    bad: "/volumes/{id}\n/volumes/{volume_id}/action",
    good: "/volumes/{volume_id}\n/volumes/{volume_id}/action",
    ..Rule::USUAL
};

/// The longest name of a group in a regular expression of PCRE, without the room it needs for itself.
const LONGEST: usize = 31;

/// A place in the tree of paths: the segments up to it with blanks for variables, and which variable of the
/// last one.
type Position = (String, usize);

/// What the paths call a place.
#[derive(Default)]
struct NameCounts {
    /// The name in the path that ends there.
    own: Option<String>,
    /// How many paths have which name.
    all: IndexMap<String, usize>,
}

impl NameCounts {
    fn add(&mut self, name: &str, ends: bool) {
        if ends && self.own.is_none() {
            self.own = Some(name.to_owned());
        }
        *self.all.entry(name.to_owned()).or_default() += 1;
    }

    /// The name in the path that ends there, else the most frequent one, the first of equals.
    fn winner(&self) -> Option<&str> {
        let most = self.all.values().max();
        let frequent = self.all.iter().find(|(_, count)| Some(*count) == most).map(|(name, _)| name.as_str());
        self.own.as_deref().or(frequent)
    }
}

/// The names of path variables, one for each place in the tree of paths.
pub(super) struct Names(BTreeMap<Position, String>);

impl Names {
    /// Elects the names for a set of paths, in their order.
    pub(super) fn elect<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Self {
        let mut votes: BTreeMap<Position, NameCounts> = BTreeMap::new();
        for path in paths.clone() {
            let segments = path.matches('/').count();
            for (position, name) in variables(path) {
                let ends = position.0.matches('/').count() == segments;
                votes.entry(position).or_default().add(name, ends);
            }
        }
        let mut names = BTreeMap::new();
        for path in paths {
            let mut above: Vec<String> = Vec::new();
            for (position, _) in variables(path) {
                let winner = votes.get(&position).and_then(NameCounts::winner).unwrap_or("_");
                let name = names.entry(position).or_insert_with(|| unlike(legal(winner), &above));
                above.push(name.clone());
            }
        }
        Self(names)
    }

    /// The variables of a path that get other names: old and new ones.
    pub(super) fn renames(&self, path: &str) -> Vec<(String, String)> {
        let found = variables(path).into_iter();
        found
            .filter_map(|(position, name)| Some((name.to_owned(), self.0.get(&position)?.clone())))
            .filter(|(old, new)| old != new)
            .collect()
    }

    /// A path with the elected names.
    pub(super) fn apply(&self, path: &str) -> String {
        let mut names = variables(path).into_iter().filter_map(|(position, _)| self.0.get(&position));
        let mut pieces = path.split('{');
        let mut applied = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            match (piece.split_once('}'), names.next()) {
                (Some((_, rest)), Some(name)) => applied.push_str(&format!("{{{name}}}{rest}")),
                _ => applied.push_str(&format!("{{{piece}")),
            }
        }
        applied
    }
}

/// The name, or one like it that is not taken.
fn unlike(name: String, taken: &[String]) -> String {
    let mut candidate = name.clone();
    let mut count = 2;
    while taken.contains(&candidate) {
        let suffix = format!("_{count}");
        let kept: String = name.chars().take(LONGEST - suffix.len()).collect();
        candidate = kept + &suffix;
        count += 1;
    }
    candidate
}

/// A name for a group of a regular expression: of a long one the last words, which say most.
fn legal(name: &str) -> String {
    let clean = identifier(name);
    let mut words = clean.as_str();
    while words.len() > LONGEST {
        match words.split_once('_') {
            Some((_, rest)) if !rest.is_empty() => words = rest,
            _ => break,
        }
    }
    identifier(words).chars().take(LONGEST).collect()
}

/// The variables of a path with their places.
fn variables(path: &str) -> Vec<(Position, &str)> {
    let mut found = Vec::new();
    let mut prefix = String::new();
    for segment in path.split('/').skip(1) {
        let mut pieces = segment.split('{');
        let mut shape = pieces.next().unwrap_or_default().to_owned();
        let mut names = Vec::new();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            names.push(name);
            shape.push_str(&format!("{{}}{rest}"));
        }
        prefix.push('/');
        prefix.push_str(&shape);
        found.extend(names.into_iter().enumerate().map(|(at, name)| ((prefix.clone(), at), name)));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn applied(paths: &[&str]) -> Vec<String> {
        let names = Names::elect(paths.iter().copied());
        paths.iter().map(|path| names.apply(path)).collect()
    }

    #[test]
    fn a_place_is_called_as_in_the_path_that_ends_there() {
        assert_eq!(
            applied(&["/v/{id}/a", "/v/{id}/b", "/v/{volume_id}", "/w/{id}"]),
            ["/v/{volume_id}/a", "/v/{volume_id}/b", "/v/{volume_id}", "/w/{id}"]
        );
        assert_eq!(
            applied(&["/{id}/a", "/{project_id}/b", "/{project_id}/c"]),
            ["/{project_id}/a", "/{project_id}/b", "/{project_id}/c"]
        );
        assert_eq!(applied(&["/v/{a}", "/v/{b}/c"]), ["/v/{a}", "/v/{a}/c"]);
        let same = ["/{project_id}/a/{id}", "/a/{x}:{y}", "/a/{z}", "/"];
        assert_eq!(applied(&same), same);
    }

    #[test]
    fn names_become_groups_of_expressions() {
        let long = "/{security_groups_default_statefulness_id}";
        assert_eq!(applied(&[long]), ["/{groups_default_statefulness_id}"]);
        assert_eq!(applied(&["/{bgp-agent-id}/{1st}"]), ["/{bgp_agent_id}/{_1st}"]);
        let endless = format!("/{{{}}}", "x".repeat(40));
        assert_eq!(applied(&[&endless]), [format!("/{{{}}}", "x".repeat(LONGEST))]);
    }

    #[test]
    fn a_name_stands_once_in_a_path() {
        assert_eq!(
            applied(&["/{id}/a/{key}", "/{id}/a/{id_2}/b", "/{x}/a/{id_2}"]),
            ["/{id}/a/{key}", "/{id}/a/{key}/b", "/{id}/a/{key}"]
        );
        assert_eq!(applied(&["/a/{id}/{x}", "/a/{id}/{id}"]), ["/a/{id}/{x}", "/a/{id}/{x}"]);
        assert_eq!(applied(&["/a/{id}/{id}"]), ["/a/{id}/{id_2}"]);
    }

    #[test]
    fn renames_name_both() {
        let names = Names::elect(["/v/{a}", "/v/{b}/{c}"].into_iter());
        assert_eq!(names.renames("/v/{b}/{c}"), [("b".to_owned(), "a".to_owned())]);
    }

    /// Paths of fixed segments and variables, a few names of each sort.
    fn paths() -> impl Strategy<Value = Vec<String>> {
        let long = "abc_def_".repeat(6);
        let names = vec!["id", "id_2", "name", "a-b", "1", "", "é", long.leak()];
        let variable = prop::sample::select(names).prop_map(|name| format!("{{{name}}}"));
        let fixed = prop::sample::select(vec!["a", "b", ""]).prop_map(str::to_owned);
        let both = (variable.clone(), variable.clone()).prop_map(|(one, other)| format!("{one}:{other}"));
        let segment = prop_oneof![2 => fixed, 3 => variable, 1 => both];
        let path =
            prop::collection::vec(segment, 1..5).prop_map(|segments| format!("/{}", segments.join("/")));
        prop::collection::vec(path, 1..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn elected_names_hold(paths in paths()) {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let elected = applied(&paths);
            for path in &elected {
                let names: Vec<&str> = variables(path).into_iter().map(|(_, name)| name).collect();
                let distinct: BTreeSet<&str> = names.iter().copied().collect();
                prop_assert_eq!(distinct.len(), names.len(), "{}", path);
                prop_assert!(names.iter().all(|name| name.len() <= LONGEST && identifier(name) == **name), "{}", path);
            }
            // Who has the names already keeps them.
            let again: Vec<&str> = elected.iter().map(String::as_str).collect();
            prop_assert_eq!(applied(&again), elected);
        }
    }
}
