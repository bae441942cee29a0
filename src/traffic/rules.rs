//! The rules of recorded traffic, with their words. They fire where exchanges are given, and in no check.

use crate::finding::{Matter, Rule, Severity};

const USUAL: Rule = Rule { matter: Matter::Witnesses, ..Rule::USUAL };

pub(super) static OPERATION: Rule = Rule {
    id: "observe-operation-undocumented",
    summary: "a request was answered with success that no operation documents",
    explanation: "The service knows the method and path, or the action in the body, and the reference does \
                  not have it. What is not documented of a path is shown as `{}`, as far as it may be a name \
                  or an id. Requests to services of which nothing is documented are counted and not told.",
    bad: "GET /v3/{project_id}/backups -> 200, and no `rest_method` for it",
    good: "`.. rest_method:: GET /v3/{project_id}/backups`, with its tables and codes",
    ..USUAL
};

pub(super) static CODE: Rule = Rule {
    id: "observe-code-undocumented",
    summary: "an answer has a status code that the operation does not document",
    explanation: "A warning for a code of success, which callers wait for, and a note for one of an error: \
                  many errors can happen to any request. Operations without any code, and the codes 500, \
                  502 and 504, which say that something broke, are left out.",
    bad: "Normal response codes: 200, and all answers are 202",
    good: "Normal response codes: 202",
    ..USUAL
};

pub(super) static QUERY: Rule = Rule {
    id: "observe-query-undocumented",
    summary: "requests with a query parameter that no row documents were answered with success",
    explanation: "Either the parameter works and lacks a row, or the service ignores what it does not know, \
                  and callers believe that it works.",
    bad: "GET /v3/{project_id}/volumes?bootable=true -> 200, and no row `bootable`",
    good: "- bootable: bootable_query",
    ..USUAL
};

pub(super) static HEADER: Rule = Rule {
    id: "observe-header-undocumented",
    severity: Severity::Note,
    summary: "exchanges have a header that no row documents",
    explanation: "Headers of the protocol, of proxies and browsers, of requests ids and versions are left \
                  out; `[observe] ignore-headers` leaves out more. What is left is one of the service.",
    bad: "X-Box-Weight: 5, and no row of that name",
    good: "- X-Box-Weight: box_weight_header",
    ..USUAL
};

pub(super) static KEY: Rule = Rule {
    id: "observe-key-undocumented",
    summary: "recorded bodies have a key that no row documents",
    explanation: "The service gives or takes the key, at a place where the table lists what there is. Keys \
                  of objects that are maps, and keys that a description names, are documented. A request \
                  counts if its answer was a success: then the service took the key, or ignored it.",
    bad: "{\"volume\": {\"id\": ..., \"shared_targets\": ...}} in 14 of 212 answers, and no row `shared_targets`",
    good: "- shared_targets: shared_targets",
    ..USUAL
};

pub(super) static OUTSIDE: Rule = Rule {
    id: "observe-key-outside-version",
    summary: "recorded bodies have a key that their microversion does not have",
    explanation: "The version is read from the headers of the exchange. The row, its entry or the section \
                  says another one: its `min_version` is too high, or its `max_version` too low.",
    bad: "`min_version: 3.65` in the entry, and answers of 3.50 have the key",
    good: "`min_version: 3.50`",
    ..USUAL
};

pub(super) static TYPE: Rule = Rule {
    id: "observe-type",
    severity: Severity::Error,
    summary: "recorded bodies have a value of another type than the dictionary says",
    explanation: "What the service answers, and what it accepted, is what callers meet: the entry is wrong, \
                  or the row names the wrong entry. One finding tells of all uses of an entry.",
    bad: "progress:\n  type: integer\n\nand 14 of 212 answers have a string",
    good: "progress:\n  type: string",
    ..USUAL
};

pub(super) static NULL: Rule = Rule {
    id: "observe-null-undocumented",
    severity: Severity::Note,
    summary: "recorded bodies have a null that the text does not mention",
    explanation: "A reader needs to know that the value may be null; the description is the place to say so \
                  (\"... or null\").",
    bad: "The name of the host.\n\nand 14 of 212 answers have null",
    good: "The name of the host, or null before the volume is scheduled.",
    ..USUAL
};

pub(super) static MISSING: Rule = Rule {
    id: "observe-key-missing",
    summary: "recorded bodies lack a key that the table calls required",
    explanation: "A warning where no answer has the key, or where a request without it was accepted; a note \
                  where only some answers lack it. What is required in a version is asked of the exchanges \
                  of that version.",
    bad: "`required: true`, and none of 212 answers has the key",
    good: "`required: false`, or no row",
    ..USUAL
};

pub(super) static REFUSED: Rule = Rule {
    id: "observe-schema",
    summary: "the published document refuses recorded bodies",
    explanation: "Callers and gateways hold bodies to the document that `apiref generate` makes, here the one of \
                  all microversions. It knows what no other rule of observe asks for, such as lists of values. \
                  What another rule tells of the same place is not told again.",
    bad: "enum:\n  - on\n  - off\n\nand 14 of 212 answers have `\"paused\"`",
    good: "enum:\n  - on\n  - off\n  - paused",
    ..USUAL
};

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] =
    &[&OPERATION, &CODE, &QUERY, &HEADER, &KEY, &OUTSIDE, &TYPE, &NULL, &MISSING, &REFUSED];
