//! Keys that only older samples show: the form of a body changes, and the documents of later versions do not
//! have them.

use serde_json::Value;

use super::evidence::Recorded;
use super::node::Node;
use super::walk::Part;
use crate::version::{Version, Window};

/// A value that a sample shows, and the versions that the sample says it is of.
type Shown<'v> = (Window, &'v Value);

/// Notes for each key that no table has from which version on samples no longer show it, though they show the
/// object that it is in. `samples` are those of the body; where none says its version, nothing is known.
pub(super) fn note(node: &mut Node, samples: &[(&Recorded, &Value)]) {
    let shown: Vec<Shown<'_>> = samples.iter().map(|(recorded, value)| (recorded.stated(), *value)).collect();
    let ends = shown.iter().any(|(window, _)| window.max.is_some());
    let starts = shown.iter().any(|(window, _)| window.min.is_some());
    if ends && starts {
        within(node, &shown);
    }
}

fn within(node: &mut Node, shown: &[Shown<'_>]) {
    for (part, child) in node.children_mut() {
        let inner: Vec<Shown<'_>> =
            shown.iter().flat_map(|(window, value)| inside(part, *window, value)).collect();
        if let Part::Member(key) = part
            && !child.any(&Node::is_documented)
        {
            let lacking = shown.iter().filter(|(_, value)| {
                value.as_object().is_some_and(|object| !object.contains_key(key.as_str()))
            });
            child.gone = gone(&inner, lacking.map(|(window, _)| *window));
        }
        if !inner.is_empty() {
            within(child, &inner);
        }
    }
}

/// The first version of a sample without the key that comes after all samples with it.
fn gone(with: &[Shown<'_>], without: impl Iterator<Item = Window>) -> Option<Version> {
    let ends: Option<Vec<Version>> = with.iter().map(|(window, _)| window.max).collect();
    let last = ends?.into_iter().max()?;
    without.filter_map(|window| window.min).filter(|start| *start > last).min()
}

/// What a value holds at a part; the values of a map and of patterns are data, and each sample shows others.
fn inside<'v>(part: Part<'_>, window: Window, value: &'v Value) -> Vec<Shown<'v>> {
    match part {
        Part::Member(key) => value.get(key.as_str()).map(|inner| (window, inner)).into_iter().collect(),
        Part::Items => value.as_array().into_iter().flatten().map(|inner| (window, inner)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_goes_with_the_first_sample_that_lacks_it() {
        let at = |minor| Version { major: 2, minor };
        let only = |minor| Window { min: Some(at(minor)), max: Some(at(minor)) };
        let value = json!({});
        let with = |minors: &[u32]| -> Vec<Shown<'_>> {
            minors.iter().map(|minor| (only(*minor), &value)).collect()
        };
        let last = |minors: &[u32], without: &[Window]| gone(&with(minors), without.iter().copied());
        assert_eq!(last(&[1, 4], &[only(3), only(9), only(7)]), Some(at(7)));
        assert_eq!(last(&[1, 9], &[only(3), only(7)]), None);
        assert_eq!(last(&[1], &[Window::ALL]), None);
        assert_eq!(gone(&[(Window::ALL, &value)], [only(7)].into_iter()), None);
    }
}
