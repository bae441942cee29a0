use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use utoipa::openapi::content::Content;
use utoipa::openapi::header::Header;
use utoipa::openapi::response::{Response, Responses};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Ref, RefOr};

use super::examples::Examples;
use super::group::Group;
use super::media_types::{JSON, is_json, named};
use super::schema::SchemaBuilder;
use crate::collections::IndexMap;
use crate::reference::{Code, CodeKind, Direction, Location, Method};
use crate::shape::{Node, Placed, Why};
use crate::version::Window;

/// The error responses of a document: equal ones stand in `components/responses`.
#[derive(Default)]
pub(super) struct ErrorResponses {
    /// By status code: the name of the component, and what it says.
    known: BTreeMap<u16, (String, Response)>,
}

impl ErrorResponses {
    fn place(&mut self, code: u16, description: &str) -> RefOr<Response> {
        let (name, known) = self.known.entry(code).or_insert_with(|| {
            let name = reason_phrase(code).map_or_else(|| format!("Error{code}"), super::names::pascal);
            (name, Response::new(description))
        });
        if known.description != description {
            return RefOr::T(Response::new(description));
        }
        RefOr::Ref(Ref::new(format!("#/components/responses/{name}")))
    }

    /// The components, by name.
    pub(super) fn into_components(self) -> BTreeMap<String, RefOr<Response>> {
        self.known.into_values().map(|(name, response)| (name, RefOr::T(response))).collect()
    }
}

/// Everything that a group answers.
pub(super) fn responses(
    builder: &SchemaBuilder<'_>,
    group: &Group,
    method: &Method,
    body: Option<RefOr<Schema>>,
    examples: &Examples<'_>,
    errors: &mut ErrorResponses,
) -> Responses {
    let codes: Vec<&Code> =
        group.operations(builder.reference).flat_map(|operation| &operation.codes).collect();
    let mut successes: BTreeMap<(u16, String), Vec<&Code>> = BTreeMap::new();
    let mut responses = Responses::new();
    for code in &codes {
        // A code in the wrong list is what its number says, unless a 3xx is what the operation is for.
        let is_success = code.code < 300 || (code.kind == CodeKind::Success && code.code < 400);
        if is_success {
            successes.entry((code.code, code.key())).or_default().push(code);
        } else {
            let description = description(builder, &[code]);
            let response = if code.is_range {
                RefOr::T(Response::new(&*description))
            } else {
                errors.place(code.code, &description)
            };
            responses.responses.entry(code.key()).or_insert(response);
        }
    }
    let headers = headers(builder, group);
    let carrier = carrier(&successes);
    let may_have_body = *method != Method::Head && carrier.is_none_or(may_carry);
    let named = if may_have_body { named(builder, group, Direction::Response) } else { Vec::new() };
    let has_body = body.is_some() || !examples.bodies.is_empty() || !named.is_empty();
    let mut content = Some(contents(body, examples, &named)).filter(|_| has_body && *method != Method::Head);
    for ((code, key), listed) in &successes {
        let mut response = Response::new(&*description(builder, listed));
        response.headers.clone_from(&headers);
        if Some(*code) == carrier {
            response.content = content.take().unwrap_or_default();
        }
        responses.responses.insert(key.clone(), RefOr::T(response));
    }
    if successes.is_empty() {
        let mut response = Response::new("Success. The documentation lists no status code.");
        response.headers = headers;
        response.content = content.unwrap_or_default();
        responses.responses.insert("2XX".to_owned(), RefOr::T(response));
    }
    responses
}

/// The code that the documented body comes with: the first one that may have a body.
fn carrier(successes: &BTreeMap<(u16, String), Vec<&Code>>) -> Option<u16> {
    let codes = || successes.keys().map(|(code, _)| *code);
    codes().find(|code| may_carry(*code)).or_else(|| codes().next())
}

/// May an answer with this code have a body (RFC 9110, 15)?
fn may_carry(code: u16) -> bool {
    !matches!(code, 204 | 205 | 304)
}

/// The contents of a body by media type: JSON, in the forms of it that are `named`, has the schema; all have room
/// for their examples. Where nothing is known of the body but other types, those are its contents.
pub(super) fn contents(
    body: Option<RefOr<Schema>>,
    examples: &Examples<'_>,
    named: &[String],
) -> indexmap::IndexMap<String, RefOr<Content>> {
    // One, mostly; room for four of them would be 7 KiB.
    let mut contents = indexmap::IndexMap::with_capacity(1);
    if body.is_some() || examples.bodies.contains_key(JSON) {
        let mut json: Vec<&str> = named.iter().map(String::as_str).filter(|media| is_json(media)).collect();
        if json.is_empty() {
            json.push(JSON);
        }
        let shown = examples.bodies.get(JSON).into_iter().flat_map(BTreeMap::values);
        let is_list = shown.into_iter().any(|example| example.value.is_array());
        let is_one = json.len() == 1;
        for media in json {
            // Of the two forms of a change, a list of steps (RFC 6902) and the object itself (RFC 7396), the
            // table describes the one that samples show.
            let is_other = !is_one && media.contains(if is_list { "merge-patch" } else { "json-patch" });
            let schema = body.clone().filter(|_| !is_other);
            contents.insert(media.to_owned(), RefOr::T(Content::new(schema)));
        }
    }
    for media in examples.bodies.keys().filter(|media| **media != JSON) {
        contents.insert((*media).to_owned(), RefOr::T(Content::new(None::<RefOr<Schema>>)));
    }
    if contents.is_empty() {
        let empty = |media: &String| (media.clone(), RefOr::T(Content::new(None::<RefOr<Schema>>)));
        contents.extend(named.iter().map(empty));
    }
    contents
}

fn headers(builder: &SchemaBuilder<'_>, group: &Group) -> BTreeMap<String, RefOr<Header>> {
    let mut nodes: IndexMap<&str, Node> = IndexMap::default();
    for (operation, found) in group.entries(builder.reference) {
        for (at, row) in found.rows.entries() {
            let wanted = row.direction == Some(Direction::Response) && row.location == Location::Header;
            if !wanted
                || !builder.options.view.sees(row.window)
                || row.name.eq_ignore_ascii_case("content-type")
            {
                continue;
            }
            let node = nodes.entry(row.name.as_str()).or_default();
            node.rows.push(Placed {
                operation,
                row: at,
                definition: row.definition,
                window: row.window,
                required_in: row.window,
                required: false,
                why: Why::Root,
            });
        }
    }
    nodes
        .into_iter()
        .map(|(name, node)| {
            let mut header = Header::default();
            let mut schema = builder.schema(&node, "", Window::ALL);
            if let RefOr::T(Schema::Object(object)) = &mut schema {
                header.description = object.description.take();
                object.deprecated = None;
            }
            header.schema = Some(schema);
            (name.to_owned(), RefOr::T(header))
        })
        .collect()
}

fn description(builder: &SchemaBuilder<'_>, codes: &[&Code]) -> Arc<str> {
    let text =
        codes.iter().find_map(|code| code.reason.as_deref()).map(|reason| builder.texts.render(reason));
    let fallback = || codes.first().and_then(|code| phrase(code)).unwrap_or("Undocumented").into();
    text.filter(|text| !text.is_empty()).unwrap_or_else(fallback)
}

/// What a code means where the sources do not say.
fn phrase(code: &Code) -> Option<&'static str> {
    if !code.is_range {
        return reason_phrase(code.code);
    }
    Some(match code.code {
        100 => "Informational",
        200 => "Success",
        300 => "Redirection",
        400 => "Client Error",
        _ => "Server Error",
    })
}

/// The reason phrase of a status code (RFC 9110 section 15 and the IANA registry).
pub(super) fn reason_phrase(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => return None,
    })
}

/// The codes of an operation, for variants of a shared one.
pub(super) fn code_list(codes: &[Code], kind: CodeKind) -> Value {
    let listed = |code: &&Code| code.kind == kind && !code.is_range;
    let mut list: Vec<u16> = codes.iter().filter(listed).map(|code| code.code).collect();
    list.sort_unstable();
    list.dedup();
    json!(list)
}
