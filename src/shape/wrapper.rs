use super::node::{Key, Members, Node, Step};
use super::word::{is_identifier, same_but_number};
use crate::collections::HashSet;
use crate::reference::Types;

/// The place of the wrapper's content: the key, then through arrays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrapper {
    pub(super) key: Key,
}

/// Keys that stand beside a wrapper and never are one.
pub(super) fn is_beside(key: &str) -> bool {
    key.ends_with("_links")
        || matches!(
            key,
            "links" | "count" | "next" | "previous" | "total_count" | "metadata_links" | "schema"
        )
}

/// Finds the wrapper among the members of the root: the key whose content holds more of the names in `votes`
/// than the root does; a single key always. `names` are those of all rows.
pub(super) fn find(root: &Node, names: &[&str], votes: &[&str]) -> Option<Wrapper> {
    // A key that is data (a UUID, a URL, the name of what it holds) is one of a map, however many there are.
    let are_names = root.keys_are_names();
    let may_wrap =
        |key: &str| !is_beside(key) && (names.contains(&key) || (is_identifier(key) && !are_names));
    let candidates: Vec<(&Key, &Node)> = root.members.iter().filter(|(key, _)| may_wrap(key)).collect();
    if let [(key, node)] = candidates.as_slice() {
        // A scalar or null holds nothing: other rows are its siblings, absent from the sample.
        return node.seen.types.meets(Types::CONTAINERS).then(|| Wrapper { key: (*key).clone() });
    }
    let known: HashSet<&str> = votes.iter().copied().collect();
    let at_root = count(&root.members, &known);
    candidates
        .into_iter()
        .map(|(key, node)| (count(&node.content().members, &known), key))
        // Of equals the first one, in the order of the samples.
        .fold(None, |best: Option<(usize, &Key)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .filter(|(inside, _)| *inside > at_root)
        .map(|(_, key)| Wrapper { key: key.clone() })
}

/// How many of the names are members. Both may be long, and the members of most candidates are few.
fn count(members: &Members, names: &HashSet<&str>) -> usize {
    match members.len() < names.len() {
        true => members.keys().filter(|key| names.contains(key.as_str())).count(),
        false => names.iter().filter(|name| members.contains_key(**name)).count(),
    }
}

/// Without a sample: the listed container whose name equals the last fixed segment of the URL but for number,
/// or the action that the title names.
pub(super) fn assumed<'a>(
    containers: &[&'a str],
    last_segment: Option<&str>,
    title: &str,
) -> Option<&'a str> {
    let named = title.rsplit_once('(').and_then(|(_, rest)| rest.split([' ', ')']).next());
    let by_segment = |name: &&&str| {
        last_segment
            .is_some_and(|segment| same_but_number(&name.replace('-', "_"), &segment.replace('-', "_")))
    };
    containers
        .iter()
        .find(by_segment)
        .or_else(|| containers.iter().find(|name| Some(**name) == named))
        .copied()
}

impl Wrapper {
    /// The path to the wrapper itself.
    pub(super) fn path(&self) -> Vec<Step> {
        vec![Step::Key(self.key.clone())]
    }

    /// Is that the path to the wrapper itself?
    pub(super) fn is_at(&self, path: &[Step]) -> bool {
        matches!(path, [Step::Key(key)] if *key == self.key)
    }

    /// Is that the path to what is in it, through arrays?
    pub(super) fn holds(&self, path: &[Step], root: &Node) -> bool {
        let Some((Step::Key(key), mut items)) = path.split_first() else { return false };
        let mut node = root.members.get(key).filter(|_| *key == self.key);
        while let Some(inner) =
            node.filter(|node| node.members.is_empty()).and_then(|node| node.items.as_deref())
        {
            let Some((Step::Item, rest)) = items.split_first() else { return false };
            items = rest;
            node = Some(inner);
        }
        *key == self.key && items.is_empty()
    }

    /// The path to what is in it, through arrays.
    pub(super) fn content_path(&self, root: &Node) -> Vec<Step> {
        let mut path = self.path();
        let mut node = root.at(&path);
        while let Some(items) =
            node.filter(|node| node.members.is_empty()).and_then(|node| node.items.as_deref())
        {
            path.push(Step::Item);
            node = Some(items);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn wrapper(value: &Value, names: &[&str]) -> Option<String> {
        let mut root = Node::default();
        root.observe(value, 0);
        find(&root, names, names).map(|wrapper| wrapper.key.into())
    }

    #[test]
    fn a_single_container_is_the_wrapper_even_when_empty() {
        assert_eq!(wrapper(&json!({"book": {}}), &["title"]).as_deref(), Some("book"));
        assert_eq!(wrapper(&json!({"books": [], "books_links": []}), &[]).as_deref(), Some("books"));
        assert_eq!(wrapper(&json!({"lend": null}), &["until"]), None);
        assert_eq!(wrapper(&json!({"title": "A"}), &["title"]), None);
        assert_eq!(
            wrapper(&json!({"0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7": {"title": "A"}}), &["title"]),
            None
        );
        assert_eq!(wrapper(&json!({"7": {"title": "A"}}), &["7", "title"]).as_deref(), Some("7"));
    }

    #[test]
    fn of_several_keys_the_one_that_holds_the_rows_is_the_wrapper() {
        let body = json!({"book": {"title": "A", "size": 1}, "hints": {"shelf": 1}});
        assert_eq!(wrapper(&body, &["book", "hints", "title", "size", "shelf"]), None);
        assert_eq!(wrapper(&body, &["book", "title", "size", "shelf"]).as_deref(), Some("book"));
        assert_eq!(wrapper(&json!({"id": 1, "owner": {"id": 2}}), &["id"]), None);
    }

    #[test]
    fn without_a_sample_the_resource_or_the_action_is_the_wrapper() {
        assert_eq!(assumed(&["note", "book"], Some("books"), "Add a book"), Some("book"));
        assert_eq!(assumed(&["note", "lend"], Some("action"), "Lend a book (lend Action)"), Some("lend"));
        assert_eq!(assumed(&["note"], Some("books"), "Add a book"), None);
    }

    #[test]
    fn content_lies_below_arrays() {
        let mut root = Node::default();
        root.observe(&json!({"books": [{"title": "A"}]}), 0);
        let wrapper = Wrapper { key: "books".into() };
        let content = [Step::Key("books".into()), Step::Item];
        assert_eq!(wrapper.content_path(&root), content);
        assert!(wrapper.holds(&content, &root));
        assert!(!wrapper.holds(&content[..1], &root) && !wrapper.holds(&[Step::Item], &root));
    }
}
