use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Document, Operation, identifier};
use crate::shape::singular;
use std::collections::{BTreeMap, BTreeSet};

static RULE: Rule = Rule {
    id: "path-shape-conflict",
    severity: Severity::Warning,
    summary: "two URLs differ only in the names of their variables",
    explanation: "A router cannot tell `/a/{x}` from `/a/{y}`, and OpenAPI calls them identical. The names of the first are used for both.",
    bad: ".. rest_method:: GET /types/{type_id}\n\n.. rest_method:: PUT /types/{id}",
    good: ".. rest_method:: GET /types/{type_id}\n\n.. rest_method:: PUT /types/{type_id}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
        let mut told = BTreeSet::new();
        let operations = context.reference.operations[document.operations].iter();
        for operation in operations.filter(|operation| !operation.is_callback()) {
            let known = *first.entry(operation.template.shape()).or_insert(operation);
            if std::ptr::eq(known, operation) {
                continue;
            }
            let (one, other) = (known.template.written(), operation.template.written());
            if one == other
                || are_cleaned_alike(known, operation)
                || !told.insert((one.clone(), other.clone()))
            {
                continue;
            }
            findings.push(
                Finding::new(
                    rule,
                    operation.url_span,
                    Subject::url(&other),
                    format!("`{other}` is the same route as `{one}`"),
                )
                .with_help(advice(document_operations(context, document), known, operation))
                .with_operation(operation.key())
                .with_related(known.url_span, "the other URL"),
            );
        }
    }
}

/// Are the names of the variables the same once they are identifiers? That one is none is told as such.
fn are_cleaned_alike(one: &Operation, other: &Operation) -> bool {
    let mut pairs = one.template.variables().zip(other.template.variables());
    pairs.all(|(one, other)| identifier(one.written.trim()) == identifier(other.written.trim()))
}

fn document_operations<'a>(context: &Context<'a>, document: &Document) -> &'a [Operation] {
    &context.reference.operations[document.operations]
}

/// One of two spellings of a name is to be changed: the one that fewer URLs have. A variable that is called
/// after the resource of other URLs stands in the wrong one. Of two names for different things neither is
/// wrong.
fn advice(operations: &[Operation], known: &Operation, later: &Operation) -> String {
    let differing = known.template.variables().zip(later.template.variables());
    let Some((one, other)) = differing.into_iter().find(|(one, other)| one.written != other.written) else {
        return "give the variables the same names, or correct the URL that is wrong".to_owned();
    };
    let (one, other) = (Name::new(&one.written), Name::new(&other.written));
    let segment = segment_before(known, one.written);
    for (astray, right) in [(&other, &one), (&one, &other)] {
        if astray.is_astray(&segment, operations) && right.fits(&segment) {
            return format!(
                "correct the URL: `{{{}}}` does not fit `{segment}`; if that is meant, write `{{{}}}`",
                astray.written, right.written
            );
        }
    }
    if !one.is_another_spelling(&other) {
        return "use one name for both that says what each of them takes; if another URL was meant, correct it"
            .to_owned();
    }
    let count = |name: &Name<'_>| {
        let is_it = |operation: &&Operation| {
            operation.template.variables().any(|variable| variable.written == name.written)
        };
        operations.iter().filter(is_it).count()
    };
    let (wrong, right) = if count(&one) < count(&other) { (one, other) } else { (other, one) };
    format!(
        "write `{{{}}}` for `{{{}}}`, or, if both are right, one name for both; if another URL was meant, correct it",
        right.written, wrong.written
    )
}

/// The fixed segment before a variable.
fn segment_before(operation: &Operation, variable: &str) -> String {
    let written = operation.template.written();
    let before = written.split(&format!("{{{variable}}}")).next().unwrap_or_default();
    before.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// What the name of a variable says.
struct Name<'n> {
    written: &'n str,
    /// What it is called after: `shelf`, of `shelf_id`.
    subject: Vec<String>,
    /// How it names that: `id`.
    kind: BTreeSet<String>,
}

impl<'n> Name<'n> {
    fn new(written: &'n str) -> Self {
        let is_kind = |word: &String| matches!(word.as_str(), "id" | "name" | "key" | "ref" | "or");
        let (kind, subject) = words(written).partition::<Vec<String>, _>(is_kind);
        Self { written, subject, kind: kind.into_iter().collect() }
    }

    /// Has the segment its last word?
    fn fits(&self, segment: &str) -> bool {
        self.subject.last().is_some_and(|last| words(segment).any(|word| word == *last))
    }

    /// Is it called after the resource of other URLs, and not of this one?
    fn is_astray(&self, segment: &str, operations: &[Operation]) -> bool {
        let literals = operations.iter().flat_map(|operation| operation.template.literals());
        !self.fits(segment) && literals.into_iter().any(|other| self.fits(other))
    }

    /// May both stand for one thing: are they called after the same, in the same way, as far as they tell?
    fn is_another_spelling(&self, other: &Self) -> bool {
        if self.subject.is_empty() || other.subject.is_empty() {
            return self.kind == other.kind;
        }
        self.subject == other.subject
            && (self.kind == other.kind || self.kind.is_empty() || other.kind.is_empty())
    }
}

/// The words of a name, each in the singular; a UUID is an ID.
fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(|word| match word.to_lowercase().as_str() {
        "uuid" | "ident" | "identifier" => "id".to_owned(),
        lower => singular(lower).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(urls: &[&str]) -> usize {
        let part = |url: &&str| operation(url, "Request", "");
        let chapters: Vec<String> = urls.iter().map(part).collect();
        ask("path-shape-conflict", &chapters.join("\n"), "").len()
    }

    #[test]
    fn a_pair_of_templates_is_told_once() {
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{y}", "DELETE /a/{y}"]), 1);
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{y}", "DELETE /a/{z}"]), 2);
    }

    fn help(urls: &[&str]) -> String {
        let chapters: Vec<String> = urls.iter().map(|url| operation(url, "Request", "")).collect();
        let findings = ask("path-shape-conflict", &chapters.join("\n"), "");
        findings.first().and_then(|finding| finding.help()).unwrap_or_default().to_owned()
    }

    #[test]
    fn the_name_that_fewer_urls_have_is_to_be_changed() {
        let told = help(&["GET /a/{id}", "PUT /a/{box_id}", "DELETE /a/{box_id}"]);
        assert!(told.starts_with("write `{box_id}` for `{id}`"), "{told}");
        let told = help(&["GET /boxes/{box_uuid}", "PUT /boxes/{box}"]);
        assert!(told.starts_with("write `{box_uuid}` for `{box}`"), "{told}");
    }

    #[test]
    fn of_names_for_different_things_neither_is_wrong() {
        for other in ["key", "box_name_or_id", "address", "shelf_id"] {
            let told = help(&["GET /boxes/{box_id}", &format!("PUT /boxes/{{{other}}}")]);
            assert!(told.starts_with("use one name for both"), "{told}");
        }
    }

    #[test]
    fn a_name_after_another_resource_makes_the_url_likelier_wrong() {
        let told =
            help(&["GET /box_lids/{box_lid_id}", "GET /box_keys/{key_id}", "PUT /box_lids/{box_lock_id}"]);
        assert!(told.starts_with("use one name"), "{told}");
        let told =
            help(&["GET /box_lids/{box_lid_id}", "GET /box_locks/{id}", "PUT /box_lids/{box_lock_id}"]);
        assert!(told.starts_with("correct the URL: `{box_lock_id}` does not fit `box_lids`"), "{told}");
    }

    #[test]
    fn equal_names_and_other_routes_are_fine() {
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{x}", "GET /b/{y}"]), 0);
    }
}
