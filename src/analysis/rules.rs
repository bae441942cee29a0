use super::released::CHANGE_WITHOUT_VERSION;
use super::stale::OUTPUT_STALE;
use crate::finding::Rule;
use crate::{
    contract, dictionary, gateway, lint, openapi, projection, reference, route, source, traffic, triage,
    witness,
};

/// Every rule, by id.
pub fn all() -> Vec<&'static Rule> {
    let layers = [
        witness::RULES,
        source::RULES,
        dictionary::RULES,
        reference::RULES,
        openapi::RULES,
        projection::RULES,
        gateway::RULES,
        route::RULES,
        route::OF_GATEWAYS,
        contract::RULES,
        traffic::RULES,
        triage::RULES,
    ];
    let own = [&CHANGE_WITHOUT_VERSION, &OUTPUT_STALE];
    let mut rules: Vec<&'static Rule> =
        layers.into_iter().flatten().copied().chain(lint::rules()).chain(own).collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}

/// Every id.
pub(crate) fn ids() -> Vec<&'static str> {
    all().into_iter().map(|rule| rule.id).collect()
}
