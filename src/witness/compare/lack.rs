//! Keys that one side lacks.

use super::super::vote::Votes;
use super::body::{Bodies, Here, Said, is_guess, join};
use super::context::{Origin, Told, shown};
use super::rules;
use super::view::View;
use crate::config::{Strength, Topic};
use crate::finding::Subject;
use crate::place::Place;
use crate::reference::Direction;
use crate::shape::{Key, singular};

impl<'a> Bodies<'_, 'a> {
    /// A key of the text that the specification does not allow.
    pub(super) fn unknown(&mut self, said: &Said<'a, '_>, key: &str, view: &View<'a>) {
        let Some(first) = said.placed.first() else { return };
        let is_guess = said.placed.iter().any(|placed| is_guess(placed.why));
        if !view.is_closed() || (is_guess && self.keys.contains(key)) {
            return;
        }
        let topic = match self.direction {
            Direction::Request => Topic::RequestKeys,
            Direction::Response => Topic::ResponseKeys,
        };
        let Some(strength) = self.context.strength(topic) else { return };
        let told = Told {
            headline: format!(
                "`{}` of the {} is documented, and the specification does not allow it",
                said.path,
                self.direction.as_str()
            ),
            text: "has a row".to_owned(),
            witness: "has other keys, and is closed".to_owned(),
            pointer: view.pointer().to_owned(),
            help: "take the row out, or write its name as the code does".to_owned(),
        };
        let votes = Votes::of(said.count, true, false);
        let mut origin = self.context.origin(self.context.row(first), "");
        if let Some((at_row, _)) = origin.related.pop() {
            origin.related.push((origin.place, "its entry".to_owned()));
            origin.place = at_row;
        }
        let samples = said.shows();
        self.context.differ(
            &rules::PROPERTY_UNKNOWN,
            origin,
            first.operation,
            told,
            (votes, samples, strength),
        );
    }

    /// The keys of the specification that no row describes.
    pub(super) fn undocumented(
        &mut self,
        path: &str,
        here: &[Here<'a>],
        view: &View<'a>,
        documented: &[&Key],
    ) {
        let topic = match (view.is_closed(), self.direction) {
            (false, _) => Topic::OpenKeys,
            (true, Direction::Request) => Topic::RequestKeys,
            (true, Direction::Response) => Topic::ResponseKeys,
        };
        // That a closed object has a key is as good as any word.
        let strength = match topic {
            Topic::ResponseKeys => self.context.strength(topic).map(|_| Strength::Strong),
            topic => self.context.strength(topic),
        };
        for key in view.keys() {
            if documented.iter().any(|known| known.as_str() == key) || self.guessed.contains(key) {
                continue;
            }
            let (Some(strength), Some(member)) = (strength, view.member(key)) else { continue };
            if member.only_in.is_some_and(|direction| direction != self.direction) {
                continue;
            }
            self.context.coverage.properties.count(false);
            let count: usize = here
                .iter()
                .filter_map(|one| one.node.members.get(key))
                .map(|node| node.seen.samples.max(usize::from(node.seen.count > 0)))
                .sum();
            let Some(first) = self.operations.first().copied() else { continue };
            let operation = self.context.operation(first);
            let place: Place = operation.table_span(self.direction).unwrap_or(operation.title_span).into();
            let told = Told {
                headline: format!(
                    "`{}` of the {} is in the specification, and no row describes it",
                    join(path, key),
                    self.direction.as_str()
                ),
                text: "has no row".to_owned(),
                witness: shown(member.view.types()),
                pointer: member.pointer.clone(),
                help: format!("add a row for `{key}`"),
            };
            let origin = Origin {
                cause: format!(
                    "document {} {}, {}.{key}",
                    operation.document,
                    operation.chapter,
                    one_of(path)
                ),
                subject: Subject::key(join(path, key)),
                place,
                related: Vec::new(),
            };
            let samples = match count {
                0 => "show it nowhere".to_owned(),
                count => format!("{count} show it"),
            };
            let vote = (Votes::of(count, false, true), samples, strength);
            self.context.differ(&rules::PROPERTY_UNDOCUMENTED, origin, first, told, vote);
        }
    }
}

/// The last name of a path, the same for one thing and for a list of such things.
fn one_of(path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
    singular(last).into_owned()
}
