use super::kind::{ChangeKind, Class};
use super::part::{Part, plain};
use crate::triage::number;
use crate::version::Version;

/// The side that a change is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What clients send; operations as a whole are on this side.
    Request,
    /// What they get.
    Response,
}

/// One change of what documents promise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// On which side.
    pub side: Side,
    /// What it means.
    pub class: Class,
    /// The operations that have it, `METHOD path` as they are now, or as they were if they are gone.
    pub operations: Vec<String>,
    /// What was there, where that says more than the kind.
    pub old: Option<String>,
    /// What is there.
    pub new: Option<String>,
    /// The microversion that brings it, if it is a new one.
    pub version: Option<Version>,
    pub(super) thing: Thing,
    /// The same thing where a component that both use gives it another name or another place.
    pub(super) elsewhere: Vec<Thing>,
    /// The component that it is in, and where.
    pub(super) shared: Option<String>,
}

/// What a change is about: `query parameter`, its name, `of the request`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Thing {
    pub(super) what: String,
    pub(super) name: String,
    pub(super) of: String,
}

impl Change {
    /// The change in a sentence, names in backquotes.
    pub fn message(&self) -> String {
        plain(&self.parts())
    }

    /// The name of the thing that changed: a key with what is around it, a parameter, a code; empty for an
    /// operation as a whole.
    pub fn name(&self) -> &str {
        &self.thing.name
    }

    /// Its names: several where a component that changed stands in several places, `boxes[].size` and
    /// `box.size`.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for thing in self.things().filter(|thing| !thing.name.is_empty()) {
            if !names.contains(&thing.name.as_str()) {
                names.push(&thing.name);
            }
        }
        names
    }

    pub(super) fn things(&self) -> impl Iterator<Item = &Thing> {
        std::iter::once(&self.thing).chain(&self.elsewhere)
    }

    /// What it is about: the names in one place, then those in the next.
    fn subject(&self) -> Vec<Part> {
        /// So many places are named.
        const NAMED: usize = 4;
        let words = |text: &str| Part::Words(text.to_owned());
        let mut parts = Vec::new();
        let mut last: Option<&Thing> = None;
        for thing in self.things().take(NAMED) {
            match last {
                Some(last) if (&last.what, &last.of) == (&thing.what, &thing.of) => parts.push(words("or")),
                Some(last) => {
                    parts.extend([words(&last.of), words("or"), words(&thing.what)]);
                }
                None => parts.push(words(&thing.what)),
            }
            parts.push(Part::Name(thing.name.clone()));
            last = Some(thing);
        }
        let more = (1 + self.elsewhere.len()).saturating_sub(NAMED);
        if more > 0 {
            parts.push(words(&format!("or in {}", number(more, "other places"))));
        }
        parts.extend(last.map(|last| words(&last.of)));
        parts.retain(|part| !part.is_empty());
        parts
    }

    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = self.subject();
        let words = |text: &str| Part::Words(text.to_owned());
        let old = Part::Name(self.old.clone().unwrap_or_default());
        let new = Part::Name(self.new.clone().unwrap_or_default());
        use ChangeKind as Kind;
        parts.extend(match self.kind {
            Kind::PathChanged | Kind::PathVariableRenamed | Kind::TitleChanged => {
                vec![words("is"), new, words("now, and was"), old]
            }
            Kind::TypeWidened | Kind::TypeNarrowed | Kind::TypeReplaced => {
                vec![words("has the type"), new, words("now, and had"), old]
            }
            Kind::ValuesListed => vec![words("takes nothing but"), new],
            Kind::ValueAdded => vec![words("takes"), new, words("as well")],
            Kind::ValueRemoved => vec![words("no longer takes"), old],
            Kind::BoundTightened => vec![words("takes less: it is"), new, words("now, and was"), old],
            Kind::BoundLoosened => vec![words("takes more: it is"), new, words("now, and was"), old],
            Kind::DefaultChanged | Kind::DefaultStated => {
                let was = self.old.is_some().then(|| vec![words("and was"), old]);
                let mut told = match &self.new {
                    Some(_) => vec![words("has the default"), new],
                    None => vec![words("has no default any more,")],
                };
                told.extend(was.unwrap_or_default());
                told
            }
            Kind::FormatChanged => vec![words("has the format"), new, words("now, and had"), old],
            Kind::WindowNarrowed => vec![words("exists in fewer microversions:"), new, words("and was"), old],
            Kind::WindowWidened => vec![words("exists in more microversions:"), new, words("and was"), old],
            kind => vec![words(short(kind))],
        });
        parts
    }

    /// Does it need a new microversion, where a service negotiates them?
    pub(super) fn wants_version(&self) -> bool {
        /// Every operation may give these.
        const COMMON: [&str; 5] = ["400", "401", "403", "404", "415"];
        let code = self.thing.name.as_str();
        let is_common = COMMON.contains(&code) || code.starts_with('5') || code == "default";
        self.kind.wants_version(self.side) && !(self.kind == ChangeKind::ErrorCodeAdded && is_common)
    }
}

/// What happened, where the kind says all.
fn short(kind: ChangeKind) -> &'static str {
    use ChangeKind as Kind;
    match kind {
        Kind::RequiredParameterAdded | Kind::RequiredKeyAdded => "is new and required",
        Kind::OperationRemoved
        | Kind::ActionRemoved
        | Kind::ParameterRemoved
        | Kind::KeyRemoved
        | Kind::SuccessCodeRemoved
        | Kind::ErrorCodeRemoved
        | Kind::HeaderRemoved
        | Kind::MediaTypeRemoved
        | Kind::SampleRemoved => "is gone",
        Kind::RequiredNow => "is required now",
        Kind::OptionalNow => "is optional now",
        Kind::NullAllowed => "may be null now",
        Kind::NullForbidden => "may no longer be null",
        Kind::ValuesUnlisted => "no longer lists its values",
        Kind::Deprecated => "is deprecated",
        Kind::Undeprecated => "is no longer deprecated",
        Kind::SampleChanged | Kind::DescriptionChanged => "is another one",
        _ => "is new",
    }
}
