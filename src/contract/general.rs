//! Pointers in which the items of a list, and the values of a map, are one place.

use serde_json::Value;

use crate::place::Pointer;
use crate::shape::Node;

/// What stands for every index of an array and every key of a map.
pub(super) const ANY: &str = "*";

/// A pointer into `value` with every index of an array replaced, and every key that `node` knows as one of a
/// map.
pub(super) fn generalized(node: &Node, value: &Value, pointer: &str) -> String {
    let mut at = Some((Some(node), value));
    let mut general = String::with_capacity(pointer.len());
    for (text, step) in pointer.split('/').skip(1).zip(Pointer::from_text(pointer).steps()) {
        general.push('/');
        let Some((node, value)) = at else {
            general.push_str(text);
            continue;
        };
        if let Value::Array(items) = value {
            general.push_str(ANY);
            let item = step.parse().ok().and_then(|index: usize| items.get(index));
            at = item.map(|item| (node.and_then(|node| node.items.as_deref()), item));
        } else {
            let is_data =
                node.is_some_and(|node| node.values.is_some() && !node.members.contains_key(step.as_str()));
            general.push_str(if is_data { ANY } else { text });
            at = value.get(&step).map(|member| (node.and_then(|node| node.of_key(&step)), member));
        }
    }
    general
}

/// The last name of a general pointer, in which items of lists are `*`; the body itself has none.
pub(super) fn last_name(pointer: &str) -> String {
    let steps: Vec<String> = Pointer::from_text(pointer).steps().collect();
    steps.into_iter().rev().find(|step| step != "*").unwrap_or_default()
}

/// All values that a general pointer leads to: each item of its lists.
pub(super) fn values_at<'v>(value: &'v Value, general: &Pointer) -> Vec<&'v Value> {
    let step = |values: Vec<&'v Value>, step: String| {
        values.into_iter().flat_map(|value| parts(value, &step)).collect()
    };
    general.steps().fold(vec![value], step)
}

/// What a step of a general pointer leads to: every part, or one member.
fn parts<'v>(value: &'v Value, step: &str) -> Vec<&'v Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) if step == ANY => members.values().collect(),
        _ => value.get(step).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::generalized;
    use crate::shape::Node;

    #[test]
    fn indices_of_arrays_and_keys_of_maps_are_replaced() {
        let value = json!({"years": {"2031": [{"a": 1}]}});
        let mut node = Node::default();
        node.observe(&value, 0);
        assert_eq!(generalized(&node, &value, "/years/2031/0/a"), "/years/2031/*/a");
        assert_eq!(generalized(&node, &value, ""), "");
        assert_eq!(generalized(&Node::default(), &value, "/years/2031/0/a"), "/years/2031/*/a");
        let mut map = Node::default();
        map.observe(&json!([{"a": 1}]), 0);
        let map = Node { values: Some(Box::new(map)), ..Node::default() };
        let years = Node { members: [("years".into(), map)].into_iter().collect(), ..Node::default() };
        assert_eq!(generalized(&years, &value, "/years/2031/0/a"), "/years/*/*/a");
        assert_eq!(generalized(&years, &value, "/years/2032"), "/years/*");
    }
}
