use std::collections::BTreeSet;
use std::slice::from_ref;

use maud::{Markup, html};

use crate::analysis::{Analysis, AnalysisError};
use crate::change::{self, Class, Evidence};
use crate::place::Place;
use crate::source::Sources;
use crate::text::visible;
use crate::triage::identity::fingerprint;
use crate::triage::{Selection, number};

/// So much of each list is shown.
const MOST: usize = 100;

/// What changed since an earlier state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Since {
    /// What the earlier state is called.
    name: String,
    /// The fingerprints of findings that were not there, with what they say.
    new: Vec<(String, String)>,
    /// What findings say that are no longer there, and where they were.
    mended: Vec<(String, String)>,
    /// What changed in the contract: the class, the words, the operations.
    changes: Vec<(Class, String, Vec<String>)>,
}

impl Since {
    /// Compares two states of a reference.
    pub(crate) fn new(
        name: &str,
        before: &Analysis,
        now: &Analysis,
        selection: &Selection,
    ) -> Result<Self, AnalysisError> {
        let told =
            |one: &Analysis, other: &Analysis| -> Result<Vec<(String, String, String)>, AnalysisError> {
                let findings = change::since(one, from_ref(other), selection)?.findings;
                let new = findings.iter().filter(|finding| !finding.is_known());
                let words = new.map(|finding| {
                    let print = fingerprint(finding, one.sources());
                    (print, finding.headline().to_owned(), shown(finding.place(), one.sources()))
                });
                Ok(words.collect())
            };
        let comparison = change::compare_trees(before, now, Evidence::None)?;
        let changes = comparison.changes.into_iter();
        Ok(Self {
            name: name.to_owned(),
            new: told(now, before)?.into_iter().map(|(print, words, _)| (print, words)).collect(),
            mended: told(before, now)?.into_iter().map(|(_, words, place)| (words, place)).collect(),
            changes: changes.map(|(change, _)| (change.class, change.message(), change.operations)).collect(),
        })
    }

    /// The fingerprints of findings that are new.
    pub(super) fn prints(&self) -> BTreeSet<&str> {
        self.new.iter().map(|(print, _)| print.as_str()).collect()
    }

    /// What it says in the overview.
    pub(super) fn section(&self) -> Markup {
        html! {
            h2 { "Since " (visible(&self.name)) }
            ul.numbers {
                li { strong { (self.new.len()) } " new" }
                li { strong { (self.mended.len()) } " mended" }
                @for (class, words) in [(Class::Breaking, "breaking"), (Class::Compatible, "compatible")] {
                    @let count = self.changes.iter().filter(|change| change.0 == class).count();
                    li { strong { (count) } " " (words) }
                }
            }
            (list("New findings", self.new.len(), html! {
                @for (print, words) in self.new.iter().take(MOST) {
                    li { a href=(format!("#finding={print}")) { (visible(words)) } }
                }
            }))
            (list("Mended findings", self.mended.len(), html! {
                @for (words, place) in self.mended.iter().take(MOST) {
                    li { (visible(words)) " " code { (visible(place)) } }
                }
            }))
            (list("Changes of the contract", self.changes.len(), html! {
                @for (class, words, operations) in self.changes.iter().take(MOST) {
                    li {
                        @if *class == Class::Breaking { span.badge.deprecated { "breaking" } " " }
                        (visible(words)) " "
                        @if let Some(first) = operations.first() { code { (visible(first)) } }
                        @if operations.len() > 1 { " and " (number(operations.len() - 1, "others")) }
                    }
                }
            }))
        }
    }
}

/// A list behind its title, which can be opened.
fn list(title: &str, count: usize, items: Markup) -> Markup {
    html! {
        @if count > 0 {
            details.related {
                summary { (title) " (" (count) ")" }
                ul { (items) @if count > MOST { li { "and " (number(count - MOST, "others")) } } }
            }
        }
    }
}

fn shown(place: &Place, sources: &Sources) -> String {
    let at = sources.position(sources.span_of(place));
    format!("{}:{}", sources.path(place.source()), at.line)
}
