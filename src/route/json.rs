use serde_json::{Value, json as object};

use super::{Conflict, Conflicts, Route};

/// The table and its conflicts as JSON.
pub(super) fn json(routes: &[Route], conflicts: &Conflicts) -> String {
    let shown: Vec<Value> = routes.iter().map(shown).collect();
    let pairs: Vec<Value> = conflicts.pairs.iter().filter_map(|conflict| pair(routes, conflict)).collect();
    let value = object!({ "routes": shown, "conflicts": pairs, "conflictsComplete": !conflicts.cut });
    crate::openapi::json(&value)
}

fn shown(route: &Route) -> Value {
    object!({
        "method": route.method,
        "path": route.path,
        "operationId": route.operation_id,
        "document": route.document,
    })
}

fn pair(routes: &[Route], conflict: &Conflict) -> Option<Value> {
    let [one, other] = conflict.routes.map(|number| routes.get(number));
    let (one, other) = (one?, other?);
    let wins = conflict.wins.and_then(|number| routes.get(number)).map(|route| route.operation_id.as_str());
    Some(object!({
        "reason": conflict.reason.as_str(),
        "settled": conflict.reason.is_settled(),
        "wins": wins,
        "common": one.pattern.common(&other.pattern),
        "routes": [shown(one), shown(other)],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::{conflicts, routes};

    #[test]
    fn a_conflict_names_both_routes_and_the_winner() {
        let document = object!({ "paths": {
            "/a/{id}": { "get": { "operationId": "get_a_id" } },
            "/a/b": { "get": { "operationId": "get_a_b" } },
        } });
        let routes = routes([("things", &document)]);
        let conflicts = conflicts(routes.iter().map(|route| (route.method.as_str(), &route.pattern)));
        let value: Value = serde_json::from_str(&json(&routes, &conflicts)).unwrap();
        assert_eq!(value["routes"].as_array().unwrap().len(), 2);
        assert_eq!(value["conflictsComplete"], true);
        let conflict = &value["conflicts"][0];
        assert_eq!(conflict["reason"], "static-variable");
        assert_eq!(conflict["settled"], true);
        assert_eq!(conflict["wins"], "get_a_b");
        assert_eq!(conflict["common"], "/a/b");
        assert_eq!(conflict["routes"][0], value["routes"][0]);
    }
}
