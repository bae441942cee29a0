use super::body::Body;
use super::deed::{Deed, prose};
use super::dictionary::{Dictionary, Location};
use super::field::Row;
use super::operation::{Operation, Sample, Side};
use super::random::Random;
use super::resource::Resource;
use super::value;
use super::window::Version;
use super::words::{VERBS, spoken};

/// Writes the operations of one resource.
#[derive(Debug)]
pub(super) struct Author<'a> {
    pub(super) resource: &'a Resource,
    pub(super) dictionary: &'a mut Dictionary,
    pub(super) random: &'a mut Random,
    /// Of a hundred samples, how many shall disagree with their tables.
    pub(super) drift: usize,
}

impl Author<'_> {
    /// The operations of a usual chapter.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let mut deeds = vec![Deed::List];
        if self.random.chance(40) {
            deeds.push(Deed::ListDetails);
        }
        deeds.extend([Deed::Create, Deed::Show, Deed::Update, Deed::Delete]);
        if self.random.chance(20) {
            deeds.push(Deed::ShowLabels);
        }
        let actions = if self.random.chance(25) { 1 + self.random.below(3) } else { 0 };
        deeds.extend(VERBS.iter().take(actions).map(|verb| Deed::Act(verb)));
        let codes_in_prose = self.random.chance(45);
        deeds.into_iter().map(|deed| Operation { codes_in_prose, ..self.operation(deed) }).collect()
    }

    /// The one operation of a resource with many rows: a sample for every two groups of them.
    pub(super) fn wide(&mut self) -> Operation {
        let resource = self.resource;
        let mut operation = self.operation(Deed::Show);
        operation.response.rows = Body::one(resource, resource.fields.iter().collect()).rows();
        operation.response.samples.clear();
        for (number, pair) in resource.fields.chunks(2).enumerate() {
            let body = Body::one(resource, pair.iter().collect());
            let version = resource.versions.first().copied();
            let sample = self.sample(&body, &format!("part-{number}"), version);
            operation.response.samples.push(sample);
        }
        operation
    }

    fn operation(&mut self, deed: Deed) -> Operation {
        let (request, response) = (self.request(deed), self.response(deed));
        let (method, success) = deed.method();
        let path = format!("/v2/{{project_id}}/{}{}", self.resource.plural, deed.tail(&self.resource.name));
        let since = self.resource.versions.last().copied();
        Operation {
            title: deed.title(self.resource),
            method,
            path,
            since: since.filter(|_| matches!(deed, Deed::Act(_))),
            prose: prose(deed, self.resource, self.random),
            success,
            codes_in_prose: false,
            request,
            response,
        }
    }

    fn request(&mut self, deed: Deed) -> Side {
        let resource = self.resource;
        let mut side = Side::default();
        side.rows.push(Row::new("project_id", "project_id_path"));
        if deed.names_one() {
            side.rows.push(Row::new(format!("{}_id", resource.name), format!("{}_id_path", resource.name)));
        }
        match deed {
            Deed::List | Deed::ListDetails => self.add_queries(&mut side.rows),
            Deed::Create | Deed::Update => {
                let body = Body::one(resource, resource.writable());
                side.rows.extend(body.rows());
                side.samples = self.samples(&body, &format!("{}-request", deed.slug()));
            }
            Deed::Act(verb) => self.add_action(verb, &mut side),
            Deed::Show | Deed::Delete | Deed::ShowLabels => {}
        }
        side
    }

    fn response(&mut self, deed: Deed) -> Side {
        let resource = self.resource;
        let name = format!("{}-response", deed.slug());
        let body = match deed {
            Deed::List => Body::many(resource, resource.brief(), self.random.chance(30)),
            Deed::ListDetails => Body::many(resource, resource.fields.iter().collect(), true),
            Deed::Create | Deed::Show | Deed::Update => Body::one(resource, resource.fields.iter().collect()),
            Deed::ShowLabels => return self.labels(&name),
            Deed::Delete | Deed::Act(_) => return Side::default(),
        };
        let mut side = Side { rows: body.rows(), samples: self.samples(&body, &name) };
        if deed == Deed::Create {
            side.rows.insert(0, Row::new("Location", "Location"));
        }
        side
    }

    fn add_queries(&mut self, rows: &mut Vec<Row>) {
        rows.extend(["limit", "marker", "sort_dir", "sort_key"].map(|name| Row::new(name, name)));
        let filters = 1 + self.random.below(3);
        for field in self.resource.brief().into_iter().skip(1).take(filters) {
            let entry = format!("{}_query", field.entry);
            let text = format!("Only those whose {} is the one given.", spoken(&field.name));
            self.dictionary.plain(Location::Query, &entry, "string", false, text);
            rows.push(Row::new(&field.name, entry));
        }
    }

    fn add_action(&mut self, verb: &str, side: &mut Side) {
        let root = format!("os-{verb}");
        let text = format!("The action to {verb} something; it takes no arguments.");
        self.dictionary.plain(Location::Body, &root, "none", true, text);
        side.rows.push(Row::new(&root, &root));
        let text = format!("{{\n  \"{root}\": null\n}}\n");
        let version = self.resource.versions.first().copied();
        let path = self.path(&format!("{verb}-request"), version);
        side.samples.push(Sample { path, text, version, drifts: false });
    }

    fn labels(&mut self, name: &str) -> Side {
        let text = "Labels of a resource as key and value pairs, both of them strings.";
        self.dictionary.plain(Location::Body, "labels", "object", true, text.to_owned());
        let value = serde_json::json!({ "labels": value::pairs(self.random) });
        let version = self.resource.versions.first().copied();
        let sample = Sample { path: self.path(name, version), text: pretty(&value), version, drifts: false };
        Side { rows: vec![Row::new("labels", "labels")], samples: vec![sample] }
    }

    /// A sample of the newest version, and sometimes one of an older one.
    fn samples(&mut self, body: &Body<'_>, name: &str) -> Vec<Sample> {
        let versions = &self.resource.versions;
        let mut shown: Vec<Option<Version>> = vec![versions.first().copied()];
        if versions.len() > 1 && self.random.chance(40) {
            shown.push(versions.last().copied());
        }
        shown.into_iter().map(|version| self.sample(body, name, version)).collect()
    }

    fn sample(&mut self, body: &Body<'_>, name: &str, version: Option<Version>) -> Sample {
        let spoilt = self.random.chance(self.drift);
        let (value, drifts) = body.sample(version, spoilt, self.random);
        Sample { path: self.path(name, version), text: pretty(&value), version, drifts }
    }

    fn path(&self, name: &str, version: Option<Version>) -> String {
        let folder = version.map_or_else(String::new, |version| format!("v{version}/"));
        format!("samples/{}/{folder}{}-{name}.json", self.resource.plural, self.resource.name)
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
