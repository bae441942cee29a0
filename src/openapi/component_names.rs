use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::object_words::{
    are_pages, by_members, common_end, commonest, is_reference, joined, own_member, telling_end,
};
use super::schemas::DistinctBody;
use super::shared_objects::Inward;
use crate::reference::Direction;
use crate::shape::singular;

/// An operation that sends or answers a body, in the words that a name may be made of.
#[derive(Debug, Clone)]
pub(super) struct BodyUser {
    /// What it works on: `SnapshotMetadata`.
    pub(super) resource: String,
    /// What it does: `Show`.
    pub(super) verb: String,
    pub(super) direction: Direction,
    /// Its title, as the documentation has it.
    pub(super) title: String,
    /// Its operation id, which no other one has.
    pub(super) id: String,
}

/// A place in a body.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Index of the body.
    body: usize,
    /// The keys that lead there, the last its own.
    keys: Vec<String>,
    /// It is one of several under its key.
    is_element: bool,
    /// What it stands in is one of several under its key.
    in_element: bool,
}

/// Gives out the names of components, each once. A name never has a number at its end: whoever finds a name
/// taken takes a longer one.
#[derive(Debug, Default)]
pub(super) struct ComponentNames {
    /// In small letters, as some generators do not tell them from capitals; each with the members of what has
    /// it.
    taken: BTreeMap<String, BTreeSet<String>>,
}

/// A title with more letters is no name.
const LONGEST_TITLE: usize = 60;

impl Place {
    /// The body itself.
    pub(super) fn body(at: usize) -> Self {
        Self { body: at, keys: Vec::new(), is_element: false, in_element: false }
    }

    /// The place that a step leads to.
    pub(super) fn below(&self, step: Inward<'_>) -> Self {
        let mut inner = self.clone();
        match step {
            Inward::Key(key) => {
                inner.keys.push(key.to_owned());
                (inner.in_element, inner.is_element) = (inner.is_element, false);
            }
            Inward::Element => inner.is_element = true,
            Inward::Choice => {}
        }
        inner
    }

    /// What stands there, in a word.
    fn word(&self, user: &BodyUser) -> String {
        match self.keys.last() {
            Some(key) if self.is_element => words(&singular(after_prefix(key))),
            Some(key) => words(after_prefix(key)),
            None => user.resource.clone(),
        }
    }

    /// What it stands in, in a word.
    fn parent(&self, user: &BodyUser) -> String {
        let key = self.keys.len().checked_sub(2).and_then(|at| self.keys.get(at));
        key.map_or_else(|| user.resource.clone(), |key| words(&singular(after_prefix(key))))
    }

    /// Does it stand right in an object that is called after many such things: `_links.self`,
    /// `capacities.disk`?
    fn is_one_of_many(&self) -> bool {
        let parent = self.keys.len().checked_sub(2).and_then(|at| self.keys.get(at));
        !self.in_element && !self.is_element && parent.is_some_and(|key| singular(key) != key.as_str())
    }

    /// All keys that lead there, in words.
    fn path(&self) -> String {
        self.keys.iter().map(|key| words(after_prefix(key))).collect()
    }
}

impl BodyUser {
    fn whole(&self) -> String {
        format!("{}{}{}", self.resource, self.verb, words(self.direction.as_str()))
    }

    fn titled(&self) -> Option<String> {
        let title = words(&without_articles(&self.title));
        let is_name =
            title.len() <= LONGEST_TITLE && title.starts_with(|first: char| first.is_ascii_alphabetic());
        is_name.then(|| title + &words(self.direction.as_str()))
    }

    fn identified(&self) -> String {
        words(&self.id) + &words(self.direction.as_str())
    }
}

impl ComponentNames {
    /// The name of a body: after its operation if it has but one, else after the resource. `is_inside` says
    /// that it stands inside of other bodies as well.
    pub(super) fn of_body(&mut self, body: &DistinctBody, is_inside: bool) -> String {
        let properties = properties(body.schema.get("properties"));
        let Some(first) = body.users.first() else {
            return self.first_free(["Body".to_owned()], &properties);
        };
        let mut candidates = Vec::new();
        if body.users.len() > 1 || is_inside {
            candidates.extend(after_resource(body));
        }
        candidates.push(first.whole());
        // Several actions share a body, so none of them gives it its title.
        if first.verb == "Action" {
            candidates.push(format!("{}ItemAction{}", first.resource, words(first.direction.as_str())));
        }
        candidates.extend(first.titled());
        candidates.push(first.identified());
        self.first_free(candidates, &properties)
    }

    /// The name of an object that stands at several places; none if all that would name it are taken.
    pub(super) fn of_object(
        &mut self,
        members: &Map<String, Value>,
        places: &[Place],
        bodies: &[DistinctBody],
        own: &[String],
    ) -> Option<String> {
        let users: Vec<(&Place, &BodyUser)> =
            places.iter().filter_map(|place| Some((place, bodies.get(place.body)?.users.first()?))).collect();
        let (first, user) = users.first()?;
        let common = |word: &dyn Fn(&Place, &BodyUser) -> String| {
            let one = word(first, user);
            users.iter().all(|(place, user)| word(place, user) == one).then_some(one)
        };
        let own_members = properties(members.get("properties"));
        let around =
            Around { parent: common(&Place::parent), resource: common(&|_, user| user.resource.clone()) };
        let word = object_word(&users, &around, &own_members).unwrap_or_else(|| first.word(user));
        let mut candidates = vec![word.clone()];
        candidates.extend(self.beside(&word, &own_members));
        candidates.extend(around.names(&word));
        if first.keys.len() == 1 && common(&|_, user| user.verb.clone()).is_some_and(|verb| verb == "List") {
            candidates.push(if first.is_element { format!("{word}ListItem") } else { format!("List{word}") });
        }
        candidates.extend(self.with_own_member(&word, &own_members));
        candidates.push(joined(&first.word(user), &word));
        let body = own.get(first.body)?;
        let bare = body.trim_end_matches("Response").trim_end_matches("Request");
        candidates.push(joined(bare, &word));
        candidates.push(format!("{bare}{}", first.path()));
        candidates.push(format!("{body}{}", first.path()));
        candidates.retain(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()));
        candidates.into_iter().find(|name| self.take(name, &own_members))
    }

    /// What an object is called whose name another has that holds all of its members and more, or fewer.
    fn beside(&self, word: &str, members: &BTreeSet<String>) -> Option<String> {
        if are_pages(members) {
            return Some("PageLinks".to_owned());
        }
        if is_reference(members) && !word.ends_with("Reference") {
            return Some(format!("{word}Reference"));
        }
        let other = self.taken.get(&word.to_ascii_lowercase())?;
        if members.len() < other.len() && members.is_subset(other) {
            Some(format!("{word}Summary"))
        } else if members.len() > other.len() && members.is_superset(other) {
            Some(format!("{word}Detail"))
        } else {
            None
        }
    }

    /// What an object is called by a member that the one with its name lacks.
    fn with_own_member(&self, word: &str, members: &BTreeSet<String>) -> Option<String> {
        let other = self.taken.get(&word.to_ascii_lowercase())?;
        Some(format!("{word}With{}", own_member(members, other)?))
    }

    /// The first name that nobody has. The last one is made of an operation id, and so nobody has it but by a
    /// coincidence.
    fn first_free(
        &mut self,
        candidates: impl IntoIterator<Item = String>,
        members: &BTreeSet<String>,
    ) -> String {
        let mut last = String::new();
        for name in candidates {
            if self.take(&name, members) {
                return name;
            }
            last = name;
        }
        while !self.take(&last, members) {
            last.push('_');
        }
        last
    }

    fn take(&mut self, name: &str, members: &BTreeSet<String>) -> bool {
        let name = name.to_ascii_lowercase();
        let is_free = !self.taken.contains_key(&name);
        if is_free {
            self.taken.insert(name, members.clone());
        }
        is_free
    }
}

/// Names of a body that several operations have, or that stands in others.
fn after_resource(body: &DistinctBody) -> Vec<String> {
    let Some(first) = body.users.first() else { return Vec::new() };
    let all = |is: &dyn Fn(&BodyUser) -> bool| body.users.iter().all(is);
    let resource = if all(&|user| user.resource == first.resource) {
        first.resource.clone()
    } else {
        common_end(body.users.iter().map(|user| user.resource.as_str()))
    };
    if resource.is_empty() {
        return Vec::new();
    }
    let one_way = all(&|user| user.direction == first.direction);
    let properties = body.schema.get("properties").and_then(Value::as_object);
    let is_wrapper = properties.is_none_or(|properties| properties.len() == 1);
    let is_list = all(&|user| user.verb.starts_with("List"));
    let mut names = Vec::new();
    if is_list {
        names.push(format!("{resource}List{}", words(first.direction.as_str())));
    } else if !one_way || !is_wrapper {
        names.push(resource.clone());
    }
    if one_way {
        names.push(resource + &words(first.direction.as_str()));
    }
    names
}

/// The keys among the properties of a schema.
fn properties(properties: Option<&Value>) -> BTreeSet<String> {
    properties.and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect()
}

/// What all places of an object stand in, as far as that is the same.
struct Around {
    parent: Option<String>,
    resource: Option<String>,
}

impl Around {
    /// Names of an object with what is around it in front.
    fn names(&self, word: &str) -> impl Iterator<Item = String> {
        let around = [&self.parent, &self.resource].into_iter().flatten();
        around.filter(|around| !word.starts_with(around.as_str())).map(|around| joined(around, word))
    }
}

/// What an object is, in a word: its key, if it has the same everywhere or mostly, the end of its keys, what
/// its members say, what it stands in.
fn object_word(users: &[(&Place, &BodyUser)], around: &Around, members: &BTreeSet<String>) -> Option<String> {
    let keys: Vec<String> = users.iter().map(|(place, user)| place.word(user)).collect();
    let (first, _) = users.first()?;
    let in_parent = || {
        let parent = around.parent.as_ref().filter(|_| first.keys.len() > 1)?;
        let is_one_of = users.iter().all(|(place, _)| place.is_one_of_many());
        Some(if is_one_of { parent.clone() } else { format!("{parent}Entry") })
    };
    commonest(keys.iter().cloned())
        .or_else(|| telling_end(keys.iter().map(String::as_str)))
        .or_else(|| by_members(members).map(str::to_owned))
        .or_else(in_parent)
}

/// What follows the last `:` of a key with a prefix.
fn after_prefix(key: &str) -> &str {
    key.rsplit(':').next().filter(|rest| !rest.is_empty()).unwrap_or(key)
}

/// A text without its articles.
pub(super) fn without_articles(text: &str) -> String {
    let is_article =
        |word: &&str| ["a", "an", "the"].iter().any(|article| word.eq_ignore_ascii_case(article));
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_article(word)).collect();
    words.join(" ")
}

/// A text as a name in one piece: `os-volume_transfer` becomes `OsVolumeTransfer`, `OS-FEDERATION` becomes
/// `OsFederation`.
pub(super) fn words(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        if word.chars().any(|c| c.is_ascii_lowercase()) {
            name.push_str(letters.as_str());
        } else {
            name.push_str(&letters.as_str().to_ascii_lowercase());
        }
    }
    name
}

/// A user for tests; its direction by its word.
#[cfg(test)]
pub(super) fn user(resource: &str, verb: &str, direction: &str) -> BodyUser {
    let direction = if direction == "request" { Direction::Request } else { Direction::Response };
    let title = format!("{verb} a {resource}");
    let id = format!("{verb}_{resource}_{}", direction.as_str());
    BodyUser { resource: resource.to_owned(), verb: verb.to_owned(), direction, title, id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(words("os-volume_transfer"), "OsVolumeTransfer");
        assert_eq!(words("OS-FEDERATION"), "OsFederation");
        assert_eq!(words("addSecurityGroup"), "AddSecurityGroup");
        assert_eq!(without_articles("Show a rack of the hall"), "Show rack of hall");
    }
}
