use super::change::Change;
use super::compare::changes;
use super::kind::{ChangeKind, Class};
use super::operation::Contract;
use super::pairing::merged;
use super::verdict::{Evidence, Verdict};
use crate::analysis::{Allowed, Analysis, AnalysisError, CHANGE_WITHOUT_VERSION, Form};
use crate::collections::HashSet;
use crate::config::{MicroversionChoice, MicroversionKind};
use crate::version::Version;

/// So many new microversions are looked at one by one; of more only the last one.
const MOST_VERSIONS: u32 = 12;

/// What changed, and what is to be thought of it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Comparison {
    /// Each change, with what it says about versions that are released.
    pub changes: Vec<(Change, Verdict)>,
}

impl Comparison {
    /// The changes between two contracts that are looked at as one version each.
    pub fn of_contracts(old: &Contract, new: &Contract) -> Self {
        let found = changes(old, new, false);
        Self::judged(found, old.negotiates || new.negotiates, Evidence::None, &Allowed::default())
    }

    fn judged(found: Vec<Change>, negotiates: bool, evidence: Evidence, allowed: &Allowed) -> Self {
        let judge = |change: Change| {
            let verdict = match negotiates && change.version.is_none() && change.wants_version() {
                false => Verdict::Fine,
                true if change.operations.iter().all(|operation| allowed.has(operation)) => Verdict::Excused,
                true => Verdict::of(evidence),
            };
            (change, verdict)
        };
        Self { changes: merged(found).into_iter().map(judge).collect() }
    }

    /// Excuses all that lacks a microversion.
    pub fn excuse(&mut self) {
        for (_, verdict) in self.changes.iter_mut().filter(|(_, verdict)| *verdict != Verdict::Fine) {
            *verdict = Verdict::Excused;
        }
    }

    /// How many changes are of a class.
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|(change, _)| change.class == class).count()
    }

    /// How many changes have a verdict.
    pub fn count_of(&self, verdict: Verdict) -> usize {
        self.changes.iter().filter(|(_, known)| *known == verdict).count()
    }
}

/// What an analysis promises in a state of the API: what its text says. Keys that only samples show are no
/// promise, and no sample takes one back.
pub fn contract_of(analysis: &Analysis, microversion: MicroversionChoice) -> Result<Contract, AnalysisError> {
    let form = Form { declared_only: true, strict: true, microversion, ..Form::default() };
    contract_in(analysis, &form)
}

/// What the documents of an analysis promise in its latest version, to compare with a document: there, what
/// a sample contradicts has given way.
pub fn published_contract(analysis: &Analysis) -> Result<Contract, AnalysisError> {
    contract_in(analysis, &Form { declared_only: true, ..Form::default() })
}

fn contract_in(analysis: &Analysis, form: &Form) -> Result<Contract, AnalysisError> {
    let mut contract = Contract::default();
    for document in analysis.documents(form)? {
        contract
            .add(&document.value)
            .map_err(|error| AnalysisError::Question(format!("the document {} {error}", document.name)))?;
    }
    Ok(contract)
}

/// The versions of a reference: those of the first document that negotiates them, else of the first one that
/// has any.
struct Versions {
    floor: Version,
    ceiling: Version,
    negotiated: bool,
}

fn versions(analysis: &Analysis) -> Option<Versions> {
    let reference = analysis.reference();
    let policies = || reference.documents.iter().filter_map(|document| reference.policy(document));
    let policy = policies()
        .find(|policy| policy.kind == MicroversionKind::Negotiated)
        .or_else(|| policies().next())?;
    let negotiated = policy.kind == MicroversionKind::Negotiated;
    Some(Versions { floor: policy.floor, ceiling: policy.ceiling, negotiated })
}

/// What changed from one state of a reference to another. Where it has microversions, three questions are
/// asked: what changed of the versions that were released, the last one and the first one; which windows
/// changed; and what the new versions bring, which is compatible whatever it is.
pub fn compare_trees(
    old: &Analysis,
    new: &Analysis,
    evidence: Evidence,
) -> Result<Comparison, AnalysisError> {
    let allowed = new.allowed(CHANGE_WITHOUT_VERSION.id)?;
    let (Some(before), Some(now)) = (versions(old), versions(new)) else {
        let latest = MicroversionChoice::Latest;
        let found = changes(&contract_of(old, latest)?, &contract_of(new, latest)?, false);
        let negotiates = versions(new).is_some_and(|now| now.negotiated);
        return Ok(Comparison::judged(found, negotiates, evidence, &allowed));
    };
    let last = before.ceiling.min(now.ceiling);
    let mut found = Vec::new();
    for version in [last, before.floor.max(now.floor).min(last)] {
        let at = MicroversionChoice::At(version);
        add(&mut found, changes(&contract_of(old, at)?, &contract_of(new, at)?, false));
    }
    let all = MicroversionChoice::All;
    add(&mut found, changes(&contract_of(old, all)?, &contract_of(new, all)?, true));
    let mut at = contract_of(new, MicroversionChoice::At(last))?;
    for version in new_versions(last, now.ceiling) {
        let next = contract_of(new, MicroversionChoice::At(version))?;
        let brought = changes(&at, &next, false).into_iter().map(|mut change| {
            change.version = Some(version);
            if change.class == Class::Breaking {
                change.class = Class::Compatible;
            }
            change
        });
        found.extend(brought.collect::<Vec<_>>());
        at = next;
    }
    Ok(Comparison::judged(found, now.negotiated || before.negotiated, evidence, &allowed))
}

/// What differs between two microversions of one reference. Nobody is broken who does not ask for the other
/// one: the classes say what it takes to go from one to the other.
pub fn compare_versions(
    analysis: &Analysis,
    old: MicroversionChoice,
    new: MicroversionChoice,
) -> Result<Comparison, AnalysisError> {
    let found = changes(&contract_of(analysis, old)?, &contract_of(analysis, new)?, false);
    Ok(Comparison::judged(found, false, Evidence::None, &Allowed::default()))
}

/// The versions behind `last`, up to the newest.
fn new_versions(last: Version, ceiling: Version) -> Vec<Version> {
    let count = ceiling.minor.saturating_sub(last.minor);
    if ceiling <= last {
        Vec::new()
    } else if ceiling.major != last.major || count > MOST_VERSIONS {
        vec![ceiling]
    } else {
        (last.minor + 1..=ceiling.minor).map(|minor| Version { major: last.major, minor }).collect()
    }
}

/// Adds what is not there already: the same change of another version. What is gone or new as a whole says all
/// about its windows.
fn add(found: &mut Vec<Change>, more: Vec<Change>) {
    let is_whole =
        |change: &&Change| matches!(change.kind, ChangeKind::OperationAdded | ChangeKind::OperationRemoved);
    let whole: HashSet<Vec<String>> =
        found.iter().filter(is_whole).map(|change| change.operations.clone()).collect();
    let key = |change: &Change| (change.kind, change.side, change.operations.clone(), change.thing.clone());
    let known: HashSet<_> = found.iter().map(key).collect();
    let is_new = |change: &Change| !whole.contains(&change.operations) && !known.contains(&key(change));
    found.extend(more.into_iter().filter(is_new));
}
