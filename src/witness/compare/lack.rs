//! Keys that one side lacks.

use super::super::vote::Votes;
use super::body::{Bodies, Here, Said, is_guess, join};
use super::context::{Origin, Told, shown};
use super::view::View;
use super::{repair, rules};
use crate::config::{Strength, Topic};
use crate::finding::{Subject, is_slip, nearest};
use crate::place::Place;
use crate::reference::Direction;
use crate::shape::{Key, singular};

impl<'a> Bodies<'_, 'a> {
    /// A key of the text that the specification does not allow. It may be written wrongly: `meant` is a key of
    /// the specification that no row describes, with how many samples show it. Returns whether it was told.
    pub(super) fn unknown(
        &mut self,
        said: &Said<'a, '_>,
        key: &str,
        view: &View<'a>,
        meant: Option<(&str, usize)>,
    ) -> bool {
        let Some(first) = said.placed.first() else { return false };
        let is_guess = said.placed.iter().any(|placed| is_guess(placed.why));
        if !view.is_closed() || (is_guess && self.keys.contains(key)) {
            return false;
        }
        let topic = match self.direction {
            Direction::Request => Topic::RequestKeys,
            Direction::Response => Topic::ResponseKeys,
        };
        let Some(strength) = self.context.strength(topic) else { return false };
        let (told, votes, strength) = match meant {
            Some((meant, count)) => {
                let votes = Votes { text: said.count, witness: count };
                (self.called_otherwise(said, (key, meant), view), votes, Strength::Strong)
            }
            None => (self.not_allowed(said, view), Votes::of(said.count, true, false), strength),
        };
        let mut origin = self.context.origin(self.context.row(first), "");
        if let Some((at_row, _)) = origin.related.pop() {
            origin.related.push((origin.place, "its entry".to_owned()));
            origin.place = at_row;
        }
        let samples = match meant {
            Some((meant, count)) if count > 0 => format!("{count} show `{meant}`"),
            _ => said.shows(),
        };
        let vote = (votes, samples, strength);
        self.context.differ(&rules::PROPERTY_UNKNOWN, origin, first.operation, told, vote);
        true
    }

    fn not_allowed(&self, said: &Said<'a, '_>, view: &View<'a>) -> Told {
        let (path, side) = (&said.path, self.direction.as_str());
        Told {
            headline: format!(
                "`{path}` of the {side} is documented, and the specification does not allow it"
            ),
            text: "has a row".to_owned(),
            witness: "has other keys, and is closed".to_owned(),
            pointer: view.pointer().to_owned(),
            help: "take the row out, or write its name as the code does".to_owned(),
            fix: None,
        }
    }

    fn called_otherwise(&self, said: &Said<'a, '_>, (key, meant): (&str, &str), view: &View<'a>) -> Told {
        let (path, side) = (&said.path, self.direction.as_str());
        let row = said.placed.first().map(|first| self.context.row(first));
        Told {
            headline: format!("`{path}` of the {side} is called `{meant}` in the specification"),
            text: format!("has a row `{key}`"),
            witness: format!("has `{meant}`, and no `{key}`"),
            pointer: view.pointer().to_owned(),
            help: format!("write its name as the code does: `{meant}`"),
            fix: row.map(|row| repair::of_name(row, meant)),
        }
    }

    /// Has a table of this side a row of that name, wherever it stands?
    fn has_row(&self, key: &str) -> bool {
        let mut operations = self.operations.iter().map(|id| self.context.operation(*id));
        operations.any(|operation| operation.rows_of(self.direction).any(|row| row.name == key))
    }

    /// The key of the specification that a row without one is probably about: no row describes it, and the
    /// names differ by a slip of the pen.
    pub(super) fn meant(
        key: &str,
        here: &[Here<'a>],
        view: &View<'a>,
        documented: &[&Key],
    ) -> Option<(&'a str, usize)> {
        let free =
            view.keys().into_iter().filter(|one| !documented.iter().any(|known| known.as_str() == *one));
        let is_slip = |meant: &&str| is_slip(key, meant) && singular(key) != singular(meant);
        let meant = nearest(key, free).filter(is_slip)?;
        Some((meant, shown_in(here, meant)))
    }

    /// The keys of the specification that no row describes.
    pub(super) fn undocumented(
        &mut self,
        path: &str,
        here: &[Here<'a>],
        view: &View<'a>,
        (documented, misspelt): (&[&Key], &[&str]),
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
        // What samples show has two witnesses, even if each of them alone says little.
        let with_samples = match topic {
            Topic::OpenKeys if !self.context.options.votes.contains_key(&topic) => Some(Strength::Weak),
            _ => strength,
        };
        for key in view.keys() {
            if documented.iter().any(|known| known.as_str() == key) || self.guessed.contains(key) {
                continue;
            }
            let Some(member) = view.member(key) else { continue };
            if member.only_in.is_some_and(|direction| direction != self.direction) {
                continue;
            }
            self.context.coverage.properties.count(false);
            let count = shown_in(here, key);
            let Some(strength) = (if count > 0 { with_samples } else { strength }) else { continue };
            // Tables are flat: the row of another object may be meant for this one, too.
            if misspelt.contains(&key) || (count > 0 && self.has_row(key)) {
                continue;
            }
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
                fix: repair::of_row(self.context, (first, self.direction), (key, member.view.types())),
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

/// How many samples show a key at a place.
fn shown_in(here: &[Here<'_>], key: &str) -> usize {
    let nodes = here.iter().filter_map(|one| one.node.members.get(key));
    nodes.map(|node| node.seen.samples.max(usize::from(node.seen.count > 0))).sum()
}

/// The last name of a path, the same for one thing and for a list of such things.
fn one_of(path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
    singular(last).into_owned()
}
