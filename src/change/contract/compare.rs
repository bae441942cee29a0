use std::collections::BTreeMap;

use super::body::Fields;
use super::change::{Change, Side, Thing};
use super::kind::ChangeKind;
use super::operation::{Contract, Operation, Parameter, Response};
use super::pairing::{merged, pairs};
use super::places::At;
use crate::collections::{HashSet, IndexMap};
use crate::version::Window;

/// What changed from one contract to another: by operation, in the order of the later one, what is gone last.
/// What a component that several operations share has changed is one change.
pub fn compare(old: &Contract, new: &Contract) -> Vec<Change> {
    merged(changes(old, new, false))
}

/// The changes, each of one operation; of windows alone, or of all else.
pub(super) fn changes(old: &Contract, new: &Contract, windows: bool) -> Vec<Change> {
    let pairs = pairs(old, new);
    let mut found = Vec::new();
    for (key, operation) in &new.operations {
        let mut side = Comparing { operation: key, windows, found: &mut found };
        match pairs.get(key).and_then(|old_key| old.operations.get(old_key)) {
            Some(before) => side.operation(before, operation),
            None => {
                side.whole(ChangeKind::OperationAdded);
            }
        }
    }
    let kept: HashSet<&String> = pairs.values().collect();
    for key in old.operations.keys().filter(|key| !kept.contains(key)) {
        Comparing { operation: key, windows, found: &mut found }.whole(ChangeKind::OperationRemoved);
    }
    found.retain(|change| {
        windows == matches!(change.kind, ChangeKind::WindowNarrowed | ChangeKind::WindowWidened)
    });
    found
}

/// One operation that is compared.
pub(super) struct Comparing<'a> {
    operation: &'a str,
    windows: bool,
    found: &'a mut Vec<Change>,
}

impl Comparing<'_> {
    pub(super) fn push(
        &mut self,
        kind: ChangeKind,
        side: Side,
        thing: Thing,
        shared: Option<String>,
    ) -> &mut Change {
        let at = self.found.len();
        self.found.push(Change {
            kind,
            side,
            class: kind.class(side),
            operations: vec![self.operation.to_owned()],
            old: None,
            new: None,
            version: None,
            thing,
            elsewhere: Vec::new(),
            shared,
        });
        #[expect(clippy::indexing_slicing, reason = "it was pushed right here")]
        &mut self.found[at]
    }

    fn whole(&mut self, kind: ChangeKind) -> &mut Change {
        let thing = Thing { what: "the operation".to_owned(), ..Thing::default() };
        self.push(kind, Side::Request, thing, None)
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        if old.path != new.path {
            let parts = |path: &str| path.split('/').count();
            let differs = |(one, other): (&str, &str)| {
                one != other && !(one.starts_with('{') && other.starts_with('{'))
            };
            let is_variable = parts(&old.path) == parts(&new.path)
                && !old.path.split('/').zip(new.path.split('/')).any(differs);
            let kind = if is_variable { ChangeKind::PathVariableRenamed } else { ChangeKind::PathChanged };
            let change = self.whole(kind);
            change.thing.what = "the path".to_owned();
            (change.old, change.new) = (Some(old.path.clone()), Some(new.path.clone()));
        }
        if old.title != new.title && !(old.title.is_empty() || new.title.is_empty()) {
            let change = self.whole(ChangeKind::TitleChanged);
            change.thing.what = "the title".to_owned();
            (change.old, change.new) = (Some(old.title.clone()), Some(new.title.clone()));
        }
        if old.description != new.description {
            self.whole(ChangeKind::DescriptionChanged).thing.what = "the description".to_owned();
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => {
                self.whole(ChangeKind::Deprecated);
            }
            (true, false) => {
                self.whole(ChangeKind::Undeprecated);
            }
            _ => {}
        }
        let whole = Thing { what: "the operation".to_owned(), ..Thing::default() };
        self.window(old.window, new.window, Side::Request, &whole, None);
        self.parameters(old, new);
        self.content(Side::Request, "request", "of the request", &old.request, &new.request);
        self.responses(&old.responses, &new.responses);
        self.samples(&old.samples, &new.samples);
    }

    pub(super) fn window(
        &mut self,
        old: Window,
        new: Window,
        side: Side,
        thing: &Thing,
        shared: Option<&str>,
    ) {
        if !self.windows || old == new {
            return;
        }
        let kind = if new.covers(old) { ChangeKind::WindowWidened } else { ChangeKind::WindowNarrowed };
        let change = self.push(kind, side, thing.clone(), shared.map(str::to_owned));
        (change.old, change.new) = (Some(bounds(old)), Some(bounds(new)));
    }

    fn parameters(&mut self, old: &Operation, new: &Operation) {
        let thing = |parameter: &Parameter| Thing {
            what: format!("{} parameter", parameter.place),
            name: parameter.name.clone(),
            of: String::new(),
        };
        for (known_as, before) in &old.parameters {
            match new.parameters.get(known_as) {
                Some(now) => self.parameter(before, now, &thing(now)),
                // A variable that the path no longer has is told with the path.
                None if before.place == "path" => {}
                None => {
                    let shared = before.shared.clone();
                    self.push(ChangeKind::ParameterRemoved, Side::Request, thing(before), shared);
                }
            }
        }
        for (_, now) in new.parameters.iter().filter(|(known_as, _)| !old.parameters.contains_key(*known_as))
        {
            if now.place != "path" {
                let kind = if now.required {
                    ChangeKind::RequiredParameterAdded
                } else {
                    ChangeKind::ParameterAdded
                };
                self.push(kind, Side::Request, thing(now), now.shared.clone());
            }
        }
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter, thing: &Thing) {
        let shared = new.shared.as_deref();
        let mut say = |kind| {
            self.push(kind, Side::Request, thing.clone(), shared.map(str::to_owned));
        };
        match (old.required, new.required) {
            (false, true) => say(ChangeKind::RequiredNow),
            (true, false) => say(ChangeKind::OptionalNow),
            _ => {}
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => say(ChangeKind::Deprecated),
            (true, false) => say(ChangeKind::Undeprecated),
            _ => {}
        }
        if old.description != new.description {
            let described = Thing { what: format!("the description of {}", thing.what), ..thing.clone() };
            self.push(ChangeKind::DescriptionChanged, Side::Request, described, shared.map(str::to_owned));
        }
        self.window(old.window, new.window, Side::Request, thing, shared);
        let at =
            At { side: Side::Request, what: &thing.what, name: &thing.name, of: "", shared, counts: false };
        self.fields(at, &old.fields, &new.fields);
    }

    fn content(
        &mut self,
        side: Side,
        what: &str,
        of: &str,
        old: &IndexMap<String, Fields>,
        new: &IndexMap<String, Fields>,
    ) {
        let media = |name: &str| Thing {
            what: format!("the {what} body as"),
            name: name.to_owned(),
            of: String::new(),
        };
        for (name, before) in old {
            match new.get(name) {
                Some(now) => {
                    let at = At {
                        side,
                        what: "the body",
                        name: "",
                        of,
                        shared: None,
                        counts: side == Side::Request,
                    };
                    self.fields(at, before, now);
                }
                None => {
                    self.push(ChangeKind::MediaTypeRemoved, side, media(name), None);
                }
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.push(ChangeKind::MediaTypeAdded, side, media(name), None);
        }
    }

    fn responses(&mut self, old: &IndexMap<String, Response>, new: &IndexMap<String, Response>) {
        let thing = |code: &str| Thing { what: "code".to_owned(), name: code.to_owned(), of: String::new() };
        let is_success = |code: &str| code.starts_with(['1', '2', '3']);
        for (code, before) in old {
            match new.get(code) {
                Some(now) => self.response(code, before, now),
                None => {
                    let kind = if is_success(code) {
                        ChangeKind::SuccessCodeRemoved
                    } else {
                        ChangeKind::ErrorCodeRemoved
                    };
                    self.push(kind, Side::Response, thing(code), None);
                }
            }
        }
        for code in new.keys().filter(|code| !old.contains_key(*code)) {
            let kind =
                if is_success(code) { ChangeKind::SuccessCodeAdded } else { ChangeKind::ErrorCodeAdded };
            self.push(kind, Side::Response, thing(code), None);
        }
    }

    fn response(&mut self, code: &str, old: &Response, new: &Response) {
        let of = format!("of response {code}");
        self.content(Side::Response, &format!("response {code}"), &of, &old.content, &new.content);
        let thing = |name: &str| Thing { what: "header".to_owned(), name: name.to_owned(), of: of.clone() };
        for (name, before) in &old.headers {
            match new.headers.get(name) {
                Some(now) => {
                    let shared = now.shared.as_deref();
                    self.field(Side::Response, &thing(name), shared, before, now, false);
                }
                None => {
                    self.push(ChangeKind::HeaderRemoved, Side::Response, thing(name), None);
                }
            }
        }
        for name in new.headers.keys().filter(|name| !old.headers.contains_key(*name)) {
            self.push(ChangeKind::HeaderAdded, Side::Response, thing(name), None);
        }
    }

    fn samples(
        &mut self,
        old: &BTreeMap<(String, String), String>,
        new: &BTreeMap<(String, String), String>,
    ) {
        let mut say = |kind, (side, name): &(String, String)| {
            let of = match side.as_str() {
                "request" => "of the request".to_owned(),
                code => format!("of response {code}"),
            };
            let side = if side == "request" { Side::Request } else { Side::Response };
            self.push(kind, side, Thing { what: "sample".to_owned(), name: name.clone(), of }, None);
        };
        for (name, before) in old {
            match new.get(name) {
                Some(now) if now == before => {}
                Some(_) => say(ChangeKind::SampleChanged, name),
                None => say(ChangeKind::SampleRemoved, name),
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            say(ChangeKind::SampleAdded, name);
        }
    }
}

fn bounds(window: Window) -> String {
    match (window.min, window.max) {
        (None, None) => "all".to_owned(),
        (Some(min), None) => format!("{min} and later"),
        (None, Some(max)) => format!("up to {max}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
    }
}
