use serde::Serialize;
use utoipa::ToSchema;

use super::{Conflict, Conflicts, Route};
use crate::gateway::ServerUrl;

/// The routes of all documents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Table<'a> {
    routes: Vec<Item<'a>>,
    /// The pairs that one request may be meant for.
    conflicts: Vec<Pair<'a>>,
    /// Are these all of them?
    conflicts_complete: bool,
}

/// One method of one path.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    /// In upper case.
    method: &'a str,
    path: &'a str,
    operation_id: &'a str,
    /// The name of the document.
    document: &'a str,
    /// Where the service is, if the table is of several ones; its path goes before that of the route.
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<String>,
}

/// Two routes that take the same requests.
#[derive(Serialize, ToSchema)]
struct Pair<'a> {
    reason: &'static str,
    /// Do all routers take the same one?
    settled: bool,
    /// The operation id of that one.
    #[schema(required)]
    wins: Option<&'a str>,
    /// A path that both take.
    common: String,
    #[schema(min_items = 2, max_items = 2)]
    routes: Vec<Item<'a>>,
}

/// The table and its conflicts as JSON.
pub(super) fn json(routes: &[Route], conflicts: &Conflicts) -> String {
    let table = Table {
        routes: routes.iter().map(Item::new).collect(),
        conflicts: conflicts.pairs.iter().filter_map(|conflict| Pair::new(routes, conflict)).collect(),
        conflicts_complete: !conflicts.cut,
    };
    crate::openapi::json(&serde_json::to_value(table).unwrap_or_default())
}

/// The schema of that value.
#[cfg(feature = "cli")]
pub(crate) fn schema() -> serde_json::Value {
    crate::json::schema_of::<Table<'_>>("apiref routes --format json")
}

impl<'a> Item<'a> {
    fn new(route: &'a Route) -> Self {
        let Route { method, path, operation_id, document, server, .. } = route;
        let server =
            (*server != ServerUrl::default()).then(|| format!("{}{}", server.origin(), server.prefix()));
        Self { method, path, operation_id, document, server }
    }
}

impl<'a> Pair<'a> {
    fn new(routes: &'a [Route], conflict: &Conflict) -> Option<Self> {
        let [one, other] = conflict.routes.map(|number| routes.get(number));
        let (one, other) = (one?, other?);
        let wins = conflict.wins.and_then(|number| routes.get(number));
        Some(Self {
            reason: conflict.reason.as_str(),
            settled: conflict.reason.is_settled(),
            wins: wins.map(|route| route.operation_id.as_str()),
            common: one.pattern.common(&other.pattern),
            routes: vec![Item::new(one), Item::new(other)],
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json as object};

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
