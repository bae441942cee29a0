//! One exchange: which operation it is of, and where it disagrees with the text.

use std::collections::BTreeSet;
use std::sync::{Arc, RwLock};

use serde_json::Value;

use super::exchange::{Content, Exchange};
use super::headers::{Asked, asked, is_usual};
use super::router::{Routed, Router, Target};
use super::shown;
use super::tally::{Cause, Exhibit, Tallies, Tally};
use crate::collections::HashMap;
use crate::config::{MicroversionKind, Observe};
use crate::contract::{Deviation, RecordedContract};
use crate::finding::Fault;
use crate::reference::{Direction, Location, Operation, OperationId, Reference, VersionPolicy};
use crate::route::Pattern;
use crate::shape::Shapes;
use crate::version::Version;

/// Which contract: operation, direction, form of the body, version.
type Contracts<'a> = HashMap<(OperationId, Direction, usize, Option<Version>), Arc<RecordedContract<'a>>>;

/// So many contracts are kept.
const MOST_CONTRACTS: usize = 20_000;

/// Judges exchanges by a reference; it is asked by many threads at the same time.
pub(super) struct Judge<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    options: &'a Observe,
    router: Router,
    policies: Vec<Option<VersionPolicy>>,
    contracts: RwLock<Contracts<'a>>,
}

/// What both bodies of an exchange say of one operation.
struct Verdict<'a> {
    operation: OperationId,
    /// The contract of each body that was judged, with what disagrees.
    sides: Vec<(Direction, Arc<RecordedContract<'a>>, Vec<Deviation<'a>>)>,
}

impl Verdict<'_> {
    fn deviations(&self) -> usize {
        self.sides.iter().map(|(_, _, deviations)| deviations.len()).sum()
    }
}

impl<'a> Judge<'a> {
    pub(super) fn new(reference: &'a Reference, shapes: &'a Shapes, options: &'a Observe) -> Self {
        let policies = reference.documents.iter().map(|document| reference.policy(document)).collect();
        let router = Router::new(reference, &options.prefixes);
        Self { reference, shapes, options, router, policies, contracts: RwLock::default() }
    }

    /// Counts what an exchange shows.
    pub(super) fn take(
        &self,
        exchange: &Exchange,
        exhibit: Exhibit,
        tallies: &mut Tallies,
    ) -> Result<(), Fault> {
        let is_ours = |host: &String| exchange.url.host == host.to_ascii_lowercase();
        if !self.options.hosts.is_empty() && !self.options.hosts.iter().any(is_ours) {
            tallies.left_out += 1;
            return Ok(());
        }
        let tally = tallies.of(self.router.endpoint(exchange));
        tally.exchanges += 1;
        let is_success = exchange.status.is_some_and(|code| (200..400).contains(&code));
        match self.router.route(exchange) {
            Routed::Known(target) => {
                tally.routed += 1;
                return self.take_routed(target, (exchange, is_success), exhibit, tally);
            }
            // Browsers ask what they may do before they do it.
            _ if exchange.method == "OPTIONS" => {}
            Routed::OtherMethod(target) => {
                tally.routed += 1;
                if is_success {
                    let near = target.operations.first().copied();
                    let path = near.map(|near| self.reference.operations[near].template.path());
                    let method = shown::name(&exchange.method);
                    let path = path.unwrap_or_default();
                    tally.meet(Cause::Operation { method, path, action: None, near }, exhibit);
                }
            }
            Routed::Unknown if is_success => {
                let (method, path) = (shown::name(&exchange.method), self.router.shown(exchange));
                let near = self.router.nearest(exchange);
                tally.meet(Cause::Operation { method, path, action: None, near }, exhibit);
            }
            Routed::Unknown => {}
        }
        Ok(())
    }

    fn take_routed(
        &self,
        target: &Target,
        (exchange, is_success): (&Exchange, bool),
        exhibit: Exhibit,
        tally: &mut Tally,
    ) -> Result<(), Fault> {
        let Some(&first) = target.operations.first() else { return Ok(()) };
        let version = self.version(exchange, &self.reference.operations[first]);
        let Some(candidates) = self.candidates(target, exchange, version) else {
            if is_success {
                let operation = &self.reference.operations[first];
                let action = root_key(&exchange.request.body).map(shown::name);
                let (method, path) = (operation.method.to_string(), operation.template.path());
                tally.meet(Cause::Operation { method, path, action, near: Some(first) }, exhibit);
            }
            return Ok(());
        };
        let mut best: Option<Verdict<'a>> = None;
        for operation in &candidates {
            let verdict = if is_success {
                self.verdict(*operation, exchange, version)?
            } else {
                Verdict { operation: *operation, sides: Vec::new() }
            };
            if best.as_ref().is_none_or(|best| verdict.deviations() < best.deviations()) {
                best = Some(verdict);
            }
        }
        let Some(verdict) = best else { return Ok(()) };
        self.count_code(&candidates, verdict.operation, (exchange, is_success), exhibit, tally);
        if is_success {
            self.count_names(&candidates, verdict.operation, exchange, exhibit, tally);
            self.count_bodies(&verdict, exchange, exhibit, tally);
        }
        Ok(())
    }

    /// The version that an exchange is judged at; nothing where the service has none, or nobody knows it.
    fn version(&self, exchange: &Exchange, operation: &Operation) -> Option<Version> {
        let policy = self.policies.get(operation.document)?.as_ref()?;
        if policy.kind != MicroversionKind::Negotiated {
            return None;
        }
        match asked(exchange, policy.service_name.as_deref()) {
            Asked::Version(version) => Some(version.clamp(policy.floor, policy.ceiling)),
            Asked::Latest => Some(policy.ceiling),
            Asked::None => Some(policy.floor),
            Asked::Unknown => None,
        }
    }

    /// The operations that an exchange may be of: those of its version, and of the key of its body. Nothing
    /// where several are told apart by that key, and none has it.
    fn candidates(
        &self,
        target: &Target,
        exchange: &Exchange,
        version: Option<Version>,
    ) -> Option<Vec<OperationId>> {
        let all = &target.operations;
        let stands = |number: &&OperationId| {
            version.is_none_or(|version| self.reference.operations[**number].window.contains(version))
        };
        let mut active: Vec<OperationId> = all.iter().filter(stands).copied().collect();
        if active.is_empty() {
            active.clone_from(all);
        }
        let Some(key) = root_key(&exchange.request.body).filter(|_| all.len() > 1) else {
            return Some(active);
        };
        let has = |number: &OperationId| {
            let bodies = self.shapes.bodies[*number].of(Direction::Request);
            bodies.iter().any(|body| body.node.members.contains_key(key))
        };
        let (with, without): (Vec<_>, Vec<_>) = active.into_iter().partition(|number| has(number));
        if !with.is_empty() {
            return Some(with);
        }
        let is_action = |number: &OperationId| {
            let bodies = self.shapes.bodies[*number].of(Direction::Request);
            !bodies.is_empty() && bodies.iter().all(|body| body.node.members.len() == 1)
        };
        if without.iter().all(is_action) { None } else { Some(without) }
    }

    fn verdict(
        &self,
        operation: OperationId,
        exchange: &Exchange,
        version: Option<Version>,
    ) -> Result<Verdict<'a>, Fault> {
        let mut sides = Vec::new();
        for (direction, message) in
            [(Direction::Request, &exchange.request), (Direction::Response, &exchange.response)]
        {
            let Content::Json(value) = &message.body else { continue };
            let mut best: Option<(Arc<RecordedContract<'a>>, Vec<Deviation<'a>>)> = None;
            for (form, body) in self.shapes.bodies[operation].of(direction).iter().enumerate() {
                if version.is_some_and(|version| !body.window.contains(version)) {
                    continue;
                }
                let contract = self.contract((operation, direction, form, version))?;
                let Some(contract) = contract else { continue };
                let deviations = contract.deviations(value);
                if best.as_ref().is_none_or(|(_, fewest)| deviations.len() < fewest.len()) {
                    best = Some((contract, deviations));
                }
            }
            sides.extend(best.map(|(contract, deviations)| (direction, contract, deviations)));
        }
        Ok(Verdict { operation, sides })
    }

    /// A contract, compiled when it is first asked for.
    fn contract(
        &self,
        key: (OperationId, Direction, usize, Option<Version>),
    ) -> Result<Option<Arc<RecordedContract<'a>>>, Fault> {
        let poisoned = || Fault::new("a thread that judged exchanges ended early");
        let known = self.contracts.read().map_err(|_| poisoned())?.get(&key).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let (number, direction, form, version) = key;
        let operation = &self.reference.operations[number];
        let Some(body) = self.shapes.bodies[number].of(direction).get(form) else { return Ok(None) };
        let contract =
            RecordedContract::new((self.reference, self.shapes), operation, (direction, body), version)?;
        let contract = Arc::new(contract);
        let mut contracts = self.contracts.write().map_err(|_| poisoned())?;
        if contracts.len() < MOST_CONTRACTS {
            contracts.insert(key, Arc::clone(&contract));
        }
        Ok(Some(contract))
    }

    fn count_code(
        &self,
        candidates: &[OperationId],
        operation: OperationId,
        (exchange, is_success): (&Exchange, bool),
        exhibit: Exhibit,
        tally: &mut Tally,
    ) {
        let calls = tally.calls.entry(operation).or_default();
        calls.count += 1;
        calls.successes += u64::from(is_success);
        let Some(code) = exchange.status else { return };
        *calls.codes.entry(code).or_default() += 1;
        let mut codes = candidates.iter().map(|number| &self.reference.operations[*number].codes);
        let has = |known: &crate::reference::Code| {
            if known.is_range { known.code / 100 == code / 100 } else { known.code == code }
        };
        let is_documented = codes.any(|codes| codes.is_empty() || codes.iter().any(has));
        // That a service is broken is no matter of its text; 304 is what a cache asks for.
        if !is_documented && !matches!(code, 304 | 500 | 502 | 504) {
            tally.meet(Cause::Code(operation, code), exhibit);
        }
    }

    fn count_names(
        &self,
        candidates: &[OperationId],
        operation: OperationId,
        exchange: &Exchange,
        exhibit: Exhibit,
        tally: &mut Tally,
    ) {
        let query: BTreeSet<&str> = exchange.url.query.iter().map(|name| base(name)).collect();
        for name in query {
            if !self.has_row(candidates, (Location::Query, None), name, tally) {
                tally.meet(Cause::Query(operation, shown::name(name)), exhibit);
            }
        }
        let ignored =
            |name: &str| self.options.ignore_headers.iter().any(|one| one.eq_ignore_ascii_case(name));
        for (direction, message) in
            [(Direction::Request, &exchange.request), (Direction::Response, &exchange.response)]
        {
            let names: BTreeSet<&str> =
                message.headers.iter().flatten().map(|(name, _)| name.as_str()).collect();
            for name in names {
                let is_known = self.has_row(candidates, (Location::Header, Some(direction)), name, tally);
                if !is_known && !is_usual(name) && !ignored(name) {
                    tally.meet(Cause::Header(operation, direction, shown::name(name)), exhibit);
                }
            }
        }
    }

    /// Does a row document the name? It counts as seen then.
    fn has_row(
        &self,
        candidates: &[OperationId],
        (location, direction): (Location, Option<Direction>),
        name: &str,
        tally: &mut Tally,
    ) -> bool {
        let mut found = false;
        for number in candidates {
            let operation = &self.reference.operations[*number];
            let is_way = |way: Option<Direction>| direction.is_none() || way.is_none() || way == direction;
            let is_it = |row: &crate::reference::Row| {
                row.location == location && is_way(row.direction) && is_named(&row.name, name)
            };
            let rows = operation.rows.entries().filter(|(_, row)| is_it(row));
            for (row, _) in rows {
                tally.rows.insert((*number, row));
                found = true;
            }
            let in_url = location == Location::Query;
            found |= in_url && operation.template.query.iter().any(|part| part.name == name);
        }
        found
    }

    fn count_bodies(&self, verdict: &Verdict<'a>, exchange: &Exchange, exhibit: Exhibit, tally: &mut Tally) {
        for content in [&exchange.request.body, &exchange.response.body] {
            tally.other_formats += u64::from(*content == Content::Other);
            tally.cut += u64::from(*content == Content::Cut);
        }
        for (direction, contract, deviations) in &verdict.sides {
            let body = match direction {
                Direction::Request => &exchange.request.body,
                Direction::Response => &exchange.response.body,
            };
            let Content::Json(value) = body else { continue };
            contract.shown(value, &mut |placed| {
                tally.rows.insert((placed.operation, placed.row));
            });
            let calls = tally.calls.entry(verdict.operation).or_default();
            match direction {
                Direction::Request => calls.requests += 1,
                Direction::Response => calls.answers += 1,
            }
            // However many items of a list say so, it is one body.
            let causes: BTreeSet<Cause> =
                deviations.iter().map(|one| cause(verdict.operation, *direction, one)).collect();
            causes.into_iter().for_each(|cause| tally.meet(cause, exhibit));
        }
    }
}

fn cause(operation: OperationId, direction: Direction, deviation: &Deviation<'_>) -> Cause {
    let (before, key) = deviation.pointer.rsplit_once('/').unwrap_or(("", ""));
    let is_documented = deviation.placed.is_some();
    let pointer = if is_documented || key.is_empty() {
        deviation.pointer.clone()
    } else {
        format!("{before}/{}", shown::name(key))
    };
    let row = deviation.placed.map(|placed| (placed.operation, placed.row, placed.definition));
    Cause::Body { operation, direction, pointer, kind: deviation.kind, row }
}

/// The only key of a body.
fn root_key(content: &Content) -> Option<&str> {
    let Content::Json(Value::Object(members)) = content else { return None };
    let mut keys = members.keys();
    keys.next().filter(|_| keys.next().is_none()).map(String::as_str)
}

/// `metadata[key]` and `metadata.key` are about `metadata` where nobody documents them as a whole.
fn base(name: &str) -> &str {
    name.split('[').next().unwrap_or(name)
}

/// Is the name the one of a row, which may be a pattern (`X-Object-Meta-{name}`)?
fn is_named(row: &str, name: &str) -> bool {
    if row.eq_ignore_ascii_case(name) || base(row).eq_ignore_ascii_case(name) {
        return true;
    }
    let pattern = row.contains(['{', '<']).then(|| row.replace('<', "{").replace('>', "}"));
    pattern.is_some_and(|pattern| {
        Pattern::parse(&pattern.to_ascii_lowercase()).takes(&[name.to_ascii_lowercase()])
    })
}
