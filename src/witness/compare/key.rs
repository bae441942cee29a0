//! A key that both have: types, null, values, what is required, versions.

use std::collections::BTreeSet;

use super::super::vote::Votes;
use super::body::{Bodies, Said};
use super::context::{Told, fits, listed, shown};
use super::member::Member;
use super::view::View;
use super::{repair, rules};
use crate::config::Topic;
use crate::reference::{Direction, OperationId, Types};
use crate::version::Window;

impl<'a> Bodies<'_, 'a> {
    /// Compares types; false where what is inside cannot be compared.
    pub(super) fn types(&mut self, said: &Said<'a, '_>, member: &Member<'a>) -> bool {
        let theirs = member.view.types();
        let mut ours = Types::NONE;
        for placed in &said.placed {
            let types = self.context.types(self.context.row(placed));
            if types.is_none() {
                return true;
            }
            ours = ours.or(types);
        }
        let ours = ours.without(Types::NULL);
        if ours.is_none() || theirs.is_none() || fits(ours, theirs) {
            return true;
        }
        let (Some(strength), Some(first)) = (self.context.strength(Topic::Types), said.placed.first()) else {
            return true;
        };
        let origin = self.context.origin(self.context.row(first), "type");
        let shows = said.seen.without(Types::NULL);
        let votes = match shows.is_none() {
            true => Votes::NONE,
            false => Votes::of(said.samples, fits(shows, ours), fits(shows, theirs)),
        };
        let told = Told {
            headline: format!("`{}` is {ours} in the text, and {theirs} in the specification", said.path),
            text: shown(ours),
            witness: shown(theirs),
            pointer: member.pointer.clone(),
            help: format!("write the type that the specification has: {theirs}"),
            fix: repair::of_type(self.context, self.context.row(first), theirs),
        };
        let samples = said.shows();
        self.context.differ(&rules::TYPE, origin, first.operation, told, (votes, samples, strength));
        let containers = |types: Types| types.and(Types::CONTAINERS);
        theirs != Types::NULL && containers(ours) == containers(theirs)
    }

    pub(super) fn null(&mut self, said: &Said<'a, '_>, member: &Member<'a>) {
        let Some(first) = said.placed.first() else { return };
        let ours = said.placed.iter().any(|placed| self.context.takes_null(self.context.row(placed)));
        let theirs = member.view.takes_null();
        // What nobody says of required keys, nobody says of null in answers either.
        let is_silent = self.direction == Direction::Response && !self.context.spec.names_required();
        if ours == theirs
            || (ours && (member.view.types().is_none() || member.view.holds_null()))
            || (theirs && (is_silent || member.view.contradicts_null()))
        {
            return;
        }
        let topic = if theirs { Topic::Null } else { Topic::NotNull };
        let Some(strength) = self.context.strength(topic) else { return };
        let is_shown = said.seen.has(Types::NULL);
        let votes = if is_shown { Votes::of(said.samples, ours, theirs) } else { Votes::NONE };
        let word = |takes: bool| if takes { "may be null" } else { "is never null" };
        let told = Told {
            headline: format!(
                "`{}` {} in the text, but {} in the specification",
                said.path,
                word(ours),
                word(theirs)
            ),
            text: word(ours).to_owned(),
            witness: word(theirs).to_owned(),
            pointer: member.pointer.clone(),
            help: match theirs {
                true => "say in the description when it is null".to_owned(),
                false => "take null out of type and description".to_owned(),
            },
            fix: theirs.then(|| repair::of_null(self.context, self.context.row(first))).flatten(),
        };
        let origin = self.context.origin(self.context.row(first), "type");
        let samples = said.shows();
        self.context.differ(&rules::NULL, origin, first.operation, told, (votes, samples, strength));
    }

    pub(super) fn values(&mut self, said: &Said<'a, '_>, member: &Member<'a>) {
        let Some(first) = said.placed.first() else { return };
        let mut ours = BTreeSet::new();
        for placed in &said.placed {
            let values = self.context.values(self.context.row(placed));
            if values.is_empty() {
                return;
            }
            ours.extend(values);
        }
        let Some(theirs) = member.view.values() else { return };
        let more: Vec<&String> = ours.difference(&theirs).collect();
        let fewer: Vec<&String> = theirs.difference(&ours).collect();
        // Other cases of a word are lenient input, as are words for true and false, and numbers as text.
        let is_other_case = |value: &String| {
            ours.iter().chain(&theirs).any(|other| other != value && other.eq_ignore_ascii_case(value))
        };
        let fewer: Vec<&String> = fewer.into_iter().filter(|value| !is_other_case(value)).collect();
        let is_lenient = !member.view.types().has(Types::STRING) || member.view.types() != Types::STRING;
        if (more.is_empty() && fewer.is_empty()) || is_lenient {
            return;
        }
        let Some(strength) = self.context.strength(Topic::Values) else { return };
        let texts: BTreeSet<&String> = said.here.iter().flat_map(|one| &one.node.seen.texts).collect();
        let votes = Votes {
            text: texts.iter().filter(|text| ours.contains(**text) && !theirs.contains(**text)).count(),
            witness: texts.iter().filter(|text| theirs.contains(**text) && !ours.contains(**text)).count(),
        };
        let mut parts = Vec::new();
        if !more.is_empty() {
            parts.push(format!("the text alone lists {}", listed(&more)));
        }
        if !fewer.is_empty() {
            parts.push(format!("the specification alone lists {}", listed(&fewer)));
        }
        let told = Told {
            headline: format!("of the values of `{}` {}", said.path, parts.join(", and ")),
            text: listed(&ours),
            witness: listed(&theirs),
            pointer: member.pointer.clone(),
            help: "list the values that the specification has".to_owned(),
            fix: None,
        };
        let origin = self.context.origin(self.context.row(first), "enum");
        let samples = match texts.is_empty() {
            true => "show no value".to_owned(),
            false => format!("show {}", listed(&texts)),
        };
        self.context.differ(&rules::VALUES, origin, first.operation, told, (votes, samples, strength));
    }

    pub(super) fn required(&mut self, said: &Said<'a, '_>, member: &Member<'a>, around: &View<'a>) {
        let Some(first) = said.placed.first() else { return };
        let is_action = self.action.is_some_and(|action| action == said.path);
        let ours = first.required;
        let is_one_word = said.placed.iter().all(|placed| placed.required == ours)
            && said.here.iter().all(|one| one.node.is_declared() && !one.node.optional)
            && said.here.len() == said.forms;
        if is_action
            || !is_one_word
            || !member.is_clear
            || ours == member.required
            || !self.context.spec.names_required()
            // Services refuse a request that lacks what they need, and so somebody wrote it down.
            || (self.direction == Direction::Response && !member.names_required)
            // A text that says when it is there calls it required in these cases.
            || (ours && self.context.is_limited(self.context.row(first)))
            // What is the only key around all others is there, whether a schema says so or not.
            || (ours && around.keys().len() == 1 && !member.names_required)
        {
            return;
        }
        let topic = match self.direction {
            Direction::Request => Topic::RequestRequired,
            Direction::Response if ours => Topic::ResponseOptional,
            Direction::Response => Topic::ResponseRequired,
        };
        let Some(strength) = self.context.strength(topic) else { return };
        // A sample with the key may have one that is optional. One of another version says nothing.
        let lacks = said.around > said.count && first.window.is_all() && said.count > 0;
        let votes = if lacks { Votes::of(1, !ours, ours) } else { Votes::NONE };
        let word = |required: bool| if required { "required" } else { "optional" };
        let told = Told {
            headline: format!(
                "`{}` of the {} is {} in the text, and {} in the specification",
                said.path,
                self.direction.as_str(),
                word(ours),
                word(!ours)
            ),
            text: word(ours).to_owned(),
            witness: word(!ours).to_owned(),
            pointer: member.pointer.clone(),
            help: format!("write `required: {}`", !ours),
            fix: repair::of_required(self.context, self.context.row(first), !ours),
        };
        let samples = match said.around {
            0 => "show no object that has it".to_owned(),
            around => format!("{} of {around} objects have it", said.count),
        };
        let origin = self.context.origin(self.context.row(first), "required");
        self.context.differ(&rules::REQUIRED, origin, first.operation, told, (votes, samples, strength));
    }

    /// Compares windows, and returns the versions in which both have the key.
    pub(super) fn window(
        &mut self,
        said: &Said<'a, '_>,
        member: &Member<'a>,
        around: &View<'a>,
        clamp: Window,
    ) -> Window {
        let Some(ours) = said.placed.iter().map(|placed| placed.window).reduce(Window::hull) else {
            return clamp.intersect(member.window);
        };
        let both = clamp.intersect(ours).intersect(member.window);
        let speaks = around.has_versions() || member.window != around.window();
        let (Some(era), Some(first), true) = (self.era, said.placed.first(), speaks) else { return both };
        let own = era.open(ours.intersect(clamp));
        let others = era.open(member.window.intersect(clamp));
        // A last version that the specification does not name is often only left out.
        let others = Window { max: others.max.or(own.max), ..others };
        let Some(strength) = self.context.strength(Topic::Windows).filter(|_| own != others) else {
            return both;
        };
        // What the description says in words is documented.
        let named = |id: &OperationId| self.context.names_window(self.context.operation(*id), own, others);
        if self.context.row_names_window(self.context.row(first), own, others)
            || self.operations.iter().any(named)
        {
            return both;
        }
        let field = if own.min == others.min { "max_version" } else { "min_version" };
        let told = Told {
            headline: format!(
                "`{}` is there {own} in the text, and {others} in the specification",
                said.path
            ),
            text: own.to_string(),
            witness: others.to_string(),
            pointer: member.pointer.clone(),
            help: format!("write {}", others.bounds()),
            fix: None,
        };
        let origin = self.context.origin(self.context.row(first), field);
        let samples = "do not tell versions".to_owned();
        let vote = (Votes::NONE, samples, strength);
        self.context.differ(&rules::WINDOW, origin, first.operation, told, vote);
        // What is inside is not to be told again.
        if both.is_empty() { clamp } else { both }
    }
}
