//! One exchange: which operation it is of, and where it disagrees with the text.

use serde_json::Value;

use super::exchange::{Content, Exchange};
use super::headers::{Asked, asked};
use super::names::Names;
use super::published::Published;
use super::router::{Routed, Router, Target};
use super::shown;
use super::tally::{Cause, Exhibit, Tallies, Tally};
use super::verdict::{Contracts, Verdict};
use crate::config::{MicroversionKind, Observe};
use crate::finding::Fault;
use crate::reference::{Direction, Operation, OperationId, Reference, VersionPolicy};
use crate::shape::Shapes;
use crate::version::Version;

/// Judges exchanges by a reference; it is asked by many threads at the same time.
pub(super) struct Judge<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    options: &'a Observe,
    router: Router,
    policies: Vec<Option<VersionPolicy>>,
    contracts: Contracts<'a>,
    published: &'a Published,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        reference: &'a Reference,
        shapes: &'a Shapes,
        published: &'a Published,
        options: &'a Observe,
    ) -> Self {
        let policies = reference.documents.iter().map(|document| reference.policy(document)).collect();
        let router = Router::new(reference, &options.prefixes);
        let contracts = Contracts::new(reference, shapes);
        Self { reference, shapes, options, router, policies, contracts, published }
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
                self.contracts.verdict(*operation, exchange, version)?
            } else {
                Verdict::none(*operation)
            };
            if best.as_ref().is_none_or(|best| verdict.deviations() < best.deviations()) {
                best = Some(verdict);
            }
        }
        let Some(verdict) = best else { return Ok(()) };
        self.count_code(&candidates, verdict.operation, (exchange, is_success), exhibit, tally);
        if is_success {
            let names = Names { reference: self.reference, options: self.options };
            names.count(&candidates, verdict.operation, exchange, exhibit, tally);
            verdict.count(exchange, exhibit, tally);
            self.published.take(self.reference, &verdict, (exchange, exhibit), tally)?;
        }
        Ok(())
    }

    /// The version that an exchange is judged at; nothing where the service has none, or nobody knows it.
    fn version(&self, exchange: &Exchange, operation: &Operation) -> Option<Version> {
        let policy = self.policies.get(operation.document)?.as_ref()?;
        if policy.kind != MicroversionKind::Negotiated {
            return None;
        }
        match asked(exchange, policy.service_name.as_deref(), policy.header.as_deref()) {
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
}

/// The only key of a body.
fn root_key(content: &Content) -> Option<&str> {
    let Content::Json(Value::Object(members)) = content else { return None };
    let mut keys = members.keys();
    keys.next().filter(|_| keys.next().is_none()).map(String::as_str)
}
