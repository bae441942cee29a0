use crate::finding::{Rule, Severity};

pub(super) static DICTIONARY_INVALID: Rule = Rule {
    id: "dictionary-invalid",
    severity: Severity::Error,
    unread: true,
    summary: "a dictionary cannot be read as YAML entries",
    explanation: "A dictionary is one YAML mapping of names to definitions. Where a definition is no valid \
                  YAML, Sphinx stops at the file. Here the lines that are wrong are left out, and every \
                  other entry is still read.",
    bad: "name:\n  description: The name: a text\n  in: body",
    good: "name:\n  description: |\n    The name: a text\n  in: body",
    ..Rule::USUAL
};

pub(super) static DICTIONARY_DUPLICATE_KEY: Rule = Rule {
    id: "dictionary-duplicate-key",
    severity: Severity::Warning,
    summary: "a name stands twice in one mapping of a dictionary",
    explanation: "YAML readers keep the last of two equal keys and say nothing, so the first definition has \
                  no effect. The last one is used here, too.",
    bad: "name:\n  in: body\n  type: string\n  in: query",
    good: "name:\n  in: body\n  type: string",
    ..Rule::USUAL
};

pub(super) static DICTIONARY_FIELD_UNKNOWN: Rule = Rule {
    id: "dictionary-field-unknown",
    severity: Severity::Warning,
    summary: "an entry has a field that no reader knows",
    explanation: "os-api-ref ignores a field whose name it does not know, so a misspelt `required` leaves \
                  the parameter optional on the page. A name that is close to a known one is understood as \
                  misspelt.",
    bad: "name:\n  in: body\n  requried: true",
    good: "name:\n  in: body\n  required: true",
    fix: Some("the field that is meant"),
    ..Rule::USUAL
};

pub(super) static DICTIONARY_ORDER: Rule = Rule {
    id: "dictionary-order",
    severity: Severity::Note,
    summary: "an entry of a dictionary is out of order",
    explanation: "os-api-ref wants entries grouped by `in` (header, path, query, body) and sorted by \
                  lower-case name inside a group, and warns for each entry that comes before the one above \
                  it.",
    bad: "size:\n  in: body\nname:\n  in: body",
    good: "name:\n  in: body\nsize:\n  in: body",
    ..Rule::USUAL
};

pub(super) static ROW_MALFORMED: Rule = Rule {
    id: "row-malformed",
    severity: Severity::Error,
    unread: true,
    summary: "a row of a table is not `- name: reference`",
    explanation: "The content of `rest_parameters` is a YAML list of one-pair mappings, and that of \
                  `rest_status_code` a list of codes. One line that is neither makes os-api-ref reject the \
                  whole table; here only the line is lost.",
    bad: "- name:server_name",
    good: "- name: server_name",
    ..Rule::USUAL
};

pub(super) static STATUS_FILE_INVALID: Rule = Rule {
    id: "status-file-invalid",
    severity: Severity::Error,
    unread: true,
    summary: "a status file cannot be read as codes and texts",
    explanation: "A status file is one YAML mapping of codes to texts by key, of which `default` is the \
                  usual one. What is wrong is left out, and every other code is still read.",
    bad: "200: Done: the request was successful",
    good: "200:\n  default: |\n    Done: the request was successful",
    ..Rule::USUAL
};

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[
    &DICTIONARY_INVALID,
    &DICTIONARY_DUPLICATE_KEY,
    &DICTIONARY_FIELD_UNKNOWN,
    &DICTIONARY_ORDER,
    &ROW_MALFORMED,
    &STATUS_FILE_INVALID,
];
