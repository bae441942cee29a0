use serde_json::{Map, Value, json};

use super::drift::spoil;
use super::field::{Field, Row};
use super::random::Random;
use super::resource::Resource;
use super::value;
use super::window::Version;

/// What a request or a response holds: some fields of a resource, below its wrapper.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub(super) resource: &'a Resource,
    pub(super) fields: Vec<&'a Field>,
    /// Is it a list?
    pub(super) many: bool,
    /// Does the list come with links to the next page?
    pub(super) links: bool,
}

impl<'a> Body<'a> {
    pub(super) fn one(resource: &'a Resource, fields: Vec<&'a Field>) -> Self {
        Self { resource, fields, many: false, links: false }
    }

    pub(super) fn many(resource: &'a Resource, fields: Vec<&'a Field>, links: bool) -> Self {
        Self { resource, fields, many: true, links }
    }

    fn wrapper(&self) -> &str {
        if self.many { &self.resource.plural } else { &self.resource.name }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if self.resource.lists_wrapper {
            rows.push(Row::new(self.wrapper(), self.wrapper()));
        }
        for field in &self.fields {
            field.rows("", &mut rows);
        }
        if self.links {
            rows.push(Row::new(format!("{}_links", self.wrapper()), "links"));
        }
        rows
    }

    /// A sample; `spoilt` if it shall disagree with the table. The answer says whether it does.
    pub(super) fn sample(
        &self,
        version: Option<Version>,
        spoilt: bool,
        random: &mut Random,
    ) -> (Value, bool) {
        let count = if self.many { 1 + random.below(3) } else { 1 };
        let mut items: Vec<Value> =
            (0..count).map(|_| value::object(self.fields.iter().copied(), version, random)).collect();
        let drifts = spoilt
            && items
                .first_mut()
                .and_then(Value::as_object_mut)
                .is_some_and(|item| spoil(item, &self.fields, random));
        let content = if self.many { Value::Array(items) } else { items.pop().unwrap_or_default() };
        let mut root = Map::from_iter([(self.wrapper().to_owned(), content)]);
        if self.links {
            let href =
                format!("https://api.example.org/v2/{}?marker={}", self.wrapper(), value::uuid(random));
            root.insert(format!("{}_links", self.wrapper()), json!([{ "rel": "next", "href": href }]));
        }
        (Value::Object(root), drifts)
    }
}
