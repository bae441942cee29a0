use super::super::vote::{Standing, Votes};
use crate::collections::IndexMap;
use crate::config::Strength;
use crate::finding::{Finding, Findings, Fix, Rule, Subject};
use crate::place::Place;

/// How many further places of one cause a finding lists.
const MOST_PLACES: usize = 24;

/// A place where text and specification differ.
#[derive(Debug, Clone)]
pub(super) struct Difference {
    pub(super) rule: &'static Rule,
    /// What would have to change: differences of one cause are one finding.
    pub(super) cause: String,
    pub(super) subject: Subject,
    pub(super) place: Place,
    /// Other places that matter, with what is there.
    pub(super) related: Vec<(Place, String)>,
    /// `METHOD path` of the text.
    pub(super) operation: Option<String>,
    /// In one line.
    pub(super) headline: String,
    /// What the text says.
    pub(super) text: String,
    /// What the specification says, and where.
    pub(super) witness: String,
    pub(super) pointer: String,
    pub(super) votes: Votes,
    /// What the samples show.
    pub(super) samples: String,
    pub(super) strength: Strength,
    /// What to change if the text is wrong.
    pub(super) help: String,
    /// The edits that do so, if samples agree with the specification at this place.
    pub(super) fix: Option<Fix>,
}

/// What differences are one by: the rule, what would have to change, what the text and the specification say.
type Cause = (&'static str, String, String, String);

/// Differences of one cause, as one finding each, in the order in which they were met.
pub(super) fn findings(differences: Vec<Difference>, spec: &str) -> Findings {
    let mut causes: IndexMap<Cause, (Difference, Vec<Difference>)> = IndexMap::default();
    for difference in differences {
        let rule = difference.rule.id;
        let key = (rule, difference.cause.clone(), difference.text.clone(), difference.witness.clone());
        match causes.get_mut(&key) {
            Some((_, more)) => more.push(difference),
            None => drop(causes.insert(key, (difference, Vec::new()))),
        }
    }
    causes.into_values().map(|(first, more)| finding(first, more, spec)).collect()
}

fn finding(first: Difference, more: Vec<Difference>, spec: &str) -> Finding {
    let (mut votes, mut strength) = (first.votes, first.strength);
    for other in &more {
        votes.add(other.votes);
        strength = strength.max(other.strength);
    }
    let standing = votes.standing();
    let fix = match standing {
        Standing::TextAlone => fix(&first, &more),
        _ => None,
    };
    let knows = |difference: &&Difference| difference.votes != Votes::NONE;
    let samples = std::iter::once(&first).chain(&more).find(knows).unwrap_or(&first);
    let body = format!(
        "text: {}\nspecification: {}, at {spec}#{}\nsamples: {}",
        first.text, first.witness, first.pointer, samples.samples
    );
    let (headline, help) = match standing {
        Standing::TextAlone => (first.headline, first.help),
        Standing::WitnessAlone => (
            format!("the specification looks wrong here: {}", first.headline),
            "the samples agree with the text: tell those who make the specification".to_owned(),
        ),
        Standing::Even => (
            first.headline,
            format!("ask the code which of the two is right; if the text is wrong: {}", first.help),
        ),
    };
    let mut finding = Finding::new(first.rule, first.place.clone(), first.subject, headline)
        .with_severity(standing.severity(strength))
        .with_body(&body)
        .with_help(help)
        .with_operations(first.operation.into_iter().collect())
        .with_fixes(fix);
    for (place, label) in first.related {
        finding = finding.with_related(place, label);
    }
    let mut places = vec![first.place];
    for other in more {
        if !places.contains(&other.place) && places.len() < MOST_PLACES {
            places.push(other.place.clone());
            finding = finding.with_related(other.place, "and here");
        }
        if let Some(operation) = other.operation {
            finding.add_operation(operation);
        }
    }
    finding
}

/// The edits at all places where samples agree with the specification.
fn fix(first: &Difference, more: &[Difference]) -> Option<Fix> {
    let agreed = std::iter::once(first).chain(more).filter(|one| one.votes.standing() == Standing::TextAlone);
    let mut all = agreed.filter_map(|one| one.fix.clone());
    let mut fix = all.next()?;
    for other in all {
        for edit in other.edits {
            if !fix.edits.contains(&edit) {
                fix = fix.replacing(edit.span, edit.text);
            }
        }
    }
    Some(fix)
}
