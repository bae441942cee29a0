use super::Report;
pub(super) use crate::triage::fixture::*;

impl Tree {
    pub(super) fn report(&self) -> Report<'_> {
        Report {
            findings: &self.findings,
            sources: &self.sources,
            summary: &self.summary,
            fail_on: self.fail_on,
        }
    }

    /// What `write` prints.
    pub(super) fn print(
        &self,
        write: impl Fn(&Report<'_>, &mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> String {
        let mut out = Vec::new();
        write(&self.report(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}
