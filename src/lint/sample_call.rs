use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject, is_slip};
use crate::json::{Call, curl_call};
use crate::place::{SourceId, Span};
use crate::reference::{Media, Operation, Piece, Sample, Template};
use crate::text::same_but_number;

static RULE: Rule = Rule {
    id: "sample-call",
    severity: Severity::Warning,
    summary: "a call of curl asks for something else than its operation",
    explanation: "Readers copy the calls of examples. One that sends another method than the operation has, or asks a URL that is nearly its own, is answered with an error, or does something else.",
    bad: ".. rest_method:: PUT /v2/volumes/{volume_id}\n\n(in the sample: curl -X POST http://203.0.113.1/v2/volume/7)",
    good: ".. rest_method:: PUT /v2/volumes/{volume_id}\n\n(in the sample: curl -X PUT http://203.0.113.1/v2/volumes/7)",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations().filter(|operation| !operation.is_callback()) {
        for sample in operation.samples.iter() {
            findings.extend(of_sample(rule, context, operation, sample));
        }
    }
}

fn of_sample(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &Operation,
    sample: &Sample,
) -> Option<Finding> {
    let file = context.reference.sample_file(sample).filter(|file| file.media == Media::Shell)?;
    let text = context.sources.text(file.source);
    let call = curl_call(text)?;
    let method = operation.method.as_str();
    if !call.method.eq_ignore_ascii_case(method) {
        let owner = owner(context, operation, &call, text);
        let help = match owner {
            Some(owner) => format!("show a call of this operation: this is one of {}", owner.key()),
            None => format!(
                "write `-X {}` in the sample, or correct the method of the operation",
                method.to_ascii_uppercase()
            ),
        };
        let message =
            format!("the call sends {}, but `{}` is {}", call.method, operation.title, operation.key());
        return Some(told(rule, operation, sample, at(file.source, &call.method_at), &message, help));
    }
    let url = call.url.clone()?;
    let (written, meant) = odd_segment(&operation.template, text.get(url.clone())?)?;
    let start = url.start + text.get(url)?.rfind(written)?;
    let message =
        format!("the call asks for `{written}`, where the URL of `{}` has `{meant}`", operation.title);
    let help = format!("write `{meant}` in the sample, or correct the URL of the operation");
    let place = Span::new(file.source, start, start + written.len());
    Some(told(rule, operation, sample, place, &message, help))
}

fn told(
    rule: &'static Rule,
    operation: &Operation,
    sample: &Sample,
    place: Span,
    message: &str,
    help: String,
) -> Finding {
    Finding::new(rule, place, Subject::file(&sample.path), message)
        .with_help(help)
        .with_operation(operation.key())
        .with_related(operation.span, "the operation")
}

fn at(source: SourceId, range: &std::ops::Range<usize>) -> Span {
    Span::new(source, range.start, range.end)
}

/// Another operation of the document that is asked just so.
fn owner<'a>(context: &Context<'a>, operation: &Operation, call: &Call, text: &str) -> Option<&'a Operation> {
    let url = text.get(call.url.clone()?)?;
    let mut others = context.operations().filter(|other| other.document == operation.document);
    others.find(|other| call.method.eq_ignore_ascii_case(other.method.as_str()) && fits(&other.template, url))
}

/// The last segments of a URL, one for each of the template.
fn last_segments<'u>(template: &Template, url: &'u str) -> Option<Vec<&'u str>> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let all: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    // The first is the host, or a variable for it.
    let from = all.len().checked_sub(template.segments.len()).filter(|from| *from > 0)?;
    all.get(from..).map(<[&str]>::to_vec)
}

/// The fixed segments of a template that a URL has otherwise.
fn different<'t, 'u>(template: &'t Template, url: &'u str) -> Option<Vec<(&'u str, &'t str)>> {
    let segments = template.segments.iter().zip(last_segments(template, url)?);
    let fixed = segments.filter_map(|(segment, written)| match segment.as_slice() {
        [Piece::Literal(meant)] => Some((written, meant.as_str())),
        _ => None,
    });
    let is_open = |written: &str| written.contains(['$', '{', '<', '%']);
    Some(fixed.filter(|(written, meant)| written != meant && !is_open(written)).collect())
}

fn fits(template: &Template, url: &str) -> bool {
    different(template, url).is_some_and(|different| different.is_empty())
}

/// The only fixed segment that a URL has otherwise, if it is nearly the same, and what is meant.
fn odd_segment<'t, 'u>(template: &'t Template, url: &'u str) -> Option<(&'u str, &'t str)> {
    let [(written, meant)]: [(&'u str, &'t str); 1] = different(template, url)?.try_into().ok()?;
    (is_slip(written, meant) || same_but_number(written, meant)).then_some((written, meant))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, operation, token};

    fn told(method: &str, call: &str) -> Vec<String> {
        let chapter = operation(method, "Request", "") + "\n.. literalinclude:: call-curl\n";
        let (findings, sources) = ask_files("sample-call", &[("index.rst", &chapter), ("call-curl", call)]);
        findings.iter().map(|finding| token(finding, &sources).to_owned()).collect()
    }

    #[test]
    fn calls_of_other_methods_and_urls_are_told() {
        let told = |call: &str| told("PUT /v1/parcels/{id}", call);
        assert_eq!(told("curl -X POST http://x/v1/parcels/7"), ["POST"]);
        assert_eq!(told("curl http://x/v1/parcels/7"), ["curl"]);
        assert_eq!(told("curl -X PUT http://x/post/v1/parcel/7"), ["parcel"]);
        for fine in [
            "curl -X PUT http://x/post/v1/parcels/7?a=b",
            "curl -X PUT http://x/v1/$KIND/7",
            "curl -X PUT http://x/v1/letters/7",
            "curl -X PUT http://x/7",
            "curl -X PUT $URL",
            "curl -X POST http://x/v1/parcels; curl -X PUT http://x/v1/parcels/7",
        ] {
            assert!(told(fine).is_empty(), "{fine}");
        }
    }
}
