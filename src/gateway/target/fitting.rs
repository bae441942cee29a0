use std::collections::BTreeMap;

use serde_json::Value;

use super::components::{inline, rename_schemas};
use super::demand::{Demand, Step};
use super::{limits, refusals, table};
use crate::config::Target;
use crate::finding::Findings;
use crate::gateway::ServerUrl;
use crate::projection::Origin;
use crate::reference::Operation;

/// A document on its way to one gateway.
pub(in crate::gateway) struct Fitting<'f, 'r> {
    /// The gateway.
    pub(in crate::gateway) target: Target,
    /// Where the service is.
    pub(in crate::gateway) server: &'f ServerUrl,
    /// The text that the document is made from.
    pub(in crate::gateway) origin: &'f Origin<'r>,
    /// The paths as the text has them, by those of the document.
    pub(in crate::gateway) texts: &'f BTreeMap<String, String>,
    /// What is told.
    pub(in crate::gateway) findings: &'f mut Findings,
}

impl<'r> Fitting<'_, 'r> {
    /// Meets every demand that is no limit, and returns how many operations of the text are left out.
    pub(in crate::gateway) fn apply(&mut self, document: &mut Value) -> usize {
        table(self.target).iter().map(|demand| self.meet(demand, document)).sum()
    }

    /// Tells which limits the finished document goes beyond.
    pub(in crate::gateway) fn judge(&mut self, document: &Value) {
        for demand in table(self.target) {
            match demand.step {
                Step::Most(count, most, unit) => self.more_than(demand, (count(document), most), unit),
                Step::Told(is_so, what) if is_so(document) => self.note(demand, what),
                _ => {}
            }
        }
    }

    fn meet(&mut self, demand: &Demand, document: &mut Value) -> usize {
        match demand.step {
            Step::Held | Step::Most(..) | Step::Told(..) => {}
            Step::Version(version) => state(document, version),
            Step::Inline(kinds) => inline(document, kinds),
            Step::SchemaNames(legal) => rename_schemas(document, legal),
            Step::Edit(edit) => edit(document, self.server),
            Step::Loss(edit) => {
                let places = edit(document, self.server);
                self.lost(demand, places, None);
            }
            Step::Drop(kind, words) => {
                for (word, places) in limits::drop_members(document, kind, words) {
                    self.lost(demand, places, Some(word));
                }
            }
            Step::Formats(formats) => {
                for (format, places) in limits::drop_formats(document, formats) {
                    self.lost(demand, places, Some(format));
                }
            }
            Step::DropParameters(refused) => {
                let places = limits::drop_parameters(document, refused);
                self.lost(demand, places, None);
            }
            Step::Headers(names) => self.headers(demand, document, names),
            Step::Media(types) => self.media(demand, document, types),
            Step::Segments(legal) => {
                let is_refused = |path: &str| path != "/" && !path.split('/').skip(1).all(legal);
                return refusals::leave_out(self, demand, document, |path, _| is_refused(path));
            }
            Step::Reserved(paths) => {
                return refusals::leave_out(self, demand, document, |path, _| paths.contains(&path));
            }
            Step::Verbs(verbs) => {
                return refusals::leave_out(self, demand, document, |_, verb| verbs.contains(&verb));
            }
            Step::Extensions => {
                return refusals::leave_out(self, demand, document, |_, verb| verb.starts_with("x-"));
            }
        }
        0
    }

    /// The operation of the text that a path and verb of the document come from.
    pub(super) fn source(&self, path: &str, verb: &str) -> Option<&'r Operation> {
        self.origin.operation(self.texts.get(path).map_or(path, String::as_str), verb)
    }
}

fn state(document: &mut Value, version: &str) {
    if let Value::Object(members) = document {
        members.insert("openapi".to_owned(), version.into());
    }
}
