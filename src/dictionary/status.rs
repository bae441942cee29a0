use std::borrow::Cow;

use serde::de::{Error, MapAccess, SeqAccess};

use super::any::{Any, Take, drain_list};
use super::document::{self, Collect};
use super::entry::{Field, Reason, Status, Statuses};
use super::reader::{Reader, Scalar, Token};
use super::rule::STATUS_FILE_INVALID;
use crate::finding::Findings;
use crate::place::SourceId;

const DEFAULT: &str = "default";

impl Statuses {
    /// Reads a status file. What is wrong in a code costs no other code.
    pub(crate) fn read(source: SourceId, text: &str, findings: &mut Findings) -> Self {
        let Codes(codes) = document::read(source, text, &STATUS_FILE_INVALID, findings);
        Self { source, codes }
    }
}

#[derive(Default)]
struct Codes(Vec<Status>);

impl Collect for Codes {
    fn collect<'de, A: MapAccess<'de>>(
        &mut self,
        reader: &mut Reader<'de>,
        name: Token<'de>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let start = reader.value_start(&name);
        let take = TakeReasons { reader: &mut *reader, start };
        let reasons = map.next_value_seed(Any(take))?;
        if reasons.is_empty() && !reader.mended {
            let message = format!("code `{}` has no text", name.text);
            reader.invalid(&name.range, message, "write `default: |` and a text below the code");
        }
        self.0.push(Status { code: reader.field(name), reasons });
        Ok(())
    }
}

struct TakeReasons<'r, 'de> {
    reader: &'r mut Reader<'de>,
    start: usize,
}

impl<'de> Take<'de> for TakeReasons<'_, 'de> {
    type Value = Vec<Reason>;

    fn null(self) -> Vec<Reason> {
        Vec::new()
    }

    fn text<E: Error>(self, text: Cow<'de, str>) -> Result<Vec<Reason>, E> {
        let token = self.reader.token(text, self.start)?;
        let text = self.reader.field(token);
        Ok(vec![Reason { key: Field { value: DEFAULT.to_owned(), span: text.span }, text }])
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Vec<Reason>, A::Error> {
        drain_list(list).map(|()| Vec::new())
    }

    fn map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Reason>, A::Error> {
        let mut reasons = Vec::new();
        while let Some(key) = self.reader.key(&mut map)? {
            if let Scalar::Text(text) = self.reader.scalar(&mut map, &key)? {
                reasons.push(Reason { key: self.reader.field(key), text });
            }
        }
        Ok(reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_may_be_indented_and_have_several_texts() {
        let text = "  200:\n    default: |\n      Done.\n    auth: Other.\n  404: Missing.\n  500:\n";
        let mut findings = Vec::new();
        let statuses = Statuses::read(SourceId(0), text, &mut findings);
        let read: Vec<_> = statuses
            .codes
            .iter()
            .flat_map(|status| {
                status
                    .reasons
                    .iter()
                    .map(|reason| (&*status.code.value, &*reason.key.value, &*reason.text.value))
            })
            .collect();
        assert_eq!(
            read,
            [("200", "default", "Done.\n"), ("200", "auth", "Other."), ("404", "default", "Missing.")]
        );
        assert_eq!(statuses.codes[0].reasons[0].text.span.slice(text), "Done.");
        assert_eq!(findings.len(), 1);
        assert_eq!(crate::json::Places::read(text).span(findings[0].place()).slice(text), "500");
    }

    #[test]
    fn a_broken_code_costs_only_itself() {
        let text = "200:\n  default: a: b\n404:\n  default: Missing.\n";
        let mut findings = Vec::new();
        let statuses = Statuses::read(SourceId(0), text, &mut findings);
        assert_eq!(statuses.codes[1].reasons[0].text.value, "Missing.");
        assert_eq!(findings.len(), 1);
    }
}
