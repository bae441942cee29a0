//! The tables as a whole.

use std::collections::BTreeSet;

use super::demand::Step;
use super::{Target, edits, table};

#[test]
fn every_demand_has_a_name_and_a_source() {
    let mut names = BTreeSet::new();
    for target in Target::ALL {
        for demand in table(target) {
            assert!(demand.key.starts_with(&format!("{}.", target.as_str())), "{}", demand.key);
            assert!(names.insert(demand.key), "{} twice", demand.key);
            assert!(!demand.source.is_empty() && !demand.says.is_empty(), "{}", demand.key);
        }
        assert!(table(target).iter().any(|demand| matches!(demand.step, Step::Version(_))));
    }
}

#[test]
fn segments_of_amazon() {
    for segment in ["a", "v2.0", "os-x:y", "{a}", "{a.b}"] {
        assert!(edits::is_segment_of_aws(segment), "{segment}");
    }
    for segment in ["", "{a}:{b}", "@", "(a)", "v{a}", "{}"] {
        assert!(!edits::is_segment_of_aws(segment), "{segment}");
    }
}

#[test]
fn resources_are_the_nodes_of_the_tree() {
    let document = serde_json::json!({"paths": {"/": {}, "/a/b": {}, "/a/{c}/d": {}}});
    assert_eq!(edits::resources(&document), 5);
}

#[test]
fn a_schema_holds_itself_through_others_too() {
    let to = |name: &str| serde_json::json!({ "items": { "$ref": format!("#/components/schemas/{name}") } });
    let document = |last: &str| serde_json::json!({ "components": { "schemas": { "A": to("B"), "B": to("C"), "C": to(last), "D": {} } } });
    assert!(edits::holds_itself(&document("A")));
    assert!(!edits::holds_itself(&document("D")));
}
