//! The rules of the sample check, with their words.

use crate::finding::{Rule, Severity};

pub(super) static SAMPLE_TYPE: Rule = Rule {
    id: "sample-type",
    severity: Severity::Error,
    summary: "a sample shows a value of another type than the dictionary says",
    explanation: "The entry of the row says one type, the sample shows another: one of the two is wrong, \
                  and readers cannot tell which. Where no sample of any operation fits the entry, the entry \
                  is the likely mistake, and all its uses are one finding.",
    bad: "progress:\n  type: integer\n\n{\"progress\": \"100%\"}",
    good: "progress:\n  type: string\n\n{\"progress\": \"100%\"}",
    fix: Some(
        "another type in the entry, another entry in the row, or the value without its quotes, whichever the other samples and texts say",
    ),
    ..Rule::USUAL
};

pub(super) static SAMPLE_NULL: Rule = Rule {
    id: "sample-null-undocumented",
    severity: Severity::Note,
    summary: "a sample shows null where the text does not mention it",
    explanation: "`required: true` says that a key is there, not that it has a value. A reader needs to \
                  know when it is null; the description is the place to say so (\"... or null\"). It is one \
                  note for each entry, and none where the text speaks of there being no value in any \
                  wording, or another entry about the same thing says null.",
    bad: "description: |\n  The name of the host.\n\n{\"host\": null}",
    good: "description: |\n  The name of the host, or null before the volume is scheduled.\n\n{\"host\": null}",
    fix: Some("a sentence in the description of the entry: it may be null"),
    ..Rule::USUAL
};

pub(super) static SAMPLE_KEY_MISSING: Rule = Rule {
    id: "sample-key-missing",
    severity: Severity::Warning,
    summary: "a sample lacks a key that the table calls required",
    explanation: "The row's entry says `required: true` and is active at the version of the sample, but the \
                  sample does not show the key where the others of the table are. Either the sample is old, \
                  or the table was copied from another operation, or the key is optional. If the text right \
                  before the sample says that keys are missing, this is a note; if the description says that \
                  only some callers see the key, or only in certain cases, it is none.",
    bad: "name:\n  required: true\n\n{\"volume\": {\"size\": 1}}",
    good: "name:\n  required: true\n\n{\"volume\": {\"name\": \"a\", \"size\": 1}}",
    fix: Some(
        "`required: false` in an entry whose key no request shows, or none of three responses and more",
    ),
    ..Rule::USUAL
};

pub(super) static SAMPLE_KEY_UNDOCUMENTED: Rule = Rule {
    id: "sample-key-undocumented",
    severity: Severity::Warning,
    summary: "a sample shows a key that no table has",
    explanation: "The object is documented: other keys of it stand in the table. This one does not, so \
                  readers do not learn what it means. An object of which the table lists nothing is left \
                  alone.",
    bad: "- name: name\n\n{\"name\": \"a\", \"size\": 1}",
    good: "- name: name\n- size: size\n\n{\"name\": \"a\", \"size\": 1}",
    fix: Some(
        "a row for the key, and an entry for it if none that fits is there, with the type that is shown and a description that is yet to be written (`TODO`)",
    ),
    ..Rule::USUAL
};

pub(super) static SAMPLE_KEY_SPELLING: Rule = Rule {
    id: "sample-key-spelling",
    severity: Severity::Warning,
    summary: "a row and a key of the sample are spelt differently",
    explanation: "The row has the name of the key but for hyphens, underscores, case, singular and plural, \
                  a prefix, or a letter or two. The service knows only one of the two spellings.",
    bad: "- resource-id: resource_id\n\n{\"resource_id\": \"1\"}",
    good: "- resource_id: resource_id\n\n{\"resource_id\": \"1\"}",
    fix: Some("one spelling, in the sample or in the row: that which others use"),
    ..Rule::USUAL
};

pub(super) static SAMPLE_KEY_OUTSIDE_VERSION: Rule = Rule {
    id: "sample-key-outside-version",
    severity: Severity::Error,
    summary: "a sample shows a key that its microversion does not have",
    explanation: "The key is documented, but for other microversions than the one the sample was recorded \
                  at. `apiref explain --sample FILE` shows how that version was found.",
    bad: "personality:\n  max_version: 2.56\n\n(in v2.90/server-create-req.json)\n{\"server\": {\"personality\": []}}",
    good: "(in v2.90/server-create-req.json)\n{\"server\": {}}",
    ..Rule::USUAL
};

pub(super) static SAMPLE_IMPOSSIBLE: Rule = Rule {
    id: "sample-impossible",
    severity: Severity::Error,
    summary: "no microversion has all the keys of a sample",
    explanation: "One key of the sample ended before another began, so no service can ever have sent or taken it.",
    bad: "personality:\n  max_version: 2.56\ntags:\n  min_version: 2.57\n\n{\"personality\": [], \"tags\": []}",
    good: "{\"tags\": []}",
    ..Rule::USUAL
};

pub(super) static VERSION_EVIDENCE_CONFLICT: Rule = Rule {
    id: "version-evidence-conflict",
    severity: Severity::Warning,
    summary: "two marks of a sample name different microversions",
    explanation: "The version of a sample is written in its folder, its file name, the bold line or title \
                  above it, and bounded by its operation. Where they exclude each other, the first of these \
                  counts.",
    bad: "**Example Show Server (2.69)**\n\n.. literalinclude:: v2.96/server-get-resp.json",
    good: "**Example Show Server (2.96)**\n\n.. literalinclude:: v2.96/server-get-resp.json",
    ..Rule::USUAL
};

pub(super) static SAMPLE_FORMAT: Rule = Rule {
    id: "sample-format",
    severity: Severity::Warning,
    summary: "a value is nearly a UUID, date or URL, or no UUID where the type is one",
    explanation: "The value has the outline of a UUID, a date and time or a URL, but is none: a character \
                  was mistyped. Values that follow another format are left alone, because descriptions \
                  promise formats that services do not keep. Where the type of the entry is `uuid`, every \
                  text that is none is told once.",
    bad: "{\"id\": \"70a599e0-31e7-49b7-b260-868f441e862z\"}",
    good: "{\"id\": \"70a599e0-31e7-49b7-b260-868f441e862b\"}",
    ..Rule::USUAL
};

pub(super) static SAMPLE_ENUM: Rule = Rule {
    id: "sample-enum",
    severity: Severity::Warning,
    summary: "a sample shows a value that the list of values does not have",
    explanation: "The dictionary lists the values (`enum`), and the sample shows another. A list that \
                  stands in the description alone is a note (\"One of ``a`` or ``b``.\"), since many of them \
                  are not complete, but for one that the value must be one of.",
    bad: "state:\n  enum: [on, off]\n\n{\"state\": \"paused\"}",
    good: "state:\n  enum: [on, off, paused]\n\n{\"state\": \"paused\"}",
    ..Rule::USUAL
};

/// All of them.
pub(crate) static RULES: &[&Rule] = &[
    &SAMPLE_TYPE,
    &SAMPLE_NULL,
    &SAMPLE_KEY_MISSING,
    &SAMPLE_KEY_UNDOCUMENTED,
    &SAMPLE_KEY_SPELLING,
    &SAMPLE_KEY_OUTSIDE_VERSION,
    &SAMPLE_IMPOSSIBLE,
    &VERSION_EVIDENCE_CONFLICT,
    &SAMPLE_FORMAT,
    &SAMPLE_ENUM,
];
